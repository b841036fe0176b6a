//! `GET /health/live` and `GET /health/ready`

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::Caller;
use crate::problem::Problem;

/// The server's health.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"status": "ok"}))]
pub struct Health {
    /// `ok`.
    status: &'static str,
}

const OK: Health = Health { status: "ok" };

/// Whether the process lives
#[utoipa::path(
    get, path = "/health/live", operation_id = "isLive", tag = "server",
    responses((status = 200, description = "It lives", body = Health))
)]
pub async fn live() -> HttpResponse {
    HttpResponse::Ok().json(OK)
}

/// Whether requests are served
///
/// It is ready once the catalogue of networks is open.
#[utoipa::path(
    get, path = "/health/ready", operation_id = "isReady", tag = "server",
    responses((status = 200, description = "It is ready", body = Health))
)]
pub async fn ready(_: Caller) -> Result<HttpResponse, Problem> {
    Ok(HttpResponse::Ok().json(OK))
}
