//! `tresse serve --demo`: a told example network in a directory of its own.
//!
//! The story is told by commands, like everything else, at the times that it tells. While it is told nothing is synced
//! ([`lazy`]): half a story is never served, so that its end is the only moment that has to be durable. A file `demo` in
//! the data directory says whether that moment came.

mod lazy;
mod story;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::Catalogue;
use app::catalogue::Settings;
use app::edge::{Clock as _, SystemClock, ToldClock};
use domain::envelope::By;
use domain::ids::{ActorId, Stamp};
use domain::server::{Holder, Scope, Scopes};
use serde::{Deserialize, Serialize};

use crate::config::Config;
use crate::{Failure, open};
use lazy::LazyDisk;
use story::{Story, Told};

/// How long a steward key works that a start gives out, in milliseconds: 30 days.
const KEY_MS: i64 = 30 * 24 * 3600 * 1000;

/// The file in the data directory that tells what it is.
#[derive(Debug, Serialize, Deserialize)]
struct Marker {
    /// Whether the story was told to its end, and is durable.
    complete: bool,
    /// The network's name in addresses.
    slug: String,
    /// Who answers for the network.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    steward: Option<ActorId>,
}

/// Makes the example network unless the directory holds it, and returns what to tell of it; `{address}` stands for the
/// server's address. A new key of the network's steward is issued at each start; its secret is kept nowhere.
pub fn told(config: &Config) -> Result<Vec<String>, Failure> {
    let dir = &config.data;
    let marker = match read_marker(dir)? {
        Some(marker) if marker.complete => marker,
        Some(_) => return Err(unfinished(dir)),
        None if is_fresh(dir)? => make(config)?,
        None => {
            return Err(Failure::Failed(format!(
                "{} is not empty, and not an example: --demo wants an empty or missing directory, or the one it made. Name \
                 another one with --data, or serve this one without --demo.",
                dir.display()
            )));
        }
    };
    let key = steward_key(config, &marker)?;
    let network = format!("http://{{address}}/v1/networks/{}", marker.slug);
    Ok(vec![
        format!("example        {network}"),
        format!("contributions  {network}/contributions?expand=texts"),
        format!("history        {network}/events"),
        format!("steward key    {key}    (to play with; works for 30 days, and every start gives another)"),
    ])
}

fn unfinished(dir: &Path) -> Failure {
    let dir = dir.display();
    Failure::Failed(format!(
        "the making of the example in {dir} was interrupted; remove it (rm -r {dir}) and start again"
    ))
}

/// Whether nothing is there yet, but for a marker that was cut off while it was written.
fn is_fresh(dir: &Path) -> Result<bool, Failure> {
    let cut_off = marker_path(dir).with_extension("tmp");
    let is_alone = |mut entries: fs::ReadDir| entries.all(|entry| entry.is_ok_and(|entry| entry.path() == cut_off));
    Ok(open::is_empty(dir)? || fs::read_dir(dir).is_ok_and(is_alone))
}

fn marker_path(dir: &Path) -> PathBuf {
    dir.join("demo")
}

fn read_marker(dir: &Path) -> Result<Option<Marker>, Failure> {
    match fs::read(marker_path(dir)) {
        // What cannot be read was cut off while it was written.
        Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(|_| unfinished(dir)),
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(error) => Err(Failure::Failed(format!("{}: {error}", marker_path(dir).display()))),
    }
}

fn write_marker(dir: &Path, marker: &Marker) -> Result<(), Failure> {
    let bytes = serde_json::to_vec(marker).map_err(Failure::failed)?;
    disk::Disk::write_atomic(&disk::RealDisk, &marker_path(dir), &bytes).map_err(Failure::failed)
}

/// Tells the story in an empty directory.
fn make(config: &Config) -> Result<Marker, Failure> {
    let dir = &config.data;
    let story = Story::read().map_err(Failure::failed)?;
    // The key first: it is made only for an empty directory.
    let kek = Arc::new(open::kek(config)?);
    fs::create_dir_all(dir).map_err(|error| Failure::Failed(format!("{}: {error}", dir.display())))?;
    let mut marker = Marker { complete: false, slug: story.slug.to_string(), steward: None };
    write_marker(dir, &marker)?;
    let clock = Arc::new(ToldClock::new(story.founded_at));
    let settings = Settings {
        disk: Arc::new(LazyDisk::default()),
        dir: dir.clone(),
        kek,
        clock: Arc::clone(&clock) as Arc<_>,
        origin: config.origin.clone(),
        sessions: config.sessions(),
    };
    let catalogue = Catalogue::open_unindexed(settings).map_err(Failure::failed)?;
    let Told { steward } = story.tell(&catalogue, &clock).map_err(Failure::failed)?;
    catalogue.stop();
    drop(catalogue);
    sync_all(dir).map_err(|error| Failure::Failed(format!("{}: {error}", dir.display())))?;
    marker.complete = true;
    marker.steward = Some(steward);
    write_marker(dir, &marker)?;
    Ok(marker)
}

/// Makes all files and names under a directory durable.
fn sync_all(dir: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() { sync_all(&path)? } else { File::open(&path)?.sync_all()? }
    }
    File::open(dir)?.sync_all()
}

/// A new key of the steward's.
fn steward_key(config: &Config, marker: &Marker) -> Result<String, Failure> {
    let catalogue = open::unindexed(config, Arc::new(SystemClock))?;
    let network = catalogue.server().network(&marker.slug);
    let (network, actor) = network.zip(marker.steward).ok_or_else(|| unfinished(&config.data))?;
    let scopes = Scopes::new(vec![Scope::Read, Scope::Write, Scope::Admin]).map_err(Failure::failed)?;
    let until = Stamp::from_millis(SystemClock.now().millis().saturating_add(KEY_MS)).unwrap_or(Stamp::MAX);
    let holder = Holder::Actor { network, actor };
    let issued = catalogue.issue_key(By::System, holder, scopes, Some(until), None).map_err(Failure::failed)?;
    Ok(issued.2.expose().to_owned())
}
