//! `GET /v1/networks/{network}/exchanges/{exchange}`

use actix_web::HttpResponse;

use super::{Exchange, find, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read a need or an offer
///
/// With its texts, for members.
#[utoipa::path(
    get, path = "/v1/networks/{network}/exchanges/{exchange}", operation_id = "getExchange", tag = "exchanges",
    params(
        InNetwork,
        ("exchange" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "The need or offer", body = Exchange), ReadProblems)
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    let row = find(&read, read.caller.path("exchange")?)?;
    read.answer(&render(&read, row)?)
}
