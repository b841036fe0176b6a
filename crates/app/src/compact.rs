//! Compaction: of people who were erased, the sealed texts and the blind indexes are blanked too, and the sealed ballots of
//! urns whose key is destroyed, so that not even what nobody can open is left of them. Events stay as they are, byte for
//! byte.

use std::sync::Arc;

use domain::class::Pointer;
use domain::event::Object;
use domain::ids::{ActorId, NetworkId, Position};
use domain::names::Slug;
use domain::state::{Event, Recorded};
use eventlog::{BlankError, Blanked, PrivateEntry, Stored};
use projection::TextOwner;
use serde::Serialize;

use crate::catalogue::{Catalogue, OpenError};
use crate::network::{EventLog as _, HistoryError, Live, Network, private_kind, read_event};

/// What was blanked in a network.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Compacted {
    /// Its name in addresses.
    pub network: Slug,
    /// Its id.
    pub id: NetworkId,
    /// How many sealed texts and blind indexes.
    pub blanked: u64,
    /// How many bytes of them.
    pub bytes: u64,
    /// How many lie in the last commit of the log, and wait until another one follows.
    pub waiting: u64,
}

/// Why a network was not compacted to its end. What was blanked before stays blanked; doing it again does no harm.
#[derive(Debug, thiserror::Error)]
pub enum CompactError {
    /// It does not open.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// A part of its history could not be read.
    #[error("{slug}: {source}")]
    History {
        /// The network.
        slug: Slug,
        /// Why not.
        source: HistoryError,
    },
    /// A part could not be blanked.
    #[error("{slug}: {source}; run compact again")]
    Blank {
        /// The network.
        slug: Slug,
        /// Why not.
        source: BlankError,
    },
}

/// Compacts all networks, one after another. `progress` is told how many events of a network are done, and of how many.
///
/// # Errors
/// [`CompactError`].
pub fn compact(
    catalogue: &Catalogue,
    progress: &mut dyn FnMut(&Slug, u64, u64),
) -> Result<Vec<Compacted>, CompactError> {
    let networks: Vec<_> = catalogue.server().networks().map(|(slug, id)| (slug.clone(), id)).collect();
    let mut compacted = Vec::with_capacity(networks.len());
    for (slug, id) in networks {
        let network = catalogue.load(id)?;
        let Blanked { bodies: blanked, bytes, waiting } = blank(&network, &slug, progress)?;
        compacted.push(Compacted { network: slug, id, blanked, bytes, waiting });
        // Let go of it, so that no more than one is held at a time.
        drop(network);
        catalogue.stop();
    }
    Ok(compacted)
}

fn blank(network: &Network, slug: &Slug, progress: &mut dyn FnMut(&Slug, u64, u64)) -> Result<Blanked, CompactError> {
    let (erased, head) = (Erased::of(network), network.log().head());
    let (mut last, mut failed) = (None, None);
    let select = |stored: &Stored, entry: &PrivateEntry| {
        let is_sealed =
            matches!(entry.kind, private_kind::SEALED_TEXT | private_kind::BLIND_INDEX | private_kind::BALLOT);
        if !is_sealed || failed.is_some() {
            return false;
        }
        if last.as_ref().is_none_or(|(position, _)| *position != stored.position) {
            progress(slug, stored.position, head);
            match read_event(Position(stored.position), &stored.bytes) {
                Ok(recorded) => last = Some((stored.position, erased.held_by(&recorded))),
                Err(error) => {
                    failed = Some(error);
                    return false;
                }
            }
        }
        last.as_ref().is_some_and(|(_, held)| held.has(entry))
    };
    let blanked = network.log().blank(0..head, select);
    if let Some(source) = failed {
        return Err(CompactError::History { slug: slug.clone(), source });
    }
    blanked.map_err(|source| CompactError::Blank { slug: slug.clone(), source })
}

/// Who was erased.
struct Erased<'n> {
    network: &'n Network,
    live: Arc<Live>,
    /// Whether everybody else has keys. Whoever is without them for another reason, such as a backup of keys that was too
    /// old, is left alone: their keys may be found again.
    others_have_keys: bool,
}

/// What an event's private entries hold of people who were erased.
struct Held {
    texts: Vec<Pointer>,
    is_profile: bool,
    /// Ballots of an urn that nobody may open any more.
    is_ballot: bool,
}

impl<'n> Erased<'n> {
    fn of(network: &'n Network) -> Self {
        let live = network.live();
        let is_well = |actor| network.vault().has_keys(actor) || live.state.actor.is_erased(actor);
        let others_have_keys = live.views.actors.after(None).all(|row| is_well(row.id));
        Self { network, live, others_have_keys }
    }

    fn is_gone(&self, owner: TextOwner) -> bool {
        match owner {
            TextOwner::Network => false,
            TextOwner::Actor(actor) => self.is_erased(actor),
            // Nobody's keys make this pseudonym any more.
            TextOwner::Behind(object, person) => self.others_have_keys && self.network.behind(object, person).is_none(),
        }
    }

    fn is_erased(&self, actor: ActorId) -> bool {
        self.live.state.actor.is_erased(actor) && !self.network.vault().has_keys(actor)
    }

    fn held_by(&self, recorded: &Recorded) -> Held {
        let texts = recorded.texts().filter(|(_, owner)| self.is_gone(*owner)).map(|(pointer, _)| pointer).collect();
        let whose = if let Event::Actor(event) = &recorded.event { event.profile_of() } else { None };
        let is_profile = whose.is_some_and(|actor| self.is_erased(actor));
        Held { texts, is_profile, is_ballot: self.is_counted(recorded) }
    }

    /// Whether the urn that the event laid a ballot into is not needed any more, and its key is gone.
    fn is_counted(&self, recorded: &Recorded) -> bool {
        let Some(Object::Decision(decision)) = recorded.object() else { return false };
        let vote = self.live.state.decision.get(decision).and_then(|row| row.vote.as_ref());
        let is_gone =
            |urn| self.live.state.decision.urn(urn).is_none() && !self.network.vault().has_keys(ActorId(urn.0));
        vote.and_then(|vote| vote.urn).is_some_and(is_gone)
    }
}

impl Held {
    fn has(&self, entry: &PrivateEntry) -> bool {
        match entry.kind {
            private_kind::BLIND_INDEX => self.is_profile,
            private_kind::BALLOT => self.is_ballot,
            private_kind::SEALED_TEXT => self.texts.iter().any(|pointer| pointer.id() == entry.pointer_id),
            _ => false,
        }
    }
}
