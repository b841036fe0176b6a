//! Names and amounts as a person reads them.

use std::collections::BTreeMap;

use domain::names::CurrencyCode;
use domain::tally::ballot::OptionNo;
use domain::tally::rules::Method;

use super::read::Subject;

/// What options are called, and what amounts are in.
#[derive(Debug, Default)]
pub struct Names<'a> {
    titles: BTreeMap<OptionNo, &'a str>,
    currency: Option<&'a CurrencyCode>,
}

impl<'a> Names<'a> {
    /// The names in a file.
    pub fn of(subject: &'a Subject) -> Self {
        let (titled, input) = match subject {
            Subject::Document(document) => (&document.options[..], document.input.as_ref()),
            Subject::Input(input) => (&[][..], Some(&**input)),
        };
        let titles = titled.iter().filter_map(|titled| Some((titled.option, titled.title.as_deref()?))).collect();
        let currency = input.and_then(|input| match &input.rules.method {
            Method::Budget(budget) => Some(&budget.budget.currency),
            Method::Consent {}
            | Method::Majority { .. }
            | Method::Approval(_)
            | Method::Score(_)
            | Method::Judgement { .. }
            | Method::Runoff {}
            | Method::Sortition { .. } => None,
        });
        Self { titles, currency }
    }

    /// An option by its number and title.
    pub fn option(&self, option: OptionNo) -> String {
        match self.titles.get(&option) {
            Some(title) => format!("[{}] {}", option.0, plain(title)),
            None => format!("[{}]", option.0),
        }
    }

    /// Options by their numbers and titles.
    pub fn options(&self, options: &[OptionNo]) -> String {
        listed(options.iter().map(|option| self.option(*option)))
    }

    /// An amount of minor units, in the currency.
    pub fn money(&self, minor: i64) -> String {
        let Some(currency) = self.currency else { return format!("{minor} minor units") };
        let (sign, minor) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
        let decimals = currency.decimals();
        let unit = 10_u64.pow(decimals);
        match decimals {
            0 => format!("{sign}{minor} {currency}"),
            _ => format!("{sign}{}.{:0width$} {currency}", minor / unit, minor % unit, width = decimals as usize),
        }
    }

    /// What 100 minor units are.
    pub fn hundreds(&self, count: u64) -> String {
        i64::try_from(count)
            .ok()
            .and_then(|count| count.checked_mul(100))
            .map_or_else(|| format!("{count} times 100 minor units"), |minor| self.money(minor))
    }
}

/// An exact fraction, as a decimal number that a person can picture where it is not short.
pub fn fraction(exact: &str) -> String {
    let Some((numerator, denominator)) = exact.split_once('/') else { return plain(exact) };
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    let Some((numerator, denominator)) = number(numerator).zip(number(denominator)) else { return plain(exact) };
    let about = numerator / denominator;
    if exact.len() <= 24 { format!("{about:.4} (exactly {})", plain(exact)) } else { format!("about {about:.4}") }
}

/// Words with commas between them.
pub fn listed(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

/// A text that somebody typed, on one line and without what would make a terminal do or show something else.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        let turns = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let breaks = matches!(letter, '\u{2028}' | '\u{2029}');
        if letter.is_control() || turns || breaks {
            plain.extend(letter.escape_unicode());
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stays_on_its_line_and_gives_no_orders() {
        assert_eq!(plain("un été — ça"), "un été — ça");
        let doctored = plain("a\u{1b}[2Jb\nc\u{202e}d");
        assert_eq!(doctored, r"a\u{1b}[2Jb\u{a}c\u{202e}d");
    }

    #[test]
    fn amounts_have_the_decimals_of_their_currency() {
        for (currency, minor, wanted) in [
            ("EUR", 123_450, "1234.50 EUR"),
            ("EUR", -5, "-0.05 EUR"),
            ("XPF", 1_000, "1000 XPF"),
            ("TND", 1_001, "1.001 TND"),
            ("EUR", i64::MIN, "-92233720368547758.08 EUR"),
        ] {
            let currency = currency.parse().unwrap();
            let names = Names { currency: Some(&currency), ..Names::default() };
            assert_eq!(names.money(minor), wanted);
        }
        assert!(Names::default().hundreds(u64::MAX).contains("times"));
    }

    #[test]
    fn a_fraction_is_shown_as_a_number() {
        assert_eq!(fraction("5000/3"), "1666.6667 (exactly 5000/3)");
        assert_eq!(fraction("7"), "7");
        let long = format!("{}/{}", "7".repeat(60), "7".repeat(59));
        assert_eq!(fraction(&long), "about 10.0000");
        assert_eq!(fraction("x/0"), "x/0");
    }
}
