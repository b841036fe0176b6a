//! `POST /v1/networks/{network}/cooperations/{cooperation}/acceptance` and `…/refusal`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::cooperation::{Command, Declined};
use domain::ids::{ActorId, CooperationId};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Cooperation, speaks_as};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, Empty, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::About;

/// Why a cooperation is declined.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DeclineReason, example = json!({"reason": "Pas cette année."}))]
pub struct Refused {
    /// Why.
    reason: Option<About>,
}

/// Accept a cooperation
///
/// Each for itself; whoever represents one of several says for whom with `on_behalf_of`.
#[utoipa::path(
    post, path = "/v1/networks/{network}/cooperations/{cooperation}/acceptance", operation_id = "acceptCooperation",
    tag = "cooperations",
    params(
        InNetwork,
        ("cooperation" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    responses((status = 200, description = "Accepted", body = Written<Cooperation>), WriteProblems)
)]
pub async fn accept(write: Write) -> Result<HttpResponse, Problem> {
    write.carry_out::<Accept>().await
}

/// Decline a cooperation
///
/// Possible until it starts, also for who has accepted. It ends the proposal.
#[utoipa::path(
    post, path = "/v1/networks/{network}/cooperations/{cooperation}/refusal", operation_id = "declineCooperation",
    tag = "cooperations",
    params(
        InNetwork,
        ("cooperation" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = Refused,
    responses((status = 200, description = "Declined", body = Written<Cooperation>), WriteProblems)
)]
pub async fn decline(write: Write<Refused>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Decline>().await
}

/// Accepting a cooperation.
pub struct Accept;

impl Operation for Accept {
    const ID: &'static str = "acceptCooperation";
    type Body = Empty;
    type Resource = Cooperation;

    async fn plan(write: &Write) -> Result<Plan, Problem> {
        let cooperation: CooperationId = write.caller.path("cooperation")?;
        let subject = party(write, cooperation)?;
        Ok(Plan { subject, ..write.plan(cooperation, Command::Accept(cooperation)) })
    }
}

/// Declining it.
pub struct Decline;

impl Operation for Decline {
    const ID: &'static str = "declineCooperation";
    type Body = Refused;
    type Resource = Cooperation;

    async fn plan(write: &Write<Refused>) -> Result<Plan, Problem> {
        let (cooperation, mut draft): (CooperationId, _) = (write.caller.path("cooperation")?, write.draft());
        let subject = party(write, cooperation)?;
        let reason = write.body.reason.as_ref();
        let reason = reason.map(|reason| draft.common(Pointer::Reason, reason.as_str())).transpose()?;
        let declined = draft.ready(Command::Decline(Declined { cooperation, reason }));
        Ok(Plan { subject, ..Plan::of(cooperation, declined) })
    }
}

/// As which of the parties the caller answers.
fn party<B>(write: &Write<B>, cooperation: CooperationId) -> Result<Option<ActorId>, Problem> {
    let actor = write.subject(Action::AnswerCooperation(cooperation))?;
    let state = &write.gate.live().state;
    Ok(state.cooperation.get(cooperation).and_then(|row| speaks_as(state, actor, row.parties.as_slice())))
}
