//! The events of a decision itself, as they stand in the history.

use app::network::{EventLog as _, read_event};
use domain::decision;
use domain::envelope::{By, Evidence};
use domain::ids::{ActorId, EventId, Position, Stamp};
use domain::state::Event;
use domain::tally::ballot::OptionNo;
use domain::tally::input::Sha;
use projection::decisions::DecisionRow;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::call::Read;
use crate::decisions::leaf;
use crate::problem::Problem;
use crate::values;

/// How many events are told: no decision has more but one that was linked and unlinked, or amended, without end.
const MOST: usize = 4_096;
/// The type whose events are as large as they may be, and hold what the export holds.
const PARTS: &str = "decision.ballots_published_part";

/// An event of a decision.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DossierEvent)]
pub struct Happened {
    /// Where it stands: the number of events before it.
    #[schema(value_type = u64)]
    pub(super) position: Position,
    /// Its id.
    #[schema(schema_with = values::id)]
    id: EventId,
    /// What happened.
    #[serde(rename = "type")]
    #[schema(value_type = String, example = "decision.opened")]
    pub(super) name: &'static str,
    /// When it was recorded.
    #[schema(schema_with = values::time)]
    pub(super) recorded_at: Stamp,
    /// Who did it, or entered it for somebody else: `actor:<id>`, `operator` or `system`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff")]
    pub(super) by: Option<By>,
    /// For whom it was entered.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Uuid>)]
    pub(super) on_behalf_of: Option<ActorId>,
    /// What stands behind an entry on somebody's behalf.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    evidence: Option<Evidence>,
    /// When it happened, if that was not when it was recorded.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, format = DateTime)]
    occurred_at: Option<Stamp>,
    /// SHA-256 of a zero byte and the event's bytes (RFC 6962): its leaf in the verifiable history.
    #[schema(value_type = String, pattern = "^[0-9a-f]{64}$")]
    pub(super) leaf: Sha,
    /// Which option it is about; the event tells it.
    #[serde(skip)]
    #[schema(ignore)]
    pub(super) option: Option<OptionNo>,
    /// The stored bytes, as they are hashed; absent of published ballots, which `export` holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<Object>)]
    event: Option<Box<RawValue>>,
}

/// A decision's events, and how many were left out.
pub(super) fn of<Q>(read: &Read<Q>, row: &DecisionRow) -> Result<(Vec<Happened>, usize), Problem> {
    let left_out = row.events.len().saturating_sub(MOST);
    let told = row.events.iter().take(1).chain(row.events.iter().skip(1 + left_out));
    Ok((told.map(|position| happened(read, *position)).collect::<Result<_, _>>()?, left_out))
}

fn happened<Q>(read: &Read<Q>, position: Position) -> Result<Happened, Problem> {
    let stored = read.network.log().event(position.0)?;
    let recorded = read_event(position, &stored.bytes)?;
    let (name, act, leaf) = (recorded.event.event_type().name, recorded.act, leaf(&stored.bytes));
    let option = if let Event::Decision(decision::Event::OptionSet(set)) = &recorded.event {
        Some(set.option)
    } else if let Event::Decision(decision::Event::OptionWithdrawn(withdrawn)) = &recorded.event {
        Some(withdrawn.option)
    } else {
        None
    };
    let event = if name == PARTS {
        None
    } else {
        let bytes = String::from_utf8(stored.bytes.into()).map_err(|error| Problem::internal(&error))?;
        Some(RawValue::from_string(bytes).map_err(|error| Problem::internal(&error))?)
    };
    Ok(Happened {
        position,
        id: recorded.id,
        name,
        recorded_at: recorded.recorded_at,
        by: act.by,
        on_behalf_of: act.on_behalf_of,
        evidence: act.evidence,
        occurred_at: act.occurred_at,
        leaf,
        option,
        event,
    })
}
