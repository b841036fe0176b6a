//! Plans of how a cost is shared, and the answers to them.

use super::*;
use crate::actor::Left;
use crate::amount::Minor;

fn payers(payers: &[(u8, u32, i64)]) -> Payers {
    let payer = |(n, basis, share): &(u8, u32, i64)| Payer { actor: actor(*n), basis: *basis, share: minor(*share) };
    Payers::new(payers.iter().map(payer).collect()).unwrap()
}

/// Candidate 1 costs 100.00 once and 10.00 a year: 130.00 over three years.
fn planned(split: u16, rule: SplitRule, of: &[(u8, u32, i64)]) -> SplitPlanned {
    SplitPlanned {
        selection: selection(1),
        split,
        candidate: candidate(1),
        method: None,
        years: Years::try_from(3).unwrap(),
        rule,
        payers: payers(of),
    }
}

fn thirds() -> SplitPlanned {
    planned(1, SplitRule::Equal, &[(1, 1, 4_334), (2, 1, 4_333), (3, 1, 4_333)])
}

/// What leads to a plan: without its number and its shares.
fn plan(e: &SplitPlanned) -> Command {
    let unknown = |payer: &Payer| Payer { share: minor(0), ..*payer };
    let payers = Payers::new(e.payers.as_slice().iter().map(unknown).collect()).unwrap();
    Command::PlanSplit(SplitPlanned { split: 0, payers, ..e.clone() })
}

fn accepted() -> ShareAccepted {
    ShareAccepted { selection: selection(1), split: 1 }
}

fn declined() -> ShareDeclined {
    ShareDeclined { selection: selection(1), split: 1, reason: Some(common()) }
}

fn asked() -> Given {
    open().and([thirds()])
}

fn set_up() -> SetupMethodSet {
    SetupMethodSet {
        candidate: candidate(1),
        selection: selection(1),
        method: MethodNo(1),
        title: common(),
        description: None,
        cost: euros(2_000),
        delay_days: 10,
        reason: Some(common()),
    }
}

fn corrected(one_off: i64) -> candidate::Revised {
    let candidate::Proposed { candidate, selection, name, licence_kind, one_off, yearly, .. } = tool(1, one_off, 1_000);
    let (link, hosting, licence, reason) = (None, None, None, Some(common()));
    candidate::Revised { candidate, selection, name, link, hosting, licence, licence_kind, one_off, yearly, reason }
}

#[test]
fn shares_are_what_the_rule_gives() {
    open().when(plan(&thirds())).then([thirds()]);
    let by_size = planned(1, SplitRule::BySize, &[(1, 2, 86_67), (2, 1, 4_333)]);
    open().when(plan(&by_size)).then([by_size]);
    let doctored = planned(1, SplitRule::Equal, &[(1, 1, 4_333), (2, 1, 4_334), (3, 1, 4_333)]);
    open().does_not_admit(doctored, Refusal::SharesDiffer);
    let with_set_up = SplitPlanned { method: Some(MethodNo(1)), ..planned(1, SplitRule::ByMeans, &[(1, 7, 15_000)]) };
    open().and([set_up()]).when(plan(&with_set_up)).then([with_set_up.clone()]);
    open().when(plan(&with_set_up)).refuses(Refusal::MethodUnfit);
}

#[test]
fn it_is_planned_who_pays_and_for_what() {
    let equal = |of: &[(u8, u32, i64)]| plan(&planned(1, SplitRule::Equal, of));
    open().when(equal(&[])).refuses(Refusal::PayersMissing);
    open().when(equal(&[(1, 2, 0)])).refuses(Refusal::BasisUnfit);
    open().when(plan(&planned(1, SplitRule::BySize, &[(1, 0, 0)]))).refuses(Refusal::BasisUnfit);
    open().when(equal(&[(99, 1, 0)])).refuses(Refusal::UnknownPayer);
    open().when(plan(&planned(1, SplitRule::BySize, &[(1, 1, 0), (1, 2, 0)]))).refuses(Refusal::PayerTwice);
    let gone = open().and([Left { actor: actor(BILAL) }]);
    gone.when(plan(&thirds())).refuses(Refusal::PayerLeft);
    let other = |n| plan(&SplitPlanned { candidate: candidate(n), ..thirds() });
    open().when(other(9)).refuses(Refusal::CandidateUnfit);
    open().and([withdrawn(2)]).when(other(2)).refuses(Refusal::CandidateUnfit);
    selecting().and([tool(1, 0, 0)]).when(plan(&thirds())).refuses(Refusal::NotOpened);
    open().and([abandoned()]).when(plan(&thirds())).refuses(Refusal::Over);
    open().and([corrected(Minor::MAX)]).when(plan(&thirds())).refuses(Refusal::SplitTooLarge);
}

#[test]
fn each_payer_answers_and_may_think_again() {
    let accept = || Command::AcceptShare(accepted());
    let decline = || Command::DeclineShare(declined());
    asked().when(accept()).then([accepted()]);
    asked().and([accepted()]).when(accept()).then_nothing();
    asked().and([accepted()]).does_not_admit(accepted(), Refusal::AnsweredSo);
    asked().and([accepted()]).when(decline()).then([declined()]);
    asked().and([declined()]).when(decline()).then_nothing();
    asked().and([declined()]).when(accept()).then([accepted()]);
    let split = row(&asked().and([accepted()]).and_by(CHLOE, [declined()])).split.unwrap();
    let only = |n| [actor(n)].into_iter().collect();
    assert_eq!((split.accepted, split.declined, split.total), (only(ANNE), only(CHLOE), minor(13_000)));
    let other = asked().and([crate::given::joined(9, crate::actor::ActorKind::Person)]).by(9);
    other.when(accept()).refuses(Refusal::NotAPayer);
    open().when(accept()).refuses(Refusal::NoSplit);
    asked().and([abandoned()]).when(accept()).refuses(Refusal::Over);
    asked().and([corrected(1)]).when(accept()).refuses(Refusal::SplitOutdated);
    asked().and([corrected(1)]).and([corrected(10_000)]).when(accept()).then([accepted()]);
}

#[test]
fn a_new_plan_replaces_the_one_before_and_asks_anew() {
    let second = planned(2, SplitRule::Equal, &[(1, 1, 6_500), (2, 1, 6_500)]);
    let answered = || asked().and([accepted()]);
    answered().when(plan(&second)).then([second.clone()]);
    answered().does_not_admit(SplitPlanned { split: 1, ..second.clone() }, Refusal::SplitReplaced);
    let with = || answered().and([second.clone()]);
    assert!(row(&with()).split.unwrap().accepted.is_empty());
    with().when(Command::AcceptShare(accepted())).refuses(Refusal::SplitReplaced);
}

#[test]
fn plans_are_numbered_as_far_as_numbers_go() {
    let mut selections = asked().state().selection;
    assert_eq!(selections.next_split(selection(1)), Ok(2));
    selections.touch(selection(1), |row| row.split.as_mut().unwrap().number = u16::MAX);
    assert_eq!(selections.next_split(selection(1)), Err(Refusal::TooManySplits));
}
