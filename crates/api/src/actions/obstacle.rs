//! `POST` and `DELETE /v1/networks/{network}/actions/{action}/obstacle`

use actix_web::HttpResponse;
use domain::action::{Blocked, Command};
use domain::authority::Action::FollowAction;
use domain::class::Pointer;
use domain::ids::ActionId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Action;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::About;

/// What holds an action up.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewObstacle, example = json!({"reason": "Le terrain n'est pas encore prêté."}))]
pub struct New {
    /// What.
    reason: About,
}

/// Say what holds an action up
///
/// By who answers for it, or a facilitator.
#[utoipa::path(
    post, path = "/v1/networks/{network}/actions/{action}/obstacle", operation_id = "blockAction", tag = "actions",
    params(
        InNetwork,
        ("action" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Held up", body = Written<Action>), WriteProblems)
)]
pub async fn block(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Block>().await
}

/// Say that nothing holds an action up any more
#[utoipa::path(
    delete, path = "/v1/networks/{network}/actions/{action}/obstacle", operation_id = "unblockAction",
    tag = "actions",
    params(
        InNetwork,
        ("action" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Free to go on", body = Written<Action>), WriteProblems)
)]
pub async fn unblock(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Unblock>().await
}

/// Saying what holds an action up.
pub struct Block;

impl Operation for Block {
    const ID: &'static str = "blockAction";
    type Body = New;
    type Resource = Action;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let (action, mut draft): (ActionId, _) = (write.caller.path("action")?, write.draft());
        write.may(FollowAction(action))?;
        let reason = draft.common(Pointer::Reason, write.body.reason.as_str())?;
        Ok(Plan::of(action, draft.ready(Command::Block(Blocked { action, reason }))))
    }
}

/// Saying that nothing does.
pub struct Unblock;

impl Operation for Unblock {
    const ID: &'static str = "unblockAction";
    type Body = Empty;
    type Resource = Action;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let action: ActionId = write.caller.path("action")?;
        Ok(write.plan(action, Command::Unblock(action)))
    }
}
