//! The log as segments on a disk: one write and one sync a frame.

mod blank;

use std::io;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, RwLock, TryLockError, Weak};

use disk::Disk;
use tokio::sync::watch;

use crate::frame::{self, HEADER, Header};
use crate::index::{Followed, Index};
use crate::opening::{self, OpenError, Opened};
use crate::segment::{Segment, Window, path_of, scheduled_len};
use crate::walk::{Found, Walk};
use crate::{
    AppendError, BlankError, Blanked, EventLog, Frame, LogEntry, Position, PrivateEntry, ReadError, Stored, StoredFrame,
};

/// A log of segments. Cheap to share; dropping it ends the index's interest in it.
pub struct SegmentLog<E> {
    inner: Arc<Inner<E>>,
}

struct Inner<E> {
    disk: Arc<dyn Disk>,
    dir: Mutex<PathBuf>,
    prefix: [u8; 16],
    segments: RwLock<Vec<Segment>>,
    head: watch::Sender<Position>,
    writer: Mutex<Writer>,
    /// Held while bodies are blanked.
    blanking: Mutex<()>,
    spare: Arc<(Mutex<Spare>, Condvar)>,
    index: Option<Arc<Index>>,
    /// Tells this log from others that were opened under the same prefix before.
    instance: u64,
    entries: PhantomData<fn() -> E>,
}

/// Where the next frame goes.
struct Writer {
    offset: u64,
    prev: u32,
    recorded_at_ms: u64,
    poisoned: bool,
    buffer: Vec<u8>,
}

/// The next segment, made ahead so that appending does not wait for it.
enum Spare {
    None,
    Making,
    /// It could not be made; the append that needs it tries again.
    Failed,
    Ready(Arc<dyn disk::File>, u64),
}

/// What the spare is called until its place in the history is known. Opening removes what is so called.
const SPARE: &str = "next.spare";

impl<E> std::fmt::Debug for SegmentLog<E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SegmentLog").field("head", &*self.inner.head.borrow()).finish_non_exhaustive()
    }
}

static INSTANCES: AtomicU64 = AtomicU64::new(0);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<E: LogEntry + 'static> SegmentLog<E> {
    /// Makes an empty log in an existing, empty directory. `prefix` tells its keys from those of other logs in the index.
    ///
    /// # Errors
    /// [`OpenError::Io`].
    pub fn create(
        disk: Arc<dyn Disk>,
        dir: &Path,
        prefix: [u8; 16],
        index: Option<Arc<Index>>,
    ) -> Result<Self, OpenError> {
        let (path, len) = (path_of(dir, 0), scheduled_len(0));
        let file = disk.create_zeroed(&path, len).map_err(|source| OpenError::Io { path, source })?;
        let segments = vec![Segment::new(0, file, len)];
        let opened = Opened { segments, head: 0, offset: 0, prev: 0, recorded_at_ms: 0 };
        Ok(Self::of(disk, dir, prefix, index, opened))
    }

    /// Opens a log: walks over all of it, and cuts a last frame whose sync did not finish.
    ///
    /// # Errors
    /// [`OpenError`], with the position of what is damaged.
    pub fn open(
        disk: Arc<dyn Disk>,
        dir: &Path,
        prefix: [u8; 16],
        index: Option<Arc<Index>>,
    ) -> Result<Self, OpenError> {
        let opened = opening::open(disk.as_ref(), dir)?;
        Ok(Self::of(disk, dir, prefix, index, opened))
    }

    fn of(disk: Arc<dyn Disk>, dir: &Path, prefix: [u8; 16], index: Option<Arc<Index>>, opened: Opened) -> Self {
        let Opened { segments, head, offset, prev, recorded_at_ms } = opened;
        let inner = Arc::new(Inner {
            disk,
            dir: Mutex::new(dir.to_owned()),
            prefix,
            segments: RwLock::new(segments),
            head: watch::Sender::new(head),
            writer: Mutex::new(Writer { offset, prev, recorded_at_ms, poisoned: false, buffer: Vec::new() }),
            blanking: Mutex::default(),
            spare: Arc::new((Mutex::new(Spare::None), Condvar::new())),
            index,
            instance: INSTANCES.fetch_add(1, Ordering::Relaxed),
            entries: PhantomData,
        });
        let log = Self { inner };
        log.inner.follow();
        log
    }

    /// Whether an earlier write failed, so that nothing is appended until the log is reopened. Does not wait for a write
    /// that is under way.
    #[must_use]
    pub fn is_poisoned(&self) -> bool {
        match self.inner.writer.try_lock() {
            Ok(writer) => writer.poisoned,
            Err(TryLockError::Poisoned(writer)) => writer.into_inner().poisoned,
            Err(TryLockError::WouldBlock) => false,
        }
    }

    /// Tells the log that its directory was renamed.
    pub fn moved_to(&self, dir: &Path) {
        let _none_is_being_made = self.inner.spare_made();
        dir.clone_into(&mut lock(&self.inner.dir));
    }
}

fn make_spare(disk: &dyn Disk, dir: &Path, len: u64) -> io::Result<Arc<dyn disk::File>> {
    let path = dir.join(SPARE);
    if disk.exists(&path) {
        disk.remove_file(&path)?;
    }
    disk.create_zeroed(&path, len)
}

impl<E> Inner<E> {
    /// The spare, once none is being made.
    fn spare_made(&self) -> MutexGuard<'_, Spare> {
        let spare = self.spare.1.wait_while(lock(&self.spare.0), |spare| matches!(*spare, Spare::Making));
        spare.unwrap_or_else(PoisonError::into_inner)
    }
}

impl<E> Drop for Inner<E> {
    /// Waits, so that no file is made in a directory that may be opened again or gone.
    fn drop(&mut self) {
        drop(self.spare_made());
    }
}

impl<E: LogEntry + 'static> Inner<E> {
    /// Asks the index to follow.
    fn follow(self: &Arc<Self>) {
        if let Some(index) = &self.index {
            let weak: Weak<Self> = Arc::downgrade(self);
            index.follow(self.prefix, weak);
        }
    }

    /// What of the history the index answers for, and what must be walked, from `from` to `head`, in order.
    fn parts(self: &Arc<Self>, from: Position, head: Position) -> Vec<Part> {
        let Some(index) = &self.index else { return vec![Part { from, to: head, is_indexed: false }] };
        let known = index.known(&self.prefix, self.instance);
        if known.checked < known.begun {
            index.want_check(&self.prefix, self.instance);
            self.follow();
        }
        let ends = [(known.checked, true), (known.begun.max(known.checked), false), (known.mark, true), (head, false)];
        let (mut parts, mut at) = (Vec::new(), from);
        for (end, is_indexed) in ends {
            let to = end.min(head);
            if at < to {
                parts.push(Part { from: at, to, is_indexed });
                at = to;
            }
        }
        parts
    }

    fn segments(&self) -> Vec<Segment> {
        self.segments.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The last segment with room for `len` bytes at the writer's offset; a new one when it has none.
    fn room_for(&self, writer: &mut Writer, len: u64, head: Position) -> io::Result<Segment> {
        let (last, count) = {
            let segments = self.segments.read().unwrap_or_else(PoisonError::into_inner);
            (segments.last().cloned(), segments.len())
        };
        let next_len = scheduled_len(count);
        if let Some(last) = last
            && writer.offset + len <= last.len
        {
            if writer.offset > last.len / 2 {
                self.make_ahead(next_len);
            }
            return Ok(last);
        }
        let dir = lock(&self.dir).clone();
        let spare = std::mem::replace(&mut *self.spare_made(), Spare::None);
        let (file, len) = match spare {
            Spare::Ready(file, spare_len) if spare_len >= len => (file, spare_len),
            Spare::Ready(..) | Spare::Making | Spare::Failed | Spare::None => {
                let len = next_len.max(len);
                (make_spare(self.disk.as_ref(), &dir, len)?, len)
            }
        };
        self.disk.rename(&dir.join(SPARE), &path_of(&dir, head))?;
        self.disk.sync_dir(&dir)?;
        let segment = Segment::new(head, file, len);
        let mut segments = self.segments.write().unwrap_or_else(PoisonError::into_inner);
        // A segment that is too small for its very first frame is replaced.
        segments.pop_if(|last| last.first == head);
        segments.push(segment.clone());
        writer.offset = 0;
        Ok(segment)
    }

    /// Makes the next segment on another thread, if that is not under way.
    fn make_ahead(&self, len: u64) {
        let mut spare = lock(&self.spare.0);
        if !matches!(*spare, Spare::None) {
            return;
        }
        let (disk, slot, dir) = (Arc::clone(&self.disk), Arc::clone(&self.spare), lock(&self.dir).clone());
        let make = move || {
            let made = make_spare(disk.as_ref(), &dir, len);
            *lock(&slot.0) = made.map_or(Spare::Failed, |file| Spare::Ready(file, len));
            slot.1.notify_all();
        };
        if std::thread::Builder::new().name("segment-ahead".into()).spawn(make).is_ok() {
            *spare = Spare::Making;
        }
    }

    fn append(&self, expected: Position, frame: Frame<'_>) -> Result<Position, AppendError> {
        let mut writer = lock(&self.writer);
        if writer.poisoned {
            return Err(AppendError::Poisoned);
        }
        let head = *self.head.borrow();
        if head != expected {
            return Err(AppendError::Conflict { head });
        }
        let mut buffer = std::mem::take(&mut writer.buffer);
        let encoded = frame::encode(&mut buffer, &frame, head, writer.prev);
        let in_order = frame.recorded_at_ms >= writer.recorded_at_ms;
        let Some(crc) = encoded.filter(|_| in_order) else {
            return Err(AppendError::TooLarge { bytes: buffer.len(), events: frame.events.len() });
        };
        let segment = self.room_for(&mut writer, buffer.len() as u64, head).map_err(|error| {
            let full = matches!(error.kind(), io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded);
            if full { AppendError::DiskFull } else { AppendError::OutcomeUnknown(error) }
        });
        let segment = segment.inspect_err(|error| writer.poisoned = !matches!(error, AppendError::DiskFull))?;
        // Until the sync has returned well: whatever ends this early, an error or a panic, ends appending.
        writer.poisoned = true;
        let written = segment.file.write_all_at(writer.offset, &buffer).and_then(|()| segment.file.sync_data());
        written.map_err(AppendError::OutcomeUnknown)?;
        writer.poisoned = false;
        writer.offset += buffer.len() as u64;
        writer.prev = crc;
        writer.recorded_at_ms = frame.recorded_at_ms;
        writer.buffer = buffer;
        let new_head = head + frame.events.len() as u64;
        self.head.send_replace(new_head);
        Ok(new_head)
    }

    /// Where the frame that holds a position begins: a segment and an offset, not past it.
    fn locate(&self, at: Position) -> Result<(Vec<Segment>, u64), ReadError> {
        let segments = self.segments();
        let nth = segments.partition_point(|segment| segment.first <= at).saturating_sub(1);
        let rest = segments.get(nth..).unwrap_or_default().to_vec();
        let Some(segment) = rest.first() else { return Ok((rest, 0)) };
        let hint = self.index.as_ref().and_then(|index| index.frame_at_or_before(&self.prefix, at));
        if let Some((first, hinted_segment, offset)) = hint
            && hinted_segment == segment.first
        {
            let header = Window::narrow(segment.clone()).get(offset, HEADER as u64)?;
            if Header::read(&header).is_some_and(|header| header.first == first) {
                return Ok((rest, offset));
            }
        }
        Ok((rest, 0))
    }

    fn walk(&self, from: Position, narrow: bool) -> Walk {
        let head = *self.head.borrow();
        if from >= head {
            return Walk { windows: Vec::new(), offset: 0, from, head, failed: None };
        }
        let window = if narrow { Window::narrow } else { Window::new };
        match self.locate(from) {
            Ok((segments, offset)) => {
                let windows = segments.into_iter().rev().map(window).collect();
                Walk { windows, offset, from, head, failed: None }
            }
            Err(error) => Walk { windows: Vec::new(), offset: 0, from, head, failed: Some(error) },
        }
    }
}

/// A part of the history, from a position to before another.
struct Part {
    from: Position,
    to: Position,
    is_indexed: bool,
}

impl<E: LogEntry + 'static> Followed for Inner<E> {
    fn prefix(&self) -> [u8; 16] {
        self.prefix
    }

    fn head(&self) -> Position {
        *self.head.borrow()
    }

    fn instance(&self) -> u64 {
        self.instance
    }

    fn crc_before(&self, mark: Position) -> Option<u32> {
        let found = self.walk(mark.checked_sub(1)?, true).step().ok()??;
        (found.frame.first + found.frame.events.len() as u64 == mark).then_some(found.crc)
    }

    fn each_frame(
        &self,
        from: Position,
        visit: &mut dyn FnMut(crate::index::FrameEntries) -> bool,
    ) -> Result<(), ReadError> {
        let mut walk = self.walk(from, false);
        while let Some(Found { segment, offset, crc, frame }) = walk.step()? {
            walk.from = frame.first + frame.events.len() as u64;
            let entries = (frame.first..).zip(&frame.events);
            let entries = entries.filter_map(|(position, bytes)| Some((position, E::read(bytes.clone())?)));
            let entries = entries
                .map(|(position, entry)| {
                    (position, entry.id(), entry.objects().into_iter().map(str::to_owned).collect())
                })
                .collect();
            let head = walk.from;
            if !visit(crate::index::FrameEntries { first: frame.first, segment, offset, crc, entries, head }) {
                break;
            }
        }
        Ok(())
    }
}

impl<E: LogEntry + 'static> EventLog for SegmentLog<E> {
    fn head(&self) -> Position {
        *self.inner.head.borrow()
    }

    fn append(&self, expected: Position, frame: Frame<'_>) -> Result<Position, AppendError> {
        let head = self.inner.append(expected, frame)?;
        self.inner.follow();
        Ok(head)
    }

    fn frames(&self, from: Position) -> impl Iterator<Item = Result<StoredFrame, ReadError>> + Send {
        self.inner.walk(from, false)
    }

    fn event(&self, at: Position) -> Result<Stored, ReadError> {
        let frame = self.inner.walk(at, true).next().unwrap_or(Err(ReadError::PastHead(at)))?;
        frame.into_events(at).next().ok_or(ReadError::PastHead(at))
    }

    fn private(&self, at: Position) -> Result<Vec<PrivateEntry>, ReadError> {
        let frame = self.inner.walk(at, true).next().unwrap_or(Err(ReadError::PastHead(at)))?;
        let belongs = |entry: &PrivateEntry| frame.first + u64::from(entry.event_index) == at;
        Ok(frame.private.iter().filter(|entry| belongs(entry)).cloned().collect())
    }

    fn blank(
        &self,
        at: impl IntoIterator<Item = Position>,
        select: impl FnMut(&Stored, &PrivateEntry) -> bool,
    ) -> Result<Blanked, BlankError> {
        self.inner.blank(at, select)
    }

    fn position_of(&self, id: [u8; 16]) -> Result<Option<Position>, ReadError> {
        let (is_it, head) = (|entry: &E| entry.id() == id, self.head());
        // Before the index is asked, so that what it does not find is not in what it answers for.
        let parts = self.inner.parts(0, head);
        let hit = self.inner.index.as_ref().and_then(|index| index.position_of(&self.inner.prefix, id));
        if let Some(hit) = hit.filter(|hit| *hit < head)
            && self.is_at(hit, is_it)?
        {
            return Ok(Some(hit));
        }
        for part in parts.iter().rev().filter(|part| !part.is_indexed) {
            if let found @ Some(_) = self.walk_over(part, is_it).next().transpose()? {
                return Ok(found);
            }
        }
        Ok(None)
    }

    fn positions_of(&self, object: &str, from: Position, limit: usize) -> Result<Vec<Position>, ReadError> {
        let concerns = |entry: &E| entry.objects().contains(&object);
        let mut positions = Vec::new();
        for mut part in self.inner.parts(from, self.head()) {
            while part.is_indexed && part.from < part.to && positions.len() < limit {
                let hits = self.inner.index.as_ref().and_then(|index| {
                    index.positions_of(&self.inner.prefix, object, part.from..part.to, limit - positions.len())
                });
                let Some(hits) = hits else {
                    part.is_indexed = false;
                    break;
                };
                part.from = hits.last().map_or(part.to, |last| last + 1);
                for hit in hits {
                    if self.is_at(hit, concerns)? {
                        positions.push(hit);
                    }
                }
            }
            let room = limit - positions.len();
            if !part.is_indexed && room > 0 {
                for position in self.walk_over(&part, concerns).take(room) {
                    positions.push(position?);
                }
            }
        }
        Ok(positions)
    }

    fn watch(&self) -> watch::Receiver<Position> {
        self.inner.head.subscribe()
    }
}

impl<E: LogEntry + 'static> SegmentLog<E> {
    /// Whether the event at a position is one that is looked for.
    fn is_at(&self, at: Position, is_it: impl Fn(&E) -> bool) -> Result<bool, ReadError> {
        Ok(E::read(self.event(at)?.bytes).is_some_and(|entry| is_it(&entry)))
    }

    /// The positions in a part of the history of the events that are looked for.
    fn walk_over(
        &self,
        part: &Part,
        is_it: impl Fn(&E) -> bool + Copy,
    ) -> impl Iterator<Item = Result<Position, ReadError>> {
        let to = part.to;
        let within = self.read(part.from).take_while(move |stored| !matches!(stored, Ok(s) if s.position >= to));
        within.filter_map(move |stored| match stored {
            Ok(stored) => E::read(stored.bytes).is_some_and(|entry| is_it(&entry)).then_some(Ok(stored.position)),
            Err(error) => Some(Err(error)),
        })
    }
}
