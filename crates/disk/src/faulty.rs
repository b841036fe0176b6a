//! A disk that fails, for tests: it keeps what was not synced apart, so that a power cut can forget it.

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{Disk, File, LockGuard, RealDisk};

/// The piece of a file that a disk writes whole or not at all, in bytes.
pub const SECTOR: u64 = SECTOR_BYTES as u64;
const SECTOR_BYTES: usize = 512;

/// What goes wrong, on paths that contain a given text. Syncs and writes are counted a file, from 0, since the last
/// [`FaultyDisk::inject`]; changes of whatever kind over all paths.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Syncs fail with EIO, from the `from`th on.
    FailSync {
        /// What the path contains.
        path: String,
        /// The first sync that fails.
        from: usize,
    },
    /// Syncs succeed and do nothing, from the `from`th on.
    DropSync {
        /// What the path contains.
        path: String,
        /// The first sync that is dropped.
        from: usize,
    },
    /// Writes fail, from the `from`th on, with nothing written.
    FailWrite {
        /// What the path contains.
        path: String,
        /// The first write that fails.
        from: usize,
        /// How it fails.
        kind: io::ErrorKind,
    },
    /// There is no room for new files or growth.
    Full {
        /// What the path contains.
        path: String,
    },
    /// The process is killed in the middle of the `nth` change, from 0: that one is done by half, none after it.
    Killed {
        /// The change.
        nth: usize,
    },
}

type Sector = [u8; SECTOR_BYTES];

/// What is known of one file that was opened through this disk.
#[derive(Debug)]
struct Seen {
    /// Nothing once it was removed or replaced.
    path: Option<PathBuf>,
    syncs: usize,
    writes: usize,
    /// Sectors that were written and not synced.
    unsynced: BTreeMap<u64, Sector>,
}

#[derive(Debug, Default)]
struct State {
    faults: Vec<Fault>,
    files: Vec<Seen>,
    changes: usize,
}

impl State {
    /// The number under which a file is known.
    fn number(&mut self, path: &Path) -> usize {
        let known = self.files.iter().position(|file| file.path.as_deref() == Some(path));
        known.unwrap_or_else(|| {
            self.files.push(Seen { path: Some(path.to_owned()), syncs: 0, writes: 0, unsynced: BTreeMap::new() });
            self.files.len() - 1
        })
    }

    fn forget(&mut self, is_gone: impl Fn(&Path) -> bool) {
        for file in &mut self.files {
            if file.path.as_deref().is_some_and(&is_gone) {
                file.path = None;
            }
        }
    }

    /// Makes a change, or half of it in which the process is killed.
    fn change<T>(
        &mut self,
        whole: impl FnOnce(&mut Self) -> io::Result<T>,
        half: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<T> {
        let nth = self.changes;
        self.changes += 1;
        let killed_in = self.faults.iter().find_map(|fault| match fault {
            Fault::Killed { nth } => Some(*nth),
            Fault::FailSync { .. } | Fault::DropSync { .. } | Fault::FailWrite { .. } | Fault::Full { .. } => None,
        });
        match killed_in {
            Some(killed_in) if nth >= killed_in => {
                if nth == killed_in {
                    half(self)?;
                }
                Err(io::Error::other("injected: the process was killed"))
            }
            Some(_) | None => whole(self),
        }
    }

    fn room(&self, path: &Path) -> io::Result<()> {
        let text = path.to_string_lossy();
        let full = |fault: &Fault| matches!(fault, Fault::Full { path } if text.contains(path.as_str()));
        if self.faults.iter().any(full) { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }

    /// What the next sync of a file does.
    fn next_sync(&mut self, file: usize) -> Sync {
        let Some(Seen { path: Some(path), syncs, .. }) = self.files.get_mut(file) else { return Sync::Works };
        let (nth, text) = (*syncs, path.to_string_lossy());
        *syncs += 1;
        for fault in &self.faults {
            match fault {
                Fault::FailSync { path, from } if nth >= *from && text.contains(path.as_str()) => return Sync::Fails,
                Fault::DropSync { path, from } if nth >= *from && text.contains(path.as_str()) => {
                    return Sync::DoesNothing;
                }
                Fault::FailSync { .. }
                | Fault::DropSync { .. }
                | Fault::FailWrite { .. }
                | Fault::Full { .. }
                | Fault::Killed { .. } => (),
            }
        }
        Sync::Works
    }

    fn next_write(&mut self, file: usize) -> io::Result<()> {
        let Some(Seen { path: Some(path), writes, .. }) = self.files.get_mut(file) else { return Ok(()) };
        let (nth, text) = (*writes, path.to_string_lossy());
        *writes += 1;
        let fails = self.faults.iter().find_map(|fault| match fault {
            Fault::FailWrite { path, from, kind } if nth >= *from && text.contains(path.as_str()) => Some(*kind),
            Fault::FailSync { .. }
            | Fault::DropSync { .. }
            | Fault::FailWrite { .. }
            | Fault::Full { .. }
            | Fault::Killed { .. } => None,
        });
        fails.map_or(Ok(()), |kind| Err(kind.into()))
    }
}

/// What a sync does.
enum Sync {
    Works,
    Fails,
    DoesNothing,
}

fn sync_failed() -> io::Error {
    io::Error::other("injected: the sync failed")
}

/// A real directory seen through a cache that a power cut empties. Names and directories are durable at once; what is
/// tested are the bytes in files.
#[derive(Debug, Clone, Default)]
pub struct FaultyDisk {
    state: Arc<Mutex<State>>,
}

impl FaultyDisk {
    /// A disk on which nothing goes wrong yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets something go wrong from now on; syncs and writes are counted from now.
    pub fn inject(&self, fault: Fault) {
        let mut state = self.lock();
        for file in &mut state.files {
            (file.syncs, file.writes) = (0, 0);
        }
        state.changes = 0;
        state.faults.push(fault);
    }

    /// How many changes were made, or tried, since the last [`FaultyDisk::inject`].
    #[must_use]
    pub fn changes(&self) -> usize {
        self.lock().changes
    }

    /// Nothing goes wrong any more.
    pub fn heal(&self) {
        self.lock().faults.clear();
    }

    /// Forgets every sector that was not synced, but for those that `survives` (path, sector number) keeps. Files that
    /// were opened before must not be used any more.
    ///
    /// # Errors
    /// Those of the real file system.
    pub fn power_cut(&self, survives: impl Fn(&Path, u64) -> bool) -> io::Result<()> {
        let mut state = self.lock();
        for file in &mut state.files {
            let unsynced = std::mem::take(&mut file.unsynced);
            let Some(path) = file.path.as_deref() else { continue };
            for (sector, bytes) in unsynced {
                if survives(path, sector) {
                    write_sector(RealDisk.open(path)?.as_ref(), sector, &bytes)?;
                }
            }
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn file(&self, path: &Path, real: Arc<dyn File>) -> Arc<dyn File> {
        let number = self.lock().number(path);
        Arc::new(FaultyFile { disk: self.clone(), number, real })
    }

    /// A new file. Making it is not a sync that is counted, and does not fail.
    fn created(&self, path: &Path, real: Arc<dyn File>) -> Arc<dyn File> {
        self.lock().forget(|gone| gone == path);
        self.file(path, real)
    }
}

#[derive(Debug)]
struct FaultyFile {
    disk: FaultyDisk,
    number: usize,
    real: Arc<dyn File>,
}

impl FaultyFile {
    fn write(&self, state: &mut State, offset: u64, bytes: &[u8]) -> io::Result<()> {
        state.next_write(self.number)?;
        let end = offset + bytes.len() as u64;
        if end > self.real.len()? {
            if let Some(path) = state.files.get(self.number).and_then(|file| file.path.as_deref()) {
                state.room(path)?;
            }
            self.real.write_all_at(end.saturating_sub(1), &[0])?;
        }
        let Some(file) = state.files.get_mut(self.number) else { return Ok(()) };
        let mut outcome = Ok(());
        sectors(offset, bytes.len(), |sector, within, at, piece| {
            let mut current = file.unsynced.get(&sector).copied().unwrap_or_else(|| {
                let mut current = [0; SECTOR_BYTES];
                if let Err(error) = self.real.read_at(sector * SECTOR, &mut current) {
                    outcome = Err(error);
                }
                current
            });
            if let (Some(to), Some(from)) = (current.get_mut(within..within + piece), bytes.get(at..at + piece)) {
                to.copy_from_slice(from);
            }
            file.unsynced.insert(sector, current);
        });
        outcome
    }

    fn sync(&self, state: &mut State) -> io::Result<()> {
        match state.next_sync(self.number) {
            Sync::Fails => Err(sync_failed()),
            Sync::DoesNothing => Ok(()),
            Sync::Works => {
                let unsynced = state.files.get_mut(self.number).map(|file| std::mem::take(&mut file.unsynced));
                for (sector, bytes) in unsynced.unwrap_or_default() {
                    write_sector(self.real.as_ref(), sector, &bytes)?;
                }
                self.real.sync_data()
            }
        }
    }
}

/// Visits the sectors that `len` bytes at `offset` touch: sector, offset in the sector, offset in the bytes, length.
fn sectors(offset: u64, len: usize, mut visit: impl FnMut(u64, usize, usize, usize)) {
    let mut done = 0;
    while done < len {
        let at = offset + done as u64;
        let within = usize::try_from(at % SECTOR).unwrap_or(0);
        let piece = (SECTOR_BYTES - within).min(len - done);
        visit(at / SECTOR, within, done, piece);
        done += piece;
    }
}

/// Writes a sector, but for what of it lies past the file's end.
fn write_sector(file: &dyn File, sector: u64, bytes: &Sector) -> io::Result<()> {
    let room = usize::try_from(file.len()?.saturating_sub(sector * SECTOR)).unwrap_or(usize::MAX);
    file.write_all_at(sector * SECTOR, bytes.get(..room).unwrap_or(bytes))
}

impl File for FaultyFile {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let state = self.disk.lock();
        let read = self.real.read_at(offset, buffer)?;
        let Some(file) = state.files.get(self.number).filter(|file| !file.unsynced.is_empty()) else { return Ok(read) };
        sectors(offset, read, |sector, within, at, piece| {
            let bytes = file.unsynced.get(&sector).and_then(|bytes| bytes.get(within..within + piece));
            if let (Some(bytes), Some(to)) = (bytes, buffer.get_mut(at..at + piece)) {
                to.copy_from_slice(bytes);
            }
        });
        Ok(read)
    }

    fn write_all_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let mut state = self.disk.lock();
        let half = bytes.get(..bytes.len() / 2).unwrap_or_default();
        state.change(|state| self.write(state, offset, bytes), |state| self.write(state, offset, half))
    }

    fn sync_data(&self) -> io::Result<()> {
        let mut state = self.disk.lock();
        state.change(|state| self.sync(state), |_| Ok(()))
    }

    fn len(&self) -> io::Result<u64> {
        self.real.len()
    }
}

impl Disk for FaultyDisk {
    fn open(&self, path: &Path) -> io::Result<Arc<dyn File>> {
        Ok(self.file(path, RealDisk.open(path)?))
    }

    fn create_new(&self, path: &Path) -> io::Result<Arc<dyn File>> {
        let create = |state: &mut State| {
            state.room(path)?;
            RealDisk.create_new(path)
        };
        let made = self.lock().change(create, |_| RealDisk.create_new(path).map(drop))?;
        Ok(self.created(path, made))
    }

    fn create_zeroed(&self, path: &Path, len: u64) -> io::Result<Arc<dyn File>> {
        let create = |state: &mut State| {
            state.room(path)?;
            RealDisk.create_zeroed(path, len)
        };
        let made = self.lock().change(create, |_| RealDisk.create_zeroed(path, len / 2).map(drop))?;
        Ok(self.created(path, made))
    }

    fn write_atomic(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let replace = |state: &mut State| {
            state.room(path)?;
            let number = state.number(path);
            match state.next_sync(number) {
                Sync::Fails => Err(sync_failed()),
                Sync::Works | Sync::DoesNothing => RealDisk.write_atomic(path, bytes),
            }
        };
        let half = bytes.get(..bytes.len() / 2).unwrap_or_default();
        self.lock().change(replace, |_| std::fs::write(path.with_extension("tmp"), half))
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.lock().change(|_| RealDisk.create_dir_all(path), |_| Ok(()))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        let rename = |state: &mut State| {
            RealDisk.rename(from, to)?;
            state.forget(|path| path == to);
            for file in &mut state.files {
                let Some(rest) = file.path.as_deref().and_then(|path| path.strip_prefix(from).ok()) else { continue };
                file.path = Some(if rest.as_os_str().is_empty() { to.to_owned() } else { to.join(rest) });
            }
            Ok(())
        };
        self.lock().change(rename, |_| Ok(()))
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        let remove = |state: &mut State| {
            state.forget(|file| file == path);
            RealDisk.remove_file(path)
        };
        self.lock().change(remove, |_| Ok(()))
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        let remove = |state: &mut State, path: &Path| {
            state.forget(|file| file.starts_with(path));
            RealDisk.remove_dir_all(path)
        };
        let half = |state: &mut State| {
            let first = RealDisk.list(path)?.into_iter().find(|inside| inside.is_dir());
            first.map_or(Ok(()), |first| remove(state, &first))
        };
        self.lock().change(|state| remove(state, path), half)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        self.lock().change(|_| RealDisk.sync_dir(path), |_| Ok(()))
    }

    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        RealDisk.list(path)
    }

    fn exists(&self, path: &Path) -> bool {
        RealDisk.exists(path)
    }

    fn lock_exclusive(&self, path: &Path) -> io::Result<LockGuard> {
        RealDisk.lock_exclusive(path)
    }
}
