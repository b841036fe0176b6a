//! `PUT /v1/networks/{network}/decisions/{decision}`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::decision::electorate::ElectorateRule;
use domain::decision::{Amended, Command};
use domain::ids::{DecisionId, Stamp};
use domain::tally::rules::Rules;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Decision, described};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{About, Body, Title};

/// What takes the place of what was proposed, but for the options.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AmendedDecision, example = json!({
    "title": "Où planter les deux vergers ?", "body": "Trois terrains sont possibles.",
    "rules": {"method": {"kind": "approval", "winners": 2}, "mode": "pseudonymous", "ties": "listed_first"},
    "electorate": {"who": "persons"}, "closes_at": "2031-04-05T18:00:00Z"
}))]
pub struct New {
    /// The question.
    title: Title,
    /// What there is to say about it.
    body: Option<Body>,
    /// How ballots are cast and counted.
    #[schema(value_type = described::Rules)]
    rules: Rules,
    /// Who may vote.
    #[schema(value_type = described::Electorate)]
    electorate: ElectorateRule,
    /// When it opens by itself, and not earlier; else facilitators open it.
    #[schema(value_type = Option<String>, format = DateTime)]
    opens_at: Option<Stamp>,
    /// When it closes by itself; else facilitators close it.
    #[schema(value_type = Option<String>, format = DateTime)]
    closes_at: Option<Stamp>,
    /// After which moment the public draw takes place, where lots are drawn.
    #[schema(value_type = Option<String>, format = DateTime)]
    draws_at: Option<Stamp>,
    /// Which public draw that is, where lots are drawn.
    draw: Option<About>,
}

/// Amend a decision
///
/// For whoever proposed it and for facilitators, until it opens. What is not said is not so any more; the options stay. Say
/// with `If-Match` which version you have seen.
#[utoipa::path(
    put, path = "/v1/networks/{network}/decisions/{decision}", operation_id = "amendDecision", tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Amended", body = Written<Decision>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Amend>().await
}

/// Amending a decision.
pub struct Amend;

impl Operation for Amend {
    const ID: &'static str = "amendDecision";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = New;
    type Resource = Decision;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let (decision, mut draft): (DecisionId, _) = (write.caller.path("decision")?, write.draft());
        write.may(Action::PrepareDecision(decision))?;
        let New { title, body, rules, electorate, opens_at, closes_at, draws_at, draw } = &write.body;
        let title = draft.common(Pointer::Title, title.as_str())?;
        let mut some = |pointer, text: Option<&str>| text.map(|text| draft.common(pointer, text)).transpose();
        let body = some(Pointer::Body, body.as_ref().map(Body::as_str))?;
        let draw = some(Pointer::Draw, draw.as_ref().map(About::as_str))?;
        let (rules, electorate) = (rules.clone(), electorate.clone());
        let (opens_at, closes_at, draws_at) = (*opens_at, *closes_at, *draws_at);
        let amended = Amended { decision, title, body, rules, electorate, opens_at, closes_at, draws_at, draw };
        Ok(Plan::of(decision, draft.ready(Command::Amend(amended))))
    }
}
