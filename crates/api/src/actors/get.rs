//! `GET /v1/networks/{network}/actors/{actor}`

use actix_web::HttpResponse;

use super::{Actor, find, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read an actor
#[utoipa::path(
    get, path = "/v1/networks/{network}/actors/{actor}", operation_id = "getActor", tag = "actors",
    params(
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "The actor", body = Actor), ReadProblems)
)]
pub async fn handler(read: Read) -> Result<HttpResponse, Problem> {
    let row = find(&read, read.caller.path("actor")?)?;
    read.answer(&render(&read, row)?)
}
