//! Problems get their words here, in the language of the request; and `OPTIONS` its answer.

use actix_web::HttpResponse;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;

use crate::problem::problem_of;

/// The middleware that gives problems their words. That a path does not take `OPTIONS` is its answer to `OPTIONS`.
///
/// # Errors
/// None of its own.
pub async fn localise(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let Some(problem) = problem_of(&response) else { return Ok(response) };
    let (request, _) = response.into_parts();
    let told = match problem.allow() {
        Some(allow) if request.method() == Method::OPTIONS => {
            HttpResponse::NoContent().insert_header((header::ALLOW, format!("{allow}, OPTIONS"))).finish()
        }
        _ => problem.tell(&request),
    };
    Ok(ServiceResponse::new(request, told))
}
