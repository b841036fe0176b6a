//! Lines of an import: whose act each is, which row it was, and which row it stands under.
//!
//! A person of a set is found again by a blind index, a row by the MAC of its source id, as an import on a data directory
//! leaves them (`app::import`): the same set can be brought in either way, and again.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use actix_web::web::{self, Bytes};
use app::Network;
use app::draft::Draft;
use app::import::{contact_index, person_index, row_mac};
use app::network::{EventLog as _, read_event};
use app::submission::{Imported, Outcome, Submission};
use domain::actor::{ActorKind, Command, Joined, Via};
use domain::authority::Action;
use domain::class::Pointer;
use domain::envelope::{Act, By};
use domain::event::Object;
use domain::ids::{ActorId, Position};
use domain::names::SourceId;
use domain::server::Scope;
use serde::Serialize;
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{CHUNK, Line};
use crate::body::parse_json;
use crate::call::Write;
use crate::operation::object_at;
use crate::problem::Problem;

/// What is there of a row that was imported before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Known {
    /// What the line says, or what others made of it since.
    Same,
    /// The row had another text when it was imported, and that is left as it is.
    Changed,
}

/// The texts of each command, as they came.
pub(super) type Texts = Vec<Vec<(Pointer, Arc<str>)>>;

/// How many lines can be handed to the writer together: none of them names a row that another one brings in.
pub(super) fn round(lines: &[Result<Line, Problem>]) -> usize {
    let mut brought_in = HashSet::new();
    for (n, line) in lines.iter().enumerate().take(CHUNK) {
        let Some(line) = line.as_ref().ok() else { continue };
        if line.named().any(|named| brought_in.contains(named)) {
            return n;
        }
        brought_in.extend(line.brings_in());
    }
    lines.len().min(CHUNK)
}

/// What lines name of the set.
#[derive(Default)]
pub(super) struct Named {
    persons: HashMap<SourceId, ActorId>,
    rows: HashMap<SourceId, Object>,
}

impl Named {
    /// Finds what lines name; persons whom the network does not know yet join. What is not found is left out, and the lines
    /// that name it are refused.
    pub(super) async fn find<'l>(write: &Write<Bytes>, lines: impl Iterator<Item = &'l Line> + Clone) -> Self {
        if check(write).is_err() {
            return Self::default();
        }
        let rows = rows(write, lines.clone()).await.unwrap_or_default();
        Self { persons: persons(write, lines).await, rows }
    }

    pub(super) fn person(&self, person: &SourceId) -> Option<ActorId> {
        self.persons.get(person).copied()
    }

    pub(super) fn row(&self, row: &SourceId) -> Option<Object> {
        self.rows.get(row).copied()
    }
}

/// The objects of the rows that lines stand under, and of the actors that they add and that are there.
async fn rows<'l>(
    write: &Write<Bytes>,
    lines: impl Iterator<Item = &'l Line>,
) -> Result<HashMap<SourceId, Object>, Problem> {
    let (network, live) = (Arc::clone(&write.network), write.network.live());
    let named: HashSet<_> = lines.flat_map(|line| line.under().into_iter().chain(line.added())).collect();
    let recorded = named.into_iter().filter_map(|row| {
        let position = live.known.source(&row_mac(network.vault(), row))?;
        Some((row.clone(), position))
    });
    let recorded: Vec<(SourceId, Position)> = recorded.collect();
    if recorded.is_empty() {
        return Ok(HashMap::new());
    }
    let read = move || {
        let object = |(row, position): (SourceId, Position)| {
            let recorded = read_event(position, &network.log().event(position.0)?.bytes)?;
            Ok::<_, Problem>(recorded.object().map(|object| (row, object)))
        };
        recorded.into_iter().filter_map(|row| object(row).transpose()).collect::<Result<_, _>>()
    };
    web::block(read).await?
}

/// The actors who stand for the persons that lines name. Who is not known yet joins, in the order of the lines.
async fn persons<'l>(write: &Write<Bytes>, lines: impl Iterator<Item = &'l Line>) -> HashMap<SourceId, ActorId> {
    let (mut known, mut unknown, mut seen) = (HashMap::new(), Vec::new(), HashSet::new());
    let live = write.network.live();
    for (person, contact, audience) in lines.filter_map(Line::joining).filter(|(person, ..)| seen.insert(*person)) {
        let index = person_index(write.network.vault(), person);
        let member = contact.map(|address| contact_index(write.network.vault(), address));
        let member = member.and_then(|index| live.known.contact(&index));
        match member.or_else(|| live.known.person(&index)) {
            Some(actor) => _ = known.insert(person.clone(), actor),
            None => unknown.push((person.clone(), index, audience)),
        }
    }
    if unknown.is_empty() || write.dry_run {
        return known;
    }
    let (network, wanted) = (Arc::clone(&write.network), unknown.len());
    let spares = move || std::iter::repeat_with(|| network.vault().spare_subject()).take(wanted).collect();
    let Ok(Ok(spares)) = web::block::<_, Result<Vec<_>, _>>(spares).await else { return known };
    let mut joining = Vec::with_capacity(wanted);
    for ((person, index, audience), actor) in unknown.into_iter().zip(spares) {
        let joined = Joined { actor, kind: ActorKind::Person, via: Via::Import, audience };
        let step = Draft::new(write.network.vault()).ready(Command::Join(joined)).as_part_of(Action::Import);
        let submission = Submission {
            imported: Some(Imported::Person(index)),
            ..Submission::new(write.gate.principal(), Act::by(By::Operator), vec![step])
        };
        if let Ok(handed) = write.network.hand_over(submission).await {
            joining.push((person, index, actor, handed));
        }
    }
    for (person, index, actor, handed) in joining {
        let actor = match handed.outcome().await {
            // Another request may have let them join in the meantime.
            Ok(Outcome::Unchanged(_)) => write.network.live().known.person(&index),
            Ok(Outcome::Recorded { .. } | Outcome::Replayed(_) | Outcome::WouldRecord { .. }) => Some(actor),
            Err(_) => None,
        };
        known.extend(actor.map(|actor| (person, actor)));
    }
    known
}

/// Refuses an import by who may not.
///
/// # Errors
/// `insufficient_scope`, `forbidden`.
pub(super) fn check(write: &Write<Bytes>) -> Result<(), Problem> {
    write.caller.needs(Scope::Import)?;
    Ok(write.gate.check(Action::Import)?)
}

/// A body with the id of what it stands under.
///
/// # Errors
/// Those of JSON that is no object.
pub(super) fn body_under(body: &RawValue, parent: Uuid) -> Result<Bytes, Problem> {
    let mut fields: serde_json::Map<String, serde_json::Value> = parse_json(body.get().as_bytes())?;
    fields.insert("parent".to_owned(), parent.to_string().into());
    serde_json::to_vec(&fields).map(Bytes::from).map_err(|error| Problem::malformed_json(&error))
}

/// The object of a row or person that was imported before, and what is there of it.
///
/// # Errors
/// When it cannot be read.
pub(super) async fn known(
    network: &Arc<Network>,
    imported: Imported,
    texts: Texts,
) -> Result<Option<(Object, Known)>, Problem> {
    let live = network.live();
    let first = match imported {
        Imported::Person(index) => {
            return Ok(live.known.person(&index).map(|actor| (Object::Actor(actor), Known::Same)));
        }
        Imported::Row(mac) => match live.known.source(&mac) {
            Some(first) => first,
            None => return Ok(None),
        },
    };
    let object = object_at(network, first).await?;
    if texts.iter().all(Vec::is_empty) {
        return Ok(Some((object, Known::Same)));
    }
    let network = Arc::clone(network);
    let changed = web::block(move || network.had_other_texts(first, &texts)).await??;
    Ok(Some((object, if changed { Known::Changed } else { Known::Same })))
}
