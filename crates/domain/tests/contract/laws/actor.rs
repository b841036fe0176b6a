//! Commands about actors.

use domain::actor::{
    ActorKind, Command, ErasureReason, Joined, NoticeAcknowledged, OrganisationDescribed, PersonalDataErased,
    ProfileRevised, RepresentationEnded, RepresentationStarted, RoleExpired, RoleGranted, RoleRevoked, Via,
};
use domain::authority::Role;
use domain::class::{CommonText, OwnText};
use domain::ids::ActorId;
use domain::state;

use super::audience::audience;
use super::{Make, Numbers, actor, one_of, stamp, text};

pub(super) fn joined((a, b, c, d): Numbers) -> state::Command {
    let kind = if b < 3 { one_of(ActorKind::ALL, c) } else { one_of(&[ActorKind::Person, ActorKind::Organisation], a) };
    let audience = (d == 1).then(|| audience(b));
    Command::Join(Joined { actor: actor(a), kind, via: one_of(Via::ALL, b), audience }).into()
}

fn profile((a, b, c, _): Numbers) -> state::Command {
    let contact = (b % 2 == 0).then(|| OwnText(text(b)));
    Command::ReviseProfile(ProfileRevised { actor: actor(a), name: OwnText(text(c)), contact, about: None }).into()
}

pub(super) fn granted((a, b, c, _): Numbers) -> state::Command {
    let until = (c % 3 == 0).then(|| stamp(u32::from(c) * 4));
    Command::GrantRole(RoleGranted { actor: actor(a), role: one_of(Role::ALL, b), until }).into()
}

/// Even actors are mostly persons, odd ones mostly organisations, so that representations come about.
fn pair(a: u8, b: u8) -> (ActorId, ActorId) {
    if a < 10 { (actor(a % 2 * 2), actor(1)) } else { (actor(a), actor(b)) }
}

pub const COMMANDS: &[(u32, Make)] = &[
    (8, joined),
    (4, profile),
    (3, |(a, b, ..)| {
        let name = CommonText(text(b));
        Command::Describe(OrganisationDescribed { actor: actor(a), name, about: None }).into()
    }),
    (4, |(a, b, ..)| {
        let (actor, organisation) = pair(a, b);
        Command::Represent(RepresentationStarted { actor, organisation }).into()
    }),
    (4, |(a, b, ..)| {
        let (actor, organisation) = pair(a, b);
        Command::StopRepresenting(RepresentationEnded { actor, organisation }).into()
    }),
    (6, granted),
    (4, |(a, b, ..)| Command::RevokeRole(RoleRevoked { actor: actor(a), role: one_of(Role::ALL, b) }).into()),
    (2, |(a, ..)| Command::Leave(actor(a)).into()),
    (2, |(a, b, ..)| {
        Command::Erase(PersonalDataErased { actor: actor(a), reason: one_of(ErasureReason::ALL, b) }).into()
    }),
    (2, |(a, ..)| Command::Reactivate(actor(a)).into()),
    (6, |(a, b, ..)| Command::ExpireRole(RoleExpired { actor: actor(a), role: one_of(Role::ALL, b) }).into()),
    (3, |(a, b, ..)| {
        let notice = u32::from(b % 4);
        Command::AcknowledgeNotice(NoticeAcknowledged { actor: actor(a), notice }).into()
    }),
];
