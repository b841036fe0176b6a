//! Commands about diagnostics: each number has its questions, and what is published is of their shape.

use domain::class::{CommonText, OwnText};
use domain::diagnostic::answers::{Answer, Answers};
use domain::diagnostic::questionnaire::{ChoiceNo, Leaning, QuestionKind, QuestionNo, Theme};
use domain::diagnostic::tables::{Cell, Columns, Row, Rows};
use domain::diagnostic::{
    Abandoned, AnswerWithdrawn, Audiences, Base, BasePublished, ChoiceSet, ChoiceWithdrawn, Command, Drafted, Event,
    Phase, QuestionSet, QuestionWithdrawn, Revised, TablePublished,
};
use domain::ids::{DiagnosticId, Pseudonym};
use domain::network::DEFAULT_K;
use domain::state::{self, State};

use super::{Make, Numbers, id, one_of, stamp, text};

/// Published from the beginning.
const PUBLISHED: u8 = 0;
/// Closed from the beginning, one table of two published.
const CLOSED: u8 = 1;
const OPEN: u8 = 2;
const DRAFT: u8 = 3;
const ALL: u8 = 5;

const SINGLE: QuestionNo = QuestionNo(0);
const SCALE: QuestionNo = QuestionNo(1);

pub(super) fn diagnostic(n: u8) -> DiagnosticId {
    DiagnosticId(id(10, n % ALL))
}

fn common(n: u8) -> CommonText {
    CommonText(text(n))
}

fn drafted((a, b, c, d): Numbers) -> Command {
    let follows = (d == 7).then(|| diagnostic(c));
    let description = (b % 2 == 0).then(|| common(c));
    Command::Draft(Drafted { diagnostic: diagnostic(a), title: common(b), description, follows })
}

/// The first is a single choice, the second a scale, whatever comes after is drawn.
fn asked((a, b, c, d): Numbers) -> QuestionSet {
    let question = QuestionNo(b % 4);
    let kind = match question {
        SINGLE => QuestionKind::Single,
        SCALE => QuestionKind::Scale,
        _ => one_of(QuestionKind::ALL, c),
    };
    let (theme, repeats) = (one_of(Theme::ALL, c), (d == 7).then_some(SCALE));
    QuestionSet { diagnostic: diagnostic(a), question, theme, kind, title: common(c), description: None, repeats }
}

fn choice((a, b, c, d): Numbers) -> ChoiceSet {
    let leaning = (d % 2 == 0).then(|| one_of(Leaning::ALL, d));
    let (diagnostic, question, choice) = (diagnostic(a), QuestionNo(b % 3), ChoiceNo(c % 4));
    ChoiceSet { diagnostic, question, choice, title: common(c), leaning }
}

fn open((a, b, c, _): Numbers) -> Command {
    let closes_at = (b == 11).then(|| stamp(20 * u32::from(c)));
    Command::Open { diagnostic: diagnostic(a), audiences: Audiences::default(), closes_at }
}

/// Mostly to the one that is open.
fn answer((a, b, c, d): Numbers) -> Command {
    let diagnostic = diagnostic(if d < 6 { OPEN } else { a });
    let answers = [(SINGLE, Answer::Choice(ChoiceNo(c % 3))), (SCALE, Answer::Scale(1 + c % 6))];
    let (respondent, sealed) = (Pseudonym([b % 4; 16]), OwnText(text(c)));
    Command::Answer { diagnostic, respondent, sealed, answers: Answers(answers.into()) }
}

/// Of those that enough people answered from the beginning for tables to be published, and of the others.
fn base(n: u8) -> Command {
    let people = if [PUBLISHED, CLOSED].contains(&(n % ALL)) { DEFAULT_K.into() } else { 0 };
    Command::PublishBase(BasePublished { diagnostic: diagnostic(n), people, columns: Columns::default() })
}

/// Nothing of it shows.
fn table(n: u8, question: QuestionNo) -> Command {
    let rows = if question == SINGLE { 3 } else { 6 };
    let rows = Rows((0..rows).map(|_| Row { all: Cell::SUPPRESSED, columns: vec![] }).collect());
    Command::PublishTable(TablePublished { diagnostic: diagnostic(n), question, rows, words: None, ties: None })
}

/// What tells something that the state does not hold: what somebody answers instead of what they had answered.
pub(super) fn leaves_the_state(event: &state::Event) -> bool {
    matches!(event, state::Event::Diagnostic(Event::Answered(e)) if e.revises)
}

/// What holds of every campaign at any time.
pub(super) fn hold(state: &State) {
    for n in 0..ALL {
        let Some(row) = state.diagnostic.get(diagnostic(n)) else { continue };
        let waits = state.diagnostic.to_publish().any(|id| id == diagnostic(n));
        assert_eq!(waits, row.phase == Phase::Closed, "what is closed is counted, and nothing else: {row:?}");
        let is_whole = |base: &Base| base.people < row.k.into() || base.published.len() == row.questions().len();
        let is_published = row.base.as_ref().is_some_and(is_whole);
        assert_eq!(is_published, row.phase == Phase::Published, "it ends with the last table: {row:?}");
    }
}

/// A campaign in every phase.
pub(super) fn beginning() -> Vec<(u8, state::Command)> {
    let drafts = (0..=DRAFT).flat_map(|n| {
        let questions = [0, 1].map(|b| Command::SetQuestion(asked((n, b, 0, 0))));
        let choices = [0, 1].map(|c| Command::SetChoice(choice((n, 0, c, 0))));
        [drafted((n, 0, 0, 0))].into_iter().chain(questions).chain(choices)
    });
    let openings = (0..=OPEN).map(|n| open((n, 0, 0, 0)));
    let respondents = [PUBLISHED, CLOSED].into_iter().flat_map(|n| (0..DEFAULT_K).map(move |b| (n, b)));
    let answers = respondents.map(|(n, b)| {
        let (respondent, sealed) = (Pseudonym([b; 16]), OwnText(text(b)));
        let answers = Answers([(SCALE, Answer::Scale(3))].into());
        Command::Answer { diagnostic: diagnostic(n), respondent, sealed, answers }
    });
    let closings = [PUBLISHED, CLOSED].map(|n| Command::Close(diagnostic(n)));
    let bases = [PUBLISHED, CLOSED].map(base);
    let tables = [table(PUBLISHED, SINGLE), table(PUBLISHED, SCALE), table(CLOSED, SINGLE)];
    let all = drafts.chain(openings).chain(answers).chain(closings).chain(bases).chain(tables);
    all.map(|command| (0, command.into())).collect()
}

pub const COMMANDS: &[(u32, Make)] = &[
    (3, |numbers| drafted(numbers).into()),
    (1, |(a, b, c, _)| {
        let (diagnostic, description) = (diagnostic(a), (c % 2 == 0).then(|| common(c)));
        Command::Revise(Revised { diagnostic, title: common(b), description }).into()
    }),
    (2, |numbers| Command::SetQuestion(asked(numbers)).into()),
    (2, |numbers| Command::AddQuestion(asked(numbers)).into()),
    (1, |(a, b, ..)| {
        Command::WithdrawQuestion(QuestionWithdrawn { diagnostic: diagnostic(a), question: QuestionNo(b % 3) }).into()
    }),
    (2, |numbers| Command::SetChoice(choice(numbers)).into()),
    (1, |numbers| Command::AddChoice(choice(numbers)).into()),
    (1, |(a, b, c, _)| {
        let (diagnostic, question, choice) = (diagnostic(a), QuestionNo(b % 2), ChoiceNo(c % 3));
        Command::WithdrawChoice(ChoiceWithdrawn { diagnostic, question, choice }).into()
    }),
    (2, |numbers| open(numbers).into()),
    (10, |numbers| answer(numbers).into()),
    (3, |(_, b, ..)| {
        let (diagnostic, respondent) = (diagnostic(OPEN), Pseudonym([b % 4; 16]));
        Command::WithdrawAnswer(AnswerWithdrawn { diagnostic, respondent }).into()
    }),
    (2, |(a, ..)| Command::Close(diagnostic(a)).into()),
    (2, |(a, ..)| base(a).into()),
    (4, |(a, b, ..)| table(a, if b % 2 == 0 { SINGLE } else { SCALE }).into()),
    (1, |(a, b, ..)| Command::Abandon(Abandoned { diagnostic: diagnostic(a), reason: common(b) }).into()),
];
