//! `GET /v1/networks/{network}/tensions/{tension}`

use actix_web::HttpResponse;
use domain::authority::Action;

use super::{Tension, find, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read a tension
///
/// For members. The texts of a confidential one are shown to who raised it and to the mediator only.
#[utoipa::path(
    get, path = "/v1/networks/{network}/tensions/{tension}", operation_id = "getTension", tag = "tensions",
    params(
        InNetwork,
        ("tension" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "The tension", body = Tension), ReadProblems)
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    read.gate.check(Action::ReadTensions)?;
    read.texts = true;
    let row = find(&read, read.caller.path("tension")?)?;
    read.answer(&render(&read, row)?)
}
