//! What a backup says of itself: a JSON file in each of its two places.

use std::path::Path;

use disk::Disk;
use domain::ids::{NetworkId, Stamp};
use domain::names::Slug;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The name of the file.
pub const NAME: &str = "manifest.json";
/// The only format so far.
const FORMAT: u16 = 1;

/// The manifest of the logs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logs {
    /// Which backup, and when.
    #[serde(flatten)]
    pub heading: Heading,
    /// The server's own log.
    pub server: LogCopy,
    /// The networks, in order of their slugs.
    pub networks: Vec<NetworkLog>,
}

/// The manifest of the keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Keys {
    /// Which backup, and when.
    #[serde(flatten)]
    pub heading: Heading,
    /// The keys of the server's own log.
    pub server: KeysCopy,
    /// Those of the networks.
    pub networks: Vec<NetworkKeys>,
}

/// What both manifests begin with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Heading {
    /// What lies here.
    pub tresse: Kind,
    /// The version of the format.
    pub format: u16,
    /// The same in both places of one backup.
    pub backup: String,
    /// When it was begun.
    pub made_at: Stamp,
}

/// What lies in a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Logs.
    Logs,
    /// Keys.
    Keys,
}

/// The copy of a network's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkLog {
    /// The network.
    pub id: NetworkId,
    /// Its name in addresses.
    pub slug: Slug,
    /// Its log.
    #[serde(flatten)]
    pub log: LogCopy,
}

/// The copy of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogCopy {
    /// How many events it has.
    pub head: u64,
    /// SHA-256 over all events, each after its length as two big-endian bytes: what anyone who holds them can compute.
    pub public_sha256: String,
    /// The files, in order.
    pub segments: Vec<FileCopy>,
}

/// The copy of a network's keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NetworkKeys {
    /// The network.
    pub id: NetworkId,
    /// Its keys.
    #[serde(flatten)]
    pub keys: KeysCopy,
}

/// The copy of keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeysCopy {
    /// Whoever is named in that many events of the log has keys here, unless they were erased.
    pub head: u64,
    /// The name of the key-encryption key that they are wrapped under.
    pub wrapped_under: String,
    /// The files.
    pub files: Vec<FileCopy>,
}

/// A file of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileCopy {
    /// Its name.
    pub file: String,
    /// Its size.
    pub bytes: u64,
    /// SHA-256 over its bytes, in hexadecimal digits.
    pub sha256: String,
}

impl Heading {
    pub(super) fn new(tresse: Kind, backup: &str, made_at: Stamp) -> Self {
        Self { tresse, format: FORMAT, backup: backup.to_owned(), made_at }
    }
}

/// SHA-256 over all events of a log.
#[derive(Debug, Clone, Default)]
pub(super) struct PublicHash(Sha256);

impl PublicHash {
    pub(super) fn push(&mut self, event: &[u8]) {
        // No event has more than 65,535 bytes.
        self.0.update(u16::try_from(event.len()).unwrap_or(u16::MAX).to_be_bytes());
        self.0.update(event);
    }

    pub(super) fn finish(self) -> String {
        hex::encode(self.0.finalize())
    }
}

/// Why a manifest could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ManifestError {
    /// There is none.
    #[error("{0} is no whole backup: it has no manifest.json, which is written last. Take another backup")]
    Missing(String),
    /// It does not read.
    #[error("{path}: {cause}. Take another backup")]
    Malformed {
        /// Where.
        path: String,
        /// What is wrong with it.
        cause: String,
    },
}

/// Reads the manifest of a place.
///
/// # Errors
/// [`ManifestError`].
pub(super) fn read<M: DeserializeOwned>(disk: &dyn Disk, dir: &Path, kind: Kind) -> Result<M, ManifestError> {
    let path = dir.join(NAME);
    if !disk.exists(&path) {
        return Err(ManifestError::Missing(dir.display().to_string()));
    }
    let malformed = |cause: String| ManifestError::Malformed { path: path.display().to_string(), cause };
    let bytes = read_whole(disk, &path).map_err(|error| malformed(error.to_string()))?;
    let heading: Heading = serde_json::from_slice(&bytes).map_err(|error| malformed(error.to_string()))?;
    if heading.tresse != kind {
        return Err(malformed(format!("here lie {:?}, not {kind:?}", heading.tresse).to_lowercase()));
    }
    if heading.format != FORMAT {
        return Err(malformed(format!("format {} is of a later tresse", heading.format)));
    }
    serde_json::from_slice(&bytes).map_err(|error| malformed(error.to_string()))
}

pub(super) fn read_whole(disk: &dyn Disk, path: &Path) -> std::io::Result<Vec<u8>> {
    let file = disk.open_to_read(path)?;
    let mut bytes = vec![0; usize::try_from(file.len()?).map_err(|_| std::io::ErrorKind::FileTooLarge)?];
    let read = file.read_at(0, &mut bytes)?;
    bytes.truncate(read);
    Ok(bytes)
}
