//! Sessions: short-lived tokens, their renewal, what happens when a renewal secret is used twice, and their end.

use std::sync::Arc;

use app::edge::{Clock as _, ToldClock};
use domain::ids::Stamp;
use serde_json::{Value, json};
use testkit::{Client, Reply, Setting, TestServer};

use crate::story::{Story, at, id};

const MINUTE: i64 = 60_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Denis, who came in with a code, and a clock that is told the time.
struct Denis {
    story: Story,
    clock: Arc<ToldClock>,
    _dir: tempfile::TempDir,
    entered: Value,
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

impl Denis {
    fn enters() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock = Arc::new(ToldClock::new("2026-03-05T17:00:00Z".parse::<Stamp>().unwrap()));
        let setting = Setting { clock: clock.clone(), ..Setting::default() };
        let story = Story::with(TestServer::start_on(dir.path(), &setting), "members");
        let issued = story.anne.client.post(&at("/invitations"), &json!({})).expect(201);
        let acceptance = json!({"code": issued["items"][0]["code"], "profile": {"name": "Denis Roux"}});
        let entered = story.stranger().post(&at("/invitations/acceptance"), &acceptance).expect(201);
        Self { story, clock, _dir: dir, entered }
    }

    fn later(&self, ms: i64) {
        self.clock.tell(Stamp::from_millis(self.clock.now().millis() + ms).unwrap());
    }

    fn renew(&self, renewal: &Value) -> Reply {
        self.story.stranger().post(&at("/sessions/renewal"), &json!({"renewal": renewal}))
    }

    fn with(&self, session: &Value) -> Client {
        self.story.server.caller(text(&session["token"]))
    }

    /// Whether a token works.
    fn works(&self, session: &Value) -> bool {
        let reply = self.with(session).get(&at("/actors"));
        assert!(reply.status == 200 || reply.problem(401) == "invalid_credentials");
        reply.status == 200
    }

    fn keys(&self) -> Vec<Value> {
        let keys = self.story.anne.client.get(&at(&format!("/actors/{}/keys", id(&self.entered)))).expect(200);
        keys["items"].as_array().unwrap().clone()
    }
}

#[test]
fn a_token_works_for_a_quarter_of_an_hour_and_is_renewed() {
    let denis = Denis::enters();
    let first = &denis.entered["session"];
    assert_eq!(first["token_expires_at"], "2026-03-05T17:15:00.000Z");
    assert_eq!(first["expires_at"], "2026-06-03T17:00:00.000Z");
    denis
        .with(first)
        .post(&at("/contributions"), &json!({"kind": "idea", "title": "Un repas", "body": "…"}))
        .expect(201);
    let keys = at(&format!("/actors/{}/keys", id(&denis.entered)));
    assert_eq!(denis.with(first).get(&keys).problem(403), "insufficient_scope", "it is for reading and writing");
    denis.later(15 * MINUTE - 1);
    assert!(denis.works(first));
    denis.later(1);
    assert!(!denis.works(first));
    let second = denis.renew(&first["renewal"]).expect(200);
    assert_eq!((&second["id"], &second["expires_at"]), (&first["id"], &json!("2026-06-03T17:15:00.000Z")));
    assert!(denis.works(&second) && !denis.works(first));
    let secret = denis.story.server.caller(text(&second["renewal"]));
    assert_eq!(secret.get(&at("")).problem(401), "invalid_credentials", "a renewal secret is no token");
}

#[test]
fn a_session_goes_on_while_it_is_renewed_and_ends_when_it_is_not() {
    let denis = Denis::enters();
    let mut session = denis.entered["session"].clone();
    for _ in 0..3 {
        denis.later(89 * DAY);
        session = denis.renew(&session["renewal"]).expect(200);
    }
    denis.later(90 * DAY);
    assert_eq!(denis.renew(&session["renewal"]).problem(401), "session_not_valid");
    assert!(!denis.works(&session));
}

#[test]
fn an_answer_that_was_lost_is_given_again_for_a_minute() {
    let denis = Denis::enters();
    let first = &denis.entered["session"]["renewal"];
    let lost = denis.renew(first).expect(200);
    let events = || denis.keys().len();
    let before = events();
    denis.later(MINUTE - 1);
    let again = denis.renew(first).expect(200);
    assert_eq!(again["renewal"], lost["renewal"], "two who ask at once go on with the same one");
    assert_ne!(again["token"], lost["token"]);
    assert!(denis.works(&lost) && denis.works(&again));
    assert_eq!(events(), before);
    denis.renew(&again["renewal"]).expect(200);
}

#[test]
fn a_renewal_secret_that_is_used_again_ends_the_session() {
    for wait in [MINUTE, DAY] {
        let denis = Denis::enters();
        let first = &denis.entered["session"]["renewal"];
        let second = denis.renew(first).expect(200);
        denis.later(wait);
        assert_eq!(denis.renew(first).problem(401), "session_not_valid");
        assert!(!denis.works(&second), "nobody knows who of the two is the thief");
        assert_eq!(denis.renew(&second["renewal"]).problem(401), "session_not_valid");
        assert!(denis.keys()[0]["revoked_at"].is_string());
    }
    // Also within the minute, when the one before the last is used.
    let denis = Denis::enters();
    let first = &denis.entered["session"]["renewal"];
    let third = denis.renew(&denis.renew(first).expect(200)["renewal"]).expect(200);
    assert_eq!(denis.renew(first).problem(401), "session_not_valid");
    assert!(!denis.works(&third));
}

#[test]
fn many_who_renew_at_once_go_on_with_one_secret() {
    let denis = Denis::enters();
    let renewal = &denis.entered["session"]["renewal"];
    let renewed: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(|| denis.renew(renewal).expect(200))).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(renewed.iter().all(|session| session["renewal"] == renewed[0]["renewal"] && denis.works(session)));
    denis.renew(&renewed[0]["renewal"]).expect(200);
}

#[test]
fn a_session_ends_when_it_is_told_to() {
    let denis = Denis::enters();
    let session = &denis.entered["session"];
    let current = at("/sessions/current");
    assert_eq!(denis.story.bilal.client.delete(&current).problem(403), "forbidden", "a key is no session");
    assert_eq!(denis.story.stranger().delete(&current).problem(404), "not_found");
    denis.with(session).delete(&current).expect(204);
    assert!(!denis.works(session));
    assert_eq!(denis.renew(&session["renewal"]).problem(401), "session_not_valid");
    assert_eq!(denis.with(session).delete(&current).problem(401), "invalid_credentials");
}

#[test]
fn whoever_left_ends_their_session_and_a_steward_ends_that_of_others() {
    let denis = Denis::enters();
    let session = &denis.entered["session"];
    denis.with(session).post(&at(&format!("/actors/{}/departure", id(&denis.entered))), &json!({})).expect(200);
    denis.with(session).delete(&at("/sessions/current")).expect(204);
    let other = Denis::enters();
    let key = &other.keys()[0];
    assert_eq!((&key["session"], &key["id"]), (&json!(true), &other.entered["session"]["id"]));
    let keys = at(&format!("/actors/{}/keys/{}", id(&other.entered), id(key)));
    other.story.anne.client.delete(&keys).expect(204);
    assert!(!other.works(&other.entered["session"]));
}

#[test]
fn what_was_not_given_out_is_no_token() {
    let denis = Denis::enters();
    let session = &denis.entered["session"];
    for part in ["token", "renewal"] {
        let secret = text(&session[part]);
        for at_char in (9..secret.len()).step_by(7) {
            let other = if secret.as_bytes()[at_char] == b'0' { "1" } else { "0" };
            let mut forged = secret.to_owned();
            forged.replace_range(at_char..=at_char, other);
            let reply = match part {
                "token" => denis.story.server.caller(&forged).get(&at("/actors")),
                _ => denis.renew(&json!(forged)),
            };
            assert_eq!(reply.status, 401, "{part} changed at {at_char}");
        }
    }
    for nonsense in ["", "tresse_r_", "tresse_t_", "tresse_r_zz", "é"] {
        assert_eq!(denis.renew(&json!(nonsense)).problem(401), "session_not_valid");
    }
    assert!(denis.works(session), "and a forged secret revokes nothing");
    denis.story.server.found("plaine", "public");
    let elsewhere = denis.story.stranger();
    let elsewhere = elsewhere.post("/v1/networks/plaine/sessions/renewal", &json!({"renewal": session["renewal"]}));
    assert_eq!(elsewhere.problem(401), "session_not_valid");
    denis.renew(&session["renewal"]).expect(200);
}

#[test]
fn a_session_outlives_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let story = Story::begin_on(dir.path());
    let issued = story.anne.client.post(&at("/invitations"), &json!({})).expect(201);
    let code = json!({"code": issued["items"][0]["code"]});
    let entered = story.stranger().post(&at("/invitations/acceptance"), &code).expect(201);
    let renewed = |server: &TestServer, renewal: &Value| {
        server.caller("").post(&at("/sessions/renewal"), &json!({"renewal": renewal})).expect(200)
    };
    let session = renewed(&story.server, &entered["session"]["renewal"]);
    story.server.stop();
    let server = TestServer::start_on(dir.path(), &Setting::default());
    server.caller(text(&session["token"])).get(&at("/actors")).expect(200);
    assert_eq!(renewed(&server, &entered["session"]["renewal"])["renewal"], session["renewal"]);
    renewed(&server, &session["renewal"]);
}
