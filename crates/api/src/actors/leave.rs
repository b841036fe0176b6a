//! `POST /v1/networks/{network}/actors/{actor}/departure`

use actix_web::HttpResponse;
use app::draft::Draft;
use domain::actor::Command;
use domain::event::Object;
use domain::ids::ActorId;

use super::{Actor, rendered};
use crate::answer::Written;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Write};
use crate::openapi::WriteProblems;
use crate::problem::Problem;

/// Leave the network
///
/// Roles and representations end; contributions stay.
#[utoipa::path(
    post, path = "/v1/networks/{network}/actors/{actor}/departure", operation_id = "leaveNetwork", tag = "actors",
    params(
        ("network" = String, Path, description = "The network's slug", example = "vallee"),
        ("actor" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Left", body = Written<Actor>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    let actor: ActorId = write.caller.path("actor")?;
    let ready = Draft::new(write.network.vault()).ready(Command::Leave(actor));
    let done = write.submit(vec![ready], Some(Object::Actor(actor))).await?;
    write.answer(&done, actor.0, false, |read| rendered(read, actor))
}
