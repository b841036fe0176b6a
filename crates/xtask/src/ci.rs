//! All checks in one run: the tests first, since they are what matters most, then the rest; every step is run whatever
//! came of the others, and the last line is the test runner's.

use std::time::{Duration, Instant};

use crate::command::{self, Failure};
use crate::{direction, golden, invariants, licences, openapi, oracles, patch, schemathesis, test};

type Check = fn() -> Result<(), Failure>;

/// What comes after the tests.
const CHECKS: &[(&str, Check)] = &[
    ("fmt", fmt),
    ("clippy", clippy),
    ("openapi", || openapi::run(&openapi::Options { check: true })),
    ("direction", direction::check),
    ("licences", licences::check),
    ("golden", golden::check),
    ("invariants", invariants::check),
    ("patch", patch::check),
    ("oracles", || oracles::run(&oracles::Options::default())),
    ("asked", || schemathesis::run(&schemathesis::Options::default())),
];

/// `cargo xtask fmt`.
pub fn fmt() -> Result<(), Failure> {
    command::run(command::cargo().args(["fmt", "--all", "--check"]))
}

/// `cargo xtask clippy`.
pub fn clippy() -> Result<(), Failure> {
    let mut cargo = command::cargo();
    cargo.args(["clippy", "--quiet", "--workspace", "--all-targets"]);
    if crate::in_ci() {
        cargo.arg("--locked");
    }
    command::run(cargo.args(["--", "-D", "warnings"]))
}

/// `cargo xtask ci`.
pub fn run() -> Result<(), Failure> {
    let mut steps: Vec<(&str, Duration, Result<(), Failure>)> = vec![];
    let mut timed = |name: &'static str, step: &mut dyn FnMut() -> Result<(), Failure>| {
        println!("── {name}");
        let start = Instant::now();
        let outcome = step();
        if let Err(failure) = &outcome {
            println!("{name}: {failure}");
        }
        steps.push((name, start.elapsed(), outcome));
    };
    let mut totals = test::Totals::default();
    timed("test", &mut || {
        let (counted, verdict) = test::run(&test::Options::default())?;
        totals = counted;
        verdict
    });
    for (name, check) in CHECKS {
        timed(name, &mut || check());
    }
    println!("── summary");
    for (name, took, outcome) in &steps {
        println!("{:<10} {:>6.1} s  {}", name, took.as_secs_f64(), if outcome.is_ok() { "ok" } else { "FAILED" });
    }
    let failed: Vec<_> = steps.into_iter().filter_map(|(name, _, outcome)| outcome.err().map(|_| name)).collect();
    if !failed.is_empty() {
        eprintln!("xtask: failed: {}", failed.join(", "));
    }
    print!("{}", totals.closing_lines());
    if failed.is_empty() { Ok(()) } else { Err(Failure::Told) }
}
