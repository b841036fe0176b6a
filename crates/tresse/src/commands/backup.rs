//! `tresse backup`

use std::path::PathBuf;
use std::sync::Arc;

use app::backup::make::{Made, Order, make};
use app::backup::{Watcher, manifest};
use app::edge::{Clock as _, SystemClock};
use disk::{Disk, RealDisk};
use indicatif::{ProgressBar, ProgressStyle};

use crate::Failure;
use crate::config::Flags;

/// Copy the logs to one place and the keys to another.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Where the logs go: an empty or missing directory
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
    /// Where the keys go: an empty or missing directory somewhere else. Keep these no longer than 30 days
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
}

/// Makes a backup.
pub fn run(arguments: &Arguments, flags: &Flags) -> Result<(), Failure> {
    let data = flags.resolve()?.data;
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let order = Order { data: &data, logs: &arguments.to, keys: arguments.keys.as_deref() };
    let mut bar = Bar::new();
    let made = make(&disk, order, SystemClock.now(), &mut bar);
    bar.0.finish_and_clear();
    let made = made.map_err(Failure::failed)?;
    tell(arguments, &made);
    Ok(())
}

fn tell(arguments: &Arguments, Made { logs, keys, is_live }: &Made) {
    let events: u64 = logs.networks.iter().map(|network| network.log.head).sum();
    let from = if *is_live { ", while another process used them" } else { "" };
    println!("logs{from}: {}", arguments.to.display());
    println!("  networks {}, events {events}", logs.networks.len());
    for manifest::NetworkLog { slug, log, .. } in &logs.networks {
        println!("    {slug}  {}", log.head);
    }
    let Some((keys, dir)) = keys.as_ref().zip(arguments.keys.as_ref()) else {
        println!("no keys: without theirs, no text of these logs can be opened. Name a place for them with --keys.");
        return;
    };
    println!("keys, to be destroyed after 30 days at the latest: {}", dir.display());
    println!(
        "The key-encryption key {} is in neither, and never is: keep a copy of it apart from both.",
        keys.server.wrapped_under
    );
}

/// Shows how far it went on standard error, if that is a terminal.
pub struct Bar(pub ProgressBar);

impl Bar {
    /// A bar that counts bytes.
    pub fn new() -> Self {
        let bar = ProgressBar::new(0);
        if let Ok(style) = ProgressStyle::with_template("{bar:40} {bytes}/{total_bytes}, {bytes_per_sec}, {eta} left") {
            bar.set_style(style);
        }
        Self(bar)
    }
}

impl Watcher for Bar {
    fn progress(&mut self, done: u64, total: u64) {
        self.0.set_length(total);
        self.0.set_position(done);
    }
}
