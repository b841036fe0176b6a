//! `GET /v1/networks/{network}/decisions`

use actix_web::HttpResponse;
use domain::decision::Phase;
use domain::ids::DecisionId;
use domain::origin::Origin;
use domain::tally::rules::MethodKind;
use projection::decisions::Filter;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Decision, render};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::values;

/// Which decisions.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// As far as this.
    #[param(schema_with = values::word::<Phase>)]
    phase: Option<Phase>,
    /// Counted by this method.
    #[param(schema_with = values::word::<MethodKind>)]
    method: Option<MethodKind>,
    /// That come from this, or were taken there: `<kind>:<id>` of a contribution, a meeting, a decision, a requirement, a `specification_version` or a finding.
    #[param(value_type = Option<String>, example = "meeting:01890a5d-ac96-774b-bcce-b302099a8057")]
    origin: Option<Origin>,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    #[param(value_type = Option<uuid::Uuid>)]
    after: Option<DecisionId>,
}

/// List decisions
///
/// In order of proposing. What was decided in a meeting: `origin=meeting:<id>`. Texts are opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/decisions", operation_id = "listDecisions", tag = "decisions",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Decision>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let Query { phase, method, origin, limit, after } = read.query;
    let size = page_size(limit)?;
    let filter = Filter { phase, method, origin };
    read.answer_kept_page(|| {
        let rows = read.views.decisions.list(filter, after);
        page(rows, size, |row| row.id.to_string(), |row| render(&read, row))
    })
}
