//! `GET /v1/networks/{network}/audiences`

use actix_web::HttpResponse;
use domain::ids::AudienceId;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Audience, render};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Which audiences.
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
    #[param(value_type = Option<uuid::Uuid>)]
    after: Option<AudienceId>,
}

/// List audiences
///
/// In order of definition, without those that were retired.
#[utoipa::path(
    get, path = "/v1/networks/{network}/audiences", operation_id = "listAudiences", tag = "audiences",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Audience>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let query = &read.query;
    let size = page_size(query.limit)?;
    let rows = read.views.audiences.after(query.after).filter(|row| query.retired || row.retired_at.is_none());
    read.answer_page(&page(rows, size, |row| row.id.to_string(), |row| render(&read, row))?)
}
