//! Majority: yes or no to one proposal.

use super::ballot::{Ballot, Say};
use super::input::Input;
use super::outcome::{Outcome, Sums};
use super::rules::{Base, Threshold};
use super::trace::Step;

/// How often what was said.
#[derive(Debug, Default)]
pub(super) struct Says {
    pub(super) yes: u64,
    pub(super) no: u64,
    pub(super) abstain: u64,
}

impl Says {
    pub(super) fn of(input: &Input) -> Self {
        let mut says = Self::default();
        for counted in input.fitting() {
            let Ballot::Say(said) = counted.ballot else { continue };
            let so_far = match said {
                Say::Yes => &mut says.yes,
                Say::No => &mut says.no,
                Say::Abstain => &mut says.abstain,
            };
            *so_far += u64::from(counted.count);
        }
        says
    }

    pub(super) fn sums(&self) -> Sums {
        let recorded = |said: u64| u32::try_from(said).unwrap_or(u32::MAX);
        Sums::Says { yes: recorded(self.yes), no: recorded(self.no), abstain: recorded(self.abstain) }
    }
}

pub(super) fn count(input: &Input, threshold: Threshold, base: Base, trace: &mut Vec<Step>) -> (Outcome, Sums) {
    let says = Says::of(input);
    trace.push(Step::Summed { sums: says.sums() });
    let expressed = says.yes + says.no;
    let of = match base {
        Base::Expressed => expressed,
        Base::Cast => input.cast(),
        Base::Electorate => u64::from(input.electorate),
    };
    let (of, needed) = match threshold {
        Threshold::Simple => (expressed, says.no + 1),
        Threshold::Absolute => (of, of / 2 + 1),
        // Two thirds of nobody are nobody: one must want it all the same.
        Threshold::TwoThirds => (of, (2 * of).div_ceil(3).max(1)),
    };
    trace.push(Step::Held { yes: says.yes, needed, of });
    (if says.yes >= needed { Outcome::Passed {} } else { Outcome::Rejected {} }, says.sums())
}
