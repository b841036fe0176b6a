//! `POST /v1/networks/{network}/contributions/{contribution}/merges`

use actix_web::HttpResponse;
use domain::contribution::{Command, Merged, Sources};
use domain::ids::ContributionId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Contribution;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::reason::Reason;

/// What to merge.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMerge, example = json!({"sources": ["01890a5d-ac96-774b-bcce-b302099a8057"]}))]
pub struct New {
    /// Up to sixteen contributions of the same kind.
    #[schema(value_type = Vec<uuid::Uuid>, min_items = 1, max_items = 16)]
    sources: Vec<ContributionId>,
}

/// Merge contributions into one
///
/// For facilitators. The sources take no further part; they keep their place, their texts, supports and votes, their authors
/// stay credited, and replies to them are listed under the one that stays.
#[utoipa::path(
    post, path = "/v1/networks/{network}/contributions/{contribution}/merges", operation_id = "mergeContributions",
    tag = "contributions",
    params(
        InNetwork,
        ("contribution" = uuid::Uuid, Path, description = "The one that stays"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Merged", body = Written<Contribution>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Merge>().await
}

/// Merging contributions.
pub struct Merge;

impl Operation for Merge {
    const ID: &'static str = "mergeContributions";
    type Body = New;
    type Resource = Contribution;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let contribution: ContributionId = write.caller.path("contribution")?;
        let sources = Sources::new(write.body.sources.clone());
        let sources = sources.map_err(|_| Problem::invalid_value("/sources", Reason::wrong_type("short-list")))?;
        Ok(write.plan(contribution, Command::Merge(Merged { contribution, sources })))
    }
}
