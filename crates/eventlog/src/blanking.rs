//! Blanking: overwriting private bodies with zeros, for good, and nothing else.
//!
//! A body is all zero or fits its checksum; half a body of zeros would be damage. So what is to be zeroed is written down
//! first, in a file `blanking` beside the segments, synced; then it is zeroed and synced; then the file is removed. Whoever
//! opens the log, or blanks in it, first does what such a file says. Doing it twice does no harm, and the checksum of the
//! frame's header, which blanking never changes, keeps it from being done to any other frame.
//!
//! ```text
//! file    "TRB1" ‖ records ‖ crc32c of all before u32
//! record  segment u64 ‖ frame's offset u64 ‖ frame's first position u64 ‖ checksum of its header u32
//!         ‖ body's offset in the frame u32 ‖ body's length u32
//! ```
//! Numbers are little-endian.

use std::io;
use std::path::Path;

use disk::Disk;

use crate::frame::{self, HEADER, Header};
use crate::opening::{OpenError, io_at};
use crate::segment::{Segment, Window, path_of};
use crate::walk::Found;
use crate::{Position, PrivateEntry, ReadError, Stored};

/// What was blanked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Blanked {
    /// How many bodies. Those that were zero already do not count.
    pub bodies: u64,
    /// How many bytes of them.
    pub bytes: u64,
    /// How many bodies were chosen and left, because they lie in the last frame. Opening takes zeros there for a sync that
    /// did not finish, so that they can be blanked only after another frame has followed.
    pub waiting: u64,
}

/// Why blanking did not come to its end. Ask again.
#[derive(Debug, thiserror::Error)]
pub enum BlankError {
    /// The log could not be read up to what was to be blanked. What was chosen before is blanked.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// A write or a sync failed. What was chosen last may be blanked, or will be when the log is next opened or blanked.
    #[error("blanking is not finished: {0}")]
    Unfinished(io::Error),
}

impl From<OpenError> for BlankError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Damaged(error) => Self::Read(error),
            OpenError::Io { ref source, .. } => Self::Unfinished(io::Error::new(source.kind(), error.to_string())),
            OpenError::Empty(_) | OpenError::Blanking(_) => {
                Self::Unfinished(io::Error::new(io::ErrorKind::InvalidData, error.to_string()))
            }
        }
    }
}

/// What is to be zeroed is written down under this name.
const NAME: &str = "blanking";
const MAGIC: [u8; 4] = *b"TRB1";
const RECORD: usize = 36;
/// How many bodies are written down at once, give or take a frame.
pub(crate) const MANY: usize = 4_096;

/// A body that is to be zeroed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Body {
    segment: Position,
    frame: u64,
    first: Position,
    header_crc: u32,
    at: u32,
    len: u32,
}

impl Body {
    pub(crate) fn len(&self) -> u64 {
        u64::from(self.len)
    }

    fn write(&self, to: &mut Vec<u8>) {
        for number in [self.segment, self.frame, self.first] {
            to.extend_from_slice(&number.to_le_bytes());
        }
        for number in [self.header_crc, self.at, self.len] {
            to.extend_from_slice(&number.to_le_bytes());
        }
    }

    fn read(record: &[u8; RECORD]) -> Option<Self> {
        let (longs, shorts) = record.split_first_chunk::<24>()?;
        let ([segment, frame, first], []) = longs.as_chunks::<8>() else { return None };
        let ([header_crc, at, len], []) = shorts.as_chunks::<4>() else { return None };
        Some(Self {
            segment: u64::from_le_bytes(*segment),
            frame: u64::from_le_bytes(*frame),
            first: u64::from_le_bytes(*first),
            header_crc: u32::from_le_bytes(*header_crc),
            at: u32::from_le_bytes(*at),
            len: u32::from_le_bytes(*len),
        })
    }

    /// Whether it lies in the private section of the frame for which it was written down.
    fn fits(&self, segment: &Segment) -> io::Result<bool> {
        let header = Header::read(&Window::narrow(segment.clone()).get(self.frame, HEADER as u64)?);
        Ok(header.is_some_and(|header| {
            let private = HEADER as u64 + u64::from(header.public_len);
            let is_private = u64::from(self.at) >= private && u64::from(self.at) + self.len() <= header.frame_len();
            header.crc == self.header_crc && header.first == self.first && is_private
        }))
    }
}

/// The bodies of a frame that `select` chooses, but for those that are zero already.
pub(crate) fn choose(found: &Found, mut select: impl FnMut(&Stored, &PrivateEntry) -> bool) -> Vec<Body> {
    let Found { segment, offset, crc, frame } = found;
    let mut chosen = Vec::new();
    for (at, entry) in frame::bodies(frame) {
        let Some(bytes) = frame.events.get(usize::from(entry.event_index)) else { continue };
        let position = frame.first + u64::from(entry.event_index);
        let stored = Stored { position, recorded_at_ms: frame.recorded_at_ms, bytes: bytes.clone() };
        if frame::is_zero(&entry.body) || !select(&stored, entry) {
            continue;
        }
        // A frame has at most 32 MiB.
        if let (Ok(at), Ok(len)) = (u32::try_from(at), u32::try_from(entry.body.len())) {
            chosen.push(Body { segment: *segment, frame: *offset, first: frame.first, header_crc: *crc, at, len });
        }
    }
    chosen
}

/// Zeros bodies; durable on return, and finished by [`finish`] if this does not come to its end.
pub(crate) fn blank(disk: &dyn Disk, dir: &Path, segments: &[Segment], bodies: &[Body]) -> Result<(), OpenError> {
    if bodies.is_empty() {
        return Ok(());
    }
    let path = dir.join(NAME);
    disk.write_atomic(&path, &written_down(bodies)).map_err(io_at(&path))?;
    zero(disk, dir, segments, bodies)?;
    forget(disk, dir)
}

/// What is to be done with bodies that an unfinished blanking names and the log does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strange {
    /// The log is damaged.
    Refuse,
    /// It is known to be damaged, and will be cut there.
    Skip,
}

/// Does what was written down, if a blanking did not come to its end.
pub(crate) fn finish(disk: &dyn Disk, dir: &Path, segments: &[Segment], strange: Strange) -> Result<(), OpenError> {
    let path = dir.join(NAME);
    if !disk.exists(&path) {
        return Ok(());
    }
    let bytes = read_whole(disk, &path).map_err(io_at(&path))?;
    let mut bodies = read(&bytes).ok_or_else(|| OpenError::Blanking(path.clone()))?;
    let fits = |body: &Body| of(segments, body).map_or(Ok(false), |segment| body.fits(segment));
    match strange {
        Strange::Skip => bodies.retain(|body| fits(body).unwrap_or(false)),
        Strange::Refuse => {
            for body in &bodies {
                if !fits(body).map_err(io_at(&path_of(dir, body.segment)))? {
                    return Err(is_strange(body));
                }
            }
        }
    }
    tracing::warn!(dir = %dir.display(), bodies = bodies.len(), "finishing a blanking that was interrupted");
    zero(disk, dir, segments, &bodies)?;
    forget(disk, dir)
}

/// The segment of a body.
fn of<'s>(segments: &'s [Segment], body: &Body) -> Option<&'s Segment> {
    segments.iter().find(|segment| segment.first == body.segment)
}

/// Zeros bodies and syncs.
fn zero(disk: &dyn Disk, dir: &Path, segments: &[Segment], bodies: &[Body]) -> Result<(), OpenError> {
    for bodies in bodies.chunk_by(|one, next| one.segment == next.segment) {
        let Some(first) = bodies.first() else { continue };
        let path = path_of(dir, first.segment);
        let segment = of(segments, first).ok_or_else(|| is_strange(first))?;
        // A handle of its own: the system tells a failed write once to each handle, and the writer must hear of its own.
        let file = disk.open(&path).map_err(io_at(&path))?;
        for body in bodies {
            let len = usize::try_from(body.len).unwrap_or(usize::MAX);
            segment.zero(file.as_ref(), body.frame + u64::from(body.at), len).map_err(io_at(&path))?;
        }
        file.sync_data().map_err(io_at(&path))?;
    }
    Ok(())
}

/// The name goes for good: should the log be cut and written on, nothing must be zeroed there later.
fn forget(disk: &dyn Disk, dir: &Path) -> Result<(), OpenError> {
    let path = dir.join(NAME);
    disk.remove_file(&path).and_then(|()| disk.sync_dir(dir)).map_err(io_at(&path))
}

fn is_strange(body: &Body) -> OpenError {
    let (position, segment, offset) = (body.first, body.segment, body.frame);
    let what = "an unfinished blanking names a frame that is not here";
    ReadError::Corrupt { position, segment, offset, what }.into()
}

fn written_down(bodies: &[Body]) -> Vec<u8> {
    let mut bytes = MAGIC.to_vec();
    for body in bodies {
        body.write(&mut bytes);
    }
    bytes.extend_from_slice(&crc32c::crc32c(&bytes).to_le_bytes());
    bytes
}

fn read(bytes: &[u8]) -> Option<Vec<Body>> {
    let (whole, crc) = bytes.split_last_chunk::<4>()?;
    let (records, []) = whole.strip_prefix(&MAGIC)?.as_chunks::<RECORD>() else { return None };
    let is_whole = crc32c::crc32c(whole) == u32::from_le_bytes(*crc);
    is_whole.then(|| records.iter().map(Body::read).collect())?
}

fn read_whole(disk: &dyn Disk, path: &Path) -> io::Result<Vec<u8>> {
    let file = disk.open_to_read(path)?;
    let mut bytes = vec![0; usize::try_from(file.len()?).map_err(|_| io::ErrorKind::FileTooLarge)?];
    let read = file.read_at(0, &mut bytes)?;
    bytes.truncate(read);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_down_reads_back_and_every_flipped_bit_is_seen() {
        let body = |n: u32| Body {
            segment: n.into(),
            frame: u64::from(n) << 32,
            first: u64::from(n) + 1,
            header_crc: n + 2,
            at: n + 3,
            len: n + 4,
        };
        let bodies = [body(1), body(70_000)];
        let bytes = written_down(&bodies);
        assert_eq!(bytes.len(), 4 + 2 * RECORD + 4);
        assert_eq!(read(&bytes).unwrap(), bodies);
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(read(&flipped), None, "bit {bit}");
        }
        for len in 0..bytes.len() {
            assert_eq!(read(&bytes[..len]), None, "cut at {len}");
        }
    }
}
