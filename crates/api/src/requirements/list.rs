//! `GET /v1/networks/{network}/specifications/{specification}/requirements`

use actix_web::HttpResponse;
use domain::ids::{RequirementId, SpecificationId};
use domain::requirement::{PhaseKind, RequirementKind};
use domain::specification::Refusal;
use projection::requirements::Filter;
use serde::Deserialize;
use utoipa::IntoParams;

use super::{Requirement, render};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::values;

/// Which requirements.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// In this phase.
    #[param(schema_with = values::word::<PhaseKind>)]
    phase: Option<PhaseKind>,
    /// Of this kind.
    #[param(schema_with = values::word::<RequirementKind>)]
    kind: Option<RequirementKind>,
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this cursor: the `next` of a page.
    #[param(value_type = Option<uuid::Uuid>)]
    after: Option<RequirementId>,
}

/// List the requirements of a specification
///
/// In order of proposing, whatever became of them. Texts are opened with `expand=texts`.
#[utoipa::path(
    get, path = "/v1/networks/{network}/specifications/{specification}/requirements",
    operation_id = "listRequirements", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"), Query, Moment
    ),
    responses((status = 200, description = "A page", body = Page<Requirement>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let Query { phase, kind, limit, after } = read.query;
    let (size, filter) = (page_size(limit)?, Filter { phase, kind });
    let specification: SpecificationId = read.caller.path("specification")?;
    read.views.specifications.get(specification).ok_or(Refusal::UnknownSpecification)?;
    read.answer_kept_page(|| {
        let rows = read.views.requirements.of(specification, after).filter(|row| filter.holds(row));
        page(rows, size, |row| row.id.to_string(), |row| render(&read, row, false))
    })
}
