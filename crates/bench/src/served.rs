//! What is served: the durable command *submit a contribution*, and reads, against actix-web with nothing behind it.

use std::net::SocketAddr;
use std::path::Path;

use serde_json::json;
use testkit::{Setting, TestServer};

use crate::append::Plain;
use crate::client::{self, request};
use crate::floor::{Floor, WORKERS};
use crate::measure::{Turns, interleave};
use crate::report::{Figure, Reach, Row};
use crate::{Options, note};

const CONTRIBUTIONS: &str = "/v1/networks/bench/contributions";
/// The clients of commands, the reach against actix-web, and the reach against the plain file.
const COMMANDS: [(usize, Option<f64>, Option<f64>); 3] = [(1, None, Some(0.6)), (8, None, None), (64, Some(0.3), None)];
/// How many clients read.
const READERS: usize = 16;
/// How many statements there are to read.
const STATEMENTS: usize = 200;

/// A server with a public network that has a question with statements, and a member.
struct Subject {
    server: TestServer,
    key: String,
    question: String,
    statement: String,
}

impl Subject {
    fn start(dir: &Path) -> Self {
        let server = TestServer::start_on(dir, &Setting::default());
        let steward = server.found("bench", "public");
        let member = server.join("bench", &steward.client, "Bilal Haddad");
        let asked = json!({"kind": "question", "title": "Que manque-t-il à la vallée ?"});
        let question = steward.client.post(CONTRIBUTIONS, &asked).expect(201)["id"].as_str().unwrap().to_owned();
        let mut statement = String::new();
        for n in 0..STATEMENTS {
            let body = format!("Énoncé {n} : il manque à la vallée un lieu où se retrouver, ouvert aussi le soir.");
            let new = json!({"kind": "statement", "parent": question, "body": body});
            let id = member.client.post(CONTRIBUTIONS, &new).expect(201)["id"].as_str().unwrap().to_owned();
            steward.client.put(&format!("{CONTRIBUTIONS}/{id}/vote"), &json!({"vote": "agree"})).expect(200);
            statement = id;
        }
        let keys = format!("/v1/networks/bench/actors/{}/keys", member.id);
        let key = steward.client.post(&keys, &json!({"scopes": ["read", "write"]})).expect(201);
        let key = key["secret"].as_str().unwrap().to_owned();
        Self { server, key, question, statement }
    }

    fn address(&self) -> SocketAddr {
        self.server.address()
    }
}

/// Measures the durable command, each client waiting for its answer before it sends the next.
pub fn command_rows(options: &Options, dir: &Path) -> Vec<Row> {
    note("a network to serve");
    let subject = Subject::start(&dir.join("commands"));
    let new = json!({"kind": "answer", "parent": subject.question, "body": "é".repeat(250)}).to_string();
    let post = request("POST", CONTRIBUTIONS, &subject.key, Some(&new));
    let answer = client::once(subject.address(), &post);
    let floor = Floor::start(answer.len(), &new, Vec::new());
    let floor_post = request("POST", "/post", &subject.key, Some(&new));
    let mut plain = Plain::create(&dir.join("plain-command"));
    // The frame of one such command: header, an event of 480 bytes or so, a text with its nonce, salt and tag.
    let frame = vec![0x5a; 64 + 2 + 480 + 13 + 500 + 73];
    let mut rows = Vec::new();
    for (clients, of_actix, of_plain) in COMMANDS {
        note(&format!("submit a contribution, {clients} clients"));
        let [ours, actix, file] = interleave(
            options.rounds(),
            [
                &mut || client::drive(subject.address(), &post, clients, options.turn()),
                &mut || client::drive(floor.address, &floor_post, clients, options.turn()),
                &mut || plain.turn(&frame, options.turn()),
            ],
        );
        let what = format!("submit a contribution, {clients} clients");
        let bound = if clients == 1 { "the sync, then the hops between threads" } else { "the processor" };
        let row = |floor: &str, turns: &Turns, reach: Option<f64>| {
            let bound = format!("{bound}: {:.2} of the cores busy", ours.cores());
            Row::new(Figure::new(what.as_str(), ours.rate(), "/s"), reach.map_or(Reach::Nothing, Reach::Ratio), bound)
                .against(Figure::new(floor, turns.rate(), "/s"), ours.over(turns))
                .with_cpu_us(ours.cpu_us(), turns.cpu_us())
        };
        rows.push(row("bare actix-web POST", &actix, of_actix));
        rows.push(row("plain file, one event a sync", &file, of_plain));
    }
    subject.server.stop();
    rows
}

/// Measures reads.
pub fn read_rows(options: &Options, dir: &Path) -> Vec<Row> {
    note("a network to read");
    let subject = Subject::start(&dir.join("reads"));
    let reads = reads(&subject);
    let gets = reads.each_ref().map(|(_, path, key, _)| request("GET", path, key, None));
    let pages: Vec<_> = gets.iter().map(|get| client::once(subject.address(), get)).collect();
    let sizes: Vec<_> = pages.iter().map(Vec::len).collect();
    let floor = Floor::start(0, "", pages);
    let mut rows = Vec::new();
    for (n, (what, _, key, reach)) in reads.into_iter().enumerate() {
        note(what);
        let floor_get = request("GET", &format!("/pages/{n}"), &key, None);
        let [ours, actix] = interleave(
            options.rounds(),
            [&mut || client::drive(subject.address(), &gets[n], READERS, options.turn()), &mut || {
                client::drive(floor.address, &floor_get, READERS, options.turn())
            }],
        );
        let bound = format!("the processor, with the client: {:.2} of the cores busy", ours.cores());
        let subject = Figure::new(format!("{what}, {} bytes", sizes[n]), ours.rate(), "/s");
        let floor = Figure::new(format!("bare actix-web, {WORKERS} workers"), actix.rate(), "/s");
        let row = Row::new(subject, reach.map_or(Reach::Nothing, Reach::Ratio), bound);
        rows.push(row.against(floor, ours.over(&actix)).with_cpu_us(ours.cpu_us(), actix.cpu_us()));
    }
    subject.server.stop();
    rows
}

/// What is read: what it is, its path, the key it is asked with, and its reach.
fn reads(subject: &Subject) -> [(&'static str, String, String, Option<f64>); 5] {
    let one = format!("{CONTRIBUTIONS}/{}", subject.statement);
    let page = format!("{CONTRIBUTIONS}?kind=statement&limit=20&expand=texts");
    let tallies = format!("{CONTRIBUTIONS}?kind=statement&limit=100");
    let key = || subject.key.clone();
    [
        ("one contribution with its text", one.clone(), String::new(), Some(0.6)),
        ("a page of 20 with texts", page.clone(), String::new(), Some(0.3)),
        ("tallies of 100 statements", tallies, String::new(), Some(0.7)),
        ("one contribution, by a member", one, key(), None),
        ("a page of 20, by a member", page, key(), None),
    ]
}
