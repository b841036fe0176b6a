//! Opening a log after whatever happened: a walk over every checksum, and the rules of what may be cut.
//!
//! Zeros end the log only if everything to the segment's end is zero. A broken last frame is cut only when every check
//! that fails is explained by whole 512-byte sectors of zeros, and nothing stands behind it; that is how a frame looks
//! whose sync did not finish. Any other defect is corruption, and for a person to decide. The last frame is never
//! blanked (blanking waits until another frame follows), so that a body of zeros in it is a defect.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use disk::Disk;

use crate::frame::{self, Defect, HEADER, Header};
use crate::segment::{Segment, Window, first_of};
use crate::{Position, ReadError};

/// What a disk writes whole or not at all, in bytes.
const SECTOR: u64 = 512;

/// Why a log could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The bytes are not what was written. Restore a backup, or decide where to cut.
    #[error(transparent)]
    Damaged(#[from] ReadError),
    /// The file system.
    #[error("{path}: {source}")]
    Io {
        /// Where.
        path: PathBuf,
        /// What.
        source: io::Error,
    },
    /// There is no segment.
    #[error("{0} holds no segment of a log")]
    Empty(PathBuf),
}

/// Where a log ends.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) segments: Vec<Segment>,
    pub(crate) head: Position,
    pub(crate) offset: u64,
    pub(crate) prev: u32,
    pub(crate) recorded_at_ms: u64,
}

/// Walks over all segments of a directory, cuts a frame whose sync did not finish, and syncs.
pub(crate) fn open(disk: &dyn Disk, dir: &Path) -> Result<Opened, OpenError> {
    let io_at = |path: &Path| {
        let path = path.to_owned();
        move |source| OpenError::Io { path, source }
    };
    let mut segments = Vec::new();
    for path in disk.list(dir).map_err(io_at(dir))? {
        if path.extension().is_some_and(|extension| extension == "spare") {
            disk.remove_file(&path).map_err(io_at(&path))?;
        }
        let Some(first) = first_of(&path) else { continue };
        let file = disk.open(&path).map_err(io_at(&path))?;
        let len = file.len().map_err(io_at(&path))?;
        segments.push(Segment { first, file, len });
    }
    let mut opened = Opened { segments: Vec::new(), head: 0, offset: 0, prev: 0, recorded_at_ms: 0 };
    let count = segments.len();
    for (nth, segment) in segments.into_iter().enumerate() {
        walk(&mut opened, segment, nth + 1 == count)?;
    }
    let last = opened.segments.last().ok_or_else(|| OpenError::Empty(dir.to_owned()))?;
    last.file.sync_data().map_err(io_at(dir))?;
    disk.sync_dir(dir).map_err(io_at(dir))?;
    Ok(opened)
}

/// Walks over one segment.
fn walk(opened: &mut Opened, segment: Segment, is_last: bool) -> Result<(), OpenError> {
    let corrupt = |position, offset, what| ReadError::Corrupt { position, segment: segment.first, offset, what };
    if segment.first != opened.head {
        return Err(corrupt(opened.head, 0, "a segment is missing before this one").into());
    }
    let mut window = Window::new(segment.clone());
    let mut offset = 0;
    while offset < segment.len {
        let header = window.get(offset, HEADER as u64).map_err(ReadError::from)?;
        if header.iter().all(|byte| *byte == 0) && window.end_of_data(offset).map_err(ReadError::from)? == offset {
            break;
        }
        match check(opened, &mut window, offset, is_last).map_err(ReadError::from)? {
            Ok(header) => {
                opened.head += u64::from(header.events);
                opened.prev = header.crc;
                opened.recorded_at_ms = header.recorded_at_ms;
                offset += header.frame_len();
            }
            Err(broken) => {
                let cut = is_last && is_unfinished(&mut window, offset, &broken).map_err(ReadError::from)?;
                if !cut {
                    return Err(corrupt(opened.head, offset, broken.defect.what).into());
                }
                cut_at(&mut window, offset, opened.head).map_err(ReadError::from)?;
                break;
            }
        }
    }
    opened.offset = offset;
    opened.segments.push(segment);
    Ok(())
}

/// A frame that does not fit.
struct Broken {
    header: Option<Header>,
    defect: Defect,
}

fn check(opened: &Opened, window: &mut Window, offset: u64, is_last: bool) -> io::Result<Result<Header, Broken>> {
    let broken = |header, what| Broken { header, defect: Defect { what, from: 0, to: HEADER } };
    let Some(header) = Header::read(&window.get(offset, HEADER as u64)?) else {
        return Ok(Err(broken(None, "there is no frame header")));
    };
    if header.first != opened.head || header.prev != opened.prev || header.recorded_at_ms < opened.recorded_at_ms {
        return Ok(Err(broken(None, "the frame does not follow the one before")));
    }
    let end = offset + header.frame_len();
    if end > window.segment().len {
        return Ok(Err(broken(None, "the frame is longer than its segment")));
    }
    let ends_the_log = is_last && {
        let next = window.get(end, HEADER as u64)?;
        Header::read(&next).is_none()
    };
    let frame = window.get(offset, header.frame_len())?;
    Ok(match frame::decode(&header, &frame, ends_the_log) {
        Ok(_) => Ok(header),
        Err(defect) => Err(Broken { header: Some(header), defect }),
    })
}

/// Whether a broken frame is one whose sync did not finish.
fn is_unfinished(window: &mut Window, offset: u64, broken: &Broken) -> io::Result<bool> {
    let end_of_data = window.end_of_data(offset)?;
    let header_end = offset + HEADER as u64;
    let (end, from, to) = if let Some(header) = &broken.header {
        let at = |within: usize| offset + within as u64;
        (offset + header.frame_len(), at(broken.defect.from), at(broken.defect.to))
    } else {
        (end_of_data.max(header_end).min(window.segment().len), offset, header_end)
    };
    let nothing_behind = end_of_data <= end && end - offset <= frame::MAX_FRAME_BYTES as u64;
    Ok(nothing_behind && has_lost_sector(window, offset, end, from, to)? && !holds_a_frame(window, offset, end)?)
}

/// Whether a sector that overlaps `from..to` is all zero within the frame `start..end`.
fn has_lost_sector(window: &mut Window, start: u64, end: u64, from: u64, to: u64) -> io::Result<bool> {
    let mut sector = from / SECTOR * SECTOR;
    while sector < to {
        let (low, high) = (sector.max(start), (sector + SECTOR).min(end.max(to)));
        let bytes = window.get(low, high - low)?;
        if bytes.iter().all(|byte| *byte == 0) {
            return Ok(true);
        }
        sector += SECTOR;
    }
    Ok(false)
}

/// Whether another frame begins inside: then what is broken was once followed by something, and is no unfinished end.
fn holds_a_frame(window: &mut Window, offset: u64, end: u64) -> io::Result<bool> {
    let bytes = window.get(offset, end - offset)?;
    let begins = |at: &usize| Header::read(bytes.get(*at..).unwrap_or_default()).is_some();
    Ok((1..bytes.len().saturating_sub(HEADER)).any(|at| begins(&at)))
}

fn cut_at(window: &mut Window, offset: u64, head: Position) -> io::Result<()> {
    let end = window.end_of_data(offset)?;
    tracing::warn!(head, offset, bytes = end - offset, "cutting a frame whose sync did not finish");
    let zeros = vec![0; usize::try_from(end - offset).map_err(|_| io::ErrorKind::FileTooLarge)?];
    let file = Arc::clone(&window.segment().file);
    file.write_all_at(offset, &zeros)?;
    file.sync_data()
}
