//! `POST /v1/networks/{network}/diagnostics/{diagnostic}/questions`; `PUT` and `DELETE` of one of them.

use actix_web::HttpResponse;
use app::submission::Step;
use domain::authority::Action;
use domain::class::Pointer;
use domain::diagnostic::questionnaire::{QuestionKind, QuestionNo, Theme};
use domain::diagnostic::{Command, QuestionSet, QuestionWithdrawn, Refusal};
use domain::ids::DiagnosticId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::choices::NewChoice;
use super::{Diagnostic, target};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{self, About, Title};

/// A question of a diagnostic.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDiagnosticQuestion, example = json!({
    "theme": "ict_usage", "kind": "frequency", "title": "À quelle fréquence utilisez-vous une messagerie ?"
}))]
pub struct NewQuestion {
    /// What it is about.
    #[schema(schema_with = values::word::<Theme>)]
    theme: Theme,
    /// How it is answered.
    #[schema(schema_with = values::word::<QuestionKind>)]
    kind: QuestionKind,
    /// The question.
    title: Title,
    /// What there is to say about it.
    description: Option<About>,
    /// Which question of the campaign that is followed it asks again: one of the same kind.
    #[schema(value_type = Option<u8>)]
    repeats: Option<QuestionNo>,
    /// Its choices, numbered in this order: only where a diagnostic is drafted. Else choices are added one by one.
    #[serde(default)]
    #[schema(max_items = 32)]
    choices: Vec<NewChoice>,
}

impl NewQuestion {
    pub(super) fn kind(&self) -> QuestionKind {
        self.kind
    }

    pub(super) fn choices(&self) -> &[NewChoice] {
        &self.choices
    }

    /// The command that sets it, without its choices.
    pub(super) fn step<B>(
        &self,
        write: &Write<B>,
        diagnostic: DiagnosticId,
        question: QuestionNo,
        command: fn(QuestionSet) -> Command,
    ) -> Result<Step, Problem> {
        let mut draft = write.draft();
        let title = draft.common(Pointer::Title, self.title.as_str())?;
        let description = self.description.as_ref();
        let description = description.map(|text| draft.common(Pointer::Description, text.as_str())).transpose()?;
        let (theme, kind, repeats) = (self.theme, self.kind, self.repeats);
        let set = QuestionSet { diagnostic, question, theme, kind, title, description, repeats };
        Ok(draft.ready(command(set)))
    }

    /// The same, of a question that is set alone.
    fn alone<B>(
        &self,
        write: &Write<B>,
        diagnostic: DiagnosticId,
        question: QuestionNo,
        command: fn(QuestionSet) -> Command,
    ) -> Result<Step, Problem> {
        if !self.choices.is_empty() {
            return Err(Problem::invalid_value("/choices", crate::reason::Reason::unknown_field()));
        }
        self.step(write, diagnostic, question, command)
    }
}

/// Add a question to a diagnostic
///
/// For facilitators, until it opens. It comes last, and has no choices yet.
#[utoipa::path(
    post, path = "/v1/networks/{network}/diagnostics/{diagnostic}/questions", operation_id = "addDiagnosticQuestion",
    tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "The diagnostic's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = NewQuestion,
    responses((status = 200, description = "Added", body = Written<Diagnostic>), WriteProblems)
)]
pub async fn add(write: Write<NewQuestion>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Add>().await
}

/// Revise a question of a diagnostic
///
/// For facilitators, until it opens. Its choices stay, unless it is answered in another way than before. Say with `If-Match`
/// which version of the diagnostic you have seen.
#[utoipa::path(
    put, path = "/v1/networks/{network}/diagnostics/{diagnostic}/questions/{question}",
    operation_id = "reviseDiagnosticQuestion", tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "The diagnostic's id"),
        ("question" = u8, Path, description = "The question's number"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = NewQuestion,
    responses((status = 200, description = "Revised", body = Written<Diagnostic>), WriteProblems)
)]
pub async fn revise(write: Write<NewQuestion>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Revise>().await
}

/// Withdraw a question of a diagnostic
///
/// For facilitators, until it opens. Its number is not given again.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/diagnostics/{diagnostic}/questions/{question}",
    operation_id = "withdrawDiagnosticQuestion", tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "The diagnostic's id"),
        ("question" = u8, Path, description = "The question's number"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Withdrawn", body = Written<Diagnostic>), WriteProblems)
)]
pub async fn withdraw(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Withdraw>().await
}

/// The question of the path.
pub(super) fn numbered<B>(write: &Write<B>) -> Result<QuestionNo, Problem> {
    Ok(QuestionNo(write.caller.path("question")?))
}

/// Adding a question.
pub struct Add;

impl Operation for Add {
    const ID: &'static str = "addDiagnosticQuestion";
    type Body = NewQuestion;
    type Resource = Diagnostic;

    async fn plan(write: &Write<NewQuestion>) -> Result<Plan, Problem> {
        write.may(Action::ConductDiagnostics)?;
        let diagnostic: DiagnosticId = write.caller.path("diagnostic")?;
        // The writer numbers it: two may be added at once.
        let step = write.body.alone(write, diagnostic, QuestionNo(0), Command::AddQuestion)?;
        Ok(Plan::of(diagnostic, step))
    }
}

/// Revising a question.
pub struct Revise;

impl Operation for Revise {
    const ID: &'static str = "reviseDiagnosticQuestion";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = NewQuestion;
    type Resource = Diagnostic;

    async fn plan(write: &Write<NewQuestion>) -> Result<Plan, Problem> {
        write.may(Action::ConductDiagnostics)?;
        let (diagnostic, row) = target(write)?;
        let question = numbered(write)?;
        row.question(question).ok_or(Refusal::UnknownQuestion)?;
        Ok(Plan::of(diagnostic, write.body.alone(write, diagnostic, question, Command::SetQuestion)?))
    }
}

/// Withdrawing a question.
pub struct Withdraw;

impl Operation for Withdraw {
    const ID: &'static str = "withdrawDiagnosticQuestion";
    type Body = Empty;
    type Resource = Diagnostic;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let (diagnostic, question): (DiagnosticId, _) = (write.caller.path("diagnostic")?, numbered(write)?);
        Ok(write.plan(diagnostic, Command::WithdrawQuestion(QuestionWithdrawn { diagnostic, question })))
    }
}
