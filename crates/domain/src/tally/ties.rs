//! Who comes first among equals, by the rule that was declared before anybody voted.

use sha2::{Digest as _, Sha256};

use super::ballot::{OptionNo, Standing};
use super::input::{Input, Sha};
use super::rules::TieBreak;
use super::trace::Step;
use crate::amount::Minor;

/// The declared rule, with what it looks at.
pub(super) struct Ties<'a> {
    by: TieBreak,
    seed: Option<Sha>,
    options: &'a [Standing],
}

impl<'a> Ties<'a> {
    pub(super) fn of(input: &'a Input) -> Self {
        // Without a seed there is no lot; the step says so.
        let by = match (input.rules.ties, input.seed) {
            (TieBreak::Lot, None) => TieBreak::ListedFirst,
            (by, _) => by,
        };
        Self { by, seed: input.seed, options: &input.options }
    }

    /// Brings equals into the rule's order, the first first.
    pub(super) fn order(&self, equals: &mut [OptionNo]) {
        match self.by {
            TieBreak::ListedFirst => equals.sort_unstable(),
            TieBreak::ListedLast => equals.sort_unstable_by(|one, other| other.cmp(one)),
            TieBreak::Cheaper => equals.sort_by_cached_key(|option| (self.cost(*option), *option)),
            TieBreak::Lot => equals.sort_by_cached_key(|option| (self.lot(*option), *option)),
        }
    }

    /// The step that tells of equals in the rule's order; none where there is nothing to choose.
    pub(super) fn step(&self, ordered: &[OptionNo]) -> Option<Step> {
        let (first, _) = ordered.split_first().filter(|(_, others)| !others.is_empty())?;
        Some(Step::Tied { between: ordered.to_vec(), first: *first, by: self.by })
    }

    /// Brings equals into the rule's order, and tells of it.
    pub(super) fn settle(&self, equals: &mut [OptionNo], trace: &mut Vec<Step>) {
        self.order(equals);
        trace.extend(self.step(equals));
    }

    /// What has no cost is no cheap bargain: it comes last.
    fn cost(&self, option: OptionNo) -> i64 {
        let at = self.options.binary_search_by_key(&option, |standing| standing.option).ok();
        let standing = at.and_then(|at| self.options.get(at));
        standing.and_then(|standing| standing.cost).map_or(i64::MAX, Minor::get)
    }

    /// `SHA-256(seed ‖ number of the option as two big-endian bytes)`: the smallest comes first.
    fn lot(&self, option: OptionNo) -> [u8; 32] {
        let seed = self.seed.map_or([0; 32], |seed| seed.0);
        Sha256::new().chain_update(seed).chain_update(option.0.to_be_bytes()).finalize().into()
    }
}
