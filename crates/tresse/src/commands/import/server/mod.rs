//! Rows become lines of batches to a running server.
//!
//! A batch is sent again, with the same `Idempotency-Key`, until every line of it was answered: what of it was recorded
//! before is answered as then. An import that was stopped is started anew: rows are found again by their sources.

mod http;
mod line;

use app::import::answers::{Asked, Question};
use app::import::report::{About, Founded, Telling};
use app::import::{Destination, Row, Target};
use domain::diagnostic::questionnaire::{ChoiceNo, QuestionKind, QuestionNo};
use domain::ids::{ActorId, DiagnosticId};
use serde::{Deserialize, Serialize};

use http::{Http, Problem, Reply, Request};
use line::Line;

/// How many lines a batch has at most; and from how many bytes on it takes no more. Both lie below what a server takes.
const MAX_LINES: usize = 2_000;
const MAX_BYTES: usize = 1 << 20;

/// Why a server takes no more. What is recorded stays; started again, an import goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// No address.
    #[error("{0}: the address of a server begins with http:// or https://")]
    Url(String),
    /// It cannot be reached.
    #[error("{0} cannot be reached: {1}")]
    Unreachable(String, Box<ureq::Error>),
    /// It was there, and did not come back.
    #[error("the server did not take it for some minutes: {0}. Start the import again: it goes on from there")]
    GaveUp(String),
    /// It answers otherwise than tresse does.
    #[error("whatever answers with {0} there is no tresse")]
    NotTresse(u16),
    /// It says no to what all other rows stand under, or to all of them.
    #[error("the server does not take it: {0}")]
    Refused(Problem),
    /// There is no network, and the key founds none.
    #[error(
        "there is no network {0}, and this key founds none: found it first, or take an operator's key with the scopes \
         read, write, import and admin. ({1})"
    )]
    CannotFound(String, Problem),
    /// The network was founded, and nobody has its steward's key.
    #[error(
        "the network {0} was founded, but its steward's key was lost on the way. Have another one issued, and start the \
         import again"
    )]
    KeyLost(String),
    /// A line could not be written.
    #[error(transparent)]
    Line(#[from] serde_json::Error),
}

/// A network of a running server.
pub struct Server {
    http: Http,
    network: String,
    commands: String,
    /// The batch in the making, and what each line of it is about.
    lines: Vec<u8>,
    abouts: Vec<About>,
}

impl Server {
    /// The network to import into, which is founded if there is none.
    pub fn open(url: &str, key: &str, into: &Destination, telling: &mut Telling<'_>) -> Result<Self, ServerError> {
        let (mut server, missing) = Self::reach(url, key, into, telling)?;
        if missing.is_some() {
            found(&mut server.http, into, telling)?;
        }
        Ok(server)
    }

    /// A network that is there.
    pub fn open_known(
        url: &str,
        key: &str,
        into: &Destination,
        telling: &mut Telling<'_>,
    ) -> Result<Self, ServerError> {
        let (server, missing) = Self::reach(url, key, into, telling)?;
        missing.map_or(Ok(server), |problem| Err(ServerError::Refused(problem)))
    }

    /// A server, and what it says if it has no such network.
    fn reach(
        url: &str,
        key: &str,
        into: &Destination,
        telling: &mut Telling<'_>,
    ) -> Result<(Self, Option<Problem>), ServerError> {
        let mut http = Http::new(url, key)?;
        let network = format!("/v1/networks/{}", into.network);
        let read = Request { path: &network, body: None, idempotency_key: "" };
        let missing = http.ask(&read, telling, |reply| match reply.done() {
            Ok(()) => Ok(Some(None)),
            Err(problem) if problem.code == "not_found" => Ok(Some(Some(problem))),
            Err(problem) => Err(ServerError::Refused(problem)),
        })?;
        let commands = format!("{network}/commands");
        Ok((Self { http, network, commands, lines: Vec::new(), abouts: Vec::new() }, missing))
    }
}

/// A diagnostic, so far as it is read.
#[derive(Debug, Deserialize)]
struct Diagnostic {
    questions: Vec<AskedQuestion>,
}

#[derive(Debug, Deserialize)]
struct AskedQuestion {
    question: QuestionNo,
    kind: QuestionKind,
    withdrawn: bool,
    #[serde(default)]
    choices: Vec<AskedChoice>,
}

#[derive(Debug, Deserialize)]
struct AskedChoice {
    choice: ChoiceNo,
    #[serde(default)]
    title: String,
    withdrawn: bool,
}

impl Server {
    /// What a diagnostic asks.
    pub fn asked(&mut self, diagnostic: DiagnosticId, telling: &mut Telling<'_>) -> Result<Asked, ServerError> {
        let path = format!("{}/diagnostics/{diagnostic}?expand=texts", self.network);
        let read = Request { path: &path, body: None, idempotency_key: "" };
        let shown: Diagnostic = self.http.ask(&read, telling, |reply| match reply.done() {
            Ok(()) => reply.json().map(Some),
            Err(problem) => Err(ServerError::Refused(problem)),
        })?;
        let standing = shown.questions.into_iter().filter(|question| !question.withdrawn);
        let question = |AskedQuestion { question, kind, choices, .. }| {
            let choices = choices.into_iter().filter(|choice: &AskedChoice| !choice.withdrawn);
            (question, Question { kind, choices: choices.map(|choice| (choice.choice, choice.title)).collect() })
        };
        Ok(Asked { diagnostic, questions: standing.map(question).collect() })
    }
}

impl Target for Server {
    type Error = ServerError;

    fn take(&mut self, about: About, row: &Row<'_>, telling: &mut Telling<'_>) -> Result<(), ServerError> {
        serde_json::to_writer(&mut self.lines, &Line::of(row))?;
        self.lines.push(b'\n');
        self.abouts.push(about);
        if self.abouts.len() < MAX_LINES && self.lines.len() < MAX_BYTES { Ok(()) } else { self.finish(telling) }
    }

    fn finish(&mut self, telling: &mut Telling<'_>) -> Result<(), ServerError> {
        if self.abouts.is_empty() {
            return Ok(());
        }
        let idempotency_key = app::edge::request_id().to_string();
        let body = Some(("application/x-ndjson", self.lines.as_slice()));
        let batch = Request { path: &self.commands, body, idempotency_key: &idempotency_key };
        let wanted = self.abouts.len();
        let results = self.http.ask(&batch, telling, |reply| results(reply, wanted))?;
        for (about, result) in self.abouts.drain(..).zip(results) {
            match (result.problem, result.known) {
                (Some(problem), _) if about.line.is_some() => telling.refused(about, &problem.to_string()),
                (Some(problem), _) => return Err(ServerError::Refused(problem)),
                (None, Some(known)) => telling.already_there(about, known == Known::Changed),
                (None, None) => telling.recorded(about),
            }
        }
        self.lines.clear();
        Ok(())
    }
}

#[derive(Debug, Deserialize)]
struct Results {
    results: Vec<LineResult>,
}

/// What became of a line.
#[derive(Debug, Deserialize)]
struct LineResult {
    known: Option<Known>,
    problem: Option<Problem>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Known {
    Same,
    Changed,
}

/// What became of each line of a batch; `None` if that of some has to be asked for again.
fn results(reply: &Reply, wanted: usize) -> Result<Option<Vec<LineResult>>, ServerError> {
    reply.done().map_err(ServerError::Refused)?;
    let Results { results } = reply.json()?;
    if results.len() != wanted {
        return Err(ServerError::NotTresse(reply.status));
    }
    let problems = || results.iter().filter_map(|result| result.problem.as_ref());
    // It is not this row, but the key, the server or the network.
    let is_of_all =
        |problem: &&Problem| matches!(problem.status, 401 | 403 | 500 | 507) || problem.code == "network_archived";
    if let Some(problem) = problems().find(is_of_all) {
        return Err(ServerError::Refused(problem.clone()));
    }
    let must_wait = problems().any(Problem::passes);
    Ok(if must_wait { None } else { Some(results) })
}

#[derive(Debug, Serialize)]
struct NewNetwork<'n> {
    slug: &'n str,
    name: &'n str,
    languages: &'n [domain::names::LanguageTag],
    time_zone: &'n str,
    visibility: &'static str,
    steward: Steward,
}

#[derive(Debug, Serialize)]
struct Steward {
    kind: &'static str,
}

#[derive(Debug, Deserialize)]
struct NewKey {
    steward: ActorId,
    secret: String,
}

fn found(http: &mut Http, into: &Destination, telling: &mut Telling<'_>) -> Result<(), ServerError> {
    let (slug, time_zone) = (into.network.as_str(), into.time_zone.as_str());
    let (languages, steward) = (into.languages.as_slice(), Steward { kind: "person" });
    let new = NewNetwork { slug, name: slug, languages, time_zone, visibility: "public", steward };
    let idempotency_key = app::edge::request_id().to_string();
    let body = serde_json::to_vec(&new)?;
    let request =
        Request { path: "/v1/networks", body: Some(("application/json", &body)), idempotency_key: &idempotency_key };
    let NewKey { steward, secret } = http.ask(&request, telling, |reply| match reply.done() {
        Ok(()) => reply.json().map(Some),
        Err(problem) if problem.code == "already_issued" => Err(ServerError::KeyLost(slug.to_owned())),
        Err(problem) if matches!(problem.status, 401 | 403) => Err(ServerError::CannotFound(slug.to_owned(), problem)),
        Err(problem) => Err(ServerError::Refused(problem)),
    })?;
    telling.founded(&Founded { steward, key: &secret });
    Ok(())
}
