//! A server says that it is not ready when some network records nothing any more.

use disk::FaultyDisk;
use disk::faulty::Fault;
use serde_json::json;
use std::sync::Arc;
use testkit::{Setting, TestServer};

use crate::story::{SLUG, Story, at};

#[test]
fn networks_whose_writes_have_stopped_are_named() {
    let dir = tempfile::tempdir().unwrap();
    let disk = FaultyDisk::new();
    let setting = Setting { disk: Arc::new(disk.clone()), ..Setting::default() };
    let story = Story::with(TestServer::start_on(dir.path(), &setting), "public");
    story.server.found("plaine", "public");
    let ready = || story.stranger().get("/health/ready");
    assert_eq!(ready().expect(200), json!({"status": "ok"}));

    let network = story.server.catalogue.server().network(SLUG).unwrap().to_string();
    disk.inject(Fault::FailSync { path: format!("{network}/log"), from: 0 });
    let idea = json!({"kind": "idea", "title": "Un calendrier", "body": "Commun."});
    assert_eq!(story.bilal.client.post(&at("/contributions"), &idea).problem(503), "outcome_unknown");
    assert_eq!(ready().problem(503), "not_ready");
    assert_eq!(ready().json()["networks"], json!([network]));
    story.stranger().get(&at("")).expect(200);
    story.stranger().get("/health/live").expect(200);

    disk.inject(Fault::FailSync { path: "server/log".to_owned(), from: 0 });
    let keys = at(&format!("/actors/{}/keys", story.bilal.id));
    assert_eq!(story.bilal.client.post(&keys, &json!({"scopes": ["read"]})).problem(503), "outcome_unknown");
    assert_eq!(ready().json()["networks"], json!([network, "_server"]));
}

#[test]
fn a_network_that_was_stopped_is_named_too() {
    let story = Story::begin();
    let network = story.server.catalogue.server().network(SLUG).unwrap();
    story.server.catalogue.loaded(network).unwrap().stop();
    let reply = story.stranger().with("accept-language", "fr").get("/health/ready");
    assert_eq!(reply.problem(503), "not_ready");
    assert_eq!(reply.json()["title"], "Des réseaux n'enregistrent plus rien");
    assert_eq!(reply.json()["networks"], json!([network.to_string()]));
}
