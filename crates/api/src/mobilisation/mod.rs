//! `/v1/networks/{network}/mobilisation`

pub mod get;

use crate::routing::{read, resource};
use actix_web::web::ServiceConfig;
use std::sync::Arc;
use utoipa::OpenApi;

use domain::driver::Remaining;
use domain::event::Object;
use domain::ids::{ActorId, AudienceId, MeetingId, Stamp};
use projection::mobilisation::{AudienceCoverage, Coverage, Launch, Todo};
use serde::Serialize;
use utoipa::ToSchema;

use crate::call::Read;
use crate::feeds::sentence::name;
use crate::problem::Problem;
use crate::texts::{quoted, shown};
use crate::values;

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    config.service(resource("/mobilisation", "GET, HEAD").route(read().to(get::handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(get::handler))]
pub struct Paths;

/// Whom the network reaches of those whom it wants to reach, and what remains to be done.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "at": "2026-03-12T20:00:00.000Z", "audiences": [{
        "audience": "01890a5d-ac96-774b-bcce-b302099a8057", "name": "Jeunes de 15 à 25 ans", "estimated_size": 640,
        "actors": 12, "share_per_mille": 18, "drivers": ["6f9619ff-8b86-4d01-b42d-00cf4fc964ff"],
        "outreach": {"held": 1, "planned": 0, "counted": 1, "attendance": 23}, "met": true
    }],
    "drivers": {"invited": 3, "pending": 1, "accepted": 1, "declined": 1, "lapsed": 0, "driving": 1},
    "launch": {"standing": "not_planned"},
    "remaining": [{
        "code": "launch_not_planned", "sentence": "No launch is planned: choose a date for all to begin together."
    }]
}))]
pub struct Mobilisation {
    /// The moment at which roles hold and meetings have been held.
    #[schema(schema_with = values::time)]
    at: Stamp,
    /// Each audience that was not retired, in order of definition.
    audiences: Vec<CoveredAudience>,
    /// The drivers.
    drivers: DriverFigures,
    /// The launch: the first one that was held, else the next one to come.
    launch: LaunchFigures,
    /// What remains to be done, what concerns the whole network first.
    remaining: Vec<RemainingTask>,
}

/// How far an audience is reached.
#[derive(Debug, Serialize, ToSchema)]
pub struct CoveredAudience {
    /// Which audience.
    #[schema(schema_with = values::id)]
    audience: AudienceId,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    name: Option<Arc<str>>,
    /// About how many people it counts; absent where nobody has estimated it.
    #[serde(skip_serializing_if = "Option::is_none")]
    estimated_size: Option<u32>,
    /// How many of its actors take part in the network.
    actors: u32,
    /// These in thousandths of the estimated size, rounded down; absent without an estimate.
    #[serde(skip_serializing_if = "Option::is_none")]
    share_per_mille: Option<u64>,
    /// The drivers who are committed to it.
    #[schema(value_type = Vec<uuid::Uuid>)]
    drivers: Vec<ActorId>,
    /// The outreach meetings for it.
    outreach: OutreachFigures,
    /// Whether an outreach meeting was held for it, and not one to which nobody came.
    met: bool,
}

/// The outreach meetings for an audience, without those that were cancelled.
#[derive(Debug, Serialize, ToSchema)]
pub struct OutreachFigures {
    /// How many have ended.
    held: u32,
    /// How many have not.
    planned: u32,
    /// Of how many of those held it was recorded how many came.
    counted: u32,
    /// How many came to these; who came twice counts twice. Absent where none was counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    attendance: Option<u64>,
}

/// How many were invited to drive, what became of it, and how many drive.
#[derive(Debug, Serialize, ToSchema)]
pub struct DriverFigures {
    /// Actors who were ever invited; of each the last invitation counts in the next four.
    invited: u32,
    /// Who have not answered.
    pending: u32,
    /// Who accepted, whatever came later.
    accepted: u32,
    /// Who declined.
    declined: u32,
    /// Who left the network before they answered.
    lapsed: u32,
    /// Who hold the role of driver, invited or not.
    driving: u32,
}

/// The event with which the network begins.
#[derive(Debug, Serialize, ToSchema)]
pub struct LaunchFigures {
    /// `not_planned`, `planned` or `held`.
    #[schema(value_type = String, example = "planned")]
    standing: &'static str,
    /// The meeting.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<uuid::Uuid>)]
    meeting: Option<MeetingId>,
    /// When it begins.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    starts_at: Option<Stamp>,
    /// How many came; absent until that is recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    attendance: Option<u32>,
}

/// Something that remains to be done.
#[derive(Debug, Serialize, ToSchema)]
pub struct RemainingTask {
    /// What.
    #[schema(schema_with = values::word::<Remaining>)]
    code: Remaining,
    /// With what: `audience:<id>`, `actor:<id>` or `meeting:<id>`; absent where it concerns the whole network.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "audience:01890a5d-ac96-774b-bcce-b302099a8057")]
    object: Option<String>,
    /// Since when.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    since: Option<Stamp>,
    /// The same in a sentence of the reader's language.
    sentence: String,
}

fn render<Q>(read: &Read<Q>, coverage: &Coverage<'_>, at: Stamp) -> Result<Mobilisation, Problem> {
    let drivers = &coverage.drivers;
    Ok(Mobilisation {
        at,
        audiences: coverage.audiences.iter().map(|one| covered(read, one)).collect::<Result<_, _>>()?,
        drivers: DriverFigures {
            invited: drivers.invited,
            pending: drivers.pending,
            accepted: drivers.accepted,
            declined: drivers.declined,
            lapsed: drivers.lapsed,
            driving: drivers.driving,
        },
        launch: launched(coverage.launch),
        remaining: coverage.remaining.iter().map(|todo| task(read, todo)).collect::<Result<_, _>>()?,
    })
}

fn covered<Q>(read: &Read<Q>, one: &AudienceCoverage<'_>) -> Result<CoveredAudience, Problem> {
    let outreach = &one.outreach;
    Ok(CoveredAudience {
        audience: one.audience.id,
        name: shown(read, one.audience.name)?,
        estimated_size: one.audience.estimated_size,
        actors: one.actors,
        share_per_mille: one.per_mille(),
        drivers: one.drivers.clone(),
        outreach: OutreachFigures {
            held: outreach.held,
            planned: outreach.planned,
            counted: outreach.counted,
            attendance: (outreach.counted > 0).then_some(outreach.attendance),
        },
        met: outreach.met,
    })
}

fn launched(launch: Option<Launch<'_>>) -> LaunchFigures {
    let standing = match launch {
        None => "not_planned",
        Some(Launch { held: false, .. }) => "planned",
        Some(Launch { held: true, .. }) => "held",
    };
    let meeting = launch.map(|launch| launch.meeting);
    LaunchFigures {
        standing,
        meeting: meeting.map(|meeting| meeting.id),
        starts_at: meeting.map(|meeting| meeting.starts_at),
        attendance: meeting.and_then(|meeting| meeting.attendance),
    }
}

fn task<Q>(read: &Read<Q>, todo: &Todo) -> Result<RemainingTask, Problem> {
    let language = read.caller.asked.language;
    let views = &read.views;
    let about = match todo.about {
        Some(Object::Actor(actor)) => Some(name(read, actor, language)?),
        Some(Object::Audience(id)) => {
            quoted(read, views.audiences.get(id).and_then(|row| row.name))?.map(|it| it.to_string())
        }
        Some(Object::Meeting(id)) => {
            quoted(read, views.meetings.get(id).and_then(|row| row.told.title))?.map(|it| it.to_string())
        }
        Some(_) | None => None,
    };
    let id = format!("mobilisation-{}", todo.code.as_str().replace('_', "-"));
    let sentence = language.say(&id, &[("name", about.unwrap_or_default())]).unwrap_or(id);
    Ok(RemainingTask {
        code: todo.code,
        object: todo.about.map(|object| object.to_string()),
        since: todo.since,
        sentence,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn whatever_remains_to_be_done_is_told_in_every_language() {
        for language in [Language::English, Language::French] {
            for code in Remaining::ALL {
                let id = format!("mobilisation-{}", code.as_str().replace('_', "-"));
                let told = language.say(&id, &[("name", "<name>".to_owned())]);
                assert!(told.as_ref().is_some_and(|told| !told.is_empty() && !told.contains('{')), "{id}: {told:?}");
            }
        }
    }
}
