//! `GET /v1/networks/{network}/events/{position}`

use actix_web::HttpResponse;
use app::network::EventLog as _;

use super::{HistoryEvent, render};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Read one event
#[utoipa::path(
    get, path = "/v1/networks/{network}/events/{position}", operation_id = "getEvent", tag = "history",
    params(
        InNetwork,
        ("position" = u64, Path, description = "Where it stands", example = 0), Moment
    ),
    responses((status = 200, description = "The event", body = HistoryEvent), ReadProblems)
)]
pub async fn handler(read: Read) -> Result<HttpResponse, Problem> {
    let position: u64 = read.caller.path("position")?;
    if position >= read.views.head.0 {
        return Err(Problem::not_found());
    }
    read.answer(&render(&read, read.network.log().event(position)?)?)
}
