//! `POST /v1/networks/{network}/decisions/{decision}/voiding`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::decision::{Command, Voided};
use domain::ids::DecisionId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Decision;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::Grounds;

/// Why a decision is void.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DecisionVoiding, example = json!({"reason": "Le terrain a été vendu entre-temps."}))]
pub struct New {
    /// Why.
    reason: Grounds,
}

/// Declare a decision void
///
/// For facilitators, at any time, also after it was decided: what was cast and counted stays in the history.
#[utoipa::path(
    post, path = "/v1/networks/{network}/decisions/{decision}/voiding", operation_id = "voidDecision",
    tag = "decisions",
    params(
        InNetwork,
        ("decision" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Void", body = Written<Decision>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Void>().await
}

/// Declaring a decision void.
pub struct Void;

impl Operation for Void {
    const ID: &'static str = "voidDecision";
    type Body = New;
    type Resource = Decision;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        write.may(Action::ConductDecisions)?;
        let (decision, mut draft): (DecisionId, _) = (write.caller.path("decision")?, write.draft());
        let reason = draft.common(Pointer::Reason, write.body.reason.as_str())?;
        Ok(Plan::of(decision, draft.ready(Command::Void(Voided { decision, reason }))))
    }
}
