//! `/v1/networks/{network}/events`: the history, event by event, in the exact stored bytes: in pages, as a
//! stream of lines, live, or as CloudEvents.

mod cloud;
mod filter;
pub mod get;
pub mod list;
mod live;
mod look;
pub mod streams;

use crate::routing::{read, resource};
use actix_web::web::ServiceConfig;
use std::collections::BTreeMap;
use std::sync::Arc;
use utoipa::OpenApi;

use app::network::{Stored, read_event};
use domain::authority::Action;
use domain::class::Pointer;
use domain::event::Readers;
use domain::ids::Position;
use domain::names::CheckpointOrigin;
use projection::{TextOwner, TextRef};
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;

use crate::call::Read;
use crate::problem::Problem;
use crate::texts::shown;

/// The routes under `/v1/networks/{network}`.
pub fn routes(config: &mut ServiceConfig) {
    config
        .service(resource("/events", "GET, HEAD").route(read().to(list::handler)))
        .service(resource("/events/{position}", "GET, HEAD").route(read().to(get::handler)));
}

/// Their description.
#[derive(OpenApi)]
#[openapi(paths(list::handler, get::handler))]
pub struct Paths;

/// An event of the history.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({"position": 41, "event": {
    "id": "01890a5d-ac96-774b-bcce-b302099a8057", "type": "contribution.withdrawn", "v": 1, "rules": 1,
    "recorded_at": "2026-03-05T17:02:11.000Z", "by": "actor:6f9619ff-8b86-4d01-b42d-00cf4fc964ff",
    "objects": ["contribution:01890a5d-ac96-774b-bcce-b302099a8058"],
    "data": {"contribution": "01890a5d-ac96-774b-bcce-b302099a8058"}
}}))]
pub struct HistoryEvent {
    /// Where it stands: the number of events before it.
    #[schema(value_type = u64)]
    position: Position,
    /// The stored bytes, as they are hashed.
    #[schema(value_type = Object)]
    event: Box<RawValue>,
    /// The texts that it commits to, by their JSON pointers into `data`; with `expand=texts`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[schema(value_type = BTreeMap<String, String>)]
    texts: BTreeMap<&'static str, Arc<str>>,
}

/// The network's name in checkpoints, which is for ever.
fn origin<Q>(read: &Read<Q>) -> Result<CheckpointOrigin, Problem> {
    let charter = read.gate.live().views.network.charter();
    charter.map(|charter| charter.origin.clone()).ok_or_else(Problem::not_found)
}

fn render<Q>(read: &Read<Q>, stored: Stored) -> Result<HistoryEvent, Problem> {
    let position = Position(stored.position);
    let texts = if read.texts { texts(read, position, &stored.bytes)? } else { BTreeMap::new() };
    let bytes = String::from_utf8(stored.bytes.into()).map_err(|error| Problem::internal(&error))?;
    let event = RawValue::from_string(bytes).map_err(|error| Problem::internal(&error))?;
    Ok(HistoryEvent { position, event, texts })
}

/// The texts of an event that the one who asks may see.
fn texts<Q>(read: &Read<Q>, position: Position, bytes: &[u8]) -> Result<BTreeMap<&'static str, Arc<str>>, Problem> {
    let recorded = read_event(position, bytes)?;
    let mut texts = BTreeMap::new();
    for text in TextRef::all(&recorded) {
        let visible = match (recorded.event.texts_are().readers, text.pointer, text.owner) {
            (Readers::Everyone, ..) => true,
            (Readers::Members, Pointer::Contact, TextOwner::Actor(person)) => {
                read.gate.allows(Action::ReadContact(person))
            }
            (Readers::Members, ..) => read.gate.allows(Action::ReadProfiles),
            (Readers::Nobody, ..) => false,
        };
        if visible && let Some(opened) = shown(read, Some(text))? {
            texts.insert(text.pointer.as_str(), opened);
        }
    }
    Ok(texts)
}
