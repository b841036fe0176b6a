//! `GET /v1/networks/{network}/steps/{step}`

use actix_web::HttpResponse;

use super::{Step, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read a step
///
/// With its texts, the times in which it was open, and what you may do with it.
#[utoipa::path(
    get, path = "/v1/networks/{network}/steps/{step}", operation_id = "getStep", tag = "steps",
    params(
        InNetwork,
        ("step" = String, Path, description = "Which", example = "diagnostic"), Moment
    ),
    responses((status = 200, description = "The step", body = Step), ReadProblems)
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    read.answer(&render(&read, read.caller.path("step")?)?)
}
