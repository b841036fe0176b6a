//! Given, when, then: the rules of moderation.

use super::*;
use crate::actor::{ActorKind, Left, RepresentationStarted};
use crate::contribution::{Revised, SubmittedKind, Withdrawn};
use crate::envelope::Evidence;
use crate::given::{Given, actor, contribution, discussion, joined, pseudonym, submitted, text};

const QUESTION: u8 = 1;
const IDEA: u8 = 2;
/// Whose the idea is.
const AUTHOR: u8 = 1;
const MODERATOR: u8 = 2;
const OTHER: u8 = 3;

/// The moderator acts from here on.
fn network() -> Given {
    let persons = [MODERATOR, OTHER].map(|n| joined(n, ActorKind::Person));
    discussion(QUESTION).and([submitted(IDEA, SubmittedKind::Idea, None)]).and(persons).by(MODERATOR)
}

fn reported(of: u8, by: u8) -> Reported {
    Reported { contribution: contribution(of), reporter: pseudonym(by), reason: ReportReason::Insult }
}

fn reviewed(of: u8, text_no: u32, outcome: Outcome) -> Reviewed {
    let (rationale, rule) = (CommonText(text()), (outcome != Outcome::Kept).then(|| CommonText(text())));
    Reviewed { contribution: contribution(of), text: text_no, outcome, automatic: false, rationale, rule }
}

fn review(of: u8, outcome: Outcome) -> Command {
    let Reviewed { contribution, outcome, automatic, rationale, rule, .. } = reviewed(of, 1, outcome);
    Command::Review { contribution, outcome, automatic, rationale, rule }
}

fn appealed() -> Appealed {
    Appealed { contribution: contribution(IDEA), reason: OwnText(text()) }
}

fn decided(outcome: AppealOutcome) -> AppealDecided {
    AppealDecided { contribution: contribution(IDEA), outcome, rationale: CommonText(text()) }
}

fn revised() -> Revised {
    Revised { contribution: contribution(IDEA), title: Some(OwnText(text())), body: OwnText(text()) }
}

fn hidden(outcome: Outcome) -> Given {
    network().and([reviewed(IDEA, 1, outcome)])
}

fn appealed_against() -> Given {
    hidden(Outcome::Hidden).by(AUTHOR).and([appealed()]).by(OTHER)
}

/// Which of the first three versions of the idea's text are hidden.
fn hides(given: Given) -> [bool; 3] {
    let moderation = given.state().moderation;
    [1, 2, 3].map(|text| moderation.hides(contribution(IDEA), text))
}

#[test]
fn a_person_reports_a_contribution_once() {
    network().when(Command::Report(reported(IDEA, 7))).then([reported(IDEA, 7)]);
    let with = || network().and([reported(IDEA, 7)]);
    with().when(Command::Report(reported(IDEA, 7))).then_nothing();
    with().does_not_admit(reported(IDEA, 7), Refusal::AlreadyReported);
    with().when(Command::Report(reported(IDEA, 8))).then([reported(IDEA, 8)]);
    network().when(Command::Report(reported(99, 7))).refuses(Refusal::NothingThere);
    hidden(Outcome::Hidden).when(Command::Report(reported(IDEA, 7))).refuses(Refusal::AlreadyHidden);
}

#[test]
fn a_review_is_of_the_text_that_stands_and_what_hides_cites_a_rule() {
    for outcome in Outcome::ALL {
        network().when(review(IDEA, *outcome)).then([reviewed(IDEA, 1, *outcome)]);
    }
    network().when(review(99, Outcome::Kept)).refuses(Refusal::NothingThere);
    network().does_not_admit(reviewed(IDEA, 2, Outcome::Kept), Refusal::AnotherText);
    let without = Reviewed { rule: None, ..reviewed(IDEA, 1, Outcome::Hidden) };
    network().does_not_admit(without, Refusal::RuleMissing);
    let with = network().by(AUTHOR).and([revised()]).by(MODERATOR);
    with.when(review(IDEA, Outcome::Hidden)).then([reviewed(IDEA, 2, Outcome::Hidden)]);
}

#[test]
fn nobody_decides_on_what_is_their_own() {
    network().by(AUTHOR).when(review(IDEA, Outcome::Kept)).refuses(Refusal::OwnContribution);
    let entered = |by: u8, whose: u8| Act {
        on_behalf_of: Some(actor(whose)),
        evidence: Some(Evidence::Paper),
        ..Act::by(By::Actor(actor(by)))
    };
    for act in [entered(AUTHOR, MODERATOR), entered(MODERATOR, AUTHOR)] {
        network().acting(act).when(review(IDEA, Outcome::Kept)).refuses(Refusal::OwnContribution);
    }
    let clubs = network().and([joined(9, ActorKind::Organisation)]).by(9);
    let clubs = clubs.and([submitted(7, SubmittedKind::Idea, None)]).by(MODERATOR);
    clubs.clone().when(review(7, Outcome::Kept)).then([reviewed(7, 1, Outcome::Kept)]);
    let represents = RepresentationStarted { actor: actor(MODERATOR), organisation: actor(9) };
    clubs.and([represents]).when(review(7, Outcome::Kept)).refuses(Refusal::OwnContribution);
    appealed_against().by(AUTHOR).when(decide(AppealOutcome::Overturned)).refuses(Refusal::OwnContribution);
}

fn decide(outcome: AppealOutcome) -> Command {
    Command::DecideAppeal(decided(outcome))
}

#[test]
fn only_what_somebody_could_revise_is_returned() {
    let withdrawn = Withdrawn { contribution: contribution(IDEA) };
    network().and([withdrawn]).when(review(IDEA, Outcome::Returned)).refuses(Refusal::NotToBeReturned);
    let left = network().and([Left { actor: actor(AUTHOR) }]);
    left.clone().when(review(IDEA, Outcome::Returned)).refuses(Refusal::NotToBeReturned);
    left.when(review(QUESTION, Outcome::Returned)).then([reviewed(QUESTION, 1, Outcome::Returned)]);
}

#[test]
fn what_is_returned_stands_again_when_it_is_revised_and_its_old_text_stays_hidden() {
    assert_eq!(hides(hidden(Outcome::Returned)), [true, false, false]);
    assert_eq!(hides(hidden(Outcome::Kept)), [false; 3]);
    let again = hidden(Outcome::Returned).by(AUTHOR).and([revised()]).by(MODERATOR);
    assert_eq!(hides(again.clone().and([reviewed(IDEA, 2, Outcome::Kept)])), [true, false, false]);
    let hidden_again = again.and([reviewed(IDEA, 2, Outcome::Hidden)]);
    assert_eq!(hides(hidden_again.clone()), [true, true, false]);
    let overturned = hidden_again.by(AUTHOR).and([appealed()]).by(OTHER).and([decided(AppealOutcome::Overturned)]);
    assert_eq!(hides(overturned), [true, false, false], "the appeal was against the last review alone");
    assert_eq!(hides(hidden(Outcome::Hidden).and([reviewed(IDEA, 1, Outcome::Kept)])), [false; 3]);
}

#[test]
fn what_hides_is_appealed_once() {
    hidden(Outcome::Hidden).by(AUTHOR).when(Command::Appeal(appealed())).then([appealed()]);
    hidden(Outcome::Returned).by(AUTHOR).when(Command::Appeal(appealed())).then([appealed()]);
    hidden(Outcome::Kept).when(Command::Appeal(appealed())).refuses(Refusal::NothingToAppeal);
    network().when(Command::Appeal(appealed())).refuses(Refusal::NothingToAppeal);
    let elsewhere = Appealed { contribution: contribution(99), ..appealed() };
    network().when(Command::Appeal(elsewhere)).refuses(Refusal::NothingThere);
    appealed_against().when(Command::Appeal(appealed())).refuses(Refusal::AlreadyAppealed);
    let upheld = appealed_against().and([decided(AppealOutcome::Upheld)]);
    upheld.when(Command::Appeal(appealed())).refuses(Refusal::AlreadyAppealed);
}

#[test]
fn another_moderator_decides_the_appeal() {
    for outcome in AppealOutcome::ALL {
        appealed_against().when(decide(*outcome)).then([decided(*outcome)]);
    }
    appealed_against().by(MODERATOR).when(decide(AppealOutcome::Upheld)).refuses(Refusal::SameModerator);
    hidden(Outcome::Hidden).by(OTHER).when(decide(AppealOutcome::Upheld)).refuses(Refusal::NoAppeal);
    let upheld = appealed_against().and([decided(AppealOutcome::Upheld)]);
    upheld.clone().when(decide(AppealOutcome::Overturned)).refuses(Refusal::NoAppeal);
    assert_eq!(hides(upheld), [true, false, false]);
    assert_eq!(hides(appealed_against().and([decided(AppealOutcome::Overturned)])), [false; 3]);
}

#[test]
fn an_appeal_settles_a_text_until_something_new_comes_up() {
    appealed_against().by(MODERATOR).when(review(IDEA, Outcome::Kept)).refuses(Refusal::AppealPending);
    let settled = || appealed_against().and([decided(AppealOutcome::Overturned)]).by(MODERATOR);
    settled().when(review(IDEA, Outcome::Hidden)).refuses(Refusal::Settled);
    let hidden = |n| [reviewed(IDEA, n, Outcome::Hidden)];
    settled().and([reported(IDEA, 7)]).when(review(IDEA, Outcome::Hidden)).then(hidden(1));
    let with = settled().by(AUTHOR).and([revised()]).by(MODERATOR);
    with.when(review(IDEA, Outcome::Hidden)).then(hidden(2));
}
