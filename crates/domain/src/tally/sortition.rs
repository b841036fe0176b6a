//! To be written.

use super::input::Input;
use super::outcome::{Outcome, Sums};

use super::trace::Step;

pub(super) fn count(_input: &Input, _seats: u16, _trace: &mut Vec<Step>) -> (Outcome, Sums) {
    (Outcome::NothingElected {}, Sums::Untold {})
}
