//! Selections: criteria, what assessors say together, how the cost is shared and what was chosen, in order of preparing.

mod row;

use std::sync::Arc;

use domain::class::Pointer;
use domain::ids::{CandidateId, Pseudonym, SelectionId, SpecificationVersionId};
use domain::selection::criteria::CriterionNo;
use domain::selection::score::Score;
use domain::selection::{Assessed, AssessmentWithdrawn, Event, Phase};
use domain::state::Recorded;
use imbl::OrdMap;

pub use self::row::{Choice, Comment, CriterionRow, PayerRow, SelectionRow, SplitRow, Tally};
use crate::TextRef;

/// Which selections to list; every given condition must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// As far as this.
    pub phase: Option<Phase>,
    /// By this version of a specification.
    pub requirements: Option<SpecificationVersionId>,
}

impl Filter {
    /// Whether a selection fits.
    #[must_use]
    pub fn holds(&self, row: &SelectionRow) -> bool {
        self.phase.is_none_or(|phase| row.phase == phase)
            && self.requirements.is_none_or(|requirements| row.requirements == requirements)
    }
}

/// Which comment.
type CommentKey = (SelectionId, CandidateId, CriterionNo, Pseudonym);

/// All selections ever prepared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SelectionsView {
    rows: OrdMap<SelectionId, Arc<SelectionRow>>,
    tallies: OrdMap<(SelectionId, CandidateId), Tally>,
    assessors: OrdMap<SelectionId, u32>,
    comments: OrdMap<CommentKey, Comment>,
}

impl SelectionsView {
    /// One selection.
    #[must_use]
    pub fn get(&self, id: SelectionId) -> Option<&SelectionRow> {
        self.rows.get(&id).map(AsRef::as_ref)
    }

    /// Those prepared after `after`, in order of preparing.
    pub fn after(&self, after: Option<SelectionId>) -> impl Iterator<Item = &SelectionRow> {
        crate::after(&self.rows, after)
    }

    /// What all assessors say of a candidate.
    #[must_use]
    pub fn tally(&self, selection: SelectionId, candidate: CandidateId) -> Tally {
        self.tallies.get(&(selection, candidate)).cloned().unwrap_or_default()
    }

    /// How many people assessed anything in a selection.
    #[must_use]
    pub fn assessors(&self, selection: SelectionId) -> u32 {
        self.assessors.get(&selection).copied().unwrap_or(0)
    }

    /// What somebody says beside a score.
    #[must_use]
    pub fn comment(&self, key: (SelectionId, CandidateId, CriterionNo, Pseudonym)) -> Option<&Comment> {
        self.comments.get(&key)
    }

    /// What people say beside their scores, by candidate and criterion, after `after`.
    pub fn comments(
        &self,
        selection: SelectionId,
        after: Option<(CandidateId, CriterionNo, Pseudonym)>,
    ) -> impl Iterator<Item = &Comment> {
        let first = (CandidateId(uuid::Uuid::nil()), CriterionNo(0), Pseudonym([0; 16]));
        let (candidate, criterion, person) = after.unwrap_or(first);
        let all = self.comments.range((selection, candidate, criterion, person)..);
        let of = all.take_while(move |((of, ..), _)| *of == selection).map(|(_, comment)| comment);
        of.filter(move |comment| Some((comment.candidate, comment.criterion, comment.assessor)) != after)
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        let at = recorded.recorded_at;
        match event {
            Event::Prepared(e) => {
                self.rows.insert(e.selection, Arc::new(SelectionRow::new(recorded, e)));
                self.change(recorded, e.selection, |_| ());
            }
            Event::CriterionSet(e) => self.change(recorded, e.selection, |row| row.set(recorded, e)),
            Event::CriterionWithdrawn(e) => self.change(recorded, e.selection, |row| {
                let criteria = row.criteria.iter_mut().filter(|criterion| criterion.number == e.criterion);
                criteria.for_each(|criterion| criterion.withdrawn = true);
            }),
            Event::Opened(e) => self.change(recorded, e.selection, |row| {
                row.phase = Phase::Open;
                row.candidates = e.candidates.as_slice().to_vec();
                row.assess_until = e.assess_until;
                row.opened_at = Some(at);
            }),
            Event::Assessed(e) => self.assess(recorded, e),
            Event::AssessmentWithdrawn(e) => self.take_back(e),
            Event::Closed(e) => self.change(recorded, e.selection, |row| {
                row.phase = Phase::Closed;
                row.closed_at = Some(at);
            }),
            Event::SplitPlanned(e) => {
                self.change(recorded, e.selection, |row| row.split = Some(SplitRow::new(recorded, e)));
            }
            Event::ShareAccepted(e) => self.change(recorded, e.selection, |row| row.answer(recorded, true)),
            Event::ShareDeclined(e) => self.change(recorded, e.selection, |row| row.answer(recorded, false)),
            Event::Chosen(e) => self.change(recorded, e.selection, |row| {
                row.phase = Phase::Chosen;
                row.choice = Some(Choice { candidate: e.candidate, decision: e.decision, recorded_at: at });
            }),
            Event::Abandoned(e) => self.change(recorded, e.selection, |row| {
                row.phase = Phase::Abandoned;
                row.abandoned_at = Some(at);
                row.reason = TextRef::of(recorded, Pointer::Reason);
            }),
            Event::PresentationLinked(e) => {
                self.change(recorded, e.selection, |row| row.presentation = Some(e.meeting));
            }
            Event::PresentationUnlinked(e) => self.change(recorded, e.selection, |row| row.presentation = None),
        }
    }

    fn change(&mut self, recorded: &Recorded, id: SelectionId, change: impl FnOnce(&mut SelectionRow)) {
        let Some(row) = self.rows.get_mut(&id) else { return };
        let row = Arc::make_mut(row);
        row.version.bump();
        row.positions.push(recorded.position);
        change(row);
    }

    fn assess(&mut self, recorded: &Recorded, e: &Assessed) {
        let is_new = e.was.is_none();
        self.count((e.selection, e.candidate, e.criterion), e.was, Some(e.score));
        if is_new && e.here == 0 {
            let tally = self.tallies.entry((e.selection, e.candidate)).or_default();
            tally.assessors = tally.assessors.saturating_add(1);
        }
        if is_new && e.here == 0 && e.elsewhere == 0 {
            let assessors = self.assessors.entry(e.selection).or_default();
            *assessors = assessors.saturating_add(1);
        }
        let key = (e.selection, e.candidate, e.criterion, e.assessor);
        match TextRef::of(recorded, Pointer::Comment) {
            Some(text) => {
                let (candidate, criterion, assessor, score) = (e.candidate, e.criterion, e.assessor, e.score);
                let position = recorded.position;
                self.comments.insert(key, Comment { candidate, criterion, assessor, score, position, text });
            }
            None => _ = self.comments.remove(&key),
        }
    }

    fn take_back(&mut self, e: &AssessmentWithdrawn) {
        self.count((e.selection, e.candidate, e.criterion), Some(e.was), None);
        if e.here == 0 {
            let tally = self.tallies.entry((e.selection, e.candidate)).or_default();
            tally.assessors = tally.assessors.saturating_sub(1);
        }
        if e.here == 0 && e.elsewhere == 0 {
            let assessors = self.assessors.entry(e.selection).or_default();
            *assessors = assessors.saturating_sub(1);
        }
        self.comments.remove(&(e.selection, e.candidate, e.criterion, e.assessor));
    }

    fn count(
        &mut self,
        (selection, candidate, criterion): (SelectionId, CandidateId, CriterionNo),
        was: Option<Score>,
        now: Option<Score>,
    ) {
        let tally = self.tallies.entry((selection, candidate)).or_default();
        tally.counts.entry(criterion).or_default().change(was, now);
    }
}
