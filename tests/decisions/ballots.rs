//! Ballots: what fits, who casts them, until when, and what is seen of them.

use std::sync::Arc;

use app::edge::ToldClock;
use serde_json::{Value, json};
use testkit::{Setting, TestServer};

use super::{cast, choice, decided, last_event, majority, new, offered, open, propose};
use crate::story::{Story, at, id, misfit};

/// Rules, ballots that do not fit them, and what is said to those.
fn misfits() -> Vec<(Value, Vec<(Value, &'static str)>)> {
    let three = json!([{"title": "Un"}, {"title": "Deux"}, {"title": "Trois"}]);
    let choose = |method: Value| {
        let mut choice = new("Que faire ?", &method, "pseudonymous");
        choice["options"] = three.clone();
        choice
    };
    let euros = |minor: u32| json!({"minor": minor, "currency": "EUR"});
    let budget = |ballot: &str, satisfaction: &str, limits: Value| {
        let method = json!({
            "kind": "budget", "budget": euros(1_000), "ballot": ballot, "satisfaction": satisfaction,
            "rule": {"kind": "equal_shares", "completion": "add_one"}, "limits": limits
        });
        let mut budget = new("Quels projets ?", &method, "pseudonymous");
        budget["options"] = json!([
            {"title": "Un banc", "cost": euros(300)}, {"title": "Un puits", "cost": euros(800)},
            {"title": "Une fresque", "cost": euros(500)}
        ]);
        budget
    };
    let other = "ballot_of_another_method";
    vec![
        (
            majority("pseudonymous"),
            vec![(json!({"approve": [0]}), other), (json!({"rank": []}), other), (json!({"points": []}), other)],
        ),
        (
            choose(json!({"kind": "approval", "winners": 1, "most": 2})),
            vec![
                (json!({"say": "yes"}), other),
                (json!({"approve": [3]}), "ballot_unknown_option"),
                (json!({"approve": [2, 0, 2]}), "ballot_repeats"),
                (json!({"approve": [2, 1, 0]}), "ballot_too_long"),
            ],
        ),
        (
            choose(json!({"kind": "score", "winners": 1, "highest": 5})),
            vec![
                (json!({"points": [[0, 6]]}), "ballot_points_out_of_range"),
                (json!({"points": [[9, 1]]}), "ballot_unknown_option"),
                (json!({"points": [[1, 2], [0, 1], [1, 3]]}), "ballot_repeats"),
            ],
        ),
        (
            choose(json!({"kind": "judgement", "grades": 5})),
            vec![(json!({"points": [[0, 5]]}), "ballot_points_out_of_range"), (json!({"rank": [0]}), other)],
        ),
        (
            choose(json!({"kind": "runoff"})),
            vec![(json!({"rank": [1, 0, 1]}), "ballot_repeats"), (json!({"rank": [7]}), "ballot_unknown_option")],
        ),
        (
            budget("cumulative", "points", json!({"min_length": 2, "max_sum_points": 10, "min_sum_points": 4})),
            vec![
                (json!({"points": [[0, 5]]}), "ballot_too_short"),
                (json!({"points": [[0, 9], [2, 9]]}), "ballot_sum_out_of_range"),
                (json!({"points": [[0, 1], [2, 1]]}), "ballot_sum_out_of_range"),
            ],
        ),
        (
            budget("approval", "cost", json!({"max_sum_cost": 1_000})),
            vec![(json!({"approve": [0, 1]}), "ballot_over_budget")],
        ),
        (budget("choose_1", "votes", json!({})), vec![(json!({"approve": [0, 1]}), "ballot_too_long")]),
    ]
}

#[test]
fn every_ballot_that_does_not_fit_is_refused_with_a_code_and_records_nothing() {
    let story = Story::begin();
    for (new, misfits) in misfits() {
        let path = open(&story, &new);
        let head = story.head();
        for (ballot, code) in misfits {
            let refused = story.bilal.client.post(&format!("{path}/ballots"), &json!({"ballot": ballot}));
            assert_eq!(
                (refused.problem(422).as_str(), misfit(&refused, 422).0.as_str()),
                (code, "/ballot"),
                "{ballot}"
            );
        }
        assert_eq!(story.head(), head);
    }
    let path = open(&story, &choice("pseudonymous"));
    let send = |body: Value| misfit(&story.bilal.client.post(&format!("{path}/ballots"), &body), 422).0;
    assert_eq!(send(json!({})), "/ballot");
    assert_eq!(send(json!({"ballot": {"say": "perhaps"}})), "/ballot/say");
    assert_eq!(send(json!({"ballot": {"approve": [70_000]}})), "/ballot/approve/0");
    assert_eq!(send(json!({"ballot": {"approve": [0]}, "voter": "me"})), "/voter");
}

#[test]
fn every_method_takes_its_ballots_in_any_order_where_order_says_nothing() {
    let story = Story::begin();
    for (new, _) in misfits() {
        let path = open(&story, &new);
        let (ballot, recorded) =
            match (new["rules"]["method"]["kind"].as_str().unwrap(), &new["rules"]["method"]["ballot"]) {
                ("majority", _) => (json!({"say": "yes"}), json!({"say": "yes"})),
                ("approval", _) => (json!({"approve": [2, 0]}), json!({"approve": [0, 2]})),
                ("runoff", _) => (json!({"rank": [2, 0]}), json!({"rank": [2, 0]})),
                ("budget", kind) if kind != "cumulative" => (json!({"approve": [2]}), json!({"approve": [2]})),
                _ => (json!({"points": [[2, 4], [0, 1]]}), json!({"points": [[0, 1], [2, 4]]})),
            };
        cast(&story.bilal, &path, &ballot);
        assert_eq!(last_event(&story)["data"]["ballot"], recorded, "{new}");
        assert!(offered(&story.bilal.client, &path).contains(&"castBallot".to_owned()), "it may be changed: {new}");
        story.anne.client.post(&format!("{path}/closing"), &json!({})).expect(200);
        assert_ne!(decided(&story, &path)["outcome"]["result"], "no_quorum");
    }
}

#[test]
fn a_decision_opens_and_closes_at_its_times_and_takes_no_late_ballot() {
    let clock = Arc::new(ToldClock::new("2026-03-05T17:00:00Z".parse().unwrap()));
    let setting = Setting { clock: Arc::clone(&clock) as Arc<_>, ..Setting::default() };
    let story = Story::with(TestServer::start_with(&setting), "public");
    let mut timed = majority("pseudonymous");
    timed["opens_at"] = json!("2026-03-05T18:00:00Z");
    timed["closes_at"] = json!("2026-03-05T19:00:00Z");
    let path = propose(&story, &timed);
    assert_eq!(story.anne.client.post(&format!("{path}/opening"), &json!({})).problem(409), "decision_opens_later");
    clock.tell("2026-03-05T18:00:00Z".parse().unwrap());
    story.wait_for("decision.opened");
    clock.tell("2026-03-05T18:59:59.999Z".parse().unwrap());
    cast(&story.bilal, &path, &json!({"say": "yes"}));
    clock.tell("2026-03-05T19:00:00Z".parse().unwrap());
    let late = story.chloe.client.post(&format!("{path}/ballots"), &json!({"ballot": {"say": "no"}}));
    let code = late.problem(409);
    assert!(["ballot_late", "decision_not_open"].contains(&code.as_str()), "{code}, whether or not it was closed yet");
    let shown = decided(&story, &path);
    assert_eq!((&shown["closed"]["ballots"], &shown["outcome"]["result"]), (&json!(1), &json!("passed")));
    assert_eq!(shown["closed"]["at"], "2026-03-05T19:00:00.000Z");
}

#[test]
fn of_a_secret_ballot_only_that_it_was_cast_is_seen() {
    let story = Story::begin();
    let more: Vec<_> =
        ["Dora", "Élie", "Farid"].map(|name| story.server.join("vallee", &story.anne.client, name)).into();
    let path = open(&story, &choice("secret"));
    assert!(offered(&story.anne.client, &path).contains(&"closeDecision".to_owned()));
    let shown = cast(&story.bilal, &path, &json!({"approve": [1, 0]}));
    assert_eq!((&shown["turnout"]["voters"], &shown["ballots_published"]), (&json!(1), &json!(false)));
    assert_eq!(last_event(&story)["data"].as_object().unwrap().len(), 2, "the decision, and a pseudonym");
    cast(&story.bilal, &path, &json!({"approve": [0]}));
    let stirred = last_event(&story);
    assert_eq!((&stirred["type"], stirred["data"].as_object().unwrap().len()), (&json!("decision.urn_stirred"), 1));
    for voter in more.iter().chain([&story.chloe]) {
        cast(voter, &path, &json!({"approve": [1]}));
    }
    let refused = story.anne.client.post(&format!("{path}/ballots"), &json!({"ballot": {"approve": [5]}}));
    assert_eq!(refused.problem(422), "ballot_unknown_option");
    story.anne.client.post(&format!("{path}/closing"), &json!({})).expect(200);
    let shown = decided(&story, &path);
    assert_eq!((&shown["ballots_published"], &shown["closed"]["ballots"]), (&json!(true), &json!(5)));
    assert_eq!(shown["outcome"]["sums"], json!({"options": [[0, 1], [1, 4]]}));
    let part = story.stranger().get(&at("/events?type=decision.ballots_published_part")).expect(200);
    assert_eq!(
        part["items"][0]["event"]["data"]["items"],
        json!([{"ballot": {"approve": [0]}, "count": 1}, {"ballot": {"approve": [1]}, "count": 4}])
    );
}

#[test]
fn an_organisation_votes_through_who_represents_it() {
    let story = Story::begin();
    let organisation = |name: &str| {
        let new = json!({"kind": "organisation", "profile": {"name": name}});
        id(&story.anne.client.post(&at("/actors"), &new).expect(201))
    };
    let (maison, _) = (organisation("La Maison"), organisation("Le Club"));
    story.anne.client.put(&at(&format!("/actors/{}/representations/{maison}", story.bilal.id)), &json!({})).expect(200);
    let mut among = majority("roll_call");
    among["electorate"] = json!({"who": "organisations"});
    let path = open(&story, &among);
    assert_eq!(
        story.chloe.client.post(&format!("{path}/ballots"), &json!({"ballot": {"say": "yes"}})).problem(403),
        "not_in_electorate"
    );
    assert!(!offered(&story.chloe.client, &path).contains(&"castBallot".to_owned()));
    assert!(offered(&story.bilal.client, &path).contains(&"castBallot".to_owned()));
    let shown = cast(&story.bilal, &path, &json!({"say": "yes"}));
    assert_eq!(shown["turnout"], json!({"voters": 1, "electorate": 2}));
    let told = last_event(&story);
    assert_eq!(
        (&told["by"], &told["for"]),
        (&json!(format!("actor:{}", story.bilal.id)), &json!(format!("actor:{maison}")))
    );
    // Under a pseudonym, that of the organisation: whoever else represents it changes the same ballot.
    story.anne.client.put(&at(&format!("/actors/{}/representations/{maison}", story.chloe.id)), &json!({})).expect(200);
    among["rules"]["mode"] = json!("pseudonymous");
    let path = open(&story, &among);
    cast(&story.bilal, &path, &json!({"say": "yes"}));
    assert_eq!(cast(&story.chloe, &path, &json!({"say": "no"}))["turnout"]["voters"], 1);
    assert_eq!(last_event(&story)["data"]["was"], json!({"say": "yes"}));
}
