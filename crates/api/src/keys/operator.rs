//! `GET`, `POST /v1/keys` and `DELETE /v1/keys/{key}`: the operator's keys, for machines.

use actix_web::{HttpRequest, HttpResponse};
use domain::envelope::By;
use domain::server::Holder;

use super::{IssuedKey, Key, New, Rotation};
use crate::answer::Page;
use crate::call::{Caller, CommandHeaders, Nothing, Order, parse_query_of};
use crate::openapi::{ReadProblems, WriteProblems};
use crate::problem::Problem;

/// List the operator's keys
#[utoipa::path(
    get, path = "/v1/keys", operation_id = "listKeys", tag = "keys",
    responses((status = 200, description = "All keys, without their secrets", body = Page<Key>), ReadProblems)
)]
pub async fn list(caller: Caller, request: HttpRequest) -> Result<HttpResponse, Problem> {
    caller.must_be_operator()?;
    let Nothing {} = parse_query_of(&request)?;
    super::list(&caller, Holder::Operator)
}

/// Issue a key to the operator
#[utoipa::path(
    post, path = "/v1/keys", operation_id = "issueKey", tag = "keys", params(CommandHeaders), request_body = New,
    responses((status = 201, description = "Issued; the secret is shown once", body = IssuedKey), WriteProblems)
)]
pub async fn issue(order: Order<New>) -> Result<HttpResponse, Problem> {
    let path = order.caller.request_path();
    super::issue(&order.caller.catalogue, By::Operator, Holder::Operator, order.body.clone(), order.idempotency, path)
        .await
}

/// Revoke a key of the operator's
#[utoipa::path(
    delete, path = "/v1/keys/{key}", operation_id = "revokeKey", tag = "keys",
    params(("key" = uuid::Uuid, Path, description = "Its id"), CommandHeaders),
    responses((status = 204, description = "Revoked"), WriteProblems)
)]
pub async fn revoke(order: Order) -> Result<HttpResponse, Problem> {
    let key = order.caller.path("key")?;
    super::revoke(&order.caller.catalogue, By::Operator, Holder::Operator, key, order.idempotency).await
}

/// Rotate a key of the operator's
///
/// The key gets another secret; the one before works for as long as the body says.
#[utoipa::path(
    post, path = "/v1/keys/{key}/rotation", operation_id = "rotateKey", tag = "keys",
    params(("key" = uuid::Uuid, Path, description = "Its id"), CommandHeaders),
    request_body = Rotation,
    responses((status = 200, description = "Rotated; the new secret is shown once", body = IssuedKey), WriteProblems)
)]
pub async fn rotate(order: Order<Rotation>) -> Result<HttpResponse, Problem> {
    let (catalogue, key) = (&order.caller.catalogue, order.caller.path("key")?);
    super::rotate(catalogue, By::Operator, Holder::Operator, key, &order.body, order.idempotency).await
}
