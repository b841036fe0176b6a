//! Budgets that were decided here, as files of Pabulib.

use std::sync::Arc;

use app::edge::ToldClock;
use serde_json::{Value, json};
use testkit::{Client, Setting, TestServer};

use super::meetings::entry;
use super::{cast, choice, decided, new, open, propose};
use crate::story::{Story, header};

fn project(title: &str, minor: i64) -> Value {
    json!({"title": title, "cost": {"minor": minor, "currency": "EUR"}})
}

fn budget(ballot: &str, satisfaction: &str, mode: &str) -> Value {
    let method = json!({
        "kind": "budget", "budget": {"minor": 1_000_050, "currency": "EUR"}, "ballot": ballot,
        "satisfaction": satisfaction, "rule": {"kind": "equal_shares", "completion": "add_one"},
        "limits": {"max_length": 3, "max_sum_cost": 1_000_000}
    });
    let mut budget = new("Quels projets ; et lesquels ?", &method, mode);
    budget["options"] =
        json!([project("Un puits", 500_050), project("Un \"four\"", 40_000), project("Un verger", 500_000)]);
    budget
}

fn close(story: &Story, path: &str) -> Value {
    story.anne.client.post(&format!("{path}/closing"), &json!({})).expect(200);
    decided(story, path)
}

fn file(client: &Client, path: &str) -> String {
    let reply = client.get(&format!("{path}.pb"));
    assert_eq!(reply.status, 200, "{}", String::from_utf8_lossy(&reply.body));
    String::from_utf8(reply.body).unwrap()
}

#[test]
fn a_budget_that_was_decided_here_says_what_there_is_to_know() {
    // In Paris a new day has begun.
    let clock = Arc::new(ToldClock::new("2026-07-01T22:30:00.000Z".parse().unwrap()));
    let server = TestServer::start_with(&Setting { clock, ..Setting::default() });
    let story = Story::with(server, "public");
    let path = open(&story, &budget("ordinal", "borda_1_times_cost", "pseudonymous"));
    let voter = |ballot| cast(&story.bilal, &path, ballot);
    voter(&json!({"rank": [1, 0]}));
    let entered = json!([{"ballot": {"rank": []}, "count": 1}, {"ballot": {"rank": [1]}, "count": 1}]);
    story.anne.client.post(&format!("{path}/meeting-ballots"), &entry(&story, &entered)).expect(200);
    let shown = close(&story, &path);
    let file = file(&story.stranger(), &path);
    let mut lines = file.lines();
    let wanted = "META\nkey;value\ndescription;\"Quels projets ; et lesquels ?\"\nunit;Réseau de la vallée\ninstance;2026\n\
         num_projects;3\nnum_votes;3\nbudget;10000.5\nvote_type;ordinal\nrule;equalshares/add1\ndate_begin;02.07.2026\n\
         date_end;02.07.2026\nmax_length;3\nmax_sum_cost;10000\nscoring_fn;Borda\nlanguage;fr\ncurrency;EUR\nPROJECTS\n\
         project_id;cost;votes;score;name;selected";
    assert_eq!(lines.by_ref().take(wanted.lines().count()).collect::<Vec<_>>().join("\n"), wanted);
    let rest: Vec<_> = lines.collect();
    let funded: Vec<_> = shown["outcome"]["options"].as_array().unwrap().iter().map(|n| n.as_u64().unwrap()).collect();
    let selected = |option: u64| u8::from(funded.contains(&option));
    let projects = [
        format!("2;400;2;3;\"Un \"\"four\"\"\";{}", selected(1)),
        format!("1;5000.5;1;1;Un puits;{}", selected(0)),
        format!("3;5000;0;0;Un verger;{}", selected(2)),
    ];
    assert_eq!(rest[..3], projects, "by decreasing score, numbered as they were listed");
    assert_eq!(rest[3..5], ["VOTES", "voter_id;vote"]);
    let (voter, vote) = rest[5].split_once(';').unwrap();
    assert!(voter.len() == 32 && vote == "2,1", "{voter} {vote}");
    assert_eq!(rest[6..], ["meeting-0-1;", "meeting-0-2;2"]);

    let first = story.stranger().get(&format!("{path}.pb"));
    let again = story.stranger().with("if-none-match", header(&first, "etag")).get(&format!("{path}.pb"));
    assert_eq!(again.status, 304);
    let before = shown["opened"]["at_position"].as_u64().unwrap();
    assert_eq!(story.stranger().get(&format!("{path}.pb?as_of={before}")).problem(409), "decision_not_closed");
}

#[test]
fn secret_ballots_are_numbered_where_they_are_published() {
    let story = Story::begin();
    let path = open(&story, &budget("approval", "cost", "secret"));
    for voter in [&story.anne, &story.bilal, &story.chloe] {
        cast(voter, &path, &json!({"approve": [2]}));
    }
    close(&story, &path);
    assert_eq!(story.stranger().get(&format!("{path}.pb")).problem(409), "ballots_not_published");

    let others = ["Dora", "Élie", "Fanny"].map(|name| story.server.join(crate::story::SLUG, &story.anne.client, name));
    let path = open(&story, &budget("approval", "cost", "secret"));
    for voter in others.iter().chain([&story.anne, &story.bilal]) {
        cast(voter, &path, &json!({"approve": [2]}));
    }
    close(&story, &path);
    let file = file(&story.stranger(), &path);
    let votes: Vec<_> = file.lines().skip_while(|line| *line != "VOTES").skip(2).collect();
    assert_eq!(votes, ["urn-1;3", "urn-2;3", "urn-3;3", "urn-4;3", "urn-5;3"]);
}

/// What is refused, with the code.
#[test]
fn what_has_no_such_file_is_told() {
    let story = Story::begin();
    let of = |path: &str| story.stranger().get(&format!("{path}.pb"));
    assert_eq!(of(&open(&story, &choice("pseudonymous"))).problem(409), "decision_is_no_budget");
    let proposed = propose(&story, &budget("approval", "cost", "roll_call"));
    assert_eq!(of(&proposed).problem(409), "decision_not_closed");
    let path = open(&story, &budget("approval", "cost", "roll_call"));
    assert_eq!(of(&path).problem(409), "decision_not_closed");
    let reason = json!({"reason": "Le terrain est inondé."});
    story.anne.client.post(&format!("{path}/voiding"), &reason).expect(200);
    assert_eq!(of(&path).problem(409), "decision_voided");
    assert_eq!(of(&super::decision("01890a5d-ac96-774b-bcce-b302099a8057")).problem(404), "unknown_decision");
    assert_eq!(of(&super::decision("x")).problem(404), "not_found");
}
