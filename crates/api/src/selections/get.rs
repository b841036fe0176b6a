//! `GET /v1/networks/{network}/selections/{selection}`

use actix_web::HttpResponse;

use super::{Selection, find, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read a selection
///
/// With its criteria, its candidates, how the cost is to be shared, and what you may do with it.
#[utoipa::path(
    get, path = "/v1/networks/{network}/selections/{selection}", operation_id = "getSelection", tag = "selections",
    params(InNetwork, ("selection" = uuid::Uuid, Path, description = "Its id"), Moment),
    responses((status = 200, description = "The selection", body = Selection), ReadProblems)
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    let row = find(&read)?;
    read.answer(&render(&read, row)?)
}
