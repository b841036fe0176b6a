//! `GET /v1/networks/{network}/decisions/{decision}/dossier`: everything that led to a decision and came of it, in one file
//! that is checked without a server, or as a page to print.

mod history;
mod origins;
mod page;
mod selections;

use actix_web::http::header::{self, HeaderValue};
use actix_web::{HttpResponse, web};
use domain::ids::{DecisionId, Position};
use domain::names::CheckpointOrigin;
use domain::origin::Origin;
use domain::tally::document::Document;
use projection::decisions::DecisionRow;
use serde::Serialize;
use utoipa::ToSchema;

use self::history::Happened;
use self::origins::{Origins, Related};
use super::objections::{self, Objection};
use super::trace::{self, Trace};
use super::{Decision, export, find, render};
use crate::actions::{self, Action};
use crate::call::{InNetwork, Moment, Read};
use crate::formats::Format;
use crate::i18n::Language;
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::quality;

/// How a dossier is written.
const FORMAT: &str = "tresse/dossier/v1";
/// The command that counts what a dossier holds.
const COMMAND: &str = "tresse tally dossier.json";
/// The media type of the page.
const HTML: &str = "text/html";
/// What a dossier can be had as, the most usual first.
const FORMS: [&str; 2] = [Format::Json.media_type(), HTML];
const TOLD: &str = "application/json, text/html";
/// The page is its own: it asks nobody for anything.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// Everything that led to a decision and came of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DecisionDossier)]
pub struct Dossier {
    /// How it is written: `tresse/dossier/v1`.
    #[schema(value_type = String, example = "tresse/dossier/v1")]
    format: &'static str,
    /// Whose decision it is: the network's name in signed checkpoints.
    #[schema(value_type = String)]
    origin: CheckpointOrigin,
    /// The head of the history that it was read at.
    #[schema(value_type = u64)]
    position: Position,
    /// The decision.
    decision: Decision,
    /// Its own events, oldest first. Ballots are not among them, nor objections.
    history: Vec<Happened>,
    /// How many events were left out of the middle of `history`, where there are more than 4096.
    #[serde(skip_serializing_if = "is_zero")]
    history_left_out: usize,
    /// What it comes from, and where it was taken.
    origins: Origins,
    /// All objections to it, those that were lifted too.
    objections: Vec<Objection>,
    /// What a recount needs, as `exportDecision` answers; absent before it opens.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    export: Option<Document>,
    /// How the published ballots come to the outcome, once they are there.
    #[serde(skip_serializing_if = "Option::is_none")]
    trace: Option<Trace>,
    /// What was planned from it, in order of planning.
    actions: Vec<Planned>,
    /// The decisions that come from it, in order of proposing.
    decisions: Vec<Related>,
    /// How to check it.
    verify: Verify,
}

/// An action that was planned from a decision.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlannedAction)]
pub struct Planned {
    /// The position of the event that planned it.
    #[schema(value_type = u64)]
    position: Position,
    /// The action.
    #[serde(flatten)]
    action: Action,
}

/// How a dossier is checked without a server.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DossierCheck)]
pub struct Verify {
    /// The command.
    #[schema(value_type = String, example = "tresse tally dossier.json")]
    command: &'static str,
    /// What it tells, in French.
    fr: String,
    /// What it tells, in English.
    en: String,
}

impl Verify {
    fn new() -> Self {
        let told = |language: Language| language.say("dossier-verify", &[]).unwrap_or_default();
        Self { command: COMMAND, fr: told(Language::French), en: told(Language::English) }
    }
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde wants it so")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

/// Read the dossier of a decision
///
/// Everything that led to it and came of it, each with the position of its event: contributions, meetings with their approved
/// minutes and earlier decisions; its own events with their leaf hashes; objections; what `exportDecision` and
/// `traceDecision` answer; actions and later decisions. As a page to read and print with `Accept: text/html`, in French or
/// English. `tresse tally` counts a saved dossier without a server.
#[utoipa::path(
    get, path = "/v1/networks/{network}/decisions/{decision}/dossier", operation_id = "getDossier", tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "The decision's id"), Moment
    ),
    responses(
        (status = 200, description = "The dossier", content(
            (Dossier = "application/json"), (String = "text/html", example = "<!DOCTYPE html>…"),
        )),
        ReadProblems
    )
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    let form = quality::best(&FORMS, read.accept()).ok_or_else(|| Problem::not_acceptable(TOLD))?;
    let id: DecisionId = read.caller.path("decision")?;
    let language = read.caller.asked.language;
    read.texts = true;
    // It reads many events, and counts.
    let written = web::block(move || {
        let row = find(&read, id)?;
        let dossier = Dossier::of(&read, row)?;
        let bytes = match form {
            HTML => page::write(&read, row, &dossier, language)?.into_bytes(),
            _ => serde_json::to_vec(&dossier).map_err(|error| Problem::internal(&error))?,
        };
        Ok::<_, Problem>((read, bytes))
    });
    let (read, bytes) = written.await??;
    if form != HTML {
        return Ok(read.answer_as(Format::Json.media_type(), bytes, None));
    }
    let mut response = read.answer_as("text/html; charset=utf-8", bytes, None);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_LANGUAGE, HeaderValue::from_static(language.tag()));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    Ok(response)
}

impl Dossier {
    /// The dossier of a decision as of the moment that is read.
    fn of<Q>(read: &Read<Q>, row: &DecisionRow) -> Result<Self, Problem> {
        let charter = read.gate.live().views.network.charter().ok_or_else(Problem::not_found)?;
        let (history, history_left_out) = history::of(read, row)?;
        let objections = read.views.decisions.objections(row.id, None);
        let export = row.opened.is_some().then(|| export::document(read, row)).transpose()?;
        let is_published = export.as_ref().is_some_and(|document| document.input.is_some());
        let actions = read.views.actions.from(Origin::Decision(row.id)).filter_map(|id| read.views.actions.get(id));
        let planned = actions.map(|action| {
            Ok(Planned { position: action.position, action: actions::render(read, action)?.without_offers() })
        });
        Ok(Self {
            format: FORMAT,
            origin: charter.origin.clone(),
            position: read.views.head,
            decision: render(read, row)?.without_offers(),
            history,
            history_left_out,
            origins: Origins::of(read, row)?,
            objections: objections.map(|one| objections::render(read, one)).collect::<Result<_, _>>()?,
            export,
            trace: is_published.then(|| trace::counted(&read.network, row.id)).flatten(),
            actions: planned.collect::<Result<_, Problem>>()?,
            decisions: origins::following(read, row)?,
            verify: Verify::new(),
        })
    }
}
