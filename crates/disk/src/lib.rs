//! The file system as a trait: real files, and what a test may put in their place.
//!
//! The log and the vault reach the disk only through [`Disk`] and [`File`], so that a test can make a sync fail, drop
//! it, or cut the power ([`faulty::FaultyDisk`]).

pub mod faulty;

use std::fmt::Debug;
use std::fs::{self, OpenOptions, TryLockError};
use std::io::{self, Write as _};
use std::os::unix::fs::FileExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

pub use faulty::FaultyDisk;

/// An open file that is read and written at offsets.
pub trait File: Send + Sync + Debug {
    /// Reads at `offset` until `buffer` is full or the file ends; how many bytes were read.
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize>;
    /// Writes all bytes at `offset`.
    fn write_all_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()>;
    /// Makes what was written durable (fdatasync).
    fn sync_data(&self) -> io::Result<()>;
    /// The file's length in bytes.
    fn len(&self) -> io::Result<u64>;
    /// Whether the file is empty.
    fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }
}

/// Holds a lock file until dropped.
#[derive(Debug)]
pub struct LockGuard(#[allow(dead_code, reason = "dropping it unlocks")] fs::File);

/// A file system.
pub trait Disk: Send + Sync + Debug {
    /// Opens a file for reading and writing.
    fn open(&self, path: &Path) -> io::Result<Arc<dyn File>>;
    /// Opens a file for reading only: it may lie where nothing can be written.
    fn open_to_read(&self, path: &Path) -> io::Result<Arc<dyn File>> {
        self.open(path)
    }
    /// Makes a file that did not exist; syncs its directory.
    fn create_new(&self, path: &Path) -> io::Result<Arc<dyn File>>;
    /// Makes a file of `len` written zeros, synced with its directory; on failure nothing is left.
    fn create_zeroed(&self, path: &Path, len: u64) -> io::Result<Arc<dyn File>>;
    /// Replaces a file by `bytes`, atomically and synced with its directory.
    fn write_atomic(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Makes a directory and its parents.
    fn create_dir_all(&self, path: &Path) -> io::Result<()>;
    /// Renames; the caller syncs the directory.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove_file(&self, path: &Path) -> io::Result<()>;
    /// Removes a directory with all that is in it.
    fn remove_dir_all(&self, path: &Path) -> io::Result<()>;
    /// Makes names durable.
    fn sync_dir(&self, path: &Path) -> io::Result<()>;
    /// What is in a directory, sorted; nothing if there is no such directory.
    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>>;
    /// Whether there is something under the path.
    fn exists(&self, path: &Path) -> bool;
    /// Locks a file against other processes; `WouldBlock` when another one holds it.
    fn lock_exclusive(&self, path: &Path) -> io::Result<LockGuard>;
}

/// The machine's file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct RealDisk;

#[derive(Debug)]
struct RealFile(fs::File);

impl File for RealFile {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let mut done = 0;
        while let Some(rest) = buffer.get_mut(done..).filter(|rest| !rest.is_empty()) {
            match self.0.read_at(rest, offset + done as u64) {
                Ok(0) => break,
                Ok(read) => done += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
                Err(error) => return Err(error),
            }
        }
        Ok(done)
    }

    fn write_all_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all_at(bytes, offset)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn len(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }
}

/// The directory of a path.
fn parent(path: &Path) -> &Path {
    path.parent().unwrap_or(Path::new("."))
}

/// A process inherits the locks of the one that starts it, until it runs its own program: a lock that was just let go of
/// may be held some moments longer. So often, and so far apart, is it tried again.
const LOCK_TRIES: usize = 40;
const LOCK_PAUSE: Duration = Duration::from_millis(5);

/// Zeros are written in pieces of this size.
static ZEROS: [u8; 64 << 10] = [0; 64 << 10];

impl RealDisk {
    fn write_new(path: &Path, write: impl FnOnce(&mut fs::File) -> io::Result<()>) -> io::Result<fs::File> {
        let mut file = OpenOptions::new().read(true).write(true).create_new(true).open(path)?;
        let synced = write(&mut file).and_then(|()| file.sync_all()).and_then(|()| Self.sync_dir(parent(path)));
        if let Err(error) = synced {
            _ = fs::remove_file(path);
            return Err(error);
        }
        Ok(file)
    }
}

impl Disk for RealDisk {
    fn open(&self, path: &Path) -> io::Result<Arc<dyn File>> {
        Ok(Arc::new(RealFile(OpenOptions::new().read(true).write(true).open(path)?)))
    }

    fn open_to_read(&self, path: &Path) -> io::Result<Arc<dyn File>> {
        Ok(Arc::new(RealFile(fs::File::open(path)?)))
    }

    fn create_new(&self, path: &Path) -> io::Result<Arc<dyn File>> {
        Ok(Arc::new(RealFile(Self::write_new(path, |_| Ok(()))?)))
    }

    fn create_zeroed(&self, path: &Path, len: u64) -> io::Result<Arc<dyn File>> {
        let file = Self::write_new(path, |file| {
            let mut left = usize::try_from(len).map_err(|_| io::ErrorKind::FileTooLarge)?;
            while left > 0 {
                let piece = ZEROS.get(..left).unwrap_or(&ZEROS);
                file.write_all(piece)?;
                left -= piece.len();
            }
            Ok(())
        })?;
        Ok(Arc::new(RealFile(file)))
    }

    fn write_atomic(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let temporary = path.with_extension("tmp");
        if self.exists(&temporary) {
            fs::remove_file(&temporary)?;
        }
        Self::write_new(&temporary, |file| file.write_all(bytes))?;
        fs::rename(&temporary, path)?;
        self.sync_dir(parent(path))
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        fs::create_dir_all(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir_all(path)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        fs::File::open(path)?.sync_all()
    }

    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        let entries = match fs::read_dir(path) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut paths = entries.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
        paths.sort();
        Ok(paths)
    }

    fn exists(&self, path: &Path) -> bool {
        path.exists()
    }

    fn lock_exclusive(&self, path: &Path) -> io::Result<LockGuard> {
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        let mut locked = file.try_lock();
        for _ in 0..LOCK_TRIES {
            if matches!(locked, Err(TryLockError::WouldBlock)) {
                std::thread::sleep(LOCK_PAUSE);
                locked = file.try_lock();
            }
        }
        match locked {
            Ok(()) => Ok(LockGuard(file)),
            Err(TryLockError::WouldBlock) => {
                let held = format!("{} is locked by another process", path.display());
                Err(io::Error::new(io::ErrorKind::WouldBlock, held))
            }
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}
