//! `POST /v1/networks/{network}/contributions/{contribution}/reviews`

use actix_web::HttpResponse;
use domain::authority::Action;
use domain::class::Pointer;
use domain::ids::ContributionId;
use domain::moderation::{Command, Outcome};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Moderation;
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{self, Grounds, Rule};

/// A decision on a contribution.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewReview, example = json!({
    "outcome": "returned", "rule": "Règle 3 : pas d'attaque contre les personnes.",
    "rationale": "Le message vise une personne et non ce qu'elle propose."
}))]
pub struct New {
    /// What is decided.
    #[schema(schema_with = values::word::<Outcome>)]
    outcome: Outcome,
    /// Why; everyone who may read the network reads it, so it repeats nothing that is hidden.
    rationale: Grounds,
    /// The rule that is cited; needed for what is hidden or returned.
    rule: Option<Rule>,
    /// Whether a program decides.
    #[serde(default)]
    automatic: bool,
}

/// Review a contribution
///
/// For moderators, of what is not their own. What is hidden or returned vanishes at once from every read, also as of earlier
/// moments; what is returned stands again when its author revises it. The decision stays public.
#[utoipa::path(
    post, path = "/v1/networks/{network}/contributions/{contribution}/reviews", operation_id = "reviewContribution",
    tag = "moderation",
    params(
        InNetwork,
        ("contribution" = uuid::Uuid, Path, description = "The contribution's id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Reviewed", body = Written<Moderation>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Review>().await
}

/// Reviewing a contribution.
pub struct Review;

impl Operation for Review {
    const ID: &'static str = "reviewContribution";
    type Body = New;
    type Resource = Moderation;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        let contribution: ContributionId = write.caller.path("contribution")?;
        write.may(Action::Moderate)?;
        let (mut draft, new) = (write.draft(), &write.body);
        let rationale = draft.common(Pointer::Rationale, new.rationale.as_str())?;
        let rule = new.rule.as_ref().map(|rule| draft.common(Pointer::Rule, rule.as_str())).transpose()?;
        let (outcome, automatic) = (new.outcome, new.automatic);
        let review = Command::Review { contribution, outcome, automatic, rationale, rule };
        Ok(Plan::of(contribution, draft.ready(review)))
    }
}
