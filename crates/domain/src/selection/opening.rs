//! The rules of a selection's preparation and its opening.

use std::sync::Arc;

use imbl::OrdMap;

use super::criteria::{Criteria, CriterionNo, Frozen, MAX_CRITERIA, Weighed, generated};
use super::{
    Candidates, CriterionRow, CriterionSet, Event, Opened, Phase, Prepared, PresentationLinked, Refusal, Row,
    Selections,
};
use crate::aggregate::Context;
use crate::candidate;
use crate::ids::{SelectionId, SpecificationVersionId, Stamp, Version};
use crate::meeting::{self, MeetingKind};

/// The criteria that an adopted version gives.
fn given_by(cx: &Context<'_>, version: SpecificationVersionId) -> Result<Criteria, Refusal> {
    let row = cx.state.specification.version(version).ok_or(Refusal::UnknownVersion)?;
    cx.state.specification.adoption(cx.state, version).ok_or(Refusal::VersionNotAdopted)?;
    Criteria::new(generated(&row.items)).map_err(|_| Refusal::TooManyCriteria)
}

pub(super) fn begin(e: &Prepared) -> Row {
    let criteria = e.criteria.as_slice().iter().map(|criterion| {
        let row = CriterionRow { requirement: Some(criterion.requirement), weight: criterion.weight };
        (criterion.number, Some(row))
    });
    Row {
        requirements: e.version,
        currency: e.currency.clone(),
        phase: Phase::Prepared,
        criteria: criteria.collect(),
        frozen: Arc::new([]),
        candidates: Arc::new([]),
        assess_until: None,
        assessments: OrdMap::new(),
        split: None,
        presentation: None,
        chosen: None,
        version: Version(1),
    }
}

pub(super) fn set(row: &mut Row, e: &CriterionSet) {
    let requirement = row.criteria.get(&e.criterion).copied().flatten().and_then(|criterion| criterion.requirement);
    row.criteria.insert(e.criterion, Some(CriterionRow { requirement, weight: e.weight }));
}

impl Selections {
    pub(super) fn preparing(cx: &Context<'_>, e: Prepared) -> Result<Prepared, Refusal> {
        Ok(Prepared { criteria: given_by(cx, e.version)?, ..e })
    }

    pub(super) fn admits_preparing(&self, cx: &Context<'_>, e: &Prepared) -> Result<(), Refusal> {
        if self.get(e.selection).is_some() {
            return Err(Refusal::IdTaken);
        }
        if given_by(cx, e.version)? == e.criteria { Ok(()) } else { Err(Refusal::CriteriaDiffer) }
    }

    /// Nothing where it weighs as much already and keeps what it is called.
    pub(super) fn setting(&self, e: CriterionSet) -> Result<Vec<Event>, Refusal> {
        let stands = self.prepared(e.selection)?.criteria.get(&e.criterion).copied().flatten();
        let is_so = stands.is_some_and(|criterion| criterion.weight == e.weight) && e.title.is_none();
        Ok(if is_so { vec![] } else { vec![e.into()] })
    }

    pub(super) fn admits_criterion(&self, e: &CriterionSet) -> Result<(), Refusal> {
        let criteria = &self.prepared(e.selection)?.criteria;
        let next = CriterionNo(u16::try_from(criteria.len() + 1).unwrap_or(u16::MAX));
        match criteria.get(&e.criterion) {
            Some(Some(_)) => Ok(()),
            None if e.criterion == next && criteria.len() >= MAX_CRITERIA => Err(Refusal::TooManyCriteria),
            None if e.criterion == next && e.title.is_none() => Err(Refusal::CriterionUntitled),
            None if e.criterion == next => Ok(()),
            Some(None) | None => Err(Refusal::UnknownCriterion),
        }
    }

    /// What an opening freezes, if it may open at this moment.
    fn freeze(
        &self,
        cx: &Context<'_>,
        id: SelectionId,
        until: Option<Stamp>,
    ) -> Result<(Vec<Weighed>, Candidates), Refusal> {
        let row = self.prepared(id)?;
        let criteria = row.standing().map(|(number, row)| Weighed { number, weight: row.weight });
        let criteria: Vec<_> = criteria.collect();
        if criteria.iter().all(|criterion| criterion.weight.get() == 0) {
            return Err(Refusal::NothingCounts);
        }
        let standing = cx.state.candidate.of(id).filter(|(_, row)| row.phase == candidate::Phase::Standing);
        let candidates = Candidates::new(standing.map(|(candidate, _)| candidate).collect());
        let candidates = candidates.ok().filter(|candidates| candidates.as_slice().len() >= 2);
        let candidates = candidates.ok_or(Refusal::TooFewCandidates)?;
        if until.is_some_and(|until| until <= cx.stamp) {
            return Err(Refusal::AssessUntilPast);
        }
        Ok((criteria, candidates))
    }

    pub(super) fn opening(
        &self,
        cx: &Context<'_>,
        selection: SelectionId,
        assess_until: Option<Stamp>,
    ) -> Result<Vec<Event>, Refusal> {
        let (criteria, candidates) = self.freeze(cx, selection, assess_until)?;
        let criteria = Frozen::new(criteria).map_err(|_| Refusal::TooManyCriteria)?;
        Ok(vec![Opened { selection, criteria, candidates, assess_until }.into()])
    }

    pub(super) fn admits_opening(&self, cx: &Context<'_>, e: &Opened) -> Result<(), Refusal> {
        let (criteria, candidates) = self.freeze(cx, e.selection, e.assess_until)?;
        let is_as_prepared = e.criteria.as_slice() == criteria && e.candidates == candidates;
        if is_as_prepared { Ok(()) } else { Err(Refusal::OpeningDiffers) }
    }

    pub(super) fn admits_presentation(&self, cx: &Context<'_>, e: &PresentationLinked) -> Result<(), Refusal> {
        let row = self.presented(e.selection)?;
        let meeting = cx.state.meeting.get(e.meeting).ok_or(Refusal::UnknownMeeting)?;
        if meeting.kind != MeetingKind::Presentation || meeting.phase == meeting::Phase::Cancelled {
            return Err(Refusal::NoPresentation);
        }
        if row.presentation == Some(e.meeting) { Err(Refusal::PresentationDiffers) } else { Ok(()) }
    }
}
