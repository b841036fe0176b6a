//! `POST /v1/networks/{network}/actions/{action}/abandonment`

use actix_web::HttpResponse;
use domain::action::{Abandoned, Command};
use domain::authority::Action::FollowAction;
use domain::class::Pointer;
use domain::ids::ActionId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Action;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::About;

/// Why an action is given up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AbandonmentReason, example = json!({"reason": "Le terrain a été vendu."}))]
pub struct New {
    /// Why.
    reason: About,
}

/// Abandon an action
///
/// By who answers for it, or a facilitator. It takes nothing more.
#[utoipa::path(
    post, path = "/v1/networks/{network}/actions/{action}/abandonment", operation_id = "abandonAction",
    tag = "actions",
    params(
        InNetwork,
        ("action" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Abandoned", body = Written<Action>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Abandon>().await
}

/// Abandoning an action.
pub struct Abandon;

impl Operation for Abandon {
    const ID: &'static str = "abandonAction";
    type Body = New;
    type Resource = Action;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let (action, mut draft): (ActionId, _) = (write.caller.path("action")?, write.draft());
        write.may(FollowAction(action))?;
        let reason = draft.common(Pointer::Reason, write.body.reason.as_str())?;
        Ok(Plan::of(action, draft.ready(Command::Abandon(Abandoned { action, reason }))))
    }
}
