//! `POST` and `DELETE /v1/networks/{network}/tensions/{tension}/mediation`

use actix_web::HttpResponse;
use domain::ids::TensionId;
use domain::tension::Command;

use super::Tension;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Accept to mediate a tension
///
/// By who was named.
#[utoipa::path(
    post, path = "/v1/networks/{network}/tensions/{tension}/mediation", operation_id = "acceptMediation",
    tag = "tensions",
    params(
        InNetwork,
        ("tension" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Accepted", body = Written<Tension>), WriteProblems)
)]
pub async fn accept(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Accept>().await
}

/// Decline to mediate a tension, or stop
///
/// By who was named; it waits for another mediator then.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/tensions/{tension}/mediation", operation_id = "declineMediation",
    tag = "tensions",
    params(
        InNetwork,
        ("tension" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Declined", body = Written<Tension>), WriteProblems)
)]
pub async fn decline(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Decline>().await
}

/// Accepting to mediate.
pub struct Accept;

impl Operation for Accept {
    const ID: &'static str = "acceptMediation";
    type Body = Empty;
    type Resource = Tension;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let tension: TensionId = write.caller.path("tension")?;
        Ok(write.plan(tension, Command::Accept(tension)))
    }
}

/// Declining to mediate, or stopping.
pub struct Decline;

impl Operation for Decline {
    const ID: &'static str = "declineMediation";
    type Body = Empty;
    type Resource = Tension;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let tension: TensionId = write.caller.path("tension")?;
        Ok(write.plan(tension, Command::Decline(tension)))
    }
}
