//! Files that are broken in every way.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{done, exported};
use crate::import::apart::{Apart, printed, through};
use crate::import::pabulib::{decisions, file::File};
use testkit::TestServer;

const HEAD: &str = "META\nkey;value\ndescription;Jardins\nnum_projects;3\nnum_votes;10\nbudget;10\nvote_type;cumulative\n\
    rule;greedy\nmax_length;2\nmax_points;5\nmax_sum_points;6\nmax_sum_cost;9\nmin_project_score_threshold;3\n\
    currency;euros\nPROJECTS\nproject_id;cost\na;4\nb;5\nc;6\nVOTES\nvoter_id;vote;points;shoe\n";

fn written(dir: &Path, name: &str, text: &str) -> PathBuf {
    let path = dir.join(format!("{name}.pb"));
    std::fs::write(&path, text).unwrap();
    path
}

fn told(report: &Value) -> Vec<(u64, String)> {
    let told = report["broken"].as_array().unwrap().iter();
    told.map(|row| (row["line"].as_u64().unwrap(), row["reason"].as_str().unwrap().to_owned())).collect()
}

#[test]
fn a_vote_that_does_not_fit_is_told_and_left_out() {
    let source = tempfile::tempdir().unwrap();
    let votes = "1;a,b;1,5;40\n2;a,d;1,1;\n3;a,a;1,1;\n4;a,b,c;1,1,1;\n5;a;6;\n6;a,b;2,5;\n7;b,c;1,1;\n1;c;1;\n\
        décision;a;1;\nopening;a;1;\n;a;1;\n9;a,b;1;\n10;a\n11;;;\n";
    let path = written(source.path(), "votes", &format!("{HEAD}{votes}"));
    let (apart, server) = (Apart::new(), TestServer::start());
    let strict = apart.import_as("pabulib", &path, &["--json", "--strict"]).output().unwrap();
    assert_eq!((strict.status.code(), &printed(&strict)["left_out"]), (Some(1), &json!(12)));
    assert!(apart.history_of("pabulib").is_empty(), "nothing is recorded, and no network founded");
    let report = done(&apart.import_as("pabulib", &path, &["--json"]).output().unwrap());
    let wanted = [
        (23, "there is no project d"),
        (24, "the vote names project a twice"),
        (25, "the vote names more projects than max_length"),
        (26, "the vote gives fewer points than min_points, or more than max_points"),
        (27, "the vote gives fewer points in all than min_sum_points, or more than max_sum_points"),
        (28, "the vote costs more than max_sum_cost"),
        (30, "voter_id is not up to 48 letters, digits, `.`, `_` and `-`"),
        (31, "voter_id is not another word than decision, opening and closing"),
        (32, "voter_id is empty"),
        (33, "1 points for 2 projects"),
        (34, "2 fields where the header has 4"),
        (29, "voter_id 1 came before, on line 22"),
    ];
    assert_eq!(told(&report), wanted.map(|(line, reason)| (line, reason.to_owned())));
    assert_eq!(report["broken"][0]["file"], json!(path));
    let set = &report["sets"][0];
    assert_eq!((&set["recorded"]["ballots"], &set["recorded"]["people"]), (&json!(2), &json!(2)));
    assert_eq!(set["figures"]["other_fields_dropped"], 1);
    let remarks: Vec<_> = report["remarks"].as_array().unwrap().iter().map(|remark| remark["line"].as_u64()).collect();
    assert_eq!(remarks, [Some(13), Some(14), Some(5)], "a threshold, no currency, another number of votes");

    // A file whose votes are not all taken says in its export how many there are.
    let import = through(server.address(), &server.operator, "pabulib", &path, &["--json"]).output();
    assert_eq!(told(&done(&import.unwrap())), wanted.map(|(line, reason)| (line, reason.to_owned())));
    let events = crate::import::history(&server.caller(""), "pabulib");
    let file = File::read(&exported(&server.caller(""), &decisions(&events)["votes"]));
    assert_eq!((file.meta("num_votes"), file.meta("num_projects"), file.votes.len()), ("2", "3", 2));
    assert_eq!(events.iter().find_map(|event| event.pointer("/data/cost/currency")), Some(&json!("XXX")));
}

#[test]
fn a_file_that_is_no_vote_is_told_and_the_others_come_in() {
    let source = tempfile::tempdir().unwrap();
    let change = |from: &str, to: &str| {
        assert!(HEAD.contains(from));
        HEAD.replacen(from, to, 1) + "1;a;1;\n"
    };
    let whole = written(source.path(), "whole", &change("a;4", "a;4"));
    let mut wanted = Vec::new();
    let apart = Apart::new();
    let mut import = apart.import_as("pabulib", &whole, &["--json"]);
    for (n, (from, to, line, reason)) in [
        ("budget;10\n", "", 1, "META has no budget"),
        ("budget;10\n", "budget;0\n", 6, "budget is not an amount above 0, with a point and at most two decimals"),
        ("budget;10\n", "budget;99999999999999999\n", 6, "budget is not an amount above 0"),
        ("vote_type;cumulative\n", "", 1, "META has no vote_type"),
        ("cumulative", "quadratic", 7, "vote_type quadratic is not counted here"),
        ("rule;greedy", "rule;unknown", 8, "rule unknown is not counted here: say with --rule how to count"),
        ("rule;greedy", "rule;equalshares-comparison", 8, "rule equalshares-comparison is not counted here"),
        ("rule;greedy\n", "", 1, "META has no rule"),
        ("max_length;2", "max_length;two", 9, "max_length is not a whole number from 0 to 65535"),
        ("max_length;2", "max_length;99999999999", 9, "max_length is not a whole number from 0 to 65535"),
        ("max_points;5", "max_points;5\nmin_points;6", 7, "the greatest of two limits is below the least"),
        ("max_sum_cost;9", "max_sum_cost;-9", 12, "max_sum_cost is not an amount"),
        ("a;4", "a;4.123", 17, "cost is not an amount, with a point and at most two decimals"),
        ("b;5", "a;5", 18, "project a came before, on line 17"),
        ("vote;points;", "vote;point;", 21, "there is no column points"),
        ("VOTES\n", "", 20, "4 fields where the header has 2"),
        ("key;value\n", "", 2, "the header key;value is expected here"),
        ("Jardins", "Jar\0dins", 3, "description holds control characters"),
    ]
    .into_iter()
    .enumerate()
    {
        import.arg(written(source.path(), &format!("broken-{n}"), &change(from, to)));
        wanted.push((n, line, reason));
    }
    let report = done(&import.output().unwrap());
    let (sets, broken) = (report["sets"].as_array().unwrap(), report["broken"].as_array().unwrap());
    assert_eq!(sets[0]["recorded"]["ballots"], 1);
    for (n, line, reason) in wanted {
        let set = sets.iter().find(|set| set["set"] == format!("broken-{n}")).unwrap();
        assert!(set["recorded"].as_object().unwrap().values().all(|number| *number == 0), "{set}");
        let file = format!("broken-{n}.pb");
        let mut told = broken.iter().filter(|row| row["file"].as_str().unwrap().ends_with(&file));
        let first = told.next().unwrap_or_else(|| panic!("{n}: nothing is told"));
        assert_eq!(first["line"], line, "{first}");
        assert!(first["reason"].as_str().unwrap().starts_with(reason), "{first}, not {reason}");
        assert!(first["reason"].as_str().unwrap().ends_with("; nothing of this file is brought in"));
    }
}

#[test]
fn how_to_count_may_be_said_for_a_file_that_does_not() {
    let source = tempfile::tempdir().unwrap();
    let path = written(source.path(), "unknown", &(HEAD.replace("rule;greedy", "rule;unknown") + "1;a;1;\n"));
    let apart = Apart::new();
    let with = |more: &[&str]| apart.import_as("pabulib", &path, more).output().unwrap();
    let senseless = with(&["--json", "--rule", "greedy", "--satisfaction", "votes"]);
    assert!(told(&printed(&senseless))[0].1.contains("--satisfaction"));
    assert_eq!(with(&["--rule", "lot"]).status.code(), Some(2));
    assert_eq!(with(&["--satisfaction", "joy"]).status.code(), Some(2));
    let report = done(&with(&["--json", "--rule", "equal_shares_add1u", "--satisfaction", "points"]));
    assert_eq!(report["sets"][0]["recorded"]["ballots"], 1);
    let events = apart.history_of("pabulib");
    let proposed = events.iter().find(|event| event["type"] == "decision.proposed").unwrap();
    let method = &proposed["data"]["rules"]["method"];
    let rule = json!({"kind": "equal_shares", "completion": "add_one_then_utilitarian"});
    assert_eq!((&method["rule"], &method["satisfaction"]), (&rule, &json!("points")));
}
