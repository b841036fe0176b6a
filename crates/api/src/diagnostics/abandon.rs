//! `POST /v1/networks/{network}/diagnostics/{diagnostic}/abandonment`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::diagnostic::{Abandoned, Command};
use domain::ids::DiagnosticId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Diagnostic;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::Grounds;

/// Why a diagnostic is given up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DiagnosticAbandonment, example = json!({"reason": "Une question était mal posée."}))]
pub struct New {
    /// Why.
    reason: Grounds,
}

/// Give up a diagnostic
///
/// For facilitators, until it closes. What was answered is never opened.
#[utoipa::path(
    post, path = "/v1/networks/{network}/diagnostics/{diagnostic}/abandonment", operation_id = "abandonDiagnostic",
    tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Given up", body = Written<Diagnostic>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Abandon>().await
}

/// Giving up a diagnostic.
pub struct Abandon;

impl Operation for Abandon {
    const ID: &'static str = "abandonDiagnostic";
    type Body = New;
    type Resource = Diagnostic;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        write.may(Action::ConductDiagnostics)?;
        let (diagnostic, mut draft): (DiagnosticId, _) = (write.caller.path("diagnostic")?, write.draft());
        let reason = draft.common(Pointer::Reason, write.body.reason.as_str())?;
        Ok(Plan::of(diagnostic, draft.ready(Command::Abandon(Abandoned { diagnostic, reason }))))
    }
}
