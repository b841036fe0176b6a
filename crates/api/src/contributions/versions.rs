//! `GET /v1/networks/{network}/contributions/{contribution}/versions`

use std::sync::Arc;

use actix_web::HttpResponse;
use domain::ids::{Position, Stamp};
use projection::{TextRef, contributions};
use serde::Serialize;
use utoipa::ToSchema;

use super::{find, is_hidden};
use crate::answer::Page;
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::texts::{Shown, shown};
use crate::values;

/// A version of a contribution's text.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "number": 1, "position": 12, "recorded_at": "2026-03-05T17:02:11.000Z", "hidden": false,
    "title": "Un calendrier commun", "body": "Chacun y inscrit ses rencontres."
}))]
pub struct TextVersion {
    /// Its number, from 1.
    number: usize,
    /// The position of its event.
    #[schema(value_type = u64)]
    position: Position,
    /// When it was recorded.
    #[schema(schema_with = values::time)]
    recorded_at: Stamp,
    /// Whether moderators hide it.
    hidden: bool,
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    body: Option<Arc<str>>,
}

/// Read all versions of a contribution's text
///
/// Oldest first.
#[utoipa::path(
    get, path = "/v1/networks/{network}/contributions/{contribution}/versions", operation_id = "listVersions",
    tag = "contributions",
    params(
        InNetwork,
        ("contribution" = uuid::Uuid, Path, description = "Its id"), Moment
    ),
    responses((status = 200, description = "All versions", body = Page<TextVersion>), ReadProblems)
)]
pub async fn handler(read: Read) -> Result<HttpResponse, Problem> {
    let row = find(&read, read.caller.path("contribution")?)?;
    let items = (1..).zip(&row.versions).map(|(number, version)| render(&read, number, version, shown));
    let items = items.collect::<Result<Vec<_>, Problem>>()?;
    read.answer_page(&Page { items, next: None })
}

/// A version, with its texts as `open` opens them.
pub(crate) fn render<Q>(
    read: &Read<Q>,
    number: usize,
    version: &contributions::TextVersion,
    open: fn(&Read<Q>, Option<TextRef>) -> Shown,
) -> Result<TextVersion, Problem> {
    Ok(TextVersion {
        number,
        position: version.position,
        recorded_at: version.recorded_at,
        hidden: is_hidden(read, version),
        title: open(read, version.title())?,
        body: open(read, version.body())?,
    })
}
