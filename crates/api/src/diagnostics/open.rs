//! `POST /v1/networks/{network}/diagnostics/{diagnostic}/opening`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::diagnostic::{Audiences, Command};
use domain::ids::{DiagnosticId, Stamp};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Diagnostic;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Whom a diagnostic asks, and until when.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DiagnosticOpening, example = json!({"closes_at": "2026-04-05T18:00:00Z"}))]
pub struct New {
    /// The persons of these audiences, 16 at most; without one, all.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 16)]
    audiences: Audiences,
    /// When it closes by itself; else facilitators close it.
    #[schema(value_type = Option<String>, format = DateTime)]
    closes_at: Option<Stamp>,
}

/// Open a diagnostic
///
/// For facilitators. Its questions are frozen, and so is the number of people below which no figure is published: the
/// network's.
#[utoipa::path(
    post, path = "/v1/networks/{network}/diagnostics/{diagnostic}/opening", operation_id = "openDiagnostic",
    tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Opened", body = Written<Diagnostic>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Open>().await
}

/// Opening a diagnostic.
pub struct Open;

impl Operation for Open {
    const ID: &'static str = "openDiagnostic";
    type Body = New;
    type Resource = Diagnostic;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        write.may(Action::ConductDiagnostics)?;
        let diagnostic: DiagnosticId = write.caller.path("diagnostic")?;
        let New { audiences, closes_at } = &write.body;
        let (audiences, closes_at) = (audiences.clone(), *closes_at);
        Ok(write.plan(diagnostic, Command::Open { diagnostic, audiences, closes_at }))
    }
}
