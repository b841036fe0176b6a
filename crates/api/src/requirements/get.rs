//! `GET /v1/networks/{network}/specifications/{specification}/requirements/{requirement}`

use actix_web::HttpResponse;

use super::{Requirement, find, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read a requirement
///
/// With all its texts and amendments, its priorities, what it comes from, and what you may do with it.
#[utoipa::path(
    get, path = "/v1/networks/{network}/specifications/{specification}/requirements/{requirement}",
    operation_id = "getRequirement", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"),
        ("requirement" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "The requirement", body = Requirement), ReadProblems)
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    let row = find(&read)?;
    read.answer(&render(&read, row, true)?)
}
