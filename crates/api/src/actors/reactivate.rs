//! `POST /v1/networks/{network}/actors/{actor}/reactivation`

use actix_web::HttpResponse;
use domain::actor::Command;
use domain::ids::ActorId;

use super::Actor;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Let an actor who has left take part again
///
/// For facilitators. The roles and representations of before do not come back. A person who is to have a key again comes in
/// by an invitation instead.
#[utoipa::path(
    post, path = "/v1/networks/{network}/actors/{actor}/reactivation", operation_id = "reactivateActor", tag = "actors",
    params(
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Takes part again", body = Written<Actor>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Reactivate>().await
}

/// Letting an actor take part again.
pub struct Reactivate;

impl Operation for Reactivate {
    const ID: &'static str = "reactivateActor";
    type Body = Empty;
    type Resource = Actor;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let actor: ActorId = write.caller.path("actor")?;
        Ok(write.plan(actor, Command::Reactivate(actor)))
    }
}
