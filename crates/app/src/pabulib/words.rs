//! The words of the format, and what they mean to a decision.

use domain::tally::rules::{BudgetBallot, BudgetRule, Completion, Satisfaction};

/// What voters say, by its `vote_type`.
const VOTE_TYPES: [(&str, BudgetBallot); 5] = [
    ("approval", BudgetBallot::Approval),
    ("choose-1", BudgetBallot::Choose1),
    ("ordinal", BudgetBallot::Ordinal),
    ("cumulative", BudgetBallot::Cumulative),
    ("scoring", BudgetBallot::Scoring),
];

/// How projects are chosen, by its `rule`. Pabulib has no word for the last one.
const RULES: [(&str, BudgetRule); 4] = [
    ("greedy", BudgetRule::Greedy {}),
    ("equalshares", BudgetRule::EqualShares { completion: Completion::None }),
    ("equalshares/add1", BudgetRule::EqualShares { completion: Completion::AddOne }),
    ("equalshares/add1u", BudgetRule::EqualShares { completion: Completion::AddOneThenUtilitarian }),
];

/// What voters say.
#[must_use]
pub fn read_vote_type(word: &str) -> Option<BudgetBallot> {
    VOTE_TYPES.iter().find(|(known, _)| *known == word).map(|(_, ballot)| *ballot)
}

/// The `vote_type` of what voters say.
#[must_use]
pub fn vote_type(ballot: BudgetBallot) -> &'static str {
    VOTE_TYPES.iter().find(|(_, known)| *known == ballot).map_or("", |(word, _)| word)
}

/// How projects are chosen. Other rules of Pabulib (with a comparison, with a threshold, or that stop at the first project
/// that does not fit) are not counted.
#[must_use]
pub fn read_rule(word: &str) -> Option<BudgetRule> {
    RULES.iter().find(|(known, _)| *known == word).map(|(_, rule)| *rule)
}

/// The `rule` of how projects are chosen.
#[must_use]
pub fn rule(rule: BudgetRule) -> &'static str {
    RULES.iter().find(|(_, known)| *known == rule).map_or("", |(word, _)| word)
}

/// What a vote is worth to its voter, where nothing is said of that: the greedy rule goes by `votes` or `score`; Equal Shares
/// takes costs into account, as cities do that vote so and as pabutools' `Cost_Sat` has it.
#[must_use]
pub fn satisfaction(ballot: BudgetBallot, rule: BudgetRule) -> Satisfaction {
    match (rule, ballot) {
        (BudgetRule::Greedy {}, BudgetBallot::Approval | BudgetBallot::Choose1) => Satisfaction::Votes,
        (BudgetRule::Greedy {}, BudgetBallot::Ordinal) => Satisfaction::Borda1,
        (BudgetRule::Greedy {}, BudgetBallot::Cumulative | BudgetBallot::Scoring) => Satisfaction::Points,
        (BudgetRule::EqualShares { .. }, BudgetBallot::Approval | BudgetBallot::Choose1) => Satisfaction::Cost,
        (BudgetRule::EqualShares { .. }, BudgetBallot::Ordinal) => Satisfaction::Borda1TimesCost,
        (BudgetRule::EqualShares { .. }, BudgetBallot::Cumulative | BudgetBallot::Scoring) => {
            Satisfaction::PointsTimesCost
        }
    }
}

/// Whether votes have points.
#[must_use]
pub fn has_points(ballot: BudgetBallot) -> bool {
    match ballot {
        BudgetBallot::Cumulative | BudgetBallot::Scoring => true,
        BudgetBallot::Approval | BudgetBallot::Choose1 | BudgetBallot::Ordinal => false,
    }
}

/// Whether projects have a score beside their votes.
#[must_use]
pub fn has_score(ballot: BudgetBallot) -> bool {
    has_points(ballot) || ballot == BudgetBallot::Ordinal
}
