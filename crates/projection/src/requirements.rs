//! Requirements: their texts and amendments, what they come from and what became of them, in order of proposing. Who gave which
//! priority is not here: it is counted from what each event tells was before.

use std::sync::Arc;

use domain::class::Pointer;
use domain::envelope::By;
use domain::ids::{DecisionId, Position, RequirementId, SpecificationId, Stamp, Version};
use domain::requirement::{AmendmentPhase, Counts, Event, Phase, PhaseKind, RequirementKind, Sources};
use domain::state::Recorded;
use imbl::{OrdMap, OrdSet};

use crate::TextRef;

/// A text that a requirement has or had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextRow {
    /// Its number, from 1.
    pub number: u16,
    /// What the requirement was with it.
    pub kind: RequirementKind,
    /// What is required.
    pub title: Option<TextRef>,
    /// What there is to say about it.
    pub description: Option<TextRef>,
    /// The position of its event.
    pub position: Position,
    /// When it was recorded.
    pub recorded_at: Stamp,
    /// The amendment that it was.
    pub amendment: Option<u16>,
}

/// Another text that somebody proposed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AmendmentRow {
    /// Its number, from 1.
    pub number: u16,
    /// Whose it is.
    pub author: By,
    /// What the requirement would be.
    pub kind: RequirementKind,
    /// What would be required.
    pub title: Option<TextRef>,
    /// What there would be to say about it.
    pub description: Option<TextRef>,
    /// Why.
    pub reason: Option<TextRef>,
    /// How far it is.
    pub phase: AmendmentPhase,
    /// The position of its event.
    pub position: Position,
    /// When it was proposed.
    pub proposed_at: Stamp,
    /// What was answered.
    pub answer: Option<Answer>,
}

/// What was answered to an amendment, or that it was withdrawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// Why.
    pub reason: Option<TextRef>,
    /// The decision by which.
    pub decision: Option<DecisionId>,
    /// When.
    pub recorded_at: Stamp,
    /// The position of its event.
    pub position: Position,
}

/// What is shown of a requirement, but for its priorities.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequirementRow {
    /// Its id.
    pub id: RequirementId,
    /// Of which specification.
    pub specification: SpecificationId,
    /// Who proposed it.
    pub proposer: By,
    /// What it is.
    pub kind: RequirementKind,
    /// What it comes from.
    pub from: Sources,
    /// Whether it takes part, and what stands for it.
    pub phase: Phase,
    /// Its texts, oldest first; never empty.
    pub texts: Vec<TextRow>,
    /// Its amendments, in order of their numbers.
    pub amendments: Vec<AmendmentRow>,
    /// What it was split into.
    pub parts: Vec<RequirementId>,
    /// What was merged into it, and where that is told.
    pub merged_from: Vec<(RequirementId, Position)>,
    /// When it was split, merged or rejected, and where that is told.
    pub ended: Option<(Stamp, Position)>,
    /// Why it was rejected.
    pub reason: Option<TextRef>,
    /// When it was proposed.
    pub proposed_at: Stamp,
    /// The position of its first event.
    pub position: Position,
    /// Number of events of its own.
    pub version: Version,
}

impl RequirementRow {
    /// One of its texts, numbered from 1.
    #[must_use]
    pub fn text(&self, number: u16) -> Option<&TextRow> {
        self.texts.get(usize::from(number).checked_sub(1)?)
    }

    /// The text that it had right before a position; the first, if it was not there yet.
    #[must_use]
    pub fn text_before(&self, position: Position) -> Option<&TextRow> {
        let before = self.texts.iter().take_while(|text| text.position < position).last();
        before.or(self.texts.first())
    }

    fn amendment(&mut self, number: u16) -> Option<&mut AmendmentRow> {
        self.amendments.iter_mut().find(|amendment| amendment.number == number)
    }
}

/// Which requirements to list; every given condition must hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    /// In this phase.
    pub phase: Option<PhaseKind>,
    /// Of this kind.
    pub kind: Option<RequirementKind>,
}

impl Filter {
    /// Whether a requirement fits.
    #[must_use]
    pub fn holds(&self, row: &RequirementRow) -> bool {
        self.phase.is_none_or(|phase| row.phase.kind() == phase) && self.kind.is_none_or(|kind| row.kind == kind)
    }
}

/// All requirements ever proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RequirementsView {
    rows: OrdMap<RequirementId, Arc<RequirementRow>>,
    of: OrdSet<(SpecificationId, RequirementId)>,
    priorities: OrdMap<RequirementId, Counts>,
}

impl RequirementsView {
    /// One requirement.
    #[must_use]
    pub fn get(&self, id: RequirementId) -> Option<&RequirementRow> {
        self.rows.get(&id).map(AsRef::as_ref)
    }

    /// How many persons gave it which priority.
    #[must_use]
    pub fn priorities(&self, id: RequirementId) -> Counts {
        self.priorities.get(&id).copied().unwrap_or_default()
    }

    /// Those of a specification that were proposed after `after`, in order of proposing.
    pub fn of(
        &self,
        specification: SpecificationId,
        after: Option<RequirementId>,
    ) -> impl Iterator<Item = &RequirementRow> {
        let (least, greatest) = (RequirementId(uuid::Uuid::nil()), RequirementId(uuid::Uuid::max()));
        let ids = self.of.range((specification, after.unwrap_or(least))..=(specification, greatest));
        ids.map(|(_, id)| *id).filter(move |id| Some(*id) != after).filter_map(|id| self.get(id))
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        let (recorded_at, position) = (recorded.recorded_at, recorded.position);
        let text = |pointer| TextRef::of(recorded, pointer);
        let reason = || text(Pointer::Reason);
        let answer = |decision| Answer { reason: reason(), decision, recorded_at, position };
        match event {
            Event::Proposed(e) => {
                self.rows.insert(e.requirement, Arc::new(new_row(recorded, e)));
                self.of.insert((e.specification, e.requirement));
            }
            Event::AmendmentProposed(e) => self.change(e.requirement, |row| {
                row.amendments.push(AmendmentRow {
                    number: e.amendment,
                    author: crate::author(recorded),
                    kind: e.kind,
                    title: text(Pointer::Title),
                    description: text(Pointer::Description),
                    reason: reason(),
                    phase: AmendmentPhase::Open,
                    position,
                    proposed_at: recorded_at,
                    answer: None,
                });
            }),
            Event::AmendmentWithdrawn(e) => {
                self.answer(e.requirement, e.amendment, AmendmentPhase::Withdrawn, answer(None));
            }
            Event::Amended(e) => {
                self.answer(e.requirement, e.amendment, AmendmentPhase::Accepted, answer(e.decision));
                self.touch(e.requirement, |row| {
                    row.kind = e.kind;
                    let number = row.texts.last().map_or(1, |last| last.number.saturating_add(1));
                    row.texts.push(text_row(recorded, number, e.kind, Some(e.amendment)));
                });
            }
            Event::AmendmentRefused(e) => {
                self.answer(e.requirement, e.amendment, AmendmentPhase::Refused, answer(e.decision));
            }
            Event::Prioritised(e) => self.priorities.entry(e.requirement).or_default().change(e.was, e.priority),
            Event::Split(e) => {
                self.end(recorded, e.requirement, Phase::Split);
                self.touch(e.requirement, |row| row.parts = e.into.as_slice().to_vec());
            }
            Event::Merged(e) => {
                for source in e.sources.as_slice() {
                    self.end(recorded, *source, Phase::Merged { into: e.requirement });
                }
                self.change(e.requirement, |row| {
                    row.merged_from.extend(e.sources.as_slice().iter().map(|source| (*source, position)));
                });
            }
            Event::Rejected(e) => {
                self.end(recorded, e.requirement, Phase::Rejected);
                self.touch(e.requirement, |row| row.reason = reason());
            }
            Event::Reinstated(e) => self.change(e.requirement, |row| {
                (row.phase, row.ended, row.reason) = (Phase::Standing, None, None);
            }),
        }
    }

    fn touch(&mut self, id: RequirementId, change: impl FnOnce(&mut RequirementRow)) {
        if let Some(row) = self.rows.get_mut(&id) {
            change(Arc::make_mut(row));
        }
    }

    /// An event of the requirement's own.
    fn change(&mut self, id: RequirementId, change: impl FnOnce(&mut RequirementRow)) {
        self.touch(id, |row| {
            row.version.bump();
            change(row);
        });
    }

    fn answer(&mut self, id: RequirementId, number: u16, phase: AmendmentPhase, answer: Answer) {
        self.change(id, |row| {
            if let Some(amendment) = row.amendment(number) {
                (amendment.phase, amendment.answer) = (phase, Some(answer));
            }
        });
    }

    fn end(&mut self, recorded: &Recorded, id: RequirementId, phase: Phase) {
        self.change(id, |row| {
            row.phase = phase;
            row.ended = Some((recorded.recorded_at, recorded.position));
        });
    }
}

fn text_row(recorded: &Recorded, number: u16, kind: RequirementKind, amendment: Option<u16>) -> TextRow {
    TextRow {
        number,
        kind,
        title: TextRef::of(recorded, Pointer::Title),
        description: TextRef::of(recorded, Pointer::Description),
        position: recorded.position,
        recorded_at: recorded.recorded_at,
        amendment,
    }
}

fn new_row(recorded: &Recorded, e: &domain::requirement::Proposed) -> RequirementRow {
    RequirementRow {
        id: e.requirement,
        specification: e.specification,
        proposer: crate::author(recorded),
        kind: e.kind,
        from: e.from.clone(),
        phase: Phase::Standing,
        texts: vec![text_row(recorded, 1, e.kind, None)],
        amendments: Vec::new(),
        parts: Vec::new(),
        merged_from: Vec::new(),
        ended: None,
        reason: None,
        proposed_at: recorded.recorded_at,
        position: recorded.position,
        version: Version(1),
    }
}
