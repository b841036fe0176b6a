//! `GET /v1/networks/{network}/actions`

use actix_web::HttpResponse;
use domain::action::{Origin, Phase};
use domain::ids::{ActionId, ActorId, Stamp};
use projection::actions::Filter;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Action, render};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::values;

/// Which actions.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// As far as this.
    #[param(schema_with = values::word::<Phase>)]
    phase: Option<Phase>,
    /// That come from this: `<kind>:<id>` of a contribution, a meeting, a decision, a requirement, a `specification_version` or a finding.
    #[param(value_type = Option<String>, example = "contribution:01890a5d-ac96-774b-bcce-b302099a8057")]
    origin: Option<Origin>,
    /// That this actor answers for.
    #[param(value_type = Option<uuid::Uuid>)]
    responsible: Option<ActorId>,
    /// That are not over and have a milestone due before this moment and not reached.
    #[param(value_type = Option<String>, format = DateTime)]
    due_before: Option<Stamp>,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    #[param(value_type = Option<uuid::Uuid>)]
    after: Option<ActionId>,
}

/// List actions
///
/// In order of planning. What became of a contribution: `origin=contribution:<id>`. Texts are opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/actions", operation_id = "listActions", tag = "actions",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Action>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let Query { phase, origin, responsible, due_before, limit, after } = read.query;
    let size = page_size(limit)?;
    let filter = Filter { phase, origin, responsible, due_before };
    let rows = read.views.actions.after(after).filter(|row| filter.holds(row));
    // What is overdue depends on the moment of asking, so no page is kept.
    read.answer_page(&page(rows, size, |row| row.id.to_string(), |row| render(&read, row))?)
}
