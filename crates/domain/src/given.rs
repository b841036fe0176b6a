#![allow(clippy::expect_used, missing_docs)]
//! Given, when, then: how rules are tested. Ids are small numbers, every text is the same commitment.

use uuid::Uuid;

use crate::actor::{ActorKind, Joined, Via};
use crate::aggregate::{Contact, Context, Fact, Facts, Happened};
use crate::amount::{Amount, Minor};
use crate::class::{Commitment, CommonText, OwnText};
use crate::contribution::{QuestionAsked, Submitted, SubmittedKind};
use crate::decision;
use crate::envelope::{Act, By};
use crate::ids::{
    ActorId, CandidateId, ContributionId, DecisionId, InvitationId, NetworkId, Pseudonym, RequirementId, SelectionId,
    SpecificationId, SpecificationVersionId, Stamp,
};
use crate::network::{DEFAULT_K, Founded, Languages, Visibility};
use crate::origin::Origin;
use crate::requirement::{self, Priority, RequirementKind};
use crate::state::{Command, Decided, Event, Refusal, State};
use crate::tally::ballot::{Ballot, Say};
use crate::tally::rules::{BallotMode, Base, Method, Rules, Threshold, TieBreak};
use crate::tally::tally;
use crate::{candidate, selection, specification};

pub fn at(ms: i64) -> Stamp {
    Stamp::from_millis(ms).unwrap_or_default()
}

pub fn network() -> NetworkId {
    NetworkId(Uuid::from_u128(1))
}

pub fn actor(n: u8) -> ActorId {
    ActorId(Uuid::from_u128(u128::from(n)))
}

pub fn contribution(n: u8) -> ContributionId {
    ContributionId(Uuid::from_u128(u128::from(n)))
}

pub fn invitation(n: u8) -> InvitationId {
    InvitationId(Uuid::from_u128(u128::from(n)))
}

pub fn decision(n: u8) -> DecisionId {
    DecisionId(Uuid::from_u128(u128::from(n)))
}

pub fn requirement(n: u8) -> RequirementId {
    RequirementId(Uuid::from_u128(u128::from(n)))
}

/// The one that tests are about.
pub fn specification() -> SpecificationId {
    SpecificationId(Uuid::from_u128(1))
}

/// A requirement that comes from nothing in particular.
pub fn required(n: u8, kind: RequirementKind) -> requirement::Proposed {
    requirement::Proposed {
        requirement: requirement(n),
        specification: specification(),
        kind,
        title: CommonText(text()),
        description: None,
        from: requirement::Sources::default(),
    }
}

/// A founded network of the persons 1 to 3, with the questions 1 and 2, and a specification of both.
pub fn specifying() -> Given {
    let asked = QuestionAsked { contribution: contribution(2), title: CommonText(text()), body: None, theme: None };
    let (goals, means) = (contribution(1), contribution(2));
    let (title, template) = (CommonText(text()), None);
    discussion(1).and([2, 3].map(|n| joined(n, ActorKind::Person))).and([asked]).and([specification::Opened {
        specification: specification(),
        title,
        goals,
        means,
        template,
    }])
}

pub fn version(n: u8) -> SpecificationVersionId {
    SpecificationVersionId(Uuid::from_u128(u128::from(n)))
}

/// `specifying`, with version 1 adopted by decision 1: requirement 1 is a must, 2 should be, 3 won't be, and nobody gave 4 a
/// priority.
pub fn adopted() -> Given {
    let wanted = [(1, Priority::Must), (2, Priority::Should), (3, Priority::Wont)];
    let prioritise = |(n, priority)| requirement::Command::Prioritise {
        requirement: requirement(n),
        person: pseudonym(1),
        priority,
    };
    let required = specifying().and((1..=4).map(|n| required(n, RequirementKind::Goal)));
    let required = wanted.into_iter().map(prioritise).fold(required, Given::after);
    let (specification, version) = (specification(), version(1));
    let published = required.after(specification::Command::Publish { specification, version });
    let decided = published.decided(1, &[Origin::SpecificationVersion(version)], true);
    decided.and([specification::Adopted { specification, version, decision: decision(1) }])
}

pub fn selection(n: u8) -> SelectionId {
    SelectionId(Uuid::from_u128(u128::from(n)))
}

pub fn candidate(n: u8) -> CandidateId {
    CandidateId(Uuid::from_u128(u128::from(n)))
}

pub fn minor(minor: i64) -> Minor {
    Minor::try_from(minor).expect("small enough")
}

pub fn euros(cents: i64) -> Amount {
    Amount { minor: minor(cents), currency: "EUR".parse().expect("the grammar is tested in names.rs") }
}

/// A tool in selection 1.
pub fn tool(n: u8, one_off: i64, yearly: i64) -> candidate::Proposed {
    candidate::Proposed {
        candidate: candidate(n),
        selection: selection(1),
        name: CommonText(text()),
        link: None,
        hosting: None,
        licence: None,
        licence_kind: candidate::LicenceKind::Free,
        one_off: euros(one_off),
        yearly: euros(yearly),
    }
}

/// `adopted`, with selection 1 prepared from it.
pub fn selecting() -> Given {
    let prepared = selection::Prepared {
        selection: selection(1),
        version: version(1),
        title: CommonText(text()),
        currency: euros(0).currency,
        criteria: selection::criteria::Criteria::default(),
    };
    adopted().after(selection::Command::Prepare(prepared))
}

/// `selecting`, with the candidates 1 and 2, open until a moment if there is one.
pub fn selecting_openly(until: Option<i64>) -> Given {
    let open = selection::Command::Open(selection(1), until.map(at));
    selecting().and([tool(1, 10_000, 1_000), tool(2, 0, 4_000)]).after(open)
}

pub fn pseudonym(n: u8) -> Pseudonym {
    Pseudonym([n; 16])
}

pub fn text() -> Commitment {
    Commitment::new([7; 32], 10)
}

pub fn founding() -> Founded {
    let parsed = "the grammar is tested in names.rs";
    Founded {
        network: network(),
        origin: "tresse.invalid/n".parse().expect(parsed),
        verifier_key: "tresse.invalid/n+00000000+AAAA".parse().expect(parsed),
        name: CommonText(text()),
        languages: Languages::new(vec!["fr".parse().expect(parsed)]).expect(parsed),
        time_zone: "Europe/Paris".parse().expect(parsed),
        territory: None,
        visibility: Visibility::Public,
        k: DEFAULT_K,
    }
}

pub fn joined(n: u8, kind: ActorKind) -> Joined {
    Joined { actor: actor(n), kind, via: Via::Operator, audience: None }
}

pub fn submitted(n: u8, kind: SubmittedKind, parent: Option<u8>) -> Submitted {
    use SubmittedKind::{Idea, Proposal, Resource};
    Submitted {
        contribution: contribution(n),
        kind,
        parent: parent.map(contribution),
        title: matches!(kind, Idea | Proposal | Resource).then(|| OwnText(text())),
        body: OwnText(text()),
        theme: None,
        audience: None,
    }
}

/// A founded network with one person and one question.
pub fn discussion(question: u8) -> Given {
    let asked =
        QuestionAsked { contribution: contribution(question), title: CommonText(text()), body: None, theme: None };
    given([founding()]).and([joined(1, ActorKind::Person)]).and([asked])
}

#[derive(Debug, Clone)]
pub struct Given {
    state: State,
    facts: Facts<'static>,
    /// The ballots of the urn, if they are known.
    urn: Option<Vec<Ballot>>,
    act: Act,
    /// When events are told, and when commands are given.
    moments: (Stamp, Stamp),
}

pub fn nothing() -> Given {
    let (state, facts) = (State::default(), Facts::default());
    Given { state, facts, urn: None, act: act_of(1), moments: (at(1), at(2)) }
}

pub fn given<E: Into<Event>>(events: impl IntoIterator<Item = E>) -> Given {
    nothing().and(events)
}

impl Given {
    /// More events; each must be admitted.
    pub fn and<E: Into<Event>>(self, events: impl IntoIterator<Item = E>) -> Self {
        let act = self.act.clone();
        self.and_told(&act, events)
    }

    /// More events, of this actor.
    pub fn and_by<E: Into<Event>>(self, by: u8, events: impl IntoIterator<Item = E>) -> Self {
        self.and_told(&Act::by(By::Actor(actor(by))), events)
    }

    /// More events, told as `act`; each must be admitted.
    pub fn and_told<E: Into<Event>>(mut self, act: &Act, events: impl IntoIterator<Item = E>) -> Self {
        for event in events {
            let event = event.into();
            let stamp = self.moments.0;
            let context = Context { state: &self.state, act, stamp, facts: Facts::default() };
            assert_eq!(self.state.admits(&context, &event), Ok(()), "given {event:?}");
            self.state.evolve(&Happened { act, recorded_at: stamp }, &event);
        }
        self
    }

    /// What follows from a command; it must not be refused.
    pub fn after(self, command: impl Into<Command>) -> Self {
        let (_, state) = self.decide(command.into()).expect("what is given is not refused");
        Self { state, ..self }
    }

    /// When all that follows happens.
    pub fn later(self, ms: i64) -> Self {
        Self { moments: (at(ms), at(ms)), ..self }
    }

    pub fn knowing(mut self, contact: Fact<Contact>) -> Self {
        self.facts.contact = contact;
        self
    }

    /// Whose act it is, inside the object of the command.
    pub fn knowing_person(mut self, person: Fact<Pseudonym>) -> Self {
        self.facts.person = person;
        self
    }

    /// What lies in the urn that a command closes.
    pub fn knowing_urn(self, ballots: impl IntoIterator<Item = Ballot>) -> Self {
        Self { urn: Some(ballots.into_iter().collect()), ..self }
    }

    /// Who acts from here on; actor 1 until it is said.
    pub fn by(self, n: u8) -> Self {
        self.acting(act_of(n))
    }

    /// How it is told from here on.
    pub fn acting(self, act: Act) -> Self {
        Self { act, ..self }
    }

    /// A decision of whoever acts, about `links` from before it opens, up to its outcome.
    pub fn decided(self, n: u8, links: &[Origin], passes: bool) -> Self {
        let decision = decision(n);
        let open = self.voting(n, links).after(decision::Command::Cast {
            decision,
            voter: None,
            ballot: Ballot::Say(if passes { Say::Yes } else { Say::No }),
        });
        let closed = open.after(decision::Command::Close(decision));
        let input = closed.state.decision.get(decision).and_then(|row| row.input(decision)).expect("it is closed");
        let counted = tally(&input);
        let (outcome, sums, input) = (counted.outcome, counted.sums, Some(input.sha256()));
        closed.and([decision::OutcomeRecorded { decision, outcome, sums, input }])
    }

    /// An open decision by majority about `links`.
    pub fn voting(self, n: u8, links: &[Origin]) -> Self {
        let method = Method::Majority { threshold: Threshold::Simple, base: Base::Expressed };
        let rules = Rules { method, mode: BallotMode::RollCall, quorum: None, ties: TieBreak::ListedFirst };
        let decision = decision(n);
        let proposed = decision::Proposed {
            decision,
            title: CommonText(text()),
            body: None,
            rules,
            electorate: decision::electorate::ElectorateRule::Persons {},
            opens_at: None,
            closes_at: None,
            draws_at: None,
            draw: None,
            details: None,
        };
        let linked: Vec<_> = links.iter().map(|to| decision::Linked { decision, to: *to }).collect();
        self.and([proposed]).and(linked).after(decision::Command::Open(decision, None))
    }

    pub fn state(self) -> State {
        self.state
    }

    pub fn when(self, command: impl Into<Command>) -> When {
        let before = self.state.clone();
        let outcome = self.decide(command.into());
        assert_eq!(before, self.state, "deciding changes nothing");
        When(outcome.map(|(decided, _)| decided.into_iter().map(|decided| decided.event).collect()))
    }

    fn decide(&self, command: Command) -> Result<(Vec<Decided>, State), Refusal> {
        let facts = Facts { urn: self.urn.as_deref().map_or(Fact::Unknowable, Fact::Known), ..self.facts };
        self.state.decide(&self.act, self.moments.1, facts, command)
    }

    /// A doctored event that no command proposes.
    pub fn does_not_admit(self, event: impl Into<Event>, refusal: impl Into<Refusal>) {
        let context = Context { state: &self.state, act: &self.act, stamp: self.moments.1, facts: self.facts };
        assert_eq!(self.state.admits(&context, &event.into()), Err(refusal.into()));
    }
}

pub struct When(Result<Vec<Event>, Refusal>);

impl When {
    pub fn then<E: Into<Event>>(self, events: impl IntoIterator<Item = E>) {
        assert_eq!(self.0, Ok(events.into_iter().map(Into::into).collect()));
    }

    /// The events that follow.
    pub fn events(self) -> Vec<Event> {
        self.0.expect("not refused")
    }

    pub fn then_nothing(self) {
        assert_eq!(self.0, Ok(vec![]));
    }

    pub fn refuses(self, refusal: impl Into<Refusal>) {
        assert_eq!(self.0, Err(refusal.into()));
    }
}

fn act_of(n: u8) -> Act {
    Act::by(By::Actor(actor(n)))
}
