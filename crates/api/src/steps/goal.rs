//! `PUT /v1/networks/{network}/steps/{step}/goal`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::step::{Command, GoalSet};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Step;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::About;

/// What a step is to reach.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewStepGoal, example = json!({"goal": "Que chaque public ait été rencontré avant l'automne."}))]
pub struct New {
    /// What it is to reach.
    goal: About,
}

/// Say what a step is to reach
///
/// In place of what was said before, which is kept. For facilitators and stewards.
#[utoipa::path(
    put, path = "/v1/networks/{network}/steps/{step}/goal", operation_id = "setStepGoal", tag = "steps",
    params(
        InNetwork,
        ("step" = String, Path, description = "Which", example = "diagnostic"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Said", body = Written<Step>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<SetGoal>().await
}

/// Saying what a step is to reach.
pub struct SetGoal;

impl Operation for SetGoal {
    const ID: &'static str = "setStepGoal";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = New;
    type Resource = Step;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let step: domain::step::Step = write.caller.path("step")?;
        write.may(Action::ConductSteps)?;
        let mut draft = write.draft();
        let goal = draft.common(Pointer::Goal, write.body.goal.as_str())?;
        Ok(Plan::of(step.id(), draft.ready(Command::SetGoal(GoalSet { step, goal }))))
    }
}
