//! Commands about actions.

use domain::action::{
    Abandoned, Blocked, Command, Completed, MilestoneReached, MilestoneSet, Origin, Planned, Progressed, Replanned,
    Responsible,
};
use domain::amount::Amount;
use domain::class::{CommonText, OwnText};
use domain::ids::{ActionId, MeetingId, MilestoneId};
use domain::state;

use super::{Make, Numbers, actor, contribution, id, stamp, text};

fn action(n: u8) -> ActionId {
    ActionId(id(4, n % 3))
}

fn milestone(n: u8) -> MilestoneId {
    MilestoneId(id(5, n % 3))
}

fn common(n: u8) -> CommonText {
    CommonText(text(n))
}

fn budget(n: u8) -> Option<Amount> {
    let minor = i64::from(n) * 100 - 200;
    (n != 0).then(|| Amount { minor: minor.try_into().unwrap(), currency: "EUR".parse().unwrap() })
}

/// Mostly actors 0 to 2, sometimes nobody or one who never joined.
fn responsible(n: u8) -> Responsible {
    let one = actor(if n < 10 { n % 3 } else { n });
    Responsible::new(if n == 9 { vec![] } else { vec![one] }).unwrap()
}

fn planned((a, b, c, d): Numbers) -> state::Command {
    let event = Planned {
        action: action(a),
        origin: if b < 10 { Origin::Contribution(contribution(b)) } else { Origin::Meeting(MeetingId(id(4, b % 3))) },
        title: common(a),
        purpose: common(b),
        budget: budget(d),
        responsible: responsible(c),
    };
    Command::Plan(event).into()
}

fn replanned((a, b, c, d): Numbers) -> state::Command {
    let (title, purpose) = (common(a), common(b));
    let responsible = responsible(c);
    Command::Replan(Replanned { action: action(a), title, purpose, budget: budget(d), responsible }).into()
}

fn set((a, b, c, _): Numbers) -> MilestoneSet {
    MilestoneSet { action: action(a), milestone: milestone(b), title: common(c), due: stamp(u32::from(c)) }
}

/// One that is planned, with a milestone.
pub(super) fn beginning() -> Vec<(u8, state::Command)> {
    vec![(0, planned((0, 0, 0, 0))), (0, Command::SetMilestone(set((0, 0, 0, 0))).into())]
}

pub const COMMANDS: &[(u32, Make)] = &[
    (2, planned),
    (2, replanned),
    (3, |numbers| Command::SetMilestone(set(numbers)).into()),
    (2, |numbers| Command::ReviseMilestone(set(numbers)).into()),
    (3, |(a, b, ..)| Command::ReachMilestone(MilestoneReached { action: action(a), milestone: milestone(b) }).into()),
    (3, |(a, b, c, _)| {
        let note = (b % 2 == 0).then(|| OwnText(text(b)));
        Command::Progress(Progressed { action: action(a), percent: (c % 3).try_into().unwrap(), note }).into()
    }),
    (2, |(a, b, ..)| Command::Block(Blocked { action: action(a), reason: common(b) }).into()),
    (3, |(a, ..)| Command::Unblock(action(a)).into()),
    (1, |(a, b, ..)| Command::Complete(Completed { action: action(a), results: common(b) }).into()),
    (1, |(a, b, ..)| Command::Abandon(Abandoned { action: action(a), reason: common(b) }).into()),
];
