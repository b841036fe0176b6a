//! `POST /v1/networks/{network}/drivers`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::driver::Command;
use domain::ids::ActorId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Driver;
use crate::call::{CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values;

/// An actor to invite.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewDriver, example = json!({"actor": "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"}))]
pub struct New {
    /// Who: a person, an organisation or a service of the network.
    #[schema(schema_with = values::id)]
    actor: ActorId,
}

/// Invite an actor to drive the mobilisation
///
/// For facilitators. Who accepts holds the role of driver from then on.
#[utoipa::path(
    post, path = "/v1/networks/{network}/drivers", operation_id = "inviteDriver", tag = "mobilisation",
    params(
        InNetwork, Doing, CommandHeaders
    ),
    request_body = New,
    responses((status = 201, description = "Invited", body = Written<Driver>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Invite>().await
}

/// Inviting a driver.
pub struct Invite;

impl Operation for Invite {
    const ID: &'static str = "inviteDriver";
    const CREATES: bool = true;
    type Body = New;
    type Resource = Driver;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        write.may(Action::InviteDriver)?;
        Ok(write.plan(write.body.actor, Command::Invite(write.body.actor)))
    }
}
