#![allow(clippy::unwrap_used)]
use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::json;
use uuid::Uuid;

use super::super::ballot::{Ballot, Say, Standing};
use super::super::document::{Format, RecordedOutcome, Titled};
use super::super::electorate::Electorate;
use super::super::input::Counted;
use super::super::rules::{Approval, Base, Budget, BudgetBallot, BudgetRule, Limits, Rules, Satisfaction};
use super::super::rules::{Threshold, TieBreak};
use super::super::tally;
use super::*;
use crate::amount::{Amount, Minor};
use crate::class::{Few, LogSafe};
use crate::ids::{Position, Pseudonym};

fn actor(n: u8) -> ActorId {
    ActorId(Uuid::from_u128(n.into()))
}

fn by(n: u8, ballot: Ballot) -> Counted {
    Counted { voter: Some(Voter::Actor(actor(n))), ballot, count: 1 }
}

fn rules(mode: BallotMode, method: Method) -> Rules {
    Rules { method, mode, quorum: None, ties: TieBreak::ListedFirst }
}

/// Six might vote; four say yes, and one says no.
fn input() -> Input {
    let method = Method::Majority { threshold: Threshold::Simple, base: Base::Expressed };
    let say = |n| by(n, Ballot::Say(if n == 2 { Say::No } else { Say::Yes }));
    Input {
        decision: DecisionId(Uuid::from_u128(1)),
        rules: rules(BallotMode::RollCall, method),
        options: vec![],
        electorate: 6,
        pool: vec![],
        seed: None,
        ballots: (1..=5).map(say).collect(),
    }
}

fn approval() -> Input {
    let method = Method::Approval(Approval { winners: 1, most: None, least: None });
    let approve = |n| by(n, Ballot::Approve([OptionNo(0)].into()));
    Input {
        rules: rules(BallotMode::RollCall, method),
        options: (0..3).map(|n| Standing { option: OptionNo(n), cost: None }).collect(),
        ballots: (1..=5).map(approve).collect(),
        ..input()
    }
}

fn sortition() -> Input {
    let mut input = input();
    input.rules = rules(BallotMode::RollCall, Method::Sortition { seats: 2 });
    input.pool = (1..=6).map(actor).collect();
    input.ballots.clear();
    input
}

/// A document in which nothing is wrong.
fn document(mut input: Input) -> Document {
    let ids: Vec<_> = (1..=6).map(actor).collect();
    let seed = input.rules.needs_seed().then(|| {
        let told = Sha([7; 32]);
        Draw { promised: promise(told), told, draw: vec![3, 17, 42] }
    });
    input.seed = seed.as_ref().map(Draw::seed);
    let Tally { outcome, sums, .. } = tally(&input);
    Document {
        format: Format::V1,
        origin: "tresse.invalid/here".parse().unwrap(),
        decision: input.decision,
        position: Position(120),
        question: Some("Do we?".into()),
        options: input.options.iter().map(|standing| Titled { option: standing.option, title: None }).collect(),
        electorate: Electorate {
            rule: json!({ "kind": "members" }),
            at_position: Position(100),
            count: 6,
            sha256: electorate_sha256(&ids),
            ids,
        },
        seed,
        recorded: Some(RecordedOutcome { outcome, sums, input: Some(input.sha256()) }),
        input: Some(input),
    }
}

/// What is found when something was changed in an input, and the rest of the document agrees with that.
fn found_in(input: Input) -> Vec<Finding> {
    document(input).check().findings
}

/// What is found when something was changed in a document after the fact.
fn found_after(input: Input, change: impl FnOnce(&mut Document)) -> Vec<Finding> {
    let mut document = document(input);
    change(&mut document);
    document.check().findings
}

fn in_input(document: &mut Document) -> &mut Input {
    document.input.as_mut().unwrap()
}

#[test]
fn a_sound_document_yields_nothing_and_says_what_it_cannot_tell() {
    for input in [input(), approval(), sortition()] {
        let document = document(input);
        let report = document.check();
        assert_eq!(report.findings, []);
        assert_eq!(report.tally, Some(tally(document.input.as_ref().unwrap())));
        assert_eq!(report.input, Some(document.input.as_ref().unwrap().sha256()));
        let draw: &[_] = if document.seed.is_some() { &[Unchecked::PublicDraw] } else { &[] };
        assert_eq!(report.unchecked, [draw, &[Unchecked::ElectorateByItsRule, Unchecked::History]].concat());
    }
}

#[test]
fn a_document_reads_back_as_it_was_written_and_another_format_is_refused() {
    for input in [input(), approval(), sortition()] {
        let document = document(input);
        let text = serde_json::to_string(&document).unwrap();
        assert!(text.starts_with(r#"{"format":"tresse/decision/v1","origin":"#), "{text}");
        assert_eq!(serde_json::from_str::<Document>(&text).unwrap(), document);
        for other in ["tresse/decision/v2", ""] {
            let other = text.replacen("tresse/decision/v1", other, 1);
            assert!(serde_json::from_str::<Document>(&other).is_err(), "{other}");
        }
    }
}

#[test]
fn another_electorate_than_the_opening_binds_is_found() {
    let swapped = found_after(input(), |document| document.electorate.ids[5] = actor(9));
    assert!(matches!(swapped[..], [Finding::ElectorateHash { .. }]), "{swapped:?}");
    let fewer = found_after(input(), |document| _ = document.electorate.ids.pop());
    let count = Finding::ElectorateCount { stated: 6, listed: 5 };
    assert!(matches!(&fewer[..], [found, Finding::ElectorateHash { .. }] if *found == count), "{fewer:?}");
    let disordered = found_after(input(), |document| document.electorate.ids.swap(0, 1));
    assert_eq!(disordered, [Finding::NotInOrder { listing: Listing::Electorate }]);
    let mut more = input();
    more.electorate = 7;
    assert_eq!(found_in(more), [Finding::ElectorateDiffers { stated: 6, counted_with: 7 }]);
}

#[test]
fn a_secret_that_was_not_promised_and_a_seed_that_is_not_its_are_found() {
    let broken = found_after(sortition(), |document| {
        document.seed.as_mut().unwrap().promised = Sha([0; 32]);
    });
    let recomputed = promise(Sha([7; 32]));
    assert_eq!(broken, [Finding::SeedNotAsPromised { promised: Sha([0; 32]), recomputed }]);
    let redrawn = found_after(sortition(), |document| document.seed.as_mut().unwrap().draw = vec![3, 17, 43]);
    assert!(matches!(redrawn[..], [Finding::SeedDiffers { counted_with: Some(_), recomputed: Some(_) }]));
    let untold = found_after(sortition(), |document| document.seed = None);
    assert!(matches!(untold[..], [Finding::SeedDiffers { counted_with: Some(_), recomputed: None }]));
}

#[test]
fn an_outcome_by_lot_without_a_seed_is_found_and_before_it_only_told() {
    let mut document = document(sortition());
    document.seed = None;
    document.input.as_mut().unwrap().seed = None;
    assert!(document.check().findings.contains(&Finding::SeedMissing {}));
    document.recorded = None;
    let report = document.check();
    assert_eq!(report.findings, []);
    assert!(report.unchecked.contains(&Unchecked::SeedNotTold));
}

#[test]
fn an_input_that_is_not_the_recorded_one_is_found() {
    let doctored = found_after(input(), |document| in_input(document).ballots[0].ballot = Ballot::Say(Say::No));
    assert!(matches!(doctored[..], [Finding::InputHash { .. }, ..]), "{doctored:?}");
    let other = DecisionId(Uuid::from_u128(2));
    let another = found_after(input(), |document| document.decision = other);
    assert_eq!(another, [Finding::OtherDecision { input: DecisionId(Uuid::from_u128(1)) }]);
}

#[test]
fn rules_and_options_that_make_no_sense_are_found_and_not_counted() {
    let mut senseless = approval();
    senseless.rules.method = Method::Approval(Approval { winners: 0, most: None, least: None });
    let mut disordered = approval();
    disordered.options.swap(0, 1);
    let mut repeated = approval();
    repeated.options[1].option = OptionNo(0);
    let mut too_many = approval();
    too_many.options = (0..=MAX_OPTIONS).map(|n| Standing { option: OptionNo(n), cost: None }).collect();
    let mut without_cost = approval();
    without_cost.rules.method = Method::Budget(Budget {
        budget: Amount { minor: Minor::try_from(1_000).unwrap(), currency: "EUR".parse().unwrap() },
        ballot: BudgetBallot::Approval,
        satisfaction: Satisfaction::Votes,
        rule: BudgetRule::Greedy {},
        limits: Limits::default(),
    });
    let unfit = |n| Finding::OptionUnfit { option: OptionNo(n) };
    let disorder = || Finding::NotInOrder { listing: Listing::Options };
    for (input, wanted) in [
        (senseless, vec![Finding::RulesMakeNoSense { why: Senseless::Parameter }]),
        (disordered, vec![disorder()]),
        (repeated, vec![disorder()]),
        (too_many, vec![Finding::TooManyOptions { options: 513 }, unfit(512)]),
        (without_cost, vec![unfit(0), unfit(1), unfit(2)]),
    ] {
        let report = input.check();
        assert_eq!(report.findings, wanted);
        assert_eq!(report.tally, None);
        assert_eq!(report.unchecked, [Unchecked::NotCounted, Unchecked::BareInput]);
    }
}

#[test]
fn an_option_that_is_not_the_decisions_is_found() {
    let unlisted = found_after(approval(), |document| _ = document.options.remove(1));
    assert_eq!(unlisted, [Finding::OptionNotListed { option: OptionNo(1) }]);
    let disordered = found_after(approval(), |document| document.options.swap(0, 1));
    assert_eq!(disordered, [Finding::NotInOrder { listing: Listing::Titles }]);
}

#[test]
fn a_pool_that_is_not_the_electorate_is_found() {
    let mut other = sortition();
    other.pool[5] = actor(9);
    assert_eq!(found_in(other), [Finding::PoolDiffers {}]);
    let mut fewer = sortition();
    fewer.pool.pop();
    assert_eq!(fewer.check().findings, [Finding::PoolDiffers {}]);
    assert_eq!(found_in(fewer), [Finding::PoolDiffers {}]);
    let mut useless = input();
    useless.pool = (1..=6).map(actor).collect();
    assert_eq!(found_in(useless), [Finding::PoolDiffers {}]);
    let mut disordered = sortition();
    disordered.pool.swap(0, 1);
    let found = [Finding::PoolDiffers {}, Finding::NotInOrder { listing: Listing::Pool }];
    assert_eq!(found_in(disordered), found);
}

#[test]
fn a_ballot_that_does_not_fit_is_found_with_its_place() {
    let mut input = approval();
    input.ballots[3].ballot = Ballot::Approve([OptionNo(7)].into());
    assert_eq!(found_in(input), [Finding::BallotUnfit { index: 3, why: Unfit::UnknownOption }]);
    let mut named = approval();
    named.ballots[4].voter = Some(Voter::Person(Pseudonym([7; 16])));
    assert_eq!(found_in(named), [Finding::VoterUnfit { index: 4 }]);
    let mut heavy = approval();
    heavy.ballots[0].count = 2;
    heavy.ballots[1].count = 0;
    let count = |index, count| Finding::CountUnfit { index, count };
    assert_eq!(found_in(heavy), [count(0, 2), count(1, 0)]);
    let mut disordered = approval();
    disordered.ballots.swap(0, 1);
    assert_eq!(found_in(disordered), [Finding::NotInOrder { listing: Listing::Ballots }]);
}

#[test]
fn who_votes_twice_or_might_not_is_found_and_so_are_too_many() {
    let mut twice = approval();
    twice.ballots[1].voter = Some(Voter::Actor(actor(1)));
    assert_eq!(found_in(twice), [Finding::VoterTwice { voter: Voter::Actor(actor(1)) }]);
    let mut foreign = approval();
    foreign.ballots[4].voter = Some(Voter::Actor(actor(9)));
    assert_eq!(found_in(foreign), [Finding::VoterNotInElectorate { voter: actor(9) }]);
    let mut stuffed = approval();
    stuffed.ballots.insert(0, Counted { voter: None, ballot: Ballot::Approve([OptionNo(1)].into()), count: 2 });
    let stuffed = document(stuffed).check();
    assert_eq!(stuffed.findings, [Finding::MoreBallotsThanVoters { cast: 7, electorate: 6 }]);
    assert!(stuffed.unchecked.contains(&Unchecked::VotersOfUnnamedBallots));
}

#[test]
fn a_secret_ballot_names_nobody_and_a_pseudonym_no_actor() {
    let mut input = approval();
    input.rules.mode = BallotMode::Secret;
    let everybody: Vec<_> = (0..5).map(|index| Finding::VoterUnfit { index }).collect();
    assert_eq!(found_in(input.clone()), everybody);
    input.rules.mode = BallotMode::Pseudonymous;
    assert_eq!(found_in(input.clone()), everybody);
    for (n, counted) in (1..).zip(&mut input.ballots) {
        counted.voter = Some(Voter::Person(Pseudonym([n; 16])));
    }
    let report = document(input).check();
    assert_eq!(report.findings, []);
    assert!(report.unchecked.contains(&Unchecked::EligibilityOfPseudonyms));
}

#[test]
fn an_outcome_or_sums_that_do_not_come_of_the_ballots_are_found() {
    let other = Outcome::Elected { options: Few::new(vec![OptionNo(2)]).unwrap() };
    let differs = found_after(approval(), |document| document.recorded.as_mut().unwrap().outcome = other.clone());
    let recomputed = tally(&approval()).outcome;
    assert_eq!(differs, [Finding::OutcomeDiffers { recorded: other, recomputed }]);
    let other = Sums::Says { yes: 1, no: 2, abstain: 3 };
    let differs = found_after(approval(), |document| document.recorded.as_mut().unwrap().sums = other.clone());
    assert_eq!(differs, [Finding::SumsDiffer { recorded: other, recomputed: tally(&approval()).sums }]);
}

#[test]
fn what_is_not_there_is_not_checked_and_said_to_be_so() {
    let mut document = document(input());
    document.recorded = None;
    assert!(document.check().unchecked.contains(&Unchecked::NoOutcomeYet));
    document.input = None;
    let report = document.check();
    assert_eq!((report.findings, report.tally, report.input), (vec![], None, None));
    assert!(report.unchecked.contains(&Unchecked::BallotsNotPublished));
}

#[test]
fn codes_are_distinct_words_and_fields_stand_beside_them() {
    let finding = Finding::BallotUnfit { index: 3, why: Unfit::SumOutOfRange };
    let wanted = json!({ "code": "ballot_unfit", "index": 3, "why": "sum_out_of_range" });
    assert_eq!(serde_json::to_value(finding).unwrap(), wanted);
    let wanted = json!({ "code": "not_in_order", "listing": "ballots" });
    assert_eq!(serde_json::to_value(Finding::NotInOrder { listing: Listing::Ballots }).unwrap(), wanted);
    let words: BTreeSet<_> = Unchecked::ALL.iter().map(|unchecked| unchecked.as_str()).collect();
    assert_eq!(words.len(), Unchecked::ALL.len());
}

/// An input of drawn parts: few of them fit together, and numbers are at their edges as often as not.
fn rubbish(numbers: &[u64]) -> Input {
    let mut numbers = numbers.iter().cycle();
    let mut draw = |below: u64| match *numbers.next().unwrap() {
        edge if edge % 4 == 0 => below - 1,
        edge if edge % 4 == 1 => 0,
        inner => inner % below,
    };
    let mut rules = Rules::example(&mut draw);
    let few = draw(6);
    if let Method::Budget(Budget { budget, rule: BudgetRule::EqualShares { .. }, .. }) = &mut rules.method {
        // A completion takes as many turns as there are units.
        budget.minor = Minor::try_from(budget.minor.get() % 100_000).unwrap();
    }
    Input {
        decision: DecisionId::example(&mut draw),
        rules,
        options: (0..few)
            .map(|_| Standing { option: OptionNo::example(&mut draw), cost: Option::example(&mut draw) })
            .collect(),
        electorate: u32::example(&mut draw),
        pool: (0..few).map(|_| ActorId::example(&mut draw)).collect(),
        seed: Option::example(&mut draw),
        ballots: (0..few)
            .map(|_| {
                let actor = (draw(4) == 0).then(|| Voter::Actor(ActorId::example(&mut draw)));
                let person = (draw(4) == 0).then(|| Voter::Person(Pseudonym::example(&mut draw)));
                Counted { voter: actor.or(person), ..Counted::example(&mut draw) }
            })
            .collect(),
    }
}

proptest! {
    #[test]
    fn no_rubbish_brings_it_down(numbers in prop::collection::vec(any::<u64>(), 1..64), is_ordered: bool) {
        let mut input = rubbish(&numbers);
        if is_ordered {
            input.options.sort_unstable_by_key(|standing| standing.option);
            input.options.dedup_by_key(|standing| standing.option);
            input = input.in_order();
        }
        let bare = input.check();
        prop_assert_eq!(bare.tally.is_some(), !bare.unchecked.contains(&Unchecked::NotCounted));
        prop_assert_eq!(bare.input, Some(input.sha256()));
        // It is counted whatever it is, and a document of it looked at.
        let _ = tally(&input);
        let report = document(input).check();
        prop_assert_eq!(report.tally.is_some(), bare.tally.is_some());
    }
}
