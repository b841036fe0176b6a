//! `GET /v1/networks/{network}/exchanges`

use actix_web::HttpResponse;
use domain::exchange::{Side, What};
use domain::ids::{ActorId, AudienceId, ExchangeId, TagId};
use projection::exchanges::Filter;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Exchange, render};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::values;

/// Which needs and offers.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// On this side.
    #[param(schema_with = values::word::<Side>)]
    side: Option<Side>,
    /// Of this kind.
    #[param(schema_with = values::word::<What>)]
    what: Option<What>,
    /// With this tag.
    #[param(value_type = Option<uuid::Uuid>)]
    tag: Option<TagId>,
    /// For this audience.
    #[param(value_type = Option<uuid::Uuid>)]
    audience: Option<AudienceId>,
    /// Of this actor.
    #[param(value_type = Option<uuid::Uuid>)]
    actor: Option<ActorId>,
    /// Also those that were withdrawn, and those of actors who left.
    #[serde(default)]
    #[param(example = false)]
    withdrawn: bool,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    #[param(value_type = Option<uuid::Uuid>)]
    after: Option<ExchangeId>,
}

/// List needs and offers
///
/// In order of declaration, without those that were withdrawn. Texts are opened with `expand=texts`, for members.
#[utoipa::path(
    get, path = "/v1/networks/{network}/exchanges", operation_id = "listExchanges", tag = "exchanges",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Exchange>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let Query { side, what, tag, audience, actor, withdrawn, limit, after } = read.query;
    let (size, filter) = (page_size(limit)?, Filter { side, what, tag, audience, actor, withdrawn });
    let rows = read.views.exchanges.list(filter, after);
    read.answer_page(&page(rows, size, |row| row.id.to_string(), |row| render(&read, row))?)
}
