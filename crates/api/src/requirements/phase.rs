//! `POST …/requirements/{requirement}/rejection` and `…/reinstatement`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::requirement::{Command, Rejected};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Requirement, target};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::Grounds;

/// Why a requirement is rejected.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = RejectionReason, example = json!({"reason": "Hors de portée cette année."}))]
pub struct Rejection {
    /// Why.
    reason: Grounds,
}

/// Reject a requirement
///
/// For facilitators, with the reason. It takes nothing more until it is reinstated.
#[utoipa::path(
    post, path = "/v1/networks/{network}/specifications/{specification}/requirements/{requirement}/rejection",
    operation_id = "rejectRequirement", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"),
        ("requirement" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Rejection,
    responses((status = 200, description = "Rejected", body = Written<Requirement>), WriteProblems)
)]
pub async fn reject(write: Write<Rejection>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Reject>().await
}

/// Let a rejected requirement stand again
///
/// For facilitators.
#[utoipa::path(
    post, path = "/v1/networks/{network}/specifications/{specification}/requirements/{requirement}/reinstatement",
    operation_id = "reinstateRequirement", tag = "specifications",
    params(
        InNetwork,
        ("specification" = uuid::Uuid, Path, description = "The specification's id"),
        ("requirement" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "It stands", body = Written<Requirement>), WriteProblems)
)]
pub async fn reinstate(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Reinstate>().await
}

/// Rejecting a requirement.
pub struct Reject;

impl Operation for Reject {
    const ID: &'static str = "rejectRequirement";
    type Body = Rejection;
    type Resource = Requirement;

    async fn plan(write: &Write<Rejection>) -> Result<Plan, Problem> {
        let (requirement, mut draft) = (target(write)?, write.draft());
        write.may(Action::ConductSpecification)?;
        let reason = draft.common(Pointer::Reason, write.body.reason.as_str())?;
        Ok(Plan::of(requirement, draft.ready(Command::Reject(Rejected { requirement, reason }))))
    }
}

/// Letting it stand again.
pub struct Reinstate;

impl Operation for Reinstate {
    const ID: &'static str = "reinstateRequirement";
    type Body = Empty;
    type Resource = Requirement;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let requirement = target(write)?;
        Ok(write.plan(requirement, Command::Reinstate(requirement)))
    }
}
