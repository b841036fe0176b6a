//! `POST /v1/networks/{network}/decisions/{decision}/closing`

use actix_web::HttpResponse;
use domain::decision::Command;
use domain::ids::DecisionId;

use super::Decision;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Close a decision
///
/// For facilitators. The ballots are frozen, those of a secret vote are published without their voters; what came of it is
/// counted and recorded right after.
#[utoipa::path(
    post, path = "/v1/networks/{network}/decisions/{decision}/closing", operation_id = "closeDecision",
    tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Closed", body = Written<Decision>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Close>().await
}

/// Closing a decision.
pub struct Close;

impl Operation for Close {
    const ID: &'static str = "closeDecision";
    type Body = Empty;
    type Resource = Decision;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let decision: DecisionId = write.caller.path("decision")?;
        Ok(write.plan(decision, Command::Close(decision)))
    }
}
