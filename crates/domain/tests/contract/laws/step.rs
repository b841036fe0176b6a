//! Commands about the steps of the method.

use domain::class::CommonText;
use domain::step::{Closed, Command, GoalSet, Opened, Step};

use super::{Make, text};

fn step(n: u8) -> Step {
    Step::ALL[usize::from(n % 3)]
}

pub const COMMANDS: &[(u32, Make)] = &[
    (4, |(a, b, ..)| {
        let goal = (b % 2 == 0).then(|| CommonText(text(b)));
        Command::Open(Opened { step: step(a), goal }).into()
    }),
    (3, |(a, b, ..)| Command::SetGoal(GoalSet { step: step(a), goal: CommonText(text(b)) }).into()),
    (3, |(a, b, ..)| {
        let results = (b % 2 == 0).then(|| CommonText(text(b)));
        Command::Close(Closed { step: step(a), results }).into()
    }),
];
