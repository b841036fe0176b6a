#![allow(clippy::unwrap_used)]
use uuid::Uuid;

use super::*;
use crate::actor::{ActorKind, Left};
use crate::contribution::{SubmittedKind, Withdrawn};
use crate::given::{Given, actor, at, contribution, discussion, joined, submitted, text};
use crate::ids::MeetingId;
use crate::meeting;

const ANNE: u8 = 1;
const BILAL: u8 = 2;
const QUESTION: u8 = 1;
const IDEA: u8 = 2;
const FAIR: u8 = 1;

fn action(n: u8) -> ActionId {
    ActionId(Uuid::from_u128(n.into()))
}

fn milestone(n: u8) -> MilestoneId {
    MilestoneId(Uuid::from_u128(n.into()))
}

fn network() -> Given {
    discussion(QUESTION).and([joined(BILAL, ActorKind::Person)]).and([submitted(IDEA, SubmittedKind::Idea, None)])
}

fn meeting() -> MeetingId {
    MeetingId(Uuid::from_u128(1))
}

fn meeting_planned() -> meeting::Planned {
    meeting::Planned {
        meeting: meeting(),
        kind: meeting::MeetingKind::Workshop,
        starts_at: at(100),
        ends_at: at(200),
        title: CommonText(text()),
        place: Some(CommonText(text())),
        link: None,
        agenda: None,
        audience: None,
        group: None,
        capacity: None,
    }
}

fn by(actors: &[u8]) -> Responsible {
    Responsible::new(actors.iter().copied().map(actor).collect()).unwrap()
}

fn planned(n: u8) -> Planned {
    Planned {
        action: action(n),
        origin: Origin::Contribution(contribution(IDEA)),
        title: CommonText(text()),
        purpose: CommonText(text()),
        budget: None,
        responsible: by(&[BILAL]),
    }
}

fn euros(minor: i64) -> Amount {
    Amount { minor: minor.try_into().unwrap(), currency: "EUR".parse().unwrap() }
}

fn replanned(responsible: &[u8], minor: i64) -> Replanned {
    let (title, purpose) = (CommonText(text()), CommonText(text()));
    Replanned { action: action(FAIR), title, purpose, budget: Some(euros(minor)), responsible: by(responsible) }
}

fn set(n: u8) -> MilestoneSet {
    MilestoneSet { action: action(FAIR), milestone: milestone(n), title: CommonText(text()), due: at(99) }
}

fn reached(n: u8) -> MilestoneReached {
    MilestoneReached { action: action(FAIR), milestone: milestone(n) }
}

fn progressed(percent: u8, note: bool) -> Progressed {
    let note = note.then(|| OwnText(text()));
    Progressed { action: action(FAIR), percent: percent.try_into().unwrap(), note }
}

fn blocked() -> Blocked {
    Blocked { action: action(FAIR), reason: CommonText(text()) }
}

fn completed() -> Completed {
    Completed { action: action(FAIR), results: CommonText(text()) }
}

fn abandoned() -> Abandoned {
    Abandoned { action: action(FAIR), reason: CommonText(text()) }
}

fn fair() -> Given {
    network().and([planned(FAIR)])
}

fn phase(given: Given) -> Phase {
    given.state().action.get(action(FAIR)).unwrap().phase
}

#[test]
fn an_action_is_planned_from_something_that_takes_part() {
    network().when(Command::Plan(planned(FAIR))).then([planned(FAIR)]);
    fair().when(Command::Plan(planned(FAIR))).refuses(Refusal::IdTaken);
    let from = |n| Planned { origin: Origin::Contribution(contribution(n)), ..planned(FAIR) };
    network().when(Command::Plan(from(99))).refuses(Refusal::UnknownOrigin);
    let withdrawn = network().and([Withdrawn { contribution: contribution(IDEA) }]);
    withdrawn.when(Command::Plan(planned(FAIR))).refuses(Refusal::OriginGone);
    let met = || Planned { origin: Origin::Meeting(meeting()), ..planned(FAIR) };
    network().when(Command::Plan(met())).refuses(Refusal::UnknownOrigin);
    network().and([meeting_planned()]).when(Command::Plan(met())).then([met()]);
    let cancelled = meeting::Cancelled { meeting: meeting(), reason: CommonText(text()) };
    let cancelled = network().and([meeting_planned()]).and([cancelled]);
    cancelled.when(Command::Plan(met())).refuses(Refusal::OriginGone);
}

#[test]
fn somebody_who_takes_part_answers_for_it() {
    let of = |actors: &[u8]| Command::Plan(Planned { responsible: by(actors), ..planned(FAIR) });
    network().when(of(&[])).refuses(Refusal::ResponsibleMissing);
    network().when(of(&[BILAL, 99])).refuses(Refusal::UnknownResponsible);
    let gone = || Left { actor: actor(BILAL) };
    network().and([gone()]).when(of(&[ANNE, BILAL])).refuses(Refusal::ResponsibleLeft);
    let replan = |actors: &[u8]| Command::Replan(replanned(actors, 0));
    fair().and([gone()]).when(replan(&[BILAL])).refuses(Refusal::ResponsibleLeft);
    fair().and([gone()]).when(replan(&[ANNE])).then([replanned(&[ANNE], 0)]);
}

#[test]
fn a_budget_is_not_less_than_nothing() {
    let of = |minor| Command::Plan(Planned { budget: Some(euros(minor)), ..planned(FAIR) });
    network().when(of(0)).then([Planned { budget: Some(euros(0)), ..planned(FAIR) }]);
    network().when(of(-1)).refuses(Refusal::BudgetNegative);
    fair().when(Command::Replan(replanned(&[BILAL], -1))).refuses(Refusal::BudgetNegative);
}

#[test]
fn a_milestone_is_set_replaced_and_reached_once() {
    fair().when(Command::SetMilestone(set(1))).then([set(1)]);
    fair().when(Command::ReviseMilestone(set(1))).refuses(Refusal::UnknownMilestone);
    fair().when(Command::ReachMilestone(reached(1))).refuses(Refusal::UnknownMilestone);
    let with = || fair().and([set(1)]);
    with().when(Command::ReviseMilestone(set(1))).then([set(1)]);
    with().when(Command::ReachMilestone(reached(1))).then([reached(1)]);
    let after = || with().and([reached(1)]);
    after().when(Command::ReachMilestone(reached(1))).refuses(Refusal::MilestoneReached);
    after().when(Command::ReviseMilestone(set(1))).refuses(Refusal::MilestoneReached);
    after().when(Command::SetMilestone(set(1))).refuses(Refusal::MilestoneReached);
}

#[test]
fn an_action_has_so_many_milestones() {
    let full = fair().and((0..64).map(set));
    full.clone().when(Command::SetMilestone(set(64))).refuses(Refusal::TooManyMilestones);
    full.when(Command::ReviseMilestone(set(63))).then([set(63)]);
}

#[test]
fn whoever_says_the_same_again_says_nothing() {
    fair().when(Command::Progress(progressed(0, false))).then([progressed(0, false)]);
    let begun = || fair().and([progressed(40, false)]);
    begun().when(Command::Progress(progressed(40, false))).then_nothing();
    begun().when(Command::Progress(progressed(40, true))).then([progressed(40, true)]);
    begun().when(Command::Progress(progressed(30, false))).then([progressed(30, false)]);
    assert_eq!((phase(fair()), phase(begun())), (Phase::Planned, Phase::UnderWay));
}

#[test]
fn what_holds_it_up_is_lifted_before_it_goes_on() {
    let held = || fair().and([progressed(40, false)]).and([blocked()]);
    fair().when(Command::Block(blocked())).then([blocked()]);
    fair().when(Command::Unblock(action(FAIR))).refuses(Refusal::NotBlocked);
    held().when(Command::Block(blocked())).refuses(Refusal::Blocked);
    held().when(Command::Progress(progressed(50, false))).refuses(Refusal::Blocked);
    held().when(Command::Progress(progressed(40, false))).refuses(Refusal::Blocked);
    held().when(Command::Complete(completed())).refuses(Refusal::Blocked);
    held().when(Command::Abandon(abandoned())).then([abandoned()]);
    let unblocked = || Unblocked { action: action(FAIR) };
    held().when(Command::Unblock(action(FAIR))).then([unblocked()]);
    assert_eq!(phase(held().and([unblocked()])), Phase::UnderWay);
    assert_eq!(phase(fair().and([blocked()]).and([unblocked()])), Phase::Planned);
}

#[test]
fn what_is_over_takes_nothing_more() {
    fair().when(Command::Complete(completed())).then([completed()]);
    let ended = [fair().and([set(1)]).and([completed()]), fair().and([set(1)]).and([abandoned()])];
    for over in ended {
        let refuses = |command| over.clone().when(command).refuses(Refusal::Over);
        refuses(Command::Replan(replanned(&[BILAL], 0)));
        refuses(Command::SetMilestone(set(2)));
        refuses(Command::ReviseMilestone(set(1)));
        refuses(Command::ReachMilestone(reached(1)));
        refuses(Command::Progress(progressed(50, true)));
        refuses(Command::Block(blocked()));
        refuses(Command::Unblock(action(FAIR)));
        refuses(Command::Complete(completed()));
        refuses(Command::Abandon(abandoned()));
    }
}

#[test]
fn what_was_never_planned_is_not_followed() {
    network().when(Command::Progress(progressed(50, true))).refuses(Refusal::UnknownAction);
    network().when(Command::Replan(replanned(&[BILAL], 0))).refuses(Refusal::UnknownAction);
}
