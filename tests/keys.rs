//! API keys: scopes, expiry, revocation, and whose they are.

use std::sync::Arc;

use app::edge::ToldClock;
use domain::ids::Stamp;
use serde_json::{Value, json};
use testkit::{Client, Setting, TestServer};

use crate::story::{Story, at, header, id, misfit, of};

fn issue(story: &Story, scopes: &[&str]) -> Client {
    let keys = at(&format!("/actors/{}/keys", story.anne.id));
    let issued = story.anne.client.post(&keys, &json!({"scopes": scopes})).expect(201);
    story.server.caller(issued["secret"].as_str().unwrap())
}

#[test]
fn a_key_does_what_its_scopes_allow_and_no_more() {
    let story = Story::begin();
    let proposal = of(&story.proposal("Un calendrier", "Commun."));
    let member = at(&format!("/actors/{}", story.bilal.id));
    let acts: [(&str, &str, String, Value); 10] = [
        ("read", "GET", at(""), Value::Null),
        ("read", "GET", "/v1/networks".to_owned(), Value::Null),
        ("read", "GET", at("/events"), Value::Null),
        ("write", "PUT", proposal + "/support", json!({})),
        ("write", "POST", at("/actors"), json!({"kind": "person"})),
        ("admin", "GET", member.clone() + "/keys", Value::Null),
        ("admin", "POST", member.clone() + "/keys", json!({"scopes": ["read"]})),
        ("admin", "PUT", member.clone() + "/roles/tutor", json!({})),
        ("admin", "DELETE", member + "/roles/tutor", Value::Null),
        ("admin", "PATCH", at(""), json!({"k": 6})),
    ];
    for scopes in [&["read"][..], &["write"], &["admin"], &["import"], &["read", "write"], &["read", "write", "admin"]]
    {
        let client = issue(&story, scopes);
        for (scope, method, path, body) in &acts {
            let body = if body.is_null() { String::new() } else { body.to_string() };
            let reply = client.send(method, path, body.as_bytes());
            // What changes something takes `write`, what is read takes `read`, whatever else it takes.
            let base = if *method == "GET" { "read" } else { "write" };
            let lacking = [base, *scope].into_iter().find(|scope| !scopes.contains(scope));
            match lacking {
                None => assert!(reply.status < 300, "{method} {path} with {scopes:?}: {}", reply.status),
                Some(lacking) => {
                    assert_eq!(reply.problem(403), "insufficient_scope", "{method} {path} with {scopes:?}");
                    assert!(reply.json()["detail"].as_str().unwrap().contains(lacking), "{lacking}");
                }
            }
        }
    }
}

#[test]
fn the_operators_keys_are_for_administration() {
    let story = Story::begin();
    let operator = story.server.operator();
    let issued = operator.post("/v1/keys", &json!({"scopes": ["read", "write"]}));
    assert!(header(&issued, "location").starts_with("/v1/keys/"));
    let weak = story.server.caller(issued.expect(201)["secret"].as_str().unwrap());
    for reply in [
        weak.get("/v1/keys"),
        weak.post("/v1/keys", &json!({"scopes": ["admin"]})),
        weak.post("/v1/networks", &json!({})),
    ] {
        assert_eq!(reply.problem(403), "insufficient_scope");
    }
    let admin = operator.post("/v1/keys", &json!({"scopes": ["admin"]})).expect(201);
    let admin = story.server.caller(admin["secret"].as_str().unwrap());
    assert_eq!(admin.get("/v1/keys").expect(200)["items"].as_array().unwrap().len(), 3);
}

#[test]
fn a_list_of_keys_shows_no_secret() {
    let story = Story::begin();
    let keys = at(&format!("/actors/{}/keys", story.bilal.id));
    let issued = story.bilal.client.post(&keys, &json!({"scopes": ["read"], "expires_at": "2999-01-01T00:00:00Z"}));
    assert_eq!(header(&issued, "location"), format!("{keys}/{}", id(&issued.expect(201))));
    let listed = story.bilal.client.get(&keys);
    let text = String::from_utf8_lossy(&listed.body).into_owned();
    assert!(!text.contains("tresse_") && !text.contains("hash") && !text.contains("secret"), "{text}");
    let items = listed.expect(200)["items"].as_array().unwrap().clone();
    assert_eq!(items.len(), 2);
    assert_eq!((&items[1]["scopes"], &items[1]["expires_at"]), (&json!(["read"]), &json!("2999-01-01T00:00:00.000Z")));
}

#[test]
fn a_revoked_key_works_no_more() {
    let story = Story::begin();
    let keys = at(&format!("/actors/{}/keys", story.bilal.id));
    let issued = story.bilal.client.post(&keys, &json!({"scopes": ["read"]})).expect(201);
    let key = story.server.caller(issued["secret"].as_str().unwrap());
    key.get(&at("")).expect(200);
    let path = format!("{keys}/{}", id(&issued));
    assert_eq!(story.chloe.client.delete(&path).problem(403), "forbidden");
    let chloes = at(&format!("/actors/{}/keys/{}", story.chloe.id, id(&issued)));
    assert_eq!(story.anne.client.delete(&chloes).problem(404), "unknown_key", "it is not one of Chloé's");
    story.bilal.client.delete(&path).expect(204);
    assert_eq!(key.get(&at("")).problem(401), "invalid_credentials", "not even what is public");
    let operators = format!("/v1/keys/{}", id(&issued));
    assert_eq!(story.server.operator().delete(&operators).problem(404), "unknown_key");
}

#[test]
fn a_key_expires() {
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(ToldClock::new("2026-03-05T17:02:11Z".parse::<Stamp>().unwrap()));
    let setting = Setting { clock: clock.clone(), ..Setting::default() };
    let story = Story::with(TestServer::start_on(dir.path(), &setting), "public");
    let keys = at(&format!("/actors/{}/keys", story.bilal.id));
    let until = |time: &str| story.bilal.client.post(&keys, &json!({"scopes": ["read"], "expires_at": time}));
    assert_eq!(misfit(&until("2026-03-05T17:02:11Z"), 422).0, "/expires_at");
    let key = until("2026-03-05T17:02:12Z").expect(201);
    let key = story.server.caller(key["secret"].as_str().unwrap());
    clock.tell("2026-03-05T17:02:11.999Z".parse().unwrap());
    key.get(&at("")).expect(200);
    clock.tell("2026-03-05T17:02:12Z".parse().unwrap());
    assert_eq!(key.get(&at("")).problem(401), "invalid_credentials");
}

#[test]
fn a_role_ends_when_it_was_granted_until_then() {
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(ToldClock::new("2026-03-05T17:00:00Z".parse::<Stamp>().unwrap()));
    let setting = Setting { clock: clock.clone(), ..Setting::default() };
    let story = Story::with(TestServer::start_on(dir.path(), &setting), "public");
    let role = at(&format!("/actors/{}/roles/facilitator", story.bilal.id));
    story.anne.client.put(&role, &json!({"until": "2026-03-05T18:00:00Z"})).expect(200);
    let add = || story.bilal.client.post(&at("/actors"), &json!({"kind": "service"}));
    add().expect(201);
    let holds =
        || story.stranger().get(&at(&format!("/actors/{}", story.bilal.id))).expect(200)["roles"][0]["holds"].clone();
    assert_eq!(holds(), true);
    clock.tell("2026-03-05T18:00:00Z".parse().unwrap());
    assert_eq!(add().problem(403), "forbidden");
    assert_eq!(holds(), false);
}
