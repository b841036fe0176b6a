//! `PUT` and `DELETE /v1/networks/{network}/drivers/{actor}/commitments/{audience}`

use actix_web::HttpResponse;
use domain::class::Pointer;
use domain::driver::{Command, Committed, Released};
use domain::ids::{ActorId, AudienceId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Driver, speaking};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::About;

/// What a driver wants to reach with an audience.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewCommitment, example = json!({"goal": "Que chaque lycée ait un délégué dans le réseau."}))]
pub struct New {
    /// What is to be reached; in place of what was said before.
    goal: Option<About>,
}

/// Commit to an audience
///
/// By a driver, or who represents it. Done again, it replaces the goal.
#[utoipa::path(
    put, path = "/v1/networks/{network}/drivers/{actor}/commitments/{audience}", operation_id = "commitToAudience",
    tag = "mobilisation",
    params(
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "The actor's id"),
        ("audience" = uuid::Uuid, Path, description = "Which audience"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Committed", body = Written<Driver>), WriteProblems)
)]
pub async fn commit(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Commit>().await
}

/// Commit to an audience no more
///
/// By the driver, or who represents it.
#[utoipa::path(
    delete, path = "/v1/networks/{network}/drivers/{actor}/commitments/{audience}", operation_id = "releaseAudience",
    tag = "mobilisation",
    params(
        InNetwork,
        ("actor" = uuid::Uuid, Path, description = "The actor's id"),
        ("audience" = uuid::Uuid, Path, description = "Which audience"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Committed no more", body = Written<Driver>), WriteProblems)
)]
pub async fn release(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Release>().await
}

/// Committing to an audience.
pub struct Commit;

impl Operation for Commit {
    const ID: &'static str = "commitToAudience";
    type Body = New;
    type Resource = Driver;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let (driver, audience) = named(write)?;
        let subject = speaking(write, driver)?;
        let mut draft = write.draft();
        let goal = write.body.goal.as_ref();
        let goal = goal.map(|goal| draft.own(driver, Pointer::Goal, goal.as_str())).transpose()?;
        let committed = draft.ready(Command::Commit(Committed { driver, audience, goal }));
        Ok(Plan { subject, ..Plan::of(driver, committed) })
    }
}

/// Committing to an audience no more.
pub struct Release;

impl Operation for Release {
    const ID: &'static str = "releaseAudience";
    type Body = Empty;
    type Resource = Driver;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let (driver, was_audience) = named(write)?;
        let subject = speaking(write, driver)?;
        Ok(Plan { subject, ..write.plan(driver, Command::Release(Released { driver, was_audience })) })
    }
}

/// The driver and the audience of the path.
fn named<B>(write: &Write<B>) -> Result<(ActorId, AudienceId), Problem> {
    Ok((write.caller.path("actor")?, write.caller.path("audience")?))
}
