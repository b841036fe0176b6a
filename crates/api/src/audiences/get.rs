//! `GET /v1/networks/{network}/audiences/{audience}`

use actix_web::HttpResponse;

use super::{Audience, find, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read an audience
#[utoipa::path(
    get, path = "/v1/networks/{network}/audiences/{audience}", operation_id = "getAudience", tag = "audiences",
    params(
        InNetwork,
        ("audience" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "The audience", body = Audience), ReadProblems)
)]
pub async fn handler(read: Read) -> Result<HttpResponse, Problem> {
    let row = find(&read, read.caller.path("audience")?)?;
    read.answer(&render(&read, row)?)
}
