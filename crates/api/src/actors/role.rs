//! `PUT` and `DELETE /v1/networks/{network}/actors/{actor}/roles/{role}`

use actix_web::HttpResponse;
use app::draft::Draft;
use domain::actor::{Command, RoleGranted, RoleRevoked};
use domain::authority::Role;
use domain::event::Object;
use domain::ids::{ActorId, Stamp};
use domain::server::Scope;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Actor, rendered};
use crate::answer::Written;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Write};
use crate::openapi::WriteProblems;
use crate::problem::Problem;

/// How long a role holds.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RoleTerm, example = json!({"until": "2031-01-01T00:00:00Z"}))]
pub struct Term {
    /// Until when; without end if absent.
    #[schema(value_type = Option<String>, format = DateTime)]
    until: Option<Stamp>,
}

/// Grant a role
///
/// Stewards grant all roles, facilitators those of driver and tutor; with a key of scope `admin`.
#[utoipa::path(
    put, path = "/v1/networks/{network}/actors/{actor}/roles/{role}", operation_id = "grantRole", tag = "actors",
    params(
        ("network" = String, Path, description = "The network's slug", example = "vallee"),
        ("actor" = uuid::Uuid, Path, description = "To whom"),
        ("role" = String, Path, description = "Which", example = "tutor"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Term,
    responses((status = 200, description = "Granted", body = Written<Actor>), WriteProblems)
)]
pub async fn grant(write: Write<Term>) -> Result<HttpResponse, Problem> {
    let until = write.body.until;
    change(write, |actor, role| Command::GrantRole(RoleGranted { actor, role, until })).await
}

/// Revoke a role
///
/// The last lasting steward stays. As for granting, with a key of scope `admin`.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/actors/{actor}/roles/{role}", operation_id = "revokeRole", tag = "actors",
    params(
        ("network" = String, Path, description = "The network's slug", example = "vallee"),
        ("actor" = uuid::Uuid, Path, description = "From whom"),
        ("role" = String, Path, description = "Which", example = "tutor"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Revoked", body = Written<Actor>), WriteProblems)
)]
pub async fn revoke(write: Write) -> Result<HttpResponse, Problem> {
    change(write, |actor, role| Command::RevokeRole(RoleRevoked { actor, role })).await
}

async fn change<B>(write: Write<B>, command: impl FnOnce(ActorId, Role) -> Command) -> Result<HttpResponse, Problem> {
    write.caller.needs(Scope::Admin)?;
    let actor: ActorId = write.caller.path("actor")?;
    let ready = Draft::new(write.network.vault()).ready(command(actor, write.caller.path("role")?));
    let done = write.submit(vec![ready], Some(Object::Actor(actor))).await?;
    write.answer(&done, actor.0, false, |read| rendered(read, actor))
}
