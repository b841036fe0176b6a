//! `POST /v1/networks/{network}/selections/{selection}/split/acceptance` and `…/refusal`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::ids::{ActorId, SelectionId};
use domain::selection::{Command, ShareAccepted, ShareDeclined};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Selection, pays_as};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::About;

/// Which plan is accepted.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ShareAcceptance, example = json!({"split": 1}))]
pub struct Answer {
    /// Which plan one has read: so that nobody accepts another.
    split: u16,
}

/// Which plan is declined, and why.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ShareRefusal, example = json!({"split": 1, "reason": "Notre budget est voté."}))]
pub struct Refused {
    /// Which plan one has read.
    split: u16,
    /// Why.
    reason: Option<About>,
}

/// Accept one's share of the cost
///
/// Each payer for itself; whoever represents one of several says for whom with `on_behalf_of`. One may think again as long as
/// the plan is current.
#[utoipa::path(
    post, path = "/v1/networks/{network}/selections/{selection}/split/acceptance", operation_id = "acceptShare",
    tag = "selections",
    params(
        InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"), Doing, CommandHeaders,
        ChangeHeaders
    ),
    request_body = Answer,
    responses((status = 200, description = "Accepted", body = Written<Selection>), WriteProblems)
)]
pub async fn accept(write: Write<Answer>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Accept>().await
}

/// Decline one's share of the cost
///
/// The plan stays until there is another; who declined may think again.
#[utoipa::path(
    post, path = "/v1/networks/{network}/selections/{selection}/split/refusal", operation_id = "declineShare",
    tag = "selections",
    params(
        InNetwork, ("selection" = uuid::Uuid, Path, description = "The selection's id"), Doing, CommandHeaders,
        ChangeHeaders
    ),
    request_body = Refused,
    responses((status = 200, description = "Declined", body = Written<Selection>), WriteProblems)
)]
pub async fn decline(write: Write<Refused>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Decline>().await
}

/// Accepting a share.
pub struct Accept;

impl Operation for Accept {
    const ID: &'static str = "acceptShare";
    type Body = Answer;
    type Resource = Selection;

    async fn plan(write: &Write<Answer>) -> Result<Plan, Problem> {
        let selection: SelectionId = write.caller.path("selection")?;
        let subject = payer(write, selection)?;
        let accepted = ShareAccepted { selection, split: write.body.split };
        Ok(Plan { subject, ..write.plan(selection, Command::AcceptShare(accepted)) })
    }
}

/// Declining it.
pub struct Decline;

impl Operation for Decline {
    const ID: &'static str = "declineShare";
    type Body = Refused;
    type Resource = Selection;

    async fn plan(write: &Write<Refused>) -> Result<Plan, Problem> {
        let (selection, mut draft): (SelectionId, _) = (write.caller.path("selection")?, write.draft());
        let subject = payer(write, selection)?;
        let reason = write.body.reason.as_ref();
        let reason = reason.map(|reason| draft.common(Pointer::Reason, reason.as_str())).transpose()?;
        let declined = ShareDeclined { selection, split: write.body.split, reason };
        Ok(Plan { subject, ..Plan::of(selection, draft.ready(Command::DeclineShare(declined))) })
    }
}

/// As which of the payers the caller answers.
fn payer<B>(write: &Write<B>, selection: SelectionId) -> Result<Option<ActorId>, Problem> {
    let actor = write.subject(Action::AnswerShare(selection))?;
    Ok(pays_as(&write.gate.live().state, actor, selection))
}
