//! What the one who asks may do with a decision now.

use domain::amount::{Amount, Minor};
use domain::authority::{Action, Principal};
use domain::class::{CommonText, OwnText};
use domain::decision::{
    self, Amended, Command, Drawn, MAX_LINKS, MeetingBallotsWithdrawn, ObjectionLifted, ObjectionRaised, OptionSet,
    OptionWithdrawn, Phase, Row, Voided, Vote,
};
use domain::ids::{DecisionId, Pseudonym, Stamp, UrnId};
use domain::server::Scope;
use domain::state;
use domain::tally::ballot::{Ballot, OptionNo, Say};
use domain::tally::input::Sha;
use domain::tally::rules::{BallotMode, BudgetBallot, Method};
use projection::decisions::DecisionRow;
use uuid::Uuid;

use super::votes_as;
use crate::call::Read;
use crate::offered::some_text;

/// An operation, and in which ways it is tried.
type Tried = (&'static str, Vec<state::Command>);

/// The operations that the caller may do on it: by what holds now, whatever `as_of` says.
pub(super) fn actions<Q>(read: &Read<Q>, shown: &DecisionRow) -> Vec<&'static str> {
    let Principal::Actor(asker) = read.gate.principal() else { return Vec::new() };
    let state = &read.gate.live().state;
    let Some(row) = state.decision.get(shown.id).filter(|_| read.caller.may_write(Scope::Write)) else {
        return Vec::new();
    };
    let decision = shown.id;
    let mut actions = Vec::new();
    if read.gate.allows(Action::PrepareDecision(decision)) {
        actions.extend(offered(read, None, &preparing(decision, row)));
        actions.extend(links(row).filter(|_| state.network.is_open().is_ok()));
    }
    if read.gate.allows(Action::ConductDecisions) {
        actions.extend(offered(read, None, &conducting(decision, row)));
        actions.extend(untried(row, read.gate.now()).filter(|_| state.network.is_open().is_ok()));
    }
    let voter = votes_as(state, asker, row);
    if let Some((vote, voter)) = row.vote.as_ref().zip(voter).filter(|_| row.phase == Phase::Open) {
        let person = read.network.pseudonym(voter, decision).ok();
        let represented = Some(voter).filter(|voter| *voter != asker);
        actions.extend(offered(read, represented, &voting(decision, row, vote, person)));
    }
    actions
}

fn offered<Q>(read: &Read<Q>, represented: Option<domain::ids::ActorId>, tried: &[Tried]) -> Vec<&'static str> {
    let tried: Vec<_> = tried.iter().map(|(name, commands)| (*name, commands.as_slice())).collect();
    read.offered_for(represented, &tried)
}

fn one(name: &'static str, command: Command) -> Tried {
    (name, vec![command.into()])
}

/// What is done until it opens.
fn preparing(decision: DecisionId, row: &Row) -> Vec<Tried> {
    if row.phase != Phase::Proposed {
        return Vec::new();
    }
    let (title, times) = (CommonText(some_text()), row.times);
    let amended = Amended {
        decision,
        title,
        body: None,
        rules: row.rules.clone(),
        electorate: row.electorate.clone(),
        opens_at: times.opens_at,
        closes_at: times.closes_at,
        draws_at: times.draws_at,
        draw: times.draws_at.map(|_| title),
    };
    let cost = if let Method::Budget(budget) = &row.rules.method {
        Minor::try_from(0).ok().map(|minor| Amount { minor, currency: budget.budget.currency.clone() })
    } else {
        None
    };
    let mut tried = vec![one("amendDecision", Command::Amend(amended))];
    let standing = row.options.iter().find_map(|(option, cost)| cost.as_ref().map(|_| *option));
    let option = standing.unwrap_or(OptionNo(0));
    let candidate = None;
    let set = OptionSet { decision, option, title, body: None, cost, details: None, candidate };
    tried.push(one("addDecisionOption", Command::AddOption(set.clone())));
    if standing.is_some() {
        tried.push(one("reviseDecisionOption", Command::SetOption(set)));
        tried.push(one("withdrawDecisionOption", Command::WithdrawOption(OptionWithdrawn { decision, option })));
    }
    tried
}

/// To what it is linked is said in the request.
fn links(row: &Row) -> impl Iterator<Item = &'static str> {
    let stands = row.phase != Phase::Voided;
    let links = [("linkDecision", row.links.len() < MAX_LINKS), ("unlinkDecision", !row.links.is_empty())];
    links.into_iter().filter(move |(_, fits)| stands && *fits).map(|(name, _)| name)
}

/// What facilitators do.
fn conducting(decision: DecisionId, row: &Row) -> Vec<Tried> {
    let text = CommonText(some_text());
    let promise = row.rules.needs_seed().then_some((Sha([0; 32]), text));
    let urn = (row.rules.mode == BallotMode::Secret).then_some(UrnId(Uuid::max()));
    let drawn = Drawn { urn, promise };
    let mut tried = vec![one("openDecision", Command::Open(decision, Some(drawn)))];
    if let Some(entry) = row.vote.as_ref().and_then(|vote| vote.entered.keys().next().copied()) {
        let withdrawn = MeetingBallotsWithdrawn { decision, entry };
        tried.push(one("withdrawMeetingBallots", Command::WithdrawMeetingBallots(withdrawn)));
    }
    if row.rules.mode != BallotMode::Secret && row.phase == Phase::Open {
        tried.push(one("closeDecision", Command::Close(decision)));
    }
    tried.push(one("voidDecision", Command::Void(Voided { decision, reason: text })));
    tried
}

/// What cannot be tried: ballots of a meeting that nobody has told, the close of an urn that nobody has opened, and a lot
/// whose numbers nobody knows.
fn untried(row: &Row, now: Stamp) -> impl Iterator<Item = &'static str> {
    let is_open = row.phase == Phase::Open && !matches!(row.rules.method, Method::Sortition { .. });
    let is_secret = row.rules.mode == BallotMode::Secret;
    let is_late = row.times.closes_at.is_some_and(|closes_at| closes_at <= now);
    let is_promised = row.vote.as_ref().is_some_and(|vote| vote.promised.is_some() && vote.seed.is_none());
    let is_drawn = row.times.draws_at.is_some_and(|draws_at| draws_at <= now);
    let fits = [
        ("enterMeetingBallots", is_open && !is_secret && !is_late),
        ("closeDecision", is_open && is_secret),
        ("drawLot", is_promised && is_drawn && row.phase != Phase::Voided),
    ];
    fits.into_iter().filter(|(_, fits)| *fits).map(|(name, _)| name)
}

/// What voters do.
fn voting(decision: DecisionId, row: &Row, vote: &Vote, person: Option<Pseudonym>) -> Vec<Tried> {
    let voter = person.filter(|_| row.rules.mode != BallotMode::RollCall);
    let cast = |ballot| Command::Cast { decision, voter, ballot }.into();
    let mut tried = vec![("castBallot", ballots(row, vote).into_iter().map(cast).collect())];
    if let Some(voter) = person.filter(|_| matches!(row.rules.method, Method::Consent {})) {
        let reason = OwnText(some_text());
        let raised = ObjectionRaised { decision, voter, reason, was: None };
        tried.push(one("raiseObjection", Command::Object(raised)));
        tried.push(one("liftObjection", Command::LiftObjection(ObjectionLifted { decision, voter })));
    }
    tried
}

/// Two ballots that fit as a rule: whoever has cast one of them may still cast the other.
fn ballots(row: &decision::Row, vote: &Vote) -> Vec<Ballot> {
    let first = vote.options.first().map(|standing| standing.option);
    let approve = || vec![Ballot::Approve([].into()), Ballot::Approve(first.into_iter().collect())];
    let rank = || vec![Ballot::Rank([].into()), Ballot::Rank(first.into_iter().collect())];
    let points = |points: u16| {
        vec![Ballot::Points([].into()), Ballot::Points(first.into_iter().map(|option| (option, points)).collect())]
    };
    match &row.rules.method {
        Method::Consent {} | Method::Majority { .. } => vec![Ballot::Say(Say::Yes), Ballot::Say(Say::Abstain)],
        Method::Approval(_) => approve(),
        Method::Score(_) | Method::Judgement { .. } => points(1),
        Method::Runoff {} => rank(),
        Method::Budget(budget) => match budget.ballot {
            BudgetBallot::Approval | BudgetBallot::Choose1 => approve(),
            BudgetBallot::Ordinal => rank(),
            BudgetBallot::Cumulative | BudgetBallot::Scoring => {
                points(budget.limits.min_points.or(budget.limits.max_points).unwrap_or(1))
            }
        },
        Method::Sortition { .. } => Vec::new(),
    }
}
