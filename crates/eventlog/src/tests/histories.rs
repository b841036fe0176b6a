//! Histories over several segments, and what becomes of them on a disk that fails.

use disk::faulty::Fault;
use disk::{FaultyDisk, RealDisk};
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::{AppendError, OpenError, ReadError, StoredFrame};

fn real() -> (tempfile::TempDir, Arc<dyn Disk>) {
    (tempfile::tempdir().unwrap(), Arc::new(RealDisk))
}

fn segments(dir: &Path) -> Vec<String> {
    let names = RealDisk.list(dir).unwrap().into_iter().map(|path| path.file_name().unwrap().to_owned());
    names.map(|name| name.into_string().unwrap()).filter(|name| name.contains(".seg")).collect()
}

/// The length of each event of a frame, and of each private body with its event.
type Sizes = (Vec<u16>, Vec<(u16, u16)>);

fn frames() -> impl Strategy<Value = Vec<Sizes>> {
    let sizes = prop_oneof![3 => 16..400_u16, 1 => 50_000..=u16::MAX];
    vec((vec(sizes, 1..12), vec((0..12_u16, 0..600_u16), 0..4)), 1..16)
}

fn model(first: Position, (sizes, bodies): &Sizes) -> StoredFrame {
    let events: Vec<_> = (first..).zip(sizes).map(|(n, len)| event(n, &"e".repeat(usize::from(*len) - 16))).collect();
    let within = |index: u16| index % u16::try_from(sizes.len()).unwrap();
    let private = bodies.iter().map(|(index, len)| private(3, within(*index), &vec![7; usize::from(*len)])).collect();
    StoredFrame { first, recorded_at_ms: 9 + first, commands: 2, events, private }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_was_appended_is_read_from_anywhere_before_and_after_reopening(frames in frames(), from in 0..150_u64) {
        let (dir, disk) = real();
        let log = create(&disk, dir.path());
        let mut written: Vec<StoredFrame> = Vec::new();
        for sizes in &frames {
            let frame = model(log.head(), sizes);
            let StoredFrame { recorded_at_ms, commands, .. } = frame;
            let given = Frame { recorded_at_ms, commands, events: &frame.events, private: &frame.private };
            log.append(log.head(), given).unwrap();
            written.push(frame);
        }
        let head = log.head();
        let from = from % head;
        for log in [log, open(&disk, dir.path())] {
            prop_assert_eq!(log.head(), head);
            let after = |frame: &&StoredFrame| frame.first + frame.events.len() as u64 > from;
            let expected: Vec<_> = written.iter().filter(after).cloned().collect();
            let read: Vec<_> = log.frames(from).collect::<Result<_, _>>().unwrap();
            prop_assert!(read == expected, "from {}", from);
            let frame = &expected[0];
            let index = usize::try_from(from - frame.first).unwrap();
            prop_assert_eq!(&log.event(from).unwrap().bytes, &frame.events[index]);
            let belongs = |entry: &&PrivateEntry| usize::from(entry.event_index) == index;
            let private: Vec<_> = frame.private.iter().filter(belongs).cloned().collect();
            prop_assert_eq!(log.private(from).unwrap(), private);
            prop_assert_eq!(log.read(from).count() as u64, head - from);
            prop_assert!(matches!(log.event(head), Err(ReadError::PastHead(_))));
        }
    }
}

#[test]
fn only_one_of_two_writers_appends() {
    let (dir, disk) = real();
    let log = create(&disk, dir.path());
    append(&log, &[event(0, "a"), event(1, "b")]);
    let frame = Frame { recorded_at_ms: 9_999, commands: 1, events: &[event(2, "c")], private: &[] };
    assert!(matches!(log.append(1, frame), Err(AppendError::Conflict { head: 2 })));
    assert_eq!((log.head(), log.append(2, frame).unwrap()), (2, 3));
    assert_eq!(*log.watch().borrow(), 3);
}

#[test]
fn time_never_goes_back() {
    let (dir, disk) = real();
    let log = create(&disk, dir.path());
    append(&log, &[event(0, "a")]);
    let frame = Frame { recorded_at_ms: 999, commands: 1, events: &[event(1, "a")], private: &[] };
    assert!(matches!(log.append(1, frame), Err(AppendError::TooLarge { .. })));
    assert_eq!(append(&log, &[event(1, "a")]), 2);
}

fn large(n: u64) -> Vec<Bytes> {
    (0..50).map(|i| event(n * 50 + i, &"l".repeat(65_000))).collect()
}

#[test]
fn a_frame_larger_than_its_segment_gets_one_of_its_size() {
    let (dir, disk) = real();
    let log = create(&disk, dir.path());
    append(&log, &large(0));
    append(&log, &large(1));
    drop(log);
    assert_eq!(segments(dir.path()).len(), 2);
    let log = open(&disk, dir.path());
    assert_eq!(append(&log, &large(2)), 150);
    assert_eq!(events(&open(&disk, dir.path())), [large(0), large(1), large(2)].concat());
}

#[test]
fn a_log_whose_directory_moves_goes_on_there() {
    let (dir, disk) = real();
    let (new, named) = (dir.path().join("n.new"), dir.path().join("n"));
    disk.create_dir_all(&new).unwrap();
    let log = create(&disk, &new);
    for n in 0..9 {
        append(&log, &large(100 + n)[..1]);
    }
    disk.rename(&new, &named).unwrap();
    log.moved_to(&named);
    append(&log, &large(0));
    drop(log);
    assert_eq!(segments(&named), ["00000000000000000000.seg", "00000000000000000009.seg"]);
    assert_eq!(open(&disk, &named).head(), 59);
}

#[test]
fn segments_that_were_made_and_never_used_do_no_harm() {
    let (dir, disk) = real();
    append(&create(&disk, dir.path()), &[event(0, "a")]);
    for (name, len) in [("00000000000000000001.seg", 4), ("00000000000000000007.seg", 16), ("next.spare", 1)] {
        disk.create_zeroed(&dir.path().join(name), len << 20).unwrap();
    }
    let log = open(&disk, dir.path());
    assert_eq!(segments(dir.path()), ["00000000000000000000.seg", "00000000000000000001.seg"]);
    append(&log, &[event(1, "b")]);
    assert_eq!(events(&open(&disk, dir.path())), [event(0, "a"), event(1, "b")]);
}

#[test]
fn a_segment_that_is_cut_or_missing_is_told() {
    let (dir, disk) = real();
    let log = create(&disk, dir.path());
    for n in 0..3 {
        append(&log, &large(n));
    }
    drop(log);
    let names = segments(dir.path());
    assert_eq!(names.len(), 3);
    let reopened = || Log::open(Arc::clone(&disk), dir.path(), [1; 16], None).map(|log| log.head());
    let (second, aside) = (dir.path().join(&names[1]), dir.path().join("aside"));
    disk.rename(&second, &aside).unwrap();
    assert!(matches!(reopened(), Err(OpenError::Damaged(ReadError::Corrupt { position: 50, .. }))));
    disk.rename(&aside, &second).unwrap();
    assert_eq!(reopened().unwrap(), 150);
    std::fs::OpenOptions::new().write(true).open(&second).unwrap().set_len(1 << 20).unwrap();
    assert!(matches!(reopened(), Err(OpenError::Damaged(ReadError::Corrupt { .. }))));
    let empty = tempfile::tempdir().unwrap();
    assert!(matches!(Log::open(Arc::clone(&disk), empty.path(), [1; 16], None), Err(OpenError::Empty(_))));
}

#[test]
fn what_is_damaged_while_the_log_is_open_is_told_and_never_skipped() {
    let (dir, disk) = real();
    let log = create(&disk, dir.path());
    for n in 0..4 {
        append(&log, &[event(n, "s")]);
    }
    append(&log, &large(0));
    let file = disk.open(&dir.path().join(&segments(dir.path())[0])).unwrap();
    let mut frames = vec![0; 83 * 4];
    file.read_at(0, &mut frames).unwrap();
    for (at, len) in [(83 * 2, 64), (83 * 2, 83 * 2), (83 * 2 + 82, 1)] {
        file.write_all_at(at, &vec![0; len]).unwrap();
        let read: Vec<_> = log.read(0).take(9).collect();
        assert_eq!(read.len(), 3, "two events and an error");
        assert!(matches!(read[2], Err(ReadError::Corrupt { position: 2, .. })), "{:?}", read[2]);
        file.write_all_at(0, &frames).unwrap();
    }
    assert_eq!(events(&log).len(), 54);
}

fn faulty() -> (tempfile::TempDir, FaultyDisk, Arc<dyn Disk>) {
    let disk = FaultyDisk::new();
    (tempfile::tempdir().unwrap(), disk.clone(), Arc::new(disk))
}

#[test]
fn after_a_failed_sync_reads_go_on_and_nothing_is_appended() {
    for survives in [true, false] {
        let (dir, faults, disk) = faulty();
        let log = create(&disk, dir.path());
        append(&log, &[event(0, "a")]);
        faults.inject(Fault::FailSync { path: ".seg".into(), from: 1 });
        append(&log, &[event(1, "b")]);
        let lost = [event(2, "c")];
        let frame = Frame { recorded_at_ms: 1_002, commands: 1, events: &lost, private: &[] };
        assert!(matches!(log.append(2, frame), Err(AppendError::OutcomeUnknown(_))));
        faults.heal();
        assert!(matches!(log.append(2, frame), Err(AppendError::Poisoned)));
        assert_eq!((log.head(), events(&log).len()), (2, 2));
        drop(log);
        faults.power_cut(|_, _| survives).unwrap();
        let log = open(&disk, dir.path());
        assert_eq!(log.head(), if survives { 3 } else { 2 });
        append(&log, &[event(9, "d")]);
    }
}

#[test]
fn a_failed_write_is_an_unknown_outcome_too() {
    let (dir, faults, disk) = faulty();
    let log = create(&disk, dir.path());
    faults.inject(Fault::FailWrite { path: ".seg".into(), from: 0, kind: io::ErrorKind::StorageFull });
    let frame = Frame { recorded_at_ms: 1, commands: 1, events: &[event(0, "a")], private: &[] };
    assert!(matches!(log.append(0, frame), Err(AppendError::OutcomeUnknown(_))));
    assert!(matches!(log.append(0, frame), Err(AppendError::Poisoned)));
}

#[test]
fn a_power_cut_takes_only_what_was_not_synced() {
    for kept in 0..64_u64 {
        let (dir, faults, disk) = faulty();
        let log = create(&disk, dir.path());
        for n in 0..5 {
            append(&log, &[event(n, &"k".repeat(150))]);
        }
        faults.inject(Fault::DropSync { path: ".seg".into(), from: 0 });
        append(&log, &[event(5, &"l".repeat(2_000))]);
        drop(log);
        faults.heal();
        faults.power_cut(|_, sector| kept >> sector.saturating_sub(2).min(5) & 1 == 1).unwrap();
        let log = open(&disk, dir.path());
        assert!((5..=6).contains(&log.head()), "kept {kept:b}");
        assert_eq!(events(&log)[..5], (0..5).map(|n| event(n, &"k".repeat(150))).collect::<Vec<_>>());
        assert_eq!(log.head() == 6, events(&log).get(5) == Some(&event(5, &"l".repeat(2_000))));
        append(&log, &[event(7, "m")]);
        let head = log.head();
        drop(log);
        assert_eq!(open(&disk, dir.path()).head(), head);
    }
}

#[test]
fn a_full_disk_refuses_what_needs_a_new_segment_and_nothing_else() {
    let (dir, faults, disk) = faulty();
    let log = create(&disk, dir.path());
    append(&log, &[event(0, "a")]);
    faults.inject(Fault::Full { path: dir.path().to_str().unwrap().to_owned() });
    let events = large(1);
    let frame = Frame { recorded_at_ms: 5_000, commands: 1, events: &events, private: &[] };
    assert!(matches!(log.append(1, frame), Err(AppendError::DiskFull)));
    assert!(matches!(log.append(1, frame), Err(AppendError::DiskFull)));
    assert_eq!(append(&log, &[event(1, "b")]), 2);
    faults.heal();
    assert_eq!(log.append(2, frame).unwrap(), 52);
    drop(log);
    assert_eq!(open(&disk, dir.path()).head(), 52);
}
