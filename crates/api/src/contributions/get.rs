//! `GET /v1/networks/{network}/contributions/{contribution}`

use actix_web::HttpResponse;

use super::{Contribution, find, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read a contribution
///
/// With its text, its counts, and what you may do with it.
#[utoipa::path(
    get, path = "/v1/networks/{network}/contributions/{contribution}", operation_id = "getContribution",
    tag = "contributions",
    params(
        InNetwork,
        ("contribution" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "The contribution", body = Contribution), ReadProblems)
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    let row = find(&read, read.caller.path("contribution")?)?;
    read.answer(&render(&read, row)?)
}
