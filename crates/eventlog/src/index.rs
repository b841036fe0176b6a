//! The sled index: where frames begin, where an event id and an object's events stand. A follower: one thread reads what
//! was appended and writes it here, so that appending never waits for sled.
//!
//! Architecture Invariant: nothing here is trusted. A hit is checked against the frame. An absence counts only for what
//! this very process has written: sled loses silently what stood in a damaged or cut file (measured: 25 of 25), so that
//! what an earlier process wrote is written again when first something is not found in it. A watermark carries the
//! checksum of the frame before it, so that an index of another history (an older copy, or one of a log that was cut)
//! is not taken for this one's. A sled that fails or panics is moved aside, and never refuses a read or a write.

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use crate::{Position, ReadError};

/// How much memory sled may use for its cache, in bytes.
const CACHE_BYTES: u64 = 16 << 20;
/// How often sled writes what it holds, in milliseconds; nothing waits for it.
const FLUSH_MS: u64 = 3_000;
/// How long appends may gather before they are indexed, so that a busy log is not followed frame by frame.
const GATHER: Duration = Duration::from_millis(50);
/// While a log is appended to, indexing rests this many times as long as it worked: the writer needs disk and processor.
const REST: u32 = 6;
/// The longest rest.
const MAX_REST: Duration = Duration::from_millis(300);
/// How many events are indexed before the watermark moves.
const BATCH_EVENTS: usize = 4_096;

/// sled lets go of its lock some moments after it was closed: so often, and so far apart, is it tried again.
const LOCK_TRIES: usize = 50;
const LOCK_PAUSE: Duration = Duration::from_millis(20);

/// What is indexed of one frame.
pub(crate) struct FrameEntries {
    pub(crate) first: Position,
    pub(crate) segment: Position,
    pub(crate) offset: u64,
    /// The checksum of its header.
    pub(crate) crc: u32,
    /// Position, id and objects of each event.
    pub(crate) entries: Vec<(Position, [u8; 16], Vec<String>)>,
    /// The position after the frame.
    pub(crate) head: Position,
}

/// A log that the index follows.
pub(crate) trait Followed: Send + Sync {
    fn prefix(&self) -> [u8; 16];
    fn head(&self) -> Position;
    /// Tells it from others that were opened under the same prefix.
    fn instance(&self) -> u64;
    /// The checksum of the header of the frame that ends before a position, if one does.
    fn crc_before(&self, mark: Position) -> Option<u32>;
    /// Visits frames from a position on, until `visit` says no.
    fn each_frame(&self, from: Position, visit: &mut dyn FnMut(FrameEntries) -> bool) -> Result<(), ReadError>;
}

/// A log that is to be indexed, under its prefix.
type Wake = ([u8; 16], Weak<dyn Followed>);

/// The index of all logs of a server.
#[derive(Debug)]
pub struct Index {
    shared: Arc<Shared>,
    wake: Mutex<Option<Sender<Wake>>>,
    follower: Mutex<Option<JoinHandle<()>>>,
}

#[derive(Debug)]
struct Shared {
    trees: Option<Trees>,
    broken: AtomicBool,
    known: Mutex<HashMap<[u8; 16], Known>>,
    waiting: Mutex<HashSet<[u8; 16]>>,
    /// The log that is being indexed just now.
    following: Mutex<Option<[u8; 16]>>,
    stopped: Mutex<bool>,
    stop: Condvar,
}

/// Up to where a log is indexed.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Known {
    /// Of which log this is told.
    instance: u64,
    /// What stands before was written by this process.
    pub(crate) checked: Position,
    /// What stands from `checked` to here was written by an earlier process; what is not found in it may be there.
    pub(crate) begun: Position,
    /// What stands from `begun` to here was written by this process.
    pub(crate) mark: Position,
    /// Whether somebody did not find something between `checked` and `begun`.
    is_check_wanted: bool,
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
        let mut opened = open_trees(dir);
        for _ in 0..LOCK_TRIES {
            if opened.as_ref().err().is_some_and(|cause| is_locked(cause)) {
                std::thread::sleep(LOCK_PAUSE);
                opened = open_trees(dir);
            }
        }
        let trees = opened.or_else(|cause| {
            if is_locked(&cause) {
                return Err(cause);
            }
            tracing::warn!(dir = %dir.display(), cause, "the index does not open; moving it aside and rebuilding it");
            move_aside(dir);
            open_trees(dir)
        });
        let trees = trees.inspect_err(|cause| tracing::error!(cause, "working without an index")).ok();
        let shared = Arc::new(Shared {
            broken: AtomicBool::new(trees.is_none()),
            trees,
            known: Mutex::default(),
            waiting: Mutex::default(),
            following: Mutex::default(),
            stopped: Mutex::default(),
            stop: Condvar::new(),
        });
        let (wake, woken) = channel();
        let following = Arc::clone(&shared);
        let spawned = std::thread::Builder::new().name("index".into()).spawn(move || follow(&following, &woken));
        Arc::new(Self { shared, wake: Mutex::new(Some(wake)), follower: Mutex::new(spawned.ok()) })
    }

    /// Asks for a log to be followed up to its head.
    pub(crate) fn follow(&self, prefix: [u8; 16], log: Weak<dyn Followed>) {
        if self.shared.is_broken() || !lock(&self.shared.waiting).insert(prefix) {
            return;
        }
        if let Some(wake) = lock(&self.wake).as_ref() {
            _ = wake.send((prefix, log));
        }
    }

    /// Up to where a log is indexed.
    pub(crate) fn known(&self, prefix: &[u8; 16], instance: u64) -> Known {
        let known = lock(&self.shared.known).get(prefix).copied();
        known.filter(|known| known.instance == instance && !self.shared.is_broken()).unwrap_or_default()
    }

    /// Whether nothing waits to be indexed.
    #[cfg(test)]
    pub(crate) fn is_idle(&self) -> bool {
        self.shared.is_broken() || lock(&self.shared.waiting).is_empty() && lock(&self.shared.following).is_none()
    }

    /// Asks for what an earlier process has written to be written again, when the log is next followed.
    pub(crate) fn want_check(&self, prefix: &[u8; 16], instance: u64) {
        if let Some(known) = lock(&self.shared.known).get_mut(prefix).filter(|known| known.instance == instance) {
            known.is_check_wanted = true;
        }
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

    /// Where the first of an object's events may stand within a range; `None` when sled does not tell.
    pub(crate) fn positions_of(
        &self,
        prefix: &[u8; 16],
        object: &str,
        range: Range<Position>,
        limit: usize,
    ) -> Option<Vec<Position>> {
        self.shared.guarded(|trees| {
            let low = object_key(prefix, object, range.start);
            let high = object_key(prefix, object, range.end);
            let positions = trees.objects.range(low..high).take(limit).map(|entry| {
                let (key, _) = entry?;
                Ok(key.len().checked_sub(8).and_then(|at| key.get(at..)).and_then(be_u64))
            });
            positions.filter_map(Result::transpose).collect()
        })
    }
}

impl Drop for Index {
    fn drop(&mut self) {
        *lock(&self.shared.stopped) = true;
        self.shared.stop.notify_all();
        drop(lock(&self.wake).take());
        let follower = lock(&self.follower).take();
        // The follower itself may hold the last log that holds the index.
        let is_other = |thread: &JoinHandle<()>| thread.thread().id() != std::thread::current().id();
        if let Some(follower) = follower.filter(is_other) {
            _ = follower.join();
        }
        let _: Option<()> = self.shared.guarded(|trees| trees.db.flush().map(drop));
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

    /// Indexes what a log holds past its watermark, and again what stands before if that is wanted.
    fn catch_up(&self, log: &Arc<dyn Followed>) {
        let Some(Known { mark, checked, begun, is_check_wanted, .. }) = self.begin(log.as_ref()) else { return };
        self.index(log, mark..Position::MAX, |known, head| known.mark = head);
        if is_check_wanted && checked < begun {
            self.index(log, checked..begun, |known, head| known.checked = head.min(known.begun));
        }
    }

    /// What is known of a log; when it is met first, what the stored watermark tells if it is of this history.
    fn begin(&self, log: &dyn Followed) -> Option<Known> {
        let (prefix, instance) = (log.prefix(), log.instance());
        if let Some(known) = lock(&self.known).get(&prefix).filter(|known| known.instance >= instance) {
            return (known.instance == instance).then_some(*known);
        }
        let stored = self.guarded(|trees| trees.db.get(mark_key(&prefix)))?;
        let stored = stored.as_deref().and_then(|stored| stored.split_last_chunk::<4>());
        let stored = stored.and_then(|(mark, crc)| Some((be_u64(mark)?, u32::from_be_bytes(*crc))));
        let mark = stored.filter(|(mark, crc)| log.crc_before(*mark) == Some(*crc)).map_or(0, |(mark, _)| mark);
        let known = Known { instance, checked: 0, begun: mark, mark, is_check_wanted: false };
        lock(&self.known).insert(prefix, known);
        Some(known)
    }

    /// Does nothing for a while, unless the index is being dropped.
    fn rest(&self, time: Duration) {
        let stopped = lock(&self.stopped);
        drop(self.stop.wait_timeout_while(stopped, time, |stopped| !*stopped));
    }

    /// Writes a part of a log, unless nobody needs it any more.
    fn index(&self, log: &Arc<dyn Followed>, part: Range<Position>, reached: impl Fn(&mut Known, Position)) {
        let (prefix, instance) = (log.prefix(), log.instance());
        let write = |batch: &mut Batch| {
            let is_check = part.end < Position::MAX;
            let head = std::mem::take(batch).write(self, &prefix, is_check)?;
            if let Some(known) = lock(&self.known).get_mut(&prefix).filter(|known| known.instance == instance) {
                reached(known, head);
            }
            Some(())
        };
        let is_wanted = || Arc::strong_count(log) > 1 && !*lock(&self.stopped);
        let (mut batch, mut is_ok) = (Batch::default(), true);
        let (mut began, mut head) = (Instant::now(), log.head());
        let walked = log.each_frame(part.start, &mut |frame| {
            if frame.first >= part.end {
                return false;
            }
            batch.add(&prefix, &frame);
            if batch.events >= BATCH_EVENTS {
                is_ok = write(&mut batch).is_some();
                if log.head() != std::mem::replace(&mut head, log.head()) {
                    self.rest((began.elapsed() * REST).min(MAX_REST));
                }
                began = Instant::now();
            }
            is_ok && is_wanted()
        });
        if let Err(error) = walked {
            tracing::warn!(%error, "the index cannot follow a damaged log");
        }
        if is_ok && batch.events > 0 {
            write(&mut batch);
        }
    }
}

/// What is to be written. Entry by entry, not as sled's batches: what those replace is freed only long after them, which
/// took 5 GB of memory for a million events.
#[derive(Default)]
struct Batch {
    frames: Vec<(Vec<u8>, Vec<u8>)>,
    ids: Vec<(Vec<u8>, Position)>,
    objects: Vec<Vec<u8>>,
    events: usize,
    head: Position,
    crc: u32,
}

impl Batch {
    fn add(&mut self, prefix: &[u8; 16], frame: &FrameEntries) {
        let place = [frame.segment.to_be_bytes(), frame.offset.to_be_bytes()].concat();
        self.frames.push((key(prefix, &frame.first.to_be_bytes()), place));
        for (position, id, objects) in &frame.entries {
            self.ids.push((key(prefix, id), *position));
            self.objects.extend(objects.iter().map(|object| object_key(prefix, object, *position)));
        }
        self.events += frame.entries.len().max(1);
        (self.head, self.crc) = (frame.head, frame.crc);
    }

    /// Writes; up to where the log is indexed then. A check leaves the watermark where it is.
    fn write(self, shared: &Shared, prefix: &[u8; 16], is_check: bool) -> Option<Position> {
        let mark = [&self.head.to_be_bytes()[..], &self.crc.to_be_bytes()[..]].concat();
        shared.guarded(|trees| {
            for (key, place) in self.frames {
                trees.frames.insert(key, place)?;
            }
            for (key, position) in self.ids {
                trees.ids.insert(key, &position.to_be_bytes())?;
            }
            for key in self.objects {
                trees.objects.insert(key, &[])?;
            }
            if !is_check {
                trees.db.insert(mark_key(prefix), mark)?;
            }
            Ok(self.head)
        })
    }
}

fn follow(shared: &Shared, woken: &Receiver<Wake>) {
    while let Ok((prefix, log)) = woken.recv() {
        *lock(&shared.following) = Some(prefix);
        shared.rest(GATHER);
        // From here on an append asks again.
        lock(&shared.waiting).remove(&prefix);
        if let Some(log) = log.upgrade() {
            shared.catch_up(&log);
        }
        *lock(&shared.following) = None;
    }
}

fn is_locked(cause: &str) -> bool {
    cause.contains("acquire lock")
}

/// Opens sled.
fn open_trees(dir: &Path) -> Result<Trees, String> {
    let open = || -> sled::Result<Trees> {
        let config = sled::Config::new().path(dir).cache_capacity(CACHE_BYTES).flush_every_ms(Some(FLUSH_MS));
        let db = config.mode(sled::Mode::HighThroughput).open()?;
        let (frames, ids, objects) = (db.open_tree("frames")?, db.open_tree("ids")?, db.open_tree("objects")?);
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
