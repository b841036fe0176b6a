//! A segment: a pre-zeroed file that frames are written into, named by the position of its first event.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use bytes::{Bytes, BytesMut};
use disk::File;

use crate::Position;
use crate::frame::is_zero;

/// How much is read at once.
const WINDOW: u64 = 1 << 20;

/// A segment of the log.
#[derive(Debug, Clone)]
pub(crate) struct Segment {
    pub(crate) first: Position,
    pub(crate) file: Arc<dyn File>,
    pub(crate) len: u64,
    /// Written to while a body is zeroed, so that nobody reads half of one.
    zeroing: Arc<RwLock<()>>,
}

impl Segment {
    pub(crate) fn new(first: Position, file: Arc<dyn File>, len: u64) -> Self {
        Self { first, file, len, zeroing: Arc::default() }
    }

    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let _whole_bodies = self.zeroing.read().unwrap_or_else(PoisonError::into_inner);
        self.file.read_at(offset, buffer)
    }

    /// Zeros a part through a handle that was opened for it.
    pub(crate) fn zero(&self, through: &dyn File, offset: u64, len: usize) -> io::Result<()> {
        let zeros = vec![0; len];
        let _no_reader = self.zeroing.write().unwrap_or_else(PoisonError::into_inner);
        through.write_all_at(offset, &zeros)
    }
}

/// The size of the `nth` segment: 1, 4, 16, then 64 MiB, so that a thousand small networks stay small.
pub(crate) fn scheduled_len(nth: usize) -> u64 {
    match nth {
        0 => 1 << 20,
        1 => 4 << 20,
        2 => 16 << 20,
        _ => 64 << 20,
    }
}

/// The path of the segment that begins at a position.
pub(crate) fn path_of(dir: &Path, first: Position) -> PathBuf {
    dir.join(format!("{first:020}.seg"))
}

/// The first position of the segment under a path; `None` when it is no segment.
pub(crate) fn first_of(path: &Path) -> Option<Position> {
    let name = path.file_name()?.to_str()?.strip_suffix(".seg")?;
    (name.len() == 20).then(|| name.parse().ok())?
}

/// Reads a segment from front to back in large pieces.
#[derive(Debug)]
pub(crate) struct Window {
    segment: Segment,
    start: u64,
    bytes: Bytes,
    /// How much to read at once.
    ahead: u64,
}

impl Window {
    pub(crate) fn new(segment: Segment) -> Self {
        Self { segment, start: 0, bytes: Bytes::new(), ahead: WINDOW }
    }

    /// For a single frame: reads little more than that.
    pub(crate) fn narrow(segment: Segment) -> Self {
        Self { ahead: 4 << 10, ..Self::new(segment) }
    }

    /// Forgets what was read, which may have changed.
    pub(crate) fn forget(&mut self) {
        self.bytes = Bytes::new();
    }

    pub(crate) fn segment(&self) -> &Segment {
        &self.segment
    }

    /// `len` bytes at `offset`; fewer where the segment ends.
    pub(crate) fn get(&mut self, offset: u64, len: u64) -> io::Result<Bytes> {
        let len = len.min(self.segment.len.saturating_sub(offset));
        let held = offset >= self.start && offset + len <= self.start + self.bytes.len() as u64;
        if !held {
            let wanted = len.max(self.ahead).min(self.segment.len.saturating_sub(offset));
            let mut bytes = BytesMut::zeroed(usize::try_from(wanted).map_err(|_| io::ErrorKind::FileTooLarge)?);
            let read = self.segment.read_at(offset, &mut bytes)?;
            bytes.truncate(read);
            (self.start, self.bytes) = (offset, bytes.freeze());
        }
        let from = usize::try_from(offset - self.start).unwrap_or(usize::MAX).min(self.bytes.len());
        let to = from.saturating_add(usize::try_from(len).unwrap_or(usize::MAX)).min(self.bytes.len());
        Ok(self.bytes.slice(from..to))
    }

    /// Whether nothing was ever written.
    pub(crate) fn is_unused(&mut self) -> io::Result<bool> {
        let mut at = 0;
        while at < self.segment.len {
            let piece = self.get(at, WINDOW)?;
            if piece.is_empty() || !is_zero(&piece) {
                return Ok(piece.is_empty());
            }
            at += piece.len() as u64;
        }
        Ok(true)
    }

    /// One past the last byte from `offset` on that is not zero; `offset` when all are.
    pub(crate) fn end_of_data(&mut self, offset: u64) -> io::Result<u64> {
        let (mut at, mut end) = (offset, offset);
        while at < self.segment.len {
            let piece = self.get(at, WINDOW)?;
            if piece.is_empty() {
                break;
            }
            if !is_zero(&piece)
                && let Some(last) = piece.iter().rposition(|byte| *byte != 0)
            {
                end = at + last as u64 + 1;
            }
            at += piece.len() as u64;
        }
        Ok(end)
    }
}
