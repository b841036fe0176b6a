//! Given ballots, who wins and how it came to that. Examples are in `proposals`, `elections` and `budgets`, what holds of
//! all ballots in `laws`, a second way of counting in `fractions`, figures of a reference implementation in `published`,
//! what is written for ever in `forms`.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::wildcard_enum_match_arm)]

mod budgets;
mod elections;
mod forms;
mod fractions;
pub(super) mod laws;
mod proposals;
mod published;

use uuid::Uuid;

use super::ballot::{Ballot, OptionNo, Standing};
use super::input::{Counted, Input, Sha};
use super::rules::{
    BallotMode, Budget, BudgetBallot, BudgetRule, Completion, Limits, Method, Rules, Satisfaction, TieBreak,
};
use super::*;
use crate::amount::{Amount, Minor};
use crate::ids::DecisionId;

fn minor(number: i64) -> Minor {
    number.try_into().unwrap()
}

/// A decision with so many options.
fn input(method: Method, options: u16) -> Input {
    let rules = Rules { method, mode: BallotMode::Pseudonymous, quorum: None, ties: TieBreak::ListedFirst };
    let options = (0..options).map(|option| Standing { option: OptionNo(option), cost: None }).collect();
    let decision = DecisionId(Uuid::from_u128(1));
    Input { decision, rules, options, electorate: 100, pool: vec![], seed: None, ballots: vec![] }
}

pub(super) fn budget(
    budget: i64,
    ballot: BudgetBallot,
    satisfaction: Satisfaction,
    rule: BudgetRule,
    costs: &[i64],
) -> Input {
    let amount = Amount { minor: minor(budget), currency: "EUR".parse().unwrap() };
    let rules = Budget { budget: amount, ballot, satisfaction, rule, limits: Limits::default() };
    let mut input = input(Method::Budget(rules), u16::try_from(costs.len()).unwrap());
    for (standing, cost) in input.options.iter_mut().zip(costs) {
        standing.cost = Some(minor(*cost));
    }
    input
}

fn equal_shares(completion: Completion) -> BudgetRule {
    BudgetRule::EqualShares { completion }
}

impl Input {
    fn cast_by(mut self, count: u32, ballot: Ballot) -> Self {
        self.ballots.push(Counted { voter: None, ballot, count });
        self
    }

    pub(super) fn with(self, ballot: Ballot) -> Self {
        self.cast_by(1, ballot)
    }

    fn seeded(mut self, seed: u8) -> Self {
        self.seed = Some(Sha([seed; 32]));
        self
    }

    fn ties(mut self, ties: TieBreak) -> Self {
        self.rules.ties = ties;
        self
    }
}

pub(super) fn approve(options: &[u16]) -> Ballot {
    Ballot::Approve(options.iter().copied().map(OptionNo).collect())
}

fn rank(options: &[u16]) -> Ballot {
    Ballot::Rank(options.iter().copied().map(OptionNo).collect())
}

fn points(points: &[(u16, u16)]) -> Ballot {
    Ballot::Points(points.iter().map(|(option, points)| (OptionNo(*option), *points)).collect())
}

fn winners(outcome: &Outcome) -> Vec<u16> {
    match outcome {
        Outcome::Elected { options } => options.as_slice().iter().map(|option| option.0).collect(),
        Outcome::NothingElected {} => vec![],
        other => panic!("{other:?}"),
    }
}

fn costs_of(trace: &[Step]) -> i64 {
    let cost = |step: &Step| match step {
        Step::Bought { cost, .. } | Step::Funded { cost, .. } => *cost,
        _ => 0,
    };
    trace.iter().map(cost).sum()
}
