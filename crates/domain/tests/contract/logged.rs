//! An event of either kind of log (a network's and the server's), so that one test holds for both.

use domain::class::{Draw, LogSafe as _};
use domain::envelope::{Act, By, Envelope, EventType, Evidence, Heading};
use domain::event::{EventEnum as _, Signing};
use domain::ids::{ActorId, EventId, Position, Stamp};
use domain::names::SourceId;
use domain::server::{self, ServerEvent};
use domain::state::{Decided, Event, Recorded};
use uuid::Uuid;

#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::large_enum_variant)]
pub enum Logged {
    Network(Event),
    Server(ServerEvent),
}

impl Logged {
    /// Every registered type, those of networks first.
    pub fn types() -> Vec<EventType> {
        Event::types().chain(ServerEvent::TYPES.iter().copied()).collect()
    }

    /// An example of every type, in the order of [`Logged::types`].
    pub fn examples(draw: &mut Draw<'_>) -> Vec<Self> {
        let mut examples: Vec<_> = Event::examples(draw).into_iter().map(Self::Network).collect();
        examples.extend((0..).map_while(|index| ServerEvent::example(index, draw)).map(Self::Server));
        examples
    }

    pub fn event_type(&self) -> EventType {
        match self {
            Self::Network(event) => event.event_type(),
            Self::Server(event) => event.event_type(),
        }
    }

    pub fn signing(&self) -> Signing {
        match self {
            Self::Network(event) => event.signing(),
            Self::Server(event) => event.signing(),
        }
    }

    /// What the event shows of an act: all, or what a scoped act may show.
    pub fn shown(&self, act: &Act) -> Act {
        match self.signing() {
            Signing::Signed => act.clone(),
            Signing::Scoped => act.clone().scoped(),
        }
    }

    pub fn write(&self, heading: Heading, act: &Act) -> Vec<u8> {
        let Heading { id, recorded_at } = heading;
        match self {
            Self::Network(event) => Decided { act: act.clone(), event: event.clone() }.write(id, recorded_at).unwrap(),
            Self::Server(event) => server::write(id, recorded_at, act, event).unwrap(),
        }
    }

    pub fn data(&self) -> String {
        match self {
            Self::Network(event) => serde_json::to_string(event).unwrap(),
            Self::Server(event) => serde_json::to_string(event).unwrap(),
        }
    }

    /// Reads stored bytes of whatever version, with the heading and the act that they show.
    pub fn read(bytes: &[u8]) -> (Heading, Act, Self) {
        let envelope = Envelope::read(bytes).unwrap();
        let heading = Heading { id: envelope.id, recorded_at: envelope.recorded_at };
        if ServerEvent::TYPES.iter().any(|known| known.name == envelope.name) {
            let (recorded_at, event) = server::read(bytes).unwrap();
            assert_eq!(recorded_at, heading.recorded_at);
            return (heading, envelope.act(), Self::Server(event));
        }
        let recorded = Recorded::read(Position(0), bytes).unwrap();
        assert_eq!((recorded.id, recorded.recorded_at), (heading.id, heading.recorded_at));
        (heading, recorded.act, Self::Network(recorded.event))
    }
}

/// Two actors that no example event names.
pub fn entering() -> ActorId {
    ActorId(Uuid::from_u128(0xa11c_e000_0000_4000_8000_0000_0000_0001))
}

pub fn represented() -> ActorId {
    ActorId(Uuid::from_u128(0xb0b0_0000_0000_4000_8000_0000_0000_0002))
}

/// The act with the longest bytes.
pub fn largest_act() -> Act {
    Act {
        by: Some(By::Actor(entering())),
        on_behalf_of: Some(represented()),
        evidence: Some(Evidence::ShowOfHands),
        occurred_at: Some(Stamp::MAX),
        source: Some(SourceId::example(&mut |n| n - 1)),
        corrects: Some(EventId(Uuid::max())),
    }
}

/// Acts of every shape, the largest last.
pub fn acts() -> Vec<Act> {
    let actor = Act::by(By::Actor(entering()));
    let entered = |evidence| Act { on_behalf_of: Some(represented()), evidence: Some(evidence), ..actor.clone() };
    let noon = Stamp::from_millis(1_435_651_200_000);
    vec![
        actor.clone(),
        Act::by(By::Operator),
        Act::by(By::System),
        entered(Evidence::Telephone),
        Act { occurred_at: noon, ..entered(Evidence::Paper) },
        Act { source: "polis:vtaiwan.uberx:12".parse().ok(), occurred_at: noon, ..Act::by(By::Operator) },
        Act { corrects: Some(EventId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_00ff))), ..actor },
        largest_act(),
    ]
}
