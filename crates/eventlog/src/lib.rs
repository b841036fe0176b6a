//! The immutable history: append-only segments of frames, with a sled index that may be lost.
//!
//! Nothing here knows what an event means: [`LogEntry`] is all it sees. Segment files are the truth; everything in sled
//! can be deleted at any moment and is rebuilt by reading them.

mod blanking;
mod copying;
mod frame;
mod index;
mod log;
mod merkle;
mod opening;
mod repair;
mod segment;
#[cfg(test)]
mod tests;
mod walk;

use bytes::Bytes;

pub use blanking::{BlankError, Blanked};
pub use copying::{Scan, Scanned, SegmentWriter, segment_name, segment_of};
pub use frame::{MAX_EVENT_BYTES, MAX_FRAME_BYTES};
pub use index::Index;
pub use log::SegmentLog;
pub use merkle::{MerkleRoot, leaf_hash};
pub use opening::OpenError;
pub use repair::{Cut, RepairError, repair_cut_at};

/// A number of events: that of those before an event is the event's position, that of all is the head.
pub type Position = u64;

/// What the log sees of an event.
pub trait LogEntry: Sized {
    /// Reads stored bytes; `None` when they are no event.
    fn read(bytes: Bytes) -> Option<Self>;
    /// The event's id.
    fn id(&self) -> [u8; 16];
    /// The objects it concerns.
    fn objects(&self) -> Vec<&str>;
    /// The exact stored bytes.
    fn bytes(&self) -> &Bytes;
}

/// What belongs to an event and is no leaf: a sealed text, a MAC, a blind index. A body that is all zero was blanked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivateEntry {
    /// 1 sealed text, 2 command record, 3 blind index, 4 source MAC, 5 urn.
    pub kind: u8,
    /// Which event of the frame it belongs to.
    pub event_index: u16,
    /// Which of the event's texts, where that matters.
    pub pointer_id: u16,
    /// Its bytes.
    pub body: Bytes,
}

/// One commit, to be appended all or nothing.
#[derive(Debug, Clone, Copy)]
pub struct Frame<'a> {
    /// When it is recorded, in milliseconds since the epoch.
    pub recorded_at_ms: u64,
    /// How many commands it holds.
    pub commands: u16,
    /// The exact bytes of its events.
    pub events: &'a [Bytes],
    /// What belongs to them and is no leaf.
    pub private: &'a [PrivateEntry],
}

/// A stored event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stored {
    /// Where it stands.
    pub position: Position,
    /// When it was recorded, in milliseconds since the epoch.
    pub recorded_at_ms: u64,
    /// Its exact bytes.
    pub bytes: Bytes,
}

/// A stored commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredFrame {
    /// The position of its first event.
    pub first: Position,
    /// When it was recorded, in milliseconds since the epoch.
    pub recorded_at_ms: u64,
    /// How many commands it holds.
    pub commands: u16,
    /// The exact bytes of its events.
    pub events: Vec<Bytes>,
    /// What belongs to them and is no leaf.
    pub private: Vec<PrivateEntry>,
}

/// Why a frame was not appended.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// Somebody else has appended.
    #[error("the head is {head}")]
    Conflict {
        /// Where the head is.
        head: Position,
    },
    /// The frame does not fit the format: it or one of its events is too large or empty, a private entry belongs to
    /// none of its events, or its time lies before the last frame's. Nothing was written.
    #[error("a frame of {bytes} bytes with {events} events does not fit")]
    TooLarge {
        /// The size of the frame.
        bytes: usize,
        /// The number of its events.
        events: usize,
    },
    /// The disk is full; nothing was written.
    #[error("the disk is full")]
    DiskFull,
    /// A write or a sync failed: the frame may or may not be there. Nothing more is appended until the log is reopened.
    #[error("a write failed, its outcome is unknown: {0}")]
    OutcomeUnknown(std::io::Error),
    /// An earlier write failed; the log must be reopened.
    #[error("an earlier write failed; the log must be reopened")]
    Poisoned,
}

/// Why stored events could not be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The bytes are not what was written.
    #[error("position {position}: segment {segment} is damaged at byte {offset}: {what}")]
    Corrupt {
        /// The first position that cannot be read.
        position: Position,
        /// The segment's first position, which is its name.
        segment: Position,
        /// Where in the segment.
        offset: u64,
        /// What does not fit.
        what: &'static str,
    },
    /// There is no such position yet.
    #[error("position {0} does not exist")]
    PastHead(Position),
    /// A read of a segment failed.
    #[error("position {position}: segment {segment} cannot be read at byte {offset}: {source}")]
    Unreadable {
        /// The position that was to be read.
        position: Position,
        /// The segment's first position, which is its name.
        segment: Position,
        /// Where in the segment.
        offset: u64,
        /// Why.
        source: std::io::Error,
    },
    /// The file system, before any segment was read.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// An append-only history of events with a single order.
pub trait EventLog: Send + Sync {
    /// The number of events, which is the next event's position.
    fn head(&self) -> Position;
    /// Appends all or nothing; durable on return. The new head.
    ///
    /// # Errors
    /// [`AppendError`].
    fn append(&self, expected: Position, frame: Frame<'_>) -> Result<Position, AppendError>;
    /// The events from a position to the head.
    fn read(&self, from: Position) -> impl Iterator<Item = Result<Stored, ReadError>> + Send {
        self.frames(from).flat_map(move |frame| {
            let (events, error) = match frame {
                Ok(frame) => (Some(frame.into_events(from)), None),
                Err(error) => (None, Some(Err(error))),
            };
            events.into_iter().flatten().map(Ok).chain(error)
        })
    }
    /// The commits from the one that holds a position to the last.
    fn frames(&self, from: Position) -> impl Iterator<Item = Result<StoredFrame, ReadError>> + Send;
    /// One event.
    ///
    /// # Errors
    /// [`ReadError`].
    fn event(&self, at: Position) -> Result<Stored, ReadError> {
        self.read(at).next().unwrap_or(Err(ReadError::PastHead(at)))
    }
    /// What belongs to one event and is no leaf.
    ///
    /// # Errors
    /// [`ReadError`].
    fn private(&self, at: Position) -> Result<Vec<PrivateEntry>, ReadError> {
        let frame = self.frames(at).next().unwrap_or(Err(ReadError::PastHead(at)))?;
        let belongs = |entry: &PrivateEntry| frame.first + u64::from(entry.event_index) == at;
        Ok(frame.private.iter().filter(|entry| belongs(entry)).cloned().collect())
    }
    /// Overwrites with zeros what `select` chooses among the private entries of the events at some positions, best in
    /// ascending order; durable on return. Events, checksums and heads of entries stay as they are. Entries of the last
    /// frame are left until another frame follows.
    ///
    /// # Errors
    /// [`BlankError`].
    fn blank(
        &self,
        at: impl IntoIterator<Item = Position>,
        select: impl FnMut(&Stored, &PrivateEntry) -> bool,
    ) -> Result<Blanked, BlankError>;
    /// The position of an event.
    ///
    /// # Errors
    /// [`ReadError`].
    fn position_of(&self, id: [u8; 16]) -> Result<Option<Position>, ReadError>;
    /// The first `limit` positions, from a position on, of the events that concern an object.
    ///
    /// # Errors
    /// [`ReadError`].
    fn positions_of(&self, object: &str, from: Position, limit: usize) -> Result<Vec<Position>, ReadError>;
    /// Told of each new head after it is durable.
    fn watch(&self) -> tokio::sync::watch::Receiver<Position>;
}

impl StoredFrame {
    fn into_events(self, from: Position) -> impl Iterator<Item = Stored> + Send {
        let recorded_at_ms = self.recorded_at_ms;
        (self.first..)
            .zip(self.events)
            .skip_while(move |(position, _)| *position < from)
            .map(move |(position, bytes)| Stored { position, recorded_at_ms, bytes })
    }
}
