//! A command in the making: its first event's id is drawn, and its texts are sealed and bound to it.

use std::sync::Arc;

use domain::authority::Action;
use domain::class::{CommonText, OwnText, Pointer};
use domain::event::Object;
use domain::ids::{ActorId, EventId, Position, Pseudonym};
use domain::state::Command;
use eventlog::PrivateEntry;
use vault::{Owner, Vault};
pub use vault::{SealError, VaultError};

use crate::edge;
use crate::network::{Network, private_kind};
use crate::submission::{Mac, Outcome, Step, Submission, SubmitError};

/// A command in the making.
#[derive(Debug)]
pub struct Draft<'v> {
    vault: &'v Vault,
    first_event: EventId,
    sealed: Vec<PrivateEntry>,
    opened: Vec<(Pointer, Arc<str>)>,
    contact: Option<Mac>,
}

/// A command that is ready, with its texts still at hand.
#[derive(Debug)]
pub struct Ready {
    /// What the writer gets.
    pub step: Step,
    opened: Vec<(Pointer, Arc<str>)>,
}

impl<'v> Draft<'v> {
    /// Begins a command to the network that has these keys.
    #[must_use]
    pub fn new(vault: &'v Vault) -> Self {
        let (sealed, opened) = (Vec::new(), Vec::new());
        Self { vault, first_event: edge::event_id(), sealed, opened, contact: None }
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
    pub fn ready(self, command: impl Into<Command>) -> Ready {
        let Self { first_event, sealed: texts, opened, contact, .. } = self;
        let command = command.into();
        Ready { step: Step { action: command.action(), command, first_event, texts, contact }, opened }
    }
}

impl Ready {
    /// The command is part of something larger, and allowed to whoever may do that.
    #[must_use]
    pub fn as_part_of(mut self, action: Action) -> Self {
        self.step.action = action;
        self
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

    /// Submits commands whose texts are then at hand for the first read.
    ///
    /// # Errors
    /// [`SubmitError`].
    pub async fn submit_ready(
        &self,
        ready: Vec<Ready>,
        submission: impl FnOnce(Vec<Step>) -> Submission,
    ) -> Result<Outcome, SubmitError> {
        let (steps, opened): (Vec<_>, Vec<_>) = ready.into_iter().map(|ready| (ready.step, ready.opened)).unzip();
        let outcome = self.submit(submission(steps)).await?;
        if let Outcome::Recorded { receipt, .. } = &outcome
            && receipt.events as usize == opened.len()
        {
            for (n, texts) in (0..).zip(opened) {
                for (pointer, opened) in texts {
                    self.remember_text(Position(receipt.first.0 + n), pointer, opened);
                }
            }
        }
        Ok(outcome)
    }
}
