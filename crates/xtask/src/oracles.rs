//! `cargo xtask oracles`: tallies of elections drawn at random, held against what programs of other people say comes of
//! them. Any difference fails.

use crate::command::Failure;
use crate::python;

/// How much to compare.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// How many elections are drawn for each rule; always the same
    #[arg(long, default_value_t = 1000)]
    elections: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { elections: 1000 }
    }
}

/// Compares.
pub fn run(options: &Options) -> Result<(), Failure> {
    python::run("oracles", &[options.elections.to_string()])
}
