//! Approval: those whom most approve.

use super::input::Input;
use super::outcome::{Outcome, Sums};
use super::rules::Approval;
use super::totals::Totals;
use super::trace::Step;

pub(super) fn count(input: &Input, rules: Approval, trace: &mut Vec<Step>) -> (Outcome, Sums) {
    let totals = Totals::count(input, input.fitting_counts(), |ballot| ballot.options().map(|option| (option, 1)));
    trace.push(Step::Summed { sums: totals.sums() });
    let percent = rules.least.map_or(0, u8::from);
    // Whom nobody approves does not win, however little is asked.
    let needed = input.cast().saturating_mul(percent.into()).div_ceil(100).max(1);
    (totals.elect(input, rules.winners, needed, trace), totals.sums())
}
