//! Requests that are sent again, with the same `Idempotency-Key`, until they get through.

use std::thread::sleep;
use std::time::Duration;

use app::import::report::Telling;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::ServerError;

/// How often a request is sent before it is given up: for about two minutes.
const ATTEMPTS: u32 = 12;
/// How long the second attempt waits; each further one waits twice as long, up to the longest.
const FIRST_WAIT: Duration = Duration::from_millis(250);
const LONGEST_WAIT: Duration = Duration::from_secs(15);
const TO_CONNECT: Duration = Duration::from_secs(10);
/// How long a server may take for a batch.
const TO_ANSWER: Duration = Duration::from_secs(120);
/// The greatest answer, in bytes.
const MAX_ANSWER: u64 = 16 << 20;

/// A server, and who asks it.
pub struct Http {
    agent: ureq::Agent,
    base: String,
    bearer: String,
    /// Whether it answered before: then a broken connection is one that will be back.
    reached: bool,
}

/// A request.
pub struct Request<'r> {
    pub path: &'r str,
    /// What is posted, and its media type; without it something is read.
    pub body: Option<(&'static str, &'r [u8])>,
    pub idempotency_key: &'r str,
}

/// An answer.
pub struct Reply {
    pub status: u16,
    retry_after: Option<Duration>,
    body: Vec<u8>,
}

/// Why it was not done (RFC 9457).
#[derive(Debug, Clone, Deserialize)]
pub struct Problem {
    pub status: u16,
    pub code: String,
    pub title: String,
    #[serde(default)]
    detail: String,
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { title, detail, code, .. } = self;
        write!(f, "{title} ({code})")?;
        if detail.is_empty() { Ok(()) } else { write!(f, ": {detail}") }
    }
}

impl Problem {
    /// Whether the same request may be done another time.
    pub fn passes(&self) -> bool {
        matches!(self.status, 429 | 502..=504) || self.code == "request_in_progress"
    }
}

impl Reply {
    /// What it says.
    pub fn json<T: DeserializeOwned>(&self) -> Result<T, ServerError> {
        serde_json::from_slice(&self.body).map_err(|_| ServerError::NotTresse(self.status))
    }

    fn problem(&self) -> Problem {
        let unsaid = || Problem {
            status: self.status,
            code: self.status.to_string(),
            title: "the server does not say why".to_owned(),
            detail: String::new(),
        };
        serde_json::from_slice(&self.body).unwrap_or_else(|_| unsaid())
    }

    /// What it says, unless that it was not done.
    pub fn done(&self) -> Result<(), Problem> {
        if (200..300).contains(&self.status) { Ok(()) } else { Err(self.problem()) }
    }
}

impl Http {
    pub fn new(url: &str, key: &str) -> Result<Self, ServerError> {
        if !["http://", "https://"].iter().any(|scheme| url.starts_with(scheme)) {
            return Err(ServerError::Url(url.to_owned()));
        }
        let agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_connect(Some(TO_CONNECT))
            .timeout_recv_response(Some(TO_ANSWER))
            .build()
            .new_agent();
        Ok(Self { agent, base: url.trim_end_matches('/').to_owned(), bearer: format!("Bearer {key}"), reached: false })
    }

    /// Asks until there is an answer that `judge` makes something of; `None` waits and asks again.
    pub fn ask<T>(
        &mut self,
        request: &Request<'_>,
        telling: &mut Telling<'_>,
        mut judge: impl FnMut(&Reply) -> Result<Option<T>, ServerError>,
    ) -> Result<T, ServerError> {
        let (mut wait, mut why) = (FIRST_WAIT, String::new());
        for _ in 0..ATTEMPTS {
            let mut pause = wait;
            match self.once(request) {
                Err(error) if !self.reached || !breaks(&error) => {
                    return Err(ServerError::Unreachable(self.base.clone(), Box::new(error)));
                }
                Err(error) => why = error.to_string(),
                Ok(reply) => {
                    self.reached = true;
                    pause = reply.retry_after.map_or(wait, |told| told.min(TO_ANSWER));
                    match reply.done() {
                        Err(problem) if problem.passes() => why = problem.to_string(),
                        Ok(()) | Err(_) => match judge(&reply)? {
                            Some(judged) => return Ok(judged),
                            None => "some of it has to wait".clone_into(&mut why),
                        },
                    }
                }
            }
            telling.waiting(&format!("{why}; again in {:.1} s", pause.as_secs_f32()));
            sleep(pause);
            wait = (wait * 2).min(LONGEST_WAIT);
        }
        Err(ServerError::GaveUp(why))
    }

    fn once(&self, request: &Request<'_>) -> Result<Reply, ureq::Error> {
        let url = format!("{}{}", self.base, request.path);
        let mut reply = match request.body {
            None => self.agent.get(url).header("authorization", &self.bearer).call()?,
            Some((media_type, body)) => self
                .agent
                .post(url)
                .header("authorization", &self.bearer)
                .header("content-type", media_type)
                .header("accept-language", "en")
                .header("idempotency-key", request.idempotency_key)
                .send(body)?,
        };
        let retry_after = reply.headers().get("retry-after").and_then(|value| value.to_str().ok()?.parse().ok());
        let body = reply.body_mut().with_config().limit(MAX_ANSWER).read_to_vec()?;
        Ok(Reply { status: reply.status().as_u16(), retry_after: retry_after.map(Duration::from_secs), body })
    }
}

/// Whether the connection broke, and may be whole another time.
fn breaks(error: &ureq::Error) -> bool {
    use ureq::Error::{ConnectionFailed, HostNotFound, Io, Protocol, Timeout};
    matches!(error, ConnectionFailed | HostNotFound | Io(_) | Protocol(_) | Timeout(_))
}
