//! Blanking: what is chosen and nothing else, whatever happens in between.

use std::ops::Range;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};

use disk::faulty::Fault;
use disk::{FaultyDisk, RealDisk};
use proptest::collection::vec;
use proptest::prelude::*;

use super::*;
use crate::segment::{Segment, Window};
use crate::{BlankError, Blanked, Index, OpenError, ReadError, RepairError, Stored, StoredFrame, repair_cut_at};

/// Appends frames of two events; the first has a text of `len` bytes and a blind index, the second another text.
fn append_texts(log: &impl EventLog, lens: &[usize]) {
    for len in lens {
        let n = log.head();
        let text = |first: u8| (0..*len).map(|i| first | u8::try_from(i % 251).unwrap()).collect::<Vec<_>>();
        let entries = [private(1, 0, &text(1)), private(3, 0, &[0x5a; 16]), private(1, 1, &text(2))];
        let events = [event(n, "ab"), event(n + 1, "c")];
        log.append(n, Frame { recorded_at_ms: 1_000 + n, commands: 2, events: &events, private: &entries }).unwrap();
    }
}

/// The texts of even positions and their blind indexes.
fn of_even(stored: &Stored, _: &PrivateEntry) -> bool {
    stored.position.is_multiple_of(2)
}

fn frames(log: &impl EventLog) -> Vec<StoredFrame> {
    log.frames(0).map(|frame| frame.unwrap()).collect()
}

/// The same frames, with what `chosen` names blanked.
fn blanked(frames: &[StoredFrame], chosen: impl Fn(Position, &PrivateEntry) -> bool) -> Vec<StoredFrame> {
    let mut frames = frames.to_vec();
    for frame in &mut frames {
        for entry in &mut frame.private {
            if chosen(frame.first + u64::from(entry.event_index), entry) {
                entry.body = vec![0; entry.body.len()].into();
            }
        }
    }
    frames
}

fn note(dir: &Path) -> PathBuf {
    dir.join("blanking")
}

fn real() -> (tempfile::TempDir, Arc<dyn Disk>) {
    (tempfile::tempdir().unwrap(), Arc::new(RealDisk))
}

fn faulty() -> (tempfile::TempDir, FaultyDisk, Arc<dyn Disk>) {
    let disk = FaultyDisk::new();
    (tempfile::tempdir().unwrap(), disk.clone(), Arc::new(disk))
}

fn reopened(disk: &Arc<dyn Disk>, dir: &Path) -> Result<Log, OpenError> {
    Log::open(Arc::clone(disk), dir, [1; 16], None)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_chosen_is_blanked_and_no_other_byte_changes(
        lens in vec(prop_oneof![0..80_usize, 400..1_400_usize, Just(70_000)], 2..24),
        at in vec((0..48_u64, 0..3_u8), 1..20),
    ) {
        let (dir, disk) = real();
        let log = create(&disk, dir.path());
        append_texts(&log, &lens);
        let (head, before, bytes) = (log.head(), frames(&log), segment_bytes(dir.path()));
        let at: std::collections::BTreeMap<_, _> = at.into_iter().map(|(at, kind)| (at % head, kind | 1)).collect();
        let is_chosen = |position: Position, kind: u8| at.get(&position) == Some(&kind);
        let told = log.blank(at.keys().copied(), |stored, entry| is_chosen(stored.position, entry.kind)).unwrap();
        let expected = blanked(&before, |at, entry| at < head - 2 && is_chosen(at, entry.kind));
        prop_assert!(frames(&log) == expected);
        drop(log);
        prop_assert!(frames(&open(&disk, dir.path())) == expected);
        let after = segment_bytes(dir.path());
        let changed: Vec<_> = bytes.iter().zip(&after).filter(|(before, after)| before != after).collect();
        prop_assert!(changed.iter().all(|(_, after)| **after == 0));
        prop_assert_eq!((bytes.len(), changed.len() as u64), (after.len(), told.bytes));
        let count = |within: Range<Position>| {
            let bodies = before.iter().flat_map(|frame| frame.private.iter().map(move |entry| (frame.first, entry)));
            bodies
                .map(|(first, entry)| (first + u64::from(entry.event_index), entry))
                .filter(|(at, entry)| within.contains(at) && !entry.body.is_empty() && is_chosen(*at, entry.kind))
                .count() as u64
        };
        prop_assert_eq!((told.bodies, told.waiting), (count(0..head - 2), count(head - 2..head)));
        prop_assert!(!note(dir.path()).exists());
    }
}

/// The bytes of all segments. A text has no zeros, so that each blanked byte is seen.
fn segment_bytes(dir: &Path) -> Vec<u8> {
    let paths = RealDisk.list(dir).unwrap();
    paths
        .into_iter()
        .filter(|path| path.extension().unwrap() == "seg")
        .flat_map(|path| std::fs::read(path).unwrap())
        .collect()
}

#[test]
fn the_last_frame_waits_until_another_follows() {
    let (dir, disk) = real();
    let log = create(&disk, dir.path());
    append_texts(&log, &[40, 40]);
    assert_eq!(log.blank(0..4, of_even).unwrap(), Blanked { bodies: 2, bytes: 56, waiting: 2 });
    drop(log);
    let log = open(&disk, dir.path());
    append_texts(&log, &[40]);
    assert_eq!(log.blank(0..6, of_even).unwrap(), Blanked { bodies: 2, bytes: 56, waiting: 2 });
    assert_eq!(log.blank([0, 2], of_even).unwrap(), Blanked::default());
    drop(log);
    assert_eq!(open(&disk, dir.path()).head(), 6);
}

#[test]
fn positions_are_found_in_any_order_over_segments_and_through_the_index() {
    for with_index in [false, true] {
        let (dir, disk) = real();
        let index_dir = tempfile::tempdir().unwrap();
        let index = with_index.then(|| Index::open(index_dir.path()));
        let log = Log::create(Arc::clone(&disk), dir.path(), [1; 16], index).unwrap();
        append_texts(&log, &[300_000; 20]);
        let before = frames(&log);
        assert!(RealDisk.list(dir.path()).unwrap().len() > 2);
        let at = [31, 2, 2, 8, 36, 35];
        assert_eq!(log.blank(at, |_, entry| entry.kind == 1).unwrap().bodies, 5);
        assert!(frames(&log) == blanked(&before, |position, entry| entry.kind == 1 && at.contains(&position)));
        assert!(matches!(log.blank([3, 40], |_, _| true), Err(BlankError::Read(ReadError::PastHead(40)))));
    }
}

/// A log of four frames on a faulty disk, of which the bodies of even positions are being blanked, the last one's apart.
fn about_to_blank() -> (tempfile::TempDir, FaultyDisk, Arc<dyn Disk>, Log, Vec<StoredFrame>) {
    let (dir, faults, disk) = faulty();
    let log = create(&disk, dir.path());
    append_texts(&log, &[700, 90, 1_300, 20]);
    let before = frames(&log);
    (dir, faults, disk, log, before)
}

/// Whether a sector was written though it was not synced.
type Survives = fn(u64) -> bool;

/// How the disk looks after the end of the process: as it was seen, or after a power cut that took some sectors.
const SURVIVORS: [Option<Survives>; 6] =
    [None, Some(|_| false), Some(|_| true), Some(|n| n % 2 == 0), Some(|n| n % 2 == 1), Some(|n| n % 3 == 0)];

#[test]
fn a_kill_or_power_cut_at_any_step_leaves_whole_bodies_and_what_was_begun_is_finished() {
    let mut finished_by_opening = 0;
    for nth in 0.. {
        let mut was_killed = true;
        for survivors in SURVIVORS {
            let (dir, faults, disk, log, before) = about_to_blank();
            let expected = blanked(&before, |at, _| at % 2 == 0 && at < 6);
            faults.inject(Fault::Killed { nth });
            was_killed = log.blank(0..8, of_even).is_err();
            drop(log);
            faults.heal();
            if let Some(survives) = survivors {
                faults.power_cut(|_, sector| survives(sector)).unwrap();
            }
            finished_by_opening += usize::from(note(dir.path()).exists());
            let log = open(&disk, dir.path());
            // The first step is to write down what is to be done.
            assert!(frames(&log) == if nth == 0 { before } else { expected.clone() }, "killed in {nth}");
            assert!(!note(dir.path()).exists(), "killed in {nth}");
            log.blank(0..8, of_even).unwrap();
            append_texts(&log, &[60]);
            drop(log);
            assert!(frames(&open(&disk, dir.path()))[..4] == expected, "killed in {nth}");
        }
        if !was_killed {
            assert_eq!(nth, 1 + 6 + 1 + 2, "note, six bodies, sync, name gone for good");
            break;
        }
    }
    assert_eq!(finished_by_opening, 8 * SURVIVORS.len());
}

#[test]
fn opening_may_be_killed_too_while_it_finishes() {
    for nth in 1.. {
        let (dir, faults, disk, log, before) = about_to_blank();
        faults.inject(Fault::Killed { nth: 3 });
        log.blank(0..8, of_even).unwrap_err();
        drop(log);
        faults.heal();
        faults.power_cut(|_, sector| sector % 2 == 0).unwrap();
        assert!(note(dir.path()).exists());
        faults.inject(Fault::Killed { nth });
        let was_killed = reopened(&disk, dir.path()).is_err();
        faults.heal();
        faults.power_cut(|_, sector| sector % 2 == 1).unwrap();
        assert!(frames(&open(&disk, dir.path())) == blanked(&before, |at, _| at % 2 == 0 && at < 6), "killed in {nth}");
        if !was_killed {
            assert!(nth > 8, "{nth} steps");
            break;
        }
    }
}

#[test]
fn after_a_failed_sync_the_log_goes_on_and_the_next_blanking_finishes() {
    for file in [".seg", "blanking"] {
        let (dir, faults, disk, log, before) = about_to_blank();
        let expected = blanked(&before, |at, _| at % 2 == 0 && at < 6);
        faults.inject(Fault::FailSync { path: file.into(), from: 0 });
        assert!(matches!(log.blank(0..8, of_even), Err(BlankError::Unfinished(_))));
        faults.heal();
        append_texts(&log, &[60]);
        assert_eq!(note(dir.path()).exists(), file == ".seg");
        assert_eq!(log.blank([1], of_even).unwrap(), Blanked::default());
        assert!(!note(dir.path()).exists());
        drop(log);
        let expected = if file == ".seg" { &expected } else { &before };
        assert!(frames(&open(&disk, dir.path()))[..4] == *expected);
    }
}

#[test]
fn a_disk_that_drops_syncs_never_passes_half_a_body_for_a_whole_one() {
    let (mut whole, mut damaged) = (0, 0);
    for pattern in 0..128_u64 {
        let (dir, faults, disk, log, before) = about_to_blank();
        faults.inject(Fault::DropSync { path: ".seg".into(), from: 0 });
        log.blank(0..8, of_even).unwrap();
        drop(log);
        faults.heal();
        faults.power_cut(|_, sector| pattern >> (sector % 7) & 1 == 1).unwrap();
        match reopened(&disk, dir.path()) {
            Ok(log) => {
                for (after, before) in frames(&log).iter().zip(&before) {
                    assert_eq!(after.events, before.events);
                    for (after, before) in after.private.iter().zip(&before.private) {
                        assert!(after.body == before.body || after.body.iter().all(|byte| *byte == 0));
                    }
                }
                assert_eq!(log.head(), 8);
                whole += 1;
            }
            Err(OpenError::Damaged(ReadError::Corrupt { position, .. })) => {
                assert!(position < 6);
                damaged += 1;
            }
            Err(other) => panic!("{other}"),
        }
    }
    assert!(whole > 1 && damaged > 1, "{whole} whole, {damaged} damaged");
}

/// A note of a blanking that was killed before it zeroed anything.
fn note_of_a_killed_blanking(faults: &FaultyDisk, dir: &Path, log: Log) -> Vec<u8> {
    faults.inject(Fault::Killed { nth: 1 });
    log.blank(0..8, of_even).unwrap_err();
    drop(log);
    faults.heal();
    faults.power_cut(|_, _| false).unwrap();
    std::fs::read(note(dir)).unwrap()
}

#[test]
fn a_note_that_comes_back_does_no_harm() {
    let (dir, faults, disk, log, before) = about_to_blank();
    let written = note_of_a_killed_blanking(&faults, dir.path(), log);
    let log = open(&disk, dir.path());
    append_texts(&log, &[60, 5_000]);
    let after = frames(&log);
    assert!(after[..4] == blanked(&before, |at, _| at % 2 == 0 && at < 6));
    drop(log);
    std::fs::write(note(dir.path()), written).unwrap();
    assert!(frames(&open(&disk, dir.path())) == after);
}

#[test]
fn a_note_of_other_frames_is_refused_and_zeroes_nothing() {
    let (dir, faults, disk, log, _) = about_to_blank();
    let written = note_of_a_killed_blanking(&faults, dir.path(), log);
    let (other, disk_of_other) = real();
    let log = create(&disk_of_other, other.path());
    append_texts(&log, &[700, 91, 1_300, 20]);
    drop(log);
    let bytes = segment_bytes(other.path());
    std::fs::write(note(other.path()), &written).unwrap();
    let refused = reopened(&disk_of_other, other.path());
    assert!(matches!(refused, Err(OpenError::Damaged(ReadError::Corrupt { position: 2, .. }))), "{refused:?}");
    std::fs::write(note(other.path()), &written[1..]).unwrap();
    assert!(matches!(reopened(&disk_of_other, other.path()), Err(OpenError::Blanking(_))));
    std::fs::remove_file(note(other.path())).unwrap();
    let after = segment_bytes(other.path());
    assert!(after == bytes);
    assert!(frames(&open(&disk, dir.path())).len() == 4);
}

#[test]
fn a_repair_finishes_what_fits_before_it_cuts() {
    let (dir, faults, disk, log, before) = about_to_blank();
    faults.inject(Fault::Killed { nth: 2 });
    log.blank(0..8, of_even).unwrap_err();
    drop(log);
    faults.heal();
    faults.power_cut(|_, sector| sector % 2 == 0).unwrap();
    let first = dir.path().join(format!("{:020}.seg", 0));
    let mut bytes = std::fs::read(&first).unwrap();
    // The header of the third frame.
    let third = bytes.windows(4).enumerate().filter(|(_, magic)| *magic == b"TRF1").nth(2).unwrap().0;
    bytes[third + 9] ^= 1;
    std::fs::write(&first, bytes).unwrap();
    assert!(reopened(&disk, dir.path()).is_err());
    let refused = repair_cut_at(disk.as_ref(), dir.path(), 4);
    assert!(matches!(refused, Err(RepairError::Blanked { position: 2 })), "{refused:?}");
    assert!(matches!(repair_cut_at(disk.as_ref(), dir.path(), 2), Err(RepairError::Blanked { position: 0 })));
    repair_cut_at(disk.as_ref(), dir.path(), 0).unwrap();
    assert!(!note(dir.path()).exists());
    let log = open(&disk, dir.path());
    append_texts(&log, &[9, 700]);
    assert_ne!(frames(&log), before);
}

#[test]
fn every_flipped_bit_is_seen_in_a_log_with_blanked_bodies() {
    let (dir, disk) = real();
    let log = create(&disk, dir.path());
    append_texts(&log, &[150, 70, 90]);
    log.blank(0..6, of_even).unwrap();
    drop(log);
    let mut bytes = segment_bytes(dir.path());
    let end = bytes.iter().rposition(|byte| *byte != 0).unwrap() + 1;
    bytes.truncate(end.next_multiple_of(8_192));
    assert_eq!(damage::opened(&bytes).unwrap().0, 6);
    for bit in 0..end * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        assert!(damage::opened(&flipped).is_err(), "bit {bit}");
    }
}

/// Writes the first half, and some moments later the second.
#[derive(Debug)]
struct Halves(Arc<Memory>);

impl File for Halves {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read_at(offset, buffer)
    }
    fn write_all_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let (first, second) = bytes.split_at(bytes.len() / 2);
        self.0.write_all_at(offset, first)?;
        std::thread::sleep(std::time::Duration::from_millis(20));
        self.0.write_all_at(offset + first.len() as u64, second)
    }
    fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }
}

#[test]
fn nobody_reads_half_of_a_body_that_is_being_zeroed() {
    let memory = Arc::new(Memory(Mutex::new(vec![7; 4_096])));
    let segment = Segment::new(0, Arc::clone(&memory) as Arc<dyn File>, 4_096);
    let (mut before, mut after) = (0, 0);
    std::thread::scope(|scope| {
        let zeroing = scope.spawn(|| {
            std::thread::sleep(std::time::Duration::from_millis(5));
            segment.zero(&Halves(Arc::clone(&memory)), 1_000, 2_000)
        });
        while after < 5 {
            let body = Window::new(segment.clone()).get(1_000, 2_000).unwrap();
            let is_zero = |byte: &u8| *byte == 0;
            assert_eq!(body.iter().any(is_zero), body.iter().all(is_zero));
            *if body.iter().all(is_zero) { &mut after } else { &mut before } += 1;
        }
        zeroing.join().unwrap().unwrap();
    });
    assert!(before > 0);
}

#[test]
fn appends_and_reads_go_on_while_bodies_are_blanked() {
    let (dir, disk) = real();
    let log = create(&disk, dir.path());
    append_texts(&log, &[9_000; 60]);
    let (is_done, log) = (AtomicBool::new(false), &log);
    let mut whole_reads = 0;
    std::thread::scope(|scope| {
        let appending = scope.spawn(|| append_texts(log, &[3_000; 60]));
        let blanking = scope.spawn(|| {
            for at in 0..120 {
                log.blank([at], |_, entry| entry.kind == 1).unwrap();
            }
            is_done.store(true, Ordering::Relaxed);
        });
        let mut begun_before = log.frames(0);
        while !is_done.load(Ordering::Relaxed) {
            for frame in log.frames(0) {
                let frame = frame.unwrap();
                assert_eq!(frame.events[0], event(frame.first, "ab"));
            }
            assert!(log.private(whole_reads % 120).is_ok());
            whole_reads += 1;
            if whole_reads.is_multiple_of(8) {
                begun_before.by_ref().take(2).for_each(|frame| drop(frame.unwrap()));
            }
        }
        blanking.join().unwrap();
        appending.join().unwrap();
        assert!(begun_before.all(|frame| frame.is_ok()));
    });
    assert!(whole_reads > 3, "{whole_reads} reads");
    let is_blank = |entry: &PrivateEntry| entry.body.iter().all(|byte| *byte == 0);
    for frame in frames(log) {
        for entry in &frame.private {
            assert_eq!(is_blank(entry), frame.first < 120 && entry.kind == 1, "{}", frame.first);
        }
    }
    assert_eq!(frames(&open(&disk, dir.path())), frames(log));
}
