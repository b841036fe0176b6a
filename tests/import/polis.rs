//! Polis conversations: the published ones against the figures that were published with them, and made-up ones for what
//! the published ones do not hold.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use app::import::polis::Conversation;
use app::import::report::{Report, Set, What};
use serde_json::{Value, json};
use testkit::{Client, TestServer, shared_data};

use super::apart::{Apart, normalised, printed};
use super::{files, history, import_sets, text};

const PUBLISHED: [&str; 3] = ["15-per-hour-seattle", "london.youth.policing", "vtaiwan.uberx"];

fn import(server: &TestServer, folder: &Path) -> Report {
    import_sets(server, &Conversation::find(folder).unwrap())
}

/// All pages of a conversation's statements: what voted on each, by its number.
fn tallies(client: &Client, conversation: &str, as_of: Option<u64>) -> BTreeMap<u32, [u64; 3]> {
    let as_of = as_of.map_or(String::new(), |position| format!("&as_of={position}"));
    let list = format!("/v1/networks/polis/contributions?kind=statement&source=polis:{conversation}&limit=100{as_of}");
    let mut tallies = BTreeMap::new();
    let mut after = String::new();
    loop {
        let page = client.get(&format!("{list}{after}")).expect(200);
        for item in page["items"].as_array().unwrap() {
            let source = item["source_id"].as_str().unwrap();
            let number = source.strip_prefix(&format!("polis:{conversation}:")).expect(source).parse().unwrap();
            let count = |vote: &str| item["votes"][vote].as_u64().unwrap();
            let twice = tallies.insert(number, [count("agree"), count("disagree"), count("pass")]);
            assert_eq!(twice, None, "{source}");
        }
        let Some(next) = page["next"].as_str() else { return tallies };
        after = format!("&after={next}");
    }
}

/// Counts votes from raw events, without any of the program's own counting: the latest of each person and statement.
#[derive(Default)]
struct Recount {
    source_of: HashMap<String, String>,
    latest: HashMap<(String, String), usize>,
    tallies: BTreeMap<String, [u64; 3]>,
}

impl Recount {
    fn count_all(&mut self, events: &[Value]) {
        for event in events {
            self.count(event);
        }
    }

    fn count(&mut self, event: &Value) {
        match text(event, "/type") {
            "contribution.submitted" => {
                let source = text(event, "/source").to_owned();
                self.tallies.insert(source.clone(), [0; 3]);
                self.source_of.insert(text(event, "/data/contribution").to_owned(), source);
            }
            "statement_vote.cast" => {
                let pair = (text(event, "/data/statement").to_owned(), text(event, "/data/voter").to_owned());
                let vote = ["agree", "disagree", "pass"].iter().position(|vote| *vote == text(event, "/data/vote"));
                let tally = self.tallies.get_mut(&self.source_of[&pair.0]).unwrap();
                tally[vote.unwrap()] += 1;
                if let Some(before) = self.latest.insert(pair, vote.unwrap()) {
                    tally[before] -= 1;
                }
            }
            _ => (),
        }
    }

    fn of(&self, conversation: &str) -> BTreeMap<u32, [u64; 3]> {
        let of = format!("polis:{conversation}:");
        let numbered =
            |(source, tally): (&String, &[u64; 3])| Some((source.strip_prefix(&of)?.parse().unwrap(), *tally));
        self.tallies.iter().filter_map(numbered).collect()
    }
}

#[test]
fn published_conversations_count_as_published_now_and_at_any_past_position() {
    let Some(data) = shared_data("polis") else { return };
    let server = TestServer::start();
    let began = Instant::now();
    let report = import(&server, &data);
    println!("imported in {:?}", began.elapsed());
    assert!(report.founded && report.left_out() == 0);
    let stranger = server.caller("");
    let events = history(&stranger, "polis");
    let mut recount = Recount::default();
    recount.count_all(&events);
    for (name, told) in PUBLISHED.iter().zip(&report.sets) {
        let expected = fs::read_to_string(data.join(format!("expected/{name}.latest-tally.csv"))).unwrap();
        let row = |line: &str| -> Vec<u64> { line.split(',').map(|field| field.trim().parse().unwrap()).collect() };
        let expected = expected.lines().skip(1).map(row);
        let expected: BTreeMap<_, _> =
            expected.map(|row| (u32::try_from(row[0]).unwrap(), [row[1], row[2], row[3]])).collect();
        assert_eq!(tallies(&stranger, name, None), expected, "{name}");
        assert_eq!(recount.of(name), expected, "{name}");
        published_figures(&data, told, &recount);
    }
    past_positions(&stranger, &events);
    what_the_history_tells(&events);
    again(&server, &data, &report);
}

fn published_figures(data: &Path, told: &Set, recount: &Recount) {
    let name = &told.set;
    let figures = fs::read(data.join(format!("expected/{name}.figures.json"))).unwrap();
    let figures: Value = serde_json::from_slice(&figures).unwrap();
    let pairs = recount
        .latest
        .keys()
        .filter(|(statement, _)| recount.source_of[statement].starts_with(&format!("polis:{name}:")));
    assert_eq!(figures["distinct_voter_statement_pairs"], pairs.count(), "{name}");
    assert_eq!(figures["vote_rows"], told.rows_read.of(What::Votes), "{name}");
    assert_eq!(figures["vote_rows"], told.recorded.of(What::Votes) + told.figures["repeats_dropped"], "{name}");
    assert_eq!(figures["statements"], told.recorded.of(What::Statements), "{name}");
    let moderated = &figures["statements_by_moderated_flag"];
    let count = |flag: &str| moderated[flag].as_u64().unwrap_or(0);
    for (flag, figure) in [("1", "moderated_accepted"), ("0", "moderated_not_yet"), ("-1", "moderated_rejected")] {
        assert_eq!(count(flag), told.figures[figure], "{name}");
    }
    assert!(figures["distinct_voters"].as_u64().unwrap() <= told.recorded.of(What::People), "{name}");
    let of = |vote: usize| recount.of(name).values().map(|tally| tally[vote]).sum::<u64>();
    let total = json!({"agree": of(0), "disagree": of(1), "pass": of(2)});
    assert_eq!(figures["latest_total"], total, "{name}");
}

/// Fifty positions, drawn with a fixed seed.
fn past_positions(client: &Client, events: &[Value]) {
    let mut seed = 20_151_127_u64;
    let mut positions = BTreeSet::new();
    while positions.len() < 50 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        positions.insert((seed >> 33) % (events.len() as u64 - 5) + 5);
    }
    let (mut recount, mut counted) = (Recount::default(), 0);
    for position in positions {
        let position_index = usize::try_from(position).unwrap();
        recount.count_all(&events[counted..position_index]);
        counted = position_index;
        for name in PUBLISHED {
            assert_eq!(tallies(client, name, Some(position)), recount.of(name), "{name} as of {position}");
        }
    }
}

/// Votes name nobody and no row; people have nothing but an id; what happened is in order of time.
fn what_the_history_tells(events: &[Value]) {
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let set = |keys: &[&str]| keys.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    let mut last = (String::new(), String::new());
    for event in events {
        let kind = text(event, "/type");
        match kind {
            "statement_vote.cast" => {
                let known = ["id", "type", "v", "rules", "recorded_at", "occurred_at", "objects", "data"];
                assert_eq!(keys(event), set(&known), "{event}");
                assert_eq!(event["objects"], json!([format!("contribution:{}", text(event, "/data/statement"))]));
            }
            "actor.joined" if text(event, "/data/via") == "import" => {
                let known = ["id", "type", "v", "rules", "recorded_at", "by", "objects", "data"];
                assert_eq!(keys(event), set(&known), "{event}");
                assert_eq!(keys(&event["data"]), set(&["actor", "kind", "via"]), "{event}");
                assert_eq!((text(event, "/by"), text(event, "/data/kind")), ("operator", "person"));
            }
            _ => (),
        }
        let Some(at) = event["occurred_at"].as_str() else { continue };
        if kind == last.0 && kind != "contribution.question_asked" {
            assert!(last.1.as_str() <= at, "{event} after {}", last.1);
        }
        last = (kind.to_owned(), at.to_owned());
    }
}

/// Importing again changes nothing.
fn again(server: &TestServer, data: &Path, first: &Report) {
    let networks = server.dir.join("networks");
    let (head, before) =
        (server.caller("").get("/v1/networks/polis").expect(200)["position"].clone(), files(&networks));
    let report = import(server, data);
    for (first, second) in first.sets.iter().zip(&report.sets) {
        assert_eq!(second.recorded.sum(), 0);
        assert_eq!((&second.already_there, &second.figures), (&first.recorded, &first.figures));
        assert_eq!(second.changed, 0);
    }
    assert!(!report.founded);
    assert_eq!(server.caller("").get("/v1/networks/polis").expect(200)["position"], head);
    assert!(before == files(&networks), "not a byte of log or keys is changed");
}

/// A made-up conversation `name`: `people` vote on `statements`, `votes` times, changing their minds and repeating
/// themselves, in no order of time.
pub fn made_up(dir: &Path, name: &str, people: u64, statements: u64, votes: u64) -> PathBuf {
    let folder = dir.join(name);
    fs::create_dir_all(&folder).unwrap();
    let mut seed = 7_u64;
    let mut draw = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut comments = "timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n".to_owned();
    for id in 0..statements {
        let (at, author) = (1_500_000_000_000 + draw(1_000_000), draw(people));
        writeln!(comments, "{at},x,{id},{author},0,0,1,\"Statement {id}, \"\"one\"\" of many\"").unwrap();
    }
    let mut cast = "timestamp,datetime,comment-id,voter-id,vote\n".to_owned();
    for _ in 0..votes {
        let at = 1_500_001_000_000 + draw(1_000_000_000);
        let (statement, voter, vote) = (draw(statements), draw(people), i64::try_from(draw(3)).unwrap() - 1);
        writeln!(cast, "{at},x,{statement},{voter},{vote}").unwrap();
    }
    fs::write(folder.join("comments.csv"), comments).unwrap();
    fs::write(folder.join("votes.csv"), cast).unwrap();
    fs::write(folder.join("summary.csv"), "topic,What now?\nconversation-description,\n").unwrap();
    folder
}

#[test]
fn a_killed_import_goes_on_to_what_an_uninterrupted_one_records() {
    let source = tempfile::tempdir().unwrap();
    let folder = made_up(source.path(), "made-up", 300, 60, 12_000);
    let (whole, killed) = (Apart::new(), Apart::new());
    // Not to be counted with what follows.
    testkit::binary::tresse_binary();
    let began = Instant::now();
    let output = whole.import(&folder, &["--json"]).output().unwrap();
    let took = began.elapsed();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let whole = normalised(whole.history());

    let (mut heads, mut patience) = (BTreeSet::new(), took / 6);
    loop {
        let mut child = killed.import(&folder, &["--json"]).stdout(std::process::Stdio::null()).spawn().unwrap();
        let deadline = Instant::now() + patience;
        let done = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break Some(status);
            }
            if Instant::now() > deadline {
                child.kill().unwrap();
                child.wait().unwrap();
                break None;
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        let recorded = killed.history();
        assert!(
            normalised(recorded.clone()) == whole[..recorded.len()],
            "what was recorded is a beginning of the whole"
        );
        if done.is_some() {
            break;
        }
        heads.insert(recorded.len());
        patience += took / 12;
    }
    println!("{} events, killed at {heads:?}", whole.len());
    assert!(heads.range(6..whole.len()).count() >= 2, "the import was killed midway: {heads:?}");
    assert!(normalised(killed.history()) == whole);
    let third = printed(&killed.import(&folder, &["--json"]).output().unwrap());
    assert_eq!(third["sets"][0]["recorded"], json!({"questions": 0, "people": 0, "statements": 0, "votes": 0}));
}

#[test]
fn two_conversations_with_the_same_numbers_never_meet() {
    let source = tempfile::tempdir().unwrap();
    for name in ["one", "two"] {
        made_up(source.path(), name, 20, 5, 100);
    }
    fs::create_dir(source.path().join("expected")).unwrap();
    let server = TestServer::start();
    let report = import(&server, source.path());
    let [one, two] = &report.sets[..] else { panic!("{report:?}") };
    assert_eq!((&one.recorded, one.already_there.sum()), (&two.recorded, two.already_there.sum()));
    let stranger = server.caller("");
    let mut recount = Recount::default();
    recount.count_all(&history(&stranger, "polis"));
    for name in ["one", "two"] {
        let shown = tallies(&stranger, name, None);
        assert_eq!((shown.len(), &shown), (5, &recount.of(name)));
    }
    let actors = stranger.get("/v1/networks/polis").expect(200)["actors"].as_u64().unwrap();
    assert_eq!(actors, 1 + one.recorded.of(What::People) + two.recorded.of(What::People));
}

/// A conversation in which rows are broken in every way.
fn broken(dir: &Path) -> PathBuf {
    let folder = dir.join("broken");
    fs::create_dir_all(&folder).unwrap();
    let long = "a".repeat(16_001);
    let mut comments = format!(
        "\u{feff}timestamp,datetime,comment-id,author-id,agrees,disagrees,moderated,comment-body\n\
         1000,x,0,1,0,0,1,\"Two\nlines\"\n\
         1001,x,1,,0,0,1,No author\n\
         1002,x,2,1,0,0,1,  \n\
         1003,x,3,1,0,0,1,{long}\n\
         1004,x,0,2,0,0,1,The same number\n\
         1005,x,4,1,0,0,2,Moderated otherwise\n\
         1006,x,5,1,0,0,1\n\
         late,x,6,1,0,0,1,When?\n"
    )
    .into_bytes();
    comments.extend(b"1007,x,7,1,0,0,1,\xff\xfe\n1008,x,8,4,0,0,0,Fine\n");
    fs::write(folder.join("comments.csv"), comments).unwrap();
    let votes = "timestamp,datetime,comment-id,voter-id,vote\n2000,x,0,1,1\n2001,x,0,two,1\n2002,x,0,2,2\n2003,x,99,2,1\n\
                 2004,x,0,-2,1\n2005,x,1,2,1\n2006,x,8,2,-1\n";
    fs::write(folder.join("votes.csv"), votes).unwrap();
    folder
}

const BROKEN: [(&str, u64, &str); 13] = [
    ("comments.csv", 4, "author-id is missing"),
    ("comments.csv", 5, "comment-body is empty"),
    ("comments.csv", 6, "comment-body is longer than 16000 characters"),
    ("comments.csv", 7, "statement 0 came before, on line 2"),
    ("comments.csv", 8, "moderated is none of 1, 0 and -1"),
    ("comments.csv", 9, "7 fields where the header has 8"),
    ("comments.csv", 10, "timestamp is not a time in milliseconds"),
    ("comments.csv", 11, "comment-body is not UTF-8"),
    ("votes.csv", 3, "voter-id is not a whole number from 0 to 4294967295"),
    ("votes.csv", 4, "vote is none of 1, 0 and -1"),
    ("votes.csv", 5, "there is no statement 99"),
    ("votes.csv", 6, "voter-id is not a whole number from 0 to 4294967295"),
    ("votes.csv", 7, "there is no statement 1"),
];

#[test]
fn broken_rows_are_told_with_file_and_line_and_the_rest_goes_on() {
    let source = tempfile::tempdir().unwrap();
    let (folder, apart) = (broken(source.path()), Apart::new());
    let output = apart.import(&folder, &["--json"]).output().unwrap();
    assert!(output.status.success());
    let report = printed(&output);
    let expected: Vec<_> = BROKEN
        .iter()
        .map(|(file, line, reason)| json!({"file": folder.join(file), "line": line, "reason": reason}))
        .collect();
    assert_eq!(report["broken"], json!(expected));
    let told = String::from_utf8(output.stderr).unwrap();
    for (file, line, reason) in BROKEN {
        let line = format!("{}:{line}: {reason}\n", folder.join(file).display());
        assert!(told.contains(&line), "{line} in {told}");
    }
    let one = &report["sets"][0];
    assert_eq!(one["rows_read"], json!({"statements": 10, "votes": 7}));
    assert_eq!(one["recorded"], json!({"questions": 1, "people": 3, "statements": 2, "votes": 2}));
    assert_eq!((&one["broken"], &report["left_out"]), (&json!(13), &json!(13)));
    assert!(report["steward_key"].as_str().unwrap().starts_with("tresse_"));
}

#[test]
fn strict_records_nothing_when_a_row_is_broken() {
    let source = tempfile::tempdir().unwrap();
    let (folder, apart) = (broken(source.path()), Apart::new());
    let output = apart.import(&folder, &["--strict", "--json"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(printed(&output)["broken"].as_array().unwrap().len(), BROKEN.len());
    assert!(!apart.0.path().join("data").exists(), "not even a data directory is begun");

    let fine = made_up(source.path(), "fine", 5, 2, 20);
    assert_eq!(apart.import(&fine, &["--strict"]).output().unwrap().status.code(), Some(0));
    let before = apart.history();
    assert_eq!(apart.import(source.path(), &["--strict"]).output().unwrap().status.code(), Some(1));
    assert_eq!(apart.history(), before);
}

#[test]
fn a_folder_without_a_conversation_is_refused_before_anything_is_made() {
    let source = tempfile::tempdir().unwrap();
    let apart = Apart::new();
    let refused = |folder: &Path, why: &str| {
        let output = apart.import(folder, &[]).output().unwrap();
        assert_eq!(output.status.code(), Some(1));
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(told.contains(why), "{told}");
        assert!(!apart.0.path().join("data").exists());
    };
    refused(source.path(), "no conversation here");
    refused(&made_up(source.path(), "a name with blanks", 2, 1, 2), "a set's name");
    let lacking = made_up(source.path(), "lacking", 2, 1, 2);
    fs::write(lacking.join("votes.csv"), "timestamp,comment-id,vote\n").unwrap();
    let output = apart.import(&lacking, &[]).output().unwrap();
    assert!(String::from_utf8(output.stderr).unwrap().contains("there is no column voter-id"));
}

/// Half a million votes in a release build; less in a debug build, which is ten times as slow.
#[test]
fn memory_does_not_grow_with_the_votes_but_for_the_networks_state() {
    let few = if cfg!(debug_assertions) { 10_000 } else { 50_000 };
    let source = tempfile::tempdir().unwrap();
    let beside_state = |votes: u64| {
        let folder = made_up(source.path(), &format!("votes-{votes}"), 4_000, 400, votes);
        let began = Instant::now();
        let output = Apart::new().import(&folder, &["--json", "--measure"]).output().unwrap();
        let report = printed(&output);
        let bytes = |name: &str| report[name].as_u64().unwrap();
        let (peak, state) = (bytes("peak_memory_bytes"), bytes("state_bytes"));
        println!("{votes} votes in {:?}: at most {peak} bytes, of which state {state}", began.elapsed());
        peak - state
    };
    if !Path::new("/proc/self/status").exists() {
        return testkit::skipped("this system does not tell how much memory a process holds");
    }
    // An allocator may take some more now and then; what grows with the votes does so each time.
    let grows = (0..3).all(|_| beside_state(10 * few) * 10 > beside_state(few) * 12);
    assert!(!grows, "ten times the votes take more than 1.2 times the memory beside the state");
}
