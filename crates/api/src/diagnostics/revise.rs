//! `PUT /v1/networks/{network}/diagnostics/{diagnostic}`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::diagnostic::{Command, Revised};
use domain::ids::DiagnosticId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Diagnostic;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{About, Title};

/// What a diagnostic is called and what it is for.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DiagnosticRevision, example = json!({"title": "Comment travaillons-nous ensemble ?"}))]
pub struct New {
    /// What it is called.
    title: Title,
    /// What it is for.
    description: Option<About>,
}

/// Revise a diagnostic
///
/// For facilitators, until it opens; the questions stay. Say with `If-Match` which version you have seen.
#[utoipa::path(
    put, path = "/v1/networks/{network}/diagnostics/{diagnostic}", operation_id = "reviseDiagnostic",
    tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Revised", body = Written<Diagnostic>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Revise>().await
}

/// Revising a diagnostic.
pub struct Revise;

impl Operation for Revise {
    const ID: &'static str = "reviseDiagnostic";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = New;
    type Resource = Diagnostic;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        write.may(Action::ConductDiagnostics)?;
        let (diagnostic, mut draft): (DiagnosticId, _) = (write.caller.path("diagnostic")?, write.draft());
        let title = draft.common(Pointer::Title, write.body.title.as_str())?;
        let description = write.body.description.as_ref();
        let description = description.map(|text| draft.common(Pointer::Description, text.as_str())).transpose()?;
        Ok(Plan::of(diagnostic, draft.ready(Command::Revise(Revised { diagnostic, title, description }))))
    }
}
