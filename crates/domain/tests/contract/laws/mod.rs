//! Laws of deciding and folding, over sequences of plausible commands: what is decided is admitted again by an auditor
//! who has only the stored bytes, and folding the bytes gives the state that deciding gave.

mod action;
mod actor;
mod audience;
mod candidate;
mod contribution;
mod cooperation;
mod decision;
mod diagnostic;
mod driver;
mod exchange;
mod finding;
mod group;
mod invitation;
mod meeting;
mod moderation;
mod network;
mod requirement;
mod selection;
mod specification;
mod statement_vote;
mod step;
mod tension;
mod vocabulary;

use std::collections::BTreeSet;

use domain::aggregate::{Contact, Context, Fact, Facts};
use domain::class::Commitment;
use domain::envelope::{Act, By, Evidence};
use domain::ids::{ActorId, ContributionId, EventId, Position, Pseudonym, Stamp};
use domain::state::{Command, Event, Recorded, State};
use domain::tally::ballot::Ballot;
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
    facts: Facts<'static>,
    /// What lies in the urn that it closes, over and over until there is one ballot a voter; nothing if it is unreadable.
    urn: Vec<Ballot>,
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

/// Every command there is, each with how often it is tried.
const COMMANDS: &[&[(u32, Make)]] = &[
    // One aggregate a line.
    network::COMMANDS,
    actor::COMMANDS,
    contribution::COMMANDS,
    statement_vote::COMMANDS,
    invitation::COMMANDS,
    meeting::COMMANDS,
    moderation::COMMANDS,
    audience::COMMANDS,
    vocabulary::COMMANDS,
    group::COMMANDS,
    exchange::COMMANDS,
    action::COMMANDS,
    cooperation::COMMANDS,
    decision::COMMANDS,
    tension::COMMANDS,
    specification::COMMANDS,
    requirement::COMMANDS,
    diagnostic::COMMANDS,
    finding::COMMANDS,
    driver::COMMANDS,
    step::COMMANDS,
    selection::COMMANDS,
    candidate::COMMANDS,
];

fn any_act() -> impl Strategy<Value = Act> {
    let entered = |by| move |n| Act { on_behalf_of: Some(actor(n)), evidence: Some(Evidence::Paper), ..Act::by(by) };
    prop_oneof![
        6 => (0..6u8).prop_map(|n| Act::by(By::Actor(actor(n)))),
        1 => Just(Act::by(By::Operator)),
        1 => Just(Act::by(By::System)),
        2 => (0..6u8).prop_map(entered(By::Actor(actor(1)))),
    ]
}

fn any_facts() -> impl Strategy<Value = Facts<'static>> {
    let contact = prop_oneof![
        Just(Fact::Unknowable),
        Just(Fact::Known(Contact::Free)),
        (0..6u8).prop_map(|n| Fact::Known(Contact::TakenBy(actor(n)))),
    ];
    let person = prop_oneof![Just(Fact::Unknowable), (0..4u8).prop_map(|n| Fact::Known(Pseudonym([n; 16])))];
    (contact, person).prop_map(|(contact, person)| Facts { contact, person, ..Facts::default() })
}

/// A command of one of these aggregates, each as often as it is tried.
fn any_command(aggregates: &'static [&'static [(u32, Make)]]) -> impl Strategy<Value = Command> {
    let total: u32 = aggregates.iter().copied().flatten().map(|(weight, _)| weight).sum();
    (0..total, (0..12u8, 0..12u8, 0..12u8, 0..8u8)).prop_map(move |(mut drawn, numbers)| {
        for (weight, make) in aggregates.iter().copied().flatten() {
            if drawn < *weight {
                return make(numbers);
            }
            drawn -= weight;
        }
        unreachable!("drawn below the sum of weights")
    })
}

/// A step of a history, which may be mostly about one aggregate: the more there are, the less far each would come else.
fn any_step(about: Option<usize>) -> impl Strategy<Value = Step> {
    let mostly = about.map_or(COMMANDS, |about| &COMMANDS[about..=about]);
    let command = prop_oneof![1 => any_command(COMMANDS), 2 => any_command(mostly)];
    (command, any_act(), any_facts(), decision::any_urn(), 0..4u8).prop_map(|(command, act, facts, urn, later)| Step {
        command,
        act,
        facts,
        urn,
        later,
    })
}

/// Mostly networks with some life in them: two persons and an organisation, a steward, a question with two statements
/// (4 and 5), an idea, and a meeting whose minutes could be approved; a group, an action, a cooperation that runs, one that
/// waits, two tensions that the first actor mediates, decisions, diagnostics and selections in all phases, and a
/// specification with requirements, of which one is amended, and with a version that a decision passed on; and a driver.
fn any_history() -> impl Strategy<Value = Vec<Step>> {
    let begin = || {
        beginning().map(|(by, command)| {
            let act = Act::by(By::Actor(actor(by)));
            Step { command, act, facts: Facts::default(), urn: vec![], later: 0 }
        })
    };
    let steps =
        prop::option::of(0..COMMANDS.len()).prop_flat_map(|about| prop::collection::vec(any_step(about), 0..120));
    (prop::bool::weighted(0.95), steps)
        .prop_map(move |(begun, steps)| begun.then(begin).into_iter().flatten().chain(steps).collect())
}

/// Who does what first.
fn beginning() -> impl Iterator<Item = (u8, Command)> {
    let joined = [
        actor::joined((0, 5, 0, 0)),
        actor::joined((1, 5, 0, 0)),
        actor::joined((2, 5, 0, 0)),
        actor::granted((0, 4, 1, 0)),
    ];
    let submitted = [
        contribution::submitted((8, 4, 0, 2)),
        contribution::submitted((8, 5, 0, 2)),
        contribution::submitted((0, 6, 0, 0)),
    ];
    [network::founded((0, 0, 0, 0))]
        .into_iter()
        .chain(joined)
        .chain([contribution::asked((0, 0, 0, 0))])
        .chain(submitted)
        .map(|command| (0, command))
        .chain(meeting::held())
        .chain(group::beginning())
        .chain(action::beginning())
        .chain(cooperation::beginning())
        .chain(decision::beginning())
        .chain(tension::beginning())
        .chain(specification::beginning())
        .chain(requirement::beginning())
        .chain(diagnostic::beginning())
        .chain(driver::beginning())
        .chain(selection::beginning())
}

/// Decides a history and holds every law on the way; what was stored.
fn hold_the_laws(steps: &[Step]) -> Vec<Recorded> {
    let (mut live, mut auditor, mut now) = (State::default(), State::default(), 0);
    let mut history: Vec<Recorded> = vec![];
    for (n, step) in steps.iter().enumerate() {
        now += u32::from(step.later);
        let before = live.clone();
        let urn = decision::urn_that_closes(&live, &step.command, &step.urn);
        let facts = Facts { urn: urn.as_deref().map_or(Fact::Unknowable, Fact::Known), ..step.facts };
        let outcome = live.decide(&step.act, stamp(now), facts, step.command.clone());
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
            let tells_more = [decision::leaves_the_state, diagnostic::leaves_the_state, selection::leaves_the_state];
            let tells_more = tells_more.iter().any(|tells| tells(&recorded.event)) || auditor != unchanged;
            assert!(tells_more, "what has no effect writes nothing: {recorded:?}");
            history.push(recorded);
        }
        assert_eq!(auditor, after, "folding the stored bytes gives the state that deciding gave");
        assert!(!decided.is_empty() || after == before, "no event, no change");
        decision::hold(&after);
        diagnostic::hold(&after);
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
    // Until all are reached: how many that takes grows with the commands that there are.
    for _ in 0..20_000 {
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

/// Each step of the beginning has an effect: else later commands would meet nothing.
#[test]
fn the_beginning_is_as_it_is_told() {
    let mut state = State::default();
    let mut refused = vec![];
    for (by, command) in beginning() {
        let act = Act::by(By::Actor(actor(by)));
        match state.decide(&act, stamp(0), Facts::default(), command.clone()) {
            Ok((_, after)) => state = after,
            Err(refusal) => refused.push(format!("{refusal}: {command:?}")),
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
}
