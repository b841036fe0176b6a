//! What comes of votes by each rule, against the figures of a reference implementation.

use std::collections::BTreeMap;

use serde_json::Value;
use testkit::shared_data;

use super::file::File;
use super::{FILES, decisions, done};
use crate::import::apart::Apart;
use crate::import::text;

/// A reference rule as the command line names it: how projects are chosen, and what a vote is worth, where that has to
/// be said.
fn named(rule: &str) -> (&'static str, Option<&'static str>) {
    let (worth, how) = if let Some(worth) = rule.strip_suffix("_add1u") {
        (worth, "equal_shares_add1u")
    } else if let Some(worth) = rule.strip_suffix("_add1") {
        (worth, "equal_shares_add1")
    } else if rule.starts_with("mes_") {
        (rule, "equal_shares")
    } else {
        (rule, "greedy")
    };
    let worth = match worth {
        // As the file says and as is taken unless given.
        "greedy" | "greedy_borda_last_is_1" | "mes_cost" | "mes_points_x_cost" | "mes_borda1_x_cost" => None,
        "greedy_borda_last_is_0" | "mes_borda0" => Some("borda_0"),
        "mes_cardinality" => Some("votes"),
        "mes_points" => Some("points"),
        "mes_borda1" => Some("borda_1"),
        other => panic!("{other}"),
    };
    (how, worth)
}

fn cents(text: &str) -> u64 {
    let (units, cents) = text.split_once('.').unwrap_or((text, ""));
    format!("{units}{cents:0<2}").parse().unwrap()
}

#[test]
fn each_rule_comes_to_what_the_reference_comes_to() {
    let Some(data) = shared_data("pb-synthetique") else { return };
    let apart = Apart::new();
    let mut expected = BTreeMap::new();
    for name in FILES {
        let path = data.join(format!("{name}.pb"));
        let figures = std::fs::read_to_string(data.join(format!("expected/{name}.json"))).unwrap();
        let figures: Value = serde_json::from_str(&figures).unwrap();
        for rule in figures["rules"].as_object().unwrap().keys() {
            let (set, (how, worth)) = (format!("{name}.{rule}"), named(rule));
            let mut import = apart.import_as("pabulib", &path, &["--json", "--set", &set]);
            if how != "greedy" {
                import.args(["--rule", how]);
            }
            import.args(worth.into_iter().flat_map(|worth| ["--satisfaction", worth]));
            done(&import.output().unwrap());
            expected.insert(set, (File::read(&std::fs::read(&path).unwrap()), figures.clone(), rule.clone()));
        }
    }
    assert_eq!(expected.len(), 46);
    let events = apart.history_of("pabulib");
    let by_set = decisions(&events);
    for (set, (file, figures, rule)) in &expected {
        let of_it: Vec<_> = events.iter().filter(|event| event["data"]["decision"] == by_set[set].as_str()).collect();
        comes_out(set, file, figures, &figures["rules"][rule], &of_it);
    }
}

/// Holds one decision's events against what is expected.
fn comes_out(set: &str, file: &File, figures: &Value, expected: &Value, events: &[&Value]) {
    let projects = file.sorted();
    let id = |option: &Value| projects[usize::try_from(option.as_u64().unwrap()).unwrap()]["project_id"].as_str();
    let outcome = events.iter().find(|event| event["type"] == "decision.outcome_recorded").unwrap();
    let funded = outcome["data"]["outcome"]["options"].as_array().unwrap();
    let mut selected: Vec<_> = funded.iter().map(id).collect();
    selected.sort_unstable();
    let wanted: Vec<_> = expected["selected_sorted"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(selected, wanted, "{set}");
    let cost: u64 = projects
        .iter()
        .filter(|project| selected.contains(&project["project_id"].as_str()))
        .map(|project| cents(&project["cost"]))
        .sum();
    assert_eq!(cost, cents(&expected["total_cost"].to_string()), "{set}");

    let mut votes: BTreeMap<&str, u64> = projects.iter().map(|project| (project["project_id"].as_str(), 0)).collect();
    for event in events.iter().filter(|event| text(event, "/type") == "decision.ballot_cast_pseudonymously") {
        let ballot = event["data"]["ballot"].as_object().unwrap();
        let (_, named) = ballot.iter().next().unwrap();
        for named in named.as_array().unwrap() {
            *votes.get_mut(id(if named.is_array() { &named[0] } else { named })).unwrap() += 1;
        }
    }
    let wanted = figures["votes_per_project"].as_object().unwrap();
    let wanted: BTreeMap<_, _> = wanted.iter().map(|(id, votes)| (id.as_str(), votes.as_u64().unwrap())).collect();
    assert_eq!(votes, wanted, "{set}");
    if let Some(scores) = expected.get("score_per_project").and_then(Value::as_object) {
        let sums = outcome["data"]["sums"]["options"].as_array().unwrap();
        let sums: BTreeMap<_, _> = sums.iter().map(|sum| (id(&sum[0]), sum[1].as_u64().unwrap())).collect();
        let scores: BTreeMap<_, _> = scores.iter().map(|(id, sum)| (id.as_str(), sum.as_u64().unwrap())).collect();
        assert_eq!(sums, scores, "{set}");
    }
}
