//! The invariants of docs/ARCHITECTURE.md: each names the tests that guard it, and those tests exist.

use std::fs;
use std::io;
use std::path::Path;

use crate::command::Failure;

/// `cargo xtask invariants`.
pub fn check() -> Result<(), Failure> {
    let root = crate::root();
    let read = || -> io::Result<(String, String)> {
        let mut sources = String::new();
        for folder in ["crates", "tests"] {
            read_sources(&root.join(folder), &mut sources)?;
        }
        Ok((fs::read_to_string(root.join("docs/ARCHITECTURE.md"))?, sources))
    };
    let (document, sources) = read().map_err(|source| Failure::Io { what: "reading the sources".into(), source })?;
    crate::violations("invariants without their guard", &unguarded(&document, &sources))
}

fn read_sources(folder: &Path, into: &mut String) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            read_sources(&path, into)?;
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            into.push_str(&fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

/// The invariants that name no guard, and the guards that are no test.
fn unguarded(document: &str, sources: &str) -> Vec<String> {
    let mut found = Vec::new();
    for invariant in document.split("**Architecture Invariant:").skip(1) {
        let invariant = invariant.split("\n\n").next().unwrap_or(invariant);
        let title = invariant.split("**").next().unwrap_or_default().trim().to_owned();
        let guards = invariant.split_once("Guarded by").map(|(_, guards)| guards);
        let Some(guards) = guards else {
            found.push(format!("{title} names no guard"));
            continue;
        };
        let names = guards.split('`').skip(1).step_by(2).filter(|name| !name.contains([' ', ':']));
        for name in names {
            if !sources.contains(&format!("fn {name}(")) {
                found.push(format!("{title} there is no test {name}"));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT: &str = "**Architecture Invariant: a holds.** Because.\nGuarded by `a_test` and `cargo xtask x`.\n\n\
                            **Architecture Invariant: b holds.** Somehow.\n";

    #[test]
    fn a_missing_guard_and_a_guard_that_is_no_test_are_seen() {
        assert_eq!(unguarded(DOCUMENT, "fn a_test() {}"), ["b holds. names no guard"]);
        assert_eq!(unguarded(DOCUMENT, "")[0], "a holds. there is no test a_test");
    }
}
