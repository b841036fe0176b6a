//! What a ballot of a budget is worth to the projects on it.

use super::ballot::{Ballot, OptionNo};
use super::input::Input;
use super::rules::{Budget, Satisfaction};
use super::totals::Totals;
use crate::amount::Minor;

/// What the ballot gives to each project on it: a vote, its points, or its rank. What a project's cost has to do with
/// that comes on top ([`is_times_cost`]).
pub(super) fn given(ballot: &Ballot, satisfaction: Satisfaction) -> impl Iterator<Item = (OptionNo, u32)> {
    let (approved, ranked, points): (&[OptionNo], &[OptionNo], &[(OptionNo, u16)]) = match ballot {
        Ballot::Say(_) => (&[], &[], &[]),
        Ballot::Approve(options) => (options, &[], &[]),
        Ballot::Rank(options) => (&[], options, &[]),
        Ballot::Points(points) => (&[], &[], points),
    };
    let last = u32::from(satisfaction != Satisfaction::Borda0);
    let ranks = ranked.iter().rev().zip(last..).map(|(option, rank)| (*option, rank));
    let points = points.iter().map(|(option, points)| (*option, u32::from(*points)));
    approved.iter().map(|option| (*option, 1)).chain(ranks).chain(points)
}

/// Whether a project is worth more the more it costs.
pub(super) fn is_times_cost(satisfaction: Satisfaction) -> bool {
    match satisfaction {
        Satisfaction::Cost | Satisfaction::PointsTimesCost | Satisfaction::Borda1TimesCost => true,
        Satisfaction::Votes | Satisfaction::Points | Satisfaction::Borda0 | Satisfaction::Borda1 => false,
    }
}

/// The votes, points or rank sum of each project.
pub(super) fn totals(input: &Input, rules: &Budget) -> Totals {
    Totals::count(input, input.fitting_counts(), |ballot| given(ballot, rules.satisfaction))
}

/// What each project costs, in the order of listing: what has no cost, or less than none, cannot be funded.
pub(super) fn costs(input: &Input) -> impl Iterator<Item = (OptionNo, i64)> {
    let costs = input.options.iter().map(|standing| (standing.option, standing.cost.map_or(-1, Minor::get)));
    costs.filter(|(_, cost)| *cost >= 0)
}
