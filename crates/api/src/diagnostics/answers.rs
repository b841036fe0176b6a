//! `PUT`, `GET` and `DELETE /v1/networks/{network}/diagnostics/{diagnostic}/answers`: one's own, and nobody else's.

use actix_web::HttpResponse;
use domain::authority::{Action, Denied, Principal};
use domain::class::Pointer;
use domain::diagnostic::answers::{Answer, Answers, Unfit};
use domain::diagnostic::questionnaire::QuestionNo;
use domain::diagnostic::{AnswerWithdrawn, Command, Phase, Refusal, Row, padding};
use domain::ids::{ActorId, DiagnosticId, Position, Pseudonym};
use domain::state::State;
use projection::{TextOwner, TextRef};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Diagnostic, described, find, target};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Moment, Read, Write};
use crate::openapi::{ReadProblems, WriteProblems};
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// What one answers.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDiagnosticAnswers, example = json!({"answers": {"0": {"choice": 1}, "2": {"words": ["entraide"]}}}))]
pub struct New {
    /// By the numbers of the questions; what is left out is not answered.
    #[schema(value_type = std::collections::BTreeMap<String, described::Answer>)]
    answers: Answers,
}

impl New {
    /// The answers as they are recorded.
    pub(crate) fn recorded(&self) -> Answers {
        in_order(&self.answers)
    }
}

/// What one answered.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DiagnosticAnswers, example = json!({
    "diagnostic": "01890a5d-ac96-774b-bcce-b302099a8057", "respondent": "0f8fad5bd9cb469fa16570867728950e",
    "position": 41, "answers": {"0": {"choice": 1}, "2": {"words": ["entraide"]}}
}))]
pub struct Own {
    /// To which diagnostic.
    #[schema(value_type = uuid::Uuid)]
    diagnostic: DiagnosticId,
    /// As whom one stands in the history: a pseudonym that is valid in this diagnostic alone.
    #[schema(value_type = String, pattern = "^[0-9a-f]{32}$")]
    respondent: Pseudonym,
    /// The position of the event that commits to it.
    #[schema(value_type = u64)]
    position: Position,
    /// By the numbers of the questions.
    #[schema(value_type = std::collections::BTreeMap<String, described::Answer>)]
    answers: Answers,
}

/// Answer a diagnostic, or answer anew
///
/// For the persons whom it asks, until it closes; the latest answers take the place of those before. They are confidential:
/// sealed under your own key, read by nobody but you, and opened once after the close to count them. A facilitator enters
/// what somebody answered on paper on their behalf.
#[utoipa::path(
    put, path = "/v1/networks/{network}/diagnostics/{diagnostic}/answers", operation_id = "answerDiagnostic",
    tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "The diagnostic's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Answered", body = Written<Diagnostic>), WriteProblems)
)]
pub async fn give(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Give>().await
}

/// Read one's own answers to a diagnostic
///
/// As they are now; whoever entered them for you does not read them.
#[utoipa::path(
    get, path = "/v1/networks/{network}/diagnostics/{diagnostic}/answers", operation_id = "getOwnAnswers",
    tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "The diagnostic's id"), Moment
    ),
    responses((status = 200, description = "The answers", body = Own), ReadProblems)
)]
pub async fn own(read: Read) -> Result<HttpResponse, Problem> {
    read.gate.check(Action::AnswerDiagnostic)?;
    let diagnostic = find(&read, read.caller.path("diagnostic")?)?.id;
    let Principal::Actor(asker) = read.gate.principal() else { return Err(Denied::Forbidden.into()) };
    let respondent = read.network.pseudonym(asker, diagnostic)?;
    let text = read.gate.live().known.answers(diagnostic, respondent);
    let text = text.filter(|text| text.position < read.views.head).ok_or(Refusal::NotAnswered)?;
    // Not by way of the memory of opened texts: what is confidential does not stay in it.
    let opened = read.network.opened(&TextRef { owner: TextOwner::Actor(asker), ..text })?;
    let answers = opened.and_then(|opened| padding::read(&opened.text)).ok_or(Refusal::NotAnswered)?;
    read.answer(&Own { diagnostic, respondent, position: text.position, answers })
}

/// Take one's answers back
///
/// For whoever answered, until the diagnostic closes: then they are not counted. One may answer again.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/diagnostics/{diagnostic}/answers", operation_id = "withdrawAnswers",
    tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "The diagnostic's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Taken back", body = Written<Diagnostic>), WriteProblems)
)]
pub async fn take_back(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<TakeBack>().await
}

/// Answering a diagnostic.
pub struct Give;

impl Operation for Give {
    const ID: &'static str = "answerDiagnostic";
    type Body = New;
    type Resource = Diagnostic;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let subject = write.subject(Action::AnswerDiagnostic)?;
        let (diagnostic, row) = target(write)?;
        let respondent = write.pseudonym(Action::AnswerDiagnostic, diagnostic)?;
        let answers = in_order(&write.body.answers);
        let state = &write.gate.live().state;
        // Before anything is sealed, and so that the answer that does not fit is pointed at.
        if row.phase == Phase::Open && row.asks(state, subject) {
            admits(state, row, subject, &answers)?;
        }
        let padded = padding::write(&answers).ok_or(Refusal::AnswersTooLong)?;
        let mut draft = write.draft();
        let sealed = draft.own(subject, Pointer::Answers, &padded)?;
        Ok(Plan::of(diagnostic, draft.ready(Command::Answer { diagnostic, respondent, sealed, answers })))
    }
}

/// Taking answers back.
pub struct TakeBack;

impl Operation for TakeBack {
    const ID: &'static str = "withdrawAnswers";
    type Body = Empty;
    type Resource = Diagnostic;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let (diagnostic, _) = target(write)?;
        let respondent = write.pseudonym(Action::AnswerDiagnostic, diagnostic)?;
        Ok(write.plan(diagnostic, Command::WithdrawAnswer(AnswerWithdrawn { diagnostic, respondent })))
    }
}

/// The same answers with choices and actors in ascending order. Whether one stands there twice is for the rules to say.
fn in_order(answers: &Answers) -> Answers {
    let mut answers = answers.clone();
    for answer in answers.0.values_mut() {
        match answer {
            Answer::Choices(choices) => choices.sort_unstable(),
            Answer::Ties(ties) => ties.sort_unstable_by_key(|tie| tie.actor),
            Answer::Choice(_) | Answer::Scale(_) | Answer::Frequency(_) | Answer::Words(_) | Answer::Text(_) => (),
        }
    }
    answers
}

/// What the rules say of the answers, with a pointer to the one that does not fit.
fn admits(state: &State, row: &Row, subject: ActorId, answers: &Answers) -> Result<(), Problem> {
    if let Err((question, unfit)) = answers.fit(&row.questions()) {
        let field = answers.0.get(&question).map_or("", field);
        let field = if matches!(unfit, Unfit::UnknownQuestion | Unfit::OtherKind) { "" } else { field };
        return Err(misfit(Refusal::from(unfit), question, field));
    }
    for (question, answer) in &answers.0 {
        let Answer::Ties(ties) = answer else { continue };
        if ties.iter().any(|tie| tie.actor == subject || state.actor.get(tie.actor).is_none()) {
            return Err(misfit(Refusal::TieUnfit, *question, field(answer)));
        }
    }
    Ok(())
}

fn misfit(refusal: Refusal, question: QuestionNo, field: &str) -> Problem {
    Problem::from(refusal).within(&format!("/{}{field}", question.0))
}

/// Where in an answer its value stands.
fn field(answer: &Answer) -> &'static str {
    match answer {
        Answer::Choice(_) => "/choice",
        Answer::Choices(_) => "/choices",
        Answer::Scale(_) => "/scale",
        Answer::Frequency(_) => "/frequency",
        Answer::Words(_) => "/words",
        Answer::Text(_) => "/text",
        Answer::Ties(_) => "/ties",
    }
}
