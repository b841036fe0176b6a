//! Opening a data directory: where its key-encryption key comes from, and the catalogue of its networks.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::Catalogue;
use app::catalogue::Settings;
use app::edge::{Clock, SystemClock};
use disk::RealDisk;
use vault::Kek;

use crate::Failure;
use crate::config::Config;

/// The environment variable that may hold the key-encryption key itself.
const KEK_VARIABLE: &str = "TRESSE_KEK";

/// Opens the data directory with the machine's clock.
pub fn catalogue(config: &Config) -> Result<Arc<Catalogue>, Failure> {
    catalogue_with(config, Arc::new(SystemClock))
}

/// Opens the data directory; begins one if it is empty or missing.
pub fn catalogue_with(config: &Config, clock: Arc<dyn Clock>) -> Result<Arc<Catalogue>, Failure> {
    Catalogue::open(settings(config, clock)?).map(Arc::new).map_err(Failure::failed)
}

/// The same without the index, for what records much and looks little up: the index is what would grow in memory.
pub fn unindexed(config: &Config, clock: Arc<dyn Clock>) -> Result<Arc<Catalogue>, Failure> {
    Catalogue::open_unindexed(settings(config, clock)?).map(Arc::new).map_err(Failure::failed)
}

fn settings(config: &Config, clock: Arc<dyn Clock>) -> Result<Settings, Failure> {
    let kek = Arc::new(kek(config)?);
    let (disk, dir, origin) = (Arc::new(RealDisk), config.data.clone(), config.origin.clone());
    Ok(Settings { disk, dir, kek, clock, origin, sessions: config.sessions() })
}

/// Whether nothing is there yet.
pub fn is_empty(dir: &Path) -> Result<bool, Failure> {
    match std::fs::read_dir(dir) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(Failure::Failed(format!("{}: {error}", dir.display()))),
    }
}

/// The key file beside a data directory, never inside.
fn beside(dir: &Path) -> PathBuf {
    let mut name = dir.as_os_str().to_owned();
    name.push(".key");
    name.into()
}

/// The key-encryption key, if there is one: from the environment, from the configured file, or from beside the data
/// directory.
pub fn existing_kek(config: &Config) -> Result<Option<Kek>, Failure> {
    if let Ok(text) = std::env::var(KEK_VARIABLE) {
        return Kek::from_text(&text).map(Some).map_err(|error| Failure::Usage(format!("{KEK_VARIABLE}: {error}")));
    }
    let path = kek_path(config);
    if path.exists() { Kek::read(&path).map(Some).map_err(Failure::failed) } else { Ok(None) }
}

fn kek_path(config: &Config) -> PathBuf {
    config.kek_file.clone().unwrap_or_else(|| beside(&config.data))
}

/// There should be a key-encryption key, and there is none.
pub fn missing_kek(config: &Config) -> Failure {
    Failure::Failed(format!(
        "the key-encryption key of {} is missing: {} does not exist, and {KEK_VARIABLE} is not set. Without it no text can \
         be opened. Put the key file back, or name it with --kek-file.",
        config.data.display(),
        kek_path(config).display()
    ))
}

/// The key-encryption key. One is made beside the data directory at the first start on an empty one.
pub fn kek(config: &Config) -> Result<Kek, Failure> {
    if let Some(kek) = existing_kek(config)? {
        return Ok(kek);
    }
    if config.kek_file.is_some() || !is_empty(&config.data)? {
        return Err(missing_kek(config));
    }
    let path = kek_path(config);
    let kek = Kek::init(&path).map_err(Failure::failed)?;
    eprintln!(
        "A key-encryption key was made: {}\nKeep a copy of it apart from the data: whoever has both can read every text, \
         and without it no text can be read.",
        path.display()
    );
    Ok(kek)
}
