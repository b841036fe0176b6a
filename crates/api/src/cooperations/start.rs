//! `POST /v1/networks/{network}/cooperations/{cooperation}/start`

use actix_web::HttpResponse;
use domain::cooperation::Command;
use domain::ids::CooperationId;

use super::Cooperation;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Start a cooperation
///
/// Once all have accepted; by one of them, or a facilitator.
#[utoipa::path(
    post, path = "/v1/networks/{network}/cooperations/{cooperation}/start", operation_id = "startCooperation",
    tag = "cooperations",
    params(
        InNetwork,
        ("cooperation" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Started", body = Written<Cooperation>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Start>().await
}

/// Starting a cooperation.
pub struct Start;

impl Operation for Start {
    const ID: &'static str = "startCooperation";
    type Body = Empty;
    type Resource = Cooperation;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let cooperation: CooperationId = write.caller.path("cooperation")?;
        Ok(write.plan(cooperation, Command::Start(cooperation)))
    }
}
