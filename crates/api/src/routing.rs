//! How routes are told: a path knows its methods, and answers others with a problem.

use actix_web::web;
use actix_web::{HttpResponse, Resource, Route, guard};

use crate::problem::Problem;

/// A path, which answers other methods than those of `allow` with a problem.
#[must_use]
pub fn resource(path: &str, allow: &'static str) -> Resource {
    let elsewhere = move || async move { Err::<HttpResponse, _>(Problem::method_not_allowed(allow)) };
    web::resource(path).default_service(web::to(elsewhere))
}

/// A read, for GET and HEAD.
#[must_use]
pub fn read() -> Route {
    web::route().guard(guard::Any(guard::Get()).or(guard::Head()))
}
