//! `PUT` and `DELETE /v1/networks/{network}/actors/{actor}/representations/{organisation}`

use actix_web::HttpResponse;
use domain::actor::{Command, RepresentationEnded, RepresentationStarted};
use domain::ids::ActorId;

use super::Actor;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Let a person represent an organisation or service
#[utoipa::path(
    put, path = "/v1/networks/{network}/actors/{actor}/representations/{organisation}",
    operation_id = "startRepresentation", tag = "actors",
    params(
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "The person"),
        ("organisation" = uuid::Uuid, Path, description = "Whom the person represents"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Represents", body = Written<Actor>), WriteProblems)
)]
pub async fn start(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Start>().await
}

/// End a representation
#[utoipa::path(
    delete, path = "/v1/networks/{network}/actors/{actor}/representations/{organisation}",
    operation_id = "endRepresentation", tag = "actors",
    params(
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "The person"),
        ("organisation" = uuid::Uuid, Path, description = "Whom the person represented"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Represents no more", body = Written<Actor>), WriteProblems)
)]
pub async fn end(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<End>().await
}

/// Letting a person represent an organisation.
pub struct Start;

impl Operation for Start {
    const ID: &'static str = "startRepresentation";
    type Body = Empty;
    type Resource = Actor;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        change(write, |actor, organisation| Command::Represent(RepresentationStarted { actor, organisation }))
    }
}

/// Ending that.
pub struct End;

impl Operation for End {
    const ID: &'static str = "endRepresentation";
    type Body = Empty;
    type Resource = Actor;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        change(write, |actor, organisation| Command::StopRepresenting(RepresentationEnded { actor, organisation }))
    }
}

fn change(write: &Write, command: fn(ActorId, ActorId) -> Command) -> Result<Plan, Problem> {
    let actor: ActorId = write.caller.path("actor")?;
    Ok(write.plan(actor, command(actor, write.caller.path("organisation")?)))
}
