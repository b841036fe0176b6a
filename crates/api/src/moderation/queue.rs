//! `GET /v1/networks/{network}/moderation/queue`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::ids::Position;
use domain::moderation::{ReportReason, Waiting};
use projection::moderation::CaseRow;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Moderation, render};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::contributions::find;
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::values;

/// Which contributions.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// That wait for this.
    #[param(schema_with = values::word::<Waiting>)]
    waiting: Option<Waiting>,
    /// That were reported for this reason.
    #[param(schema_with = values::word::<ReportReason>)]
    reason: Option<ReportReason>,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    #[param(value_type = Option<u64>)]
    after: Option<Position>,
}

/// List what waits for moderators
///
/// For moderators: what was reported since the last decision, what its author appealed for, and what was revised after it was
/// returned; the longest waiting first.
#[utoipa::path(
    get, path = "/v1/networks/{network}/moderation/queue", operation_id = "listModerationQueue", tag = "moderation",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Moderation>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    read.gate.check(Action::ReadReports)?;
    let Query { waiting, reason, limit, after } = read.query;
    let size = page_size(limit)?;
    let holds = |case: &&CaseRow| {
        waiting.is_none_or(|wanted| case.waits.iter().any(|(waiting, _)| *waiting == wanted))
            && reason.is_none_or(|wanted| case.reports.iter().any(|(reason, _)| *reason == wanted))
    };
    let cases = read.views.moderation.waiting(after).filter(holds);
    let cursor = |case: &CaseRow| case.waits.first().map(|(_, since)| since.to_string()).unwrap_or_default();
    read.answer_page(&page(cases, size, cursor, |case| render(&read, find(&read, case.contribution)?))?)
}
