//! Who may vote: a rule, and those who fit it when the decision opens.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::actor::{ActorKind, Via};
use crate::authority::Role;
use crate::class::{Draw, Few, LogSafe};
use crate::event::Object;
use crate::ids::{ActorId, AudienceId, GroupId, Stamp};
use crate::state::State;
use crate::tally::electorate::electorate_sha256;
use crate::tally::input::Sha;

/// Who may vote; only those who take part when the decision opens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "who", rename_all = "snake_case", deny_unknown_fields)]
pub enum ElectorateRule {
    /// Every person but those who are known from an imported set only.
    Persons {},
    /// Every person who is known from an imported set only.
    Imported {},
    /// Every organisation and service: whoever represents one votes for it.
    Organisations {},
    /// Whoever holds this role.
    Role {
        /// Which.
        role: Role,
    },
    /// The persons of this audience.
    Audience {
        /// Which.
        audience: AudienceId,
    },
    /// The members of this working group.
    Group {
        /// Which.
        group: GroupId,
    },
    /// These actors.
    Listed {
        /// Who.
        actors: Few<ActorId, 256>,
    },
}

impl LogSafe for ElectorateRule {
    fn refers(&self, tell: &mut dyn FnMut(Object)) {
        match self {
            Self::Audience { audience } => tell(Object::Audience(*audience)),
            Self::Group { group } => tell(Object::Group(*group)),
            Self::Persons {} | Self::Imported {} | Self::Organisations {} | Self::Role { .. } | Self::Listed { .. } => {
            }
        }
    }

    fn example(draw: &mut Draw<'_>) -> Self {
        match draw(7) {
            0 => Self::Persons {},
            1 => Self::Imported {},
            2 => Self::Organisations {},
            3 => Self::Role { role: Role::example(draw) },
            4 => Self::Audience { audience: AudienceId::example(draw) },
            5 => Self::Group { group: GroupId::example(draw) },
            _ => Self::Listed { actors: Few::example(draw) },
        }
    }
}

/// Who might vote, as it was when the decision opened: whoever folds the history up to the opening comes to the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Electorate {
    /// By which rule. What it names was in force when the decision was proposed, and may have ended since.
    pub rule: ElectorateRule,
    /// How many.
    pub count: u32,
    /// SHA-256 of their ids in ascending order, 16 bytes each.
    pub sha256: Sha,
}

impl LogSafe for Electorate {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self { rule: ElectorateRule::example(draw), count: u32::example(draw), sha256: Sha::example(draw) }
    }
}

impl Electorate {
    /// Of these, in ascending order.
    #[must_use]
    pub fn new(rule: ElectorateRule, actors: &[ActorId]) -> Self {
        let count = u32::try_from(actors.len()).unwrap_or(u32::MAX);
        Self { rule, count, sha256: electorate_sha256(actors) }
    }
}

/// Those who fit a rule at a moment, in ascending order.
#[must_use]
pub fn of(state: &State, rule: &ElectorateRule, at: Stamp) -> Arc<[ActorId]> {
    let fits = |actor: ActorId, row: &crate::actor::Row| match rule {
        ElectorateRule::Persons {} => row.kind == ActorKind::Person && row.via != Via::Import,
        ElectorateRule::Imported {} => row.kind == ActorKind::Person && row.via == Via::Import,
        ElectorateRule::Organisations {} => row.kind != ActorKind::Person,
        ElectorateRule::Role { role } => state.actor.roles(actor, at).is_some_and(|roles| roles.has(*role)),
        ElectorateRule::Audience { audience } => row.kind == ActorKind::Person && row.audience == Some(*audience),
        ElectorateRule::Group { group } => state.group.has(*group, actor),
        ElectorateRule::Listed { actors } => actors.as_slice().contains(&actor),
    };
    state.actor.all_active().filter(|(actor, row)| fits(*actor, row)).map(|(actor, _)| actor).collect()
}
