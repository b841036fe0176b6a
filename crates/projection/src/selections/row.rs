//! What is shown of one selection.

use domain::amount::Minor;
use domain::candidate::MethodNo;
use domain::class::Pointer;
use domain::ids::{
    ActorId, CandidateId, DecisionId, MeetingId, Position, Pseudonym, RequirementId, SelectionId,
    SpecificationVersionId, Stamp, Version,
};
use domain::names::CurrencyCode;
use domain::selection::criteria::{CriterionNo, Weighed, Weight};
use domain::selection::score::{Counts, Score};
use domain::selection::split::{SplitRule, Years};
use domain::selection::{CriterionSet, Phase, Prepared, SplitPlanned};
use domain::state::Recorded;
use imbl::OrdMap;

use crate::TextRef;

/// A criterion by which candidates are assessed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CriterionRow {
    /// Its number.
    pub number: CriterionNo,
    /// Which requirement it was made of; none where it was added by hand.
    pub requirement: Option<RequirementId>,
    /// What it was called by hand; where that is not so, it is called as its requirement.
    pub title: Option<TextRef>,
    /// How much it counts.
    pub weight: Weight,
    /// How much it counted when it was made of its requirement.
    pub given: Option<Weight>,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

/// One of the payers, and what it answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PayerRow {
    /// Who.
    pub actor: ActorId,
    /// What its share is in proportion to.
    pub basis: u32,
    /// Its share.
    pub share: Minor,
    /// When it accepted, if that is its last answer.
    pub accepted_at: Option<Stamp>,
    /// When it declined, if that is its last answer.
    pub declined_at: Option<Stamp>,
    /// Why it declined.
    pub reason: Option<TextRef>,
}

/// How the cost is to be shared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SplitRow {
    /// Which plan this is, from 1.
    pub number: u16,
    /// The position of its event.
    pub position: Position,
    /// When it was planned.
    pub planned_at: Stamp,
    /// The cost of which candidate.
    pub candidate: CandidateId,
    /// Set up in which way.
    pub method: Option<MethodNo>,
    /// Over how many years.
    pub years: Years,
    /// By what it is shared.
    pub rule: SplitRule,
    /// Who pays how much, in the order given.
    pub payers: Vec<PayerRow>,
}

impl SplitRow {
    pub(super) fn new(recorded: &Recorded, e: &SplitPlanned) -> Self {
        let payer = |payer: &domain::selection::split::Payer| PayerRow {
            actor: payer.actor,
            basis: payer.basis,
            share: payer.share,
            accepted_at: None,
            declined_at: None,
            reason: None,
        };
        Self {
            number: e.split,
            position: recorded.position,
            planned_at: recorded.recorded_at,
            candidate: e.candidate,
            method: e.method,
            years: e.years,
            rule: e.rule,
            payers: e.payers.as_slice().iter().map(payer).collect(),
        }
    }
}

/// What was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Which candidate.
    pub candidate: CandidateId,
    /// By which decision.
    pub decision: DecisionId,
    /// When that was recorded.
    pub recorded_at: Stamp,
}

/// What is shown of a selection, but for assessments, which have tables of their own: they change with every one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectionRow {
    /// Its id.
    pub id: SelectionId,
    /// By which version of which specification.
    pub requirements: SpecificationVersionId,
    /// What is looked for.
    pub title: Option<TextRef>,
    /// In what money costs are told.
    pub currency: CurrencyCode,
    /// How far it is.
    pub phase: Phase,
    /// By what candidates are assessed, in order of their numbers.
    pub criteria: Vec<CriterionRow>,
    /// Of what, since it opened.
    pub candidates: Vec<CandidateId>,
    /// Until when it is assessed.
    pub assess_until: Option<Stamp>,
    /// How the cost is to be shared.
    pub split: Option<SplitRow>,
    /// Where the candidates are presented.
    pub presentation: Option<MeetingId>,
    /// What was chosen.
    pub choice: Option<Choice>,
    /// Why it was given up.
    pub reason: Option<TextRef>,
    /// When it was prepared.
    pub prepared_at: Stamp,
    /// When it opened.
    pub opened_at: Option<Stamp>,
    /// When it closed.
    pub closed_at: Option<Stamp>,
    /// When it was given up.
    pub abandoned_at: Option<Stamp>,
    /// The positions of its own signed events, oldest first.
    pub positions: Vec<Position>,
    /// Number of events of its own.
    pub version: Version,
}

impl SelectionRow {
    pub(super) fn new(recorded: &Recorded, e: &Prepared) -> Self {
        let criteria = e.criteria.as_slice().iter().map(|criterion| CriterionRow {
            number: criterion.number,
            requirement: Some(criterion.requirement),
            title: None,
            weight: criterion.weight,
            given: Some(criterion.weight),
            withdrawn: false,
        });
        Self {
            id: e.selection,
            requirements: e.version,
            title: TextRef::of(recorded, Pointer::Title),
            currency: e.currency.clone(),
            phase: Phase::Prepared,
            criteria: criteria.collect(),
            candidates: Vec::new(),
            assess_until: None,
            split: None,
            presentation: None,
            choice: None,
            reason: None,
            prepared_at: recorded.recorded_at,
            opened_at: None,
            closed_at: None,
            abandoned_at: None,
            positions: Vec::new(),
            version: Version(0),
        }
    }

    pub(super) fn set(&mut self, recorded: &Recorded, e: &CriterionSet) {
        let title = TextRef::of(recorded, Pointer::Title);
        match self.criteria.iter_mut().find(|criterion| criterion.number == e.criterion) {
            Some(criterion) => {
                criterion.weight = e.weight;
                criterion.title = title.or(criterion.title);
            }
            None => self.criteria.push(CriterionRow {
                number: e.criterion,
                requirement: None,
                title,
                weight: e.weight,
                given: None,
                withdrawn: false,
            }),
        }
    }

    /// The criteria that stand, with what they count.
    pub fn standing(&self) -> impl Iterator<Item = Weighed> {
        let standing = self.criteria.iter().filter(|criterion| !criterion.withdrawn);
        standing.map(|criterion| Weighed { number: criterion.number, weight: criterion.weight })
    }

    pub(super) fn answer(&mut self, recorded: &Recorded, accepts: bool) {
        let actor = recorded.act.subject();
        let at = Some(recorded.recorded_at);
        let payers = self.split.iter_mut().flat_map(|split| &mut split.payers);
        for payer in payers.filter(|payer| Some(payer.actor) == actor) {
            payer.accepted_at = at.filter(|_| accepts);
            payer.declined_at = at.filter(|_| !accepts);
            payer.reason = TextRef::of(recorded, Pointer::Reason);
        }
    }
}

/// What all assessors together say of a candidate.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many people assessed it by any criterion.
    pub assessors: u32,
    /// How many of them gave each score, by criterion.
    pub counts: OrdMap<CriterionNo, Counts>,
}

/// What somebody says beside a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Comment {
    /// Of which candidate.
    pub candidate: CandidateId,
    /// By which criterion.
    pub criterion: CriterionNo,
    /// Who, inside this selection.
    pub assessor: Pseudonym,
    /// Beside which score.
    pub score: Score,
    /// The position of its event.
    pub position: Position,
    /// What they say.
    pub text: TextRef,
}
