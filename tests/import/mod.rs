//! Imports: published sets against the figures that were published with them, and made-up ones for what the published ones
//! do not hold. The command line's own process is used to kill it and to measure it.

mod actors;
mod answers;
mod apart;
mod flaky;
mod madrid;
mod pabulib;
mod polis;
mod rubbish;
mod server;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use app::import::report::{Founded, Remark, Report, Telling, Watcher};
use app::import::{self, Destination, Directory, Set};
use serde_json::Value;
use testkit::{Client, TestServer};

/// Is told of nothing but progress, and of rows of which there is something to say.
#[derive(Default)]
struct Quiet(Vec<String>);

impl Watcher for Quiet {
    fn founded(&mut self, _: &Founded<'_>) {}
    fn progress(&mut self, done: u64, total: u64) {
        assert!(done <= total, "{done} of {total}");
    }
    fn remark(&mut self, remark: &Remark) {
        self.0.push(remark.to_string());
    }
    fn waiting(&mut self, why: &str) {
        panic!("waiting: {why}");
    }
}

/// Imports into the network `polis` of a server's own directory sets of which there is nothing to say.
fn import_sets<S: Set>(server: &TestServer, sets: &[S]) -> Report {
    let mut quiet = Quiet::default();
    let report = import_told(server, "polis", sets, &mut quiet);
    assert_eq!(quiet.0, Vec::<String>::new());
    report
}

/// The same into any network, telling what there is to say.
fn import_told<S: Set>(server: &TestServer, network: &str, sets: &[S], watcher: &mut dyn Watcher) -> Report {
    let into = Destination {
        network: network.parse().unwrap(),
        languages: domain::network::Languages::new(vec!["en".parse().unwrap()]).unwrap(),
        time_zone: "UTC".parse().unwrap(),
    };
    let mut telling = Telling::new(watcher, into.network.clone());
    let mut target = Directory::open(&server.catalogue, &into, &mut telling).unwrap();
    import::import(sets, &server.dir, &mut target, telling).unwrap()
}

/// The events of a network as raw JSON.
fn history(client: &Client, network: &str) -> Vec<Value> {
    let lines = client.with("accept", "application/x-ndjson").get(&format!("/v1/networks/{network}/events"));
    assert_eq!(lines.status, 200);
    let lines = lines.body.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    lines.map(|line| serde_json::from_slice::<Value>(line).unwrap()["event"].take()).collect()
}

fn text<'e>(event: &'e Value, pointer: &str) -> &'e str {
    event.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("{pointer} of {event}"))
}

/// Every file under a directory with its bytes.
fn files(dir: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.insert(path.clone(), fs::read(path).unwrap());
        }
    }
    found
}
