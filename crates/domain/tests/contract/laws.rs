//! Laws of deciding and folding, over sequences of plausible commands: what is decided is admitted again by an auditor
//! who has only the stored bytes, and folding the bytes gives the state that deciding gave.

use std::collections::BTreeSet;

use domain::actor::{
    self, ActorKind, Joined, OrganisationDescribed, ProfileRevised, RepresentationEnded, RepresentationStarted,
    RoleGranted, RoleRevoked, Via,
};
use domain::aggregate::{Contact, Context, Fact, Facts};
use domain::authority::Role;
use domain::class::{Commitment, CommonText, OwnText};
use domain::contribution::{
    self, LinkKind, Linked, QuestionAsked, QuestionRevised, Revised, Submitted, SubmittedKind, Supported, Unsupported,
};
use domain::envelope::{Act, By, Evidence};
use domain::ids::{ActorId, ContributionId, EventId, NetworkId, Position, Pseudonym, Stamp};
use domain::network::{self, Founded, Languages, SettingsChanged, Visibility};
use domain::state::{Command, Event, Recorded, State};
use domain::statement_vote::{self, Vote};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use uuid::Uuid;

/// Small numbers from which a command is made; small, so that commands meet.
type Numbers = (u8, u8, u8, u8);

type Make = fn(Numbers) -> Command;

/// A command with how it is given.
#[derive(Debug, Clone)]
struct Step {
    command: Command,
    act: Act,
    facts: Facts,
    /// Milliseconds since the step before.
    later: u8,
}

fn id(kind: u128, n: u8) -> Uuid {
    Uuid::from_u128((kind << 64) | u128::from(n))
}

fn actor(n: u8) -> ActorId {
    ActorId(id(1, n % 6))
}

fn contribution(n: u8) -> ContributionId {
    ContributionId(id(2, n % 12))
}

fn stamp(ms: u32) -> Stamp {
    Stamp::from_millis(i64::from(ms)).unwrap()
}

fn text(n: u8) -> Commitment {
    Commitment::new([n; 32], usize::from(n) * 3)
}

fn one_of<T: Copy>(all: &[T], n: u8) -> T {
    all[usize::from(n) % all.len()]
}

fn founded((a, ..): Numbers) -> Command {
    let visibility = one_of(Visibility::ALL, a);
    let event = Founded {
        network: NetworkId(id(9, 1)),
        origin: "tresse.invalid/n".parse().unwrap(),
        verifier_key: "tresse.invalid/n+00000000+AAAA".parse().unwrap(),
        name: CommonText(text(a)),
        languages: Languages::new(vec!["fr".parse().unwrap()]).unwrap(),
        time_zone: "Europe/Paris".parse().unwrap(),
        territory: None,
        visibility,
        k: 5,
    };
    network::Command::Found(event).into()
}

fn settings((a, b, ..): Numbers) -> Command {
    let network = NetworkId(id(9, u8::from(b != 0)));
    let change = SettingsChanged { k: (a > 1).then_some(a), ..SettingsChanged::nothing(network) };
    network::Command::ChangeSettings(change).into()
}

/// Even actors are mostly persons, odd ones mostly organisations, so that representations come about.
fn pair(a: u8, b: u8) -> (ActorId, ActorId) {
    if a < 10 { (actor(a % 2 * 2), actor(1)) } else { (actor(a), actor(b)) }
}

fn joined((a, b, c, _): Numbers) -> Command {
    let kind = if b < 3 { one_of(ActorKind::ALL, c) } else { one_of(&[ActorKind::Person, ActorKind::Organisation], a) };
    actor::Command::Join(Joined { actor: actor(a), kind, via: one_of(Via::ALL, b), audience: None }).into()
}

fn profile((a, b, c, _): Numbers) -> Command {
    let contact = (b % 2 == 0).then(|| OwnText(text(b)));
    actor::Command::ReviseProfile(ProfileRevised { actor: actor(a), name: OwnText(text(c)), contact, about: None })
        .into()
}

fn granted((a, b, c, _): Numbers) -> Command {
    let until = (c % 3 == 0).then(|| stamp(u32::from(c) * 4));
    actor::Command::GrantRole(RoleGranted { actor: actor(a), role: one_of(Role::ALL, b), until }).into()
}

fn asked((a, b, ..): Numbers) -> Command {
    let title = CommonText(text(b));
    let event = QuestionAsked { contribution: contribution(a % 4), title, body: None, theme: None };
    contribution::Command::Ask(event).into()
}

fn submitted((a, b, c, d): Numbers) -> Command {
    // Mostly statements, mostly under one of the first four, which questions take first.
    let kind = if a < 8 { one_of(SubmittedKind::ALL, a) } else { SubmittedKind::Statement };
    let titled = matches!(kind, SubmittedKind::Idea | SubmittedKind::Proposal | SubmittedKind::Resource);
    let event = Submitted {
        contribution: contribution(b),
        kind,
        parent: (d != 0).then(|| contribution(if d < 5 { c % 4 } else { c })),
        title: (titled != (d == 1)).then(|| OwnText(text(a))),
        body: OwnText(text(b)),
        theme: None,
        audience: None,
    };
    contribution::Command::Submit(event).into()
}

fn revised((a, b, ..): Numbers) -> Command {
    let title = (b % 2 == 0).then(|| OwnText(text(b)));
    contribution::Command::Revise(Revised { contribution: contribution(a), title, body: OwnText(text(a)) }).into()
}

/// Every command there is, each with how often it is tried.
const COMMANDS: &[(u32, Make)] = {
    use contribution::Command as C;
    &[
        (1, founded),
        (2, settings),
        (1, |_| network::Command::Archive.into()),
        (8, joined),
        (4, profile),
        (3, |(a, b, ..)| {
            let name = CommonText(text(b));
            actor::Command::Describe(OrganisationDescribed { actor: actor(a), name, about: None }).into()
        }),
        (4, |(a, b, ..)| {
            let (actor, organisation) = pair(a, b);
            actor::Command::Represent(RepresentationStarted { actor, organisation }).into()
        }),
        (4, |(a, b, ..)| {
            let (actor, organisation) = pair(a, b);
            actor::Command::StopRepresenting(RepresentationEnded { actor, organisation }).into()
        }),
        (6, granted),
        (4, |(a, b, ..)| {
            actor::Command::RevokeRole(RoleRevoked { actor: actor(a), role: one_of(Role::ALL, b) }).into()
        }),
        (2, |(a, ..)| actor::Command::Leave(actor(a)).into()),
        (4, asked),
        (16, submitted),
        (3, |(a, b, ..)| {
            let title = CommonText(text(b));
            C::ReviseQuestion(QuestionRevised { contribution: contribution(a), title, body: None }).into()
        }),
        (5, revised),
        (2, |(a, ..)| C::Withdraw(contribution(a)).into()),
        (6, |(a, b, ..)| {
            C::Support(Supported { contribution: contribution(4 + a % 4), supporter: Pseudonym([b % 3; 16]) }).into()
        }),
        (6, |(a, b, ..)| {
            C::Unsupport(Unsupported { contribution: contribution(4 + a % 4), supporter: Pseudonym([b % 3; 16]) })
                .into()
        }),
        (5, |(a, b, c, _)| {
            let (contribution, to) = (contribution(a % 4), contribution(b % 4));
            C::Link(Linked { contribution, to, kind: one_of(LinkKind::ALL, c) }).into()
        }),
        (16, |(a, b, c, _)| {
            let statement = contribution(if a < 8 { 4 + a % 2 } else { c });
            let (voter, vote) = (Pseudonym([b % 3; 16]), one_of(Vote::ALL, c));
            statement_vote::Command::Cast { statement, voter, vote }.into()
        }),
    ]
};

fn any_act() -> impl Strategy<Value = Act> {
    let entered = |by| move |n| Act { on_behalf_of: Some(actor(n)), evidence: Some(Evidence::Paper), ..Act::by(by) };
    prop_oneof![
        6 => (0..6u8).prop_map(|n| Act::by(By::Actor(actor(n)))),
        1 => Just(Act::by(By::Operator)),
        1 => Just(Act::by(By::System)),
        2 => (0..6u8).prop_map(entered(By::Actor(actor(1)))),
    ]
}

fn any_facts() -> impl Strategy<Value = Facts> {
    prop_oneof![
        Just(Fact::Unknowable),
        Just(Fact::Known(Contact::Free)),
        (0..6u8).prop_map(|n| Fact::Known(Contact::TakenBy(actor(n)))),
    ]
    .prop_map(|contact| Facts { contact })
}

fn any_command() -> impl Strategy<Value = Command> {
    let total: u32 = COMMANDS.iter().map(|(weight, _)| weight).sum();
    (0..total, (0..12u8, 0..12u8, 0..12u8, 0..8u8)).prop_map(|(mut drawn, numbers)| {
        for (weight, make) in COMMANDS {
            if drawn < *weight {
                return make(numbers);
            }
            drawn -= weight;
        }
        unreachable!("drawn below the sum of weights")
    })
}

fn any_step() -> impl Strategy<Value = Step> {
    (any_command(), any_act(), any_facts(), 0..4u8).prop_map(|(command, act, facts, later)| Step {
        command,
        act,
        facts,
        later,
    })
}

/// Mostly networks with some life in them: two persons and an organisation, a steward, a question with two statements
/// (4 and 5) and an idea.
fn any_history() -> impl Strategy<Value = Vec<Step>> {
    let beginning = || {
        let joined = [joined((0, 5, 0, 0)), joined((1, 5, 0, 0)), joined((2, 5, 0, 0)), granted((0, 4, 1, 0))];
        let submitted = [submitted((8, 4, 0, 2)), submitted((8, 5, 0, 2)), submitted((0, 6, 0, 0))];
        [founded((0, 0, 0, 0))].into_iter().chain(joined).chain([asked((0, 0, 0, 0))]).chain(submitted).map(|command| {
            let act = Act::by(By::Actor(actor(0)));
            Step { command, act, facts: Facts::default(), later: 0 }
        })
    };
    (prop::bool::weighted(0.95), prop::collection::vec(any_step(), 0..120))
        .prop_map(move |(begun, steps)| begun.then(beginning).into_iter().flatten().chain(steps).collect())
}

/// Decides a history and holds every law on the way; what was stored.
fn hold_the_laws(steps: &[Step]) -> Vec<Recorded> {
    let (mut live, mut auditor, mut now) = (State::default(), State::default(), 0);
    let mut history: Vec<Recorded> = vec![];
    for (n, step) in steps.iter().enumerate() {
        now += u32::from(step.later);
        let before = live.clone();
        let outcome = live.decide(&step.act, stamp(now), step.facts, step.command.clone());
        assert_eq!(live, before, "deciding changes nothing");
        let Ok((decided, after)) = outcome else { continue };
        let first = EventId(id(3, 0)).nth(u32::try_from(n).unwrap() + 1);
        for (further, decided) in decided.iter().enumerate() {
            let position = Position(history.len() as u64);
            let bytes = decided.write(first.nth(u32::try_from(further).unwrap()), stamp(now)).unwrap();
            let recorded = Recorded::read(position, &bytes).unwrap();
            assert_eq!((&recorded.event, &recorded.act), (&decided.event, &decided.act));
            let without_facts = Facts::default();
            let context =
                Context { state: &auditor, act: &recorded.act, stamp: recorded.recorded_at, facts: without_facts };
            assert_eq!(auditor.admits(&context, &recorded.event), Ok(()), "an auditor admits {recorded:?}");
            let unchanged = auditor.clone();
            auditor.evolve(&recorded.happened(), &recorded.event);
            assert_ne!(auditor, unchanged, "what has no effect writes nothing: {recorded:?}");
            history.push(recorded);
        }
        assert_eq!(auditor, after, "folding the stored bytes gives the state that deciding gave");
        assert!(!decided.is_empty() || after == before, "no event, no change");
        live = after;
    }
    let mut replayed = State::default();
    for recorded in &history {
        replayed.evolve(&recorded.happened(), &recorded.event);
    }
    assert_eq!(replayed, live, "replayed = incremental");
    history
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_decided_is_admitted_by_an_auditor_and_replays_to_the_same_state(steps in any_history()) {
        hold_the_laws(&steps);
    }
}

#[test]
fn the_histories_of_this_test_reach_every_event_type() {
    let mut runner = TestRunner::deterministic();
    let mut missed: BTreeSet<_> = Event::types().map(|known| known.name).collect();
    for _ in 0..1000 {
        let steps = any_history().new_tree(&mut runner).unwrap().current();
        for recorded in hold_the_laws(&steps) {
            missed.remove(recorded.event.event_type().name);
        }
        if missed.is_empty() {
            break;
        }
    }
    assert!(missed.is_empty(), "no command of COMMANDS leads to {missed:?}");
}
