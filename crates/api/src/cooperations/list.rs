//! `GET /v1/networks/{network}/cooperations`

use actix_web::HttpResponse;
use domain::cooperation::Phase;
use domain::ids::{ActorId, CooperationId};
use projection::cooperations::Filter;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Cooperation, render};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::values;

/// Which cooperations.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// As far as this.
    #[param(schema_with = values::word::<Phase>)]
    phase: Option<Phase>,
    /// With this actor.
    #[param(value_type = Option<uuid::Uuid>)]
    actor: Option<ActorId>,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    #[param(value_type = Option<uuid::Uuid>)]
    after: Option<CooperationId>,
}

/// List cooperations
///
/// In order of proposing. Texts are opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/cooperations", operation_id = "listCooperations", tag = "cooperations",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Cooperation>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let Query { phase, actor, limit, after } = read.query;
    let size = page_size(limit)?;
    let filter = Filter { phase, actor };
    read.answer_kept_page(|| {
        let rows = read.views.cooperations.after(after).filter(|row| filter.holds(row));
        page(rows, size, |row| row.id.to_string(), |row| render(&read, row))
    })
}
