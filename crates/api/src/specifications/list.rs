//! `GET /v1/networks/{network}/specifications`

use actix_web::HttpResponse;
use domain::ids::SpecificationId;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Specification, render};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;

/// Which specifications.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    #[param(value_type = Option<uuid::Uuid>)]
    after: Option<SpecificationId>,
}

/// List specifications
///
/// In order of opening. Texts are opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/specifications", operation_id = "listSpecifications", tag = "specifications",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Specification>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let Query { limit, after } = read.query;
    let size = page_size(limit)?;
    read.answer_kept_page(|| {
        page(read.views.specifications.after(after), size, |row| row.id.to_string(), |row| render(&read, row))
    })
}
