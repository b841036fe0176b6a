//! `tresse compact`

use std::sync::Arc;

use app::compact::{Compacted, compact};
use app::edge::SystemClock;
use indicatif::{ProgressBar, ProgressStyle};

use crate::config::Flags;
use crate::{Failure, open};

/// Blank what is left of people who were erased.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Print the report as JSON
    #[arg(long)]
    json: bool,
}

/// Compacts all networks.
pub fn run(arguments: &Arguments, flags: &Flags) -> Result<(), Failure> {
    let catalogue = open::unindexed(&flags.resolve()?, Arc::new(SystemClock))?;
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {msg} {human_pos}/{human_len} events, {eta} left") {
        bar.set_style(style);
    }
    let compacted = compact(&catalogue, &mut |slug, done, head| {
        bar.set_message(slug.to_string());
        bar.set_length(head);
        bar.set_position(done);
    });
    bar.finish_and_clear();
    let compacted = compacted.map_err(Failure::failed)?;
    if arguments.json {
        println!("{}", serde_json::to_string_pretty(&compacted).map_err(Failure::failed)?);
        return Ok(());
    }
    for Compacted { network, blanked, bytes, waiting, .. } in &compacted {
        println!("{network}  {bytes} bytes in {blanked} texts and indexes blanked");
        if *waiting > 0 {
            println!("  {waiting} lie in the last commit; run compact again after another one");
        }
    }
    Ok(())
}
