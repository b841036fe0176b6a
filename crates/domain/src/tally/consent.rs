//! Consent: a proposal passes when somebody took part and no reasoned objection stands.

use super::input::Input;
use super::majority::Says;
use super::outcome::{Outcome, Sums};
use super::trace::Step;

pub(super) fn count(input: &Input, trace: &mut Vec<Step>) -> (Outcome, Sums) {
    let says = Says::of(input);
    trace.push(Step::Summed { sums: says.sums() });
    let passes = says.no == 0 && says.yes + says.abstain > 0;
    (if passes { Outcome::Passed {} } else { Outcome::Rejected {} }, says.sums())
}
