//! Ballots that were taken in a meeting.

use super::*;
use crate::ids::MeetingId;
use crate::meeting::{Cancelled, MeetingKind, Planned};
use crate::tally::input::Counted;

const ASSEMBLY: MeetingId = MeetingId(Uuid::from_u128(1));

/// It begins at 10.
fn assembly() -> Planned {
    Planned {
        meeting: ASSEMBLY,
        kind: MeetingKind::Workshop,
        starts_at: at(10),
        ends_at: at(20),
        title: common(),
        place: Some(common()),
        link: None,
        agenda: None,
        audience: None,
        group: None,
        capacity: None,
    }
}

fn during(event: Proposed) -> Given {
    open(event).and([assembly()]).later(10)
}

fn vote_on_road() -> Given {
    during(proposed(rules(majority(), BallotMode::RollCall)))
}

fn part(ballots: &[(Ballot, u32)]) -> parts::Part {
    let counted = ballots.iter().map(|(ballot, count)| Counted { voter: None, ballot: ballot.clone(), count: *count });
    parts::Part::new(counted.collect()).unwrap()
}

fn entered(entry: u16, ballots: &[(Ballot, u32)]) -> MeetingBallotsEntered {
    let (how, witnesses) = (Entered::ShowOfHands, Witnesses::new(vec![actor(BILAL), actor(CLUB)]).unwrap());
    MeetingBallotsEntered { decision: road(), meeting: ASSEMBLY, entry, how, ballots: part(ballots), witnesses }
}

fn enter(event: MeetingBallotsEntered) -> Command {
    Command::EnterMeetingBallots(event)
}

fn withdrawn(entry: u16) -> MeetingBallotsWithdrawn {
    MeetingBallotsWithdrawn { decision: road(), entry }
}

#[test]
fn ballots_of_a_meeting_count_beside_those_that_are_cast() {
    let first = || entered(0, &[(YES, 3), (NO, 1)]);
    vote_on_road().when(enter(first())).then([first()]);
    let with = vote_on_road().after(enter(first())).by(ANNE).after(by_name(NO)).after(close());
    let counted = counted(&with);
    assert_eq!((vote(&with).cast(), counted.outcome), (5, crate::tally::outcome::Outcome::Passed {}));
    assert_eq!(counted.sums, Sums::Says { yes: 3, no: 2, abstain: 0 });
}

#[test]
fn entries_are_numbered_and_may_be_taken_out_again() {
    let with = || vote_on_road().after(enter(entered(0, &[(YES, 2)])));
    for thought in [0, 1, 7] {
        with().when(enter(entered(thought, &[(NO, 1)]))).then([entered(1, &[(NO, 1)])]);
    }
    for wrong in [0, 2] {
        with().does_not_admit(entered(wrong, &[(NO, 1)]), Refusal::UnknownEntry);
    }
    with().when(Command::WithdrawMeetingBallots(withdrawn(0))).then([withdrawn(0)]);
    with().when(Command::WithdrawMeetingBallots(withdrawn(1))).refuses(Refusal::UnknownEntry);
    let without = || with().after(Command::WithdrawMeetingBallots(withdrawn(0)));
    assert_eq!(vote(&without()).cast(), 0);
    without().when(Command::WithdrawMeetingBallots(withdrawn(0))).refuses(Refusal::UnknownEntry);
    without().when(enter(entered(0, &[(NO, 1)]))).then([entered(1, &[(NO, 1)])]);
}

#[test]
fn there_are_never_more_ballots_than_voters_in_the_meeting_and_outside_it_together() {
    let all = u32::from(PERSONS);
    vote_on_road().when(enter(entered(0, &[(YES, all)]))).then([entered(0, &[(YES, all)])]);
    vote_on_road().when(enter(entered(0, &[(YES, all), (NO, 1)]))).refuses(Refusal::MoreBallotsThanVoters);
    vote_on_road().when(enter(entered(0, &[(YES, u32::MAX), (NO, u32::MAX)]))).refuses(Refusal::MoreBallotsThanVoters);
    let cast = || vote_on_road().by(ANNE).after(by_name(NO));
    cast().when(enter(entered(0, &[(YES, all)]))).refuses(Refusal::MoreBallotsThanVoters);
    let full = || cast().after(enter(entered(0, &[(YES, all - 1)])));
    full().when(enter(entered(0, &[(NO, 1)]))).refuses(Refusal::MoreBallotsThanVoters);
    full().by(BILAL).when(by_name(NO)).refuses(Refusal::MoreBallotsThanVoters);
    full().by(ANNE).when(by_name(YES)).then([BallotCast { decision: road(), ballot: YES, was: Some(NO) }]);
    let room = full().after(Command::WithdrawMeetingBallots(withdrawn(0)));
    room.by(BILAL).when(by_name(NO)).then([BallotCast { decision: road(), ballot: NO, was: None }]);
}

#[test]
fn a_meeting_that_has_begun_and_was_not_cancelled_votes() {
    let unknown = MeetingBallotsEntered { meeting: MeetingId(Uuid::from_u128(9)), ..entered(0, &[(YES, 1)]) };
    vote_on_road().when(enter(unknown)).refuses(Refusal::UnknownMeeting);
    vote_on_road().later(9).when(enter(entered(0, &[(YES, 1)]))).refuses(Refusal::MeetingUnfit);
    let cancelled = vote_on_road().and([Cancelled { meeting: ASSEMBLY, reason: common() }]);
    cancelled.when(enter(entered(0, &[(YES, 1)]))).refuses(Refusal::MeetingUnfit);
}

#[test]
fn somebody_who_takes_part_saw_how_they_were_taken() {
    let seen_by = |actors: &[u8]| {
        let witnesses = Witnesses::new(actors.iter().copied().map(actor).collect()).unwrap();
        enter(MeetingBallotsEntered { witnesses, ..entered(0, &[(YES, 1)]) })
    };
    vote_on_road().when(seen_by(&[])).refuses(Refusal::WitnessMissing);
    vote_on_road().when(seen_by(&[BILAL, 99])).refuses(Refusal::UnknownWitness);
    let gone = vote_on_road().and([crate::actor::Left { actor: actor(BILAL) }]);
    gone.when(seen_by(&[BILAL])).refuses(Refusal::UnknownWitness);
}

#[test]
fn a_ballot_of_a_meeting_fits_like_any_other() {
    let choice = || during(proposed(rules(approval(), BallotMode::Pseudonymous)));
    let good = entered(0, &[(approve(&[]), 1), (approve(&[0, 2]), 4)]);
    choice().when(enter(good.clone())).then([good]);
    choice().when(enter(entered(0, &[(approve(&[3]), 1)]))).refuses(Refusal::BallotUnknownOption);
    choice().when(enter(entered(0, &[(YES, 1)]))).refuses(Refusal::OtherMethod);
    choice().when(enter(entered(0, &[(approve(&[1, 0]), 1)]))).refuses(Refusal::BallotRepeats);
}

#[test]
fn nobody_objects_by_a_show_of_hands() {
    let consent = || during(proposed(rules(Method::Consent {}, BallotMode::Pseudonymous)));
    let silent = entered(0, &[(YES, 4), (ABSTAIN, 1)]);
    consent().when(enter(silent.clone())).then([silent]);
    consent().when(enter(entered(0, &[(YES, 4), (NO, 1)]))).refuses(Refusal::ObjectionUnreasoned);
}

#[test]
fn secret_ballots_are_cast_one_by_one_and_no_lot_is_voted_on() {
    let secret = during(proposed(rules(majority(), BallotMode::Secret)));
    secret.when(enter(entered(0, &[(YES, 1)]))).refuses(Refusal::SecretOneByOne);
    let lots = during(by_lot(rules(sortition(), BallotMode::RollCall), 100));
    lots.when(enter(entered(0, &[(YES, 1)]))).refuses(Refusal::NobodyVotes);
}

#[test]
fn they_are_entered_and_taken_out_while_it_is_open() {
    let timed = || during(Proposed { closes_at: Some(at(15)), ..proposed(rules(majority(), BallotMode::RollCall)) });
    let with = || timed().after(enter(entered(0, &[(YES, 1)])));
    with().later(15).when(enter(entered(1, &[(YES, 1)]))).refuses(Refusal::Late);
    with().later(15).when(Command::WithdrawMeetingBallots(withdrawn(0))).refuses(Refusal::Late);
    let closed = || with().after(close());
    closed().when(enter(entered(1, &[(YES, 1)]))).refuses(Refusal::NotOpen);
    closed().when(Command::WithdrawMeetingBallots(withdrawn(0))).refuses(Refusal::NotOpen);
    with().and([voided()]).when(enter(entered(1, &[(YES, 1)]))).refuses(Refusal::Voided);
    network().when(enter(entered(0, &[(YES, 1)]))).refuses(Refusal::UnknownDecision);
}
