//! SPDX licence expressions (SPDX specification 2.3, annex D), with the two old spellings that manifests still have:
//! `MIT/Apache-2.0` for "or", and `MPL-2.0+` for "or later".

/// Whether an expression can be satisfied by licences that `allowed` names; `None` when it is no expression.
pub fn satisfied(expression: &str, allowed: &dyn Fn(&str) -> bool) -> Option<bool> {
    let spaced = expression.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let mut parser = Parser { words: spaced.split_whitespace().peekable(), allowed };
    let verdict = parser.any()?;
    parser.words.next().is_none().then_some(verdict)
}

struct Parser<'a> {
    words: std::iter::Peekable<std::str::SplitWhitespace<'a>>,
    allowed: &'a dyn Fn(&str) -> bool,
}

impl Parser<'_> {
    fn takes(&mut self, word: &str) -> bool {
        self.words.next_if(|next| next.eq_ignore_ascii_case(word)).is_some()
    }

    fn any(&mut self) -> Option<bool> {
        let mut verdict = self.all()?;
        while self.takes("OR") {
            verdict |= self.all()?;
        }
        Some(verdict)
    }

    fn all(&mut self) -> Option<bool> {
        let mut verdict = self.one()?;
        while self.takes("AND") {
            verdict &= self.one()?;
        }
        Some(verdict)
    }

    fn one(&mut self) -> Option<bool> {
        if self.takes("(") {
            let verdict = self.any()?;
            return self.takes(")").then_some(verdict);
        }
        let licence = self.words.next()?;
        if matches!(licence, ")" | "OR" | "AND" | "WITH") {
            return None;
        }
        if self.takes("WITH") {
            let exception = self.words.next()?;
            return Some((self.allowed)(&format!("{licence} WITH {exception}")));
        }
        // Whoever may choose a later version may choose this one.
        Some((self.allowed)(licence.trim_end_matches('+')))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ask(expression: &str) -> Option<bool> {
        let allowed = ["MIT", "Apache-2.0", "BSD-3-Clause", "MPL-2.0", "Apache-2.0 WITH LLVM-exception"];
        satisfied(expression, &|licence| allowed.contains(&licence))
    }

    #[test]
    fn one_of_the_alternatives_is_enough_and_all_of_the_others_are_needed() {
        for good in [
            "MIT",
            "MIT OR GPL-3.0-only",
            "GPL-2.0-only OR Apache-2.0",
            "MIT AND Apache-2.0",
            "(GPL-3.0 OR MIT) AND BSD-3-Clause",
            "MIT/Apache-2.0",
            "Apache-2.0 / MIT",
            "MPL-2.0+",
            "Apache-2.0 WITH LLVM-exception",
            "MIT OR GPL-3.0-only AND AGPL-3.0-only",
        ] {
            assert_eq!(ask(good), Some(true), "{good}");
        }
        for bad in [
            "GPL-3.0-only",
            "AGPL-3.0-or-later",
            "MIT AND GPL-3.0-only",
            "(MIT OR Apache-2.0) AND LGPL-2.1",
            "GPL-2.0-only WITH Classpath-exception-2.0",
            "MIT WITH some-exception",
            "LicenseRef-own",
        ] {
            assert_eq!(ask(bad), Some(false), "{bad}");
        }
    }

    #[test]
    fn what_is_no_expression_satisfies_nothing() {
        for broken in ["", "MIT OR", "(MIT", "MIT)", "MIT Apache-2.0", "OR MIT", "MIT WITH"] {
            assert_eq!(ask(broken), None, "{broken}");
        }
    }
}
