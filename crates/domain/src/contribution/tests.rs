//! Given, when, then: the rules of contributions.

use super::*;
use crate::actor::ActorKind;
use crate::given::{Given, contribution, discussion, joined, pseudonym, submitted, text};
use crate::moderation::{Outcome, Reviewed};
use crate::vocabulary::ThemeDefined;

const QUESTION: u8 = 1;
const IDEA: u8 = 2;
const STATEMENT: u8 = 3;

fn network() -> Given {
    discussion(QUESTION).and([submitted(IDEA, SubmittedKind::Idea, None)]).and([submitted(
        STATEMENT,
        SubmittedKind::Statement,
        Some(QUESTION),
    )])
}

fn submit(kind: SubmittedKind, parent: Option<u8>) -> Command {
    Command::Submit(submitted(50, kind, parent))
}

fn revised(of: u8, title: bool) -> Revised {
    Revised { contribution: contribution(of), title: title.then(|| OwnText(text())), body: OwnText(text()) }
}

fn linked(from: u8, to: u8) -> Linked {
    Linked { contribution: contribution(from), to: contribution(to), kind: LinkKind::Answers }
}

/// So many replies, each under the one before, the first under `parent`; and the deepest.
fn thread(mut given: Given, parent: u8, replies: usize) -> (Given, u8) {
    let mut deepest = parent;
    for n in (100..).take(replies) {
        given = given.and([submitted(n, SubmittedKind::Comment, Some(deepest))]);
        deepest = n;
    }
    (given, deepest)
}

fn merged(into: u8, sources: &[u8]) -> Merged {
    let sources = sources.iter().map(|source| contribution(*source)).collect();
    Merged { contribution: contribution(into), sources: Few::new(sources).unwrap_or_else(|_| unreachable!()) }
}

fn moved(what: u8, from: Option<u8>, to: Option<u8>) -> Moved {
    let (parent, was_parent) = (to.map(contribution), from.map(contribution));
    Moved { contribution: contribution(what), parent, theme: None, was_parent, was_theme: None }
}

fn put(what: u8, under: Option<u8>) -> Command {
    Command::Move { contribution: contribution(what), parent: under.map(contribution), theme: None }
}

#[test]
fn every_kind_stands_where_it_belongs() {
    use SubmittedKind::{Answer, ArgumentAgainst, ArgumentFor, Comment, Proposal, Resource, Statement};
    for (kind, parent) in [
        (Proposal, None),
        (Proposal, Some(QUESTION)),
        (Resource, None),
        (ArgumentFor, Some(IDEA)),
        (ArgumentAgainst, Some(IDEA)),
        (Comment, Some(STATEMENT)),
        (Answer, Some(QUESTION)),
        (Statement, Some(QUESTION)),
    ] {
        network().when(submit(kind, parent)).then([submitted(50, kind, parent)]);
    }
    for (kind, parent) in [(Statement, IDEA), (Answer, IDEA), (ArgumentFor, QUESTION), (Proposal, IDEA)] {
        network().when(submit(kind, Some(parent))).refuses(Refusal::ParentOfWrongKind);
    }
    for kind in [Statement, Answer, Comment, ArgumentFor] {
        network().when(submit(kind, None)).refuses(Refusal::ParentMissing);
        network().when(submit(kind, Some(99))).refuses(Refusal::UnknownParent);
    }
}

#[test]
fn ideas_proposals_and_resources_have_a_title_and_nothing_else_has() {
    let untitled = Submitted { title: None, ..submitted(50, SubmittedKind::Idea, None) };
    network().when(Command::Submit(untitled)).refuses(Refusal::TitleMissing);
    let comment = submitted(50, SubmittedKind::Comment, Some(IDEA));
    let titled = Submitted { title: Some(OwnText(text())), ..comment };
    network().when(Command::Submit(titled)).refuses(Refusal::TitleNotExpected);
    network().when(Command::Revise(revised(IDEA, false))).refuses(Refusal::TitleMissing);
    network().when(Command::Revise(revised(STATEMENT, true))).refuses(Refusal::TitleNotExpected);
}

#[test]
fn an_id_is_used_once() {
    network().when(Command::Submit(submitted(IDEA, SubmittedKind::Idea, None))).refuses(Refusal::IdTaken);
}

#[test]
fn a_thread_has_a_deepest_reply() {
    let (thread, deepest) = thread(network(), IDEA, MAX_DEPTH);
    thread.when(submit(SubmittedKind::Comment, Some(deepest))).refuses(Refusal::ThreadTooDeep);
}

#[test]
fn a_question_is_revised_as_the_networks_text_and_the_rest_as_their_authors() {
    let question = QuestionRevised { contribution: contribution(QUESTION), title: CommonText(text()), body: None };
    network().when(Command::ReviseQuestion(question.clone())).then([question.clone()]);
    network().when(Command::Revise(revised(IDEA, true))).then([revised(IDEA, true)]);
    network().when(Command::Revise(revised(QUESTION, true))).refuses(Refusal::IsAQuestion);
    let idea = QuestionRevised { contribution: contribution(IDEA), ..question };
    network().when(Command::ReviseQuestion(idea)).refuses(Refusal::NotAQuestion);
    network().when(Command::Revise(revised(99, true))).refuses(Refusal::UnknownContribution);
}

#[test]
fn what_was_withdrawn_takes_no_further_part() {
    let withdrawn = Withdrawn { contribution: contribution(IDEA) };
    let without = || network().and([withdrawn.clone()]);
    network().when(Command::Withdraw(contribution(IDEA))).then([withdrawn.clone()]);
    without().when(Command::Withdraw(contribution(IDEA))).refuses(Refusal::Withdrawn);
    without().when(Command::Revise(revised(IDEA, true))).refuses(Refusal::Withdrawn);
    without().when(submit(SubmittedKind::Comment, Some(IDEA))).refuses(Refusal::ParentWithdrawn);
}

#[test]
fn support_is_given_once_and_taken_back_once() {
    let supported = Supported { contribution: contribution(IDEA), supporter: pseudonym(1) };
    let unsupported = Unsupported { contribution: contribution(IDEA), supporter: pseudonym(1) };
    network().when(Command::Support(supported.clone())).then([supported.clone()]);
    network().when(Command::Unsupport(unsupported.clone())).then_nothing();
    let with = || network().and([supported.clone()]);
    with().when(Command::Support(supported.clone())).then_nothing();
    with().when(Command::Unsupport(unsupported.clone())).then([unsupported.clone()]);
    with().does_not_admit(supported.clone(), Refusal::AlreadySupported);
    network().does_not_admit(unsupported, Refusal::NotSupported);
}

#[test]
fn two_contributions_are_linked_once_a_kind() {
    network().when(Command::Link(linked(IDEA, QUESTION))).then([linked(IDEA, QUESTION)]);
    network().when(Command::Link(linked(IDEA, IDEA))).refuses(Refusal::LinkedToItself);
    network().when(Command::Link(linked(IDEA, 99))).refuses(Refusal::UnknownTarget);
    let with = network().and([linked(IDEA, QUESTION)]);
    with.clone().when(Command::Link(linked(IDEA, QUESTION))).then_nothing();
    with.does_not_admit(linked(IDEA, QUESTION), Refusal::AlreadyLinked);
}

#[test]
fn what_was_merged_takes_no_further_part_and_keeps_its_place() {
    let given = || network().and([submitted(4, SubmittedKind::Idea, None), submitted(5, SubmittedKind::Idea, None)]);
    given().when(Command::Merge(merged(IDEA, &[4, 5]))).then([merged(IDEA, &[4, 5])]);
    let with = || given().and([submitted(6, SubmittedKind::Comment, Some(4))]).and([merged(IDEA, &[4])]);
    let supported = Supported { contribution: contribution(4), supporter: pseudonym(1) };
    for command in [
        Command::Support(supported),
        Command::Revise(revised(4, true)),
        Command::Withdraw(contribution(4)),
        Command::Link(linked(4, IDEA)),
        put(4, Some(QUESTION)),
        Command::Merge(merged(4, &[5])),
    ] {
        with().when(command).refuses(Refusal::MergedAway);
    }
    with().when(submit(SubmittedKind::Comment, Some(4))).refuses(Refusal::ParentMerged);
    with().when(Command::Merge(merged(5, &[4]))).refuses(Refusal::SourceTakesNoPart);
    with().when(submit(SubmittedKind::Comment, Some(6))).then([submitted(50, SubmittedKind::Comment, Some(6))]);
    with().when(Command::Merge(merged(5, &[IDEA]))).then([merged(5, &[IDEA])]);
    let withdrawn = Withdrawn { contribution: contribution(5) };
    with().and([withdrawn]).when(Command::Merge(merged(IDEA, &[5]))).refuses(Refusal::SourceTakesNoPart);
}

#[test]
fn only_what_is_of_one_kind_and_not_above_is_merged() {
    network().when(Command::Merge(merged(IDEA, &[]))).refuses(Refusal::NothingToMerge);
    network().when(Command::Merge(merged(IDEA, &[IDEA]))).refuses(Refusal::MergedIntoItself);
    network().when(Command::Merge(merged(IDEA, &[99]))).refuses(Refusal::UnknownSource);
    network().when(Command::Merge(merged(99, &[IDEA]))).refuses(Refusal::UnknownContribution);
    network().when(Command::Merge(merged(IDEA, &[STATEMENT]))).refuses(Refusal::SourceOfOtherKind);
    let (thread, _) = thread(network(), IDEA, 3);
    thread.clone().when(Command::Merge(merged(100, &[102]))).then([merged(100, &[102])]);
    thread.when(Command::Merge(merged(102, &[100]))).refuses(Refusal::MergedIntoItsReply);
}

#[test]
fn a_contribution_is_put_where_its_kind_may_stand() {
    network().when(put(IDEA, Some(QUESTION))).then([moved(IDEA, None, Some(QUESTION))]);
    network().when(put(IDEA, None)).then_nothing();
    network().when(put(STATEMENT, None)).refuses(Refusal::ParentMissing);
    network().when(put(STATEMENT, Some(IDEA))).refuses(Refusal::ParentOfWrongKind);
    network().when(put(QUESTION, Some(IDEA))).refuses(Refusal::ParentOfWrongKind);
    network().when(put(IDEA, Some(99))).refuses(Refusal::UnknownParent);
    network().when(put(99, None)).refuses(Refusal::UnknownContribution);
    network().does_not_admit(moved(IDEA, Some(QUESTION), None), Refusal::PlaceDiffers);
    network().does_not_admit(moved(IDEA, None, None), Refusal::AlreadyThere);
    let theme = Some(ThemeId(uuid::Uuid::from_u128(7)));
    let themed = Moved { theme, ..moved(STATEMENT, Some(QUESTION), Some(QUESTION)) };
    let command = Command::Move { contribution: themed.contribution, parent: themed.parent, theme };
    let withdrawn = Withdrawn { contribution: contribution(QUESTION) };
    let defined = ThemeDefined { theme: ThemeId(uuid::Uuid::from_u128(7)), label: CommonText(text()) };
    network().and([defined]).and([withdrawn]).when(command).then([themed]);
}

#[test]
fn nothing_is_put_under_itself() {
    let (thread, deepest) = thread(network(), IDEA, 3);
    thread.clone().when(put(101, Some(101))).refuses(Refusal::UnderItself);
    thread.clone().when(put(101, Some(deepest))).refuses(Refusal::UnderItself);
    thread.clone().when(put(deepest, Some(IDEA))).then([moved(deepest, Some(101), Some(IDEA))]);
    // Replies to a source are readable under what it was merged into.
    let other = [submitted(4, SubmittedKind::Comment, Some(STATEMENT))];
    let through = thread.and(other).and([merged(4, &[100])]);
    through.when(put(4, Some(deepest))).refuses(Refusal::UnderItself);
}

#[test]
fn what_is_put_elsewhere_takes_its_replies_along_and_stays_within_the_depth() {
    let (given, deepest) = thread(network(), IDEA, MAX_DEPTH);
    let given = given.and([submitted(60, SubmittedKind::Comment, Some(STATEMENT))]);
    given.clone().when(put(101, Some(60))).refuses(Refusal::ThreadTooDeep);
    given.clone().when(put(102, Some(60))).then([moved(102, Some(101), Some(60))]);
    let given = given.and([moved(102, Some(101), Some(60))]);
    given.clone().when(submit(SubmittedKind::Comment, Some(deepest))).refuses(Refusal::ThreadTooDeep);
    let given = given.and([moved(102, Some(60), Some(IDEA))]);
    given.when(submit(SubmittedKind::Comment, Some(deepest))).then([submitted(
        50,
        SubmittedKind::Comment,
        Some(deepest),
    )]);
}

#[test]
fn what_moderators_hide_takes_no_part_until_they_show_it_again() {
    let review = |of, outcome| Reviewed {
        contribution: contribution(of),
        text: 1,
        outcome,
        automatic: false,
        rationale: CommonText(text()),
        rule: Some(CommonText(text())),
    };
    let network = || network().and([joined(2, ActorKind::Person)]).and([submitted(4, SubmittedKind::Idea, None)]);
    let hidden = |outcome| network().by(2).and([review(IDEA, outcome)]).by(1);
    let supported = Supported { contribution: contribution(IDEA), supporter: pseudonym(1) };
    for command in [
        Command::Support(supported.clone()),
        Command::Revise(revised(IDEA, true)),
        Command::Link(linked(IDEA, QUESTION)),
        put(IDEA, Some(QUESTION)),
        Command::Merge(merged(IDEA, &[4])),
    ] {
        hidden(Outcome::Hidden).when(command).refuses(Refusal::Hidden);
    }
    hidden(Outcome::Hidden).when(submit(SubmittedKind::Comment, Some(IDEA))).refuses(Refusal::ParentHidden);
    hidden(Outcome::Hidden).when(Command::Merge(merged(4, &[IDEA]))).refuses(Refusal::SourceTakesNoPart);
    hidden(Outcome::Hidden)
        .when(Command::Withdraw(contribution(IDEA)))
        .then([Withdrawn { contribution: contribution(IDEA) }]);
    hidden(Outcome::Kept).when(Command::Support(supported.clone())).then([supported.clone()]);
    hidden(Outcome::Returned).when(Command::Support(supported.clone())).refuses(Refusal::Hidden);
    hidden(Outcome::Returned).when(Command::Revise(revised(IDEA, true))).then([revised(IDEA, true)]);
    let revised = hidden(Outcome::Returned).and([revised(IDEA, true)]);
    revised.when(Command::Support(supported.clone())).then([supported]);
}
