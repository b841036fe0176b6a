//! `POST /v1/networks/{network}/contributions/{contribution}/appeal/decision`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::ids::ContributionId;
use domain::moderation::{AppealDecided, AppealOutcome, Command};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Moderation;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{self, Grounds};

/// A decision on an appeal.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAppealDecision, example = json!({
    "outcome": "overturned", "rationale": "Le message parle de la proposition et de personne d'autre."
}))]
pub struct New {
    /// What is decided: the review is upheld, or overturned.
    #[schema(schema_with = values::word::<AppealOutcome>)]
    outcome: AppealOutcome,
    /// Why; everyone who may read the network reads it.
    rationale: Grounds,
}

/// Decide an appeal
///
/// For moderators, but not for the one who reviewed, nor on what is their own. What an overturned review hid is shown again.
#[utoipa::path(
    post, path = "/v1/networks/{network}/contributions/{contribution}/appeal/decision", operation_id = "decideAppeal",
    tag = "moderation",
    params(
        InNetwork,
        ("contribution" = uuid::Uuid, Path, description = "The contribution's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Decided", body = Written<Moderation>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Decide>().await
}

/// Deciding an appeal.
pub struct Decide;

impl Operation for Decide {
    const ID: &'static str = "decideAppeal";
    type Body = New;
    type Resource = Moderation;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let contribution: ContributionId = write.caller.path("contribution")?;
        write.may(Action::Moderate)?;
        let mut draft = write.draft();
        let rationale = draft.common(Pointer::Rationale, write.body.rationale.as_str())?;
        let outcome = write.body.outcome;
        let decided = Command::DecideAppeal(AppealDecided { contribution, outcome, rationale });
        Ok(Plan::of(contribution, draft.ready(decided)))
    }
}
