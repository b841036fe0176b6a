//! One network from its founding to the tool it has chosen, as its facilitator would tell it; over HTTP alone. At the end of
//! each step everything that can be read of it is noted, and after all is read again as of then.

mod diagnostic;
mod mobilisation;
mod selection;
mod specification;

use std::collections::BTreeMap;
use std::sync::Arc;

use app::edge::ToldClock;
use serde_json::{Value, json};
use testkit::{Client, Member, Reply, Setting, TestServer};

use crate::story::{Story, at, id};

/// What was read at the end of a step.
struct Note {
    step: &'static str,
    position: u64,
    answers: BTreeMap<String, Value>,
}

/// The network, its people, and what is noted of it on the way.
struct Tale {
    story: Story,
    clock: Arc<ToldClock>,
    /// Twenty persons: ten young ones and ten elders.
    people: Vec<Member>,
    /// The Maison des associations and the municipality, which pay.
    payers: Vec<Member>,
    young: String,
    elders: String,
    /// The diagnostic of the beginning, and what was found in it.
    diagnostic: String,
    finding: String,
    /// The version of the specification that was adopted.
    version: String,
    reads: Vec<String>,
    notes: Vec<Note>,
}

impl Tale {
    /// Anne founds a network, says whom it wants to reach, and adds those who are there from the beginning.
    fn begin(dir: &std::path::Path) -> Self {
        let clock = Arc::new(ToldClock::new("2026-01-05T09:00:00Z".parse().unwrap()));
        let setting = Setting { clock: Arc::clone(&clock) as _, ..Setting::default() };
        let story = Story::with(TestServer::start_on(dir, &setting), "public");
        let [young, elders] = [("Les jeunes", 640), ("Les aînés", 900)]
            .map(|(name, size)| crate::audiences::define(&story, name, Some(size)));
        let person = |n| {
            let audience = if n < 10 { &young } else { &elders };
            let profile = json!({"name": format!("Personne {n}")});
            with_a_key(&story, &json!({"kind": "person", "profile": profile, "audience": audience}))
        };
        let people = (0..20).map(person).collect();
        let organisation = |name: &str| with_a_key(&story, &json!({"kind": "organisation", "profile": {"name": name}}));
        let payers = ["La Maison des associations", "La commune"].map(organisation).into();
        let reads = ["", "/actors?limit=100", "/audiences", "/steps?expand=texts", "/mobilisation"];
        let reads = reads.map(ToOwned::to_owned).into();
        let [diagnostic, finding, version] = [const { String::new() }; 3];
        let notes = Vec::new();
        Self { story, clock, people, payers, young, elders, diagnostic, finding, version, reads, notes }
    }

    /// The facilitator.
    fn anne(&self) -> &Client {
        &self.story.anne.client
    }

    /// It is nine o’clock on this day.
    fn on(&self, day: &str) {
        self.clock.tell(format!("{day}T09:00:00Z").parse().unwrap());
    }

    /// Whoever passes by reads this.
    fn shown(&self, below: &str) -> Value {
        self.story.stranger().get(&at(below)).expect(200)
    }

    /// Waits until what is shown has come so far: some things are counted beside.
    fn until(&self, below: &str, has_come: impl Fn(&Value) -> bool) {
        let patience = std::time::Instant::now() + std::time::Duration::from_secs(20);
        while !has_come(&self.shown(below)) {
            assert!(std::time::Instant::now() < patience, "{below} does not come so far");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }

    /// Anne does something below the network; what became of it.
    fn anne_does(&self, method: &str, below: &str, body: &Value) -> Value {
        done(&self.anne().send(method, &at(below), body.to_string().as_bytes()))
    }

    /// Anne changes what she has just read.
    fn anne_changes(&self, object: &str, method: &str, below: &str, body: &Value) -> Value {
        let version = self.anne().get(&at(object)).expect(200)["version"].as_u64().unwrap();
        let seeing = self.anne().seeing(u32::try_from(version).unwrap());
        done(&seeing.send(method, &at(&format!("{object}{below}")), body.to_string().as_bytes()))
    }

    /// Anne proposes a decision that comes from something, opens it, lets each cast a ballot, and closes it.
    fn decides(&self, new: &Value, from: &str, ballot: impl Fn(usize) -> Value) -> String {
        let decision = id(&self.anne_does("POST", "/decisions", new));
        let below = |path: &str| format!("/decisions/{decision}{path}");
        self.anne_does("POST", &below("/links"), &json!({"to": from}));
        self.anne_does("POST", &below("/opening"), &json!({}));
        for (n, person) in self.people.iter().enumerate() {
            person.client.post(&at(&below("/ballots")), &json!({"ballot": ballot(n)})).expect(200);
        }
        self.anne_does("POST", &below("/closing"), &json!({}));
        self.until(&below(""), |shown| shown["phase"] == "decided");
        decision
    }

    /// Anne opens a step of the method.
    fn opens_the_step(&self, step: &str, goal: &str) {
        self.anne_does("POST", &format!("/steps/{step}/opening"), &json!({"goal": goal}));
    }

    /// Anne closes it, and everything that can be read is noted.
    fn closes_the_step(&mut self, step: &'static str, results: &str) {
        self.anne_does("POST", &format!("/steps/{step}/closing"), &json!({"results": results}));
        let position = self.story.head();
        let answers = self.reads.iter().map(|below| (below.clone(), self.shown(below))).collect();
        self.notes.push(Note { step, position, answers });
    }

    /// From now on this is read at the end of each step.
    fn watch(&mut self, below: impl Into<String>) {
        self.reads.push(below.into());
    }

    /// What is read now is what was read last; and the board tells how far the network has come.
    fn the_present_is_what_was_noted_last(&self) {
        let last = self.notes.last().unwrap();
        for (below, noted) in &last.answers {
            assert_eq!(&self.shown(below), noted, "{below} after {}", last.step);
        }
        let board = self.shown("/steps");
        let phases: Vec<_> = board["items"].as_array().unwrap().iter().map(|step| &step["phase"]).collect();
        let (done, not_yet) = ("closed", "not_opened");
        assert_eq!(phases, [done, done, done, done, not_yet, not_yet, not_yet, done]);
        let steps: Vec<_> = self.notes.iter().map(|note| note.step).collect();
        assert_eq!(steps, ["diagnostic", "mobilisation", "specification", "selection", "follow_up"]);
        assert!(last.answers.len() >= 25, "each read model: {:?}", last.answers.keys());
    }

    /// Everything that was noted is read again as of then.
    fn everything_is_remembered(&self) {
        for Note { step, position, answers } in &self.notes {
            for (below, noted) in answers {
                let separator = if below.contains('?') { '&' } else { '?' };
                let again = self.shown(&format!("{below}{separator}as_of={position}"));
                assert_eq!(&again, noted, "{below} as of the end of {step}");
            }
        }
    }
}

/// An actor with a key.
fn with_a_key(story: &Story, new: &Value) -> Member {
    let id = id(&story.anne.client.post(&at("/actors"), new).expect(201));
    let scopes = json!({"scopes": ["read", "write"]});
    let key = story.anne.client.post(&at(&format!("/actors/{id}/keys")), &scopes).expect(201);
    Member { id, client: story.server.caller(key["secret"].as_str().unwrap()) }
}

/// What a request answers that is done.
#[track_caller]
fn done(reply: &Reply) -> Value {
    assert!((200..300).contains(&reply.status), "{} {}", reply.status, String::from_utf8_lossy(&reply.body));
    reply.json()
}

#[test]
fn a_network_finds_its_tool() {
    let dir = tempfile::tempdir().unwrap();
    let mut tale = Tale::begin(dir.path());
    diagnostic::the_network_looks_at_itself(&mut tale);
    mobilisation::the_network_reaches_out(&mut tale);
    specification::the_network_says_what_it_wants(&mut tale);
    selection::the_network_chooses(&mut tale);
    diagnostic::the_network_looks_again(&mut tale);
    tale.the_present_is_what_was_noted_last();
    tale.everything_is_remembered();
}
