//! Diagnostics: what each campaign asks, how many people have answered, and the tables that came of it, in order of drafting.
//! Who answered what is not here: how many did is counted from what each event tells of before.

mod row;

use std::sync::Arc;

use domain::class::Pointer;
use domain::diagnostic::questionnaire::QuestionNo;
use domain::diagnostic::{Event, Phase};
use domain::ids::{DiagnosticId, Stamp};
use domain::state::Recorded;
use imbl::OrdMap;

pub use self::row::{Base, ChoiceRow, DiagnosticRow, QuestionRow, Table};
use crate::TextRef;

/// Which campaigns to list; every given condition must hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    /// As far as this.
    pub phase: Option<Phase>,
    /// That follow this one.
    pub follows: Option<DiagnosticId>,
}

impl Filter {
    /// Whether a campaign fits.
    #[must_use]
    pub fn holds(&self, row: &DiagnosticRow) -> bool {
        self.phase.is_none_or(|phase| row.phase == phase)
            && self.follows.is_none_or(|follows| row.follows == Some(follows))
    }
}

/// All campaigns ever drafted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DiagnosticsView {
    rows: OrdMap<DiagnosticId, Arc<DiagnosticRow>>,
    answered: OrdMap<DiagnosticId, u32>,
}

impl DiagnosticsView {
    /// One campaign.
    #[must_use]
    pub fn get(&self, id: DiagnosticId) -> Option<&DiagnosticRow> {
        self.rows.get(&id).map(AsRef::as_ref)
    }

    /// Those drafted after `after`, in order of drafting.
    pub fn after(&self, after: Option<DiagnosticId>) -> impl Iterator<Item = &DiagnosticRow> {
        crate::after(&self.rows, after)
    }

    /// How many people have answered a campaign.
    #[must_use]
    pub fn answered(&self, id: DiagnosticId) -> u32 {
        self.answered.get(&id).copied().unwrap_or_default()
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        let at = recorded.recorded_at;
        let text = |pointer| TextRef::of(recorded, pointer);
        match event {
            Event::Drafted(e) => _ = self.rows.insert(e.diagnostic, Arc::new(DiagnosticRow::new(recorded, e))),
            Event::Revised(e) => self.change(e.diagnostic, |row| {
                (row.title, row.description) = (text(Pointer::Title), text(Pointer::Description));
            }),
            Event::QuestionSet(e) => self.change(e.diagnostic, |row| row.set_question(recorded, e)),
            Event::QuestionWithdrawn(e) => {
                self.change_question(e.diagnostic, e.question, |question| question.withdrawn = true);
            }
            Event::ChoiceSet(e) => {
                self.change_question(e.diagnostic, e.question, |question| question.set_choice(recorded, e));
            }
            Event::ChoiceWithdrawn(e) => self.change_question(e.diagnostic, e.question, |question| {
                let choices = question.choices.iter_mut().filter(|choice| choice.number == e.choice);
                choices.for_each(|choice| choice.withdrawn = true);
            }),
            Event::Opened(e) => self.change(e.diagnostic, |row| {
                row.phase = Phase::Open;
                (row.audiences, row.closes_at, row.k) = (e.audiences.clone(), e.closes_at, Some(e.k));
                row.opened_at = Some(at);
            }),
            Event::Answered(e) => *self.answered.entry(e.diagnostic).or_default() += u32::from(!e.revises),
            Event::AnswerWithdrawn(e) => {
                let answered = self.answered.entry(e.diagnostic).or_default();
                *answered = answered.saturating_sub(1);
            }
            Event::Closed(e) => self.change(e.diagnostic, |row| {
                row.phase = Phase::Closed;
                row.closed_at = Some(at);
            }),
            Event::BasePublished(e) => self.publish(e.diagnostic, at, |row| {
                row.base = Some(Base { people: e.people, columns: e.columns.clone() });
            }),
            Event::TablePublished(e) => self.publish(e.diagnostic, at, |row| {
                let table = Table { rows: e.rows.clone(), words: text(Pointer::Words), ties: e.ties };
                let questions = row.questions.iter_mut().filter(|question| question.number == e.question);
                questions.for_each(|question| Arc::make_mut(question).table = Some(table.clone()));
            }),
            Event::Abandoned(e) => self.change(e.diagnostic, |row| {
                row.phase = Phase::Abandoned;
                row.abandoned = Some((at, text(Pointer::Reason)));
            }),
        }
    }

    fn change(&mut self, id: DiagnosticId, change: impl FnOnce(&mut DiagnosticRow)) {
        let Some(row) = self.rows.get_mut(&id) else { return };
        let row = Arc::make_mut(row);
        row.version.bump();
        change(row);
    }

    fn change_question(&mut self, id: DiagnosticId, number: QuestionNo, change: impl FnOnce(&mut QuestionRow)) {
        self.change(id, |row| {
            if let Some(question) = row.questions.iter_mut().find(|question| question.number == number) {
                change(Arc::make_mut(question));
            }
        });
    }

    fn publish(&mut self, id: DiagnosticId, at: Stamp, change: impl FnOnce(&mut DiagnosticRow)) {
        self.change(id, |row| {
            change(row);
            if row.is_whole() {
                row.phase = Phase::Published;
                row.published_at = Some(at);
            }
        });
    }
}
