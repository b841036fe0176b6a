//! `PUT /v1/networks/{network}/exchanges/{exchange}/declaration`

use actix_web::HttpResponse;
use domain::authority::{Action, Denied};
use domain::class::Pointer;
use domain::exchange::{Command, Refusal, Revised, Tags, What};
use domain::ids::{ActorId, AudienceId, ExchangeId};
use domain::names::TerritoryCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Exchange;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{self, Body, Title};

/// What there is to say of a need or an offer.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RevisedExchange, example = json!({
    "what": "equipment", "title": "Un vélo électrique", "body": "L’autre est prêté jusqu’en juin."
}))]
pub struct Declaration {
    /// What it is.
    #[schema(schema_with = values::word::<What>)]
    what: What,
    /// Its tags, at most eight.
    #[serde(default)]
    #[schema(value_type = Vec<uuid::Uuid>, max_items = 8)]
    tags: Tags,
    /// The audience it is for.
    #[schema(value_type = Option<uuid::Uuid>)]
    audience: Option<AudienceId>,
    /// The official code of the territory where it is.
    #[schema(value_type = Option<String>)]
    territory: Option<TerritoryCode>,
    /// A few words.
    title: Title,
    /// What there is to say about it.
    body: Option<Body>,
}

/// Revise a need or an offer
///
/// What is said of it is replaced as a whole; a need stays a need. For whose it is, and who represents them.
#[utoipa::path(
    put, path = "/v1/networks/{network}/exchanges/{exchange}/declaration", operation_id = "reviseExchange",
    tag = "exchanges",
    params(
        InNetwork,
        ("exchange" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Declaration,
    responses((status = 200, description = "Revised", body = Written<Exchange>), WriteProblems)
)]
pub async fn handler(write: Write<Declaration>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Revise>().await
}

/// Revising a need or an offer.
pub struct Revise;

impl Operation for Revise {
    const ID: &'static str = "reviseExchange";
    type Body = Declaration;
    type Resource = Exchange;

    async fn plan(write: &Write<Declaration>) -> Result<Plan, Problem> {
        let exchange: ExchangeId = write.caller.path("exchange")?;
        let row = write.gate.live().state.exchange.get(exchange).copied().ok_or(Refusal::UnknownExchange)?;
        write.may(Action::ChangeExchange(exchange))?;
        // Who represents the owner does not become whose text it is.
        let of_another = |owner: &ActorId| write.act.on_behalf_of.is_some_and(|person| person != *owner);
        let owner = row.owner.filter(|owner| !of_another(owner)).ok_or(Denied::Forbidden)?;
        let mut draft = write.draft();
        let Declaration { what, tags, audience, territory, title, body } = &write.body;
        let title = draft.own(owner, Pointer::Title, title.as_str())?;
        let body = body.as_ref().map(|body| draft.own(owner, Pointer::Body, body.as_str())).transpose()?;
        let (what, audience) = (*what, *audience);
        let (tags, territory) = (tags.clone(), territory.clone());
        let revised = Revised { exchange, what, tags, audience, territory, title, body };
        Ok(Plan { subject: Some(owner), ..Plan::of(exchange, draft.ready(Command::Revise(revised))) })
    }
}
