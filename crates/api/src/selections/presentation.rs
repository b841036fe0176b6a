//! `PUT` and `DELETE /v1/networks/{network}/selections/{selection}/presentation`

use actix_web::HttpResponse;
use domain::ids::{MeetingId, SelectionId};
use domain::selection::{Command, PresentationLinked};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Selection;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values;

/// Where the candidates of a selection are presented.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SelectionPresentation, example = json!({"meeting": "01890a5d-ac96-774b-bcce-b302099a8080"}))]
pub struct New {
    /// In which meeting: one of the kind `presentation`.
    #[schema(schema_with = values::id)]
    meeting: MeetingId,
}

/// Say in which meeting the candidates are presented
///
/// For facilitators. It takes the place of the meeting before.
#[utoipa::path(
    put, path = "/v1/networks/{network}/selections/{selection}/presentation", operation_id = "linkPresentation",
    tag = "selections",
    params(
        InNetwork, ("selection" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Linked", body = Written<Selection>), WriteProblems)
)]
pub async fn link(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Link>().await
}

/// Take back in which meeting the candidates are presented
#[utoipa::path(
    delete, path = "/v1/networks/{network}/selections/{selection}/presentation", operation_id = "unlinkPresentation",
    tag = "selections",
    params(
        InNetwork, ("selection" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Unlinked", body = Written<Selection>), WriteProblems)
)]
pub async fn unlink(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Unlink>().await
}

/// Saying where candidates are presented.
pub struct Link;

impl Operation for Link {
    const ID: &'static str = "linkPresentation";
    type Body = New;
    type Resource = Selection;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let selection: SelectionId = write.caller.path("selection")?;
        let linked = PresentationLinked { selection, meeting: write.body.meeting };
        Ok(write.plan(selection, Command::LinkPresentation(linked)))
    }
}

/// Taking that back.
pub struct Unlink;

impl Operation for Unlink {
    const ID: &'static str = "unlinkPresentation";
    type Body = Empty;
    type Resource = Selection;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let selection: SelectionId = write.caller.path("selection")?;
        Ok(write.plan(selection, Command::UnlinkPresentation(selection)))
    }
}
