//! Python programs among the checks. What one needs is pinned in `tests/NAME/requirements.txt`, to the last package, and
//! installed into `target/NAME`; it is `tests/NAME/run.py`, and given the built binary.

use std::process::Command;

use crate::command::{self, Failure};

/// Makes the environment, builds the binary, and runs the program.
pub fn run(name: &str, arguments: &[String]) -> Result<(), Failure> {
    let root = crate::root();
    let (folder, program) = (root.join("target").join(name), root.join("tests").join(name));
    let python = folder.join("bin/python");
    if !python.exists() {
        command::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
    }
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--no-deps", "--requirement"]);
    command::run(install.arg(program.join("requirements.txt")))?;
    command::run(command::cargo().args(["build", "--quiet", "--package", "tresse"]))?;
    let mut run = Command::new(&python);
    command::run(run.arg("-B").arg(program.join("run.py")).arg(root.join("target/debug/tresse")).args(arguments))
}
