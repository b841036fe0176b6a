//! `GET /v1/networks/{network}/contributions/{contribution}/moderation`

use actix_web::HttpResponse;

use super::{Moderation, render};
use crate::call::{InNetwork, Moment, Read};
use crate::contributions::find;
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read how a contribution was moderated
///
/// Every review, appeal and decision with its reasons, oldest first. Reports are told to moderators only; why an author
/// appealed, to moderators, auditors and the author.
#[utoipa::path(
    get, path = "/v1/networks/{network}/contributions/{contribution}/moderation", operation_id = "getModeration",
    tag = "moderation",
    params(
        InNetwork,
        ("contribution" = uuid::Uuid, Path, description = "The contribution's id"), Moment
    ),
    responses((status = 200, description = "Its moderation", body = Moderation), ReadProblems)
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    let row = find(&read, read.caller.path("contribution")?)?;
    read.answer(&render(&read, row)?)
}
