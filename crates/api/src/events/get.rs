//! `GET /v1/networks/{network}/events/{position}`

use actix_web::HttpResponse;
use app::network::EventLog as _;

use super::cloud::{self, CloudEvent};
use super::{HistoryEvent, origin, render};
use crate::call::{InNetwork, Moment, Read};
use crate::formats::Format;
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::quality;

/// Read one event
///
/// Also as a CloudEvent, with `Accept: application/cloudevents+json`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/events/{position}", operation_id = "getEvent", tag = "history",
    params(
        InNetwork,
        ("position" = u64, Path, description = "Where it stands", example = 0), Moment
    ),
    responses(
        (status = 200, description = "The event", content(
            (HistoryEvent = "application/json"), (CloudEvent = "application/cloudevents+json"),
        )),
        ReadProblems
    )
)]
pub async fn handler(read: Read) -> Result<HttpResponse, Problem> {
    let position: u64 = read.caller.path("position")?;
    if position >= read.views.head.0 {
        return Err(Problem::not_found());
    }
    let stored = read.network.log().event(position)?;
    if quality::best(&[Format::Json.media_type(), cloud::ONE], read.accept()) != Some(cloud::ONE) {
        return read.answer(&render(&read, stored)?);
    }
    cloud::without_texts(&read)?;
    let event = CloudEvent::of(&origin(&read)?, &stored)?;
    let bytes = serde_json::to_vec(&event).map_err(|error| Problem::internal(&error))?;
    Ok(read.answer_as(cloud::ONE, bytes, None))
}
