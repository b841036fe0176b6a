//! How rules, ballots and outcomes are described: the domain has them, and reads and writes their JSON. Only the
//! descriptions of these types are used.
#![allow(dead_code, reason = "only their descriptions are used; the domain has the values")]

use domain::authority::Role;
use domain::tally::ballot::Say;
use domain::tally::rules::{BallotMode, Base, BudgetBallot, Completion, Satisfaction, Threshold, TieBreak};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::actions::Money;
use crate::values;

/// How ballots are cast and counted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecisionRules, example = json!({
    "method": {"kind": "approval", "winners": 1}, "mode": "pseudonymous", "quorum": {"percent": 20},
    "ties": "listed_first"
}))]
pub struct Rules {
    /// How they are counted.
    method: Method,
    /// Who learns how somebody voted. Decisions by consent are `pseudonymous`; lots are drawn in `roll_call`.
    #[schema(schema_with = values::word::<BallotMode>)]
    mode: BallotMode,
    /// How many must take part; whoever does may be enough.
    quorum: Option<Quorum>,
    /// Who comes first among equals; `cheaper` is for budgets, and `lot` wants a public draw.
    #[schema(schema_with = values::word::<TieBreak>)]
    ties: TieBreak,
}

/// How ballots are counted.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = DecisionMethod)]
pub enum Method {
    /// Passes when no reasoned objection stands at the close.
    Consent {},
    /// Yes or no.
    Majority {
        /// How many must say yes.
        #[schema(schema_with = values::word::<Threshold>)]
        threshold: Threshold,
        /// Of what that is a part; a simple majority is one of those `expressed`.
        #[schema(schema_with = values::word::<Base>)]
        base: Base,
    },
    /// Those whom most approve.
    Approval {
        /// How many win.
        #[schema(minimum = 1)]
        winners: u16,
        /// How many options a voter may approve at most.
        #[schema(minimum = 1)]
        most: Option<u16>,
        /// By what part of those who voted a winner must be approved, in hundredths.
        #[schema(maximum = 100)]
        least: Option<u8>,
    },
    /// Those who get the greatest sum of scores.
    Score {
        /// How many win.
        #[schema(minimum = 1)]
        winners: u16,
        /// The greatest score; the least is 0.
        #[schema(minimum = 1, maximum = 1000)]
        highest: u16,
    },
    /// The one with the best median grade: majority judgement.
    Judgement {
        /// How many grades there are; 0 is the worst.
        #[schema(minimum = 2, maximum = 10)]
        grades: u8,
    },
    /// Instant run-off.
    Runoff {},
    /// Projects that are funded within a budget.
    Budget {
        /// How much there is.
        budget: Money,
        /// What voters say.
        #[schema(schema_with = values::word::<BudgetBallot>)]
        ballot: BudgetBallot,
        /// How much a voter is taken to gain from a project of theirs that is funded.
        #[schema(schema_with = values::word::<Satisfaction>)]
        satisfaction: Satisfaction,
        /// How projects are chosen.
        rule: BudgetRule,
        /// What a ballot may be; what is not said is free.
        #[schema(required = false)]
        limits: Limits,
    },
    /// So many of the electorate, by lot.
    Sortition {
        /// How many.
        #[schema(minimum = 1, maximum = 256)]
        seats: u16,
    },
}

/// How the projects of a budget are chosen.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[schema(as = DecisionBudgetRule)]
pub enum BudgetRule {
    /// By decreasing votes; what does not fit any more is skipped.
    Greedy {},
    /// The Method of Equal Shares.
    EqualShares {
        /// What is done with what it leaves.
        #[schema(schema_with = values::word::<Completion>)]
        completion: Completion,
    },
}

/// What a ballot of a budget may be.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecisionBallotLimits)]
pub struct Limits {
    /// The least number of projects on it.
    min_length: Option<u16>,
    /// The greatest number of projects on it.
    max_length: Option<u16>,
    /// The greatest cost of its projects together, in the currency's smallest unit.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    max_sum_cost: Option<i64>,
    /// The least number of points for a project on it.
    min_points: Option<u16>,
    /// The greatest number of points for a project.
    max_points: Option<u16>,
    /// The least number of points on it.
    min_sum_points: Option<u32>,
    /// The greatest number of points on it.
    max_sum_points: Option<u32>,
}

/// How many must take part.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = DecisionQuorum)]
pub enum Quorum {
    /// So many.
    Ballots {
        /// How many.
        ballots: u32,
    },
    /// A part of the electorate.
    Percent {
        /// Which, in hundredths.
        #[schema(maximum = 100)]
        percent: u8,
    },
}

/// Who may vote, of those who take part when the decision opens.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "who", rename_all = "snake_case")]
#[schema(as = DecisionElectorate)]
pub enum Electorate {
    /// Every person but those who are known from an imported set only.
    Persons {},
    /// Every person who is known from an imported set only.
    Imported {},
    /// Every organisation and service: whoever represents one votes for it.
    Organisations {},
    /// Whoever holds this role.
    Role {
        /// Which.
        #[schema(schema_with = values::word::<Role>)]
        role: Role,
    },
    /// The persons of this audience.
    Audience {
        /// Which.
        audience: Uuid,
    },
    /// The members of this working group.
    Group {
        /// Which.
        group: Uuid,
    },
    /// These actors.
    Listed {
        /// Who.
        #[schema(max_items = 256)]
        actors: Vec<Uuid>,
    },
}

/// A ballot: options by their numbers. No option is a blank ballot.
#[derive(Debug, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = DecisionBallot, example = json!({"approve": [0, 3]}))]
pub enum Ballot {
    /// To one proposal.
    Say {
        /// By consent, `yes` is nothing against it, and whoever says no objects with a reason instead.
        #[schema(schema_with = values::word::<Say>)]
        say: Say,
    },
    /// Some options.
    Approve {
        /// Which, in any order.
        #[schema(max_items = 512)]
        approve: Vec<u16>,
    },
    /// Some options, ranked.
    Rank {
        /// Which, best first.
        #[schema(max_items = 512)]
        rank: Vec<u16>,
    },
    /// Points or grades for options.
    Points {
        /// Pairs of an option and what it gets, in any order.
        #[schema(max_items = 512)]
        points: Vec<Vec<u16>>,
    },
}

/// The sums that an outcome is recorded with.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = DecisionSums)]
pub enum Sums {
    /// What was said to one proposal.
    Says {
        /// How many said yes.
        yes: u32,
        /// How many said no; by consent, how many objections stand.
        no: u32,
        /// How many abstained.
        abstain: u32,
    },
    /// For each option that stood, a pair of its number and its sum: approvals, points, first ranks, or its median grade.
    Options(Vec<Vec<u64>>),
    /// Too few voted in secret for them to be told, or there is nothing to sum up.
    Untold {},
}
