//! The server itself: its health and its metrics.

pub mod health;
pub mod metrics;

use actix_web::web::ServiceConfig;
use utoipa::OpenApi;

use crate::routing::{read, resource};

/// The routes.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/health/live", "GET, HEAD").route(read().to(health::live)))
        .service(resource("/health/ready", "GET, HEAD").route(read().to(health::ready)))
        .service(resource("/metrics", "GET, HEAD").route(read().to(metrics::handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(health::live, health::ready, metrics::handler))]
pub struct Paths;
