//! Drivers: who was invited and what they answered, who holds the role, and what they are committed to, in the order in
//! which they joined the network. Whether the role holds depends on the moment of asking.

use std::sync::Arc;

use domain::actor;
use domain::authority::Role;
use domain::class::Pointer;
use domain::driver::{Event, Standing};
use domain::envelope::By;
use domain::ids::{ActorId, ActorNo, AudienceId, Stamp};
use domain::state::Recorded;
use imbl::OrdMap;

use crate::actors::{ActorRow, ActorsView, RoleSpan};
use crate::{TextRef, author};

/// What a driver committed to, for one audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Commitment {
    /// Which audience.
    pub audience: AudienceId,
    /// Since when.
    pub since: Stamp,
    /// What is to be reached.
    pub goal: Option<TextRef>,
    /// When it was released, or the role ended.
    pub ended_at: Option<Stamp>,
}

impl Commitment {
    fn holds(&self, at: Stamp) -> bool {
        self.since <= at && self.ended_at.is_none_or(|end| at < end)
    }
}

/// What is shown of a driver, beside the actor's roles.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DriverRow {
    /// The actor's number in order of joining.
    pub no: ActorNo,
    /// The actor.
    pub actor: ActorId,
    /// When it was last invited, and by whom.
    pub invited: Option<(Stamp, By)>,
    /// When it accepted the last invitation.
    pub accepted_at: Option<Stamp>,
    /// When it declined the last invitation.
    pub declined_at: Option<Stamp>,
    /// When it left without an answer to the last invitation.
    pub lapsed_at: Option<Stamp>,
    /// When it last stepped back.
    pub stepped_back_at: Option<Stamp>,
    /// Why it declined, or stepped back.
    pub reason: Option<TextRef>,
    /// What it ever committed to, oldest first.
    pub commitments: Vec<Commitment>,
}

impl DriverRow {
    fn new(no: ActorNo, actor: ActorId) -> Self {
        Self {
            no,
            actor,
            invited: None,
            accepted_at: None,
            declined_at: None,
            lapsed_at: None,
            stepped_back_at: None,
            reason: None,
            commitments: Vec::new(),
        }
    }

    fn is_pending(&self) -> bool {
        self.accepted_at.is_none() && self.declined_at.is_none() && self.lapsed_at.is_none()
    }

    /// The invitation that waits for an answer: since when.
    #[must_use]
    pub fn pending_since(&self) -> Option<Stamp> {
        self.invited.filter(|_| self.is_pending()).map(|(since, _)| since)
    }

    /// How the actor stands at a moment.
    #[must_use]
    pub fn standing(&self, actor: &ActorRow, at: Stamp) -> Standing {
        if driving(actor, at).is_some() {
            Standing::Driving
        } else if self.pending_since().is_some() {
            Standing::Invited
        } else if self.declined_at.is_some() {
            Standing::Declined
        } else {
            Standing::Over
        }
    }

    /// What the actor is committed to at a moment, if it drives then.
    pub fn committed(&self, actor: &ActorRow, at: Stamp) -> impl Iterator<Item = &Commitment> {
        let drives = driving(actor, at).is_some();
        self.commitments.iter().filter(move |commitment| drives && commitment.holds(at))
    }

    fn end(&mut self, at: Stamp, which: impl Fn(&Commitment) -> bool) {
        for commitment in self.commitments.iter_mut().filter(|one| one.ended_at.is_none() && which(one)) {
            commitment.ended_at = Some(at);
        }
    }
}

/// The role of driver that an actor holds at a moment.
#[must_use]
pub fn driving(actor: &ActorRow, at: Stamp) -> Option<&RoleSpan> {
    actor.roles.iter().find(|span| span.role == Role::Driver && span.holds(at))
}

/// All who were ever invited to drive, or granted the role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DriversView {
    rows: OrdMap<ActorNo, Arc<DriverRow>>,
}

impl DriversView {
    /// One driver.
    #[must_use]
    pub fn get(&self, actor: &ActorRow) -> Option<&DriverRow> {
        self.rows.get(&actor.no).map(AsRef::as_ref)
    }

    /// Those after `after`, in the order in which they joined the network.
    pub fn after(&self, after: Option<ActorNo>) -> impl Iterator<Item = &DriverRow> {
        crate::after(&self.rows, after)
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event, actors: &ActorsView) {
        let at = recorded.recorded_at;
        match event {
            Event::Invited(e) => self.change(actors, e.driver, |row| {
                row.invited = Some((at, author(recorded)));
                (row.accepted_at, row.declined_at, row.lapsed_at, row.reason) = (None, None, None, None);
            }),
            Event::Accepted(e) => self.change(actors, e.driver, |row| row.accepted_at = Some(at)),
            Event::Declined(e) => self.change(actors, e.driver, |row| {
                row.declined_at = Some(at);
                row.reason = TextRef::of(recorded, Pointer::Reason);
            }),
            Event::SteppedBack(e) => self.change(actors, e.driver, |row| {
                row.stepped_back_at = Some(at);
                row.reason = TextRef::of(recorded, Pointer::Reason);
                row.end(at, |_| true);
            }),
            Event::Committed(e) => self.change(actors, e.driver, |row| {
                let goal = TextRef::of(recorded, Pointer::Goal);
                let mut known = row.commitments.iter_mut();
                match known.find(|one| one.audience == e.audience && one.ended_at.is_none()) {
                    Some(known) => known.goal = goal,
                    None => row.commitments.push(Commitment { audience: e.audience, since: at, goal, ended_at: None }),
                }
            }),
            Event::Released(e) => {
                self.change(actors, e.driver, |row| row.end(at, |one| one.audience == e.was_audience));
            }
        }
    }

    /// Who is granted the role is a driver too; what they committed to ends with it. `actors` are as after the event.
    pub(crate) fn apply_actor(&mut self, recorded: &Recorded, event: &actor::Event, actors: &ActorsView) {
        let at = recorded.recorded_at;
        if let actor::Event::RoleGranted(granted) = event
            && granted.role == Role::Driver
        {
            self.change(actors, granted.actor, |_| ());
        }
        let ended = event.ended_role().filter(|(_, role)| *role == Role::Driver).map(|(actor, _)| actor);
        let departed = event.departed();
        let Some(actor) = ended.or(departed).and_then(|actor| actors.get(actor)) else { return };
        if self.rows.contains_key(&actor.no) {
            self.change(actors, actor.id, |row| {
                row.end(at, |_| true);
                if departed.is_some() && row.pending_since().is_some() {
                    row.lapsed_at = Some(at);
                }
            });
        }
    }

    fn change(&mut self, actors: &ActorsView, actor: ActorId, change: impl FnOnce(&mut DriverRow)) {
        let Some(ActorRow { no, .. }) = actors.get(actor) else { return };
        let row = self.rows.entry(*no).or_insert_with(|| Arc::new(DriverRow::new(*no, actor)));
        change(Arc::make_mut(row));
    }
}
