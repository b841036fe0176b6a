//! Commands about invitations.

use domain::authority::Role;
use domain::ids::InvitationId;
use domain::invitation::{Accepted, Command, InvitedRoles, Invitee, Issued, Revoked};

use super::{Make, Numbers, actor, id, one_of, stamp};
use domain::state;

fn invitation(n: u8) -> InvitationId {
    InvitationId(id(4, n % 4))
}

fn issued((a, b, c, d): Numbers) -> state::Command {
    let roles = InvitedRoles::new((b % 2 == 0).then(|| one_of(Role::ALL, c)).into_iter().collect()).unwrap();
    let actor = (d == 0).then(|| actor(c));
    let expires_at = stamp(u32::from(b) * 40);
    Command::Issue(Issued {
        invitation: invitation(a),
        kind: Invitee::Person,
        audience: None,
        roles,
        actor,
        expires_at,
    })
    .into()
}

pub const COMMANDS: &[(u32, Make)] = &[
    (5, issued),
    (4, |(a, b, ..)| Command::Accept(Accepted { invitation: invitation(a), actor: actor(b) }).into()),
    (2, |(a, ..)| Command::Revoke(Revoked { invitation: invitation(a) }).into()),
];
