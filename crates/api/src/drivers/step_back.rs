//! `POST /v1/networks/{network}/drivers/{actor}/stepping-back`

use actix_web::HttpResponse;
use domain::actor::{self, RoleRevoked};
use domain::authority::{Action, Role};
use domain::class::Pointer;
use domain::driver::{Command, SteppedBack};
use domain::ids::ActorId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Driver, speaking};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::About;

/// Why a driver steps back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DriverStepsBack, example = json!({"reason": "Je passe la main à Chloé."}))]
pub struct New {
    /// Why.
    reason: Option<About>,
}

/// Drive no more
///
/// By the driver, or who represents it. The role is revoked in the same frame, and all commitments end.
#[utoipa::path(
    post, path = "/v1/networks/{network}/drivers/{actor}/stepping-back", operation_id = "stepBackAsDriver",
    tag = "mobilisation",
    params(
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "The actor's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Drives no more", body = Written<Driver>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<StepBack>().await
}

/// Driving no more.
pub struct StepBack;

impl Operation for StepBack {
    const ID: &'static str = "stepBackAsDriver";
    type Body = New;
    type Resource = Driver;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let (driver, mut draft): (ActorId, _) = (write.caller.path("actor")?, write.draft());
        let subject = speaking(write, driver)?;
        let reason = write.body.reason.as_ref();
        let reason = reason.map(|reason| draft.own(driver, Pointer::Reason, reason.as_str())).transpose()?;
        let mut plan = Plan::of(driver, draft.ready(Command::StepBack(SteppedBack { driver, reason })));
        let revoked = RoleRevoked { actor: driver, role: Role::Driver };
        let revoked = write.draft().ready(actor::Command::RevokeRole(revoked));
        plan.commands.push(revoked.as_part_of(Action::Drive(driver)));
        Ok(Plan { subject, ..plan })
    }
}
