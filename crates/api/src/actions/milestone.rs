//! `POST /v1/networks/{network}/actions/{action}/milestones` and `PUT …/milestones/{milestone}`

use actix_web::HttpResponse;

use app::edge;
use app::submission::Step;
use domain::action::{Command, MilestoneSet};
use domain::authority::Action::PlanAction;
use domain::class::Pointer;
use domain::ids::{ActionId, MilestoneId, Stamp};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Action;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{self, Title};

/// A milestone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewMilestone, example = json!({"title": "Les arbres sont plantés", "due": "2026-11-25T00:00:00Z"}))]
pub struct Text {
    /// What is done by then.
    title: Title,
    /// When it is due.
    #[schema(schema_with = values::time)]
    due: Stamp,
}

impl Text {
    /// The command that sets it.
    pub(super) fn draft<B>(
        &self,
        write: &Write<B>,
        action: ActionId,
        milestone: MilestoneId,
        command: fn(MilestoneSet) -> Command,
    ) -> Result<Step, Problem> {
        let mut draft = write.draft();
        let title = draft.common(Pointer::Title, self.title.as_str())?;
        Ok(draft.ready(command(MilestoneSet { action, milestone, title, due: self.due })))
    }
}

/// Set a milestone of an action
#[utoipa::path(
    post, path = "/v1/networks/{network}/actions/{action}/milestones", operation_id = "setMilestone", tag = "actions",
    params(
        InNetwork,
        ("action" = uuid::Uuid, Path, description = "The action's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Text,
    responses((status = 200, description = "Set", body = Written<Action>), WriteProblems)
)]
pub async fn set(write: Write<Text>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Set>().await
}

/// Replace a milestone that is not reached
///
/// Say with `If-Match` which version of the action you have seen.
#[utoipa::path(
    put, path = "/v1/networks/{network}/actions/{action}/milestones/{milestone}", operation_id = "reviseMilestone",
    tag = "actions",
    params(
        InNetwork,
        ("action" = uuid::Uuid, Path, description = "The action's id"),
        ("milestone" = uuid::Uuid, Path, description = "The milestone's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Text,
    responses((status = 200, description = "Replaced", body = Written<Action>), WriteProblems)
)]
pub async fn revise(write: Write<Text>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Revise>().await
}

/// Setting a milestone.
pub struct Set;

impl Operation for Set {
    const ID: &'static str = "setMilestone";
    type Body = Text;
    type Resource = Action;

    async fn plan(write: &Write<Text>) -> Result<Plan, Problem> {
        write.may(PlanAction)?;
        let action = write.caller.path("action")?;
        Ok(Plan::of(action, write.body.draft(write, action, edge::milestone_id(), Command::SetMilestone)?))
    }
}

/// Replacing one.
pub struct Revise;

impl Operation for Revise {
    const ID: &'static str = "reviseMilestone";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = Text;
    type Resource = Action;

    async fn plan(write: &Write<Text>) -> Result<Plan, Problem> {
        write.may(PlanAction)?;
        let (action, milestone) = (write.caller.path("action")?, write.caller.path("milestone")?);
        Ok(Plan::of(action, write.body.draft(write, action, milestone, Command::ReviseMilestone)?))
    }
}
