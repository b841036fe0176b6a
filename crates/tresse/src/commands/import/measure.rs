//! What a network holds in memory, in processes that do nothing else.

use std::ffi::OsString;
use std::process::Command;
use std::sync::Arc;

use app::edge::SystemClock;
use domain::names::Slug;

use crate::config::{Config, Flags};
use crate::{Failure, open};

#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// The network
    #[arg(long, value_name = "SLUG")]
    network: Option<Slug>,
    /// Instead, what a process remembers of so many rows that it imported
    #[arg(long, value_name = "NUMBER", conflicts_with = "network")]
    rows: Option<u64>,
}

/// A line of `/proc/self/status` that tells an amount of memory, in bytes.
pub fn memory(line: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let value = status.lines().find_map(|found| found.strip_prefix(line))?;
    let kib: u64 = value.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

/// Prints by how many bytes the process grows when it loads a network: its state, its views with what is kept of their
/// past, what private sections told, and the keys. Then how many rows it knows of, and in how many of those bytes.
/// Or, of so many made-up rows, by how many bytes it grows when it learns them one by one.
pub fn run(arguments: &Arguments, flags: &Flags) -> Result<(), Failure> {
    let held = || {
        let untold = "this system does not tell how much memory a process holds";
        memory("VmRSS:").ok_or_else(|| Failure::Failed(untold.to_owned()))
    };
    let Some(network) = &arguments.network else {
        let before = held()?;
        let known = app::import::remembered_rows(arguments.rows.unwrap_or_default());
        println!("{} {}", held()?.saturating_sub(before), known.rows().0);
        return Ok(());
    };
    let catalogue = open::unindexed(&flags.resolve()?, Arc::new(SystemClock))?;
    let unknown = || Failure::Failed(format!("there is no network {network}"));
    let id = catalogue.server().network(network.as_str()).ok_or_else(unknown)?;
    let before = held()?;
    let loaded = catalogue.load(id).map_err(Failure::failed)?;
    let after = held()?;
    let (rows, sorted) = loaded.live().known.rows();
    println!("{} {rows} {sorted}", after.saturating_sub(before));
    Ok(())
}

/// What the import held of the network: what a load of it takes, but for the rows that a load sorts; these as a process
/// holds them that recorded them. Measured in processes of their own, since what one frees another thing may take.
pub fn apart(network: &Slug, config: &Config) -> Result<u64, Failure> {
    let mut load =
        vec!["--network".into(), network.as_str().into(), "--data".into(), config.data.clone().into_os_string()];
    if let Some(file) = &config.kek_file {
        load.extend(["--kek-file".into(), file.clone().into_os_string()]);
    }
    let [loaded, rows, sorted] = least_of_three(&load)?;
    let [learnt, _] = least_of_three(&["--rows".into(), rows.to_string().into()])?;
    Ok(loaded.saturating_sub(sorted).saturating_add(learnt))
}

/// What `tresse import measure` prints, the least of three times: an allocator may take some more now and then.
fn least_of_three<const N: usize>(arguments: &[OsString]) -> Result<[u64; N], Failure> {
    let program = std::env::current_exe().map_err(Failure::failed)?;
    let mut least = [u64::MAX; N];
    for _ in 0..3 {
        let output = Command::new(&program).args(["import", "measure"]).args(arguments).output();
        let output = output.map_err(Failure::failed)?;
        let told = String::from_utf8_lossy(&output.stdout);
        let told: Vec<u64> = told.split_whitespace().filter_map(|number| number.parse().ok()).collect();
        let told: [u64; N] =
            told.try_into().map_err(|_| Failure::Failed(String::from_utf8_lossy(&output.stderr).into_owned()))?;
        least = least.min(told);
    }
    Ok(least)
}
