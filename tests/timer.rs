//! What is due by itself: recorded once, by the system, also in networks that nobody has asked for since the start.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::edge::ToldClock;
use serde_json::{Value, json};
use testkit::{Setting, TestServer};

use crate::story::{Story, at};

fn setting(time: &str) -> (Setting, Arc<ToldClock>) {
    let clock = Arc::new(ToldClock::new(time.parse().unwrap()));
    (Setting { clock: clock.clone(), ..Setting::default() }, clock)
}

fn wait(what: &str, is_so: impl Fn() -> bool) {
    let until = Instant::now() + Duration::from_secs(10);
    while !is_so() {
        assert!(Instant::now() < until, "{what}");
        std::thread::sleep(Duration::from_millis(5));
    }
}

/// A few rounds of the timer.
fn rounds() {
    std::thread::sleep(Duration::from_millis(150));
}

fn expired(server: &TestServer) -> Vec<Value> {
    let listed = server.caller("").get(&at("/events?type=actor.role_expired&limit=100")).expect(200);
    listed["items"].as_array().unwrap().iter().map(|item| item["event"].clone()).collect()
}

fn is_loaded(server: &TestServer) -> bool {
    let network = server.catalogue.server().network("vallee").unwrap();
    server.catalogue.loaded(network).is_some()
}

fn grant(story: &Story, role: &str, until: &str) {
    story
        .anne
        .client
        .put(&at(&format!("/actors/{}/roles/{role}", story.bilal.id)), &json!({"until": until}))
        .expect(200);
}

#[test]
fn a_role_expires_at_its_end_once_and_by_the_system() {
    let dir = tempfile::tempdir().unwrap();
    let (setting, clock) = setting("2026-03-05T17:00:00Z");
    let story = Story::with(TestServer::start_on(dir.path(), &setting), "public");
    grant(&story, "tutor", "2026-03-05T18:00:00Z");
    grant(&story, "driver", "2026-03-05T18:00:00Z");
    grant(&story, "moderator", "2026-03-05T19:00:00Z");
    clock.tell("2026-03-05T17:59:59.999Z".parse().unwrap());
    rounds();
    assert_eq!(expired(&story.server), Vec::<Value>::new());
    clock.tell("2026-03-05T18:00:00Z".parse().unwrap());
    wait("two roles expire", || expired(&story.server).len() == 2);
    clock.tell("2026-03-05T18:30:00Z".parse().unwrap());
    rounds();
    let events = expired(&story.server);
    assert_eq!(events.len(), 2, "and once");
    assert!(events.iter().all(|event| event["by"] == "system" && event["data"]["actor"] == story.bilal.id));
    let roles = story.anne.client.get(&at(&format!("/actors/{}", story.bilal.id))).expect(200)["roles"].clone();
    assert_eq!((&roles[0]["ended_at"], &roles[0]["holds"]), (&json!("2026-03-05T18:00:00.000Z"), &json!(false)));
    assert_eq!(roles[2]["holds"], true);
    // A role that is granted anew, or that was revoked, is not ended at its old end.
    grant(&story, "moderator", "2026-03-05T20:00:00Z");
    grant(&story, "tutor", "2026-03-05T19:00:00Z");
    story.anne.client.delete(&at(&format!("/actors/{}/roles/tutor", story.bilal.id))).expect(200);
    clock.tell("2026-03-05T19:30:00Z".parse().unwrap());
    rounds();
    assert_eq!(expired(&story.server).len(), 2);
}

/// Stops a story that has a role ending at 18:00.
fn stopped(dir: &Path) {
    let (setting, _) = setting("2026-03-05T17:00:00Z");
    let story = Story::with(TestServer::start_on(dir, &setting), "public");
    grant(&story, "tutor", "2026-03-05T18:00:00Z");
    story.server.stop();
}

#[test]
fn a_network_is_loaded_when_something_is_due_and_not_before() {
    let dir = tempfile::tempdir().unwrap();
    stopped(dir.path());
    let (setting, clock) = setting("2026-03-05T17:30:00Z");
    let server = TestServer::start_on(dir.path(), &setting);
    rounds();
    assert!(!is_loaded(&server), "it is known until when it is quiet");
    clock.tell("2026-03-05T18:00:00Z".parse().unwrap());
    wait("the network is loaded", || is_loaded(&server));
    wait("the role expires", || expired(&server).len() == 1);
    server.stop();
    // And now nothing is to come.
    let server = TestServer::start_on(dir.path(), &setting);
    clock.tell("2027-01-01T00:00:00Z".parse().unwrap());
    rounds();
    assert!(!is_loaded(&server));
    assert_eq!(expired(&server).len(), 1);
}

#[test]
fn what_is_due_while_nothing_runs_is_recorded_at_the_next_start() {
    let dir = tempfile::tempdir().unwrap();
    stopped(dir.path());
    let (setting, _) = setting("2026-03-06T09:00:00Z");
    let server = TestServer::start_on(dir.path(), &setting);
    wait("the role expires", || expired(&server).len() == 1);
    assert_eq!(expired(&server)[0]["recorded_at"], "2026-03-06T09:00:00.000Z");
}

/// After a kill it is not known what is due: the network is loaded to look, and nothing is recorded twice.
#[test]
fn a_network_of_which_nothing_is_known_is_looked_at() {
    let dir = tempfile::tempdir().unwrap();
    stopped(dir.path());
    let network = std::fs::read_dir(dir.path().join("networks")).unwrap().next().unwrap().unwrap().path();
    let quiet = network.join("quiet");
    assert_eq!(std::fs::read_to_string(&quiet).unwrap(), r#"{"until":"2026-03-05T18:00:00.000Z"}"#);
    for nonsense in [None, Some("no JSON"), Some(r#"{"until":null,"more":1}"#)] {
        match nonsense {
            None => std::fs::remove_file(&quiet).unwrap(),
            Some(text) => std::fs::write(&quiet, text).unwrap(),
        }
        let (setting, _) = setting("2026-03-06T09:00:00Z");
        let server = TestServer::start_on(dir.path(), &setting);
        wait("the network is loaded", || is_loaded(&server));
        assert!(!quiet.exists(), "while it is served nothing is told");
        wait("the role has expired", || expired(&server).len() == 1);
        rounds();
        assert_eq!(expired(&server).len(), 1);
        server.stop();
        assert_eq!(std::fs::read_to_string(&quiet).unwrap(), r#"{"until":null}"#);
    }
}

#[test]
fn nothing_is_due_in_a_network_that_was_closed() {
    let dir = tempfile::tempdir().unwrap();
    let (setting, clock) = setting("2026-03-05T17:00:00Z");
    let story = Story::with(TestServer::start_on(dir.path(), &setting), "public");
    grant(&story, "tutor", "2026-03-05T18:00:00Z");
    let head = story.anne.client.post(&at("/archival"), &json!({})).expect(200)["position"].clone();
    clock.tell("2026-03-05T19:00:00Z".parse().unwrap());
    rounds();
    assert_eq!(json!(story.head()), head);
}
