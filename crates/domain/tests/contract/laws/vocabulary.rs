//! Commands about themes and tags.

use domain::class::CommonText;
use domain::ids::{TagId, ThemeId};
use domain::vocabulary::{Command, TagDefined, TagRelabelled, ThemeDefined, ThemeRelabelled};

use super::{Make, id, text};

pub(super) fn theme(n: u8) -> ThemeId {
    ThemeId(id(5, n % 3))
}

pub(super) fn tag(n: u8) -> TagId {
    TagId(id(6, n % 4))
}

pub const COMMANDS: &[(u32, Make)] = &[
    (3, |(a, b, ..)| Command::DefineTheme(ThemeDefined { theme: theme(a), label: CommonText(text(b)) }).into()),
    (1, |(a, b, ..)| Command::RelabelTheme(ThemeRelabelled { theme: theme(a), label: CommonText(text(b)) }).into()),
    (1, |(a, ..)| Command::RetireTheme(theme(a)).into()),
    (4, |(a, b, ..)| Command::DefineTag(TagDefined { tag: tag(a), label: CommonText(text(b)) }).into()),
    (1, |(a, b, ..)| Command::RelabelTag(TagRelabelled { tag: tag(a), label: CommonText(text(b)) }).into()),
    (1, |(a, ..)| Command::RetireTag(tag(a)).into()),
];
