//! A participatory budget of a town: 100,000 approval ballots over 100 projects, cast through the batch endpoint, and the
//! Method of Equal Shares on them while others go on working in the same network.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::value::RawValue;
use serde_json::{Value, json};
use testkit::{Client, Setting, TestServer};

use crate::measure::{Dice, Turn, number, percentile};
use crate::report::{Figure, Reach, Row};
use crate::{Options, note};

const NETWORK: &str = "/v1/networks/bench";
const PROJECTS: u16 = 100;
/// How many projects a voter approves on average.
const APPROVED: u64 = 10;
/// How many lines a request has.
const LINES: usize = 2_000;

fn send(client: &Client, lines: &[String]) {
    for lines in lines.chunks(LINES) {
        let reply = client.send("POST", &format!("{NETWORK}/commands"), lines.concat().as_bytes());
        let told = reply.expect(200);
        let refused = told["results"].as_array().unwrap().iter().find(|line| line.get("problem").is_some());
        assert!(refused.is_none(), "{refused:?}");
    }
}

fn person(n: usize) -> String {
    format!(
        "{}\n",
        json!({
            "operation": "addActor", "body": {"kind": "person"}, "import": {"person": format!("polis:bench:{n}")}
        })
    )
}

/// A ballot of `n`: some approve many, some few; all differ.
fn ballot(decision: &str, row: &str, n: usize, random: &mut Dice) -> String {
    let chosen: Vec<_> = (0..PROJECTS).filter(|_| random.below(u64::from(PROJECTS)) < APPROVED).collect();
    format!(
        "{}\n",
        json!({
            "operation": "castBallot", "path": {"decision": decision}, "body": {"ballot": {"approve": chosen}},
            "import": {"person": format!("polis:bench:{n}"), "source": format!("polis:bench:{row}")}
        })
    )
}

fn proposed(completion: &str) -> Value {
    let mut random = Dice::new(7);
    let cost = |random: &mut Dice| 500_000 + 100 * i64::try_from(random.below(95_000)).unwrap();
    let options: Vec<_> = (0..PROJECTS)
        .map(|n| json!({"title": format!("Projet {n}"), "cost": {"minor": cost(&mut random), "currency": "EUR"}}))
        .collect();
    json!({
        "title": "À quoi servent 2 millions ?", "electorate": {"who": "imported"}, "options": options,
        "rules": {"mode": "pseudonymous", "ties": "listed_first", "method": {
            "kind": "budget", "budget": {"minor": 200_000_000, "currency": "EUR"}, "ballot": "approval",
            "satisfaction": "cost", "rule": {"kind": "equal_shares", "completion": completion}
        }}
    })
}

/// A line as whoever only parses it sees it.
#[derive(serde::Deserialize)]
struct Bare<'l> {
    #[serde(borrow)]
    operation: &'l str,
    #[serde(borrow)]
    body: &'l RawValue,
    #[serde(borrow)]
    import: &'l RawValue,
}

fn parsed(lines: &[String]) -> Turn {
    Turn::of(|| {
        let parse = |line: &String| {
            let bare: Bare<'_> = serde_json::from_str(line).unwrap();
            bare.operation.len() + bare.body.get().len() + bare.import.get().len()
        };
        assert!(lines.iter().map(parse).sum::<usize>() > 0);
        lines.len() as u64
    })
}

/// Closes the decision, and submits contributions until it is decided: how long that took, and how long each of those.
fn counted(steward: &Client, decision: &str) -> (Duration, Vec<f64>) {
    let path = format!("{NETWORK}/decisions/{decision}");
    let is_decided = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let working = scope.spawn(|| {
            let (mut took, idea) = (Vec::new(), json!({"kind": "idea", "title": "Un banc", "body": "À l’ombre."}));
            while !is_decided.load(Ordering::Relaxed) {
                let began = Instant::now();
                steward.post(&format!("{NETWORK}/contributions"), &idea).expect(201);
                took.push(began.elapsed().as_secs_f64() * 1e3);
            }
            took
        });
        let began = Instant::now();
        steward.post(&format!("{path}/closing"), &json!({})).expect(200);
        while steward.get(&path).expect(200)["phase"] != "decided" {
            std::thread::sleep(Duration::from_millis(5));
        }
        let took = began.elapsed();
        is_decided.store(true, Ordering::Relaxed);
        (took, working.join().unwrap())
    })
}

/// Measures ballots, the count, and what others wait for meanwhile.
pub fn rows(options: &Options, dir: &Path) -> Vec<Row> {
    let voters = usize::try_from(options.events() / 10).unwrap();
    note(&format!("{voters} voters"));
    let server = TestServer::start_on(&dir.join("decisions"), &Setting::default());
    let steward = server.found("bench", "public").client;
    let scopes = json!({"scopes": ["read", "write", "import"]});
    let operator = server.operator();
    let key = operator.post("/v1/keys", &scopes).expect(201)["secret"].as_str().unwrap().to_owned();
    let importer = server.caller(&key).with("content-type", "application/x-ndjson");
    send(&importer, &(0..voters).map(person).collect::<Vec<_>>());
    let mut rows = Vec::new();
    for completion in ["none", "add_one"] {
        let proposed = steward.post(&format!("{NETWORK}/decisions"), &proposed(completion)).expect(201);
        let decision = proposed["id"].as_str().unwrap().to_owned();
        steward.post(&format!("{NETWORK}/decisions/{decision}/opening"), &json!({})).expect(200);
        let mut random = Dice::new(11);
        let lines: Vec<_> =
            (0..voters).map(|n| ballot(&decision, &format!("{completion}-{n}"), n, &mut random)).collect();
        note(&format!("{voters} ballots, Equal Shares, completion {completion}"));
        let tenth = voters / 10;
        let cast = |lines: &[String]| {
            Turn::of(|| {
                send(&importer, lines);
                lines.len() as u64
            })
        };
        let (first, middle, last) =
            (cast(&lines[..tenth]), cast(&lines[tenth..voters - tenth]), cast(&lines[voters - tenth..]));
        let floor = parsed(&lines);
        let all = number(voters as u64) / (first.wall + middle.wall + last.wall).as_secs_f64();
        if completion == "none" {
            let what = format!("{voters} approval ballots by the batch endpoint");
            let row = Row::new(
                Figure::new(what, all, "ballots/s"),
                Reach::Nothing,
                "the processor: parsing, sealing nothing, folding",
            );
            let bare = Figure::new("bare typed serde_json parse of the lines", floor.rate(), "lines/s");
            rows.push(row.against(bare, all / floor.rate()));
            let figure = Figure::new("the last tenth of the ballots", last.rate(), "ballots/s");
            let row = Row::new(figure, Reach::Ratio(0.8), "a ballot costs the same at the first and the last");
            rows.push(
                row.against(Figure::new("the first tenth", first.rate(), "ballots/s"), last.rate() / first.rate()),
            );
        }
        let (took, latencies) = counted(&steward, &decision);
        let what = format!("Equal Shares of {voters} ballots, completion {completion}, from the close to its outcome");
        rows.push(Row::new(Figure::new(what, took.as_secs_f64(), "s"), Reach::AtMost(5.0), "one core"));
        let p99 = percentile(latencies, 99);
        let what = format!("contributions meanwhile, p99, completion {completion}");
        rows.push(Row::new(
            Figure::new(what, p99, "ms"),
            Reach::AtMost(100.0),
            "the hash of what is counted, in the writer",
        ));
    }
    rows
}
