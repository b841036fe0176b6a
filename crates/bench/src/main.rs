//! `cargo xtask bench`: what tresse does in a second, against floors measured in the same run, interleaved.
//!
//! Ratios, not times: machines differ, and so does the same machine from one minute to the next. Nothing here fails
//! because something was slow. The figures of the last run, and what they are bound by, are in docs/performance.md.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::missing_panics_doc,
    missing_docs,
    reason = "a measurement's way to fail is to panic, and a command line prints"
)]

mod alone;
mod append;
mod client;
mod decisions;
mod floor;
mod history;
mod keys;
mod measure;
mod report;
mod served;

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Parser;

/// Measure tresse against floors of the same run
#[derive(Debug, Clone, Parser)]
#[command(name = "cargo xtask bench")]
pub struct Options {
    /// Fewer and shorter rounds, and a tenth of the events
    #[arg(long)]
    quick: bool,
    /// Tell the figures as JSON
    #[arg(long)]
    json: bool,
    /// Measure only this: `append`, `commands`, `reads`, `history`, `decisions` or `vault`; may be given several times
    #[arg(long, value_name = "PART")]
    only: Vec<String>,
    /// Work in this directory, which must be on the disk to be measured [default: the system's for temporary files]
    #[arg(long)]
    dir: Option<PathBuf>,
    /// Keep the long history here, and use it again
    #[arg(long, value_name = "DIR")]
    keep: Option<PathBuf>,
    /// What this process is to do for another one
    #[arg(long, hide = true)]
    alone: Option<String>,
}

impl Options {
    fn rounds(&self) -> usize {
        if self.quick { 3 } else { 5 }
    }

    fn turn(&self) -> Duration {
        Duration::from_millis(if self.quick { 400 } else { 1_000 })
    }

    fn events(&self) -> u64 {
        if self.quick { 100_000 } else { 1_000_000 }
    }
}

/// Measures a part.
type Part = fn(&Options, &Path) -> Vec<report::Row>;

const PARTS: [(&str, Part); 6] = [
    ("append", append::rows),
    ("commands", served::command_rows),
    ("reads", served::read_rows),
    ("history", history::rows),
    ("decisions", decisions::rows),
    ("vault", keys::rows),
];

fn main() {
    let options = Options::parse();
    if let Some(what) = &options.alone {
        return alone::run(what, &options);
    }
    let dir = match &options.dir {
        Some(dir) => tempfile::tempdir_in(dir),
        None => tempfile::tempdir(),
    };
    let dir = dir.unwrap();
    let mut rows = Vec::new();
    for (name, part) in PARTS {
        if options.only.is_empty() || options.only.iter().any(|only| only == name) {
            rows.append(&mut part(&options, dir.path()));
        }
    }
    if options.json {
        say(&serde_json::to_string_pretty(&rows).unwrap());
    } else {
        say(&report::table(&rows));
    }
}

/// Tells what is being done, to who waits.
fn note(what: &str) {
    eprintln!("· {what}");
}

fn say(what: &str) {
    println!("{what}");
}
