//! `POST /v1/networks/{network}/steps/{step}/opening`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::step::{Command, Opened};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Step;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::About;

/// What a step is opened with.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StepOpening, example = json!({"goal": "Que chaque public ait été rencontré avant l'été."}))]
pub struct New {
    /// What it is to reach.
    goal: Option<About>,
}

/// Open a step
///
/// For the first time or again, whatever other steps are open. For facilitators and stewards.
#[utoipa::path(
    post, path = "/v1/networks/{network}/steps/{step}/opening", operation_id = "openStep", tag = "steps",
    params(
        InNetwork,
        ("step" = String, Path, description = "Which", example = "diagnostic"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Opened", body = Written<Step>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Open>().await
}

/// Opening a step.
pub struct Open;

impl Operation for Open {
    const ID: &'static str = "openStep";
    type Body = New;
    type Resource = Step;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let step: domain::step::Step = write.caller.path("step")?;
        write.may(Action::ConductSteps)?;
        let mut draft = write.draft();
        let goal = write.body.goal.as_ref();
        let goal = goal.map(|goal| draft.common(Pointer::Goal, goal.as_str())).transpose()?;
        Ok(Plan::of(step.id(), draft.ready(Command::Open(Opened { step, goal }))))
    }
}
