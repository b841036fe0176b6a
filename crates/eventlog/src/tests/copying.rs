//! A log that is copied frame by frame, at rest and while others write to it.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};

use disk::RealDisk;

use super::*;
use crate::{OpenError, ReadError, Scan, SegmentWriter, StoredFrame, segment_name, segment_of};

fn real() -> (tempfile::TempDir, Arc<dyn Disk>) {
    (tempfile::tempdir().unwrap(), Arc::new(RealDisk))
}

/// Appends frames of one event and one text of `len` bytes.
fn append_texts(log: &impl EventLog, lens: &[usize]) {
    for len in lens {
        let n = log.head();
        let frame = Frame {
            recorded_at_ms: 1_000 + n,
            commands: 1,
            events: &[event(n, "a")],
            private: &[private(1, 0, &vec![9; *len])],
        };
        log.append(n, frame).unwrap();
    }
}

fn frames(log: &impl EventLog) -> Vec<StoredFrame> {
    log.frames(0).map(|frame| frame.unwrap()).collect()
}

/// Writes what a scan reads into an empty directory; the frames.
fn copied(disk: &Arc<dyn Disk>, from: &Path, to: &Path) -> Result<Vec<StoredFrame>, ReadError> {
    let (mut segments, mut frames) = (BTreeMap::<_, Vec<u8>>::new(), Vec::new());
    for scanned in Scan::begin(Arc::clone(disk), from).unwrap() {
        let scanned = scanned?;
        let bytes = segments.entry(scanned.segment).or_default();
        assert_eq!(bytes.len() as u64, scanned.offset);
        bytes.extend_from_slice(&scanned.bytes);
        frames.push(scanned.frame);
    }
    for (nth, (first, bytes)) in segments.into_iter().enumerate() {
        let mut writer = SegmentWriter::create(disk.as_ref(), to, nth, first, bytes.len() as u64).unwrap();
        bytes.chunks(100_000).for_each(|piece| writer.write(piece).unwrap());
        writer.finish().unwrap();
    }
    Ok(frames)
}

#[test]
fn a_copy_opens_as_the_log_that_was_copied() {
    let ((dir, disk), copy) = (real(), tempfile::tempdir().unwrap());
    let log = create(&disk, dir.path());
    // The second segment holds one frame larger than it was to be.
    append_texts(&log, &[40, 700_000, 6 << 20, 50, 300_000]);
    log.blank([0, 2], |_, _| true).unwrap();
    let before = std::fs::read(dir.path().join(segment_name(0))).unwrap();
    let scanned = copied(&disk, dir.path(), copy.path()).unwrap();
    assert_eq!(scanned, frames(&log));
    assert_eq!(std::fs::read(dir.path().join(segment_name(0))).unwrap(), before);
    let copy = open(&disk, copy.path());
    assert_eq!(frames(&copy), frames(&log));
    append_texts(&copy, &[10]);
}

#[test]
fn a_log_without_events_is_copied_as_nothing() {
    let ((dir, disk), nowhere) = (real(), tempfile::tempdir().unwrap());
    drop(create(&disk, dir.path()));
    let mut scan = Scan::begin(Arc::clone(&disk), dir.path()).unwrap();
    assert!(scan.next().is_none() && scan.head() == 0);
    assert!(matches!(Scan::begin(disk, nowhere.path()), Err(OpenError::Empty(_))));
}

#[test]
fn damage_and_missing_segments_are_told_and_nothing_follows() {
    let (dir, disk) = real();
    let log = create(&disk, dir.path());
    append_texts(&log, &[600_000; 12]);
    drop(log);
    let scan = || Scan::begin(Arc::clone(&disk), dir.path()).unwrap().collect::<Vec<_>>();
    let names = RealDisk.list(dir.path()).unwrap();
    assert_eq!((names.len(), scan().len()), (3, 12));
    let (second, aside) = (&names[1], dir.path().join("aside"));
    std::fs::rename(second, &aside).unwrap();
    assert!(matches!(scan()[..], [Ok(_), Err(ReadError::Corrupt { position: 1, .. })]));
    std::fs::rename(&aside, second).unwrap();
    let mut bytes = std::fs::read(second).unwrap();
    bytes[700_000] ^= 1;
    std::fs::write(second, bytes).unwrap();
    assert!(matches!(scan()[..], [Ok(_), Ok(_), Err(ReadError::Corrupt { position: 2, .. })]));
}

#[test]
fn a_copy_of_a_log_in_use_is_what_the_log_once_was() {
    let (dir, disk) = real();
    let log = create(&disk, dir.path());
    append_texts(&log, &[50; 4]);
    let is_done = AtomicBool::new(false);
    let copies = std::thread::scope(|scope| {
        let appending = scope.spawn(|| {
            for n in 0..80_usize {
                append_texts(&log, &[(n * 7_919) % 90_000]);
                log.blank((log.head() - 4)..log.head(), |stored, _| stored.position % 3 == 0).unwrap();
            }
            is_done.store(true, Ordering::Relaxed);
        });
        let mut copies = Vec::new();
        while !is_done.load(Ordering::Relaxed) {
            let copy = tempfile::tempdir().unwrap();
            let head = log.head();
            let scanned = copied(&disk, dir.path(), copy.path()).unwrap();
            assert!(scanned.len() as u64 >= head);
            copies.push((copy, scanned));
        }
        appending.join().unwrap();
        copies
    });
    assert!(copies.len() > 1, "{} copies", copies.len());
    let written = events(&log);
    for (dir, scanned) in copies {
        let copy = open(&disk, dir.path());
        assert_eq!(frames(&copy), scanned);
        assert_eq!(events(&copy), written[..scanned.len()]);
    }
}

#[test]
fn only_names_that_segments_have_are_theirs() {
    assert_eq!(segment_of(&segment_name(70)), Some(70));
    for name in
        ["70.seg", "../00000000000000000070.seg", "0000000000000000007x.seg", "+0000000000000000070.seg", "network"]
    {
        assert_eq!(segment_of(name), None, "{name}");
    }
}
