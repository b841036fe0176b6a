//! The rules of what is published of a campaign: its shape, and that no number tells of a small group. What the numbers are
//! is computed beside the writer, from answers that the rules do not see.

use super::questionnaire::{Question, QuestionKind};
use super::tables::{Cell, counts_everybody_once, rows_of};
use super::{Base, BasePublished, Diagnostics, Phase, Refusal, Row, TablePublished};
use crate::ids::DiagnosticId;

/// Whether all is published that is: a table for each question, or none where fewer than k people answered.
pub(super) fn is_whole(row: &Row) -> bool {
    let questions = row.asked.values().flatten().count();
    let is_whole = |base: &Base| base.people < u32::from(row.k) || base.published.len() >= questions;
    row.base.as_ref().is_some_and(is_whole)
}

impl Diagnostics {
    fn closed(&self, id: DiagnosticId) -> Result<&Row, Refusal> {
        let row = self.standing(id)?;
        match row.phase {
            Phase::Closed => Ok(row),
            Phase::Published => Err(Refusal::Published),
            Phase::Draft | Phase::Open | Phase::Abandoned => Err(Refusal::NotClosed),
        }
    }

    /// Not more people than had answered; and each column tells of k of them or more, an audience at most once.
    pub(super) fn admits_base(&self, e: &BasePublished) -> Result<(), Refusal> {
        let row = self.closed(e.diagnostic)?;
        if row.base.is_some() {
            return Err(Refusal::Published);
        }
        if e.people > row.people() {
            return Err(Refusal::RespondentsDiffer);
        }
        let columns = e.columns.as_slice();
        let sum: u64 = columns.iter().map(|column| u64::from(column.people)).sum();
        let is_large = columns.iter().all(|column| column.people >= u32::from(row.k));
        let mut audiences: Vec<_> = columns.iter().map(|column| column.audience).collect();
        audiences.sort_unstable();
        let is_once = audiences.iter().zip(audiences.iter().skip(1)).all(|(one, next)| one != next);
        let fits = is_large && is_once && sum <= u64::from(e.people);
        if fits { Ok(()) } else { Err(Refusal::TableUnfit) }
    }

    pub(super) fn admits_table(&self, e: &TablePublished) -> Result<(), Refusal> {
        let row = self.closed(e.diagnostic)?;
        let question = row.question(e.question).ok_or(Refusal::UnknownQuestion)?;
        let base = row.base.as_ref().ok_or(Refusal::NotClosed)?;
        if base.published.contains(&e.question) {
            return Err(Refusal::Published);
        }
        if fits(row.k, base, question, e) { Ok(()) } else { Err(Refusal::TableUnfit) }
    }
}

fn fits(k: u8, base: &Base, question: &Question, e: &TablePublished) -> bool {
    let tells_words = matches!(question.kind, QuestionKind::Words | QuestionKind::Text);
    let fits_kind = (e.words.is_none() || tells_words) && (e.ties.is_none() || question.kind == QuestionKind::Ties);
    let columns = base.columns.as_slice();
    let rows = &e.rows.0;
    let unanswered = counts_everybody_once(question.kind).then(|| rows.len().saturating_sub(1));
    let fits_base = rows.iter().enumerate().all(|(number, row)| {
        // Not to answer is no answer.
        let least = if unanswered == Some(number) { 0 } else { u32::from(k) };
        let within = |cell: Cell, people: u32| cell.get().is_none_or(|told| (least..=people).contains(&told));
        let within_columns = || row.columns.iter().zip(columns).all(|(cell, column)| within(*cell, column.people));
        within(row.all, base.people) && row.columns.len() == columns.len() && within_columns()
    });
    fits_kind && fits_base && rows.len() == rows_of(question)
}
