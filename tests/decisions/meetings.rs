//! Ballots that were taken in a meeting: entered with who saw it, and taken out again.

use serde_json::{Value, json};

use super::{cast, choice, decided, last_event, majority, offered, open};
use crate::story::{Story, at, id, misfit};

/// A meeting that has begun.
pub(super) fn begun(story: &Story) -> String {
    let planned = json!({
        "kind": "workshop", "starts_at": "2020-03-05T18:00:00Z", "ends_at": "2999-03-05T20:00:00Z",
        "title": "Atelier du verger", "place": "Ici"
    });
    id(&story.anne.client.post(&at("/meetings"), &planned).expect(201))
}

pub(super) fn entry(story: &Story, ballots: &Value) -> Value {
    json!({"meeting": begun(story), "how": "show_of_hands", "ballots": ballots, "witnesses": [story.chloe.id]})
}

#[test]
fn ballots_of_a_meeting_are_counted_and_may_be_taken_out_again() {
    let story = Story::begin();
    let path = open(&story, &majority("pseudonymous"));
    let (anne, entries) = (&story.anne.client, format!("{path}/meeting-ballots"));
    cast(&story.bilal, &path, &json!({"say": "yes"}));
    let yes_and_no = json!([
        {"ballot": {"say": "no"}, "count": 1},
        {"ballot": {"say": "yes"}, "count": 1}
    ]);
    assert_eq!(story.bilal.client.post(&entries, &entry(&story, &yes_and_no)).problem(403), "forbidden");
    let entered = anne.post(&entries, &entry(&story, &yes_and_no)).expect(200)["resource"].clone();
    assert_eq!(entered["turnout"], json!({"voters": 3, "electorate": 3}));
    let shown = &entered["meeting_ballots"][0];
    assert_eq!((&shown["entry"], &shown["how"]), (&json!(0), &json!("show_of_hands")));
    assert_eq!(
        (&shown["witnesses"], &shown["entered_by"]),
        (&json!([story.chloe.id]), &json!(format!("actor:{}", story.anne.id)))
    );
    assert_eq!(last_event(&story)["data"]["ballots"], shown["ballots"]);
    let late = story.chloe.client.post(&format!("{path}/ballots"), &json!({"ballot": {"say": "yes"}}));
    assert_eq!(late.problem(409), "more_ballots_than_voters");
    assert!(offered(anne, &path).contains(&"withdrawMeetingBallots".to_owned()));
    let out = anne.delete(&format!("{entries}/0")).expect(200)["resource"].clone();
    assert_eq!(out["turnout"]["voters"], 1);
    assert!(out["meeting_ballots"][0]["withdrawn_at"].is_string(), "it stays in the history");
    assert_eq!(anne.delete(&format!("{entries}/0")).problem(404), "unknown_ballot_entry");
    // Equal ones are added up.
    let twice = json!([{"ballot": {"say": "no"}, "count": 1}, {"ballot": {"say": "no"}, "count": 1}]);
    let entered = anne.post(&entries, &entry(&story, &twice)).expect(200)["resource"].clone();
    assert_eq!(entered["meeting_ballots"][1]["ballots"], json!([{"ballot": {"say": "no"}, "count": 2}]));
    assert_eq!(entered["meeting_ballots"][1]["entry"], 1);
    anne.post(&format!("{path}/closing"), &json!({})).expect(200);
    let shown = decided(&story, &path);
    assert_eq!(shown["outcome"]["sums"], json!({"says": {"yes": 1, "no": 2, "abstain": 0}}));
}

#[test]
fn the_ballot_of_a_meeting_that_does_not_fit_is_pointed_at() {
    let story = Story::begin();
    let path = open(&story, &choice("roll_call"));
    let enter = |ballots: Value| story.anne.client.post(&format!("{path}/meeting-ballots"), &entry(&story, &ballots));
    let fitting = json!({"ballot": {"approve": [1, 0]}, "count": 1});
    for (ballot, code, place) in [
        (json!({"ballot": {"approve": [0, 7]}, "count": 1}), "ballot_unknown_option", "/ballots/1/ballot"),
        (json!({"ballot": {"approve": [0, 0]}, "count": 1}), "ballot_repeats", "/ballots/1/ballot"),
        (json!({"ballot": {"say": "yes"}, "count": 1}), "ballot_of_another_method", "/ballots/1/ballot"),
        (json!({"ballot": {"approve": [0]}, "count": 0}), "invalid_value", "/ballots/1/count"),
        (json!({"ballot": {"approve": [0]}}), "invalid_value", "/ballots/1/count"),
    ] {
        let refused = enter(json!([fitting, ballot]));
        assert_eq!((refused.problem(422).as_str(), misfit(&refused, 422).0.as_str()), (code, place), "{ballot}");
    }
    let entered = enter(json!([fitting])).expect(200)["resource"]["meeting_ballots"][0]["ballots"].clone();
    assert_eq!(entered, json!([{"ballot": {"approve": [0, 1]}, "count": 1}]), "in their order");
}
