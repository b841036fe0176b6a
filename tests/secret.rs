//! Secret votes over HTTP: nothing that anybody reads tells a ballot before the close, and nothing tells whose it was after it.

use serde_json::{Value, json};
use testkit::{Client, Member};

use crate::hunt::{exported, hunt_as_of};
use crate::story::{SLUG, Story, at, id};

/// Rankings that nobody would come to by chance, and that are parts of no other.
pub const RANKINGS: [[u16; 12]; 8] = [
    [7, 3, 11, 0, 5, 9, 1, 10, 2, 8, 4, 6],
    [1, 8, 6, 3, 10, 0, 11, 4, 7, 2, 9, 5],
    [9, 4, 0, 8, 2, 6, 5, 11, 3, 1, 10, 7],
    [2, 11, 5, 10, 7, 1, 4, 0, 6, 9, 3, 8],
    [10, 0, 9, 6, 4, 11, 8, 3, 5, 7, 1, 2],
    [5, 2, 8, 1, 11, 7, 3, 6, 10, 4, 0, 9],
    [8, 10, 4, 7, 0, 3, 6, 2, 9, 11, 5, 1],
    [11, 6, 1, 4, 9, 5, 0, 7, 8, 3, 2, 10],
];

/// How a ranking stands wherever it stands, but for brackets and spaces.
pub fn word(ranking: [u16; 12]) -> String {
    ranking.map(|option| option.to_string()).join(",")
}

pub fn vote() -> Value {
    let options: Vec<_> = (0..12).map(|n| json!({"title": format!("Proposition {n}")})).collect();
    json!({
        "title": "Qui parle pour nous ?", "electorate": {"who": "persons"}, "options": options,
        "rules": {"method": {"kind": "runoff"}, "mode": "secret", "ties": "listed_first"}
    })
}

pub fn rank(ranking: [u16; 12]) -> Value {
    json!({"ballot": {"rank": ranking}})
}

fn cast(voter: &Client, path: &str, ranking: [u16; 12]) {
    voter.post(&format!("{path}/ballots"), &rank(ranking)).expect(200);
}

fn decided(story: &Story, path: &str) -> Value {
    story.wait_for("decision.outcome_recorded");
    story.anne.client.get(path).expect(200)
}

/// Anne, Bilal, Chloé and some more.
fn voters(story: &Story, more: usize) -> Vec<Member> {
    (0..more).map(|n| story.server.join(SLUG, &story.anne.client, &format!("Votante {n}"))).collect()
}

#[test]
fn no_answer_tells_a_secret_ballot_and_none_tells_whose_it_was() {
    let dir = tempfile::tempdir().unwrap();
    let story = Story::begin_on(dir.path());
    let others = voters(&story, 3);
    let clients: Vec<_> = [&story.anne, &story.bilal, &story.chloe].into_iter().chain(&others).collect();
    let path = at(&format!("/decisions/{}", id(&story.anne.client.post(&at("/decisions"), &vote()).expect(201))));
    story.anne.client.post(&format!("{path}/opening"), &json!({})).expect(200);
    for (voter, ranking) in clients.iter().zip(RANKINGS) {
        cast(&voter.client, &path, ranking);
    }
    // One changes their mind, in a batch and by an idempotent request; another lays the same once more.
    let line = json!([{"operation": "castBallot", "path": {"decision": path.split('/').next_back()}, "body": rank(RANKINGS[6])}]);
    story.bilal.client.post(&at("/commands"), &line).expect(200);
    let keyed = story.bilal.client.with("idempotency-key", "encore");
    let first = keyed.post(&format!("{path}/ballots"), &rank(RANKINGS[7])).expect(200);
    assert_eq!(keyed.post(&format!("{path}/ballots"), &rank(RANKINGS[7])).expect(200)["position"], first["position"]);
    assert_eq!(keyed.post(&format!("{path}/ballots"), &rank(RANKINGS[0])).problem(422), "idempotency_key_reused");
    cast(&story.chloe.client, &path, RANKINGS[2]);
    let (open, words) = (story.anne.client.get(&path).expect(200), RANKINGS.map(word));
    assert_eq!(open["turnout"], json!({"voters": 6, "electorate": 6}), "who votes again is one voter");
    assert_eq!(open["ballots_published"], false);

    let operator = story.server.operator();
    let stranger = story.stranger();
    let callers = [
        ("stranger", stranger.clone()),
        ("steward", story.anne.client.clone()),
        ("voter", story.bilal.client.clone()),
        ("operator", operator),
    ];
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let found = hunt_as_of(&story.server, SLUG, &callers, &words, 4);
    assert!(found.sightings.is_empty(), "{:?}", found.sightings);
    for operation in ["getDecision", "exportDecision", "getBallotReceipt", "readHistory", "getMetrics"] {
        assert!(found.answered.contains(operation), "{operation} did not answer");
    }

    story.anne.client.post(&format!("{path}/closing"), &json!({})).expect(200);
    let closed = decided(&story, &path);
    assert_eq!((&closed["ballots_published"], &closed["closed"]["ballots"]), (&json!(true), &json!(6)));
    // What was replaced is told by nothing, ever; what counts, without its voter.
    let found = hunt_as_of(&story.server, SLUG, &callers, &words, 4);
    let seen: std::collections::BTreeSet<_> = found.sightings.iter().map(|seen| seen.word.clone()).collect();
    let counted: std::collections::BTreeSet<_> = [0, 2, 3, 4, 5, 7].map(|n| word(RANKINGS[n])).into();
    assert_eq!(seen, counted);
    let export = stranger.get(&format!("{path}/export")).expect(200);
    let ballots = export["input"]["ballots"].as_array().unwrap();
    assert!(ballots.len() == 6 && ballots.iter().all(|ballot| ballot.get("voter").is_none()), "{ballots:?}");
    assert!(
        ballots.is_sorted_by_key(|ballot| ballot["ballot"]["rank"].as_array().unwrap()[0].as_u64()),
        "in ascending order"
    );
    let receipt = story.bilal.client.get(&format!("{path}/receipt")).expect(200);
    assert!(receipt.get("ballot").is_none(), "{receipt}");
    let event = stranger.get(&at(&format!("/events/{}", receipt["position"]))).expect(200)["event"].clone();
    assert_eq!(event["type"], "decision.ballot_cast_secretly");
    assert_eq!((event.get("by"), &event["data"]["voter"]), (None, &receipt["voter"]));
    assert_eq!(
        keyed.post(&format!("{path}/ballots"), &rank(RANKINGS[7])).status,
        409,
        "nothing is remembered that could tell"
    );

    drop((stranger, callers, keyed));
    story.server.stop();
    let log = exported(dir.path(), SLUG);
    for (n, ranking) in RANKINGS.into_iter().enumerate() {
        assert_eq!(log.contains(&word(ranking)), [0, 2, 3, 4, 5, 7].contains(&n), "{ranking:?}");
    }
}

#[test]
fn of_fewer_than_five_secret_ballots_nothing_is_told_but_the_outcome() {
    let dir = tempfile::tempdir().unwrap();
    let story = Story::begin_on(dir.path());
    let path = at(&format!("/decisions/{}", id(&story.anne.client.post(&at("/decisions"), &vote()).expect(201))));
    story.anne.client.post(&format!("{path}/opening"), &json!({})).expect(200);
    for (voter, ranking) in [&story.anne, &story.bilal, &story.chloe].into_iter().zip(RANKINGS) {
        cast(&voter.client, &path, ranking);
    }
    story.anne.client.post(&format!("{path}/closing"), &json!({})).expect(200);
    let closed = decided(&story, &path);
    assert_eq!((&closed["phase"], &closed["ballots_published"]), (&json!("decided"), &json!(false)));
    assert_eq!(closed["outcome"]["sums"], json!({"untold": {}}));
    assert_eq!(closed["outcome"].get("input"), None, "a hash of three ballots would tell them");
    assert_eq!(story.stranger().get(&format!("{path}/trace")).problem(409), "ballots_not_published");
    let export = story.stranger().get(&format!("{path}/export")).expect(200);
    assert!(export.get("input").is_none());
    story.server.stop();
    let log = exported(dir.path(), SLUG);
    for ranking in RANKINGS {
        assert!(!log.contains(&word(ranking)));
    }
}
