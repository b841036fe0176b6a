//! Before and after: the questions that a diagnostic asks again, beside the answers to them in the one that it follows.

use std::sync::Arc;

use domain::diagnostic::questionnaire::QuestionNo;
use domain::ids::DiagnosticId;
use projection::diagnostics::{Base, DiagnosticRow, QuestionRow};
use serde::Serialize;
use utoipa::ToSchema;

use super::reported::{Figure, names};
use crate::call::Read;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// What became of the answers since the diagnostic before.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DiagnosticComparison)]
pub struct Comparison {
    /// The diagnostic before.
    #[schema(schema_with = values::id)]
    follows: DiagnosticId,
    /// How many people answered it.
    people: u32,
    /// The questions that were asked again.
    questions: Vec<Compared>,
}

/// A question that was asked again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ComparedQuestion)]
pub struct Compared {
    /// Its number now.
    #[schema(value_type = u8)]
    question: QuestionNo,
    /// Its number in the diagnostic before.
    #[schema(value_type = u8)]
    repeats: QuestionNo,
    /// The question, as it is asked now; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// Row by row, over everybody.
    rows: Vec<ComparedRow>,
}

/// A row before and after.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "row": "frequency:weekly", "before": {"n": 8, "of": 40, "per_mille": 200},
    "after": {"n": 15, "of": 50, "per_mille": 300}, "change_per_mille": 100
}))]
pub struct ComparedRow {
    /// What it counts, as in the table.
    row: String,
    /// What the choice says now; absent where texts are not expanded, and of rows that are no choices.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// In the diagnostic before.
    before: Figure,
    /// In this one.
    after: Figure,
    /// By how many thousandths of everybody it changed; absent where one of both does not show.
    #[serde(skip_serializing_if = "Option::is_none")]
    change_per_mille: Option<i64>,
}

/// The comparison, where a diagnostic follows another and both show something.
pub(super) fn compare<Q>(read: &Read<Q>, after: &DiagnosticRow) -> Result<Option<Comparison>, Problem> {
    let before = after.follows.and_then(|follows| read.views.diagnostics.get(follows));
    let Some((before, (base_before, base_after))) =
        before.and_then(|before| Some((before, before.base.as_ref().zip(after.base.as_ref())?)))
    else {
        return Ok(None);
    };
    let mut questions = Vec::new();
    for question in after.standing() {
        let repeated = question.repeats.and_then(|repeats| before.question(repeats));
        if let Some(repeated) = repeated {
            questions.push(compared(read, (repeated, base_before), (question, base_after))?);
        }
    }
    Ok(Some(Comparison { follows: before.id, people: base_before.people, questions }))
}

fn compared<Q>(
    read: &Read<Q>,
    (before, base_before): (&QuestionRow, &Base),
    (after, base_after): (&QuestionRow, &Base),
) -> Result<Compared, Problem> {
    let mut rows = Vec::new();
    if let (Some(was), Some(is)) = (&before.table, &after.table) {
        // Both have as many rows: a question that is asked again has as many choices.
        for (((row, title), was), is) in names(after).into_iter().zip(&was.rows.0).zip(&is.rows.0) {
            let (before, after) = (Figure::of(was.all, base_before.people), Figure::of(is.all, base_after.people));
            let parts = before.thousandths().zip(after.thousandths());
            let change_per_mille = parts.map(|(was, is)| i64::from(is) - i64::from(was));
            let title = shown(read, title.filter(|_| read.texts))?;
            rows.push(ComparedRow { row, title, before, after, change_per_mille });
        }
    }
    let title = shown(read, after.title.filter(|_| read.texts))?;
    Ok(Compared { question: after.number, repeats: before.number, title, rows })
}
