//! `POST /v1/networks/{network}/actors/{actor}/departure`

use actix_web::HttpResponse;
use domain::actor::Command;
use domain::ids::ActorId;

use super::Actor;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Leave the network
///
/// Roles and representations end; contributions stay.
#[utoipa::path(
    post, path = "/v1/networks/{network}/actors/{actor}/departure", operation_id = "leaveNetwork", tag = "actors",
    params(
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Left", body = Written<Actor>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Leave>().await
}

/// Leaving the network.
pub struct Leave;

impl Operation for Leave {
    const ID: &'static str = "leaveNetwork";
    type Body = Empty;
    type Resource = Actor;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let actor: ActorId = write.caller.path("actor")?;
        Ok(write.plan(actor, Command::Leave(actor)))
    }
}
