//! `POST /v1/networks/{network}/selections/{selection}/candidates/{candidate}/withdrawal`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::candidate::{Command, Withdrawn};
use domain::class::Pointer;
use domain::ids::{CandidateId, SelectionId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Candidate;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::Grounds;

/// Why a candidate is withdrawn.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = CandidateWithdrawal, example = json!({"reason": "L'outil n'est plus maintenu."}))]
pub struct New {
    /// Why.
    reason: Grounds,
}

/// Withdraw a candidate
///
/// For whoever proposed it and for facilitators until the selection opens; then for facilitators only. What was said of it
/// stays to be read; it is not assessed any more, and has no rank.
#[utoipa::path(
    post, path = "/v1/networks/{network}/selections/{selection}/candidates/{candidate}/withdrawal",
    operation_id = "withdrawCandidate", tag = "selections",
    params(
        InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"),
        ("candidate" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Withdrawn", body = Written<Candidate>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Withdraw>().await
}

/// Withdrawing a candidate.
pub struct Withdraw;

impl Operation for Withdraw {
    const ID: &'static str = "withdrawCandidate";
    type Body = New;
    type Resource = Candidate;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let (selection, candidate): (SelectionId, CandidateId) =
            (write.caller.path("selection")?, write.caller.path("candidate")?);
        write.may(Action::ChangeCandidate(candidate))?;
        let mut draft = write.draft();
        let reason = draft.common(Pointer::Reason, write.body.reason.as_str())?;
        Ok(Plan::of(candidate, draft.ready(Command::Withdraw(Withdrawn { candidate, selection, reason }))))
    }
}
