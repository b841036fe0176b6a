//! What an aggregate is, and what a rule may look at.

use crate::envelope::Act;
use crate::event::{EventEnum, Object};
use crate::ids::{ActorId, Pseudonym, Stamp, Version};
use crate::state::State;
use crate::tally::ballot::Ballot;

/// A fact found through a blind index or a key. An auditor without the keys cannot know it, and skips the rule that asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fact<T> {
    /// Looked up, and this is what was found.
    Known(T),
    /// Not to be known here.
    #[default]
    Unknowable,
}

/// Whether a contact is already somebody's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Contact {
    /// Nobody's.
    Free,
    /// Of this actor.
    TakenBy(ActorId),
}

/// The facts that the writer attests: resolved from blind indexes and keys before deciding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts<'a> {
    /// Whose the contact of the command is.
    pub contact: Fact<Contact>,
    /// The pseudonym of whose act it is inside the object of the command: what opens their own confidential acts there.
    pub person: Fact<Pseudonym>,
    /// The ballots of the urn that the command closes.
    pub urn: Fact<&'a [Ballot]>,
}

/// What a rule may look at beside its aggregate's own table.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// All that is known of the network.
    pub state: &'a State,
    /// Who acts, and how. For a scoped event `admits` sees what an auditor would: no author.
    pub act: &'a Act,
    /// When it is recorded; deadlines hold by it.
    pub stamp: Stamp,
    /// What blind indexes and keys told.
    pub facts: Facts<'a>,
}

/// What `evolve` learns beside the event.
#[derive(Debug, Clone, Copy)]
pub struct Happened<'a> {
    /// Who acted, and how.
    pub act: &'a Act,
    /// When it was recorded.
    pub recorded_at: Stamp,
}

/// An aggregate: its table in one network (`Default` = empty), and the rules of its events.
pub trait Aggregate: Default + Clone {
    /// The name of its field in [`State`].
    const NAME: &'static str;
    /// What may be asked of it.
    type Command;
    /// What happens to it.
    type Event: EventEnum;
    /// Why it says no.
    type Refusal;

    /// The rule: may this event follow this state? Asked before an event is recorded, and again by whoever audits.
    fn admits(&self, context: &Context<'_>, event: &Self::Event) -> Result<(), Self::Refusal>;

    /// Proposes what happens; `admits` has the last word. No event: the command has no effect.
    fn decide(&self, context: &Context<'_>, command: Self::Command) -> Result<Vec<Self::Event>, Self::Refusal>;

    /// Folds an event in.
    fn evolve(&mut self, happened: &Happened<'_>, event: &Self::Event);

    /// An actor has left, or was erased: what of theirs ends with it. Folded with the event that tells so, and no event
    /// of its own.
    fn departs(&mut self, _actor: ActorId) {}

    /// The version of one of its objects, as `If-Match` is compared with; `None` for what is not in the table.
    fn version(&self, _object: Object) -> Option<Version> {
        None
    }
}
