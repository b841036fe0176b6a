//! A disk that asks before it changes anything, and may be kept waiting or told to fail.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use disk::{Disk, File, LockGuard, RealDisk};

type Hook = dyn Fn(&'static str, &Path) -> io::Result<()> + Send + Sync;

/// A disk with a hook before each change: what is about to happen, and to which path.
#[derive(Clone)]
pub struct Hooked {
    disk: Arc<dyn Disk>,
    hook: Arc<Hook>,
}

impl Hooked {
    /// Puts a hook before a disk.
    pub fn new(
        disk: Arc<dyn Disk>,
        hook: impl Fn(&'static str, &Path) -> io::Result<()> + Send + Sync + 'static,
    ) -> Self {
        Self { disk, hook: Arc::new(hook) }
    }

    fn file(&self, path: &Path, file: Arc<dyn File>) -> Arc<dyn File> {
        Arc::new(HookedFile { path: path.to_owned(), file, hook: Arc::clone(&self.hook) })
    }
}

impl fmt::Debug for Hooked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Hooked").finish_non_exhaustive()
    }
}

struct HookedFile {
    path: PathBuf,
    file: Arc<dyn File>,
    hook: Arc<Hook>,
}

impl fmt::Debug for HookedFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("HookedFile").field(&self.path).finish()
    }
}

impl File for HookedFile {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        self.file.read_at(offset, buffer)
    }

    fn write_all_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        (self.hook)("write", &self.path)?;
        self.file.write_all_at(offset, bytes)
    }

    fn sync_data(&self) -> io::Result<()> {
        (self.hook)("sync", &self.path)?;
        self.file.sync_data()
    }

    fn len(&self) -> io::Result<u64> {
        self.file.len()
    }
}

impl Disk for Hooked {
    fn open(&self, path: &Path) -> io::Result<Arc<dyn File>> {
        Ok(self.file(path, self.disk.open(path)?))
    }

    fn create_new(&self, path: &Path) -> io::Result<Arc<dyn File>> {
        (self.hook)("create", path)?;
        Ok(self.file(path, self.disk.create_new(path)?))
    }

    fn create_zeroed(&self, path: &Path, len: u64) -> io::Result<Arc<dyn File>> {
        (self.hook)("create", path)?;
        Ok(self.file(path, self.disk.create_zeroed(path, len)?))
    }

    fn write_atomic(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        (self.hook)("replace", path)?;
        self.disk.write_atomic(path, bytes)
    }

    fn create_dir_all(&self, path: &Path) -> io::Result<()> {
        (self.hook)("create directory", path)?;
        self.disk.create_dir_all(path)
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        (self.hook)("rename", to)?;
        self.disk.rename(from, to)
    }

    fn remove_file(&self, path: &Path) -> io::Result<()> {
        (self.hook)("remove", path)?;
        self.disk.remove_file(path)
    }

    fn remove_dir_all(&self, path: &Path) -> io::Result<()> {
        (self.hook)("remove directory", path)?;
        self.disk.remove_dir_all(path)
    }

    fn sync_dir(&self, path: &Path) -> io::Result<()> {
        (self.hook)("sync directory", path)?;
        self.disk.sync_dir(path)
    }

    fn list(&self, path: &Path) -> io::Result<Vec<PathBuf>> {
        self.disk.list(path)
    }

    fn exists(&self, path: &Path) -> bool {
        self.disk.exists(path)
    }

    fn lock_exclusive(&self, path: &Path) -> io::Result<LockGuard> {
        self.disk.lock_exclusive(path)
    }
}

/// Keeps whoever comes waiting while it is closed.
#[derive(Debug, Default)]
pub struct Gate {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    closed: bool,
    /// How many may pass though it is closed.
    tickets: usize,
    waiting: usize,
}

impl Gate {
    /// Passes, or waits until one may.
    pub fn pass(&self) {
        let mut state = self.state.lock().unwrap();
        state.waiting += 1;
        self.changed.notify_all();
        let mut state = self.changed.wait_while(state, |state| state.closed && state.tickets == 0).unwrap();
        state.tickets = state.tickets.saturating_sub(usize::from(state.closed));
        state.waiting -= 1;
    }

    /// Closes.
    pub fn close(&self) {
        self.state.lock().unwrap().closed = true;
    }

    /// Opens to everyone.
    pub fn open(&self) {
        self.state.lock().unwrap().closed = false;
        self.changed.notify_all();
    }

    /// Lets one pass.
    pub fn let_one_pass(&self) {
        self.state.lock().unwrap().tickets += 1;
        self.changed.notify_all();
    }

    /// Waits until somebody stands before it.
    pub fn wait_for_someone(&self) {
        let state = self.state.lock().unwrap();
        let patience = Duration::from_secs(20);
        let nobody = |state: &mut State| state.waiting == 0 || state.tickets > 0;
        let timeout = self.changed.wait_timeout_while(state, patience, nobody).unwrap().1;
        assert!(!timeout.timed_out(), "nobody came");
    }
}

/// How the disk fails.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Failure {
    /// One step fails, and what follows works.
    Once,
    /// Nothing works any more, as for a process that is killed there.
    ForGood,
}

/// A disk of which one step can be made to fail.
#[derive(Debug, Default)]
pub struct Steps {
    armed: AtomicBool,
    left: AtomicUsize,
    for_good: AtomicBool,
    failed: Mutex<Option<String>>,
}

impl Steps {
    /// The disk.
    pub fn disk(self: &Arc<Self>) -> Hooked {
        let steps = Arc::clone(self);
        Hooked::new(Arc::new(RealDisk), move |what, path| steps.step(what, path))
    }

    /// Lets the `nth` step from here on fail.
    pub fn arm(&self, nth: usize, failure: Failure) {
        self.left.store(nth, Ordering::Relaxed);
        self.for_good.store(failure == Failure::ForGood, Ordering::Relaxed);
        *self.failed.lock().unwrap() = None;
        self.armed.store(true, Ordering::Relaxed);
    }

    /// Lets everything work again; which step failed.
    pub fn disarm(&self) -> Option<String> {
        self.armed.store(false, Ordering::Relaxed);
        self.failed.lock().unwrap().take()
    }

    fn step(&self, what: &str, path: &Path) -> io::Result<()> {
        if !self.armed.load(Ordering::Relaxed) {
            return Ok(());
        }
        let mut failed = self.failed.lock().unwrap();
        let left = self.left.load(Ordering::Relaxed);
        self.left.store(left.saturating_sub(1), Ordering::Relaxed);
        if left > 0 || failed.is_some() && !self.for_good.load(Ordering::Relaxed) {
            return Ok(());
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        failed.get_or_insert(format!("{what} {name}"));
        Err(io::Error::other("injected"))
    }
}
