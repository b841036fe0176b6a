//! `cargo xtask schemathesis`: requests made from the description of the API, of the told example network. Answers with an
//! error of the server, or that the description does not tell, fail.

use crate::command::Failure;
use crate::python;

/// How much to ask.
#[derive(Debug, Clone, clap::Args)]
pub struct Options {
    /// How many requests are drawn for each operation, beside the examples and the edges of what its description allows
    #[arg(long, default_value_t = 20)]
    examples: u32,
}

impl Default for Options {
    fn default() -> Self {
        Self { examples: 20 }
    }
}

/// Asks.
pub fn run(options: &Options) -> Result<(), Failure> {
    python::run("schemathesis", &[options.examples.to_string()])
}
