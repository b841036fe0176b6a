//! `POST /v1/networks/{network}/selections/{selection}/opening`

use actix_web::HttpResponse;
use domain::ids::{SelectionId, Stamp};
use domain::selection::Command;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Selection;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// How a selection opens.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SelectionOpening, example = json!({"assess_until": "2026-04-05T18:00:00.000Z"}))]
pub struct New {
    /// Until when candidates are assessed; without it, until the selection is closed.
    #[schema(value_type = Option<String>, format = DateTime)]
    assess_until: Option<Stamp>,
}

/// Open a selection to assessment
///
/// For facilitators. Criteria, weights and candidates are frozen; what stands of a candidate is corrected only with a reason
/// from then on, by facilitators.
#[utoipa::path(
    post, path = "/v1/networks/{network}/selections/{selection}/opening", operation_id = "openSelection",
    tag = "selections",
    params(
        InNetwork, ("selection" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Opened", body = Written<Selection>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Open>().await
}

/// Opening a selection.
pub struct Open;

impl Operation for Open {
    const ID: &'static str = "openSelection";
    type Body = New;
    type Resource = Selection;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let selection: SelectionId = write.caller.path("selection")?;
        Ok(write.plan(selection, Command::Open(selection, write.body.assess_until)))
    }
}
