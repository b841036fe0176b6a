//! The life of specifications: opened with two questions, filled with requirements, published, adopted, carried elsewhere.

mod amendments;
mod happen;
mod refusals;
mod templates;
mod versions;

use serde_json::{Value, json};
use testkit::{Client, Member};

use crate::story::{Story, at, id};

pub use happen::happen;
pub use refusals::refusals;

/// The path of a specification.
pub fn specification(id: &str) -> String {
    at(&format!("/specifications/{id}"))
}

/// A specification that Anne opens, with tresse's own questions.
fn open(story: &Story) -> String {
    let opened = story.anne.client.post(&at("/specifications"), &json!({"title": "Un outil pour la vallée"}));
    specification(&id(&opened.expect(201)))
}

/// A specification, for whoever wants any.
pub fn one(story: &Story) -> String {
    last(&open(story))
}

fn last(path: &str) -> String {
    path.split('/').next_back().unwrap().to_owned()
}

/// The path of a requirement that somebody proposes.
fn require(by: &Member, specification: &str, kind: &str, title: &str, from: &[String]) -> String {
    let new = json!({"kind": kind, "title": title, "from": from});
    let proposed = by.client.post(&format!("{specification}/requirements"), &new).expect(201);
    format!("{specification}/requirements/{}", id(&proposed))
}

fn want(by: &Member, requirement: &str, priority: &str) -> Value {
    let wanted = by.client.put(&format!("{requirement}/priority"), &json!({"priority": priority}));
    wanted.expect(200)["resource"].clone()
}

/// The id of the version that Anne publishes.
fn publish(story: &Story, specification: &str) -> String {
    id(&story.anne.client.post(&format!("{specification}/versions"), &json!({})).expect(201))
}

fn version_of(story: &Story, path: &str) -> u32 {
    u32::try_from(story.anne.client.get(path).expect(200)["version"].as_u64().unwrap()).unwrap()
}

/// A decision by consent or majority about some things, up to its outcome: it passes if all say yes.
fn decide(story: &Story, links: &[String], say: &str) -> String {
    let path = voting(story, links);
    for by in [&story.anne, &story.bilal, &story.chloe] {
        by.client.post(&format!("{path}/ballots"), &json!({"ballot": {"say": say}})).expect(200);
    }
    story.anne.client.post(&format!("{path}/closing"), &json!({})).expect(200);
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while story.anne.client.get(&path).expect(200)["phase"] != "decided" {
        assert!(std::time::Instant::now() < until, "nothing comes of {path}");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    last(&path)
}

/// The path of an open decision by majority about some things.
fn voting(story: &Story, links: &[String]) -> String {
    let new = json!({
        "title": "Adoptons-nous ce texte ?", "electorate": {"who": "persons"}, "rules": {
            "method": {"kind": "majority", "threshold": "simple", "base": "expressed"}, "mode": "roll_call",
            "ties": "listed_first"
        }
    });
    let path = at(&format!("/decisions/{}", id(&story.bilal.client.post(&at("/decisions"), &new).expect(201))));
    for to in links {
        story.bilal.client.post(&format!("{path}/links"), &json!({"to": to})).expect(200);
    }
    story.anne.client.post(&format!("{path}/opening"), &json!({})).expect(200);
    path
}

fn about(version: &str) -> Vec<String> {
    vec![format!("specification_version:{version}")]
}

fn offered(by: &Client, path: &str) -> Vec<String> {
    let read = by.get(path).expect(200);
    let actions = read.get("allowed_actions").and_then(Value::as_array).cloned().unwrap_or_default();
    actions.iter().map(|action| action.as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_specification_is_opened_with_two_questions_that_people_answer() {
    let story = Story::begin();
    let (anne, stranger) = (&story.anne.client, story.stranger());
    let before = story.head();
    let path = open(&story);
    assert_eq!(story.head(), before + 3, "two questions and the opening, in one frame");
    let shown = stranger.get(&path).expect(200);
    assert_eq!((&shown["title"], &shown["versions"]), (&json!("Un outil pour la vallée"), &json!(0)));
    let question = |side: &str| {
        let question = stranger.get(&at(&format!("/contributions/{}", shown[side].as_str().unwrap()))).expect(200);
        (question["kind"].clone(), question["title"].clone())
    };
    assert_eq!(question("goals"), (json!("question"), json!("Que voulons-nous faire ensemble ?")));
    assert_eq!(question("means"), (json!("question"), json!("Avec quels moyens ?")));
    assert_eq!(offered(anne, &path), ["reviseSpecification", "proposeRequirement"]);
    assert_eq!(offered(&story.bilal.client, &path), ["proposeRequirement"]);
    // One question that was asked before, and one in other words.
    let goals = story.question("Qu’est-ce qui manque ?");
    let new = json!({
        "title": "Autre chose", "goals": goals, "means_question": {"title": "Qui apporte quoi ?", "body": "Même peu."}
    });
    let opened = anne.post(&at("/specifications"), &new).expect(201)["resource"].clone();
    assert_eq!(opened["goals"], json!(goals));
    let means = stranger.get(&at(&format!("/contributions/{}", opened["means"].as_str().unwrap()))).expect(200);
    assert_eq!((&means["title"], &means["body"]), (&json!("Qui apporte quoi ?"), &json!("Même peu.")));
    let both = json!({"title": "x", "goals": goals, "goals_question": {"title": "Et ?"}});
    let refused = anne.post(&at("/specifications"), &both);
    assert_eq!(crate::story::misfit(&refused, 422).0, "/goals_question");
    assert_eq!(crate::story::misfit(&anne.post(&at("/specifications"), &json!({})), 422).0, "/title");
    assert_eq!(story.bilal.client.post(&at("/specifications"), &json!({"title": "x"})).problem(403), "forbidden");
    let listed = stranger.get(&at("/specifications?expand=texts&limit=1")).expect(200);
    assert_eq!(listed["items"][0]["title"], "Un outil pour la vallée");
    assert!(listed["next"].is_string());
}

/// The object of an opening is found again by its key, though its first event is a question.
#[test]
fn an_opening_and_a_split_are_found_again_by_their_keys() {
    let story = Story::begin();
    let keyed = |key: &str| story.anne.client.with("idempotency-key", key);
    let new = json!({"title": "Un outil"});
    let first = keyed("opening-0001").post(&at("/specifications"), &new).expect(201);
    let again = keyed("opening-0001").post(&at("/specifications"), &new).expect(201);
    assert_eq!((&first["id"], &first["position"]), (&again["id"], &again["position"]));
    let path = specification(&id(&first));
    let requirement = require(&story.bilal, &path, "goal", "Voir qui fait quoi, et où", &[]);
    let parts = json!({"into": [{"title": "Voir qui fait quoi"}, {"title": "Voir où"}]});
    let tried = story.anne.client.post(&format!("{requirement}/split?dry_run=true"), &parts).expect(200);
    assert_eq!((&tried["version"], story.head()), (&json!(2), first["position"].as_u64().unwrap() + 1));
    let first = keyed("splitting-0001").post(&format!("{requirement}/split"), &parts).expect(200);
    let again = keyed("splitting-0001").post(&format!("{requirement}/split"), &parts).expect(200);
    assert_eq!((&first["id"], &first["version"]), (&json!(last(&requirement)), &json!(2)));
    assert_eq!((&again["id"], &again["resource"]["phase"]), (&json!(last(&requirement)), &json!("split")));
    let published = keyed("publishing-0001").post(&format!("{path}/versions"), &json!({})).expect(201);
    let again = keyed("publishing-0001").post(&format!("{path}/versions"), &json!({})).expect(201);
    assert_eq!((&published["id"], &again["resource"]["number"]), (&again["id"], &json!(1)));
}

#[test]
fn a_title_is_replaced_by_whoever_has_seen_the_last() {
    let story = Story::begin();
    let (anne, path) = (&story.anne.client, open(&story));
    let title = json!({"title": "Un outil commun"});
    assert_eq!(anne.put(&path, &title).problem(428), "precondition_required");
    let opened = story.head();
    anne.seeing(1).put(&path, &title).expect(200);
    assert_eq!(anne.seeing(1).put(&path, &title).problem(412), "stale_version");
    assert_eq!(story.stranger().get(&path).expect(200)["title"], "Un outil commun");
    let past = story.stranger().get(&format!("{path}?as_of={opened}")).expect(200);
    assert_eq!(past["title"], "Un outil pour la vallée");
}

#[test]
fn the_median_of_what_people_want_is_the_requirements_priority() {
    let story = Story::begin();
    let path = open(&story);
    let requirement = require(&story.bilal, &path, "goal", "Un agenda commun", &[]);
    let counts = |of: &Value| (of["priority"].clone(), of["priorities"]["persons"].clone());
    assert_eq!(counts(&story.stranger().get(&requirement).expect(200)), (Value::Null, json!(0)));
    assert_eq!(counts(&want(&story.anne, &requirement, "must")), (json!("must"), json!(1)));
    let one = story.head();
    assert_eq!(counts(&want(&story.bilal, &requirement, "could")), (json!("could"), json!(2)), "the lower of the two");
    assert_eq!(counts(&want(&story.chloe, &requirement, "should")), (json!("should"), json!(3)));
    let three = story.head();
    assert_eq!(counts(&want(&story.bilal, &requirement, "must")), (json!("must"), json!(3)));
    want(&story.bilal, &requirement, "must");
    assert_eq!(story.head(), three + 1, "to say the same twice has no effect");
    let shown = story.stranger().get(&format!("{requirement}?as_of={one}")).expect(200);
    assert_eq!(shown["priorities"], json!({"must": 1, "should": 0, "could": 0, "wont": 0, "persons": 1}));
    // Nobody else reads it, and the event names nobody.
    let own = |by: &Member| by.client.get(&format!("{requirement}/priority")).expect(200)["priority"].clone();
    assert_eq!([own(&story.bilal), own(&story.chloe)], ["must", "should"]);
    assert_eq!(story.stranger().get(&format!("{requirement}/priority")).problem(401), "authentication_required");
    let event = story.anne.client.get(&at(&format!("/events/{three}"))).expect(200)["event"].clone();
    assert!(event.get("by").is_none() && !event.to_string().contains(&story.bilal.id), "{event}");
    assert_eq!((&event["data"]["priority"], &event["data"]["was"]), (&json!("must"), &json!("could")));
    let maison = json!({"kind": "organisation", "profile": {"name": "La Maison"}});
    let maison = id(&story.anne.client.post(&at("/actors"), &maison).expect(201));
    let entered = format!("{requirement}/priority?on_behalf_of={maison}&evidence=paper");
    let refused = story.anne.client.put(&entered, &json!({"priority": "must"}));
    assert_eq!(crate::story::misfit(&refused, 422).0, "on_behalf_of", "only persons have one");
}

#[test]
fn requirements_are_filtered_and_walked() {
    let story = Story::begin();
    let path = open(&story);
    let made = [("goal", "Un"), ("means", "Deux"), ("goal", "Trois")]
        .map(|(kind, title)| last(&require(&story.bilal, &path, kind, title, &[])));
    let reject = format!("{path}/requirements/{}/rejection", made[2]);
    story.anne.client.post(&reject, &json!({"reason": "Hors de portée."})).expect(200);
    let listed = |query: &str| -> Vec<String> {
        let page = story.stranger().get(&format!("{path}/requirements?{query}")).expect(200);
        page["items"].as_array().unwrap().iter().map(id).collect()
    };
    assert_eq!(listed("kind=goal"), [made[0].clone(), made[2].clone()]);
    assert_eq!(listed("kind=goal&phase=standing"), made[..1]);
    assert_eq!(listed("phase=rejected"), made[2..]);
    assert_eq!(listed("limit=2"), made[..2]);
    assert_eq!(listed(&format!("limit=2&after={}", made[1])), made[2..]);
    let table = story.stranger().with("accept", "text/csv").get(&format!("{path}/requirements?expand=texts"));
    let table = String::from_utf8(table.body).unwrap();
    assert!(table.starts_with("id,specification,kind,title,") && table.matches("\r\n").count() == 4, "{table}");
    let elsewhere = open(&story);
    let there = format!("{elsewhere}/requirements/{}", made[0]);
    assert_eq!(story.stranger().get(&there).problem(404), "unknown_requirement", "it is of another specification");
    assert_eq!(story.bilal.client.put(&format!("{there}/priority"), &json!({"priority": "must"})).status, 404);
}

/// Of many who change what they have all seen, one does; the others are told to look again.
#[test]
fn of_many_who_saw_the_same_version_one_changes_it() {
    let story = Story::begin();
    let path = open(&story);
    let requirement = require(&story.bilal, &path, "goal", "Voir qui fait quoi", &[]);
    for number in 0..6 {
        let amendment = json!({"title": format!("Voir qui fait quoi ({number})")});
        story.chloe.client.post(&format!("{requirement}/amendments"), &amendment).expect(200);
    }
    let seen = version_of(&story, &requirement);
    let statuses: Vec<u16> = std::thread::scope(|scope| {
        let accept = |number: usize| {
            let (client, requirement) = (story.anne.client.seeing(seen), &requirement);
            scope
                .spawn(move || client.post(&format!("{requirement}/amendments/{number}/acceptance"), &json!({})).status)
        };
        let accepting: Vec<_> = (1..=6).map(accept).collect();
        accepting.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 1, "{statuses:?}");
    assert!(statuses.iter().all(|status| [200, 412].contains(status)), "{statuses:?}");
    assert_eq!(story.stranger().get(&requirement).expect(200)["text"], 2);
}
