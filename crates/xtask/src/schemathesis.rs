//! `cargo xtask schemathesis`: requests made from the description of the API, of the told example network. Answers with an
//! error of the server, or that the description does not tell, fail. It is a Python program: what it needs is pinned in
//! `tests/schemathesis/requirements.txt` and installed into `target/schemathesis`.

use std::process::Command;

use crate::command::{self, Failure};

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

/// Makes the environment, builds the binary, and asks.
pub fn run(options: &Options) -> Result<(), Failure> {
    let root = crate::root();
    let (folder, wanted) = (root.join("target/schemathesis"), root.join("tests/schemathesis/requirements.txt"));
    let python = folder.join("bin/python");
    if !python.exists() {
        command::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    }
    let mut install = Command::new(&python);
    command::run(install.args(["-m", "pip", "install", "--quiet", "--requirement"]).arg(wanted))?;
    command::run(command::cargo().args(["build", "--quiet", "--package", "tresse"]))?;
    let mut ask = Command::new(&python);
    ask.arg(root.join("tests/schemathesis/run.py")).arg(root.join("target/debug/tresse"));
    command::run(ask.arg(options.examples.to_string()))
}
