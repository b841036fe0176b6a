//! Needs and offers: their life, who reads them, and what becomes of them when somebody leaves.

use serde_json::{Value, json};
use testkit::{Client, Reply};

use crate::audiences;
use crate::story::{Story, at, id, misfit};
use crate::vocabulary;

const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// Everything that can happen to a need or an offer, and every text that was typed for it.
pub fn happen(story: &Story) -> Vec<&'static str> {
    let bilal = &story.bilal.client;
    let offer = json!({
        "side": "offer", "what": "equipment", "title": "Une remorque", "body": "Pour les encombrants.",
        "territory": "FR-38185"
    });
    let offer = of(&id(&bilal.post(&at("/exchanges"), &offer).expect(201)));
    let revised = json!({"what": "equipment", "title": "Deux remorques", "body": "Une grande, une petite."});
    bilal.put(&(offer.clone() + "/declaration"), &revised).expect(200);
    bilal.post(&(offer + "/withdrawal"), &json!({})).expect(200);
    vec!["Une remorque", "Pour les encombrants.", "Deux remorques", "Une grande, une petite."]
}

/// A request for every refusal about needs and offers that one reaches.
pub fn refusals(story: &Story) -> Vec<(&'static str, Reply)> {
    let bilal = &story.bilal.client;
    let withdrawn = of(&declare(story, &json!({"side": "need", "what": "place", "title": "Une salle"})));
    bilal.post(&(withdrawn.clone() + "/withdrawal"), &json!({})).expect(200);
    vec![
        ("unknown_exchange", bilal.post(&(of(NOBODY) + "/withdrawal"), &json!({}))),
        ("unknown_exchange", bilal.put(&(of(NOBODY) + "/declaration"), &json!({"what": "time", "title": "x"}))),
        ("unknown_exchange", bilal.get(&of(NOBODY))),
        ("exchange_withdrawn", bilal.post(&(withdrawn + "/withdrawal"), &json!({}))),
    ]
}

fn of(exchange: &str) -> String {
    at(&format!("/exchanges/{exchange}"))
}

/// What Bilal needs or offers.
fn declare(story: &Story, new: &Value) -> String {
    id(&story.bilal.client.post(&at("/exchanges"), new).expect(201))
}

fn listed(client: &Client, query: &str) -> Vec<String> {
    client.get(&at(&format!("/exchanges{query}"))).expect(200)["items"].as_array().unwrap().iter().map(id).collect()
}

#[test]
fn a_need_or_an_offer_is_declared_revised_and_withdrawn() {
    let story = Story::begin();
    let bilal = &story.bilal.client;
    let bikes = vocabulary::define(&story, "/tags", "vélo");
    let young = audiences::define(&story, "Les jeunes", None);
    let new = json!({
        "side": "offer", "what": "equipment", "title": "Deux vélos", "body": "À prêter.", "tags": [bikes],
        "audience": young, "territory": "FR-38185"
    });
    let offer = declare(&story, &new);
    let declared = story.head();
    let shown = bilal.get(&of(&offer)).expect(200);
    for (field, value) in new.as_object().unwrap() {
        assert_eq!(&shown[field], value, "{field}");
    }
    assert_eq!((&shown["actor"], &shown["version"]), (&json!(story.bilal.id), &json!(1)));
    assert_eq!(shown["allowed_actions"], json!(["reviseExchange", "withdrawExchange"]));
    assert_eq!(story.chloe.client.get(&of(&offer)).expect(200).get("allowed_actions"), None);

    let text = json!({"what": "time", "title": "Une heure de réparation"});
    let revise = |client: &Client| client.put(&(of(&offer) + "/declaration"), &text);
    assert_eq!(revise(&story.chloe.client).problem(403), "forbidden");
    let revised = revise(bilal).expect(200)["resource"].clone();
    assert_eq!((&revised["what"], &revised["title"]), (&json!("time"), &text["title"]));
    assert_eq!((&revised["side"], &revised["tags"]), (&json!("offer"), &json!([])), "an offer stays one");
    for gone in ["body", "audience", "territory"] {
        assert_eq!(revised.get(gone), None, "{gone} is replaced too");
    }
    let stale = bilal.seeing(1).put(&(of(&offer) + "/declaration"), &text);
    assert_eq!(stale.problem(412), "stale_version");
    let then = bilal.get(&format!("{}?as_of={declared}", of(&offer))).expect(200);
    assert_eq!(then["title"], "Deux vélos");

    let before = story.head();
    bilal.post(&(of(&offer) + "/withdrawal"), &json!({})).expect(200);
    assert!(bilal.get(&of(&offer)).expect(200)["withdrawn_at"].is_string());
    assert_eq!(listed(bilal, ""), Vec::<String>::new());
    assert_eq!(listed(bilal, "?withdrawn=true"), std::slice::from_ref(&offer));
    assert_eq!(listed(bilal, &format!("?as_of={before}")), [offer]);
}

#[test]
fn its_texts_are_for_members_and_its_facts_for_everyone() {
    let story = Story::begin();
    let offer = declare(&story, &json!({"side": "offer", "what": "skill", "title": "Souder", "body": "Le samedi."}));
    for outsider in [story.stranger(), story.server.operator()] {
        let shown = outsider.get(&of(&offer)).expect(200);
        assert_eq!((&shown["side"], &shown["actor"]), (&json!("offer"), &json!(story.bilal.id)));
        assert_eq!((shown.get("title"), shown.get("body")), (None, None));
        let list = outsider.get(&at("/exchanges?expand=texts")).expect(200);
        assert_eq!(list["items"][0].get("title"), None);
        let event = outsider.get(&at(&format!("/events/{}?expand=texts", story.head() - 1))).expect(200);
        assert_eq!((&event["event"]["type"], event.get("texts")), (&json!("exchange.declared"), None));
    }
    let member = &story.chloe.client;
    assert_eq!(member.get(&of(&offer)).expect(200)["title"], "Souder");
    let item = |query: &str| member.get(&at(&format!("/exchanges{query}"))).expect(200)["items"][0].clone();
    assert_eq!((item("").get("title"), item("?expand=texts")["body"].clone()), (None, json!("Le samedi.")));
    let event = member.get(&at(&format!("/events/{}?expand=texts", story.head() - 1))).expect(200);
    assert_eq!(event["texts"], json!({"/title": "Souder", "/body": "Le samedi."}));
}

#[test]
fn lists_are_filtered_and_walked() {
    let story = Story::begin();
    let (bikes, wood) = (vocabulary::define(&story, "/tags", "vélo"), vocabulary::define(&story, "/tags", "bois"));
    let young = audiences::define(&story, "Les jeunes", None);
    let new =
        |side: &str, what: &str, tags: &[&String]| json!({"side": side, "what": what, "title": "…", "tags": tags});
    let lends = declare(&story, &new("offer", "equipment", &[&bikes, &wood]));
    let needs = declare(&story, &new("need", "place", &[&bikes]));
    let mut for_young = new("offer", "skill", &[]);
    for_young["audience"] = json!(young);
    let teaches = id(&story.chloe.client.post(&at("/exchanges"), &for_young).expect(201));
    let stranger = story.stranger();
    for (query, expected) in [
        (String::new(), vec![&lends, &needs, &teaches]),
        ("?side=offer".to_owned(), vec![&lends, &teaches]),
        ("?side=need".to_owned(), vec![&needs]),
        ("?what=place".to_owned(), vec![&needs]),
        (format!("?tag={bikes}"), vec![&lends, &needs]),
        (format!("?tag={bikes}&side=need"), vec![&needs]),
        (format!("?tag={wood}"), vec![&lends]),
        (format!("?audience={young}"), vec![&teaches]),
        (format!("?actor={}", story.bilal.id), vec![&lends, &needs]),
        (format!("?tag={NOBODY}"), vec![]),
        ("?limit=2".to_owned(), vec![&lends, &needs]),
        (format!("?after={needs}"), vec![&teaches]),
    ] {
        assert_eq!(listed(&stranger, &query).iter().collect::<Vec<_>>(), expected, "{query}");
    }
    assert_eq!(misfit(&stranger.get(&at("/exchanges?side=both")), 422).0, "side");
    assert_eq!(misfit(&stranger.get(&at("/exchanges?withdrawn=perhaps")), 422).0, "withdrawn");
}

#[test]
fn whoever_represents_an_organisation_declares_for_it() {
    let story = Story::begin();
    let (anne, bilal) = (&story.anne.client, &story.bilal);
    let maison = json!({"kind": "organisation", "profile": {"name": "La Maison"}});
    let maison = id(&anne.post(&at("/actors"), &maison).expect(201));
    anne.put(&at(&format!("/actors/{}/representations/{maison}", bilal.id)), &json!({})).expect(200);
    let hall = json!({"side": "offer", "what": "place", "title": "La grande salle"});
    let hall = id(&bilal.client.post(&at(&format!("/exchanges?on_behalf_of={maison}")), &hall).expect(201));
    let text = json!({"what": "place", "title": "La grande salle, le soir"});
    let path = of(&hall) + "/declaration";
    let revised = bilal.client.put(&path, &text).expect(200)["resource"].clone();
    assert_eq!((&revised["actor"], &revised["title"]), (&json!(maison), &text["title"]));
    let event = bilal.client.get(&at(&format!("/events/{}?expand=texts", story.head() - 1))).expect(200);
    assert_eq!(event["event"]["for"], format!("actor:{maison}"));
    assert_eq!(event["texts"]["/title"], text["title"], "it is sealed under the organisation's key");
    let entered = anne.put(&format!("{path}?on_behalf_of={}&evidence=paper", bilal.id), &text);
    assert_eq!(entered.problem(403), "forbidden", "it is the organisation's text, not Bilal's");
    let entered = anne.put(&format!("{path}?on_behalf_of={maison}&evidence=paper"), &text).expect(200);
    assert_eq!(entered["resource"]["title"], text["title"]);
}

#[test]
fn what_somebody_needs_and_offers_ends_when_they_leave() {
    let story = Story::begin();
    let offer = declare(&story, &json!({"side": "offer", "what": "time", "title": "Une heure"}));
    let before = story.head();
    story.bilal.client.post(&at(&format!("/actors/{}/departure", story.bilal.id)), &json!({})).expect(200);
    let member = &story.chloe.client;
    assert_eq!(listed(member, ""), Vec::<String>::new());
    assert_eq!(listed(member, "?withdrawn=true"), std::slice::from_ref(&offer));
    let shown = member.get(&of(&offer)).expect(200);
    let left = member.get(&at(&format!("/actors/{}", story.bilal.id))).expect(200);
    assert_eq!((&shown["withdrawn_at"], &shown["version"]), (&left["left_at"], &json!(1)));
    assert_eq!(listed(member, &format!("?as_of={before}")), std::slice::from_ref(&offer));
    let back = at(&format!("/actors/{}/reactivation", story.bilal.id));
    story.anne.client.post(&back, &json!({})).expect(200);
    assert_eq!(listed(member, ""), Vec::<String>::new(), "who comes back declares anew");
    assert_eq!(story.bilal.client.post(&(of(&offer) + "/withdrawal"), &json!({})).problem(409), "exchange_withdrawn");
}

#[test]
fn the_texts_of_whoever_is_erased_are_gone_and_the_facts_stay() {
    let story = Story::begin();
    let offer = declare(&story, &json!({"side": "offer", "what": "skill", "title": "Souder", "body": "Le samedi."}));
    let before = story.head();
    let data = at(&format!("/actors/{}/personal-data", story.bilal.id));
    story.bilal.client.send("DELETE", &data, br#"{"reason": "own_request"}"#).expect(200);
    for query in [String::new(), format!("?as_of={before}")] {
        let shown = story.chloe.client.get(&(of(&offer) + &query)).expect(200);
        assert_eq!((&shown["title"], &shown["body"]), (&json!("[erased]"), &json!("[erased]")));
        assert_eq!((&shown["side"], shown.get("withdrawn_at").is_some()), (&json!("offer"), query.is_empty()));
    }
    assert_eq!(listed(&story.chloe.client, ""), Vec::<String>::new());
}
