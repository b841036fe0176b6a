//! API keys: an actor's, under `/v1/networks/{network}/actors/{actor}/keys`, and the operator's, under `/v1/keys`.

pub mod actor;
pub mod operator;

use crate::routing::{read, resource};
use actix_web::web::{ServiceConfig, delete, post};
use std::sync::Arc;
use utoipa::OpenApi;

use actix_web::http::header;
use actix_web::{HttpResponse, web};
use app::Catalogue;
use app::server_log::Change;
use app::submission::Idempotency;
use domain::envelope::By;
use domain::ids::{KeyId, Stamp};
use domain::server::{Holder, Refusal, Scope, Scopes};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::answer::Page;
use crate::call::Caller;
use crate::problem::Problem;
use crate::reason::Reason;
use crate::values;

/// For how long at the most the secret before a rotation may still work: a day.
const MAX_GRACE_MINUTES: i64 = 24 * 60;

/// The routes of the operator's keys.
pub fn operator_routes(config: &mut ServiceConfig) {
    config
        .service(
            resource("/v1/keys", "GET, HEAD, POST").route(read().to(operator::list)).route(post().to(operator::issue)),
        )
        .service(resource("/v1/keys/{key}", "DELETE").route(delete().to(operator::revoke)))
        .service(resource("/v1/keys/{key}/rotation", "POST").route(post().to(operator::rotate)));
}

/// The routes of actors' keys, under `/v1/networks/{network}`.
pub fn actor_routes(config: &mut ServiceConfig) {
    config
        .service(
            resource("/actors/{actor}/keys", "GET, HEAD, POST")
                .route(read().to(actor::list))
                .route(post().to(actor::issue)),
        )
        .service(resource("/actors/{actor}/keys/{key}", "DELETE").route(delete().to(actor::revoke)))
        .service(resource("/actors/{actor}/keys/{key}/rotation", "POST").route(post().to(actor::rotate)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(
    actor::list,
    actor::issue,
    actor::revoke,
    actor::rotate,
    operator::list,
    operator::issue,
    operator::revoke,
    operator::rotate
))]
pub struct Paths;

/// A key to issue.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewKey, example = json!({"scopes": ["read", "write"], "expires_at": "2031-01-01T00:00:00Z"}))]
pub struct New {
    /// What it may be used for.
    #[schema(value_type = Vec<String>, example = json!(["read", "write"]))]
    scopes: Vec<Scope>,
    /// Until when it works; without end if absent.
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Stamp>,
}

/// A key, without its secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8059", "scopes": ["read", "write"], "issued_at": "2026-03-05T17:02:11.000Z"
}))]
pub struct Key {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: KeyId,
    /// What it may be used for.
    #[schema(value_type = Vec<String>)]
    scopes: Vec<Scope>,
    /// When it was issued.
    #[schema(schema_with = values::time)]
    issued_at: Stamp,
    /// Until when it works.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    expires_at: Option<Stamp>,
    /// When it was revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    revoked_at: Option<Stamp>,
    /// The beginning of the day (UTC) on which it was last used, as far as that is remembered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    last_used_at: Option<Stamp>,
    /// Whether it is a session, which an invitation's code has opened.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    session: bool,
}

/// How a key is rotated.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = KeyRotation, example = json!({"grace_minutes": 60}))]
pub struct Rotation {
    /// For how many minutes the secret before still works, 0 to 1440; not at all unless given.
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1440)]
    grace_minutes: u16,
}

/// A key that was issued, with its secret.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"id": "01890a5d-ac96-774b-bcce-b302099a8059", "secret": "tresse_…"}))]
pub struct IssuedKey {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: KeyId,
    /// The secret to send as `Authorization: Bearer …`. Shown once.
    secret: String,
}

fn list(caller: &Caller, holder: Holder) -> Result<HttpResponse, Problem> {
    let server = caller.catalogue.server();
    let items = server.keys_of(holder).map(|key| Key {
        id: key.id,
        scopes: key.scopes.as_slice().to_vec(),
        issued_at: key.issued_at,
        expires_at: key.expires_at,
        revoked_at: key.revoked_at,
        last_used_at: caller.catalogue.last_used(key.id),
        session: key.session,
    });
    caller.answer_page(&Page { items: items.collect(), next: None })
}

async fn issue(
    catalogue: &Arc<Catalogue>,
    by: By,
    holder: Holder,
    new: New,
    idempotency: Option<Idempotency>,
    path: &str,
) -> Result<HttpResponse, Problem> {
    let scopes =
        Scopes::new(new.scopes).map_err(|_| Problem::invalid_value("/scopes", Reason::wrong_type("short-list")))?;
    if new.expires_at.is_some_and(|at| at <= catalogue.now()) {
        return Err(Problem::invalid_value("/expires_at", Reason::not_in_the_future()));
    }
    let catalogue = Arc::clone(catalogue);
    let issue = move || catalogue.issue_key(by, holder, scopes, new.expires_at, idempotency);
    match web::block(issue).await?? {
        (Change::Recorded(_), id, secret) => Ok(HttpResponse::Created()
            .insert_header(("location", format!("{path}/{id}")))
            .json(IssuedKey { id, secret: secret.expose().to_owned() })),
        (Change::Replayed(_), ..) => Err(Problem::already_issued()),
    }
}

async fn rotate(
    catalogue: &Arc<Catalogue>,
    by: By,
    holder: Holder,
    key: KeyId,
    rotation: &Rotation,
    idempotency: Option<Idempotency>,
) -> Result<HttpResponse, Problem> {
    let minutes = i64::from(rotation.grace_minutes);
    if minutes > MAX_GRACE_MINUTES {
        return Err(Problem::invalid_value("/grace_minutes", Reason::out_of_bounds(0, MAX_GRACE_MINUTES)));
    }
    must_be_of(catalogue, key, holder)?;
    let until = Stamp::from_millis(catalogue.now().millis().saturating_add(minutes * 60_000));
    let until = until.filter(|_| minutes > 0);
    let rotating = Arc::clone(catalogue);
    match web::block(move || rotating.rotate_key(by, key, until, idempotency)).await?? {
        (Change::Recorded(_), secret) => Ok(HttpResponse::Ok()
            .insert_header((header::CACHE_CONTROL, "no-store"))
            .json(IssuedKey { id: key, secret: secret.expose().to_owned() })),
        (Change::Replayed(_), _) => Err(Problem::already_issued()),
    }
}

fn must_be_of(catalogue: &Catalogue, key: KeyId, holder: Holder) -> Result<(), Problem> {
    let theirs = catalogue.server().key(key).is_some_and(|known| known.holder == holder);
    if theirs { Ok(()) } else { Err(Refusal::UnknownKey.into()) }
}

async fn revoke(
    catalogue: &Arc<Catalogue>,
    by: By,
    holder: Holder,
    key: KeyId,
    idempotency: Option<Idempotency>,
) -> Result<HttpResponse, Problem> {
    must_be_of(catalogue, key, holder)?;
    let revoking = Arc::clone(catalogue);
    web::block(move || revoking.revoke_key(by, key, idempotency)).await??;
    Ok(HttpResponse::NoContent().finish())
}
