//! `POST /v1/networks/{network}/commands`: many commands in one request.
//!
//! A line is an operation of this API with what its own request would say. Lines are planned and handed to the writer in
//! their order, a chunk at a time, so that what others send comes in between; or, if they are atomic, as one submission
//! that is recorded whole or not at all.

mod import;
mod line;
mod registry;

use std::collections::BTreeSet;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::web::{self, Bytes, ServiceConfig, post};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use app::handing::Handed;
use app::network::{EventLog as _, ReadError, Stored, read_event};
use app::submission::{Failed, Idempotency, Imported, Outcome, Receipt, Submission, Unit};
use domain::event::Object;
use domain::ids::{Position, Version};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, OpenApi, ToSchema};

use crate::body::media_type;
use crate::call::{CommandHeaders, Doing, InNetwork, Write, parse_query_of};
use crate::openapi::WriteProblems;
use crate::operation::{made_by, object_of};
use crate::problem::{Problem, ProblemBody};
use crate::routing::resource;
pub use import::Known;
use import::Named;
pub use line::{Import, Line};
pub use registry::operations;

/// The greatest body of a batch, in bytes.
pub const MAX_BATCH_BYTES: usize = 4 << 20;
/// How many lines a batch may have.
pub const MAX_LINES: usize = 10_000;
/// How many of them may be recorded together or not at all: as many commands as a group of the writer has.
pub const MAX_ATOMIC_LINES: usize = 512;
/// How many lines at most are planned before they are handed to the writer.
const CHUNK: usize = 256;

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    config.service(resource("/commands", "POST").route(post().to(handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(handler))]
pub struct Paths;

/// How lines belong together.
#[derive(Debug, Clone, Copy, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Together {
    /// Record all lines together, or none: up to 512.
    #[serde(default)]
    #[param(example = true)]
    atomic: bool,
    /// Decide, and record nothing. Without `atomic` each line is decided as if it were the only one.
    #[serde(default)]
    #[param(example = false)]
    dry_run: bool,
}

/// What became of a line.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "line": 1, "status": 201, "id": "01890a5d-ac96-774b-bcce-b302099a8057", "position": 42, "version": 1
}))]
pub struct LineResult {
    /// Which line, from 1.
    line: usize,
    /// The status code that its own request would have been answered with.
    status: u16,
    /// The id of the object that it made or changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    id: Option<uuid::Uuid>,
    /// How many events the history has with this line in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u64>)]
    position: Option<Position>,
    /// The version that the object has now.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u32>)]
    version: Option<Version>,
    /// What is there of a row that was imported before or has no effect; absent where it was recorded by this line.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Known>)]
    known: Option<Known>,
    /// Why it was not done.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<Box<ProblemBody>>,
}

/// What became of all lines, in their order.
#[derive(Debug, Serialize, ToSchema)]
pub struct Results {
    /// A result a line.
    results: Vec<LineResult>,
}

/// Lines that were sent together.
pub struct Batch {
    write: Write<Bytes>,
    together: Together,
    lines: Vec<Result<Line, Problem>>,
    as_lines: bool,
}

impl FromRequest for Batch {
    type Error = Problem;
    type Future = std::pin::Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let (request, payload) = (request.clone(), payload.take());
        Box::pin(async move {
            let together: Together = parse_query_of(&request)?;
            let doing = Doing { dry_run: together.dry_run, ..Doing::default() };
            let write = Write::raw(&request, payload, MAX_BATCH_BYTES, &doing).await?;
            if write.if_match.is_some() {
                return Err(Problem::invalid_header("If-Match"));
            }
            let lines = line::parse(media_type(&request)?, &write.body)?;
            let most = if together.atomic { MAX_ATOMIC_LINES } else { MAX_LINES };
            if lines.len() > most {
                return Err(Problem::too_many_lines(most));
            }
            let as_lines = write.caller.accepts("application/x-ndjson");
            Ok(Self { write, together, lines, as_lines })
        })
    }
}

/// Send many commands
///
/// A JSON array, or a line of JSON each as `application/x-ndjson`: `operation` is an operationId of this document, `path` has
/// the segments of its path but the network's, `body` its body. The answer has a result a line, in their order; with
/// `Accept: application/x-ndjson` a line each. With `atomic` the answer is a problem if any line fails, and says which. An
/// `Idempotency-Key` holds for every line by itself, or for all of them with `atomic`.
#[utoipa::path(
    post, path = "/v1/networks/{network}/commands", operation_id = "sendCommands", tag = "networks",
    params(InNetwork, Together, CommandHeaders),
    request_body(content((Vec<Line> = "application/json"), (Line = "application/x-ndjson"))),
    responses(
        (status = 200, description = "A result a line", content(
            (Results = "application/json"), (LineResult = "application/x-ndjson")
        )),
        WriteProblems
    )
)]
pub async fn handler(batch: Batch) -> Result<HttpResponse, Problem> {
    let results = if batch.together.atomic { batch.atomic().await? } else { batch.one_by_one().await };
    if !batch.as_lines {
        return Ok(HttpResponse::Ok().json(Results { results }));
    }
    let mut lines = Vec::new();
    for result in &results {
        serde_json::to_writer(&mut lines, result).map_err(|error| Problem::internal(&error))?;
        lines.push(b'\n');
    }
    Ok(HttpResponse::Ok().content_type("application/x-ndjson").body(lines))
}

/// A line that is ready for the writer.
struct Planned {
    object: Object,
    creates: bool,
    unit: Unit,
    imported: Option<Imported>,
}

/// A line on its way.
struct HandedLine<'n> {
    object: Object,
    creates: bool,
    imported: Option<Imported>,
    texts: import::Texts,
    handed: Handed<'n>,
}

impl Batch {
    /// All lines in one submission.
    async fn atomic(&self) -> Result<Vec<LineResult>, Problem> {
        let (mut made, mut units) = (Vec::with_capacity(self.lines.len()), Vec::with_capacity(self.lines.len()));
        for (n, line) in (1..).zip(&self.lines) {
            let of_line = |problem: Problem| problem.of_line(n);
            let line = line.as_ref().map_err(|problem| of_line(problem.clone()))?;
            if line.import.is_some() {
                return Err(Problem::import_is_not_atomic().of_line(n));
            }
            let Planned { object, creates, unit, .. } = self.plan(line, None).await.map_err(of_line)?;
            made.push((object, creates));
            units.push(unit);
        }
        let submission = Submission {
            idempotency: self.write.idempotency,
            dry_run: self.write.dry_run,
            ..Submission::of(self.write.gate.principal(), units)
        };
        let outcome = self.write.network.submit_patiently(submission).await;
        let outcome = outcome.map_err(|Failed { error, unit }| Problem::from(error).of_line(unit + 1))?;
        let position = match outcome {
            Outcome::Recorded { views, .. } | Outcome::Unchanged(views) | Outcome::WouldRecord { views, .. } => {
                views.head
            }
            Outcome::Replayed(receipt) => {
                self.recall(receipt, &mut made).await?;
                receipt.head()
            }
        };
        Ok((1..).zip(made).map(|(line, (object, creates))| self.done(line, object, creates, position)).collect())
    }

    /// Puts the objects that the first request with this idempotency key made in the place of those drawn for this one:
    /// they came to be in the order of its lines.
    async fn recall(&self, receipt: Receipt, made: &mut [(Object, bool)]) -> Result<(), Problem> {
        let network = Arc::clone(&self.write.network);
        let read = move || {
            let stored = network.log().read(receipt.first.0).take(receipt.events as usize);
            let object = |stored: Result<Stored, ReadError>| {
                let stored = stored?;
                Ok::<_, Problem>(made_by(&read_event(Position(stored.position), &stored.bytes)?))
            };
            stored.map(object).collect::<Result<Vec<_>, Problem>>()
        };
        // What the other lines changed was there before.
        let mut seen: BTreeSet<_> = made.iter().filter(|(_, creates)| !creates).map(|(object, _)| *object).collect();
        let objects = web::block(read).await??.into_iter().flatten().filter(|object| seen.insert(*object));
        let mut objects: Vec<_> = objects.collect();
        for (object, _) in made.iter_mut().filter(|(_, creates)| *creates) {
            let first = objects.iter().position(|other| other.kind() == object.kind());
            *object = first.map_or(*object, |first| objects.remove(first));
        }
        Ok(())
    }

    /// Each line by itself, a round at a time.
    async fn one_by_one(&self) -> Vec<LineResult> {
        let (mut results, mut rest) = (Vec::with_capacity(self.lines.len()), self.lines.as_slice());
        while !rest.is_empty() {
            let (round, after) = rest.split_at(import::round(rest));
            let named = Named::find(&self.write, round.iter().flatten()).await;
            let mut planned = Vec::with_capacity(round.len());
            for line in round {
                planned.push(match line {
                    Ok(line) => self.plan(line, Some(&named)).await,
                    Err(problem) => Err(problem.clone()),
                });
            }
            // All are handed over, one after another, before any is waited for: the writer takes them in groups.
            let mut handed = Vec::with_capacity(round.len());
            for (line, planned) in (results.len() + 1..).zip(planned) {
                handed.push((line, self.hand_over(line, planned).await));
            }
            for (line, handed) in handed {
                let result = self.result(line, handed).await;
                results.push(result.unwrap_or_else(|problem| self.not_done(line, &problem)));
            }
            rest = after;
        }
        results
    }

    async fn plan(&self, line: &Line, named: Option<&Named>) -> Result<Planned, Problem> {
        let plan = registry::planner(&line.operation)
            .ok_or_else(|| Problem::invalid_value("/operation", crate::reason::Reason::does_not_fit()))?;
        let (write, imported) = line.write(&self.write, named).await?;
        plan(write, imported).await
    }

    fn not_done(&self, line: usize, problem: &Problem) -> LineResult {
        let told = problem.told(self.write.caller.asked.language, self.write.caller.request_path());
        let (status, problem) = (problem.status(), Some(Box::new(told)));
        LineResult { line, status, id: None, position: None, version: None, known: None, problem }
    }

    async fn hand_over(&self, line: usize, planned: Result<Planned, Problem>) -> Result<HandedLine<'_>, Problem> {
        let Planned { object, creates, unit, imported } = planned?;
        let texts = unit.steps.iter().map(|step| step.opened.clone()).collect();
        let submission = Submission {
            idempotency: self.write.idempotency.map(|whole| self.of_line(whole, line)),
            dry_run: self.write.dry_run,
            imported,
            ..Submission::of(self.write.gate.principal(), vec![unit])
        };
        let handed = self.write.network.hand_over(submission).await?;
        Ok(HandedLine { object, creates, imported, texts, handed })
    }

    /// What became of a line.
    async fn result(&self, line: usize, handed: Result<HandedLine<'_>, Problem>) -> Result<LineResult, Problem> {
        let HandedLine { object, creates, imported, texts, handed } = handed?;
        let network = &self.write.network;
        Ok(match handed.outcome().await? {
            Outcome::Recorded { views, .. } => self.done(line, object, creates, views.head),
            Outcome::WouldRecord { views, .. } => self.done(line, object, false, views.head),
            Outcome::Unchanged(views) => {
                let there = match imported {
                    // What makes nothing and says nothing is about the object that it names. Answers to a diagnostic are found by
                    // what they say, and not opened for this.
                    Some(imported)
                        if creates
                            || texts.iter().any(|texts| !texts.is_empty())
                                && !matches!(object, Object::Diagnostic(_)) =>
                    {
                        import::known(network, imported, texts).await?
                    }
                    Some(_) | None => None,
                };
                let same = (object, imported.map(|_| Known::Same));
                let (object, known) = there.map_or(same, |(object, known)| (object, Some(known)));
                LineResult { known, ..self.done(line, object, false, views.head) }
            }
            Outcome::Replayed(receipt) => {
                self.done(line, object_of(network, receipt, object).await?, creates, receipt.head())
            }
        })
    }

    /// What a line's own idempotency key would be.
    fn of_line(&self, Idempotency { key, body }: Idempotency, line: usize) -> Idempotency {
        let mac =
            |part: &[u8]| self.write.caller.catalogue.server_log().vault().mac("line", &[part, &line.to_be_bytes()]);
        Idempotency { key: mac(&key), body: mac(&body) }
    }

    fn done(&self, line: usize, object: Object, creates: bool, position: Position) -> LineResult {
        let version = self.write.network.live().state.version(object);
        let status = if creates && !self.write.dry_run { 201 } else { 200 };
        LineResult {
            line,
            status,
            id: Some(object.id()),
            position: Some(position),
            version,
            known: None,
            problem: None,
        }
    }
}
