//! Score: those who get the greatest sum of scores; who is not scored gets nothing.

use super::ballot::{Ballot, OptionNo};
use super::input::Input;
use super::outcome::{Outcome, Sums};
use super::rules::Score;
use super::totals::Totals;
use super::trace::Step;

pub(super) fn count(input: &Input, rules: Score, trace: &mut Vec<Step>) -> (Outcome, Sums) {
    let totals = Totals::count(input, input.fitting_counts(), |ballot| {
        points(ballot).iter().map(|(option, points)| (*option, (*points).into()))
    });
    trace.push(Step::Summed { sums: totals.sums() });
    (totals.elect(input, rules.winners, 1, trace), totals.sums())
}

/// The points or grades on a ballot.
pub(super) fn points(ballot: &Ballot) -> &[(OptionNo, u16)] {
    match ballot {
        Ballot::Points(points) => points,
        Ballot::Say(_) | Ballot::Approve(_) | Ballot::Rank(_) => &[],
    }
}
