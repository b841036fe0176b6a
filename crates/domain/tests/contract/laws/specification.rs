//! Commands about specifications. The decision whose counting is known passes nothing, so one more is decided on the first
//! version from the beginning.

use domain::class::CommonText;
use domain::decision::electorate::ElectorateRule;
use domain::decision::{self, Linked, OutcomeRecorded};
use domain::ids::{DecisionId, SpecificationId, SpecificationVersionId};
use domain::origin::Origin;
use domain::specification::{Adopted, Command, Opened, Revised};
use domain::state;
use domain::tally::ballot::{Ballot, Say};
use domain::tally::input::{Counted, Input, Voter};
use domain::tally::rules::{BallotMode, Base, Method, Rules, Threshold, TieBreak};
use domain::tally::tally;

use super::{Make, Numbers, actor, contribution, id, text};

pub(super) fn specification(n: u8) -> SpecificationId {
    SpecificationId(id(10, n % 2))
}

pub(super) fn version(n: u8) -> SpecificationVersionId {
    SpecificationVersionId(id(11, n % 6))
}

/// The decision that passed on the first version and the first requirement.
pub(super) fn passed() -> DecisionId {
    DecisionId(id(8, 100))
}

/// Mostly of the first question and another.
fn opened((a, b, c, d): Numbers) -> state::Command {
    let (goals, means) = (contribution(if d < 5 { 0 } else { b }), contribution(if d < 5 { 1 } else { c }));
    let title = CommonText(text(b));
    Command::Open(Opened { specification: specification(a), title, goals, means, template: None }).into()
}

fn publish((a, b, ..): Numbers) -> state::Command {
    Command::Publish { specification: specification(a), version: version(b) }.into()
}

fn adopted((a, b, ..): Numbers) -> state::Command {
    let decision = if a < 8 { passed() } else { DecisionId(id(8, a % 6)) };
    let event = Adopted { specification: specification(a / 4), version: version(b % 2), decision };
    Command::Adopt(event).into()
}

/// The first specification, on the questions 0 and 1.
pub(super) fn beginning() -> Vec<(u8, state::Command)> {
    vec![(0, super::contribution::asked((1, 1, 0, 0))), (0, opened((0, 0, 0, 0)))]
}

/// The first version, and a decision that passes on it and on what else is said.
pub(super) fn decided(about: &[Origin]) -> Vec<(u8, state::Command)> {
    let decision = passed();
    let method = Method::Majority { threshold: Threshold::Simple, base: Base::Expressed };
    let rules = Rules { method, mode: BallotMode::RollCall, quorum: None, ties: TieBreak::ListedFirst };
    let electorate = domain::class::Few::new(vec![actor(0)]).unwrap();
    let proposed = decision::Proposed {
        decision,
        title: CommonText(text(1)),
        body: None,
        rules: rules.clone(),
        electorate: ElectorateRule::Listed { actors: electorate },
        opens_at: None,
        closes_at: None,
        draws_at: None,
        draw: None,
        details: None,
    };
    let ballot = Ballot::Say(Say::Yes);
    let counted = Counted { voter: Some(Voter::Actor(actor(0))), ballot: ballot.clone(), count: 1 };
    let (options, pool, ballots) = (vec![], vec![], vec![counted]);
    let input = Input { decision, rules, options, electorate: 1, pool, seed: None, ballots };
    let outcome = tally(&input);
    let recorded =
        OutcomeRecorded { decision, outcome: outcome.outcome, sums: outcome.sums, input: Some(input.sha256()) };
    let links = about.iter().map(|to| decision::Command::Link(Linked { decision, to: *to }));
    let commands = [decision::Command::Propose(proposed)].into_iter().chain(links).chain([
        decision::Command::Open(decision, None),
        decision::Command::Cast { decision, voter: None, ballot },
        decision::Command::Close(decision),
        decision::Command::RecordOutcome(recorded),
    ]);
    std::iter::once(publish((0, 0, 0, 0))).chain(commands.map(Into::into)).map(|command| (0, command)).collect()
}

pub const COMMANDS: &[(u32, Make)] = &[
    (1, opened),
    (1, |(a, b, ..)| Command::Revise(Revised { specification: specification(a), title: CommonText(text(b)) }).into()),
    (4, publish),
    (3, adopted),
];
