//! `POST /v1/networks/{network}/steps/{step}/closing`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::step::{Closed, Command};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Step;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::Body;

/// What a step is closed with.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = StepClosing, example = json!({"results": "Trois publics sur quatre ont été rencontrés."}))]
pub struct New {
    /// What came of it.
    results: Option<Body>,
}

/// Close a step
///
/// It can be opened again. For facilitators and stewards.
#[utoipa::path(
    post, path = "/v1/networks/{network}/steps/{step}/closing", operation_id = "closeStep", tag = "steps",
    params(
        InNetwork,
        ("step" = String, Path, description = "Which", example = "diagnostic"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Closed", body = Written<Step>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Close>().await
}

/// Closing a step.
pub struct Close;

impl Operation for Close {
    const ID: &'static str = "closeStep";
    type Body = New;
    type Resource = Step;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let step: domain::step::Step = write.caller.path("step")?;
        write.may(Action::ConductSteps)?;
        let mut draft = write.draft();
        let results = write.body.results.as_ref();
        let results = results.map(|results| draft.common(Pointer::Results, results.as_str())).transpose()?;
        Ok(Plan::of(step.id(), draft.ready(Command::Close(Closed { step, results }))))
    }
}
