//! Secret ballots: what the history tells of them while they lie in the urn, and at the close.

use super::parts::{Part, cut, sha256};
use super::*;
use crate::actor::Joined;
use crate::envelope::{Act, By};
use crate::ids::EventId;
use crate::tally::input::{Counted, Input};
use crate::tally::outcome::Sums;

fn secret() -> Given {
    open(proposed(rules(approval(), BallotMode::Secret)))
}

/// The ballot of voter `n`: some are equal.
fn ballot(n: u8) -> Ballot {
    approve(&[u16::from(n % 3)])
}

fn cast_by(given: Given, voters: u8) -> Given {
    (1..=voters).fold(given, |given, n| given.by(n).after(as_person(n, ballot(n))))
}

/// So many have voted, and what lies in the urn is known.
fn with(voters: u8) -> Given {
    cast_by(secret(), voters).knowing_urn((1..=voters).rev().map(ballot))
}

fn some(ballot: Ballot, count: u32) -> Counted {
    Counted { voter: None, ballot, count }
}

fn published(i: u16, of: u16, items: &[Counted]) -> BallotsPublishedPart {
    BallotsPublishedPart { decision: road(), i, of, items: Part::new(items.to_vec()).unwrap() }
}

fn closed_in(ballots: u32, parts: u16, items: &[Counted]) -> Closed {
    Closed { parts: Some(parts), sha256: Some(sha256(items)), ..closed(ballots) }
}

/// What comes of these ballots, of which nothing else is told.
fn untold(given: &Given, ballots: &[Ballot]) -> OutcomeRecorded {
    let (row, vote) = (row(given), vote(given));
    let input = Input {
        decision: road(),
        rules: row.rules,
        options: vote.options.to_vec(),
        electorate: u32::try_from(vote.electorate.len()).unwrap(),
        pool: vec![],
        seed: vote.seed,
        ballots: parts::counted(ballots),
    };
    OutcomeRecorded { decision: road(), outcome: tally(&input).outcome, sums: Sums::Untold {}, input: None }
}

#[test]
fn that_somebody_voted_is_told_once_and_that_somebody_voted_again_without_saying_who() {
    let first = BallotCastSecretly { decision: road(), voter: pseudonym(ANNE) };
    secret().by(ANNE).when(as_person(ANNE, ballot(0))).then([first.clone()]);
    let with = || secret().by(ANNE).after(as_person(ANNE, ballot(0)));
    for again in [ballot(0), ballot(1)] {
        with().when(as_person(ANNE, again)).then([UrnStirred { decision: road() }]);
    }
    let stirred = with().after(as_person(ANNE, ballot(1)));
    assert_eq!((vote(&stirred).cast(), vote(&stirred).ballots.len()), (1, 0));
    with().does_not_admit(first, Refusal::CastAlready);
    secret().does_not_admit(UrnStirred { decision: road() }, Refusal::BallotsDiffer);
}

#[test]
fn a_secret_ballot_is_late_and_out_of_place_like_any_other() {
    let timed = open(Proposed { closes_at: Some(at(100)), ..proposed(rules(approval(), BallotMode::Secret)) });
    let late = cast_by(timed, 1).later(100);
    late.clone().by(ANNE).when(as_person(ANNE, ballot(1))).refuses(Refusal::Late);
    late.clone().by(BILAL).when(as_person(BILAL, ballot(1))).refuses(Refusal::Late);
    late.does_not_admit(UrnStirred { decision: road() }, Refusal::Late);
    let closed = with(5).after(close()).by(ANNE);
    closed.when(as_person(ANNE, ballot(1))).refuses(Refusal::NotOpen);
}

#[test]
fn an_urn_that_nobody_used_is_closed_unread() {
    secret().when(close()).then([closed(0)]);
    let after = secret().after(close());
    let recorded = counted(&after);
    after.when(Command::RecordOutcome(recorded.clone())).then([recorded]);
}

#[test]
fn fewer_than_five_ballots_are_counted_at_the_close_and_published_nowhere() {
    for voters in 1..=4 {
        let with = with(voters);
        let recorded = untold(&with, &(1..=voters).map(ballot).collect::<Vec<_>>());
        with.clone().when(close()).then::<Event>([closed(voters.into()).into(), recorded.clone().into()]);
        let after = with.after(close());
        assert_eq!((row(&after).phase, row(&after).outcome), (Phase::Decided, Some(recorded.outcome)));
        assert!(vote(&after).published.is_empty() && row(&after).input(road()).is_none());
        assert_eq!(after.state().decision.to_count().count(), 0);
    }
}

#[test]
fn five_ballots_are_published_in_ascending_order_without_their_voters() {
    let items = [some(approve(&[0]), 1), some(approve(&[1]), 2), some(approve(&[2]), 2)];
    let events: [Event; 2] = [closed_in(5, 1, &items).into(), published(0, 1, &items).into()];
    with(5).when(close()).then(events);
    let after = with(5).after(close());
    assert_eq!(vote(&after).published.iter().cloned().collect::<Vec<_>>(), items);
    let recorded = counted(&after);
    assert_eq!(row(&after).input(road()).unwrap().ballots, items);
    after.clone().when(Command::RecordOutcome(recorded.clone())).then([recorded]);
    after.when(close()).then_nothing();
}

#[test]
fn a_ballot_that_was_changed_counts_once() {
    let with = cast_by(cast_by(secret(), 5), 3).knowing_urn((1..=5).map(ballot));
    assert_eq!(vote(&with).cast(), 5);
    assert_eq!(with.when(close()).events().len(), 2);
}

/// 20 persons score 512 options each: some 120 KiB.
fn large() -> (Given, Vec<Ballot>) {
    let voters: Vec<_> = (0..20).map(|n| 20 + n).collect();
    let method = Method::Score(Score { winners: 1, highest: 1_000 });
    let options = (0..MAX_OPTIONS).map(|n| option(n, None));
    let network = given([founding()]).and(voters.iter().map(|n| Joined { ..joined(*n, ActorKind::Person) }));
    let rules = rules(method, BallotMode::Secret);
    let begun = network.and([proposed(rules.clone())]).and(options).after(Command::Open(road(), drawn(&rules)));
    let ballot = |n: u8| points(&(0..MAX_OPTIONS).map(|option| (option, 1_000 - u16::from(n))).collect::<Vec<_>>());
    let cast = voters.iter().fold(begun, |given, n| given.by(*n).after(as_person(*n, ballot(*n))));
    let ballots: Vec<_> = voters.iter().copied().map(ballot).collect();
    (cast.knowing_urn(ballots.clone()), ballots)
}

#[test]
fn many_ballots_are_published_in_parts() {
    let (with, ballots) = large();
    let events = with.clone().when(close()).events();
    let all = parts::counted(&ballots);
    let cut = cut(&all);
    assert_eq!(cut.len(), 3);
    let told = cut.iter().zip(0..).map(|(items, i)| published(i, 3, items.as_slice()).into());
    assert_eq!(
        events,
        [Event::from(closed_in(20, 3, &all)).into()]
            .into_iter()
            .chain(told.map(|e: Event| e.into()))
            .collect::<Vec<_>>()
    );
    let after = with.after(close());
    assert_eq!((vote(&after).missing_parts, vote(&after).published.len()), (0, 20));
    assert_eq!(row(&after).to_count(road()).unwrap().ballots, all);
}

#[test]
fn nothing_is_counted_while_parts_are_missing() {
    let (with, ballots) = large();
    let all = parts::counted(&ballots);
    let cut = cut(&all);
    let part = |i: u16| published(i, 3, cut[usize::from(i)].as_slice());
    let begun = with.and([closed_in(20, 3, &all)]);
    let outcome = || OutcomeRecorded { outcome: Outcome::NothingElected {}, ..untold(&begun, &[]) };
    let two = begun.clone().and([part(0), part(1)]);
    for missing in [&begun, &two] {
        assert_eq!((row(missing).input(road()), missing.clone().state().decision.to_count().count()), (None, 0));
        missing.clone().does_not_admit(outcome(), Refusal::NotClosed);
    }
    let after = two.and([part(2)]);
    let recorded = counted(&after);
    after.and([recorded]).does_not_admit(part(2), Refusal::NotClosed);
}

#[test]
fn doctored_parts_are_not_admitted() {
    let (with, ballots) = large();
    let all = parts::counted(&ballots);
    let cut = cut(&all);
    let items = |i: usize| cut[i].as_slice();
    let begun = || with.clone().and([closed_in(20, 3, &all)]);
    for (i, of, taken) in [(1, 3, 1), (0, 4, 0), (2, 5, 0), (0, 1, 0), (4, 3, 0)] {
        begun().does_not_admit(published(i, of, items(taken)), Refusal::BallotsDiffer);
    }
    begun().does_not_admit(published(0, 3, &[]), Refusal::BallotsDiffer);
    let first = || begun().and([published(0, 3, items(0))]);
    first().does_not_admit(published(0, 3, items(0)), Refusal::BallotsDiffer);
    first().does_not_admit(published(1, 3, items(0)), Refusal::BallotsDiffer);
    first().does_not_admit(published(2, 3, items(2)), Refusal::BallotsDiffer);
    let two = || first().and([published(1, 3, items(1))]);
    two().does_not_admit(published(2, 3, &items(2)[1..]), Refusal::BallotsDiffer);
    let mut more = items(2).to_vec();
    more[0].count = 2;
    two().does_not_admit(published(2, 3, &more), Refusal::BallotsDiffer);
    two().and([published(2, 3, items(2))]).does_not_admit(published(3, 3, items(2)), Refusal::BallotsDiffer);
}

#[test]
fn doctored_ballots_are_not_admitted_whatever_hash_the_close_tells() {
    let fitting = [some(approve(&[0]), 1), some(approve(&[1]), 4)];
    let told = |items: &[Counted]| with(5).and([closed_in(5, 1, items)]);
    told(&fitting).does_not_admit(published(0, 1, &fitting[1..]), Refusal::BallotsDiffer);
    let of_another_hash = [some(approve(&[0]), 2), some(approve(&[1]), 3)];
    told(&fitting).does_not_admit(published(0, 1, &of_another_hash), Refusal::BallotsDiffer);
    let fewer = [some(approve(&[0]), 4)];
    told(&fewer).does_not_admit(published(0, 1, &fewer), Refusal::BallotsDiffer);
    let more = [some(approve(&[0]), 6)];
    told(&more).does_not_admit(published(0, 1, &more), Refusal::BallotsDiffer);
    let unknown = [some(approve(&[3]), 5)];
    told(&unknown).does_not_admit(published(0, 1, &unknown), Refusal::BallotUnknownOption);
    let of_another_method = [some(YES, 5)];
    told(&of_another_method).does_not_admit(published(0, 1, &of_another_method), Refusal::OtherMethod);
    let (one, other) = (some(approve(&[1]), 2), some(approve(&[0]), 3));
    let out_of_order = [one.clone(), other.clone()];
    let begun = || with(5).and([closed_in(5, 2, &out_of_order)]).and([published(0, 2, std::slice::from_ref(&one))]);
    begun().does_not_admit(published(1, 2, std::slice::from_ref(&other)), Refusal::BallotsDiffer);
    begun().does_not_admit(published(1, 2, &[some(approve(&[1]), 3)]), Refusal::BallotsDiffer);
}

#[test]
fn a_close_tells_as_many_ballots_as_were_cast_and_publishes_five_or_more() {
    let items = [some(approve(&[0]), 5)];
    let all = || closed_in(5, 1, &items);
    with(5).and([all()]);
    for doctored in [
        closed(5),
        Closed { ballots: 4, ..all() },
        Closed { parts: Some(0), ..all() },
        Closed { parts: None, ..all() },
        Closed { sha256: None, ..all() },
    ] {
        with(5).does_not_admit(doctored, Refusal::BallotsDiffer);
    }
    with(4).does_not_admit(Closed { ballots: 4, ..all() }, Refusal::BallotsDiffer);
    with(4).does_not_admit(closed(5), Refusal::BallotsDiffer);
    open(proposed(rules(approval(), BallotMode::Pseudonymous)))
        .does_not_admit(closed_in(0, 1, &[]), Refusal::BallotsDiffer);
}

#[test]
fn ballots_are_published_after_a_secret_vote_has_closed_and_at_no_other_time() {
    let part = || published(0, 1, &[some(approve(&[0]), 5)]);
    with(5).does_not_admit(part(), Refusal::NotClosed);
    with(4).after(close()).does_not_admit(part(), Refusal::NotClosed);
    let roll_call = open(proposed(rules(approval(), BallotMode::RollCall)));
    roll_call.after(close()).does_not_admit(part(), Refusal::BallotsDiffer);
    with(5).and([voided()]).does_not_admit(part(), Refusal::Voided);
    network().does_not_admit(part(), Refusal::UnknownDecision);
}

#[test]
fn an_urn_that_does_not_hold_one_ballot_a_voter_is_not_closed() {
    cast_by(secret(), 5).when(close()).refuses(Refusal::UrnUnreadable);
    for other in [4, 6] {
        with(5).knowing_urn((1..=other).map(ballot)).when(close()).refuses(Refusal::UrnUnreadable);
    }
}

#[test]
fn what_came_of_too_few_ballots_tells_neither_sums_nor_a_hash() {
    let begun = || with(4).and([closed(4)]);
    let recorded = || untold(&begun(), &[]);
    begun().and([recorded()]);
    let sums = Sums::Options(vec![(OptionNo(0), 4)]);
    begun().does_not_admit(OutcomeRecorded { sums, ..recorded() }, Refusal::InputDiffers);
    let input = Some(promise(SECRET));
    begun().does_not_admit(OutcomeRecorded { input, ..recorded() }, Refusal::InputDiffers);
    let after = with(5).after(close());
    after.does_not_admit(recorded(), Refusal::InputDiffers);
}

#[test]
fn the_urn_is_needed_until_the_vote_is_closed_or_void() {
    let needed = |given: Given| given.state().decision.urn(urn());
    assert_eq!(needed(with(5)), Some(road()));
    for over in [with(4).after(close()), with(5).after(close()), with(5).and([voided()]), secret().and([voided()])] {
        assert_eq!(needed(over), None);
    }
}

#[test]
fn nothing_tells_a_secret_ballot_from_others() {
    let corrects = Act { corrects: Some(EventId(Uuid::from_u128(9))), ..Act::by(By::Actor(actor(ANNE))) };
    let earlier = Act { occurred_at: Some(at(1)), ..Act::by(By::Actor(actor(ANNE))) };
    for act in [corrects, earlier] {
        secret().acting(act.clone()).when(as_person(ANNE, ballot(0))).refuses(Refusal::ToldApart);
        let cast = BallotCastSecretly { decision: road(), voter: pseudonym(ANNE) };
        secret().acting(act.clone()).does_not_admit(cast, Refusal::ToldApart);
        let again = secret().by(ANNE).after(as_person(ANNE, ballot(0))).acting(act);
        again.does_not_admit(UrnStirred { decision: road() }, Refusal::ToldApart);
    }
}
