//! The head of every answer: what browsers may do with it, what caches may, and whether the client has it already.

use actix_web::HttpMessage as _;
use actix_web::body::{self, BoxBody};
use actix_web::dev::ServiceResponse;
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HeaderName, HeaderValue};

use super::coding;
use super::limits::Left;
use super::request::{Asked, X_REQUEST_ID};

/// An answer that is no page loads and runs nothing, wherever it is shown.
const NO_PAGE: HeaderValue = HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'");
/// The documentation runs its own scripts, and styles its elements one by one.
const DOCUMENTATION: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
);
const NO_POWERS: HeaderValue = HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=(), usb=()");
/// What every answer to a read varies with.
const CODING: &str = "Accept-Encoding";
const ALWAYS: [(HeaderName, HeaderValue); 3] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
    (header::CROSS_ORIGIN_RESOURCE_POLICY, HeaderValue::from_static("same-origin")),
];

/// Finishes the head of an answer. What a handler has said already stands.
#[must_use]
pub fn finish(asked: &Asked, mut response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    let left = response.request().extensions().get::<Left>().copied();
    let status = response.status();
    let headers = response.headers_mut();
    coding::tell(headers);
    headers.insert(X_REQUEST_ID, asked.id.clone());
    for (name, value) in ALWAYS {
        set(headers, name, value);
    }
    set(headers, header::CONTENT_SECURITY_POLICY, if asked.is_for_page { DOCUMENTATION } else { NO_PAGE });
    if asked.is_for_page {
        set(headers, header::PERMISSIONS_POLICY, NO_POWERS);
    }
    // What only some may see, and what was done, is not for caches; what anyone may read is asked for again by its ETag.
    let is_for_all = asked.is_read() && !asked.is_keyed && status.as_u16() < 400;
    let kept = HeaderValue::from_static(if is_for_all { "no-cache" } else { "no-store" });
    set(headers, header::CACHE_CONTROL, kept);
    if asked.is_read() {
        vary(headers);
    }
    if let Some(left) = left {
        left.tell(headers);
    }
    if asked.is_read() && status == StatusCode::OK && has(asked, headers) { unchanged(response) } else { response }
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: HeaderValue) {
    if !headers.contains_key(&name) {
        headers.insert(name, value);
    }
}

/// One line of `Vary`, with the coding in it, and nothing twice.
fn vary(headers: &mut HeaderMap) {
    let mut names: Vec<&str> = Vec::new();
    let told = headers.get_all(header::VARY).flat_map(|value| value.to_str().unwrap_or_default().split(','));
    for name in told.map(str::trim).filter(|name| !name.is_empty() && !name.eq_ignore_ascii_case(CODING)) {
        if !names.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            names.push(name);
        }
    }
    names.push(CODING);
    if let Ok(line) = HeaderValue::from_str(&names.join(", ")) {
        headers.insert(header::VARY, line);
    }
}

/// Whether the client has this very answer; weak and strong tags are compared alike (RFC 9110 §13.1.2).
fn has(asked: &Asked, headers: &HeaderMap) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let given = asked.if_none_match.as_ref().and_then(|given| given.to_str().ok());
    let tag = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).map(opaque);
    given.zip(tag).is_some_and(|(given, tag)| given.split(',').any(|one| one.trim() == "*" || opaque(one) == tag))
}

fn unchanged(response: ServiceResponse<BoxBody>) -> ServiceResponse<BoxBody> {
    response.map_body(|head, _| {
        head.status = StatusCode::NOT_MODIFIED;
        for name in [header::CONTENT_TYPE, header::CONTENT_ENCODING, header::CONTENT_LENGTH] {
            head.headers_mut().remove(name);
        }
        BoxBody::new(body::None::new())
    })
}
