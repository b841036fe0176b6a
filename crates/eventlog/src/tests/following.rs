//! Whatever becomes of the index, the answers are those of the log.

use disk::RealDisk;

use super::*;
use crate::Index;

const EVENTS: u64 = 300;

fn letters(n: u64) -> &'static str {
    ["a", "ab", "b", "cb", "", "ca"][usize::try_from(n % 6).unwrap()]
}

struct Home {
    dir: tempfile::TempDir,
    disk: Arc<dyn Disk>,
}

impl Home {
    fn new() -> Self {
        let home = Self { dir: tempfile::tempdir().unwrap(), disk: Arc::new(RealDisk) };
        std::fs::create_dir(home.log()).unwrap();
        create(&home.disk, &home.log());
        home
    }
    fn log(&self) -> std::path::PathBuf {
        self.dir.path().join("log")
    }
    fn index(&self) -> std::path::PathBuf {
        self.dir.path().join("index")
    }
    fn open(&self, index: &Arc<Index>) -> Log {
        Log::open(Arc::clone(&self.disk), &self.log(), [1; 16], Some(Arc::clone(index))).unwrap()
    }
    /// Opens log and index, appends `more` events, and lets the index come to know all.
    fn grow(&self, more: u64) {
        let index = Index::open(&self.index());
        let log = self.open(&index);
        fill(&log, log.head() + more);
        wait(&index, &log);
    }
    /// Holds the answers against the log, before the index caught up, meanwhile, and after.
    fn check(&self) {
        let index = Index::open(&self.index());
        let log = self.open(&index);
        for _ in 0..3 {
            answers_are_right(&log);
            wait(&index, &log);
        }
    }
}

fn fill(log: &Log, to: Position) {
    while log.head() < to {
        let head = log.head();
        let events: Vec<_> = (head..(head + 1 + head % 5).min(to)).map(|n| event(n, letters(n))).collect();
        append(log, &events);
    }
}

fn wait(index: &Index, log: &Log) {
    for _ in 0..2_000 {
        if index.is_idle() {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    panic!("the index does not catch up with {}", log.head());
}

fn answers_are_right(log: &Log) {
    let stored = events(log);
    for (position, bytes) in (0..).zip(&stored).step_by(7) {
        let id = bytes[..16].try_into().unwrap();
        assert_eq!(log.position_of(id).unwrap(), Some(position));
        assert_eq!(&log.event(position).unwrap().bytes, bytes);
    }
    assert_eq!(log.position_of(id(1 << 40)).unwrap(), None);
    for letter in ["a", "b", "c", "d"] {
        for (from, limit) in [(0, 1_000), (0, 7), (41, 9), (log.head() - 3, 5), (log.head(), 5)] {
            let about = |bytes: &Bytes| bytes[16..].contains(&letter.as_bytes()[0]);
            let all = (0..).zip(&stored).filter(|(at, bytes)| *at >= from && about(bytes));
            let expected: Vec<Position> = all.map(|(at, _)| at).take(limit).collect();
            assert_eq!(log.positions_of(letter, from, limit).unwrap(), expected, "{letter} from {from}");
        }
    }
}

#[test]
fn an_index_that_follows_answers_as_the_log_does() {
    let home = Home::new();
    home.grow(EVENTS);
    home.check();
    home.grow(50);
    home.check();
}

#[test]
fn a_deleted_index_is_made_again() {
    let home = Home::new();
    home.grow(EVENTS);
    std::fs::remove_dir_all(home.index()).unwrap();
    home.check();
}

fn copy(from: &Path, to: &Path) {
    _ = std::fs::remove_dir_all(to);
    std::fs::create_dir(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let to = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).unwrap();
        }
    }
}

#[test]
fn an_older_index_is_caught_up() {
    let home = Home::new();
    home.grow(EVENTS);
    let old = home.dir.path().join("old");
    copy(&home.index(), &old);
    home.grow(100);
    copy(&old, &home.index());
    home.check();
}

#[test]
fn an_index_from_the_future_of_a_log_that_was_cut_is_not_believed() {
    let home = Home::new();
    home.grow(EVENTS);
    let old = home.dir.path().join("old");
    copy(&home.log(), &old);
    home.grow(100);
    copy(&old, &home.log());
    home.check();
    // The log goes on past the index's watermark with other events.
    let index = Index::open(&home.dir.path().join("index2"));
    let log = home.open(&index);
    while log.head() < EVENTS + 150 {
        append(&log, &[event(5_000 + log.head(), letters(log.head() + 1))]);
    }
    drop((log, index));
    home.check();
}

#[test]
fn a_log_that_lost_its_index_midway_is_answered_for_all_the_same() {
    let home = Home::new();
    home.grow(EVENTS);
    // It lets go of its lock some moments after it was closed.
    let db = std::iter::repeat_with(|| sled::open(home.index())).take(100_000).find_map(Result::ok).unwrap();
    for tree in [b"ids".as_slice(), b"objects", b"frames"] {
        let tree = db.open_tree(tree).unwrap();
        for key in tree.iter().keys().step_by(3) {
            tree.remove(key.unwrap()).unwrap();
        }
        for (n, entry) in tree.iter().enumerate().step_by(4) {
            let (key, mut value) = entry.unwrap();
            value.iter_mut().last().into_iter().for_each(|byte| *byte ^= 1 << (n % 8));
            tree.insert(key, value).unwrap();
        }
    }
    drop(db);
    home.check();
}

#[test]
fn a_scrambled_or_cut_index_is_survived() {
    let home = Home::new();
    home.grow(EVENTS);
    let kept = home.dir.path().join("kept");
    copy(&home.index(), &kept);
    for round in 0..6_usize {
        copy(&kept, &home.index());
        let db = home.index().join("db");
        let mut bytes = std::fs::read(&db).unwrap();
        let used = bytes.iter().rposition(|byte| *byte != 0).unwrap_or(0);
        if round % 3 == 0 {
            bytes.truncate(used / (round + 2));
        } else {
            let every = 1 + 700 * round;
            bytes[..used].iter_mut().skip(round).step_by(every).for_each(|byte| *byte ^= 0x55);
        }
        std::fs::write(&db, bytes).unwrap();
        home.check();
    }
}

#[test]
fn an_index_in_use_is_left_alone() {
    let home = Home::new();
    let first = Index::open(&home.index());
    let second = Index::open(&home.index());
    let log = home.open(&second);
    fill(&log, 40);
    answers_are_right(&log);
    drop((log, second, first));
    assert!(!home.dir.path().join("index.broken-1").exists());
    home.check();
}

#[test]
fn the_follower_may_be_the_last_to_hold_a_log_and_the_index() {
    for _ in 0..20 {
        let home = Home::new();
        let index = Index::open(&home.index());
        let log = home.open(&index);
        fill(&log, 60);
        drop(index);
        drop(log);
    }
}
