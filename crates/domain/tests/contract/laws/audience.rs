//! Commands about audiences.

use domain::audience::{Command, Defined, Revised};
use domain::class::CommonText;
use domain::ids::AudienceId;

use super::{Make, id, text};

pub(super) fn audience(n: u8) -> AudienceId {
    AudienceId(id(4, n % 3))
}

pub const COMMANDS: &[(u32, Make)] = &[
    (4, |(a, b, c, _)| {
        let (name, estimated_size) = (CommonText(text(b)), (c % 3 != 0).then_some(u32::from(b)));
        Command::Define(Defined { audience: audience(a), name, description: None, estimated_size }).into()
    }),
    (2, |(a, b, c, _)| {
        let (name, description) = (CommonText(text(b)), Some(CommonText(text(c))));
        Command::Revise(Revised { audience: audience(a), name, description, estimated_size: None }).into()
    }),
    (1, |(a, ..)| Command::Retire(audience(a)).into()),
];
