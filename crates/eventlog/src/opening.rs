//! Opening a log after whatever happened: a walk over every checksum, and the rules of what may be cut.
//!
//! Zeros end the log only if everything to the segment's end is zero. A broken last frame is cut only when every check
//! that fails is explained by whole 512-byte sectors of zeros, and nothing stands behind it; that is how a frame looks
//! whose sync did not finish. Any other defect is corruption, and for a person to decide. The last frame is never
//! blanked (blanking waits until another frame follows), so that a body of zeros in it is a defect. A blanking that did
//! not come to its end is finished first.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use disk::Disk;

use crate::blanking::{self, Strange};
use crate::frame::{self, Defect, HEADER, Header, is_zero};
use crate::segment::{Segment, Window, first_of, path_of, scheduled_len};
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
    /// What says which bodies were being blanked is damaged. Without it, opening tells whether one of them is half blanked.
    #[error("{0} is damaged, and with it the note of a blanking that was interrupted; move it away, and blank again")]
    Blanking(PathBuf),
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

/// Says where a failure of the file system happened.
pub(crate) fn io_at(path: &Path) -> impl FnOnce(io::Error) -> OpenError + use<> {
    let path = path.to_owned();
    move |source| OpenError::Io { path, source }
}

/// Finishes a blanking, walks over all segments of a directory, cuts a frame whose sync did not finish, and syncs.
pub(crate) fn open(disk: &dyn Disk, dir: &Path) -> Result<Opened, OpenError> {
    remove_spare(disk, dir)?;
    let mut segments = segments(disk, dir)?;
    for (nth, Segment { first, len, .. }) in segments.iter().enumerate() {
        if *len < scheduled_len(nth) {
            let (position, segment, offset) = (*first, *first, *len);
            let what = "the segment is shorter than it was made";
            return Err(ReadError::Corrupt { position, segment, offset, what }.into());
        }
    }
    blanking::finish(disk, dir, &segments, Strange::Refuse)?;
    let unused = unused(dir, &segments)?;
    let used = segments.len() - unused;
    let mut opened = Opened { segments: Vec::new(), head: 0, offset: 0, prev: 0, recorded_at_ms: 0 };
    let mut unused = segments.split_off(used).into_iter();
    for (nth, segment) in segments.into_iter().enumerate() {
        walk(&mut opened, dir, segment, nth + 1 == used)?;
    }
    // The one that an append had begun, if it would begin where the history ends; others are of no use.
    let begun = unused.next();
    if let Some(segment) = begun.as_ref().filter(|segment| segment.first == opened.head) {
        opened.segments.push(segment.clone());
        opened.offset = 0;
    }
    for segment in begun.into_iter().filter(|segment| segment.first != opened.head).chain(unused) {
        let path = path_of(dir, segment.first);
        disk.remove_file(&path).map_err(io_at(&path))?;
    }
    let last = opened.segments.last().ok_or_else(|| OpenError::Empty(dir.to_owned()))?;
    last.file.sync_data().map_err(io_at(&path_of(dir, last.first)))?;
    disk.sync_dir(dir).map_err(io_at(dir))?;
    Ok(opened)
}

/// Removes what was being made when the log was last closed.
fn remove_spare(disk: &dyn Disk, dir: &Path) -> Result<(), OpenError> {
    for path in disk.list(dir).map_err(io_at(dir))? {
        if path.extension().is_some_and(|extension| extension == "spare") {
            disk.remove_file(&path).map_err(io_at(&path))?;
        }
    }
    Ok(())
}

/// The segments of a directory, in order.
pub(crate) fn segments(disk: &dyn Disk, dir: &Path) -> Result<Vec<Segment>, OpenError> {
    let paths = disk.list(dir).map_err(io_at(dir))?;
    let named = paths.iter().filter_map(|path| first_of(path).map(|first| (first, path)));
    let opened = named.map(|(first, path)| {
        let file = disk.open(path)?;
        let len = file.len()?;
        Ok(Segment::new(first, file, len))
    });
    opened.collect::<io::Result<_>>().map_err(io_at(dir))
}

/// How many segments at the end hold nothing, not counting the very first.
fn unused(dir: &Path, segments: &[Segment]) -> Result<usize, OpenError> {
    let mut unused = 0;
    for segment in segments.iter().skip(1).rev() {
        if !Window::new(segment.clone()).is_unused().map_err(io_at(&path_of(dir, segment.first)))? {
            break;
        }
        unused += 1;
    }
    Ok(unused)
}

/// Walks over one segment.
pub(crate) fn walk(opened: &mut Opened, dir: &Path, segment: Segment, is_last: bool) -> Result<(), OpenError> {
    let corrupt = |position, offset, what| ReadError::Corrupt { position, segment: segment.first, offset, what };
    let io = || io_at(&path_of(dir, segment.first));
    if segment.first != opened.head {
        return Err(corrupt(opened.head, 0, "the segment does not begin where the one before ends").into());
    }
    let mut window = Window::new(segment.clone());
    let mut offset = 0;
    while offset < segment.len {
        let header = window.get(offset, HEADER as u64).map_err(io())?;
        if is_zero(&header) && window.end_of_data(offset).map_err(io())? == offset {
            break;
        }
        match check(opened, &mut window, offset, is_last).map_err(io())? {
            Ok(header) => {
                opened.head += u64::from(header.events);
                opened.prev = header.crc;
                opened.recorded_at_ms = header.recorded_at_ms;
                offset += header.frame_len();
            }
            Err(broken) => {
                if !is_last || !is_unfinished(&mut window, offset, &broken).map_err(io())? {
                    return Err(corrupt(opened.head, offset, broken.what()).into());
                }
                cut_at(&mut window, offset, opened.head).map_err(io())?;
                break;
            }
        }
    }
    opened.offset = offset;
    opened.segments.push(segment);
    Ok(())
}

/// A frame that does not fit: its header, if that is whole, and all that fails.
pub(crate) struct Broken {
    header: Option<Header>,
    defects: Vec<Defect>,
}

impl Broken {
    pub(crate) fn what(&self) -> &'static str {
        self.defects.first().map_or("the frame is cut", |defect| defect.what)
    }
}

pub(crate) fn check(
    opened: &Opened,
    window: &mut Window,
    offset: u64,
    is_last: bool,
) -> io::Result<Result<Header, Broken>> {
    // Nothing of a frame is lost whose header is whole and wrong, so that nothing explains these.
    let wrong = |header, what| Ok(Err(Broken { header: Some(header), defects: vec![Defect::new(what, 0, 0)] }));
    let bytes = window.get(offset, HEADER as u64)?;
    let Some(header) = Header::read(&bytes) else {
        return Ok(Err(Broken { header: None, defects: vec![frame::header_defect(&bytes)] }));
    };
    if header.first != opened.head || header.prev != opened.prev || header.recorded_at_ms < opened.recorded_at_ms {
        return wrong(header, "the frame does not follow the one before");
    }
    let end = offset + header.frame_len();
    if end > window.segment().len {
        return wrong(header, "the frame is longer than its segment");
    }
    let ends_the_log = is_last && is_zero(&window.get(end, HEADER as u64)?);
    let frame = window.get(offset, header.frame_len())?;
    let mut defects = Vec::new();
    let read = frame::examine(&header, &frame, ends_the_log, &mut |defect| defects.push(defect));
    let fits = read.is_some() && defects.is_empty();
    Ok(if fits { Ok(header) } else { Err(Broken { header: Some(header), defects }) })
}

/// Whether a broken frame is one whose sync did not finish: sectors that were never written explain all that fails, a
/// single flipped bit does not, and nothing stands behind it.
fn is_unfinished(window: &mut Window, offset: u64, broken: &Broken) -> io::Result<bool> {
    let end_of_data = window.end_of_data(offset)?;
    let end = match &broken.header {
        Some(header) => offset + header.frame_len(),
        None => end_of_data.max(offset + HEADER as u64).min(window.segment().len),
    };
    if end_of_data > end || end - offset > frame::MAX_FRAME_BYTES as u64 || broken.defects.is_empty() {
        return Ok(false);
    }
    if broken.header.is_none() && is_one_bit(&window.get(offset, end - offset)?) {
        return Ok(false);
    }
    for defect in &broken.defects {
        let (from, to) = (offset + defect.from as u64, offset + defect.to as u64);
        if defect.is_one_flip() || !has_lost_sector(window, offset, end, from, to)? {
            return Ok(false);
        }
    }
    Ok(!holds_a_frame(window, offset, end)?)
}

/// Whether all is zero but one bit: then zeros were changed, not a frame.
fn is_one_bit(bytes: &[u8]) -> bool {
    let mut ones = bytes.iter().filter(|byte| **byte != 0).map(|byte| byte.count_ones());
    ones.next() == Some(1) && ones.next().is_none()
}

/// Whether a sector that overlaps `from..to` is all zero within the frame `start..end`; every one of them, when the range
/// itself is zero, because what of it lies in other sectors was written.
fn has_lost_sector(window: &mut Window, start: u64, end: u64, from: u64, to: u64) -> io::Result<bool> {
    let needs_all = is_zero(&window.get(from, to - from)?);
    let (mut lost, mut sectors) = (0_u64, 0_u64);
    for sector in from / SECTOR..to.div_ceil(SECTOR) {
        let (low, high) = ((sector * SECTOR).max(start), ((sector + 1) * SECTOR).min(end.max(to)));
        lost += u64::from(is_zero(&window.get(low, high - low)?));
        sectors += 1;
    }
    Ok(if needs_all { sectors > 0 && lost == sectors } else { lost > 0 })
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
