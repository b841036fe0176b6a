//! A command in the making: its first event's id is drawn, and its texts are sealed and bound to it.

use std::sync::Arc;

use domain::class::{CommonText, OwnText, Pointer};
use domain::event::Object;
use domain::ids::{ActorId, EventId, Pseudonym};
use domain::state::Command;
use domain::tally::ballot::Ballot;
use eventlog::PrivateEntry;
use vault::{Owner, Vault};
pub use vault::{SealError, VaultError};

use crate::edge;
use crate::invitations::Code;
use crate::network::{Network, private_kind};
use crate::submission::{Mac, Step};
use crate::urn::{self, Laid};

/// A command in the making.
#[derive(Debug)]
pub struct Draft<'v> {
    vault: &'v Vault,
    first_event: EventId,
    sealed: Vec<PrivateEntry>,
    opened: Vec<(Pointer, Arc<str>)>,
    contact: Option<Mac>,
    code: Option<Mac>,
    person: Option<Pseudonym>,
    laid: Option<Laid>,
}

impl<'v> Draft<'v> {
    /// Begins a command to the network that has these keys.
    #[must_use]
    pub fn new(vault: &'v Vault) -> Self {
        let (sealed, opened) = (Vec::new(), Vec::new());
        Self {
            vault,
            first_event: edge::event_id(),
            sealed,
            opened,
            contact: None,
            code: None,
            person: None,
            laid: None,
        }
    }

    /// Seals a text of the network's.
    ///
    /// # Errors
    /// [`SealError`].
    pub fn common(&mut self, pointer: Pointer, text: &str) -> Result<CommonText, SealError> {
        self.seal(Owner::Network, pointer, text).map(CommonText)
    }

    /// Seals a text of an actor's.
    ///
    /// # Errors
    /// [`SealError`].
    pub fn own(&mut self, author: ActorId, pointer: Pointer, text: &str) -> Result<OwnText, SealError> {
        self.seal(Owner::Subject(author), pointer, text).map(OwnText)
    }

    /// Seals a person's e-mail address, and finds it again by its blind index.
    ///
    /// # Errors
    /// [`SealError`].
    pub fn contact(&mut self, person: ActorId, address: &str) -> Result<OwnText, SealError> {
        self.contact = Some(self.vault.blind_index("contact", &address.trim().to_lowercase()));
        self.own(person, Pointer::Contact, address)
    }

    /// Has an invitation found by its code, of which nothing else is kept.
    pub fn code(&mut self, code: &Code) {
        self.code = Some(code.index(self.vault));
    }

    /// Tells the rules by which pseudonym the confidential acts of whoever acts are found in the command's object.
    pub fn knowing(&mut self, person: Pseudonym) {
        self.person = Some(person);
    }

    /// Lays a secret ballot into an urn: it stands in no event, and is not remembered as it was typed.
    ///
    /// # Errors
    /// [`SealError`] once the urn's key is gone.
    pub fn lay(&mut self, laid: Laid, ballot: &Ballot, longest: usize) -> Result<(), SealError> {
        let body = urn::seal(self.vault, self.first_event, laid, ballot, longest)?;
        self.sealed.push(PrivateEntry {
            kind: private_kind::BALLOT,
            event_index: 0,
            pointer_id: Pointer::Ballot.id(),
            body: body.into(),
        });
        self.laid = Some(laid);
        Ok(())
    }

    fn seal(&mut self, owner: Owner, pointer: Pointer, text: &str) -> Result<domain::class::Commitment, SealError> {
        let sealed = self.vault.seal(owner, self.first_event, pointer, text)?;
        self.sealed.push(PrivateEntry {
            kind: private_kind::SEALED_TEXT,
            event_index: 0,
            pointer_id: pointer.id(),
            body: sealed.body.into(),
        });
        self.opened.push((pointer, text.into()));
        Ok(sealed.commitment)
    }

    /// The command is ready.
    #[must_use]
    pub fn ready(self, command: impl Into<Command>) -> Step {
        let Self { first_event, sealed: texts, opened, contact, code, person, laid, .. } = self;
        let command = command.into();
        Step { action: command.action(), command, first_event, texts, opened, contact, code, person, laid }
    }
}

impl Network {
    /// The pseudonym of a person inside an object.
    ///
    /// # Errors
    /// [`SealError`] when the person has no key.
    pub fn pseudonym(&self, person: ActorId, within: impl Into<Object>) -> Result<Pseudonym, SealError> {
        let mut buffer = uuid::Uuid::encode_buffer();
        self.vault().pseudonym(person, within.into().id().as_hyphenated().encode_lower(&mut buffer))
    }

    /// The pseudonym under which a person reports an object: not theirs inside it, so that nobody learns from a report
    /// what they voted or supported there.
    ///
    /// # Errors
    /// [`SealError`] when the person has no key.
    pub fn reporter(&self, person: ActorId, object: impl Into<Object>) -> Result<Pseudonym, SealError> {
        self.vault().pseudonym(person, &format!("report:{}", object.into().id()))
    }
}
