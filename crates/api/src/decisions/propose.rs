//! `POST /v1/networks/{network}/decisions`

use actix_web::HttpResponse;
use app::edge;
use domain::authority::Action;
use domain::class::Pointer;
use domain::decision::electorate::ElectorateRule;
use domain::decision::{Command, Proposed, Refusal, cost_fits};
use domain::event::Object;
use domain::ids::Stamp;
use domain::tally::ballot::{MAX_OPTIONS, OptionNo};
use domain::tally::rules::Rules;
use serde::Deserialize;
use utoipa::ToSchema;

use super::options::NewOption;
use super::{Decision, described};
use crate::call::{CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{About, Body, Title};

/// A decision to propose.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDecision, example = json!({
    "title": "Où planter le verger ?", "body": "Trois terrains sont possibles.",
    "rules": {"method": {"kind": "approval", "winners": 1}, "mode": "pseudonymous", "ties": "listed_first"},
    "electorate": {"who": "persons"}, "closes_at": "2031-04-05T18:00:00Z",
    "options": [{"title": "Près de l'école"}, {"title": "Au bord de la rivière"}]
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
    /// What a foreign source says beyond that.
    details: Option<Body>,
    /// Its options, in the order of listing; a proposal that is said yes or no to has none.
    #[serde(default)]
    #[schema(max_items = 512)]
    options: Vec<NewOption>,
}

/// Propose a decision
///
/// With its question, its rules, who may vote, and its options. All may be amended until it opens, and nothing after.
#[utoipa::path(
    post, path = "/v1/networks/{network}/decisions", operation_id = "proposeDecision", tag = "decisions",
    params(
        InNetwork, Doing, CommandHeaders
    ),
    request_body = New,
    responses((status = 201, description = "Proposed", body = Written<Decision>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Propose>().await
}

/// Proposing a decision.
pub struct Propose;

impl Operation for Propose {
    const ID: &'static str = "proposeDecision";
    const CREATES: bool = true;
    type Body = New;
    type Resource = Decision;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        write.may(Action::ProposeDecision)?;
        let New { rules, electorate, opens_at, closes_at, draws_at, options, .. } = &write.body;
        admits_options(&write.body)?;
        let (decision, mut draft) = (edge::decision_id(), write.draft());
        let title = draft.common(Pointer::Title, write.body.title.as_str())?;
        let mut some = |pointer, text: Option<&str>| text.map(|text| draft.common(pointer, text)).transpose();
        let body = some(Pointer::Body, write.body.body.as_ref().map(Body::as_str))?;
        let draw = some(Pointer::Draw, write.body.draw.as_ref().map(About::as_str))?;
        let details = some(Pointer::Source, write.body.details.as_ref().map(Body::as_str))?;
        let (rules, electorate) = (rules.clone(), electorate.clone());
        let (opens_at, closes_at, draws_at) = (*opens_at, *closes_at, *draws_at);
        let proposed =
            Proposed { decision, title, body, rules, electorate, opens_at, closes_at, draws_at, draw, details };
        let mut commands = vec![draft.ready(Command::Propose(proposed))];
        for (number, option) in (0..).zip(options) {
            commands.push(option.step(write, decision, OptionNo(number), Command::SetOption)?);
        }
        Ok(Plan { object: Object::Decision(decision), commands, subject: None })
    }
}

/// Before anything is sealed, and so that the one that does not fit is pointed at.
fn admits_options(new: &New) -> Result<(), Problem> {
    if new.options.len() > usize::from(MAX_OPTIONS) {
        return Err(Refusal::TooManyOptions.into());
    }
    if !new.options.is_empty() && !new.rules.has_options() {
        return Err(Refusal::TakesNoOptions.into());
    }
    match new.options.iter().position(|option| !cost_fits(&new.rules, option.cost())) {
        Some(misfit) => Err(Problem::from(Refusal::CostUnfit).under(&format!("/options/{misfit}"))),
        None => Ok(()),
    }
}
