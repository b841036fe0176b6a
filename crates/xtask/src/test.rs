//! The test runner: `cargo test` of the whole workspace, its output passed on as it comes, and counted.
//!
//! A test that needs a shared data set asks `testkit::shared_data(name)` for it. Where the set is not present the helper
//! prints [`SKIPPED`] and the test returns; under the environment variable [`NOTHING_SKIPPED`] it panics instead, so that
//! the test fails. This runner sets that variable with `CI=true` or `--nothing-skipped`. It does not matter then whether
//! the output of a test is captured; a line [`SKIPPED`] that is seen nevertheless fails the run too.
//! So that skips are counted where they are allowed, the helper appends a line to the file that the environment variable
//! [`SKIPS`] names, if it is set.

use std::fmt::Write as _;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::Stdio;
use std::sync::Mutex;

use crate::command::{self, Failure};

/// Under this variable a test whose data set is not present fails.
const NOTHING_SKIPPED: &str = "TRESSE_NOTHING_SKIPPED";
/// Names the file to which each skipped test appends a line.
const SKIPS: &str = "TRESSE_SKIPS";
/// What a test prints that is skipped.
const SKIPPED: &str = "skipped: data set not present";

/// What to run.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Options {
    /// Fail when a test's data set is not present. Implied by CI=true.
    #[arg(long)]
    nothing_skipped: bool,
    /// For `cargo test`, such as `-p domain` or a test's name, and after `--` for the tests.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    rest: Vec<String>,
}

/// What the tests' own `test result:` lines say, summed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Totals {
    passed: u64,
    failed: u64,
    ignored: u64,
    /// Tests that returned early, since their data set is not present; they count as passed in the `test result:` lines.
    skipped: u64,
    failures: Vec<String>,
}

impl Totals {
    /// Takes in a line of the tests' output.
    fn read(&mut self, line: &str) {
        if let Some(counts) = line.strip_prefix("test result: ") {
            for count in counts.split([';', '.']) {
                let mut words = count.split_whitespace();
                let (Some(number), Some(what)) = (words.next(), words.next()) else { continue };
                let Ok(number) = number.parse::<u64>() else { continue };
                match what {
                    "passed" => self.passed += number,
                    "failed" => self.failed += number,
                    "ignored" => self.ignored += number,
                    _ => (),
                }
            }
        }
        if let Some(name) = line.strip_prefix("test ").and_then(|line| line.strip_suffix(" ... FAILED")) {
            self.failures.push(name.to_owned());
        }
    }

    /// The names of the tests that failed, then `N passed, N failed, N skipped`.
    pub fn closing_lines(&self) -> String {
        let mut lines = String::new();
        for name in &self.failures {
            _ = writeln!(lines, "FAILED {name}");
        }
        let passed = self.passed.saturating_sub(self.skipped);
        _ = writeln!(lines, "{passed} passed, {} failed, {} skipped", self.failed, self.ignored + self.skipped);
        lines
    }
}

/// `cargo xtask test`: runs, and ends with the closing lines.
pub fn report(options: &Options) -> Result<(), Failure> {
    let (totals, verdict) = run(options)?;
    if let Err(failure) = verdict {
        eprintln!("xtask: {failure}");
        print!("{}", totals.closing_lines());
        return Err(Failure::Told);
    }
    print!("{}", totals.closing_lines());
    Ok(())
}

/// Runs the tests; what was counted, and whether all is well.
///
/// # Errors
/// When cargo could not be started.
pub fn run(options: &Options) -> Result<(Totals, Result<(), Failure>), Failure> {
    let nothing_skipped = options.nothing_skipped || crate::in_ci();
    let skips = std::env::temp_dir().join(format!("tresse-skips-{}", std::process::id()));
    let mut cargo = command::cargo();
    cargo.args(["test", "--no-fail-fast"]);
    if !options.rest.iter().any(|argument| argument == "-p" || argument.starts_with("--package")) {
        cargo.arg("--workspace");
    }
    if crate::in_ci() {
        cargo.arg("--locked");
    }
    cargo.args(&options.rest).env(SKIPS, &skips).env_remove(NOTHING_SKIPPED);
    if nothing_skipped {
        cargo.env(NOTHING_SKIPPED, "1");
    }
    let shown = command::shown(&cargo);
    let started = cargo.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn();
    let mut child = started.map_err(|source| Failure::Io { what: shown.clone(), source })?;
    let seen = Mutex::new(Seen::default());
    std::thread::scope(|scope| {
        let errors = child.stderr.take();
        scope.spawn(|| errors.map(|errors| pass_on(errors, std::io::stderr(), &seen)));
        if let Some(output) = child.stdout.take() {
            pass_on(output, std::io::stdout(), &seen);
        }
    });
    let status = child.wait().map_err(|source| Failure::Io { what: shown.clone(), source })?;
    let Seen { mut totals, skipped_lines } = seen.into_inner().unwrap_or_default();
    totals.skipped = take_skips(&skips).max(skipped_lines);
    let ran_all = options.rest.is_empty();
    let verdict = verdict(&totals, status.success(), nothing_skipped, ran_all, shown);
    Ok((totals, verdict))
}

fn verdict(
    totals: &Totals,
    succeeded: bool,
    nothing_skipped: bool,
    ran_all: bool,
    shown: String,
) -> Result<(), Failure> {
    if !succeeded || totals.failed > 0 {
        return Err(Failure::Program(shown));
    }
    if nothing_skipped && totals.skipped + totals.ignored > 0 {
        let count = totals.skipped + totals.ignored;
        return Err(Failure::Unexpected(format!("{count} test(s) skipped or ignored where none may be")));
    }
    if ran_all && totals.passed == 0 {
        return Err(Failure::Unexpected("no test ran".into()));
    }
    Ok(())
}

#[derive(Default)]
struct Seen {
    totals: Totals,
    skipped_lines: u64,
}

/// Passes each line on as it comes, and counts.
fn pass_on(from: impl Read, mut to: impl std::io::Write, seen: &Mutex<Seen>) {
    let mut lines = BufReader::new(from);
    let mut line = vec![];
    while lines.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
        // Whoever reads this may have gone; the tests run on.
        _ = to.write_all(&line).and_then(|()| to.flush());
        let text = String::from_utf8_lossy(&line);
        if let Ok(mut seen) = seen.lock() {
            seen.totals.read(text.trim_end());
            seen.skipped_lines += u64::from(text.trim_end().ends_with(SKIPPED));
        }
        line.clear();
    }
}

/// The number of lines of the skips' file, which is removed.
fn take_skips(file: &Path) -> u64 {
    let Ok(text) = std::fs::read_to_string(file) else { return 0 };
    _ = std::fs::remove_file(file);
    text.lines().count().try_into().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals(lines: &str) -> Totals {
        let mut totals = Totals::default();
        lines.lines().for_each(|line| totals.read(line));
        totals
    }

    #[test]
    fn the_result_lines_of_all_binaries_are_summed() {
        let totals = totals(
            "test a::b ... ok\ntest a::c ... FAILED\n\
             test result: FAILED. 22 passed; 1 failed; 2 ignored; 0 measured; 9 filtered out; finished in 0.31s\n\
             test result: ok. 3 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.03s\n",
        );
        assert_eq!(totals.closing_lines(), "FAILED a::c\n25 passed, 1 failed, 2 skipped\n");
    }

    #[test]
    fn a_test_that_returned_for_want_of_data_counts_as_skipped() {
        let totals = Totals { passed: 5, skipped: 2, ..Totals::default() };
        assert_eq!(totals.closing_lines(), "3 passed, 0 failed, 2 skipped\n");
        let judged = |nothing_skipped| verdict(&totals, true, nothing_skipped, true, String::new());
        assert!(judged(false).is_ok());
        assert!(judged(true).is_err());
    }

    #[test]
    fn a_failed_test_a_failed_build_and_no_test_at_all_fail_the_run() {
        let judged = |totals: &Totals, succeeded| verdict(totals, succeeded, false, true, String::new()).is_ok();
        assert!(judged(&Totals { passed: 1, ..Totals::default() }, true));
        assert!(!judged(&Totals { passed: 1, failed: 1, ..Totals::default() }, true));
        assert!(!judged(&Totals { passed: 1, ..Totals::default() }, false));
        assert!(!judged(&Totals::default(), true));
    }

    #[test]
    fn a_skipped_line_is_seen_in_whatever_is_shown() {
        let seen = Mutex::new(Seen::default());
        pass_on("test x ... skipped: data set not present\nok\n".as_bytes(), std::io::sink(), &seen);
        assert_eq!(seen.into_inner().unwrap().skipped_lines, 1);
    }
}
