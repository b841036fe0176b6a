//! Commands about tensions.

use domain::class::{CommonText, OwnText};
use domain::ids::{Pseudonym, TensionId};
use domain::state;
use domain::tension::{
    Command, LeftOpen, LeftOpenConfidentially, MediatorChosen, MediatorNamed, Raised, RaisedConfidentially, Settled,
    SettledConfidentially, StepsAgreed, StepsAgreedConfidentially, TakenBack,
};

use super::{Make, Numbers, actor, id, text};

/// The even ones are mostly open, the odd ones mostly confidential.
fn tension(n: u8) -> TensionId {
    TensionId(id(7, n % 4))
}

fn odd(n: u8) -> TensionId {
    tension(if n < 10 { n / 2 * 2 + 1 } else { n })
}

fn even(n: u8) -> TensionId {
    tension(if n < 10 { n / 2 * 2 } else { n })
}

fn common(n: u8) -> CommonText {
    CommonText(text(n))
}

fn own(n: u8) -> OwnText {
    OwnText(text(n))
}

fn raiser(n: u8) -> Pseudonym {
    Pseudonym([n % 2; 16])
}

fn raised((a, b, ..): Numbers) -> state::Command {
    Command::Raise(Raised { tension: even(a), body: own(b) }).into()
}

fn raised_confidentially((a, b, c, _): Numbers) -> state::Command {
    Command::RaiseConfidentially(RaisedConfidentially { tension: odd(a), raiser: raiser(b), body: own(c) }).into()
}

fn named((a, b, ..): Numbers) -> state::Command {
    Command::NameMediator(MediatorNamed { tension: even(a), mediator: actor(b) }).into()
}

fn chosen((a, b, c, _): Numbers) -> state::Command {
    let chosen = MediatorChosen { tension: odd(a), raiser: raiser(b), mediator: actor(c) };
    Command::ChooseMediator { chosen, stands_for: vec![Pseudonym([b % 3; 16])] }.into()
}

/// An open one and a confidential one, both mediated by actor 0.
pub(super) fn beginning() -> Vec<(u8, state::Command)> {
    let (open, confidential) = (tension(0), tension(1));
    let chosen = MediatorChosen { tension: confidential, raiser: raiser(0), mediator: actor(0) };
    vec![
        (2, raised((0, 0, 0, 0))),
        (2, named((0, 0, 0, 0))),
        (0, Command::Accept(open).into()),
        (2, raised_confidentially((1, 0, 0, 0))),
        (2, Command::ChooseMediator { chosen, stands_for: vec![] }.into()),
        (0, Command::Accept(confidential).into()),
    ]
}

pub const COMMANDS: &[(u32, Make)] = &[
    (2, raised),
    (2, raised_confidentially),
    (2, named),
    (2, chosen),
    (4, |(a, ..)| Command::Accept(tension(a)).into()),
    (2, |(a, ..)| Command::Decline(tension(a)).into()),
    (3, |(a, b, ..)| Command::AgreeSteps(StepsAgreed { tension: even(a), steps: common(b) }).into()),
    (3, |(a, b, ..)| {
        Command::AgreeStepsConfidentially(StepsAgreedConfidentially { tension: odd(a), steps: own(b) }).into()
    }),
    (2, |(a, b, ..)| Command::Settle(Settled { tension: even(a), settlement: common(b) }).into()),
    (2, |(a, b, ..)| {
        Command::SettleConfidentially(SettledConfidentially { tension: odd(a), settlement: own(b) }).into()
    }),
    (1, |(a, b, ..)| Command::LeaveOpen(LeftOpen { tension: even(a), reason: common(b) }).into()),
    (2, |(a, b, ..)| {
        Command::LeaveOpenConfidentially(LeftOpenConfidentially { tension: odd(a), reason: own(b) }).into()
    }),
    (1, |(a, b, c, _)| Command::TakeBack(TakenBack { tension: odd(a), raiser: raiser(b), reason: own(c) }).into()),
];
