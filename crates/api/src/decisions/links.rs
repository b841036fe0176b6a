//! `POST /v1/networks/{network}/decisions/{decision}/links`, and `DELETE` of one of them.

use actix_web::HttpResponse;
use domain::decision::{Command, Linked, Unlinked};
use domain::ids::DecisionId;
use domain::origin::Origin;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Decision;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// What a decision comes from, or where it was taken.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDecisionLink, example = json!({"to": "meeting:01890a5d-ac96-774b-bcce-b302099a8059"}))]
pub struct New {
    /// `<kind>:<id>` of a contribution, a meeting, a decision, a requirement, a `specification_version` or a finding.
    #[schema(value_type = String)]
    to: Origin,
}

/// Say what a decision comes from, or where it was taken
///
/// For whoever proposed it and for facilitators, at any time.
#[utoipa::path(
    post, path = "/v1/networks/{network}/decisions/{decision}/links", operation_id = "linkDecision", tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "The decision's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Linked", body = Written<Decision>), WriteProblems)
)]
pub async fn link(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Link>().await
}

/// Say that a decision does not come from there
///
/// For whoever proposed it and for facilitators, at any time.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/decisions/{decision}/links/{to}", operation_id = "unlinkDecision",
    tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "The decision's id"),
        ("to" = String, Path, description = "`<kind>:<id>`, as it was linked",
            example = "meeting:01890a5d-ac96-774b-bcce-b302099a8059"),
        Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "No longer linked", body = Written<Decision>), WriteProblems)
)]
pub async fn unlink(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Unlink>().await
}

/// Linking a decision.
pub struct Link;

impl Operation for Link {
    const ID: &'static str = "linkDecision";
    type Body = New;
    type Resource = Decision;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let decision: DecisionId = write.caller.path("decision")?;
        Ok(write.plan(decision, Command::Link(Linked { decision, to: write.body.to })))
    }
}

/// Taking that back.
pub struct Unlink;

impl Operation for Unlink {
    const ID: &'static str = "unlinkDecision";
    type Body = Empty;
    type Resource = Decision;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let decision: DecisionId = write.caller.path("decision")?;
        Ok(write.plan(decision, Command::Unlink(Unlinked { decision, to: write.caller.path("to")? })))
    }
}
