//! Drivers, what they commit to, and how far the network reaches: from the invitation to the coverage.

use std::sync::Arc;

use app::edge::ToldClock;
use serde_json::{Value, json};
use testkit::{Client, Member, Reply, Setting, TestServer};

use crate::audiences::define;
use crate::story::{Story, at, id};

const NOBODY: &str = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";

/// A network, and a clock that is told the time.
fn begin_at(dir: &std::path::Path, now: &str) -> (Story, Arc<ToldClock>) {
    let clock = Arc::new(ToldClock::new(now.parse().unwrap()));
    let setting = Setting { clock: Arc::clone(&clock) as _, ..Setting::default() };
    (Story::with(TestServer::start_on(dir, &setting), "public"), clock)
}

fn driver(id: &str) -> String {
    at(&format!("/drivers/{id}"))
}

fn invite(story: &Story, actor: &str) -> Reply {
    story.anne.client.post(&at("/drivers"), &json!({"actor": actor}))
}

fn accept(by: &Client, actor: &str) -> Reply {
    by.post(&(driver(actor) + "/acceptance"), &json!({}))
}

fn commitment(actor: &str, audience: &str) -> String {
    driver(actor) + &format!("/commitments/{audience}")
}

/// Whom Anne invites and who accepts.
fn drives(story: &Story, member: &Member) {
    invite(story, &member.id).expect(201);
    accept(&member.client, &member.id).expect(200);
}

/// A driver, for whoever wants any.
pub fn one(story: &Story) {
    drives(story, &story.chloe);
}

fn offered(by: &Client, path: &str) -> Vec<String> {
    let read = by.get(path).expect(200);
    let actions = read.get("allowed_actions").and_then(Value::as_array).cloned().unwrap_or_default();
    actions.iter().map(|action| action.as_str().unwrap().to_owned()).collect()
}

fn roles(story: &Story, actor: &str) -> Vec<Value> {
    let shown = story.stranger().get(&at(&format!("/actors/{actor}"))).expect(200);
    let roles = shown["roles"].as_array().unwrap().iter().filter(|role| role["holds"] == true);
    roles.map(|role| role["role"].clone()).collect()
}

fn coverage(by: &Client, query: &str) -> Value {
    by.get(&at(&format!("/mobilisation{query}"))).expect(200)
}

/// The codes of what remains to be done, and with what.
fn remaining(coverage: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let remaining = coverage["remaining"].as_array().unwrap().iter();
    remaining.map(|todo| (text(&todo["code"]), text(&todo["object"]))).collect()
}

fn meeting(story: &Story, kind: &str, day: &str, audience: Option<&str>) -> String {
    let mut planned = json!({
        "kind": kind, "starts_at": format!("{day}T18:00:00Z"), "ends_at": format!("{day}T20:00:00Z"),
        "title": "Au foyer du lycée", "place": "Le foyer"
    });
    if let Some(audience) = audience {
        planned["audience"] = audience.into();
    }
    id(&story.anne.client.post(&at("/meetings"), &planned).expect(201))
}

fn count(story: &Story, meeting: &str, version: u32, count: u32) {
    let attendance = at(&format!("/meetings/{meeting}/attendance"));
    story.anne.client.seeing(version).put(&attendance, &json!({"count": count})).expect(200);
}

#[test]
fn who_accepts_drives_from_then_on_until_they_step_back() {
    let story = Story::begin();
    let (bilal, path) = (&story.bilal, driver(&story.bilal.id));
    assert_eq!(story.stranger().get(&path).problem(404), "no_such_driver");
    let invited = invite(&story, &bilal.id);
    assert_eq!(invited.headers["location"], path);
    assert_eq!(invited.expect(201)["resource"]["standing"], "invited");
    let head = story.head();
    invite(&story, &bilal.id).expect(201);
    assert_eq!(story.head(), head, "to invite twice has no effect");
    assert_eq!(offered(&bilal.client, &path), ["acceptDriving", "declineDriving"]);
    assert_eq!(offered(&story.chloe.client, &path), Vec::<String>::new());
    assert_eq!(roles(&story, &bilal.id), Vec::<Value>::new());

    let accepted = accept(&bilal.client, &bilal.id).expect(200);
    assert_eq!(accepted["resource"]["standing"], "driving");
    assert_eq!(accepted["resource"]["invited_by"], format!("actor:{}", story.anne.id));
    assert_eq!(roles(&story, &bilal.id), ["driver"]);
    assert_eq!(story.head(), head + 2, "the role is granted with it");
    let again = accept(&bilal.client, &bilal.id);
    assert_eq!(again.problem(409), "not_invited_to_drive", "nothing is granted a second time");
    let driving = story.head();
    assert_eq!(offered(&bilal.client, &path), ["stepBackAsDriver"], "there is no audience to commit to");
    let young = define(&story, "Les jeunes", Some(640));
    let goal = json!({"goal": "Un délégué par lycée."});
    let committed = bilal.client.put(&commitment(&bilal.id, &young), &goal).expect(200);
    assert_eq!(committed["resource"]["commitments"][0]["goal"], "Un délégué par lycée.");
    let committed = story.head();
    assert_eq!(offered(&bilal.client, &path), ["stepBackAsDriver", "commitToAudience", "releaseAudience"]);
    assert_eq!(coverage(&story.stranger(), "")["audiences"][0]["drivers"], json!([bilal.id]));

    let reason = json!({"reason": "Je passe la main."});
    let stepped_back = bilal.client.post(&(path.clone() + "/stepping-back"), &reason).expect(200);
    let shown = &stepped_back["resource"];
    assert_eq!((&shown["standing"], &shown["reason"]), (&json!("over"), &json!("Je passe la main.")));
    assert_eq!(shown["commitments"][0]["in_force"], false);
    assert!(shown["commitments"][0]["ended_at"].is_string());
    assert_eq!(roles(&story, &bilal.id), Vec::<Value>::new());
    assert_eq!(coverage(&story.stranger(), "")["audiences"][0]["drivers"], json!([]));
    let standing = |as_of: u64| story.stranger().get(&format!("{path}?as_of={as_of}")).expect(200)["standing"].clone();
    assert_eq!([head, driving, committed, story.head()].map(standing), ["invited", "driving", "driving", "over"]);
    assert_eq!(invite(&story, &bilal.id).expect(201)["resource"]["standing"], "invited", "and may be invited again");
}

#[test]
fn who_declines_says_why_and_whoever_has_the_role_otherwise_is_a_driver_too() {
    let story = Story::begin();
    let (bilal, chloe, anne) = (&story.bilal, &story.chloe, &story.anne.client);
    invite(&story, &bilal.id).expect(201);
    let declined = json!({"reason": "Pas avant l’automne."});
    let declined = bilal.client.post(&(driver(&bilal.id) + "/refusal"), &declined).expect(200);
    assert_eq!(declined["resource"]["reason"], "Pas avant l’automne.");
    assert_eq!(declined["resource"]["standing"], "declined");
    anne.put(&at(&format!("/actors/{}/roles/driver", chloe.id)), &json!({})).expect(200);
    let young = define(&story, "Les jeunes", None);
    chloe.client.put(&commitment(&chloe.id, &young), &json!({})).expect(200);
    let listed = |query: &str| -> Vec<String> {
        let page = story.stranger().get(&at(&format!("/drivers?{query}"))).expect(200);
        page["items"].as_array().unwrap().iter().map(id).collect()
    };
    assert_eq!(listed(""), [bilal.id.clone(), chloe.id.clone()]);
    assert_eq!(listed("standing=declined"), std::slice::from_ref(&bilal.id));
    assert_eq!(listed("standing=driving"), std::slice::from_ref(&chloe.id));
    assert_eq!(listed(&format!("audience={young}")), std::slice::from_ref(&chloe.id));
    assert_eq!(listed("limit=1"), std::slice::from_ref(&bilal.id));
    let next = story.stranger().get(&at("/drivers?limit=1")).expect(200)["next"].clone();
    assert_eq!(listed(&format!("after={}", next.as_str().unwrap())), std::slice::from_ref(&chloe.id));
    let figures = coverage(&story.stranger(), "")["drivers"].clone();
    let expected = json!({"invited": 1, "pending": 0, "accepted": 0, "declined": 1, "lapsed": 0, "driving": 1});
    assert_eq!(figures, expected);
    // The role is taken back: what was promised with it ends, and does not come back with another grant.
    let role = at(&format!("/actors/{}/roles/driver", chloe.id));
    anne.delete(&role).expect(200);
    assert_eq!(chloe.client.put(&commitment(&chloe.id, &young), &json!({})).problem(409), "not_driving");
    anne.put(&role, &json!({})).expect(200);
    assert_eq!(listed(&format!("audience={young}")), Vec::<String>::new());
    chloe.client.put(&commitment(&chloe.id, &young), &json!({})).expect(200);
    assert_eq!(listed(&format!("audience={young}")), std::slice::from_ref(&chloe.id));
    chloe.client.delete(&commitment(&chloe.id, &young)).expect(200);
    let head = story.head();
    chloe.client.delete(&commitment(&chloe.id, &young)).expect(200);
    assert_eq!((listed(&format!("audience={young}")), story.head()), (vec![], head), "to release twice has no effect");
}

/// Who represents an organisation answers and commits in its name, without having to say so; a facilitator enters it with
/// evidence.
#[test]
fn an_organisation_drives_through_who_represents_it() {
    let story = Story::begin();
    let (anne, bilal) = (&story.anne.client, &story.bilal);
    let maison = json!({"kind": "organisation", "profile": {"name": "La Maison"}});
    let maison = id(&anne.post(&at("/actors"), &maison).expect(201));
    invite(&story, &maison).expect(201);
    assert_eq!(accept(&bilal.client, &maison).problem(403), "forbidden");
    assert_eq!(accept(anne, &maison).problem(403), "forbidden", "who invites does not answer");
    anne.put(&at(&format!("/actors/{}/representations/{maison}", bilal.id)), &json!({})).expect(200);
    assert_eq!(offered(&bilal.client, &driver(&maison)), ["acceptDriving", "declineDriving"]);
    accept(&bilal.client, &maison).expect(200);
    assert_eq!(roles(&story, &maison), ["driver"]);
    let event = anne.get(&at(&format!("/events/{}", story.head() - 2))).expect(200)["event"].clone();
    assert_eq!((&event["type"], &event["for"]), (&json!("driver.accepted"), &json!(format!("actor:{maison}"))));
    let young = define(&story, "Les jeunes", Some(640));
    bilal.client.put(&commitment(&maison, &young), &json!({"goal": "Ouvrir le samedi."})).expect(200);
    assert_eq!(coverage(&story.stranger(), "")["audiences"][0]["drivers"], json!([maison]));
    let elders = define(&story, "Les aînés", None);
    let entered = format!("{}?on_behalf_of={maison}&evidence=telephone", commitment(&maison, &elders));
    let entered = anne.put(&entered, &json!({"goal": "Un repas par mois."})).expect(200);
    assert_eq!(entered["resource"]["commitments"][1]["goal"], "Un repas par mois.");
    // A person of an organisation that drives plans outreach in its name.
    let outreach = json!({
        "kind": "outreach", "starts_at": "2999-01-01T18:00:00Z", "ends_at": "2999-01-01T20:00:00Z",
        "title": "Au foyer", "place": "Le foyer", "audience": young
    });
    assert_eq!(bilal.client.post(&at("/meetings"), &outreach).problem(403), "forbidden");
    bilal.client.post(&at(&format!("/meetings?on_behalf_of={maison}")), &outreach).expect(201);
}

#[test]
fn what_remains_to_be_done_follows_from_what_was_done() {
    let dir = tempfile::tempdir().unwrap();
    let (story, clock) = begin_at(dir.path(), "2026-01-01T09:00:00Z");
    let (anne, bilal) = (&story.anne.client, &story.bilal);
    let codes = |query: &str| remaining(&coverage(&story.stranger(), query));
    let of_network = |codes: &[&str]| codes.iter().map(|code| ((*code).to_owned(), String::new())).collect::<Vec<_>>();
    assert_eq!(codes(""), of_network(&["no_audience", "no_driver", "launch_not_planned"]));
    let (young, elders) = (define(&story, "Les jeunes", Some(640)), define(&story, "Les aînés", None));
    let retired = define(&story, "Les commerçants", None);
    anne.post(&at(&format!("/audiences/{retired}/retirement")), &json!({})).expect(200);
    let [of_young, of_elders] = [&young, &elders].map(|id| format!("audience:{id}"));
    let pair = |code: &str, object: &str| (code.to_owned(), object.to_owned());
    let of_audiences = [
        pair("no_estimate", &of_elders),
        pair("audience_without_driver", &of_young),
        pair("audience_without_driver", &of_elders),
        pair("audience_not_met", &of_young),
        pair("audience_not_met", &of_elders),
        pair("audience_without_actors", &of_young),
        pair("audience_without_actors", &of_elders),
    ];
    let mut expected = of_network(&["no_driver", "launch_not_planned"]);
    expected.extend(of_audiences);
    assert_eq!(codes(""), expected);
    let before = story.head();

    invite(&story, &bilal.id).expect(201);
    assert_eq!(codes("")[1], pair("invitation_pending", &format!("actor:{}", bilal.id)));
    accept(&bilal.client, &bilal.id).expect(200);
    assert_eq!(codes("")[1], pair("driver_without_audience", &format!("actor:{}", bilal.id)));
    bilal.client.put(&commitment(&bilal.id, &young), &json!({})).expect(200);
    for n in 0..3 {
        let person = json!({"kind": "person", "audience": young, "profile": {"name": format!("Jeune {n}")}});
        anne.post(&at("/actors"), &person).expect(201);
    }
    let [first, second] = ["2026-02-01", "2026-03-01"].map(|day| meeting(&story, "outreach", day, Some(&young)));
    let dropped = meeting(&story, "outreach", "2026-02-02", Some(&elders));
    let cancelled = json!({"reason": "Verglas"});
    anne.seeing(1).post(&at(&format!("/meetings/{dropped}/cancellation")), &cancelled).expect(200);
    let launch = meeting(&story, "launch", "2026-04-01", None);
    let of_launch = |standing: &str| coverage(&story.stranger(), "")["launch"]["standing"] == standing;
    assert!(of_launch("planned"));
    let still = [
        pair("launch_not_held", &format!("meeting:{launch}")),
        pair("no_estimate", &of_elders),
        pair("audience_without_driver", &of_elders),
        pair("audience_not_met", &of_young),
        pair("audience_not_met", &of_elders),
        pair("audience_without_actors", &of_elders),
    ];
    assert_eq!(codes(""), still);
    // Nothing is recorded, and the figures move with time: to be seen beforehand, and again later as they were.
    let planned = story.head();
    let figures = |query: &str| coverage(&story.stranger(), query)["audiences"][0].clone();
    let outreach = |held: u32, planned: u32| json!({"held": held, "planned": planned, "counted": 0});
    assert_eq!(figures("")["outreach"], outreach(0, 2));
    assert_eq!(figures("?at=2026-02-01T20:00:00Z")["outreach"], outreach(1, 1));
    assert_eq!(figures("?at=2027-01-01T00:00:00Z")["met"], true);
    clock.tell("2026-02-01T20:00:00Z".parse().unwrap());
    assert_eq!(figures("")["outreach"], outreach(1, 1), "it has ended at that very moment");
    assert_eq!(codes("").last(), Some(&pair("meeting_not_counted", &format!("meeting:{first}"))));
    count(&story, &first, 1, 0);
    assert_eq!(
        (&figures("")["met"], &figures("")["outreach"]["attendance"]),
        (&json!(false), &json!(0)),
        "nobody came"
    );
    count(&story, &first, 2, 23);
    clock.tell("2026-04-02T00:00:00Z".parse().unwrap());
    count(&story, &second, 1, 8);
    count(&story, &launch, 1, 70);
    let young_reached = json!({
        "audience": young, "name": "Les jeunes", "estimated_size": 640, "actors": 3, "share_per_mille": 4,
        "drivers": [bilal.id], "outreach": {"held": 2, "planned": 0, "counted": 2, "attendance": 31}, "met": true
    });
    assert_eq!(figures(""), young_reached);
    assert!(of_launch("held") && coverage(&story.stranger(), "")["launch"]["attendance"] == 70);
    assert_eq!(codes("").len(), 4, "what concerns the elders is left: {:?}", codes(""));
    assert_eq!(codes(&format!("?as_of={before}")), expected);
    assert_eq!(codes(&format!("?as_of={planned}")), still);
    assert_eq!(codes("?as_of=2026-01-01T12:00:00Z"), still);
}

#[test]
fn what_remains_to_be_done_is_told_in_the_readers_language() {
    let story = Story::begin();
    define(&story, "Les jeunes", None);
    invite(&story, &story.bilal.id).expect(201);
    let told = |by: &Client, language: &str| {
        let coverage = coverage(&by.with("accept-language", language), "");
        let sentences = coverage["remaining"].as_array().unwrap().iter().map(|todo| todo["sentence"].clone());
        sentences.map(|sentence| sentence.as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let french = told(&story.chloe.client, "fr");
    assert!(french.contains(&"Une invitation à mener la mobilisation attend une réponse : Bilal Haddad.".to_owned()));
    assert!(french.contains(&"Aucun acteur moteur n’est engagé auprès du public « Les jeunes ».".to_owned()));
    let english = told(&story.stranger(), "en");
    let pending = "An invitation to drive the mobilisation waits for an answer: a person of the network.";
    assert!(english.contains(&pending.to_owned()), "names of persons are for members: {english:?}");
    assert!(english.contains(&"No driver is committed to the audience “Les jeunes”.".to_owned()));
}

/// A role that has come to its end counts no more, whether or not that was written down.
#[test]
fn a_role_that_has_ended_carries_no_commitment() {
    let dir = tempfile::tempdir().unwrap();
    let (story, clock) = begin_at(dir.path(), "2026-01-01T09:00:00Z");
    let young = define(&story, "Les jeunes", Some(100));
    let role = at(&format!("/actors/{}/roles/driver", story.bilal.id));
    story.anne.client.put(&role, &json!({"until": "2026-02-01T00:00:00Z"})).expect(200);
    story.bilal.client.put(&commitment(&story.bilal.id, &young), &json!({})).expect(200);
    let drivers = |query: &str| coverage(&story.stranger(), query)["audiences"][0]["drivers"].clone();
    assert_eq!(drivers(""), json!([story.bilal.id]));
    assert_eq!(drivers("?at=2026-01-31T23:59:59Z"), json!([story.bilal.id]));
    assert_eq!(drivers("?at=2026-02-01T00:00:00Z"), json!([]));
    clock.tell("2026-03-01T00:00:00Z".parse().unwrap());
    assert_eq!(drivers(""), json!([]));
    assert_eq!(drivers("?as_of=2026-01-02T00:00:00Z"), json!([story.bilal.id]));
    // Who leaves takes their commitments along.
    drives(&story, &story.chloe);
    story.chloe.client.put(&commitment(&story.chloe.id, &young), &json!({})).expect(200);
    assert_eq!(drivers(""), json!([story.chloe.id]));
    story.chloe.client.post(&at(&format!("/actors/{}/departure", story.chloe.id)), &json!({})).expect(200);
    assert_eq!(drivers(""), json!([]));
    let shown = story.stranger().get(&driver(&story.chloe.id)).expect(200);
    assert_eq!((&shown["standing"], &shown["commitments"][0]["in_force"]), (&json!("over"), &json!(false)));
}

/// Everything that can happen to drivers; and every text that was typed for it.
pub fn happen(story: &Story) -> Vec<&'static str> {
    let chloe = &story.chloe;
    invite(story, &chloe.id).expect(201);
    let declined = json!({"reason": "Pas avant l’automne."});
    chloe.client.post(&(driver(&chloe.id) + "/refusal"), &declined).expect(200);
    drives(story, chloe);
    let audience = define(story, "Les lycéens", Some(300));
    let goal = json!({"goal": "Un délégué par lycée."});
    chloe.client.put(&commitment(&chloe.id, &audience), &goal).expect(200);
    chloe.client.delete(&commitment(&chloe.id, &audience)).expect(200);
    let reason = json!({"reason": "Je passe la main."});
    chloe.client.post(&(driver(&chloe.id) + "/stepping-back"), &reason).expect(200);
    vec!["Pas avant l’automne.", "Les lycéens", "Un délégué par lycée.", "Je passe la main."]
}

/// Every refusal of drivers that a request reaches.
pub fn refusals(story: &Story) -> Vec<(&'static str, Reply)> {
    let (anne, bilal) = (&story.anne.client, &story.bilal);
    let gone = story.server.join("vallee", anne, "Fatou");
    gone.client.post(&at(&format!("/actors/{}/departure", gone.id)), &json!({})).expect(200);
    let audience = define(story, "Les jeunes", None);
    let mut refused = vec![
        ("unknown_driver", invite(story, NOBODY)),
        ("no_such_driver", story.stranger().get(&driver(NOBODY))),
        ("no_such_driver", accept(&bilal.client, NOBODY)),
        ("driver_left", invite(story, &gone.id)),
        ("not_invited_to_drive", accept(&bilal.client, &bilal.id)),
        ("not_driving", bilal.client.put(&commitment(&bilal.id, &audience), &json!({}))),
        ("not_driving", bilal.client.post(&(driver(&bilal.id) + "/stepping-back"), &json!({}))),
    ];
    drives(story, bilal);
    refused.push(("already_driving", invite(story, &bilal.id)));
    refused.push(("unknown_audience", bilal.client.put(&commitment(&bilal.id, NOBODY), &json!({}))));
    bilal.client.post(&(driver(&bilal.id) + "/stepping-back"), &json!({})).expect(200);
    refused
}
