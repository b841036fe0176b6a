//! What happens to an actor.

use super::{ActorKind, ErasureReason, Via};
use crate::authority::Role;
use crate::class::{CommonText, OwnText};
use crate::event::{Object, Texts, events};
use crate::ids::{ActorId, AudienceId, Stamp};

events! {
    /// What happens to an actor.
    pub enum Event in crate::state::Event {
        /// An actor joined.
        "actor.joined" v 1 signed = Joined {
            /// Which; also the subject of its keys.
            actor: ActorId,
            /// What it is.
            kind: ActorKind,
            /// How it came.
            via: Via,
            /// The audience it belongs to.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            audience: Option<AudienceId>,
        } of |e| vec![Object::Actor(e.actor)],

        /// A person's profile was replaced.
        "actor.profile_revised" v 1 signed = ProfileRevised {
            /// Whose.
            actor: ActorId,
            /// The name to show.
            name: OwnText,
            /// An e-mail address.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            contact: Option<OwnText>,
            /// Who the person is.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            about: Option<OwnText>,
        } of |e| vec![Object::Actor(e.actor)] => texts |e| Texts::of(e.actor).for_members(),

        /// The description of an organisation or service was replaced.
        "actor.organisation_described" v 1 signed = OrganisationDescribed {
            /// Which.
            actor: ActorId,
            /// Its name.
            name: CommonText,
            /// What it does.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            about: Option<CommonText>,
        } of |e| vec![Object::Actor(e.actor)],

        /// A person began to represent an organisation or service.
        "actor.representation_started" v 1 signed = RepresentationStarted {
            /// The person.
            actor: ActorId,
            /// Whom the person represents.
            organisation: ActorId,
        } of |e| vec![Object::Actor(e.actor), Object::Actor(e.organisation)],

        /// A person stopped representing it.
        "actor.representation_ended" v 1 signed = RepresentationEnded {
            /// The person.
            actor: ActorId,
            /// Whom the person represented.
            organisation: ActorId,
        } of |e| vec![Object::Actor(e.actor), Object::Actor(e.organisation)],

        /// A role was granted, from the moment of recording.
        "actor.role_granted" v 1 signed = RoleGranted {
            /// To whom.
            actor: ActorId,
            /// Which.
            role: Role,
            /// Until when; without end when absent.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            until: Option<Stamp>,
        } of |e| vec![Object::Actor(e.actor)],

        /// A role was revoked.
        "actor.role_revoked" v 1 signed = RoleRevoked {
            /// From whom.
            actor: ActorId,
            /// Which.
            role: Role,
        } of |e| vec![Object::Actor(e.actor)],

        /// An actor left; its roles and representations end.
        "actor.left" v 1 signed = Left {
            /// Which.
            actor: ActorId,
        } of |e| vec![Object::Actor(e.actor)],

        /// A person's keys were destroyed: their texts cannot be read, nor their pseudonyms linked. They take no further part.
        "actor.personal_data_erased" v 1 signed = PersonalDataErased {
            /// Whose.
            actor: ActorId,
            /// Why.
            reason: ErasureReason,
        } of |e| vec![Object::Actor(e.actor)],

        /// An actor who had left takes part again, without the roles of before.
        "actor.reactivated" v 1 signed = Reactivated {
            /// Which.
            actor: ActorId,
        } of |e| vec![Object::Actor(e.actor)],

        /// A role that was granted until a moment has ended.
        "actor.role_expired" v 1 signed = RoleExpired {
            /// Whose.
            actor: ActorId,
            /// Which.
            role: Role,
        } of |e| vec![Object::Actor(e.actor)],

        /// A person took note of the network's information notice.
        "actor.notice_acknowledged" v 1 signed = NoticeAcknowledged {
            /// Who.
            actor: ActorId,
            /// The number of the notice.
            notice: u32,
        } of |e| vec![Object::Actor(e.actor)],
    }
}

impl Event {
    /// Who takes no further part since then; whoever had left before may be told so again.
    #[must_use]
    pub fn departed(&self) -> Option<ActorId> {
        match self {
            Self::Left(e) => Some(e.actor),
            Self::PersonalDataErased(e) => Some(e.actor),
            Self::Joined(_)
            | Self::ProfileRevised(_)
            | Self::OrganisationDescribed(_)
            | Self::RepresentationStarted(_)
            | Self::RepresentationEnded(_)
            | Self::RoleGranted(_)
            | Self::RoleRevoked(_)
            | Self::Reactivated(_)
            | Self::RoleExpired(_)
            | Self::NoticeAcknowledged(_) => None,
        }
    }

    /// Which role of whom has ended by itself or by somebody's hand; leaving is told by [`Self::departed`].
    #[must_use]
    pub fn ended_role(&self) -> Option<(ActorId, Role)> {
        match self {
            Self::RoleRevoked(e) => Some((e.actor, e.role)),
            Self::RoleExpired(e) => Some((e.actor, e.role)),
            Self::Joined(_)
            | Self::ProfileRevised(_)
            | Self::OrganisationDescribed(_)
            | Self::RepresentationStarted(_)
            | Self::RepresentationEnded(_)
            | Self::RoleGranted(_)
            | Self::Left(_)
            | Self::PersonalDataErased(_)
            | Self::Reactivated(_)
            | Self::NoticeAcknowledged(_) => None,
        }
    }

    /// Whose profile is in the event: how the person is shown, reached and found again.
    #[must_use]
    pub fn profile_of(&self) -> Option<ActorId> {
        match self {
            Self::Joined(e) => Some(e.actor),
            Self::ProfileRevised(e) => Some(e.actor),
            Self::OrganisationDescribed(_)
            | Self::RepresentationStarted(_)
            | Self::RepresentationEnded(_)
            | Self::RoleGranted(_)
            | Self::RoleRevoked(_)
            | Self::Left(_)
            | Self::PersonalDataErased(_)
            | Self::Reactivated(_)
            | Self::RoleExpired(_)
            | Self::NoticeAcknowledged(_) => None,
        }
    }
}
