//! How long the Method of Equal Shares takes: 100,000 different ballots over 100 projects, about 10 approvals each.
//! `cargo run -p domain --release --example equal_shares [ballots [projects]]`
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::wildcard_enum_match_arm)]

use std::time::Instant;

use domain::amount::{Amount, Minor};
use domain::ids::DecisionId;
use domain::tally::ballot::{Ballot, OptionNo, Standing};
use domain::tally::input::{Counted, Input};
use domain::tally::outcome::Outcome;
use domain::tally::rules::{
    BallotMode, Budget, BudgetBallot, BudgetRule, Completion, Limits, Method, Rules, Satisfaction, TieBreak,
};
use domain::tally::tally;
use domain::tally::trace::Step;
use uuid::Uuid;

/// Numbers that look drawn, the same in each run (splitmix64).
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut number = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (number ^ (number >> 31)) % bound
    }
}

fn input(ballots: u64, projects: u16, satisfaction: Satisfaction, completion: Completion) -> Input {
    let mut numbers = Numbers(1);
    let mut minor =
        |from: u64, to: u64| Minor::try_from(i64::try_from(from + numbers.below(to - from)).unwrap()).unwrap();
    // A million, for projects of 5,000 to 105,000.
    let budget = Amount { minor: Minor::try_from(100_000_000).unwrap(), currency: "EUR".parse().unwrap() };
    let options =
        (0..projects).map(|no| Standing { option: OptionNo(no), cost: Some(minor(500_000, 10_500_000)) }).collect();
    let rule = BudgetRule::EqualShares { completion };
    let limits = Limits::default();
    let method = Method::Budget(Budget { budget, ballot: BudgetBallot::Approval, satisfaction, rule, limits });
    let rules = Rules { method, mode: BallotMode::Secret, quorum: None, ties: TieBreak::ListedFirst };
    let approved = |numbers: &mut Numbers| -> Ballot {
        let chosen = (0..projects).map(OptionNo);
        // Some are liked far more than others: from 2 to 18 in a hundred.
        let is_liked = |option: &OptionNo| numbers.below(1_000) < 20 + u64::from(option.0) * 160 / u64::from(projects);
        Ballot::Approve(chosen.filter(is_liked).collect())
    };
    let ballots = (0..ballots).map(|_| Counted { voter: None, ballot: approved(&mut numbers), count: 1 }).collect();
    let decision = DecisionId(Uuid::from_u128(1));
    Input { decision, rules, options, electorate: 1_000_000, pool: vec![], seed: None, ballots }.in_order()
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let ballots = arguments.next().map_or(100_000, |number| number.parse().unwrap());
    let projects = arguments.next().map_or(100, |number| number.parse().unwrap());
    for satisfaction in [Satisfaction::Votes, Satisfaction::Cost] {
        for completion in [Completion::None, Completion::AddOne, Completion::AddOneThenUtilitarian] {
            let input = input(ballots, projects, satisfaction, completion);
            let before = Instant::now();
            let tally = tally(&input);
            let took = before.elapsed();
            let funded = match &tally.outcome {
                Outcome::Elected { options } => options.as_slice().len(),
                _ => 0,
            };
            let added = tally.trace.iter().find_map(|step| match step {
                Step::Completed { added, would_exceed } => Some((*added, *would_exceed)),
                _ => None,
            });
            println!("{satisfaction:?}, {completion:?}: {} ms, {funded} funded, added {added:?}", took.as_millis());
        }
    }
}
