//! To be written.

use super::input::Input;
use super::outcome::{Outcome, Sums};
use super::rules::{Base, Threshold};
use super::trace::Step;

pub(super) fn count(_input: &Input, _threshold: Threshold, _base: Base, _trace: &mut Vec<Step>) -> (Outcome, Sums) {
    (Outcome::NothingElected {}, Sums::Untold {})
}
