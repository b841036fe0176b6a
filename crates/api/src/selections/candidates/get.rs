//! `GET /v1/networks/{network}/selections/{selection}/candidates/{candidate}`

use actix_web::HttpResponse;

use super::{Candidate, find, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read a candidate
///
/// With its texts, the ways to set it up, what was corrected, and what you may do with it.
#[utoipa::path(
    get, path = "/v1/networks/{network}/selections/{selection}/candidates/{candidate}", operation_id = "getCandidate",
    tag = "selections",
    params(
        InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"),
        ("candidate" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "The candidate", body = Candidate), ReadProblems)
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    let row = find(&read)?;
    read.answer(&render(&read, row)?)
}
