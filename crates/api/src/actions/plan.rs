//! `POST /v1/networks/{network}/actions`

use actix_web::HttpResponse;
use app::edge;
use domain::action::{Command, MAX_MILESTONES, Origin, Planned, Refusal, Responsible};
use domain::amount::Amount;
use domain::authority::Action::PlanAction;
use domain::class::Pointer;
use domain::event::Object;
use serde::Deserialize;
use utoipa::ToSchema;

use super::milestone::Text;
use super::{Action, Money};
use crate::call::{CommandHeaders, Doing, InNetwork, Write};
use crate::openapi::WriteProblems;
use crate::operation::{Operation, Plan, Written};
use crate::problem::Problem;
use crate::values::{About, Title};

/// An action to plan.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = NewAction, example = json!({
    "origin": "contribution:01890a5d-ac96-774b-bcce-b302099a8057", "title": "Un verger partagé",
    "purpose": "Que chaque quartier ait ses fruits.", "budget": {"minor": 150_000, "currency": "EUR"},
    "responsible": ["6f9619ff-8b86-4d01-b42d-00cf4fc964ff"],
    "milestones": [{"title": "Les arbres sont plantés", "due": "2026-11-25T00:00:00Z"}]
}))]
pub struct New {
    /// What it comes from: `<kind>:<id>` of a contribution, a meeting, a decision, a requirement, a `specification_version` or a finding.
    #[schema(value_type = String)]
    origin: Origin,
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
    /// Its first milestones.
    #[serde(default)]
    #[schema(max_items = 64)]
    milestones: Vec<Text>,
}

/// Plan an action
///
/// From what it comes, what for, who answers for it, and by when.
#[utoipa::path(
    post, path = "/v1/networks/{network}/actions", operation_id = "planAction", tag = "actions",
    params(
        InNetwork, Doing, CommandHeaders
    ),
    request_body = New,
    responses((status = 201, description = "Planned", body = Written<Action>), WriteProblems)
)]
pub async fn handler(write: Write<New>) -> Result<HttpResponse, Problem> {
    write.carry_out::<PlanOne>().await
}

/// Planning an action.
pub struct PlanOne;

impl Operation for PlanOne {
    const ID: &'static str = "planAction";
    const CREATES: bool = true;
    type Body = New;
    type Resource = Action;

    async fn plan(write: &Write<New>) -> Result<Plan, Problem> {
        write.may(PlanAction)?;
        let New { origin, title, purpose, budget, responsible, milestones } = &write.body;
        if milestones.len() > MAX_MILESTONES {
            return Err(Refusal::TooManyMilestones.into());
        }
        let (action, mut draft) = (edge::action_id(), write.draft());
        let title = draft.common(Pointer::Title, title.as_str())?;
        let purpose = draft.common(Pointer::Purpose, purpose.as_str())?;
        let (budget, responsible) = (budget.clone(), responsible.clone());
        let planned = Planned { action, origin: *origin, title, purpose, budget, responsible };
        let mut commands = vec![draft.ready(Command::Plan(planned))];
        for milestone in milestones {
            commands.push(milestone.draft(write, action, edge::milestone_id(), Command::SetMilestone)?);
        }
        Ok(Plan { object: Object::Action(action), commands, subject: None })
    }
}
