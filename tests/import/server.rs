//! Imports through a running server: the same history as on a data directory, whatever breaks on the way.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::{Duration, Instant};

use app::import::actors::List;
use app::import::madrid::Folder;
use app::import::polis::Conversation;
use app::import::report::Report;
use serde_json::{Value, json};
use testkit::{Client, TestServer, shared_data};

use super::apart::{Apart, normalised, printed, through};
use super::flaky::{self, Fate};
use super::polis::made_up;
use super::{Quiet, actors, files, history, import_sets, import_told, madrid};
use crate::crash::served::Served;

fn done(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    printed(output)
}

fn sum(numbers: &Value) -> u64 {
    numbers.as_object().unwrap().values().map(|number| number.as_u64().unwrap()).sum()
}

/// Two histories are the same but for what each draws.
fn same(one: Vec<Value>, other: Vec<Value>) {
    let (one, other) = (normalised(one), normalised(other));
    assert_eq!(one.len(), other.len());
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one, other);
    }
}

/// Imports a set in both ways, and again in the other one each.
fn both_ways(importer: &str, set: &Path, on_directory: impl Fn(&TestServer) -> Report) {
    let (apart, server) = (Apart::new(), TestServer::start());
    let there = done(&apart.import_as(importer, set, &["--json"]).output().unwrap());
    let began = Instant::now();
    let import = || through(server.address(), &server.operator, importer, set, &["--json"]).output().unwrap();
    let here = done(&import());
    println!("{importer}: {} events in {:?}", sum(&here["sets"][0]["recorded"]), began.elapsed());
    assert_eq!((&here["sets"], &here["founded"]), (&there["sets"], &json!(true)));
    assert_eq!((&here["broken"], &here["remarks"]), (&there["broken"], &there["remarks"]));
    let steward = server.caller(here["steward_key"].as_str().unwrap());
    steward.get(&format!("/v1/networks/{importer}")).expect(200);
    let stranger = server.caller("");
    same(history(&stranger, importer), apart.history_of(importer));

    let networks = server.dir.join("networks");
    let before = files(&networks);
    let again = done(&import());
    assert_eq!((sum(&again["sets"][0]["recorded"]), &again["founded"]), (0, &json!(false)));
    assert_eq!(again["sets"][0]["already_there"], here["sets"][0]["recorded"]);
    assert_eq!(again["sets"][0]["changed"], 0);
    let report = on_directory(&server);
    assert_eq!(report.sets.iter().map(|one| one.recorded.sum() + one.changed).sum::<u64>(), 0);
    assert!(before == files(&networks), "not a byte of log or keys is changed");
}

#[test]
fn a_published_conversation_comes_in_through_a_server_as_on_a_directory() {
    let Some(data) = shared_data("polis") else { return };
    let set = data.join("15-per-hour-seattle");
    both_ways("polis", &set, |server| import_sets(server, &Conversation::find(&set).unwrap()));
}

#[test]
fn published_proposals_come_in_through_a_server_as_on_a_directory() {
    let Some(set) = shared_data("decide-madrid") else { return };
    both_ways("madrid", &set, |server| {
        let folder = Folder::find(&set, None, &"Europe/Madrid".parse().unwrap()).unwrap();
        import_told(server, "madrid", &[folder], &mut Quiet::default())
    });
}

#[test]
fn a_published_list_comes_in_through_a_server_as_on_a_directory() {
    let Some(data) = shared_data("acteurs-haute-garonne") else { return };
    let set = data.join("acteurs-haute-garonne.csv");
    both_ways("actors", &set, |server| {
        import_told(server, "actors", &[List::new(&set, None).unwrap()], &mut Quiet::default())
    });
}

#[test]
fn what_came_in_on_a_directory_is_found_through_a_server() {
    let source = tempfile::tempdir().unwrap();
    let folder = made_up(source.path(), "made-up", 50, 10, 400);
    let server = TestServer::start();
    import_sets(&server, &Conversation::find(&folder).unwrap());
    let head = history(&server.caller(""), "polis").len();
    let report = done(&through(server.address(), &server.operator, "polis", &folder, &["--json"]).output().unwrap());
    assert_eq!((sum(&report["sets"][0]["recorded"]), &report["founded"]), (0, &json!(false)));
    assert_eq!(history(&server.caller(""), "polis").len(), head);
}

#[test]
fn answers_may_be_lost_and_requests_turned_away() {
    let source = tempfile::tempdir().unwrap();
    let folder = made_up(source.path(), "made-up", 300, 60, 6_000);
    let server = TestServer::start();
    let fates = vec![Fate::TurnedAway(503), Fate::AnswerLost, Fate::TurnedAway(429), Fate::AnswerCut, Fate::AnswerLost];
    let (proxy, seen) = flaky::before(server.address(), fates);
    let output = through(proxy, &server.operator, "polis", &folder, &["--json"]).output().unwrap();
    let report = done(&output);
    assert!(String::from_utf8_lossy(&output.stderr).contains("again in 1.0 s"), "Retry-After is heeded");
    let (seen, whole) = (seen.lock().unwrap().clone(), Apart::new());
    let keys: BTreeSet<_> = seen.iter().collect();
    assert_eq!(keys.len(), seen.len() - 5, "a batch keeps its key: {seen:?}");
    let there = done(&whole.import(&folder, &["--json"]).output().unwrap());
    assert_eq!(report["sets"], there["sets"], "what was done before its answer was lost was recorded now");
    same(history(&server.caller(""), "polis"), whole.history());
}

#[test]
fn a_client_that_was_killed_goes_on_when_it_is_started_again() {
    let source = tempfile::tempdir().unwrap();
    let folder = made_up(source.path(), "made-up", 300, 60, 12_000);
    let (whole, server) = (Apart::new(), TestServer::start());
    done(&whole.import(&folder, &["--json"]).output().unwrap());
    let whole = normalised(whole.history());
    let stranger = server.caller("");
    let recorded = || {
        let is_founded = stranger.get("/v1/networks/polis").status == 200;
        if is_founded { history(&stranger, "polis") } else { Vec::new() }
    };
    let mut heads = BTreeSet::new();
    loop {
        let mut import = through(server.address(), &server.operator, "polis", &folder, &["--json"]);
        let mut child = import.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        let target = recorded().len() + 2_500;
        let ended = loop {
            if let Some(status) = child.try_wait().unwrap() {
                break Some(status);
            }
            if target < whole.len() && head(&stranger) >= target {
                child.kill().unwrap();
                child.wait().unwrap();
                break None;
            }
            std::thread::sleep(Duration::from_millis(2));
        };
        // The server finishes what it was given.
        let mut last = head(&stranger);
        while last != {
            std::thread::sleep(Duration::from_millis(200));
            head(&stranger)
        } {
            last = head(&stranger);
        }
        let recorded = recorded();
        assert!(normalised(recorded.clone()) == whole[..recorded.len()], "a beginning of the whole");
        heads.insert(recorded.len());
        if ended.is_some() {
            break;
        }
    }
    println!("{} events, killed at {heads:?}", whole.len());
    assert!(heads.len() > 2 && heads.contains(&whole.len()), "{heads:?}");
}

/// How many events the network has; none before there is one.
fn head(client: &Client) -> usize {
    let answer = client.try_send("GET", "/v1/networks/polis", b"").filter(|answer| answer.status == 200);
    answer.map_or(0, |answer| usize::try_from(answer.json()["position"].as_u64().unwrap()).unwrap())
}

#[test]
fn a_server_that_was_killed_is_waited_for() {
    let source = tempfile::tempdir().unwrap();
    let folder = made_up(source.path(), "made-up", 300, 60, 12_000);
    let (whole, data) = (Apart::new(), source.path().join("data"));
    let there = done(&whole.import(&folder, &["--json"]).output().unwrap());
    let mut served = Served::on(&data);
    let (address, operator) = (served.address, served.operator.clone().unwrap());
    let mut import = through(address, &operator, "polis", &folder, &["--json"]);
    let child = import.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let stranger = served.caller("");
    for events in [1_500, 6_000] {
        let until = Instant::now() + Duration::from_secs(60);
        while head(&stranger) < events {
            assert!(Instant::now() < until, "{} of {events} events", head(&stranger));
            std::thread::sleep(Duration::from_millis(2));
        }
        served.kill();
        drop(served);
        let mut again = testkit::binary::tresse();
        again.args(["serve", "--listen", &address.to_string(), "--data"]).arg(&data);
        served = Served::start(again, &data);
    }
    let report = done(&child.wait_with_output().unwrap());
    assert_eq!(report["sets"], there["sets"]);
    same(history(&stranger, "polis"), whole.history());
}

/// A key of the operator's with some scopes.
fn key(server: &TestServer, scopes: &[&str]) -> String {
    let key = server.operator().post("/v1/keys", &json!({"scopes": scopes})).expect(201);
    key["secret"].as_str().unwrap().to_owned()
}

#[test]
fn what_is_missing_is_told() {
    let source = tempfile::tempdir().unwrap();
    let folder = made_up(source.path(), "made-up", 3, 2, 4);
    let server = TestServer::start();
    let address = server.address();
    let refused = |output: Output, status: i32, why: &str| {
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(status), "{told}");
        assert!(told.contains(why), "{why} in {told}");
    };
    let with = |key: &str| through(address, key, "polis", &folder, &[]).output().unwrap();
    refused(with("nonsense"), 1, "invalid_credentials");
    refused(with(&key(&server, &["read", "write", "import"])), 1, "and this key founds none: found it first");
    server.found("polis", "members");
    refused(with(&key(&server, &["read", "write"])), 1, "insufficient_scope");
    let steward = server.found("other", "public");
    refused(with(steward.client.header("authorization").unwrap().strip_prefix("Bearer ").unwrap()), 1, "not_found");
    assert!(
        with(&key(&server, &["read", "write", "import"])).status.success(),
        "a network that is there needs no more"
    );

    let nobody = std::net::SocketAddr::from(([127, 0, 0, 1], 1));
    refused(through(nobody, "k", "polis", &folder, &[]).output().unwrap(), 1, "cannot be reached");
    let elsewhere = |url: &str| {
        let mut import = testkit::binary::tresse();
        import.args(["import", "polis", "--network", "polis", "--key", "k", "--server", url]).arg(&folder);
        import.output().unwrap()
    };
    refused(elsewhere("ftp://example.org"), 1, "begins with http:// or https://");
    refused(elsewhere("https://127.0.0.1:1"), 1, "cannot be reached");
    let both = through(address, &server.operator, "polis", &folder, &["--data", "here"]).output().unwrap();
    refused(both, 2, "either a server or a data directory");
    let no_key = through(address, "", "polis", &folder, &[]).env_remove("TRESSE_KEY").output().unwrap();
    refused(no_key, 2, "--key");
}

#[test]
fn rows_that_cannot_be_read_or_are_refused_are_told_with_file_and_line() {
    let source = tempfile::tempdir().unwrap();
    let comment = |n: u32| {
        let parent = if n == 1 { "-1".to_owned() } else { (n - 1).to_string() };
        format!("{n},{parent},1,7,,2015-09-15,0 days 10:00:{n:02},Reply {n},0,0,0\n")
    };
    let comments: String =
        (1..=34).map(comment).collect::<String>() + "40,-1,9,7,,2015-09-15,0 days 11:00:00,Lost,0,0,0\n";
    let folder = madrid::made_up(source.path(), "deep", "1,1,2015-09-15,One,Sum,,open,0,0,0\n", &comments);
    let server = TestServer::start();
    let import = |more: &[&str]| through(server.address(), &server.operator, "madrid", &folder, more).output().unwrap();
    let strict = import(&["--json", "--strict"]);
    assert_eq!((strict.status.code(), printed(&strict)["left_out"].as_u64()), (Some(1), Some(1)));
    assert_eq!(server.caller("").get("/v1/networks/madrid").status, 404, "nothing is founded for it");
    let report = done(&import(&["--json"]));
    let one = &report["sets"][0];
    assert_eq!((&one["recorded"]["comments"], &one["refused"], &one["broken"]), (&json!(32), &json!(2), &json!(1)));
    let broken = report["broken"].as_array().unwrap();
    let lines: Vec<_> = broken.iter().map(|remark| remark["line"].as_u64().unwrap()).collect();
    assert_eq!(lines, [36, 34, 35]);
    assert!(broken[1]["reason"].as_str().unwrap().contains("thread_too_deep"), "{broken:?}");
    assert_eq!(broken[1]["file"], json!(folder.join("comments.csv")));
}

#[test]
fn a_row_that_changed_since_is_told_through_a_server_too() {
    let source = tempfile::tempdir().unwrap();
    let file = source.path().join("liste.csv");
    let server = TestServer::start();
    let import = |name: &str| {
        std::fs::write(&file, format!("id;type;nom\n1;service;{name}\n")).unwrap();
        done(&through(server.address(), &server.operator, "actors", &file, &["--json"]).output().unwrap())
    };
    import("Mairie");
    let report = import("La mairie");
    assert_eq!(report["sets"][0]["changed"], 1);
    assert_eq!(report["remarks"][0]["line"], 2);
    assert_eq!(actors::actors(&server.caller(""))[0]["name"], "Mairie");
}

#[test]
fn a_client_holds_no_more_for_more_votes() {
    if !Path::new("/proc/self/status").exists() {
        return testkit::skipped("this system does not tell how much memory a process holds");
    }
    let source = tempfile::tempdir().unwrap();
    let server = TestServer::start();
    let peak = |votes: u64| {
        let folder = made_up(source.path(), &format!("votes-{votes}"), 1_000, 100, votes);
        let output = through(server.address(), &server.operator, "polis", &folder, &["--json"]).output().unwrap();
        done(&output)["peak_memory_bytes"].as_u64().unwrap()
    };
    let (few, many) = (peak(4_000), peak(40_000));
    println!("{few} bytes for 4,000 votes, {many} for 40,000");
    assert!(many * 10 <= few * 12, "ten times the votes take at most 1.2 times the memory: {few}, {many}");
}
