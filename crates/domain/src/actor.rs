//! Actors: the persons, organisations and services of a network, whom they represent and in which roles they serve.
//!
//! Invariants: an actor joins once; only persons represent, and only organisations and services are represented; a
//! network never loses its last lasting steward; one contact belongs to one person; whoever has left holds no role, and
//! gets none back by returning.

mod events;

use imbl::{OrdMap, OrdSet};

pub use events::*;

use crate::aggregate::{Aggregate, Contact, Context, Fact, Happened};
use crate::authority::{Action, Role, Roles};
use crate::class::words;
use crate::envelope::{Act, By};
use crate::event::{Object, refusals};
use crate::ids::{ActorId, ActorNo, AudienceId, Stamp, Version};
use crate::network::Network;

words! {
    /// What an actor is.
    pub enum ActorKind {
        /// A person.
        Person = "person",
        /// An association or a firm.
        Organisation = "organisation",
        /// A public service.
        Service = "service",
    }

    /// How an actor came to the network.
    pub enum Via {
        /// By an invitation's code.
        Invitation = "invitation",
        /// Added by a facilitator, or named at the founding.
        Operator = "operator",
        /// Through an identity provider.
        Identity = "identity",
        /// Known only from an imported source.
        Import = "import",
    }

    /// Why a person's data was erased.
    pub enum ErasureReason {
        /// The person did it.
        OwnRequest = "own_request",
        /// The person asked a steward for it.
        Request = "request",
        /// The person has died.
        Deceased = "deceased",
        /// The data should never have been here.
        Mistake = "mistake",
        /// The person left longer ago than the network keeps data.
        Retention = "retention",
    }
}

/// Whether an actor takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Takes part.
    Active,
    /// Has left.
    Left,
    /// Has left, and their keys are destroyed: nobody can be them again.
    Erased,
}

/// What is known of one actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number in order of joining.
    pub no: ActorNo,
    /// What it is.
    pub kind: ActorKind,
    /// How it came.
    pub via: Via,
    /// The audience that it said it belongs to.
    pub audience: Option<AudienceId>,
    /// Whether it takes part.
    pub phase: Phase,
    /// The organisations and services it represents.
    pub represents: OrdSet<ActorId>,
    /// Roles granted and not revoked, with the moment until which they hold.
    pub roles: OrdMap<Role, Option<Stamp>>,
    /// The number of the network's information notice that it has last taken note of; 0 for none.
    pub notice: u32,
    /// When it left, if it has not come back.
    pub left_at: Option<Stamp>,
    /// Number of events of its own.
    pub version: Version,
}

/// The actors of one network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Actors {
    rows: OrdMap<ActorId, Row>,
    /// When roles that have an end will end.
    ends: OrdSet<(Stamp, ActorId, Role)>,
    /// The persons who left and whose data is still there, and since when.
    left: OrdSet<(Stamp, ActorId)>,
}

impl Actors {
    /// What is known of an actor.
    #[must_use]
    pub fn get(&self, actor: ActorId) -> Option<&Row> {
        self.rows.get(&actor)
    }

    /// An actor that takes part.
    ///
    /// # Errors
    /// [`Refusal::UnknownActor`], [`Refusal::ActorLeft`].
    pub fn active(&self, actor: ActorId) -> Result<&Row, Refusal> {
        let row = self.get(actor).ok_or(Refusal::UnknownActor)?;
        match row.phase {
            Phase::Active => Ok(row),
            Phase::Left | Phase::Erased => Err(Refusal::ActorLeft),
        }
    }

    /// Whether a person's data was erased.
    #[must_use]
    pub fn is_erased(&self, actor: ActorId) -> bool {
        self.get(actor).is_some_and(|row| row.phase == Phase::Erased)
    }

    /// Those who take part, in ascending order of ids.
    pub fn all_active(&self) -> impl Iterator<Item = (ActorId, &Row)> {
        self.rows.iter().filter(|(_, row)| row.phase == Phase::Active).map(|(actor, row)| (*actor, row))
    }

    /// Those whose data was erased.
    pub fn erased(&self) -> impl Iterator<Item = ActorId> {
        self.rows.iter().filter(|(_, row)| row.phase == Phase::Erased).map(|(actor, _)| *actor)
    }

    /// The roles that hold at a moment; none for whoever is not a member.
    #[must_use]
    pub fn roles(&self, actor: ActorId, at: Stamp) -> Option<Roles> {
        let row = self.active(actor).ok()?;
        let holds = |until: &Option<Stamp>| until.is_none_or(|until| at < until);
        Some(row.roles.iter().filter(|(_, until)| holds(until)).map(|(role, _)| *role).collect())
    }

    /// What will be due by itself, in order of time: the end of each role that has one.
    pub(crate) fn due(&self) -> impl Iterator<Item = (Stamp, Command)> {
        self.ends.iter().map(|(at, actor, role)| (*at, Command::ExpireRole(RoleExpired { actor: *actor, role: *role })))
    }

    /// The erasure of those who left longer ago than the network keeps data, in order of time.
    pub(crate) fn kept_too_long(&self, network: &Network) -> impl Iterator<Item = (Stamp, Command)> {
        let erased = |actor| Command::Erase(PersonalDataErased { actor, reason: ErasureReason::Retention });
        self.left.iter().map_while(move |(at, actor)| Some((network.retained_until(*at)?, erased(*actor))))
    }

    /// Whether a person left longer ago than the network keeps data.
    fn is_kept_too_long(&self, actor: ActorId, cx: &Context<'_>) -> bool {
        let left_at = self.get(actor).and_then(|row| row.left_at);
        left_at.and_then(|at| cx.state.network.retained_until(at)).is_some_and(|until| until <= cx.stamp)
    }

    /// Whether anybody who takes part represents the organisation.
    #[must_use]
    pub fn is_represented(&self, organisation: ActorId) -> bool {
        self.rows.values().any(|row| row.phase == Phase::Active && row.represents.contains(&organisation))
    }

    /// Whether an act may be told so: entered for somebody who takes part, with evidence unless by who represents them.
    ///
    /// # Errors
    /// [`Refusal::UnknownSubject`], [`Refusal::EvidenceMissing`].
    pub fn admits_act(&self, act: &Act) -> Result<(), Refusal> {
        let Some(subject) = act.on_behalf_of else {
            return Ok(());
        };
        self.active(subject).map_err(|_| Refusal::UnknownSubject)?;
        let represents = |by: ActorId| self.get(by).is_some_and(|row| row.represents.contains(&subject));
        let needs_evidence = match act.by {
            Some(By::Actor(by)) => !represents(by),
            Some(By::Operator | By::System) | None => true,
        };
        if needs_evidence && act.evidence.is_none() { Err(Refusal::EvidenceMissing) } else { Ok(()) }
    }

    fn organisation(&self, actor: ActorId) -> Result<&Row, Refusal> {
        let row = self.active(actor)?;
        if row.kind == ActorKind::Person { Err(Refusal::NotAnOrganisation) } else { Ok(row) }
    }

    fn person(&self, actor: ActorId) -> Result<&Row, Refusal> {
        let row = self.active(actor)?;
        if row.kind == ActorKind::Person { Ok(row) } else { Err(Refusal::NotAPerson) }
    }

    /// Whether a role that is still written down has come to its end.
    fn has_ended(&self, RoleExpired { actor, role }: &RoleExpired, at: Stamp) -> bool {
        let until = self.get(*actor).and_then(|row| *row.roles.get(role)?);
        until.is_some_and(|until| until <= at)
    }

    fn hold_role(&mut self, RoleGranted { actor, role, until }: &RoleGranted) {
        let Some(row) = self.rows.get_mut(actor) else { return };
        row.roles.insert(*role, *until);
        if let Some(until) = until {
            self.ends.insert((*until, *actor, *role));
        }
    }

    /// Ends a role of whoever has it, and forgets when it would have ended.
    fn drop_role(&mut self, actor: ActorId, role: Role) {
        let until = self.rows.get_mut(&actor).and_then(|row| row.roles.remove(&role)).flatten();
        if let Some(until) = until {
            self.ends.remove(&(until, actor, role));
        }
    }

    /// Refuses what would leave the network without a steward whose role has no end.
    fn keeps_a_steward(&self, without: ActorId) -> Result<(), Refusal> {
        let lasting = |row: &Row| row.roles.get(&Role::Steward) == Some(&None);
        let loses_one = self.get(without).is_some_and(lasting);
        let another = self.rows.iter().any(|(actor, row)| *actor != without && lasting(row));
        if loses_one && !another { Err(Refusal::LastSteward) } else { Ok(()) }
    }
}

/// What may be asked of an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Let it join.
    Join(Joined),
    /// Replace a person's profile.
    ReviseProfile(ProfileRevised),
    /// Replace the description of an organisation or service.
    Describe(OrganisationDescribed),
    /// Let a person represent an organisation.
    Represent(RepresentationStarted),
    /// End that.
    StopRepresenting(RepresentationEnded),
    /// Grant a role.
    GrantRole(RoleGranted),
    /// Revoke it.
    RevokeRole(RoleRevoked),
    /// Leave the network.
    Leave(ActorId),
    /// Destroy what makes a person's data readable.
    Erase(PersonalDataErased),
    /// Let whoever has left take part again.
    Reactivate(ActorId),
    /// Write down that a role has ended by itself.
    ExpireRole(RoleExpired),
    /// Take note of the network's information notice.
    AcknowledgeNotice(NoticeAcknowledged),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Join(_) => Action::AddActor,
            Self::ReviseProfile(e) => Action::ReviseProfile(e.actor),
            Self::Describe(e) => Action::ReviseProfile(e.actor),
            Self::Represent(e) => Action::StartRepresentation(e.organisation),
            Self::StopRepresenting(e) => Action::EndRepresentation(e.actor),
            Self::GrantRole(e) => Action::ChangeRole(e.role),
            Self::RevokeRole(e) => Action::ChangeRole(e.role),
            Self::Leave(actor) => Action::Leave(*actor),
            Self::Erase(e) => Action::ErasePersonalData(e.actor),
            Self::Reactivate(_) => Action::Reactivate,
            Self::ExpireRole(_) => Action::Expire,
            Self::AcknowledgeNotice(e) => Action::AcknowledgeNotice(e.actor),
        }
    }
}

refusals! {
    /// Why an actor's table says no.
    pub enum Refusal {
        /// There is no such actor.
        UnknownActor = "unknown_actor" Unknown,
        /// The actor has left.
        ActorLeft = "actor_left" Conflict,
        /// It joined already.
        AlreadyJoined = "actor_already_joined" Conflict,
        /// Only a person has a profile and represents.
        NotAPerson = "not_a_person" Conflict,
        /// Only an organisation or a service is described and represented.
        NotAnOrganisation = "not_an_organisation" Conflict,
        /// A role cannot end before it begins.
        UntilIsPast = "until_is_past" Invalid("/until"),
        /// The network would be left without a lasting steward.
        LastSteward = "last_steward" Conflict,
        /// Another person has this contact.
        ContactTaken = "contact_taken" Invalid("/contact"),
        /// The person does not represent it.
        NotRepresented = "not_represented" Conflict,
        /// The role is not held.
        RoleNotHeld = "role_not_held" Conflict,
        /// The network keeps the data of those who left longer than that.
        StillRetained = "still_retained" Conflict,
        /// The person's data was erased before.
        AlreadyErased = "already_erased" Conflict,
        /// Nobody who takes part is the one for whom it is entered.
        UnknownSubject = "unknown_subject" Parameter("on_behalf_of"),
        /// What is entered for somebody else needs evidence.
        EvidenceMissing = "evidence_missing" Parameter("evidence"),
        /// The actor takes part already.
        NotLeft = "actor_not_left" Conflict,
        /// The role has no end, or has not come to it.
        RoleStillHolds = "role_still_holds" Conflict,
        /// The network's information notice has another number.
        NotTheNotice = "notice_not_current" Invalid("/notice"),
    }
}

impl Aggregate for Actors {
    const NAME: &'static str = "actor";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, cx: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Joined(e) if self.get(e.actor).is_some() => Err(Refusal::AlreadyJoined),
            Event::Joined(_) => Ok(()),
            Event::ProfileRevised(e) => {
                self.person(e.actor)?;
                match cx.facts.contact {
                    Fact::Known(Contact::TakenBy(other)) if other != e.actor => Err(Refusal::ContactTaken),
                    Fact::Known(Contact::TakenBy(_) | Contact::Free) | Fact::Unknowable => Ok(()),
                }
            }
            Event::OrganisationDescribed(e) => self.organisation(e.actor).map(drop),
            Event::RepresentationStarted(e) => {
                self.person(e.actor)?;
                self.organisation(e.organisation).map(drop)
            }
            Event::RepresentationEnded(e) => {
                let represents = self.person(e.actor)?.represents.contains(&e.organisation);
                if represents { Ok(()) } else { Err(Refusal::NotRepresented) }
            }
            Event::RoleGranted(e) => {
                self.active(e.actor)?;
                if e.until.is_some_and(|until| until <= cx.stamp) {
                    return Err(Refusal::UntilIsPast);
                }
                if e.role == Role::Steward && e.until.is_some() { self.keeps_a_steward(e.actor) } else { Ok(()) }
            }
            Event::RoleRevoked(e) => {
                let held = self.active(e.actor)?.roles.contains_key(&e.role);
                if !held {
                    return Err(Refusal::RoleNotHeld);
                }
                if e.role == Role::Steward { self.keeps_a_steward(e.actor) } else { Ok(()) }
            }
            Event::Left(e) => {
                self.active(e.actor)?;
                self.keeps_a_steward(e.actor)
            }
            Event::PersonalDataErased(e) => {
                let row = self.get(e.actor).ok_or(Refusal::UnknownActor)?;
                match (row.kind, row.phase) {
                    (ActorKind::Organisation | ActorKind::Service, _) => Err(Refusal::NotAPerson),
                    (ActorKind::Person, Phase::Erased) => Err(Refusal::AlreadyErased),
                    (ActorKind::Person, Phase::Active | Phase::Left) => {
                        if e.reason == ErasureReason::Retention && !self.is_kept_too_long(e.actor, cx) {
                            return Err(Refusal::StillRetained);
                        }
                        self.keeps_a_steward(e.actor)
                    }
                }
            }
            Event::Reactivated(e) => match self.get(e.actor).ok_or(Refusal::UnknownActor)?.phase {
                Phase::Left => Ok(()),
                Phase::Active => Err(Refusal::NotLeft),
                Phase::Erased => Err(Refusal::AlreadyErased),
            },
            Event::RoleExpired(e) => match self.active(e.actor)?.roles.get(&e.role) {
                None => Err(Refusal::RoleNotHeld),
                Some(Some(until)) if *until <= cx.stamp => Ok(()),
                Some(_) => Err(Refusal::RoleStillHolds),
            },
            Event::NoticeAcknowledged(e) => {
                self.person(e.actor)?;
                let current = cx.state.network.charter().map_or(0, |charter| charter.notice);
                if e.notice == 0 || e.notice != current { Err(Refusal::NotTheNotice) } else { Ok(()) }
            }
        }
    }

    fn decide(&self, cx: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(match command {
            Command::Join(e) => vec![e.into()],
            Command::ReviseProfile(e) => vec![e.into()],
            Command::Describe(e) => vec![e.into()],
            Command::Represent(e) if self.person(e.actor)?.represents.contains(&e.organisation) => vec![],
            Command::Represent(e) => vec![e.into()],
            Command::StopRepresenting(e) => vec![e.into()],
            Command::GrantRole(e) if self.active(e.actor)?.roles.get(&e.role) == Some(&e.until) => vec![],
            Command::GrantRole(e) => vec![e.into()],
            Command::RevokeRole(e) => vec![e.into()],
            Command::Leave(actor) => vec![Left { actor }.into()],
            Command::Erase(e) if self.is_erased(e.actor) => vec![],
            Command::Erase(e) => vec![e.into()],
            Command::Reactivate(actor) if self.active(actor).is_ok() => vec![],
            Command::Reactivate(actor) => vec![Reactivated { actor }.into()],
            // A second attempt, or one that comes too early, has no effect.
            Command::ExpireRole(e) if !self.has_ended(&e, cx.stamp) => vec![],
            Command::ExpireRole(e) => vec![e.into()],
            Command::AcknowledgeNotice(e) if e.notice > 0 && self.active(e.actor)?.notice == e.notice => vec![],
            Command::AcknowledgeNotice(e) => vec![e.into()],
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        let Object::Actor(actor) = object else { return None };
        self.get(actor).map(|row| row.version)
    }

    fn evolve(&mut self, happened: &Happened<'_>, event: &Event) {
        let actor = match event {
            Event::Joined(e) => {
                let row = Row {
                    no: ActorNo(u32::try_from(self.rows.len()).unwrap_or(u32::MAX)),
                    kind: e.kind,
                    via: e.via,
                    audience: e.audience,
                    phase: Phase::Active,
                    represents: OrdSet::new(),
                    roles: OrdMap::new(),
                    notice: 0,
                    left_at: None,
                    version: Version(1),
                };
                self.rows.insert(e.actor, row);
                return;
            }
            Event::ProfileRevised(e) => e.actor,
            Event::OrganisationDescribed(e) => e.actor,
            Event::RepresentationStarted(e) => e.actor,
            Event::RepresentationEnded(e) => e.actor,
            Event::RoleGranted(e) => e.actor,
            Event::RoleRevoked(e) => e.actor,
            Event::Left(e) => e.actor,
            Event::PersonalDataErased(e) => e.actor,
            Event::Reactivated(e) => e.actor,
            Event::RoleExpired(e) => e.actor,
            Event::NoticeAcknowledged(e) => e.actor,
        };
        let Some(row) = self.rows.get_mut(&actor) else { return };
        row.version.bump();
        match event {
            Event::Joined(_) | Event::ProfileRevised(_) | Event::OrganisationDescribed(_) => (),
            Event::RepresentationStarted(e) => _ = row.represents.insert(e.organisation),
            Event::RepresentationEnded(e) => _ = row.represents.remove(&e.organisation),
            Event::RoleGranted(e) => {
                self.drop_role(actor, e.role);
                self.hold_role(e);
            }
            Event::RoleRevoked(RoleRevoked { role, .. }) | Event::RoleExpired(RoleExpired { role, .. }) => {
                self.drop_role(actor, *role);
            }
            Event::Left(_) | Event::PersonalDataErased(_) => {
                let is_erased = matches!(event, Event::PersonalDataErased(_));
                row.phase = if is_erased { Phase::Erased } else { Phase::Left };
                let left_at = *row.left_at.get_or_insert(happened.recorded_at);
                if is_erased {
                    self.left.remove(&(left_at, actor));
                } else if row.kind == ActorKind::Person {
                    self.left.insert((left_at, actor));
                }
                row.represents = OrdSet::new();
                for role in Role::ALL {
                    self.drop_role(actor, *role);
                }
            }
            Event::Reactivated(_) => {
                row.phase = Phase::Active;
                if let Some(left_at) = row.left_at.take() {
                    self.left.remove(&(left_at, actor));
                }
            }
            Event::NoticeAcknowledged(e) => row.notice = e.notice,
        }
    }
}

#[cfg(test)]
mod tests;
