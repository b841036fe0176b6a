//! `GET /v1/networks/{network}/decisions/{decision}.pb`: a budget and its ballots as a file of Pabulib.

use std::collections::HashSet;
use std::sync::Arc;

use actix_web::http::header::{CONTENT_DISPOSITION, HeaderValue};
use actix_web::{HttpResponse, web};
use app::pabulib::election::{Cast, Election, Item, read_project};
use app::pabulib::{Meta, amount, words};
use domain::decision::{Phase, Refusal, Vote};
use domain::ids::{DecisionId, Stamp};
use domain::tally::ballot::Standing;
use domain::tally::input::Counted;
use domain::tally::outcome::Outcome;
use domain::tally::rules::{Budget, BudgetBallot, Method};
use projection::decisions::{Decided, DecisionRow};

use super::find;
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::{Problem, ProblemBody};
use crate::texts::quoted;

const MEDIA_TYPE: &str = "text/plain; charset=utf-8";

/// Read a budget and its ballots as a file
///
/// In the [`.pb` format](https://pabulib.org/format) of Pabulib, once the decision is closed and counted: what was imported
/// from such a file is given back. A ballot has the pseudonym of its voter, and one of a meeting a number.
#[utoipa::path(
    get, path = "/v1/networks/{network}/decisions/{decision}.pb", operation_id = "exportDecisionPb", tag = "decisions",
    params(InNetwork, ("decision" = uuid::Uuid, Path, description = "Its id"), Moment),
    responses(
        (
            status = 200, description = "The file", body = String, content_type = "text/plain",
            example = "META\nkey;value\nbudget;9000\nvote_type;approval\nPROJECTS\nproject_id;cost;votes;name;selected\n\
                1;6000;1;Verger;1\nVOTES\nvoter_id;vote\n0f5b3e1c9a7d4e2f8b6a5c4d3e2f1a0b;1\n"
        ),
        (
            status = 409, description = "It has no such file, or not yet; the code says why", body = ProblemBody,
            content_type = "application/problem+json"
        ),
        ReadProblems
    )
)]
pub async fn handler(read: Read) -> Result<HttpResponse, Problem> {
    let id: DecisionId = read.caller.path("decision")?;
    let written = web::block(move || {
        let file = write(&read, find(&read, id)?)?;
        Ok::<_, Problem>((read, file))
    });
    let (read, file) = written.await??;
    let mut response = read.answer_as(MEDIA_TYPE, file, None);
    let name = HeaderValue::from_str(&format!("attachment; filename=\"{id}.pb\""));
    response.headers_mut().insert(CONTENT_DISPOSITION, name.map_err(|error| Problem::internal(&error))?);
    Ok(response)
}

fn write<Q>(read: &Read<Q>, row: &DecisionRow) -> Result<Vec<u8>, Problem> {
    let (budget, decided) = exported(row)?;
    let state = &read.gate.live().state;
    // Ballots were frozen by the close: they are the same now.
    let vote = state.decision.get(row.id).and_then(|row| row.vote.as_ref()).ok_or(Refusal::NotClosed)?;
    let items = items(read, row, vote, &decided.outcome)?;
    let meta = match quoted(read, row.details)?.and_then(|details| Meta::read(&details)) {
        Some(meta) => meta,
        None => described(read, row, budget)?,
    };
    let mut election = Election { meta, budget, items, ballots: ballots(vote) };
    election.agree();
    let mut file = Vec::new();
    election.write(&mut file).map_err(|error| Problem::internal(&error))?;
    Ok(file)
}

/// What there is to export of a decision, if there is anything.
fn exported(row: &DecisionRow) -> Result<(&Budget, &Decided), Problem> {
    let Method::Budget(budget) = &row.rules.method else { return Err(Problem::decision_is_no_budget()) };
    match row.phase {
        Phase::Proposed | Phase::Open => return Err(Refusal::NotClosed.into()),
        Phase::Voided => return Err(Refusal::Voided.into()),
        Phase::Closed | Phase::Decided => (),
    }
    if !row.ballots_are_published() {
        return Err(Problem::ballots_not_published());
    }
    Ok((budget, row.decided.as_ref().ok_or_else(Problem::decision_not_counted)?))
}

/// The options that stood. Those of a foreign source have the ids and columns that they had there; others are numbered, so
/// that their ids as strings are in the order of listing.
fn items<Q>(read: &Read<Q>, row: &DecisionRow, vote: &Vote, outcome: &Outcome) -> Result<Vec<Item>, Problem> {
    let funded = if let Outcome::Elected { options } = outcome { options.as_slice() } else { &[] };
    let (mut foreign, mut numbered) = (Vec::new(), Vec::new());
    let width = vote.options.len().to_string().len();
    for (n, standing) in (1..).zip(vote.options.iter()) {
        // A budget is not opened with a project that has no cost.
        let Standing { option, cost: Some(cost) } = *standing else { continue };
        let selected = funded.contains(&option);
        let shown = row.option(option);
        let details = quoted(read, shown.and_then(|shown| shown.details))?;
        if let Some((id, columns)) = details.and_then(|details| read_project(&details)) {
            foreign.push(Item { option, id, cost, selected, columns });
        }
        let title = quoted(read, shown.and_then(|shown| shown.title))?.unwrap_or_default();
        let (id, columns) = (format!("{n:0width$}"), vec![("name".to_owned(), title.as_ref().to_owned())]);
        numbered.push(Item { option, id, cost, selected, columns });
    }
    let ids: HashSet<_> = foreign.iter().map(|item| &item.id).collect();
    Ok(if ids.len() == numbered.len() { foreign } else { numbered })
}

/// The ballots by voter, those of meetings and urns by number.
fn ballots(vote: &Vote) -> Vec<Cast<'_>> {
    let by_voter = vote.ballots.iter().map(|(voter, ballot)| (voter.to_string(), ballot));
    let mut ballots: Vec<_> = by_voter.collect();
    for (entry, entered) in &vote.entered {
        ballots.extend(numbered(&format!("meeting-{entry}"), entered.iter()));
    }
    ballots.extend(numbered("urn", vote.published.iter()));
    ballots
}

/// Each of equal ballots, numbered from 1.
fn numbered<'b>(from: &str, counted: impl Iterator<Item = &'b Counted>) -> impl Iterator<Item = Cast<'b>> {
    let each = counted.flat_map(|counted| (0..counted.count).map(|_| &counted.ballot));
    (1_u64..).zip(each).map(move |(n, ballot)| (format!("{from}-{n}"), ballot))
}

/// `META` of a decision that comes from no file.
fn described<Q>(read: &Read<Q>, row: &DecisionRow, budget: &Budget) -> Result<Meta, Problem> {
    let charter = read.views.network.charter().ok_or_else(Problem::not_found)?;
    let zone = jiff::tz::TimeZone::get(charter.time_zone.as_str()).unwrap_or(jiff::tz::TimeZone::UTC);
    let date = |at: Stamp, format: &str| {
        let at = jiff::Timestamp::from_millisecond(at.millis()).unwrap_or_default();
        zone.to_datetime(at).strftime(format).to_string()
    };
    let opened = row.opened.as_ref().map(|opened| opened.recorded_at);
    let closed = row.closed.as_ref().map(|closed| closed.recorded_at);
    let text = |text| Ok::<_, Problem>(quoted(read, text)?.unwrap_or_else(|| Arc::from("")));
    let mut meta = Meta::default();
    let mut say = |key: &str, value: Option<String>| {
        if let Some(value) = value {
            meta.push(key, &value, 0);
        }
    };
    say("description", Some(text(row.title)?.to_string()));
    say("country", charter.territory.as_ref().map(ToString::to_string));
    say("unit", Some(text(charter.name)?.to_string()));
    say("instance", opened.map(|at| date(at, "%Y")));
    // What is counted has its place here, and is told once all is known.
    for key in ["num_projects", "num_votes", "budget", "vote_type", "rule"] {
        say(key, Some(String::new()));
    }
    say("date_begin", opened.map(|at| date(at, "%d.%m.%Y")));
    say("date_end", closed.map(|at| date(at, "%d.%m.%Y")));
    let limits = &budget.limits;
    say("min_length", limits.min_length.map(|limit| limit.to_string()));
    say("max_length", limits.max_length.map(|limit| limit.to_string()));
    say("max_sum_cost", limits.max_sum_cost.map(amount::write));
    if words::has_points(budget.ballot) {
        say("min_points", limits.min_points.map(|limit| limit.to_string()));
        say("max_points", limits.max_points.map(|limit| limit.to_string()));
        say("min_sum_points", limits.min_sum_points.map(|limit| limit.to_string()));
        say("max_sum_points", limits.max_sum_points.map(|limit| limit.to_string()));
    }
    say("scoring_fn", (budget.ballot == BudgetBallot::Ordinal).then(|| "Borda".to_owned()));
    say("language", charter.languages.first().map(ToString::to_string));
    say("currency", Some(budget.budget.currency.to_string()));
    Ok(meta)
}
