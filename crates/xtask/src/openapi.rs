//! The committed description of the API, which the program writes itself.

use crate::command::{self, Failure};

const FILE: &str = "openapi/tresse.json";

/// What to do with it.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Options {
    /// Fail when openapi/tresse.json is not what the program writes.
    #[arg(long)]
    pub check: bool,
}

/// `cargo xtask openapi`.
pub fn run(options: &Options) -> Result<(), Failure> {
    let written = command::output(command::cargo().args(["run", "--quiet", "-p", "tresse", "--", "openapi"]))?;
    serde_json::from_slice::<serde::de::IgnoredAny>(&written)
        .map_err(|error| Failure::Unexpected(format!("`tresse openapi` wrote no JSON: {error}")))?;
    let file = crate::root().join(FILE);
    if options.check {
        let committed = std::fs::read(&file).map_err(|source| Failure::Io { what: FILE.into(), source })?;
        if committed != written {
            return Err(Failure::Unexpected(format!("{FILE} is stale: run `cargo xtask openapi` and commit it")));
        }
        return Ok(());
    }
    let folder = file.parent().map_or(Ok(()), std::fs::create_dir_all);
    folder.and_then(|()| std::fs::write(&file, written)).map_err(|source| Failure::Io { what: FILE.into(), source })
}
