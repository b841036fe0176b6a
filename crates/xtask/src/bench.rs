//! The measurements, in the profile that is shipped.

use crate::command::{self, Failure};

/// What to measure.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Options {
    /// What the program takes: `--help` tells.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

/// `cargo xtask bench`.
pub fn run(options: &Options) -> Result<(), Failure> {
    command::run(command::cargo().args(["run", "--quiet", "--release", "-p", "bench", "--"]).args(&options.arguments))
}
