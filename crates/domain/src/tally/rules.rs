//! What is frozen when a decision opens: how ballots are cast and counted.

use serde::{Deserialize, Serialize};

use crate::amount::{Amount, Minor, Percent};
use crate::class::{Draw, LogSafe, words};

words! {
    /// Who learns how somebody voted.
    pub enum BallotMode {
        /// Everybody: each ballot names its voter.
        RollCall = "roll_call",
        /// Everybody learns the ballots, each under a pseudonym valid in this decision alone.
        Pseudonymous = "pseudonymous",
        /// Nobody: ballots lie sealed in an urn, and are published without their voters at the close.
        Secret = "secret",
    }

    /// How ballots are counted, apart from the method's parameters.
    pub enum MethodKind {
        /// By consent.
        Consent = "consent",
        /// Yes or no.
        Majority = "majority",
        /// Those whom most approve.
        Approval = "approval",
        /// The greatest sum of scores.
        Score = "score",
        /// The best median grade.
        Judgement = "judgement",
        /// Instant run-off.
        Runoff = "runoff",
        /// Projects within a budget.
        Budget = "budget",
        /// By lot.
        Sortition = "sortition",
    }

    /// Who comes first among equals.
    pub enum TieBreak {
        /// The option that was listed first.
        ListedFirst = "listed_first",
        /// The option that was listed last.
        ListedLast = "listed_last",
        /// The cheaper option, then the one that was listed first.
        Cheaper = "cheaper",
        /// By lot, from the seed that was promised at the opening.
        Lot = "lot",
    }

    /// How many must say yes.
    pub enum Threshold {
        /// More than say no.
        Simple = "simple",
        /// More than half of the base.
        Absolute = "absolute",
        /// Two thirds of the base at least.
        TwoThirds = "two_thirds",
    }

    /// Of what a threshold is a part.
    pub enum Base {
        /// Of those who said yes or no: abstentions do not count.
        Expressed = "expressed",
        /// Of all who voted: abstentions count.
        Cast = "cast",
        /// Of all who might have voted.
        Electorate = "electorate",
    }

    /// What voters say about projects of a budget.
    pub enum BudgetBallot {
        /// Some projects.
        Approval = "approval",
        /// One project.
        Choose1 = "choose_1",
        /// Some projects, best first.
        Ordinal = "ordinal",
        /// Points, shared out among projects.
        Cumulative = "cumulative",
        /// A score for each project.
        Scoring = "scoring",
    }

    /// How much a voter is taken to gain from a project of theirs that is funded.
    pub enum Satisfaction {
        /// 1: the number of projects counts.
        Votes = "votes",
        /// The project's cost.
        Cost = "cost",
        /// The points that the voter gave.
        Points = "points",
        /// The points that the voter gave, times the project's cost.
        PointsTimesCost = "points_times_cost",
        /// The number of projects that the voter ranks behind it.
        Borda0 = "borda_0",
        /// The same and one more: the last one ranked counts 1.
        Borda1 = "borda_1",
        /// The same, times the project's cost.
        Borda1TimesCost = "borda_1_times_cost",
    }

    /// What is done with what Equal Shares leaves.
    pub enum Completion {
        /// Nothing.
        None = "none",
        /// Everybody is given one unit of the currency (100 minor units) more, again and again, until nothing more fits or
        /// the outcome costs more than the budget; the last outcome within the budget stands.
        AddOne = "add_one",
        /// The same; then projects by their votes, as far as what is left goes.
        AddOneThenUtilitarian = "add_one_then_utilitarian",
    }
}

/// How many must take part for anything to be decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Quorum {
    /// So many.
    Ballots(u32),
    /// Such a part of the electorate.
    Percent(Percent),
}

impl LogSafe for Quorum {
    fn example(draw: &mut Draw<'_>) -> Self {
        if draw(2) == 0 { Self::Ballots(u32::example(draw)) } else { Self::Percent(Percent::example(draw)) }
    }
}

/// What is frozen when a decision opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// How ballots are counted.
    pub method: Method,
    /// Who learns how somebody voted.
    pub mode: BallotMode,
    /// How many must take part; anybody may be enough.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quorum: Option<Quorum>,
    /// Who comes first among equals.
    pub ties: TieBreak,
}

impl LogSafe for Rules {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self {
            method: Method::example(draw),
            mode: BallotMode::example(draw),
            quorum: Option::example(draw),
            ties: TieBreak::example(draw),
        }
    }
}

/// How ballots are counted, with the method's parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Method {
    /// Passes when no reasoned objection stands at the close.
    Consent {},
    /// Yes or no.
    Majority {
        /// How many must say yes.
        threshold: Threshold,
        /// Of what that is a part; a simple majority is one of those who said yes or no.
        base: Base,
    },
    /// Those whom most approve.
    Approval(Approval),
    /// Those who get the greatest sum of scores.
    Score(Score),
    /// The one with the best median grade: majority judgement (Balinski and Laraki, *Majority Judgment*, 2010).
    Judgement {
        /// How many grades there are, 2 to 10: 0 is the worst, `grades - 1` the best. What a voter does not grade is
        /// taken as the worst.
        grades: u8,
    },
    /// Instant run-off: the one with the fewest first preferences is taken out until one has more than half.
    Runoff {},
    /// Projects that are funded within a budget.
    Budget(Budget),
    /// So many of the electorate, by lot.
    Sortition {
        /// How many, 1 to 256.
        seats: u16,
    },
}

/// Approval voting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Approval {
    /// How many win.
    pub winners: u16,
    /// How many options a voter may approve at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub most: Option<u16>,
    /// By what part of those who voted a winner must be approved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least: Option<Percent>,
}

/// Score voting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Score {
    /// How many win.
    pub winners: u16,
    /// The greatest score, 1 to 1,000; the least is 0, and what a voter does not score gets it.
    pub highest: u16,
}

/// A participatory budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Budget {
    /// How much there is.
    pub budget: Amount,
    /// What voters say.
    pub ballot: BudgetBallot,
    /// What that is worth to them.
    pub satisfaction: Satisfaction,
    /// How projects are chosen.
    pub rule: BudgetRule,
    /// What a ballot may be.
    #[serde(default, skip_serializing_if = "Limits::are_none")]
    pub limits: Limits,
}

/// How the projects of a budget are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum BudgetRule {
    /// By decreasing votes, points or rank sums; what does not fit any more is skipped.
    Greedy {},
    /// The Method of Equal Shares (Peters, Pierczyński, Skowron, *Proportional Participatory Budgeting with Additive
    /// Utilities*, 2021): everybody has an equal share of the budget, and a project is bought by those whom it serves.
    EqualShares {
        /// What is done with what that leaves.
        completion: Completion,
    },
}

/// What a ballot of a budget may be; what is not said is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// The least number of projects on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_length: Option<u16>,
    /// The greatest number of projects on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u16>,
    /// The greatest cost of its projects together, in minor units.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_sum_cost: Option<Minor>,
    /// The least number of points for a project on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_points: Option<u16>,
    /// The greatest number of points for a project.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_points: Option<u16>,
    /// The least number of points on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_sum_points: Option<u32>,
    /// The greatest number of points on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_sum_points: Option<u32>,
}

impl Limits {
    fn are_none(&self) -> bool {
        *self == Self::default()
    }
}

impl LogSafe for Limits {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self {
            min_length: Option::example(draw),
            max_length: Option::example(draw),
            max_sum_cost: Option::example(draw),
            min_points: Option::example(draw),
            max_points: Option::example(draw),
            min_sum_points: Option::example(draw),
            max_sum_points: Option::example(draw),
        }
    }
}

impl LogSafe for BudgetRule {
    fn example(draw: &mut Draw<'_>) -> Self {
        if draw(3) == 0 { Self::Greedy {} } else { Self::EqualShares { completion: Completion::example(draw) } }
    }
}

impl LogSafe for Method {
    fn example(draw: &mut Draw<'_>) -> Self {
        match draw(8) {
            0 => Self::Consent {},
            1 => Self::Majority { threshold: Threshold::example(draw), base: Base::example(draw) },
            2 => Self::Approval(Approval {
                winners: u16::example(draw),
                most: Option::example(draw),
                least: Option::example(draw),
            }),
            3 => Self::Score(Score { winners: u16::example(draw), highest: u16::example(draw) }),
            4 => Self::Judgement { grades: u8::example(draw) },
            5 => Self::Runoff {},
            6 => Self::Sortition { seats: u16::example(draw) },
            _ => Self::Budget(Budget {
                budget: Amount::example(draw),
                ballot: BudgetBallot::example(draw),
                satisfaction: Satisfaction::example(draw),
                rule: BudgetRule::example(draw),
                limits: Limits::example(draw),
            }),
        }
    }
}

impl Method {
    /// The method, apart from its parameters.
    #[must_use]
    pub fn kind(&self) -> MethodKind {
        match self {
            Self::Consent {} => MethodKind::Consent,
            Self::Majority { .. } => MethodKind::Majority,
            Self::Approval(_) => MethodKind::Approval,
            Self::Score(_) => MethodKind::Score,
            Self::Judgement { .. } => MethodKind::Judgement,
            Self::Runoff {} => MethodKind::Runoff,
            Self::Budget(_) => MethodKind::Budget,
            Self::Sortition { .. } => MethodKind::Sortition,
        }
    }
}

/// Why rules make no sense.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Senseless {
    /// A number is out of its range, or two contradict each other.
    Parameter,
    /// The method is not counted in this ballot mode.
    Mode,
    /// Ties cannot be broken so.
    Ties,
}

impl Rules {
    /// Whether they can be counted at all.
    ///
    /// # Errors
    /// [`Senseless`].
    pub fn make_sense(&self) -> Result<(), Senseless> {
        let fits = match &self.method {
            Method::Consent {} | Method::Runoff {} => true,
            Method::Majority { threshold, base } => *threshold != Threshold::Simple || *base == Base::Expressed,
            Method::Approval(rules) => rules.winners > 0 && rules.most != Some(0),
            Method::Score(rules) => rules.winners > 0 && (1..=1_000).contains(&rules.highest),
            Method::Judgement { grades } => (2..=10).contains(grades),
            Method::Sortition { seats } => (1..=256).contains(seats),
            Method::Budget(rules) => rules.make_sense(),
        };
        if !fits {
            return Err(Senseless::Parameter);
        }
        let is_mode_known = match self.method {
            // An objection has its reason, which is told under a pseudonym.
            Method::Consent {} => self.mode == BallotMode::Pseudonymous,
            // Nobody votes.
            Method::Sortition { .. } => self.mode == BallotMode::RollCall && self.quorum.is_none(),
            Method::Majority { .. }
            | Method::Approval(_)
            | Method::Score(_)
            | Method::Judgement { .. }
            | Method::Runoff {}
            | Method::Budget(_) => true,
        };
        if !is_mode_known {
            return Err(Senseless::Mode);
        }
        let has_costs = matches!(self.method, Method::Budget(_));
        if self.ties == TieBreak::Cheaper && !has_costs { Err(Senseless::Ties) } else { Ok(()) }
    }

    /// Whether the outcome depends on a seed that is drawn after the opening.
    #[must_use]
    pub fn needs_seed(&self) -> bool {
        self.ties == TieBreak::Lot || matches!(self.method, Method::Sortition { .. })
    }

    /// Whether there are options to choose from, rather than one proposal.
    #[must_use]
    pub fn has_options(&self) -> bool {
        !matches!(self.method, Method::Consent {} | Method::Majority { .. } | Method::Sortition { .. })
    }
}

impl Budget {
    fn make_sense(&self) -> bool {
        use BudgetBallot::{Approval, Choose1, Cumulative, Ordinal, Scoring};
        use Satisfaction::{Borda0, Borda1, Borda1TimesCost, Cost, Points, PointsTimesCost, Votes};
        let is_counted = match (self.ballot, self.satisfaction) {
            (Approval | Choose1, Votes | Cost)
            | (Ordinal, Borda0 | Borda1 | Borda1TimesCost)
            | (Cumulative | Scoring, Points | PointsTimesCost) => true,
            (Approval | Choose1 | Ordinal | Cumulative | Scoring, _) => false,
        };
        // What costs more is not bought for that: the greedy rule goes by votes, points or ranks alone.
        let is_ranked = match self.rule {
            BudgetRule::Greedy {} => matches!(self.satisfaction, Votes | Points | Borda0 | Borda1),
            BudgetRule::EqualShares { .. } => true,
        };
        let limits = &self.limits;
        let in_order = |low: Option<u32>, high: Option<u32>| low.zip(high).is_none_or(|(low, high)| low <= high);
        is_counted
            && is_ranked
            && self.budget.minor.get() > 0
            && limits.max_sum_cost.is_none_or(|cost| cost.get() >= 0)
            && in_order(limits.min_length.map(u32::from), limits.max_length.map(u32::from))
            && in_order(limits.min_points.map(u32::from), limits.max_points.map(u32::from))
            && in_order(limits.min_sum_points, limits.max_sum_points)
    }
}
