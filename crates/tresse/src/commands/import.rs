//! `tresse import polis`

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use app::catalogue::NewNetwork;
use app::edge::SystemClock;
use app::import::polis::{self, Conversation, Options};
use app::import::report::{Broken, Report, Watcher};
use clap::Subcommand;
use domain::names::{LanguageTag, Slug, TimeZoneName};
use domain::network::Languages;
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use crate::config::{Config, Flags};
use crate::{Failure, open};

/// Bring in a foreign data set.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    #[command(subcommand)]
    set: Set,
}

#[derive(Debug, Subcommand)]
enum Set {
    /// Conversations exported from Polis as CSV, on a data directory that no server uses
    ///
    /// Each becomes a question with its statements and votes. It may be started again at any time: what was brought in
    /// before is left as it is. Rows that cannot be read are told, and the rest goes on.
    Polis(Polis),
    /// Measure what a network holds in memory, in a process that does nothing else
    #[command(hide = true)]
    Measure {
        /// The network
        #[arg(long, value_name = "SLUG")]
        network: Option<Slug>,
        /// Instead, what a process remembers of so many rows that it imported
        #[arg(long, value_name = "NUMBER", conflicts_with = "network")]
        rows: Option<u64>,
    },
}

#[derive(Debug, clap::Args)]
struct Polis {
    /// The network to bring them into; founded, public, if there is none, and its steward's key printed
    #[arg(long, value_name = "SLUG")]
    network: Slug,
    /// A folder with comments.csv and votes.csv, named like the conversation, or a folder of such folders
    folder: PathBuf,
    /// Record nothing if any row cannot be read
    #[arg(long)]
    strict: bool,
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
    /// The languages of a network that is founded, the main one first
    #[arg(long, value_name = "TAG", default_value = "en", value_delimiter = ',')]
    language: Vec<LanguageTag>,
    /// The time zone of a network that is founded
    #[arg(long, value_name = "ZONE", default_value = "UTC")]
    time_zone: TimeZoneName,
    /// Measure the network's state in a process of its own, for the JSON report
    #[arg(long, hide = true, requires = "json")]
    measure: bool,
}

/// Brings in a data set.
pub fn run(arguments: &Arguments, flags: &Flags) -> Result<(), Failure> {
    match &arguments.set {
        Set::Polis(polis) => import_polis(polis, flags),
        Set::Measure { network, rows } => measure(network.as_ref(), *rows, flags),
    }
}

/// What `--json` prints.
#[derive(Debug, Serialize)]
struct Printed<'r> {
    #[serde(flatten)]
    report: &'r Report,
    /// All rows that were left out, of which `broken` holds the first.
    left_out: u64,
    /// The key of a founded network's steward.
    #[serde(skip_serializing_if = "Option::is_none")]
    steward_key: Option<&'r str>,
    /// The most memory that the process ever held (`VmHWM`), where the system tells.
    peak_memory_bytes: Option<u64>,
    /// What the network holds in memory, if it was measured.
    #[serde(skip_serializing_if = "Option::is_none")]
    state_bytes: Option<u64>,
}

fn import_polis(polis: &Polis, flags: &Flags) -> Result<(), Failure> {
    let config = flags.resolve()?;
    let languages = Languages::new(polis.language.clone())
        .map_err(|_| Failure::Usage("--language: up to 8 languages are wanted, each once".to_owned()))?;
    let conversations = Conversation::find(&polis.folder).map_err(Failure::failed)?;
    let mut watcher = Bar::new(polis.json);
    if polis.strict {
        let report = polis::check(&conversations, &polis.network, &mut watcher).map_err(Failure::failed)?;
        if report.refused {
            watcher.print(polis, &config, &report)?;
            let rows = report.left_out();
            return Err(Failure::Failed(format!("nothing was recorded: {rows} rows are broken (--strict)")));
        }
    }
    let catalogue = open::unindexed(&config, Arc::new(SystemClock))?;
    let options = Options {
        network: polis.network.clone(),
        languages,
        time_zone: polis.time_zone.clone(),
        scratch: config.data.clone(),
    };
    let done = polis::import(&catalogue, &conversations, &options, &mut watcher);
    catalogue.stop();
    drop(catalogue);
    watcher.print(polis, &config, &done.map_err(Failure::failed)?)
}

/// Shows progress on standard error, if that is a terminal, and there tells of rows that are left out.
struct Bar {
    shown: ProgressBar,
    json: bool,
    steward_key: Option<String>,
}

impl Bar {
    fn new(json: bool) -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {human_pos}/{human_len} rows, {per_sec}, {eta} left")
        {
            bar.set_style(style);
        }
        Self { shown: bar, json, steward_key: None }
    }

    fn print(&self, polis: &Polis, config: &Config, report: &Report) -> Result<(), Failure> {
        self.shown.finish_and_clear();
        if !self.json {
            print!("{report}");
            return Ok(());
        }
        let state_bytes = if polis.measure { Some(measured_apart(&polis.network, config)?) } else { None };
        let printed = Printed {
            report,
            left_out: report.left_out(),
            steward_key: self.steward_key.as_deref(),
            peak_memory_bytes: memory("VmHWM:"),
            state_bytes,
        };
        println!("{}", serde_json::to_string_pretty(&printed).map_err(Failure::failed)?);
        Ok(())
    }
}

impl Watcher for Bar {
    fn founded(&mut self, founded: &NewNetwork) {
        let key = founded.secret.expose();
        if self.json {
            self.steward_key = Some(key.to_owned());
        } else {
            // At once: should the import be stopped, the key would be lost.
            println!("founded; steward {}\n  key {key}    (shown this once)", founded.steward);
        }
    }

    fn progress(&mut self, done: u64, total: u64) {
        self.shown.set_length(total);
        self.shown.set_position(done);
    }

    fn left_out(&mut self, broken: &Broken) {
        self.shown.suspend(|| eprintln!("{broken}"));
    }
}

/// A line of `/proc/self/status` that tells an amount of memory, in bytes.
fn memory(line: &str) -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let value = status.lines().find_map(|found| found.strip_prefix(line))?;
    let kib: u64 = value.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kib * 1024)
}

/// Prints by how many bytes the process grows when it loads a network: its state, its views with what is kept of their
/// past, what private sections told, and the keys. Then how many rows it knows of, and in how many of those bytes.
/// Or, of so many made-up rows, by how many bytes it grows when it learns them one by one.
fn measure(network: Option<&Slug>, rows: Option<u64>, flags: &Flags) -> Result<(), Failure> {
    let held = || {
        let untold = "this system does not tell how much memory a process holds";
        memory("VmRSS:").ok_or_else(|| Failure::Failed(untold.to_owned()))
    };
    let Some(network) = network else {
        let before = held()?;
        let known = app::import::remembered_rows(rows.unwrap_or_default());
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
fn measured_apart(network: &Slug, config: &Config) -> Result<u64, Failure> {
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
