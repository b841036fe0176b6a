//! Given, when, then: the rules of specifications.
#![allow(clippy::unwrap_used)]

use uuid::Uuid;

use super::*;
use crate::contribution::{self, QuestionAsked, SubmittedKind};
use crate::decision::Voided;
use crate::given::{
    Given, contribution, decision, discussion, pseudonym, required, requirement, specification, specifying, submitted,
    text,
};
use crate::requirement::{Reinstated, Rejected};

const GOALS: u8 = 1;
const MEANS: u8 = 2;

fn version(n: u8) -> SpecificationVersionId {
    SpecificationVersionId(Uuid::from_u128(n.into()))
}

fn opened() -> Opened {
    Opened {
        specification: specification(),
        title: CommonText(text()),
        goals: contribution(GOALS),
        means: contribution(MEANS),
        template: None,
    }
}

/// Both questions are asked, and nothing is opened yet.
fn asked() -> Given {
    let means = QuestionAsked { contribution: contribution(MEANS), title: CommonText(text()), body: None, theme: None };
    discussion(GOALS).and([means])
}

fn revised() -> Revised {
    Revised { specification: specification(), title: CommonText(text()) }
}

fn publish(n: u8) -> Command {
    Command::Publish { specification: specification(), version: version(n) }
}

fn item(n: u8, kind: RequirementKind, priority: Option<Priority>) -> Item {
    Item { requirement: requirement(n), text: 1, kind, priority }
}

fn published(n: u8, number: u16, items: Vec<Item>) -> VersionPublished {
    VersionPublished { specification: specification(), version: version(n), number, items: Items::new(items).unwrap() }
}

/// With a goal and a means.
fn required_two() -> Given {
    specifying().and([required(1, RequirementKind::Goal), required(2, RequirementKind::Means)])
}

fn two() -> Vec<Item> {
    vec![item(1, RequirementKind::Goal, None), item(2, RequirementKind::Means, None)]
}

fn with_version() -> Given {
    required_two().after(publish(1))
}

fn rejected(n: u8) -> Rejected {
    Rejected { requirement: requirement(n), reason: CommonText(text()) }
}

fn adopted(n: u8, by: u8) -> Adopted {
    Adopted { specification: specification(), version: version(n), decision: decision(by) }
}

fn adopt(n: u8, by: u8) -> Command {
    Command::Adopt(adopted(n, by))
}

fn about(n: u8) -> Origin {
    Origin::SpecificationVersion(version(n))
}

#[test]
fn it_is_opened_once_with_two_questions_that_stand() {
    asked().when(Command::Open(opened())).then([opened()]);
    specifying().when(Command::Open(opened())).refuses(Refusal::IdTaken);
    let with = || asked().and([submitted(3, SubmittedKind::Idea, None)]);
    for other in [3, 99] {
        let goals = Opened { goals: contribution(other), ..opened() };
        with().when(Command::Open(goals)).refuses(Refusal::GoalsNotAQuestion);
        let means = Opened { means: contribution(other), ..opened() };
        with().when(Command::Open(means)).refuses(Refusal::MeansNotAQuestion);
    }
    let one = Opened { means: contribution(GOALS), ..opened() };
    asked().when(Command::Open(one)).refuses(Refusal::OneQuestion);
    let gone = asked().after(contribution::Command::Withdraw(contribution(MEANS)));
    gone.when(Command::Open(opened())).refuses(Refusal::QuestionGone);
}

#[test]
fn its_title_is_replaced() {
    specifying().when(Command::Revise(revised())).then([revised()]);
    asked().when(Command::Revise(revised())).refuses(Refusal::UnknownSpecification);
    let given = specifying().and([revised()]);
    let version = Aggregate::version(&given.state().specification, Object::Specification(specification()));
    assert_eq!(version, Some(Version(2)));
}

#[test]
fn a_version_is_what_stands_with_median_priorities() {
    required_two().when(publish(1)).then([published(1, 1, two())]);
    let prioritised = |n: u8, priority| crate::requirement::Command::Prioritise {
        requirement: requirement(1),
        person: pseudonym(n),
        priority,
    };
    let wanted = required_two().after(prioritised(1, Priority::Must)).after(prioritised(2, Priority::Could));
    let items = vec![item(1, RequirementKind::Goal, Some(Priority::Could)), item(2, RequirementKind::Means, None)];
    wanted.when(publish(1)).then([published(1, 1, items)]);
    let less = required_two().and([rejected(2)]);
    less.when(publish(1)).then([published(1, 1, vec![item(1, RequirementKind::Goal, None)])]);
    specifying().when(publish(1)).refuses(Refusal::NothingStands);
    asked().when(publish(1)).refuses(Refusal::UnknownSpecification);
}

#[test]
fn a_version_is_frozen_numbered_and_differs_from_the_last() {
    with_version().when(publish(2)).refuses(Refusal::Unchanged);
    let changed = || with_version().and([rejected(2)]);
    let one = || vec![item(1, RequirementKind::Goal, None)];
    changed().when(publish(2)).then([published(2, 2, one())]);
    changed().when(publish(1)).refuses(Refusal::VersionIdTaken);
    changed().does_not_admit(published(2, 3, one()), Refusal::VersionDiffers);
    changed().does_not_admit(published(2, 2, two()), Refusal::VersionDiffers);
    let state = changed().state();
    let row = state.specification.version(version(1)).unwrap();
    assert_eq!((row.number, &*row.items, row.adopted), (1, &*two(), None));
}

#[test]
fn there_are_at_most_so_many_versions() {
    let mut given = required_two();
    for number in 0..=u8::MAX {
        given = given.after(publish(number));
        let is_back = number % 2 == 1;
        given =
            if is_back { given.and([Reinstated { requirement: requirement(2) }]) } else { given.and([rejected(2)]) };
    }
    let last =
        Command::Publish { specification: specification(), version: SpecificationVersionId(Uuid::from_u128(1_000)) };
    given.when(last).refuses(Refusal::TooManyVersions);
}

#[test]
fn a_version_is_adopted_by_a_decision_that_passed_on_it() {
    let decided = || with_version().decided(1, &[about(1)], true);
    decided().when(adopt(1, 1)).then([adopted(1, 1)]);
    let state = decided().and([adopted(1, 1)]).state();
    assert_eq!(state.specification.version(version(1)).unwrap().adopted, Some(decision(1)));
    assert_eq!(state.specification.adoption(&state, version(1)), Some(decision(1)));
    decided().when(adopt(2, 1)).refuses(Refusal::UnknownVersion);
    decided().when(adopt(1, 9)).refuses(Refusal::UnknownDecision);
    with_version().decided(1, &[about(1)], false).when(adopt(1, 1)).refuses(Refusal::NotPassed);
    with_version().voting(1, &[about(1)]).when(adopt(1, 1)).refuses(Refusal::Undecided);
    let void = Voided { decision: decision(1), reason: CommonText(text()) };
    decided().and([void]).when(adopt(1, 1)).refuses(Refusal::Undecided);
    asked().when(adopt(1, 1)).refuses(Refusal::UnknownSpecification);
}

#[test]
fn who_voted_knew_which_version_it_was_about() {
    with_version().decided(1, &[], true).when(adopt(1, 1)).refuses(Refusal::Unlinked);
    let late = crate::decision::Linked { decision: decision(1), to: about(1) };
    with_version().decided(1, &[], true).and([late]).when(adopt(1, 1)).refuses(Refusal::Unlinked);
    let second = || with_version().and([rejected(2)]).after(publish(2));
    second().decided(1, &[about(1)], true).when(adopt(2, 1)).refuses(Refusal::Unlinked);
    second().decided(1, &[about(1), about(2)], true).when(adopt(2, 1)).refuses(Refusal::LinkedToSeveral);
    let also_about = [about(2), Origin::Requirement(requirement(1)), Origin::Contribution(contribution(GOALS))];
    second().decided(1, &also_about, true).when(adopt(2, 1)).then([adopted(2, 1)]);
}

#[test]
fn the_latest_adoption_holds_until_its_decision_is_void() {
    let one = || with_version().decided(1, &[about(1)], true).and([adopted(1, 1)]);
    one().when(adopt(1, 1)).then_nothing();
    one().does_not_admit(adopted(1, 1), Refusal::AlreadyAdopted);
    one().decided(2, &[about(1)], true).when(adopt(1, 2)).refuses(Refusal::AlreadyAdopted);
    let void = Voided { decision: decision(1), reason: CommonText(text()) };
    let again = one().decided(2, &[about(1)], true).and([void]);
    let state = again.clone().state();
    assert_eq!(state.specification.adoption(&state, version(1)), None);
    again.when(adopt(1, 2)).then([adopted(1, 2)]);
    let second = one().and([rejected(2)]).after(publish(2)).decided(2, &[about(2)], true).and([adopted(2, 2)]);
    assert_eq!(second.clone().state().specification.get(specification()).unwrap().adopted, Some(version(2)));
    second.decided(3, &[about(1)], true).when(adopt(1, 3)).then([adopted(1, 3)]);
}
