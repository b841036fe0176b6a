//! `GET /v1/networks/{network}/decisions/{decision}`

use actix_web::HttpResponse;

use super::{Decision, find, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read a decision
///
/// With its texts, its rules and options, how many take part, what came of it, and what you may do with it.
#[utoipa::path(
    get, path = "/v1/networks/{network}/decisions/{decision}", operation_id = "getDecision", tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "The decision", body = Decision), ReadProblems)
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    let row = find(&read, read.caller.path("decision")?)?;
    read.answer(&render(&read, row)?)
}
