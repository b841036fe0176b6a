//! `tresse export log`

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;

use clap::Subcommand;
use eventlog::EventLog as _;
use indicatif::ProgressBar;

use crate::config::Flags;
use crate::{Failure, open};

/// Write out what the service holds.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// The history of a network: a line an event, `{"position": …, "event": …}`, the event in its exact stored bytes
    Log {
        /// The network
        #[arg(long, value_name = "SLUG")]
        network: String,
        /// The file to write; standard output unless given
        #[arg(long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

/// Writes the history of a network.
pub fn run(arguments: &Arguments, flags: &Flags) -> Result<(), Failure> {
    let What::Log { network, output } = &arguments.what;
    let catalogue = open::catalogue(&flags.resolve()?)?;
    let unknown = || Failure::Failed(format!("there is no network {network}"));
    let id = catalogue.server().network(network).ok_or_else(unknown)?;
    let loaded = catalogue.load(id).map_err(Failure::failed)?;
    let log = loaded.log();
    let progress = ProgressBar::new(log.head());
    let mut to: Box<dyn Write> = match output {
        Some(path) => Box::new(BufWriter::new(File::create(path).map_err(Failure::failed)?)),
        None => Box::new(BufWriter::new(io::stdout().lock())),
    };
    for stored in log.read(0) {
        let stored = stored.map_err(Failure::failed)?;
        write!(to, "{{\"position\":{},\"event\":", stored.position)
            .and_then(|()| to.write_all(&stored.bytes))
            .and_then(|()| to.write_all(b"}\n"))
            .map_err(Failure::failed)?;
        progress.inc(1);
    }
    progress.finish_and_clear();
    to.flush().map_err(Failure::failed)
}
