//! `POST /v1/networks/{network}/selections/{selection}/closing`

use actix_web::HttpResponse;
use domain::ids::SelectionId;
use domain::selection::Command;

use super::Selection;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Close a selection
///
/// For facilitators. Assessments are frozen, and the results show scores from then on.
#[utoipa::path(
    post, path = "/v1/networks/{network}/selections/{selection}/closing", operation_id = "closeSelection",
    tag = "selections",
    params(
        InNetwork, ("selection" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Closed", body = Written<Selection>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Close>().await
}

/// Closing a selection.
pub struct Close;

impl Operation for Close {
    const ID: &'static str = "closeSelection";
    type Body = Empty;
    type Resource = Selection;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let selection: SelectionId = write.caller.path("selection")?;
        Ok(write.plan(selection, Command::Close(selection)))
    }
}
