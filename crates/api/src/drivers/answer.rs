//! `POST /v1/networks/{network}/drivers/{actor}/acceptance` and `…/refusal`

use actix_web::HttpResponse;
use domain::actor::{self, RoleGranted};
use domain::authority::{Action, Role};
use domain::class::Pointer;
use domain::driver::{Command, Declined};
use domain::ids::ActorId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Driver, speaking};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::About;

/// Why an invitation to drive is declined.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DriverRefusal, example = json!({"reason": "Pas avant l'automne."}))]
pub struct Refused {
    /// Why.
    reason: Option<About>,
}

/// Accept to drive
///
/// By the actor who was invited, or who represents it. The role of driver is granted in the same frame, without end.
#[utoipa::path(
    post, path = "/v1/networks/{network}/drivers/{actor}/acceptance", operation_id = "acceptDriving",
    tag = "mobilisation",
    params(
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "The actor's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Accepted", body = Written<Driver>), WriteProblems)
)]
pub async fn accept(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Accept>().await
}

/// Decline to drive
///
/// By the actor who was invited, or who represents it. It may be invited again.
#[utoipa::path(
    post, path = "/v1/networks/{network}/drivers/{actor}/refusal", operation_id = "declineDriving",
    tag = "mobilisation",
    params(
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "The actor's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Refused,
    responses((status = 200, description = "Declined", body = Written<Driver>), WriteProblems)
)]
pub async fn decline(write: Write<Refused>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Decline>().await
}

/// Accepting to drive.
pub struct Accept;

impl Operation for Accept {
    const ID: &'static str = "acceptDriving";
    type Body = Empty;
    type Resource = Driver;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let driver: ActorId = write.caller.path("actor")?;
        let subject = speaking(write, driver)?;
        let mut plan = write.plan(driver, Command::Accept(driver));
        let granted = RoleGranted { actor: driver, role: Role::Driver, until: None };
        let granted = write.draft().ready(actor::Command::GrantRole(granted));
        plan.commands.push(granted.as_part_of(Action::Drive(driver)));
        Ok(Plan { subject, ..plan })
    }
}

/// Declining to drive.
pub struct Decline;

impl Operation for Decline {
    const ID: &'static str = "declineDriving";
    type Body = Refused;
    type Resource = Driver;

    async fn plan(write: &Write<Refused>) -> Result<Plan, Problem> {
        let (driver, mut draft): (ActorId, _) = (write.caller.path("actor")?, write.draft());
        let subject = speaking(write, driver)?;
        let reason = write.body.reason.as_ref();
        let reason = reason.map(|reason| draft.own(driver, Pointer::Reason, reason.as_str())).transpose()?;
        let declined = draft.ready(Command::Decline(Declined { driver, reason }));
        Ok(Plan { subject, ..Plan::of(driver, declined) })
    }
}
