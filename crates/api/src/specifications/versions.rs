//! `GET /v1/networks/{network}/specifications/{specification}/versions`

use actix_web::HttpResponse;
use domain::envelope::By;
use domain::ids::{Position, SpecificationId, SpecificationVersionId, Stamp};
use projection::specifications::VersionRow;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Adopted, find};
use crate::answer::{Page, page, page_size};
use crate::call::{InNetwork, Moment, Read};
use crate::openapi::ReadProblems;
use crate::problem::Problem;
use crate::values;

/// A version of a specification, without its requirements.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SpecificationVersionSummary, example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8063", "specification": "01890a5d-ac96-774b-bcce-b302099a8060", "number": 1,
    "requirements": 12, "published_by": "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
    "published_at": "2026-05-05T17:02:11.000Z", "position": 312
}))]
pub struct Summary {
    /// Its id: what decisions are linked to, as `specification_version:<id>`.
    #[schema(schema_with = values::id)]
    pub id: SpecificationVersionId,
    /// Of which specification.
    #[schema(schema_with = values::id)]
    specification: SpecificationId,
    /// Its number, from 1.
    pub number: u16,
    /// How many requirements it has.
    requirements: usize,
    /// Who published it: `actor:<id>`, `operator` or `system`.
    #[schema(value_type = String, example = "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff")]
    published_by: By,
    /// When it was published.
    #[schema(schema_with = values::time)]
    published_at: Stamp,
    /// The position of its event.
    #[schema(value_type = u64)]
    position: Position,
    /// How it was adopted last, unless that decision was declared void.
    #[serde(skip_serializing_if = "Option::is_none")]
    adopted: Option<Adopted>,
}

impl Summary {
    pub(super) fn of<Q>(read: &Read<Q>, row: &VersionRow) -> Self {
        Self {
            id: row.id,
            specification: row.specification,
            number: row.number,
            requirements: row.items.len(),
            published_by: row.published_by,
            published_at: row.published_at,
            position: row.position,
            adopted: Adopted::of(read, row),
        }
    }
}

/// Which versions.
#[derive(Debug, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Query {
    /// How many, 1 to 100.
    #[param(minimum = 1, maximum = 100)]
    limit: Option<usize>,
    /// Go on after this number: the `next` of a page.
    #[param(minimum = 1)]
    after: Option<u16>,
}

/// List the versions of a specification
///
/// In order of their numbers.
#[utoipa::path(
    get, path = "/v1/networks/{network}/specifications/{specification}/versions",
    operation_id = "listSpecificationVersions", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"), Query, Moment
    ),
    responses((status = 200, description = "A page", body = Page<Summary>), ReadProblems)
)]
pub async fn handler(read: Read<Query>) -> Result<HttpResponse, Problem> {
    let Query { limit, after } = read.query;
    let (size, row) = (page_size(limit)?, find(&read)?);
    read.answer_kept_page(|| {
        let versions = read.views.specifications.versions(row).skip(usize::from(after.unwrap_or(0)));
        page(versions, size, |version| version.number.to_string(), |version| Ok(Summary::of(&read, version)))
    })
}
