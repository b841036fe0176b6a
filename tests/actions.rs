//! The life of actions: what became of what was proposed, who answers for it, and whether it is late.

use std::sync::Arc;

use app::edge::ToldClock;
use domain::ids::Stamp;
use serde_json::{Value, json};
use testkit::{Member, Reply, Setting, TestServer};

use crate::story::{Story, at, id, misfit, of};

fn origin(contribution: &str) -> String {
    format!("contribution:{contribution}")
}

fn orchard(contribution: &str, responsible: &[&str]) -> Value {
    json!({
        "origin": origin(contribution), "title": "Un verger partagé", "purpose": "Que chaque quartier ait ses fruits.",
        "budget": {"minor": 150_000, "currency": "EUR"}, "responsible": responsible
    })
}

fn action(id: &str) -> String {
    at(&format!("/actions/{id}"))
}

/// Anne plans what Bilal answers for.
fn plan(story: &Story, contribution: &str) -> String {
    let planned = story.anne.client.post(&at("/actions"), &orchard(contribution, &[&story.bilal.id])).expect(201);
    id(&planned)
}

/// An action, for whoever wants any.
pub fn one(story: &Story) -> String {
    plan(story, &story.proposal("Un verger", "…"))
}

fn items(reply: &Reply) -> Vec<String> {
    reply.expect(200)["items"].as_array().unwrap().iter().map(id).collect()
}

#[test]
fn what_became_of_a_proposal_is_one_read() {
    let story = Story::begin();
    let (anne, bilal) = (&story.anne.client, &story.bilal.client);
    let proposal = story.proposal("Un verger", "Pour tous.");
    let mut new = orchard(&proposal, &[&story.bilal.id]);
    new["milestones"] = json!([
        {"title": "Le terrain est prêté", "due": "2031-03-01T00:00:00Z"},
        {"title": "Les arbres sont plantés", "due": "2031-11-25T00:00:00Z"}
    ]);
    let head = story.head();
    let reply = anne.post(&at("/actions"), &new);
    let planned = reply.expect(201);
    assert_eq!(planned["position"], head + 3, "an event for the plan and one for each milestone, together");
    let shown = &planned["resource"];
    assert_eq!((&shown["phase"], &shown["version"]), (&json!("planned"), &json!(3)));
    assert_eq!((&shown["title"], &shown["origin"]), (&new["title"], &json!(origin(&proposal))));
    assert_eq!((&shown["budget"], &shown["due"]), (&new["budget"], &json!("2031-03-01T00:00:00.000Z")));
    let path = action(&id(&planned));
    let milestone = |n: usize| format!("{path}/milestones/{}", id(&shown["milestones"][n]));

    bilal.post(&format!("{path}/progress"), &json!({"percent": 10, "note": "La mairie est d’accord."})).expect(200);
    bilal.post(&format!("{}/reach", milestone(0)), &json!({})).expect(200);
    let before = story.head();
    let held = bilal.post(&format!("{path}/obstacle"), &json!({"reason": "Il gèle."})).expect(200);
    assert_eq!((&held["resource"]["phase"], &held["resource"]["reason"]), (&json!("blocked"), &json!("Il gèle.")));
    let blocked = story.head();
    let freed = bilal.delete(&format!("{path}/obstacle")).expect(200);
    assert!(freed["resource"]["phase"] == "under_way" && freed["resource"].get("reason").is_none());
    let later = json!({"title": "Les arbres sont plantés", "due": "2032-02-01T00:00:00Z"});
    let version = u32::try_from(freed["version"].as_u64().unwrap()).unwrap();
    anne.seeing(version).put(&milestone(1), &later).expect(200);
    bilal.post(&format!("{path}/progress"), &json!({"percent": 90})).expect(200);
    let done = bilal.post(&format!("{path}/completion"), &json!({"results": "Quarante arbres."})).expect(200);
    assert_eq!(done["resource"]["phase"], "completed");

    let read = story.stranger().get(&at(&format!("/actions?origin={}&expand=texts", origin(&proposal)))).expect(200);
    let read = &read["items"][0];
    assert_eq!((&read["results"], &read["percent"]), (&json!("Quarante arbres."), &json!(90)));
    assert!(read.get("due").is_none() && read["ended_at"].is_string(), "nothing is due once it is over");
    assert_eq!(read["milestones"][1]["due"], "2032-02-01T00:00:00.000Z");
    assert!(read["milestones"][0]["reached_at"].is_string() && read["milestones"][1].get("reached_at").is_none());
    let phase = |as_of: u64| story.stranger().get(&format!("{path}?as_of={as_of}")).expect(200)["phase"].clone();
    assert_eq!((phase(before), phase(blocked)), (json!("under_way"), json!("blocked")));
    let told = story.stranger().get(&format!("{path}/progress")).expect(200);
    assert_eq!(
        (&told["items"][0]["note"], &told["items"][1]["percent"]),
        (&json!("La mairie est d’accord."), &json!(90))
    );
    assert_eq!(told["items"][0]["by"], format!("actor:{}", story.bilal.id));
    let then = story.stranger().get(&format!("{path}/progress?as_of={before}")).expect(200);
    assert_eq!(then["items"].as_array().unwrap().len(), 1);
}

#[test]
fn an_action_is_late_at_a_moment() {
    let start = Stamp::from_millis(1_800_000_000_000).unwrap();
    let later = |ms: i64| Stamp::from_millis(start.millis() + ms).unwrap();
    let (clock, dir) = (Arc::new(ToldClock::new(start)), tempfile::tempdir().unwrap());
    let setting = Setting { clock: Arc::clone(&clock) as _, ..Setting::default() };
    let story = Story::with(TestServer::start_on(dir.path(), &setting), "public");
    let planned = plan(&story, &story.proposal("Un verger", "Pour tous."));
    let due = later(10_000);
    let milestone = json!({"title": "Plantés", "due": due.to_string()});
    story.anne.client.post(&format!("{}/milestones", action(&planned)), &milestone).expect(200);
    let set = story.head();
    let is_late = |query: &str| {
        let read = story.stranger().get(&format!("{}{query}", action(&planned))).expect(200);
        assert_eq!(read["overdue"], read["milestones"][0]["overdue"]);
        read["overdue"] == true
    };
    let late = |before: Stamp| items(&story.stranger().get(&at(&format!("/actions?due_before={before}"))));
    assert_eq!(late(due), Vec::<String>::new());
    assert_eq!(late(later(10_001)), std::slice::from_ref(&planned));
    assert!(!is_late(""));
    let listed = || story.stranger().get(&at("/actions")).expect(200)["items"][0]["overdue"] == true;
    assert!(!listed());
    clock.tell(later(10_001));
    assert!(is_late("") && listed(), "nothing happened but time");
    assert!(!is_late(&format!("?as_of={set}")), "it was not late then");
    assert!(!is_late(&format!("?as_of={}", later(9_000))) && is_late(&format!("?as_of={}", later(10_001))));
    let abandonment = json!({"reason": "Le terrain est vendu."});
    story.bilal.client.post(&format!("{}/abandonment", action(&planned)), &abandonment).expect(200);
    assert!(!is_late(""), "what is over is not late");
    assert_eq!(late(later(10_001)), Vec::<String>::new());
}

#[test]
fn actions_are_filtered_and_walked() {
    let story = Story::begin();
    let (orchard_idea, bus_idea) = (story.proposal("Un verger", "…"), story.proposal("Un bus", "…"));
    let made: Vec<_> = [&orchard_idea, &orchard_idea, &bus_idea].map(|idea| plan(&story, idea)).into();
    let progress = format!("{}/progress", action(&made[1]));
    story.bilal.client.post(&progress, &json!({"percent": 5})).expect(200);
    let listed = |query: &str| items(&story.stranger().get(&at(&format!("/actions?{query}"))));
    assert_eq!(listed(&format!("origin={}", origin(&orchard_idea))), made[..2]);
    assert_eq!(listed("phase=under_way"), made[1..2]);
    assert_eq!(listed(&format!("responsible={}", story.bilal.id)), made);
    assert_eq!(listed(&format!("responsible={}", story.chloe.id)), Vec::<String>::new());
    assert_eq!(listed(&format!("origin={}&phase=planned&limit=1", origin(&orchard_idea))), made[..1]);
    let page = story.stranger().get(&at("/actions?limit=2")).expect(200);
    assert_eq!(listed(&format!("limit=2&after={}", page["next"].as_str().unwrap())), made[2..]);
    let bare = story.stranger().get(&at("/actions")).expect(200)["items"][0].clone();
    assert!(bare.get("title").is_none() && bare.get("purpose").is_none());
    let wrong = story.stranger().get(&at(&format!("/actions?origin=actor:{}", story.bilal.id)));
    assert_eq!(misfit(&wrong, 422).0, "origin");
}

/// What a meeting led to is read as what a proposal led to.
#[test]
fn an_action_may_come_from_a_meeting() {
    let story = Story::begin();
    let meeting = json!({
        "kind": "workshop", "title": "Atelier du verger", "place": "Salle des fêtes",
        "starts_at": "2031-03-01T18:00:00Z", "ends_at": "2031-03-01T20:00:00Z"
    });
    let meeting = id(&story.anne.client.post(&at("/meetings"), &meeting).expect(201));
    let mut new = orchard(&meeting, &[&story.bilal.id]);
    assert_eq!(story.anne.client.post(&at("/actions"), &new).problem(422), "unknown_origin", "it is no contribution");
    new["origin"] = json!(format!("meeting:{meeting}"));
    let planned = id(&story.anne.client.post(&at("/actions"), &new).expect(201));
    let listed = |origin: &str| items(&story.stranger().get(&at(&format!("/actions?origin={origin}"))));
    assert_eq!(listed(&format!("meeting:{meeting}")), [planned]);
    assert_eq!(listed(&format!("contribution:{meeting}")), Vec::<String>::new());
    let concerned = story.stranger().get(&at(&format!("/events?object=meeting:{meeting}"))).expect(200);
    assert_eq!(concerned["items"][1]["event"]["type"], "action.planned", "the meeting's history tells of it");
}

#[test]
fn nobody_replaces_a_plan_that_they_have_not_seen() {
    let story = Story::begin();
    let (proposal, anne) = (story.proposal("Un verger", "Pour tous."), &story.anne.client);
    let planned = plan(&story, &proposal);
    let mut text = orchard(&proposal, &[&story.chloe.id]);
    text.as_object_mut().unwrap().remove("origin");
    let path = action(&planned) + "/plan";
    assert_eq!(anne.put(&path, &text).problem(428), "precondition_required");
    assert_eq!(anne.seeing(7).put(&path, &text).problem(412), "stale_version");
    let replanned = anne.seeing(1).put(&path, &text).expect(200);
    assert_eq!(replanned["resource"]["responsible"], json!([story.chloe.id]));
    let progress = format!("{}/progress", action(&planned));
    assert_eq!(story.bilal.client.post(&progress, &json!({"percent": 5})).problem(403), "forbidden");
    story.chloe.client.post(&progress, &json!({"percent": 5})).expect(200);
    let set = json!({"title": "Plantés", "due": "2031-11-25T00:00:00Z"});
    let milestone = anne.post(&format!("{}/milestones", action(&planned)), &set).expect(200);
    let milestone = id(&milestone["resource"]["milestones"][0]);
    let milestone = format!("{}/milestones/{milestone}", action(&planned));
    assert_eq!(anne.put(&milestone, &set).problem(428), "precondition_required");
}

fn offered(by: &Member, path: &str) -> Vec<String> {
    let read = by.client.get(path).expect(200);
    let actions = read.get("allowed_actions").and_then(Value::as_array).cloned().unwrap_or_default();
    actions.iter().map(|action| action.as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_is_offered_depends_on_who_answers_for_it_and_on_the_phase() {
    let story = Story::begin();
    let path = action(&plan(&story, &story.proposal("Un verger", "Pour tous.")));
    let following = ["reportProgress", "blockAction", "completeAction", "abandonAction"];
    assert_eq!(offered(&story.bilal, &path), following);
    assert_eq!(offered(&story.chloe, &path), Vec::<String>::new());
    assert_eq!(offered(&story.anne, &path), [["replanAction", "setMilestone"].as_slice(), &following].concat());
    story.bilal.client.post(&format!("{path}/obstacle"), &json!({"reason": "Il gèle."})).expect(200);
    assert_eq!(offered(&story.bilal, &path), ["unblockAction", "abandonAction"]);
    story.bilal.client.post(&format!("{path}/abandonment"), &json!({"reason": "Il gèle encore."})).expect(200);
    assert_eq!(offered(&story.anne, &path), Vec::<String>::new());
}

/// Whoever represents an organisation does what it answers for, and the progress is told in its name if that is said.
#[test]
fn an_organisation_answers_for_an_action_through_who_represents_it() {
    let story = Story::begin();
    let (anne, bilal) = (&story.anne.client, &story.bilal);
    let maison = json!({"kind": "organisation", "profile": {"name": "La Maison"}});
    let maison = id(&anne.post(&at("/actors"), &maison).expect(201));
    let planned = anne.post(&at("/actions"), &orchard(&story.proposal("Un verger", "…"), &[&maison])).expect(201);
    let progress = format!("{}/progress", action(&id(&planned)));
    assert_eq!(bilal.client.post(&progress, &json!({"percent": 5})).problem(403), "forbidden");
    anne.put(&at(&format!("/actors/{}/representations/{maison}", bilal.id)), &json!({})).expect(200);
    bilal.client.post(&progress, &json!({"percent": 5})).expect(200);
    bilal.client.post(&format!("{progress}?on_behalf_of={maison}"), &json!({"percent": 6, "note": "Oui."})).expect(200);
    let told = story.stranger().get(&progress).expect(200);
    assert_eq!(told["items"][1]["by"], format!("actor:{maison}"));
}

/// Everything that can happen to actions; and every text that was typed for it.
pub fn happen(story: &Story) -> Vec<&'static str> {
    let (anne, bilal) = (&story.anne.client, &story.bilal.client);
    let idea = story.proposal("Un verger", "Pour tous les voisins.");
    for (below, end) in [
        ("/completion", json!({"results": "Quarante arbres."})),
        ("/abandonment", json!({"reason": "Le terrain est vendu."})),
    ] {
        let path = action(&plan(story, &idea));
        let set = json!({"title": "Plantés", "due": "2031-11-25T00:00:00Z"});
        let set = anne.post(&format!("{path}/milestones"), &set).expect(200);
        let milestone = id(&set["resource"]["milestones"][0]);
        bilal.post(&format!("{path}/milestones/{milestone}/reach"), &json!({})).expect(200);
        bilal.post(&format!("{path}/progress"), &json!({"percent": 40, "note": "Cela avance bien."})).expect(200);
        bilal.post(&format!("{path}/obstacle"), &json!({"reason": "Il gèle."})).expect(200);
        bilal.delete(&format!("{path}/obstacle")).expect(200);
        let plan = json!({"title": "Deux vergers", "purpose": "Plus de fruits.", "responsible": [story.bilal.id]});
        anne.seeing(6).put(&format!("{path}/plan"), &plan).expect(200);
        bilal.post(&format!("{path}{below}"), &end).expect(200);
    }
    vec![
        "Un verger",
        "Pour tous les voisins.",
        "Un verger partagé",
        "Que chaque quartier ait ses fruits.",
        "Plantés",
        "Cela avance bien.",
        "Il gèle.",
        "Deux vergers",
        "Plus de fruits.",
        "Quarante arbres.",
        "Le terrain est vendu.",
    ]
}

/// Every refusal of actions that a request reaches.
pub fn refusals(story: &Story) -> Vec<(&'static str, Reply)> {
    let (anne, bilal) = (&story.anne.client, &story.bilal.client);
    let nobody = "01890a5d-ac96-774b-bcce-b302099a8057";
    let (idea, withdrawn) = (story.proposal("Un verger", "…"), story.proposal("Un parking", "…"));
    bilal.post(&(of(&withdrawn) + "/withdrawal"), &json!({})).expect(200);
    let gone = story.server.join("vallee", anne, "Émile");
    gone.client.post(&at(&format!("/actors/{}/departure", gone.id)), &json!({})).expect(200);
    let try_plan = |origin: &str, responsible: &[&str]| anne.post(&at("/actions"), &orchard(origin, responsible));
    let mut in_debt = orchard(&idea, &[&story.bilal.id]);
    in_debt["budget"]["minor"] = json!(-1);
    let path = action(&plan(story, &idea));
    let act = |below: &str, body: &Value| bilal.post(&format!("{path}{below}"), body);
    let set = json!({"title": "Plantés", "due": "2031-11-25T00:00:00Z"});
    let milestone = anne.post(&format!("{path}/milestones"), &set).expect(200);
    let reach = format!("/milestones/{}/reach", id(&milestone["resource"]["milestones"][0]));
    let mut refused = vec![
        ("unknown_action", bilal.post(&format!("{}/progress", action(nobody)), &json!({"percent": 5}))),
        ("unknown_origin", try_plan(nobody, &[&story.bilal.id])),
        ("origin_gone", try_plan(&withdrawn, &[&story.bilal.id])),
        ("responsible_missing", try_plan(&idea, &[])),
        ("unknown_responsible", try_plan(&idea, &[nobody])),
        ("responsible_left", try_plan(&idea, &[&gone.id])),
        ("budget_negative", anne.post(&at("/actions"), &in_debt)),
        ("action_not_blocked", bilal.delete(&format!("{path}/obstacle"))),
        ("unknown_milestone", act(&format!("/milestones/{nobody}/reach"), &json!({}))),
    ];
    act(&reach, &json!({})).expect(200);
    refused.push(("milestone_already_reached", act(&reach, &json!({}))));
    let mut too_many = orchard(&idea, &[&story.bilal.id]);
    too_many["milestones"] = Value::Array(vec![set.clone(); 65]);
    refused.push(("too_many_milestones", anne.post(&at("/actions"), &too_many)));
    act("/obstacle", &json!({"reason": "Il gèle."})).expect(200);
    refused.push(("action_blocked", act("/progress", &json!({"percent": 5}))));
    act("/abandonment", &json!({"reason": "Il gèle encore."})).expect(200);
    refused.push(("action_over", act("/progress", &json!({"percent": 5}))));
    refused
}

#[test]
fn values_of_actions_that_do_not_fit_are_pointed_at() {
    let story = Story::begin();
    let idea = story.proposal("Un verger", "…");
    let with = |field: &str, value: Value| {
        let mut new = orchard(&idea, &[&story.bilal.id]);
        new[field] = value;
        story.anne.client.post(&at("/actions"), &new)
    };
    let path = action(&plan(&story, &idea));
    let progress = story.bilal.client.post(&format!("{path}/progress"), &json!({"percent": 101}));
    let many: Vec<_> = (0..17).map(|n| format!("6f9619ff-8b86-4d01-b42d-00cf4fc964{n:02x}")).collect();
    for (reply, place, detail) in [
        (
            with("budget", json!({"minor": 9_007_199_254_740_992_u64, "currency": "EUR"})),
            "/budget/minor",
            "whole number",
        ),
        (with("budget", json!({"minor": 1.5, "currency": "EUR"})), "/budget/minor", "whole number"),
        (with("budget", json!({"minor": 1, "currency": "euro"})), "/budget/currency", "three capitals"),
        (with("budget", json!({"minor": 1})), "/budget/currency", "missing"),
        (with("origin", json!("idea:12")), "/origin", "contribution:"),
        (with("responsible", json!(many)), "/responsible", "short list"),
        (
            with("milestones", json!([{"title": "Plantés", "due": "bientôt"}])),
            "/milestones/0/due",
            "2026-03-05T17:02:11Z",
        ),
        (progress, "/percent", "from 0 to 100"),
    ] {
        let told = misfit(&reply, 422);
        assert!(told.0 == place && told.1.contains(detail), "{told:?}");
    }
}
