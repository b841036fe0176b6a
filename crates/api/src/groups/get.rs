//! `GET /v1/networks/{network}/groups/{group}`

use actix_web::HttpResponse;

use super::{Group, find, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read a working group
#[utoipa::path(
    get, path = "/v1/networks/{network}/groups/{group}", operation_id = "getGroup", tag = "groups",
    params(
        InNetwork,
        ("group" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "The group", body = Group), ReadProblems)
)]
pub async fn handler(read: Read) -> Result<HttpResponse, Problem> {
    let row = find(&read, read.caller.path("group")?)?;
    read.answer(&render(&read, row)?)
}
