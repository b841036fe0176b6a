#![allow(clippy::unwrap_used)]

mod brute;
mod columns;
mod ties;
mod words;

use std::collections::BTreeSet;

use uuid::Uuid;

use super::{QuestionTable, Respondent, Tables, tables};
use crate::diagnostic::answers::{Answer, Answers};
use crate::diagnostic::questionnaire::{ChoiceNo, ChoiceRow, Question, QuestionKind, QuestionNo, Questionnaire, Theme};
use crate::ids::{ActorId, AudienceId};

fn actor(n: u16) -> ActorId {
    ActorId(Uuid::from_u128(u128::from(n)))
}

fn audience(n: u16) -> AudienceId {
    AudienceId(Uuid::from_u128(1_000_000 + u128::from(n)))
}

fn question(kind: QuestionKind, choices: u8) -> Questionnaire {
    let choices = (0..choices).map(|n| (ChoiceNo(n), Some(ChoiceRow { leaning: None }))).collect();
    Questionnaire::unit(QuestionNo(0), Question { theme: Theme::IctUsage, kind, choices, repeats: None })
}

/// Somebody who answers the one question so, or not.
fn person(n: u16, of: Option<AudienceId>, answer: Option<Answer>) -> Respondent {
    Respondent {
        actor: actor(n),
        audience: of,
        answers: Answers(answer.map(|answer| (QuestionNo(0), answer)).into_iter().collect()),
    }
}

/// What is published when people answer the one question so, with k = 5.
fn published(kind: QuestionKind, answers: impl IntoIterator<Item = Option<Answer>>) -> Tables {
    let people: Vec<_> = (0..).zip(answers).map(|(n, answer)| person(n, None, answer)).collect();
    let choices = if kind.has_choices() { 3 } else { 0 };
    let actors: BTreeSet<_> = (0..u16::try_from(people.len()).unwrap()).map(actor).collect();
    tables(&question(kind, choices), &people, 5, &actors)
}

fn totals(table: &QuestionTable) -> Vec<Option<u32>> {
    table.rows.0.iter().map(|row| row.all.get()).collect()
}

fn choices(numbers: &[(u8, usize)]) -> Vec<Option<Answer>> {
    numbers.iter().flat_map(|(number, times)| vec![Some(Answer::Choice(ChoiceNo(*number))); *times]).collect()
}

#[test]
fn of_fewer_than_k_people_only_their_number_shows() {
    let tables = published(QuestionKind::Single, choices(&[(0, 4)]));
    assert_eq!((tables.people, tables.columns.as_slice(), tables.questions.as_slice()), (4, &[][..], &[][..]));
}

#[test]
fn what_enough_people_answered_shows() {
    let mut answers = choices(&[(0, 9), (1, 5), (2, 7)]);
    answers.extend(vec![None; 6]);
    assert_eq!(totals(&published(QuestionKind::Single, answers).questions[0]), [Some(9), Some(5), Some(7), Some(6)]);
}

#[test]
fn a_small_row_takes_along_that_of_those_who_did_not_answer() {
    let mut answers = choices(&[(0, 9), (1, 2), (2, 7)]);
    answers.extend(vec![None; 6]);
    assert_eq!(totals(&published(QuestionKind::Single, answers).questions[0]), [Some(9), None, Some(7), None]);
}

#[test]
fn what_everybody_answered_shows() {
    let answers = choices(&[(0, 9), (1, 8), (2, 6)]);
    assert_eq!(totals(&published(QuestionKind::Single, answers).questions[0]), [Some(9), Some(8), Some(6), Some(0)]);
}

#[test]
fn that_nobody_or_everybody_chose_something_does_not_show() {
    let all = totals(&published(QuestionKind::Single, choices(&[(0, 30)])).questions[0]);
    assert_eq!(all, [None, None, None, Some(0)]);
    let chosen = |choices: &[u8]| Some(Answer::Choices(choices.iter().copied().map(ChoiceNo).collect()));
    let answers = (0..30).map(|n| if n < 12 { chosen(&[0, 2]) } else { chosen(&[0]) });
    assert_eq!(totals(&published(QuestionKind::Multiple, answers).questions[0]), [None, None, Some(12)]);
}

#[test]
fn small_rows_hide_each_other_where_they_are_k_together() {
    let mut answers = choices(&[(0, 4), (1, 3), (2, 20)]);
    answers.extend(vec![None; 8]);
    assert_eq!(totals(&published(QuestionKind::Single, answers).questions[0]), [None, None, Some(20), Some(8)]);
}
