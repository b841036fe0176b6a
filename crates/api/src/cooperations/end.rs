//! `POST /v1/networks/{network}/cooperations/{cooperation}/end`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::cooperation::{Command, Ended};
use domain::ids::CooperationId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Cooperation;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::About;

/// Why a cooperation ends.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = EndReason, example = json!({"reason": "L'atelier est devenu une association."}))]
pub struct New {
    /// Why.
    reason: About,
}

/// End a cooperation
///
/// By one of those who cooperate, or a facilitator.
#[utoipa::path(
    post, path = "/v1/networks/{network}/cooperations/{cooperation}/end", operation_id = "endCooperation",
    tag = "cooperations",
    params(
        InNetwork,
        ("cooperation" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Ended", body = Written<Cooperation>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<End>().await
}

/// Ending a cooperation.
pub struct End;

impl Operation for End {
    const ID: &'static str = "endCooperation";
    type Body = New;
    type Resource = Cooperation;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let (cooperation, mut draft): (CooperationId, _) = (write.caller.path("cooperation")?, write.draft());
        write.may(Action::ConductCooperation(cooperation))?;
        let reason = draft.common(Pointer::Reason, write.body.reason.as_str())?;
        Ok(Plan::of(cooperation, draft.ready(Command::End(Ended { cooperation, reason }))))
    }
}
