//! A hunt for words: whatever the API shows of a network is looked through, and the exported log. It reads the description
//! of the API, so that an operation that comes later is hunted through too.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use app::network::EventLog as _;
use domain::authority::Role;
use domain::event::Object;
use domain::step::Step;
use serde_json::{Value, json};
use testkit::{Client, Reply, TestServer};

use crate::feeds::sse::Live;

/// A stream of this kind never ends: it is read until all has come that there was.
const ENDLESS: &str = "text/event-stream";

/// Where a word was seen.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sighting {
    /// Who saw it.
    pub caller: String,
    /// By which operation.
    pub operation: String,
    /// Under which path, with its query.
    pub path: String,
    /// Which word.
    pub word: String,
}

/// What a hunt found.
#[derive(Debug, Default)]
pub struct Found {
    /// Every word that was seen.
    pub sightings: BTreeSet<Sighting>,
    /// The operations that answered at least once.
    pub answered: BTreeSet<String>,
    /// How many requests were made.
    pub requests: usize,
}

impl Found {
    /// The operations by which somebody saw a word.
    pub fn operations(&self, caller: &str, word: &str) -> BTreeSet<&str> {
        let seen = self.sightings.iter().filter(|seen| seen.caller == caller && seen.word == word);
        seen.map(|seen| seen.operation.as_str()).collect()
    }
}

/// An operation that reads.
struct Get {
    id: String,
    path: String,
    parameters: BTreeSet<String>,
    forms: Vec<String>,
}

/// Visits every GET of the description: its path filled in with all that the network has, as of moments all over its history,
/// with its texts, page after page, in every form; as each of the callers. Words of plain letters are found
/// however an answer is escaped.
pub fn hunt(server: &TestServer, slug: &str, callers: &[(&str, Client)], words: &[&str]) -> Found {
    hunt_as_of(server, slug, callers, words, POSITIONS)
}

/// The same, as of so many positions at the most.
pub fn hunt_as_of(
    server: &TestServer,
    slug: &str,
    callers: &[(&str, Client)],
    words: &[&str],
    positions: usize,
) -> Found {
    let events = events(server, slug);
    let (values, moments) = (values(slug, &events), moments(&events, positions));
    let events = (1_usize..).zip(&events).map(|(after, event)| (ids(event), after.to_string())).collect();
    let hunt = Hunt { gets: gets(server), values, moments, events, words };
    std::thread::scope(|scope| {
        let hunts = callers.iter().map(|(name, client)| scope.spawn(|| hunt.of(name, client)));
        let hunts: Vec<_> = hunts.collect();
        hunts.into_iter().map(|of| of.join().unwrap()).fold(Found::default(), |mut all, of| {
            all.sightings.extend(of.sightings);
            all.answered.extend(of.answered);
            all.requests += of.requests;
            all
        })
    })
}

struct Hunt<'w> {
    gets: Vec<Get>,
    values: BTreeMap<String, Vec<String>>,
    moments: Vec<String>,
    /// The objects of every event, and the position right after it.
    events: Vec<(Vec<String>, String)>,
    words: &'w [&'w str],
}

impl Hunt<'_> {
    fn of(&self, caller: &str, client: &Client) -> Found {
        let mut found = Found::default();
        for get in &self.gets {
            let mut see = |path: &str, reply: &Reply| {
                found.requests += 1;
                assert!(reply.status < 500, "{path}: {}", String::from_utf8_lossy(&reply.body));
                if reply.status == 200 {
                    found.answered.insert(get.id.clone());
                }
                let seen = self.words.iter().filter(|word| holds(reply, word)).map(|word| Sighting {
                    caller: caller.to_owned(),
                    operation: get.id.clone(),
                    path: path.to_owned(),
                    word: (*word).to_owned(),
                });
                found.sightings.extend(seen);
            };
            for path in self.paths(&get.path) {
                for (nth, form) in get.forms.iter().enumerate() {
                    if form == ENDLESS {
                        let path = format!("{path}{}", query(get, ""));
                        see(&path, &self.stream(client, &path));
                        continue;
                    }
                    let client = if form.is_empty() { client } else { &client.with("accept", form) };
                    for moment in self.moments_of(get, &path, nth == 0) {
                        self.pages(get, client, &format!("{path}{}", query(get, &moment)), &mut see);
                    }
                }
            }
        }
        found
    }

    /// The moments as of which a path is read: for an object, those right after each of its events too. An event is the same
    /// at every moment, and what another form shows is what the first one does: of these a few.
    fn moments_of(&self, get: &Get, path: &str, is_first_form: bool) -> BTreeSet<String> {
        if !get.parameters.contains("as_of") {
            return [String::new()].into();
        }
        if get.path.contains("{position}") || !is_first_form {
            return self.moments.iter().step_by(self.moments.len().div_ceil(2)).cloned().collect();
        }
        let own = self.events.iter().filter(|(objects, _)| objects.iter().any(|id| path.contains(id)));
        self.moments.iter().cloned().chain(own.map(|(_, after)| after.clone())).collect()
    }

    /// What a stream says of all that happened so far.
    fn stream(&self, client: &Client, path: &str) -> Reply {
        let mut live = Live::open(client, path, None);
        let events = if live.status == 200 { live.events(self.events.len()) } else { Vec::new() };
        let reply =
            Reply { status: live.status, headers: live.headers.clone(), body: json!(events).to_string().into() };
        live.hang_up();
        reply
    }

    /// The path with everything that may stand in its segments.
    fn paths(&self, path: &str) -> Vec<String> {
        let Some((before, rest)) = path.split_once('{') else { return vec![path.to_owned()] };
        let (name, after) = rest.split_once('}').unwrap();
        // Of a kind that the network has none of, what is not there.
        let none = [uuid_of_nothing(name, path)];
        let values = self.values.get(name).map_or(none.as_slice(), Vec::as_slice);
        values.iter().flat_map(|value| self.paths(&format!("{before}{value}{after}"))).collect()
    }

    /// A page and all that follow it.
    fn pages(&self, get: &Get, client: &Client, path: &str, see: &mut impl FnMut(&str, &Reply)) {
        let mut after = String::new();
        loop {
            let path = format!("{path}{after}");
            let reply = client.get(&path);
            see(&path, &reply);
            let page: Value = serde_json::from_slice(&reply.body).unwrap_or_default();
            match page.get("next").and_then(Value::as_str) {
                Some(next) if get.parameters.contains("after") => after = format!("&after={next}"),
                _ => return,
            }
        }
    }
}

fn uuid_of_nothing(kind: &str, path: &str) -> String {
    let is_known = Object::KINDS.contains(&kind) || ["network", "position", "role", "step", "version"].contains(&kind);
    assert!(is_known, "what stands for {{{kind}}} in {path}?");
    "00000000-0000-7000-8000-000000000000".to_owned()
}

fn query(get: &Get, moment: &str) -> String {
    let all = [("as_of", moment), ("expand", "texts"), ("limit", "100")];
    let known = all.into_iter().filter(|(name, value)| get.parameters.contains(*name) && !value.is_empty());
    let pairs: Vec<_> = known.map(|(name, value)| format!("{name}={value}")).collect();
    if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) }
}

/// Whether a word stands in an answer or in one of its headers.
fn holds(reply: &Reply, word: &str) -> bool {
    String::from_utf8_lossy(&reply.body).contains(word) || reply.headers.values().any(|value| value.contains(word))
}

fn gets(server: &TestServer) -> Vec<Get> {
    let document = server.caller("").get("/openapi.json").expect(200);
    let paths = document["paths"].as_object().unwrap();
    let gets = paths.iter().filter_map(|(path, operations)| Some((path, operations.get("get")?)));
    gets.map(|(path, told)| {
        let content = told.pointer("/responses/200/content").and_then(Value::as_object);
        let forms = content.into_iter().flat_map(|content| content.keys());
        let parameters = told["parameters"].as_array().into_iter().flatten();
        let mut forms: Vec<_> =
            forms.map(|form| if form == "application/json" { String::new() } else { form.clone() }).collect();
        forms.sort_unstable();
        Get {
            id: told["operationId"].as_str().unwrap().to_owned(),
            path: path.clone(),
            parameters: parameters.map(|told| told["name"].as_str().unwrap().to_owned()).collect(),
            forms,
        }
    })
    .collect()
}

/// The events of a network, as they are stored.
fn events(server: &TestServer, slug: &str) -> Vec<Value> {
    let network = server.catalogue.load(server.catalogue.server().network(slug).unwrap()).unwrap();
    network.log().read(0).map(|stored| serde_json::from_slice(&stored.unwrap().bytes).unwrap()).collect()
}

/// The ids of what an event concerns.
fn ids(event: &Value) -> Vec<String> {
    let objects = event["objects"].as_array().unwrap().iter();
    objects.map(|object| object.as_str().unwrap().split_once(':').unwrap().1.to_owned()).collect()
}

/// What may stand in the segments of paths: the objects of the history by their kinds, and what else has a name there.
fn values(slug: &str, events: &[Value]) -> BTreeMap<String, Vec<String>> {
    let mut values = BTreeMap::<String, BTreeSet<String>>::new();
    for object in events.iter().flat_map(|event| event["objects"].as_array().unwrap()) {
        let (kind, id) = object.as_str().unwrap().split_once(':').unwrap();
        values.entry(kind.to_owned()).or_default().insert(id.to_owned());
    }
    let mut values: BTreeMap<_, Vec<_>> =
        values.into_iter().map(|(kind, ids)| (kind, ids.into_iter().collect())).collect();
    values.insert("network".to_owned(), vec![slug.to_owned()]);
    values.insert("position".to_owned(), (0..events.len()).map(|position| position.to_string()).collect());
    values.insert("version".to_owned(), vec!["1".to_owned()]);
    values.insert("step".to_owned(), Step::ALL.iter().map(|step| step.as_str().to_owned()).collect());
    values.insert("role".to_owned(), Role::ALL.iter().map(|role| role.as_str().to_owned()).collect());
    values
}

/// How many positions of a long history are read as of; of a short one all.
const POSITIONS: usize = 12;

/// Now, positions all over the history, and the times of some of its events.
fn moments(events: &[Value], positions: usize) -> Vec<String> {
    let step = events.len().div_ceil(positions);
    let few = positions.min(5);
    let positions = (1..=events.len()).rev().step_by(step).map(|position| position.to_string());
    let time = |event: &Value| event["recorded_at"].as_str().unwrap().to_owned();
    let times = events.iter().rev().step_by(events.len().div_ceil(few)).map(time);
    std::iter::once(String::new()).chain(positions).chain(times).collect()
}

/// What `tresse export log` writes of a network of a data directory that no server has open.
pub fn exported(dir: &Path, slug: &str) -> String {
    let mut export = testkit::binary::tresse();
    export.args(["export", "log", "--network", slug, "--data"]).arg(dir);
    // The key that `Setting` opens directories with.
    export.env("TRESSE_KEK", format!("tresse-kek-v1 {}=", "A".repeat(43)));
    let ended = export.output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    String::from_utf8(ended.stdout).unwrap()
}
