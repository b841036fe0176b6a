//! `cargo xtask crash`: kills a server under load and looks at what it left, as the tests do, as often as one likes.

use crate::command::{self, Failure};

/// Tells the test how often.
const ROUNDS: &str = "TRESSE_CRASH_ROUNDS";
/// The test.
const TEST: &str = "crash::kill::kill_9_under_load_loses_nothing_and_halves_nothing";

/// How often.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// How many times to kill it: half a second and a few megabytes in the temporary directory each
    #[arg(long, default_value_t = 200)]
    rounds: usize,
}

/// `cargo xtask crash`.
pub fn run(options: &Options) -> Result<(), Failure> {
    let mut cargo = command::cargo();
    cargo.args(["test", "--quiet", "-p", "tests", "--", "--exact", "--nocapture", TEST]);
    let told = command::text(cargo.env(ROUNDS, options.rounds.to_string()))?;
    print!("{told}");
    // A name that no test has any more would pass.
    if told.contains(" 1 passed") { Ok(()) } else { Err(Failure::Unexpected(format!("there is no test {TEST}"))) }
}
