//! `PUT /v1/networks/{network}/tensions/{tension}/steps`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::tension::{Command, StepsAgreed, StepsAgreedConfidentially};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Tension, target};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::Body;

/// What was agreed to do about a tension.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewSteps, example = json!({"steps": "Un agenda de la salle, ouvert à tous."}))]
pub struct New {
    /// What.
    steps: Body,
}

/// Say what was agreed to do about a tension
///
/// By its mediator; what was agreed before is replaced. Of a confidential one it is the mediator's own text.
#[utoipa::path(
    put, path = "/v1/networks/{network}/tensions/{tension}/steps", operation_id = "agreeSteps", tag = "tensions",
    params(
        InNetwork,
        ("tension" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Agreed", body = Written<Tension>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Agree>().await
}

/// Agreeing what to do.
pub struct Agree;

impl Operation for Agree {
    const ID: &'static str = "agreeSteps";
    type Body = New;
    type Resource = Tension;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let ((tension, row), mut draft) = (target(write)?, write.draft());
        let mediator = write.subject(Action::Mediate(tension))?;
        let steps = write.body.steps.as_str();
        let command = if row.is_confidential() {
            let steps = draft.own(mediator, Pointer::Steps, steps)?;
            Command::AgreeStepsConfidentially(StepsAgreedConfidentially { tension, steps })
        } else {
            Command::AgreeSteps(StepsAgreed { tension, steps: draft.common(Pointer::Steps, steps)? })
        };
        Ok(Plan::of(tension, draft.ready(command)))
    }
}
