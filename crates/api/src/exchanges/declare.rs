//! `POST /v1/networks/{network}/exchanges`

use actix_web::HttpResponse;
use app::edge;
use domain::authority::Action;
use domain::class::Pointer;
use domain::exchange::{Command, Declared, Side, Tags, What};
use domain::ids::AudienceId;
use domain::names::TerritoryCode;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Exchange;
use crate::call::{CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{self, Body, Title};

/// A need or an offer to declare.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewExchange, example = json!({
    "side": "offer", "what": "equipment", "title": "Deux vélos électriques", "body": "À prêter pour un mois."
}))]
pub struct New {
    /// Whether it is needed or offered.
    #[schema(schema_with = values::word::<Side>)]
    side: Side,
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

/// Declare a need or an offer
///
/// Its texts are for members to read; all else is as public as the network.
#[utoipa::path(
    post, path = "/v1/networks/{network}/exchanges", operation_id = "declareExchange", tag = "exchanges",
    params(
        InNetwork, Doing, CommandHeaders
    ),
    request_body = New,
    responses((status = 201, description = "Declared", body = Written<Exchange>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Declare>().await
}

/// Declaring a need or an offer.
pub struct Declare;

impl Operation for Declare {
    const ID: &'static str = "declareExchange";
    const CREATES: bool = true;
    type Body = New;
    type Resource = Exchange;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let owner = write.subject(Action::DeclareExchange)?;
        let (exchange, mut draft) = (edge::exchange_id(), write.draft());
        let New { side, what, tags, audience, territory, title, body } = &write.body;
        let title = draft.own(owner, Pointer::Title, title.as_str())?;
        let body = body.as_ref().map(|body| draft.own(owner, Pointer::Body, body.as_str())).transpose()?;
        let (side, what, audience) = (*side, *what, *audience);
        let (tags, territory) = (tags.clone(), territory.clone());
        let declared = Declared { exchange, side, what, tags, audience, territory, title, body };
        Ok(Plan::of(exchange, draft.ready(Command::Declare(declared))))
    }
}
