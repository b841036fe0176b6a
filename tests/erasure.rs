//! A person's rights over their data: to read all that is held of them, and to have it erased.

use std::path::Path;
use std::sync::Arc;

use app::edge::ToldClock;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use testkit::{Member, Setting, TestServer};

use crate::story::{Story, at, id, of};

const NEEDLES: [&str; 5] =
    ["Bilal Haddad-Nguyen", "bilal.nguyen@example.org", "Apiculteur", "hirondelles", "martinets"];

/// Bilal with a profile, a revised proposal, a vote and a support.
fn active(story: &Story) -> String {
    let bilal = &story.bilal;
    let profile = json!({"name": NEEDLES[0], "contact": NEEDLES[1], "about": NEEDLES[2]});
    bilal.client.seeing(2).put(&at(&format!("/actors/{}/profile", bilal.id)), &profile).expect(200);
    let proposal = story.proposal("Des nids", "Pour les hirondelles.");
    let revised = json!({"title": "Des nids", "body": "Pour les martinets."});
    bilal.client.put(&(of(&proposal) + "/text"), &revised).expect(200);
    let statement = story.statement(&story.question("Comment venir ?"), "Il faut un bus.");
    story.vote(bilal, &statement, "agree").expect(200);
    bilal.client.put(&(of(&proposal) + "/support"), &json!({})).expect(200);
    proposal
}

fn data(of: &Member) -> String {
    at(&format!("/actors/{}/personal-data", of.id))
}

fn erase(story: &Story, whom: &Member) {
    story.anne.client.send("DELETE", &data(whom), br#"{"reason": "request"}"#).expect(200);
}

/// Whether bytes occur in any file of a directory.
fn occurs(dir: &Path, needle: &[u8]) -> bool {
    std::fs::read_dir(dir).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        if path.is_dir() {
            return occurs(&path, needle);
        }
        let bytes = std::fs::read(&path).unwrap_or_default();
        bytes.windows(needle.len()).any(|window| window == needle)
    })
}

#[test]
fn a_person_reads_all_that_is_held_of_them_and_can_prove_their_texts() {
    let story = Story::begin();
    active(&story);
    let bilal = &story.bilal;
    let mut items = Vec::new();
    let mut path = data(bilal) + "?limit=2";
    loop {
        let page = bilal.client.get(&path).expect(200);
        items.extend(page["items"].as_array().unwrap().clone());
        let Some(next) = page["next"].as_str() else { break };
        path = format!("{}?limit=2&after={next}", data(bilal));
    }
    let types: Vec<_> = items.iter().map(|item| item["event"]["type"].as_str().unwrap()).collect();
    assert_eq!(
        types,
        [
            "actor.joined",
            "actor.profile_revised",
            "actor.profile_revised",
            "contribution.submitted",
            "contribution.revised",
            "contribution.submitted",
            "statement_vote.cast",
            "contribution.supported"
        ]
    );
    let all = Value::from(items.clone()).to_string();
    assert!(NEEDLES.iter().all(|needle| all.contains(needle)), "{all}");
    // Whoever is given a text with its salt can check it against the history alone.
    let network = story.stranger().get(&at("")).expect(200);
    let origin = network["origin"].as_str().unwrap().parse().unwrap();
    let (mut checked, event) = (0, |item: &Value| item["event"]["id"].as_str().unwrap().parse().unwrap());
    for item in &items {
        for text in item["texts"].as_array().unwrap() {
            let pointer = text["pointer"].as_str().unwrap();
            let known = *domain::class::Pointer::ALL.iter().find(|known| known.as_str() == pointer).unwrap();
            let salt = URL_SAFE_NO_PAD.decode(text["salt"].as_str().unwrap()).unwrap().try_into().unwrap();
            let opened = vault::Opened { text: text["text"].as_str().unwrap().to_owned(), salt };
            let commitment = serde_json::from_value(item["event"]["data"].pointer(pointer).unwrap().clone()).unwrap();
            assert!(vault::verify_commitment(&commitment, &origin, event(item), known, &opened), "{item}");
            checked += 1;
        }
    }
    assert_eq!(checked, 9);
    assert_eq!(story.anne.client.get(&data(bilal)).problem(403), "forbidden", "for the person alone");
}

#[test]
fn who_left_may_still_read_and_erase_their_data_also_of_a_members_network() {
    for visibility in ["public", "members"] {
        let story = Story::with(TestServer::start(), visibility);
        active(&story);
        let bilal = &story.bilal;
        bilal.client.post(&at(&format!("/actors/{}/departure", bilal.id)), &json!({})).expect(200);
        assert!(bilal.client.get(&data(bilal)).expect(200).to_string().contains(NEEDLES[0]));
        let own = bilal.client.send("DELETE", &data(bilal), br#"{"reason": "own_request"}"#);
        assert!(own.expect(200)["resource"]["erased_at"].is_string());
        assert_eq!(bilal.client.get(&data(bilal)).problem(401), "invalid_credentials", "their keys are revoked");
    }
}

#[test]
fn what_was_erased_is_gone_from_every_moment_and_the_history_stays_as_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let story = Story::begin_on(dir.path());
    let proposal = active(&story);
    let (chloe, head) = (&story.chloe.client, story.head());
    let network = story.server.catalogue.loaded(story.server.catalogue.server().network("vallee").unwrap()).unwrap();
    let contact = network.vault().blind_index("contact", NEEDLES[1]);
    assert!(occurs(dir.path(), &contact), "the address is found again by its blind index");
    drop(network);
    let export = |reply: testkit::Reply| String::from_utf8(reply.body).unwrap();
    let ndjson = story.stranger().with("accept", "application/x-ndjson");
    let before = export(ndjson.get(&at(&format!("/events?as_of={head}"))));
    erase(&story, &story.bilal);
    let after = export(ndjson.get(&at("/events")));
    assert!(
        after.starts_with(&before) && after[before.len()..].lines().count() == 1,
        "one event more, and no other byte"
    );
    let profile = at(&format!("/actors/{}", story.bilal.id));
    for moment in [String::new(), format!("?as_of={head}"), format!("?as_of={}", head - 3)] {
        let read = chloe.get(&(of(&proposal) + &moment)).expect(200);
        assert_eq!((&read["title"], &read["body"]), (&json!("[erased]"), &json!("[erased]")));
        assert_eq!(chloe.get(&(profile.clone() + &moment)).expect(200)["name"], "[erased]");
        let versions = chloe.get(&format!("{}/versions{moment}", of(&proposal))).expect(200).to_string();
        assert!(!NEEDLES.iter().any(|needle| versions.contains(needle)), "{versions}");
    }
    let history = chloe.get(&at("/events?limit=100&expand=texts")).expect(200).to_string();
    assert!(!NEEDLES.iter().any(|needle| history.contains(needle)), "{history}");
    let counted = chloe.get(&of(&proposal)).expect(200);
    assert_eq!(counted["supports"], 1, "figures stay");
    // Nothing in any file finds the person again, and their address is free.
    assert!(!occurs(dir.path(), &contact));
    assert!(NEEDLES.iter().all(|needle| !occurs(dir.path(), needle.as_bytes())));
    let profile = json!({"name": "Une autre", "contact": NEEDLES[1]});
    chloe.seeing(2).put(&at(&format!("/actors/{}/profile", story.chloe.id)), &profile).expect(200);
    // It is so after a restart too.
    story.server.stop();
    let server = TestServer::start_on(dir.path(), &Setting::default());
    let read = server.caller("").get(&of(&proposal)).expect(200);
    assert_eq!((&read["title"], &read["supports"]), (&json!("[erased]"), &json!(1)));
}

#[test]
fn an_erased_person_is_erased_once_and_nobody_is_them_again() {
    let story = Story::begin();
    erase(&story, &story.bilal);
    let head = story.head();
    erase(&story, &story.bilal);
    assert_eq!(story.head(), head, "a second time has no effect");
    let role = at(&format!("/actors/{}/roles/tutor", story.bilal.id));
    assert_eq!(story.anne.client.put(&role, &json!({})).problem(409), "actor_left");
    let last = story.anne.client.send("DELETE", &data(&story.anne), br#"{"reason": "own_request"}"#);
    assert_eq!(last.problem(409), "last_steward");
    let maison = id(&story.anne.client.post(&at("/actors"), &json!({"kind": "organisation"})).expect(201));
    let organisation = at(&format!("/actors/{maison}/personal-data"));
    let reply = story.anne.client.send("DELETE", &organisation, br#"{"reason": "request"}"#);
    assert_eq!(reply.problem(409), "not_a_person");
}

#[test]
fn the_data_of_who_left_is_erased_when_the_network_has_kept_it_long_enough() {
    let temporary = tempfile::tempdir().unwrap();
    let day = 24 * 3_600_000;
    let at_day = |n: i64| domain::ids::Stamp::from_millis(1_767_225_600_000 + n * day).unwrap();
    let clock = Arc::new(ToldClock::new(at_day(0)));
    let setting = Setting { clock: clock.clone(), ..Setting::default() };
    let story = Story::with(TestServer::start_on(temporary.path(), &setting), "public");
    let proposal = active(&story);
    let short = story.anne.client.patch(&at(""), &json!({"retention_days": 7}));
    assert_eq!(short.problem(422), "retention_too_short");
    story.anne.client.patch(&at(""), &json!({"retention_days": 30})).expect(200);
    clock.tell(at_day(1));
    story.bilal.client.post(&at(&format!("/actors/{}/departure", story.bilal.id)), &json!({})).expect(200);
    clock.tell(at_day(30));
    let body = || story.chloe.client.get(&of(&proposal)).expect(200)["body"].clone();
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert_eq!(body(), "Pour les martinets.", "not a day too early");
    clock.tell(at_day(31));
    let until = std::time::Instant::now() + std::time::Duration::from_secs(20);
    while body() != "[erased]" {
        assert!(std::time::Instant::now() < until, "it is erased by itself");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let last = story.anne.client.get(&at(&format!("/events/{}", story.head() - 1))).expect(200);
    assert_eq!((&last["event"]["by"], &last["event"]["data"]["reason"]), (&json!("system"), &json!("retention")));
}
