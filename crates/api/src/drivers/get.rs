//! `GET /v1/networks/{network}/drivers/{actor}`

use actix_web::HttpResponse;

use super::{Driver, find, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read a driver
///
/// With its texts, all that it ever committed to, and what you may do.
#[utoipa::path(
    get, path = "/v1/networks/{network}/drivers/{actor}", operation_id = "getDriver", tag = "mobilisation",
    params(
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "The actor's id"), Moment
    ),
    responses((status = 200, description = "The driver", body = Driver), ReadProblems)
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    let (row, actor) = find(&read, read.caller.path("actor")?)?;
    read.answer(&render(&read, row, actor)?)
}
