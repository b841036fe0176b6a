//! Given, when, then: the rules of requirements.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::actor::{ErasureReason, PersonalDataErased};
use crate::class::{CommonText, OwnText};
use crate::contribution::{self, SubmittedKind};
use crate::given::{
    Given, actor, contribution, decision, discussion, pseudonym, required, requirement, specification, specifying,
    submitted, text,
};
use crate::ids::SpecificationId;

const GARDEN: u8 = 1;
const OTHER: u8 = 2;
/// An idea that somebody submitted.
const IDEA: u8 = 9;
const BILAL: u8 = 2;

fn from(sources: &[Source]) -> Sources {
    Sources::new(sources.to_vec()).unwrap()
}

fn idea() -> Source {
    Source::Contribution(contribution(IDEA))
}

fn network() -> Given {
    specifying().and([submitted(IDEA, SubmittedKind::Idea, None)])
}

/// With one that comes from an idea.
fn with() -> Given {
    network().and([Proposed { from: from(&[idea()]), ..required(GARDEN, RequirementKind::Goal) }])
}

/// With another beside it.
fn with_two() -> Given {
    with().and([required(OTHER, RequirementKind::Means)])
}

fn part(n: u8) -> Proposed {
    let from = from(&[Source::Requirement(requirement(GARDEN))]);
    Proposed { from, ..required(n, RequirementKind::Goal) }
}

fn split(into: &[u8]) -> Split {
    Split { requirement: requirement(GARDEN), into: others(into) }
}

fn merged(into: u8, sources: &[u8]) -> Merged {
    Merged { requirement: requirement(into), sources: others(sources) }
}

fn others(ns: &[u8]) -> Others {
    Others::new(ns.iter().copied().map(requirement).collect()).unwrap()
}

fn rejected(n: u8) -> Rejected {
    Rejected { requirement: requirement(n), reason: CommonText(text()) }
}

fn amendment(number: u16) -> AmendmentProposed {
    AmendmentProposed {
        requirement: requirement(GARDEN),
        amendment: number,
        kind: RequirementKind::Means,
        title: OwnText(text()),
        description: None,
        reason: Some(OwnText(text())),
    }
}

/// With an amendment of Bilal's.
fn with_amendment() -> Given {
    with().and_by(BILAL, [amendment(1)])
}

fn accepted(decision: Option<DecisionId>) -> Amended {
    Amended {
        requirement: requirement(GARDEN),
        amendment: 1,
        kind: RequirementKind::Means,
        title: CommonText(text()),
        description: None,
        reason: None,
        decision,
    }
}

fn refused(decision: Option<DecisionId>) -> AmendmentRefused {
    AmendmentRefused { requirement: requirement(GARDEN), amendment: 1, reason: CommonText(text()), decision }
}

fn withdrawn(number: u16) -> AmendmentWithdrawn {
    AmendmentWithdrawn { requirement: requirement(GARDEN), amendment: number }
}

fn prioritise(n: u8, priority: Priority) -> Command {
    Command::Prioritise { requirement: requirement(GARDEN), person: pseudonym(n), priority }
}

fn prioritised(n: u8, priority: Priority, was: Option<Priority>) -> Prioritised {
    Prioritised { requirement: requirement(GARDEN), person: pseudonym(n), priority, was }
}

fn row(given: &Given, n: u8) -> Row {
    given.clone().state().requirement.get(requirement(n)).unwrap().clone()
}

#[test]
fn it_is_proposed_once_and_comes_from_what_stands() {
    let proposed = || Proposed { from: from(&[idea()]), ..required(GARDEN, RequirementKind::Goal) };
    network().when(Command::Propose(proposed())).then([proposed()]);
    with().when(Command::Propose(proposed())).refuses(Refusal::IdTaken);
    let elsewhere = Proposed { specification: SpecificationId(uuid::Uuid::max()), ..proposed() };
    network().when(Command::Propose(elsewhere)).refuses(Refusal::NoSpecification);
    discussion(1).when(Command::Propose(required(1, RequirementKind::Goal))).refuses(Refusal::NoSpecification);
    for unknown in [Source::Contribution(contribution(99)), Source::Requirement(requirement(99))] {
        let proposed = Proposed { from: from(&[unknown]), ..proposed() };
        network().when(Command::Propose(proposed)).refuses(Refusal::UnknownSource);
    }
    let gone = network().after(contribution::Command::Withdraw(contribution(IDEA)));
    gone.when(Command::Propose(proposed())).refuses(Refusal::SourceGone);
    with().and([rejected(GARDEN)]).when(Command::Propose(part(3))).refuses(Refusal::SourceGone);
}

#[test]
fn so_many_stand_and_no_more() {
    let full = specifying().and((0..=u8::MAX).map(|n| required(n, RequirementKind::Constraint)));
    let one_more = Proposed { requirement: RequirementId(uuid::Uuid::max()), ..required(1, RequirementKind::Goal) };
    full.clone().when(Command::Propose(one_more.clone())).refuses(Refusal::TooMany);
    let less = full.and([rejected(7)]);
    less.clone().when(Command::Propose(one_more.clone())).then([one_more.clone()]);
    less.and([one_more]).when(Command::Reinstate(requirement(7))).refuses(Refusal::TooMany);
}

#[test]
fn anyone_proposes_another_text_and_takes_it_back() {
    with().by(BILAL).when(Command::ProposeAmendment(amendment(0))).then([amendment(1)]);
    with_amendment().when(Command::ProposeAmendment(amendment(0))).then([amendment(2)]);
    with_amendment().does_not_admit(amendment(1), Refusal::AmendmentNumber);
    network().when(Command::ProposeAmendment(amendment(0))).refuses(Refusal::UnknownRequirement);
    with_amendment().by(BILAL).when(Command::WithdrawAmendment(withdrawn(1))).then([withdrawn(1)]);
    for unknown in [0, 2] {
        with_amendment().when(Command::WithdrawAmendment(withdrawn(unknown))).refuses(Refusal::UnknownAmendment);
    }
    let back = with_amendment().and_by(BILAL, [withdrawn(1)]);
    back.clone().when(Command::WithdrawAmendment(withdrawn(1))).refuses(Refusal::AmendmentOver);
    back.clone().when(Command::Amend(accepted(None))).refuses(Refusal::AmendmentOver);
    back.when(Command::RefuseAmendment(refused(None))).refuses(Refusal::AmendmentOver);
}

#[test]
fn so_many_amendments_and_no_more() {
    let full = with().and((1..=256).map(amendment));
    full.when(Command::ProposeAmendment(amendment(0))).refuses(Refusal::TooManyAmendments);
}

#[test]
fn an_accepted_amendment_is_its_next_text() {
    with_amendment().when(Command::Amend(accepted(None))).then([accepted(None)]);
    let after = with_amendment().and([accepted(None)]);
    let row = row(&after, GARDEN);
    assert_eq!((row.texts, row.kind), (2, RequirementKind::Means));
    let amendment = row.amendment(1).unwrap();
    assert_eq!((amendment.author, amendment.phase), (Some(actor(BILAL)), AmendmentPhase::Accepted));
    let other_kind = Amended { kind: RequirementKind::Goal, ..accepted(None) };
    with_amendment().does_not_admit(other_kind, Refusal::AmendmentKind);
    with_amendment().when(Command::RefuseAmendment(refused(None))).then([refused(None)]);
}

#[test]
fn an_amendment_whose_text_was_erased_is_not_accepted() {
    let erased = PersonalDataErased { actor: actor(BILAL), reason: ErasureReason::OwnRequest };
    let gone = with_amendment().and([erased]);
    gone.clone().when(Command::Amend(accepted(None))).refuses(Refusal::AmendmentErased);
    gone.when(Command::RefuseAmendment(refused(None))).then([refused(None)]);
}

#[test]
fn a_decision_answers_an_amendment_if_it_opened_on_the_requirement_and_says_so() {
    let about = [Origin::Requirement(requirement(GARDEN))];
    let by = Some(decision(1));
    let passed = || with_amendment().decided(1, &about, true);
    let failed = || with_amendment().decided(1, &about, false);
    passed().when(Command::Amend(accepted(by))).then([accepted(by)]);
    failed().when(Command::RefuseAmendment(refused(by))).then([refused(by)]);
    failed().when(Command::Amend(accepted(by))).refuses(Refusal::DecidedOtherwise);
    passed().when(Command::RefuseAmendment(refused(by))).refuses(Refusal::DecidedOtherwise);
    with_amendment().when(Command::Amend(accepted(by))).refuses(Refusal::UnknownDecision);
    with_amendment().voting(1, &about).when(Command::Amend(accepted(by))).refuses(Refusal::Undecided);
    let of_another = with_amendment().decided(1, &[Origin::Contribution(contribution(IDEA))], true);
    of_another.when(Command::Amend(accepted(by))).refuses(Refusal::DecisionUnlinked);
}

#[test]
fn a_person_has_one_priority_the_latest() {
    use Priority::{Could, Must};
    with().when(prioritise(1, Must)).then([prioritised(1, Must, None)]);
    let wanted = || with().and([prioritised(1, Must, None)]);
    wanted().when(prioritise(1, Must)).then_nothing();
    wanted().when(prioritise(1, Could)).then([prioritised(1, Could, Some(Must))]);
    wanted().does_not_admit(prioritised(1, Could, None), Refusal::PriorityWas);
    with().does_not_admit(prioritised(1, Could, Some(Must)), Refusal::PriorityWas);
    let row = row(&wanted().after(prioritise(2, Could)), GARDEN);
    assert_eq!((row.priorities.persons(), row.priorities.median()), (2, Some(Could)));
    assert_eq!(row.version, Version(1), "a scoped act is no event of its own");
}

#[test]
fn it_is_split_into_parts_that_come_from_it() {
    let parts = || with_two().and([part(3), part(4)]);
    parts().when(Command::Split(split(&[3, 4]))).then([split(&[3, 4])]);
    for too_few in [&[3][..], &[]] {
        parts().when(Command::Split(split(too_few))).refuses(Refusal::TooFewParts);
    }
    parts().when(Command::Split(split(&[3, 99]))).refuses(Refusal::UnknownPart);
    parts().when(Command::Split(split(&[3, OTHER]))).refuses(Refusal::UnfitPart);
    parts().and([rejected(4)]).when(Command::Split(split(&[3, 4]))).refuses(Refusal::UnfitPart);
    network().when(Command::Split(split(&[3, 4]))).refuses(Refusal::UnknownRequirement);
}

#[test]
fn others_of_its_specification_are_merged_into_it() {
    let merge = |into, sources: &[u8]| Command::Merge(merged(into, sources));
    with_two().when(merge(GARDEN, &[OTHER])).then([merged(GARDEN, &[OTHER])]);
    let after = with_two().and([merged(GARDEN, &[OTHER])]);
    assert_eq!(row(&after, OTHER).phase, Phase::Merged { into: requirement(GARDEN) });
    let stand: Vec<_> = after.clone().state().requirement.standing_of(specification()).map(|(id, _)| id).collect();
    assert_eq!(stand, [requirement(GARDEN)]);
    with_two().when(merge(GARDEN, &[])).refuses(Refusal::NothingToMerge);
    with_two().when(merge(GARDEN, &[OTHER, GARDEN])).refuses(Refusal::MergedIntoItself);
    with_two().when(merge(GARDEN, &[99])).refuses(Refusal::UnknownMerged);
    after.when(merge(GARDEN, &[OTHER])).refuses(Refusal::UnfitMerged);
}

#[test]
fn what_does_not_stand_takes_nothing_more() {
    let refuse = |given: &dyn Fn() -> Given, refusal: Refusal| {
        given().when(prioritise(1, Priority::Must)).refuses(refusal);
        given().when(Command::ProposeAmendment(amendment(0))).refuses(refusal);
        given().when(Command::Amend(accepted(None))).refuses(refusal);
        given().when(Command::Reject(rejected(GARDEN))).refuses(refusal);
        given().when(Command::Merge(merged(GARDEN, &[OTHER]))).refuses(refusal);
        given().when(Command::Split(split(&[3, 4]))).refuses(refusal);
    };
    let amended = || with_amendment().and([required(OTHER, RequirementKind::Means)]);
    refuse(&|| amended().and([part(3), part(4)]).and([split(&[3, 4])]), Refusal::IsSplit);
    refuse(&|| amended().and([merged(OTHER, &[GARDEN])]), Refusal::IsMerged);
    refuse(&|| amended().and([rejected(GARDEN)]), Refusal::IsRejected);
    let answered = amended().and([rejected(GARDEN)]);
    answered.when(Command::RefuseAmendment(refused(None))).then([refused(None)]);
}

#[test]
fn what_was_rejected_stands_again() {
    let reinstated = Reinstated { requirement: requirement(GARDEN) };
    with().when(Command::Reject(rejected(GARDEN))).then([rejected(GARDEN)]);
    with().and([rejected(GARDEN)]).when(Command::Reinstate(requirement(GARDEN))).then([reinstated]);
    with().when(Command::Reinstate(requirement(GARDEN))).refuses(Refusal::NotRejected);
    let merged = with_two().and([merged(OTHER, &[GARDEN])]);
    merged.when(Command::Reinstate(requirement(GARDEN))).refuses(Refusal::NotRejected);
    network().when(Command::Reinstate(requirement(GARDEN))).refuses(Refusal::UnknownRequirement);
}
