//! `POST /v1/networks/{network}/tensions/{tension}/left-open`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::tension::{Command, LeftOpen, LeftOpenConfidentially, Raiser, TakenBack};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Tension, target, who_raised};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::About;

/// Why a tension is left open.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = LeftOpenReason, example = json!({"reason": "La salle ferme à la fin du mois."}))]
pub struct New {
    /// Why.
    reason: About,
}

/// Leave a tension open
///
/// An open one by who raised it, its mediator, or a facilitator; a confidential one by its mediator, or by who raised it, in
/// person. It takes nothing more.
#[utoipa::path(
    post, path = "/v1/networks/{network}/tensions/{tension}/left-open", operation_id = "leaveTensionOpen",
    tag = "tensions",
    params(
        InNetwork,
        ("tension" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Left open", body = Written<Tension>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<LeaveOpen>().await
}

/// Leaving a tension open.
pub struct LeaveOpen;

impl Operation for LeaveOpen {
    const ID: &'static str = "leaveTensionOpen";
    type Body = New;
    type Resource = Tension;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let ((tension, row), mut draft) = (target(write)?, write.draft());
        let reason = write.body.reason.as_str();
        let command = match row.raiser {
            Raiser::Openly(_) => {
                write.may(Action::LeaveTensionOpen(tension))?;
                Command::LeaveOpen(LeftOpen { tension, reason: draft.common(Pointer::Reason, reason)? })
            }
            Raiser::Confidentially(_) if write.may(Action::Mediate(tension)).is_ok() => {
                let mediator = write.subject(Action::Mediate(tension))?;
                let reason = draft.own(mediator, Pointer::Reason, reason)?;
                Command::LeaveOpenConfidentially(LeftOpenConfidentially { tension, reason })
            }
            Raiser::Confidentially(raiser) => {
                let author = who_raised(write, tension, raiser)?;
                Command::TakeBack(TakenBack { tension, raiser, reason: draft.own(author, Pointer::Reason, reason)? })
            }
        };
        Ok(Plan::of(tension, draft.ready(command)))
    }
}
