//! How many people each row of a table counts, before anything is suppressed.

use std::collections::BTreeSet;

use super::{Cell, Column, Respondent, Row, count, ties};
use crate::diagnostic::answers::Answer;
use crate::diagnostic::questionnaire::{ChoiceNo, Frequency, Question, QuestionKind, QuestionNo};
use crate::ids::ActorId;

/// A row as it was counted: how many, and of how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counted {
    pub all: u32,
    pub people: u32,
    pub columns: Vec<(u32, u32)>,
}

impl Counted {
    /// Whether fewer than `k` stand in the row, or fewer than `k` do not.
    pub fn is_small(&self, k: u32) -> bool {
        self.all < k || self.people.saturating_sub(self.all) < k
    }

    /// How many stand in the row, and nothing of the columns.
    pub fn shown_without_columns(&self) -> Row {
        Row { all: Cell::shown(self.all), ..self.hidden() }
    }

    /// Nothing of it.
    pub fn hidden(&self) -> Row {
        Row { all: Cell::SUPPRESSED, columns: vec![Cell::SUPPRESSED; self.columns.len()] }
    }
}

/// The rows of a question's table.
pub(super) fn counts(
    number: QuestionNo,
    question: &Question,
    people: &[Respondent],
    placed: &[Option<usize>],
    columns: &[Column],
    actors: &BTreeSet<ActorId>,
) -> Vec<Counted> {
    let columns: Vec<_> = columns.iter().map(|column| (0, column.people)).collect();
    let empty = Counted { all: 0, people: count(people.len()), columns };
    let mut rows = vec![empty; rows_of(question)];
    for (person, column) in people.iter().zip(placed) {
        let answer = person.answers.0.get(&number);
        for row in stands_in(question, person.actor, answer, actors) {
            let Some(row) = rows.get_mut(row) else { continue };
            row.all += 1;
            if let Some((n, _)) = column.and_then(|column| row.columns.get_mut(column)) {
                *n += 1;
            }
        }
    }
    rows
}

/// Whether a question's rows count everybody once, those who did not answer in the last; otherwise each of them stands against
/// the rest of everybody.
pub(in crate::diagnostic) fn counts_everybody_once(kind: QuestionKind) -> bool {
    match kind {
        QuestionKind::Single | QuestionKind::Scale | QuestionKind::Frequency => true,
        QuestionKind::Multiple | QuestionKind::Words | QuestionKind::Text | QuestionKind::Ties => false,
    }
}

/// How many rows the table of a question has.
pub(in crate::diagnostic) fn rows_of(question: &Question) -> usize {
    match question.kind {
        QuestionKind::Single => question.standing().count() + 1,
        QuestionKind::Multiple => question.standing().count(),
        QuestionKind::Scale => 5 + 1,
        QuestionKind::Frequency => Frequency::ALL.len() + 1,
        QuestionKind::Words | QuestionKind::Text => 1,
        QuestionKind::Ties => ties::ROWS,
    }
}

/// In which rows somebody stands who answered so.
fn stands_in(question: &Question, by: ActorId, answer: Option<&Answer>, actors: &BTreeSet<ActorId>) -> BTreeSet<usize> {
    let choice = |choice: &ChoiceNo| question.standing().position(|standing| standing == *choice);
    let told = match (question.kind, answer) {
        (QuestionKind::Single, Some(Answer::Choice(chosen))) => choice(chosen).into_iter().collect(),
        (QuestionKind::Multiple, Some(Answer::Choices(chosen))) => chosen.iter().filter_map(choice).collect(),
        (QuestionKind::Scale, Some(Answer::Scale(number @ 1..=5))) => BTreeSet::from([usize::from(*number) - 1]),
        (QuestionKind::Frequency, Some(Answer::Frequency(often))) => place(Frequency::ALL, often).into_iter().collect(),
        (QuestionKind::Words, Some(Answer::Words(words))) if !words.is_empty() => BTreeSet::from([0]),
        (QuestionKind::Text, Some(Answer::Text(_))) => BTreeSet::from([0]),
        (QuestionKind::Ties, Some(Answer::Ties(named))) => {
            named.iter().flat_map(|tie| ties::rows(by, tie, actors)).collect()
        }
        _ => BTreeSet::new(),
    };
    if told.is_empty() && counts_everybody_once(question.kind) {
        return rows_of(question).checked_sub(1).into_iter().collect();
    }
    told
}

/// Where a word stands among all of its kind.
pub(super) fn place<T: PartialEq>(all: &[T], word: &T) -> Option<usize> {
    all.iter().position(|other| other == word)
}
