//! The log as segments on a disk: one write and one sync a frame.

use std::io;
use std::marker::PhantomData;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, Weak};

use bytes::Bytes;
use disk::Disk;
use tokio::sync::watch;

use crate::frame::{self, HEADER, Header};
use crate::index::{Followed, Index};
use crate::opening::{self, OpenError, Opened};
use crate::segment::{Segment, Window, path_of, scheduled_len};
use crate::{AppendError, EventLog, Frame, LogEntry, Position, ReadError, StoredFrame};

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
    spare: Arc<Mutex<Spare>>,
    index: Option<Arc<Index>>,
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
    Ready(PathBuf, Arc<dyn disk::File>, u64),
}

impl<E> std::fmt::Debug for SegmentLog<E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SegmentLog").field("head", &*self.inner.head.borrow()).finish_non_exhaustive()
    }
}

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
        let segments = vec![Segment { first: 0, file, len }];
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
            spare: Arc::new(Mutex::new(Spare::None)),
            index,
            entries: PhantomData,
        });
        let log = Self { inner };
        log.inner.follow();
        log
    }

    /// Tells the log that its directory was renamed.
    pub fn moved_to(&self, dir: &Path) {
        dir.clone_into(&mut lock(&self.inner.dir));
        *lock(&self.inner.spare) = Spare::None;
    }
}

impl<E: LogEntry + 'static> Inner<E> {
    /// Asks the index to follow.
    fn follow(self: &Arc<Self>) {
        if let Some(index) = &self.index {
            let weak: Weak<Self> = Arc::downgrade(self);
            index.follow(weak);
        }
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
        let path = path_of(&dir, head);
        let spare = std::mem::replace(&mut *lock(&self.spare), Spare::None);
        let (file, len) = match spare {
            Spare::Ready(spare, file, spare_len) if spare_len >= len => {
                self.disk.rename(&spare, &path)?;
                self.disk.sync_dir(&dir)?;
                (file, spare_len)
            }
            Spare::Ready(..) | Spare::Making | Spare::None => {
                let len = next_len.max(len);
                (self.disk.create_zeroed(&path, len)?, len)
            }
        };
        let segment = Segment { first: head, file, len };
        self.segments.write().unwrap_or_else(PoisonError::into_inner).push(segment.clone());
        writer.offset = 0;
        Ok(segment)
    }

    /// Makes the next segment on another thread, if that is not under way.
    fn make_ahead(&self, len: u64) {
        let mut spare = lock(&self.spare);
        if !matches!(*spare, Spare::None) {
            return;
        }
        let (disk, slot) = (Arc::clone(&self.disk), Arc::clone(&self.spare));
        let path = lock(&self.dir).join("next.spare");
        let make = move || {
            _ = disk.remove_file(&path);
            let made = disk.create_zeroed(&path, len);
            let mut slot = lock(&slot);
            *slot = match (&*slot, made) {
                (Spare::Making, Ok(file)) => Spare::Ready(path, file, len),
                (Spare::Making, Err(_)) => Spare::None,
                (Spare::None | Spare::Ready(..), _) => return,
            };
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
        let written = segment.file.write_all_at(writer.offset, &buffer).and_then(|()| segment.file.sync_data());
        if let Err(error) = written {
            writer.poisoned = true;
            return Err(AppendError::OutcomeUnknown(error));
        }
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

/// Frame after frame, from the one that holds a position to the head as it was when the walk began.
struct Walk {
    /// What is left to walk over, the next segment last.
    windows: Vec<Window>,
    offset: u64,
    from: Position,
    head: Position,
    failed: Option<ReadError>,
}

impl Walk {
    /// The next frame with the place where it begins.
    fn step(&mut self) -> Result<Option<(Position, u64, StoredFrame)>, ReadError> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        while let Some(window) = self.windows.last_mut() {
            let segment = window.segment().first;
            let header = window.get(self.offset, HEADER as u64)?;
            let Some(header) = Header::read(&header) else {
                if header.iter().any(|byte| *byte != 0) {
                    let (position, offset) = (self.from, self.offset);
                    return Err(ReadError::Corrupt { position, segment, offset, what: "there is no frame header" });
                }
                self.windows.pop();
                self.offset = 0;
                continue;
            };
            if header.first >= self.head {
                return Ok(None);
            }
            let offset = self.offset;
            self.offset += header.frame_len();
            if header.first + u64::from(header.events) <= self.from {
                continue;
            }
            let frame = window.get(offset, header.frame_len())?;
            let position = header.first;
            return match frame::decode(&header, &frame, false) {
                Ok(frame) => Ok(Some((segment, offset, frame))),
                Err(defect) => {
                    let offset = offset + defect.from as u64;
                    Err(ReadError::Corrupt { position, segment, offset, what: defect.what })
                }
            };
        }
        if self.from < self.head {
            let (position, segment, offset) = (self.from, self.from, 0);
            return Err(ReadError::Corrupt { position, segment, offset, what: "the log ends before its head" });
        }
        Ok(None)
    }
}

impl Iterator for Walk {
    type Item = Result<StoredFrame, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        match self.step() {
            Ok(None) => None,
            Ok(Some((_, _, frame))) => {
                self.from = frame.first + frame.events.len() as u64;
                Some(Ok(frame))
            }
            Err(error) => {
                self.windows.clear();
                Some(Err(error))
            }
        }
    }
}

impl<E: LogEntry + 'static> Followed for Inner<E> {
    fn prefix(&self) -> [u8; 16] {
        self.prefix
    }

    fn head(&self) -> Position {
        *self.head.borrow()
    }

    fn each_frame(
        &self,
        from: Position,
        visit: &mut dyn FnMut(crate::index::FrameEntries) -> bool,
    ) -> Result<(), ReadError> {
        let mut walk = self.walk(from, false);
        while let Some((segment, offset, frame)) = walk.step()? {
            walk.from = frame.first + frame.events.len() as u64;
            let entries = (frame.first..).zip(&frame.events);
            let entries = entries.filter_map(|(position, bytes)| Some((position, E::read(bytes.clone())?)));
            let entries = entries
                .map(|(position, entry)| {
                    (position, entry.id(), entry.objects().into_iter().map(str::to_owned).collect())
                })
                .collect();
            let head = walk.from;
            if !visit(crate::index::FrameEntries { first: frame.first, segment, offset, entries, head }) {
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

    fn event(&self, at: Position) -> Result<crate::Stored, ReadError> {
        let frame = self.inner.walk(at, true).next().unwrap_or(Err(ReadError::PastHead(at)))?;
        frame.into_events(at).next().ok_or(ReadError::PastHead(at))
    }

    fn private(&self, at: Position) -> Result<Vec<crate::PrivateEntry>, ReadError> {
        let frame = self.inner.walk(at, true).next().unwrap_or(Err(ReadError::PastHead(at)))?;
        let belongs = |entry: &crate::PrivateEntry| frame.first + u64::from(entry.event_index) == at;
        Ok(frame.private.iter().filter(|entry| belongs(entry)).cloned().collect())
    }

    fn position_of(&self, id: [u8; 16]) -> Result<Option<Position>, ReadError> {
        let is_it = |bytes: &Bytes| E::read(bytes.clone()).is_some_and(|entry| entry.id() == id);
        let mut indexed = 0;
        if let Some(index) = &self.inner.index {
            indexed = index.watermark(&self.inner.prefix, self.head());
            if let Some(hit) = index.position_of(&self.inner.prefix, id)
                && hit < self.head()
                && is_it(&self.event(hit)?.bytes)
            {
                return Ok(Some(hit));
            }
        }
        let found = |from, to| {
            for stored in self.read(from) {
                let stored = stored?;
                if stored.position >= to {
                    break;
                }
                if is_it(&stored.bytes) {
                    return Ok(Some(stored.position));
                }
            }
            Ok(None)
        };
        match found(indexed, Position::MAX)? {
            Some(position) => Ok(Some(position)),
            None => found(0, indexed),
        }
    }

    fn positions_of(&self, object: &str, from: Position, limit: usize) -> Result<Vec<Position>, ReadError> {
        let concerns = |bytes: &Bytes| E::read(bytes.clone()).is_some_and(|entry| entry.objects().contains(&object));
        let (mut positions, mut walked_from) = (Vec::new(), from);
        if let Some(index) = &self.inner.index {
            let indexed = index.watermark(&self.inner.prefix, self.head());
            if indexed > from {
                for hit in index.positions_of(&self.inner.prefix, object, from, indexed, limit) {
                    if concerns(&self.event(hit)?.bytes) {
                        positions.push(hit);
                    }
                }
                walked_from = indexed;
            }
        }
        for stored in self.read(walked_from) {
            if positions.len() >= limit {
                break;
            }
            let stored = stored?;
            if concerns(&stored.bytes) {
                positions.push(stored.position);
            }
        }
        Ok(positions)
    }

    fn watch(&self) -> watch::Receiver<Position> {
        self.inner.head.subscribe()
    }
}
