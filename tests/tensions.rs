//! Tensions: open ones are worked through for all members to see, confidential ones between two; and who learns what.

use serde_json::{Value, json};
use testkit::{Client, Member, Reply, Setting, TestServer};

use crate::story::{Story, at, id};

const WHAT: &str = "La salle est réservée deux fois le mardi.";
const STEPS: &str = "Un agenda de la salle, que chacun voit.";
const SETTLEMENT: &str = "Chacun a son jour.";
const TEXTS: [&str; 3] = [WHAT, STEPS, SETTLEMENT];

fn raise(by: &Member, confidential: bool) -> String {
    let new = json!({"confidential": confidential, "body": WHAT});
    at(&format!("/tensions/{}", id(&by.client.post(&at("/tensions"), &new).expect(201))))
}

/// A confidential tension, for whoever wants any.
pub fn one(story: &Story) -> String {
    raise(&story.chloe, true).split('/').next_back().unwrap().to_owned()
}

fn name(by: &Member, tension: &str, mediator: &str) -> Reply {
    by.client.put(&format!("{tension}/mediator"), &json!({"mediator": mediator}))
}

fn accept(by: &Member, tension: &str) -> Value {
    by.client.post(&format!("{tension}/mediation"), &json!({})).expect(200)
}

/// Chloé raises it, and Bilal mediates it to its end.
fn settle(story: &Story, confidential: bool) -> String {
    let tension = raise(&story.chloe, confidential);
    name(&story.chloe, &tension, &story.bilal.id).expect(200);
    accept(&story.bilal, &tension);
    story.bilal.client.put(&format!("{tension}/steps"), &json!({"steps": STEPS})).expect(200);
    story.bilal.client.post(&format!("{tension}/settlement"), &json!({"settlement": SETTLEMENT})).expect(200);
    tension
}

/// The texts of a tension that are shown.
fn texts(read: &Value) -> Vec<String> {
    let fields = ["body", "steps", "settlement", "reason"];
    fields.iter().filter_map(|field| read.get(*field)?.as_str().map(str::to_owned)).collect()
}

fn offered(by: &Member, tension: &str) -> Vec<String> {
    let read = by.client.get(tension).expect(200);
    let actions = read.get("allowed_actions").and_then(Value::as_array).cloned().unwrap_or_default();
    actions.iter().map(|action| action.as_str().unwrap().to_owned()).collect()
}

/// What the history tells of a tension, as it is stored.
fn events(story: &Story, tension: &str) -> Vec<Value> {
    let object = format!("tension:{}", &tension[tension.len() - 36..]);
    let page = story.stranger().get(&at(&format!("/events?limit=100&object={object}"))).expect(200);
    page["items"].as_array().unwrap().iter().map(|item| item["event"].clone()).collect()
}

#[test]
fn an_open_tension_is_worked_through_for_all_members_to_see() {
    let story = Story::begin();
    let tension = raise(&story.chloe, false);
    let raised = story.head();
    assert_eq!(offered(&story.chloe, &tension), ["nameMediator", "leaveTensionOpen"]);
    assert_eq!(offered(&story.anne, &tension), ["nameMediator", "leaveTensionOpen"], "facilitators may help");
    assert_eq!(offered(&story.bilal, &tension), Vec::<String>::new());
    name(&story.anne, &tension, &story.bilal.id).expect(200);
    assert_eq!(offered(&story.bilal, &tension), ["acceptMediation", "declineMediation", "leaveTensionOpen"]);
    assert_eq!(accept(&story.bilal, &tension)["resource"]["phase"], "in_mediation");
    let mediating = ["declineMediation", "agreeSteps", "settleTension", "leaveTensionOpen"];
    assert_eq!(offered(&story.bilal, &tension), mediating);
    story.bilal.client.put(&format!("{tension}/steps"), &json!({"steps": STEPS})).expect(200);
    story.bilal.client.post(&format!("{tension}/settlement"), &json!({"settlement": SETTLEMENT})).expect(200);
    for member in [&story.anne, &story.bilal, &story.chloe] {
        assert_eq!(texts(&member.client.get(&tension).expect(200)), TEXTS);
        assert_eq!(offered(member, &tension), Vec::<String>::new());
        let then = member.client.get(&format!("{tension}?as_of={raised}")).expect(200);
        assert_eq!((texts(&then), &then["phase"]), (vec![WHAT.to_owned()], &json!("raised")));
        assert_eq!(then["raiser"], format!("actor:{}", story.chloe.id));
    }
    assert_eq!(story.stranger().get(&tension).problem(401), "authentication_required");
    let shown = |client: &Client, text: &str| {
        let page = client.get(&at("/events?expand=texts&limit=100")).expect(200);
        page.to_string().contains(text)
    };
    for text in TEXTS {
        assert!(shown(&story.anne.client, text) && !shown(&story.stranger(), text), "{text}");
    }
}

#[test]
fn strangers_learn_how_many_there_are_and_members_which() {
    let story = Story::begin();
    let before = story.head();
    let tensions = [raise(&story.chloe, false), raise(&story.chloe, true), settle(&story, true)];
    let counts = json!([
        {"confidential": false, "phase": "raised", "count": 1},
        {"confidential": true, "phase": "raised", "count": 1},
        {"confidential": true, "phase": "settled", "count": 1}
    ]);
    let read = |client: &Client, query: &str| client.get(&at(&format!("/tensions?{query}"))).expect(200);
    assert_eq!(read(&story.stranger(), "expand=texts"), json!({"counts": counts}));
    assert_eq!(read(&story.stranger(), &format!("as_of={before}")), json!({"counts": []}));
    let listed = read(&story.anne.client, "expand=texts");
    assert_eq!(listed["counts"], counts);
    let items = listed["items"].as_array().unwrap();
    assert_eq!(items.iter().map(|item| at(&format!("/tensions/{}", id(item)))).collect::<Vec<_>>(), tensions);
    assert_eq!(items.iter().flat_map(texts).collect::<Vec<_>>(), [WHAT], "the confidential ones stay so");
    assert!(items[1].get("raiser").is_none() && items[2]["mediator"] == story.bilal.id);
    let found = |query: &str| {
        let page = read(&story.anne.client, query);
        page["items"].as_array().unwrap().iter().map(|item| at(&format!("/tensions/{}", id(item)))).collect::<Vec<_>>()
    };
    assert_eq!(found("confidential=true&phase=raised"), tensions[1..2]);
    assert_eq!(found(&format!("mediator={}", story.bilal.id)), tensions[2..]);
    let first = story.anne.client.get(&at("/tensions?limit=2"));
    let next = first.expect(200)["next"].as_str().unwrap().to_owned();
    assert!(first.headers["link"].contains(&format!("after={next}")));
    assert_eq!(found(&format!("limit=2&after={next}")), tensions[2..]);
    let mine = read(&story.chloe.client, "expand=texts");
    assert_eq!(mine["items"].as_array().unwrap().iter().flat_map(texts).count(), 5, "who raised them reads them all");
}

/// In the other formats of lists there is no place for counts.
#[test]
fn members_have_tensions_as_a_table_and_strangers_an_empty_one() {
    let story = Story::begin();
    raise(&story.chloe, false);
    settle(&story, true);
    let read = |client: &Client, format: &str| {
        let reply = client.with("accept", format).get(&at("/tensions?expand=texts"));
        assert!(reply.status == 200 && reply.headers["content-type"].starts_with(format));
        String::from_utf8(reply.body).unwrap()
    };
    for (format, heads) in [("text/csv", 1), ("application/x-ndjson", 0)] {
        let (members, strangers) = (read(&story.anne.client, format), read(&story.stranger(), format));
        assert_eq!((members.lines().count(), strangers.lines().count()), (heads + 2, heads));
        assert!(members.contains(WHAT) && !members.contains(STEPS) && !members.contains(SETTLEMENT));
        assert!(read(&story.chloe.client, format).contains(SETTLEMENT));
    }
}

/// Whoever could be curious, with every role there is.
fn curious(story: &Story) -> Vec<Client> {
    let mut curious = vec![story.anne.client.clone(), story.stranger(), story.server.operator()];
    for role in domain::authority::Role::ALL {
        let member = story.server.join("vallee", &story.anne.client, "Quelqu’un");
        story.anne.client.put(&at(&format!("/actors/{}/roles/{role}", member.id)), &json!({})).expect(200);
        curious.push(member.client);
    }
    curious
}

#[test]
fn a_confidential_tension_leaves_no_name_and_no_text_in_the_history() {
    let story = Story::begin();
    let tension = settle(&story, true);
    let told = events(&story, &tension);
    let types: Vec<_> = told.iter().map(|event| event["type"].as_str().unwrap()).collect();
    assert_eq!(
        types,
        [
            "tension.raised_confidentially",
            "tension.mediator_chosen",
            "tension.mediation_accepted",
            "tension.steps_agreed_confidentially",
            "tension.settled_confidentially"
        ]
    );
    for event in &told {
        let text = event.to_string();
        assert!(!text.contains(&story.chloe.id) && !text.contains(&story.chloe.id.replace('-', "")), "{text}");
        assert!(TEXTS.iter().all(|typed| !text.contains(typed)), "{text}");
    }
    assert!(told[..2].iter().all(|event| event.get("by").is_none()), "who raised it signs nothing");
    assert_eq!(told[0]["data"]["raiser"], told[1]["data"]["raiser"], "one person in one tension");
    let another = events(&story, &raise(&story.chloe, true));
    assert_ne!(told[0]["data"]["raiser"], another[0]["data"]["raiser"], "not linked with any other");
    for client in [&story.chloe.client, &story.bilal.client].into_iter().chain(&curious(&story)) {
        let page = client.get(&at("/events?expand=texts&limit=100")).expect(200).to_string();
        assert!(TEXTS.iter().all(|typed| !page.contains(typed)), "the history opens them for nobody");
    }
}

#[test]
fn only_who_raised_a_confidential_tension_and_who_mediates_it_read_it_at_every_moment() {
    let story = Story::begin();
    let before = story.head();
    let tension = settle(&story, true);
    let moments: Vec<_> = (before + 1..=story.head()).collect();
    for (n, moment) in moments.iter().enumerate() {
        let then = format!("{tension}?as_of={moment}");
        let written = &TEXTS[..[1, 1, 1, 2, 3][n]];
        for privy in [&story.chloe, &story.bilal] {
            assert_eq!(texts(&privy.client.get(&then).expect(200)), written, "as of {moment}");
        }
        for client in curious(&story) {
            for path in [&then, &at(&format!("/tensions?expand=texts&as_of={moment}"))] {
                let shown = String::from_utf8(client.get(path).body).unwrap();
                assert!(TEXTS.iter().all(|typed| !shown.contains(typed)), "as of {moment}: {shown}");
                assert!(!shown.contains(&story.chloe.id), "{shown}");
            }
        }
    }
}

#[test]
fn who_was_only_asked_or_mediates_no_more_reads_nothing() {
    let story = Story::begin();
    let tension = raise(&story.chloe, true);
    let reads = |member: &Member| !texts(&member.client.get(&tension).expect(200)).is_empty();
    name(&story.chloe, &tension, &story.bilal.id).expect(200);
    assert!(!reads(&story.bilal), "not before accepting");
    accept(&story.bilal, &tension);
    assert!(reads(&story.bilal));
    story.bilal.client.put(&format!("{tension}/steps"), &json!({"steps": STEPS})).expect(200);
    let mediated = story.head();
    name(&story.chloe, &tension, &story.anne.id).expect(200);
    assert!(!reads(&story.bilal) && !reads(&story.anne));
    accept(&story.anne, &tension);
    let then = |member: &Member| texts(&member.client.get(&format!("{tension}?as_of={mediated}")).expect(200));
    assert_eq!((then(&story.bilal).len(), then(&story.anne).len()), (0, 2), "the gate is that of today");
    let stopped = story.anne.client.delete(&format!("{tension}/mediation")).expect(200);
    assert!(stopped["resource"]["phase"] == "raised" && texts(&stopped["resource"]).is_empty());
    let reason = json!({"reason": "Nous en avons parlé."});
    let taken_back = story.chloe.client.post(&format!("{tension}/left-open"), &reason).expect(200);
    assert_eq!(texts(&taken_back["resource"]), [WHAT, STEPS, "Nous en avons parlé."]);
    assert_eq!(texts(&story.anne.client.get(&tension).expect(200)), Vec::<String>::new());
    story.chloe.client.post(&at(&format!("/actors/{}/departure", story.chloe.id)), &json!({})).expect(200);
    assert_eq!(story.chloe.client.get(&tension).problem(403), "forbidden", "who has left reads no tensions");
}

/// A facilitator may enter things for others, and would learn who raised a tension if one name were answered otherwise than
/// another.
#[test]
fn nobody_finds_out_by_trying_who_raised_a_confidential_tension() {
    let story = Story::begin();
    let tension = raise(&story.chloe, true);
    let denis = story.server.join("vallee", &story.anne.client, "Denis");
    let anne = &story.anne.client;
    let head = story.head();
    for query in ["", "&evidence=paper", "&dry_run=true", "&evidence=telephone&dry_run=true"] {
        let tried = [&story.chloe, &denis].map(|member| {
            let as_member = format!("?on_behalf_of={}{query}", member.id);
            let mediator = json!({"mediator": story.anne.id});
            let replies = [
                anne.put(&format!("{tension}/mediator{as_member}"), &mediator),
                anne.post(&format!("{tension}/left-open{as_member}"), &json!({"reason": "…"})),
            ];
            replies.map(|reply| (reply.status, reply.body))
        });
        assert_eq!(tried[0], tried[1], "{query}");
        let code = if query.contains("evidence") { "raiser_not_in_person" } else { "evidence_missing" };
        assert!(String::from_utf8_lossy(&tried[0][0].1).contains(code), "{query}");
    }
    for member in [&story.anne, &story.bilal, &denis] {
        assert_eq!(name(member, &tension, &story.bilal.id).problem(403), "forbidden");
        assert_eq!(offered(member, &tension), Vec::<String>::new());
    }
    assert_eq!(story.head(), head);
    assert_eq!(offered(&story.chloe, &tension), ["nameMediator", "leaveTensionOpen"]);
}

#[test]
fn nobody_mediates_their_own_tension() {
    let story = Story::begin();
    let anne = &story.anne.client;
    for confidential in [false, true] {
        let tension = raise(&story.chloe, confidential);
        assert_eq!(name(&story.chloe, &tension, &story.chloe.id).problem(422), "own_tension");
    }
    let maison = json!({"kind": "organisation", "profile": {"name": "La Maison"}});
    let maison = id(&anne.post(&at("/actors"), &maison).expect(201));
    anne.put(&at(&format!("/actors/{}/representations/{maison}", story.bilal.id)), &json!({})).expect(200);
    for confidential in [false, true] {
        let new = json!({"confidential": confidential, "body": WHAT});
        let raised = story.bilal.client.post(&at(&format!("/tensions?on_behalf_of={maison}")), &new).expect(201);
        assert_eq!(texts(&raised["resource"]), [WHAT], "who represents whoever raised it reads it");
        let tension = at(&format!("/tensions/{}", id(&raised)));
        assert_eq!(name(&story.bilal, &tension, &story.bilal.id).problem(422), "own_tension");
        name(&story.bilal, &tension, &story.chloe.id).expect(200);
    }
}

/// What is entered on paper belongs to the person who wrote it: whoever enters it does not read it afterwards.
#[test]
fn a_confidential_tension_that_was_entered_is_its_raisers() {
    let story = Story::begin();
    let path = at(&format!("/tensions?on_behalf_of={}&evidence=paper", story.chloe.id));
    let entered = story.anne.client.post(&path, &json!({"confidential": true, "body": WHAT})).expect(201);
    assert_eq!(texts(&entered["resource"]), Vec::<String>::new());
    let tension = at(&format!("/tensions/{}", id(&entered)));
    assert_eq!(texts(&story.chloe.client.get(&tension).expect(200)), [WHAT]);
    let event = events(&story, &tension).remove(0);
    assert_eq!((&event["by"], &event["evidence"]), (&json!(format!("actor:{}", story.anne.id)), &json!("paper")));
    assert!(event.get("for").is_none() && !event.to_string().contains(&story.chloe.id));
    name(&story.chloe, &tension, &story.bilal.id).expect(200);
}

/// After a restart nothing is remembered: the texts are opened with the keys of who stands behind the pseudonym.
#[test]
fn a_confidential_tension_is_read_again_after_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let story = Story::begin_on(dir.path());
    let tension = settle(&story, true);
    let secret = |member: &Member| member.client.header("authorization").unwrap().replace("Bearer ", "");
    let secrets = [&story.chloe, &story.bilal, &story.anne].map(secret);
    story.server.stop();
    let server = TestServer::start_on(dir.path(), &Setting::default());
    let read = secrets.map(|secret| texts(&server.caller(&secret).get(&tension).expect(200)).len());
    assert_eq!(read, [3, 3, 0]);
}

/// Everything that can happen to tensions; and every text that was typed for it.
pub fn happen(story: &Story) -> Vec<&'static str> {
    let (bilal, chloe) = (&story.bilal.client, &story.chloe.client);
    let reason = json!({"reason": "La salle ferme bientôt."});
    for confidential in [false, true] {
        settle(story, confidential);
        let tension = raise(&story.chloe, confidential);
        name(&story.chloe, &tension, &story.bilal.id).expect(200);
        bilal.delete(&format!("{tension}/mediation")).expect(200);
        name(&story.chloe, &tension, &story.bilal.id).expect(200);
        accept(&story.bilal, &tension);
        bilal.post(&format!("{tension}/left-open"), &reason).expect(200);
    }
    chloe.post(&format!("{}/left-open", raise(&story.chloe, true)), &reason).expect(200);
    [TEXTS.as_slice(), &["La salle ferme bientôt."]].concat()
}

/// Every refusal of tensions that a request reaches.
pub fn refusals(story: &Story) -> Vec<(&'static str, Reply)> {
    let anne = &story.anne.client;
    let nobody = "01890a5d-ac96-774b-bcce-b302099a8057";
    let gone = story.server.join("vallee", anne, "Gilles");
    gone.client.post(&at(&format!("/actors/{}/departure", gone.id)), &json!({})).expect(200);
    let club = json!({"kind": "organisation", "profile": {"name": "Le Club"}});
    let club = id(&anne.post(&at("/actors"), &club).expect(201));
    let (open, confidential) = (raise(&story.chloe, false), raise(&story.chloe, true));
    let in_person = format!("{confidential}/left-open?on_behalf_of={}&evidence=paper", story.chloe.id);
    let mut refused = vec![
        ("unknown_tension", name(&story.chloe, &at(&format!("/tensions/{nobody}")), &story.bilal.id)),
        ("unknown_mediator", name(&story.chloe, &open, nobody)),
        ("unknown_mediator", name(&story.chloe, &confidential, nobody)),
        ("mediator_left", name(&story.chloe, &open, &gone.id)),
        ("mediator_not_a_person", name(&story.chloe, &open, &club)),
        ("own_tension", name(&story.chloe, &open, &story.chloe.id)),
        ("raiser_not_in_person", anne.post(&in_person, &json!({"reason": "…"}))),
    ];
    name(&story.chloe, &open, &story.bilal.id).expect(200);
    let steps = || story.bilal.client.put(&format!("{open}/steps"), &json!({"steps": STEPS}));
    refused.push(("mediation_not_accepted", steps()));
    story.chloe.client.post(&format!("{open}/left-open"), &json!({"reason": "La salle ferme."})).expect(200);
    refused.push(("tension_over", steps()));
    refused
}
