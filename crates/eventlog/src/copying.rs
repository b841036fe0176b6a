//! Copying a log: frame after frame as it lies in its segments, checked, and without writing to where it is read from.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use disk::{Disk, File};

use crate::frame::{self, HEADER, Header, is_zero};
use crate::opening::{OpenError, Opened, check, io_at};
use crate::segment::{Segment, Window, first_of, path_of, scheduled_len};
use crate::{Position, ReadError, StoredFrame};

/// A frame that is being written just now, or a body that is being zeroed, looks broken for a moment: so often, and so far
/// apart, is it read again before it is called damaged.
const TRIES: usize = 100;
const PAUSE: Duration = Duration::from_millis(20);

/// Reads a log frame after frame, up to the last whole one, also while another process appends to it or blanks in it.
///
/// What it has read stays true: frames are appended only, and each is checked to follow the one before. So the frames read
/// are the history up to a head that the log once had, whatever is appended meanwhile. The last of them is not blanked:
/// what is blanked is followed by a frame that was there before.
#[derive(Debug)]
pub struct Scan {
    disk: Arc<dyn Disk>,
    dir: PathBuf,
    window: Window,
    read: Opened,
    is_over: bool,
}

/// A frame as it lies in its segment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    /// The segment's first position, which is its name.
    pub segment: Position,
    /// Where in the segment.
    pub offset: u64,
    /// All its bytes.
    pub bytes: Bytes,
    /// What they hold.
    pub frame: StoredFrame,
}

impl Scan {
    /// Begins to read the log of a directory.
    ///
    /// # Errors
    /// [`OpenError::Io`], [`OpenError::Empty`].
    pub fn begin(disk: Arc<dyn Disk>, dir: &Path) -> Result<Self, OpenError> {
        let path = path_of(dir, 0);
        if !disk.exists(&path) {
            return Err(OpenError::Empty(dir.to_owned()));
        }
        let window = window(disk.as_ref(), dir, 0).map_err(io_at(&path))?;
        let read = Opened { segments: Vec::new(), head: 0, offset: 0, prev: 0, recorded_at_ms: 0 };
        Ok(Self { disk, dir: dir.to_owned(), window, read, is_over: false })
    }

    /// How many events were read.
    #[must_use]
    pub fn head(&self) -> Position {
        self.read.head
    }

    fn step(&mut self) -> Result<Option<Scanned>, ReadError> {
        while is_zero(&self.header()?) {
            if !self.go_on()? {
                return Ok(None);
            }
        }
        let (segment, offset) = (self.window.segment().first, self.read.offset);
        let mut what = "";
        for _ in 0..TRIES {
            match self.frame().map_err(|source| self.unreadable(source))? {
                Ok((header, bytes, frame)) => {
                    self.read.offset += header.frame_len();
                    self.read.head += u64::from(header.events);
                    (self.read.prev, self.read.recorded_at_ms) = (header.crc, header.recorded_at_ms);
                    return Ok(Some(Scanned { segment, offset, bytes, frame }));
                }
                Err(broken) => what = broken,
            }
            std::thread::sleep(PAUSE);
            self.window.forget();
        }
        Err(self.corrupt(what))
    }

    /// The frame that stands next, or what is wrong with it.
    fn frame(&mut self) -> io::Result<Result<(Header, Bytes, StoredFrame), &'static str>> {
        let header = match check(&self.read, &mut self.window, self.read.offset, false)? {
            Ok(header) => header,
            Err(broken) => return Ok(Err(broken.what())),
        };
        let bytes = self.window.get(self.read.offset, header.frame_len())?;
        let frame = frame::decode(&header, &bytes, false);
        Ok(frame.map(|frame| (header, bytes, frame)).map_err(|defect| defect.what))
    }

    fn header(&mut self) -> Result<Bytes, ReadError> {
        self.window.get(self.read.offset, HEADER as u64).map_err(|source| self.unreadable(source))
    }

    /// Goes on where nothing stood a moment ago: in the next segment, or here if something was appended meanwhile.
    fn go_on(&mut self) -> Result<bool, ReadError> {
        let (head, segment) = (self.read.head, self.window.segment().first);
        let follows = |scan: &Self| head != segment && scan.disk.exists(&path_of(&scan.dir, head));
        if follows(self) {
            self.open(head)?;
            self.read.offset = 0;
            return Ok(true);
        }
        let listed = self.disk.list(&self.dir).map_err(|source| self.unreadable(source))?;
        if !listed.iter().filter_map(|path| first_of(path)).any(|first| first > head) {
            return Ok(false);
        }
        // Opened anew: a segment that was too small for its very first frame was replaced.
        self.open(segment)?;
        if is_zero(&self.header()?) && !follows(self) {
            return Err(self.corrupt("events are missing before the next segment"));
        }
        Ok(true)
    }

    fn open(&mut self, segment: Position) -> Result<(), ReadError> {
        let opened = window(self.disk.as_ref(), &self.dir, segment);
        self.window = opened.map_err(|source| self.unreadable(source))?;
        Ok(())
    }

    fn corrupt(&self, what: &'static str) -> ReadError {
        let (position, segment, offset) = (self.read.head, self.window.segment().first, self.read.offset);
        ReadError::Corrupt { position, segment, offset, what }
    }

    fn unreadable(&self, source: io::Error) -> ReadError {
        let (position, segment, offset) = (self.read.head, self.window.segment().first, self.read.offset);
        ReadError::Unreadable { position, segment, offset, source }
    }
}

impl Iterator for Scan {
    type Item = Result<Scanned, ReadError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let step = self.step();
        self.is_over = !matches!(step, Ok(Some(_)));
        step.transpose()
    }
}

fn window(disk: &dyn Disk, dir: &Path, first: Position) -> io::Result<Window> {
    let file = disk.open_to_read(&path_of(dir, first))?;
    let len = file.len()?;
    Ok(Window::new(Segment::new(first, file, len)))
}

/// The name of the file of a segment.
#[must_use]
pub fn segment_name(first: Position) -> String {
    format!("{first:020}.seg")
}

/// The first position of the segment that a file of this name holds; `None` when it is no segment's name.
#[must_use]
pub fn segment_of(name: &str) -> Option<Position> {
    first_of(Path::new(name)).filter(|first| segment_name(*first) == name)
}

/// Writes a segment anew from the bytes of its frames.
#[derive(Debug)]
pub struct SegmentWriter {
    file: Arc<dyn File>,
    offset: u64,
}

impl SegmentWriter {
    /// Makes the `nth` segment of a log, from 0, with room for `len` bytes.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn create(disk: &dyn Disk, dir: &Path, nth: usize, first: Position, len: u64) -> io::Result<Self> {
        let file = disk.create_zeroed(&path_of(dir, first), scheduled_len(nth).max(len))?;
        Ok(Self { file, offset: 0 })
    }

    /// Writes what follows.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all_at(self.offset, bytes)?;
        self.offset += bytes.len() as u64;
        Ok(())
    }

    /// Makes it durable.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn finish(self) -> io::Result<()> {
        self.file.sync_data()
    }
}
