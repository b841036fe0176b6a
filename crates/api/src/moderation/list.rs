//! `GET /v1/networks/{network}/moderation`

use actix_web::HttpResponse;
use domain::ids::Position;
use domain::moderation::Outcome;
use projection::moderation::{self, What};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Step, render_step};
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
    /// Reviews with this outcome.
    #[param(schema_with = values::word::<Outcome>)]
    outcome: Option<Outcome>,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    #[param(value_type = Option<u64>)]
    after: Option<Position>,
}

/// List the decisions of moderators
///
/// Reviews and decisions on appeals, the last one first. Their reasons are opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/moderation", operation_id = "listModerationDecisions", tag = "moderation",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Step>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let (size, wanted) = (page_size(read.query.limit)?, read.query.outcome);
    let holds = |step: &&moderation::Step| match step.what {
        What::Reviewed { outcome, .. } => wanted.is_none_or(|wanted| outcome == wanted),
        What::Appealed { .. } | What::AppealDecided { .. } => wanted.is_none(),
    };
    let steps = read.views.moderation.decisions(read.query.after).filter(holds);
    read.answer_page(&page(steps, size, |step| step.position.to_string(), |step| render_step(&read, step))?)
}
