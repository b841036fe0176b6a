//! All that is known of one network, and how commands become events. An aggregate is registered here, in one line.

use std::sync::Arc;

use serde_json::value::RawValue;

use crate::aggregate::{Aggregate, Context, Facts, Happened};
use crate::authority::{Action, Role};
use crate::class::{Draw, Pointer, TextClass, TextOwner};
use crate::envelope::{self, Act, Envelope, EventType, Heading};
use crate::event::{CodecError, EventEnum, Object, RefusalKind, Signing, Texts, Upcast, read_versioned};
use crate::ids::{ActorId, DecisionId, EventId, Position, Pseudonym, Stamp, Version};
use crate::{
    action, actor, audience, candidate, contribution, cooperation, decision, diagnostic, driver, exchange, finding,
    group, invitation, meeting, moderation, network, requirement, selection, specification, statement_vote, step,
    tension, vocabulary,
};

macro_rules! aggregates {
    ($($name:ident: $variant:ident($table:ty),)*) => {
        /// All that is known of one network: a table for each aggregate. Clones share their structure and cost nothing.
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct State {
            $(#[doc = concat!("The table of `", stringify!($name), "`.")] pub $name: $table,)*
        }

        /// An event of any aggregate.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Event {
            $(#[doc = concat!("Of `", stringify!($name), "`.")] $variant($name::Event),)*
        }

        /// A command to any aggregate.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Command {
            $(#[doc = concat!("To `", stringify!($name), "`.")] $variant($name::Command),)*
        }

        /// A refusal of any aggregate.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        pub enum Refusal {
            $(#[doc = concat!("Of `", stringify!($name), "`.")] #[error(transparent)] $variant(#[from] $name::Refusal),)*
        }

        impl Refusal {
            /// Every refusal there is: aggregate, variant, and the refusal itself.
            pub fn all() -> impl Iterator<Item = (&'static str, &'static str, Self)> {
                std::iter::empty()$(.chain($name::Refusal::ALL.iter().map(|(variant, refusal)| {
                    (stringify!($name), *variant, Self::$variant(*refusal))
                })))*
            }

            /// The stable code, the same in the API and in the catalogues of texts.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant(refusal) => refusal.code(),)* }
            }

            /// What it means to whoever asked.
            #[must_use]
            pub fn kind(self) -> RefusalKind {
                match self { $(Self::$variant(refusal) => refusal.kind(),)* }
            }
        }

        impl Command {
            /// What one must be allowed to do.
            #[must_use]
            pub fn action(&self) -> Action {
                match self { $(Self::$variant(command) => command.action(),)* }
            }
        }

        impl Event {
            /// Every event type with its current version.
            pub fn types() -> impl Iterator<Item = EventType> {
                std::iter::empty()$(.chain($name::Event::TYPES.iter().copied()))*
            }

            /// An example of every type, in the order of [`Event::types`].
            pub fn examples(draw: &mut Draw<'_>) -> Vec<Self> {
                let mut examples = Vec::new();
                $((0..).map_while(|index| $name::Event::example(index, draw))
                    .for_each(|event| examples.push(Self::$variant(event)));)*
                examples
            }

            /// Type and current version.
            #[must_use]
            pub fn event_type(&self) -> EventType {
                match self { $(Self::$variant(event) => event.event_type(),)* }
            }

            /// Whether it names its author.
            #[must_use]
            pub fn signing(&self) -> Signing {
                match self { $(Self::$variant(event) => event.signing(),)* }
            }

            /// What it concerns, its own object first.
            #[must_use]
            pub fn objects(&self) -> Vec<Object> {
                match self { $(Self::$variant(event) => event.objects(),)* }
            }

            /// The texts that it commits to, by class.
            #[must_use]
            pub fn texts(&self) -> Vec<(Pointer, TextClass)> {
                match self { $(Self::$variant(event) => event.texts(),)* }
            }

            /// What there is to say of them.
            #[must_use]
            pub fn texts_are(&self) -> Texts {
                match self { $(Self::$variant(event) => event.texts_are(),)* }
            }

            /// The pseudonym that stands for the person whose act it is.
            #[must_use]
            pub fn person(&self) -> Option<Pseudonym> {
                match self { $(Self::$variant(event) => event.person(),)* }
            }

            /// The audiences, themes and tags that it newly names, itself among them if it is one's own event.
            #[must_use]
            pub fn references(&self) -> Vec<Object> {
                match self { $(Self::$variant(event) => event.references(),)* }
            }

            fn read(name: &str, v: u16, data: &RawValue) -> Result<Self, CodecError> {
                $(if <$name::Event as EventEnum>::TYPES.iter().any(|known| known.name == name) {
                    return read_versioned(name, v, data, UPCASTS).map(Self::$variant);
                })*
                Err(CodecError::Unknown { name: name.to_owned(), v })
            }
        }

        impl serde::Serialize for Event {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self { $(Self::$variant(event) => event.serialize(to),)* }
            }
        }

        $(
            impl From<$name::Event> for Event {
                fn from(event: $name::Event) -> Self {
                    Self::$variant(event)
                }
            }

            impl From<$name::Command> for Command {
                fn from(command: $name::Command) -> Self {
                    Self::$variant(command)
                }
            }
        )*

        impl State {
            fn propose(&self, context: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
                match command {
                    $(Command::$variant(command) => {
                        let events = self.$name.decide(context, command)?;
                        Ok(events.into_iter().map(Event::$variant).collect())
                    })*
                }
            }

            fn rule_admits(&self, context: &Context<'_>, event: &Event) -> Result<(), Refusal> {
                match event {
                    $(Event::$variant(event) => Ok(self.$name.admits(context, event)?),)*
                }
            }

            /// Folds an event in.
            pub fn evolve(&mut self, happened: &Happened<'_>, event: &Event) {
                let electorate = self.elects(happened, event);
                match event {
                    $(Event::$variant(event) => self.$name.evolve(happened, event),)*
                }
                if let Event::Actor(event) = event
                    && let Some(actor) = event.departed()
                {
                    $(self.$name.departs(actor);)*
                }
                if let Event::Actor(event) = event
                    && let Some((actor, Role::Driver)) = event.ended_role()
                {
                    self.driver.loses_role(actor);
                }
                if let Some((decision, electorate)) = electorate {
                    self.decision.elect(decision, electorate);
                }
            }

            /// The version of an object, as `If-Match` is compared with; `None` for what there is not.
            #[must_use]
            pub fn version(&self, object: Object) -> Option<Version> {
                None$(.or_else(|| Aggregate::version(&self.$name, object)))*
            }
        }
    };
}

aggregates! {
    network: Network(network::Network),
    actor: Actor(actor::Actors),
    contribution: Contribution(contribution::Contributions),
    statement_vote: StatementVote(statement_vote::StatementVotes),
    invitation: Invitation(invitation::Invitations),
    meeting: Meeting(meeting::Meetings),
    moderation: Moderation(moderation::Moderation),
    audience: Audience(audience::Audiences),
    vocabulary: Vocabulary(vocabulary::Vocabulary),
    group: Group(group::Groups),
    exchange: Exchange(exchange::Exchanges),
    action: Action(action::Actions),
    cooperation: Cooperation(cooperation::Cooperations),
    tension: Tension(tension::Tensions),
    decision: Decision(decision::Decisions),
    specification: Specification(specification::Specifications),
    requirement: Requirement(requirement::Requirements),
    diagnostic: Diagnostic(diagnostic::Diagnostics),
    finding: Finding(finding::Findings),
    driver: Driver(driver::Drivers),
    step: Step(step::Steps),
    selection: Selection(selection::Selections),
    candidate: Candidate(candidate::Candidates),
}

/// Breaking changes of event types, oldest first. None yet.
const UPCASTS: &[Upcast] = &[];

/// An event that was decided, with the circumstances that it shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    /// The circumstances, without the person where the event is scoped.
    pub act: Act,
    /// The event.
    pub event: Event,
}

impl Decided {
    /// The bytes to store.
    ///
    /// # Errors
    /// Only when the event cannot be written as JSON.
    pub fn write(&self, id: EventId, recorded_at: Stamp) -> Result<Vec<u8>, serde_json::Error> {
        let objects: Vec<String> = self.event.objects().iter().map(ToString::to_string).collect();
        envelope::write(Heading { id, recorded_at }, self.event.event_type(), &self.act, &objects, &self.event)
    }
}

/// An event read back from the history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Where it stands.
    pub position: Position,
    /// Its id.
    pub id: EventId,
    /// When it was recorded.
    pub recorded_at: Stamp,
    /// The circumstances that it shows.
    pub act: Act,
    /// The event, in the shape of its current version.
    pub event: Event,
}

impl Recorded {
    /// Reads the stored bytes of an event, of whatever version.
    ///
    /// # Errors
    /// [`CodecError`].
    pub fn read(position: Position, bytes: &[u8]) -> Result<Self, CodecError> {
        let envelope = Envelope::read(bytes)?;
        let event = Event::read(&envelope.name, envelope.v, envelope.data)?;
        Ok(Self { position, id: envelope.id, recorded_at: envelope.recorded_at, act: envelope.act(), event })
    }

    /// What `evolve` learns beside the event.
    #[must_use]
    pub fn happened(&self) -> Happened<'_> {
        Happened { act: &self.act, recorded_at: self.recorded_at }
    }

    /// The object that the event is one of the history of.
    #[must_use]
    pub fn object(&self) -> Option<Object> {
        self.event.objects().first().copied()
    }

    /// Whose key seals the event's own texts.
    #[must_use]
    pub fn author(&self) -> TextOwner {
        let owner = self.event.texts_are().owner.or(self.act.subject());
        match (self.event.signing(), self.event.person().zip(self.object())) {
            (Signing::Scoped, Some((person, object))) => TextOwner::Behind(object, person),
            (Signing::Scoped | Signing::Signed, _) => owner.map_or(TextOwner::Network, TextOwner::Actor),
        }
    }

    /// The texts that the event commits to, and whose key seals each.
    pub fn texts(&self) -> impl Iterator<Item = (Pointer, TextOwner)> + use<> {
        let texts = self.event.texts();
        let author = if texts.is_empty() { TextOwner::Network } else { self.author() };
        texts.into_iter().map(move |(pointer, class)| match class {
            TextClass::Common => (pointer, TextOwner::Network),
            TextClass::Own => (pointer, author),
        })
    }
}

/// What an event shows of the circumstances of its act.
fn shown(act: &Act, event: &Event) -> Act {
    match event.signing() {
        Signing::Signed => act.clone(),
        Signing::Scoped => act.clone().scoped(),
    }
}

impl State {
    /// Decides a command: the events that follow, each admitted after evolving the one before, and the state after
    /// them. No event: the command has no effect.
    ///
    /// # Errors
    /// The [`Refusal`] of whichever rule says no; the state is as before.
    pub fn decide(
        &self,
        act: &Act,
        stamp: Stamp,
        facts: Facts<'_>,
        command: Command,
    ) -> Result<(Vec<Decided>, Self), Refusal> {
        let erases = matches!(command, Command::Actor(actor::Command::Erase(_)));
        if !matches!(command, Command::Network(_)) {
            self.takes(erases)?;
        }
        self.actor.admits_act(act)?;
        let proposed = self.propose(&Context { state: self, act, stamp, facts }, command)?;
        let mut state = self.clone();
        let mut decided = Vec::with_capacity(proposed.len());
        for event in proposed {
            let act = shown(act, &event);
            state.admits(&Context { state: &state, act: &act, stamp, facts }, &event)?;
            state.evolve(&Happened { act: &act, recorded_at: stamp }, &event);
            decided.push(Decided { act, event });
        }
        Ok((decided, state))
    }

    /// Whom an opening lets vote: those who fit its rule right before it.
    fn elects(&self, happened: &Happened<'_>, event: &Event) -> Option<(DecisionId, Arc<[ActorId]>)> {
        let Event::Decision(decision::Event::Opened(e)) = event else { return None };
        Some((e.decision, decision::electorate::of(self, &e.electorate.rule, happened.recorded_at)))
    }

    /// Whether events of any aggregate may follow: in a network that is closed for good only that data is erased.
    fn takes(&self, erases: bool) -> Result<(), network::Refusal> {
        if erases && self.network.charter().is_some() {
            return Ok(());
        }
        self.network.is_open().map(drop)
    }

    /// Whether a command would be accepted and have an effect: what [`State::decide`] would say, at less cost.
    #[must_use]
    pub fn would_act(&self, act: &Act, stamp: Stamp, facts: Facts<'_>, command: &Command) -> bool {
        let erases = matches!(command, Command::Actor(actor::Command::Erase(_)));
        if !matches!(command, Command::Network(_)) && self.takes(erases).is_err() {
            return false;
        }
        match self.propose(&Context { state: self, act, stamp, facts }, command.clone()).as_deref() {
            Ok([]) | Err(_) => false,
            Ok([event]) => {
                let act = shown(act, event);
                self.admits(&Context { state: self, act: &act, stamp, facts }, event).is_ok()
            }
            Ok(_) => self.decide(act, stamp, facts, command.clone()).is_ok(),
        }
    }

    /// The rule: may this event follow this state? Asked before an event is recorded, and again by whoever audits.
    ///
    /// # Errors
    /// The [`Refusal`] of whichever rule says no.
    pub fn admits(&self, context: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        if !matches!(event, Event::Network(_)) {
            self.takes(matches!(event, Event::Actor(actor::Event::PersonalDataErased(_))))?;
        }
        self.actor.admits_act(context.act)?;
        self.admits_references(event)?;
        self.rule_admits(context, event)
    }

    /// Whether the audiences, themes, tags and groups that an event newly names are in force, but for the one whose own event it is.
    fn admits_references(&self, event: &Event) -> Result<(), Refusal> {
        let references = event.references();
        if references.is_empty() {
            return Ok(());
        }
        let own = event.objects().first().copied();
        for object in references.into_iter().filter(|object| Some(*object) != own) {
            self.audience.admits_reference(object)?;
            self.vocabulary.admits_reference(object)?;
            self.group.admits_reference(object)?;
        }
        Ok(())
    }
}
