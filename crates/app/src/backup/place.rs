//! A directory that a backup is written to. It is a backup once its manifest stands in it; until then a file
//! `manifest.partial` tells that one was begun, so that the next try may clear it away.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use disk::{Disk, LockGuard};
use serde::Serialize;

use super::manifest::{self, Heading, NAME};
use super::{FileError, io};

const BEGUN: &str = "manifest.partial";
const LOCK: &str = "lock";
/// What a backup consists of, besides its manifest.
const PARTS: [&str; 2] = ["server", "networks"];

/// A place to write to.
pub(super) struct Place {
    disk: Arc<dyn Disk>,
    pub(super) dir: PathBuf,
    state: State,
    _lock: LockGuard,
}

/// What was found there.
enum State {
    Empty,
    /// A backup was begun and did not come to its end.
    Begun(Option<Heading>),
    Whole(Option<Heading>),
    Foreign,
}

/// Why a place cannot be written to.
#[derive(Debug, thiserror::Error)]
pub enum PlaceError {
    /// Another process writes there.
    #[error("{} is being written to by another tresse; wait for it, or choose another directory", .0.display())]
    InUse(PathBuf),
    /// A backup stands there, and is never overwritten.
    #[error("{} holds a backup already, which is never overwritten; choose another directory", .0.display())]
    Whole(PathBuf),
    /// Something else stands there.
    #[error("{} is not empty, and no backup that was interrupted; choose an empty or missing directory", .0.display())]
    Foreign(PathBuf),
    /// The files.
    #[error(transparent)]
    Files(#[from] FileError),
}

impl Place {
    /// Takes hold of a directory, which is made if it is missing, and sees what is there.
    pub(super) fn take(disk: &Arc<dyn Disk>, dir: &Path) -> Result<Self, PlaceError> {
        disk.create_dir_all(dir).map_err(io(dir))?;
        let lock = disk.lock_exclusive(&dir.join(LOCK)).map_err(|source| {
            let is_held = source.kind() == std::io::ErrorKind::WouldBlock;
            if is_held { PlaceError::InUse(dir.to_owned()) } else { io(dir)(source).into() }
        })?;
        let state = state(disk.as_ref(), dir)?;
        Ok(Self { disk: Arc::clone(disk), dir: dir.to_owned(), state, _lock: lock })
    }

    /// Whether a backup may be written here: the place is empty, or what stands in it was interrupted. A whole half of a
    /// backup whose `other` half was interrupted is of no use.
    pub(super) fn is_free(&self, other: Option<&Self>) -> Result<(), PlaceError> {
        match (&self.state, other.map(|other| &other.state)) {
            (State::Empty | State::Begun(_), _) => Ok(()),
            (State::Whole(Some(mine)), Some(State::Begun(Some(others)))) if mine.backup == others.backup => Ok(()),
            (State::Whole(_), _) => Err(PlaceError::Whole(self.dir.clone())),
            (State::Foreign, _) => Err(PlaceError::Foreign(self.dir.clone())),
        }
    }

    /// Clears away what was interrupted, and begins.
    pub(super) fn begin(&self, heading: &Heading) -> Result<(), FileError> {
        let disk = self.disk.as_ref();
        self.write(BEGUN, heading)?;
        let manifest = self.dir.join(NAME);
        if disk.exists(&manifest) {
            disk.remove_file(&manifest).and_then(|()| disk.sync_dir(&self.dir)).map_err(io(&manifest))?;
        }
        for part in PARTS.map(|part| self.dir.join(part)) {
            if disk.exists(&part) {
                disk.remove_dir_all(&part).map_err(io(&part))?;
            }
            disk.create_dir_all(&part).map_err(io(&part))?;
        }
        if let Some(parent) = self.dir.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            disk.sync_dir(parent).map_err(io(parent))?;
        }
        Ok(())
    }

    /// Makes it a backup.
    pub(super) fn commit(&self, manifest: &impl Serialize) -> Result<(), FileError> {
        let networks = self.dir.join("networks");
        self.disk.sync_dir(&networks).and_then(|()| self.disk.sync_dir(&self.dir)).map_err(io(&networks))?;
        self.write(NAME, manifest)?;
        let begun = self.dir.join(BEGUN);
        self.disk.remove_file(&begun).map_err(io(&begun))
    }

    fn write(&self, name: &str, what: &impl Serialize) -> Result<(), FileError> {
        let path = self.dir.join(name);
        let written = serde_json::to_vec_pretty(what).map_err(std::io::Error::from);
        written.and_then(|bytes| self.disk.write_atomic(&path, &bytes)).map_err(io(&path))
    }
}

fn state(disk: &dyn Disk, dir: &Path) -> Result<State, FileError> {
    // What an interrupted write of a manifest leaves is `manifest.tmp`.
    let is_ours = |path: &PathBuf| [LOCK, "manifest.tmp"].into_iter().any(|name| *path == dir.join(name));
    let (whole, begun) = (dir.join(NAME), dir.join(BEGUN));
    let heading = |path: &Path| {
        let bytes = manifest::read_whole(disk, path).ok()?;
        serde_json::from_slice::<Heading>(&bytes).ok()
    };
    if disk.exists(&begun) {
        // A manifest beside it is whole, but for a backup that was taken for useless and is being cleared away.
        let written = disk.exists(&whole).then(|| heading(&whole));
        let begun = heading(&begun);
        return Ok(match written {
            Some(written) if written.as_ref().map(|h| &h.backup) == begun.as_ref().map(|h| &h.backup) => {
                State::Whole(written)
            }
            Some(_) | None => State::Begun(begun),
        });
    }
    if disk.exists(&whole) {
        return Ok(State::Whole(heading(&whole)));
    }
    let found = disk.list(dir).map_err(io(dir))?;
    Ok(if found.iter().all(is_ours) { State::Empty } else { State::Foreign })
}

/// Two places of which one lies in the other.
#[derive(Debug, thiserror::Error)]
#[error(
    "{} and {} are not apart: logs, keys and the data directory want three places, none inside another, so that whoever \
     finds one has not found the next", .0.display(), .1.display()
)]
pub struct NotApart(PathBuf, PathBuf);

/// Whether none of these places lies in another, once what they are called is followed to where they are.
pub(super) fn are_apart(places: &[&Path]) -> Result<(), NotApart> {
    let real: Vec<_> = places.iter().map(|place| real(place)).collect();
    for (nth, (place, one)) in places.iter().zip(&real).enumerate() {
        for (other, two) in places.iter().zip(&real).skip(nth + 1) {
            if one.starts_with(two) || two.starts_with(one) {
                return Err(NotApart((*place).to_owned(), (*other).to_owned()));
            }
        }
    }
    Ok(())
}

/// Where a path leads, with the last parts as they are if they do not exist yet.
fn real(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut missing = Vec::new();
    for existing in path.ancestors() {
        if let Ok(real) = existing.canonicalize() {
            return missing.iter().rev().fold(real, |real, part| real.join(part));
        }
        missing.extend(existing.file_name());
    }
    path
}
