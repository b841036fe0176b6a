//! Commands about cooperations.

use domain::class::CommonText;
use domain::cooperation::{Command, Declined, Ended, Parties, Proposed, Reviewed};
use domain::ids::CooperationId;
use domain::state;

use super::{Make, Numbers, actor, id, text};

fn cooperation(n: u8) -> CooperationId {
    CooperationId(id(6, n % 3))
}

fn common(n: u8) -> CommonText {
    CommonText(text(n))
}

/// Mostly between actors 0 and 1, sometimes with a third, sometimes one alone.
fn proposed((a, b, c, d): Numbers) -> state::Command {
    let mut parties = vec![actor(0), actor(1), actor(2 + b)];
    parties.truncate(usize::from(1 + d.min(2)));
    parties.dedup();
    let parties = Parties::new(parties).unwrap_or_else(|_| Parties::new(vec![]).unwrap());
    let (title, purpose) = (common(b), common(c));
    let event = Proposed { cooperation: cooperation(a), parties, title, purpose, suggested: c % 2 == 0 };
    Command::Propose(event).into()
}

/// One that runs between actors 0 and 1, and one that waits for an answer.
pub(super) fn beginning() -> Vec<(u8, state::Command)> {
    vec![
        (0, proposed((0, 0, 0, 1))),
        (1, Command::Accept(cooperation(0)).into()),
        (0, Command::Start(cooperation(0)).into()),
        (0, proposed((1, 0, 0, 1))),
    ]
}

pub const COMMANDS: &[(u32, Make)] = &[
    (2, proposed),
    (4, |(a, ..)| Command::Accept(cooperation(a)).into()),
    (2, |(a, b, ..)| {
        let reason = (b % 2 == 0).then(|| common(b));
        Command::Decline(Declined { cooperation: cooperation(a), reason }).into()
    }),
    (3, |(a, ..)| Command::Start(cooperation(a)).into()),
    (2, |(a, b, ..)| Command::Review(Reviewed { cooperation: cooperation(a), results: common(b) }).into()),
    (1, |(a, b, ..)| Command::End(Ended { cooperation: cooperation(a), reason: common(b) }).into()),
];
