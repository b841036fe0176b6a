//! `POST /v1/networks/{network}/contributions/{contribution}/appeal`

use actix_web::HttpResponse;
use domain::authority::{Action, Denied};
use domain::class::Pointer;
use domain::ids::ContributionId;
use domain::moderation::{self, Appealed, Command};
use domain::state::Refusal;
use serde::Deserialize;
use utoipa::ToSchema;

use super::Moderation;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::Grounds;

/// An appeal against the last review.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAppeal, example = json!({"reason": "Je ne nommais personne."}))]
pub struct New {
    /// Why; moderators and auditors read it.
    reason: Grounds,
}

/// Appeal against the last review of a contribution
///
/// For its author, once a review; another moderator than the one who reviewed decides.
#[utoipa::path(
    post, path = "/v1/networks/{network}/contributions/{contribution}/appeal", operation_id = "appealReview",
    tag = "moderation",
    params(
        InNetwork,
        ("contribution" = uuid::Uuid, Path, description = "The contribution's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Appealed", body = Written<Moderation>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Appeal>().await
}

/// Appealing against a review.
pub struct Appeal;

impl Operation for Appeal {
    const ID: &'static str = "appealReview";
    type Body = New;
    type Resource = Moderation;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let contribution: ContributionId = write.caller.path("contribution")?;
        let row = write.gate.live().state.contribution.get(contribution).copied();
        let row = row.ok_or(Refusal::from(moderation::Refusal::NothingThere))?;
        write.may(Action::Appeal(contribution))?;
        let author = row.author.ok_or(Denied::Forbidden)?;
        let mut draft = write.draft();
        let reason = draft.own(author, Pointer::Reason, write.body.reason.as_str())?;
        let appeal = draft.ready(Command::Appeal(Appealed { contribution, reason }));
        Ok(Plan { subject: Some(author), ..Plan::of(contribution, appeal) })
    }
}
