//! Actors and their roles at any time, in order of joining.

use std::sync::Arc;

use domain::actor::{ActorKind, Event, Left, OrganisationDescribed, ProfileRevised, Via};
use domain::authority::Role;
use domain::class::Pointer;
use domain::ids::{ActorId, ActorNo, AudienceId, Stamp, Version};
use domain::state::Recorded;
use imbl::OrdMap;

use crate::TextRef;

/// A role that was held, holds, or will end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleSpan {
    /// Which.
    pub role: Role,
    /// From when.
    pub from: Stamp,
    /// Until when it was granted; without end when absent.
    pub until: Option<Stamp>,
    /// When it was revoked, or replaced by another grant, or ended by leaving or by itself.
    pub ended_at: Option<Stamp>,
}

impl RoleSpan {
    /// Whether the role holds at a moment.
    #[must_use]
    pub fn holds(&self, at: Stamp) -> bool {
        self.from <= at && self.until.is_none_or(|until| at < until) && self.ended_at.is_none_or(|end| at < end)
    }
}

/// What is shown of an actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActorRow {
    /// Its number in order of joining.
    pub no: ActorNo,
    /// Its id.
    pub id: ActorId,
    /// What it is.
    pub kind: ActorKind,
    /// How it came.
    pub via: Via,
    /// The audience it belongs to.
    pub audience: Option<AudienceId>,
    /// When it joined.
    pub joined_at: Stamp,
    /// When it left.
    pub left_at: Option<Stamp>,
    /// When a person's data was erased.
    pub erased_at: Option<Stamp>,
    /// Its name: a person's own text, an organisation's common one.
    pub name: Option<TextRef>,
    /// Who it is.
    pub about: Option<TextRef>,
    /// A person's e-mail address.
    pub contact: Option<TextRef>,
    /// Whom it represents, in the order in which that began.
    pub represents: Vec<ActorId>,
    /// Every role it was granted, oldest first.
    pub roles: Vec<RoleSpan>,
    /// The number of the network's information notice that it has last taken note of; 0 for none.
    pub notice: u32,
    /// Number of events of its own.
    pub version: Version,
}

impl ActorRow {
    fn leave(&mut self, at: Stamp) {
        self.left_at = self.left_at.or(Some(at));
        self.end_role(|_| true, at);
        self.represents.clear();
    }

    fn end_role(&mut self, which: impl Fn(&RoleSpan) -> bool, at: Stamp) {
        for span in self.roles.iter_mut().filter(|span| span.ended_at.is_none() && which(span)) {
            // It may have ended before by itself, whether or not that was written down.
            span.ended_at = Some(span.until.map_or(at, |until| until.min(at)));
        }
    }
}

/// All actors who ever joined.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActorsView {
    rows: OrdMap<ActorNo, Arc<ActorRow>>,
    numbers: OrdMap<ActorId, ActorNo>,
}

impl ActorsView {
    /// One actor.
    #[must_use]
    pub fn get(&self, actor: ActorId) -> Option<&ActorRow> {
        self.rows.get(self.numbers.get(&actor)?).map(AsRef::as_ref)
    }

    /// How many ever joined.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nobody ever joined.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Those who joined after `after`, in order of joining.
    pub fn after(&self, after: Option<ActorNo>) -> impl Iterator<Item = &ActorRow> {
        let from = after.map_or(ActorNo(0), |ActorNo(no)| ActorNo(no.saturating_add(1)));
        self.rows.range(from..).map(|(_, row)| row.as_ref())
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        let at = recorded.recorded_at;
        let text = |pointer| TextRef::of(recorded, pointer);
        match event {
            Event::Joined(e) => {
                let no = ActorNo(u32::try_from(self.rows.len()).unwrap_or(u32::MAX));
                let row = ActorRow {
                    no,
                    id: e.actor,
                    kind: e.kind,
                    via: e.via,
                    audience: e.audience,
                    joined_at: at,
                    left_at: None,
                    erased_at: None,
                    name: None,
                    about: None,
                    contact: None,
                    represents: Vec::new(),
                    roles: Vec::new(),
                    notice: 0,
                    version: Version(1),
                };
                self.rows.insert(no, Arc::new(row));
                self.numbers.insert(e.actor, no);
            }
            Event::ProfileRevised(ProfileRevised { actor, .. })
            | Event::OrganisationDescribed(OrganisationDescribed { actor, .. }) => {
                self.change(*actor, |row| {
                    row.name = text(Pointer::Name);
                    row.contact = text(Pointer::Contact);
                    row.about = text(Pointer::About);
                });
            }
            Event::RepresentationStarted(e) => self.change(e.actor, |row| row.represents.push(e.organisation)),
            Event::RepresentationEnded(e) => {
                self.change(e.actor, |row| row.represents.retain(|organisation| *organisation != e.organisation));
            }
            Event::RoleGranted(e) => self.change(e.actor, |row| {
                row.end_role(|span| span.role == e.role, at);
                row.roles.push(RoleSpan { role: e.role, from: at, until: e.until, ended_at: None });
            }),
            Event::RoleRevoked(e) => self.change(e.actor, |row| row.end_role(|span| span.role == e.role, at)),
            Event::Left(Left { actor }) => self.change(*actor, |row| row.leave(at)),
            Event::PersonalDataErased(e) => self.change(e.actor, |row| {
                row.leave(at);
                row.erased_at = Some(at);
            }),
            Event::Reactivated(e) => self.change(e.actor, |row| row.left_at = None),
            Event::RoleExpired(e) => self.change(e.actor, |row| row.end_role(|span| span.role == e.role, at)),
            Event::NoticeAcknowledged(e) => self.change(e.actor, |row| row.notice = e.notice),
        }
    }

    fn change(&mut self, actor: ActorId, change: impl FnOnce(&mut ActorRow)) {
        let Some(row) = self.numbers.get(&actor).and_then(|no| self.rows.get_mut(no)) else { return };
        let row = Arc::make_mut(row);
        row.version.bump();
        change(row);
    }
}
