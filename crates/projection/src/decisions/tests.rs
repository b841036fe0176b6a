#![allow(clippy::unwrap_used)]
use domain::class::{Commitment, CommonText, OwnText};
use domain::decision::electorate::ElectorateRule;
use domain::decision::parts::Part;
use domain::decision::{
    BallotCast, BallotCastPseudonymously, BallotCastSecretly, Entered, Linked, MeetingBallotsEntered,
    MeetingBallotsWithdrawn, ObjectionLifted, ObjectionRaised, Proposed, Unlinked, UrnStirred, Witnesses,
};
use domain::envelope::{Act, By};
use domain::ids::{ActorId, EventId, MeetingId, Position};
use domain::tally::ballot::{Ballot, Say};
use domain::tally::input::Counted;
use domain::tally::rules::{BallotMode, Method, Rules, TieBreak};
use uuid::Uuid;

use super::*;
use crate::Views;

const DECISION: DecisionId = DecisionId(Uuid::from_u128(1));
const VOTER: Pseudonym = Pseudonym([7; 16]);

fn fold(views: &mut Views, event: impl Into<Event>) {
    let event: Event = event.into();
    let (position, id, act) = (views.head, EventId(Uuid::nil()), Act::by(By::Actor(ActorId(Uuid::from_u128(9)))));
    let recorded_at = Stamp::from_millis(i64::try_from(position.0).unwrap()).unwrap();
    views.apply(&Recorded { position, id, recorded_at, act, event: event.into() });
}

fn proposed() -> Views {
    let mut views = Views::default();
    let rules =
        Rules { method: Method::Consent {}, mode: BallotMode::Pseudonymous, quorum: None, ties: TieBreak::ListedFirst };
    let title = CommonText(Commitment::new([0; 32], 1));
    let (body, opens_at, closes_at, draws_at, draw, details) = (None, None, None, None, None, None);
    let electorate = ElectorateRule::Persons {};
    let decision = DECISION;
    fold(
        &mut views,
        Proposed { decision, title, body, rules, electorate, opens_at, closes_at, draws_at, draw, details },
    );
    views
}

fn say(say: Say) -> Ballot {
    Ballot::Say(say)
}

#[test]
fn turnout_counts_each_voter_once_whatever_the_mode() {
    let (mut views, decision) = (proposed(), DECISION);
    let (yes, no) = (say(Say::Yes), say(Say::No));
    fold(&mut views, BallotCast { decision, ballot: yes.clone(), was: None });
    fold(&mut views, BallotCast { decision, ballot: no.clone(), was: Some(yes.clone()) });
    assert_eq!(views.decisions.ballots(decision), 1);
    fold(&mut views, BallotCastPseudonymously { decision, voter: VOTER, ballot: yes.clone(), was: None });
    fold(&mut views, BallotCastPseudonymously { decision, voter: VOTER, ballot: no, was: Some(yes.clone()) });
    assert_eq!(views.decisions.ballots(decision), 2);
    fold(&mut views, BallotCastSecretly { decision, voter: Pseudonym([8; 16]) });
    fold(&mut views, UrnStirred { decision });
    assert_eq!(views.decisions.ballots(decision), 3);
    let ballots = Part::new(vec![Counted { voter: None, ballot: yes, count: 12 }]).unwrap();
    let (meeting, how, witnesses) = (MeetingId(Uuid::from_u128(2)), Entered::ShowOfHands, Witnesses::default());
    fold(&mut views, MeetingBallotsEntered { decision, meeting, entry: 0, how, ballots, witnesses });
    assert_eq!(views.decisions.ballots(decision), 15);
    fold(&mut views, MeetingBallotsWithdrawn { decision, entry: 0 });
    fold(&mut views, MeetingBallotsWithdrawn { decision, entry: 0 });
    assert_eq!(views.decisions.ballots(decision), 3);
    let row = views.decisions.get(decision).unwrap();
    assert_eq!(row.version.0, 1, "ballots make no other version of the decision");
    let own: Vec<_> = row.events.iter().map(|position| position.0).collect();
    assert_eq!(own, [0, 7, 8, 9], "its own are its proposal, and what was entered of meetings");
}

#[test]
fn an_objection_stands_until_it_is_lifted_or_its_voter_casts_another_ballot() {
    let (mut views, decision, voter) = (proposed(), DECISION, VOTER);
    let (reason, yes, no) = (OwnText(Commitment::new([0; 32], 1)), say(Say::Yes), say(Say::No));
    fold(&mut views, ObjectionRaised { decision, voter, reason, was: None });
    fold(&mut views, ObjectionLifted { decision, voter });
    let lifted_at = |views: &Views| views.decisions.objections(decision, None).next().unwrap().lifted_at;
    assert_eq!(lifted_at(&views), Stamp::from_millis(2));
    fold(&mut views, BallotCastPseudonymously { decision, voter, ballot: say(Say::Abstain), was: Some(yes.clone()) });
    assert_eq!(lifted_at(&views), Stamp::from_millis(2), "it was lifted before");
    fold(&mut views, ObjectionRaised { decision, voter, reason, was: Some(say(Say::Abstain)) });
    assert_eq!(lifted_at(&views), None);
    fold(&mut views, BallotCastPseudonymously { decision, voter, ballot: yes, was: Some(no) });
    assert_eq!(lifted_at(&views), Stamp::from_millis(5));
    assert_eq!(views.decisions.ballots(decision), 1);
    assert_eq!(views.decisions.objections(decision, Some(voter)).count(), 0);
}

#[test]
fn a_decision_is_found_by_what_it_is_linked_to() {
    let (mut views, decision) = (proposed(), DECISION);
    let to = Origin::Meeting(MeetingId(Uuid::from_u128(2)));
    let found = |views: &Views, origin| {
        views.decisions.list(Filter { origin: Some(origin), ..Filter::default() }, None).map(|row| row.id).next()
    };
    fold(&mut views, Linked { decision, to });
    assert_eq!(found(&views, to), Some(decision));
    assert_eq!(found(&views, Origin::Decision(decision)), None);
    fold(&mut views, Unlinked { decision, to });
    assert_eq!(found(&views, to), None);
    assert_eq!(views.head, Position(3));
}
