//! Instant run-off: while nobody has more than half of the first preferences, the option with the fewest is taken out, and
//! its ballots go to the next one on them.

use std::collections::BTreeMap;

use super::ballot::{Ballot, OptionNo};
use super::input::Input;
use super::outcome::{Outcome, Sums};
use super::ties::Ties;
use super::totals::elected;
use super::trace::Step;

/// Equal ballots, from the option on that they count for now.
struct Pile<'a> {
    preferences: &'a [OptionNo],
    count: u64,
}

/// The options that are still in, each with the ballots that count for it.
struct Round<'a> {
    piles: BTreeMap<OptionNo, Vec<Pile<'a>>>,
    exhausted: u64,
}

pub(super) fn count(input: &Input, trace: &mut Vec<Step>) -> (Outcome, Sums) {
    let mut round = Round::first(input);
    let counts = round.counts();
    let sums = Sums::Options(counts.clone());
    trace.push(Step::Summed { sums: sums.clone() });
    (run(&mut round, counts, &Ties::of(input), trace), sums)
}

fn run(round: &mut Round<'_>, mut counts: Vec<(OptionNo, u64)>, ties: &Ties<'_>, trace: &mut Vec<Step>) -> Outcome {
    for number in 1.. {
        trace.push(Step::Round { round: number, counts: counts.clone(), exhausted: round.exhausted });
        let all: u64 = counts.iter().map(|(_, count)| count).sum();
        let (Some(most), Some(fewest)) = (counts.iter().max_by_key(|of| of.1), counts.iter().map(|of| of.1).min())
        else {
            break;
        };
        if all == 0 {
            break;
        }
        if 2 * most.1 > all {
            trace.push(Step::Won { option: most.0, with: most.1 });
            return elected(vec![most.0]);
        }
        let mut last: Vec<_> = counts.iter().filter(|of| of.1 == fewest).map(|of| of.0).collect();
        ties.settle(&mut last, trace);
        let Some(option) = last.pop() else { break };
        trace.push(Step::TakenOut { option });
        round.take_out(option);
        counts = round.counts();
    }
    Outcome::NothingElected {}
}

impl<'a> Round<'a> {
    fn first(input: &'a Input) -> Self {
        let piles = input.options.iter().map(|standing| (standing.option, Vec::new())).collect();
        let mut round = Self { piles, exhausted: 0 };
        for counted in input.fitting() {
            if let Ballot::Rank(preferences) = &counted.ballot {
                round.lay(Pile { preferences, count: counted.count.into() });
            }
        }
        round
    }

    fn counts(&self) -> Vec<(OptionNo, u64)> {
        let count = |piles: &[Pile<'_>]| piles.iter().map(|pile| pile.count).sum();
        self.piles.iter().map(|(option, piles)| (*option, count(piles))).collect()
    }

    fn take_out(&mut self, option: OptionNo) {
        for pile in self.piles.remove(&option).unwrap_or_default() {
            self.lay(pile);
        }
    }

    /// Lays ballots to the first option on them that is still in.
    fn lay(&mut self, mut pile: Pile<'a>) {
        while let Some((first, others)) = pile.preferences.split_first() {
            if let Some(piles) = self.piles.get_mut(first) {
                piles.push(pile);
                return;
            }
            pile.preferences = others;
        }
        self.exhausted += pile.count;
    }
}
