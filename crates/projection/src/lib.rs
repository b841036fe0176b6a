//! Read models folded from recorded events, and their history.
//!
//! [`Views`] is one struct of persistent, structure-sharing tables: a clone costs nothing, so live and past reads are
//! the same code over another `&Views`. A read model is one field here and one file, with its own `apply`.
//! No view holds a text: it holds a [`TextRef`], which tells where the sealed text lies.

pub mod actions;
pub mod activity;
pub mod actors;
pub mod audiences;
pub mod candidates;
pub mod contributions;
pub mod cooperations;
pub mod decisions;
pub mod diagnostics;
pub mod drivers;
pub mod exchanges;
pub mod findings;
pub mod groups;
pub mod history;
pub mod invitations;
pub mod meetings;
pub mod mobilisation;
pub mod moderation;
pub mod network;
pub mod requirements;
pub mod selections;
pub mod specifications;
pub mod steps;
pub mod vocabulary;

use std::ops::Bound;
use std::sync::Arc;
pub mod tensions;

use domain::class::Pointer;
use domain::envelope::By;
use domain::event::Object;
use domain::ids::{EventId, Position, Stamp};
use domain::state::{Event, Recorded};
use imbl::OrdMap;

pub use domain::class::TextOwner;

/// Where a sealed text lies: in the private entries of the event at `position`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TextRef {
    /// The position of the event that commits to it.
    pub position: Position,
    /// The id of that event.
    pub event: EventId,
    /// The event's own object: where that is hidden or erased today, so is the text.
    pub of: Object,
    /// Which of the event's texts.
    pub pointer: Pointer,
    /// Whose key seals it.
    pub owner: TextOwner,
}

impl TextRef {
    /// All texts that an event commits to.
    #[must_use]
    pub fn all(recorded: &Recorded) -> Vec<Self> {
        let (position, event) = (recorded.position, recorded.id);
        let of = |of| recorded.texts().map(move |(pointer, owner)| Self { position, event, of, pointer, owner });
        recorded.object().into_iter().flat_map(of).collect()
    }

    /// One text of an event, if the event has it.
    fn of(recorded: &Recorded, pointer: Pointer) -> Option<Self> {
        Self::all(recorded).into_iter().find(|text| text.pointer == pointer)
    }
}

/// The rows after a key, in order of keys.
fn after<K: Ord + Copy, R>(rows: &OrdMap<K, Arc<R>>, last: Option<K>) -> impl Iterator<Item = &R> {
    let from = last.map_or(Bound::Unbounded, Bound::Excluded);
    rows.range((from, Bound::Unbounded)).map(|(_, row)| row.as_ref())
}

/// Whose an act is: the actor's for whom it was entered, else whoever acted.
fn author(recorded: &Recorded) -> By {
    let act = &recorded.act;
    act.subject().map_or(act.by.unwrap_or(By::System), By::Actor)
}

/// All read models of one network, as of one position.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Views {
    /// How many events are folded in: the position of the next.
    pub head: Position,
    /// When the last of them was recorded.
    pub stamp: Stamp,
    /// The network.
    pub network: network::NetworkView,
    /// Its actors.
    pub actors: actors::ActorsView,
    /// Its contributions, their votes and supports.
    pub contributions: contributions::ContributionsView,
    /// Its invitations.
    pub invitations: invitations::InvitationsView,
    /// Its meetings.
    pub meetings: meetings::MeetingsView,
    /// What was reported and decided of them.
    pub moderation: moderation::ModerationView,
    /// Its audiences.
    pub audiences: audiences::AudiencesView,
    /// Its themes and tags.
    pub vocabulary: vocabulary::VocabularyView,
    /// Its working groups.
    pub groups: groups::GroupsView,
    /// The needs and offers of its actors.
    pub exchanges: exchanges::ExchangesView,
    /// Its actions.
    pub actions: actions::ActionsView,
    /// Its cooperations.
    pub cooperations: cooperations::CooperationsView,
    /// Its tensions.
    pub tensions: tensions::TensionsView,
    /// Its decisions.
    pub decisions: decisions::DecisionsView,
    /// Its diagnostics.
    pub diagnostics: diagnostics::DiagnosticsView,
    /// What was found in them.
    pub findings: findings::FindingsView,
    /// Its drivers.
    pub drivers: drivers::DriversView,
    /// The steps of the method.
    pub steps: steps::StepsView,
    /// Its specifications, and their versions.
    pub specifications: specifications::SpecificationsView,
    /// Their requirements.
    pub requirements: requirements::RequirementsView,
    /// Its selections of tools.
    pub selections: selections::SelectionsView,
    /// The tools that may be selected.
    pub candidates: candidates::CandidatesView,
}

impl Views {
    /// Folds in the event at `self.head`.
    pub fn apply(&mut self, recorded: &Recorded) {
        debug_assert_eq!(recorded.position, self.head, "events are folded one after another");
        match &recorded.event {
            Event::Network(event) => self.network.apply(recorded, event),
            Event::Actor(event) => {
                self.audiences.apply_actor(event, &self.actors);
                self.actors.apply(recorded, event);
                self.drivers.apply_actor(recorded, event, &self.actors);
                if let Some(actor) = event.departed() {
                    self.groups.departs(actor);
                    self.exchanges.departs(actor, recorded.recorded_at);
                }
            }
            Event::Contribution(event) => {
                self.contributions.apply(recorded, event);
                self.moderation.apply_contribution(recorded, event);
                self.vocabulary.apply_contribution(event);
            }
            Event::StatementVote(event) => self.contributions.apply_vote(event),
            Event::Invitation(event) => self.invitations.apply(recorded, event),
            Event::Meeting(event) => self.meetings.apply(recorded, event),
            Event::Moderation(event) => self.moderation.apply(recorded, event),
            Event::Audience(event) => self.audiences.apply(recorded, event),
            Event::Vocabulary(event) => self.vocabulary.apply(recorded, event),
            Event::Group(event) => self.groups.apply(recorded, event),
            Event::Exchange(event) => self.exchanges.apply(recorded, event),
            Event::Action(event) => self.actions.apply(recorded, event),
            Event::Cooperation(event) => self.cooperations.apply(recorded, event),
            Event::Tension(event) => self.tensions.apply(recorded, event),
            Event::Decision(event) => self.decisions.apply(recorded, event),
            Event::Diagnostic(event) => self.diagnostics.apply(recorded, event),
            Event::Finding(event) => self.findings.apply(recorded, event),
            Event::Driver(event) => self.drivers.apply(recorded, event, &self.actors),
            Event::Step(event) => self.steps.apply(recorded, event),
            Event::Specification(event) => self.specifications.apply(recorded, event),
            Event::Requirement(event) => self.requirements.apply(recorded, event),
            Event::Selection(event) => self.selections.apply(recorded, event),
            Event::Candidate(event) => self.candidates.apply(recorded, event),
        }
        self.head = recorded.position.next();
        self.stamp = recorded.recorded_at;
    }
}
