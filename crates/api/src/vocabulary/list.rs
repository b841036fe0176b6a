//! `GET /v1/networks/{network}/themes` and `GET /v1/networks/{network}/tags`

use actix_web::HttpResponse;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

use domain::ids::{TagId, ThemeId};

use super::{Tag, Theme, render_tag, render_theme};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Which terms.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// Also those that were retired.
    #[serde(default)]
    #[param(example = false)]
    retired: bool,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    after: Option<Uuid>,
}

/// List themes
///
/// In order of definition, without those that were retired.
#[utoipa::path(
    get, path = "/v1/networks/{network}/themes", operation_id = "listThemes", tag = "vocabulary",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Theme>), ReadProblems)
)]
pub async fn themes(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let query = &read.query;
    let size = page_size(query.limit)?;
    let rows = read.views.vocabulary.themes.after(query.after.map(ThemeId));
    let rows = rows.filter(|row| query.retired || row.retired_at.is_none());
    read.answer_page(&page(rows, size, |row| row.id.to_string(), |row| render_theme(&read, row))?)
}

/// List tags
///
/// In order of definition, without those that were retired.
#[utoipa::path(
    get, path = "/v1/networks/{network}/tags", operation_id = "listTags", tag = "vocabulary",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Tag>), ReadProblems)
)]
pub async fn tags(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let query = &read.query;
    let size = page_size(query.limit)?;
    let rows = read.views.vocabulary.tags.after(query.after.map(TagId));
    let rows = rows.filter(|row| query.retired || row.retired_at.is_none());
    read.answer_page(&page(rows, size, |row| row.id.to_string(), |row| render_tag(&read, row))?)
}
