//! Audiences: their life, the actors they count, and what may no longer refer to them.

use serde_json::{Value, json};
use testkit::Reply;

use crate::story::{Story, at, id, misfit};

const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// Everything that can happen to an audience, and every text that was typed for it.
pub fn happen(story: &Story) -> Vec<&'static str> {
    let anne = &story.anne.client;
    let definition = json!({"name": "Les jeunes", "description": "De 15 à 25 ans.", "estimated_size": 640});
    let young = of(&id(&anne.post(&at("/audiences"), &definition).expect(201)));
    let revised = json!({"name": "Les jeunes de la vallée", "description": "De 14 à 26 ans."});
    anne.seeing(1).put(&(young.clone() + "/definition"), &revised).expect(200);
    anne.post(&(young + "/retirement"), &json!({})).expect(200);
    vec!["Les jeunes", "De 15 à 25 ans.", "Les jeunes de la vallée", "De 14 à 26 ans."]
}

/// A request for every refusal about audiences that one reaches.
pub fn refusals(story: &Story) -> Vec<(&'static str, Reply)> {
    let (anne, bilal) = (&story.anne.client, &story.bilal.client);
    let retired = define(story, "Les aînés", None);
    anne.post(&(of(&retired) + "/retirement"), &json!({})).expect(200);
    let idea = |audience: &str| json!({"kind": "idea", "title": "x", "body": "…", "audience": audience});
    let unknown = anne.post(&at("/actors"), &json!({"kind": "person", "audience": NOBODY}));
    assert_eq!(misfit(&unknown, 422).0, "/audience");
    vec![
        ("no_such_audience", anne.post(&(of(NOBODY) + "/retirement"), &json!({}))),
        ("no_such_audience", anne.get(&of(NOBODY))),
        ("audience_retired", anne.post(&(of(&retired) + "/retirement"), &json!({}))),
        ("size_is_zero", anne.post(&at("/audiences"), &json!({"name": "Personne", "estimated_size": 0}))),
        ("unknown_audience", unknown),
        ("unknown_audience", bilal.post(&at("/contributions"), &idea(NOBODY))),
        ("unknown_audience", bilal.post(&at("/contributions"), &idea(&retired))),
    ]
}

pub fn of(audience: &str) -> String {
    at(&format!("/audiences/{audience}"))
}

pub fn define(story: &Story, name: &str, estimated_size: Option<u32>) -> String {
    let mut definition = json!({"name": name});
    if let Some(size) = estimated_size {
        definition["estimated_size"] = json!(size);
    }
    id(&story.anne.client.post(&at("/audiences"), &definition).expect(201))
}

fn names(story: &Story, query: &str) -> Vec<Value> {
    let listed = story.stranger().get(&at(&format!("/audiences{query}"))).expect(200);
    listed["items"].as_array().unwrap().iter().map(|audience| audience["name"].clone()).collect()
}

#[test]
fn an_audience_is_defined_revised_and_retired() {
    let story = Story::begin();
    let anne = &story.anne.client;
    let young = define(&story, "Les jeunes", Some(640));
    let defined = story.head();
    let shown = story.stranger().get(&of(&young)).expect(200);
    assert_eq!((&shown["name"], &shown["estimated_size"]), (&json!("Les jeunes"), &json!(640)));
    assert_eq!((&shown["actors"], shown.get("description")), (&json!(0), None));

    let definition = json!({"name": "Les jeunes", "description": "De 15 à 25 ans."});
    let path = of(&young) + "/definition";
    assert_eq!(anne.put(&path, &definition).problem(428), "precondition_required", "others may revise it too");
    let revised = anne.seeing(1).put(&path, &definition).expect(200)["resource"].clone();
    assert_eq!((&revised["description"], &revised["version"]), (&json!("De 15 à 25 ans."), &json!(2)));
    assert_eq!(revised.get("estimated_size"), None, "it is replaced as a whole");
    assert_eq!(anne.seeing(1).put(&path, &definition).problem(412), "stale_version");
    let then = story.stranger().get(&format!("{}?as_of={defined}", of(&young))).expect(200);
    assert_eq!(then["estimated_size"], 640);

    define(&story, "Les aînés", None);
    let before = story.head();
    let retired = anne.post(&(of(&young) + "/retirement"), &json!({})).expect(200)["resource"].clone();
    assert!(retired["retired_at"].is_string());
    assert_eq!(names(&story, ""), ["Les aînés"]);
    assert_eq!(names(&story, "?retired=true"), ["Les jeunes", "Les aînés"], "in order of definition");
    assert_eq!(names(&story, "?retired=true&limit=1"), ["Les jeunes"]);
    assert_eq!(names(&story, &format!("?as_of={before}")), ["Les jeunes", "Les aînés"]);
    assert_eq!(names(&story, &format!("?retired=true&after={young}")), ["Les aînés"]);
}

#[test]
fn an_audience_counts_its_actors_who_take_part() {
    let story = Story::begin();
    let anne = &story.anne.client;
    let (young, elders) = (define(&story, "Les jeunes", Some(640)), define(&story, "Les aînés", None));
    let join = |audience: &str| {
        let person = json!({"kind": "person", "audience": audience, "profile": {"name": "Quelqu’un"}});
        id(&anne.post(&at("/actors"), &person).expect(201))
    };
    let count =
        |audience: &str, query: &str| story.stranger().get(&(of(audience) + query)).expect(200)["actors"].clone();
    let (first, _) = (join(&young), join(&young));
    join(&elders);
    let before = story.head();
    assert_eq!((count(&young, ""), count(&elders, "")), (json!(2), json!(1)));
    let key = anne.post(&at(&format!("/actors/{first}/keys")), &json!({"scopes": ["read", "write"]})).expect(201);
    let first_client = story.server.caller(key["secret"].as_str().unwrap());
    let leave = || first_client.post(&at(&format!("/actors/{first}/departure")), &json!({})).expect(200);
    leave();
    assert_eq!((count(&young, ""), count(&elders, "")), (json!(1), json!(1)));
    assert_eq!(count(&young, &format!("?as_of={before}")), 2);
    anne.post(&at(&format!("/actors/{first}/reactivation")), &json!({})).expect(200);
    assert_eq!(count(&young, ""), 2, "who comes back counts again");
    leave();
    let data = at(&format!("/actors/{first}/personal-data"));
    anne.send("DELETE", &data, br#"{"reason": "request"}"#).expect(200);
    assert_eq!(count(&young, ""), 1, "and who is gone goes once");
}

#[test]
fn an_invitation_for_an_audience_that_was_retired_since_still_lets_people_in() {
    let story = Story::begin();
    let anne = &story.anne.client;
    let young = define(&story, "Les jeunes", None);
    let invite = |audience: &str| anne.post(&at("/invitations"), &json!({"audience": audience}));
    assert_eq!(invite(NOBODY).problem(422), "unknown_audience");
    let code = |reply: Reply| reply.expect(201)["items"][0]["code"].clone();
    let (early, late) = (code(invite(&young)), code(invite(&young)));
    let accept = |code: &Value| {
        let came = story.stranger().post(&at("/invitations/acceptance"), &json!({"code": code})).expect(201);
        anne.get(&at(&format!("/actors/{}", id(&came)))).expect(200).get("audience").cloned()
    };
    assert_eq!(accept(&early), Some(json!(young)));
    anne.post(&(of(&young) + "/retirement"), &json!({})).expect(200);
    assert_eq!(accept(&late), None);
    assert_eq!(invite(&young).problem(422), "unknown_audience");
}

#[test]
fn what_referred_to_an_audience_stays_when_it_is_retired() {
    let story = Story::begin();
    let young = define(&story, "Les jeunes", None);
    let idea = json!({"kind": "idea", "title": "Un studio", "body": "De radio.", "audience": young});
    let idea = story.contribute(&story.bilal, &idea);
    story.anne.client.post(&(of(&young) + "/retirement"), &json!({})).expect(200);
    let shown = story.stranger().get(&at(&format!("/contributions/{idea}"))).expect(200);
    assert_eq!(shown["audience"], json!(young));
    let text = json!({"title": "Un studio", "body": "De radio, à l’étage."});
    story.bilal.client.put(&at(&format!("/contributions/{idea}/text")), &text).expect(200);
}

#[test]
fn facilitators_are_offered_to_change_it_and_nobody_else() {
    let story = Story::begin();
    let young = of(&define(&story, "Les jeunes", None));
    let offered = |client: &testkit::Client| client.get(&young).expect(200).get("allowed_actions").cloned();
    assert_eq!(offered(&story.anne.client), Some(json!(["reviseAudience", "retireAudience"])));
    assert_eq!((offered(&story.bilal.client), offered(&story.stranger())), (None, None));
    story.anne.client.post(&(young.clone() + "/retirement"), &json!({})).expect(200);
    assert_eq!(offered(&story.anne.client), None, "nothing is left to do");
}
