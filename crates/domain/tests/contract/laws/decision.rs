//! Commands about decisions: each number has a method and a mode of its own, so that what is opened is voted on.

use domain::amount::Amount;
use domain::class::{CommonText, Few, OwnText};
use domain::decision::electorate::ElectorateRule;
use domain::decision::parts::{Part, counted};
use domain::decision::{
    Amended, Command, Drawn, Entered, Event, FEW, Linked, LotDrawn, MeetingBallotsEntered, MeetingBallotsWithdrawn,
    Numbers, ObjectionLifted, ObjectionRaised, OptionSet, OptionWithdrawn, OutcomeRecorded, Phase, Proposed, Unlinked,
    Voided, Witnesses,
};
use domain::ids::{ActorId, DecisionId, MeetingId, Pseudonym, UrnId};
use domain::origin::Origin;
use domain::state::{self, State};
use domain::tally::ballot::{Ballot, OptionNo, Say};
use domain::tally::input::{Input, Sha};
use domain::tally::rules::{
    Approval, BallotMode, Base, Budget, BudgetBallot, BudgetRule, Limits, Method, Quorum, Rules, Satisfaction,
    Threshold, TieBreak,
};
use domain::tally::seed::promise;
use domain::tally::tally;
use proptest::prelude::*;

use super::requirement::requirement;
use super::specification::version;
use super::{Make, Numbers as Drawn4, actor, contribution, id, one_of, stamp, text};

const ROLL_CALL: u8 = 0;
const CONSENT: u8 = 1;
const SECRET: u8 = 2;
const LOTS: u8 = 3;
const BUDGET: u8 = 4;
/// Closed from the beginning, and nobody voted: what was counted is known.
const COUNTED: u8 = 5;
const ALL: u8 = 6;

const TOLD: Sha = Sha([9; 32]);

fn decision(n: u8) -> DecisionId {
    DecisionId(id(8, n % ALL))
}

fn urn(n: u8) -> UrnId {
    UrnId(id(9, n % ALL))
}

fn common(n: u8) -> CommonText {
    CommonText(text(n))
}

/// Inside a decision.
fn voter(n: u8) -> Pseudonym {
    Pseudonym([n % 7; 16])
}

fn euros(n: u8) -> Amount {
    Amount { minor: (i64::from(n) * 100).try_into().unwrap(), currency: "EUR".parse().unwrap() }
}

/// Of a decision; a number that is too great makes another choice.
fn rules(decision: u8, otherwise: u8) -> Rules {
    let approval = Method::Approval(Approval { winners: 1, most: (otherwise == 9).then_some(2), least: None });
    let majority = Method::Majority { threshold: Threshold::Simple, base: Base::Expressed };
    let budget = Budget {
        budget: euros(5),
        ballot: BudgetBallot::Approval,
        satisfaction: Satisfaction::Votes,
        rule: BudgetRule::Greedy {},
        limits: Limits::default(),
    };
    let (method, mode) = match decision % ALL {
        ROLL_CALL => (approval, BallotMode::RollCall),
        CONSENT => (Method::Consent {}, BallotMode::Pseudonymous),
        SECRET => (approval, BallotMode::Secret),
        LOTS => (Method::Sortition { seats: 2 }, BallotMode::RollCall),
        BUDGET => (Method::Budget(budget), BallotMode::Pseudonymous),
        _ => (majority, BallotMode::RollCall),
    };
    let mode = if otherwise == 10 { one_of(BallotMode::ALL, decision) } else { mode };
    let ties = if otherwise == 11 { TieBreak::Lot } else { TieBreak::ListedFirst };
    Rules { method, mode, quorum: (otherwise == 8).then_some(Quorum::Ballots(1)), ties }
}

fn proposed((a, b, c, d): Drawn4) -> Proposed {
    let rules = rules(a, c);
    let draws_at = rules.needs_seed().then(|| stamp(20 + u32::from(b)));
    let electorate = match (a % ALL, d) {
        (COUNTED, _) => ElectorateRule::Listed { actors: Few::new(vec![actor(0), actor(1)]).unwrap() },
        (_, 6) => ElectorateRule::Organisations {},
        (_, 7) => ElectorateRule::Listed { actors: Few::new(vec![actor(b)]).unwrap() },
        _ => ElectorateRule::Persons {},
    };
    Proposed {
        decision: decision(a),
        title: common(b),
        body: (b % 2 == 1).then(|| common(c)),
        electorate,
        opens_at: (b == 10).then(|| stamp(u32::from(c))),
        closes_at: (b == 11).then(|| stamp(20 * u32::from(d))),
        draw: rules.needs_seed().then(|| common(b)),
        draws_at,
        rules,
        details: None,
    }
}

fn amended(numbers: Drawn4) -> Amended {
    let Proposed { decision, title, body, rules, electorate, opens_at, closes_at, draws_at, draw, .. } =
        proposed(numbers);
    Amended { decision, title, body, rules, electorate, opens_at, closes_at, draws_at, draw }
}

fn option_set((a, b, c, _): Drawn4) -> OptionSet {
    let cost = (a % ALL == BUDGET).then(|| euros(c));
    let (decision, option) = (decision(a), OptionNo(u16::from(b % 4)));
    OptionSet { decision, option, title: common(b), body: None, cost, details: None, candidate: None }
}

/// One of those that are there from the beginning, mostly.
fn origin(b: u8) -> Origin {
    match b {
        0..8 => Origin::Contribution(contribution(b)),
        8..10 => Origin::Meeting(MeetingId(id(4, b % 3))),
        10 => Origin::Requirement(requirement(b)),
        11 => Origin::SpecificationVersion(version(0)),
        _ => Origin::Decision(decision(b)),
    }
}

/// With what its number needs.
fn open(a: u8) -> Command {
    let urn = (a % ALL == SECRET).then(|| urn(a));
    let promise = (a % ALL == LOTS).then(|| (promise(TOLD), common(a)));
    Command::Open(decision(a), (urn.is_some() || promise.is_some()).then_some(Drawn { urn, promise }))
}

fn ballot(decision: u8, n: u8) -> Ballot {
    match decision % ALL {
        CONSENT | COUNTED | LOTS => Ballot::Say(one_of(Say::ALL, n)),
        _ => approval(n),
    }
}

/// Some of the first three options.
fn approval(n: u8) -> Ballot {
    Ballot::Approve((0..3).filter(|option| n & (1 << option) != 0).map(OptionNo).collect())
}

/// Mostly in the secret vote.
fn cast((a, b, c, d): Drawn4) -> Command {
    let a = if d < 3 { SECRET } else { a };
    let voter = matches!(a % ALL, CONSENT | SECRET | BUDGET).then(|| voter(b));
    Command::Cast { decision: decision(a), voter, ballot: ballot(a, c) }
}

fn entered((a, b, c, d): Drawn4) -> MeetingBallotsEntered {
    let ballots: Vec<_> = (0..d).map(|n| ballot(a, n)).collect();
    MeetingBallotsEntered {
        decision: decision(a),
        meeting: MeetingId(id(4, b % 2)),
        entry: 0,
        how: one_of(Entered::ALL, c),
        ballots: Part::new(counted(&ballots)).unwrap(),
        witnesses: Witnesses::new((c < 11).then(|| actor(c)).into_iter().collect()).unwrap(),
    }
}

fn lot((a, b, ..): Drawn4) -> LotDrawn {
    let told = if b == 11 { Sha([b; 32]) } else { TOLD };
    LotDrawn { decision: decision(a), told, numbers: Numbers::new(vec![u32::from(b), 3]).unwrap() }
}

/// What comes of the one that nobody voted on.
fn outcome((a, ..): Drawn4) -> OutcomeRecorded {
    let (decision, rules) = (decision(a), rules(COUNTED, 0));
    let (options, pool, ballots) = (vec![], vec![], vec![]);
    let input = Input { decision, rules, options, electorate: 2, pool, seed: None, ballots };
    let counted = tally(&input);
    OutcomeRecorded { decision, outcome: counted.outcome, sums: counted.sums, input: Some(input.sha256()) }
}

/// Of secret ballots, if any can be read.
pub(super) fn any_urn() -> impl Strategy<Value = Vec<Ballot>> {
    prop::collection::vec((0..8u8).prop_map(approval), 0..4)
}

pub(super) fn urn_that_closes(state: &State, command: &state::Command, ballots: &[Ballot]) -> Option<Vec<Ballot>> {
    let state::Command::Decision(Command::Close(decision)) = command else { return None };
    let roll = state.decision.get(*decision)?.vote.as_ref()?.roll.len();
    (!ballots.is_empty()).then(|| ballots.iter().cycle().take(roll).cloned().collect())
}

/// What tells something that the state does not hold: that the urn was stirred, and another reason of an objection.
pub(super) fn leaves_the_state(event: &state::Event) -> bool {
    let state::Event::Decision(event) = event else { return false };
    let objects_again = matches!(event, Event::ObjectionRaised(e) if e.was == Some(Ballot::Say(Say::No)));
    objects_again || matches!(event, Event::UrnStirred(_))
}

/// What holds of every decision at any time.
pub(super) fn hold(state: &State) {
    for n in 0..ALL {
        let Some(row) = state.decision.get(decision(n)) else { continue };
        let waits = state.decision.to_count().any(|(id, _)| id == decision(n));
        assert!(!waits || row.phase == Phase::Closed, "only what is closed is counted");
        let Some(vote) = &row.vote else { continue };
        assert!(vote.cast() <= vote.electorate.len() as u64, "never more ballots than voters: {row:?}");
        let is_needed = vote.urn.is_some_and(|urn| state.decision.urn(urn).is_some());
        assert_eq!(
            is_needed,
            vote.urn.is_some() && row.phase == Phase::Open,
            "an urn is needed while ballots are cast"
        );
        let published: u64 = vote.published.iter().map(|counted| u64::from(counted.count)).sum();
        let all = if vote.roll.len() < FEW || row.phase == Phase::Open { 0 } else { vote.roll.len() as u64 };
        assert!(published == all || row.phase == Phase::Voided, "all secret ballots are published, or none: {row:?}");
    }
}

/// Six persons who are there to vote, and a decision in every phase: the secret one has five ballots.
pub(super) fn beginning() -> Vec<(u8, state::Command)> {
    use domain::actor::{ActorKind, Joined, Via};
    let crowd = (100..106).map(|n| {
        let (kind, via) = (ActorKind::Person, Via::Operator);
        domain::actor::Command::Join(Joined { actor: ActorId(id(1, n)), kind, via, audience: None }).into()
    });
    let proposals = (0..ALL).map(|n| Command::Propose(proposed((n, 0, 0, 0))));
    let options = [ROLL_CALL, SECRET, BUDGET].into_iter().flat_map(|a| (0..3).map(move |b| (a, b)));
    let options = options.map(|(a, b)| Command::SetOption(option_set((a, b, b, 0))));
    let openings = [ROLL_CALL, CONSENT, SECRET, LOTS, COUNTED].map(open);
    let cast = (0..5).map(|b| cast((SECRET, b, b, 0)));
    let links = [ROLL_CALL, CONSENT, LOTS].map(|n| Command::Link(Linked { decision: decision(n), to: origin(4) }));
    let decisions =
        proposals.chain(options).chain(links).chain(openings).chain(cast).chain([Command::Close(decision(COUNTED))]);
    crowd.chain(decisions.map(Into::into)).map(|command| (0, command)).collect()
}

pub const COMMANDS: &[(u32, Make)] = &[
    (2, |numbers| Command::Propose(proposed(numbers)).into()),
    (2, |numbers| Command::Amend(amended(numbers)).into()),
    (2, |numbers| Command::SetOption(option_set(numbers)).into()),
    (1, |numbers| Command::AddOption(option_set(numbers)).into()),
    (1, |(a, b, ..)| {
        let option = OptionNo(u16::from(b % 4));
        Command::WithdrawOption(OptionWithdrawn { decision: decision(a), option }).into()
    }),
    (3, |(a, b, ..)| Command::Link(Linked { decision: decision(a), to: origin(b) }).into()),
    (3, |(a, b, ..)| Command::Unlink(Unlinked { decision: decision(a), to: origin(b) }).into()),
    (3, |(a, ..)| open(a).into()),
    (12, |numbers| cast(numbers).into()),
    (4, |(_, b, c, _)| {
        let (decision, voter, reason) = (decision(CONSENT), voter(b), OwnText(text(c)));
        Command::Object(ObjectionRaised { decision, voter, reason, was: None }).into()
    }),
    (4, |(_, b, ..)| Command::LiftObjection(ObjectionLifted { decision: decision(CONSENT), voter: voter(b) }).into()),
    (8, |numbers| Command::EnterMeetingBallots(entered(numbers)).into()),
    (8, |(a, b, ..)| {
        let entry = u16::from(b % 3);
        Command::WithdrawMeetingBallots(MeetingBallotsWithdrawn { decision: decision(a), entry }).into()
    }),
    (3, |(a, ..)| Command::Close(decision(a)).into()),
    (3, |numbers| Command::DrawLot(lot(numbers)).into()),
    (3, |numbers| Command::RecordOutcome(outcome(numbers)).into()),
    (1, |(a, b, ..)| Command::Void(Voided { decision: decision(a), reason: common(b) }).into()),
];
