//! `POST /v1/networks/{network}/diagnostics/{diagnostic}/questions/{question}/choices`; `PUT` and `DELETE` of one of them.

use actix_web::HttpResponse;
use app::submission::Step;
use domain::authority::Action;
use domain::class::Pointer;
use domain::diagnostic::questionnaire::{ChoiceNo, Leaning, QuestionNo};
use domain::diagnostic::{ChoiceSet, ChoiceWithdrawn, Command, Refusal};
use domain::ids::DiagnosticId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::questions::numbered;
use super::{Diagnostic, target};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{self, Title};

/// A choice of a question.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDiagnosticChoice, example = json!({"title": "du temps gagné", "leaning": "advantage"}))]
pub struct NewChoice {
    /// What it says.
    title: Title,
    /// Whether that is something good or bad.
    #[schema(schema_with = values::word::<Leaning>)]
    leaning: Option<Leaning>,
}

impl NewChoice {
    /// The command that sets it.
    pub(super) fn step<B>(
        &self,
        write: &Write<B>,
        (diagnostic, question, choice): (DiagnosticId, QuestionNo, ChoiceNo),
        command: fn(ChoiceSet) -> Command,
    ) -> Result<Step, Problem> {
        let mut draft = write.draft();
        let title = draft.common(Pointer::Title, self.title.as_str())?;
        let set = ChoiceSet { diagnostic, question, choice, title, leaning: self.leaning };
        Ok(draft.ready(command(set)))
    }
}

/// Add a choice to a question
///
/// For facilitators, until the diagnostic opens. It comes last.
#[utoipa::path(
    post, path = "/v1/networks/{network}/diagnostics/{diagnostic}/questions/{question}/choices",
    operation_id = "addDiagnosticChoice", tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "The diagnostic's id"),
        ("question" = u8, Path, description = "The question's number"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = NewChoice,
    responses((status = 200, description = "Added", body = Written<Diagnostic>), WriteProblems)
)]
pub async fn add(write: Write<NewChoice>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Add>().await
}

/// Revise a choice of a question
///
/// For facilitators, until the diagnostic opens. Say with `If-Match` which version of the diagnostic you have seen.
#[utoipa::path(
    put, path = "/v1/networks/{network}/diagnostics/{diagnostic}/questions/{question}/choices/{choice}",
    operation_id = "reviseDiagnosticChoice", tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "The diagnostic's id"),
        ("question" = u8, Path, description = "The question's number"),
        ("choice" = u8, Path, description = "The choice's number"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = NewChoice,
    responses((status = 200, description = "Revised", body = Written<Diagnostic>), WriteProblems)
)]
pub async fn revise(write: Write<NewChoice>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Revise>().await
}

/// Withdraw a choice of a question
///
/// For facilitators, until the diagnostic opens. Its number is not given again.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/diagnostics/{diagnostic}/questions/{question}/choices/{choice}",
    operation_id = "withdrawDiagnosticChoice", tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "The diagnostic's id"),
        ("question" = u8, Path, description = "The question's number"),
        ("choice" = u8, Path, description = "The choice's number"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Withdrawn", body = Written<Diagnostic>), WriteProblems)
)]
pub async fn withdraw(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Withdraw>().await
}

/// Adding a choice.
pub struct Add;

impl Operation for Add {
    const ID: &'static str = "addDiagnosticChoice";
    type Body = NewChoice;
    type Resource = Diagnostic;

    async fn plan(write: &Write<NewChoice>) -> Result<Plan, Problem> {
        write.may(Action::ConductDiagnostics)?;
        let diagnostic: DiagnosticId = write.caller.path("diagnostic")?;
        // The writer numbers it: two may be added at once.
        let place = (diagnostic, numbered(write)?, ChoiceNo(0));
        Ok(Plan::of(diagnostic, write.body.step(write, place, Command::AddChoice)?))
    }
}

/// Revising a choice.
pub struct Revise;

impl Operation for Revise {
    const ID: &'static str = "reviseDiagnosticChoice";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = NewChoice;
    type Resource = Diagnostic;

    async fn plan(write: &Write<NewChoice>) -> Result<Plan, Problem> {
        write.may(Action::ConductDiagnostics)?;
        let (diagnostic, row) = target(write)?;
        let (number, choice) = (numbered(write)?, ChoiceNo(write.caller.path("choice")?));
        let question = row.question(number).ok_or(Refusal::UnknownQuestion)?;
        if !question.choices.contains_key(&choice) {
            return Err(Refusal::UnknownChoice.into());
        }
        Ok(Plan::of(diagnostic, write.body.step(write, (diagnostic, number, choice), Command::SetChoice)?))
    }
}

/// Withdrawing a choice.
pub struct Withdraw;

impl Operation for Withdraw {
    const ID: &'static str = "withdrawDiagnosticChoice";
    type Body = Empty;
    type Resource = Diagnostic;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let (diagnostic, question): (DiagnosticId, _) = (write.caller.path("diagnostic")?, numbered(write)?);
        let choice = ChoiceNo(write.caller.path("choice")?);
        Ok(write.plan(diagnostic, Command::WithdrawChoice(ChoiceWithdrawn { diagnostic, question, choice })))
    }
}
