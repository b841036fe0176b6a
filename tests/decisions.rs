//! The life of decisions: proposed, amended, opened, voted on, closed, decided, declared void.

mod ballots;
mod consent;
mod happen;
mod lots;
mod meetings;
mod pb;
mod refusals;

use serde_json::{Value, json};
use testkit::{Client, Member};

use crate::description::Description;
use crate::story::{Story, at, header, id, misfit};

pub use happen::happen;
pub use refusals::refusals;

fn decision(id: &str) -> String {
    at(&format!("/decisions/{id}"))
}

/// A decision that everybody votes on.
fn new(title: &str, method: &Value, mode: &str) -> Value {
    json!({
        "title": title, "rules": {"method": method, "mode": mode, "ties": "listed_first"},
        "electorate": {"who": "persons"}
    })
}

fn choice(mode: &str) -> Value {
    let mut choice = new("Où planter le verger ?", &json!({"kind": "approval", "winners": 1}), mode);
    choice["body"] = json!("Trois terrains sont possibles.");
    choice["options"] =
        json!([{"title": "Près de l’école"}, {"title": "Au bord de l’eau", "body": "La terre y est bonne."}]);
    choice
}

fn majority(mode: &str) -> Value {
    new("Un verger ?", &json!({"kind": "majority", "threshold": "simple", "base": "expressed"}), mode)
}

/// Bilal proposes; Anne, Bilal and Chloé may vote.
fn propose(story: &Story, new: &Value) -> String {
    decision(&id(&story.bilal.client.post(&at("/decisions"), new).expect(201)))
}

fn open(story: &Story, new: &Value) -> String {
    let path = propose(story, new);
    story.anne.client.post(&format!("{path}/opening"), &json!({})).expect(200);
    path
}

fn cast(by: &Member, path: &str, ballot: &Value) -> Value {
    by.client.post(&format!("{path}/ballots"), &json!({"ballot": ballot})).expect(200)["resource"].clone()
}

/// The decision once its outcome is recorded.
fn decided(story: &Story, path: &str) -> Value {
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    loop {
        let read = story.anne.client.get(path).expect(200);
        if read["phase"] == "decided" {
            return read;
        }
        assert!(std::time::Instant::now() < until, "nothing comes of it: {read}");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

fn offered(by: &Client, path: &str) -> Vec<String> {
    let read = by.get(path).expect(200);
    let actions = read.get("allowed_actions").and_then(Value::as_array).cloned().unwrap_or_default();
    actions.iter().map(|action| action.as_str().unwrap().to_owned()).collect()
}

/// The event at a position.
fn event(story: &Story, position: u64) -> Value {
    story.anne.client.get(&at(&format!("/events/{position}"))).expect(200)["event"].clone()
}

fn last_event(story: &Story) -> Value {
    event(story, story.head() - 1)
}

/// A decision that may still be amended, for whoever wants any.
pub fn one(story: &Story) -> String {
    propose(story, &choice("pseudonymous")).split('/').next_back().unwrap().to_owned()
}

#[test]
fn a_decision_is_proposed_with_its_options_and_amended_until_it_opens() {
    let story = Story::begin();
    let (anne, bilal, chloe) = (&story.anne.client, &story.bilal.client, &story.chloe.client);
    let head = story.head();
    let proposed = bilal.post(&at("/decisions"), &choice("pseudonymous"));
    let path = header(&proposed, "location").to_owned();
    let proposed = proposed.expect(201);
    assert_eq!((&proposed["version"], story.head()), (&json!(3), head + 3), "an event for it, and for each option");
    let shown = &proposed["resource"];
    assert_eq!((&shown["title"], &shown["proposer"]), (&json!("Où planter le verger ?"), &json!(story.bilal.id)));
    assert_eq!(
        shown["options"],
        json!([
            {"option": 0, "title": "Près de l’école", "withdrawn": false},
            {"option": 1, "title": "Au bord de l’eau", "body": "La terre y est bonne.", "withdrawn": false}
        ])
    );
    assert!(shown.get("turnout").is_none() && shown["ballots_published"] == false);
    let preparing =
        ["amendDecision", "addDecisionOption", "reviseDecisionOption", "withdrawDecisionOption", "linkDecision"];
    assert_eq!(offered(bilal, &path), preparing);
    assert_eq!(offered(anne, &path), [&preparing[..], &["openDecision", "voidDecision"]].concat());
    assert_eq!(offered(chloe, &path), Vec::<String>::new());
    // Others may amend it too, so one says what one has seen.
    let mut amended = choice("pseudonymous");
    amended.as_object_mut().unwrap().retain(|name, _| name != "options");
    amended["title"] = json!("Où planter les vergers ?");
    amended["rules"]["method"]["winners"] = json!(2);
    assert_eq!(bilal.put(&path, &amended).problem(428), "precondition_required");
    assert_eq!(bilal.seeing(1).put(&path, &amended).problem(412), "stale_version");
    assert_eq!(chloe.seeing(3).put(&path, &amended).problem(403), "forbidden");
    let seen = anne.seeing(3).put(&path, &amended).expect(200);
    assert_eq!(seen["resource"]["rules"]["method"], json!({"kind": "approval", "winners": 2}));
    assert_eq!(seen["resource"]["options"].as_array().unwrap().len(), 2, "the options stay");
    // Options keep their numbers, whatever becomes of others.
    bilal.post(&format!("{path}/options"), &json!({"title": "Sur la place"})).expect(200);
    let school = json!({"title": "Derrière l’école"});
    assert_eq!(bilal.put(&format!("{path}/options/0"), &school).problem(428), "precondition_required");
    bilal.seeing(5).put(&format!("{path}/options/0"), &school).expect(200);
    assert_eq!(bilal.seeing(6).put(&format!("{path}/options/3"), &school).problem(404), "unknown_option");
    bilal.delete(&format!("{path}/options/1")).expect(200);
    let added = bilal.post(&format!("{path}/options"), &json!({"title": "Au cimetière"})).expect(200);
    let options = added["resource"]["options"].as_array().unwrap();
    let told: Vec<_> =
        options.iter().map(|option| (&option["option"], &option["title"], &option["withdrawn"])).collect();
    assert_eq!(told[0], (&json!(0), &json!("Derrière l’école"), &json!(false)));
    assert_eq!(told[1], (&json!(1), &json!("Au bord de l’eau"), &json!(true)));
    assert_eq!(told[3], (&json!(3), &json!("Au cimetière"), &json!(false)));
    // Once it is open, nothing of that is done any more.
    let prepared = story.head();
    let opened = anne.post(&format!("{path}/opening"), &json!({})).expect(200);
    let version = u32::try_from(opened["version"].as_u64().unwrap()).unwrap();
    assert_eq!(bilal.seeing(version).put(&path, &amended).problem(409), "decision_opened");
    for (reply, what) in [
        (bilal.post(&format!("{path}/options"), &school), "added"),
        (bilal.seeing(version).put(&format!("{path}/options/0"), &school), "revised"),
        (bilal.delete(&format!("{path}/options/0")), "withdrawn"),
    ] {
        assert_eq!(reply.problem(409), "decision_opened", "{what}");
    }
    let again = anne.post(&format!("{path}/opening"), &json!({})).expect(200);
    assert_eq!(again["version"], version, "to open it twice has no effect");
    let opening = &opened["resource"]["opened"];
    assert_eq!(
        (&opening["count"], &opening["at_position"], &opening["urn"]),
        (&json!(3), &json!(prepared), &json!(false))
    );
    assert_eq!(opened["resource"]["turnout"], json!({"voters": 0, "electorate": 3}));
    assert_eq!(offered(bilal, &path), ["linkDecision", "castBallot"]);
    let before = story.stranger().get(&format!("{path}?as_of={prepared}")).expect(200);
    assert_eq!((&before["phase"], before.get("opened")), (&json!("proposed"), None));
}

#[test]
fn the_latest_ballot_of_each_voter_counts_until_the_close() {
    let story = Story::begin();
    let path = open(&story, &choice("pseudonymous"));
    let opened = story.head();
    let head = || story.head();
    assert_eq!(cast(&story.bilal, &path, &json!({"approve": [1, 0]}))["turnout"]["voters"], 1);
    let first = last_event(&story);
    assert_eq!(
        (&first["type"], &first["data"]["ballot"]),
        (&json!("decision.ballot_cast_pseudonymously"), &json!({"approve": [0, 1]}))
    );
    assert!(first.get("by").is_none() && !first.to_string().contains(&story.bilal.id), "it names nobody");
    let cast_once = head();
    cast(&story.bilal, &path, &json!({"approve": [0, 1]}));
    assert_eq!(head(), cast_once, "the same ballot once more has no effect");
    assert_eq!(cast(&story.bilal, &path, &json!({"approve": [1]}))["turnout"]["voters"], 1);
    assert_eq!(last_event(&story)["data"]["was"], json!({"approve": [0, 1]}));
    cast(&story.chloe, &path, &json!({"approve": [1]}));
    // Entered from paper for Anne, by herself: she is a facilitator.
    let paper = format!("{path}/ballots?on_behalf_of={}&evidence=paper", story.chloe.id);
    story.anne.client.post(&paper, &json!({"ballot": {"approve": [0]}})).expect(200);
    let entered = last_event(&story);
    assert_eq!((&entered["by"], entered.get("for")), (&json!(format!("actor:{}", story.anne.id)), None));
    let tried = story.anne.client.post(&format!("{paper}&dry_run=true"), &json!({"ballot": {"approve": [0]}}));
    assert_eq!(misfit(&tried, 422).0, "dry_run", "what Chloé voted is not found out by trying");
    let open_head = head();
    assert_eq!(story.bilal.client.post(&format!("{path}/closing"), &json!({})).problem(403), "forbidden");
    let closed = story.anne.client.post(&format!("{path}/closing"), &json!({})).expect(200);
    assert_eq!(closed["resource"]["closed"]["ballots"], 2);
    let shown = decided(&story, &path);
    assert_eq!(shown["outcome"]["result"], "elected");
    assert_eq!(shown["outcome"]["sums"], json!({"options": [[0, 1], [1, 1]]}));
    assert_eq!(shown["outcome"]["options"], json!([0]), "the one that was listed first");
    let late = story.chloe.client.post(&format!("{path}/ballots"), &json!({"ballot": {"approve": [0]}}));
    assert_eq!(late.problem(409), "decision_not_open");
    // What was true then, is read as of then.
    let voters = |as_of: u64| {
        let read = story.stranger().get(&format!("{path}?as_of={as_of}")).expect(200);
        (read["phase"].clone(), read["turnout"]["voters"].clone())
    };
    assert_eq!(voters(opened), (json!("open"), json!(0)));
    assert_eq!(voters(cast_once), (json!("open"), json!(1)));
    assert_eq!(voters(open_head), (json!("open"), json!(2)));
    assert_eq!(voters(open_head + 1), (json!("closed"), json!(2)));
    let reason = json!({"reason": "Le terrain a été vendu."});
    let voided = story.anne.client.post(&format!("{path}/voiding"), &reason).expect(200)["resource"].clone();
    assert_eq!((&voided["phase"], &voided["reason"]), (&json!("voided"), &reason["reason"]));
    assert_eq!(voided["outcome"]["result"], "elected", "what was counted stays");
    assert_eq!(offered(&story.anne.client, &path), Vec::<String>::new());
}

#[test]
fn in_a_roll_call_each_ballot_names_its_voter() {
    let story = Story::begin();
    let path = open(&story, &majority("roll_call"));
    cast(&story.bilal, &path, &json!({"say": "yes"}));
    let told = last_event(&story);
    assert_eq!(
        (&told["type"], &told["by"]),
        (&json!("decision.ballot_cast"), &json!(format!("actor:{}", story.bilal.id)))
    );
    assert!(cast(&story.bilal, &path, &json!({"say": "no"}))["ballots_published"].as_bool().unwrap());
    assert_eq!(last_event(&story)["data"]["was"], json!({"say": "yes"}));
    let turnout = cast(&story.chloe, &path, &json!({"say": "abstain"}))["turnout"].clone();
    assert_eq!(turnout, json!({"voters": 2, "electorate": 3}));
    story.anne.client.post(&format!("{path}/closing"), &json!({})).expect(200);
    let shown = decided(&story, &path);
    assert_eq!(shown["outcome"]["result"], "rejected");
    assert_eq!(shown["outcome"]["sums"], json!({"says": {"yes": 0, "no": 1, "abstain": 1}}));
    let feed =
        story.anne.client.with("accept-language", "fr").get(&at(&format!("/activity?object=decision:{}", id(&shown))));
    let feed = feed.expect(200);
    let told: Vec<_> = feed["items"].as_array().unwrap().iter().map(|item| item["summary"].as_str().unwrap()).collect();
    assert_eq!(told[0], "La proposition est rejetée : « Un verger ? »");
    assert!(told.contains(&"Bilal Haddad a voté : « Un verger ? »"), "{told:?}");
}

#[test]
fn decisions_are_found_by_what_they_come_from_and_actions_by_them() {
    let story = Story::begin();
    let idea = story.proposal("Un verger", "Commun.");
    let meeting = meetings::begun(&story);
    let made = [
        propose(&story, &majority("roll_call")),
        propose(&story, &choice("secret")),
        open(&story, &choice("roll_call")),
    ];
    let ids = made.clone().map(|path| path.split('/').next_back().unwrap().to_owned());
    let link = |path: &str, to: &str| story.bilal.client.post(&format!("{path}/links"), &json!({"to": to}));
    let (meeting, idea) = (format!("meeting:{meeting}"), format!("contribution:{idea}"));
    let linked = link(&made[0], &meeting).expect(200);
    assert_eq!(
        (&linked["resource"]["links"], &linked["version"]),
        (&json!([meeting]), &json!(1)),
        "no version of its own"
    );
    link(&made[2], &meeting).expect(200);
    link(&made[2], &idea).expect(200);
    let head = story.head();
    link(&made[2], &idea).expect(200);
    assert_eq!(story.head(), head, "to link twice has no effect");
    let listed = |query: &str| -> Vec<String> {
        let page = story.stranger().get(&at(&format!("/decisions?{query}"))).expect(200);
        page["items"].as_array().unwrap().iter().map(id).collect()
    };
    assert_eq!(listed(&format!("origin={meeting}")), [ids[0].clone(), ids[2].clone()]);
    assert_eq!(listed(&format!("origin={meeting}&limit=1&after={}", ids[0])), ids[2..]);
    assert_eq!(listed(&format!("origin={idea}&phase=open")), ids[2..]);
    assert_eq!(listed("method=majority"), ids[..1]);
    assert_eq!(listed("phase=proposed"), ids[..2]);
    assert_eq!(listed("limit=2"), ids[..2]);
    assert_eq!(misfit(&story.stranger().get(&at("/decisions?method=dice")), 422).0, "method");
    let title = |query: &str| {
        story.stranger().get(&at(&format!("/decisions?{query}"))).expect(200)["items"][0].get("title").cloned()
    };
    assert_eq!((title(""), title("expand=texts")), (None, Some(json!("Un verger ?"))));
    let unlink = format!("{}/links/{meeting}", made[0]);
    assert_eq!(story.chloe.client.delete(&unlink).problem(403), "forbidden");
    assert_eq!(story.bilal.client.delete(&unlink).expect(200)["resource"]["links"], json!([]));
    assert_eq!(listed(&format!("origin={meeting}")), ids[2..]);
    let action = json!({
        "origin": format!("decision:{}", ids[2]), "title": "Planter", "purpose": "Des fruits.", "responsible": [story.bilal.id]
    });
    let action = id(&story.anne.client.post(&at("/actions"), &action).expect(201));
    assert_eq!(story.stranger().get(&made[2]).expect(200)["actions"], json!([action]));
}

#[test]
fn decisions_are_taken_in_a_batch_and_told_as_described() {
    let story = Story::begin();
    let path = open(&story, &majority("pseudonymous"));
    let of = json!({"decision": path.split('/').next_back().unwrap()});
    let prepared = json!({"decision": one(&story)});
    let lines = json!([
        {"operation": "proposeDecision", "body": choice("secret")},
        {"operation": "addDecisionOption", "path": prepared, "body": {"title": "Trois"}},
        {"operation": "addDecisionOption", "path": prepared, "body": {"title": "Quatre"}},
        {"operation": "castBallot", "path": of, "body": {"ballot": {"say": "yes"}}},
        {"operation": "amendDecision", "path": prepared, "body": majority("roll_call")},
        {"operation": "closeDecision", "path": of},
        {"operation": "castBallot", "path": of, "body": {"ballot": {"approve": [0]}}}
    ]);
    let reply = story.bilal.client.with("accept-language", "fr").post(&at("/commands"), &lines).expect(200);
    let results = reply["results"].as_array().unwrap();
    let statuses: Vec<_> = results.iter().map(|result| result["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [201, 200, 200, 200, 428, 403, 422]);
    assert_eq!(results[6]["problem"]["title"], "Ce bulletin est celui d'une autre méthode");
    let together = json!([lines[1], lines[2]]);
    story.bilal.client.post(&at("/commands?atomic=true"), &together).expect(200);
    let read = story.stranger().get(&decision(prepared["decision"].as_str().unwrap())).expect(200);
    let titles: Vec<_> = read["options"].as_array().unwrap().iter().map(|option| &option["title"]).collect();
    assert_eq!(titles[2..], ["Trois", "Quatre", "Trois", "Quatre"], "none takes another's number");
    let description = Description::of(&story.server);
    for reply in [story.anne.client.get(&path), story.stranger().get(&path)] {
        assert_eq!(description.check("getDecision", &reply), Ok(()));
    }
    let table = story.anne.client.with("accept", "text/csv").get(&at("/decisions"));
    let table = String::from_utf8(table.body).unwrap();
    assert!(table.starts_with("id,proposer,title,body,details,rules.method,"), "{table}");
    assert_eq!(table.matches("\r\n").count(), 4);
}

#[test]
fn problems_of_decisions_are_told_in_french_and_english() {
    let story = Story::begin();
    let path = propose(&story, &choice("pseudonymous"));
    for (language, title, detail) in [
        (
            "fr",
            "Cette décision n'est pas ouverte",
            "On vote de son ouverture à sa clôture. Sa phase dit où elle en est.",
        ),
        ("en", "This decision is not open", "One votes from its opening to its close. Its phase tells how far it is."),
    ] {
        let client = story.bilal.client.with("accept-language", language);
        let told = client.post(&format!("{path}/ballots"), &json!({"ballot": {"approve": []}})).json();
        assert_eq!((&told["title"], &told["detail"]), (&json!(title), &json!(detail)));
    }
    let senseless = new("?", &json!({"kind": "majority", "threshold": "simple", "base": "cast"}), "roll_call");
    let refused = story.bilal.client.with("accept-language", "fr").post(&at("/decisions"), &senseless);
    assert_eq!(refused.problem(422), "rules_senseless");
    assert_eq!(misfit(&refused, 422), ("/rules/method".to_owned(), "Ces règles ne tiennent pas ensemble".to_owned()));
}
