//! `GET`, `POST /v1/networks/{network}/actors/{actor}/keys` and `DELETE …/keys/{key}`

use actix_web::HttpResponse;
use domain::actor::Refusal;
use domain::authority::Action;
use domain::envelope::By;
use domain::ids::ActorId;
use domain::server::{Holder, Scope};

use super::{IssuedKey, Key, New, Rotation};
use crate::answer::Page;
use crate::call::{CommandHeaders, InNetwork, Read, Write};
use crate::openapi::{ReadProblems, WriteProblems};
use crate::problem::Problem;
use crate::reason::Reason;

/// List an actor's keys
///
/// For the actor and for stewards.
#[utoipa::path(
    get, path = "/v1/networks/{network}/actors/{actor}/keys", operation_id = "listActorKeys", tag = "keys",
    params(
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "The actor's id")
    ),
    responses((status = 200, description = "All keys, without their secrets", body = Page<Key>), ReadProblems)
)]
pub async fn list(read: Read) -> Result<HttpResponse, Problem> {
    let actor: ActorId = read.caller.path("actor")?;
    read.gate.check(Action::ManageKeys(actor))?;
    read.caller.needs(Scope::Admin)?;
    super::list(&read.caller, Holder::Actor { network: read.network.id(), actor })
}

/// Issue a key to an actor
///
/// For the actor and for stewards. The key does what the actor's roles allow, within its scopes.
#[utoipa::path(
    post, path = "/v1/networks/{network}/actors/{actor}/keys", operation_id = "issueActorKey", tag = "keys",
    params(
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "The actor's id"), CommandHeaders
    ),
    request_body = New,
    responses((status = 201, description = "Issued; the secret is shown once", body = IssuedKey), WriteProblems)
)]
pub async fn issue(write: Write<New>) -> Result<HttpResponse, Problem> {
    let (by, holder) = managed(&write)?;
    let path = write.caller.request_path();
    super::issue(&write.caller.catalogue, by, holder, write.body.clone(), write.idempotency, path).await
}

/// Revoke a key of an actor
///
/// For the actor and for stewards.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/actors/{actor}/keys/{key}", operation_id = "revokeActorKey", tag = "keys",
    params(
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "The actor's id"),
        ("key" = uuid::Uuid, Path, description = "The key's id"), CommandHeaders
    ),
    responses((status = 204, description = "Revoked"), WriteProblems)
)]
pub async fn revoke(write: Write) -> Result<HttpResponse, Problem> {
    let (by, holder) = managed(&write)?;
    super::revoke(&write.caller.catalogue, by, holder, write.caller.path("key")?, write.idempotency).await
}

/// Rotate a key of an actor
///
/// For the actor and for stewards. The key gets another secret; the one before works for as long as the body says. A session
/// is renewed instead.
#[utoipa::path(
    post, path = "/v1/networks/{network}/actors/{actor}/keys/{key}/rotation", operation_id = "rotateActorKey",
    tag = "keys",
    params(
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "The actor's id"),
        ("key" = uuid::Uuid, Path, description = "The key's id"), CommandHeaders
    ),
    request_body = Rotation,
    responses((status = 200, description = "Rotated; the new secret is shown once", body = IssuedKey), WriteProblems)
)]
pub async fn rotate(write: Write<Rotation>) -> Result<HttpResponse, Problem> {
    let (by, holder) = managed(&write)?;
    let key = write.caller.path("key")?;
    super::rotate(&write.caller.catalogue, by, holder, key, &write.body, write.idempotency).await
}

/// Who manages, and whose keys.
fn managed<B>(write: &Write<B>) -> Result<(By, Holder), Problem> {
    let actor: ActorId = write.caller.path("actor")?;
    write.gate.check(Action::ManageKeys(actor))?;
    write.caller.needs(Scope::Admin)?;
    if write.dry_run {
        return Err(Problem::invalid_parameter("dry_run", Reason::unknown_parameter()));
    }
    if write.if_match.is_some() {
        return Err(Problem::invalid_header("If-Match"));
    }
    if write.gate.live().state.actor.active(actor).is_err() {
        return Err(Refusal::UnknownActor.into());
    }
    let by = write.gate.principal().by().unwrap_or(By::System);
    Ok((by, Holder::Actor { network: write.network.id(), actor }))
}
