//! `GET /v1/networks/{network}/diagnostics/{diagnostic}`

use actix_web::HttpResponse;

use super::{Diagnostic, find, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read a diagnostic
///
/// With its questions and choices, how many people have answered, and what you may do with it.
#[utoipa::path(
    get, path = "/v1/networks/{network}/diagnostics/{diagnostic}", operation_id = "getDiagnostic", tag = "diagnostics",
    params(
        InNetwork,
        ("diagnostic" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "The diagnostic", body = Diagnostic), ReadProblems)
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    let row = find(&read, read.caller.path("diagnostic")?)?;
    read.answer(&render(&read, row)?)
}
