//! A small network that tests begin with: Anne is steward and facilitator, Bilal and Chloé are members.

use std::path::Path;

use serde_json::{Value, json};
use testkit::{Client, Member, Reply, Setting, TestServer};

pub const SLUG: &str = "vallee";

pub struct Story {
    pub server: TestServer,
    pub anne: Member,
    pub bilal: Member,
    pub chloe: Member,
}

impl Story {
    pub fn begin() -> Self {
        Self::with(TestServer::start(), "public")
    }

    pub fn begin_on(dir: &Path) -> Self {
        Self::with(TestServer::start_on(dir, &Setting::default()), "public")
    }

    pub fn with(server: TestServer, visibility: &str) -> Self {
        let anne = server.found(SLUG, visibility);
        let bilal = server.join(SLUG, &anne.client, "Bilal Haddad");
        let chloe = server.join(SLUG, &anne.client, "Chloé Martin");
        Self { server, anne, bilal, chloe }
    }

    pub fn stranger(&self) -> Client {
        self.server.caller("")
    }

    pub fn contribute(&self, by: &Member, body: &Value) -> String {
        id(&by.client.post(&at("/contributions"), body).expect(201))
    }

    pub fn proposal(&self, title: &str, body: &str) -> String {
        self.contribute(&self.bilal, &json!({"kind": "proposal", "title": title, "body": body}))
    }

    pub fn comment(&self, under: &str, body: &str) -> String {
        self.contribute(&self.chloe, &json!({"kind": "comment", "parent": under, "body": body}))
    }

    pub fn question(&self, title: &str) -> String {
        self.contribute(&self.anne, &json!({"kind": "question", "title": title}))
    }

    pub fn statement(&self, question: &str, body: &str) -> String {
        self.contribute(&self.bilal, &json!({"kind": "statement", "parent": question, "body": body}))
    }

    pub fn vote(&self, by: &Member, statement: &str, vote: &str) -> Reply {
        by.client.put(&at(&format!("/contributions/{statement}/vote")), &json!({"vote": vote}))
    }

    pub fn head(&self) -> u64 {
        self.anne.client.get(&at("")).expect(200)["position"].as_u64().unwrap()
    }
}

impl Story {
    /// Waits until an event of this type is in the history: what is due by itself comes when its moment has come.
    pub fn wait_for(&self, event: &str) {
        let happened = || {
            !self.anne.client.get(&at(&format!("/events?type={event}"))).expect(200)["items"]
                .as_array()
                .unwrap()
                .is_empty()
        };
        let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
        while !happened() {
            assert!(std::time::Instant::now() < until, "{event} does not happen");
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    }
}

/// A path below the network.
pub fn at(below: &str) -> String {
    format!("/v1/networks/{SLUG}{below}")
}

/// The path of a contribution.
pub fn of(contribution: &str) -> String {
    at(&format!("/contributions/{contribution}"))
}

pub fn id(answer: &Value) -> String {
    answer["id"].as_str().unwrap().to_owned()
}

/// The header of a reply; empty where it is absent.
pub fn header<'r>(reply: &'r Reply, name: &str) -> &'r str {
    reply.headers.get(name).map_or("", String::as_str)
}

/// The only entry of a problem's `errors`: its place and what is wrong.
#[track_caller]
pub fn misfit(reply: &Reply, status: u16) -> (String, String) {
    let problem = reply.expect(status);
    let errors = problem["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 1, "{problem}");
    let place = errors[0].get("pointer").or(errors[0].get("parameter")).unwrap();
    (place.as_str().unwrap().to_owned(), errors[0]["detail"].as_str().unwrap().to_owned())
}
