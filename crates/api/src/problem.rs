//! Errors as RFC 9457 `application/problem+json`, with a stable code, localised by `Accept-Language`.
//! This file is the one table from the transport-free errors of the other crates to status codes.

use actix_web::body::BoxBody;
use actix_web::dev::ServiceResponse;
use actix_web::error::BlockingError;
use actix_web::http::StatusCode;
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, ResponseError};
use app::OpenError;
use app::draft::{SealError, VaultError};
use app::founding::FoundError;
use app::import::ChangedError;
use app::network::{HistoryError, ReadError, TextError};
use app::opening::DrawError;
use app::server_log::ServerError;
use app::submission::{Failed, SubmitError};
use domain::authority::Denied;
use domain::event::RefusalKind;
use domain::ids::Version;
use serde::Serialize;
use utoipa::ToSchema;

use crate::i18n::Language;
use crate::reason::Reason;

macro_rules! codes {
    ($($name:ident = $code:literal $status:ident;)*) => {
        /// The code of a problem that is no refusal of a rule (the rules have theirs).
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        enum Code { $($name,)* }

        impl Code {
            #[cfg(test)]
            const ALL: &[Self] = &[$(Self::$name),*];

            fn as_str(self) -> &'static str {
                match self { $(Self::$name => $code,)* }
            }

            fn status(self) -> StatusCode {
                match self { $(Self::$name => StatusCode::$status,)* }
            }
        }
    };
}

codes! {
    MalformedJson = "malformed_json" BAD_REQUEST;
    TooDeep = "too_deep" BAD_REQUEST;
    InvalidHeader = "invalid_header" BAD_REQUEST;
    AuthenticationRequired = "authentication_required" UNAUTHORIZED;
    InvalidCredentials = "invalid_credentials" UNAUTHORIZED;
    Forbidden = "forbidden" FORBIDDEN;
    InsufficientScope = "insufficient_scope" FORBIDDEN;
    NotFound = "not_found" NOT_FOUND;
    MethodNotAllowed = "method_not_allowed" METHOD_NOT_ALLOWED;
    NotAcceptable = "not_acceptable" NOT_ACCEPTABLE;
    PreflightRefused = "preflight_refused" FORBIDDEN;
    AlreadyIssued = "already_issued" CONFLICT;
    NetworkMoved = "network_moved" PERMANENT_REDIRECT;
    SessionNotValid = "session_not_valid" UNAUTHORIZED;
    RequestInProgress = "request_in_progress" CONFLICT;
    BallotsNotPublished = "ballots_not_published" CONFLICT;
    NoBallot = "no_ballot" NOT_FOUND;
    StaleVersion = "stale_version" PRECONDITION_FAILED;
    TooManyLines = "too_many_lines" PAYLOAD_TOO_LARGE;
    ImportIsNotAtomic = "import_is_not_atomic" UNPROCESSABLE_ENTITY;
    BodyTooLarge = "body_too_large" PAYLOAD_TOO_LARGE;
    TooLarge = "too_large" PAYLOAD_TOO_LARGE;
    UnsupportedMediaType = "unsupported_media_type" UNSUPPORTED_MEDIA_TYPE;
    InvalidValue = "invalid_value" UNPROCESSABLE_ENTITY;
    InvalidParameter = "invalid_parameter" UNPROCESSABLE_ENTITY;
    PositionPastHead = "position_past_head" UNPROCESSABLE_ENTITY;
    CorrectsAnotherObject = "corrects_another_object" UNPROCESSABLE_ENTITY;
    PreconditionRequired = "precondition_required" PRECONDITION_REQUIRED;
    IdempotencyKeyReused = "idempotency_key_reused" UNPROCESSABLE_ENTITY;
    TooManyRequests = "too_many_requests" TOO_MANY_REQUESTS;
    TooManyStreams = "too_many_streams" TOO_MANY_REQUESTS;
    Internal = "internal" INTERNAL_SERVER_ERROR;
    NotFoldedYet = "not_folded_yet" SERVICE_UNAVAILABLE;
    Busy = "busy" SERVICE_UNAVAILABLE;
    StreamsFull = "streams_full" SERVICE_UNAVAILABLE;
    OutcomeUnknown = "outcome_unknown" SERVICE_UNAVAILABLE;
    WritesStopped = "writes_stopped" SERVICE_UNAVAILABLE;
    NetworkDamaged = "network_damaged" SERVICE_UNAVAILABLE;
    NotReady = "not_ready" SERVICE_UNAVAILABLE;
    DiskFull = "disk_full" INSUFFICIENT_STORAGE;
    DecisionIsNoBudget = "decision_is_no_budget" CONFLICT;
    DecisionNotCounted = "decision_not_counted" CONFLICT;
    DiagnosticNotPublished = "diagnostic_not_published" CONFLICT;
    TemplateDamaged = "template_damaged" UNPROCESSABLE_ENTITY;
}

/// Why a request was not answered as asked.
#[derive(Debug, Clone)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    misfit: Option<Box<Misfit>>,
    args: Vec<(&'static str, String)>,
    current: Option<Version>,
    line: Option<usize>,
    retry_after_s: Option<u32>,
    networks: Vec<String>,
}

/// A part of the request that does not fit; for a refusal of a rule the code is the reason.
#[derive(Debug, Clone)]
struct Misfit {
    place: Place,
    reason: Option<Reason>,
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
    /// The version that the object has now, after `stale_version`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u32>)]
    current: Option<Version>,
    /// Which line of a batch it is about, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// The ids of the networks that record nothing any more, with `not_ready`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    networks: Vec<String>,
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
    fn new(code: Code) -> Self {
        Self::coded(code.status(), code.as_str())
    }

    fn coded(status: StatusCode, code: &'static str) -> Self {
        let (misfit, args, networks) = (None, Vec::new(), Vec::new());
        Self { status, code, misfit, args, current: None, line: None, retry_after_s: None, networks }
    }

    fn at(self, place: Place, reason: Option<Reason>) -> Self {
        Self { misfit: Some(Box::new(Misfit { place, reason })), ..self }
    }

    fn retry_after(self, seconds: u32) -> Self {
        Self { retry_after_s: Some(seconds), ..self }
    }

    fn with(mut self, name: &'static str, value: &impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }

    /// There is nothing here, or nothing that this caller may know of.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(Code::NotFound)
    }

    /// This method is not for this path; these are.
    #[must_use]
    pub fn method_not_allowed(allow: &'static str) -> Self {
        Self::new(Code::MethodNotAllowed).with("allow", &allow)
    }

    /// The secret belongs to no key that works.
    #[must_use]
    pub fn invalid_credentials() -> Self {
        Self::new(Code::InvalidCredentials)
    }

    /// The key does not have the scope.
    #[must_use]
    pub fn insufficient_scope(scope: domain::server::Scope) -> Self {
        Self::new(Code::InsufficientScope).with("scope", &scope)
    }

    /// The body is not JSON.
    #[must_use]
    pub fn malformed_json(detail: &serde_json::Error) -> Self {
        Self::new(Code::MalformedJson).with("line", &detail.line()).with("column", &detail.column())
    }

    /// The body's brackets are nested too deeply.
    #[must_use]
    pub fn too_deep(max: usize) -> Self {
        Self::new(Code::TooDeep).with("max", &max)
    }

    /// The body is too large.
    #[must_use]
    pub fn body_too_large(max_bytes: usize) -> Self {
        Self::new(Code::BodyTooLarge).with("max", &max_bytes)
    }

    /// A batch has too many lines.
    #[must_use]
    pub fn too_many_lines(max: usize) -> Self {
        Self::new(Code::TooManyLines).with("max", &max)
    }

    /// Lines of an import are recorded one by one.
    #[must_use]
    pub fn import_is_not_atomic() -> Self {
        Self::new(Code::ImportIsNotAtomic).at(Place::Pointer("/import".to_owned()), None)
    }

    /// The ballots that would be counted are not published, or not yet.
    #[must_use]
    pub fn ballots_not_published() -> Self {
        Self::new(Code::BallotsNotPublished)
    }

    /// The caller has cast no ballot here.
    #[must_use]
    pub fn no_ballot() -> Self {
        Self::new(Code::NoBallot)
    }

    /// The body is not declared to be JSON.
    #[must_use]
    pub fn unsupported_media_type() -> Self {
        Self::new(Code::UnsupportedMediaType)
    }

    /// What was asked for cannot be had in any of the formats that would do.
    #[must_use]
    pub fn not_acceptable(formats: &'static str) -> Self {
        Self::new(Code::NotAcceptable).with("formats", &formats)
    }

    /// The caller asks too much, and may come again.
    #[must_use]
    pub fn too_many_requests(retry_after_s: u32) -> Self {
        Self::new(Code::TooManyRequests).with("seconds", &retry_after_s).retry_after(retry_after_s)
    }

    /// Another site's page may not ask for this.
    #[must_use]
    pub fn preflight_refused() -> Self {
        Self::new(Code::PreflightRefused)
    }

    /// Nothing is recorded any more by these networks.
    #[must_use]
    pub fn not_ready(networks: Vec<String>) -> Self {
        Self { networks, ..Self::new(Code::NotReady) }
    }

    /// A value of the body does not fit.
    #[must_use]
    pub fn invalid_value(pointer: impl Into<String>, reason: Reason) -> Self {
        Self::new(Code::InvalidValue).at(Place::Pointer(pointer.into()), Some(reason))
    }

    /// A query parameter does not fit.
    #[must_use]
    pub fn invalid_parameter(name: impl Into<String>, reason: Reason) -> Self {
        Self::new(Code::InvalidParameter).at(Place::Parameter(name.into()), Some(reason))
    }

    /// A header does not fit.
    #[must_use]
    pub fn invalid_header(name: &'static str) -> Self {
        Self::new(Code::InvalidHeader).with("name", &name)
    }

    /// `as_of` lies past the head.
    #[must_use]
    pub fn position_past_head(head: domain::ids::Position) -> Self {
        Self::new(Code::PositionPastHead).with("head", &head).at(Place::Parameter("as_of".to_owned()), None)
    }

    /// `at_least` was not reached in time.
    #[must_use]
    pub fn not_folded_yet() -> Self {
        Self::new(Code::NotFoldedYet).retry_after(1)
    }

    /// Say with `If-Match` which version you have seen.
    #[must_use]
    pub fn precondition_required() -> Self {
        Self::new(Code::PreconditionRequired)
    }

    /// One key or address has as many streams open as it may.
    #[must_use]
    pub fn too_many_streams(max: usize) -> Self {
        Self::new(Code::TooManyStreams).with("max", &max).retry_after(5)
    }

    /// The server has as many streams open as it takes, or is about to stop.
    #[must_use]
    pub fn streams_full() -> Self {
        Self::new(Code::StreamsFull).retry_after(30)
    }

    /// A secret is not shown twice.
    #[must_use]
    pub fn already_issued() -> Self {
        Self::new(Code::AlreadyIssued)
    }

    /// A template's content is not what its hash was made of.
    #[must_use]
    pub fn template_damaged() -> Self {
        Self::new(Code::TemplateDamaged).at(Place::Pointer("/template/sha256".to_owned()), None)
    }

    /// Only the ballots of a budget have such a file.
    #[must_use]
    pub fn decision_is_no_budget() -> Self {
        Self::new(Code::DecisionIsNoBudget)
    }

    /// What came of the decision is not recorded yet.
    #[must_use]
    pub fn decision_not_counted() -> Self {
        Self::new(Code::DecisionNotCounted)
    }

    /// The tables of the diagnostic are not published yet.
    #[must_use]
    pub fn diagnostic_not_published() -> Self {
        Self::new(Code::DiagnosticNotPublished)
    }

    /// The network has another slug now.
    #[must_use]
    pub fn network_moved(location: &str) -> Self {
        Self::new(Code::NetworkMoved).with("location", &location)
    }

    /// The renewal secret is good for no session, whatever the reason.
    #[must_use]
    pub fn session_not_valid() -> Self {
        Self::new(Code::SessionNotValid)
    }

    /// Something is wrong on the server's side; the cause is in its log.
    #[must_use]
    pub fn internal(cause: &(dyn std::error::Error + 'static)) -> Self {
        tracing::error!(cause, "a request failed");
        Self::new(Code::Internal)
    }

    fn refused(code: &'static str, kind: RefusalKind) -> Self {
        let status = match kind {
            RefusalKind::Conflict => StatusCode::CONFLICT,
            RefusalKind::Forbidden => StatusCode::FORBIDDEN,
            RefusalKind::Unknown => StatusCode::NOT_FOUND,
            RefusalKind::Invalid(_) | RefusalKind::Parameter(_) => StatusCode::UNPROCESSABLE_ENTITY,
        };
        let problem = Self::coded(status, code);
        match kind {
            RefusalKind::Invalid(pointer) => problem.at(Place::Pointer(pointer.to_owned()), None),
            RefusalKind::Parameter(name) => problem.at(Place::Parameter(name.to_owned()), None),
            RefusalKind::Conflict | RefusalKind::Forbidden | RefusalKind::Unknown => problem,
        }
    }

    /// The same problem, of a part of the body.
    #[must_use]
    pub fn under(mut self, pointer: &str) -> Self {
        if let Some(Place::Pointer(place)) = self.misfit.as_mut().map(|misfit| &mut misfit.place) {
            place.insert_str(0, pointer);
        }
        self
    }

    /// The same problem, of something within that part of the body.
    #[must_use]
    pub fn within(mut self, pointer: &str) -> Self {
        if let Some(Place::Pointer(place)) = self.misfit.as_mut().map(|misfit| &mut misfit.place) {
            place.push_str(pointer);
        }
        self
    }

    /// The code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The methods that go, of `method_not_allowed`.
    #[must_use]
    pub fn allow(&self) -> Option<&str> {
        self.args.iter().find(|(name, _)| *name == "allow").map(|(_, allow)| allow.as_str())
    }

    /// The HTTP status code.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The same problem, of one line of many.
    #[must_use]
    pub fn of_line(self, line: usize) -> Self {
        Self { line: Some(line), ..self }
    }

    /// The problem as it is sent.
    #[must_use]
    pub fn told(&self, language: Language, instance: &str) -> ProblemBody {
        let (title, detail) = language.tell(self.code, &self.args);
        let errors = self.misfit.iter().map(|misfit| {
            let (pointer, parameter) = match &misfit.place {
                Place::Pointer(pointer) => (Some(pointer.clone()), None),
                Place::Parameter(name) => (None, Some(name.clone())),
            };
            let reason = misfit.reason.as_ref().and_then(|reason| language.say(&reason.id(), reason.args()));
            FieldError { pointer, parameter, detail: reason.unwrap_or_else(|| title.clone()) }
        });
        let errors = errors.collect();
        ProblemBody {
            kind: format!("urn:tresse:problem:{}", self.code),
            title,
            status: self.status.as_u16(),
            detail,
            instance: instance.to_owned(),
            code: self.code,
            current: self.current,
            line: self.line,
            networks: self.networks.clone(),
            errors,
        }
    }

    /// The answer, in the language of a request.
    #[must_use]
    pub fn tell(&self, request: &HttpRequest) -> HttpResponse {
        let language = Language::of(request.headers());
        let mut response = HttpResponse::build(self.status);
        response
            .content_type("application/problem+json")
            .insert_header((header::CONTENT_LANGUAGE, language.tag()))
            .insert_header((header::VARY, "Accept-Language, Authorization"));
        if self.status == StatusCode::UNAUTHORIZED {
            response.insert_header((header::WWW_AUTHENTICATE, "Bearer realm=\"tresse\""));
        }
        if let Some(allow) = self.allow() {
            response.insert_header((header::ALLOW, allow));
        }
        if let Some((_, location)) = self.args.iter().find(|(name, _)| *name == "location") {
            response.insert_header((header::LOCATION, location.as_str()));
        }
        if let Some(seconds) = self.retry_after_s {
            response.insert_header((header::RETRY_AFTER, seconds));
        }
        response.json(self.told(language, request.path()))
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

    /// A bare response that carries the problem; [`localise`](crate::front::localise) gives it its words.
    fn error_response(&self) -> HttpResponse<BoxBody> {
        let mut response = HttpResponse::new(self.status);
        response.extensions_mut().insert(self.clone());
        response
    }
}

/// The problem that an answer carries, before it got its words.
#[must_use]
pub fn problem_of(response: &ServiceResponse) -> Option<Problem> {
    response.response().extensions().get::<Problem>().cloned()
}

impl From<Denied> for Problem {
    fn from(denied: Denied) -> Self {
        match denied {
            Denied::Hidden => Self::not_found(),
            Denied::Unauthenticated => Self::new(Code::AuthenticationRequired),
            Denied::Forbidden => Self::new(Code::Forbidden),
        }
    }
}

macro_rules! refusals {
    ($($refusal:ty),*) => {$(
        impl From<$refusal> for Problem {
            fn from(refusal: $refusal) -> Self {
                Self::refused(refusal.code(), refusal.kind())
            }
        }
    )*};
}
refusals!(
    domain::state::Refusal,
    domain::actor::Refusal,
    domain::contribution::Refusal,
    domain::server::Refusal,
    domain::invitation::Refusal,
    domain::meeting::Refusal,
    domain::action::Refusal,
    domain::cooperation::Refusal,
    domain::tension::Refusal,
    domain::decision::Refusal,
    domain::diagnostic::Refusal,
    domain::finding::Refusal
);

refusals!(domain::driver::Refusal, domain::step::Refusal);
refusals!(domain::specification::Refusal, domain::requirement::Refusal);

refusals!(domain::selection::Refusal, domain::candidate::Refusal);

refusals!(domain::audience::Refusal, domain::vocabulary::Refusal, domain::group::Refusal, domain::exchange::Refusal);

impl From<Failed> for Problem {
    fn from(failed: Failed) -> Self {
        failed.error.into()
    }
}

impl From<SubmitError> for Problem {
    fn from(error: SubmitError) -> Self {
        match error {
            SubmitError::Denied(denied) => denied.into(),
            SubmitError::Refused(refusal) => refusal.into(),
            SubmitError::Stale { current } => {
                let problem = Self::new(Code::StaleVersion).with("current", &current.0);
                Self { current: Some(current), ..problem }
            }
            SubmitError::CorrectsElsewhere => {
                Self::new(Code::CorrectsAnotherObject).at(Place::Parameter("corrects".to_owned()), None)
            }
            SubmitError::KeyReused => Self::new(Code::IdempotencyKeyReused),
            SubmitError::InProgress => Self::new(Code::RequestInProgress).retry_after(1),
            SubmitError::TooLarge => Self::new(Code::TooLarge),
            SubmitError::DiskFull => Self::new(Code::DiskFull),
            SubmitError::Busy => Self::new(Code::Busy).retry_after(1),
            SubmitError::OutcomeUnknown => Self::new(Code::OutcomeUnknown).retry_after(5),
            SubmitError::Stopped => Self::new(Code::WritesStopped).retry_after(30),
        }
    }
}

impl From<ServerError> for Problem {
    fn from(error: ServerError) -> Self {
        match error {
            ServerError::Refused(refusal) => refusal.into(),
            ServerError::KeyReused => SubmitError::KeyReused.into(),
            ServerError::Append(error) => app::submission::SubmitError::from(&error).into(),
            ServerError::Codec(error) => Self::internal(&error),
        }
    }
}

impl From<FoundError> for Problem {
    fn from(error: FoundError) -> Self {
        match error {
            error if error.is_disk_full() => SubmitError::DiskFull.into(),
            FoundError::Submit(error) => error.into(),
            FoundError::Server(error) => error.into(),
            FoundError::Vault(error) => error.into(),
            FoundError::Seal(error) => Self::internal(&error),
            FoundError::Log(error) => Self::internal(&error),
            FoundError::History(error) => Self::internal(&error),
            FoundError::Io(error) => Self::internal(&error),
            FoundError::Random(error) => Self::internal(&error),
        }
    }
}

impl From<OpenError> for Problem {
    fn from(error: OpenError) -> Self {
        tracing::error!(%error, "a network could not be loaded");
        Self::new(Code::NetworkDamaged)
    }
}

impl From<DrawError> for Problem {
    fn from(error: DrawError) -> Self {
        match error {
            DrawError::Vault(error) => error.into(),
            DrawError::Seal(error) => error.into(),
            DrawError::Random(error) => Self::internal(&error),
        }
    }
}

impl From<VaultError> for Problem {
    fn from(error: VaultError) -> Self {
        if let VaultError::Io { source, .. } = &error
            && app::founding::is_disk_full(source)
        {
            return SubmitError::DiskFull.into();
        }
        Self::internal(&error)
    }
}

macro_rules! internal {
    ($($error:ty),*) => {$(
        impl From<$error> for Problem {
            fn from(error: $error) -> Self {
                Self::internal(&error)
            }
        }
    )*};
}
internal!(HistoryError, TextError, ReadError, SealError, BlockingError, ChangedError);

#[cfg(test)]
mod tests;
