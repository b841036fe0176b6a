//! A disk that fails, for tests: it keeps what was not synced apart, so that a power cut can forget it.

use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::{Disk, File, LockGuard, RealDisk};

/// The piece of a file that a disk writes whole or not at all, in bytes.
pub const SECTOR: u64 = SECTOR_BYTES as u64;
const SECTOR_BYTES: usize = 512;

/// What goes wrong, on paths that contain a given text.
#[derive(Debug, Clone)]
pub enum Fault {
    /// Syncs fail with EIO, from the `from`th on (counted from 0).
    FailSync {
        /// What the path contains.
        path: String,
        /// The first sync that fails.
        from: usize,
    },
    /// Syncs succeed and do nothing, from the `from`th on (counted from 0).
    DropSync {
        /// What the path contains.
        path: String,
        /// The first sync that is dropped.
        from: usize,
    },
    /// There is no room for new files or growth.
    Full {
        /// What the path contains.
        path: String,
    },
}

/// Sectors of one file that were written and not synced.
type Unsynced = BTreeMap<u64, [u8; SECTOR_BYTES]>;

#[derive(Debug, Default)]
struct State {
    faults: Vec<Fault>,
    syncs: HashMap<PathBuf, usize>,
    unsynced: HashMap<PathBuf, Unsynced>,
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

    /// Lets something go wrong from now on; syncs are counted from now.
    pub fn inject(&self, fault: Fault) {
        let mut state = self.lock();
        state.syncs.clear();
        state.faults.push(fault);
    }

    /// Nothing goes wrong any more.
    pub fn heal(&self) {
        self.lock().faults.clear();
    }

    /// Forgets every sector that was not synced, but for those that `survives` (path, sector number) keeps.
    ///
    /// # Errors
    /// Those of the real file system.
    pub fn power_cut(&self, survives: impl Fn(&Path, u64) -> bool) -> io::Result<()> {
        let unsynced = std::mem::take(&mut self.lock().unsynced);
        for (path, sectors) in unsynced {
            for (sector, bytes) in sectors {
                if survives(&path, sector) && path.exists() {
                    RealDisk.open(&path)?.write_all_at(sector * SECTOR, &bytes)?;
                }
            }
        }
        Ok(())
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn file(&self, path: &Path, real: Arc<dyn File>) -> Arc<dyn File> {
        Arc::new(FaultyFile { disk: self.clone(), path: path.to_owned(), real })
    }

    fn room(&self, path: &Path) -> io::Result<()> {
        let text = path.to_string_lossy();
        let full = |fault: &Fault| matches!(fault, Fault::Full { path } if text.contains(path.as_str()));
        if self.lock().faults.iter().any(full) { Err(io::ErrorKind::StorageFull.into()) } else { Ok(()) }
    }
}

#[derive(Debug)]
struct FaultyFile {
    disk: FaultyDisk,
    path: PathBuf,
    real: Arc<dyn File>,
}

/// What a sync does.
enum Sync {
    Works,
    Fails,
    DoesNothing,
}

impl FaultyFile {
    fn next_sync(&self) -> Sync {
        let mut state = self.disk.lock();
        let count = state.syncs.entry(self.path.clone()).or_default();
        let nth = *count;
        *count += 1;
        let text = self.path.to_string_lossy();
        for fault in &state.faults {
            match fault {
                Fault::FailSync { path, from } if nth >= *from && text.contains(path.as_str()) => return Sync::Fails,
                Fault::DropSync { path, from } if nth >= *from && text.contains(path.as_str()) => {
                    return Sync::DoesNothing;
                }
                Fault::FailSync { .. } | Fault::DropSync { .. } | Fault::Full { .. } => (),
            }
        }
        Sync::Works
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

impl File for FaultyFile {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut read = self.real.read_at(offset, buffer)?;
        let state = self.disk.lock();
        let Some(unsynced) = state.unsynced.get(&self.path) else { return Ok(read) };
        let len = buffer.len();
        sectors(offset, len, |sector, within, at, piece| {
            let Some(bytes) = unsynced.get(&sector).and_then(|bytes| bytes.get(within..within + piece)) else { return };
            if let Some(to) = buffer.get_mut(at..at + piece) {
                to.copy_from_slice(bytes);
                read = read.max(at + piece);
            }
        });
        let end = usize::try_from(self.real.len()?.saturating_sub(offset)).unwrap_or(usize::MAX);
        Ok(read.min(end))
    }

    fn write_all_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        if offset + bytes.len() as u64 > self.len()? {
            self.disk.room(&self.path)?;
        }
        let mut state = self.disk.lock();
        let unsynced = state.unsynced.entry(self.path.clone()).or_default();
        let mut outcome = Ok(());
        sectors(offset, bytes.len(), |sector, within, at, piece| {
            let mut current = unsynced.get(&sector).copied().unwrap_or_else(|| {
                let mut current = [0; SECTOR_BYTES];
                if let Err(error) = self.real.read_at(sector * SECTOR, &mut current) {
                    outcome = Err(error);
                }
                current
            });
            if let (Some(to), Some(from)) = (current.get_mut(within..within + piece), bytes.get(at..at + piece)) {
                to.copy_from_slice(from);
            }
            unsynced.insert(sector, current);
        });
        let end = offset + bytes.len() as u64;
        if end > self.real.len()? {
            self.real.write_all_at(end - 1, &[0])?;
        }
        outcome
    }

    fn sync_data(&self) -> io::Result<()> {
        match self.next_sync() {
            Sync::Fails => Err(io::Error::other("injected: the sync failed")),
            Sync::DoesNothing => Ok(()),
            Sync::Works => {
                let unsynced = self.disk.lock().unsynced.remove(&self.path).unwrap_or_default();
                let len = self.real.len()?;
                for (sector, bytes) in unsynced {
                    let room = usize::try_from(len.saturating_sub(sector * SECTOR)).unwrap_or(usize::MAX);
                    self.real.write_all_at(sector * SECTOR, bytes.get(..room).unwrap_or(&bytes))?;
                }
                self.real.sync_data()
            }
        }
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
        self.room(path)?;
        Ok(self.file(path, RealDisk.create_new(path)?))
    }

    fn create_zeroed(&self, path: &Path, len: u64) -> io::Result<Arc<dyn File>> {
        self.room(path)?;
        Ok(self.file(path, RealDisk.create_zeroed(path, len)?))
    }

    fn write_atomic(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.room(path)?;
        let synced = FaultyFile { disk: self.clone(), path: path.to_owned(), real: Arc::new(Nowhere) };
        match synced.next_sync() {
            Sync::Fails => Err(io::Error::other("injected: the sync failed")),
            Sync::Works | Sync::DoesNothing => RealDisk.write_atomic(path, bytes),
        }
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        RealDisk.create_dir_all(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        RealDisk.rename(from, to)?;
        let mut state = self.lock();
        let moved: Vec<_> = state.unsynced.keys().filter(|path| path.starts_with(from)).cloned().collect();
        for path in moved {
            let Ok(rest) = path.strip_prefix(from) else { continue };
            let renamed = if rest.as_os_str().is_empty() { to.to_owned() } else { to.join(rest) };
            if let Some(sectors) = state.unsynced.remove(&path) {
                state.unsynced.insert(renamed, sectors);
            }
        }
        Ok(())
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.lock().unsynced.remove(path);
        RealDisk.remove_file(path)
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        self.lock().unsynced.retain(|file, _| !file.starts_with(path));
        RealDisk.remove_dir_all(path)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        RealDisk.sync_dir(path)
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

/// A file that is never read or written: only its path is asked for.
#[derive(Debug)]
struct Nowhere;

impl File for Nowhere {
    fn read_at(&self, _: u64, _: &mut [u8]) -> io::Result<usize> {
        Ok(0)
    }
    fn write_all_at(&self, _: u64, _: &[u8]) -> io::Result<()> {
        Ok(())
    }
    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }
    fn len(&self) -> io::Result<u64> {
        Ok(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn directory() -> tempfile::TempDir {
        tempfile::tempdir().unwrap()
    }

    fn read(file: &dyn File) -> Vec<u8> {
        let mut bytes = vec![0; usize::try_from(file.len().unwrap()).unwrap()];
        assert_eq!(file.read_at(0, &mut bytes).unwrap(), bytes.len());
        bytes
    }

    #[test]
    fn a_power_cut_forgets_what_was_not_synced() {
        let (dir, disk) = (directory(), FaultyDisk::new());
        let path = dir.path().join("a");
        let file = disk.create_zeroed(&path, 2_048).unwrap();
        file.write_all_at(10, b"kept").unwrap();
        file.sync_data().unwrap();
        file.write_all_at(600, b"lost").unwrap();
        file.write_all_at(1_600, b"half").unwrap();
        assert_eq!(&read(file.as_ref())[600..604], b"lost");
        disk.power_cut(|_, sector| sector == 3).unwrap();
        let after = read(disk.open(&path).unwrap().as_ref());
        assert_eq!(&after[10..14], b"kept");
        assert_eq!(&after[600..604], &[0; 4]);
        assert_eq!(&after[1_600..1_604], b"half");
    }

    #[test]
    fn syncs_fail_or_do_nothing_as_told() {
        let (dir, disk) = (directory(), FaultyDisk::new());
        let path = dir.path().join("log.seg");
        let file = disk.create_zeroed(&path, 512).unwrap();
        disk.inject(Fault::FailSync { path: ".seg".into(), from: 1 });
        assert!(file.sync_data().is_ok() && file.sync_data().is_err());
        disk.heal();
        disk.inject(Fault::DropSync { path: ".seg".into(), from: 0 });
        file.write_all_at(0, b"x").unwrap();
        file.sync_data().unwrap();
        disk.power_cut(|_, _| false).unwrap();
        assert_eq!(read(disk.open(&path).unwrap().as_ref())[0], 0);
    }

    #[test]
    fn a_full_disk_makes_no_file() {
        let (dir, disk) = (directory(), FaultyDisk::new());
        disk.inject(Fault::Full { path: "b".into() });
        let full = disk.create_zeroed(&dir.path().join("b"), 10).unwrap_err();
        assert_eq!(full.kind(), io::ErrorKind::StorageFull);
        disk.heal();
        assert!(disk.create_zeroed(&dir.path().join("b"), 10).is_ok());
    }

    #[test]
    fn a_second_lock_would_block() {
        let dir = directory();
        let held = RealDisk.lock_exclusive(&dir.path().join("lock")).unwrap();
        let second = RealDisk.lock_exclusive(&dir.path().join("lock")).unwrap_err();
        assert_eq!(second.kind(), io::ErrorKind::WouldBlock);
        drop(held);
        assert!(RealDisk.lock_exclusive(&dir.path().join("lock")).is_ok());
    }
}
