//! Needs and offers: what an actor lacks or can share, by which synergies are found.
//!
//! Invariants: texts are those of the actor whose it is, for members to read; whether it is a need or an offer is said
//! once; what was withdrawn changes no more; what an actor needs and offers ends when the actor leaves.

use imbl::OrdMap;

use crate::aggregate::{Aggregate, Context, Happened};
use crate::authority::Action;
use crate::class::{Few, OwnText, words};
use crate::event::{Object, Texts, events, refusals};
use crate::ids::{ActorId, AudienceId, ExchangeId, TagId, Version};
use crate::names::TerritoryCode;

words! {
    /// Whether something is lacking or can be shared.
    pub enum Side {
        /// It is lacking.
        Need = "need",
        /// It can be shared.
        Offer = "offer",
    }

    /// What is needed or offered.
    pub enum What {
        /// Something one knows how to do.
        Skill = "skill",
        /// Something to read, to learn from, to use up.
        Resource = "resource",
        /// Somewhere to meet, to work, to store.
        Place = "place",
        /// A thing to use and give back.
        Equipment = "equipment",
        /// A pair of hands for some hours.
        Time = "time",
    }
}

/// Up to eight tags.
pub type Tags = Few<TagId, 8>;

/// What is known of one need or offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// Whose it is.
    pub owner: Option<ActorId>,
    /// Whether it has ended.
    pub withdrawn: bool,
    /// Number of events of its own.
    pub version: Version,
}

/// The needs and offers of one network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Exchanges {
    rows: OrdMap<ExchangeId, Row>,
}

impl Exchanges {
    /// What is known of a need or an offer.
    #[must_use]
    pub fn get(&self, id: ExchangeId) -> Option<&Row> {
        self.rows.get(&id)
    }

    fn standing(&self, id: ExchangeId) -> Result<(), Refusal> {
        let row = self.get(id).ok_or(Refusal::UnknownExchange)?;
        if row.withdrawn { Err(Refusal::Withdrawn) } else { Ok(()) }
    }
}

/// What may be asked of needs and offers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Declare one.
    Declare(Declared),
    /// Replace what is said of it.
    Revise(Revised),
    /// End it.
    Withdraw(ExchangeId),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Declare(_) => Action::DeclareExchange,
            Self::Revise(e) => Action::ChangeExchange(e.exchange),
            Self::Withdraw(exchange) => Action::ChangeExchange(*exchange),
        }
    }
}

events! {
    /// What happens to a need or an offer.
    pub enum Event in crate::state::Event {
        /// A need or an offer was declared.
        "exchange.declared" v 1 signed = Declared {
            /// Which.
            exchange: ExchangeId,
            /// Whether it is needed or offered.
            side: Side,
            /// What it is.
            what: What,
            /// Its tags.
            tags: Tags,
            /// The audience it is for.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            audience: Option<AudienceId>,
            /// Where it is.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            territory: Option<TerritoryCode>,
            /// A few words.
            title: OwnText,
            /// What there is to say about it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            body: Option<OwnText>,
        } of |e| vec![Object::Exchange(e.exchange)] => texts |_e| Texts::default().for_members(),

        /// What is said of it was replaced.
        "exchange.revised" v 1 signed = Revised {
            /// Which.
            exchange: ExchangeId,
            /// What it is.
            what: What,
            /// Its tags.
            tags: Tags,
            /// The audience it is for.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            audience: Option<AudienceId>,
            /// Where it is.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            territory: Option<TerritoryCode>,
            /// A few words.
            title: OwnText,
            /// What there is to say about it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            body: Option<OwnText>,
        } of |e| vec![Object::Exchange(e.exchange)] => texts |_e| Texts::default().for_members(),

        /// It has ended.
        "exchange.withdrawn" v 1 signed = Withdrawn {
            /// Which.
            exchange: ExchangeId,
        } of |e| vec![Object::Exchange(e.exchange)],
    }
}

refusals! {
    /// Why needs and offers say no.
    pub enum Refusal {
        /// There is no such need or offer.
        UnknownExchange = "unknown_exchange" Unknown,
        /// It was withdrawn.
        Withdrawn = "exchange_withdrawn" Conflict,
        /// The id is in use.
        IdTaken = "exchange_id_taken" Conflict,
    }
}

impl Aggregate for Exchanges {
    const NAME: &'static str = "exchange";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, _: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Declared(e) if self.get(e.exchange).is_some() => Err(Refusal::IdTaken),
            Event::Declared(_) => Ok(()),
            Event::Revised(e) => self.standing(e.exchange),
            Event::Withdrawn(e) => self.standing(e.exchange),
        }
    }

    fn decide(&self, _: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(match command {
            Command::Declare(e) => vec![e.into()],
            Command::Revise(e) => vec![e.into()],
            Command::Withdraw(exchange) => vec![Withdrawn { exchange }.into()],
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        let Object::Exchange(exchange) = object else { return None };
        self.get(exchange).map(|row| row.version)
    }

    fn evolve(&mut self, happened: &Happened<'_>, event: &Event) {
        match event {
            Event::Declared(e) => {
                let owner = happened.act.subject();
                self.rows.insert(e.exchange, Row { owner, withdrawn: false, version: Version(1) });
            }
            Event::Revised(e) => self.change(e.exchange, |_| ()),
            Event::Withdrawn(e) => self.change(e.exchange, |row| row.withdrawn = true),
        }
    }

    fn departs(&mut self, actor: ActorId) {
        let theirs = |(id, row): (&ExchangeId, &Row)| (row.owner == Some(actor)).then_some(*id);
        let theirs: Vec<_> = self.rows.iter().filter_map(theirs).collect();
        for id in theirs {
            if let Some(row) = self.rows.get_mut(&id) {
                row.withdrawn = true;
            }
        }
    }
}

impl Exchanges {
    fn change(&mut self, id: ExchangeId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.get_mut(&id) {
            row.version.bump();
            change(row);
        }
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::actor::{ActorKind, ErasureReason, Left, PersonalDataErased, Reactivated};
    use crate::given::{Given, actor, founding, given, joined, text};

    const BIKE: u8 = 1;
    /// Whoever acts in `given`.
    const ANNE: u8 = 1;
    const BILAL: u8 = 2;

    fn exchange(n: u8) -> ExchangeId {
        ExchangeId(Uuid::from_u128(u128::from(n)))
    }

    fn declared(n: u8) -> Declared {
        Declared {
            exchange: exchange(n),
            side: Side::Offer,
            what: What::Equipment,
            tags: Tags::default(),
            audience: None,
            territory: None,
            title: OwnText(text()),
            body: None,
        }
    }

    fn revised(n: u8) -> Revised {
        Revised {
            exchange: exchange(n),
            what: What::Time,
            tags: Tags::default(),
            audience: None,
            territory: None,
            title: OwnText(text()),
            body: Some(OwnText(text())),
        }
    }

    fn network() -> Given {
        given([founding()])
            .and([joined(ANNE, ActorKind::Person), joined(BILAL, ActorKind::Person)])
            .and([declared(BIKE)])
    }

    #[test]
    fn a_need_or_an_offer_is_declared_once_and_revised() {
        network().when(Command::Declare(declared(2))).then([declared(2)]);
        network().when(Command::Declare(declared(BIKE))).refuses(Refusal::IdTaken);
        network().when(Command::Revise(revised(BIKE))).then([revised(BIKE)]);
        network().when(Command::Revise(revised(9))).refuses(Refusal::UnknownExchange);
        assert_eq!(network().state().exchange.get(exchange(BIKE)).map(|row| row.owner), Some(Some(actor(ANNE))));
    }

    #[test]
    fn what_was_withdrawn_changes_no_more() {
        let withdrawn = Withdrawn { exchange: exchange(BIKE) };
        network().when(Command::Withdraw(exchange(BIKE))).then([withdrawn.clone()]);
        let without = || network().and([withdrawn.clone()]);
        without().when(Command::Withdraw(exchange(BIKE))).refuses(Refusal::Withdrawn);
        without().when(Command::Revise(revised(BIKE))).refuses(Refusal::Withdrawn);
    }

    #[test]
    fn what_an_actor_needs_and_offers_ends_when_the_actor_leaves() {
        network().and([Left { actor: actor(BILAL) }]).when(Command::Revise(revised(BIKE))).then([revised(BIKE)]);
        let gone = network().and([Left { actor: actor(ANNE) }]);
        gone.clone().when(Command::Revise(revised(BIKE))).refuses(Refusal::Withdrawn);
        let back = gone.and([Reactivated { actor: actor(ANNE) }]);
        back.when(Command::Revise(revised(BIKE))).refuses(Refusal::Withdrawn);
        let erased = PersonalDataErased { actor: actor(ANNE), reason: ErasureReason::OwnRequest };
        network().and([erased]).when(Command::Revise(revised(BIKE))).refuses(Refusal::Withdrawn);
    }
}
