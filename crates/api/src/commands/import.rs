//! Lines of an import: whose act each is, and which row it was.
//!
//! A person of a set is found again by a blind index, a row by the MAC of its source id, as an import on a data directory
//! leaves them (`app::import`): the same set can be brought in either way, and again.

use std::collections::HashMap;
use std::sync::Arc;

use actix_web::web::{self, Bytes};
use app::Network;
use app::draft::Draft;
use app::submission::{Imported, Mac, Outcome, Submission};
use domain::actor::{ActorKind, Command, Joined, Via};
use domain::authority::Action;
use domain::envelope::{Act, By};
use domain::ids::ActorId;
use domain::names::SourceId;
use domain::server::Scope;
use futures_util::future::join_all;

use super::Line;
use crate::call::Write;
use crate::problem::Problem;

/// The MAC by which a row is found again.
pub(super) fn row(network: &Network, source: &SourceId) -> Mac {
    network.vault().mac("source", &[source.to_string().as_bytes()])
}

/// The actors who stand for the persons that some lines name.
pub(super) struct Newcomers(HashMap<SourceId, ActorId>);

impl Newcomers {
    /// Lets those join whom the network does not know yet. Who cannot is left out, and their lines are refused.
    pub(super) async fn join<'l>(write: &Write<Bytes>, lines: impl Iterator<Item = &'l Line>) -> Self {
        let mut known = HashMap::new();
        if write.gate.check(Action::Import).is_err() || write.caller.needs(Scope::Import).is_err() || write.dry_run {
            return Self(known);
        }
        let mut unknown = HashMap::new();
        for person in lines.filter_map(|line| line.import.as_ref()?.person.as_ref()) {
            let index = write.network.vault().blind_index("person", &person.to_string());
            match write.network.live().known.person(&index) {
                Some(actor) => _ = known.insert(person.clone(), actor),
                None => _ = unknown.insert(person.clone(), index),
            }
        }
        let joining = unknown.into_iter().map(|(person, index)| async move {
            let actor = join(write, index).await;
            actor.map(|actor| (person, actor))
        });
        known.extend(join_all(joining).await.into_iter().flatten());
        Self(known)
    }

    pub(super) fn of(&self, person: &SourceId) -> Option<ActorId> {
        self.0.get(person).copied()
    }
}

async fn join(write: &Write<Bytes>, index: Mac) -> Option<ActorId> {
    let network = Arc::clone(&write.network);
    let actor = web::block(move || network.vault().spare_subject()).await.ok()?.ok()?;
    let joined = Joined { actor, kind: ActorKind::Person, via: Via::Import, audience: None };
    let step = Draft::new(write.network.vault()).ready(Command::Join(joined)).as_part_of(Action::Import);
    let submission = Submission {
        imported: Some(Imported::Person(index)),
        ..Submission::new(write.gate.principal(), Act::by(By::Operator), vec![step])
    };
    match write.network.submit_patiently(submission).await.ok()? {
        // Another request may have let them join in the meantime.
        Outcome::Unchanged(_) => write.network.live().known.person(&index),
        Outcome::Recorded { .. } | Outcome::Replayed(_) | Outcome::WouldRecord { .. } => Some(actor),
    }
}

/// Refuses an import by who may not.
///
/// # Errors
/// `insufficient_scope`, `forbidden`.
pub(super) fn check(write: &Write<Bytes>) -> Result<(), Problem> {
    write.caller.needs(Scope::Import)?;
    Ok(write.gate.check(Action::Import)?)
}
