//! A diagnostic as it is shown.

use std::sync::Arc;

use domain::diagnostic::questionnaire::{ChoiceNo, Leaning, QuestionKind, QuestionNo, Theme};
use domain::diagnostic::{Audiences, Phase};
use domain::ids::{ActorId, DiagnosticId, Stamp, Version};
use projection::TextRef;
use projection::diagnostics::{DiagnosticRow, QuestionRow};
use serde::Serialize;
use utoipa::ToSchema;

use super::allowed;
use crate::call::Read;
use crate::problem::Problem;
use crate::texts::{Shown, shown};
use crate::values;

/// A diagnostic: a campaign of questions.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8057", "author": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff", "phase": "open",
    "title": "Comment travaillons-nous ensemble ?", "questions": [{
        "question": 0, "theme": "ict_representation", "kind": "single", "title": "Un outil commun, c’est surtout…",
        "choices": [
            {"choice": 0, "title": "du temps gagné", "leaning": "advantage", "withdrawn": false},
            {"choice": 1, "title": "une charge de plus", "leaning": "disadvantage", "withdrawn": false}
        ], "withdrawn": false
    }],
    "audiences": [], "closes_at": "2026-04-05T18:00:00.000Z", "k": 5, "answered": 12,
    "drafted_at": "2026-03-05T17:02:11.000Z", "opened_at": "2026-03-06T08:00:00.000Z", "version": 5,
    "allowed_actions": ["answerDiagnostic"]
}))]
pub struct Diagnostic {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: DiagnosticId,
    /// Who drafted it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    author: Option<ActorId>,
    /// How far it is.
    #[schema(schema_with = values::word::<Phase>)]
    phase: Phase,
    /// The campaign that it follows.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    follows: Option<DiagnosticId>,
    /// What it is called; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// What it is for; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    description: Option<Arc<str>>,
    /// Its questions, in order of their numbers.
    questions: Vec<Question>,
    /// Whom it asks: the persons of these audiences; without one, all.
    #[schema(value_type = Vec<uuid::Uuid>)]
    audiences: Audiences,
    /// When it closes by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    closes_at: Option<Stamp>,
    /// Of how many people at least a figure tells that is published; known once it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    k: Option<u8>,
    /// How many people have answered.
    answered: u32,
    /// When it was drafted.
    #[schema(schema_with = values::time)]
    drafted_at: Stamp,
    /// When it was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    opened_at: Option<Stamp>,
    /// When it was closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Stamp>,
    /// When its tables were published.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    published_at: Option<Stamp>,
    /// When it was given up.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    abandoned_at: Option<Stamp>,
    /// Why it was given up; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    reason: Option<Arc<str>>,
    /// Its version, for `If-Match`; answers make no other.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// A question of a diagnostic.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DiagnosticQuestion)]
pub struct Question {
    /// Its number.
    #[schema(value_type = u8)]
    question: QuestionNo,
    /// What it is about.
    #[schema(schema_with = values::word::<Theme>)]
    theme: Theme,
    /// How it is answered.
    #[schema(schema_with = values::word::<QuestionKind>)]
    kind: QuestionKind,
    /// The question; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// What there is to say about it; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    description: Option<Arc<str>>,
    /// Which question of the campaign that is followed it asks again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u8>)]
    repeats: Option<QuestionNo>,
    /// Its choices, in order of their numbers; of questions that are answered by choosing.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    choices: Vec<Choice>,
    /// Whether it was withdrawn.
    withdrawn: bool,
}

/// A choice of a question.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DiagnosticChoice)]
pub struct Choice {
    /// Its number.
    #[schema(value_type = u8)]
    choice: ChoiceNo,
    /// What it says; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// Whether that is something good or bad.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(schema_with = values::word::<Leaning>)]
    leaning: Option<Leaning>,
    /// Whether it was withdrawn.
    withdrawn: bool,
}

/// The diagnostic as it is shown, with its texts where `read.texts`.
pub(super) fn render<Q>(read: &Read<Q>, row: &DiagnosticRow) -> Result<Diagnostic, Problem> {
    let text = |text: Option<TextRef>| shown(read, text.filter(|_| read.texts));
    let questions = row.questions.iter().map(|question| question_shown(question, &text));
    let (abandoned_at, reason) = row.abandoned.map_or((None, None), |(at, reason)| (Some(at), reason));
    Ok(Diagnostic {
        id: row.id,
        author: row.author,
        phase: row.phase,
        follows: row.follows,
        title: text(row.title)?,
        description: text(row.description)?,
        questions: questions.collect::<Result<_, Problem>>()?,
        audiences: row.audiences.clone(),
        closes_at: row.closes_at,
        k: row.k,
        answered: read.views.diagnostics.answered(row.id),
        drafted_at: row.drafted_at,
        opened_at: row.opened_at,
        closed_at: row.closed_at,
        published_at: row.published_at,
        abandoned_at,
        reason: text(reason)?,
        version: row.version,
        allowed_actions: allowed::actions(read, row),
    })
}

fn question_shown(row: &QuestionRow, text: &impl Fn(Option<TextRef>) -> Shown) -> Result<Question, Problem> {
    let choices = row.choices.iter().map(|choice| {
        let (number, title) = (choice.number, text(choice.title)?);
        Ok(Choice { choice: number, title, leaning: choice.leaning, withdrawn: choice.withdrawn })
    });
    Ok(Question {
        question: row.number,
        theme: row.theme,
        kind: row.kind,
        title: text(row.title)?,
        description: text(row.description)?,
        repeats: row.repeats,
        choices: choices.collect::<Result<_, Problem>>()?,
        withdrawn: row.withdrawn,
    })
}
