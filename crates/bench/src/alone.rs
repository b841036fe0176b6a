//! What is measured in a process of its own: replay, and the memory that a loaded network takes.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::Network;
use app::edge::SystemClock;
use app::entry::Entry;
use bytes::Bytes;
use disk::RealDisk;
use eventlog::{EventLog as _, SegmentLog};
use serde::Deserialize;
use serde_json::value::RawValue;
use testkit::Setting;
use uuid::Uuid;
use vault::Vault;

use crate::Options;
use crate::history::Found;
use crate::measure::{Turn, interleave, resident, resident_peak, settle};

/// How long the index may take.
const INDEXED: Duration = Duration::from_secs(180);

/// An event as serde alone would read it: its types, and nothing done with them.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(dead_code, reason = "read, not used")]
struct Bare<'a> {
    id: Uuid,
    r#type: &'a str,
    v: u16,
    rules: u16,
    recorded_at: &'a str,
    by: Option<&'a str>,
    r#for: Option<&'a str>,
    evidence: Option<&'a str>,
    occurred_at: Option<&'a str>,
    source: Option<&'a str>,
    objects: Vec<&'a str>,
    #[serde(borrow)]
    data: &'a RawValue,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "read, not used")]
struct BareVote<'a> {
    statement: Uuid,
    voter: &'a str,
    vote: Word,
    was: Option<Word>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Agree,
    Disagree,
    Pass,
}

/// The one network of a data directory.
fn network_dir(dir: &Path) -> (domain::ids::NetworkId, PathBuf) {
    let path = std::fs::read_dir(dir.join("networks")).unwrap().next().unwrap().unwrap().path();
    (path.file_name().unwrap().to_str().unwrap().parse().unwrap(), path)
}

/// Does one of the things and prints what it found.
pub fn run(what: &str, options: &Options) {
    let dir = options.dir.clone().unwrap();
    let found = match what {
        "replay" => replay(options, &dir),
        "memory" => memory(&dir),
        _ => index(&dir),
    };
    crate::say(&serde_json::to_string(&found).unwrap());
}

fn open_log(dir: &Path) -> SegmentLog<Entry> {
    let (id, path) = network_dir(dir);
    SegmentLog::open(Arc::new(RealDisk), &path.join("log"), *id.0.as_bytes(), None).unwrap()
}

fn replay(options: &Options, dir: &Path) -> Found {
    let (id, path) = network_dir(dir);
    let began = Instant::now();
    let log = open_log(dir);
    let opened_s = began.elapsed().as_secs_f64();
    let events: Vec<Bytes> = log.frames(0).flat_map(|frame| frame.unwrap().events).collect();
    let kek = Setting::default().kek;
    let [replayed, parsed] = interleave(
        options.rounds().min(3),
        [
            &mut || {
                let log = open_log(dir);
                let vault = Vault::open(Arc::new(RealDisk), &path.join("keys"), Arc::clone(&kek)).unwrap();
                let mut network = None;
                let turn = Turn::of(|| {
                    let loaded = network.insert(Network::load(id, log, vault, Arc::new(SystemClock)).unwrap());
                    loaded.live().views.head.0
                });
                drop(network);
                turn
            },
            &mut || Turn::of(|| events.iter().map(parse).count() as u64),
        ],
    );
    Found {
        events: events.len() as u64,
        opened_s,
        replay_rate: replayed.rate(),
        replay_cpu_us: replayed.cpu_us(),
        parse_rate: parsed.rate(),
        parse_cpu_us: parsed.cpu_us(),
        ratio: replayed.over(&parsed),
        ..Found::default()
    }
}

fn parse(event: &Bytes) {
    let bare: Bare<'_> = serde_json::from_slice(event).unwrap();
    if bare.r#type == "statement_vote.cast" {
        std::hint::black_box(serde_json::from_str::<BareVote<'_>>(bare.data.get()).unwrap());
    } else {
        std::hint::black_box(serde_json::from_str::<serde_json::Value>(bare.data.get()).unwrap());
    }
}

fn memory(dir: &Path) -> Found {
    let (id, path) = network_dir(dir);
    let setting = Setting::default();
    let resident_before = resident();
    let vault = Vault::open(Arc::new(RealDisk), &path.join("keys"), setting.kek).unwrap();
    let log = open_log(dir);
    let network = Network::load(id, log, vault, Arc::new(SystemClock)).unwrap();
    let resident_after = resident();
    let frames = network.log().frames(0).map(Result::unwrap);
    let (events, event_bytes) = frames.fold((0, 0), |(events, bytes), frame| {
        let more: usize = frame.events.iter().map(Bytes::len).sum();
        (events + frame.events.len() as u64, bytes + more as u64)
    });
    Found { events, event_bytes, resident_before, resident_after, ..Found::default() }
}

/// Builds the index of a loaded network anew.
fn index(dir: &Path) -> Found {
    let (id, path) = network_dir(dir);
    std::fs::remove_dir_all(dir.join("index")).unwrap();
    let catalogue = Setting::default().catalogue(dir).unwrap();
    let network = catalogue.load(id).unwrap();
    let began = Instant::now();
    while began.elapsed() < INDEXED && !settle() {}
    let (log_bytes, index_bytes) = (size(&path.join("log")), size(&dir.join("index")));
    drop(network);
    catalogue.stop();
    Found { resident_peak: resident_peak(), log_bytes, index_bytes, ..Found::default() }
}

/// The bytes of all files of a directory.
fn size(dir: &Path) -> u64 {
    let entries = std::fs::read_dir(dir).unwrap().map(Result::unwrap);
    entries
        .map(|entry| {
            let told = entry.metadata().unwrap();
            if told.is_dir() { size(&entry.path()) } else { told.len() }
        })
        .sum()
}
