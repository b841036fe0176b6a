//! What is shown of an import while it goes, and at its end.

use app::import::report::{Founded, Remark, Report, Watcher};
use indicatif::{ProgressBar, ProgressStyle};
use serde::Serialize;

use super::measure::memory;
use crate::Failure;

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

/// Shows progress on standard error, if that is a terminal, and there tells of rows that are left out.
pub struct Bar {
    shown: ProgressBar,
    json: bool,
    steward_key: Option<String>,
}

impl Bar {
    pub fn new(json: bool) -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {human_pos}/{human_len} rows, {per_sec}, {eta} left")
        {
            bar.set_style(style);
        }
        Self { shown: bar, json, steward_key: None }
    }

    pub fn print(&self, report: &Report, state_bytes: Option<u64>) -> Result<(), Failure> {
        self.shown.finish_and_clear();
        if !self.json {
            print!("{report}");
            return Ok(());
        }
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
    fn founded(&mut self, founded: &Founded<'_>) {
        // At once: should the import be stopped, the key would be lost.
        let told = format!("founded; steward {}\n  key {}    (shown this once)", founded.steward, founded.key);
        if self.json {
            self.steward_key = Some(founded.key.to_owned());
            eprintln!("{told}");
        } else {
            println!("{told}");
        }
    }

    fn progress(&mut self, done: u64, total: u64) {
        self.shown.set_length(total);
        self.shown.set_position(done);
    }

    fn remark(&mut self, remark: &Remark) {
        self.shown.suspend(|| eprintln!("{remark}"));
    }

    fn waiting(&mut self, why: &str) {
        self.shown.suspend(|| eprintln!("waiting: {why}"));
    }
}
