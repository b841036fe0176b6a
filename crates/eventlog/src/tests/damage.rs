//! What opening makes of damage: every flipped bit, and every pattern of sectors that were never written.

use super::*;
use crate::ReadError;
use crate::opening::{OpenError, Opened, walk};
use crate::segment::Segment;

const SEGMENT: usize = 8 << 10;
const SECTOR: usize = 512;

/// The bytes of one segment, and where each frame begins with the position of its first event.
struct Written {
    bytes: Vec<u8>,
    frames: Vec<(usize, Position)>,
    end: usize,
    head: Position,
}

/// A segment whose last frame has `last_events` events of about 100 bytes and two private entries.
fn written(before: usize, last_events: u64) -> Written {
    padded(before, last_events, 0)
}

/// The same, with `pad` more bytes in the first event.
fn padded(before: usize, last_events: u64, pad: usize) -> Written {
    let (mut bytes, mut frames, mut prev, mut head) = (Vec::new(), Vec::new(), 0, 0);
    for nth in 0..=before {
        let count = if nth == before { last_events } else { 2 };
        let letters = |n| "a".repeat(if n == 0 { 80 + pad } else { 80 });
        let events: Vec<_> = (head..head + count).map(|n| event(n, &letters(n))).collect();
        let bodies: Vec<u8> = (0..150_u8).map(|n| n | 0x81).collect();
        let private = [private(1, 0, &bodies[..90]), private(2, u16::try_from(count - 1).unwrap(), &bodies)];
        let frame = Frame { recorded_at_ms: 5 + head, commands: 1, events: &events, private: &private };
        let mut buffer = Vec::new();
        prev = crate::frame::encode(&mut buffer, &frame, head, prev).unwrap();
        frames.push((bytes.len(), head));
        bytes.extend_from_slice(&buffer);
        head += count;
    }
    let end = bytes.len();
    bytes.resize(SEGMENT, 0);
    Written { bytes, frames, end, head }
}

/// Opens one segment: the head, and the checksum of the bytes after opening; or the position that is named as damaged.
pub(super) fn opened(bytes: &[u8]) -> Result<(Position, u32), Position> {
    let memory = Arc::new(Memory(Mutex::new(bytes.to_vec())));
    let segment = Segment::new(0, Arc::clone(&memory) as Arc<dyn File>, bytes.len() as u64);
    let mut opened = Opened { segments: Vec::new(), head: 0, offset: 0, prev: 0, recorded_at_ms: 0 };
    match walk(&mut opened, Path::new("log"), segment, true) {
        Ok(()) => Ok((opened.head, crc32c::crc32c(&memory.0.lock().unwrap()))),
        Err(OpenError::Damaged(ReadError::Corrupt { position, .. })) => Err(position),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn every_flipped_bit_is_corruption_of_the_frame_that_holds_it() {
    let Written { bytes, frames, end, head } = written(3, 8);
    assert_eq!(opened(&bytes), Ok((head, crc32c::crc32c(&bytes))));
    for bit in 0..end * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let (_, position) = *frames.iter().rev().find(|(begins, _)| *begins <= bit / 8).unwrap();
        assert_eq!(opened(&flipped), Err(position), "bit {bit}");
    }
}

#[test]
fn a_flipped_bit_in_the_zeros_behind_the_end_is_corruption() {
    let Written { bytes, end, head, .. } = written(2, 3);
    for bit in (end * 8..bytes.len() * 8).step_by(7) {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert_eq!(opened(&flipped), Err(head), "bit {bit}");
    }
}

/// Leaves only some sectors of what was written from `from` on.
fn lose(bytes: &[u8], from: usize, end: usize, lost: impl Fn(usize) -> bool) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for sector in from / SECTOR..end.div_ceil(SECTOR) {
        if lost(sector - from / SECTOR) {
            bytes[from.max(sector * SECTOR)..end.min((sector + 1) * SECTOR)].fill(0);
        }
    }
    bytes
}

#[test]
fn whatever_sectors_of_the_last_frame_are_lost_exactly_it_is_cut() {
    let mut headers_across_sectors = 0;
    for (before, pad) in [(0, 0), (1, 0), (1, 440), (1, 480), (1, 498), (2, 3), (3, 415), (4, 400)] {
        for last_events in [1, 6, 20] {
            let Written { bytes, frames, end, .. } = padded(before, last_events, pad);
            let (begins, position) = frames[before];
            headers_across_sectors += usize::from(begins % SECTOR > SECTOR - 64);
            let sectors = end.div_ceil(SECTOR) - begins / SECTOR;
            assert!(sectors <= 8, "{sectors}");
            for pattern in 1..1_u32 << sectors {
                let torn = lose(&bytes, begins, end, |sector| pattern >> sector & 1 == 1);
                let mut cut = bytes.clone();
                cut[begins..].fill(0);
                let told = format!("before {before}, pad {pad}, events {last_events}, pattern {pattern:b}");
                assert_eq!(opened(&torn), Ok((position, crc32c::crc32c(&cut))), "{told}");
            }
        }
    }
    assert!(headers_across_sectors > 0, "no header lies across a sector boundary");
}

#[test]
fn lost_sectors_before_the_last_frame_are_corruption() {
    let Written { bytes, frames, .. } = written(4, 3);
    for sector in 0..frames[4].0 / SECTOR {
        let mut lost = bytes.clone();
        lost[sector * SECTOR..(sector + 1) * SECTOR].fill(0);
        let damaged = opened(&lost).unwrap_err();
        assert!(damaged < frames[4].1, "sector {sector}");
    }
}

#[test]
fn zeros_that_are_no_whole_sector_are_corruption() {
    let Written { bytes, frames, end, .. } = written(2, 6);
    let (begins, position) = frames[2];
    for at in (begins..end - 100).step_by(13) {
        let whole = (at..at + 100).any(|at| at % SECTOR == 0) && at + 100 >= end;
        let mut zeroed = bytes.clone();
        zeroed[at..at + 100].fill(0);
        if !whole && at / SECTOR == (at + 99) / SECTOR && at != begins {
            assert_eq!(opened(&zeroed), Err(position), "at {at}");
        }
    }
}

#[test]
fn a_lost_sector_does_not_excuse_damage_elsewhere() {
    let Written { bytes, frames, end, .. } = written(1, 12);
    let (begins, position) = frames[1];
    let lost = lose(&bytes, begins, end, |sector| sector == 1);
    let mut and_flipped = lost.clone();
    and_flipped[end - 1] ^= 4;
    assert_eq!(opened(&lost).unwrap().0, position);
    assert_eq!(opened(&and_flipped), Err(position), "the flip is in a private body, the lost sector in an event");
}

#[test]
fn a_blanked_body_is_fine_but_in_the_last_frame() {
    let Written { bytes, frames, end, head } = written(2, 2);
    let blanked = |end: usize| {
        let mut blanked = bytes.clone();
        blanked[end - 150..end].fill(0);
        blanked
    };
    assert_eq!(opened(&blanked(frames[1].0)).unwrap().0, head);
    assert_eq!(opened(&blanked(end)), Err(frames[2].1));
}

#[test]
fn a_body_that_was_zeros_from_the_beginning_is_fine_in_the_last_frame() {
    let mut bytes = Vec::new();
    let (events, private) = ([event(0, "a")], [private(2, 0, &[0; 16])]);
    let frame = Frame { recorded_at_ms: 1, commands: 1, events: &events, private: &private };
    crate::frame::encode(&mut bytes, &frame, 0, 0).unwrap();
    bytes.resize(SEGMENT, 0);
    assert_eq!(opened(&bytes).unwrap().0, 1);
}
