//! Participatory budgets: made-up files in Pabulib's format against what a reference implementation makes of them
//! (`expected/`), and given back as they were.

mod broken;
mod expected;
mod file;

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::{Client, TestServer, shared_data};

use self::file::File;
use super::apart::{Apart, normalised, printed, through};
use super::{history, text};
use crate::crash::served::Served;

const FILES: [&str; 6] = ["approval", "approval-egalites", "choose-1", "cumulative", "ordinal", "scoring"];

fn paths(data: &Path) -> Vec<PathBuf> {
    FILES.iter().map(|name| data.join(format!("{name}.pb"))).collect()
}

fn done(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    printed(output)
}

/// The ids of the decisions that sets became, by the sets.
fn decisions(events: &[Value]) -> HashMap<String, String> {
    let proposed = events.iter().filter(|event| event["type"] == "decision.proposed");
    let by_set = proposed.filter_map(|event| {
        let set = event["source"].as_str()?.strip_prefix("pabulib:")?.strip_suffix(":decision")?;
        Some((set.to_owned(), text(event, "/data/decision").to_owned()))
    });
    by_set.collect()
}

/// A decision as a file, once its outcome is recorded.
fn exported(client: &Client, decision: &str) -> Vec<u8> {
    let path = format!("/v1/networks/pabulib/decisions/{decision}.pb");
    let until = Instant::now() + Duration::from_secs(30);
    loop {
        let reply = client.get(&path);
        if reply.status == 200 {
            assert_eq!(reply.headers["content-type"], "text/plain; charset=utf-8");
            assert_eq!(reply.headers["content-disposition"], format!("attachment; filename=\"{decision}.pb\""));
            return reply.body;
        }
        assert_eq!(reply.problem(409), "decision_not_counted");
        assert!(Instant::now() < until, "nothing comes of it");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// What was imported is what is exported.
fn is_given_back(imported: &[u8], exported: &[u8]) {
    let (imported, exported) = (File::read(imported), File::read(exported));
    assert_eq!(exported.meta, imported.meta);
    assert_eq!(exported.sorted(), imported.sorted());
    assert_eq!(exported.ids(), imported.ids(), "by decreasing score, then by id");
    assert_eq!(exported.cast(), imported.cast());
    let voters: BTreeSet<_> = exported.votes.iter().map(|vote| &vote["voter_id"]).collect();
    assert_eq!(voters.len(), imported.votes.len());
    assert!(voters.iter().all(|voter| voter.len() == 32 && voter.bytes().all(|byte| byte.is_ascii_hexdigit())));
    let told: BTreeSet<_> = exported.votes.iter().flat_map(|vote| vote.keys()).map(String::as_str).collect();
    assert!(told.is_subset(&BTreeSet::from(["voter_id", "vote", "points"])), "{told:?}");
}

#[test]
fn what_comes_in_on_a_directory_goes_out_as_it_was() {
    let Some(data) = shared_data("pb-synthetique") else { return };
    let apart = Apart::new();
    let report = done(&import_all(&apart, &data));
    assert_eq!((&report["founded"], &report["left_out"], &report["remarks"]), (&json!(true), &json!(0), &json!([])));
    for (name, set) in FILES.iter().zip(report["sets"].as_array().unwrap()) {
        let file = File::read(&std::fs::read(data.join(format!("{name}.pb"))).unwrap());
        let (projects, votes) = (file.projects.len(), file.votes.len());
        assert_eq!(set["rows_read"], json!({"projects": projects, "ballots": votes}), "{name}");
        let recorded = json!({"people": votes, "decisions": 1, "openings": 1, "ballots": votes, "closes": 1});
        assert_eq!(set["recorded"], recorded, "{name}");
        let told = |column: &str| file.votes.iter().filter(|row| row.contains_key(column)).count();
        for (column, figure) in [
            ("age", "ages_dropped"),
            ("sex", "sexes_dropped"),
            ("neighborhood", "neighborhoods_dropped"),
            ("voting_method", "voting_methods_dropped"),
        ] {
            assert_eq!(set["figures"][figure], told(column), "{name}: {figure}");
        }
    }
    let events = apart.history_of("pabulib");
    what_the_history_tells(&events);
    let again = done(&import_all(&apart, &data));
    for (first, second) in report["sets"].as_array().unwrap().iter().zip(again["sets"].as_array().unwrap()) {
        assert_eq!((&second["already_there"], &second["changed"]), (&first["recorded"], &json!(0)));
    }
    assert!(events == apart.history_of("pabulib"), "not an event is added");

    let server = Served::on(&apart.0.path().join("data"));
    let by_set = decisions(&events);
    for name in FILES {
        let imported = std::fs::read(data.join(format!("{name}.pb"))).unwrap();
        is_given_back(&imported, &exported(&server.caller(""), &by_set[name]));
        is_counted_again(&server.caller(""), &by_set[name]);
    }
}

/// Whoever has the export alone comes to the outcome that is recorded.
fn is_counted_again(client: &Client, decision: &str) {
    let export = client.get(&format!("/v1/networks/pabulib/decisions/{decision}/export"));
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), &export.body).unwrap();
    let counted = printed(&testkit::binary::tresse().arg("tally").arg("--json").arg(file.path()).output().unwrap());
    assert_eq!((&counted["findings"], export.expect(200)["recorded"].is_object()), (&json!([]), true), "{counted}");
    assert_eq!(counted["outcome"], export.expect(200)["recorded"]["outcome"]);
}

/// All files at once.
fn import_all(apart: &Apart, data: &Path) -> Output {
    let mut files = paths(data).into_iter();
    let mut import = apart.import_as("pabulib", &files.next().unwrap(), &["--json"]);
    import.args(files).output().unwrap()
}

/// Ballots name nobody and no row; people have nothing but an id; each set is closed and decided.
fn what_the_history_tells(events: &[Value]) {
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<BTreeSet<_>>();
    let set = |keys: &[&str]| keys.iter().map(ToString::to_string).collect::<BTreeSet<_>>();
    let count = |kind: &str| events.iter().filter(|event| event["type"] == kind).count();
    assert_eq!((count("decision.closed"), count("decision.outcome_recorded")), (FILES.len(), FILES.len()));
    for event in events {
        match text(event, "/type") {
            "decision.ballot_cast_pseudonymously" => {
                let known = ["id", "type", "v", "rules", "recorded_at", "occurred_at", "objects", "data"];
                assert_eq!(keys(event), set(&known), "{event}");
                assert_eq!(keys(&event["data"]), set(&["decision", "voter", "ballot"]), "{event}");
                assert_eq!(text(event, "/occurred_at"), "2026-03-30T22:00:00.000Z", "the last day, in Paris");
            }
            "actor.joined" if text(event, "/data/via") == "import" => {
                let known = ["id", "type", "v", "rules", "recorded_at", "by", "objects", "data"];
                assert_eq!(keys(event), set(&known), "{event}");
            }
            "decision.proposed" => {
                assert_eq!(event["data"]["electorate"], json!({"who": "imported"}));
                assert_eq!(event["data"]["rules"]["mode"], "pseudonymous");
                assert_eq!(event["data"]["rules"]["ties"], "listed_first");
                assert_eq!(text(event, "/occurred_at"), "2026-02-28T23:00:00.000Z");
            }
            _ => (),
        }
    }
}

/// The same history, but for what hashes say of what each draws.
fn comparable(mut events: Vec<Value>) -> Vec<Value> {
    for event in &mut events {
        let data = event["data"].as_object_mut().unwrap();
        data.remove("input");
        if let Some(electorate) = data.get_mut("electorate").and_then(Value::as_object_mut) {
            electorate.remove("sha256");
        }
    }
    normalised(events)
}

#[test]
fn what_comes_in_through_a_server_is_the_same_and_goes_out_as_it_was() {
    let Some(data) = shared_data("pb-synthetique") else { return };
    let (server, apart, path) = (TestServer::start(), Apart::new(), data.join("cumulative.pb"));
    let began = Instant::now();
    let import = || through(server.address(), &server.operator, "pabulib", &path, &["--json"]).output().unwrap();
    let here = done(&import());
    println!("pabulib through a server: {:?}", began.elapsed());
    let there = done(&apart.import_as("pabulib", &path, &["--json"]).output().unwrap());
    assert_eq!((&here["sets"], &here["founded"]), (&there["sets"], &json!(true)));
    let stranger = server.caller("");
    let decision = decisions(&history(&stranger, "pabulib"))["cumulative"].clone();
    is_given_back(&std::fs::read(&path).unwrap(), &exported(&stranger, &decision));
    is_counted_again(&stranger, &decision);
    let (one, other) = (comparable(history(&stranger, "pabulib")), comparable(apart.history_of("pabulib")));
    assert_eq!(one.len(), other.len());
    for (one, other) in one.iter().zip(&other) {
        assert_eq!(one, other);
    }
    let head = history(&stranger, "pabulib").len();
    let again = done(&import());
    assert_eq!((&again["sets"][0]["already_there"], &again["founded"]), (&here["sets"][0]["recorded"], &json!(false)));
    assert_eq!(history(&stranger, "pabulib").len(), head);
}

/// A made-up vote on `projects`, each voter approving some.
pub fn made_up(dir: &Path, name: &str, voters: u64, projects: u64) -> PathBuf {
    let mut seed = 11_u64;
    let mut draw = move |below: u64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) % below
    };
    let mut file = format!(
        "META\nkey;value\ndescription;Grand\nbudget;{}\nvote_type;approval\nrule;greedy\nPROJECTS\nproject_id;cost\n",
        projects * 500
    );
    for project in 0..projects {
        writeln!(file, "p{project};{}", 100 * (1 + draw(20))).unwrap();
    }
    file += "VOTES\nvoter_id;vote\n";
    for voter in 0..voters {
        let vote: BTreeSet<_> = (0..=draw(8)).map(|_| format!("p{}", draw(projects))).collect();
        writeln!(file, "{voter};{}", vote.into_iter().collect::<Vec<_>>().join(",")).unwrap();
    }
    let path = dir.join(format!("{name}.pb"));
    std::fs::write(&path, file).unwrap();
    path
}

#[test]
fn a_killed_import_goes_on_to_what_an_uninterrupted_one_records() {
    let source = tempfile::tempdir().unwrap();
    let path = made_up(source.path(), "made-up", 3_000, 40);
    let (whole, killed) = (Apart::new(), Apart::new());
    testkit::binary::tresse_binary();
    let began = Instant::now();
    done(&whole.import_as("pabulib", &path, &["--json"]).output().unwrap());
    let took = began.elapsed();
    println!("{:.0} ballots a second", 3_000.0 / took.as_secs_f64());
    let whole = comparable(whole.history_of("pabulib"));
    let (mut heads, mut patience) = (BTreeSet::new(), took / 6);
    loop {
        let mut import = killed.import_as("pabulib", &path, &["--json"]);
        let mut child = import.stdout(std::process::Stdio::null()).spawn().unwrap();
        let deadline = Instant::now() + patience;
        let ended = loop {
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
        let recorded = killed.history_of("pabulib");
        assert!(comparable(recorded.clone()) == whole[..recorded.len()], "it is a beginning of the whole");
        heads.insert(recorded.len());
        if ended.is_some() {
            break;
        }
        patience += took / 12;
    }
    println!("{} events, killed at {heads:?}", whole.len());
    assert!(heads.range(6..whole.len()).count() >= 2, "the import was killed midway: {heads:?}");
    assert!(heads.contains(&whole.len()));
}

#[test]
fn an_import_holds_no_more_for_more_votes() {
    if !Path::new("/proc/self/status").exists() {
        return testkit::skipped("this system does not tell how much memory a process holds");
    }
    let source = tempfile::tempdir().unwrap();
    let server = TestServer::start();
    let peak = |voters: u64| {
        let path = made_up(source.path(), &format!("voters-{voters}"), voters, 40);
        let import = through(server.address(), &server.operator, "pabulib", &path, &["--json"]).output().unwrap();
        done(&import)["peak_memory_bytes"].as_u64().unwrap()
    };
    let (few, many) = (peak(2_000), peak(20_000));
    println!("{few} bytes for 2,000 votes, {many} for 20,000");
    assert!(many * 10 <= few * 12, "ten times the votes take at most 1.2 times the memory: {few}, {many}");
}

#[test]
fn two_files_with_the_same_voters_never_meet() {
    let source = tempfile::tempdir().unwrap();
    let (one, two) = (made_up(source.path(), "one", 20, 5), made_up(source.path(), "two", 20, 5));
    let apart = Apart::new();
    let report = done(&apart.import_as("pabulib", &one, &["--json"]).arg(&two).output().unwrap());
    assert_eq!(report["sets"][0]["recorded"], report["sets"][1]["recorded"]);
    let told = |output: Output| (output.status.code(), String::from_utf8(output.stderr).unwrap());
    let named = told(apart.import_as("pabulib", &one, &["--set", "a"]).arg(&two).output().unwrap());
    assert_eq!(named, (Some(2), "tresse: --set: one name is for one file\n".to_owned()));
    let (status, why) = told(apart.import_as("pabulib", &one, &[]).arg(&one).output().unwrap());
    assert!(status == Some(2) && why.contains("two files are called one"), "{why}");
}
