//! Erasing a person's data (privacy.md, "Erasure"): what follows once the event is durable.
//!
//! The keys go first, from memory and from their bucket, so that no text opens and no pseudonym can be made any more; then
//! what is remembered of opened texts; then what the log's private sections hold of the person's profile and of how they
//! are found again. Each step may be done again, and a start does all of them for everyone whose data was erased, so that
//! it does not matter where a process was killed. The texts of contributions stay sealed under keys that are gone;
//! `tresse compact` blanks them too.

use domain::event::Object;
use domain::ids::{ActorId, Position};
use domain::state::State;
use eventlog::{BlankError, EventLog as _, ReadError};
use vault::VaultError;

use crate::network::{Shared, private_kind, read_event};

/// Why something of an erased person may still be there. The next start tries again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ForgetError {
    /// The keys.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// Where it lies could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// It could not be blanked.
    #[error(transparent)]
    Blank(#[from] BlankError),
}

impl Shared {
    /// Forgets those whose erasure was just recorded. Blocks on the disk.
    pub(crate) fn forget(&self, actors: &[ActorId]) {
        for actor in actors {
            if let Err(error) = self.try_forget(*actor) {
                tracing::error!(network = %self.id, %error, "an erasure is not finished; the next start tries again");
            }
        }
    }

    fn try_forget(&self, actor: ActorId) -> Result<(), ForgetError> {
        self.vault.erase(actor)?;
        self.forget_opened();
        let object = Object::Actor(actor).to_string();
        let positions = self.log.positions_of(&object, 0, usize::MAX)?;
        self.blank_profile(&positions.into_iter().map(Position).collect::<Vec<_>>(), &[actor])
    }

    /// Does again what a process may not have finished: `profiles` are the positions of what private sections still hold.
    pub(crate) fn finish_erasures(&self, state: &State, profiles: &[(ActorId, Position)]) -> Result<(), ForgetError> {
        let erased: Vec<_> = state.actor.erased().collect();
        for actor in erased.iter().filter(|actor| self.vault.has_keys(**actor)) {
            self.vault.erase(*actor)?;
        }
        let left = profiles.iter().filter(|(actor, _)| erased.binary_search(actor).is_ok());
        let left: Vec<_> = left.map(|(_, position)| *position).collect();
        if left.is_empty() { Ok(()) } else { self.blank_profile(&left, &erased) }
    }

    /// Blanks sealed texts and blind indexes of events about these persons themselves.
    fn blank_profile(&self, positions: &[Position], of: &[ActorId]) -> Result<(), ForgetError> {
        let is_theirs = |stored: &eventlog::Stored| {
            let recorded = read_event(Position(stored.position), &stored.bytes).ok();
            matches!(recorded.and_then(|recorded| recorded.object()), Some(Object::Actor(actor)) if of.contains(&actor))
        };
        self.log.blank(positions.iter().map(|position| position.0), |stored, entry| {
            matches!(entry.kind, private_kind::SEALED_TEXT | private_kind::BLIND_INDEX) && is_theirs(stored)
        })?;
        Ok(())
    }
}
