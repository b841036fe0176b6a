#![allow(clippy::unwrap_used)]
use uuid::Uuid;

use super::*;
use crate::actor::{Left, RepresentationStarted};
use crate::envelope::{Act, By, Evidence};
use crate::given::{Given, actor, founding, given, joined, pseudonym, text};

const ANNE: u8 = 1;
const BILAL: u8 = 2;
const CHLOE: u8 = 3;
const CLUB: u8 = 4;
/// Whoever raises a confidential tension.
const SOMEBODY: u8 = 7;

fn noise() -> TensionId {
    TensionId(Uuid::from_u128(1))
}

fn network() -> Given {
    given([founding()])
        .and([ANNE, BILAL, CHLOE].map(|n| joined(n, ActorKind::Person)))
        .and([joined(CLUB, ActorKind::Organisation)])
}

fn raised() -> Raised {
    Raised { tension: noise(), body: OwnText(text()) }
}

fn raised_confidentially() -> RaisedConfidentially {
    RaisedConfidentially { tension: noise(), raiser: pseudonym(SOMEBODY), body: OwnText(text()) }
}

fn named(n: u8) -> MediatorNamed {
    MediatorNamed { tension: noise(), mediator: actor(n) }
}

fn chosen(n: u8) -> MediatorChosen {
    MediatorChosen { tension: noise(), raiser: pseudonym(SOMEBODY), mediator: actor(n) }
}

fn choose(n: u8) -> Command {
    Command::ChooseMediator { chosen: chosen(n), stands_for: vec![pseudonym(100 + n)] }
}

fn accepted() -> MediationAccepted {
    MediationAccepted { tension: noise() }
}

fn steps() -> StepsAgreed {
    StepsAgreed { tension: noise(), steps: CommonText(text()) }
}

fn steps_confidentially() -> StepsAgreedConfidentially {
    StepsAgreedConfidentially { tension: noise(), steps: OwnText(text()) }
}

fn settled() -> Settled {
    Settled { tension: noise(), settlement: CommonText(text()) }
}

fn settled_confidentially() -> SettledConfidentially {
    SettledConfidentially { tension: noise(), settlement: OwnText(text()) }
}

fn left_open() -> LeftOpen {
    LeftOpen { tension: noise(), reason: CommonText(text()) }
}

fn left_open_confidentially() -> LeftOpenConfidentially {
    LeftOpenConfidentially { tension: noise(), reason: OwnText(text()) }
}

fn taken_back(raiser: u8) -> TakenBack {
    TakenBack { tension: noise(), raiser: pseudonym(raiser), reason: OwnText(text()) }
}

/// Raised by Anne.
fn open() -> Given {
    network().and([raised()])
}

fn confidential() -> Given {
    network().and([raised_confidentially()])
}

/// With Bilal, who has accepted and acts from here on.
fn in_mediation(confidentially: bool) -> Given {
    let named = if confidentially { confidential().and([chosen(BILAL)]) } else { open().and([named(BILAL)]) };
    named.and_by(BILAL, [accepted()]).by(BILAL)
}

fn row(given: &Given) -> Row {
    *given.clone().state().tension.get(noise()).unwrap()
}

#[test]
fn a_tension_is_raised_openly_or_confidentially() {
    network().when(Command::Raise(raised())).then([raised()]);
    network().when(Command::RaiseConfidentially(raised_confidentially())).then([raised_confidentially()]);
    open().when(Command::Raise(raised())).refuses(Refusal::IdTaken);
    open().when(Command::RaiseConfidentially(raised_confidentially())).refuses(Refusal::IdTaken);
    assert_eq!(row(&open()).raiser, Raiser::Openly(Some(actor(ANNE))));
    assert!(row(&confidential()).is_confidential() && !row(&open()).is_confidential());
}

#[test]
fn a_person_who_takes_part_mediates() {
    open().when(Command::NameMediator(named(BILAL))).then([named(BILAL)]);
    open().and([named(BILAL)]).when(Command::NameMediator(named(BILAL))).then_nothing();
    open().and([named(BILAL)]).when(Command::NameMediator(named(CHLOE))).then([named(CHLOE)]);
    open().when(Command::NameMediator(named(99))).refuses(Refusal::UnknownMediator);
    open().when(Command::NameMediator(named(CLUB))).refuses(Refusal::MediatorNotAPerson);
    let gone = open().and([Left { actor: actor(BILAL) }]);
    gone.when(Command::NameMediator(named(BILAL))).refuses(Refusal::MediatorLeft);
    network().when(Command::NameMediator(named(BILAL))).refuses(Refusal::UnknownTension);
    confidential().when(choose(BILAL)).then([chosen(BILAL)]);
    confidential().and([chosen(BILAL)]).when(choose(BILAL)).then_nothing();
    confidential().when(choose(99)).refuses(Refusal::UnknownMediator);
}

#[test]
fn nobody_mediates_their_own() {
    open().when(Command::NameMediator(named(ANNE))).refuses(Refusal::OwnTension);
    let represents = RepresentationStarted { actor: actor(BILAL), organisation: actor(CLUB) };
    let by_club = network().and([represents]).and_by(CLUB, [raised()]);
    by_club.clone().when(Command::NameMediator(named(BILAL))).refuses(Refusal::OwnTension);
    by_club.when(Command::NameMediator(named(CHLOE))).then([named(CHLOE)]);
    let own = |stands_for: &[u8]| Command::ChooseMediator {
        chosen: chosen(BILAL),
        stands_for: stands_for.iter().copied().map(pseudonym).collect(),
    };
    confidential().when(own(&[SOMEBODY])).refuses(Refusal::OwnTension);
    confidential().when(own(&[8, SOMEBODY])).refuses(Refusal::OwnTension);
    confidential().when(own(&[8, 9])).then([chosen(BILAL)]);
}

#[test]
fn who_raised_a_confidential_one_chooses_in_person() {
    let other = MediatorChosen { raiser: pseudonym(8), ..chosen(BILAL) };
    let choose_as_other = Command::ChooseMediator { chosen: other, stands_for: vec![pseudonym(8)] };
    confidential().when(choose_as_other).refuses(Refusal::NotTheRaiser);
    confidential().when(Command::TakeBack(taken_back(8))).refuses(Refusal::NotTheRaiser);
    confidential().when(Command::TakeBack(taken_back(SOMEBODY))).then([taken_back(SOMEBODY)]);
    let (by, on_behalf_of) = (By::Actor(actor(ANNE)), Some(actor(BILAL)));
    let entered = Act { on_behalf_of, evidence: Some(Evidence::Paper), ..Act::by(by) };
    let imported = Act { source: "polis:a:b".parse().ok(), ..Act::by(by) };
    // Whether the name is right or not, the answer is the same.
    for (raiser, act) in [(8, &entered), (SOMEBODY, &entered), (8, &imported), (SOMEBODY, &imported)] {
        let tried = MediatorChosen { raiser: pseudonym(raiser), ..chosen(CHLOE) };
        let tried = Command::ChooseMediator { chosen: tried, stands_for: vec![] };
        confidential().acting(act.clone()).when(tried).refuses(Refusal::NotInPerson);
        let tried = Command::TakeBack(taken_back(raiser));
        confidential().acting(act.clone()).when(tried).refuses(Refusal::NotInPerson);
    }
    confidential().acting(entered.scoped()).does_not_admit(chosen(CHLOE), Refusal::NotInPerson);
}

#[test]
fn only_who_was_asked_answers_and_only_who_accepted_mediates() {
    let asked = || open().and([named(BILAL)]);
    asked().by(BILAL).when(Command::Accept(noise())).then([accepted()]);
    asked().by(CHLOE).when(Command::Accept(noise())).refuses(Refusal::NotTheMediator);
    open().by(BILAL).when(Command::Accept(noise())).refuses(Refusal::NotTheMediator);
    in_mediation(false).when(Command::Accept(noise())).then_nothing();
    in_mediation(false).does_not_admit(accepted(), Refusal::AlreadyAccepted);
    asked().by(BILAL).when(Command::AgreeSteps(steps())).refuses(Refusal::NotAccepted);
    in_mediation(false).by(CHLOE).when(Command::AgreeSteps(steps())).refuses(Refusal::NotTheMediator);
    let declined = || MediationDeclined { tension: noise() };
    in_mediation(false).when(Command::Decline(noise())).then([declined()]);
    let without = in_mediation(false).and_by(BILAL, [declined()]);
    assert_eq!((row(&without).phase, row(&without).mediator), (Phase::Raised, None));
    without.when(Command::Settle(settled())).refuses(Refusal::NotTheMediator);
    assert!(row(&in_mediation(false)).is_mediated_by(actor(BILAL)) && !row(&asked()).is_mediated_by(actor(BILAL)));
}

#[test]
fn an_open_one_is_worked_through_for_all_to_see() {
    in_mediation(false).when(Command::AgreeSteps(steps())).then([steps()]);
    let agreed = || in_mediation(false).and_by(BILAL, [steps()]);
    agreed().when(Command::AgreeSteps(steps())).then([steps()]);
    agreed().when(Command::Settle(settled())).then([settled()]);
    in_mediation(false).when(Command::LeaveOpen(left_open())).then([left_open()]);
    open().when(Command::LeaveOpen(left_open())).then([left_open()]);
}

#[test]
fn a_confidential_one_is_worked_through_by_two() {
    let mediated = || in_mediation(true);
    mediated().when(Command::AgreeStepsConfidentially(steps_confidentially())).then([steps_confidentially()]);
    mediated().when(Command::SettleConfidentially(settled_confidentially())).then([settled_confidentially()]);
    mediated().when(Command::LeaveOpenConfidentially(left_open_confidentially())).then([left_open_confidentially()]);
    let another = mediated().and([chosen(CHLOE)]);
    assert!(!row(&another).is_mediated_by(actor(BILAL)));
    another.when(Command::AgreeStepsConfidentially(steps_confidentially())).refuses(Refusal::NotTheMediator);
}

#[test]
fn an_open_one_is_dealt_with_openly_and_a_confidential_one_confidentially() {
    in_mediation(true).when(Command::AgreeSteps(steps())).refuses(Refusal::Confidential);
    in_mediation(true).when(Command::Settle(settled())).refuses(Refusal::Confidential);
    in_mediation(true).when(Command::LeaveOpen(left_open())).refuses(Refusal::Confidential);
    in_mediation(true).when(Command::NameMediator(named(CHLOE))).refuses(Refusal::Confidential);
    in_mediation(false).when(Command::AgreeStepsConfidentially(steps_confidentially())).refuses(Refusal::Open);
    in_mediation(false).when(Command::SettleConfidentially(settled_confidentially())).refuses(Refusal::Open);
    in_mediation(false).when(Command::LeaveOpenConfidentially(left_open_confidentially())).refuses(Refusal::Open);
    in_mediation(false).when(Command::TakeBack(taken_back(SOMEBODY))).refuses(Refusal::Open);
    in_mediation(false).when(choose(CHLOE)).refuses(Refusal::Open);
}

#[test]
fn what_has_ended_takes_nothing_more() {
    for over in [in_mediation(false).and_by(BILAL, [settled()]), in_mediation(false).and([left_open()])] {
        assert!(row(&over).phase.is_over());
        over.clone().when(Command::NameMediator(named(CHLOE))).refuses(Refusal::Over);
        over.clone().when(Command::Decline(noise())).refuses(Refusal::Over);
        over.clone().when(Command::Settle(settled())).refuses(Refusal::Over);
        over.when(Command::LeaveOpen(left_open())).refuses(Refusal::Over);
    }
    for over in [
        in_mediation(true).and_by(BILAL, [settled_confidentially()]),
        in_mediation(true).and_by(BILAL, [left_open_confidentially()]),
        in_mediation(true).and([taken_back(SOMEBODY)]),
    ] {
        over.clone().when(choose(CHLOE)).refuses(Refusal::Over);
        over.when(Command::AgreeStepsConfidentially(steps_confidentially())).refuses(Refusal::Over);
    }
}
