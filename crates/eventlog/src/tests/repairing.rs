//! Cutting a damaged log by hand.

use disk::RealDisk;

use super::*;
use crate::{OpenError, RepairError, repair_cut_at};

/// Frames of 50 events of 65 kB and one small one, over several segments.
fn home() -> (tempfile::TempDir, Arc<dyn Disk>) {
    let (dir, disk) = (tempfile::tempdir().unwrap(), Arc::new(RealDisk) as Arc<dyn Disk>);
    let log = create(&disk, dir.path());
    for n in 0..4 {
        append(&log, &[event(n, "s")]);
    }
    for n in 0..2 {
        append(&log, &(0..50).map(|i| event(n * 50 + i, &"l".repeat(65_000))).collect::<Vec<_>>());
    }
    (dir, disk)
}

fn segment(dir: &Path, first: Position) -> std::path::PathBuf {
    dir.join(format!("{first:020}.seg"))
}

fn flip(path: &Path, at: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[at] ^= 8;
    std::fs::write(path, bytes).unwrap();
}

#[test]
fn a_log_cut_at_its_damage_opens_and_what_was_cut_is_kept() {
    let (dir, disk) = home();
    let first = segment(dir.path(), 0);
    let whole = std::fs::read(&first).unwrap();
    flip(&first, 83 * 2 + 70);
    let damaged = Log::open(Arc::clone(&disk), dir.path(), [1; 16], None);
    assert!(matches!(damaged, Err(OpenError::Damaged(crate::ReadError::Corrupt { position: 2, .. }))));
    assert!(matches!(repair_cut_at(disk.as_ref(), dir.path(), 3), Err(RepairError::Damaged(_))));
    let cut = repair_cut_at(disk.as_ref(), dir.path(), 2).unwrap();
    assert_eq!(cut.segments.len(), 2);
    let rest = std::fs::read(cut.rest.unwrap()).unwrap();
    assert_eq!(rest[83..], whole[83 * 3..83 * 4], "the frame behind the damaged one");
    let log = open(&disk, dir.path());
    assert_eq!(events(&log), [event(0, "s"), event(1, "s")]);
    append(&log, &[event(9, "n")]);
    drop(log);
    assert_eq!(open(&disk, dir.path()).head(), 3);
}

#[test]
fn a_log_is_cut_between_frames_only() {
    let (dir, disk) = home();
    let inside = repair_cut_at(disk.as_ref(), dir.path(), 30);
    assert!(matches!(inside, Err(RepairError::NoFrame { position: 30, before: 4 })));
    let behind = repair_cut_at(disk.as_ref(), dir.path(), 105);
    assert!(matches!(behind, Err(RepairError::NoFrame { position: 105, before: 104 })));
    assert_eq!(open(&disk, dir.path()).head(), 104);
}

#[test]
fn a_segment_that_lost_its_end_is_made_whole() {
    let (dir, disk) = home();
    let second = segment(dir.path(), 4);
    std::fs::OpenOptions::new().write(true).open(&second).unwrap().set_len(1 << 20).unwrap();
    assert!(Log::open(Arc::clone(&disk), dir.path(), [1; 16], None).is_err());
    repair_cut_at(disk.as_ref(), dir.path(), 4).unwrap();
    assert_eq!(open(&disk, dir.path()).head(), 4);
}

#[test]
fn a_frame_with_blanked_bodies_is_not_made_the_last() {
    let (dir, disk) = (tempfile::tempdir().unwrap(), Arc::new(RealDisk) as Arc<dyn Disk>);
    let log = create(&disk, dir.path());
    append(&log, &[event(0, "a")]);
    let private = [private(1, 0, b"sealed")];
    log.append(1, Frame { recorded_at_ms: 1_001, commands: 1, events: &[event(1, "a")], private: &private }).unwrap();
    append(&log, &[event(2, "a")]);
    drop(log);
    let path = segment(dir.path(), 0);
    let mut bytes = std::fs::read(&path).unwrap();
    let body = bytes.windows(6).position(|bytes| bytes == b"sealed").unwrap();
    bytes[body..body + 6].fill(0);
    std::fs::write(&path, bytes).unwrap();
    let refused = repair_cut_at(disk.as_ref(), dir.path(), 2);
    assert!(matches!(refused, Err(RepairError::Blanked { position: 1 })));
    repair_cut_at(disk.as_ref(), dir.path(), 1).unwrap();
    assert_eq!(open(&disk, dir.path()).head(), 1);
}
