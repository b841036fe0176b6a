//! `tresse repair`

use std::path::{Path, PathBuf};
use std::sync::Arc;

use disk::{Disk, RealDisk};
use domain::ids::NetworkId;
use eventlog::{Cut, repair_cut_at};

use crate::Failure;
use crate::config::Flags;

/// The name by which the server's own log is meant.
const SERVER: &str = "_server";

/// Cut a damaged log.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The network, by slug or id; `_server` for the server's own log
    #[arg(long, value_name = "SLUG")]
    network: String,
    /// The position from which on events are taken away: the one that the error names
    #[arg(long, value_name = "POSITION")]
    cut_at: u64,
    /// Do it
    #[arg(long)]
    yes: bool,
}

/// Cuts a log.
pub fn run(arguments: &Arguments, flags: &Flags) -> Result<(), Failure> {
    let Arguments { network, cut_at, yes } = arguments;
    let data = flags.resolve()?.data;
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let log = log_dir(&disk, &data, network)?;
    if !yes {
        return Err(Failure::Usage(format!(
            "this takes every event of {network} from position {cut_at} on out of its history; the bytes are kept in files \
             beside {}. If a backup goes further, restore that instead. To do it, say --yes.",
            log.display()
        )));
    }
    let locked = disk.lock_exclusive(&data.join("lock"));
    let _lock = locked.map_err(|error| Failure::Failed(format!("{error}; stop it first")))?;
    let Cut { rest, segments } = repair_cut_at(disk.as_ref(), &log, *cut_at).map_err(Failure::failed)?;
    println!("{network} has {cut_at} events now.");
    for kept in rest.iter().chain(&segments) {
        println!("  kept  {}", kept.display());
    }
    Ok(())
}

/// The directory of a network's log, found without opening it.
fn log_dir(disk: &Arc<dyn Disk>, data: &Path, network: &str) -> Result<PathBuf, Failure> {
    let dir = if network == SERVER {
        data.join("server")
    } else if let Ok(id) = network.parse::<NetworkId>() {
        data.join("networks").join(id.to_string())
    } else {
        let known = app::backup::networks(disk, data).map_err(Failure::failed)?;
        let unknown = || Failure::Failed(format!("there is no network {network}"));
        data.join("networks").join(known.network(network).ok_or_else(unknown)?.to_string())
    };
    let log = dir.join("log");
    if disk.exists(&log) { Ok(log) } else { Err(Failure::Failed(format!("{} does not exist", log.display()))) }
}
