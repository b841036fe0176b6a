//! Errors as RFC 9457 `application/problem+json`, with a stable code, localised by `Accept-Language`.
//! This file is the one table from the transport-free errors of the other crates to status codes.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, ResponseError};
use app::OpenError;
use app::founding::FoundError;
use app::network::{HistoryError, TextError};
use app::server_log::ServerError;
use app::submission::SubmitError;
use domain::authority::Denied;
use domain::event::RefusalKind;
use serde::Serialize;
use utoipa::ToSchema;

use crate::i18n::Language;

/// Why a request was not answered as asked.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    place: Option<Place>,
    args: Vec<(&'static str, String)>,
    retry_after_s: Option<u32>,
}

/// Which part of the request does not fit.
#[derive(Debug, Clone)]
enum Place {
    Pointer(String),
    Parameter(String),
}

/// A problem as it is sent (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Problem, example = json!({
    "type": "urn:tresse:problem:title_missing", "title": "A title is missing", "status": 422,
    "detail": "Ideas, proposals and resources need a title.", "instance": "/v1/networks/vallee/contributions",
    "code": "title_missing", "errors": [{"pointer": "/title", "detail": "A title is missing"}]
}))]
pub struct ProblemBody {
    /// A URN with the code.
    #[serde(rename = "type")]
    kind: String,
    /// What happened, in the language asked for.
    title: String,
    /// The HTTP status code.
    status: u16,
    /// What to do next.
    detail: String,
    /// The path that was asked for.
    instance: String,
    /// The stable code.
    code: &'static str,
    /// Which parts of the request do not fit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<FieldError>,
}

/// A part of the request that does not fit.
#[derive(Debug, Serialize, ToSchema)]
pub struct FieldError {
    /// A JSON pointer into the body (RFC 6901).
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<String>,
    /// The name of a query parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<String>,
    /// What is wrong with it.
    detail: String,
}

impl Problem {
    fn new(status: StatusCode, code: &'static str) -> Self {
        Self { status, code, place: None, args: Vec::new(), retry_after_s: None }
    }

    fn retry_after(self, seconds: u32) -> Self {
        Self { retry_after_s: Some(seconds), ..self }
    }

    fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// There is nothing here, or nothing that this caller may know of.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found")
    }

    /// There is no such object.
    #[must_use]
    pub fn unknown(code: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, code)
    }

    /// This method is not for this path.
    #[must_use]
    pub fn method_not_allowed() -> Self {
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed")
    }

    /// The secret belongs to no key that works.
    #[must_use]
    pub fn invalid_credentials() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "invalid_credentials")
    }

    /// The key does not have the scope.
    #[must_use]
    pub fn insufficient_scope(scope: domain::server::Scope) -> Self {
        Self::new(StatusCode::FORBIDDEN, "insufficient_scope").with("scope", scope)
    }

    /// The body is not JSON.
    #[must_use]
    pub fn malformed_json(detail: &serde_json::Error) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed_json").with("line", detail.line()).with("column", detail.column())
    }

    /// The body's brackets are nested too deeply.
    #[must_use]
    pub fn too_deep(max: usize) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "too_deep").with("max", max)
    }

    /// The body is too large.
    #[must_use]
    pub fn body_too_large(max_bytes: usize) -> Self {
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large").with("max", max_bytes)
    }

    /// The body is not declared to be JSON.
    #[must_use]
    pub fn unsupported_media_type() -> Self {
        Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type")
    }

    /// A value of the body does not fit.
    #[must_use]
    pub fn invalid_value(pointer: String, reason: impl ToString) -> Self {
        let problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_value").with("reason", reason);
        Self { place: Some(Place::Pointer(pointer)), ..problem }
    }

    /// A query parameter does not fit.
    #[must_use]
    pub fn invalid_parameter(name: impl Into<String>, reason: impl ToString) -> Self {
        let problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid_parameter").with("reason", reason);
        Self { place: Some(Place::Parameter(name.into())), ..problem }
    }

    /// A header does not fit.
    #[must_use]
    pub fn invalid_header(name: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "invalid_header").with("name", name)
    }

    /// `as_of` lies past the head.
    #[must_use]
    pub fn position_past_head(head: domain::ids::Position) -> Self {
        let problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "position_past_head").with("head", head);
        Self { place: Some(Place::Parameter("as_of".to_owned())), ..problem }
    }

    /// `at_least` was not reached in time.
    #[must_use]
    pub fn not_folded_yet() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "not_folded_yet").retry_after(1)
    }

    /// A secret is not shown twice.
    #[must_use]
    pub fn already_issued() -> Self {
        Self::new(StatusCode::CONFLICT, "already_issued")
    }

    /// Something is wrong on the server's side; the cause is in its log.
    #[must_use]
    pub fn internal(cause: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(cause, "a request failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal")
    }

    fn refused(code: &'static str, kind: RefusalKind) -> Self {
        let status = match kind {
            RefusalKind::Conflict => StatusCode::CONFLICT,
            RefusalKind::Forbidden => StatusCode::FORBIDDEN,
            RefusalKind::Unknown => StatusCode::NOT_FOUND,
            RefusalKind::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let place = match kind {
            RefusalKind::Invalid(pointer) => Some(Place::Pointer(pointer.to_owned())),
            RefusalKind::Conflict | RefusalKind::Forbidden | RefusalKind::Unknown => None,
        };
        Self { place, ..Self::new(status, code) }
    }

    fn render(&self, language: Language, instance: &str) -> HttpResponse {
        let (title, detail) = language.tell(self.code, &self.args);
        let errors = self.place.iter().map(|place| {
            let (pointer, parameter) = match place {
                Place::Pointer(pointer) => (Some(pointer.clone()), None),
                Place::Parameter(name) => (None, Some(name.clone())),
            };
            FieldError { pointer, parameter, detail: detail.clone() }
        });
        let errors = errors.collect();
        let mut response = HttpResponse::build(self.status);
        response.content_type("application/problem+json").insert_header((header::CONTENT_LANGUAGE, language.tag()));
        if self.status == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"tresse\""));
        }
        if let Some(seconds) = self.retry_after_s {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        response.json(ProblemBody {
            kind: format!("urn:tresse:problem:{}", self.code),
            title,
            status: self.status.as_u16(),
            detail,
            instance: instance.to_owned(),
            code: self.code,
            errors,
        })
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code)
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    /// A bare response that carries the problem; [`localise`] gives it its words.
    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut response = HttpResponse::new(self.status);
        response.extensions_mut().insert(self.clone());
        response
    }
}

/// The middleware that gives problems their words, in the language of the request.
///
/// # Errors
/// None of its own.
pub async fn localise(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let language = Language::of(request.headers());
    let response = match next.call(request).await {
        Ok(response) => response.map_into_boxed_body(),
        Err(error) => return Err(error),
    };
    let problem = response.response().extensions().get::<Problem>().cloned();
    Ok(match problem {
        None => response,
        Some(problem) => {
            let (request, _) = response.into_parts();
            let mut localised = problem.render(language, request.path());
            localised.headers_mut().insert(header::VARY, HeaderValue::from_static("Accept-Language, Authorization"));
            ServiceResponse::new(request, localised)
        }
    })
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Hidden => Self::not_found(),
            Denied::Unauthenticated => Self::new(StatusCode::UNAUTHORIZED, "authentication_required"),
            Denied::Forbidden => Self::new(StatusCode::FORBIDDEN, "forbidden"),
        }
    }
}

impl From<SubmitError> for Problem {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::Denied(denied) => denied.into(),
            SubmitError::Refused(refusal) => Self::refused(refusal.code(), refusal.kind()),
            SubmitError::Stale { current } => {
                Self::new(StatusCode::PRECONDITION_FAILED, "stale_version").with("current", current.0)
            }
            SubmitError::KeyReused => Self::new(StatusCode::UNPROCESSABLE_ENTITY, "idempotency_key_reused"),
            SubmitError::InProgress => Self::new(StatusCode::CONFLICT, "request_in_progress").retry_after(1),
            SubmitError::TooLarge => Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large"),
            SubmitError::DiskFull => Self::new(StatusCode::INSUFFICIENT_STORAGE, "disk_full"),
            SubmitError::Busy => Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy").retry_after(1),
            SubmitError::OutcomeUnknown => Self::new(StatusCode::SERVICE_UNAVAILABLE, "outcome_unknown").retry_after(5),
            SubmitError::Stopped => Self::new(StatusCode::SERVICE_UNAVAILABLE, "writes_stopped").retry_after(30),
        }
    }
}

impl From<ServerError> for Problem {
    fn from(error: ServerError) -> Self {
        match error {
            ServerError::Refused(refusal) => Self::refused(refusal.code(), refusal.kind()),
            ServerError::KeyReused => SubmitError::KeyReused.into(),
            ServerError::Append(error) => app::submission::SubmitError::from(&error).into(),
            ServerError::Codec(error) => Self::internal(&error),
        }
    }
}

impl From<FoundError> for Problem {
    fn from(error: FoundError) -> Self {
        match error {
            FoundError::Submit(error) => error.into(),
            FoundError::Server(error) => error.into(),
            FoundError::Vault(error) => Self::internal(&error),
            FoundError::Seal(error) => Self::internal(&error),
            FoundError::Log(error) => Self::internal(&error),
            FoundError::History(error) => Self::internal(&error),
            FoundError::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => SubmitError::DiskFull.into(),
            FoundError::Io(error) => Self::internal(&error),
            FoundError::Random(error) => Self::internal(&error),
        }
    }
}

impl From<OpenError> for Problem {
    fn from(error: OpenError) -> Self {
        tracing::error!(%error, "a network could not be loaded");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "network_damaged")
    }
}

impl From<HistoryError> for Problem {
    fn from(error: HistoryError) -> Self {
        Self::internal(&error)
    }
}

impl From<app::network::ReadError> for Problem {
    fn from(error: app::network::ReadError) -> Self {
        Self::internal(&error)
    }
}

impl From<TextError> for Problem {
    fn from(error: TextError) -> Self {
        Self::internal(&error)
    }
}

impl From<app::draft::SealError> for Problem {
    fn from(error: app::draft::SealError) -> Self {
        Self::internal(&error)
    }
}

impl From<app::draft::VaultError> for Problem {
    fn from(error: app::draft::VaultError) -> Self {
        Self::internal(&error)
    }
}

impl From<actix_web::error::BlockingError> for Problem {
    fn from(error: actix_web::error::BlockingError) -> Self {
        Self::internal(&error)
    }
}
