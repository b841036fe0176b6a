//! A long history, imported as a Polis conversation is: 98 % votes, people and statements; read back whole, as of the past,
//! and weighed in memory and on the disk.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use app::import::polis::Conversation;
use app::import::report::{Founded, Remark, Telling, Watcher};
use app::import::{self, Destination, Directory};
use serde::{Deserialize, Serialize};
use testkit::{Setting, TestServer};

use crate::client::{self, request};
use crate::measure::{Dice, median, number, percentile};
use crate::report::{Figure, Reach, Row};
use crate::{Options, note};

const SLUG: &str = "polis";
/// Of a thousand events, those that are people, and those that are statements; the rest are votes.
const PEOPLE: u64 = 15;
const STATEMENTS: u64 = 5;
/// How many moments of the past are read.
const MOMENTS: usize = 200;
/// The first vote's moment, and how long after it the next is cast, in milliseconds.
const BEGAN_MS: u64 = 1_500_000_000_000;
const PACE_MS: u64 = 1_000;

struct Silent;

impl Watcher for Silent {
    fn founded(&mut self, _: &Founded<'_>) {}
    fn progress(&mut self, _: u64, _: u64) {}
    fn remark(&mut self, remark: &Remark) {
        panic!("{remark}");
    }
    fn waiting(&mut self, _: &str) {}
}

/// A data directory with a network of so many events, made unless it is there.
pub fn made(options: &Options, dir: &Path) -> PathBuf {
    let events = options.events();
    let dir = options.keep.clone().unwrap_or_else(|| dir.to_owned()).join(format!("history-{events}"));
    if dir.join("made").exists() {
        return dir;
    }
    note(&format!("importing {events} events"));
    let conversation = dir.join("csv/made-up");
    std::fs::create_dir_all(&conversation).unwrap();
    write_csv(&conversation, events);
    let catalogue = Setting::default().catalogue(&dir.join("data")).unwrap();
    let into = Destination {
        network: SLUG.parse().unwrap(),
        languages: domain::network::Languages::new(vec!["fr".parse().unwrap()]).unwrap(),
        time_zone: "Europe/Paris".parse().unwrap(),
    };
    let found = Conversation::find(&conversation).unwrap();
    let mut silent = Silent;
    let mut telling = Telling::new(&mut silent, into.network.clone());
    let mut target = Directory::open(&catalogue, &into, &mut telling).unwrap();
    import::import(&found, &dir, &mut target, telling).unwrap();
    drop(target);
    catalogue.stop();
    std::fs::write(dir.join("made"), "").unwrap();
    dir
}

fn write_csv(dir: &Path, events: u64) {
    let (people, statements) = (events * PEOPLE / 1_000, events * STATEMENTS / 1_000);
    // The question, and the four events of the founding.
    let count = events - people - statements - 5;
    let mut dice = Dice::new(events);
    let mut comments = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n".to_owned();
    for n in 0..statements {
        let text = "Il manque à la vallée un lieu où se retrouver, ouvert aussi le soir";
        let (at, author) = (BEGAN_MS + n, dice.below(people));
        writeln!(comments, "{at},,{n},{author},0,0,1,\"{text} ({n}).\"").unwrap();
    }
    std::fs::write(dir.join("comments.csv"), comments).unwrap();
    let mut cast = "timestamp,datetime,comment-id,voter-id,vote\n".to_owned();
    for n in 0..count {
        // Every person votes on statements one after another from another one on: no pair twice, none left out.
        let (voter, turn) = (n % people, n / people);
        let statement = (voter.wrapping_mul(2_654_435_761) + turn * 7) % statements;
        let vote = ["1", "1", "-1", "0"][usize::try_from(dice.below(4)).unwrap()];
        writeln!(cast, "{},,{statement},{voter},{vote}", BEGAN_MS + statements + n * PACE_MS).unwrap();
    }
    std::fs::write(dir.join("votes.csv"), cast).unwrap();
}

/// What a process that does nothing else found.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Found {
    pub events: u64,
    pub event_bytes: u64,
    pub opened_s: f64,
    pub replay_rate: f64,
    pub replay_cpu_us: f64,
    pub parse_rate: f64,
    pub parse_cpu_us: f64,
    pub ratio: f64,
    pub resident_before: u64,
    pub resident_after: u64,
    pub resident_peak: u64,
    pub log_bytes: u64,
    pub index_bytes: u64,
}

/// Runs this program again for one thing, so that nothing else lies in its memory.
fn alone(what: &str, dir: &Path, options: &Options) -> Found {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.arg("--alone").arg(what).arg("--dir").arg(dir);
    if options.quick {
        child.arg("--quick");
    }
    let output = child.stderr(std::process::Stdio::inherit()).output().unwrap();
    assert!(output.status.success(), "{what}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Measures replay, the past, memory and disk.
pub fn rows(options: &Options, dir: &Path) -> Vec<Row> {
    let dir = made(options, dir).join("data");
    note("replay");
    let replayed = alone("replay", &dir, options);
    note("memory");
    let weighed = alone("memory", &dir, options);
    note("indexing");
    let indexed = alone("index", &dir, options);
    let millions = format!("{} events", replayed.events);
    let opened_ms = replayed.opened_s * 1e3;
    let mut rows = vec![
        Row::new(
            Figure::new(format!("replay of {millions}"), replayed.replay_rate, "events/s"),
            Reach::AtLeast(400_000.0),
            "one core: parsing, then the maps",
        )
        .against(Figure::new("bare typed serde_json parse", replayed.parse_rate, "events/s"), replayed.ratio)
        .with_cpu_us(replayed.replay_cpu_us, replayed.parse_cpu_us),
        Row::new(Figure::new("opening their log", opened_ms, "ms"), Reach::Nothing, "CRC-32C and reading"),
    ];
    rows.extend(past(&dir, weighed.events));
    let each = |bytes: u64| number(bytes) / number(weighed.events);
    let grown = weighed.resident_after.saturating_sub(weighed.resident_before);
    rows.push(Row::new(
        Figure::new("resident memory an event", each(grown), "bytes"),
        Reach::AtMost(400.0),
        "the latest vote of each, the MAC of each imported row",
    ));
    rows.push(Row::new(
        Figure::new("the same, at its peak while the index is built", each(indexed.resident_peak), "bytes"),
        Reach::Nothing,
        "sled, whose cache is bounded and whose log of changes is not",
    ));
    let on_disk = indexed.log_bytes + indexed.index_bytes;
    rows.push(
        Row::new(
            Figure::new("disk an event, with the index", each(on_disk), "bytes"),
            Reach::Nothing,
            format!("the log {:.0}, the index {:.0}", each(indexed.log_bytes), each(indexed.index_bytes)),
        )
        .against(
            Figure::new("bytes of the event", each(weighed.event_bytes), "bytes"),
            number(on_disk) / number(weighed.event_bytes),
        ),
    );
    rows
}

/// First reads of random moments, each of which nobody asked for before.
fn past(dir: &Path, events: u64) -> Vec<Row> {
    note("as-of reads");
    let server = TestServer::start_on(dir, &Setting::default());
    let path = format!("/v1/networks/{SLUG}/contributions?kind=statement&limit=20");
    let live = vec![request("GET", &path, "", None); MOMENTS];
    client::once(server.address(), &live[0]);
    crate::measure::settle();
    let mut dice = Dice::new(events + 1);
    let moment = |dice: &mut Dice| request("GET", &format!("{path}&as_of={}", dice.below(events) + 1), "", None);
    let moments: Vec<_> = (0..MOMENTS).map(|_| moment(&mut dice)).collect();
    let ms = |requests: &[Vec<u8>]| -> Vec<f64> {
        client::latencies(server.address(), requests).iter().map(|took| took.as_secs_f64() * 1e3).collect()
    };
    let (live, moments) = (ms(&live), ms(&moments));
    server.stop();
    let row = |what: &str, of: &dyn Fn(Vec<f64>) -> f64| {
        let (subject, floor) = (of(moments.clone()), of(live.clone()));
        Row::new(
            Figure::new(format!("first as-of read, {what} of {MOMENTS}"), subject, "ms"),
            Reach::AtMost(100.0),
            "folding from the nearest of at most 64 clones",
        )
        .against(Figure::new("live read", floor, "ms"), subject / floor)
    };
    vec![row("median", &median), row("p99", &|values| percentile(values, 99))]
}
