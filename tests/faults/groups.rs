//! A group whose sync stalls, fails, or is dropped. Commands with every kind of answer wait in one group: none is told
//! anything before the sync returns, and nothing but that the outcome is unknown when it fails.

use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;
use std::time::Duration;

use disk::FaultyDisk;
use disk::faulty::Fault;
use serde_json::json;
use testkit::{Client, Reply, Setting, TestServer};

use super::hooked::{Gate, Hooked};
use super::{BASE, found, network, place, shown_events, shown_head, submit};

/// A server whose network's segments stand behind a gate.
struct Gated {
    /// Dropped first, so that a test that fails does not wait before the gate.
    opener: Opener,
    server: TestServer,
    disk: FaultyDisk,
    gate: Arc<Gate>,
    steward: Client,
    secret: String,
    /// What the network's log is called.
    log: String,
    /// An idea that can be revised.
    idea: String,
}

struct Opener(Arc<Gate>);

impl Drop for Opener {
    fn drop(&mut self) {
        self.0.open();
    }
}

impl Gated {
    fn start(dir: &Path) -> Self {
        let (disk, gate) = (FaultyDisk::new(), Arc::new(Gate::default()));
        let passing = Arc::clone(&gate);
        let hooked = Hooked::new(Arc::new(disk.clone()), move |what, path| {
            let path = path.to_string_lossy();
            if what == "sync" && path.contains("/networks/") && path.contains("/log/") {
                passing.pass();
            }
            Ok(())
        });
        let server = TestServer::start_on(dir, &Setting { disk: Arc::new(hooked), ..Setting::default() });
        let (steward, secret) = found(&server);
        submit(&steward, "known, too").expect(201);
        let idea = submit(&steward, "known").expect(201)["id"].as_str().unwrap().to_owned();
        let log = format!("{}/log", network(&server).id());
        Self { opener: Opener(Arc::clone(&gate)), server, disk, gate, steward, secret, log, idea }
    }

    /// Sends commands whose answers are all different, each on a thread of its own.
    fn send_all(&self) -> Vec<(&'static str, JoinHandle<Reply>)> {
        let revise = |key: &'static str| {
            let client = self.steward.with("if-match", "\"2\"").with("idempotency-key", key);
            let path = format!("{BASE}/contributions/{}/text", self.idea);
            move || client.put(&path, &json!({"title": "Une idée", "body": key}))
        };
        let (new, replayed, reused, tried, joins) = (
            self.steward.clone(),
            self.steward.clone(),
            self.steward.clone(),
            self.steward.clone(),
            self.steward.clone(),
        );
        let idea = json!({"kind": "idea", "title": "Une autre", "body": "Autre chose."});
        let another = idea.clone();
        vec![
            ("revised", std::thread::spawn(revise("revised"))),
            ("refused", std::thread::spawn(revise("refused"))),
            ("tried", std::thread::spawn(move || tried.post(&format!("{BASE}/contributions?dry_run=true"), &idea))),
            ("replayed", std::thread::spawn(move || submit(&replayed, "known"))),
            ("new", std::thread::spawn(move || submit(&new, "new"))),
            (
                "reused",
                std::thread::spawn(move || {
                    reused.with("idempotency-key", "known, too").post(&format!("{BASE}/contributions"), &another)
                }),
            ),
            (
                "joined",
                std::thread::spawn(move || {
                    let body = json!({"kind": "person", "profile": {"name": "Chloé"}});
                    joins.with("idempotency-key", "joined").post(&format!("{BASE}/actors"), &body)
                }),
            ),
        ]
    }

    /// Lets a first group be synced while others gather behind it, and returns when these stand before their own sync.
    fn gather(&self) -> (u64, Vec<(&'static str, JoinHandle<Reply>)>) {
        self.gate.close();
        let (client, idea) = (self.steward.clone(), self.idea.clone());
        let first = std::thread::spawn(move || {
            let client = client.with("if-match", "\"1\"");
            client
                .put(&format!("{BASE}/contributions/{idea}/text"), &json!({"title": "Une idée", "body": "Mieux dite."}))
        });
        self.gate.wait_for_someone();
        let before = shown_head(&self.steward);
        let waiting = self.send_all();
        std::thread::sleep(Duration::from_millis(250));
        assert!(!first.is_finished(), "answered before its sync");
        assert_eq!(shown_head(&self.steward), before);
        nobody_is_told(&waiting);
        self.gate.let_one_pass();
        let told = first.join().unwrap().expect(200);
        assert_eq!(told["version"], 2);
        self.gate.wait_for_someone();
        std::thread::sleep(Duration::from_millis(100));
        nobody_is_told(&waiting);
        (before + 1, waiting)
    }

    /// Nothing of what stands at `head` and after is shown anywhere.
    fn shows_nothing_past(&self, head: u64) {
        assert_eq!(shown_head(&self.steward), head);
        assert_eq!(shown_events(&self.steward, head), 0);
        assert_eq!(self.steward.get(&format!("{BASE}/events/{head}")).status, 404);
        assert_eq!(self.steward.get(&format!("{BASE}?as_of={}", head + 1)).problem(422), "position_past_head");
        let network = network(&self.server);
        assert_eq!((network.live().views.head.0, network.heads().borrow().0), (head, head));
        let idea = self.steward.get(&format!("{BASE}/contributions/{}", self.idea)).expect(200);
        assert_eq!((&idea["version"], &idea["body"]), (&json!(2), &json!("Mieux dite.")));
    }
}

fn nobody_is_told(waiting: &[(&'static str, JoinHandle<Reply>)]) {
    for (name, thread) in waiting {
        assert!(!thread.is_finished(), "{name} was answered before the sync");
    }
}

#[test]
fn every_answer_waits_for_the_sync_of_its_group() {
    let dir = tempfile::tempdir().unwrap();
    let gated = Gated::start(dir.path());
    let (head, waiting) = gated.gather();
    gated.shows_nothing_past(head);
    gated.gate.open();
    let told: Vec<_> = waiting.into_iter().map(|(name, thread)| (name, thread.join().unwrap())).collect();
    let mut versions = Vec::new();
    for (name, reply) in told {
        match name {
            "revised" | "refused" => versions.push(reply.status),
            "tried" => assert_eq!(reply.expect(200)["dry_run"], true),
            "reused" => assert_eq!(reply.problem(422), "idempotency_key_reused"),
            "replayed" => assert_eq!(reply.expect(201)["id"], gated.idea.as_str()),
            _ => _ = reply.expect(201),
        }
    }
    versions.sort_unstable();
    assert_eq!(versions, [200, 412], "one of two who saw the same version wins");
    assert_eq!(shown_head(&gated.steward), head + 4);
}

/// What becomes of the frame whose sync failed.
#[derive(Debug, Clone, Copy, PartialEq)]
enum After {
    /// It was written all the same.
    Written,
    /// The power is cut, and it is gone.
    Gone,
    /// The power is cut, and some of its sectors are gone.
    Torn,
}

#[test]
fn a_failed_sync_leaves_the_outcome_unknown_and_a_retry_tells() {
    for after in [After::Written, After::Gone, After::Torn] {
        let dir = tempfile::tempdir().unwrap();
        let gated = Gated::start(dir.path());
        let (head, waiting) = gated.gather();
        gated.disk.inject(Fault::FailSync { path: gated.log.clone(), from: 0 });
        gated.gate.open();
        let told: Vec<_> = waiting.into_iter().map(|(name, thread)| (name, thread.join().unwrap())).collect();
        let unknown = told.iter().filter(|(_, reply)| reply.status == 503 && reply.problem(503) == "outcome_unknown");
        let unknown: Vec<_> = unknown.map(|(name, _)| *name).collect();
        println!("{after:?}: unknown to {unknown:?}");
        assert!(!unknown.is_empty());
        for (name, reply) in told.iter().filter(|(name, _)| !unknown.contains(name)) {
            // A later group: it is told of what is durable, or that no more is recorded.
            match reply.status {
                503 => assert_eq!(reply.problem(503), "writes_stopped"),
                200 | 201 if *name == "tried" => assert_eq!(reply.json()["position"], head + 1),
                201 if *name == "replayed" => assert_eq!(reply.json()["id"], gated.idea.as_str()),
                422 if *name == "reused" => (),
                status => panic!("{name} was told of what is not durable: {status}"),
            }
        }
        let waits = gated.steward.clone();
        let waits = std::thread::spawn(move || waits.get(&format!("{BASE}?at_least={}", head + 1)));
        gated.shows_nothing_past(head);
        assert_eq!(submit(&gated.steward, "later").problem(503), "writes_stopped");
        gated.shows_nothing_past(head);
        if after == After::Written {
            assert_eq!(waits.join().unwrap().problem(503), "not_folded_yet");
        }

        let Gated { server, disk, secret, opener, .. } = gated;
        drop(opener);
        server.stop();
        disk.heal();
        match after {
            After::Written => (),
            After::Gone => disk.power_cut(|_, _| false).unwrap(),
            After::Torn => disk.power_cut(|_, sector| sector % 3 != 1).unwrap(),
        }
        let server = TestServer::start_on(dir.path(), &Setting { disk: Arc::new(disk), ..Setting::default() });
        let steward = server.caller(&secret);
        let found = shown_head(&steward);
        assert!(if after == After::Written { found > head } else { found == head }, "{after:?}: {found} after {head}");
        for key in ["new", "later"] {
            let told = submit(&steward, key).expect(201);
            assert_eq!(place(&told), place(&submit(&steward, key).expect(201)));
        }
        let join = json!({"kind": "person", "profile": {"name": "Chloé"}});
        let join = || steward.with("idempotency-key", "joined").post(&format!("{BASE}/actors"), &join).expect(201);
        assert_eq!(place(&join()), place(&join()));
        // Nobody who was refused, tried or replayed has left anything: one revision at the most, and what was retried.
        let revisions = shown_head(&steward) - head - 4;
        assert!(revisions <= 1, "{revisions}");
    }
}

#[test]
fn syncs_that_did_nothing_lose_the_end_and_nothing_else() {
    let dir = tempfile::tempdir().unwrap();
    let gated = Gated::start(dir.path());
    let kept = submit(&gated.steward, "kept").expect(201);
    gated.disk.inject(Fault::DropSync { path: gated.log.clone(), from: 1 });
    let lost: Vec<_> = (0..5).map(|n| submit(&gated.steward, &format!("lost-{n}")).expect(201)).collect();
    let Gated { server, disk, secret, opener, .. } = gated;
    drop(opener);
    server.stop();
    disk.heal();
    disk.power_cut(|_, _| false).unwrap();
    let server = TestServer::start_on(dir.path(), &Setting { disk: Arc::new(disk), ..Setting::default() });
    let steward = server.caller(&secret);
    assert_eq!(shown_head(&steward), lost[0]["position"].as_u64().unwrap(), "the first sync still worked");
    assert_eq!(place(&submit(&steward, "kept").expect(201)), place(&kept));
    for (n, lost) in lost.iter().enumerate().skip(1) {
        let told = submit(&steward, &format!("lost-{n}")).expect(201);
        assert_eq!(told["position"], lost["position"], "told again, in the same order");
    }
}
