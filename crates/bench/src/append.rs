//! The log itself: groups of votes as an import makes them, each with the MAC of its row in the private section, against
//! a plain file that grows by the same bytes and is synced as often.

use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use app::edge;
use app::entry::Entry;
use app::network::private_kind;
use bytes::Bytes;
use disk::RealDisk;
use domain::envelope::Act;
use domain::ids::{Pseudonym, Stamp};
use domain::state::Decided;
use domain::statement_vote::{Cast, Event, Vote};
use eventlog::{EventLog as _, Frame, Index, PrivateEntry, SegmentLog};

use crate::measure::{Dice, Turn, interleave};
use crate::report::{Figure, Reach, Row};
use crate::{Options, note};

const REACH: f64 = 0.85;
const AT: i64 = 1_500_000_000_000;

/// A group of events, ready to be appended.
struct Group {
    events: Vec<Bytes>,
    private: Vec<PrivateEntry>,
}

impl Group {
    fn new(size: usize, dice: &mut Dice) -> Self {
        let mut pair = || uuid::Uuid::from_u64_pair(dice.any(), dice.any());
        let (mut events, mut private) = (Vec::with_capacity(size), Vec::with_capacity(size));
        let stamp = Stamp::from_millis(AT).unwrap();
        for event_index in 0..u16::try_from(size).unwrap() {
            let voter = Pseudonym(pair().into_bytes());
            let cast = Cast { statement: edge::contribution_id(), voter, vote: Vote::Agree, was: None };
            let act = Act { occurred_at: Some(stamp), ..Act::default() };
            let decided = Decided { act, event: Event::from(cast).into() };
            events.push(decided.write(edge::event_id(), stamp).unwrap().into());
            let body = Bytes::copy_from_slice(pair().as_bytes());
            private.push(PrivateEntry { kind: private_kind::SOURCE_MAC, event_index, pointer_id: 0, body });
        }
        Self { events, private }
    }

    /// The bytes of its frame: header, events after their lengths, entries after their heads.
    fn frame_bytes(&self) -> usize {
        let events: usize = self.events.iter().map(|event| 2 + event.len()).sum();
        64 + events + self.private.iter().map(|entry| 13 + entry.body.len()).sum::<usize>()
    }

    fn frame(&self) -> Frame<'_> {
        let commands = u16::try_from(self.events.len()).unwrap();
        Frame { recorded_at_ms: AT.unsigned_abs(), commands, events: &self.events, private: &self.private }
    }
}

/// A plain file that grows by append.
pub struct Plain(File);

impl Plain {
    pub fn create(path: &Path) -> Self {
        Self(OpenOptions::new().create_new(true).append(true).open(path).unwrap())
    }

    pub fn append(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).unwrap();
        self.0.sync_data().unwrap();
    }

    /// Appends for a while; how often.
    pub fn turn(&mut self, bytes: &[u8], time: Duration) -> Turn {
        Turn::of(|| {
            let (began, mut done) = (std::time::Instant::now(), 0);
            while began.elapsed() < time {
                self.append(bytes);
                done += 1;
            }
            done
        })
    }
}

/// Measures appends at each size of group.
pub fn rows(options: &Options, dir: &Path) -> Vec<Row> {
    let index = Index::open(&dir.join("index"));
    [1, 8, 64, 512].into_iter().zip(1..).map(|(size, nth)| row(options, dir, &index, size, nth)).collect()
}

fn row(options: &Options, dir: &Path, index: &Arc<Index>, size: usize, nth: u8) -> Row {
    note(&format!("log append, {size} events a group"));
    let log_dir = dir.join(format!("log-{size}"));
    std::fs::create_dir(&log_dir).unwrap();
    let log = SegmentLog::<Entry>::create(Arc::new(RealDisk), &log_dir, [nth; 16], Some(Arc::clone(index))).unwrap();
    let mut dice = Dice::new(u64::from(nth));
    let mut plain = Plain::create(&dir.join(format!("plain-{size}")));
    let bytes = vec![0x5a; Group::new(size, &mut dice).frame_bytes()];
    let subject = |groups: &[Group]| {
        Turn::of(|| {
            for group in groups {
                log.append(log.head(), group.frame()).unwrap();
            }
            groups.len() as u64
        })
    };
    // As many groups as fit a turn; made before it, so that only the log is measured.
    let tried: Vec<Group> = (0..20).map(|_| Group::new(size, &mut dice)).collect();
    let a_second = subject(&tried).rate() * options.turn().as_secs_f64();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a count of thousands")]
    let count = (a_second as usize).clamp(20, 400_000 / size);
    let groups = std::cell::RefCell::new(Vec::new());
    let mut make = move || (0..count).map(|_| Group::new(size, &mut dice)).collect::<Vec<_>>();
    let turns = interleave(
        options.rounds(),
        [
            &mut || {
                groups.replace(make());
                crate::measure::settle();
                subject(&groups.borrow())
            },
            &mut || plain.turn(&bytes, options.turn()),
        ],
    );
    let [log_turns, plain_turns] = &turns;
    let each = crate::measure::number(size as u64);
    let bound = format!("the sync: {:.2} of the cores busy", log_turns.cores());
    let subject = Figure::new(format!("log append, {size} a group"), log_turns.rate() * each, "events/s");
    let floor = Figure::new("plain file, fdatasync", plain_turns.rate() * each, "events/s");
    Row::new(subject, Reach::Ratio(REACH), bound)
        .against(floor, log_turns.over(plain_turns))
        .with_cpu_us(log_turns.cpu_us() / each, plain_turns.cpu_us() / each)
}
