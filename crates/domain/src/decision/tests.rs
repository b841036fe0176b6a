#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
mod ballots;
mod meeting;
mod opening;
mod outcome;
mod preparation;
mod secret;

use uuid::Uuid;

use super::electorate::{Electorate, ElectorateRule};
use super::*;
use crate::actor::ActorKind;
use crate::amount::{Amount, Minor};
use crate::class::{CommonText, OwnText};
use crate::given::{Given, actor, at, founding, given, joined, pseudonym, text};
use crate::tally::input::Sha;
use crate::tally::outcome::{Outcome, Sums};
use crate::tally::rules::{
    Approval, Base, Budget, BudgetBallot, BudgetRule, Limits, Rules, Satisfaction, Score, Threshold, TieBreak,
};
use crate::tally::seed::promise;
use crate::tally::tally;

const ANNE: u8 = 1;
const BILAL: u8 = 2;
const CHLOE: u8 = 3;
/// So many persons: actors 1 to 6.
const PERSONS: u8 = 6;
const CLUB: u8 = 7;

/// The secret that lots are promised by.
const SECRET: Sha = Sha([9; 32]);

fn decision(n: u8) -> DecisionId {
    DecisionId(Uuid::from_u128(n.into()))
}

/// The one that most tests are about.
fn road() -> DecisionId {
    decision(1)
}

fn urn() -> UrnId {
    UrnId(Uuid::from_u128(77))
}

fn common() -> CommonText {
    CommonText(text())
}

fn network() -> Given {
    given([founding()])
        .and((1..=PERSONS).map(|n| joined(n, ActorKind::Person)))
        .and([joined(CLUB, ActorKind::Organisation)])
}

fn approval() -> Method {
    Method::Approval(Approval { winners: 1, most: None, least: None })
}

fn majority() -> Method {
    Method::Majority { threshold: Threshold::Simple, base: Base::Expressed }
}

fn sortition() -> Method {
    Method::Sortition { seats: 2 }
}

fn euros(minor: i64) -> Amount {
    Amount { minor: minor.try_into().unwrap(), currency: "EUR".parse().unwrap() }
}

fn budget(ballot: BudgetBallot, satisfaction: Satisfaction, limits: Limits) -> Method {
    Method::Budget(Budget { budget: euros(1_000), ballot, satisfaction, rule: BudgetRule::Greedy {}, limits })
}

/// The commonest of budgets.
fn approved_budget() -> Method {
    budget(BudgetBallot::Approval, Satisfaction::Votes, Limits::default())
}

fn rules(method: Method, mode: BallotMode) -> Rules {
    Rules { method, mode, quorum: None, ties: TieBreak::ListedFirst }
}

fn proposed(rules: Rules) -> Proposed {
    Proposed {
        decision: road(),
        title: common(),
        body: None,
        rules,
        electorate: ElectorateRule::Persons {},
        opens_at: None,
        closes_at: None,
        draws_at: None,
        draw: None,
        details: None,
    }
}

/// Of something that is decided by lot, or where a lot breaks ties.
fn by_lot(rules: Rules, draws_at: i64) -> Proposed {
    Proposed { draws_at: Some(at(draws_at)), draw: Some(common()), ..proposed(rules) }
}

fn amended(to: Proposed) -> Amended {
    let Proposed { decision, title, body, rules, electorate, opens_at, closes_at, draws_at, draw, .. } = to;
    Amended { decision, title, body, rules, electorate, opens_at, closes_at, draws_at, draw }
}

fn option(n: u16, cost: Option<i64>) -> OptionSet {
    let cost = cost.map(euros);
    OptionSet {
        decision: road(),
        option: OptionNo(n),
        title: common(),
        body: None,
        cost,
        details: None,
        candidate: None,
    }
}

fn withdrawn(n: u16) -> OptionWithdrawn {
    OptionWithdrawn { decision: road(), option: OptionNo(n) }
}

fn voided() -> Voided {
    Voided { decision: road(), reason: common() }
}

/// What the edge draws for an opening under these rules.
fn drawn(rules: &Rules) -> Option<Drawn> {
    let urn = (rules.mode == BallotMode::Secret).then(urn);
    let promise = rules.needs_seed().then(|| (promise(SECRET), common()));
    (urn.is_some() || promise.is_some()).then_some(Drawn { urn, promise })
}

/// Proposed by Anne, with three options where it takes options: of 0, 300 and 600 euros where they have costs.
fn prepared(event: Proposed) -> Given {
    let has_costs = matches!(event.rules.method, Method::Budget(_));
    let options = (0..3).filter(|_| event.rules.has_options());
    let options: Vec<_> = options.map(|n| option(n, has_costs.then_some(i64::from(n) * 300))).collect();
    network().and([event]).and(options)
}

fn open(event: Proposed) -> Given {
    let drawn = drawn(&event.rules);
    prepared(event).after(Command::Open(road(), drawn))
}

fn row(given: &Given) -> Row {
    given.clone().state().decision.get(road()).unwrap().clone()
}

fn vote(given: &Given) -> Vote {
    row(given).vote.unwrap()
}

fn approve(options: &[u16]) -> Ballot {
    Ballot::Approve(options.iter().copied().map(OptionNo).collect())
}

fn rank(options: &[u16]) -> Ballot {
    Ballot::Rank(options.iter().copied().map(OptionNo).collect())
}

fn points(points: &[(u16, u16)]) -> Ballot {
    Ballot::Points(points.iter().map(|(option, points)| (OptionNo(*option), *points)).collect())
}

const YES: Ballot = Ballot::Say(Say::Yes);
const NO: Ballot = Ballot::Say(Say::No);
const ABSTAIN: Ballot = Ballot::Say(Say::Abstain);

/// By whoever acts, in a roll call.
fn by_name(ballot: Ballot) -> Command {
    Command::Cast { decision: road(), voter: None, ballot }
}

/// By whoever acts, as `n` inside the decision.
fn as_person(n: u8, ballot: Ballot) -> Command {
    Command::Cast { decision: road(), voter: Some(pseudonym(n)), ballot }
}

fn close() -> Command {
    Command::Close(road())
}

fn closed(ballots: u32) -> Closed {
    Closed { decision: road(), ballots, parts: None, sha256: None }
}

fn lot(told: Sha, numbers: &[u32]) -> LotDrawn {
    LotDrawn { decision: road(), told, numbers: Numbers::new(numbers.to_vec()).unwrap() }
}

/// What a tally comes to, as it is recorded.
fn counted(given: &Given) -> OutcomeRecorded {
    let input = row(given).input(road()).unwrap();
    let tally = tally(&input);
    OutcomeRecorded { decision: road(), outcome: tally.outcome, sums: tally.sums, input: Some(input.sha256()) }
}
