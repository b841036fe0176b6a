//! `PUT` and `DELETE /v1/networks/{network}/actors/{actor}/representations/{organisation}`

use actix_web::HttpResponse;
use app::draft::Draft;
use domain::actor::{Command, RepresentationEnded, RepresentationStarted};
use domain::event::Object;
use domain::ids::ActorId;

use super::{Actor, rendered};
use crate::answer::Written;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Write};
use crate::openapi::WriteProblems;
use crate::problem::Problem;

/// Let a person represent an organisation or service
#[utoipa::path(
    put, path = "/v1/networks/{network}/actors/{actor}/representations/{organisation}",
    operation_id = "startRepresentation", tag = "actors",
    params(
        ("network" = String, Path, description = "The network's slug", example = "vallee"),
        ("actor" = uuid::Uuid, Path, description = "The person"),
        ("organisation" = uuid::Uuid, Path, description = "Whom the person represents"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Represents", body = Written<Actor>), WriteProblems)
)]
pub async fn start(write: Write) -> Result<HttpResponse, Problem> {
    change(write, |actor, organisation| Command::Represent(RepresentationStarted { actor, organisation })).await
}

/// End a representation
#[utoipa::path(
    delete, path = "/v1/networks/{network}/actors/{actor}/representations/{organisation}",
    operation_id = "endRepresentation", tag = "actors",
    params(
        ("network" = String, Path, description = "The network's slug", example = "vallee"),
        ("actor" = uuid::Uuid, Path, description = "The person"),
        ("organisation" = uuid::Uuid, Path, description = "Whom the person represented"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Represents no more", body = Written<Actor>), WriteProblems)
)]
pub async fn end(write: Write) -> Result<HttpResponse, Problem> {
    change(write, |actor, organisation| Command::StopRepresenting(RepresentationEnded { actor, organisation })).await
}

async fn change(write: Write, command: fn(ActorId, ActorId) -> Command) -> Result<HttpResponse, Problem> {
    let actor: ActorId = write.caller.path("actor")?;
    let command = command(actor, write.caller.path("organisation")?);
    let ready = Draft::new(write.network.vault()).ready(command);
    let done = write.submit(vec![ready], Some(Object::Actor(actor))).await?;
    write.answer(&done, actor.0, false, |read| rendered(read, actor))
}
