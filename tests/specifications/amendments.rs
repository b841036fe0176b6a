//! Amendments: proposed by anyone, withdrawn by their authors, accepted or refused by a facilitator or a decision.

use serde_json::{Value, json};

use super::{decide, last, offered, open, require, voting};
use crate::story::{Story, at};

fn amend(story: &Story, requirement: &str, title: &str) -> u64 {
    let amendment = json!({"title": title, "description": "Sur une carte.", "reason": "Les communes sont éloignées."});
    let amended = story.chloe.client.post(&format!("{requirement}/amendments"), &amendment).expect(200);
    amended["resource"]["amendments"].as_array().unwrap().last().unwrap()["number"].as_u64().unwrap()
}

fn allowed(story: &Story, by: &testkit::Member, requirement: &str) -> Value {
    let read = by.client.get(requirement).expect(200);
    assert!(!story.server.address().to_string().is_empty());
    read["amendments"].as_array().unwrap().last().unwrap()["allowed_actions"].clone()
}

#[test]
fn an_accepted_amendment_is_the_next_text_and_the_networks() {
    let story = Story::begin();
    let (anne, path) = (&story.anne.client, open(&story));
    let requirement = require(&story.bilal, &path, "goal", "Voir qui fait quoi", &[]);
    assert_eq!(amend(&story, &requirement, "Voir qui fait quoi, et où"), 1);
    let proposed = story.head();
    assert_eq!(allowed(&story, &story.chloe, &requirement), json!(["withdrawAmendment"]));
    assert_eq!(allowed(&story, &story.anne, &requirement), json!(["acceptAmendment", "refuseAmendment"]));
    assert_eq!(allowed(&story, &story.bilal, &requirement), Value::Null);
    let acceptance = format!("{requirement}/amendments/1/acceptance");
    let reason = json!({"reason": "Tout le monde le demandait."});
    assert_eq!(anne.post(&acceptance, &reason).problem(428), "precondition_required");
    assert_eq!(anne.seeing(1).post(&acceptance, &reason).problem(412), "stale_version");
    assert_eq!(story.chloe.client.seeing(2).post(&acceptance, &reason).problem(403), "forbidden");
    let accepted = anne.seeing(2).post(&acceptance, &reason).expect(200)["resource"].clone();
    assert_eq!((&accepted["title"], &accepted["text"]), (&json!("Voir qui fait quoi, et où"), &json!(2)));
    assert_eq!(accepted["description"], "Sur une carte.");
    let amendment = &accepted["amendments"][0];
    assert_eq!((&amendment["phase"], &amendment["answer"]), (&json!("accepted"), &reason["reason"]));
    let past = story.stranger().get(&format!("{requirement}?as_of={proposed}")).expect(200);
    assert_eq!((&past["title"], &past["amendments"][0]["phase"]), (&json!("Voir qui fait quoi"), &json!("open")));
    let titles: Vec<_> = accepted["texts"].as_array().unwrap().iter().map(|text| &text["title"]).collect();
    assert_eq!(titles, ["Voir qui fait quoi", "Voir qui fait quoi, et où"]);
    // The author's own text dies with its author's key, and what the network made its own stays.
    let data = at(&format!("/actors/{}/personal-data", story.chloe.id));
    story.chloe.client.send("DELETE", &data, br#"{"reason": "own_request"}"#).expect(200);
    let shown = story.stranger().get(&requirement).expect(200);
    assert_eq!((&shown["title"], &shown["description"]), (&accepted["title"], &accepted["description"]));
    assert_eq!(shown["amendments"][0]["title"], "[erased]");
}

#[test]
fn an_amendment_is_withdrawn_refused_or_dies_with_its_author() {
    let story = Story::begin();
    let (anne, path) = (&story.anne.client, open(&story));
    let requirement = require(&story.bilal, &path, "goal", "Voir qui fait quoi", &[]);
    for number in 1..=3 {
        assert_eq!(amend(&story, &requirement, "Autrement"), number);
    }
    let other = story.bilal.client.delete(&format!("{requirement}/amendments/1"));
    assert_eq!(other.problem(403), "forbidden", "it is not his");
    story.chloe.client.delete(&format!("{requirement}/amendments/1")).expect(200);
    let refused = json!({"reason": "Une autre exigence le dit déjà."});
    let answered = anne.post(&format!("{requirement}/amendments/2/refusal"), &refused).expect(200);
    assert_eq!(answered["resource"]["amendments"][1]["answer"], refused["reason"]);
    assert_eq!(answered["resource"]["open_amendments"], 1);
    let data = at(&format!("/actors/{}/personal-data", story.chloe.id));
    story.chloe.client.send("DELETE", &data, br#"{"reason": "own_request"}"#).expect(200);
    let version = super::version_of(&story, &requirement);
    let late = anne.seeing(version).post(&format!("{requirement}/amendments/3/acceptance"), &json!({}));
    assert_eq!(late.problem(409), "amendment_erased");
    assert_eq!(story.stranger().get(&requirement).expect(200)["text"], 1);
}

#[test]
fn a_decision_answers_an_amendment() {
    let story = Story::begin();
    let (anne, path) = (&story.anne.client, open(&story));
    let requirement = require(&story.bilal, &path, "goal", "Voir qui fait quoi", &[]);
    let links = vec![format!("requirement:{}", last(&requirement))];
    for _ in 0..2 {
        amend(&story, &requirement, "Voir qui fait quoi, et où");
    }
    let (passed, failed) = (decide(&story, &links, "yes"), decide(&story, &links, "no"));
    let unlinked = decide(&story, &[], "yes");
    let pending = last(&voting(&story, &links));
    let accept = |decision: &str| {
        let version = super::version_of(&story, &requirement);
        anne.seeing(version).post(&format!("{requirement}/amendments/1/acceptance"), &json!({"decision": decision}))
    };
    assert_eq!(accept(&failed).problem(409), "amendment_decided_otherwise");
    assert_eq!(accept(&unlinked).problem(409), "amendment_decision_not_linked");
    assert_eq!(accept(&pending).problem(409), "amendment_not_decided");
    let accepted = accept(&passed).expect(200)["resource"].clone();
    assert_eq!(accepted["amendments"][0]["decision"], json!(passed));
    let refusal = json!({"reason": "Le vote l’a écarté.", "decision": failed});
    let refused = anne.post(&format!("{requirement}/amendments/2/refusal"), &refusal).expect(200);
    assert_eq!(refused["resource"]["amendments"][1]["decision"], json!(failed));
    // Whoever reads the dossier sees the text that people voted on.
    let dossier = story.stranger().get(&at(&format!("/decisions/{passed}/dossier"))).expect(200);
    let linked = &dossier["origins"]["requirements"][0];
    assert_eq!(linked["decided_on"]["title"], "Voir qui fait quoi");
    assert_eq!((&linked["title"], &linked["text"]), (&json!("Voir qui fait quoi, et où"), &json!(2)));
    let page = story.stranger().with("accept", "text/html").with("accept-language", "fr");
    let page = String::from_utf8(page.get(&at(&format!("/decisions/{passed}/dossier"))).body).unwrap();
    assert!(page.contains("Objectif") && page.contains("Voir qui fait quoi"), "{page}");
}

#[test]
fn provenance_goes_back_through_amendments_splits_and_merges_to_what_people_said() {
    let story = Story::begin();
    let (anne, path) = (&story.anne.client, open(&story));
    let goals = story.stranger().get(&path).expect(200)["goals"].as_str().unwrap().to_owned();
    let idea = json!({"kind": "idea", "parent": goals, "title": "Un annuaire", "body": "De tous les projets."});
    let idea = story.contribute(&story.chloe, &idea);
    let planned = json!({
        "kind": "workshop", "starts_at": "2020-03-05T18:00:00Z", "ends_at": "2020-03-05T20:00:00Z",
        "title": "Nos besoins", "place": "Ici"
    });
    let meeting = crate::story::id(&anne.post(&at("/meetings"), &planned).expect(201));
    anne.put(&at(&format!("/meetings/{meeting}/contributions/{idea}")), &json!({})).expect(200);
    let whole = require(&story.bilal, &path, "goal", "Voir qui fait quoi", &[format!("contribution:{idea}")]);
    amend(&story, &whole, "Voir qui fait quoi, et où");
    anne.seeing(2).post(&format!("{whole}/amendments/1/acceptance"), &json!({})).expect(200);
    let parts = json!({"into": [{"title": "Voir qui fait quoi"}, {"kind": "means", "title": "Une carte"}]});
    let split = anne.post(&format!("{whole}/split"), &parts).expect(200)["resource"].clone();
    assert_eq!((&split["phase"], split["split_into"].as_array().unwrap().len()), (&json!("split"), 2));
    let part = |n: usize| format!("{path}/requirements/{}", split["split_into"][n].as_str().unwrap());
    let other = require(&story.chloe, &path, "goal", "Savoir qui contacter", &[]);
    let merged = anne.post(&format!("{}/merges", part(0)), &json!({"sources": [last(&other)]})).expect(200);
    assert_eq!(merged["resource"]["merged_from"], json!([last(&other)]));
    assert_eq!(story.stranger().get(&other).expect(200)["merged_into"], json!(last(&part(0))));
    let tree = story.stranger().get(&format!("{}/provenance?expand=texts", part(0))).expect(200);
    assert_eq!(tree["object"], format!("requirement:{}", last(&part(0))));
    let from = tree["from"].as_array().unwrap();
    assert_eq!(
        (&from[0]["by"], &from[0]["object"]),
        (&json!("source"), &json!(format!("requirement:{}", last(&whole))))
    );
    assert_eq!((&from[1]["by"], &from[1]["title"]), (&json!("merge"), &json!("Savoir qui contacter")));
    let amendment = &from[0]["amendments"][0];
    assert_eq!((&amendment["author"], &amendment["text"]), (&json!(format!("actor:{}", story.chloe.id)), &json!(2)));
    let source = &from[0]["from"][0];
    assert_eq!((&source["title"], &source["kind"]), (&json!("Un annuaire"), &json!("idea")));
    assert_eq!(source["meetings"], json!([meeting]));
    assert_eq!(source["author"], format!("actor:{}", story.chloe.id));
    let event = source["position"].as_u64().unwrap();
    let event = anne.get(&at(&format!("/events/{event}"))).expect(200)["event"].clone();
    assert_eq!((&event["type"], &event["data"]["contribution"]), (&json!("contribution.submitted"), &json!(idea)));
    let bare = story.stranger().get(&format!("{}/provenance", part(0))).expect(200);
    assert!(bare.get("title").is_none() && bare["from"][0].get("title").is_none(), "texts are opened when asked for");
    assert_eq!(offered(anne, &whole), Vec::<String>::new(), "what was split takes nothing more");
}
