//! How many people each row of a table counts, before anything is suppressed.

use std::collections::BTreeSet;

use super::{Cell, Column, Respondent, Row, count, ties};
use crate::diagnostic::answers::Answer;
use crate::diagnostic::questionnaire::{Channel, Frequency, Question, QuestionKind, QuestionNo};
use crate::ids::ActorId;

/// A row as it was counted: how many, and of how many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Counted {
    pub all: u32,
    pub people: u32,
    pub columns: Vec<(u32, u32)>,
}

impl Counted {
    pub fn cells(&self) -> impl Iterator<Item = (u32, u32)> {
        std::iter::once((self.all, self.people)).chain(self.columns.iter().copied())
    }

    pub fn shown(&self) -> Row {
        Row { all: Cell::shown(self.all), columns: self.columns.iter().map(|(n, _)| Cell::shown(*n)).collect() }
    }

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

/// Whether a question's rows count everybody once; otherwise each of them stands against the rest of everybody.
pub(super) fn counts_everybody_once(kind: QuestionKind) -> bool {
    match kind {
        QuestionKind::Single | QuestionKind::Scale | QuestionKind::Frequency => true,
        QuestionKind::Multiple | QuestionKind::Words | QuestionKind::Text | QuestionKind::Ties => false,
    }
}

/// How many rows the table of a question has.
fn rows_of(question: &Question) -> usize {
    match question.kind {
        QuestionKind::Single => question.standing().count() + 1,
        QuestionKind::Multiple => question.standing().count(),
        QuestionKind::Scale => 5 + 1,
        QuestionKind::Frequency => Frequency::ALL.len() + 1,
        QuestionKind::Words | QuestionKind::Text => 1,
        QuestionKind::Ties => 1 + Frequency::ALL.len() + Channel::ALL.len(),
    }
}

/// In which rows somebody stands who answered so.
fn stands_in(question: &Question, by: ActorId, answer: Option<&Answer>, actors: &BTreeSet<ActorId>) -> BTreeSet<usize> {
    let choice = |choice| question.standing().position(|standing| standing == choice);
    let one = |row: usize| BTreeSet::from([row]);
    let unanswered = || match question.kind {
        QuestionKind::Single | QuestionKind::Scale | QuestionKind::Frequency => {
            one(rows_of(question).saturating_sub(1))
        }
        QuestionKind::Multiple | QuestionKind::Words | QuestionKind::Text | QuestionKind::Ties => BTreeSet::new(),
    };
    match (question.kind, answer) {
        (QuestionKind::Single, Some(Answer::Choice(chosen))) => choice(*chosen).map_or_else(unanswered, one),
        (QuestionKind::Multiple, Some(Answer::Choices(chosen))) => {
            chosen.iter().filter_map(|one| choice(*one)).collect()
        }
        (QuestionKind::Scale, Some(Answer::Scale(number @ 1..=5))) => one(usize::from(*number) - 1),
        (QuestionKind::Frequency, Some(Answer::Frequency(often))) => {
            Frequency::ALL.iter().position(|word| word == often).map_or_else(unanswered, one)
        }
        (QuestionKind::Words, Some(Answer::Words(words))) if !words.is_empty() => one(0),
        (QuestionKind::Text, Some(Answer::Text(_))) => one(0),
        (QuestionKind::Ties, Some(Answer::Ties(named))) => {
            let (frequencies, channels) = (1, 1 + Frequency::ALL.len());
            let mut rows = BTreeSet::new();
            for tie in named {
                let often = Frequency::ALL.iter().position(|word| *word == tie.frequency);
                rows.extend(often.map(|often| frequencies + often));
                if ties::counts(by, tie, actors) {
                    rows.insert(0);
                    let by = Channel::ALL.iter().position(|word| *word == tie.channel);
                    rows.extend(by.map(|by| channels + by));
                }
            }
            rows
        }
        _ => unanswered(),
    }
}
