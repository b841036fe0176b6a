//! `GET /v1/networks/{network}/specifications/{specification}`

use actix_web::HttpResponse;

use super::{Specification, find, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read a specification
///
/// With its two questions, the version that is adopted, and what you may do with it. Its requirements and versions have lists
/// of their own.
#[utoipa::path(
    get, path = "/v1/networks/{network}/specifications/{specification}", operation_id = "getSpecification",
    tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "The specification", body = Specification), ReadProblems)
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    read.answer(&render(&read, find(&read)?)?)
}
