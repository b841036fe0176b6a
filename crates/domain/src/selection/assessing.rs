//! The rules of assessments.

use super::criteria::CriterionNo;
use super::{Assessed, AssessmentWithdrawn, Event, Refusal, Row, Selections};
use crate::actor::ActorKind;
use crate::aggregate::Context;
use crate::candidate;
use crate::ids::CandidateId;

/// Whether a candidate is assessed by a criterion.
fn admits_pair(cx: &Context<'_>, row: &Row, candidate: CandidateId, criterion: CriterionNo) -> Result<(), Refusal> {
    let stands = cx.state.candidate.get(candidate).is_some_and(|row| row.phase == candidate::Phase::Standing);
    if !stands || !row.candidates.contains(&candidate) {
        return Err(Refusal::CandidateUnfit);
    }
    let is_frozen = row.frozen.iter().any(|frozen| frozen.number == criterion);
    if is_frozen { Ok(()) } else { Err(Refusal::CriterionUnfit) }
}

fn is_person(cx: &Context<'_>) -> Result<(), Refusal> {
    let kind = cx.act.subject().and_then(|actor| cx.state.actor.get(actor)).map(|row| row.kind);
    if kind == Some(ActorKind::Person) { Ok(()) } else { Err(Refusal::NotAPerson) }
}

impl Selections {
    /// Nothing where the person said the same before, and nothing beside it.
    pub(super) fn assessing(&self, cx: &Context<'_>, e: &Assessed) -> Result<Vec<Event>, Refusal> {
        let row = self.open(e.selection, cx.stamp)?;
        is_person(cx)?;
        admits_pair(cx, row, e.candidate, e.criterion)?;
        let before = row.assessment(e.assessor, e.candidate, e.criterion);
        let says_the_same = before.is_some_and(|before| before.score == e.score && !before.is_commented);
        if says_the_same && e.comment.is_none() {
            return Ok(vec![]);
        }
        let (here, elsewhere) = row.beside(e.assessor, e.candidate, e.criterion);
        let was = before.map(|before| before.score);
        Ok(vec![Assessed { was, here, elsewhere, ..e.clone() }.into()])
    }

    pub(super) fn withdrawing(
        &self,
        cx: &Context<'_>,
        e: &AssessmentWithdrawn,
    ) -> Result<AssessmentWithdrawn, Refusal> {
        let row = self.open(e.selection, cx.stamp)?;
        let before = row.assessment(e.assessor, e.candidate, e.criterion).ok_or(Refusal::NotAssessed)?;
        let (here, elsewhere) = row.beside(e.assessor, e.candidate, e.criterion);
        Ok(AssessmentWithdrawn { was: before.score, here, elsewhere, ..e.clone() })
    }

    pub(super) fn admits_assessed(&self, cx: &Context<'_>, e: &Assessed) -> Result<(), Refusal> {
        let row = self.open(e.selection, cx.stamp)?;
        admits_pair(cx, row, e.candidate, e.criterion)?;
        let before = row.assessment(e.assessor, e.candidate, e.criterion).map(|before| before.score);
        let tells = (e.was, (e.here, e.elsewhere));
        let is_told = tells == (before, row.beside(e.assessor, e.candidate, e.criterion));
        if is_told { Ok(()) } else { Err(Refusal::WasDiffers) }
    }

    pub(super) fn admits_assessment_withdrawn(&self, cx: &Context<'_>, e: &AssessmentWithdrawn) -> Result<(), Refusal> {
        let row = self.open(e.selection, cx.stamp)?;
        let before = row.assessment(e.assessor, e.candidate, e.criterion).ok_or(Refusal::NotAssessed)?;
        let tells = (e.was, (e.here, e.elsewhere));
        let is_told = tells == (before.score, row.beside(e.assessor, e.candidate, e.criterion));
        if is_told { Ok(()) } else { Err(Refusal::WasDiffers) }
    }
}
