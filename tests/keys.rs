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

#[test]
fn a_rotated_key_has_a_new_secret_and_the_old_one_for_as_long_as_was_said() {
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(ToldClock::new("2026-03-05T17:00:00Z".parse::<Stamp>().unwrap()));
    let setting = Setting { clock: clock.clone(), ..Setting::default() };
    let story = Story::with(TestServer::start_on(dir.path(), &setting), "members");
    let keys = at(&format!("/actors/{}/keys", story.bilal.id));
    let issued = story.bilal.client.post(&keys, &json!({"scopes": ["read"]})).expect(201);
    let (of_actor, of_operator) = (format!("{keys}/{}/rotation", id(&issued)), story.server.operator());
    let operators = of_operator.post("/v1/keys", &json!({"scopes": ["read"]})).expect(201);
    let works = |secret: &Value| story.server.caller(secret.as_str().unwrap()).get("/v1/networks").status == 200;
    let rotations = [
        (&story.bilal.client, of_actor.clone(), issued["secret"].clone()),
        (&of_operator, format!("/v1/keys/{}/rotation", id(&operators)), operators["secret"].clone()),
    ];
    for (client, rotation, first) in rotations {
        assert_eq!(misfit(&client.post(&rotation, &json!({"grace_minutes": 1441})), 422).0, "/grace_minutes");
        let keyed = client.with("idempotency-key", "rotation");
        let second = keyed.post(&rotation, &json!({"grace_minutes": 60})).expect(200)["secret"].clone();
        assert_eq!(keyed.post(&rotation, &json!({"grace_minutes": 60})).problem(409), "already_issued");
        let now = app::edge::Clock::now(clock.as_ref()).millis();
        let later = |minutes: i64| clock.tell(Stamp::from_millis(now + minutes * 60_000).unwrap());
        later(59);
        assert!(works(&first) && works(&second));
        later(60);
        assert!(!works(&first) && works(&second));
        let third = client.post(&rotation, &json!({})).expect(200)["secret"].clone();
        assert!(!works(&second) && works(&third), "without a grace at once");
    }
    assert_eq!(story.chloe.client.post(&of_actor, &json!({})).problem(403), "forbidden");
    let chloes = at(&format!("/actors/{}/keys/{}/rotation", story.chloe.id, id(&issued)));
    assert_eq!(story.anne.client.post(&chloes, &json!({})).problem(404), "unknown_key", "it is not one of Chloé's");
}

#[test]
fn when_a_key_was_last_used_is_told_to_the_day_also_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let clock = Arc::new(ToldClock::new("2026-03-05T17:00:00Z".parse::<Stamp>().unwrap()));
    let setting = Setting { clock: clock.clone(), ..Setting::default() };
    let story = Story::with(TestServer::start_on(dir.path(), &setting), "members");
    let keys = at(&format!("/actors/{}/keys", story.bilal.id));
    let issued = story.bilal.client.post(&keys, &json!({"scopes": ["read"]})).expect(201);
    let head = story.head();
    let last_used = |client: &Client| {
        let items = client.get(&keys).expect(200)["items"].clone();
        (items[0]["last_used_at"].clone(), items[1]["last_used_at"].clone())
    };
    let day = |day: &str| json!(format!("2026-03-{day}T00:00:00.000Z"));
    assert_eq!(last_used(&story.anne.client), (day("05"), Value::Null), "the second one never was");
    clock.tell("2026-03-09T23:59:00Z".parse().unwrap());
    story.server.caller(issued["secret"].as_str().unwrap()).get(&at("")).expect(200);
    assert_eq!(last_used(&story.anne.client), (day("05"), day("09")));
    assert_eq!(story.head(), head, "the history knows nothing of it");
    let anne = story.anne.client.header("authorization").unwrap().to_owned();
    story.server.stop();
    let server = TestServer::start_on(dir.path(), &setting);
    assert_eq!(last_used(&server.caller("").with("authorization", &anne)), (day("05"), day("09")));
    drop(server);
    std::fs::write(dir.path().join("last-used"), b"nonsense").unwrap();
    let server = TestServer::start_on(dir.path(), &setting);
    let (first, second) = last_used(&server.caller("").with("authorization", &anne));
    assert_eq!((first, second), (Value::Null, Value::Null), "it is lost without harm");
}
