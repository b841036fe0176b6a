//! Which other sites' pages may ask, by configuration (Fetch, "CORS protocol").

use std::str::FromStr;

use actix_cors::Cors;
use actix_web::http::Uri;
use serde::{Deserialize, Serialize};

/// For how long a browser remembers what a preflight told.
const REMEMBERED_S: usize = 3_600;
const METHODS: [&str; 6] = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"];
/// What a page may send.
const SENT: [&str; 9] = [
    "accept",
    "accept-language",
    "authorization",
    "content-type",
    "idempotency-key",
    "if-match",
    "if-none-match",
    "last-event-id",
    "x-request-id",
];
/// What a page may read, apart from what every page may.
const SHOWN: [&str; 9] = [
    "etag",
    "link",
    "location",
    "ratelimit",
    "ratelimit-policy",
    "retry-after",
    "tresse-at",
    "tresse-position",
    "x-request-id",
];

/// An origin, as browsers write it: `https://app.example.org`; or `*`, any.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Origin(String);

/// The text is no origin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoOrigin(String);

impl std::fmt::Display for NoOrigin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} is no origin such as https://app.example.org, without a path, and not *", self.0)
    }
}

impl std::error::Error for NoOrigin {}

impl FromStr for Origin {
    type Err = NoOrigin;

    fn from_str(text: &str) -> Result<Self, NoOrigin> {
        let uri: Option<Uri> = text.parse().ok();
        let origin = uri.as_ref().and_then(|uri| Some(format!("{}://{}", uri.scheme_str()?, uri.authority()?)));
        let is_origin = origin.is_some_and(|origin| origin == text && origin == origin.to_ascii_lowercase());
        if text == "*" || is_origin { Ok(Self(text.to_owned())) } else { Err(NoOrigin(text.to_owned())) }
    }
}

impl TryFrom<String> for Origin {
    type Error = NoOrigin;

    fn try_from(text: String) -> Result<Self, NoOrigin> {
        text.parse()
    }
}

impl From<Origin> for String {
    fn from(origin: Origin) -> Self {
        origin.0
    }
}

/// The middleware that answers preflights and lets pages of these origins read answers. Keys are sent by scripts, never
/// by browsers on their own: no credentials are asked for.
pub fn cors(origins: &[Origin]) -> Cors {
    let cors =
        Cors::default().allowed_methods(METHODS).allowed_headers(SENT).expose_headers(SHOWN).max_age(REMEMBERED_S);
    if origins.iter().any(|origin| origin.0 == "*") {
        return cors.allow_any_origin().send_wildcard();
    }
    origins.iter().fold(cors, |cors, origin| cors.allowed_origin(&origin.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_is_what_browsers_send() {
        for yes in ["https://app.example.org", "http://localhost:5173", "https://[2001:db8::1]:8443", "*"] {
            assert!(yes.parse::<Origin>().is_ok(), "{yes}");
        }
        for no in
            ["", "app.example.org", "https://app.example.org/", "https://app.example.org/x", "https://App.example.org"]
        {
            assert!(no.parse::<Origin>().is_err(), "{no}");
        }
    }
}
