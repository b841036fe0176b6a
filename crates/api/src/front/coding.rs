//! In which coding an answer is sent: as it is, gzip, or zstd.
//!
//! Only what was read is coded. Answers to commands may show a secret beside what the asker wrote, and the size of what
//! is compressed together tells (BREACH). Nor are streams of server-sent events coded, or what is too small to gain.

use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderMap, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::Next;

use crate::quality::weighted;

/// The smallest body that is coded, in bytes.
const MIN_BYTES: u64 = 1_024;
const IDENTITY: HeaderValue = HeaderValue::from_static("identity");

/// Chooses the coding for a request, and leaves it alone in `Accept-Encoding`, for the middleware that codes.
pub fn choose(headers: &mut HeaderMap) {
    let chosen = headers.get(header::ACCEPT_ENCODING).and_then(|value| best(value.to_str().ok()?));
    headers.remove(header::ACCEPT_ENCODING);
    if let Some(coding) = chosen {
        headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(coding));
    }
}

/// The coding that the client likes best; of those it likes as much the one that costs least.
fn best(accepted: &str) -> Option<&'static str> {
    let weight = |coding: &str| {
        let of = |name: &str| weighted(accepted).find(|(known, _)| known.eq_ignore_ascii_case(name));
        of(coding).or_else(|| of("*").filter(|_| coding != "identity")).map(|(_, weight)| weight)
    };
    let identity = weight("identity").unwrap_or(0.0);
    let (mut chosen, mut most) = (None, 0.0);
    for coding in ["zstd", "gzip"] {
        let weight = weight(coding).unwrap_or(0.0);
        if weight > most && weight >= identity {
            (chosen, most) = (Some(coding), weight);
        }
    }
    chosen
}

/// The middleware that keeps answers from being coded which must not, or need not be.
///
/// # Errors
/// None of its own.
pub async fn spare(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let is_read = matches!(*request.method(), Method::GET | Method::HEAD);
    let mut response = next.call(request).await?.map_into_boxed_body();
    let large = match response.response().body().size() {
        BodySize::Sized(bytes) => bytes >= MIN_BYTES,
        BodySize::Stream => true,
        BodySize::None => false,
    };
    let live =
        response.headers().get(header::CONTENT_TYPE).is_some_and(|of| of.as_bytes().starts_with(b"text/event-stream"));
    if (!is_read || !large || live || response.status() != StatusCode::OK)
        && !response.headers().contains_key(header::CONTENT_ENCODING)
    {
        response.headers_mut().insert(header::CONTENT_ENCODING, IDENTITY);
    }
    Ok(response)
}

/// Tells a coded answer from the same answer in another coding: its `ETag` is of the bytes before coding, hence weak.
pub fn tell(headers: &mut HeaderMap) {
    match headers.get(header::CONTENT_ENCODING) {
        None => return,
        Some(coding) if coding == IDENTITY => {
            headers.remove(header::CONTENT_ENCODING);
            return;
        }
        Some(_) => (),
    }
    let strong = headers.get(header::ETAG).and_then(|tag| tag.to_str().ok()).filter(|tag| !tag.starts_with("W/"));
    if let Some(weak) = strong.and_then(|tag| HeaderValue::from_str(&format!("W/{tag}")).ok()) {
        headers.insert(header::ETAG, weak);
    }
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::ContentType;
    use actix_web::middleware::{Compress, from_fn};
    use actix_web::test::{TestRequest, call_service, init_service};
    use actix_web::{App, HttpResponse, web};
    use futures_util::stream;

    use super::*;

    #[test]
    fn the_coding_is_the_one_that_the_client_likes_best() {
        for (accepted, wanted) in [
            ("gzip, deflate, br, zstd", Some("zstd")),
            ("gzip;q=1.0, zstd;q=0.5", Some("gzip")),
            ("GZIP", Some("gzip")),
            ("gzip;q=0, zstd;q=0", None),
            ("*", Some("zstd")),
            ("*, zstd;q=0", Some("gzip")),
            ("*;q=0", None),
            ("identity, gzip;q=0.5", None),
            ("identity;q=0.5, gzip", Some("gzip")),
            ("br, deflate", None),
            ("", None),
        ] {
            assert_eq!(best(accepted), wanted, "{accepted}");
        }
    }

    /// Which coding an answer comes in, where gzip would do.
    async fn coding(method: Method, answer: fn() -> HttpResponse) -> Option<String> {
        let app = App::new()
            .wrap(from_fn(spare))
            .wrap(Compress::default())
            .default_service(web::to(move || std::future::ready(answer())));
        let app = init_service(app).await;
        let request = TestRequest::default().method(method).insert_header((header::ACCEPT_ENCODING, "gzip"));
        let mut response = call_service(&app, request.to_request()).await;
        tell(response.headers_mut());
        response.headers().get(header::CONTENT_ENCODING).map(|coding| coding.to_str().unwrap().to_owned())
    }

    fn chunks(content_type: &'static str) -> HttpResponse {
        let chunk = Ok::<_, actix_web::Error>(web::Bytes::from_static(&[b'x'; 2_000]));
        HttpResponse::Ok().content_type(content_type).streaming(stream::iter([chunk]))
    }

    #[actix_web::test]
    async fn only_what_was_read_and_gains_by_it_is_coded() {
        let large = || HttpResponse::Ok().insert_header(ContentType::json()).body("x".repeat(1_024));
        assert_eq!(coding(Method::GET, large).await.as_deref(), Some("gzip"));
        assert_eq!(coding(Method::POST, large).await, None, "it may show a secret");
        assert_eq!(coding(Method::GET, || HttpResponse::Ok().body("x".repeat(1_023))).await, None);
        assert_eq!(coding(Method::GET, || HttpResponse::NotFound().body("x".repeat(2_000))).await, None);
        assert_eq!(coding(Method::GET, || chunks("application/x-ndjson")).await.as_deref(), Some("gzip"));
        assert_eq!(coding(Method::GET, || chunks("text/event-stream")).await, None);
        assert_eq!(coding(Method::GET, || HttpResponse::Ok().finish()).await, None);
        let packed = || HttpResponse::Ok().insert_header((header::CONTENT_ENCODING, "br")).body("x".repeat(2_000));
        assert_eq!(coding(Method::GET, packed).await.as_deref(), Some("br"), "what is coded is not coded again");
    }
}
