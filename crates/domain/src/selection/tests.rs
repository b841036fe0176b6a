//! Given, when, then: the rules of selections, and the laws of their numbers.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod assessing;
mod choosing;
mod numbers;
mod opening;
mod sharing;

use super::criteria::{Criteria, Criterion, CriterionNo, Frozen, MAX_CRITERIA, Weighed, Weight};
use super::score::Score;
use super::split::{Payer, Payers, SplitRule, Years};
use super::*;
use crate::candidate::{self, MethodNo, SetupMethodSet};
use crate::class::{CommonText, OwnText};
use crate::given::{
    Given, actor, adopted, at, candidate, decision, euros, minor, pseudonym, requirement, selecting, selecting_openly,
    selection, text, tool, version,
};
use crate::origin::Origin;

const ANNE: u8 = 1;
const BILAL: u8 = 2;
const CHLOE: u8 = 3;

fn common() -> CommonText {
    CommonText(text())
}

fn weight(n: u8) -> Weight {
    Weight::try_from(n).unwrap()
}

fn prepared() -> Prepared {
    let criteria = [(1, 1, 8), (2, 2, 4), (3, 4, 2)];
    let criteria =
        criteria.map(|(n, r, w)| Criterion { number: CriterionNo(n), requirement: requirement(r), weight: weight(w) });
    Prepared {
        selection: selection(1),
        version: version(1),
        title: common(),
        currency: euros(0).currency,
        criteria: Criteria::new(criteria.to_vec()).unwrap(),
    }
}

fn criterion(n: u16, w: u8, title: bool) -> CriterionSet {
    let title = title.then(common);
    CriterionSet { selection: selection(1), criterion: CriterionNo(n), weight: weight(w), title }
}

fn criterion_withdrawn(n: u16) -> CriterionWithdrawn {
    CriterionWithdrawn { selection: selection(1), criterion: CriterionNo(n) }
}

fn close() -> Command {
    Command::Close(selection(1))
}

fn closed() -> Closed {
    Closed { selection: selection(1) }
}

fn abandoned() -> Abandoned {
    Abandoned { selection: selection(1), reason: common() }
}

fn withdrawn(n: u8) -> candidate::Withdrawn {
    candidate::Withdrawn { candidate: candidate(n), selection: selection(1), reason: common() }
}

fn open() -> Given {
    selecting_openly(None)
}

fn row(given: &Given) -> Row {
    given.clone().state().selection.get(selection(1)).unwrap().clone()
}
