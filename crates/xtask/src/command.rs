//! Running other programs from the workspace's folder.

use std::ffi::OsStr;
use std::process::Command;

/// Why a command of xtask failed.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// A program could not be started, or a file not read or written.
    #[error("{what}: {source}")]
    Io {
        /// What was tried.
        what: String,
        /// Why it failed.
        source: std::io::Error,
    },
    /// A program said no.
    #[error("`{0}` failed")]
    Program(String),
    /// A program wrote something else than expected.
    #[error("{0}")]
    Unexpected(String),
    /// It was told already, before the last lines.
    #[error("")]
    Told,
    /// A check found what must not be.
    #[error("{what}: {count} violation(s)")]
    Violations {
        /// Which check.
        what: String,
        /// How many.
        count: usize,
    },
}

/// `cargo`, the one that runs this, in the workspace's folder.
pub fn cargo() -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(crate::root());
    command
}

/// `git` in the workspace's folder.
pub fn git() -> Command {
    let mut command = Command::new("git");
    command.current_dir(crate::root());
    command
}

/// Runs a program with this one's output.
///
/// # Errors
/// When it cannot be started or fails.
pub fn run(command: &mut Command) -> Result<(), Failure> {
    let status = command.status().map_err(|source| Failure::Io { what: shown(command), source })?;
    if status.success() { Ok(()) } else { Err(Failure::Program(shown(command))) }
}

/// Runs a program and returns what it wrote; its errors go where this one's go.
///
/// # Errors
/// When it cannot be started or fails.
pub fn output(command: &mut Command) -> Result<Vec<u8>, Failure> {
    command.stderr(std::process::Stdio::inherit());
    let output = command.output().map_err(|source| Failure::Io { what: shown(command), source })?;
    if output.status.success() { Ok(output.stdout) } else { Err(Failure::Program(shown(command))) }
}

/// What a program wrote, as text.
///
/// # Errors
/// When it cannot be started, fails, or writes no UTF-8.
pub fn text(command: &mut Command) -> Result<String, Failure> {
    String::from_utf8(output(command)?).map_err(|_| Failure::Unexpected(format!("`{}` wrote no UTF-8", shown(command))))
}

/// The command as one would type it.
pub fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program()).file_name().unwrap_or_default();
    let words: Vec<_> = std::iter::once(program).chain(command.get_args()).map(OsStr::to_string_lossy).collect();
    words.join(" ")
}
