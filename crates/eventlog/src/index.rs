//! The sled index: where frames begin, where an event id and an object's events stand. A follower: one thread reads what
//! was appended and writes it here, so that appending never waits for sled.
//!
//! Architecture Invariant: nothing here is trusted. A hit is checked against the frame; what lies past the watermark is
//! read from the log; after a stop that was not clean all of it is forgotten and rebuilt, because a cut tail leaves
//! silent holes (measured: 25 of 25). A sled that fails or panics is moved aside, and never refuses a read or a write.

use std::collections::{HashMap, HashSet};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError, Weak};

use crate::{Position, ReadError};

/// How much memory sled may use for its cache, in bytes.
const CACHE_BYTES: u64 = 8 << 20;
/// How many events are indexed before the watermark moves.
const BATCH_EVENTS: usize = 4_096;

const CLEAN: &[u8] = b"clean";

/// What is indexed of one frame.
pub(crate) struct FrameEntries {
    pub(crate) first: Position,
    pub(crate) segment: Position,
    pub(crate) offset: u64,
    /// Position, id and objects of each event.
    pub(crate) entries: Vec<(Position, [u8; 16], Vec<String>)>,
    /// The position after the frame.
    pub(crate) head: Position,
}

/// A log that the index follows.
pub(crate) trait Followed: Send + Sync {
    fn prefix(&self) -> [u8; 16];
    fn head(&self) -> Position;
    /// Visits frames from a position on, until `visit` says no.
    fn each_frame(&self, from: Position, visit: &mut dyn FnMut(FrameEntries) -> bool) -> Result<(), ReadError>;
}

/// The index of all logs of a server.
#[derive(Debug)]
pub struct Index {
    shared: Arc<Shared>,
    wake: Mutex<Option<Sender<Weak<dyn Followed>>>>,
    follower: Mutex<Option<std::thread::JoinHandle<()>>>,
}

#[derive(Debug)]
struct Shared {
    trees: Option<Trees>,
    broken: AtomicBool,
    watermarks: Mutex<HashMap<[u8; 16], Position>>,
    waiting: Mutex<HashSet<[u8; 16]>>,
}

#[derive(Debug)]
struct Trees {
    db: sled::Db,
    frames: sled::Tree,
    ids: sled::Tree,
    objects: sled::Tree,
}

impl Index {
    /// Opens the index, or begins a new one. Never fails: without a working sled, reads walk the log.
    #[must_use]
    pub fn open(dir: &Path) -> Arc<Self> {
        let trees = open_trees(dir).or_else(|cause| {
            tracing::warn!(dir = %dir.display(), cause, "the index does not open; moving it aside and rebuilding it");
            move_aside(dir);
            open_trees(dir)
        });
        let trees = trees.inspect_err(|cause| tracing::error!(cause, "working without an index")).ok();
        let shared = Arc::new(Shared {
            broken: AtomicBool::new(trees.is_none()),
            trees,
            watermarks: Mutex::default(),
            waiting: Mutex::default(),
        });
        let (wake, woken) = channel();
        let following = Arc::clone(&shared);
        let spawned = std::thread::Builder::new().name("index".into()).spawn(move || follow(&following, &woken));
        Arc::new(Self { shared, wake: Mutex::new(Some(wake)), follower: Mutex::new(spawned.ok()) })
    }

    /// Asks for a log to be followed up to its head.
    pub(crate) fn follow(&self, log: Weak<dyn Followed>) {
        let Some(strong) = log.upgrade() else { return };
        if self.shared.is_broken() || !lock(&self.shared.waiting).insert(strong.prefix()) {
            return;
        }
        if let Some(wake) = lock(&self.wake).as_ref() {
            _ = wake.send(log);
        }
    }

    /// Up to where a log is indexed; 0 when nothing is.
    pub(crate) fn watermark(&self, prefix: &[u8; 16], head: Position) -> Position {
        if self.shared.is_broken() {
            return 0;
        }
        lock(&self.shared.watermarks).get(prefix).copied().filter(|mark| *mark <= head).unwrap_or(0)
    }

    /// The last indexed frame that begins at a position or before: its first position, segment and offset.
    pub(crate) fn frame_at_or_before(&self, prefix: &[u8; 16], at: Position) -> Option<(Position, Position, u64)> {
        self.shared.guarded(|trees| {
            let after = key(prefix, &at.checked_add(1).unwrap_or(at).to_be_bytes());
            let Some((found, place)) = trees.frames.get_lt(after)? else { return Ok(None) };
            let first = found.strip_prefix(prefix.as_slice()).and_then(be_u64);
            let segment = be_u64(place.get(..8).unwrap_or_default());
            let offset = be_u64(place.get(8..).unwrap_or_default());
            Ok(first.zip(segment).zip(offset).map(|((first, segment), offset)| (first, segment, offset)))
        })?
    }

    /// Where an event may stand.
    pub(crate) fn position_of(&self, prefix: &[u8; 16], id: [u8; 16]) -> Option<Position> {
        self.shared.guarded(|trees| Ok(trees.ids.get(key(prefix, &id))?.as_deref().and_then(be_u64)))?
    }

    /// Where an object's events may stand, from `from` to before `to`.
    pub(crate) fn positions_of(
        &self,
        prefix: &[u8; 16],
        object: &str,
        from: Position,
        to: Position,
        limit: usize,
    ) -> Vec<Position> {
        let found = self.shared.guarded(|trees| {
            let low = object_key(prefix, object, from);
            let high = object_key(prefix, object, to);
            let positions = trees.objects.range(low..high).take(limit).map(|entry| {
                let (key, _) = entry?;
                Ok(key.len().checked_sub(8).and_then(|at| key.get(at..)).and_then(be_u64))
            });
            positions.filter_map(Result::transpose).collect::<sled::Result<Vec<_>>>()
        });
        found.unwrap_or_default()
    }
}

impl Drop for Index {
    fn drop(&mut self) {
        drop(lock(&self.wake).take());
        if let Some(follower) = lock(&self.follower).take() {
            _ = follower.join();
        }
        let _: Option<()> = self.shared.guarded(|trees| {
            trees.db.flush()?;
            trees.db.insert(CLEAN, &[])?;
            trees.db.flush().map(drop)
        });
    }
}

impl Shared {
    fn is_broken(&self) -> bool {
        self.broken.load(Ordering::Relaxed)
    }

    /// Runs something on sled; an error or a panic breaks the index for good, until the next start.
    fn guarded<T>(&self, run: impl FnOnce(&Trees) -> sled::Result<T>) -> Option<T> {
        let trees = self.trees.as_ref().filter(|_| !self.is_broken())?;
        let cause = match catch_unwind(AssertUnwindSafe(|| run(trees))) {
            Ok(Ok(value)) => return Some(value),
            Ok(Err(error)) => error.to_string(),
            Err(_) => "sled panicked".to_owned(),
        };
        tracing::error!(cause, "the index is broken; reads walk the log until the next start");
        self.broken.store(true, Ordering::Relaxed);
        None
    }

    /// Indexes what a log holds past its watermark.
    fn catch_up(&self, log: &dyn Followed) {
        let prefix = log.prefix();
        let stored = self.guarded(|trees| Ok(trees.db.get(mark_key(&prefix))?.as_deref().and_then(be_u64)));
        let Some(stored) = stored else { return };
        let mark = stored.filter(|mark| *mark <= log.head()).unwrap_or(0);
        let mut batch = Batch::default();
        let walked = log.each_frame(mark, &mut |frame| {
            batch.add(&prefix, &frame);
            batch.events < BATCH_EVENTS || std::mem::take(&mut batch).write(self, &prefix)
        });
        if let Err(error) = walked {
            tracing::warn!(%error, "the index cannot follow a damaged log");
        }
        batch.write(self, &prefix);
        lock(&self.watermarks).entry(prefix).or_insert(mark);
    }
}

#[derive(Default)]
struct Batch {
    frames: sled::Batch,
    ids: sled::Batch,
    objects: sled::Batch,
    events: usize,
    head: Position,
}

impl Batch {
    fn add(&mut self, prefix: &[u8; 16], frame: &FrameEntries) {
        let place = [frame.segment.to_be_bytes(), frame.offset.to_be_bytes()].concat();
        self.frames.insert(key(prefix, &frame.first.to_be_bytes()), place);
        for (position, id, objects) in &frame.entries {
            self.ids.insert(key(prefix, id), &position.to_be_bytes());
            for object in objects {
                self.objects.insert(object_key(prefix, object, *position), &[]);
            }
        }
        self.events += frame.entries.len();
        self.head = frame.head;
    }

    fn write(self, shared: &Shared, prefix: &[u8; 16]) -> bool {
        if self.head == 0 {
            return true;
        }
        let head = self.head;
        let written = shared.guarded(|trees| {
            trees.frames.apply_batch(self.frames)?;
            trees.ids.apply_batch(self.ids)?;
            trees.objects.apply_batch(self.objects)?;
            trees.db.insert(mark_key(prefix), &head.to_be_bytes()).map(drop)
        });
        if written.is_some() {
            lock(&shared.watermarks).insert(*prefix, head);
        }
        written.is_some()
    }
}

fn follow(shared: &Shared, woken: &Receiver<Weak<dyn Followed>>) {
    while let Ok(log) = woken.recv() {
        let Some(log) = log.upgrade() else { continue };
        lock(&shared.waiting).remove(&log.prefix());
        shared.catch_up(log.as_ref());
    }
}

/// Opens sled; forgets what it holds unless the last stop was clean.
fn open_trees(dir: &Path) -> Result<Trees, String> {
    let open = || -> sled::Result<Trees> {
        let config = sled::Config::new().path(dir).cache_capacity(CACHE_BYTES).mode(sled::Mode::HighThroughput);
        let db = config.open()?;
        let (frames, ids, objects) = (db.open_tree("frames")?, db.open_tree("ids")?, db.open_tree("objects")?);
        if db.remove(CLEAN)?.is_none() {
            for tree in [&frames, &ids, &objects] {
                tree.clear()?;
            }
            db.clear()?;
        }
        db.flush()?;
        Ok(Trees { db, frames, ids, objects })
    };
    match catch_unwind(open) {
        Ok(Ok(trees)) => Ok(trees),
        Ok(Err(error)) => Err(error.to_string()),
        Err(_) => Err("sled panicked".to_owned()),
    }
}

fn move_aside(dir: &Path) {
    let aside = |n: u32| PathBuf::from(format!("{}.broken-{n}", dir.display()));
    if let Some(free) = (1..1_000).map(aside).find(|path| !path.exists())
        && std::fs::rename(dir, &free).is_err()
    {
        _ = std::fs::remove_dir_all(dir);
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn key(prefix: &[u8; 16], rest: &[u8]) -> Vec<u8> {
    [prefix.as_slice(), rest].concat()
}

fn object_key(prefix: &[u8; 16], object: &str, position: Position) -> Vec<u8> {
    [prefix.as_slice(), object.as_bytes(), &[0], &position.to_be_bytes()].concat()
}

fn mark_key(prefix: &[u8; 16]) -> Vec<u8> {
    [b"mark/".as_slice(), prefix].concat()
}

fn be_u64(bytes: &[u8]) -> Option<u64> {
    bytes.try_into().ok().map(u64::from_be_bytes)
}
