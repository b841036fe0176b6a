//! A request's name, and its line in the log.

use std::time::Duration;

use actix_web::body::BoxBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderName, HeaderValue};

/// The header in which a request's name comes and goes.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// The longest name.
const MAX_ID: usize = 128;

/// What the answer's head depends on.
#[derive(Debug)]
pub struct Asked {
    /// Its name.
    pub id: HeaderValue,
    /// How.
    pub method: Method,
    /// Whether it showed a secret.
    pub is_keyed: bool,
    /// Whether it is for the documentation, which is a page.
    pub is_for_page: bool,
    /// Whether a browser asks what another site's page may do.
    pub is_preflight: bool,
    /// Which answers the client has already.
    pub if_none_match: Option<HeaderValue>,
}

impl Asked {
    /// Looks at a request.
    #[must_use]
    pub fn of(request: &ServiceRequest) -> Self {
        let headers = request.headers();
        let given = headers.get(X_REQUEST_ID).filter(|id| is_id(id.as_bytes()));
        Self {
            id: given.cloned().unwrap_or_else(drawn),
            method: request.method().clone(),
            is_keyed: headers.contains_key(header::AUTHORIZATION),
            is_for_page: request.path().starts_with("/docs"),
            is_preflight: request.method() == Method::OPTIONS
                && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD),
            if_none_match: headers.get(header::IF_NONE_MATCH).cloned(),
        }
    }

    /// Whether it only reads.
    #[must_use]
    pub fn is_read(&self) -> bool {
        matches!(self.method, Method::GET | Method::HEAD)
    }

    /// Writes the line in the log: the route, never the path or the query, which may name somebody.
    pub fn log(&self, response: &ServiceResponse<BoxBody>, took: Duration) {
        if !tracing::enabled!(target: "tresse::request", tracing::Level::INFO) {
            return;
        }
        tracing::info!(
            target: "tresse::request",
            id = told_id(&self.id),
            method = told_method(&self.method),
            route = response.request().match_pattern().as_deref().unwrap_or("none"),
            status = response.status().as_u16(),
            duration_us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            "answered"
        );
    }
}

/// A name as text.
#[must_use]
pub fn told_id(id: &HeaderValue) -> &str {
    id.to_str().unwrap_or_default()
}

/// A method of HTTP; what else came is a text that anybody may have written.
fn told_method(method: &Method) -> &str {
    match *method {
        Method::GET | Method::HEAD | Method::POST | Method::PUT | Method::PATCH | Method::DELETE | Method::OPTIONS => {
            method.as_str()
        }
        _ => "other",
    }
}

fn is_id(id: &[u8]) -> bool {
    (1..=MAX_ID).contains(&id.len())
        && id.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'_' | b'-'))
}

fn drawn() -> HeaderValue {
    HeaderValue::from_str(&app::edge::request_id().to_string()).unwrap_or(HeaderValue::from_static("none"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_short_and_plain() {
        for yes in ["a", "01890a5d-ac96-774b", "A.b_c-9", &"x".repeat(128)] {
            assert!(is_id(yes.as_bytes()), "{yes}");
        }
        for no in ["", "a b", "a\n", "é", "\"a\"", "a/b", "a=b", &"x".repeat(129)] {
            assert!(!is_id(no.as_bytes()), "{no}");
        }
    }
}
