//! `POST …/requirements/{requirement}/merges`

use actix_web::HttpResponse;
use domain::ids::RequirementId;
use domain::requirement::{Command, Merged, Others};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Requirement, target};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::reason::Reason;

/// What to merge.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewRequirementMerge, example = json!({"sources": ["01890a5d-ac96-774b-bcce-b302099a8062"]}))]
pub struct New {
    /// Up to eight requirements of the same specification.
    #[schema(value_type = Vec<uuid::Uuid>, min_items = 1, max_items = 8)]
    sources: Vec<RequirementId>,
}

/// Merge requirements into one
///
/// For facilitators. The sources end, and the one that stays stands for them; it may have been proposed for that, coming from
/// them. What they came from stays told.
#[utoipa::path(
    post, path = "/v1/networks/{network}/specifications/{specification}/requirements/{requirement}/merges",
    operation_id = "mergeRequirements", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"),
        ("requirement" = uuid::Uuid, Path, description = "The one that stays"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Merged", body = Written<Requirement>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Merge>().await
}

/// Merging requirements.
pub struct Merge;

impl Operation for Merge {
    const ID: &'static str = "mergeRequirements";
    type Body = New;
    type Resource = Requirement;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let requirement = target(write)?;
        let sources = Others::new(write.body.sources.clone());
        let sources = sources.map_err(|_| Problem::invalid_value("/sources", Reason::wrong_type("short-list")))?;
        Ok(write.plan(requirement, Command::Merge(Merged { requirement, sources })))
    }
}
