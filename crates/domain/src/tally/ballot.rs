//! Ballots: what a voter says, and whether that fits the rules.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::rules::{Approval, BallotMode, Budget, BudgetBallot, Method, Rules};
use crate::amount::Minor;
use crate::class::{Draw, LogSafe, words};

/// The greatest number of options of a decision.
pub const MAX_OPTIONS: u16 = 512;

/// The number of an option in its decision, in the order of listing, from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OptionNo(pub u16);

impl LogSafe for OptionNo {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self(u16::try_from(draw(u64::from(MAX_OPTIONS))).unwrap_or(0))
    }
}

words! {
    /// What a voter says to one proposal.
    pub enum Say {
        /// Yes; for a decision by consent: nothing against it.
        Yes = "yes",
        /// No; for a decision by consent: a reasoned objection.
        No = "no",
        /// Neither; for a decision by consent: stands aside.
        Abstain = "abstain",
    }
}

/// A ballot. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Ballot {
    /// To one proposal.
    Say(Say),
    /// These options, in ascending order; none is a blank ballot.
    Approve(Arc<[OptionNo]>),
    /// These options, best first; none is a blank ballot.
    Rank(Arc<[OptionNo]>),
    /// Points or grades for options, in ascending order of options; none is a blank ballot.
    Points(Arc<[(OptionNo, u16)]>),
}

impl LogSafe for Ballot {
    fn example(draw: &mut Draw<'_>) -> Self {
        // Twice as often to one proposal: then also where that there is a ballot at all depends on the same number.
        let shape = draw(5);
        let length = if shape < 2 { 0 } else { u16::try_from(draw(u64::from(MAX_OPTIONS) + 1)).unwrap_or(0) };
        // The numbers of the most digits.
        let options = (0..MAX_OPTIONS).rev().take(usize::from(length)).map(OptionNo);
        match shape {
            0 | 1 => Self::Say(Say::example(draw)),
            2 => Self::Approve(options.rev().collect()),
            3 => Self::Rank(options.collect()),
            _ => Self::Points(options.rev().map(|option| (option, u16::MAX)).collect()),
        }
    }
}

/// Why a ballot does not fit the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Unfit {
    /// It is a ballot of another method.
    OtherMethod,
    /// It names an option that is not one of the decision's.
    UnknownOption,
    /// It names an option twice, or not in order.
    Repeated,
    /// It names too few options.
    TooFew,
    /// It names too many options.
    TooMany,
    /// It gives an option too few or too many points.
    PointsOutOfRange,
    /// It gives too few or too many points in all.
    SumOutOfRange,
    /// What it names costs more than a ballot may.
    OverBudget,
}

/// An option that stands when a decision opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Standing {
    /// Its number.
    pub option: OptionNo,
    /// What it costs, in minor units of the budget's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cost: Option<Minor>,
}

impl Ballot {
    /// The options that it names, in its order.
    pub fn options(&self) -> impl Iterator<Item = OptionNo> + '_ {
        let (options, points): (&[OptionNo], &[(OptionNo, u16)]) = match self {
            Self::Say(_) => (&[], &[]),
            Self::Approve(options) | Self::Rank(options) => (options, &[]),
            Self::Points(points) => (&[], points),
        };
        options.iter().copied().chain(points.iter().map(|(option, _)| *option))
    }

    /// How many options it names.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Self::Say(_) => 0,
            Self::Approve(options) | Self::Rank(options) => options.len(),
            Self::Points(points) => points.len(),
        }
    }

    /// Whether it names no option: a blank ballot, or one to a proposal.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether it fits the rules and the options that stand (in ascending order).
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn fits(&self, rules: &Rules, options: &[Standing]) -> Result<(), Unfit> {
        match (&rules.method, self) {
            (Method::Consent {} | Method::Majority { .. }, Self::Say(_)) => Ok(()),
            (Method::Approval(approval), Self::Approve(chosen)) => {
                known(self, options)?;
                ascending(chosen.iter().copied())?;
                let Approval { most, .. } = approval;
                if most.is_some_and(|most| chosen.len() > usize::from(most)) { Err(Unfit::TooMany) } else { Ok(()) }
            }
            (Method::Score(score), Self::Points(points)) => {
                known(self, options)?;
                ascending(points.iter().map(|(option, _)| *option))?;
                in_range(points, 0, score.highest)
            }
            (Method::Judgement { grades }, Self::Points(points)) => {
                known(self, options)?;
                ascending(points.iter().map(|(option, _)| *option))?;
                in_range(points, 0, u16::from(*grades).saturating_sub(1))
            }
            (Method::Runoff {}, Self::Rank(ranked)) => {
                known(self, options)?;
                distinct(ranked)
            }
            (Method::Budget(budget), _) => self.fits_budget(budget, options),
            _ => Err(Unfit::OtherMethod),
        }
    }

    fn fits_budget(&self, budget: &Budget, options: &[Standing]) -> Result<(), Unfit> {
        let limits = &budget.limits;
        let (least, most) = match (budget.ballot, self) {
            (BudgetBallot::Choose1, Self::Approve(_)) => (0, 1),
            (BudgetBallot::Approval, Self::Approve(_))
            | (BudgetBallot::Ordinal, Self::Rank(_))
            | (BudgetBallot::Cumulative | BudgetBallot::Scoring, Self::Points(_)) => (0, u16::MAX),
            _ => return Err(Unfit::OtherMethod),
        };
        known(self, options)?;
        match self {
            Self::Approve(chosen) => ascending(chosen.iter().copied())?,
            Self::Rank(ranked) => distinct(ranked)?,
            Self::Points(points) => {
                ascending(points.iter().map(|(option, _)| *option))?;
                in_range(points, limits.min_points.unwrap_or(0), limits.max_points.unwrap_or(u16::MAX))?;
                let sum: u32 = points.iter().map(|(_, points)| u32::from(*points)).sum();
                let (low, high) = (limits.min_sum_points.unwrap_or(0), limits.max_sum_points.unwrap_or(u32::MAX));
                if !self.is_empty() && !(low..=high).contains(&sum) {
                    return Err(Unfit::SumOutOfRange);
                }
            }
            Self::Say(_) => (),
        }
        let least = usize::from(limits.min_length.unwrap_or(least));
        let most = usize::from(limits.max_length.unwrap_or(most).min(most));
        // A blank ballot is one: nobody is made to choose.
        if !self.is_empty() && self.len() < least {
            return Err(Unfit::TooFew);
        }
        if self.len() > most {
            return Err(Unfit::TooMany);
        }
        let cost =
            |named: OptionNo| options.iter().find(|option| option.option == named).and_then(|option| option.cost);
        let Some(allowed) = limits.max_sum_cost else { return Ok(()) };
        let sum: i64 = self.options().filter_map(cost).fold(0, |sum, cost| sum.saturating_add(cost.get()));
        if sum > allowed.get() { Err(Unfit::OverBudget) } else { Ok(()) }
    }
}

impl BallotMode {
    /// Whether a ballot is published with the event that tells of it.
    #[must_use]
    pub fn publishes_at_once(self) -> bool {
        self != Self::Secret
    }
}

fn known(ballot: &Ballot, options: &[Standing]) -> Result<(), Unfit> {
    let is_known = |option: OptionNo| options.binary_search_by_key(&option, |standing| standing.option).is_ok();
    if ballot.options().all(is_known) { Ok(()) } else { Err(Unfit::UnknownOption) }
}

fn ascending(options: impl Iterator<Item = OptionNo>) -> Result<(), Unfit> {
    if options.is_sorted_by(|one, other| one < other) { Ok(()) } else { Err(Unfit::Repeated) }
}

fn distinct(options: &[OptionNo]) -> Result<(), Unfit> {
    let mut seen = [false; MAX_OPTIONS as usize];
    for option in options {
        match seen.get_mut(usize::from(option.0)) {
            Some(seen) if !*seen => *seen = true,
            _ => return Err(Unfit::Repeated),
        }
    }
    Ok(())
}

fn in_range(points: &[(OptionNo, u16)], low: u16, high: u16) -> Result<(), Unfit> {
    let fits = |(_, points): &(OptionNo, u16)| (low..=high).contains(points);
    if points.iter().all(fits) { Ok(()) } else { Err(Unfit::PointsOutOfRange) }
}
