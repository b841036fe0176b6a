//! The choice, by decisions of either kind.

use super::*;
use crate::decision::electorate::ElectorateRule;
use crate::decision::{self, OptionSet};
use crate::meeting::MeetingKind;
use crate::tally::ballot::{Ballot, OptionNo};
use crate::tally::rules::{Approval, BallotMode, Method, Rules, TieBreak};
use crate::tally::tally;

fn chosen(of: u8, by: u8) -> Chosen {
    Chosen { selection: selection(1), candidate: candidate(of), decision: decision(by) }
}

fn choose(of: u8, by: u8) -> Command {
    Command::Choose(chosen(of, by))
}

fn to(n: u8) -> Origin {
    Origin::Candidate(candidate(n))
}

fn all() -> Origin {
    Origin::Selection(selection(1))
}

fn ready() -> Given {
    open().and([closed()])
}

fn by_approval(winners: u16) -> decision::Proposed {
    let method = Method::Approval(Approval { winners, most: None, least: None });
    decision::Proposed {
        decision: decision(5),
        title: common(),
        body: None,
        rules: Rules { method, mode: BallotMode::RollCall, quorum: None, ties: TieBreak::ListedFirst },
        electorate: ElectorateRule::Persons {},
        opens_at: None,
        closes_at: None,
        draws_at: None,
        draw: None,
        details: None,
    }
}

fn option(n: u16, of: Option<u8>) -> OptionSet {
    OptionSet {
        decision: decision(5),
        option: OptionNo(n),
        title: common(),
        body: None,
        cost: None,
        details: None,
        candidate: of.map(candidate),
    }
}

/// Decision 5 between the candidates 1 and 2, and neither of them; `approved` is what the only ballot names.
fn between(given: Given, links: &[Origin], winners: u16, approved: &[u16]) -> Given {
    let id = decision(5);
    let linked: Vec<_> = links.iter().map(|to| decision::Linked { decision: id, to: *to }).collect();
    let proposed = given.and([by_approval(winners)]).and([option(0, Some(1)), option(1, Some(2)), option(2, None)]);
    let open = proposed.and(linked).after(decision::Command::Open(id, None));
    let ballot = Ballot::Approve(approved.iter().copied().map(OptionNo).collect());
    let cast = open.after(decision::Command::Cast { decision: id, voter: None, ballot });
    let closed = cast.after(decision::Command::Close(id));
    let input = closed.clone().state().decision.get(id).and_then(|row| row.input(id)).unwrap();
    let (counted, input) = (tally(&input), Some(input.sha256()));
    let (outcome, sums) = (counted.outcome, counted.sums);
    closed.and([decision::OutcomeRecorded { decision: id, outcome, sums, input }])
}

fn decided_for_one() -> Given {
    ready().decided(5, &[to(1)], true).and([chosen(1, 5)])
}

#[test]
fn one_is_chosen_by_a_decision_about_it_that_passed() {
    ready().decided(5, &[to(1)], true).when(choose(1, 5)).then([chosen(1, 5)]);
    ready().decided(5, &[to(1)], true).when(choose(2, 5)).refuses(Refusal::DecidedOtherwise);
    ready().decided(5, &[to(1)], false).when(choose(1, 5)).refuses(Refusal::DecidedOtherwise);
    ready().decided(5, &[to(1), to(2)], true).when(choose(1, 5)).refuses(Refusal::DecisionUnlinked);
    for links in [vec![], vec![all()]] {
        ready().decided(5, &links, true).when(choose(1, 5)).refuses(Refusal::DecisionUnlinked);
    }
    let late = ready().decided(5, &[], true).and([decision::Linked { decision: decision(5), to: to(1) }]);
    late.when(choose(1, 5)).refuses(Refusal::DecisionUnlinked);
    ready().voting(5, &[to(1)]).when(choose(1, 5)).refuses(Refusal::Undecided);
    let voided = decision::Voided { decision: decision(5), reason: common() };
    ready().decided(5, &[to(1)], true).and([voided]).when(choose(1, 5)).refuses(Refusal::Undecided);
    ready().when(choose(1, 5)).refuses(Refusal::UnknownDecision);
}

#[test]
fn one_is_chosen_by_a_decision_between_all_whose_option_won_alone() {
    let of = |approved: &[u16]| between(ready(), &[all()], 1, approved);
    of(&[1]).when(choose(2, 5)).then([chosen(2, 5)]);
    of(&[1]).when(choose(1, 5)).refuses(Refusal::DecidedOtherwise);
    of(&[2]).when(choose(1, 5)).refuses(Refusal::DecidedOtherwise);
    of(&[]).when(choose(1, 5)).refuses(Refusal::DecidedOtherwise);
    between(ready(), &[all()], 2, &[0, 1]).when(choose(1, 5)).refuses(Refusal::DecidedOtherwise);
    between(ready(), &[], 1, &[1]).when(choose(2, 5)).refuses(Refusal::DecisionUnlinked);
    between(ready(), &[to(2)], 1, &[1]).when(choose(2, 5)).refuses(Refusal::DecidedOtherwise);
}

#[test]
fn it_is_chosen_once_after_the_close_and_stands() {
    let decided = |given: Given| given.decided(5, &[to(1)], true);
    decided(open()).when(choose(1, 5)).refuses(Refusal::NotClosed);
    decided(selecting().and([tool(1, 0, 0)])).when(choose(1, 5)).refuses(Refusal::NotClosed);
    decided(ready()).and([abandoned()]).when(choose(1, 5)).refuses(Refusal::Over);
    decided(ready()).and([withdrawn(1)]).when(choose(1, 5)).refuses(Refusal::CandidateUnfit);
    decided_for_one().when(choose(1, 5)).then_nothing();
    decided_for_one().does_not_admit(chosen(1, 5), Refusal::Over);
    decided_for_one().when(Command::Abandon(abandoned())).refuses(Refusal::Over);
    let row = row(&decided_for_one());
    assert_eq!((row.phase, row.chosen), (Phase::Chosen, Some(candidate(1))));
}

#[test]
fn only_the_cost_of_what_was_chosen_is_shared_then() {
    let payers = Payers::new(vec![Payer { actor: actor(ANNE), basis: 1, share: minor(0) }]).unwrap();
    let plan = |n| {
        let (split, method, years) = (0, None, Years::try_from(1).unwrap());
        let (selection, candidate, rule) = (selection(1), candidate(n), SplitRule::Equal);
        Command::PlanSplit(SplitPlanned { selection, split, candidate, method, years, rule, payers: payers.clone() })
    };
    assert_eq!(decided_for_one().when(plan(1)).events().len(), 1);
    decided_for_one().when(plan(2)).refuses(Refusal::CandidateUnfit);
}

#[test]
fn what_was_chosen_is_still_presented() {
    let linked = PresentationLinked { selection: selection(1), meeting: opening::meeting(1) };
    let planned = opening::planned(1, MeetingKind::Presentation);
    let over = ready().and([planned]).decided(5, &[to(1)], true).and([chosen(1, 5)]);
    over.when(Command::LinkPresentation(linked.clone())).then([linked]);
}
