//! Something that happened, and pages of it.

use app::network::{EventLog as _, read_event};
use domain::envelope::By;
use domain::ids::{EventId, Position, Stamp};
use domain::state::Recorded;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Query, sentence};
use crate::call::Read;
use crate::i18n::Language;
use crate::problem::Problem;
use crate::values;

/// How many positions are looked at for one page, so that conditions which are rare together do not hold a request.
const LOOKED_AT: usize = 50_000;

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "position": 41, "id": "01890a5d-ac96-774b-bcce-b302099a8057", "recorded_at": "2026-03-05T17:02:11.000Z",
    "type": "contribution.submitted", "by": "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
    "objects": ["contribution:01890a5d-ac96-774b-bcce-b302099a8058"],
    "summary": "A person of the network submitted a proposal: “A common calendar”"
}))]
pub struct Happening {
    /// Where its event stands.
    #[schema(value_type = u64)]
    pub position: Position,
    /// The id of its event.
    #[schema(schema_with = values::id)]
    pub id: EventId,
    /// When it was recorded.
    #[schema(schema_with = values::time)]
    pub recorded_at: Stamp,
    /// When it happened, where that was not when it was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub occurred_at: Option<Stamp>,
    /// The type of its event.
    #[serde(rename = "type")]
    pub name: &'static str,
    /// Who acted: `actor:<id>`, `operator` or `system`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub by: Option<By>,
    /// For whom it was entered.
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub on_behalf_of: Option<By>,
    /// What it concerns, its own object first.
    pub objects: Vec<String>,
    /// Who it was, as far as the one who asks may know.
    #[serde(skip)]
    pub who: String,
    /// What happened, in a sentence.
    pub summary: String,
}

impl Happening {
    fn of(read: &Read<Query>, recorded: &Recorded, language: Language) -> Result<Self, Problem> {
        Ok(Self {
            position: recorded.position,
            id: recorded.id,
            recorded_at: recorded.recorded_at,
            occurred_at: recorded.act.occurred_at,
            name: recorded.event.event_type().name,
            by: recorded.act.by,
            on_behalf_of: recorded.act.on_behalf_of.map(By::Actor),
            objects: recorded.event.objects().iter().map(ToString::to_string).collect(),
            who: sentence::who(read, &recorded.act, language)?,
            summary: sentence::of(read, recorded, language)?,
        })
    }
}

/// A page of what happened.
pub struct Found {
    /// Newest first.
    pub items: Vec<Happening>,
    /// After which position to go on, unless that was all.
    pub next: Option<Position>,
}

/// What happened before the cursor, newest first.
///
/// # Errors
/// `invalid_parameter`; those of reading.
pub fn page(read: &Read<Query>, size: usize, language: Language) -> Result<Found, Problem> {
    let facets = read.query.facets()?;
    let activity = &read.gate.live().activity;
    let before = read.query.after.map_or(read.views.head, |after| read.views.head.min(Position(after)));
    let mut found = Found { items: Vec::with_capacity(size), next: None };
    let Some((lead, others)) = facets.split_first() else { return Ok(found) };
    let mut last = None;
    for (n, position) in activity.newest(*lead, before).enumerate() {
        if n == LOOKED_AT || found.items.len() == size {
            found.next = last;
            break;
        }
        last = Some(position);
        if !others.iter().all(|facet| activity.has(*facet, position)) {
            continue;
        }
        let recorded = read_event(position, &read.network.log().event(position.0)?.bytes)?;
        if facets.iter().all(|facet| facet.holds(&recorded)) {
            found.items.push(Happening::of(read, &recorded, language)?);
        }
    }
    Ok(found)
}
