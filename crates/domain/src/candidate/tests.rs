//! Given, when, then: the rules of candidates.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::actor::ActorKind;
use crate::class::CommonText;
use crate::given::{
    Given, adopted, candidate, euros, joined, minor, selecting, selecting_openly, selection, text, tool,
};
use crate::selection::Abandoned;

const BILAL: u8 = 2;

fn common() -> CommonText {
    CommonText(text())
}

fn revised(n: u8, one_off: i64, reason: Option<CommonText>) -> Revised {
    let Proposed { candidate, selection, name, link, hosting, licence, licence_kind, one_off, yearly } =
        tool(n, one_off, 500);
    Revised { candidate, selection, name, link, hosting, licence, licence_kind, one_off, yearly, reason }
}

fn withdrawn(n: u8) -> Withdrawn {
    Withdrawn { candidate: candidate(n), selection: selection(1), reason: common() }
}

fn method(n: u8, cost: i64, reason: Option<CommonText>) -> SetupMethodSet {
    SetupMethodSet {
        candidate: candidate(1),
        selection: selection(1),
        method: MethodNo(n),
        title: common(),
        description: None,
        cost: euros(cost),
        delay_days: 30,
        reason,
    }
}

fn method_withdrawn(n: u8, reason: Option<CommonText>) -> SetupMethodWithdrawn {
    SetupMethodWithdrawn { candidate: candidate(1), selection: selection(1), method: MethodNo(n), reason }
}

fn proposed() -> Given {
    selecting().and([tool(1, 10_000, 1_000)])
}

/// Given up, with candidate 1.
fn over() -> Given {
    proposed().and([Abandoned { selection: selection(1), reason: common() }])
}

#[test]
fn candidates_are_proposed_until_the_selection_opens() {
    selecting().by(BILAL).when(Command::Propose(tool(1, 0, 0))).then([tool(1, 0, 0)]);
    proposed().when(Command::Propose(tool(1, 0, 0))).refuses(Refusal::IdTaken);
    adopted().when(Command::Propose(tool(1, 0, 0))).refuses(Refusal::SelectionUnknown);
    selecting_openly(None).when(Command::Propose(tool(3, 0, 0))).refuses(Refusal::TooLate);
    over().when(Command::Propose(tool(3, 0, 0))).refuses(Refusal::SelectionOver);
    let many = u8::try_from(MAX_CANDIDATES).unwrap();
    let full = selecting().and((1..=many).map(|n| tool(n, 0, 0)));
    full.when(Command::Propose(tool(many + 1, 0, 0))).refuses(Refusal::TooMany);
}

#[test]
fn costs_are_in_the_selections_currency_and_not_below_nothing() {
    let francs = |cents| Amount { currency: "CHF".parse().unwrap(), ..euros(cents) };
    for amount in [euros(-1), francs(1)] {
        let once = Proposed { one_off: amount.clone(), ..tool(1, 0, 0) };
        selecting().when(Command::Propose(once)).refuses(Refusal::OneOffUnfit);
        let yearly = Proposed { yearly: amount.clone(), ..tool(1, 0, 0) };
        selecting().when(Command::Propose(yearly)).refuses(Refusal::YearlyUnfit);
        let revised = Revised { one_off: amount.clone(), ..revised(1, 0, None) };
        proposed().when(Command::Revise(revised)).refuses(Refusal::OneOffUnfit);
        let set = SetupMethodSet { cost: amount, ..method(1, 0, None) };
        proposed().when(Command::SetMethod(set)).refuses(Refusal::SetupCostUnfit);
    }
}

#[test]
fn what_is_assessed_is_corrected_only_with_a_reason() {
    proposed().when(Command::Revise(revised(1, 7, None))).then([revised(1, 7, None)]);
    let open = || selecting_openly(None);
    open().when(Command::Revise(revised(1, 7, None))).refuses(Refusal::Unexplained);
    open().when(Command::SetMethod(method(1, 7, None))).refuses(Refusal::Unexplained);
    let with_method = || open().and([method(1, 7, Some(common()))]);
    with_method().when(Command::WithdrawMethod(method_withdrawn(1, None))).refuses(Refusal::Unexplained);
    let explained = revised(1, 7, Some(common()));
    open().when(Command::Revise(explained.clone())).then([explained.clone()]);
    let state = open().and([explained]).state();
    let row = state.candidate.get(candidate(1)).unwrap();
    assert_eq!(row.costs, Costs { one_off: minor(7), yearly: minor(500) });
    assert_eq!(state.version(Object::Candidate(candidate(1))), Some(Version(2)));
    let closed = open().after(selection::Command::Close(selection(1)));
    closed.when(Command::Revise(revised(1, 7, Some(common())))).then([revised(1, 7, Some(common()))]);
    over().when(Command::Revise(revised(1, 7, Some(common())))).refuses(Refusal::SelectionOver);
}

#[test]
fn a_candidate_is_one_of_its_own_selection_and_withdrawn_once() {
    selecting().when(Command::Revise(revised(1, 0, None))).refuses(Refusal::UnknownCandidate);
    let elsewhere = Revised { selection: selection(2), ..revised(1, 0, None) };
    proposed().when(Command::Revise(elsewhere)).refuses(Refusal::UnknownCandidate);
    proposed().when(Command::Withdraw(withdrawn(1))).then([withdrawn(1)]);
    selecting_openly(None).when(Command::Withdraw(withdrawn(1))).then([withdrawn(1)]);
    let gone = || proposed().and([withdrawn(1)]);
    gone().when(Command::Withdraw(withdrawn(1))).refuses(Refusal::Withdrawn);
    gone().when(Command::SetMethod(method(1, 0, None))).refuses(Refusal::Withdrawn);
}

#[test]
fn ways_to_set_up_are_numbered_and_a_number_is_not_given_again() {
    proposed().when(Command::SetMethod(method(1, 5, None))).then([method(1, 5, None)]);
    let one = || proposed().and([method(1, 5, None)]);
    one().when(Command::SetMethod(method(1, 6, None))).then([method(1, 6, None)]);
    one().when(Command::SetMethod(method(3, 6, None))).refuses(Refusal::UnknownMethod);
    one().when(Command::WithdrawMethod(method_withdrawn(2, None))).refuses(Refusal::UnknownMethod);
    one().when(Command::WithdrawMethod(method_withdrawn(1, None))).then([method_withdrawn(1, None)]);
    let gone = || one().and([method_withdrawn(1, None)]);
    gone().when(Command::SetMethod(method(1, 6, None))).refuses(Refusal::UnknownMethod);
    gone().when(Command::SetMethod(method(2, 6, None))).then([method(2, 6, None)]);
    let full = || proposed().and((1..=MAX_METHODS).map(|n| method(n, 0, None)));
    full().when(Command::SetMethod(method(MAX_METHODS + 1, 0, None))).refuses(Refusal::TooManyMethods);
    full().when(Command::SetMethod(method(MAX_METHODS, 1, None))).then([method(MAX_METHODS, 1, None)]);
}

#[test]
fn whoever_proposed_it_may_have_left() {
    let gone = selecting().and([joined(9, ActorKind::Person)]).and_by(9, [tool(1, 0, 0)]);
    let gone = gone.and([crate::actor::Left { actor: crate::given::actor(9) }]);
    gone.when(Command::Revise(revised(1, 0, None))).then([revised(1, 0, None)]);
}
