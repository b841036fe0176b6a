//! `POST /v1/networks/{network}/selections/{selection}/abandonment`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::ids::SelectionId;
use domain::selection::{Abandoned, Command};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Selection;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::Grounds;

/// Why a selection is given up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SelectionAbandonment, example = json!({"reason": "Le cahier des charges est à revoir."}))]
pub struct New {
    /// Why.
    reason: Grounds,
}

/// Give a selection up
///
/// For facilitators, until something was chosen.
#[utoipa::path(
    post, path = "/v1/networks/{network}/selections/{selection}/abandonment", operation_id = "abandonSelection",
    tag = "selections",
    params(
        InNetwork, ("selection" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Given up", body = Written<Selection>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Abandon>().await
}

/// Giving a selection up.
pub struct Abandon;

impl Operation for Abandon {
    const ID: &'static str = "abandonSelection";
    type Body = New;
    type Resource = Selection;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let (selection, mut draft): (SelectionId, _) = (write.caller.path("selection")?, write.draft());
        write.may(Action::ConductSelection)?;
        let reason = draft.common(Pointer::Reason, write.body.reason.as_str())?;
        Ok(Plan::of(selection, draft.ready(Command::Abandon(Abandoned { selection, reason }))))
    }
}
