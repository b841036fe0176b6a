//! `GET /v1/networks/{network}/selections`

use actix_web::HttpResponse;
use domain::ids::{SelectionId, SpecificationVersionId};
use domain::selection::Phase;
use projection::selections::Filter;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Selection, render};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::values;

/// Which selections.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// As far as this.
    #[param(schema_with = values::word::<Phase>)]
    phase: Option<Phase>,
    /// By this version of a specification.
    #[param(value_type = Option<uuid::Uuid>)]
    requirements: Option<SpecificationVersionId>,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    #[param(value_type = Option<uuid::Uuid>)]
    after: Option<SelectionId>,
}

/// List selections
///
/// In order of preparing. Texts are opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/selections", operation_id = "listSelections", tag = "selections",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Selection>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let Query { phase, requirements, limit, after } = read.query;
    let size = page_size(limit)?;
    let filter = Filter { phase, requirements };
    read.answer_kept_page(|| {
        let rows = read.views.selections.after(after).filter(|row| filter.holds(row));
        page(rows, size, |row| row.id.to_string(), |row| render(&read, row))
    })
}
