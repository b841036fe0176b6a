//! Commands about drivers: actors 0, 2 and 4, who are mostly persons.

use domain::class::OwnText;
use domain::driver::{Command, Committed, Declined, Released, SteppedBack};
use domain::ids::ActorId;
use domain::state;

use super::audience::audience;
use super::{Make, actor, text};

fn driver(n: u8) -> ActorId {
    actor(n % 3 * 2)
}

/// Actor 0 drives, and actor 2 was invited.
pub(super) fn beginning() -> Vec<(u8, state::Command)> {
    vec![
        (0, Command::Invite(actor(0)).into()),
        (0, Command::Accept(actor(0)).into()),
        (0, super::actor::granted((0, 0, 1, 0))),
        (0, super::audience::COMMANDS[0].1((0, 1, 1, 0))),
        (0, Command::Commit(Committed { driver: actor(0), audience: audience(0), goal: None }).into()),
        (0, Command::Invite(actor(2)).into()),
    ]
}

pub const COMMANDS: &[(u32, Make)] = &[
    (3, |(a, ..)| Command::Invite(driver(a)).into()),
    (3, |(a, ..)| Command::Accept(driver(a)).into()),
    (2, |(a, b, ..)| {
        let reason = (b % 2 == 0).then(|| OwnText(text(b)));
        Command::Decline(Declined { driver: driver(a), reason }).into()
    }),
    (2, |(a, b, ..)| {
        let reason = (b % 2 == 0).then(|| OwnText(text(b)));
        Command::StepBack(SteppedBack { driver: driver(a), reason }).into()
    }),
    (4, |(a, b, c, _)| {
        let goal = (c % 2 == 0).then(|| OwnText(text(c)));
        Command::Commit(Committed { driver: driver(a), audience: audience(b), goal }).into()
    }),
    (3, |(a, b, ..)| Command::Release(Released { driver: driver(a), was_audience: audience(b) }).into()),
];
