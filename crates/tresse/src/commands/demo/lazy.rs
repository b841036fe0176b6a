//! A file system that leaves syncing for later: only for what is worth nothing until it is whole.

use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use disk::{Disk, File, LockGuard, RealDisk};

/// The machine's file system, without syncs of files and of directories.
#[derive(Debug, Default)]
pub struct LazyDisk(RealDisk);

/// A file whose syncs do nothing.
#[derive(Debug)]
struct LazyFile(Arc<dyn File>);

impl File for LazyFile {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read_at(offset, buffer)
    }

    fn write_all_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        self.0.write_all_at(offset, bytes)
    }

    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }

    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }
}

impl Disk for LazyDisk {
    fn open(&self, path: &Path) -> io::Result<Arc<dyn File>> {
        Ok(Arc::new(LazyFile(self.0.open(path)?)))
    }

    fn create_new(&self, path: &Path) -> io::Result<Arc<dyn File>> {
        OpenOptions::new().write(true).create_new(true).open(path)?;
        self.open(path)
    }

    fn create_zeroed(&self, path: &Path, len: u64) -> io::Result<Arc<dyn File>> {
        OpenOptions::new().write(true).create_new(true).open(path)?.set_len(len)?;
        self.open(path)
    }

    fn write_atomic(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let temporary = path.with_extension("tmp");
        std::fs::write(&temporary, bytes)?;
        std::fs::rename(&temporary, path)
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        self.0.create_dir_all(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        self.0.remove_file(path)
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        self.0.remove_dir_all(path)
    }

    fn sync_dir(&self, _: &Path) -> io::Result<()> {
        Ok(())
    }

    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        self.0.list(path)
    }

    fn exists(&self, path: &Path) -> bool {
        self.0.exists(path)
    }

    fn lock_exclusive(&self, path: &Path) -> io::Result<LockGuard> {
        self.0.lock_exclusive(path)
    }
}
