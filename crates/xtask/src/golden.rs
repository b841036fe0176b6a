//! Golden events are append-only: over the whole history no line of `crates/domain/golden` was ever changed or removed.
//!
//! A commit that only appends shows no deleted line in its diff; a changed line shows as one deleted and one added, a
//! removed or renamed file as its lines deleted. Merges are compared with their first parent, which is how main grows.

use crate::command::{self, Failure};

const FOLDER: &str = "crates/domain/golden";

/// `cargo xtask golden`.
pub fn check() -> Result<(), Failure> {
    let there = std::fs::read_dir(crate::root().join(FOLDER)).is_ok_and(|mut files| files.next().is_some());
    if !there {
        return Err(Failure::Unexpected(format!("{FOLDER} is empty")));
    }
    if command::text(command::git().args(["rev-parse", "--is-shallow-repository"]))?.trim() == "true" {
        return Err(Failure::Unexpected("the history is shallow: fetch all of it (git fetch --unshallow)".into()));
    }
    let log = ["log", "--first-parent", "--diff-merges=first-parent", "--numstat", "--no-renames", "--format=%H"];
    let history = command::text(command::git().args(log).args(["HEAD", "--", FOLDER]))?;
    let uncommitted = command::text(command::git().args(["diff", "--numstat", "--no-renames", "HEAD", "--", FOLDER]))?;
    let mut found = violations(&history);
    found.extend(violations(&format!("the working tree\n{uncommitted}")));
    crate::violations("golden events are append-only", &found)
}

/// From `git log --numstat`: a line naming the commit, then for each file `added<TAB>deleted<TAB>path`.
fn violations(log: &str) -> Vec<String> {
    let mut found = vec![];
    let mut commit = "";
    for line in log.lines().filter(|line| !line.is_empty()) {
        let mut columns = line.splitn(3, '\t');
        match (columns.next(), columns.next(), columns.next()) {
            (Some(_), Some("0"), Some(_)) => (),
            // `-` stands for a binary file, which no golden file is.
            (Some(_), Some(deleted), Some(path)) => {
                found.push(format!("{path}: {deleted} line(s) changed or removed by {commit}"));
            }
            _ => commit = line,
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn added_lines_are_no_violation() {
        assert_eq!(
            violations("aaaa\n\n2\t0\tgolden/x.json\n1\t0\tgolden/y.json\nbbbb\n\n1\t0\tgolden/x.json\n").len(),
            0
        );
    }

    #[test]
    fn a_changed_line_a_removed_file_and_a_binary_one_are_violations() {
        let found = violations("aaaa\n\n1\t1\tgolden/x.json\nbbbb\n\n0\t7\tgolden/y.json\n-\t-\tgolden/z.json\n");
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[0].ends_with("by aaaa") && found[1].ends_with("by bbbb"), "{found:?}");
    }
}
