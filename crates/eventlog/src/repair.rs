//! Cutting a damaged log: a person's decision, never the program's.

use std::io;
use std::path::{Path, PathBuf};

use disk::Disk;

use crate::blanking::{self, Strange};
use crate::frame::{self, HEADER, Header};
use crate::opening::{OpenError, Opened, check, io_at, segments};
use crate::segment::{Segment, Window, path_of, scheduled_len};
use crate::{Position, ReadError};

/// Why a log was not cut. Nothing of it was changed, but for [`RepairError::Io`]; then try again.
#[derive(Debug, thiserror::Error)]
pub enum RepairError {
    /// What stands before the cut is damaged too: cut there.
    #[error("what would be kept is damaged: {0}")]
    Damaged(ReadError),
    /// A log is cut between frames only.
    #[error("no frame begins at position {position}, but one at {before}")]
    NoFrame {
        /// Where the cut was to be.
        position: Position,
        /// Where the frame begins that holds it, or the head if that comes before.
        before: Position,
    },
    /// What would be the last frame holds blanked bodies, and opening takes blanks in the last frame for damage.
    #[error("the frame at position {position} holds blanked bodies and cannot be the last: cut there")]
    Blanked {
        /// Where that frame begins.
        position: Position,
    },
    /// The file system.
    #[error("{path}: {source}")]
    Io {
        /// Where.
        path: PathBuf,
        /// What.
        source: io::Error,
    },
}

/// What was cut off, by the files that keep it.
#[derive(Debug)]
pub struct Cut {
    /// The bytes from the cut to the end of its segment, if any were written.
    pub rest: Option<PathBuf>,
    /// The segments behind it, under their new names.
    pub segments: Vec<PathBuf>,
}

impl From<OpenError> for RepairError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Damaged(error) => Self::Damaged(error),
            OpenError::Io { path, source } => Self::Io { path, source },
            OpenError::Empty(path) => Self::Io { path, source: io::ErrorKind::NotFound.into() },
            OpenError::Blanking(path) => Self::Io { path, source: io::ErrorKind::InvalidData.into() },
        }
    }
}

/// Cuts a closed log at a position: keeps the frames before it, and moves the frame that begins there and all that
/// stands behind it aside, into files beside the segments.
///
/// # Errors
/// [`RepairError`].
pub fn repair_cut_at(disk: &dyn Disk, dir: &Path, position: Position) -> Result<Cut, RepairError> {
    let segments = segments(disk, dir)?;
    blanking::finish(disk, dir, &segments, Strange::Skip)?;
    let mut behind = segments.into_iter();
    let mut kept = Opened { segments: Vec::new(), head: 0, offset: 0, prev: 0, recorded_at_ms: 0 };
    let mut last_frame = None;
    for segment in behind.by_ref() {
        keep(&mut kept, dir, segment, position, &mut last_frame)?;
        if kept.head == position {
            break;
        }
    }
    if kept.head != position {
        return Err(RepairError::NoFrame { position, before: kept.head });
    }
    if let Some((segment, offset, first)) = last_frame
        && is_blanked(segment, offset).map_err(io_at(dir))?
    {
        return Err(RepairError::Blanked { position: first });
    }
    let mut cut = Cut { rest: None, segments: Vec::new() };
    let nth = kept.segments.len().saturating_sub(1);
    if let Some(segment) = kept.segments.pop() {
        cut.rest = clear(disk, dir, segment, kept.offset, scheduled_len(nth))?;
    }
    for segment in behind {
        let path = path_of(dir, segment.first);
        let aside = unused_name(disk, &path.with_extension("seg.cut"));
        disk.rename(&path, &aside).map_err(io_at(&path))?;
        cut.segments.push(aside);
    }
    disk.sync_dir(dir).map_err(io_at(dir))?;
    Ok(cut)
}

/// Walks over a segment up to the cut.
fn keep(
    kept: &mut Opened,
    dir: &Path,
    segment: Segment,
    position: Position,
    last_frame: &mut Option<(Segment, u64, Position)>,
) -> Result<(), RepairError> {
    let io = || io_at(&path_of(dir, segment.first));
    let corrupt = |position, offset, what| {
        RepairError::Damaged(ReadError::Corrupt { position, segment: segment.first, offset, what })
    };
    if segment.first != kept.head {
        return Err(corrupt(kept.head, 0, "the segment does not begin where the one before ends"));
    }
    let mut window = Window::new(segment.clone());
    let mut offset = 0;
    while kept.head < position {
        if window.end_of_data(offset).map_err(io())? == offset {
            break;
        }
        let header = match check(kept, &mut window, offset, false).map_err(io())? {
            Ok(header) => header,
            Err(broken) => return Err(corrupt(kept.head, offset, broken.what())),
        };
        if header.first + u64::from(header.events) > position {
            return Err(RepairError::NoFrame { position, before: header.first });
        }
        *last_frame = Some((segment.clone(), offset, header.first));
        kept.head += u64::from(header.events);
        (kept.prev, kept.recorded_at_ms) = (header.crc, header.recorded_at_ms);
        offset += header.frame_len();
    }
    kept.offset = offset;
    kept.segments.push(segment);
    Ok(())
}

/// Whether a frame that fits holds blanked bodies.
fn is_blanked(segment: Segment, offset: u64) -> io::Result<bool> {
    let mut window = Window::new(segment);
    let Some(header) = Header::read(&window.get(offset, HEADER as u64)?) else { return Ok(false) };
    let frame = window.get(offset, header.frame_len())?;
    Ok(frame::decode(&header, &frame, true).is_err())
}

/// Keeps what stands behind an offset in a file of its own, and zeros it; the file, if there was anything.
fn clear(
    disk: &dyn Disk,
    dir: &Path,
    segment: Segment,
    offset: u64,
    made_len: u64,
) -> Result<Option<PathBuf>, RepairError> {
    let path = path_of(dir, segment.first);
    let io = || io_at(&path);
    let (len, file) = (segment.len, std::sync::Arc::clone(&segment.file));
    let mut window = Window::new(segment);
    let end = window.end_of_data(offset).map_err(io())?;
    let rest = window.get(offset, end - offset).map_err(io())?;
    let aside = (!rest.is_empty()).then(|| unused_name(disk, &path.with_extension(format!("from-{offset}.cut"))));
    if let Some(aside) = &aside {
        disk.write_atomic(aside, &rest).map_err(io_at(aside))?;
    }
    // A segment that was shorter than it was made grows again.
    let end = if len < made_len { made_len } else { end };
    let zeros = vec![0; 1 << 20];
    let mut at = offset;
    while at < end {
        let piece = zeros.len().min(usize::try_from(end - at).unwrap_or(usize::MAX));
        file.write_all_at(at, zeros.get(..piece).unwrap_or(&zeros)).map_err(io())?;
        at += piece as u64;
    }
    file.sync_data().map_err(io())?;
    Ok(aside)
}

/// The path, or the path with a number if there is such a file already.
fn unused_name(disk: &dyn Disk, path: &Path) -> PathBuf {
    let numbered = |n: u32| path.with_extension(format!("cut.{n}"));
    let mut names = std::iter::once(path.to_owned()).chain((1..10_000).map(numbered));
    names.find(|path| !disk.exists(path)).unwrap_or_else(|| path.to_owned())
}
