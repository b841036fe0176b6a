//! `/v1/networks/{network}/actions`

pub mod abandon;
pub mod complete;
pub mod get;
pub mod list;
pub mod milestone;
pub mod obstacle;
pub mod plan;
pub mod progress;
pub mod reach;
pub mod replan;

use crate::routing::{read, resource};
use actix_web::web::{ServiceConfig, delete, post, put};
use std::sync::Arc;
use utoipa::OpenApi;

use domain::action::{self, Command, Origin, Phase, Responsible};
use domain::amount::{Amount, Percent};
use domain::authority::Principal;
use domain::class::{Commitment, CommonText, OwnText};
use domain::event::Object;
use domain::ids::{ActionId, ActorId, MilestoneId, Stamp, Version};
use projection::actions::ActionRow;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::call::Read;
use crate::offered::offered_as;
use crate::operation::Resource;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    let one = |below: &str, allow| resource(&format!("/actions/{{action}}{below}"), allow);
    config
        .service(
            resource("/actions", "GET, HEAD, POST").route(read().to(list::handler)).route(post().to(plan::handler)),
        )
        .service(one("", "GET, HEAD").route(read().to(get::handler)))
        .service(one("/plan", "PUT").route(put().to(replan::handler)))
        .service(one("/milestones", "POST").route(post().to(milestone::set)))
        .service(one("/milestones/{milestone}", "PUT").route(put().to(milestone::revise)))
        .service(one("/milestones/{milestone}/reach", "POST").route(post().to(reach::handler)))
        .service(
            one("/progress", "GET, HEAD, POST").route(read().to(progress::list)).route(post().to(progress::report)),
        )
        .service(
            one("/obstacle", "DELETE, POST").route(post().to(obstacle::block)).route(delete().to(obstacle::unblock)),
        )
        .service(one("/completion", "POST").route(post().to(complete::handler)))
        .service(one("/abandonment", "POST").route(post().to(abandon::handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(
    list::handler,
    plan::handler,
    get::handler,
    replan::handler,
    milestone::set,
    milestone::revise,
    reach::handler,
    progress::list,
    progress::report,
    obstacle::block,
    obstacle::unblock,
    complete::handler,
    abandon::handler
))]
pub struct Paths;

/// An amount of money.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"minor": 150_000, "currency": "EUR"}))]
#[allow(dead_code, reason = "only its description is used; the domain has the amount")]
pub struct Money {
    /// How much, in the currency's smallest unit.
    #[schema(minimum = -9_007_199_254_740_991_i64, maximum = 9_007_199_254_740_991_i64)]
    minor: i64,
    /// The code of the currency (ISO 4217).
    #[schema(pattern = "^[A-Z]{3}$")]
    currency: String,
}

/// An action.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01890a5d-ac96-774b-bcce-b302099a8057", "origin": "contribution:01890a5d-ac96-774b-bcce-b302099a8058",
    "title": "Un verger partagé", "purpose": "Que chaque quartier ait ses fruits.",
    "budget": {"minor": 150_000, "currency": "EUR"}, "responsible": ["6f9619ff-8b86-4d01-b42d-00cf4fc964ff"],
    "phase": "under_way", "percent": 40, "note": "Les arbres sont commandés.", "milestones": [{
        "id": "01890a5d-ac96-774b-bcce-b302099a8059", "title": "Les arbres sont plantés",
        "due": "2026-11-25T00:00:00.000Z", "overdue": false
    }],
    "due": "2026-11-25T00:00:00.000Z", "overdue": false, "planned_at": "2026-03-05T17:02:11.000Z", "version": 3,
    "allowed_actions": ["reportProgress", "blockAction", "completeAction"]
}))]
pub struct Action {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: ActionId,
    /// What it comes from: `<kind>:<id>` of a contribution, a meeting, a decision, a requirement, a `specification_version` or a finding.
    #[schema(value_type = String)]
    origin: Origin,
    /// What is to be done; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// What for; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    purpose: Option<Arc<str>>,
    /// What it may cost.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Money>)]
    budget: Option<Amount>,
    /// Who answers for it.
    #[schema(value_type = Vec<Uuid>)]
    responsible: Vec<ActorId>,
    /// How far it is.
    #[schema(schema_with = values::word::<Phase>)]
    phase: Phase,
    /// How much of it is done, in hundredths; absent before it is begun.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<u8>, maximum = 100)]
    percent: Option<Percent>,
    /// How it goes, as told last; absent where texts are not expanded, `[erased]` after its author's data was erased.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    note: Option<Arc<str>>,
    /// Its milestones, in the order in which they were set.
    milestones: Vec<Milestone>,
    /// When the next milestone is due.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    due: Option<Stamp>,
    /// Whether a milestone was due and not reached at the moment in the header `Tresse-At`.
    overdue: bool,
    /// What holds it up, or why it was abandoned; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    reason: Option<Arc<str>>,
    /// What came of it; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    results: Option<Arc<str>>,
    /// When it was planned.
    #[schema(schema_with = values::time)]
    planned_at: Stamp,
    /// When it was completed or abandoned.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Stamp>,
    /// Its version, for `If-Match`.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// A milestone of an action.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ActionMilestone)]
pub struct Milestone {
    /// Its id.
    #[schema(schema_with = values::id)]
    id: MilestoneId,
    /// What is done by then; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    title: Option<Arc<str>>,
    /// When it is due.
    #[schema(schema_with = values::time)]
    due: Stamp,
    /// When it was reached.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    reached_at: Option<Stamp>,
    /// Whether it was due and not reached at the moment in the header `Tresse-At`, of an action that is not over.
    overdue: bool,
}

/// The action as it is shown, with its texts where `read.texts`.
pub(crate) fn render<Q>(read: &Read<Q>, row: &ActionRow) -> Result<Action, Problem> {
    let text = |text| shown(read, read.texts.then_some(text).flatten());
    let last = row.progress.last();
    let milestones = row.milestones.iter().map(|milestone| {
        Ok(Milestone {
            id: milestone.id,
            title: text(milestone.title)?,
            due: milestone.due,
            reached_at: milestone.reached_at,
            overdue: row.ended_at.is_none() && milestone.reached_at.is_none() && milestone.due < read.at,
        })
    });
    Ok(Action {
        id: row.id,
        origin: row.origin,
        title: text(row.title)?,
        purpose: text(row.purpose)?,
        budget: row.budget.clone(),
        responsible: row.responsible.clone(),
        phase: row.phase,
        percent: last.map(|progress| progress.percent),
        note: text(last.and_then(|progress| progress.note))?,
        milestones: milestones.collect::<Result<_, Problem>>()?,
        due: row.due(),
        overdue: row.is_overdue(read.at),
        reason: text(row.reason)?,
        results: text(row.results)?,
        planned_at: row.planned_at,
        ended_at: row.ended_at,
        version: row.version,
        allowed_actions: allowed(read, row),
    })
}

fn find<Q>(read: &Read<Q>, id: ActionId) -> Result<&ActionRow, Problem> {
    Ok(read.views.actions.get(id).ok_or(action::Refusal::UnknownAction)?)
}

impl Action {
    /// The same, whoever asks.
    pub(crate) fn without_offers(self) -> Self {
        Self { allowed_actions: Vec::new(), ..self }
    }
}

impl Resource for Action {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let row = find(read, ActionId(object.id()))?;
        Ok((row.version, render(read, row)?))
    }
}

fn allowed<Q>(read: &Read<Q>, row: &ActionRow) -> Vec<&'static str> {
    let (action, text) = (row.id, Commitment::new([0; 32], 1));
    let (common, own, milestone) = (CommonText(text), OwnText(text), MilestoneId(Uuid::max()));
    let Principal::Actor(asker) = read.gate.principal() else { return Vec::new() };
    let Ok(responsible) = Responsible::new(vec![asker]) else { return Vec::new() };
    let replanned = action::Replanned { action, title: common, purpose: common, budget: None, responsible };
    let set = action::MilestoneSet { action, milestone, title: common, due: row.planned_at };
    let percent = row.progress.last().map(|progress| progress.percent).unwrap_or_default();
    let ahead = row.milestones.iter().find(|known| known.reached_at.is_none()).map_or(milestone, |known| known.id);
    let tried = [
        ("replanAction", Command::Replan(replanned)),
        ("setMilestone", Command::SetMilestone(set.clone())),
        ("reviseMilestone", Command::ReviseMilestone(action::MilestoneSet { milestone: ahead, ..set })),
        ("reachMilestone", Command::ReachMilestone(action::MilestoneReached { action, milestone: ahead })),
        ("reportProgress", Command::Progress(action::Progressed { action, percent, note: Some(own) })),
        ("blockAction", Command::Block(action::Blocked { action, reason: common })),
        ("unblockAction", Command::Unblock(action)),
        ("completeAction", Command::Complete(action::Completed { action, results: common })),
        ("abandonAction", Command::Abandon(action::Abandoned { action, reason: common })),
    ];
    offered_as(read, None, tried.map(|(name, command)| (name, command.into())))
}
