//! Disks that fail, stall and lie, under a server in this process: nobody is told what may not last, and what was told
//! lasts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stdout)]

mod founding;
mod groups;
mod hooked;
mod index;
mod keys;
mod panics;
mod urns;

use std::sync::Arc;

use serde_json::{Value, json};
use testkit::{Client, Reply, TestServer};

/// The base path of the network.
const BASE: &str = "/v1/networks/vallee";

/// Founds the network; its first steward, and that steward's key.
fn found(server: &TestServer) -> (Client, String) {
    let founding = json!({
        "slug": "vallee", "name": "Réseau de la vallée", "languages": ["fr"], "time_zone": "Europe/Paris",
        "visibility": "public", "steward": {"kind": "person", "name": "Anne Berger"}
    });
    let founded = server.operator().post("/v1/networks", &founding).expect(201);
    let secret = founded["secret"].as_str().unwrap().to_owned();
    (server.caller(&secret), secret)
}

/// The network, as this process has it.
fn network(server: &TestServer) -> Arc<app::Network> {
    let id = server.catalogue.server().network("vallee").unwrap();
    server.catalogue.load(id).unwrap()
}

/// Submits an idea under an idempotency key.
fn submit(client: &Client, key: &str) -> Reply {
    let body = json!({"kind": "idea", "title": "Une idée", "body": format!("Voici ce que dit {key}.")});
    client.with("idempotency-key", key).post(&format!("{BASE}/contributions"), &body)
}

/// The head of the history as it is shown.
fn shown_head(client: &Client) -> u64 {
    client.get(BASE).headers["tresse-position"].parse().unwrap()
}

/// The number of events in the feed from a position on.
fn shown_events(client: &Client, from: u64) -> usize {
    let page = client.get(&format!("{BASE}/events?from={from}&limit=100")).expect(200);
    let lines = client.with("accept", "application/x-ndjson").get(&format!("{BASE}/events?from={from}"));
    let events = page["items"].as_array().unwrap().len();
    assert_eq!(lines.body.split_inclusive(|byte| *byte == b'\n').count(), events);
    events
}

/// What identifies what a command did.
fn place(told: &Value) -> (Value, Value) {
    (told["id"].clone(), told["position"].clone())
}
