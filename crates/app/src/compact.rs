//! Compaction: of people whose keys were destroyed, the sealed texts and the blind indexes are blanked too, so that not
//! even what nobody can open is left of them. Events stay as they are, byte for byte.

use domain::actor;
use domain::class::Pointer;
use domain::ids::{ActorId, NetworkId, Position};
use domain::names::Slug;
use domain::state::{Event, Recorded};
use eventlog::{BlankError, Blanked, PrivateEntry, Stored};
use projection::TextOwner;
use serde::Serialize;

use crate::catalogue::{Catalogue, OpenError};
use crate::network::{EventLog as _, HistoryError, Network, private_kind, read_event};

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
    let (live, vault, head) = (network.live(), network.vault(), network.log().head());
    // Whoever joined had keys: who has none was erased.
    let is_erased = |actor: ActorId| live.state.actor.get(actor).is_some() && !vault.has_keys(actor);
    let (mut last, mut failed) = (None, None);
    let select = |stored: &Stored, entry: &PrivateEntry| {
        if !matches!(entry.kind, private_kind::SEALED_TEXT | private_kind::BLIND_INDEX) || failed.is_some() {
            return false;
        }
        if last.as_ref().is_none_or(|(position, _)| *position != stored.position) {
            let chosen = match read_event(Position(stored.position), &stored.bytes) {
                Ok(recorded) => of_erased(&recorded, &is_erased),
                Err(error) => {
                    failed = Some(error);
                    Vec::new()
                }
            };
            last = Some((stored.position, chosen));
            progress(slug, stored.position, head);
        }
        last.as_ref().is_some_and(|(_, chosen)| chosen.contains(&(entry.kind, entry.pointer_id)))
    };
    let blanked = network.log().blank(0..head, select);
    if let Some(source) = failed {
        return Err(CompactError::History { slug: slug.clone(), source });
    }
    blanked.map_err(|source| CompactError::Blank { slug: slug.clone(), source })
}

/// Which private entries of an event belong to people who were erased: their kinds and pointers.
fn of_erased(recorded: &Recorded, is_erased: &impl Fn(ActorId) -> bool) -> Vec<(u8, u16)> {
    let is_of_erased = |owner| matches!(owner, TextOwner::Actor(actor) if is_erased(actor));
    let texts = recorded.texts().filter(|(_, owner)| is_of_erased(*owner));
    let mut chosen: Vec<_> = texts.map(|(pointer, _)| (private_kind::SEALED_TEXT, pointer.id())).collect();
    let indexed = if let Event::Actor(actor::Event::Joined(joined)) = &recorded.event {
        // By which a person of an imported set is found again.
        Some((joined.actor, 0))
    } else if let Event::Actor(actor::Event::ProfileRevised(revised)) = &recorded.event {
        Some((revised.actor, Pointer::Contact.id()))
    } else {
        None
    };
    let indexed = indexed.filter(|(actor, _)| is_erased(*actor));
    chosen.extend(indexed.map(|(_, pointer)| (private_kind::BLIND_INDEX, pointer)));
    chosen
}
