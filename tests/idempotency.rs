//! `Idempotency-Key`: the same request has the same answer for 24 hours, also after a restart.

use std::sync::Arc;
use std::thread;

use app::edge::ToldClock;
use domain::ids::Stamp;
use serde_json::json;
use testkit::{Client, Reply, Setting, TestServer};

use crate::story::{SLUG, Story, at, header, id, of};

fn keyed(client: &Client, key: &str) -> Client {
    client.with("idempotency-key", key)
}

#[track_caller]
fn same(first: &Reply, second: &Reply) {
    assert_eq!(String::from_utf8_lossy(&first.body), String::from_utf8_lossy(&second.body));
    assert_eq!(first.status, second.status);
    for name in ["location", "tresse-position", "content-type"] {
        assert_eq!(header(first, name), header(second, name), "{name}");
    }
}

#[test]
fn the_same_request_has_the_same_answer_also_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let story = Story::begin_on(dir.path());
    let idea = json!({"kind": "idea", "title": "Un repas", "body": "Partagé."});
    let text = json!({"title": "Un repas", "body": "Au jardin."});
    let actor = json!({"kind": "person", "profile": {"name": "Denis"}});
    let statement = story.statement(&story.question("Comment venir ?"), "Il faut un bus.");
    let ask = |bilal: &Client, anne: &Client, idea_path: Option<&str>| -> Vec<Reply> {
        let made = keyed(bilal, "une-idée").post(&at("/contributions"), &idea);
        let path = idea_path.map_or_else(|| of(&id(&made.json())), ToOwned::to_owned);
        vec![
            keyed(anne, "une personne").post(&at("/actors"), &actor),
            keyed(bilal, "k2").put(&(path.clone() + "/text"), &text),
            keyed(bilal, "k3").put(&(of(&statement) + "/vote"), &json!({"vote": "agree"})),
            keyed(bilal, "k4").put(&(path.clone() + "/support"), &json!({})),
            keyed(anne, "k5").patch(&at(""), &json!({"notice": "Vos données vous appartiennent."})),
            keyed(bilal, "k6").post(&(path + "/withdrawal"), &json!({})),
            made,
        ]
    };
    let (bilal, anne) = (story.bilal.client.clone(), story.anne.client.clone());
    let first = ask(&bilal, &anne, None);
    assert!(first.iter().all(|reply| reply.status < 300), "{first:?}");
    let head = story.head();
    let path = header(first.last().unwrap(), "location").to_owned();
    // What one may do is told as of now: the first idea could still be withdrawn.
    let without_offers = |reply: &Reply| {
        let mut body = reply.json();
        body["resource"].as_object_mut().unwrap().remove("allowed_actions");
        body
    };
    for (first, again) in first.iter().zip(ask(&bilal, &anne, Some(&path))) {
        assert_eq!(without_offers(first), without_offers(&again));
    }
    assert_eq!(story.head(), head, "nothing was recorded twice");
    let settled = ask(&bilal, &anne, Some(&path));
    let secrets = [&bilal, &anne].map(|client| client.header("authorization").unwrap().to_owned());
    story.server.stop();
    let server = TestServer::start_on(dir.path(), &Setting::default());
    let [bilal, anne] = secrets.map(|secret| server.caller("").with("authorization", &secret));
    for (before, after) in settled.iter().zip(ask(&bilal, &anne, Some(&path))) {
        same(before, &after);
    }
    assert_eq!(anne.get(&at("")).expect(200)["position"], head);
}

#[test]
fn a_key_belongs_to_one_request_of_one_holder() {
    let story = Story::begin();
    let idea = |title: &str| json!({"kind": "idea", "title": title, "body": "…"});
    let post = |client: &Client, title: &str| keyed(client, "k").post(&at("/contributions"), &idea(title));
    let first = post(&story.bilal.client, "Un repas");
    same(&first, &post(&story.bilal.client, "Un repas"));
    assert_eq!(post(&story.bilal.client, "Un banquet").problem(422), "idempotency_key_reused");
    let other = post(&story.chloe.client, "Un banquet").expect(201);
    assert_ne!(id(&other), id(&first.json()), "keys of different holders never meet");
    let vote = of(&id(&other)) + "/support";
    keyed(&story.bilal.client, "k").put(&vote, &json!({})).expect(200);
    let dry = keyed(&story.bilal.client, "k").post(&at("/contributions?dry_run=true"), &idea("Un repas"));
    assert_eq!(dry.problem(422), "idempotency_key_reused", "a try is another request");
}

#[test]
fn a_secret_is_shown_once() {
    let dir = tempfile::tempdir().unwrap();
    let server = TestServer::start_on(dir.path(), &Setting::default());
    let founding = json!({
        "slug": SLUG, "name": "Réseau de la vallée", "languages": ["fr"], "time_zone": "Europe/Paris",
        "visibility": "public", "steward": {"kind": "person", "name": "Anne Berger"}
    });
    let founded = keyed(&server.operator(), "f").post("/v1/networks", &founding).expect(201);
    let anne = server.caller(founded["secret"].as_str().unwrap());
    let keys = at(&format!("/actors/{}/keys", founded["steward"].as_str().unwrap()));
    let new = json!({"scopes": ["read"]});
    keyed(&anne, "a").post(&keys, &new).expect(201);
    keyed(&server.operator(), "o").post("/v1/keys", &new).expect(201);
    let (operator, count) = (server.operator.clone(), anne.get(&keys).expect(200)["items"].as_array().unwrap().len());
    let again = |server: &TestServer, anne: &Client, operator: &Client| {
        let replies = [
            keyed(operator, "f").post("/v1/networks", &founding),
            keyed(operator, "o").post("/v1/keys", &new),
            keyed(anne, "a").post(&keys, &new),
        ];
        for reply in replies {
            assert_eq!(reply.problem(409), "already_issued");
            assert!(!String::from_utf8_lossy(&reply.body).contains("tresse_"));
        }
        assert_eq!(server.catalogue.server().networks().count(), 1);
    };
    again(&server, &anne, &server.operator());
    let secret = anne.header("authorization").unwrap().to_owned();
    server.stop();
    let server = TestServer::start_on(dir.path(), &Setting::default());
    let (anne, operator) = (server.caller("").with("authorization", &secret), server.caller(&operator));
    again(&server, &anne, &operator);
    assert_eq!(anne.get(&keys).expect(200)["items"].as_array().unwrap().len(), count);
    let other = json!({"scopes": ["write"]});
    assert_eq!(keyed(&operator, "o").post("/v1/keys", &other).problem(422), "idempotency_key_reused");
}

#[test]
fn a_revocation_repeated_is_done() {
    let story = Story::begin();
    let keys = at(&format!("/actors/{}/keys", story.bilal.id));
    let key = id(&story.bilal.client.post(&keys, &json!({"scopes": ["read"]})).expect(201));
    let revoke = || keyed(&story.bilal.client, "r").delete(&format!("{keys}/{key}"));
    assert_eq!((revoke().status, revoke().status), (204, 204));
    assert_eq!(story.bilal.client.delete(&format!("{keys}/{key}")).problem(409), "key_already_revoked");
}

#[test]
fn refusals_are_not_remembered() {
    let story = Story::begin();
    let withdrawn = story.proposal("Un calendrier", "Commun.");
    let statement = story.statement(&story.question("Comment venir ?"), "Il faut un bus.");
    let under = json!({"kind": "comment", "parent": withdrawn, "body": "…"});
    let comment = |body| keyed(&story.chloe.client, "c").post(&at("/contributions"), body);
    story.bilal.client.post(&(of(&withdrawn) + "/withdrawal"), &json!({})).expect(200);
    assert_eq!(comment(&under).problem(409), "parent_withdrawn");
    comment(&json!({"kind": "comment", "parent": statement, "body": "…"})).expect(201);
}

#[test]
fn one_of_many_at_once_is_done_and_all_hear_of_it() {
    let story = Arc::new(Story::begin());
    let head = story.head();
    let threads: Vec<_> = (0..8)
        .map(|_| {
            let story = Arc::clone(&story);
            thread::spawn(move || {
                let idea = json!({"kind": "idea", "title": "Un repas", "body": "Partagé."});
                keyed(&story.bilal.client, "k").post(&at("/contributions"), &idea)
            })
        })
        .collect();
    let mut made = Vec::new();
    for reply in threads.into_iter().map(|thread| thread.join().unwrap()) {
        match reply.status {
            201 => made.push(id(&reply.json())),
            _ => assert_eq!(reply.problem(409), "request_in_progress"),
        }
    }
    made.dedup();
    assert_eq!((made.len(), story.head()), (1, head + 1));
}

#[test]
fn a_key_is_forgotten_after_24_hours() {
    let dir = tempfile::tempdir().unwrap();
    let start: Stamp = "2026-03-05T17:02:11Z".parse().unwrap();
    let clock = Arc::new(ToldClock::new(start));
    let story = Story::with(
        TestServer::start_on(dir.path(), &Setting { clock: clock.clone(), ..Setting::default() }),
        "public",
    );
    let post = || {
        let idea = json!({"kind": "idea", "title": "Un repas", "body": "Partagé."});
        id(&keyed(&story.bilal.client, "k").post(&at("/contributions"), &idea).expect(201))
    };
    let first = post();
    let after = |ms: i64| Stamp::from_millis(start.millis() + ms).unwrap();
    clock.tell(after(24 * 3_600_000 - 1));
    assert_eq!(post(), first);
    clock.tell(after(24 * 3_600_000));
    assert_ne!(post(), first);
}
