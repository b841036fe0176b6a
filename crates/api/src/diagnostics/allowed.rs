//! What the one who asks may do with a diagnostic now.

use domain::authority::{Action, Principal};
use domain::class::{CommonText, OwnText};
use domain::diagnostic::answers::{Answer, Answers};
use domain::diagnostic::questionnaire::{Frequency, Question, QuestionKind, QuestionNo, Theme};
use domain::diagnostic::{
    Abandoned, AnswerWithdrawn, Audiences, ChoiceSet, ChoiceWithdrawn, Command, Phase, QuestionSet, QuestionWithdrawn,
    Revised, Row,
};
use domain::finding::{self, Published, Questions};
use domain::ids::{DiagnosticId, FindingId, Pseudonym};
use domain::server::Scope;
use domain::state;
use projection::diagnostics::DiagnosticRow;
use uuid::Uuid;

use crate::call::Read;
use crate::offered::some_text;

type Tried = (&'static str, state::Command);

/// The operations that the caller may do on it: by what holds now, whatever `as_of` says.
pub(super) fn actions<Q>(read: &Read<Q>, shown: &DiagnosticRow) -> Vec<&'static str> {
    let Principal::Actor(asker) = read.gate.principal() else { return Vec::new() };
    let row = read.gate.live().state.diagnostic.get(shown.id);
    let Some(row) = row.filter(|_| read.caller.may_write(Scope::Write)) else { return Vec::new() };
    let mut tried = Vec::new();
    if read.gate.allows(Action::ConductDiagnostics) {
        tried.extend(if row.phase == Phase::Draft { preparing(shown.id, row) } else { Vec::new() });
        tried.extend(conducting(shown.id));
    }
    if row.phase == Phase::Open
        && let Ok(person) = read.network.pseudonym(asker, shown.id)
    {
        tried.extend(answering(shown.id, row, person));
    }
    let tried: Vec<_> = tried.iter().map(|(name, command)| (*name, std::slice::from_ref(command))).collect();
    read.offered(&tried)
}

/// What is done until it opens.
fn preparing(diagnostic: DiagnosticId, row: &Row) -> Vec<Tried> {
    let title = CommonText(some_text());
    let questions = row.questions();
    let asked = |question, kind| {
        let (theme, description, repeats) = (Theme::NetworkPractice, None, None);
        QuestionSet { diagnostic, question, theme, kind, title, description, repeats }
    };
    let mut tried = vec![
        ("reviseDiagnostic", Command::Revise(Revised { diagnostic, title, description: None }).into()),
        ("addDiagnosticQuestion", Command::AddQuestion(asked(QuestionNo(0), QuestionKind::Text)).into()),
    ];
    if let Some((question, row)) = questions.iter().next() {
        let withdrawn = QuestionWithdrawn { diagnostic, question: *question };
        tried.push(("reviseDiagnosticQuestion", Command::SetQuestion(asked(*question, row.kind)).into()));
        tried.push(("withdrawDiagnosticQuestion", Command::WithdrawQuestion(withdrawn).into()));
    }
    let mut choosing = questions.iter().filter(|(_, question)| question.kind.has_choices());
    if let Some((question, _)) = choosing.clone().next() {
        let (question, choice) = (*question, domain::diagnostic::questionnaire::ChoiceNo(0));
        let set = ChoiceSet { diagnostic, question, choice, title, leaning: None };
        tried.push(("addDiagnosticChoice", Command::AddChoice(set).into()));
    }
    if let Some((question, choice)) =
        choosing.find_map(|(question, row)| row.standing().next().map(|choice| (*question, choice)))
    {
        let set = ChoiceSet { diagnostic, question, choice, title, leaning: None };
        let withdrawn = ChoiceWithdrawn { diagnostic, question, choice };
        tried.push(("reviseDiagnosticChoice", Command::SetChoice(set).into()));
        tried.push(("withdrawDiagnosticChoice", Command::WithdrawChoice(withdrawn).into()));
    }
    tried
}

/// What facilitators do.
fn conducting(diagnostic: DiagnosticId) -> Vec<Tried> {
    let text = CommonText(some_text());
    let opening = Command::Open { diagnostic, audiences: Audiences::default(), closes_at: None };
    let (finding, questions) = (FindingId(Uuid::max()), Questions::default());
    let found = Published { finding, diagnostic, title: text, description: None, questions };
    vec![
        ("openDiagnostic", opening.into()),
        ("closeDiagnostic", Command::Close(diagnostic).into()),
        ("abandonDiagnostic", Command::Abandon(Abandoned { diagnostic, reason: text }).into()),
        ("publishFinding", finding::Command::Publish(found).into()),
    ]
}

/// What those whom it asks do.
fn answering(diagnostic: DiagnosticId, row: &Row, respondent: Pseudonym) -> Vec<Tried> {
    let questions = row.questions();
    let Some((number, question)) = questions.iter().next() else { return Vec::new() };
    let Some(answer) = some_answer(question) else { return Vec::new() };
    let (sealed, answers) = (OwnText(some_text()), Answers([(*number, answer)].into()));
    let taken_back = AnswerWithdrawn { diagnostic, respondent };
    vec![
        ("answerDiagnostic", Command::Answer { diagnostic, respondent, sealed, answers }.into()),
        ("withdrawAnswers", Command::WithdrawAnswer(taken_back).into()),
    ]
}

/// An answer that fits.
fn some_answer(question: &Question) -> Option<Answer> {
    Some(match question.kind {
        QuestionKind::Single => Answer::Choice(question.standing().next()?),
        QuestionKind::Multiple => Answer::Choices(vec![]),
        QuestionKind::Scale => Answer::Scale(3),
        QuestionKind::Frequency => Answer::Frequency(Frequency::Never),
        QuestionKind::Words => Answer::Words(vec![]),
        QuestionKind::Text => Answer::Text("…".to_owned()),
        QuestionKind::Ties => Answer::Ties(vec![]),
    })
}
