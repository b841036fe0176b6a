//! Working groups: their life, and who works in them.

use serde_json::{Value, json};
use testkit::{Client, Member, Reply};

use crate::story::{Story, at, id, misfit};

const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// Everything that can happen to a group, and every text that was typed for it.
pub fn happen(story: &Story) -> Vec<&'static str> {
    let anne = &story.anne.client;
    let group = form(story, "Groupe navette", "La mettre en route.");
    let revised = json!({"name": "Groupe minibus", "purpose": "Trouver deux conducteurs."});
    anne.seeing(1).put(&(group.clone() + "/text"), &revised).expect(200);
    join(&story.bilal, &group).expect(200);
    anne.put(&(group.clone() + "/convener"), &json!({"convener": story.bilal.id})).expect(200);
    leave(&story.bilal, &group).expect(200);
    anne.post(&(group + "/dissolution"), &json!({})).expect(200);
    vec!["Groupe navette", "La mettre en route.", "Groupe minibus", "Trouver deux conducteurs."]
}

/// A request for every refusal about groups that one reaches.
pub fn refusals(story: &Story) -> Vec<(&'static str, Reply)> {
    let anne = &story.anne.client;
    let (group, dissolved) = (form(story, "Navette", "…"), form(story, "Vélos", "…"));
    anne.post(&(dissolved.clone() + "/dissolution"), &json!({})).expect(200);
    let convener = anne.put(&(group.clone() + "/convener"), &json!({"convener": story.bilal.id}));
    assert_eq!(misfit(&convener, 422).0, "/convener");
    let meeting = |group: &str| {
        let (start, end) = ("2998-03-05T18:00:00Z", "2998-03-05T20:00:00Z");
        let group = group.rsplit('/').next();
        let plan = json!({"kind": "workshop", "starts_at": start, "ends_at": end, "title": "x", "group": group});
        anne.post(&at("/meetings"), &plan)
    };
    assert_eq!(misfit(&meeting(NOBODY), 422).0, "/group");
    vec![
        ("group_not_at_work", meeting(NOBODY)),
        ("group_not_at_work", meeting(&dissolved)),
        ("unknown_group", join(&story.bilal, &at(&format!("/groups/{NOBODY}")))),
        ("unknown_group", anne.get(&at(&format!("/groups/{NOBODY}/members")))),
        ("group_dissolved", join(&story.bilal, &dissolved)),
        ("unknown_member", anne.put(&format!("{group}/members/{NOBODY}"), &json!({}))),
        ("not_in_group", leave(&story.bilal, &group)),
        ("convener_not_in_group", convener),
    ]
}

/// The path of a new group.
fn form(story: &Story, name: &str, purpose: &str) -> String {
    let text = json!({"name": name, "purpose": purpose});
    at(&format!("/groups/{}", id(&story.anne.client.post(&at("/groups"), &text).expect(201))))
}

fn join(member: &Member, group: &str) -> Reply {
    member.client.put(&format!("{group}/members/{}", member.id), &json!({}))
}

fn leave(member: &Member, group: &str) -> Reply {
    member.client.delete(&format!("{group}/members/{}", member.id))
}

fn members(client: &Client, group: &str, query: &str) -> Vec<(Value, Value)> {
    let listed = client.get(&format!("{group}/members{query}")).expect(200);
    listed["items"].as_array().unwrap().iter().map(|of| (of["actor"].clone(), of["convener"].clone())).collect()
}

#[test]
fn actors_come_and_go_and_one_of_them_convenes() {
    let story = Story::begin();
    let (anne, bilal, chloe, stranger) = (&story.anne.client, &story.bilal, &story.chloe, story.stranger());
    let group = form(&story, "Se déplacer", "Mettre la navette en route.");
    join(bilal, &group).expect(200);
    let alone = story.head();
    anne.put(&format!("{group}/members/{}", chloe.id), &json!({})).expect(200);
    anne.put(&(group.clone() + "/convener"), &json!({"convener": bilal.id})).expect(200);
    let shown = stranger.get(&group).expect(200);
    assert_eq!((&shown["name"], &shown["members"]), (&json!("Se déplacer"), &json!(2)));
    assert_eq!((&shown["convener"], &shown["version"]), (&json!(bilal.id), &json!(2)));
    let both = [(json!(bilal.id), json!(true)), (json!(chloe.id), json!(false))];
    assert_eq!(members(&stranger, &group, ""), both, "in the order in which they joined");
    assert_eq!(members(&stranger, &group, "?limit=1"), both[..1]);
    let next = stranger.get(&format!("{group}/members?limit=1")).expect(200)["next"].as_str().unwrap().to_owned();
    assert_eq!(members(&stranger, &group, &format!("?after={next}")), both[1..]);
    assert_eq!(members(&stranger, &group, &format!("?as_of={alone}")), [(json!(bilal.id), json!(false))]);

    let head = story.head();
    join(bilal, &group).expect(200);
    assert_eq!(story.head(), head, "who works in it already, joins without effect");
    leave(bilal, &group).expect(200);
    let after = stranger.get(&group).expect(200);
    assert_eq!((&after["members"], after.get("convener")), (&json!(1), None), "who leaves convenes no more");
    let of = |member: &Member| {
        let groups = stranger.get(&at(&format!("/groups?member={}", member.id))).expect(200);
        groups["items"].as_array().unwrap().len()
    };
    assert_eq!((of(bilal), of(chloe)), (0, 1));
}

#[test]
fn its_convener_does_what_facilitators_may() {
    let story = Story::begin();
    let (anne, bilal, chloe) = (&story.anne.client, &story.bilal, &story.chloe);
    let group = form(&story, "Se déplacer", "Mettre la navette en route.");
    join(bilal, &group).expect(200);
    let add = |by: &Client, whom: &Member| by.put(&format!("{group}/members/{}", whom.id), &json!({}));
    assert_eq!(add(&bilal.client, chloe).problem(403), "forbidden", "everyone joins by themselves");
    anne.put(&(group.clone() + "/convener"), &json!({"convener": bilal.id})).expect(200);
    add(&bilal.client, chloe).expect(200);
    assert_eq!(leave(chloe, &group).status, 200);
    let expelled = bilal.client.delete(&format!("{group}/members/{}", story.anne.id));
    assert_eq!(expelled.problem(403), "forbidden", "and leaves by themselves");

    let text = json!({"name": "Se déplacer", "purpose": "Faire rouler la navette."});
    assert_eq!(bilal.client.put(&(group.clone() + "/text"), &text).problem(428), "precondition_required");
    let revised = bilal.client.seeing(2).put(&(group.clone() + "/text"), &text).expect(200);
    assert_eq!(revised["resource"]["purpose"], text["purpose"]);
    add(&bilal.client, chloe).expect(200);
    bilal.client.put(&(group.clone() + "/convener"), &json!({"convener": chloe.id})).expect(200);
    let again = bilal.client.seeing(4).put(&(group.clone() + "/text"), &text);
    assert_eq!(again.problem(403), "forbidden", "who handed it over is a member like the others");
    let ended = chloe.client.post(&(group.clone() + "/dissolution"), &json!({})).expect(200);
    assert!(ended["resource"]["dissolved_at"].is_string());
    let listed = |query: &str| story.stranger().get(&at(query)).expect(200)["items"].as_array().unwrap().len();
    assert_eq!((listed("/groups"), listed("/groups?dissolved=true")), (0, 1));
    assert_eq!(members(&story.stranger(), &group, "").len(), 2, "who worked in it stays to be read");
}

#[test]
fn what_is_offered_depends_on_ones_part_in_the_group() {
    let story = Story::begin();
    let group = form(&story, "Se déplacer", "Mettre la navette en route.");
    let offered = |client: &Client| client.get(&group).expect(200).get("allowed_actions").cloned();
    assert_eq!(offered(&story.stranger()), None);
    assert_eq!(offered(&story.bilal.client), Some(json!(["addGroupMember"])));
    assert_eq!(offered(&story.anne.client), Some(json!(["addGroupMember", "reviseGroup", "dissolveGroup"])));
    join(&story.bilal, &group).expect(200);
    assert_eq!(offered(&story.bilal.client), Some(json!(["leaveGroup"])));
    story.anne.client.put(&(group.clone() + "/convener"), &json!({"convener": story.bilal.id})).expect(200);
    let all = json!(["addGroupMember", "leaveGroup", "reviseGroup", "dissolveGroup"]);
    assert_eq!(offered(&story.bilal.client), Some(all), "there is nobody else to name");
    join(&story.chloe, &group).expect(200);
    assert!(offered(&story.bilal.client).unwrap().as_array().unwrap().contains(&json!("nameConvener")));
}

#[test]
fn whoever_leaves_the_network_leaves_its_groups() {
    let story = Story::begin();
    let group = form(&story, "Se déplacer", "Mettre la navette en route.");
    join(&story.bilal, &group).expect(200);
    join(&story.chloe, &group).expect(200);
    story.anne.client.put(&(group.clone() + "/convener"), &json!({"convener": story.bilal.id})).expect(200);
    let before = story.head();
    story.bilal.client.post(&at(&format!("/actors/{}/departure", story.bilal.id)), &json!({})).expect(200);
    let shown = |query: &str| {
        let shown = story.stranger().get(&format!("{group}{query}")).expect(200);
        (shown["members"].clone(), shown.get("convener").cloned())
    };
    assert_eq!(shown(""), (json!(1), None));
    assert_eq!(shown(&format!("?as_of={before}")), (json!(2), Some(json!(story.bilal.id))));
    assert_eq!(members(&story.stranger(), &group, ""), [(json!(story.chloe.id), json!(false))]);
}
