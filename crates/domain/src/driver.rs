//! Drivers: the actors who carry the mobilisation of audiences. They are invited, answer for themselves, and commit to
//! the audiences that they go to; they hold the role of driver meanwhile.
//!
//! Invariants: an invitation is answered once, by whom it invites; only who holds the role commits to audiences. A
//! commitment ends when it is released, and with the role: by stepping back, by leaving, when the role is revoked or
//! has expired. Whoever was granted the role without an invitation is a driver like the others.

#[cfg(test)]
mod tests;

use imbl::OrdMap;

use crate::aggregate::{Aggregate, Context, Happened};
use crate::authority::{Action, Role};
use crate::class::{OwnText, words};
use crate::event::{Object, events, refusals};
use crate::ids::{ActorId, AudienceId, Version};

words! {
    /// How an actor stands as a driver.
    pub enum Standing {
        /// Was invited, and has not answered.
        Invited = "invited",
        /// Declined.
        Declined = "declined",
        /// Holds the role.
        Driving = "driving",
        /// Held the role and does no more, or left before answering.
        Over = "over",
    }

    /// What remains to be done to bring in those whom a network wants to reach.
    pub enum Remaining {
        /// The network has not said whom it wants to reach.
        NoAudience = "no_audience",
        /// Nobody drives, or is asked to.
        NoDriver = "no_driver",
        /// No launch is planned.
        LaunchNotPlanned = "launch_not_planned",
        /// The launch is still to come.
        LaunchNotHeld = "launch_not_held",
        /// An invitation to drive waits for an answer.
        InvitationPending = "invitation_pending",
        /// A driver is committed to no audience.
        DriverWithoutAudience = "driver_without_audience",
        /// Nobody has estimated how many an audience counts.
        NoEstimate = "no_estimate",
        /// No driver is committed to an audience.
        AudienceWithoutDriver = "audience_without_driver",
        /// No outreach meeting was held for an audience.
        AudienceNotMet = "audience_not_met",
        /// No actor of an audience takes part.
        AudienceWithoutActors = "audience_without_actors",
        /// A meeting was held, and nobody has said how many came.
        MeetingNotCounted = "meeting_not_counted",
    }
}

/// What somebody committed to, for one audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commitment {
    /// Whether they said what they want to reach.
    pub has_goal: bool,
    /// How often it was told: once, and each time that its goal was replaced.
    pub version: Version,
}

/// What is known of an actor who was invited or drives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Row {
    /// Whether an invitation waits for an answer.
    pub is_invited: bool,
    /// What they committed to, as long as they hold the role.
    pub commitments: OrdMap<AudienceId, Commitment>,
    /// Number of events of theirs as a driver.
    pub version: Version,
}

/// The drivers of one network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Drivers {
    rows: OrdMap<ActorId, Row>,
}

impl Drivers {
    /// What is known of an actor as a driver.
    #[must_use]
    pub fn get(&self, driver: ActorId) -> Option<&Row> {
        self.rows.get(&driver)
    }

    fn is_invited(&self, driver: ActorId) -> bool {
        self.get(driver).is_some_and(|row| row.is_invited)
    }

    fn commitment(&self, driver: ActorId, audience: AudienceId) -> Option<&Commitment> {
        self.get(driver)?.commitments.get(&audience)
    }

    /// An invitation that waits for the answer of the one who acts.
    fn asked(&self, cx: &Context<'_>, driver: ActorId) -> Result<(), Refusal> {
        themselves(cx, driver)?;
        if self.is_invited(driver) { Ok(()) } else { Err(Refusal::NotInvited) }
    }

    /// Whether a commitment would change something: a new one does, and one that says or unsays what is to be reached.
    fn changes(&self, e: &Committed) -> bool {
        let known = self.commitment(e.driver, e.audience);
        known.is_none_or(|known| known.has_goal || e.goal.is_some())
    }

    /// The role of an actor has ended before they stepped back: what they committed to ends with it.
    pub(crate) fn loses_role(&mut self, driver: ActorId) {
        if let Some(row) = self.rows.get_mut(&driver) {
            row.commitments = OrdMap::new();
        }
    }

    fn change(&mut self, driver: ActorId, change: impl FnOnce(&mut Row)) {
        let row = self.rows.entry(driver).or_default();
        row.version.bump();
        change(row);
    }
}

/// Whether an actor drives at the moment of the act.
fn drives(cx: &Context<'_>, driver: ActorId) -> bool {
    cx.state.actor.roles(driver, cx.stamp).is_some_and(|roles| roles.has(Role::Driver))
}

/// Everyone answers and commits for themselves; who represents an organisation does so in its name.
fn themselves(cx: &Context<'_>, driver: ActorId) -> Result<(), Refusal> {
    cx.state.actor.get(driver).ok_or(Refusal::NoSuchDriver)?;
    if cx.act.subject() == Some(driver) { Ok(()) } else { Err(Refusal::NotTheDriver) }
}

fn driving(cx: &Context<'_>, driver: ActorId) -> Result<(), Refusal> {
    themselves(cx, driver)?;
    if drives(cx, driver) { Ok(()) } else { Err(Refusal::NotDriving) }
}

/// What may be asked of drivers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Invite an actor to drive.
    Invite(ActorId),
    /// Accept that; the role is granted beside it.
    Accept(ActorId),
    /// Decline it.
    Decline(Declined),
    /// Drive no more; the role is revoked beside it.
    StepBack(SteppedBack),
    /// Commit to an audience.
    Commit(Committed),
    /// Commit to it no more.
    Release(Released),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Invite(_) => Action::InviteDriver,
            Self::Accept(driver) => Action::Drive(*driver),
            Self::Decline(e) => Action::Drive(e.driver),
            Self::StepBack(e) => Action::Drive(e.driver),
            Self::Commit(e) => Action::Drive(e.driver),
            Self::Release(e) => Action::Drive(e.driver),
        }
    }
}

events! {
    /// What happens to a driver; the own object is the actor.
    pub enum Event in crate::state::Event {
        /// An actor was invited to drive the mobilisation.
        "driver.invited" v 1 signed = Invited {
            /// Who.
            driver: ActorId,
        } of |e| vec![Object::Actor(e.driver)],

        /// The actor accepted; the role of driver is granted in the same frame.
        "driver.accepted" v 1 signed = Accepted {
            /// Who.
            driver: ActorId,
        } of |e| vec![Object::Actor(e.driver)],

        /// The actor declined.
        "driver.declined" v 1 signed = Declined {
            /// Who.
            driver: ActorId,
            /// Why.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            reason: Option<OwnText>,
        } of |e| vec![Object::Actor(e.driver)],

        /// A driver stepped back; the role is revoked in the same frame.
        "driver.stepped_back" v 1 signed = SteppedBack {
            /// Who.
            driver: ActorId,
            /// Why.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            reason: Option<OwnText>,
        } of |e| vec![Object::Actor(e.driver)],

        /// A driver committed to an audience, or said anew what they want to reach there.
        "driver.committed" v 1 signed = Committed {
            /// Who.
            driver: ActorId,
            /// To which audience.
            audience: AudienceId,
            /// What they want to reach.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            goal: Option<OwnText>,
        } of |e| vec![Object::Actor(e.driver), Object::Audience(e.audience)],

        /// A driver is committed to an audience no more.
        "driver.released" v 1 signed = Released {
            /// Who.
            driver: ActorId,
            /// To which audience; it may have been retired since.
            was_audience: AudienceId,
        } of |e| vec![Object::Actor(e.driver), Object::Audience(e.was_audience)],
    }
}

refusals! {
    /// Why drivers say no.
    pub enum Refusal {
        /// There is no such actor to invite.
        UnknownDriver = "unknown_driver" Invalid("/actor"),
        /// Nobody of this id was ever invited, or held the role.
        NoSuchDriver = "no_such_driver" Unknown,
        /// The actor has left.
        DriverLeft = "driver_left" Conflict,
        /// The actor holds the role already.
        AlreadyDriving = "already_driving" Conflict,
        /// The actor was invited, and has not answered.
        AlreadyInvited = "already_invited_to_drive" Conflict,
        /// No invitation waits for an answer.
        NotInvited = "not_invited_to_drive" Conflict,
        /// Everyone answers and commits for themselves.
        NotTheDriver = "not_the_driver" Forbidden,
        /// The actor does not hold the role.
        NotDriving = "not_driving" Conflict,
        /// The driver is committed to the audience already, and says nothing new.
        AlreadyCommitted = "already_committed" Conflict,
        /// The driver is not committed to the audience.
        NotCommitted = "not_committed" Conflict,
    }
}

impl Aggregate for Drivers {
    const NAME: &'static str = "driver";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, cx: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        let must = |fits: bool, refusal| if fits { Ok(()) } else { Err(refusal) };
        match event {
            Event::Invited(e) => {
                cx.state.actor.get(e.driver).ok_or(Refusal::UnknownDriver)?;
                cx.state.actor.active(e.driver).map_err(|_| Refusal::DriverLeft)?;
                must(!drives(cx, e.driver), Refusal::AlreadyDriving)?;
                must(!self.is_invited(e.driver), Refusal::AlreadyInvited)
            }
            Event::Accepted(e) => self.asked(cx, e.driver),
            Event::Declined(e) => self.asked(cx, e.driver),
            Event::SteppedBack(e) => driving(cx, e.driver),
            Event::Committed(e) => {
                driving(cx, e.driver)?;
                must(self.changes(e), Refusal::AlreadyCommitted)
            }
            Event::Released(e) => {
                themselves(cx, e.driver)?;
                must(self.commitment(e.driver, e.was_audience).is_some(), Refusal::NotCommitted)
            }
        }
    }

    fn decide(&self, cx: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        let unless = |has_no_effect: bool, event: Event| if has_no_effect { vec![] } else { vec![event] };
        Ok(match command {
            Command::Invite(driver) => {
                unless(self.is_invited(driver) && !drives(cx, driver), Invited { driver }.into())
            }
            // Accepting and stepping back grant and revoke the role beside them: done twice they are refused, and not
            // without effect, so that nothing is granted or revoked alone.
            Command::Accept(driver) => vec![Accepted { driver }.into()],
            Command::Decline(e) => vec![e.into()],
            Command::StepBack(e) => vec![e.into()],
            Command::Commit(e) => {
                driving(cx, e.driver)?;
                unless(!self.changes(&e), e.into())
            }
            Command::Release(e) => {
                themselves(cx, e.driver)?;
                unless(self.commitment(e.driver, e.was_audience).is_none(), e.into())
            }
        })
    }

    fn evolve(&mut self, _: &Happened<'_>, event: &Event) {
        match event {
            Event::Invited(e) => self.change(e.driver, |row| row.is_invited = true),
            Event::Accepted(e) => self.change(e.driver, |row| row.is_invited = false),
            Event::Declined(e) => self.change(e.driver, |row| row.is_invited = false),
            Event::SteppedBack(e) => self.change(e.driver, |row| row.commitments = OrdMap::new()),
            Event::Committed(e) => self.change(e.driver, |row| {
                let mut version = row.commitments.get(&e.audience).map(|known| known.version).unwrap_or_default();
                version.bump();
                row.commitments.insert(e.audience, Commitment { has_goal: e.goal.is_some(), version });
            }),
            Event::Released(e) => self.change(e.driver, |row| _ = row.commitments.remove(&e.was_audience)),
        }
    }

    fn departs(&mut self, actor: ActorId) {
        self.rows.remove(&actor);
    }
}
