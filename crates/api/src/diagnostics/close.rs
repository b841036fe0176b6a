//! `POST /v1/networks/{network}/diagnostics/{diagnostic}/closing`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::diagnostic::Command;
use domain::ids::DiagnosticId;

use super::Diagnostic;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Close a diagnostic
///
/// For facilitators, also before its time. The answers are frozen; shortly after, the server publishes their tables.
#[utoipa::path(
    post, path = "/v1/networks/{network}/diagnostics/{diagnostic}/closing", operation_id = "closeDiagnostic",
    tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Closed", body = Written<Diagnostic>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Close>().await
}

/// Closing a diagnostic.
pub struct Close;

impl Operation for Close {
    const ID: &'static str = "closeDiagnostic";
    type Body = Empty;
    type Resource = Diagnostic;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        write.may(Action::ConductDiagnostics)?;
        let diagnostic: DiagnosticId = write.caller.path("diagnostic")?;
        Ok(write.plan(diagnostic, Command::Close(diagnostic)))
    }
}
