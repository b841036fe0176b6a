//! Backups: the logs of a data directory in one place, its keys in another, and a data directory made of both again.
//!
//! ```text
//! LOGS/manifest.json          written last: without it nothing here is a backup
//! LOGS/server/                the segments of the server's own log, each up to its last frame
//! LOGS/networks/<id>/         the segments of a network's log
//! KEYS/manifest.json
//! KEYS/server/                the key files of the server's own log, wrapped as they are
//! KEYS/networks/<id>/         the key files of a network
//! ```
//!
//! What is copied is consistent, also of a directory that a server uses: the server's own log comes first, so that every
//! network it names is there; then each network's log, up to a head that it had; then the keys, so that whoever is named in
//! a log that was copied has theirs, unless they were erased since. The key-encryption key is never copied, and making a
//! backup does not need it.
//!
//! | module | is |
//! | --- | --- |
//! | `manifest` | what a backup says of itself |
//! | `place` | a directory that a backup is written to |
//! | `make` | making one |
//! | `proof` | how far a history is known to have gone |
//! | `people` | whose keys must be there |
//! | `restore` | a data directory out of one |

pub mod make;
pub mod manifest;
mod people;
pub mod place;
pub mod proof;
pub mod restore;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use disk::Disk;
use domain::server::{self, Server};
use eventlog::Scan;

/// Why files of a data directory or of a backup could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The file system.
    #[error("{}: {source}", path.display())]
    Io {
        /// Where.
        path: PathBuf,
        /// What.
        source: std::io::Error,
    },
    /// A log does not open.
    #[error("{}: {source}. If it is damaged, restore a backup, or cut it with tresse repair", path.display())]
    Open {
        /// Where.
        path: PathBuf,
        /// What.
        source: eventlog::OpenError,
    },
    /// A log cannot be read.
    #[error("{}: {source}. If it is damaged, restore a backup, or cut it with tresse repair", path.display())]
    Read {
        /// Where.
        path: PathBuf,
        /// What.
        source: eventlog::ReadError,
    },
    /// An event that this program does not know.
    #[error("{}: {source}", path.display())]
    Event {
        /// The log.
        path: PathBuf,
        /// What is wrong with it.
        source: domain::event::CodecError,
    },
    /// The keys.
    #[error(transparent)]
    Keys(#[from] vault::VaultError),
}

/// Who is told how far it went.
pub trait Watcher {
    /// So many bytes are done, of about so many.
    fn progress(&mut self, done: u64, total: u64);
}

/// Says where something went wrong in the file system.
fn io(path: &Path) -> impl FnOnce(std::io::Error) -> FileError + use<> {
    let path = path.to_owned();
    move |source| FileError::Io { path, source }
}

/// Reads the server's own log without writing anything and without any key: which networks there are, under which slugs.
///
/// # Errors
/// [`FileError`] when it is not there or damaged.
pub fn networks(disk: &Arc<dyn Disk>, data: &Path) -> Result<Server, FileError> {
    let (dir, mut known) = (data.join("server").join("log"), Server::default());
    let path = || dir.clone();
    for scanned in Scan::begin(Arc::clone(disk), &dir).map_err(|source| FileError::Open { path: path(), source })? {
        let scanned = scanned.map_err(|source| FileError::Read { path: path(), source })?;
        learn(&mut known, &scanned.frame.events).map_err(|source| FileError::Event { path: path(), source })?;
    }
    Ok(known)
}

fn learn(known: &mut Server, events: &[bytes::Bytes]) -> Result<(), domain::event::CodecError> {
    for bytes in events {
        let (recorded_at, event) = server::read(bytes)?;
        known.evolve(recorded_at, &event);
    }
    Ok(())
}
