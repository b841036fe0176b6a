//! `GET /v1/networks/{network}/meetings`

use actix_web::HttpResponse;
use domain::ids::{AudienceId, GroupId, MeetingId, Stamp};
use domain::meeting::MeetingKind;
use projection::meetings::{Filter, MeetingRow, Start, Walk};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Meeting, render};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::reason::Reason;
use crate::values;

/// Which meetings.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// Of this kind.
    #[param(schema_with = values::word::<MeetingKind>)]
    kind: Option<MeetingKind>,
    /// For this audience.
    #[param(value_type = Option<uuid::Uuid>)]
    audience: Option<AudienceId>,
    /// Of this working group.
    #[param(value_type = Option<uuid::Uuid>)]
    group: Option<GroupId>,
    /// That begin then or later.
    #[param(value_type = Option<String>, format = DateTime)]
    from: Option<Stamp>,
    /// That begin before.
    #[param(value_type = Option<String>, format = DateTime)]
    until: Option<Stamp>,
    /// That have not ended at the moment in the header `Tresse-At`, and were not cancelled.
    #[serde(default)]
    #[param(example = true)]
    upcoming: bool,
    /// `start` (what begins first first) or `-start`.
    #[param(example = "start")]
    sort: Option<String>,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    after: Option<String>,
}

/// List meetings
///
/// In the order in which they begin. Texts are opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/meetings", operation_id = "listMeetings", tag = "meetings",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Meeting>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let Query { kind, audience, group, from, until, upcoming, .. } = read.query;
    let size = page_size(read.query.limit)?;
    let filter = Filter { kind, audience, group, from, until, upcoming_at: upcoming.then_some(read.at) };
    let after = read.query.after.as_deref().map(start).transpose()?;
    let walk = match read.query.sort.as_deref() {
        None | Some("start") => Walk::Ascending(after),
        Some("-start") => Walk::Descending(after),
        Some(_) => return Err(Problem::invalid_parameter("sort", Reason::not_one_of("start, -start"))),
    };
    let rendered = || page(read.views.meetings.list(filter, walk), size, cursor, |row| render(&read, row));
    // What is still to come depends on the moment, not on the history alone.
    if upcoming { read.answer_page(&rendered()?) } else { read.answer_kept_page(rendered) }
}

fn cursor(row: &MeetingRow) -> String {
    format!("{}_{}", row.starts_at.millis(), row.id)
}

fn start(cursor: &str) -> Result<Start, Problem> {
    let parse = || {
        let (at, id) = cursor.split_once('_')?;
        Some((Stamp::from_millis(at.parse().ok()?)?, id.parse::<MeetingId>().ok()?))
    };
    parse().ok_or_else(|| Problem::invalid_parameter("after", Reason::does_not_fit()))
}
