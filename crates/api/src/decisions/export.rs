//! `GET /v1/networks/{network}/decisions/{decision}/export`

use actix_web::HttpResponse;
use domain::decision::Refusal;
use domain::tally::document::{Document, Format, RecordedOutcome, Titled};
use domain::tally::electorate::Electorate;
use domain::tally::seed::Draw;
use projection::decisions::DecisionRow;

use super::find;
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::texts::shown;

/// Export a decision for whoever counts again
///
/// Rules, electorate and the ballots as they are published, in one file: `tresse tally` counts it without a server
/// (docs/recount.md). Ballots are in it once the decision is closed, and its lots drawn.
#[utoipa::path(
    get, path = "/v1/networks/{network}/decisions/{decision}/export", operation_id = "exportDecision", tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "The decision's id"), Moment
    ),
    responses(
        (status = 200, description = "The document", body = Object, example = json!({
            "format": "tresse/decision/v1", "origin": "tresse.invalid/01890a5d-ac96-774b-bcce-b302099a8050",
            "decision": "01890a5d-ac96-774b-bcce-b302099a8057", "position": 41, "question": "Un essai ?", "options": [],
            "electorate": {
                "rule": {"who": "persons"}, "at_position": 30, "count": 0, "ids": [],
                "sha256": "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
            }
        })),
        ReadProblems
    )
)]
pub async fn handler(mut read: Read) -> Result<HttpResponse, Problem> {
    read.texts = true;
    let row = find(&read, read.caller.path("decision")?)?;
    read.answer(&document(&read, row)?)
}

/// The document of a decision as of the moment that is read.
pub(super) fn document<Q>(read: &Read<Q>, row: &DecisionRow) -> Result<Document, Problem> {
    let opened = row.opened.as_ref().ok_or(Refusal::NotOpen)?;
    let live = read.gate.live();
    let frozen = live.state.decision.get(row.id).ok_or(Refusal::UnknownDecision)?;
    let vote = frozen.vote.as_ref().ok_or(Refusal::NotOpen)?;
    let charter = live.views.network.charter().ok_or_else(Problem::not_found)?;
    let title = |text| Ok::<_, Problem>(shown(read, text)?.map(|text| text.as_ref().to_owned()));
    let options = vote.options.iter().filter_map(|standing| row.option(standing.option));
    let options = options.map(|option| Ok(Titled { option: option.number, title: title(option.title)? }));
    // What is frozen does not change: as of any moment since, it is what it is now.
    let is_complete = row.closed.is_some_and(|closed| closed.missing_parts.is_none_or(|missing| missing == 0))
        && (row.lot.is_some() || !row.rules.needs_seed());
    let draw = row.lot.as_ref().zip(opened.promised).map(|(lot, promised)| Draw {
        promised,
        told: lot.told,
        draw: lot.numbers.as_slice().to_vec(),
    });
    let recorded = row.decided.as_ref().map(|decided| RecordedOutcome {
        outcome: decided.outcome.clone(),
        sums: decided.sums.clone(),
        input: decided.input,
    });
    Ok(Document {
        format: Format::V1,
        origin: charter.origin.clone(),
        decision: row.id,
        position: read.views.head,
        question: title(row.title)?,
        options: options.collect::<Result<_, Problem>>()?,
        electorate: Electorate {
            rule: serde_json::to_value(&opened.electorate.rule).map_err(|error| Problem::internal(&error))?,
            at_position: opened.position,
            count: opened.electorate.count,
            sha256: opened.electorate.sha256,
            ids: vote.electorate.to_vec(),
        },
        seed: draw,
        input: is_complete.then(|| frozen.input(row.id)).flatten(),
        recorded,
    })
}
