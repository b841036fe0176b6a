//! `/v1/networks/{network}/steps`

pub mod close;
pub mod get;
pub mod goal;
pub mod list;
pub mod open;

use crate::routing::{read, resource};
use actix_web::web::{ServiceConfig, post, put};
use std::sync::Arc;
use utoipa::OpenApi;

use domain::class::CommonText;
use domain::envelope::By;
use domain::event::Object;
use domain::ids::{Stamp, StepId, Version};
use domain::step::{self, Closed, Command, GoalSet, Opened, Phase};
use projection::steps::StepRow;
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::Read;
use crate::offered::{offered_as, some_text};
use crate::operation::Resource;
use crate::problem::Problem;
use crate::texts::shown;
use crate::values;

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    let one = |below: &str, allow| resource(&format!("/steps/{{step}}{below}"), allow);
    config
        .service(resource("/steps", "GET, HEAD").route(read().to(list::handler)))
        .service(one("", "GET, HEAD").route(read().to(get::handler)))
        .service(one("/opening", "POST").route(post().to(open::handler)))
        .service(one("/goal", "PUT").route(put().to(goal::handler)))
        .service(one("/closing", "POST").route(post().to(close::handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(list::handler, get::handler, open::handler, goal::handler, close::handler))]
pub struct Paths;

/// A step of the method.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "step": "mobilisation", "number": 1, "id": "00000000-0000-8000-8000-000000000001", "phase": "open",
    "goal": "Que chaque public ait été rencontré avant l'été.", "periods": [{
        "opened_at": "2026-03-05T17:02:11.000Z", "opened_by": "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
        "goals": [{"since": "2026-03-05T17:02:11.000Z", "goal": "Que chaque public ait été rencontré avant l'été."}]
    }], "version": 1, "allowed_actions": ["setStepGoal", "closeStep"]
}))]
pub struct Step {
    /// Which; also its name in paths.
    #[schema(schema_with = values::word::<step::Step>)]
    step: step::Step,
    /// Its number in the method, from 0.
    #[schema(minimum = 0, maximum = 7)]
    number: u8,
    /// Its id in the history, the same in every network: `object=step:<id>` finds its events.
    #[schema(schema_with = values::id)]
    id: StepId,
    /// How far it is.
    #[schema(schema_with = values::word::<Phase>)]
    phase: Phase,
    /// What it is to reach, or was; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    goal: Option<Arc<str>>,
    /// The times in which it was open, oldest first.
    periods: Vec<StepPeriod>,
    /// Its version, for `If-Match`; 0 as long as it was never opened.
    #[schema(value_type = u32)]
    version: Version,
    /// The operations that the caller may do on it now.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    allowed_actions: Vec<&'static str>,
}

/// A time in which a step was open.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepPeriod {
    /// From when.
    #[schema(schema_with = values::time)]
    opened_at: Stamp,
    /// Who opened it: `actor:<id>`, `operator` or `system`.
    #[schema(value_type = String, example = "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff")]
    opened_by: By,
    /// What it was to reach, as it was said one time after another.
    goals: Vec<StepGoal>,
    /// Until when; absent while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    closed_at: Option<Stamp>,
    /// What came of it; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    results: Option<Arc<str>>,
}

/// What a step was to reach, since some moment.
#[derive(Debug, Serialize, ToSchema)]
pub struct StepGoal {
    /// Since when.
    #[schema(schema_with = values::time)]
    since: Stamp,
    /// The goal; absent where texts are not expanded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    goal: Option<Arc<str>>,
}

/// A step as it is shown, with its texts where `read.texts`.
fn render<Q>(read: &Read<Q>, step: step::Step) -> Result<Step, Problem> {
    let text = |text| shown(read, read.texts.then_some(text).flatten());
    let row = read.views.steps.get(step);
    let goal = |goal: &projection::steps::Goal| Ok(StepGoal { since: goal.since, goal: text(goal.text)? });
    let period = |period: &projection::steps::Period| {
        Ok(StepPeriod {
            opened_at: period.opened_at,
            opened_by: period.opened_by,
            goals: period.goals.iter().map(goal).collect::<Result<_, Problem>>()?,
            closed_at: period.closed_at,
            results: text(period.results)?,
        })
    };
    let periods = row.map(|row| row.periods.as_slice()).unwrap_or_default();
    Ok(Step {
        step,
        number: step.number(),
        id: step.id(),
        phase: row.map_or(Phase::NotOpened, StepRow::phase),
        goal: text(periods.last().and_then(|period| period.goals.last()).and_then(|goal| goal.text))?,
        periods: periods.iter().map(period).collect::<Result<_, Problem>>()?,
        version: row.map(|row| row.version).unwrap_or_default(),
        allowed_actions: allowed(read, step),
    })
}

impl Resource for Step {
    fn show(read: &Read<()>, object: Object) -> Result<(Version, Self), Problem> {
        let step = step::Step::of(StepId(object.id())).ok_or_else(Problem::not_found)?;
        let shown = render(read, step)?;
        Ok((shown.version, shown))
    }
}

fn allowed<Q>(read: &Read<Q>, step: step::Step) -> Vec<&'static str> {
    let tried = [
        ("openStep", Command::Open(Opened { step, goal: None })),
        ("setStepGoal", Command::SetGoal(GoalSet { step, goal: CommonText(some_text()) })),
        ("closeStep", Command::Close(Closed { step, results: None })),
    ];
    offered_as(read, None, tried.map(|(name, command)| (name, command.into())))
}
