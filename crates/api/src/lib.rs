//! The REST API: handlers, problem+json, OpenAPI.
