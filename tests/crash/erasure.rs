//! Erasing people of the told example while others act, killed in the middle: what was begun is finished, nothing finds
//! them again, and the history is as it was.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use serde_json::{Value, json};
use testkit::{Client, TestServer};

use super::setting_of;
use crate::hunt::hunt_as_of;

const SLUG: &str = "ambrelle";
/// How many people are erased, each with a kill.
const ROUNDS: u32 = 6;
/// How much later the next one's kill comes.
const LATER: Duration = Duration::from_micros(1_500);

/// The told example, served by a process of its own.
struct Demo {
    process: Child,
    client: Client,
}

impl Demo {
    fn on(data: &Path) -> Self {
        let mut command = testkit::binary::tresse();
        command.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--data"]).arg(data);
        let mut process = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines().map(Result::unwrap);
        let mut after = |label: &str| {
            let line = lines.by_ref().find_map(|line| line.trim_start().strip_prefix(label).map(str::to_owned));
            line.unwrap().split_whitespace().next().unwrap().to_owned()
        };
        let address = after("tresse listens on http://").parse().unwrap();
        let client = Client::new(address, &after("steward key"));
        // Later lines have nobody to read them; they fit into the pipe.
        std::mem::forget(lines);
        Self { process, client }
    }

    fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }

    fn history(&self) -> String {
        let reply = self.client.with("accept", "application/x-ndjson").get(&at("/events"));
        String::from_utf8(reply.body).unwrap()
    }
}

fn at(below: &str) -> String {
    format!("/v1/networks/{SLUG}{below}")
}

/// A person of the example with what they wrote, and an e-mail address given for the test.
struct Person {
    id: String,
    address: String,
    words: Vec<String>,
}

/// People who wrote something.
fn people(demo: &Demo) -> Vec<Person> {
    let items = |path: &str| demo.client.get(&at(path)).expect(200)["items"].as_array().unwrap().clone();
    let persons = items("/actors?limit=100").into_iter().filter(|actor| actor["kind"] == "person");
    let mut people = Vec::new();
    for (n, actor) in persons.enumerate() {
        let id = actor["id"].as_str().unwrap().to_owned();
        let wrote = items(&format!("/contributions?author={id}&expand=texts&limit=100"));
        // A question is the network's text, and stays.
        let wrote: Vec<_> = wrote.into_iter().filter(|text| text["kind"] != "question").collect();
        let is_steward = actor["roles"].to_string().contains("steward");
        if wrote.is_empty() || is_steward {
            continue;
        }
        let address = format!("personne{n}@ambrelle.example");
        let texts = wrote.iter().flat_map(|text| [text["body"].clone(), text["title"].clone()]);
        let texts = texts
            .filter_map(|text| text.as_str().map(str::to_owned))
            .chain([actor["name"].as_str().unwrap().to_owned()]);
        // Words that stand alike however an answer escapes them.
        let words = texts.map(|text| text.lines().next().unwrap().to_owned()).filter(|text| text.len() > 8);
        people.push(Person { id, address, words: words.collect() });
    }
    people
}

/// Gives a person an address, entered from paper, so that there is a blind index to be erased.
fn reachable(demo: &Demo, person: &Person) {
    let path = at(&format!("/actors/{}", person.id));
    let actor = demo.client.get(&path).expect(200);
    let profile = json!({"name": actor["name"], "contact": person.address});
    let version = u32::try_from(actor["version"].as_u64().unwrap()).unwrap();
    let entered = format!("{path}/profile?on_behalf_of={}&evidence=paper", person.id);
    demo.client.seeing(version).put(&entered, &profile).expect(200);
}

fn is_erased(demo: &Demo, person: &Person) -> bool {
    demo.client.get(&at(&format!("/actors/{}", person.id))).expect(200)["erased_at"].is_string()
}

/// Asks for the erasure while others act, and kills the process a moment later; whether the answer came.
fn killed_in_the_middle(demo: Demo, person: &Person, delay: Duration) -> bool {
    let (stop, answered) = (AtomicBool::new(false), AtomicBool::new(false));
    let idea = json!({"kind": "idea", "title": "Un banc", "body": "À l’ombre."}).to_string();
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed)
                    && demo.client.try_send("POST", &at("/contributions"), idea.as_bytes()).is_some()
                {
                    std::thread::yield_now();
                }
            });
        }
        let erasure = scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(30));
            let path = at(&format!("/actors/{}/personal-data", person.id));
            let reply = demo.client.try_send("DELETE", &path, br#"{"reason": "request"}"#);
            answered.store(reply.is_some_and(|reply| reply.status == 200), Ordering::Relaxed);
        });
        std::thread::sleep(Duration::from_millis(30) + delay);
        let killed = std::process::Command::new("kill").args(["-KILL", &demo.process.id().to_string()]).status();
        assert!(killed.unwrap().success());
        erasure.join().unwrap();
        stop.store(true, Ordering::Relaxed);
    });
    demo.kill();
    answered.into_inner()
}

/// All files below a directory.
fn files(dir: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries
        .flat_map(|path| if path.is_dir() { files(&path) } else { vec![(path.clone(), std::fs::read(&path).unwrap())] })
        .collect()
}

fn holds(bytes: &[u8], needle: &[u8]) -> bool {
    bytes.windows(needle.len()).any(|window| window == needle)
}

/// What no file may hold: the blind indexes of addresses, which only the vault can make.
fn blind_indexes(data: &Path, people: &[&Person]) -> Vec<[u8; 16]> {
    let catalogue = setting_of(data).catalogue(data).unwrap();
    let network = catalogue.load(catalogue.server().network(SLUG).unwrap()).unwrap();
    let indexes = people.iter().map(|person| network.vault().blind_index("contact", &person.address)).collect();
    drop(network);
    catalogue.stop();
    indexes
}

/// Files with wrapped keys name whose each is.
fn keys_of(data: &Path, person: &Person) -> usize {
    let domain::ids::ActorId(id) = person.id.parse().unwrap();
    let keys = files(data).into_iter().filter(|(path, _)| path.parent().is_some_and(|dir| dir.ends_with("keys")));
    keys.filter(|(_, bytes)| holds(bytes, id.as_bytes())).count()
}

#[test]
fn an_erasure_that_was_killed_is_finished_and_leaves_nothing_to_find() {
    let temporary = tempfile::tempdir().unwrap();
    let data = temporary.path().join("demo");
    let mut demo = Demo::on(&data);
    let people: Vec<Person> = people(&demo).into_iter().take(ROUNDS as usize).collect();
    assert_eq!(people.len(), ROUNDS as usize);
    for person in &people {
        reachable(&demo, person);
    }
    let (mut unanswered, mut begun) = (0, 0);
    for (round, person) in (0..).zip(&people) {
        let before = demo.history();
        assert_eq!(keys_of(&data, person), 1, "there are keys to destroy");
        let answered = killed_in_the_middle(demo, person, LATER * round);
        demo = Demo::on(&data);
        let recorded = is_erased(&demo, person);
        assert!(recorded || !answered, "an erasure that was acknowledged is recorded");
        unanswered += u32::from(!answered);
        begun += u32::from(recorded && !answered);
        if recorded {
            assert_eq!(keys_of(&data, person), 0, "the start did what the kill had left to do");
        }
        let path = at(&format!("/actors/{}/personal-data", person.id));
        demo.client.send("DELETE", &path, br#"{"reason": "request"}"#).expect(200);
        assert!(is_erased(&demo, person) && keys_of(&data, person) == 0);
        let after = demo.history();
        assert!(after.starts_with(&before), "no byte of the history has changed");
        let more: Vec<Value> = after[before.len()..].lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        let erasures = more.iter().filter(|event| event["event"]["type"] == "actor.personal_data_erased").count();
        assert_eq!(erasures, 1, "it is erased once");
    }
    println!("{ROUNDS} erasures killed, {unanswered} unanswered, {begun} of them recorded");
    let steward = demo.client.header("authorization").unwrap().to_owned();
    demo.kill();
    gone(&data, &people, &steward);
}

/// Nothing of them is in any file, nor in any answer as of any moment.
fn gone(data: &Path, people: &[Person], steward: &str) {
    let indexes = blind_indexes(data, &people.iter().collect::<Vec<_>>());
    for (path, bytes) in files(data) {
        for person in people {
            let mut needles = person.words.iter().chain([&person.address]);
            assert!(!needles.any(|word| holds(&bytes, word.as_bytes())), "{} has a word", path.display());
        }
        assert!(!indexes.iter().any(|index| holds(&bytes, index)), "{} has a blind index", path.display());
    }
    let server = TestServer::start_on(data, &setting_of(data));
    let words: Vec<&str> =
        people.iter().flat_map(|person| person.words.iter().chain([&person.address])).map(String::as_str).collect();
    let callers = [("stranger", server.caller("")), ("steward", server.caller("").with("authorization", steward))];
    let found = hunt_as_of(&server, SLUG, &callers, &words, 3);
    assert!(found.sightings.is_empty(), "{:?}", found.sightings);
    assert!(found.requests > 1_000 && found.answered.len() > 10, "{} requests, {:?}", found.requests, found.answered);
}
