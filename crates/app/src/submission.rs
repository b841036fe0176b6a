//! What is handed to a network's writer, and what comes back.

use std::sync::Arc;

use domain::authority::{Action, Denied, Principal};
use domain::class::Pointer;
use domain::envelope::Act;
use domain::event::Object;
use domain::ids::{EventId, Position, Pseudonym, Version};
use domain::state::{Command, Refusal};
use domain::{actor, decision};
use eventlog::{AppendError, PrivateEntry};
use projection::Views;

use crate::urn::Laid;

/// A keyed MAC, cut to 128 bits.
pub type Mac = [u8; 16];

/// The MACs of an `Idempotency-Key` and of the body that came with it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Idempotency {
    /// Of the key, bound to its holder and to what was asked.
    pub key: Mac,
    /// Of the body.
    pub body: Mac,
}

/// What an import knows of its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Imported {
    /// A person of the set, by the blind index of `<importer>:<set>:<person>`.
    Person(Mac),
    /// A row of the set, by the MAC of its source id.
    Row(Mac),
}

/// One command, with what belongs to it in the private section.
#[derive(Debug, Clone)]
pub struct Step {
    /// The command.
    pub command: Command,
    /// What one must be allowed to do for it: what the command asks for, unless it is part of something larger.
    pub action: Action,
    /// The id of its first event, to which its texts are bound.
    pub first_event: EventId,
    /// Its sealed texts.
    pub texts: Vec<PrivateEntry>,
    /// The same as they were typed, so that the first read need not open them.
    pub opened: Vec<(Pointer, Arc<str>)>,
    /// The blind index of the contact that it gives.
    pub contact: Option<Mac>,
    /// The blind index of the code of the invitation that it issues.
    pub code: Option<Mac>,
    /// The pseudonym, inside the command's object, of whose act it is: where a rule asks for their confidential acts.
    pub person: Option<Pseudonym>,
    /// Whose secret ballot lies among its texts, and in which urn.
    pub laid: Option<Laid>,
}

impl Step {
    /// The command is part of something larger, and allowed to whoever may do that.
    #[must_use]
    pub fn as_part_of(self, action: Action) -> Self {
        Self { action, ..self }
    }
}

/// Commands that are told in the same circumstances.
#[derive(Debug, Clone)]
pub struct Unit {
    /// The circumstances that the events will tell.
    pub act: Act,
    /// The commands, in order; each sees what the one before did.
    pub steps: Vec<Step>,
    /// The own object of the event that it corrects: that of every command's first event must be the same.
    pub corrects: Option<Object>,
    /// The version that the caller has seen of the object that the first command changes.
    pub if_match: Option<(Object, Version)>,
}

/// Commands that are recorded together or not at all.
#[derive(Debug, Clone)]
pub struct Submission {
    /// Who asks.
    pub principal: Principal,
    /// The commands, in order.
    pub units: Vec<Unit>,
    /// If it came with an `Idempotency-Key`.
    pub idempotency: Option<Idempotency>,
    /// Decide, and record nothing.
    pub dry_run: bool,
    /// If it comes from an import.
    pub imported: Option<Imported>,
    /// The object whose version a trial tells; if that is not said, that of the first event.
    pub object: Option<Object>,
}

impl Submission {
    /// Commands of `principal`, told as `act`, and nothing more.
    #[must_use]
    pub fn new(principal: Principal, act: Act, steps: Vec<Step>) -> Self {
        Self::of(principal, vec![Unit { act, steps, corrects: None, if_match: None }])
    }

    /// Whether it erases a person's data.
    pub(crate) fn erases(&self) -> bool {
        let erases = |step: &Step| matches!(step.command, Command::Actor(actor::Command::Erase(_)));
        self.units.iter().flat_map(|unit| &unit.steps).any(erases)
    }

    /// Whether it closes a vote.
    pub(crate) fn closes(&self) -> bool {
        let closes = |step: &Step| matches!(step.command, Command::Decision(decision::Command::Close(_)));
        self.units.iter().flat_map(|unit| &unit.steps).any(closes)
    }

    /// Units of `principal`, and nothing more.
    #[must_use]
    pub fn of(principal: Principal, units: Vec<Unit>) -> Self {
        Self { principal, units, idempotency: None, dry_run: false, imported: None, object: None }
    }
}

/// Which events a submission became.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Receipt {
    /// The position of the first.
    pub first: Position,
    /// How many.
    pub events: u32,
}

impl Receipt {
    /// The head right after them: what to read `as_of` to see what was done.
    #[must_use]
    pub fn head(self) -> Position {
        Position(self.first.0.saturating_add(u64::from(self.events)))
    }
}

/// How a submission ended.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// Its events are durable.
    Recorded {
        /// Which they are.
        receipt: Receipt,
        /// The views right after them.
        views: Arc<Views>,
    },
    /// It was recorded before, under the same idempotency key.
    Replayed(Receipt),
    /// It has no effect: nothing was written.
    Unchanged(Arc<Views>),
    /// It would have been recorded.
    WouldRecord {
        /// These would be the views.
        views: Arc<Views>,
        /// The version that its object would have.
        version: Version,
    },
}

/// A submission that was not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Failed {
    /// Why.
    pub error: SubmitError,
    /// Which of its units it failed at; the first, where that is not the fault of any.
    pub unit: usize,
}

impl From<SubmitError> for Failed {
    fn from(error: SubmitError) -> Self {
        Self { error, unit: 0 }
    }
}

impl From<Failed> for SubmitError {
    fn from(failed: Failed) -> Self {
        failed.error
    }
}

/// Why a submission was not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SubmitError {
    /// It is not theirs to do.
    #[error(transparent)]
    Denied(#[from] Denied),
    /// A rule says no.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The object has changed since the caller saw it.
    #[error("stale_version")]
    Stale {
        /// Its version now.
        current: Version,
    },
    /// It says that it corrects an event of another object.
    #[error("corrects_another_object")]
    CorrectsElsewhere,
    /// The idempotency key came before with another body.
    #[error("idempotency_key_reused")]
    KeyReused,
    /// The first submission with this idempotency key is not done yet.
    #[error("request_in_progress")]
    InProgress,
    /// The submission is larger than a frame may be.
    #[error("too_large")]
    TooLarge,
    /// The disk is full; nothing was recorded.
    #[error("disk_full")]
    DiskFull,
    /// Too many submissions wait.
    #[error("busy")]
    Busy,
    /// It may or may not be recorded; a retry with the same idempotency key tells.
    #[error("outcome_unknown")]
    OutcomeUnknown,
    /// An earlier write failed, or the server is stopping: nothing more is recorded.
    #[error("writes_stopped")]
    Stopped,
}

impl From<&AppendError> for SubmitError {
    fn from(error: &AppendError) -> Self {
        match error {
            AppendError::DiskFull => Self::DiskFull,
            AppendError::TooLarge { .. } => Self::TooLarge,
            AppendError::OutcomeUnknown(_) => Self::OutcomeUnknown,
            AppendError::Poisoned | AppendError::Conflict { .. } => Self::Stopped,
        }
    }
}
