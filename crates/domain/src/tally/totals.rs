//! Sums over the options that stand, and who wins by them.

use super::ballot::{Ballot, OptionNo};
use super::input::Input;
use super::outcome::{Outcome, Sums};
use super::ties::Ties;
use super::trace::Step;
use crate::class::Few;

/// A sum for each option that stands.
pub(super) struct Totals {
    /// In ascending order of options.
    of: Vec<(OptionNo, u64)>,
}

impl Totals {
    /// Sums up what each ballot gives to options, times how many there are of it.
    pub(super) fn count<'a, Given>(
        input: &Input,
        ballots: impl Iterator<Item = (&'a Ballot, u64)>,
        given: impl Fn(&'a Ballot) -> Given,
    ) -> Self
    where
        Given: Iterator<Item = (OptionNo, u32)>,
    {
        let mut totals = Self { of: input.options.iter().map(|standing| (standing.option, 0)).collect() };
        for (ballot, count) in ballots {
            for (option, amount) in given(ballot) {
                totals.add(option, u64::from(amount).saturating_mul(count));
            }
        }
        totals
    }

    fn find(&self, option: OptionNo) -> Option<usize> {
        self.of.binary_search_by_key(&option, |(option, _)| *option).ok()
    }

    fn add(&mut self, option: OptionNo, amount: u64) {
        if let Some((_, sum)) = self.find(option).and_then(|at| self.of.get_mut(at)) {
            *sum = sum.saturating_add(amount);
        }
    }

    pub(super) fn of(&self, option: OptionNo) -> u64 {
        self.find(option).and_then(|at| self.of.get(at)).map_or(0, |(_, sum)| *sum)
    }

    /// As they are recorded.
    pub(super) fn sums(&self) -> Sums {
        Sums::Options(self.of.clone())
    }

    /// Options of the same sum together, in ascending order; the greatest sum first.
    pub(super) fn equals(&self) -> Vec<(u64, Vec<OptionNo>)> {
        let mut sorted = self.of.clone();
        sorted.sort_unstable_by_key(|(option, sum)| (std::cmp::Reverse(*sum), *option));
        let same = sorted.chunk_by(|(_, one), (_, other)| one == other);
        same.filter_map(|same| Some((same.first()?.1, same.iter().map(|(option, _)| *option).collect()))).collect()
    }

    /// Gives so many seats to those of the greatest sums, each of whom needs so much.
    pub(super) fn elect(&self, input: &Input, seats: u16, needed: u64, trace: &mut Vec<Step>) -> Outcome {
        let ties = Ties::of(input);
        let mut free = usize::from(seats);
        let mut winners = Vec::new();
        for (has, mut equals) in self.equals() {
            if free == 0 {
                break;
            }
            if has < needed {
                trace.extend(equals.into_iter().map(|option| Step::Short { option, has, needed }));
                continue;
            }
            ties.settle(&mut equals, trace);
            equals.truncate(free);
            free -= equals.len();
            trace.extend(equals.iter().map(|option| Step::Won { option: *option, with: has }));
            winners.append(&mut equals);
        }
        elected(winners)
    }
}

/// The outcome that these options won.
pub(super) fn elected(options: Vec<OptionNo>) -> Outcome {
    match Few::new(options) {
        Ok(options) if !options.as_slice().is_empty() => Outcome::Elected { options },
        // More options than a decision has, or one twice: nothing that could be recorded.
        Ok(_) | Err(_) => Outcome::NothingElected {},
    }
}
