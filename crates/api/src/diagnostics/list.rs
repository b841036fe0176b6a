//! `GET /v1/networks/{network}/diagnostics`

use actix_web::HttpResponse;
use domain::diagnostic::Phase;
use domain::ids::DiagnosticId;
use projection::diagnostics::Filter;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Diagnostic, render};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::values;

/// Which diagnostics.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// As far as this.
    #[param(schema_with = values::word::<Phase>)]
    phase: Option<Phase>,
    /// That follow this one.
    #[param(value_type = Option<uuid::Uuid>)]
    follows: Option<DiagnosticId>,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    #[param(value_type = Option<uuid::Uuid>)]
    after: Option<DiagnosticId>,
}

/// List diagnostics
///
/// In order of drafting. Texts are opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/diagnostics", operation_id = "listDiagnostics", tag = "diagnostics",
    params(InNetwork, Query, Moment),
    responses((status = 200, description = "A page", body = Page<Diagnostic>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let Query { phase, follows, limit, after } = read.query;
    let (size, filter) = (page_size(limit)?, Filter { phase, follows });
    read.answer_kept_page(|| {
        let rows = read.views.diagnostics.after(after).filter(|row| filter.holds(row));
        page(rows, size, |row| row.id.to_string(), |row| render(&read, row))
    })
}
