//! Commands about working groups.

use domain::class::CommonText;
use domain::group::{Command, ConvenerNamed, Formed, MemberAdded, MemberLeft, Revised};
use domain::ids::GroupId;
use domain::state;

use super::{Make, actor, id, text};

fn group(n: u8) -> GroupId {
    GroupId(id(7, n % 2))
}

/// One in which actors 0 and 1 work.
pub(super) fn beginning() -> Vec<(u8, state::Command)> {
    let (group, name) = (group(0), CommonText(text(0)));
    let added = |n| (0, Command::AddMember(MemberAdded { group, member: actor(n) }).into());
    vec![(0, Command::Form(Formed { group, name, purpose: name }).into()), added(0), added(1)]
}

pub const COMMANDS: &[(u32, Make)] = &[
    (3, |(a, b, c, _)| {
        let (name, purpose) = (CommonText(text(b)), CommonText(text(c)));
        Command::Form(Formed { group: group(a), name, purpose }).into()
    }),
    (1, |(a, b, c, _)| {
        let (name, purpose) = (CommonText(text(b)), CommonText(text(c)));
        Command::Revise(Revised { group: group(a), name, purpose }).into()
    }),
    (5, |(a, b, ..)| Command::AddMember(MemberAdded { group: group(a), member: actor(b % 4) }).into()),
    (2, |(a, b, ..)| Command::Leave(MemberLeft { group: group(a), member: actor(b % 4) }).into()),
    (3, |(a, b, ..)| Command::NameConvener(ConvenerNamed { group: group(a), convener: actor(b % 4) }).into()),
    (1, |(a, ..)| Command::Dissolve(group(a)).into()),
];
