//! `tresse restore`

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;

use app::backup::proof::Known;
use app::backup::restore::{Older, Order, RestoreError, Restored, RestoredNetwork, restore};
use disk::{Disk, RealDisk};
use domain::names::Slug;

use super::backup::Bar;
use crate::config::{Config, Flags};
use crate::{Failure, open};

/// Make a data directory out of a backup.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Where the logs lie
    #[arg(long, value_name = "DIR")]
    from: PathBuf,
    /// Where the keys lie
    #[arg(long, value_name = "DIR")]
    keys: PathBuf,
    /// How many events a network is known to have had, such as the `position` of an answer; may be repeated
    #[arg(long, value_name = "SLUG=POSITION")]
    at_least: Vec<AtLeast>,
    /// A signed checkpoint of a network, as it was served; may be repeated
    #[arg(long, value_name = "FILE")]
    checkpoint: Vec<PathBuf>,
    /// Restore although histories are known to have gone further, and erasures with them
    #[arg(long)]
    accept_lost_erasures: bool,
    /// Restore although people joined after the keys were backed up, whose texts can never be opened again
    #[arg(long)]
    accept_lost_keys: bool,
}

/// A network and how many events it had.
#[derive(Debug, Clone)]
struct AtLeast(Slug, u64);

impl FromStr for AtLeast {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let wanted = || "SLUG=POSITION is wanted, such as vallee=1203".to_owned();
        let (slug, head) = text.split_once('=').ok_or_else(wanted)?;
        Ok(Self(slug.parse().map_err(|_| wanted())?, head.parse().map_err(|_| wanted())?))
    }
}

/// Restores a backup into the configured data directory.
pub fn run(arguments: &Arguments, flags: &Flags) -> Result<(), Failure> {
    let config = flags.resolve()?;
    let kek = Arc::new(open::existing_kek(&config)?.ok_or_else(|| open::missing_kek(&config))?);
    let known = known(arguments)?;
    let order = Order {
        logs: &arguments.from,
        keys: &arguments.keys,
        data: &config.data,
        kek: &kek,
        known: &known,
        accept_lost_erasures: arguments.accept_lost_erasures,
        accept_lost_keys: arguments.accept_lost_keys,
    };
    let disk: Arc<dyn Disk> = Arc::new(RealDisk);
    let mut bar = Bar::new();
    let restored = restore(&disk, order, &mut bar);
    bar.0.finish_and_clear();
    tell(&config, &restored.map_err(|error| failed(&config, &error))?);
    Ok(())
}

fn failed(config: &Config, error: &RestoreError) -> Failure {
    let data = &config.data;
    let is_begun = data.join("restoring").exists() && !data.join("server").join("log").exists();
    let begun = format!("\nWhat was begun in {} opens nowhere; the next restore into it replaces it.", data.display());
    Failure::Failed(format!("{error}{}", if is_begun { &begun } else { "" }))
}

/// What was given of how far histories went.
fn known(arguments: &Arguments) -> Result<Vec<Known>, Failure> {
    let at_least = arguments.at_least.iter();
    let at_least = at_least.map(|AtLeast(slug, head)| Ok(Known::AtLeast { network: slug.clone(), head: *head }));
    let checkpoints = arguments.checkpoint.iter().map(|file| {
        let note = std::fs::read_to_string(file);
        let note = note.map_err(|error| Failure::Usage(format!("--checkpoint {}: {error}", file.display())))?;
        Ok(Known::Checkpoint { file: file.clone(), note })
    });
    at_least.chain(checkpoints).collect()
}

fn tell(config: &Config, restored: &Restored) {
    let Restored { logs_made_at, keys_made_at, networks } = restored;
    println!("restored into {}: logs of {logs_made_at}, keys of {keys_made_at}", config.data.display());
    for network in networks {
        let RestoredNetwork { slug, head, known, erased, without_keys, opens } = network;
        println!("  {slug}  {head} events, proved byte for byte");
        match known {
            Some(known) if known > head => {
                println!("    {}", Older { slug: slug.clone(), head: *head, known: *known });
            }
            Some(known) => println!("    at least {known} were known of"),
            None => println!("    nothing was told of how many there were; if it was more, erasures may be missing"),
        }
        if *erased > 0 {
            println!("    erased people: {erased}; they are erased again when the network is first loaded");
        }
        if !opens {
            println!("    it does not open: it was founded after the keys were backed up");
        }
        if *without_keys > 0 {
            println!("    actors without keys: {without_keys}; erased, or joined after the keys were backed up");
        }
    }
}
