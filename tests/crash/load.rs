//! Many at once who act in a network, and what each of them was told.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use serde_json::{Value, json};
use testkit::{Client, Reply};

use super::served::Served;

/// The slug of the network under load.
pub const SLUG: &str = "vallee";
/// Its base path.
const BASE: &str = "/v1/networks/vallee";

/// How many act at once.
pub const THREADS: usize = 8;

/// A network in a data directory, which outlives the processes that serve it.
pub struct World {
    /// The data directory.
    pub data: PathBuf,
    /// The operator's key.
    pub operator: String,
    /// The first steward's key.
    pub steward: String,
    /// A member's key for each thread.
    members: Vec<String>,
    /// A statement for each thread.
    statements: Vec<String>,
    /// How often each thread has acted.
    acts: [usize; THREADS],
    /// How many events the history has, as far as everything was told or tried again.
    pub head: u64,
}

/// A command that was sent.
#[derive(Debug, Clone)]
pub struct Sent {
    method: &'static str,
    path: String,
    body: String,
    key: String,
    idempotency: String,
    /// How many events it makes in the network under load.
    pub events: u64,
    /// When.
    pub at: Instant,
    /// What came back.
    pub reply: Option<Reply>,
}

impl Sent {
    /// The slug that it would found.
    pub fn founds(&self) -> Option<String> {
        let body: Value = serde_json::from_str(&self.body).unwrap();
        (self.path == "/v1/networks").then(|| body["slug"].as_str().unwrap().to_owned())
    }

    /// Sends it, once more.
    pub fn send(&self, address: SocketAddr) -> Option<Reply> {
        let client = Client::new(address, &self.key).with("idempotency-key", &self.idempotency);
        client.try_send(self.method, &self.path, self.body.as_bytes())
    }

    /// The position right after it, where it was recorded in the network under load.
    pub fn acknowledged(&self) -> Option<u64> {
        let reply = self.reply.as_ref().filter(|_| self.events > 0)?;
        assert!(matches!(reply.status, 200 | 201), "{self:?}: {}", String::from_utf8_lossy(&reply.body));
        reply.json()["position"].as_u64()
    }

    /// The object it was about.
    pub fn object(&self) -> String {
        let id = self.reply.as_ref().unwrap().json()["id"].as_str().unwrap().to_owned();
        format!("{}:{id}", if self.path.ends_with("/actors") { "actor" } else { "contribution" })
    }
}

impl World {
    /// Begins in an empty directory.
    pub fn begin(data: &Path, served: &Served) -> Self {
        let operator = served.operator.clone().unwrap();
        let founding = json!({
            "slug": SLUG, "name": "Réseau de la vallée", "languages": ["fr"], "time_zone": "Europe/Paris",
            "visibility": "public", "steward": {"kind": "person", "name": "Anne Berger"}
        });
        let founded = served.caller(&operator).post("/v1/networks", &founding).expect(201);
        let steward = founded["secret"].as_str().unwrap().to_owned();
        let facilitator = served.caller(&steward);
        let (mut members, mut statements) = (Vec::new(), Vec::new());
        let question = json!({"kind": "question", "title": "Que faire ensemble ?"});
        let question = facilitator.post(&format!("{BASE}/contributions"), &question).expect(201)["id"].clone();
        for n in 0..THREADS {
            let body = json!({"kind": "person", "profile": {"name": format!("Membre {n}")}});
            let id = facilitator.post(&format!("{BASE}/actors"), &body).expect(201)["id"].clone();
            let keys = format!("{BASE}/actors/{}/keys", id.as_str().unwrap());
            let issued = facilitator.post(&keys, &json!({"scopes": ["read", "write"]})).expect(201);
            let key = issued["secret"].as_str().unwrap().to_owned();
            let body = json!({"kind": "statement", "parent": question, "body": format!("Énoncé {n}")});
            let made = served.caller(&key).post(&format!("{BASE}/contributions"), &body).expect(201);
            statements.push(made["id"].as_str().unwrap().to_owned());
            members.push(key);
        }
        let head = 6 + 3 * THREADS as u64;
        Self { data: data.to_owned(), operator, steward, members, statements, acts: [0; THREADS], head }
    }

    /// All threads act until told to stop, or until their connection breaks; what they sent.
    pub fn act(&mut self, address: SocketAddr, stop: &AtomicBool) -> Vec<Sent> {
        let world = &*self;
        let each = std::thread::scope(|scope| {
            let acting = |thread| {
                let mut sent = Vec::new();
                while !stop.load(Ordering::Relaxed) {
                    let mut next = world.next(thread, world.acts[thread] + sent.len());
                    next.reply = next.send(address);
                    let broke = next.reply.is_none();
                    sent.push(next);
                    if broke {
                        break;
                    }
                }
                sent
            };
            let threads: Vec<_> = (0..THREADS).map(|thread| scope.spawn(move || acting(thread))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect::<Vec<_>>()
        });
        for (acts, sent) in self.acts.iter_mut().zip(&each) {
            *acts += sent.len();
        }
        each.concat()
    }

    /// What a thread does in its `nth` act: three submit, two vote, two add actors, one founds.
    fn next(&self, thread: usize, nth: usize) -> Sent {
        let (method, path, body, events, key) = match thread {
            0..3 => {
                let text = "Un mot après l'autre. ".repeat(1 + nth * 37 % 300);
                let body = json!({"kind": "idea", "title": "Une idée", "body": text});
                ("POST", format!("{BASE}/contributions"), body, 1, &self.members[thread])
            }
            3 | 4 => {
                let body = json!({"vote": if nth.is_multiple_of(2) { "agree" } else { "disagree" }});
                let path = format!("{BASE}/contributions/{}/vote", self.statements[thread]);
                ("PUT", path, body, 1, &self.members[thread])
            }
            5 | 6 => {
                let body = json!({"kind": "person", "profile": {"name": format!("Personne {thread}-{nth}")}});
                ("POST", format!("{BASE}/actors"), body, 2, &self.steward)
            }
            _ => {
                let body = json!({
                    "slug": format!("reseau-{nth}"), "name": "Réseau", "languages": ["fr"], "time_zone": "Europe/Paris",
                    "visibility": "public", "steward": {"kind": "person", "name": "Bilal"}
                });
                ("POST", "/v1/networks".to_owned(), body, 0, &self.operator)
            }
        };
        let (body, key, idempotency) = (body.to_string(), key.clone(), format!("{thread}-{nth}"));
        Sent { method, path, body, key, idempotency, events, at: Instant::now(), reply: None }
    }
}
