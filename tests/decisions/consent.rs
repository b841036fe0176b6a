//! Objections: raised with a reason under a pseudonym, listed, lifted.

use serde_json::{Value, json};

use super::{cast, decided, last_event, new, offered, open};
use crate::story::{Story, at};

pub(super) fn consent() -> Value {
    new("Un verger sur la place ?", &json!({"kind": "consent"}), "pseudonymous")
}

#[test]
fn an_objection_has_its_reason_and_stands_until_it_is_lifted() {
    let story = Story::begin();
    let path = open(&story, &consent());
    let objections = format!("{path}/objections");
    let listed = |query: &str| story.stranger().get(&format!("{objections}?{query}")).expect(200)["items"].clone();
    assert_eq!(offered(&story.chloe.client, &path), ["castBallot", "raiseObjection"]);
    let no = story.chloe.client.post(&format!("{path}/ballots"), &json!({"ballot": {"say": "no"}}));
    assert_eq!(no.problem(422), "objection_unreasoned");
    assert_eq!(story.chloe.client.post(&format!("{objections}/lifting"), &json!({})).problem(409), "no_objection");
    let reason = json!({"reason": "Le terrain est inondé."});
    let raised = story.chloe.client.post(&objections, &reason).expect(200);
    assert_eq!(raised["resource"]["objections"], json!({"raised": 1, "standing": 1}));
    assert_eq!(raised["resource"]["turnout"]["voters"], 1, "an objection is a ballot");
    let told = last_event(&story);
    assert_eq!(told["type"], "decision.objection_raised");
    assert!(told.get("by").is_none() && !told.to_string().contains(&story.chloe.id), "{told}");
    let shown = listed("expand=texts");
    assert_eq!((&shown[0]["reason"], &shown[0]["stands"]), (&reason["reason"], &json!(true)));
    assert_eq!(shown[0]["voter"], told["data"]["voter"]);
    assert_eq!(listed("")[0].get("reason"), None);
    assert_eq!(listed(&format!("after={}", shown[0]["voter"].as_str().unwrap())), json!([]));
    let raised_at = story.head();
    // Raised again, it has another reason.
    story.chloe.client.post(&objections, &json!({"reason": "Il est inondé l’hiver."})).expect(200);
    assert_eq!(listed("expand=texts")[0]["reason"], "Il est inondé l’hiver.");
    assert_eq!(offered(&story.chloe.client, &path), ["castBallot", "raiseObjection", "liftObjection"]);
    story.chloe.client.post(&format!("{objections}/lifting"), &json!({})).expect(200);
    let lifted = listed("");
    assert_eq!(lifted[0]["stands"], false);
    assert!(lifted[0]["lifted_at"].is_string());
    assert_eq!(listed(&format!("as_of={raised_at}"))[0]["stands"], true);
    // Bilal changes his mind by a ballot.
    story.bilal.client.post(&objections, &reason).expect(200);
    let shown = cast(&story.bilal, &path, &json!({"say": "abstain"}));
    assert_eq!(shown["objections"], json!({"raised": 2, "standing": 0}));
    assert_eq!(shown["turnout"]["voters"], 2);
    story.anne.client.post(&format!("{path}/closing"), &json!({})).expect(200);
    let shown = decided(&story, &path);
    assert_eq!(shown["outcome"]["result"], "passed");
    assert_eq!(shown["outcome"]["sums"], json!({"says": {"yes": 1, "no": 0, "abstain": 1}}));
}

#[test]
fn an_objection_that_stands_at_the_close_rejects_the_proposal() {
    let story = Story::begin();
    let path = open(&story, &consent());
    story.chloe.client.post(&format!("{path}/objections"), &json!({"reason": "Non."})).expect(200);
    cast(&story.bilal, &path, &json!({"say": "yes"}));
    story.anne.client.post(&format!("{path}/closing"), &json!({})).expect(200);
    assert_eq!(decided(&story, &path)["outcome"]["result"], "rejected");
}

#[test]
fn the_reason_of_an_objection_dies_with_its_author() {
    let story = Story::begin();
    let path = open(&story, &consent());
    story.chloe.client.post(&format!("{path}/objections"), &json!({"reason": "Ma cave est inondée."})).expect(200);
    let data = at(&format!("/actors/{}/personal-data", story.chloe.id));
    let held = story.chloe.client.get(&data).expect(200);
    assert!(held.to_string().contains("Ma cave est inondée."), "{held}");
    story.chloe.client.send("DELETE", &data, br#"{"reason": "own_request"}"#).expect(200);
    let shown = story.stranger().get(&format!("{path}/objections?expand=texts")).expect(200);
    assert_eq!((&shown["items"][0]["reason"], &shown["items"][0]["stands"]), (&json!("[erased]"), &json!(true)));
}
