//! Another slug: the network is where it was, and the slug before leads to it.

use serde_json::json;
use testkit::{Client, Reply, Setting, TestServer};

use crate::story::{Story, at, header, id, misfit};

/// A request whose redirection is not followed.
fn unfollowed(server: &TestServer, method: &str, path: &str, language: &str) -> Reply {
    let agent = ureq::Agent::config_builder().http_status_as_error(false).max_redirects(0).build().new_agent();
    let uri = format!("http://{}{path}", server.address());
    let request = ureq::http::Request::builder().method(method).uri(uri).header("accept-language", language);
    let mut reply = agent.run(request.body(()).unwrap()).unwrap();
    let headers = reply.headers().iter();
    let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()));
    let (status, headers) = (reply.status().as_u16(), headers.collect());
    Reply { status, headers, body: reply.body_mut().read_to_vec().unwrap() }
}

fn rename(by: &Client, from: &str, to: &str) -> Reply {
    by.post(&format!("/v1/networks/{from}/slug"), &json!({"slug": to}))
}

#[test]
fn the_slug_before_leads_to_the_new_one_and_stays_taken() {
    let dir = tempfile::tempdir().unwrap();
    let story = Story::begin_on(dir.path());
    let operator = story.server.operator();
    let proposal = story.proposal("Un calendrier", "Commun.");
    assert_eq!(rename(&operator, "vallee", "val").expect(200)["slug"], "val");
    let read = format!("/contributions/{proposal}?as_of=6&expand=texts");
    for (method, path, language, title) in [
        ("GET", read.as_str(), "fr", "Ce réseau a maintenant une autre adresse"),
        ("POST", "/contributions?dry_run=true", "en", "This network has another address now"),
    ] {
        let (moved, location) =
            (unfollowed(&story.server, method, &at(path), language), format!("/v1/networks/val{path}"));
        assert_eq!((moved.problem(308).as_str(), header(&moved, "location")), ("network_moved", location.as_str()));
        assert!(moved.json()["title"] == title && moved.json()["detail"].as_str().unwrap().contains(&location));
    }
    assert_eq!(header(&unfollowed(&story.server, "GET", &at(""), "en"), "location"), "/v1/networks/val");
    let shown = story.anne.client.get(&format!("/v1/networks/val/contributions/{proposal}")).expect(200);
    assert_eq!(shown["title"], "Un calendrier");
    let listed = story.stranger().get("/v1/networks").expect(200);
    assert_eq!(listed["items"], json!([{"slug": "val"}]));
    assert_eq!(story.stranger().get("/v1/networks/val").expect(200)["slug"], "val");
    let plaine = story.server.found("plaine", "public");
    for slug in ["vallee", "val"] {
        assert_eq!(rename(&operator, "plaine", slug).problem(409), "slug_taken");
    }
    assert_eq!(rename(&plaine.client, "plaine", "mont").problem(403), "forbidden");
    assert_eq!(rename(&operator, "nulle-part", "mont").problem(404), "not_found");
    assert_eq!(misfit(&rename(&operator, "plaine", "Le Mont"), 422).0, "/slug");
    rename(&operator, "val", "val").expect(200);
    let keys = story.server.catalogue.server().networks().count();
    let bearer = story.bilal.client.header("authorization").unwrap().to_owned();
    story.server.stop();
    let server = TestServer::start_on(dir.path(), &Setting::default());
    assert_eq!(server.catalogue.server().networks().count(), keys);
    assert_eq!(unfollowed(&server, "GET", &at(""), "en").status, 308, "also after a restart");
    let bilal = server.caller("").with("authorization", &bearer);
    bilal.post("/v1/networks/val/contributions", &json!({"kind": "idea", "title": "x", "body": "…"})).expect(201);
    let back = server.catalogue.change_slug(
        domain::envelope::By::Operator,
        server.catalogue.server().network("val").unwrap(),
        "vallee".parse().unwrap(),
        None,
    );
    assert!(back.unwrap().is_some());
    assert_eq!(unfollowed(&server, "GET", "/v1/networks/val", "en").status, 308, "it may come back");
    assert_eq!(server.caller("").get(&at("")).expect(200)["slug"], "vallee");
}

/// A retry after the change finds what the first request did: networks are known by their ids.
#[test]
fn an_idempotency_key_outlives_a_change_of_slug() {
    let story = Story::begin();
    let idea = json!({"kind": "idea", "title": "Un repas", "body": "Partagé."});
    let keyed = story.bilal.client.with("idempotency-key", "k");
    let first = keyed.post(&at("/contributions"), &idea).expect(201);
    rename(&story.server.operator(), "vallee", "val").expect(200);
    assert_eq!(id(&keyed.post("/v1/networks/val/contributions", &idea).expect(201)), id(&first));
}
