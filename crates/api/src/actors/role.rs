//! `PUT` and `DELETE /v1/networks/{network}/actors/{actor}/roles/{role}`

use actix_web::HttpResponse;
use domain::actor::{Command, RoleGranted, RoleRevoked};
use domain::authority::Role;
use domain::ids::{ActorId, Stamp};
use domain::server::Scope;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Actor;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
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
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "To whom"),
        ("role" = String, Path, description = "Which", example = "tutor"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Term,
    responses((status = 200, description = "Granted", body = Written<Actor>), WriteProblems)
)]
pub async fn grant(write: Write<Term>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Grant>().await
}

/// Revoke a role
///
/// The last lasting steward stays. As for granting, with a key of scope `admin`.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/actors/{actor}/roles/{role}", operation_id = "revokeRole", tag = "actors",
    params(
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "From whom"),
        ("role" = String, Path, description = "Which", example = "tutor"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Revoked", body = Written<Actor>), WriteProblems)
)]
pub async fn revoke(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Revoke>().await
}

/// Granting a role.
pub struct Grant;

impl Operation for Grant {
    const ID: &'static str = "grantRole";
    const SCOPE: Scope = Scope::Admin;
    type Body = Term;
    type Resource = Actor;

    async fn plan(write: &Write<Term>) -> Result<Plan, Problem> {
        let (actor, role): (ActorId, Role) = (write.caller.path("actor")?, write.caller.path("role")?);
        let until = write.body.until;
        Ok(write.plan(actor, Command::GrantRole(RoleGranted { actor, role, until })))
    }
}

/// Revoking a role.
pub struct Revoke;

impl Operation for Revoke {
    const ID: &'static str = "revokeRole";
    const SCOPE: Scope = Scope::Admin;
    type Body = Empty;
    type Resource = Actor;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let (actor, role): (ActorId, Role) = (write.caller.path("actor")?, write.caller.path("role")?);
        Ok(write.plan(actor, Command::RevokeRole(RoleRevoked { actor, role })))
    }
}
