//! The life of cooperations: proposed, accepted by each, started, reviewed, ended.

use serde_json::{Value, json};
use testkit::{Client, Reply};

use crate::story::{Story, at, id};

fn workshop(parties: &[&str]) -> Value {
    json!({"parties": parties, "title": "Un atelier de réparation", "purpose": "Réparer plutôt que jeter."})
}

fn cooperation(id: &str) -> String {
    at(&format!("/cooperations/{id}"))
}

/// Bilal proposes to Chloé.
fn propose(story: &Story) -> String {
    let proposed = story.bilal.client.post(&at("/cooperations"), &workshop(&[&story.bilal.id, &story.chloe.id]));
    cooperation(&id(&proposed.expect(201)))
}

/// A cooperation, for whoever wants any.
pub fn one(story: &Story) -> String {
    propose(story).split('/').next_back().unwrap().to_owned()
}

fn offered(by: &Client, path: &str) -> Vec<String> {
    let read = by.get(path).expect(200);
    let actions = read.get("allowed_actions").and_then(Value::as_array).cloned().unwrap_or_default();
    actions.iter().map(|action| action.as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_cooperation_starts_when_all_have_accepted() {
    let story = Story::begin();
    let (bilal, chloe) = (&story.bilal.client, &story.chloe.client);
    let path = propose(&story);
    let proposed = story.head();
    let shown = story.stranger().get(&path).expect(200);
    assert_eq!((&shown["title"], &shown["proposer"]), (&json!("Un atelier de réparation"), &json!(story.bilal.id)));
    assert!(shown["parties"][0]["accepted_at"].is_string(), "who proposes accepts");
    assert!(shown["parties"][1].get("accepted_at").is_none() && shown["suggested"] == false);
    assert_eq!(offered(bilal, &path), ["declineCooperation"]);
    assert_eq!(offered(chloe, &path), ["acceptCooperation", "declineCooperation"]);
    assert_eq!(offered(&story.anne.client, &path), Vec::<String>::new());
    chloe.post(&format!("{path}/acceptance"), &json!({})).expect(200);
    let accepted = story.head();
    chloe.post(&format!("{path}/acceptance"), &json!({})).expect(200);
    assert_eq!(story.head(), accepted, "to accept twice has no effect");
    assert_eq!(offered(&story.anne.client, &path), ["startCooperation"]);
    chloe.post(&format!("{path}/start"), &json!({})).expect(200);
    for results in ["Vingt objets.", "Cent objets."] {
        bilal.post(&format!("{path}/reviews"), &json!({"results": results})).expect(200);
    }
    let running = story.head();
    let ended = bilal.post(&format!("{path}/end"), &json!({"reason": "C’est devenu une association."})).expect(200);
    let results: Vec<_> =
        ended["resource"]["reviews"].as_array().unwrap().iter().map(|review| &review["results"]).collect();
    assert_eq!(results, ["Vingt objets.", "Cent objets."]);
    assert_eq!(ended["resource"]["reason"], "C’est devenu une association.");
    let phase = |as_of: u64| story.stranger().get(&format!("{path}?as_of={as_of}")).expect(200)["phase"].clone();
    assert_eq!([proposed, accepted, running, story.head()].map(phase), ["proposed", "proposed", "running", "ended"]);
}

#[test]
fn one_who_declines_ends_the_proposal() {
    let story = Story::begin();
    let path = propose(&story);
    let chloe = &story.chloe.client;
    chloe.post(&format!("{path}/acceptance"), &json!({})).expect(200);
    let declined = chloe.post(&format!("{path}/refusal"), &json!({"reason": "Pas cette année."})).expect(200);
    let shown = &declined["resource"];
    assert_eq!((&shown["phase"], &shown["reason"]), (&json!("declined"), &json!("Pas cette année.")));
    assert!(shown["parties"][1]["declined_at"].is_string());
    let started = story.bilal.client.post(&format!("{path}/start"), &json!({}));
    assert_eq!(started.problem(409), "cooperation_answered");
}

/// Who represents an organisation proposes and accepts in its name, without having to say so.
#[test]
fn organisations_cooperate_through_who_represents_them() {
    let story = Story::begin();
    let anne = &story.anne.client;
    let organisation = |name: &str, by: &str| {
        let new = json!({"kind": "organisation", "profile": {"name": name}});
        let organisation = id(&anne.post(&at("/actors"), &new).expect(201));
        anne.put(&at(&format!("/actors/{by}/representations/{organisation}")), &json!({})).expect(200);
        organisation
    };
    let (maison, club) = (organisation("La Maison", &story.bilal.id), organisation("Le Club", &story.chloe.id));
    let proposed = story.bilal.client.post(&at("/cooperations"), &workshop(&[&maison, &club])).expect(201);
    assert_eq!(proposed["resource"]["proposer"], maison);
    let path = cooperation(&id(&proposed));
    let event = anne.get(&at(&format!("/events/{}", story.head() - 1))).expect(200)["event"].clone();
    assert_eq!(
        (&event["by"], &event["for"]),
        (&json!(format!("actor:{}", story.bilal.id)), &json!(format!("actor:{maison}")))
    );
    assert_eq!(offered(&story.chloe.client, &path), ["acceptCooperation", "declineCooperation"]);
    let accepted = story.chloe.client.post(&format!("{path}/acceptance"), &json!({})).expect(200);
    assert!(accepted["resource"]["parties"][1]["accepted_at"].is_string());
    assert_eq!(offered(&story.chloe.client, &path), ["declineCooperation", "startCooperation"]);
    // Entered by a facilitator for one of the parties, with evidence.
    let other = story.bilal.client.post(&at("/cooperations"), &workshop(&[&maison, &story.chloe.id])).expect(201);
    let answer = format!("{}/acceptance?on_behalf_of={}&evidence=telephone", cooperation(&id(&other)), story.chloe.id);
    assert!(anne.post(&answer, &json!({})).expect(200)["resource"]["parties"][1]["accepted_at"].is_string());
}

#[test]
fn cooperations_are_filtered_and_walked() {
    let story = Story::begin();
    let made = [propose(&story), propose(&story), propose(&story)].map(|path| path[path.len() - 36..].to_owned());
    let chloe = &story.chloe.client;
    chloe.post(&format!("{}/refusal", cooperation(&made[1])), &json!({})).expect(200);
    let listed = |query: &str| -> Vec<String> {
        let page = story.stranger().get(&at(&format!("/cooperations?{query}"))).expect(200);
        page["items"].as_array().unwrap().iter().map(id).collect()
    };
    assert_eq!(listed("phase=declined"), made[1..2]);
    assert_eq!(listed(&format!("actor={}", story.chloe.id)), made);
    assert_eq!(listed(&format!("actor={}", story.anne.id)), Vec::<String>::new());
    assert_eq!(listed("limit=2"), made[..2]);
    assert_eq!(listed(&format!("limit=2&after={}", made[1])), made[2..]);
    let title = |query: &str| {
        story.stranger().get(&at(&format!("/cooperations?{query}"))).expect(200)["items"][0].get("title").cloned()
    };
    assert_eq!((title(""), title("expand=texts")), (None, Some(json!("Un atelier de réparation"))));
}

/// Everything that can happen to cooperations; and every text that was typed for it.
pub fn happen(story: &Story) -> Vec<&'static str> {
    let (bilal, chloe) = (&story.bilal.client, &story.chloe.client);
    chloe.post(&format!("{}/refusal", propose(story)), &json!({"reason": "Pas cette année."})).expect(200);
    let path = propose(story);
    chloe.post(&format!("{path}/acceptance"), &json!({})).expect(200);
    bilal.post(&format!("{path}/start"), &json!({})).expect(200);
    bilal.post(&format!("{path}/reviews"), &json!({"results": "Vingt objets."})).expect(200);
    bilal.post(&format!("{path}/end"), &json!({"reason": "C’est devenu une association."})).expect(200);
    vec![
        "Un atelier de réparation",
        "Réparer plutôt que jeter.",
        "Pas cette année.",
        "Vingt objets.",
        "C’est devenu une association.",
    ]
}

/// Every refusal of cooperations that a request reaches.
pub fn refusals(story: &Story) -> Vec<(&'static str, Reply)> {
    let (bilal, chloe) = (&story.bilal, &story.chloe);
    let nobody = "01890a5d-ac96-774b-bcce-b302099a8057";
    let gone = story.server.join("vallee", &story.anne.client, "Fatou");
    gone.client.post(&at(&format!("/actors/{}/departure", gone.id)), &json!({})).expect(200);
    let propose_between = |parties: &[&str]| bilal.client.post(&at("/cooperations"), &workshop(parties));
    let path = propose(story);
    let act = |below: &str, body: &Value| chloe.client.post(&format!("{path}{below}"), body);
    let mut refused = vec![
        ("unknown_cooperation", bilal.client.post(&format!("{}/start", cooperation(nobody)), &json!({}))),
        ("too_few_parties", propose_between(&[&bilal.id])),
        ("unknown_party", propose_between(&[&bilal.id, nobody])),
        ("party_left", propose_between(&[&bilal.id, &gone.id])),
        ("proposer_missing", propose_between(&[&story.anne.id, &chloe.id])),
        ("not_all_accepted", act("/start", &json!({}))),
        ("cooperation_not_running", act("/end", &json!({"reason": "…"}))),
    ];
    act("/refusal", &json!({})).expect(200);
    refused.push(("cooperation_answered", act("/acceptance", &json!({}))));
    refused
}
