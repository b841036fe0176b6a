//! `GET /v1/networks/{network}/cooperations/{cooperation}`

use actix_web::HttpResponse;

use super::{Cooperation, find, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read a cooperation
///
/// With its texts, who accepted, and what you may do with it.
#[utoipa::path(
    get, path = "/v1/networks/{network}/cooperations/{cooperation}", operation_id = "getCooperation",
    tag = "cooperations",
    params(
        InNetwork,
        ("cooperation" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "The cooperation", body = Cooperation), ReadProblems)
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    let row = find(&read, read.caller.path("cooperation")?)?;
    read.answer(&render(&read, row)?)
}
