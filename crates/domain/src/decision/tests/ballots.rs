//! Who casts a ballot, which, and until when.

use super::*;
use crate::envelope::{Act, By, Evidence};
use crate::tally::rules::Completion;

fn roll_call() -> Given {
    open(proposed(rules(approval(), BallotMode::RollCall)))
}

fn pseudonymous() -> Given {
    open(proposed(rules(approval(), BallotMode::Pseudonymous)))
}

fn consent() -> Given {
    open(proposed(rules(Method::Consent {}, BallotMode::Pseudonymous)))
}

fn cast(ballot: Ballot, was: Option<Ballot>) -> BallotCast {
    BallotCast { decision: road(), ballot, was }
}

fn cast_as(n: u8, ballot: Ballot, was: Option<Ballot>) -> BallotCastPseudonymously {
    BallotCastPseudonymously { decision: road(), voter: pseudonym(n), ballot, was }
}

fn objected(n: u8, was: Option<Ballot>) -> ObjectionRaised {
    ObjectionRaised { decision: road(), voter: pseudonym(n), reason: OwnText(text()), was }
}

fn lifted(n: u8) -> ObjectionLifted {
    ObjectionLifted { decision: road(), voter: pseudonym(n) }
}

#[test]
fn a_ballot_of_a_roll_call_names_its_voter_and_tells_what_it_was_before() {
    roll_call().by(ANNE).when(by_name(approve(&[0]))).then([cast(approve(&[0]), None)]);
    let with = || roll_call().by(ANNE).after(by_name(approve(&[0])));
    with().when(by_name(approve(&[0]))).then_nothing();
    with().when(by_name(approve(&[]))).then([cast(approve(&[]), Some(approve(&[0])))]);
    with().by(BILAL).when(by_name(approve(&[0]))).then([cast(approve(&[0]), None)]);
    let changed = with().after(by_name(approve(&[1, 2])));
    assert_eq!(vote(&changed).ballots, [(Voter::Actor(actor(ANNE)), approve(&[1, 2]))].into_iter().collect());
    assert_eq!(vote(&changed).cast(), 1);
}

#[test]
fn a_pseudonymous_ballot_tells_what_the_same_pseudonym_cast_before() {
    pseudonymous().by(ANNE).when(as_person(7, approve(&[0]))).then([cast_as(7, approve(&[0]), None)]);
    let with = || pseudonymous().by(ANNE).after(as_person(7, approve(&[0])));
    with().when(as_person(7, approve(&[0]))).then_nothing();
    with().when(as_person(7, approve(&[2]))).then([cast_as(7, approve(&[2]), Some(approve(&[0])))]);
    with().by(BILAL).when(as_person(8, approve(&[0]))).then([cast_as(8, approve(&[0]), None)]);
}

#[test]
fn a_doctored_was_is_not_admitted() {
    let with = || roll_call().and_by(ANNE, [cast(approve(&[0]), None)]);
    for was in [None, Some(approve(&[1]))] {
        with().by(ANNE).does_not_admit(cast(approve(&[2]), was), Refusal::WasDiffers);
    }
    with().by(BILAL).does_not_admit(cast(approve(&[2]), Some(approve(&[0]))), Refusal::WasDiffers);
    let with = || pseudonymous().and([cast_as(7, approve(&[0]), None)]);
    for was in [None, Some(approve(&[1]))] {
        with().does_not_admit(cast_as(7, approve(&[2]), was), Refusal::WasDiffers);
    }
    with().does_not_admit(cast_as(8, approve(&[2]), Some(approve(&[0]))), Refusal::WasDiffers);
    consent().does_not_admit(objected(7, Some(YES)), Refusal::WasDiffers);
}

#[test]
fn only_the_electorate_votes() {
    roll_call().by(CLUB).when(by_name(approve(&[0]))).refuses(Refusal::NotInElectorate);
    roll_call().by(99).when(by_name(approve(&[0]))).refuses(Refusal::NotInElectorate);
    pseudonymous().by(CLUB).when(as_person(7, approve(&[0]))).refuses(Refusal::NotInElectorate);
    open(proposed(rules(approval(), BallotMode::Secret)))
        .by(CLUB)
        .when(as_person(7, approve(&[0])))
        .refuses(Refusal::NotInElectorate);
    consent().by(CLUB).when(Command::Object(objected(7, None))).refuses(Refusal::NotInElectorate);
    consent().by(CLUB).when(Command::LiftObjection(lifted(7))).refuses(Refusal::NotInElectorate);
    let system = Act::by(By::System);
    roll_call().acting(system).when(by_name(approve(&[0]))).refuses(Refusal::NotInElectorate);
    roll_call().by(CLUB).does_not_admit(cast(approve(&[0]), None), Refusal::NotInElectorate);
}

#[test]
fn whoever_enters_a_ballot_for_somebody_casts_that_persons() {
    let for_bilal =
        Act { on_behalf_of: Some(actor(BILAL)), evidence: Some(Evidence::Paper), ..Act::by(By::Actor(actor(CLUB))) };
    let after = roll_call().acting(for_bilal).after(by_name(approve(&[1])));
    assert_eq!(vote(&after).ballots.keys().copied().collect::<Vec<_>>(), [Voter::Actor(actor(BILAL))]);
}

#[test]
fn whoever_represents_an_organisation_votes_for_it() {
    let electorate = electorate::ElectorateRule::Organisations {};
    let started = crate::actor::RepresentationStarted { actor: actor(CHLOE), organisation: actor(CLUB) };
    let event = Proposed { electorate, ..proposed(rules(majority(), BallotMode::RollCall)) };
    let with = || open(event.clone()).and([started.clone()]);
    let for_club = Act { on_behalf_of: Some(actor(CLUB)), ..Act::by(By::Actor(actor(CHLOE))) };
    with().acting(for_club).when(by_name(YES)).then([cast(YES, None)]);
    with().by(CHLOE).when(by_name(YES)).refuses(Refusal::NotInElectorate);
}

#[test]
fn ballots_are_cast_while_it_is_open_and_by_its_time_whether_or_not_a_close_was_recorded() {
    let timed = || open(Proposed { closes_at: Some(at(100)), ..proposed(rules(approval(), BallotMode::RollCall)) });
    timed().by(ANNE).later(99).when(by_name(approve(&[0]))).then([cast(approve(&[0]), None)]);
    timed().by(ANNE).later(100).when(by_name(approve(&[0]))).refuses(Refusal::Late);
    timed().by(ANNE).later(100).does_not_admit(cast(approve(&[0]), None), Refusal::Late);
    let with = || timed().by(ANNE).after(by_name(approve(&[0])));
    with().later(100).when(by_name(approve(&[0]))).refuses(Refusal::Late);
    let proposed = prepared(proposed(rules(approval(), BallotMode::RollCall)));
    proposed.by(ANNE).when(by_name(approve(&[0]))).refuses(Refusal::NotOpen);
    timed().after(close()).by(ANNE).when(by_name(approve(&[0]))).refuses(Refusal::NotOpen);
    timed().and([voided()]).by(ANNE).when(by_name(approve(&[0]))).refuses(Refusal::Voided);
    network().by(ANNE).when(by_name(approve(&[0]))).refuses(Refusal::UnknownDecision);
}

#[test]
fn no_ballot_is_cast_once_the_draw_has_taken_place_that_breaks_ties() {
    let ties = Rules { ties: TieBreak::Lot, ..rules(approval(), BallotMode::RollCall) };
    let with = || open(by_lot(ties.clone(), 50)).by(ANNE);
    with().later(49).when(by_name(approve(&[0]))).then([cast(approve(&[0]), None)]);
    with().later(50).when(by_name(approve(&[0]))).refuses(Refusal::Late);
}

#[test]
fn each_mode_takes_its_own_ballots() {
    let secret = || open(proposed(rules(approval(), BallotMode::Secret))).by(ANNE);
    roll_call().by(ANNE).when(as_person(7, approve(&[0]))).refuses(Refusal::OtherMode);
    pseudonymous().by(ANNE).when(by_name(approve(&[0]))).refuses(Refusal::OtherMode);
    secret().when(by_name(approve(&[0]))).refuses(Refusal::OtherMode);
    let cast_secretly = BallotCastSecretly { decision: road(), voter: pseudonym(7) };
    for (with, is) in [(roll_call().by(ANNE), 0), (pseudonymous().by(ANNE), 1), (secret(), 2)] {
        if is != 0 {
            with.clone().does_not_admit(cast(approve(&[0]), None), Refusal::OtherMode);
        }
        if is != 1 {
            with.clone().does_not_admit(cast_as(7, approve(&[0]), None), Refusal::OtherMode);
        }
        if is != 2 {
            with.clone().does_not_admit(cast_secretly.clone(), Refusal::OtherMode);
            with.does_not_admit(UrnStirred { decision: road() }, Refusal::OtherMode);
        }
    }
}

#[test]
fn nobody_votes_where_lots_are_drawn() {
    let lots = open(by_lot(rules(sortition(), BallotMode::RollCall), 100));
    lots.by(ANNE).when(by_name(YES)).refuses(Refusal::NobodyVotes);
}

fn refuses(method: &Method, ballot: &Ballot, refusal: Refusal) {
    let with = |mode| open(proposed(rules(method.clone(), mode))).by(ANNE);
    with(BallotMode::RollCall).when(by_name(ballot.clone())).refuses(refusal);
    with(BallotMode::RollCall).does_not_admit(cast(ballot.clone(), None), refusal);
    with(BallotMode::Pseudonymous).when(as_person(7, ballot.clone())).refuses(refusal);
    with(BallotMode::Pseudonymous).does_not_admit(cast_as(7, ballot.clone(), None), refusal);
    with(BallotMode::Secret).when(as_person(7, ballot.clone())).refuses(refusal);
}

fn takes(method: &Method, ballot: &Ballot) {
    let with = open(proposed(rules(method.clone(), BallotMode::RollCall))).by(ANNE);
    with.when(by_name(ballot.clone())).then([cast(ballot.clone(), None)]);
}

#[test]
fn a_ballot_of_another_method_is_refused() {
    let of = |ballot, satisfaction| budget(ballot, satisfaction, Limits::default());
    let judgement = Method::Judgement { grades: 5 };
    let score = Method::Score(Score { winners: 1, highest: 10 });
    let (say, some, ranked, scored) = (YES, approve(&[1]), rank(&[1]), points(&[(1, 1)]));
    for (method, fitting) in [
        (majority(), &say),
        (approval(), &some),
        (score, &scored),
        (judgement, &scored),
        (Method::Runoff {}, &ranked),
        (of(BudgetBallot::Approval, Satisfaction::Votes), &some),
        (of(BudgetBallot::Choose1, Satisfaction::Votes), &some),
        (of(BudgetBallot::Ordinal, Satisfaction::Borda0), &ranked),
        (of(BudgetBallot::Cumulative, Satisfaction::Points), &scored),
        (of(BudgetBallot::Scoring, Satisfaction::Points), &scored),
    ] {
        takes(&method, fitting);
        for other in [&say, &some, &ranked, &scored].into_iter().filter(|other| *other != fitting) {
            refuses(&method, other, Refusal::OtherMethod);
        }
    }
    consent().by(ANNE).when(as_person(7, approve(&[0]))).refuses(Refusal::OtherMethod);
}

#[test]
fn a_ballot_names_options_that_stand() {
    for (method, ballot) in [
        (approval(), approve(&[0, 3])),
        (Method::Runoff {}, rank(&[3])),
        (Method::Score(Score { winners: 1, highest: 10 }), points(&[(3, 1)])),
        (approved_budget(), approve(&[511])),
    ] {
        refuses(&method, &ballot, Refusal::BallotUnknownOption);
    }
    let without = prepared(proposed(rules(approval(), BallotMode::RollCall))).and([withdrawn(1)]);
    let without = without.after(Command::Open(road(), None)).by(ANNE);
    without.when(by_name(approve(&[1]))).refuses(Refusal::BallotUnknownOption);
}

#[test]
fn a_ballot_names_an_option_once_and_in_order_where_it_has_no_order_of_its_own() {
    let ordinal = budget(BudgetBallot::Ordinal, Satisfaction::Borda1, Limits::default());
    let scoring = budget(BudgetBallot::Scoring, Satisfaction::Points, Limits::default());
    for (method, ballot) in [
        (approval(), approve(&[1, 1])),
        (approval(), approve(&[1, 0])),
        (Method::Runoff {}, rank(&[1, 0, 1])),
        (Method::Score(Score { winners: 1, highest: 10 }), points(&[(1, 1), (0, 1)])),
        (Method::Judgement { grades: 5 }, points(&[(1, 1), (1, 1)])),
        (approved_budget(), approve(&[2, 0])),
        (ordinal.clone(), rank(&[0, 0])),
        (scoring, points(&[(1, 1), (1, 2)])),
    ] {
        refuses(&method, &ballot, Refusal::BallotRepeats);
    }
    takes(&Method::Runoff {}, &rank(&[2, 0, 1]));
    takes(&ordinal, &rank(&[2, 0, 1]));
}

#[test]
fn a_ballot_is_as_long_as_the_rules_say_or_blank() {
    let most_two = Method::Approval(Approval { winners: 1, most: Some(2), least: None });
    refuses(&most_two, &approve(&[0, 1, 2]), Refusal::BallotTooLong);
    takes(&most_two, &approve(&[0, 1]));
    let one = budget(BudgetBallot::Choose1, Satisfaction::Votes, Limits::default());
    refuses(&one, &approve(&[0, 1]), Refusal::BallotTooLong);
    takes(&one, &approve(&[]));
    let two = Limits { min_length: Some(2), max_length: Some(2), ..Limits::default() };
    let two = budget(BudgetBallot::Ordinal, Satisfaction::Borda1, two);
    refuses(&two, &rank(&[1]), Refusal::BallotTooShort);
    refuses(&two, &rank(&[1, 0, 2]), Refusal::BallotTooLong);
    takes(&two, &rank(&[1, 0]));
    takes(&two, &rank(&[]));
}

#[test]
fn points_are_in_their_range_each_and_all_together() {
    refuses(&Method::Score(Score { winners: 1, highest: 10 }), &points(&[(0, 11)]), Refusal::BallotPointsOutOfRange);
    refuses(&Method::Judgement { grades: 5 }, &points(&[(0, 5)]), Refusal::BallotPointsOutOfRange);
    takes(&Method::Judgement { grades: 5 }, &points(&[(0, 4), (1, 0)]));
    let limits = Limits { min_points: Some(1), max_points: Some(5), ..Limits::default() };
    let limits = Limits { min_sum_points: Some(4), max_sum_points: Some(8), ..limits };
    let shared = budget(BudgetBallot::Cumulative, Satisfaction::Points, limits);
    refuses(&shared, &points(&[(0, 0), (1, 5)]), Refusal::BallotPointsOutOfRange);
    refuses(&shared, &points(&[(0, 6)]), Refusal::BallotPointsOutOfRange);
    refuses(&shared, &points(&[(0, 3)]), Refusal::BallotSumOutOfRange);
    refuses(&shared, &points(&[(0, 5), (1, 4)]), Refusal::BallotSumOutOfRange);
    takes(&shared, &points(&[(0, 5), (1, 3)]));
    takes(&shared, &points(&[]));
}

#[test]
fn a_ballot_costs_no_more_than_it_may() {
    let limits = Limits { max_sum_cost: Some(Minor::try_from(600).unwrap()), ..Limits::default() };
    let rule = BudgetRule::EqualShares { completion: Completion::None };
    let Method::Budget(of) = budget(BudgetBallot::Approval, Satisfaction::Cost, limits) else { unreachable!() };
    let method = Method::Budget(Budget { rule, ..of });
    refuses(&method, &approve(&[1, 2]), Refusal::BallotOverBudget);
    takes(&method, &approve(&[0, 2]));
    takes(&method, &approve(&[0, 1]));
}

#[test]
fn an_objection_has_its_reason_and_may_be_lifted() {
    let with = || consent().by(ANNE);
    with().when(as_person(7, NO)).refuses(Refusal::ObjectionUnreasoned);
    with().does_not_admit(cast_as(7, NO, None), Refusal::ObjectionUnreasoned);
    with().when(as_person(7, ABSTAIN)).then([cast_as(7, ABSTAIN, None)]);
    with().when(Command::Object(objected(7, None))).then([objected(7, None)]);
    let objecting = || with().after(Command::Object(objected(7, None)));
    assert_eq!(vote(&objecting()).ballots.get(&Voter::Person(pseudonym(7))), Some(&NO));
    objecting().when(Command::LiftObjection(lifted(7))).then([lifted(7)]);
    let lifted_again = objecting().after(Command::LiftObjection(lifted(7)));
    assert_eq!(vote(&lifted_again).ballots.get(&Voter::Person(pseudonym(7))), Some(&YES));
    lifted_again.clone().when(Command::LiftObjection(lifted(7))).refuses(Refusal::NoObjection);
    lifted_again.when(Command::Object(objected(7, None))).then([objected(7, Some(YES))]);
    objecting().when(Command::LiftObjection(lifted(8))).refuses(Refusal::NoObjection);
    objecting().when(as_person(7, ABSTAIN)).then([cast_as(7, ABSTAIN, Some(NO))]);
}

#[test]
fn an_objection_tells_the_ballot_before_it_and_may_give_its_reason_anew() {
    let with = consent().by(ANNE).after(as_person(7, YES));
    with.clone().when(Command::Object(objected(7, None))).then([objected(7, Some(YES))]);
    let objecting = with.after(Command::Object(objected(7, None)));
    objecting.clone().when(Command::Object(objected(7, None))).then([objected(7, Some(NO))]);
    assert_eq!(vote(&objecting).cast(), 1);
}

#[test]
fn only_a_proposal_that_wants_consent_is_objected_to() {
    let with = || open(proposed(rules(majority(), BallotMode::Pseudonymous))).by(ANNE);
    with().when(Command::Object(objected(7, None))).refuses(Refusal::NotByConsent);
    with().when(Command::LiftObjection(lifted(7))).refuses(Refusal::NotByConsent);
    with().does_not_admit(objected(7, None), Refusal::NotByConsent);
    let timed = Proposed { closes_at: Some(at(100)), ..proposed(rules(Method::Consent {}, BallotMode::Pseudonymous)) };
    let over = || open(timed.clone()).by(ANNE).after(Command::Object(objected(7, None))).later(100);
    over().when(Command::Object(objected(7, None))).refuses(Refusal::Late);
    over().when(Command::LiftObjection(lifted(7))).refuses(Refusal::Late);
}

#[test]
fn there_are_never_more_ballots_than_voters() {
    let all =
        |given: Given, as_whom: fn(u8) -> Command| (1..=PERSONS).fold(given, |given, n| given.by(n).after(as_whom(n)));
    let full = all(pseudonymous(), |n| as_person(n, approve(&[0])));
    assert_eq!(vote(&full).cast(), u64::from(PERSONS));
    full.clone().does_not_admit(cast_as(99, approve(&[0]), None), Refusal::MoreBallotsThanVoters);
    full.by(ANNE).when(as_person(ANNE, approve(&[1]))).then([cast_as(ANNE, approve(&[1]), Some(approve(&[0])))]);
    let full = all(open(proposed(rules(approval(), BallotMode::Secret))), |n| as_person(n, approve(&[0])));
    let more = BallotCastSecretly { decision: road(), voter: pseudonym(99) };
    full.does_not_admit(more, Refusal::MoreBallotsThanVoters);
    let full = all(consent(), |n| Command::Object(objected(n, None)));
    full.does_not_admit(objected(99, None), Refusal::MoreBallotsThanVoters);
}

#[test]
fn ballots_are_no_events_of_the_decisions_own() {
    let version = row(&consent()).version;
    let after = consent().by(ANNE).after(as_person(7, YES)).after(Command::Object(objected(7, None)));
    assert_eq!(row(&after.after(Command::LiftObjection(lifted(7)))).version, version);
}
