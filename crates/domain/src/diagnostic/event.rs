//! What happens to a campaign.

use super::Audiences;
use super::questionnaire::{ChoiceNo, Leaning, QuestionKind, QuestionNo, Theme};
use super::tables::{Columns, Rows, TieMeasures};
use crate::class::{CommonText, OwnText};
use crate::event::{Object, Texts, events};
use crate::ids::{DiagnosticId, Pseudonym, Stamp};

events! {
    /// What happens to a campaign.
    pub enum Event in crate::state::Event {
        /// A campaign was drafted.
        "diagnostic.drafted" v 1 signed = Drafted {
            /// Which.
            diagnostic: DiagnosticId,
            /// What it is called.
            title: CommonText,
            /// What it is for.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            description: Option<CommonText>,
            /// The campaign that it follows, some of whose questions it asks again.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            follows: Option<DiagnosticId>,
        } of |e| std::iter::once(Object::Diagnostic(e.diagnostic)).chain(e.follows.map(Object::Diagnostic)).collect(),

        /// What it is called and what it is for was replaced.
        "diagnostic.revised" v 1 signed = Revised {
            /// Which.
            diagnostic: DiagnosticId,
            /// What it is called.
            title: CommonText,
            /// What it is for.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            description: Option<CommonText>,
        } of |e| vec![Object::Diagnostic(e.diagnostic)],

        /// A question was added, or replaced.
        "diagnostic.question_set" v 1 signed = QuestionSet {
            /// Of which campaign.
            diagnostic: DiagnosticId,
            /// Its number: that of a question there is, or the next.
            question: QuestionNo,
            /// What it is about.
            theme: Theme,
            /// How it is answered; of another kind than before, it has no choices any more.
            kind: QuestionKind,
            /// The question.
            title: CommonText,
            /// What there is to say about it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            description: Option<CommonText>,
            /// Which question of the campaign that is followed it asks again.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            repeats: Option<QuestionNo>,
        } of |e| vec![Object::Diagnostic(e.diagnostic)],

        /// A question was withdrawn; its number is not given again.
        "diagnostic.question_withdrawn" v 1 signed = QuestionWithdrawn {
            /// Of which campaign.
            diagnostic: DiagnosticId,
            /// Which.
            question: QuestionNo,
        } of |e| vec![Object::Diagnostic(e.diagnostic)],

        /// A choice was added, or replaced.
        "diagnostic.choice_set" v 1 signed = ChoiceSet {
            /// Of which campaign.
            diagnostic: DiagnosticId,
            /// Of which question.
            question: QuestionNo,
            /// Its number: that of a choice there is, or the next.
            choice: ChoiceNo,
            /// What it says.
            title: CommonText,
            /// Whether that is something good or bad.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            leaning: Option<Leaning>,
        } of |e| vec![Object::Diagnostic(e.diagnostic)],

        /// A choice was withdrawn; its number is not given again.
        "diagnostic.choice_withdrawn" v 1 signed = ChoiceWithdrawn {
            /// Of which campaign.
            diagnostic: DiagnosticId,
            /// Of which question.
            question: QuestionNo,
            /// Which.
            choice: ChoiceNo,
        } of |e| vec![Object::Diagnostic(e.diagnostic)],

        /// It was opened: its questions do not change any more.
        "diagnostic.opened" v 1 signed = Opened {
            /// Which.
            diagnostic: DiagnosticId,
            /// Whom it asks: the persons of these audiences; without one, all.
            audiences: Audiences,
            /// When it closes by itself.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            closes_at: Option<Stamp>,
            /// Of how many people at least a cell tells that is published: the network's number, frozen.
            k: u8,
        } of |e| vec![Object::Diagnostic(e.diagnostic)],

        /// Somebody answered, or answered anew.
        "diagnostic.answered" v 1 scoped = Answered {
            /// Which campaign.
            diagnostic: DiagnosticId,
            /// Who, inside this campaign.
            respondent: Pseudonym,
            /// What: the JSON of their answers, padded.
            answers: OwnText,
            /// Whether it takes the place of what they answered before.
            revises: bool,
        } of |e| vec![Object::Diagnostic(e.diagnostic)] => texts |_e| Texts::default().for_nobody(),

        /// Somebody took their answers back.
        "diagnostic.answer_withdrawn" v 1 scoped = AnswerWithdrawn {
            /// Of which campaign.
            diagnostic: DiagnosticId,
            /// Who, inside this campaign.
            respondent: Pseudonym,
        } of |e| vec![Object::Diagnostic(e.diagnostic)],

        /// It was closed: the answers do not change any more.
        "diagnostic.closed" v 1 signed = Closed {
            /// Which.
            diagnostic: DiagnosticId,
            /// How many people had answered.
            people: u32,
        } of |e| vec![Object::Diagnostic(e.diagnostic)],

        /// It was told how many people all tables count; where they are fewer than k, no table follows.
        "diagnostic.base_published" v 1 signed = BasePublished {
            /// Of which campaign.
            diagnostic: DiagnosticId,
            /// How many people answered whose answers can be opened: all but those whose data was erased.
            people: u32,
            /// The columns of all tables.
            columns: Columns,
        } of |e| vec![Object::Diagnostic(e.diagnostic)],

        /// The answers to one question were published as a table.
        "diagnostic.table_published" v 1 signed = TablePublished {
            /// Of which campaign.
            diagnostic: DiagnosticId,
            /// Of which question.
            question: QuestionNo,
            /// The rows.
            rows: Rows,
            /// The words that enough people answered, as JSON.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            words: Option<CommonText>,
            /// Measures of who works with whom.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            ties: Option<TieMeasures>,
        } of |e| vec![Object::Diagnostic(e.diagnostic)],

        /// It was given up before it closed.
        "diagnostic.abandoned" v 1 signed = Abandoned {
            /// Which.
            diagnostic: DiagnosticId,
            /// Why.
            reason: CommonText,
        } of |e| vec![Object::Diagnostic(e.diagnostic)],
    }
}
