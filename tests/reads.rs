//! Reads: validators, moments of the past, waiting, lists and their cursors.

use std::collections::BTreeSet;
use std::thread;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::Client;

use crate::story::{Story, at, header, id, misfit, of};

#[test]
fn an_answer_has_a_validator_that_changes_with_its_content_only() {
    let story = Story::begin();
    let proposal = of(&story.proposal("Un calendrier", "Commun."));
    let get = |client: &Client| client.get(&proposal);
    let (first, again) = (get(&story.stranger()), get(&story.stranger()));
    let tag = header(&first, "etag").to_owned();
    assert!(tag.len() > 10 && tag.starts_with('"'), "a strong validator: {tag}");
    assert_eq!((&tag[..], &first.body), (header(&again, "etag"), &again.body));
    assert_ne!(tag, header(&get(&story.bilal.client), "etag"), "Bilal is told what he may do");
    for given in [tag.clone(), format!("W/{tag}"), format!("\"x\", {tag}"), "*".to_owned()] {
        let unchanged = story.stranger().with("if-none-match", &given).get(&proposal);
        assert_eq!((unchanged.status, unchanged.body.len()), (304, 0), "{given}");
        assert_eq!(header(&unchanged, "etag"), tag);
        assert_eq!(header(&unchanged, "vary"), header(&first, "vary"));
    }
    for vary in ["Authorization", "Accept", "Accept-Language"] {
        assert!(header(&first, "vary").split(", ").any(|name| name == vary), "{vary}");
    }
    story.comment(&proposal[proposal.len() - 36..], "Avec le bus ?");
    let changed = story.stranger().with("if-none-match", &tag).get(&proposal);
    assert_eq!(changed.expect(200)["replies"], 1);
    assert_ne!(header(&changed, "etag"), tag);
    let list = story.stranger().get("/v1/networks");
    assert_eq!(story.stranger().with("if-none-match", header(&list, "etag")).get("/v1/networks").status, 304);
}

#[test]
fn an_answer_tells_the_position_and_the_moment_it_is_of() {
    let story = Story::begin();
    let head = story.head();
    let now = story.stranger().get(&at("/contributions"));
    assert_eq!(header(&now, "tresse-position"), head.to_string());
    let past = story.stranger().get(&at("/contributions?as_of=5"));
    assert_eq!(header(&past, "tresse-position"), "5");
    let founded = story.stranger().get(&at("/events/4")).expect(200)["event"]["recorded_at"].clone();
    assert_eq!(header(&past, "tresse-at"), founded.as_str().unwrap(), "dates count as at the last event that is read");
    let stream = story.stranger().with("accept", "application/x-ndjson").get(&at("/events"));
    assert_eq!(header(&stream, "tresse-position"), head.to_string());
}

#[test]
fn a_read_shows_what_was_there_then() {
    let story = Story::begin();
    let founding = story.stranger().get(&at("?as_of=5")).expect(200);
    assert_eq!((&founding["actors"], &founding["position"]), (&json!(1), &json!(5)));
    let question = story.question("Comment venir ?");
    let statement = story.statement(&question, "Il faut un bus.");
    let before = story.head();
    story.vote(&story.bilal, &statement, "agree").expect(200);
    let voted = story.head();
    story.vote(&story.chloe, &statement, "disagree").expect(200);
    story.vote(&story.bilal, &statement, "pass").expect(200);
    let votes = |query: &str| story.stranger().get(&format!("{}{query}", of(&statement))).expect(200)["votes"].clone();
    assert_eq!(votes(""), json!({"agree": 0, "disagree": 1, "pass": 1}));
    assert_eq!(votes(&format!("?as_of={before}")), json!({"agree": 0, "disagree": 0, "pass": 0}));
    assert_eq!(votes(&format!("?as_of={voted}")), json!({"agree": 1, "disagree": 0, "pass": 0}));
    assert_eq!(votes(&format!("?as_of={}", story.head())), votes(""), "as of the head is now");
    let unknown = story.stranger().get(&format!("{}?as_of={}", of(&statement), before - 1));
    assert_eq!(unknown.problem(404), "unknown_contribution", "it was not there yet");
    assert_eq!(story.stranger().get(&at("?as_of=0")).expect(200), json!({"slug": "vallee", "visibility": "public"}));
}

#[test]
fn a_time_reads_what_was_recorded_by_then() {
    let story = Story::begin();
    story.proposal("Un calendrier", "Commun.");
    let recorded = |position: u64| {
        let event = story.stranger().get(&at(&format!("/events/{position}"))).expect(200);
        event["event"]["recorded_at"].as_str().unwrap().to_owned()
    };
    let (time, before) = (recorded(story.head() - 1), story.head());
    thread::sleep(Duration::from_millis(5));
    story.proposal("Un repas", "Partagé.");
    let at_time = |time: &str| {
        let reply = story.stranger().get(&at(&format!("/contributions?as_of={time}")));
        (reply.expect(200)["items"].as_array().unwrap().len(), header(&reply, "tresse-at").to_owned())
    };
    assert_eq!(at_time(&time), (1, time.clone()), "the event recorded at that very moment is in");
    assert_eq!(at_time(&recorded(before)).0, 2);
    assert_eq!(at_time("2020-01-01T00:00:00Z").0, 0);
    let offset = time.replace('Z', "%2B00:00");
    assert_eq!(at_time(&offset).0, 1, "an offset is a time too");
}

#[test]
fn what_has_not_come_yet_cannot_be_read() {
    let story = Story::begin();
    let head = story.head();
    for query in
        [format!("as_of={}", head + 1), "as_of=18446744073709551615".into(), "as_of=2999-01-01T00:00:00Z".into()]
    {
        let reply = story.stranger().get(&at(&format!("/actors?{query}")));
        assert_eq!(reply.problem(422), "position_past_head", "{query}");
        assert_eq!(misfit(&reply, 422).0, "as_of");
        assert!(reply.json()["detail"].as_str().unwrap().contains(&head.to_string()));
    }
    assert_eq!(misfit(&story.stranger().get(&at("?as_of=18446744073709551616")), 422).0, "as_of");
    assert_eq!(misfit(&story.stranger().get(&at("?as_of=-1")), 422).0, "as_of");
}

#[test]
fn at_least_waits_for_what_is_under_way_and_not_for_ever() {
    let story = Story::begin();
    let head = story.head();
    assert_eq!(story.stranger().get(&at(&format!("?at_least={head}"))).status, 200);
    let stranger = story.stranger();
    let waiting = thread::spawn(move || stranger.get(&at(&format!("?at_least={}", head + 1))));
    thread::sleep(Duration::from_millis(200));
    assert!(!waiting.is_finished(), "it waits");
    story.proposal("Un calendrier", "Commun.");
    let read = waiting.join().unwrap().expect(200);
    assert_eq!(read["contributions"], 1, "it reads what it waited for");
    let began = Instant::now();
    let reply = story.stranger().get(&at(&format!("?at_least={}", head + 100)));
    assert_eq!(reply.problem(503), "not_folded_yet");
    assert_eq!(header(&reply, "retry-after"), "1");
    assert!((4..9).contains(&began.elapsed().as_secs()), "{:?}", began.elapsed());
}

/// All items of a list, page by page; `pin` is added to every request.
fn walk(client: &Client, path: &str, pin: &str, mut between: impl FnMut()) -> Vec<Value> {
    let (mut items, mut after) = (Vec::new(), String::new());
    loop {
        let page = client.get(&format!("{path}{pin}{after}")).expect(200);
        let page_items = page["items"].as_array().unwrap();
        assert!(page_items.len() <= 3 && items.len() < 1_000);
        items.extend(page_items.iter().cloned());
        let Some(next) = page.get("next") else { return items };
        after = format!("&after={}", next.as_str().unwrap());
        between();
    }
}

fn ids(items: &[Value]) -> Vec<String> {
    items.iter().map(id).collect()
}

#[test]
fn cursors_walk_everything_once_in_both_directions_while_others_write() {
    let story = Story::begin();
    let made: Vec<_> = (0..10).map(|n| story.proposal(&format!("Idée {n}"), "…")).collect();
    let pinned = format!("&as_of={}", story.head());
    for pin in [pinned.as_str(), ""] {
        let new = std::cell::RefCell::new(Vec::new());
        let write = || new.borrow_mut().push(story.proposal("Entre-temps", "…"));
        let before: Vec<_> = ids(&walk(&story.stranger(), &at("/contributions?limit=3&sort=created"), "", || ()));
        let up = ids(&walk(&story.stranger(), &at("/contributions?limit=3&sort=created"), pin, write));
        let down = ids(&walk(&story.stranger(), &at("/contributions?limit=3&sort=-created"), pin, write));
        let unique: BTreeSet<_> = up.iter().collect();
        assert_eq!(unique.len(), up.len(), "nothing comes twice");
        if pin.is_empty() {
            assert!(up.starts_with(&before), "whatever was there comes, in order");
            assert!(up.len() > before.len(), "a walk that is not pinned meets what is added ahead of it");
            let mut back: Vec<_> = down.iter().rev().cloned().collect();
            back.truncate(before.len());
            assert_eq!(back, before, "and against it");
        } else {
            assert_eq!((up, down.into_iter().rev().collect()), (made.clone(), made.clone()), "a pinned walk is still");
        }
    }
}

#[test]
fn actors_and_networks_are_walked_too() {
    let story = Story::begin();
    for n in 0..5 {
        story.server.join("vallee", &story.anne.client, &format!("Personne {n}"));
        story.server.found(&format!("reseau-{n}"), "members");
    }
    let all = ids(&walk(&story.stranger(), &at("/actors?limit=3"), "", || ()));
    assert_eq!(all.len(), 8);
    assert_eq!(
        all[..3],
        [story.anne.id.clone(), story.bilal.id.clone(), story.chloe.id.clone()],
        "in order of joining"
    );
    let slugs = walk(&story.stranger(), "/v1/networks?limit=2", "", || ());
    let slugs: Vec<_> = slugs.iter().map(|network| network["slug"].as_str().unwrap()).collect();
    assert_eq!(slugs, ["reseau-0", "reseau-1", "reseau-2", "reseau-3", "reseau-4", "vallee"]);
}

#[test]
fn a_link_leads_to_the_next_page() {
    let story = Story::begin();
    let made: Vec<_> = (0..5).map(|n| story.proposal(&format!("Idée {n}"), "…")).collect();
    let (mut path, mut walked) =
        (at(&format!("/contributions?limit=2&kind=proposal&as_of={}", story.head())), Vec::new());
    loop {
        let page = story.stranger().get(&path);
        walked.extend(ids(page.expect(200)["items"].as_array().unwrap()));
        let next = header(&page, "link").split(", ").find_map(|link| link.strip_suffix(">; rel=\"next\""));
        let Some(next) = next else { break };
        path = next.strip_prefix('<').unwrap().to_owned();
        assert!(path.contains("kind=proposal") && path.contains("as_of=") && path.matches("after=").count() == 1);
    }
    assert_eq!(walked, made);
    assert!(header(&story.stranger().get("/v1/networks?limit=1"), "link").is_empty(), "there is one network");
    assert!(header(&story.stranger().get(&at("/events?limit=1")), "link").contains("/events?limit=1&after=0"));
}

#[test]
fn lists_are_filtered() {
    let story = Story::begin();
    let proposal = story.proposal("Un calendrier", "Commun.");
    let comment = story.comment(&proposal, "Avec le bus ?");
    let question = story.question("Comment venir ?");
    let listed = |query: &str| ids(story.stranger().get(&at(query)).expect(200)["items"].as_array().unwrap());
    assert_eq!(listed("/contributions?kind=comment"), std::slice::from_ref(&comment));
    assert_eq!(listed(&format!("/contributions?parent={proposal}")), std::slice::from_ref(&comment));
    assert_eq!(listed(&format!("/contributions?author={}", story.anne.id)), std::slice::from_ref(&question));
    assert_eq!(listed(&format!("/contributions?author={}&kind=comment", story.bilal.id)), Vec::<String>::new());
    assert_eq!(listed("/contributions?source=polis:nothing"), Vec::<String>::new());
    assert_eq!(listed("/contributions?sort=-created&limit=1"), [question]);
    assert_eq!(listed("/actors?role=steward"), std::slice::from_ref(&story.anne.id));
    assert_eq!(listed("/actors?role=tutor"), Vec::<String>::new());
    let before = story.head();
    story.anne.client.put(&at(&format!("/actors/{}/roles/steward", story.bilal.id)), &json!({})).expect(200);
    assert_eq!(listed("/actors?role=steward"), [story.anne.id.clone(), story.bilal.id.clone()]);
    assert_eq!(listed(&format!("/actors?role=steward&as_of={before}")), std::slice::from_ref(&story.anne.id));
    assert_eq!(listed("/actors?kind=organisation"), Vec::<String>::new());
}

#[test]
fn texts_come_in_lists_when_they_are_asked_for() {
    let story = Story::begin();
    story.proposal("Un calendrier", "Commun.");
    let item = |query: &str| story.stranger().get(&at(query)).expect(200)["items"][0].clone();
    let bare = item("/contributions?limit=1");
    assert!(bare.get("title").is_none() && bare.get("body").is_none());
    let opened = item("/contributions?limit=1&expand=texts");
    assert_eq!((&opened["title"], &opened["body"]), (&json!("Un calendrier"), &json!("Commun.")));
}

#[test]
fn every_version_of_a_text_is_kept() {
    let story = Story::begin();
    let proposal = story.proposal("Un calendrier", "Commun.");
    let first = story.head();
    let revised = json!({"title": "Un calendrier", "body": "Par quartier."});
    story.bilal.client.put(&(of(&proposal) + "/text"), &revised).expect(200);
    let versions = story.stranger().get(&(of(&proposal) + "/versions")).expect(200);
    let bodies: Vec<_> = versions["items"].as_array().unwrap().iter().map(|version| &version["body"]).collect();
    assert_eq!(bodies, ["Commun.", "Par quartier."]);
    let then = story.stranger().get(&format!("{}?as_of={first}", of(&proposal))).expect(200);
    assert_eq!((&then["body"], &then["version"]), (&json!("Commun."), &json!(1)));
    let before = story.stranger().get(&format!("{}/versions?as_of={first}", of(&proposal))).expect(200);
    assert_eq!(before["items"].as_array().unwrap().len(), 1);
}

#[test]
fn a_network_says_by_which_rules_it_is_moderated() {
    let story = Story::begin();
    story.anne.client.patch(&at(""), &json!({"policy": "1. On parle des idées.\n2. Sans insulte."})).expect(200);
    assert_eq!(story.stranger().get(&at("")).expect(200)["policy"], "1. On parle des idées.\n2. Sans insulte.");
    assert!(story.stranger().get(&at(&format!("?as_of={}", story.head() - 1))).expect(200).get("policy").is_none());
    story.anne.client.patch(&at(""), &json!({"k": 7})).expect(200);
    assert!(story.stranger().get(&at("")).expect(200).get("policy").is_some(), "what is absent stays");
}
