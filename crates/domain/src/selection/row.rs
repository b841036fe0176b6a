//! What is known of one selection.

use std::sync::Arc;

use imbl::{OrdMap, OrdSet};

use super::Phase;
use super::criteria::{CriterionNo, Weighed, Weight};
use super::score::Score;
use super::split::{Payers, Years};
use crate::amount::Minor;
use crate::candidate::MethodNo;
use crate::ids::{ActorId, CandidateId, MeetingId, Pseudonym, RequirementId, SpecificationVersionId, Stamp, Version};
use crate::names::CurrencyCode;

/// What is known of a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CriterionRow {
    /// Which requirement it was made of; none where it was added by hand.
    pub requirement: Option<RequirementId>,
    /// How much it counts.
    pub weight: Weight,
}

/// What one person said of one candidate by one criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Assessment {
    /// How well it meets it.
    pub score: Score,
    /// Whether a comment stands beside it.
    pub is_commented: bool,
}

/// All that one person said.
pub type Sheet = OrdMap<(CandidateId, CriterionNo), Assessment>;

/// How the cost is to be shared, as it was last planned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Split {
    /// Which plan this is, from 1.
    pub number: u16,
    /// Of which candidate.
    pub candidate: CandidateId,
    /// Set up in which way.
    pub method: Option<MethodNo>,
    /// Over how many years.
    pub years: Years,
    /// What it shares: what the candidate cost when it was planned.
    pub total: Minor,
    /// Who pays how much.
    pub payers: Payers,
    /// Who of them accepted.
    pub accepted: OrdSet<ActorId>,
    /// Who of them declined.
    pub declined: OrdSet<ActorId>,
}

/// What is known of one selection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// By which version of which specification.
    pub requirements: SpecificationVersionId,
    /// In what money costs are told.
    pub currency: CurrencyCode,
    /// How far it is.
    pub phase: Phase,
    /// By what candidates are assessed, by number; nothing where one was withdrawn.
    pub criteria: OrdMap<CriterionNo, Option<CriterionRow>>,
    /// The criteria that stood when it opened, in ascending order.
    pub frozen: Arc<[Weighed]>,
    /// The candidates that stood when it opened, in ascending order.
    pub candidates: Arc<[CandidateId]>,
    /// Until when it is assessed.
    pub assess_until: Option<Stamp>,
    /// What each person said; nobody who said nothing.
    pub assessments: OrdMap<Pseudonym, Sheet>,
    /// How the cost is to be shared.
    pub split: Option<Split>,
    /// Where the candidates are presented.
    pub presentation: Option<MeetingId>,
    /// What was chosen.
    pub chosen: Option<CandidateId>,
    /// Number of events of its own.
    pub version: Version,
}

impl Row {
    /// What a person said of a candidate by a criterion.
    #[must_use]
    pub fn assessment(&self, of: Pseudonym, candidate: CandidateId, criterion: CriterionNo) -> Option<Assessment> {
        self.assessments.get(&of)?.get(&(candidate, criterion)).copied()
    }

    /// How many other assessments of this candidate a person has given, and how many of others.
    #[must_use]
    pub fn beside(&self, of: Pseudonym, candidate: CandidateId, criterion: CriterionNo) -> (u16, u16) {
        let (mut here, mut elsewhere) = (0_u16, 0_u16);
        for (other, by) in self.assessments.get(&of).into_iter().flat_map(OrdMap::keys) {
            match (*other == candidate, *by == criterion) {
                (true, true) => (),
                (true, false) => here = here.saturating_add(1),
                (false, _) => elsewhere = elsewhere.saturating_add(1),
            }
        }
        (here, elsewhere)
    }

    /// The criteria that stand.
    pub fn standing(&self) -> impl Iterator<Item = (CriterionNo, CriterionRow)> {
        self.criteria.iter().filter_map(|(number, row)| Some((*number, (*row)?)))
    }
}
