//! `GET /v1/networks/{network}/meetings/{meeting}`

use actix_web::HttpResponse;

use super::{Meeting, find, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read a meeting
///
/// With its texts, its numbers, and what you may do with it.
#[utoipa::path(
    get, path = "/v1/networks/{network}/meetings/{meeting}", operation_id = "getMeeting", tag = "meetings",
    params(InNetwork, ("meeting" = uuid::Uuid, Path, description = "Its id"), Moment),
    responses((status = 200, description = "The meeting", body = Meeting), ReadProblems)
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    let row = find(&read, read.caller.path("meeting")?)?;
    read.answer(&render(&read, row)?)
}
