use super::*;
use crate::tally::ballot::Say::{self, Abstain, No, Yes};
use crate::tally::rules::{Base, Quorum, Threshold};
use crate::tally::trace::QuorumCount;

fn said(method: Method, yes: u32, no: u32, abstain: u32) -> Input {
    let say = |say: Say| Ballot::Say(say);
    let input = input(method, 0).cast_by(yes, say(Yes)).cast_by(no, say(No)).cast_by(abstain, say(Abstain));
    Input { ballots: input.ballots.iter().filter(|counted| counted.count > 0).cloned().collect(), ..input }
}

fn passes(method: Method, yes: u32, no: u32, abstain: u32) -> bool {
    let tally = tally(&said(method, yes, no, abstain));
    assert_eq!(tally.sums, Sums::Says { yes, no, abstain });
    tally.outcome == Outcome::Passed {}
}

#[test]
fn consent_is_that_somebody_takes_part_and_nobody_objects() {
    let consents = |yes, no, abstain| passes(Method::Consent {}, yes, no, abstain);
    assert!(consents(1, 0, 0) && consents(0, 0, 1));
    assert!(!consents(9, 1, 0));
    assert!(!consents(0, 0, 0));
}

#[test]
fn a_simple_majority_is_more_yes_than_no() {
    let passes = |yes, no, abstain| {
        passes(Method::Majority { threshold: Threshold::Simple, base: Base::Expressed }, yes, no, abstain)
    };
    assert!(passes(1, 0, 0) && passes(1, 0, 90) && passes(4, 3, 0));
    assert!(!passes(3, 3, 0) && !passes(0, 0, 5) && !passes(0, 0, 0));
}

#[test]
fn an_absolute_majority_is_more_than_half_of_its_base() {
    let passes =
        |base, yes, no, abstain| passes(Method::Majority { threshold: Threshold::Absolute, base }, yes, no, abstain);
    assert!(passes(Base::Expressed, 4, 3, 90) && !passes(Base::Expressed, 3, 3, 0));
    assert!(passes(Base::Cast, 4, 3, 0) && !passes(Base::Cast, 4, 3, 1));
    // Of an electorate of 100.
    assert!(passes(Base::Electorate, 51, 0, 0) && !passes(Base::Electorate, 50, 0, 0));
    assert!(!passes(Base::Expressed, 0, 0, 3) && !passes(Base::Cast, 0, 0, 0));
}

#[test]
fn two_thirds_are_enough_where_they_are_asked_for() {
    let passes =
        |base, yes, no, abstain| passes(Method::Majority { threshold: Threshold::TwoThirds, base }, yes, no, abstain);
    assert!(passes(Base::Expressed, 2, 1, 90) && !passes(Base::Expressed, 3, 2, 0));
    assert!(passes(Base::Cast, 4, 1, 1) && !passes(Base::Cast, 4, 1, 2));
    assert!(passes(Base::Electorate, 67, 33, 0) && !passes(Base::Electorate, 66, 0, 0));
    // Two thirds of nobody is no majority.
    assert!(!passes(Base::Expressed, 0, 0, 0) && !passes(Base::Expressed, 0, 0, 9) && !passes(Base::Cast, 0, 0, 0));
    let empty = Input {
        electorate: 0,
        ..said(Method::Majority { threshold: Threshold::TwoThirds, base: Base::Electorate }, 0, 0, 0)
    };
    assert_eq!(tally(&empty).outcome, Outcome::Rejected {});
}

#[test]
fn a_majority_tells_how_many_it_needed() {
    let held = |threshold, base, yes, no, abstain| {
        let tally = tally(&said(Method::Majority { threshold, base }, yes, no, abstain));
        tally.trace.last().cloned().unwrap()
    };
    let is = |yes, needed, of| Step::Held { yes, needed, of };
    assert_eq!(held(Threshold::Simple, Base::Expressed, 5, 3, 2), is(5, 4, 8));
    assert_eq!(held(Threshold::Absolute, Base::Cast, 5, 3, 2), is(5, 6, 10));
    assert_eq!(held(Threshold::Absolute, Base::Cast, 5, 3, 3), is(5, 6, 11));
    assert_eq!(held(Threshold::TwoThirds, Base::Expressed, 5, 3, 2), is(5, 6, 8));
    assert_eq!(held(Threshold::TwoThirds, Base::Electorate, 5, 3, 2), is(5, 67, 100));
    assert_eq!(held(Threshold::TwoThirds, Base::Expressed, 0, 0, 2), is(0, 1, 0));
}

#[test]
fn a_ballot_that_does_not_fit_is_not_counted_but_was_cast() {
    let method = Method::Majority { threshold: Threshold::Absolute, base: Base::Cast };
    let doctored = said(method, 2, 0, 0).cast_by(2, approve(&[]));
    let tally = tally(&doctored);
    assert_eq!(tally.sums, Sums::Says { yes: 2, no: 0, abstain: 0 });
    assert_eq!(tally.trace.last(), Some(&Step::Held { yes: 2, needed: 3, of: 4 }));
}

#[test]
fn without_quorum_nothing_is_decided_but_the_sums_are_told() {
    let with = |quorum| {
        let mut input = said(Method::Consent {}, 7, 0, 4);
        input.rules.quorum = Some(quorum);
        tally(&input)
    };
    assert_eq!(with(Quorum::Ballots(11)).outcome, Outcome::Passed {});
    assert_eq!(with(Quorum::Percent(11.try_into().unwrap())).outcome, Outcome::Passed {});
    let short = with(Quorum::Percent(12.try_into().unwrap()));
    assert_eq!(short.outcome, Outcome::NoQuorum {});
    assert_eq!(short.sums, Sums::Says { yes: 7, no: 0, abstain: 4 });
    let quorum = QuorumCount { needed: 12, cast: 11, electorate: 100, is_met: false };
    assert_eq!(short.trace.first(), Some(&Step::Quorum(quorum)));
    // A part of an electorate is rounded up.
    let mut few = said(Method::Consent {}, 1, 0, 0);
    (few.electorate, few.rules.quorum) = (3, Some(Quorum::Percent(34.try_into().unwrap())));
    assert_eq!(few.quorum().needed, 2);
}
