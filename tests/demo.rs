//! `tresse serve --demo`: the told example network.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::Client;
use testkit::binary::{tresse, tresse_binary};

/// A process that serves the example.
struct Demo {
    process: Child,
    address: SocketAddr,
    steward_key: String,
    took: Duration,
}

impl Demo {
    fn start(dir: &Path) -> Self {
        tresse_binary();
        let began = Instant::now();
        let mut command = tresse();
        command.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data"]).arg(dir).stdout(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut after = |label: &str| {
            let line = lines.by_ref().find(|line| line.trim_start().starts_with(label));
            line.unwrap_or_else(|| panic!("the start tells {label:?}")).trim_start()[label.len()..].trim().to_owned()
        };
        let address = after("tresse listens on http://").parse().unwrap();
        let network = format!("http://{address}/v1/networks/ambrelle");
        assert_eq!(after("example"), network);
        assert_eq!(after("contributions"), format!("{network}/contributions?expand=texts"));
        assert_eq!(after("history"), format!("{network}/events"));
        let steward_key = after("steward key").split_whitespace().next().unwrap().to_owned();
        let took = began.elapsed();
        assert_eq!(Client::new(address, "").get("/v1/networks/ambrelle").status, 200);
        Self { process, address, steward_key, took }
    }

    fn client(&self, key: &str) -> Client {
        Client::new(self.address, key)
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

/// What a start on a directory prints that is refused.
fn refused(dir: &Path) -> String {
    let mut command = tresse();
    command.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data"]).arg(dir);
    let Output { status, stdout, stderr } = command.output().unwrap();
    assert_eq!((status.code(), stdout), (Some(1), vec![]));
    String::from_utf8(stderr).unwrap()
}

/// All items of a list of the network.
fn all(client: &Client, list: &str) -> Vec<Value> {
    let (mut items, mut after) = (vec![], String::new());
    loop {
        let page = client.get(&format!("/v1/networks/ambrelle/{list}limit=100{after}")).expect(200);
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        let Some(next) = page["next"].as_str() else { return items };
        after = format!("&after={next}");
    }
}

/// How many items have each value of a field.
fn counted(items: &[Value], pointer: &str) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for item in items {
        *counts.entry(item.pointer(pointer).and_then(Value::as_str).unwrap_or("none").to_owned()).or_default() += 1;
    }
    counts
}

#[test]
fn the_example_is_a_network_that_has_lived() {
    let temporary = tempfile::tempdir().unwrap();
    let demo = Demo::start(&temporary.path().join("data"));
    println!("ready after {:?}", demo.took);
    let stranger = demo.client("");

    let contributions = all(&stranger, "contributions?expand=texts&");
    let kinds = counted(&contributions, "/kind");
    for kind in ["idea", "proposal", "argument_for", "argument_against", "comment", "answer", "resource"] {
        assert!(kinds[kind] >= 3, "{kind}: {kinds:?}");
    }
    assert_eq!((kinds["question"], kinds["statement"]), (4, 14));
    let shown = |item: &&Value| item["body"].as_str().is_some_and(|body| body.chars().count() > 20);
    let others: Vec<_> = contributions.iter().filter(|item| !shown(item)).map(|item| &item["body"]).collect();
    assert_eq!(others, ["[hidden]"], "every text is there to read, but for the one that moderators hide");
    assert_eq!(contributions.iter().filter(|item| item["withdrawn"] == json!(true)).count(), 1);
    assert!(contributions.iter().any(|item| item["supports"].as_u64() > Some(8)));
    assert!(contributions.iter().filter(|item| !item["links"].as_array().is_none_or(Vec::is_empty)).count() >= 5);
    let votes = |item: &Value| ["agree", "disagree", "pass"].map(|vote| item["votes"][vote].as_u64().unwrap_or(0));
    let statements = contributions.iter().filter(|item| item["kind"] == "statement");
    assert!(statements.clone().all(|item| votes(item).iter().sum::<u64>() >= 8));
    assert!(statements.filter(|item| votes(item)[1] > 0).count() > 8, "opinions differ");

    let steward = demo.client(&demo.steward_key);
    let actors = all(&steward, "actors?");
    let kinds = counted(&actors, "/kind");
    assert_eq!((kinds["person"], kinds["organisation"], kinds["service"]), (18, 5, 3));

    let events = told(all(&stranger, "events?"));
    let months: BTreeSet<_> =
        events.iter().map(|event| event["event"]["recorded_at"].as_str().unwrap()[..7].to_owned()).collect();
    assert_eq!((months.first().unwrap().as_str(), months.len()), ("2025-01", 6));
    let types = counted(&events, "/event/type");
    assert!(types["contribution.revised"] >= 2 && types["contribution.question_revised"] == 1);
    let roles: BTreeSet<_> = events.iter().filter_map(|event| event["event"]["data"]["role"].as_str()).collect();
    for role in ["steward", "facilitator", "driver", "tutor", "moderator"] {
        assert!(roles.contains(role), "{role}");
    }
    assert!(events.iter().any(|event| event["event"]["data"]["until"].is_string()));
    let changed = |event: &&Value| event["event"]["data"]["was"].is_string();
    assert!(events.iter().filter(changed).count() >= 4, "minds change");
}

#[test]
fn the_example_has_audiences_themes_groups_needs_and_offers() {
    let temporary = tempfile::tempdir().unwrap();
    let demo = Demo::start(&temporary.path().join("data"));
    let (stranger, steward) = (demo.client(""), demo.client(&demo.steward_key));
    let sizes = |items: &[Value], field: &str| -> Vec<u64> {
        items.iter().map(|item| item[field].as_u64().unwrap_or_default()).collect()
    };

    let audiences = all(&stranger, "audiences?");
    assert_eq!(sizes(&audiences, "estimated_size"), [640, 410, 290, 120]);
    assert_eq!(sizes(&audiences, "actors"), [2, 2, 2, 3], "Rosalie has left");
    let themes = all(&stranger, "themes?");
    let contributions = sizes(&themes, "contributions");
    assert_eq!((contributions.len(), contributions.iter().sum::<u64>()), (6, 18));
    assert!(contributions.iter().all(|count| *count > 0), "{contributions:?}");

    let groups = all(&stranger, "groups?");
    assert_eq!(sizes(&groups, "members"), [5, 6]);
    for group in &groups {
        let members = all(&stranger, &format!("groups/{}/members?", group["id"].as_str().unwrap()));
        let conveners: Vec<_> = members.iter().filter(|member| member["convener"] == json!(true)).collect();
        assert_eq!((conveners.len(), &conveners[0]["actor"]), (1, &group["convener"]));
    }

    let (offered, ever) = (all(&steward, "exchanges?expand=texts&"), all(&steward, "exchanges?withdrawn=true&"));
    assert_eq!((offered.len(), ever.len()), (10, 14), "three were withdrawn, and Rosalie's garden left with her");
    assert_eq!(counted(&ever, "/side"), BTreeMap::from([("need".to_owned(), 6), ("offer".to_owned(), 8)]));
    assert_eq!(counted(&ever, "/what").len(), 5);
    assert!(offered.iter().all(|item| item["title"].is_string() && item["body"].is_string()));
    let of = |side: &str| offered.iter().filter(|item| item["side"] == side).map(|item| item["tags"].clone()).collect();
    let (needs, offers): (Vec<Value>, Vec<Value>) = (of("need"), of("offer"));
    let tagged = |tags: &Value, tag: &Value| tags.as_array().unwrap().contains(tag);
    for tag in all(&stranger, "tags?").iter().map(|tag| &tag["id"]) {
        assert!(ever.iter().any(|item| tagged(&item["tags"], tag)), "{tag} is of use");
    }
    let met = |tags: &Value| tags.as_array().unwrap().iter().any(|tag| offers.iter().any(|offer| tagged(offer, tag)));
    assert!(needs.iter().all(met), "for every need there is an offer");
}

#[test]
fn the_example_has_meetings_actions_cooperations_tensions_and_moderation() {
    let temporary = tempfile::tempdir().unwrap();
    let demo = Demo::start(&temporary.path().join("data"));
    let (stranger, steward) = (demo.client(""), demo.client(&demo.steward_key));
    let pairs = |items: &[Value], a: &str, b: &str| -> Vec<(Value, Value)> {
        items.iter().map(|item| (item[a].clone(), item[b].clone())).collect()
    };

    let meetings = all(&stranger, "meetings?");
    let counts = [(5, 47), (2, 23), (8, 23), (2, 17), (2, 14), (7, 19), (3, 31)]
        .map(|(registered, came)| (json!(registered), json!(came)));
    assert_eq!(pairs(&meetings, "registered", "attendance"), counts);
    for meeting in &meetings {
        let minutes = format!("meetings/{}/minutes", meeting["id"].as_str().unwrap());
        let minutes = stranger.get(&format!("/v1/networks/ambrelle/{minutes}?expand=texts")).expect(200).to_string();
        assert!(minutes.contains("Retenu : "), "approved minutes are everybody's: {minutes}");
    }

    let actions = all(&stranger, "actions?");
    let phases = [("completed", 100), ("under_way", 10), ("under_way", 40)]
        .map(|(phase, percent)| (json!(phase), json!(percent)));
    assert_eq!(pairs(&actions, "phase", "percent"), phases);
    let late = |action: &Value| action["milestones"][0]["overdue"].clone();
    assert_eq!((late(&actions[0]), late(&actions[1])), (json!(false), json!(true)));

    let cooperations = all(&stranger, "cooperations?");
    assert_eq!(cooperations.iter().map(|item| &item["phase"]).collect::<Vec<_>>(), ["running", "proposed"]);
    let tensions = stranger.get("/v1/networks/ambrelle/tensions").expect(200);
    assert_eq!(pairs(tensions["counts"].as_array().unwrap(), "phase", "count").len(), 2);
    assert_eq!(all(&steward, "tensions?").len(), 2);
    let decisions = all(&stranger, "moderation?");
    let outcomes: Vec<_> = decisions.iter().map(|decision| &decision["outcome"]).collect();
    assert_eq!(outcomes, ["upheld", "hidden", "returned"], "newest first");
}

#[test]
fn every_decision_of_the_example_is_counted_again_to_the_same() {
    let temporary = tempfile::tempdir().unwrap();
    let demo = Demo::start(&temporary.path().join("data"));
    let stranger = demo.client("");
    let decisions = all(&stranger, "decisions?");
    let kinds: BTreeSet<_> = decisions.iter().map(|it| it["rules"]["method"]["kind"].to_string()).collect();
    let modes: BTreeSet<_> = decisions.iter().map(|it| it["rules"]["mode"].to_string()).collect();
    assert_eq!((kinds.len(), modes.len()), (8, 3), "every method, and every mode");
    let mut files = Vec::new();
    for decision in &decisions {
        let path = format!("/v1/networks/ambrelle/decisions/{}", decision["id"].as_str().unwrap());
        let file = temporary.path().join(format!("{}.json", decision["id"].as_str().unwrap()));
        fs::write(&file, stranger.get(&format!("{path}/export")).expect(200).to_string()).unwrap();
        files.push(file);
    }
    let counted = tresse().arg("tally").arg("--json").args(&files).output().unwrap();
    assert!(counted.status.success(), "{}", String::from_utf8_lossy(&counted.stdout));
    let told: Vec<Value> =
        String::from_utf8(counted.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(told.len(), decisions.len());
    let mut recounted = 0;
    for (told, decision) in told.iter().zip(&decisions) {
        assert_eq!(told["findings"], json!([]), "{decision}");
        if decision["ballots_published"] == true && decision["phase"] == "decided" {
            assert_eq!(told["outcome"]["result"], decision["outcome"]["result"]);
            recounted += 1;
        }
    }
    assert!(recounted >= 7, "{recounted}");
}

#[test]
fn the_example_is_served_again_on_its_own_directory() {
    let temporary = tempfile::tempdir().unwrap();
    let dir = temporary.path().join("data");
    let first = Demo::start(&dir);
    let client = first.client(&first.steward_key);
    let question = json!({"kind": "question", "title": "Et la suite ?"});
    client.post("/v1/networks/ambrelle/contributions", &question).expect(201);
    let before = client.get("/v1/networks/ambrelle").expect(200);
    let first_key = first.steward_key.clone();
    drop(first);

    let again = Demo::start(&dir);
    println!("ready again after {:?}", again.took);
    assert_ne!(again.steward_key, first_key);
    for key in [&first_key, &again.steward_key] {
        assert_eq!(again.client(key).get("/v1/networks/ambrelle").expect(200)["position"], before["position"]);
    }
    for (path, bytes) in read_all(temporary.path()) {
        let holds = |secret: &str| bytes.windows(secret.len()).any(|found| found == secret.as_bytes());
        assert!(!holds(&first_key) && !holds(&again.steward_key), "{path} holds a key's secret");
    }
}

/// What the story tells: without what has come due since it ended, which is of today.
fn told(events: Vec<Value>) -> Vec<Value> {
    events.into_iter().filter(|event| event["event"]["by"] != "system").collect()
}

#[test]
fn two_examples_tell_the_same_story() {
    let tell = || {
        let temporary = tempfile::tempdir().unwrap();
        let demo = Demo::start(&temporary.path().join("data"));
        let events = told(all(&demo.client(""), "events?expand=texts&"));
        let of = |event: &Value| {
            let Value::Object(texts) = &event["texts"] else {
                return (event["event"]["recorded_at"].clone(), json!({}));
            };
            (event["event"]["recorded_at"].clone(), json!(texts))
        };
        let types: Vec<_> = events.iter().map(|event| event["event"]["type"].clone()).collect();
        (types, events.iter().map(of).collect::<Vec<_>>())
    };
    assert_eq!(tell(), tell());
}

#[test]
fn another_directory_is_refused() {
    let temporary = tempfile::tempdir().unwrap();
    let other = temporary.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("letter.txt"), "Chère Anne").unwrap();
    let told = refused(&other);
    assert!(told.contains("is not empty, and not an example") && told.contains("--data"), "{told}");
    assert_eq!(fs::read_dir(&other).unwrap().count(), 1, "nothing is left there");
    assert_eq!(fs::read_dir(temporary.path()).unwrap().count(), 1, "and nothing beside it");
}

#[test]
fn half_an_example_is_not_served() {
    let temporary = tempfile::tempdir().unwrap();
    let dir = temporary.path().join("data");
    // Killed at whatever point: either nothing was begun, or it is refused until it is removed, or it is whole.
    for patience in [5, 15, 30, 60] {
        let mut command = tresse();
        command.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data"]).arg(&dir).stdout(Stdio::null());
        let mut process = command.stderr(Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(patience));
        process.kill().unwrap();
        process.wait().unwrap();
        let Ok(marker) = fs::read(dir.join("demo")) else { continue };
        let complete = serde_json::from_slice::<Value>(&marker).unwrap()["complete"] == json!(true);
        println!("killed after {patience} ms: complete {complete}");
        if !complete {
            let told = refused(&dir);
            assert!(told.contains("interrupted") && told.contains(&format!("rm -r {}", dir.display())), "{told}");
            fs::remove_dir_all(&dir).unwrap();
        }
    }
    drop(Demo::start(&dir));
    fs::write(dir.join("demo"), r#"{"complete":false,"slug":"ambrelle"}"#).unwrap();
    assert!(refused(&dir).contains("interrupted"));
}

fn read_all(dir: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = vec![];
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(read_all(&path));
        } else {
            found.push((path.display().to_string(), fs::read(&path).unwrap()));
        }
    }
    found
}

#[test]
fn the_example_goes_the_methods_first_steps() {
    let temporary = tempfile::tempdir().unwrap();
    let demo = Demo::start(&temporary.path().join("data"));
    let stranger = demo.client("");
    let read = |below: &str| stranger.get(&format!("/v1/networks/ambrelle/{below}")).expect(200);

    let diagnostics = all(&stranger, "diagnostics?");
    assert_eq!(counted(&diagnostics, "/phase"), [("published".to_owned(), 2)].into());
    let report = read(&format!("diagnostics/{}/report", diagnostics[1]["id"].as_str().unwrap()));
    assert_eq!((&report["people"], &report["comparison"]["people"]), (&json!(15), &json!(16)));
    let first = diagnostics[0]["id"].as_str().unwrap();
    assert_eq!(all(&stranger, &format!("diagnostics/{first}/findings?")).len(), 2);

    let coverage = read("mobilisation");
    let met = coverage["audiences"].as_array().unwrap().iter().filter(|of| of["met"] == true).count();
    assert_eq!((met, &coverage["launch"]["standing"]), (3, &json!("held")));
    let left: BTreeSet<_> =
        coverage["remaining"].as_array().unwrap().iter().map(|item| item["code"].as_str()).collect();
    assert_eq!(left, [Some("audience_not_met"), Some("audience_without_driver")].into());

    let specification = all(&stranger, "specifications?")[0]["id"].as_str().unwrap().to_owned();
    let versions = all(&stranger, &format!("specifications/{specification}/versions?"));
    assert_eq!(versions.iter().map(|version| &version["number"]).collect::<Vec<_>>(), [1, 2]);
    let difference = read(&format!("specifications/{specification}/versions/2/difference?from=1"));
    let sizes = ["added", "removed", "changed"].map(|which| difference[which].as_array().map(Vec::len));
    assert_eq!(sizes, [Some(2), Some(2), Some(2)]);

    let selection = all(&stranger, "selections?")[0].clone();
    assert_eq!(selection["phase"], "chosen");
    let results = read(&format!("selections/{}/results", selection["id"].as_str().unwrap()));
    let ranks: Vec<_> = results["candidates"].as_array().unwrap().iter().map(|of| &of["rank"]).collect();
    assert_eq!(ranks.len(), 3);
    let split = read(&format!("selections/{}/split", selection["id"].as_str().unwrap()));
    let shares = split["payers"].as_array().unwrap().iter().map(|payer| payer["share"].as_i64().unwrap());
    assert_eq!((shares.sum::<i64>(), &split["accepted_by_all"]), (448_000, &json!(true)));
}
