//! People come in with a code: the life of an invitation, what tells nothing to whoever guesses, and the printed sheet.

use std::path::Path;
use std::sync::Arc;

use api::front::limits::Limits;
use app::edge::ToldClock;
use domain::ids::Stamp;
use serde_json::{Value, json};
use testkit::{Client, Reply, Setting, TestServer};

use crate::story::{Story, at, header, id, misfit};

/// The first of some invitations that Anne issues.
fn issue(story: &Story, body: &Value) -> Value {
    story.anne.client.post(&at("/invitations"), body).expect(201)["items"][0].clone()
}

fn accept(by: &Client, body: &Value) -> Reply {
    by.post(&at("/invitations/acceptance"), body)
}

fn code(invitation: &Value) -> &str {
    invitation["code"].as_str().unwrap()
}

fn told(dir: &Path, time: &str) -> (Story, Arc<ToldClock>) {
    let clock = Arc::new(ToldClock::new(time.parse::<Stamp>().unwrap()));
    let setting = Setting { clock: clock.clone(), ..Setting::default() };
    (Story::with(TestServer::start_on(dir, &setting), "members"), clock)
}

/// The state of each invitation, as Anne reads it.
fn states(story: &Story, query: &str) -> Vec<String> {
    let listed = story.anne.client.get(&at(&format!("/invitations{query}"))).expect(200);
    let items = listed["items"].as_array().unwrap().iter();
    items.map(|item| item["state"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_stranger_comes_into_a_members_network_with_a_code() {
    let story = Story::with(TestServer::start(), "members");
    let stranger = story.stranger();
    story.anne.client.patch(&at(""), &json!({"notice": "Ce que deviennent vos données."})).expect(200);
    assert_eq!(stranger.get(&at("/actors")).problem(404), "not_found");
    let invitation = issue(&story, &json!({"roles": ["tutor", "facilitator"]}));
    let head = story.head();
    let typed = code(&invitation).to_lowercase().replace('-', " ");
    let profile = json!({"name": "Denis Roux", "about": "Menuisier", "contact": "denis@example.org"});
    let reply = accept(&stranger, &json!({"code": typed, "profile": profile, "notice_acknowledged": true}));
    let entered = reply.expect(201);
    assert_eq!(header(&reply, "cache-control"), "no-store");
    let denis = story.server.caller(entered["session"]["token"].as_str().unwrap());
    let shown = denis.get(&at(&format!("/actors/{}", id(&entered)))).expect(200);
    assert_eq!(
        (&shown["via"], &shown["name"], &shown["contact"]),
        (&json!("invitation"), &json!("Denis Roux"), &json!("denis@example.org"))
    );
    assert_eq!(shown["notice_acknowledged"], true);
    let roles: Vec<_> = shown["roles"].as_array().unwrap().iter().map(|span| span["role"].clone()).collect();
    assert_eq!(roles, ["tutor", "facilitator"]);
    denis.post(&at("/contributions"), &json!({"kind": "question", "title": "Et après ?"})).expect(201);
    // All of it stands in one frame, told as theirs.
    let network = story.server.catalogue.server().network("vallee").unwrap();
    let network = story.server.catalogue.loaded(network).unwrap();
    let frames = app::network::EventLog::frames(network.log(), head).next().unwrap().unwrap();
    let types: Vec<Value> = frames.events.iter().map(|event| serde_json::from_slice(event).unwrap()).collect();
    let expected = [
        "actor.joined",
        "actor.profile_revised",
        "actor.role_granted",
        "actor.role_granted",
        "actor.notice_acknowledged",
        "invitation.accepted",
    ];
    assert_eq!(types.iter().map(|event| event["type"].clone()).collect::<Vec<_>>(), expected);
    assert!(types.iter().all(|event| event["by"] == format!("actor:{}", id(&entered))));
    assert_eq!(entered["position"], head + 6);
    let listed = &story.anne.client.get(&at("/invitations?state=accepted")).expect(200)["items"][0];
    assert_eq!((&listed["accepted_by"], &listed["roles"]), (&entered["id"], &json!(["tutor", "facilitator"])));
    assert!(listed.get("code").is_none() && listed.get("allowed_actions").is_none());
}

#[test]
fn a_code_that_opens_nothing_is_refused_in_one_way() {
    let dir = tempfile::tempdir().unwrap();
    let (story, clock) = told(dir.path(), "2026-03-05T17:00:00Z");
    let [used, revoked, expired, open] = ["18:00", "18:00", "17:30", "18:00"]
        .map(|time| issue(&story, &json!({"expires_at": format!("2026-03-05T{time}:00Z")})));
    accept(&story.stranger(), &json!({"code": code(&used)})).expect(201);
    story.anne.client.delete(&at(&format!("/invitations/{}", id(&revoked)))).expect(200);
    clock.tell("2026-03-05T17:30:00Z".parse().unwrap());
    assert_eq!(states(&story, ""), ["accepted", "revoked", "expired", "open"]);
    assert_eq!(states(&story, "?as_of=2026-03-05T17:00:00Z"), ["accepted", "revoked", "open", "open"]);
    assert_eq!(states(&story, "?state=open&limit=1"), ["open"]);
    let (head, wrong) = (story.head(), "K7QM-2XVP-9D4T-HW3N");
    let typo = code(&open).replacen(|c: char| c.is_ascii_alphanumeric(), "U", 1);
    let refusals: Vec<_> = [code(&used), code(&revoked), code(&expired), wrong, &typo, "", "sésame"]
        .map(|code| accept(&story.stranger(), &json!({"code": code, "profile": {"name": "Denis Roux"}})))
        .into();
    for refusal in &refusals {
        assert_eq!(refusal.problem(409), "invitation_not_valid");
        assert_eq!(refusal.body, refusals[0].body, "it tells nothing more");
    }
    assert_eq!(story.head(), head);
    accept(&story.stranger(), &json!({"code": code(&open)})).expect(201);
    clock.tell("2026-03-05T19:00:00Z".parse().unwrap());
    story.anne.client.post(&at("/archival"), &json!({})).expect(200);
    let closed = accept(&story.stranger(), &json!({"code": wrong}));
    assert_eq!(closed.problem(409), "invitation_not_valid", "nor whether the network is closed");
}

#[test]
fn of_many_who_come_with_one_code_one_comes_in() {
    let story = Story::begin();
    for _ in 0..5 {
        let (invitation, head) = (issue(&story, &json!({})), story.head());
        let come = |n: usize| {
            let profile = json!({"name": format!("Personne {n}")});
            accept(&story.stranger(), &json!({"code": code(&invitation), "profile": profile}))
        };
        let replies: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..8).map(|n| scope.spawn(move || come(n))).collect();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        let (came, refused): (Vec<_>, Vec<_>) = replies.iter().partition(|reply| reply.status == 201);
        assert_eq!((came.len(), refused.len()), (1, 7));
        assert!(refused.iter().all(|reply| reply.problem(409) == "invitation_not_valid"));
        assert_eq!(story.head(), head + 3, "joined, named, and the invitation accepted");
    }
}

#[test]
fn an_invitation_opens_the_network_to_somebody_who_joined_before() {
    let story = Story::begin();
    let paper = id(&story
        .anne
        .client
        .post(&at("/actors"), &json!({"kind": "person", "profile": {"name": "Léon"}}))
        .expect(201));
    let two = json!({"actor": paper, "count": 2});
    assert_eq!(misfit(&story.anne.client.post(&at("/invitations"), &two), 422).0, "/count");
    let entered =
        accept(&story.stranger(), &json!({"code": code(&issue(&story, &json!({"actor": paper})))})).expect(201);
    assert_eq!(id(&entered), paper, "nobody new has come");
    let leon = story.server.caller(entered["session"]["token"].as_str().unwrap());
    leon.post(&at(&format!("/actors/{paper}/departure")), &json!({})).expect(200);
    assert_eq!(leon.post(&at("/contributions"), &json!({"kind": "idea", "title": "x", "body": "…"})).status, 403);
    let back = issue(&story, &json!({"actor": paper, "roles": ["driver"]}));
    let entered = accept(&story.stranger(), &json!({"code": code(&back)})).expect(201);
    let shown = story.anne.client.get(&at(&format!("/actors/{paper}"))).expect(200);
    assert_eq!((&entered["id"], shown.get("left_at")), (&json!(paper), None));
    assert_eq!(shown["roles"].as_array().unwrap().iter().filter(|span| span["holds"] == true).count(), 1);
    // Whose data was erased does not come back.
    let late = issue(&story, &json!({"actor": paper}));
    let data = at(&format!("/actors/{paper}/personal-data"));
    story.anne.client.send("DELETE", &data, br#"{"reason": "request"}"#).expect(200);
    assert_eq!(accept(&story.stranger(), &json!({"code": code(&late)})).problem(409), "invitation_not_valid");
}

/// Also after a restart: codes are found by what private sections hold, and by nothing else.
#[test]
fn codes_outlive_a_restart_and_a_lost_answer_does_no_harm() {
    let dir = tempfile::tempdir().unwrap();
    let story = Story::begin_on(dir.path());
    let [open, used] = [(), ()].map(|()| issue(&story, &json!({})));
    let acceptance = json!({"code": code(&used), "profile": {"name": "Denis Roux"}});
    let keyed = |client: &Client| accept(&client.with("idempotency-key", "entrée"), &acceptance);
    let first = keyed(&story.stranger()).expect(201);
    let again = keyed(&story.stranger()).expect(201);
    assert_eq!((id(&first), &first["position"]), (id(&again), &again["position"]));
    assert_ne!(first["session"]["token"], again["session"]["token"], "another session: secrets are kept nowhere");
    let other = accept(&story.stranger().with("idempotency-key", "entrée"), &json!({"code": code(&open)}));
    assert_eq!(other.problem(422), "idempotency_key_reused");
    let head = story.head();
    story.server.stop();
    std::fs::remove_dir_all(dir.path().join("index")).unwrap();
    let server = TestServer::start_on(dir.path(), &Setting::default());
    let stranger = server.caller("");
    assert_eq!(id(&keyed(&stranger).expect(201)), id(&first));
    assert_eq!(accept(&stranger, &acceptance).problem(409), "invitation_not_valid");
    for session in [&first, &again] {
        let token = server.caller(session["session"]["token"].as_str().unwrap());
        assert_eq!(token.get(&at("")).expect(200)["position"], head);
    }
    accept(&stranger, &json!({"code": code(&open)})).expect(201);
}

#[test]
fn codes_are_shown_once_and_issued_in_one_frame() {
    let story = Story::begin();
    let (anne, head) = (story.anne.client.with("idempotency-key", "feuille"), story.head());
    let new = json!({"count": 100});
    let issued = anne.post(&at("/invitations"), &new).expect(201);
    let codes: std::collections::BTreeSet<_> =
        issued["items"].as_array().unwrap().iter().map(|item| code(item).to_owned()).collect();
    assert_eq!((codes.len(), issued["position"].as_u64().unwrap()), (100, head + 100));
    assert_eq!(anne.post(&at("/invitations"), &new).problem(409), "already_issued");
    assert_eq!(story.head(), head + 100);
    for count in [0, 101] {
        assert_eq!(misfit(&story.anne.client.post(&at("/invitations"), &json!({"count": count})), 422).0, "/count");
    }
    let page = story.anne.client.get(&at("/invitations?limit=60")).expect(200);
    let next = format!("/invitations?limit=60&after={}", page["next"].as_str().unwrap());
    assert_eq!(story.anne.client.get(&at(&next)).expect(200)["items"].as_array().unwrap().len(), 40);
    let dry = story.anne.client.post(&at("/invitations?dry_run=true"), &json!({}));
    assert_eq!(dry.problem(422), "invalid_parameter", "codes are not tried");
    let twice = story.anne.client.post(&at("/invitations"), &json!({"roles": ["tutor", "tutor"]}));
    assert_eq!(misfit(&twice, 422).0, "/roles");
    let address = story.anne.client.post(&at("/invitations"), &json!({"address": "javascript:alert(1)"}));
    assert_eq!(misfit(&address, 422).0, "/address");
    let long = format!("https://vallee.example/{}", "x".repeat(98));
    let long = story.anne.client.post(&at("/invitations"), &json!({"address": long}));
    assert!(misfit(&long, 422).1.contains("120"), "a card has no more room");
}

#[test]
fn whoever_guesses_is_held_up() {
    let dir = tempfile::tempdir().unwrap();
    let mut setting = Setting::default();
    setting.served.limits = Limits { guesses_per_minute: 10, ..Limits::NONE };
    setting.served.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    let story = Story::with(TestServer::start_on(dir.path(), &setting), "members");
    let invitation = issue(&story, &json!({}));
    let from = |address: &str| story.stranger().with("x-forwarded-for", address);
    let guess = |address: &str| accept(&from(address), &json!({"code": "K7QM-2XVP-9D4T-HW3N"}));
    for _ in 0..10 {
        assert_eq!(guess("198.51.100.1").problem(409), "invitation_not_valid");
    }
    let held = guess("198.51.100.1");
    assert_eq!(held.problem(429), "too_many_requests");
    assert!(header(&held, "retry-after").parse::<u32>().unwrap() >= 1);
    let right = |address: &str| accept(&from(address), &json!({"code": code(&invitation)}));
    assert_eq!(right("198.51.100.1").status, 429, "the right one is not tried either");
    assert_eq!(right("198.51.100.2").status, 201);
}

#[test]
fn the_sheet_is_a_page_to_print_that_is_kept_nowhere() {
    let story = Story::begin();
    story.anne.client.patch(&at(""), &json!({"name": "Réseau <b>du</b> val"})).expect(200);
    let new = json!({"count": 9, "expires_at": "2026-12-31T22:30:00Z", "address": "https://vallee.example/?a&b"});
    let sheet = |language: &str| {
        let client = story.anne.client.with("accept", "text/html").with("accept-language", language);
        client.post(&at("/invitations"), &new)
    };
    for (language, words) in
        [("fr", ["Votre code", "31 décembre 2026, 23:30"]), ("en", ["Your code", "31 December 2026, 23:30"])]
    {
        let reply = sheet(language);
        assert_eq!((reply.status, header(&reply, "content-language")), (201, language));
        assert_eq!(header(&reply, "content-type"), "text/html; charset=utf-8");
        assert_eq!(header(&reply, "cache-control"), "no-store");
        let page = String::from_utf8(reply.body).unwrap();
        for word in words {
            assert!(page.contains(word), "{word}");
        }
        assert!(page.contains("Réseau &lt;b&gt;du&lt;/b&gt; val") && page.contains("https://vallee.example/?a&amp;b"));
        assert_eq!(page.matches("<article>").count(), 9);
        for tag in ["<script", "<link", "src=", "url("] {
            assert!(!page.contains(tag), "{tag} asks somebody else");
        }
        let spoken = page.split("aria-label=\"").nth(1).unwrap().split('"').next().unwrap();
        let typed = spoken.rsplit_once(':').unwrap().1;
        accept(&story.stranger(), &json!({"code": typed})).expect(201);
    }
    let here = story.anne.client.with("accept", "text/html").post(&at("/invitations"), &json!({}));
    let network = format!("http://{}{}", story.server.address(), at(""));
    assert!(String::from_utf8(here.body).unwrap().contains(&network));
}
