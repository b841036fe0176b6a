//! Given, when, then: the rules of contributions.

use super::*;
use crate::given::{Given, contribution, discussion, pseudonym, submitted, text};

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
    let mut thread = network();
    for n in 0..MAX_DEPTH {
        let parent = if n == 0 { IDEA } else { 100 + n - 1 };
        thread = thread.and([submitted(100 + n, SubmittedKind::Comment, Some(parent))]);
    }
    let deepest = 100 + MAX_DEPTH - 1;
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
