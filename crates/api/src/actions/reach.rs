//! `POST /v1/networks/{network}/actions/{action}/milestones/{milestone}/reach`

use actix_web::HttpResponse;
use domain::action::{Command, MilestoneReached};
use domain::ids::ActionId;

use super::Action;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;

/// Reach a milestone
///
/// By who answers for the action, or a facilitator.
#[utoipa::path(
    post, path = "/v1/networks/{network}/actions/{action}/milestones/{milestone}/reach",
    operation_id = "reachMilestone", tag = "actions",
    params(
        InNetwork,
        ("action" = uuid::Uuid, Path, description = "The action's id"),
        ("milestone" = uuid::Uuid, Path, description = "The milestone's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Reached", body = Written<Action>), WriteProblems)
)]
pub async fn handler(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Reach>().await
}

/// Reaching a milestone.
pub struct Reach;

impl Operation for Reach {
    const ID: &'static str = "reachMilestone";
    type Body = Empty;
    type Resource = Action;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let action: ActionId = write.caller.path("action")?;
        let milestone = write.caller.path("milestone")?;
        Ok(write.plan(action, Command::ReachMilestone(MilestoneReached { action, milestone })))
    }
}
