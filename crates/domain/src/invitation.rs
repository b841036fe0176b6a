//! Invitations: how people without an identity provider come in. A steward has codes printed or sent; whoever gives one in
//! time joins, once, with the roles that the invitation names. Or the code is for somebody who joined already, entered from
//! paper or gone since, and opens the network to them.
//!
//! Invariants: an invitation is accepted once at the most, and only before it expires or is revoked. The code stands in no
//! event: its blind index lies in the frame's private section, so that only the network's keys find an invitation by it.

use imbl::OrdMap;

use crate::actor::{self, ActorKind};
use crate::aggregate::{Aggregate, Context, Happened};
use crate::authority::{Action, Role};
use crate::class::{Few, words};
use crate::event::{Object, events, refusals};
use crate::ids::{ActorId, AudienceId, InvitationId, Stamp, Version};

words! {
    /// Who is invited.
    pub enum Invitee {
        /// A person.
        Person = "person",
    }

    /// How an invitation stands at a moment.
    pub enum Standing {
        /// Somebody may come with it.
        Open = "open",
        /// Somebody came with it.
        Accepted = "accepted",
        /// Nobody came in time.
        Expired = "expired",
        /// It was taken back.
        Revoked = "revoked",
    }
}

/// For how long an invitation may be valid, in milliseconds: 366 days.
pub const MAX_MS: i64 = 366 * 24 * 3600 * 1000;

/// The roles that an invitation gives.
pub type InvitedRoles = Few<Role, 6>;

/// What has become of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Nobody came with it yet.
    Issued,
    /// Somebody did.
    Accepted,
    /// It was taken back.
    Revoked,
}

/// What is known of one invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The audience that whoever comes with it belongs to.
    pub audience: Option<AudienceId>,
    /// The roles it gives.
    pub roles: InvitedRoles,
    /// For whom it is, if for somebody who joined already.
    pub actor: Option<ActorId>,
    /// Until when it is valid.
    pub expires_at: Stamp,
    /// What has become of it.
    pub phase: Phase,
    /// Number of events of its own.
    pub version: Version,
}

impl Row {
    /// Whether somebody may come with it at a moment.
    #[must_use]
    pub fn is_valid(&self, at: Stamp) -> bool {
        self.phase == Phase::Issued && at < self.expires_at
    }
}

/// The invitations of one network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Invitations {
    rows: OrdMap<InvitationId, Row>,
}

impl Invitations {
    /// What is known of an invitation.
    #[must_use]
    pub fn get(&self, invitation: InvitationId) -> Option<&Row> {
        self.rows.get(&invitation)
    }
}

/// What may be asked of an invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Issue it.
    Issue(Issued),
    /// Come in with it.
    Accept(Accepted),
    /// Take it back.
    Revoke(Revoked),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Issue(_) | Self::Revoke(_) => Action::Invite,
            Self::Accept(_) => Action::AcceptInvitation,
        }
    }
}

events! {
    /// What happens to an invitation.
    pub enum Event in crate::state::Event {
        /// An invitation was issued.
        "invitation.issued" v 1 signed = Issued {
            /// Its id.
            invitation: InvitationId,
            /// Who is invited.
            kind: Invitee,
            /// The audience that whoever comes with it belongs to.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            audience: Option<AudienceId>,
            /// The roles it gives.
            roles: InvitedRoles,
            /// For whom it is, if for somebody who joined already.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            actor: Option<ActorId>,
            /// Until when it is valid.
            expires_at: Stamp,
        } of |e| [Object::Invitation(e.invitation)].into_iter().chain(e.actor.map(Object::Actor)).collect(),

        /// Somebody came in with it.
        "invitation.accepted" v 1 signed = Accepted {
            /// Which.
            invitation: InvitationId,
            /// Who.
            actor: ActorId,
        } of |e| vec![Object::Invitation(e.invitation), Object::Actor(e.actor)],

        /// It was taken back.
        "invitation.revoked" v 1 signed = Revoked {
            /// Which.
            invitation: InvitationId,
        } of |e| vec![Object::Invitation(e.invitation)],
    }
}

refusals! {
    /// Why an invitation says no.
    pub enum Refusal {
        /// The id is in use.
        IdTaken = "invitation_id_taken" Conflict,
        /// There is no such invitation.
        UnknownInvitation = "unknown_invitation" Unknown,
        /// Nobody who ever joined is the person whom it is for.
        UnknownInvitee = "unknown_invitee" Invalid("/actor"),
        /// It would be over before it begins.
        ExpiryIsPast = "expiry_is_past" Invalid("/expires_at"),
        /// It would be valid for too long.
        ExpiryTooFar = "expiry_too_far" Invalid("/expires_at"),
        /// It was accepted or revoked before.
        Closed = "invitation_closed" Conflict,
        /// Nobody comes in with it: it is unknown, used, expired, revoked, or somebody else's. Which of them is not told.
        NotValid = "invitation_not_valid" Conflict,
    }
}

impl Aggregate for Invitations {
    const NAME: &'static str = "invitation";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, cx: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Issued(e) if self.rows.contains_key(&e.invitation) => Err(Refusal::IdTaken),
            Event::Issued(e) => {
                let is_person = |actor| match cx.state.actor.get(actor) {
                    Some(row) => row.kind == ActorKind::Person && row.phase != actor::Phase::Erased,
                    None => false,
                };
                let valid_ms = e.expires_at.millis().saturating_sub(cx.stamp.millis());
                match e.actor {
                    _ if valid_ms <= 0 => Err(Refusal::ExpiryIsPast),
                    _ if valid_ms > MAX_MS => Err(Refusal::ExpiryTooFar),
                    Some(actor) if !is_person(actor) => Err(Refusal::UnknownInvitee),
                    Some(_) | None => Ok(()),
                }
            }
            Event::Accepted(e) => {
                let row = self.get(e.invitation).filter(|row| row.is_valid(cx.stamp)).ok_or(Refusal::NotValid)?;
                let is_theirs = row.actor.is_none_or(|actor| actor == e.actor);
                if is_theirs && cx.state.actor.active(e.actor).is_ok() { Ok(()) } else { Err(Refusal::NotValid) }
            }
            Event::Revoked(e) => match self.get(e.invitation).ok_or(Refusal::UnknownInvitation)?.phase {
                Phase::Issued => Ok(()),
                Phase::Accepted | Phase::Revoked => Err(Refusal::Closed),
            },
        }
    }

    fn decide(&self, _: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        let is_revoked = |id| self.get(id).is_some_and(|row| row.phase == Phase::Revoked);
        Ok(match command {
            Command::Issue(e) => vec![e.into()],
            Command::Accept(e) => vec![e.into()],
            Command::Revoke(e) if is_revoked(e.invitation) => vec![],
            Command::Revoke(e) => vec![e.into()],
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        let Object::Invitation(invitation) = object else { return None };
        self.get(invitation).map(|row| row.version)
    }

    fn evolve(&mut self, _: &Happened<'_>, event: &Event) {
        let (invitation, phase) = match event {
            Event::Issued(e) => {
                let row = Row {
                    audience: e.audience,
                    roles: e.roles.clone(),
                    actor: e.actor,
                    expires_at: e.expires_at,
                    phase: Phase::Issued,
                    version: Version(1),
                };
                self.rows.insert(e.invitation, row);
                return;
            }
            Event::Accepted(e) => (e.invitation, Phase::Accepted),
            Event::Revoked(e) => (e.invitation, Phase::Revoked),
        };
        if let Some(row) = self.rows.get_mut(&invitation) {
            row.phase = phase;
            row.version.bump();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::actor::{ErasureReason, Left, PersonalDataErased};
    use crate::given::{Given, actor, at, founding, given, invitation, joined};

    const ANNE: u8 = 1;
    const CLUB: u8 = 9;

    fn network() -> Given {
        given([founding()]).and([joined(ANNE, ActorKind::Person), joined(CLUB, ActorKind::Organisation)])
    }

    fn issued(n: u8, expires_at: i64) -> Issued {
        Issued {
            invitation: invitation(n),
            kind: Invitee::Person,
            audience: None,
            roles: InvitedRoles::new(vec![Role::Tutor]).unwrap(),
            actor: None,
            expires_at: at(expires_at),
        }
    }

    fn accepted(n: u8, by: u8) -> Accepted {
        Accepted { invitation: invitation(n), actor: actor(by) }
    }

    fn revoked(n: u8) -> Revoked {
        Revoked { invitation: invitation(n) }
    }

    #[test]
    fn an_invitation_is_issued_until_a_moment_to_come_of_a_year_at_the_most() {
        network().when(Command::Issue(issued(1, 3))).then([issued(1, 3)]);
        network().and([issued(1, 3)]).when(Command::Issue(issued(1, 3))).refuses(Refusal::IdTaken);
        network().when(Command::Issue(issued(1, 2))).refuses(Refusal::ExpiryIsPast);
        network().when(Command::Issue(issued(1, 2 + MAX_MS))).then([issued(1, 2 + MAX_MS)]);
        network().when(Command::Issue(issued(1, 3 + MAX_MS))).refuses(Refusal::ExpiryTooFar);
    }

    #[test]
    fn an_invitation_may_be_for_a_person_who_joined_or_left() {
        let of = |n| Issued { actor: Some(actor(n)), ..issued(1, 9) };
        network().when(Command::Issue(of(ANNE))).then([of(ANNE)]);
        network().and([Left { actor: actor(ANNE) }]).when(Command::Issue(of(ANNE))).then([of(ANNE)]);
        network().when(Command::Issue(of(CLUB))).refuses(Refusal::UnknownInvitee);
        network().when(Command::Issue(of(77))).refuses(Refusal::UnknownInvitee);
        let erased = PersonalDataErased { actor: actor(ANNE), reason: ErasureReason::Request };
        network().and([erased]).when(Command::Issue(of(ANNE))).refuses(Refusal::UnknownInvitee);
        let bilal = network().and([joined(2, ActorKind::Person)]).and([of(ANNE)]);
        bilal.clone().when(Command::Accept(accepted(1, 2))).refuses(Refusal::NotValid);
        bilal.when(Command::Accept(accepted(1, ANNE))).then([accepted(1, ANNE)]);
    }

    #[test]
    fn an_invitation_is_accepted_once_in_time_by_who_takes_part() {
        let open = network().and([issued(1, 9)]);
        open.clone().when(Command::Accept(accepted(1, ANNE))).then([accepted(1, ANNE)]);
        let used = open.clone().and([accepted(1, ANNE)]).and([joined(2, ActorKind::Person)]);
        used.when(Command::Accept(accepted(1, 2))).refuses(Refusal::NotValid);
        open.clone().and([revoked(1)]).when(Command::Accept(accepted(1, ANNE))).refuses(Refusal::NotValid);
        network().and([issued(1, 2)]).when(Command::Accept(accepted(1, ANNE))).refuses(Refusal::NotValid);
        open.clone().when(Command::Accept(accepted(7, ANNE))).refuses(Refusal::NotValid);
        open.when(Command::Accept(accepted(1, 77))).refuses(Refusal::NotValid);
    }

    #[test]
    fn an_invitation_is_revoked_while_nobody_came_with_it() {
        let open = network().and([issued(1, 9)]);
        open.clone().when(Command::Revoke(revoked(1))).then([revoked(1)]);
        open.clone().and([revoked(1)]).when(Command::Revoke(revoked(1))).then_nothing();
        open.clone().and([revoked(1)]).does_not_admit(revoked(1), Refusal::Closed);
        open.and([accepted(1, ANNE)]).when(Command::Revoke(revoked(1))).refuses(Refusal::Closed);
        network().when(Command::Revoke(revoked(1))).refuses(Refusal::UnknownInvitation);
    }
}
