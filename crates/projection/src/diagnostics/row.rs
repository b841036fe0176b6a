//! What is shown of one campaign.

use std::sync::Arc;

use domain::class::Pointer;
use domain::diagnostic::questionnaire::{ChoiceNo, Leaning, QuestionKind, QuestionNo, Theme};
use domain::diagnostic::tables::{Columns, Rows, TieMeasures};
use domain::diagnostic::{Audiences, ChoiceSet, Drafted, Phase, QuestionSet};
use domain::ids::{ActorId, DiagnosticId, Stamp, Version};
use domain::state::Recorded;

use crate::TextRef;

/// What is shown of a choice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChoiceRow {
    /// Its number.
    pub number: ChoiceNo,
    /// What it says.
    pub title: Option<TextRef>,
    /// Whether that is something good or bad.
    pub leaning: Option<Leaning>,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
}

/// What was published of the answers to a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The rows.
    pub rows: Rows,
    /// The words that enough people answered, as JSON.
    pub words: Option<TextRef>,
    /// Measures of who works with whom.
    pub ties: Option<TieMeasures>,
}

/// What is shown of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionRow {
    /// Its number.
    pub number: QuestionNo,
    /// What it is about.
    pub theme: Theme,
    /// How it is answered.
    pub kind: QuestionKind,
    /// The question.
    pub title: Option<TextRef>,
    /// What there is to say about it.
    pub description: Option<TextRef>,
    /// Which question of the campaign before it repeats.
    pub repeats: Option<QuestionNo>,
    /// Its choices, in order of their numbers.
    pub choices: Vec<ChoiceRow>,
    /// Whether it was withdrawn.
    pub withdrawn: bool,
    /// What was published of the answers to it.
    pub table: Option<Table>,
}

impl QuestionRow {
    /// The choices that stand, in order.
    pub fn standing(&self) -> impl Iterator<Item = &ChoiceRow> {
        self.choices.iter().filter(|choice| !choice.withdrawn)
    }

    pub(super) fn set_choice(&mut self, recorded: &Recorded, e: &ChoiceSet) {
        let title = TextRef::of(recorded, Pointer::Title);
        let set = ChoiceRow { number: e.choice, title, leaning: e.leaning, withdrawn: false };
        match self.choices.iter_mut().find(|choice| choice.number == e.choice) {
            Some(choice) => *choice = set,
            None => self.choices.push(set),
        }
    }
}

/// How many people all tables of a campaign count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Base {
    /// All together.
    pub people: u32,
    /// In columns by audience.
    pub columns: Columns,
}

/// What is shown of a campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiagnosticRow {
    /// Its id.
    pub id: DiagnosticId,
    /// Who drafted it.
    pub author: Option<ActorId>,
    /// How far it is.
    pub phase: Phase,
    /// The campaign that it follows.
    pub follows: Option<DiagnosticId>,
    /// What it is called.
    pub title: Option<TextRef>,
    /// What it is for.
    pub description: Option<TextRef>,
    /// Its questions, in order of their numbers.
    pub questions: Vec<Arc<QuestionRow>>,
    /// Whom it asks: the persons of these audiences; without one, all.
    pub audiences: Audiences,
    /// When it closes by itself.
    pub closes_at: Option<Stamp>,
    /// Of how many people at least a cell tells that is published; known once it is open.
    pub k: Option<u8>,
    /// How many people its tables count.
    pub base: Option<Base>,
    /// When it was drafted.
    pub drafted_at: Stamp,
    /// When it was opened.
    pub opened_at: Option<Stamp>,
    /// When it was closed.
    pub closed_at: Option<Stamp>,
    /// When its tables were published.
    pub published_at: Option<Stamp>,
    /// When it was given up, and why.
    pub abandoned: Option<(Stamp, Option<TextRef>)>,
    /// Number of events of its own.
    pub version: Version,
}

impl DiagnosticRow {
    pub(super) fn new(recorded: &Recorded, e: &Drafted) -> Self {
        let text = |pointer| TextRef::of(recorded, pointer);
        Self {
            id: e.diagnostic,
            author: recorded.act.subject(),
            phase: Phase::Draft,
            follows: e.follows,
            title: text(Pointer::Title),
            description: text(Pointer::Description),
            questions: Vec::new(),
            audiences: Audiences::default(),
            closes_at: None,
            k: None,
            base: None,
            drafted_at: recorded.recorded_at,
            opened_at: None,
            closed_at: None,
            published_at: None,
            abandoned: None,
            version: Version(1),
        }
    }

    /// The questions that stand, in order.
    pub fn standing(&self) -> impl Iterator<Item = &QuestionRow> {
        self.questions.iter().map(AsRef::as_ref).filter(|question| !question.withdrawn)
    }

    /// A question that stands.
    #[must_use]
    pub fn question(&self, number: QuestionNo) -> Option<&QuestionRow> {
        self.standing().find(|question| question.number == number)
    }

    /// Whether all is published that is: a table for each question, or none where fewer than k people answered.
    pub(super) fn is_whole(&self) -> bool {
        let few = |base: &Base| self.k.is_some_and(|k| base.people < u32::from(k));
        self.base.as_ref().is_some_and(|base| few(base) || self.standing().all(|question| question.table.is_some()))
    }

    pub(super) fn set_question(&mut self, recorded: &Recorded, e: &QuestionSet) {
        let text = |pointer| TextRef::of(recorded, pointer);
        let place = self.questions.iter().position(|question| question.number == e.question);
        let before = place.and_then(|place| self.questions.get(place)).filter(|before| before.kind == e.kind);
        let set = Arc::new(QuestionRow {
            number: e.question,
            theme: e.theme,
            kind: e.kind,
            title: text(Pointer::Title),
            description: text(Pointer::Description),
            repeats: e.repeats,
            choices: before.map_or_else(Vec::new, |before| before.choices.clone()),
            withdrawn: false,
            table: None,
        });
        match place.and_then(|place| self.questions.get_mut(place)) {
            Some(question) => *question = set,
            None => self.questions.push(set),
        }
    }
}
