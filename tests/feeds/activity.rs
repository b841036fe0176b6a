//! What happened, newest first: the same as the history tells, in sentences for the one who asks.

use serde_json::{Value, json};
use testkit::{Client, TestServer};

use super::{eventful, lines, themes};
use crate::story::{SLUG, Story, at, header, of};
use crate::vocabulary;

/// All pages of the activity.
fn walk(client: &Client, query: &str) -> Vec<Value> {
    let (mut items, mut after) = (Vec::new(), String::new());
    loop {
        let page = client.get(&at(&format!("/activity?{query}{after}"))).expect(200);
        items.extend(page["items"].as_array().unwrap().iter().cloned());
        let Some(next) = page.get("next") else { return items };
        after = format!("&after={}", next.as_str().unwrap());
    }
}

fn positions(items: &[Value]) -> Vec<u64> {
    items.iter().map(|item| item["position"].as_u64().unwrap()).collect()
}

/// The positions of the signed events of the history that fit, newest first.
fn told(story: &Story, fits: impl Fn(&Value) -> bool) -> Vec<u64> {
    let scoped = ["contribution.supported", "contribution.unsupported", "statement_vote.cast"];
    let events = lines(&story.anne.client, "/events").into_iter().rev();
    let signed = events.filter(|event| !scoped.contains(&event["event"]["type"].as_str().unwrap()));
    signed.filter(|event| fits(&event["event"])).map(|event| event["position"].as_u64().unwrap()).collect()
}

fn concerns(event: &Value, object: &str) -> bool {
    event["objects"].as_array().unwrap().iter().any(|known| known == object)
}

/// Each filter, and the positions that it lets pass.
fn filters(story: &Story) -> Vec<(String, Vec<u64>)> {
    let submitted = lines(&story.anne.client, "/events?type=contribution.submitted");
    let of_theme = |theme: &str| -> Vec<_> {
        let of = submitted.iter().filter(|event| event["event"]["data"]["theme"] == theme);
        of.map(|event| event["event"]["objects"][0].as_str().unwrap().to_owned()).collect()
    };
    let themes = themes(&story.anne.client);
    let (mut first, mut second) = (of_theme(&themes[0]), of_theme(&themes[1]));
    assert_eq!((first.len(), second.len()), (1, 1));
    first.push(format!("theme:{}", themes[0]));
    second.push(format!("theme:{}", themes[1]));
    let (bilal, chloe) = (format!("actor:{}", story.bilal.id), format!("actor:{}", story.chloe.id));
    let is_by = |event: &Value, actor: &str| event["by"] == actor || concerns(event, actor);
    let is_of = |event: &Value, theme: &[String]| theme.iter().any(|object| concerns(event, object));
    vec![
        (String::new(), told(story, |_| true)),
        (format!("object={}", first[0]), told(story, |event| concerns(event, &first[0]))),
        (format!("object={chloe}"), told(story, |event| concerns(event, &chloe))),
        (format!("actor={}", story.chloe.id), told(story, |event| is_by(event, &chloe))),
        (format!("theme={}", themes[1]), told(story, |event| is_of(event, &second))),
        (
            format!("theme={}&actor={}", themes[0], story.bilal.id),
            told(story, |event| is_of(event, &first) && is_by(event, &bilal)),
        ),
        (
            format!("object={}&actor={}", second[0], story.chloe.id),
            told(story, |event| is_of(event, &second) && is_by(event, &chloe)),
        ),
        (format!("object={}&theme={}", second[0], themes[0]), Vec::new()),
        (format!("theme={}", "01890a5d-ac96-774b-bcce-b302099a0003"), Vec::new()),
    ]
}

#[test]
fn what_happened_is_told_newest_first_by_object_actor_and_theme() {
    let dir = tempfile::tempdir().unwrap();
    let story = Story::begin_on(dir.path());
    eventful(&story);
    let filters = filters(&story);
    let check = |client: &Client| {
        for (query, wanted) in &filters {
            for limit in [1, 3, 100] {
                assert_eq!(positions(&walk(client, &format!("limit={limit}&{query}"))), *wanted, "{query} by {limit}");
            }
        }
    };
    assert!(filters.iter().filter(|(_, wanted)| wanted.len() >= 4).count() >= 5, "{filters:?}");
    check(&story.stranger());
    // What a start reads is listed as what came one by one was.
    let Story { server, .. } = story;
    server.stop();
    let server = TestServer::start_on(dir.path(), &testkit::Setting::default());
    check(&server.caller(""));
}

#[test]
fn the_activity_of_a_moment_is_what_had_happened_until_then() {
    let story = Story::begin();
    eventful(&story);
    let stranger = story.stranger();
    for (query, all) in filters(&story) {
        for head in 0..=story.head() {
            let then: Vec<_> = all.iter().copied().filter(|position| *position < head).collect();
            let page = stranger.get(&at(&format!("/activity?limit=100&as_of={head}&{query}"))).expect(200);
            assert_eq!(positions(page["items"].as_array().unwrap()), then, "{query} as of {head}");
        }
    }
    // A walk that is pinned does not see what comes meanwhile.
    let head = story.head();
    let page = stranger.get(&at(&format!("/activity?limit=2&as_of={head}"))).expect(200);
    story.proposal("Une nouvelle", "Encore.");
    let next = page["next"].as_str().unwrap();
    let rest = stranger.get(&at(&format!("/activity?limit=100&as_of={head}&after={next}"))).expect(200);
    assert_eq!(positions(rest["items"].as_array().unwrap()), told(&story, |_| true)[3..]);
    let before = lines(&stranger, "/events?type=contribution.revised")[0]["position"].as_u64().unwrap();
    let newest = |as_of: u64| {
        let page = stranger.get(&at(&format!("/activity?limit=1&as_of={as_of}"))).expect(200);
        page["items"][0]["summary"].as_str().unwrap().to_owned()
    };
    assert!(newest(before).ends_with("« Un calendrier »"), "{}", newest(before));
    assert!(newest(before + 1).ends_with("« Un calendrier partagé »"), "{}", newest(before + 1));
}

#[test]
fn a_sentence_is_in_the_language_and_with_the_names_of_the_one_who_asks() {
    let story = Story::begin();
    eventful(&story);
    let summaries = |client: &Client, query: &str| -> Vec<String> {
        let items = walk(client, &format!("limit=100{query}"));
        items.iter().map(|item| item["summary"].as_str().unwrap().to_owned()).collect()
    };
    let has = |told: &[String], sentence: &str| told.iter().any(|told| told == sentence);
    let french = summaries(&story.stranger(), "");
    for sentence in [
        "Le réseau a été fondé",
        "La Maison commune a rejoint le réseau",
        "Une personne du réseau représente désormais La Maison commune",
        "Une personne du réseau a reçu le rôle de tuteur",
        "Une personne du réseau a déposé une proposition : « Un calendrier partagé »",
        "Une personne du réseau a déposé un commentaire, à propos de « Un calendrier partagé »",
        "Une personne du réseau a prévu une rencontre : « Nos besoins »",
        "Une personne du réseau a posé une question au réseau : « Comment venir ? »",
    ] {
        assert!(has(&french, sentence), "{sentence} is not in {french:#?}");
    }
    let english = story.stranger().with("accept-language", "en-GB, fr;q=0.5");
    assert!(has(&summaries(&english, ""), "A person of the network submitted a proposal: “Un calendrier partagé”"));
    assert_eq!(summaries(&english, "&lang=fr"), french);
    assert_eq!(header(&english.get(&at("/activity")), "content-language"), "en");
    assert!(has(
        &summaries(&story.chloe.client, ""),
        "Bilal Haddad a déposé une proposition : « Un calendrier partagé »"
    ));
    let personal = ["Anne Berger", "Bilal Haddad", "Chloé Martin"];
    for stranger in [story.stranger(), story.server.operator()] {
        let told = summaries(&stranger, "").join("\n");
        assert!(personal.iter().all(|name| !told.contains(name)), "{told}");
    }
    assert_eq!(story.stranger().get(&at("/activity?lang=de")).problem(422), "invalid_parameter");
}

#[test]
fn the_activity_of_members_is_for_members() {
    let story = Story::with(TestServer::start(), "members");
    eventful(&story);
    for path in ["/activity", "/activity.atom", "/activity?as_of=3"] {
        assert_eq!(story.stranger().get(&at(path)).problem(404), "not_found");
        assert_eq!(story.chloe.client.get(&at(path)).status, 200);
    }
    for malformed in
        ["object=nothing", "object=actor:anne", "actor=anne", "theme=vert", "limit=0", "after=x", "kind=idea"]
    {
        let reply = story.chloe.client.get(&at(&format!("/activity?{malformed}")));
        assert_eq!(reply.problem(422), "invalid_parameter", "{malformed}");
    }
}

#[test]
fn what_is_hidden_or_erased_is_quoted_at_no_moment() {
    let story = Story::begin();
    let (anne, stranger) = (&story.anne.client, story.stranger());
    let hidden = story.proposal("Une injure", "Contre quelqu’un.");
    story.comment(&hidden, "Moi aussi.");
    let erased = story.contribute(&story.chloe, &json!({"kind": "idea", "title": "Un four", "body": "À pain."}));
    let moderator = story.server.join(SLUG, anne, "Modou Sow");
    anne.put(&at(&format!("/actors/{}/roles/moderator", moderator.id)), &json!({})).expect(200);
    let shown = |client: &Client, path: &str| String::from_utf8(client.get(&at(path)).body).unwrap();
    let before = story.head();
    let paths = ["/activity?limit=100".to_owned(), "/activity.atom".to_owned(), format!("/activity?as_of={before}")];
    for path in &paths {
        assert!(["Une injure", "Un four"].iter().all(|title| shown(&stranger, path).contains(title)), "{path}");
    }
    assert!(shown(&moderator.client, &paths[0]).contains("Chloé Martin"));
    let review = json!({"outcome": "hidden", "rationale": "Le message vise une personne.", "rule": "Article 2"});
    moderator.client.post(&(of(&hidden) + "/reviews"), &review).expect(200);
    let own = at(&format!("/actors/{}/personal-data", story.chloe.id));
    story.chloe.client.send("DELETE", &own, br#"{"reason": "own_request"}"#).expect(200);
    for path in &paths {
        for client in [&stranger, &moderator.client, anne] {
            let told = shown(client, path);
            for gone in ["Une injure", "Un four", "Chloé Martin", "[hidden]", "[erased]"] {
                assert!(!told.contains(gone), "{gone} in {told}");
            }
            assert!(told.contains(&hidden) && told.contains(&erased), "that it happened is told");
        }
    }
}

#[test]
fn a_theme_tells_what_happened_to_a_contribution_while_it_was_in_it() {
    let story = Story::begin();
    let themes = ["Se retrouver", "Se nourrir"].map(|label| vocabulary::define(&story, "/themes", label));
    let idea = json!({"kind": "idea", "title": "Un four", "body": "À pain.", "theme": themes[0]});
    let idea = story.contribute(&story.bilal, &idea);
    let then = story.head();
    let moved = story.anne.client.put(&(of(&idea) + "/place"), &json!({"theme": themes[1]})).expect(200);
    story.comment(&idea, "Avec le bus ?");
    let told = |theme: &str, query: &str| -> Vec<String> {
        let items = walk(&story.stranger(), &format!("theme={theme}{query}"));
        let types = items.iter().map(|item| item["type"].as_str().unwrap().to_owned());
        types.filter(|name| name != "theme.defined").collect()
    };
    assert_eq!(moved["resource"]["theme"], themes[1]);
    assert_eq!(told(&themes[0], ""), ["contribution.moved", "contribution.submitted"]);
    assert_eq!(told(&themes[1], ""), ["contribution.submitted", "contribution.moved"]);
    assert_eq!(told(&themes[0], &format!("&as_of={then}")), ["contribution.submitted"]);
    assert_eq!(told(&themes[1], &format!("&as_of={then}")), Vec::<String>::new());
}
