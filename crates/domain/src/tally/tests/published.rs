//! The figures of a reference implementation (pabutools 1.2.3), for fictional votes in the `.pb` layout.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use num_rational::BigRational;
use serde_json::Value;

use super::*;

const FILES: [&str; 6] = ["approval", "approval-egalites", "choose-1", "ordinal", "cumulative", "scoring"];

fn data() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/pb-synthetique");
    if path.is_dir() {
        return Some(path);
    }
    assert!(std::env::var_os("TRESSE_NOTHING_SKIPPED").is_none(), "skipped: data set not present");
    println!("skipped: data set not present");
    if let Some(file) = std::env::var_os("TRESSE_SKIPS") {
        let mut skips = std::fs::OpenOptions::new().append(true).create(true).open(file).unwrap();
        std::io::Write::write_all(&mut skips, b"skipped: data set not present\n").unwrap();
    }
    None
}

/// A `.pb` file: its budget, its projects in ascending order of their ids as strings, and its ballots.
struct File {
    budget: i64,
    ballot: BudgetBallot,
    ids: Vec<String>,
    costs: Vec<i64>,
    ballots: Vec<Ballot>,
}

fn cents(text: &str) -> i64 {
    let (units, cents) = text.split_once('.').unwrap_or((text, ""));
    format!("{units}{cents:0<2}").parse().unwrap()
}

fn read(text: &str) -> File {
    let mut sections: BTreeMap<&str, Vec<Vec<&str>>> = BTreeMap::new();
    let mut section = "";
    for line in text.trim_start_matches('\u{feff}').lines() {
        match line {
            "META" | "PROJECTS" | "VOTES" => section = line,
            _ => sections.entry(section).or_default().push(line.split(';').collect()),
        }
    }
    let meta: BTreeMap<&str, &str> = sections["META"].iter().map(|row| (row[0], row[1])).collect();
    let mut projects: Vec<_> = sections["PROJECTS"][1..].iter().map(|row| (row[0].to_owned(), cents(row[1]))).collect();
    projects.sort();
    let (ids, costs): (Vec<_>, Vec<_>) = projects.into_iter().unzip();
    let ballot = match meta["vote_type"] {
        "approval" => BudgetBallot::Approval,
        "choose-1" => BudgetBallot::Choose1,
        "ordinal" => BudgetBallot::Ordinal,
        "cumulative" => BudgetBallot::Cumulative,
        "scoring" => BudgetBallot::Scoring,
        other => panic!("{other}"),
    };
    let (header, rows) = sections["VOTES"].split_first().unwrap();
    let column = |name: &str| header.iter().position(|column| *column == name);
    let number = |id: &str| u16::try_from(ids.binary_search_by(|known| known.as_str().cmp(id)).unwrap()).unwrap();
    let read_ballot = |row: &Vec<&str>| {
        let mut options: Vec<u16> =
            row[column("vote").unwrap()].split(',').filter(|id| !id.is_empty()).map(number).collect();
        match ballot {
            BudgetBallot::Ordinal => rank(&options),
            BudgetBallot::Approval | BudgetBallot::Choose1 => {
                options.sort_unstable();
                approve(&options)
            }
            BudgetBallot::Cumulative | BudgetBallot::Scoring => {
                let given = row[column("points").unwrap()].split(',').map(|points| points.parse().unwrap());
                let mut given: Vec<(u16, u16)> = options.into_iter().zip(given).collect();
                given.sort_unstable();
                points(&given)
            }
        }
    };
    let ballots = rows.iter().map(read_ballot).collect();
    File { budget: cents(meta["budget"]), ballot, ids, costs, ballots }
}

/// A reference rule's name is ours.
fn rule(name: &str, ballot: BudgetBallot) -> (Satisfaction, BudgetRule) {
    let plain = match ballot {
        BudgetBallot::Approval | BudgetBallot::Choose1 => Satisfaction::Votes,
        BudgetBallot::Cumulative | BudgetBallot::Scoring => Satisfaction::Points,
        BudgetBallot::Ordinal => Satisfaction::Borda1,
    };
    let (name, rule) = if let Some(name) = name.strip_suffix("_add1u") {
        (name, equal_shares(Completion::AddOneThenUtilitarian))
    } else if let Some(name) = name.strip_suffix("_add1") {
        (name, equal_shares(Completion::AddOne))
    } else if name.starts_with("mes_") {
        (name, equal_shares(Completion::None))
    } else {
        (name, BudgetRule::Greedy {})
    };
    let satisfaction = match name {
        "greedy" | "greedy_borda_last_is_1" => plain,
        "mes_cardinality" => Satisfaction::Votes,
        "mes_cost" => Satisfaction::Cost,
        "mes_points" => Satisfaction::Points,
        "mes_points_x_cost" => Satisfaction::PointsTimesCost,
        "mes_borda0" | "greedy_borda_last_is_0" => Satisfaction::Borda0,
        "mes_borda1" => Satisfaction::Borda1,
        "mes_borda1_x_cost" => Satisfaction::Borda1TimesCost,
        other => panic!("{other}"),
    };
    (satisfaction, rule)
}

/// Ids as options, in the order given.
fn options(file: &File, ids: &Value) -> Vec<u16> {
    let ids = ids.as_array().unwrap().iter().map(|id| id.as_str().unwrap());
    ids.map(|id| u16::try_from(file.ids.iter().position(|known| known == id).unwrap()).unwrap()).collect()
}

fn sums(file: &File, figures: &Value) -> Vec<(OptionNo, u64)> {
    let of = file.ids.iter().map(|id| figures[id].as_u64().unwrap());
    (0..).map(OptionNo).zip(of).collect()
}

fn check(file: &File, name: &str, expected: &Value) {
    let (satisfaction, rule) = rule(name, file.ballot);
    let mut input = budget(file.budget, file.ballot, satisfaction, rule, &file.costs);
    for ballot in &file.ballots {
        assert_eq!(ballot.fits(&input.rules, &input.options), Ok(()));
        input = input.cast_by(1, ballot.clone());
    }
    assert_eq!(input.rules.make_sense(), Ok(()), "{name}");
    let tally = tally(&input);
    let mut funded = winners(&tally.outcome);
    // The order in which the last step of a completion takes projects is not told.
    if !name.ends_with("_add1u") {
        assert_eq!(funded, options(file, &expected["selected"]), "{name}");
    }
    funded.sort_unstable();
    assert_eq!(funded, options(file, &expected["selected_sorted"]), "{name}");
    let cents_of = |figure: &Value| cents(&figure.to_string());
    assert_eq!(costs_of(&tally.trace), cents_of(&expected["total_cost"]), "{name}");
    assert_eq!(file.budget - costs_of(&tally.trace), cents_of(&expected["remaining"]), "{name}");
    let left = cents_of(&expected["remaining"]);
    let fits = |(option, cost): (u16, &i64)| *cost <= left && !funded.contains(&option);
    let is_exhaustive = !(0..).zip(&file.costs).any(fits);
    assert_eq!(is_exhaustive, expected["exhaustive"].as_bool().unwrap(), "{name}");
    if let Some(scores) = expected.get("score_per_project") {
        assert_eq!(tally.sums, Sums::Options(sums(file, scores)), "{name}");
    }
    if let Some(share) = expected.get("initial_share") {
        let expected = share.as_str().unwrap().parse::<BigRational>().unwrap() * BigRational::from_integer(100.into());
        let shared = tally.trace.iter().find_map(|step| match step {
            Step::Shared { share, added: 0 } => Some(share.parse::<BigRational>().unwrap()),
            _ => None,
        });
        assert_eq!(shared, Some(expected), "{name}");
    }
    check_ties(file, &input, name, expected);
}

/// Every way of breaking ties comes to one of the outcomes that ties may come to.
fn check_ties(file: &File, input: &Input, name: &str, expected: &Value) {
    let Some(reachable) = expected.get("outcomes_over_all_tie_breakings") else { return };
    let reachable: Vec<_> = reachable.as_array().unwrap().iter().map(|outcome| options(file, outcome)).collect();
    for ties in [TieBreak::ListedFirst, TieBreak::ListedLast, TieBreak::Cheaper] {
        let tally = tally(&input.clone().ties(ties));
        let mut funded = winners(&tally.outcome);
        funded.sort_unstable();
        assert!(reachable.contains(&funded), "{name}, {ties:?}");
    }
}

#[test]
fn budgets_come_out_as_in_the_reference_implementation() {
    let Some(data) = data() else { return };
    let mut checked = 0;
    for name in FILES {
        let file = read(&std::fs::read_to_string(data.join(format!("{name}.pb"))).unwrap());
        let expected = std::fs::read_to_string(data.join(format!("expected/{name}.json"))).unwrap();
        let expected: Value = serde_json::from_str(&expected).unwrap();
        assert_eq!(file.ballots.len(), usize::try_from(expected["num_votes"].as_u64().unwrap()).unwrap());
        assert_eq!(file.ids.len(), usize::try_from(expected["num_projects"].as_u64().unwrap()).unwrap());
        assert_eq!(file.budget, cents(&expected["budget"].to_string()));
        for (option, votes) in sums(&file, &expected["votes_per_project"]) {
            let naming = file.ballots.iter().filter(|ballot| ballot.options().any(|named| named == option));
            assert_eq!(u64::try_from(naming.count()).unwrap(), votes);
        }
        for (rule, figures) in expected["rules"].as_object().unwrap() {
            check(&file, rule, figures);
            checked += 1;
        }
    }
    assert_eq!(checked, 46);
}
