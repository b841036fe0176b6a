//! Reading a log frame after frame.

use crate::frame::{self, HEADER, Header};
use crate::segment::Window;
use crate::{Position, ReadError, StoredFrame};

/// Frame after frame, from the one that holds a position to the head as it was when the walk began.
pub(crate) struct Walk {
    /// What is left to walk over, the next segment last.
    pub(crate) windows: Vec<Window>,
    pub(crate) offset: u64,
    pub(crate) from: Position,
    pub(crate) head: Position,
    pub(crate) failed: Option<ReadError>,
}

/// A frame, where it stands, and the checksum of its header.
pub(crate) struct Found {
    pub(crate) segment: Position,
    pub(crate) offset: u64,
    pub(crate) crc: u32,
    pub(crate) frame: StoredFrame,
}

impl Walk {
    /// The next frame with the place where it begins.
    pub(crate) fn step(&mut self) -> Result<Option<Found>, ReadError> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        if self.from >= self.head {
            return Ok(None);
        }
        while let Some(window) = self.windows.last_mut() {
            let segment = window.segment().first;
            let (position, offset) = (self.from, self.offset);
            let unreadable = |source| ReadError::Unreadable { position, segment, offset, source };
            let header = window.get(offset, HEADER as u64).map_err(unreadable)?;
            let Some(header) = Header::read(&header) else {
                if header.iter().any(|byte| *byte != 0) {
                    return Err(ReadError::Corrupt { position, segment, offset, what: "there is no frame header" });
                }
                self.windows.pop();
                self.offset = 0;
                continue;
            };
            if header.first > self.from {
                return Err(ReadError::Corrupt {
                    position,
                    segment,
                    offset,
                    what: "events are missing before this frame",
                });
            }
            self.offset += header.frame_len();
            if header.first + u64::from(header.events) <= self.from {
                continue;
            }
            let frame = window.get(offset, header.frame_len()).map_err(unreadable)?;
            let position = header.first;
            return match frame::decode(&header, &frame, false) {
                Ok(frame) => Ok(Some(Found { segment, offset, crc: header.crc, frame })),
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
            Ok(Some(Found { frame, .. })) => {
                self.from = frame.first + frame.events.len() as u64;
                Some(Ok(frame))
            }
            Err(error) => {
                // Nothing follows an error.
                self.windows.clear();
                self.from = self.head;
                Some(Err(error))
            }
        }
    }
}
