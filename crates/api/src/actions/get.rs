//! `GET /v1/networks/{network}/actions/{action}`

use actix_web::HttpResponse;

use super::{Action, find, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read an action
///
/// With its texts, its milestones, and what you may do with it.
#[utoipa::path(
    get, path = "/v1/networks/{network}/actions/{action}", operation_id = "getAction", tag = "actions",
    params(
        InNetwork,
        ("action" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "The action", body = Action), ReadProblems)
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    let row = find(&read, read.caller.path("action")?)?;
    read.answer(&render(&read, row)?)
}
