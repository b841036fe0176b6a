//! `tresse import polis`

use std::path::PathBuf;

use clap::Subcommand;

use crate::Failure;
use crate::config::Flags;

/// Bring in a foreign data set.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    set: Set,
}

#[derive(Debug, Subcommand)]
enum Set {
    /// Conversations exported from Polis as CSV
    Polis {
        /// The network to bring them into; founded if there is none
        #[arg(long, value_name = "SLUG")]
        network: String,
        /// A conversation's folder, or a folder of them
        folder: PathBuf,
    },
}

/// Brings in a data set.
pub fn run(arguments: &Arguments, flags: &Flags) -> Result<(), Failure> {
    let Set::Polis { network, folder } = &arguments.set;
    let config = flags.resolve()?;
    Err(Failure::Failed(format!(
        "{} cannot be brought into {network} in {} yet",
        folder.display(),
        config.data.display()
    )))
}
