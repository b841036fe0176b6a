//! What stands in front of every handler: limits, codings, other sites' pages, headers, and a line in the log.

pub mod coding;
pub mod cors;
pub mod headers;
pub mod limits;
pub mod localise;
pub mod peer;
pub mod request;
mod table;

use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::middleware::Next;
use tracing::Instrument as _;

use crate::events::streams;
use crate::front::cors::Origin;
use crate::front::limits::Limits;
use crate::front::peer::Block;
use crate::front::request::{Asked, told_id};
use crate::problem::Problem;

/// What a server is started with.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How many threads serve requests.
    pub workers: usize,
    /// How much one caller may ask for.
    pub limits: Limits,
    /// The bounds of live streams.
    pub streams: streams::Limits,
    /// The proxies that are trusted to say whose request they pass on.
    pub trusted_proxies: Vec<Block>,
    /// The sites whose pages may ask.
    pub allowed_origins: Vec<Origin>,
}

/// The outermost middleware: names the request, finishes the head of the answer, and writes the line in the log.
///
/// # Errors
/// None of its own.
pub async fn outermost(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let began = Instant::now();
    let asked = Asked::of(&request);
    coding::choose(request.headers_mut());
    let span = tracing::error_span!("request", id = told_id(&asked.id));
    let response = next.call(request).instrument(span).await?.map_into_boxed_body();
    let response = refused_preflight(&asked, response);
    let response = headers::finish(&asked, response);
    asked.log(&response, began.elapsed());
    Ok(response)
}

/// What the CORS middleware says as plain text, as a problem.
fn refused_preflight(asked: &Asked, response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    if !asked.is_preflight || response.status() != StatusCode::BAD_REQUEST {
        return response;
    }
    let (request, _) = response.into_parts();
    let told = Problem::preflight_refused().tell(&request);
    ServiceResponse::new(request, told)
}
