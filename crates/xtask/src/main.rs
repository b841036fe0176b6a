//! The project's own commands, `cargo xtask <command>`: each checks one promise, and `ci` all of them.
// A command line speaks on standard output.
#![allow(clippy::print_stdout)]

mod bench;
mod ci;
mod command;
mod crash;
mod direction;
mod golden;
mod invariants;
mod licences;
mod metadata;
mod openapi;
mod oracles;
mod patch;
mod python;
mod schemathesis;
mod spdx;
mod test;

use std::process::ExitCode;

use clap::Parser;
use command::Failure;

#[derive(Parser)]
#[command(name = "cargo xtask", about = "tresse's own commands")]
struct Cli {
    #[command(subcommand)]
    task: Task,
}

#[derive(clap::Subcommand)]
enum Task {
    /// Runs every test of the workspace; with CI=true none may be skipped.
    Test(test::Options),
    /// Checks the format of the code.
    Fmt,
    /// Checks the code with clippy, warnings denied.
    Clippy,
    /// Checks that the crates depend on each other in the one direction there is.
    Direction,
    /// Checks the licences of all that the binary is made of.
    Licences,
    /// Writes openapi/tresse.json from the program.
    Openapi(openapi::Options),
    /// Checks that golden events were only ever appended.
    Golden,
    /// Checks that each invariant of docs/ARCHITECTURE.md has the test that guards it.
    Invariants,
    /// Applies docs/adding-an-event.patch to a clone and tests it.
    Patch,
    /// Measures tresse against floors of the same run, and prints ratios.
    #[command(disable_help_flag = true)]
    Bench(bench::Options),
    /// Kills a server under load, many times, and checks what it left.
    Crash(crash::Options),
    /// Asks every operation with requests made from the description of the API.
    Schemathesis(schemathesis::Options),
    /// Compares tallies with those of other programs.
    Oracles(oracles::Options),
    /// Runs the tests and all checks.
    Ci,
}

fn main() -> ExitCode {
    let outcome = match Cli::parse().task {
        Task::Test(options) => test::report(&options),
        Task::Fmt => ci::fmt(),
        Task::Clippy => ci::clippy(),
        Task::Direction => direction::check(),
        Task::Licences => licences::check(),
        Task::Openapi(options) => openapi::run(&options),
        Task::Golden => golden::check(),
        Task::Invariants => invariants::check(),
        Task::Patch => patch::check(),
        Task::Bench(options) => bench::run(&options),
        Task::Crash(options) => crash::run(&options),
        Task::Schemathesis(options) => schemathesis::run(&options),
        Task::Oracles(options) => oracles::run(&options),
        Task::Ci => ci::run(),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        // The test runner's lines stay the last: what failed was told before them.
        Err(Failure::Told) => ExitCode::FAILURE,
        Err(failure) => {
            eprintln!("xtask: {failure}");
            ExitCode::FAILURE
        }
    }
}

/// Whether this is the continuous integration, which is stricter: nothing skipped, `Cargo.lock` up to date.
fn in_ci() -> bool {
    std::env::var_os("CI").is_some_and(|ci| ci == "true")
}

/// The workspace's folder: that of the manifest that `cargo run` was asked for.
fn root() -> std::path::PathBuf {
    let manifest = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    let mut root = std::path::PathBuf::from(manifest);
    root.pop();
    root.pop();
    root
}

/// A failure that names every violation, each on a line of its own.
fn violations(what: &str, found: &[String]) -> Result<(), Failure> {
    if found.is_empty() {
        return Ok(());
    }
    for violation in found {
        println!("  {violation}");
    }
    Err(Failure::Violations { what: what.to_owned(), count: found.len() })
}
