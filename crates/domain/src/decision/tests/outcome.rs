//! The close, the lot, and what came of it.

use super::*;
use crate::tally::seed::seed;

fn roll_call() -> Given {
    open(proposed(rules(majority(), BallotMode::RollCall)))
}

fn lots() -> Given {
    open(by_lot(rules(sortition(), BallotMode::RollCall), 100))
}

fn tied_by_lot() -> Given {
    let rules = Rules { ties: TieBreak::Lot, ..rules(approval(), BallotMode::RollCall) };
    open(by_lot(rules, 100)).by(ANNE).after(by_name(approve(&[0]))).by(BILAL).after(by_name(approve(&[1])))
}

fn draw(told: Sha) -> Command {
    Command::DrawLot(lot(told, &[3, 17]))
}

fn record(event: OutcomeRecorded) -> Command {
    Command::RecordOutcome(event)
}

#[test]
fn a_close_freezes_the_ballots_and_is_told_once() {
    let with = || roll_call().by(ANNE).after(by_name(YES)).by(BILAL).after(by_name(NO));
    with().when(close()).then([closed(2)]);
    with().does_not_admit(closed(3), Refusal::BallotsDiffer);
    with().after(close()).when(close()).then_nothing();
    with().after(close()).does_not_admit(closed(2), Refusal::NotOpen);
    let after = with().after(close());
    let decided = after.clone().and([counted(&after)]);
    decided.when(close()).then_nothing();
    prepared(proposed(rules(majority(), BallotMode::RollCall))).when(close()).refuses(Refusal::NotOpen);
    with().and([voided()]).when(close()).refuses(Refusal::Voided);
    network().when(close()).refuses(Refusal::UnknownDecision);
}

#[test]
fn an_outcome_is_of_the_ballots_that_were_frozen() {
    let after = || roll_call().by(ANNE).after(by_name(YES)).after(close());
    let recorded = || counted(&after());
    assert_eq!(recorded().outcome, Outcome::Passed {});
    after().when(record(recorded())).then([recorded()]);
    let of_no_ballots = counted(&roll_call().after(close())).input;
    for input in [None, Some(promise(SECRET)), of_no_ballots] {
        after().when(record(OutcomeRecorded { input, ..recorded() })).refuses(Refusal::InputDiffers);
    }
    let decided = after().after(record(recorded()));
    assert_eq!((row(&decided).phase, row(&decided).outcome), (Phase::Decided, Some(Outcome::Passed {})));
    assert_eq!(counted(&decided), recorded(), "whoever counts again has all that was counted");
}

#[test]
fn an_outcome_is_recorded_once_and_after_the_close() {
    let after = || roll_call().after(close());
    let recorded = || counted(&after());
    let decided = || after().and([recorded()]);
    decided().when(record(recorded())).then_nothing();
    decided().does_not_admit(recorded(), Refusal::Decided);
    for early in [roll_call(), prepared(proposed(rules(majority(), BallotMode::RollCall)))] {
        early.clone().when(record(recorded())).then_nothing();
        early.does_not_admit(recorded(), Refusal::NotClosed);
    }
    after().and([voided()]).when(record(recorded())).then_nothing();
    after().and([voided()]).does_not_admit(recorded(), Refusal::Voided);
    network().when(record(recorded())).refuses(Refusal::UnknownDecision);
}

#[test]
fn a_decision_waits_to_be_counted_from_its_close_to_its_outcome() {
    let waits = |given: &Given| given.clone().state().decision.to_count().count();
    let after = roll_call().after(close());
    assert_eq!((waits(&roll_call()), waits(&after)), (0, 1));
    assert_eq!((waits(&after.clone().and([counted(&after)])), waits(&after.and([voided()]))), (0, 0));
    let tied = tied_by_lot().after(close());
    assert_eq!((waits(&tied), row(&tied).to_count(road())), (0, None));
    assert_eq!(waits(&tied.later(100).after(draw(SECRET))), 1);
}

#[test]
fn drawing_the_lots_closes_a_sortition() {
    lots().later(100).when(draw(SECRET)).then::<Event>([lot(SECRET, &[3, 17]).into(), closed(0).into()]);
    lots().when(close()).refuses(Refusal::LotMissing);
    let after = lots().later(100).after(draw(SECRET));
    assert_eq!(vote(&after).seed, Some(seed(SECRET, &[3, 17])));
    let recorded = counted(&after);
    let Outcome::Drawn { actors } = &recorded.outcome else { panic!("{:?}", recorded.outcome) };
    assert!(actors.as_slice().len() == 2 && actors.as_slice().iter().all(|actor| vote(&after).is_elector(*actor)));
    after.when(record(recorded.clone())).then([recorded]);
}

#[test]
fn a_lot_that_breaks_ties_is_drawn_after_the_close_and_before_the_outcome() {
    let closed = || tied_by_lot().after(close()).later(100);
    let outcome =
        OutcomeRecorded { decision: road(), outcome: Outcome::NoQuorum {}, sums: Sums::Untold {}, input: None };
    closed().when(record(outcome)).refuses(Refusal::LotMissing);
    closed().when(draw(SECRET)).then([lot(SECRET, &[3, 17])]);
    let drawn = closed().after(draw(SECRET));
    let recorded = counted(&drawn);
    drawn.when(record(recorded.clone())).then([recorded]);
    let drawn_first = tied_by_lot().later(100).after(draw(SECRET));
    assert_eq!(row(&drawn_first).phase, Phase::Open);
    drawn_first.by(CHLOE).when(by_name(approve(&[2]))).refuses(Refusal::Late);
}

#[test]
fn a_lot_is_drawn_after_the_public_draw_as_was_promised_and_once() {
    for with in [lots(), tied_by_lot(), tied_by_lot().after(close())] {
        with.clone().later(99).when(draw(SECRET)).refuses(Refusal::DrawTooEarly);
        with.clone().later(100).when(draw(Sha([8; 32]))).refuses(Refusal::NotAsPromised);
        let drawn = with.later(100).after(draw(SECRET));
        drawn.clone().when(draw(SECRET)).then_nothing();
        drawn.does_not_admit(lot(SECRET, &[4]), Refusal::NoLot);
    }
    roll_call().later(100).when(draw(SECRET)).refuses(Refusal::NoLot);
    let rules = rules(sortition(), BallotMode::RollCall);
    prepared(by_lot(rules, 100)).later(100).when(draw(SECRET)).refuses(Refusal::NotOpen);
    lots().and([voided()]).later(100).when(draw(SECRET)).refuses(Refusal::Voided);
    network().when(draw(SECRET)).refuses(Refusal::UnknownDecision);
}

#[test]
fn a_public_draw_has_1_to_16_numbers() {
    assert!(Numbers::new(vec![]).is_err() && Numbers::new(vec![1; 17]).is_err());
    assert_eq!(serde_json::from_str::<Numbers>("[3,17]").unwrap().as_slice(), [3, 17]);
    assert!(serde_json::from_str::<Numbers>("[]").is_err());
}

#[test]
fn a_decision_is_declared_void_in_any_phase_and_then_takes_nothing_more() {
    let closed = roll_call().after(close());
    let decided = closed.clone().and([counted(&closed)]);
    for with in [prepared(proposed(rules(majority(), BallotMode::RollCall))), roll_call(), closed, decided, lots()] {
        let version = row(&with).version.0;
        with.clone().when(Command::Void(voided())).then([voided()]);
        let void = with.and([voided()]);
        assert_eq!((row(&void).phase, row(&void).version), (Phase::Voided, Version(version + 1)));
        void.clone().when(Command::Void(voided())).refuses(Refusal::Voided);
        void.clone().when(Command::Open(road(), None)).refuses(Refusal::Voided);
        assert_eq!(crate::due::due(&void.state(), at(999)), crate::due::Due::default());
    }
    network().when(Command::Void(voided())).refuses(Refusal::UnknownDecision);
}

#[test]
fn an_outcome_stays_known_and_can_be_counted_again_when_it_is_declared_void_and_nothing_new_comes_of_it() {
    let closed = roll_call().by(ANNE).after(by_name(YES)).after(close());
    let void = closed.clone().and([counted(&closed)]).and([voided()]);
    assert_eq!((row(&void).outcome, counted(&void)), (Some(Outcome::Passed {}), counted(&closed)));
    let never_closed = roll_call().by(ANNE).after(by_name(YES)).and([voided()]);
    assert_eq!(row(&never_closed).input(road()), None);
    let planned = crate::action::Planned {
        action: crate::ids::ActionId(Uuid::from_u128(1)),
        origin: Origin::Decision(road()),
        title: common(),
        purpose: common(),
        budget: None,
        responsible: crate::action::Responsible::new(vec![actor(ANNE)]).unwrap(),
    };
    let plan = || crate::action::Command::Plan(planned.clone());
    closed.when(plan()).then([planned.clone()]);
    void.when(plan()).refuses(crate::action::Refusal::OriginGone);
}

#[test]
fn what_happens_to_a_decision_itself_is_counted() {
    let versions = |given: &Given| row(given).version;
    let opened = tied_by_lot();
    assert_eq!(versions(&opened), Version(5), "proposed, three options, opened");
    let closed = opened.after(close());
    let drawn = closed.clone().later(100).after(draw(SECRET));
    assert_eq!((versions(&closed), versions(&drawn)), (Version(6), Version(7)));
    let recorded = counted(&drawn);
    let decided = drawn.and([recorded]);
    let state = decided.state();
    assert_eq!(state.version(Object::Decision(road())), Some(Version(8)));
    assert_eq!(state.version(Object::Decision(decision(9))), None);
}
