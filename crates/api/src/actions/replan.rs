//! `PUT /v1/networks/{network}/actions/{action}/plan`

use actix_web::HttpResponse;
use domain::action::{Command, Replanned, Responsible};
use domain::amount::Amount;
use domain::authority::Action::PlanAction;
use domain::class::Pointer;
use domain::ids::ActionId;
use serde::Deserialize;
use utoipa::ToSchema;

use super::{Action, Money};
use crate::call::{ChangeHeaders, CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{IfMatch, Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{About, Title};

/// The plan that takes the place of the one before.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ActionPlan, example = json!({
    "title": "Un verger partagé", "purpose": "Que chaque quartier ait ses fruits.",
    "budget": {"minor": 180_000, "currency": "EUR"}, "responsible": ["6f9619ff-8b86-4d01-b42d-00cf4fc964ff"]
}))]
pub struct New {
    /// What is to be done.
    title: Title,
    /// What for.
    purpose: About,
    /// What it may cost.
    #[schema(value_type = Option<Money>)]
    budget: Option<Amount>,
    /// Who answers for it: 1 to 16 actors.
    #[schema(value_type = Vec<uuid::Uuid>, min_items = 1, max_items = 16)]
    responsible: Responsible,
}

/// Replace the plan of an action
///
/// Its milestones stay. Say with `If-Match` which version you have seen.
#[utoipa::path(
    put, path = "/v1/networks/{network}/actions/{action}/plan", operation_id = "replanAction", tag = "actions",
    params(
        InNetwork,
        ("action" = uuid::Uuid, Path, description = "Its id"), Doing, CommandHeaders, ChangeHeaders
    ),
    request_body = New,
    responses((status = 200, description = "Replaced", body = Written<Action>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<Replan>().await
}

/// Replacing a plan.
pub struct Replan;

impl Operation for Replan {
    const ID: &'static str = "replanAction";
    const IF_MATCH: IfMatch = IfMatch::Required;
    type Body = New;
    type Resource = Action;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        write.may(PlanAction)?;
        let (action, mut draft): (ActionId, _) = (write.caller.path("action")?, write.draft());
        let New { title, purpose, budget, responsible } = &write.body;
        let title = draft.common(Pointer::Title, title.as_str())?;
        let purpose = draft.common(Pointer::Purpose, purpose.as_str())?;
        let (budget, responsible) = (budget.clone(), responsible.clone());
        let replanned = Replanned { action, title, purpose, budget, responsible };
        Ok(Plan::of(action, draft.ready(Command::Replan(replanned))))
    }
}
