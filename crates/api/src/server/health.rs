//! `GET /health/live` and `GET /health/ready`

use actix_web::HttpResponse;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::Caller;
use crate::problem::{Problem, ProblemBody};

/// What the server's own log is called beside the ids of networks.
const SERVER: &str = "_server";

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
/// It is ready once the catalogue of networks is open, and as long as all of them record what happens. Where a write
/// failed, a network is read and records nothing more until the server is started again.
#[utoipa::path(
    get, path = "/health/ready", operation_id = "isReady", tag = "server",
    responses(
        (status = 200, description = "It is ready", body = Health),
        (status = 503, description = "Some networks record nothing any more; `networks` has their ids",
            body = ProblemBody, content_type = "application/problem+json")
    )
)]
pub async fn ready(caller: Caller) -> Result<HttpResponse, Problem> {
    let mut stopped: Vec<_> = caller.catalogue.stopped().iter().map(ToString::to_string).collect();
    if caller.catalogue.server_log().is_stopped() {
        stopped.push(SERVER.to_owned());
    }
    if !stopped.is_empty() {
        stopped.sort();
        return Err(Problem::not_ready(stopped));
    }
    Ok(HttpResponse::Ok().json(OK))
}
