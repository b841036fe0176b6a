//! `GET /v1/networks/{network}/selections/{selection}/candidates`

use actix_web::HttpResponse;
use domain::candidate::Phase;
use domain::ids::CandidateId;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Candidate, render};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::{selections, values};

/// Which candidates.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// Whether they may be chosen.
    #[param(schema_with = values::word::<Phase>)]
    phase: Option<Phase>,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    #[param(value_type = Option<uuid::Uuid>)]
    after: Option<CandidateId>,
}

/// List the candidates of a selection
///
/// In order of proposing, those that were withdrawn among them. Texts are opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/selections/{selection}/candidates", operation_id = "listCandidates",
    tag = "selections",
    params(InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"), Query, Moment),
    responses((status = 200, description = "A page", body = Page<Candidate>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let Query { phase, limit, after } = read.query;
    let size = page_size(limit)?;
    let selection = selections::find(&read)?;
    read.answer_kept_page(|| {
        let rows = read.views.candidates.of(selection.id);
        let rows = rows.filter(|row| after.is_none_or(|after| row.id > after));
        let rows = rows.filter(|row| phase.is_none_or(|phase| row.phase == phase));
        page(rows, size, |row| row.id.to_string(), |row| render(&read, row))
    })
}
