//! Commands about working groups.

use domain::class::CommonText;
use domain::group::{Command, ConvenerNamed, Formed, MemberAdded, MemberLeft, Revised};
use domain::ids::GroupId;

use super::{Make, actor, id, text};

fn group(n: u8) -> GroupId {
    GroupId(id(7, n % 2))
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
