#![allow(clippy::unwrap_used)]
mod answering;
mod preparation;
mod publication;

use uuid::Uuid;

use super::answers::Tie;
use super::questionnaire::{Channel, ChoiceNo, Frequency, Leaning, QuestionKind, Theme};
use super::tables::{Cell, Column, Columns, Rows, TieMeasures};
use super::*;
use crate::actor::Joined;
use crate::audience;
use crate::class::{CommonText, OwnText};
use crate::given::{Given, actor, at, founding, given, joined, pseudonym, text};
use crate::network::DEFAULT_K;

const FACILITATOR: u8 = 1;
const ELUE: u8 = 2;
const CLUB: u8 = 9;
/// When the campaigns of these tests close by themselves.
const CLOSES: i64 = 50;

const CHOICE: QuestionNo = QuestionNo(0);
const SCALE: QuestionNo = QuestionNo(1);
const TIES: QuestionNo = QuestionNo(2);

fn diagnostic(n: u8) -> DiagnosticId {
    DiagnosticId(Uuid::from_u128(n.into()))
}

/// The one that most tests are about.
fn first() -> DiagnosticId {
    diagnostic(1)
}

fn common() -> CommonText {
    CommonText(text())
}

fn audience(n: u8) -> AudienceId {
    AudienceId(Uuid::from_u128(n.into()))
}

/// Eight persons, of whom the second belongs to an audience, and an organisation.
fn network() -> Given {
    let defined = audience::Defined { audience: audience(1), name: common(), description: None, estimated_size: None };
    let elected = Joined { audience: Some(audience(1)), ..joined(ELUE, ActorKind::Person) };
    given([founding()])
        .and([joined(FACILITATOR, ActorKind::Person)])
        .and([defined])
        .and([elected])
        .and((3..=8).map(|n| joined(n, ActorKind::Person)))
        .and([joined(CLUB, ActorKind::Organisation)])
}

fn drafted(n: u8, follows: Option<u8>) -> Drafted {
    Drafted { diagnostic: diagnostic(n), title: common(), description: None, follows: follows.map(diagnostic) }
}

fn asked(question: QuestionNo, kind: QuestionKind) -> QuestionSet {
    let (title, theme) = (common(), Theme::IctRepresentation);
    QuestionSet { diagnostic: first(), question, theme, kind, title, description: None, repeats: None }
}

fn choice(n: u8) -> ChoiceSet {
    let leaning = Some(Leaning::Advantage);
    ChoiceSet { diagnostic: first(), question: CHOICE, choice: ChoiceNo(n), title: common(), leaning }
}

/// A campaign that asks for one of two choices, for a number, and with whom one works.
fn draft() -> Given {
    network()
        .and([drafted(1, None)])
        .and([asked(CHOICE, QuestionKind::Single), asked(SCALE, QuestionKind::Scale), asked(TIES, QuestionKind::Ties)])
        .and([choice(0), choice(1)])
}

fn opened() -> Opened {
    let (audiences, closes_at) = (Audiences::default(), Some(at(CLOSES)));
    Opened { diagnostic: first(), audiences, closes_at, k: DEFAULT_K }
}

fn opening() -> Command {
    let Opened { diagnostic, audiences, closes_at, .. } = opened();
    Command::Open { diagnostic, audiences, closes_at }
}

fn running() -> Given {
    draft().and([opened()])
}

fn answered(respondent: u8, revises: bool) -> Answered {
    Answered { diagnostic: first(), respondent: pseudonym(respondent), answers: OwnText(text()), revises }
}

fn answers(answers: impl IntoIterator<Item = (QuestionNo, Answer)>) -> Command {
    let (diagnostic, respondent, sealed) = (first(), pseudonym(ELUE), OwnText(text()));
    Command::Answer { diagnostic, respondent, sealed, answers: Answers(answers.into_iter().collect()) }
}

fn closed(people: u32) -> Closed {
    Closed { diagnostic: first(), people }
}

/// A campaign that so many people answered, and that was closed.
fn over(people: u8) -> Given {
    running().and((1..=people).map(|n| answered(n, false))).and([closed(u32::from(people))])
}

fn base(people: u32, columns: &[(Option<u8>, u32)]) -> BasePublished {
    let column =
        |(audience_no, people): &(Option<u8>, u32)| Column { audience: audience_no.map(audience), people: *people };
    let columns = Columns::new(columns.iter().map(column).collect()).unwrap();
    BasePublished { diagnostic: first(), people, columns }
}

fn table(question: QuestionNo, cells: &[u32]) -> TablePublished {
    let cell = |people| if people == 0 { Cell::SUPPRESSED } else { Cell::shown(people) };
    let rows = cells.iter().map(|people| tables::Row { all: cell(*people), columns: vec![] }).collect();
    TablePublished { diagnostic: first(), question, rows: Rows(rows), words: None, ties: None }
}

/// One whose tables are all published.
fn published() -> Given {
    over(7).and([base(7, &[])]).and([
        table(CHOICE, &[0, 0, 0]),
        table(SCALE, &[7, 0, 0, 0, 0, 0]),
        table(TIES, &[0; 12]),
    ])
}
