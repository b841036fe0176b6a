//! Bodies of commands: JSON within bounds, and where in it something does not fit.

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest as _, HttpRequest, web};
use serde::de::DeserializeOwned;

use crate::problem::Problem;
use crate::reason::Reason;

/// The greatest body of one command, in bytes.
pub const MAX_BODY_BYTES: usize = 1 << 20;
/// How deeply a body's brackets may be nested.
pub const MAX_DEPTH: usize = 16;

/// Reads a body of up to `max_bytes`.
///
/// # Errors
/// `body_too_large`.
pub async fn body_bytes(request: &HttpRequest, payload: Payload, max_bytes: usize) -> Result<web::Bytes, Problem> {
    let too_large = || Problem::body_too_large(max_bytes);
    let payload = web::Payload::from_request(request, &mut { payload }).await.map_err(|_| too_large())?;
    match payload.to_bytes_limited(max_bytes).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) | Err(_) => Err(too_large()),
    }
}

/// Parses a body; an empty one is an empty object.
///
/// # Errors
/// `unsupported_media_type`, `too_deep`, `malformed_json`, `invalid_value`.
pub fn parse_body<B: DeserializeOwned>(request: &HttpRequest, bytes: &[u8]) -> Result<B, Problem> {
    let media_type = media_type(request)?;
    let is_json = media_type.is_some_and(|declared| declared.eq_ignore_ascii_case("application/json"));
    if !bytes.is_empty() && bytes != b"{}" && !is_json {
        return Err(Problem::unsupported_media_type());
    }
    parse_json(bytes)
}

/// The media type of a body, without parameters.
///
/// # Errors
/// `unsupported_media_type` where the body is coded.
pub fn media_type(request: &HttpRequest) -> Result<Option<&str>, Problem> {
    if request.headers().get(header::CONTENT_ENCODING).is_some_and(|coding| coding != "identity") {
        return Err(Problem::unsupported_media_type());
    }
    let declared = request.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    Ok(declared.map(|declared| declared.split(';').next().unwrap_or_default().trim()))
}

/// Parses the JSON of a command; nothing is an empty object.
///
/// # Errors
/// `too_deep`, `malformed_json`, `invalid_value`.
pub fn parse_json<B: DeserializeOwned>(bytes: &[u8]) -> Result<B, Problem> {
    let bytes = if bytes.is_empty() { b"{}" } else { bytes };
    if depth(bytes) > MAX_DEPTH {
        return Err(Problem::too_deep(MAX_DEPTH));
    }
    // serde would take an array for an object, its items for fields in their order.
    if bytes.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'[') {
        well_formed(bytes)?;
        return Err(Problem::invalid_value("", Reason::wrong_type("object")));
    }
    let mut from = serde_json::Deserializer::from_slice(bytes);
    let body = serde_path_to_error::deserialize(&mut from)
        .map_err(|error| well_formed(bytes).map_or_else(|malformed| malformed, |()| invalid_body(&error)))?;
    from.end().map_err(|error| Problem::malformed_json(&error))?;
    Ok(body)
}

/// Whether it is JSON at all, whatever is wanted: not every misfit is told as one by the parser.
fn well_formed(bytes: &[u8]) -> Result<(), Problem> {
    let parsed = serde_json::from_slice::<&serde_json::value::RawValue>(bytes);
    parsed.map(drop).map_err(|error| Problem::malformed_json(&error))
}

fn invalid_body(error: &serde_path_to_error::Error<serde_json::Error>) -> Problem {
    use serde_path_to_error::Segment;
    let mut path: Vec<String> = Vec::new();
    for segment in error.path() {
        match segment {
            Segment::Seq { index } => path.push(index.to_string()),
            Segment::Map { key } => path.push(key.clone()),
            // A variant with a value is an object whose one field is its name.
            Segment::Enum { variant } => path.push(variant.clone()),
            Segment::Unknown => (),
        }
    }
    let message = error.inner().to_string();
    if let Some(named) = named_field(&message)
        && path.last().is_none_or(|last| last != named)
    {
        path.push(named.to_owned());
    }
    let missing = message.strip_prefix("missing field `").and_then(|rest| rest.split('`').next());
    path.extend(missing.map(ToOwned::to_owned));
    let pointer = path.iter().map(|name| format!("/{}", name.replace('~', "~0").replace('/', "~1")));
    Problem::invalid_value(pointer.collect::<String>(), Reason::told(&message))
}

/// The name in serde's message on a field that is unknown or stands twice.
#[must_use]
pub fn named_field(message: &str) -> Option<&str> {
    let name = message.strip_prefix("unknown field `").or_else(|| message.strip_prefix("duplicate field `"));
    name?.split('`').next()
}

/// How deeply brackets are nested outside strings.
fn depth(json: &[u8]) -> usize {
    let (mut depth, mut deepest, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in json {
        match (in_string, byte) {
            (true, _) if escaped => escaped = false,
            (true, b'\\') => escaped = true,
            (true, b'"') => in_string = false,
            (false, b'"') => in_string = true,
            (false, b'[' | b'{') => {
                depth += 1;
                deepest = deepest.max(depth);
            }
            (false, b']' | b'}') => depth = depth.saturating_sub(1),
            _ => (),
        }
    }
    deepest
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Sample {
        name: String,
        #[serde(default)]
        inner: Vec<Inner>,
        either: Option<Either>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(rename_all = "snake_case")]
    #[allow(dead_code)]
    enum Either {
        Numbers(Vec<u8>),
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code)]
    struct Inner {
        n: u8,
    }

    fn pointer(body: &str) -> String {
        let mut from = serde_json::Deserializer::from_str(body);
        let error = serde_path_to_error::deserialize::<_, Sample>(&mut from).unwrap_err();
        format!("{:?}", invalid_body(&error))
    }

    #[test]
    fn every_data_error_points_at_its_field() {
        for (body, wanted) in [
            (r#"{"name":1}"#, r#"Pointer("/name")"#),
            (r#"{"nom":"x"}"#, r#"Pointer("/nom")"#),
            (r#"{"name":"x","inner":[{"n":1},{"n":300}]}"#, r#"Pointer("/inner/1/n")"#),
            (r#"{"name":"x","inner":[{"m":1}]}"#, r#"Pointer("/inner/0/m")"#),
            (r#"{"name":"x","either":{"numbers":[1,300]}}"#, r#"Pointer("/either/numbers/1")"#),
            (r#"{"name":"x","either":{"letters":[]}}"#, r#"Pointer("/either")"#),
            (r"{}", r#"Pointer("/name")"#),
            (r#"{"name":"x","name":"y"}"#, r#"Pointer("/name")"#),
            (r#"{"a/b":1}"#, r#"Pointer("/a~1b")"#),
        ] {
            let told = pointer(body);
            assert!(told.contains(wanted), "{body}: {told}");
        }
        assert!(well_formed(b"{").is_err() && well_formed(b"{} {}").is_err() && well_formed(b"{}").is_ok());
    }

    #[test]
    fn depth_counts_brackets_outside_strings() {
        assert_eq!(depth(br#"{"a":[1,{"b":"[[[[\"["}]}"#), 3);
        assert_eq!(depth(b"]]]"), 0);
    }
}
