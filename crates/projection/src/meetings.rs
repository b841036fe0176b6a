//! Meetings, by when they begin, with the number of those who registered and came, and their minutes. Nobody is named
//! here but who planned, drafted, offered or approved in public.

use std::ops::Bound;
use std::sync::Arc;

use domain::class::Pointer;
use domain::envelope::By;
use domain::ids::{ActorId, AudienceId, ContributionId, EventId, GroupId, MeetingId, Position, Stamp, Version};
use domain::meeting::{Event, MeetingKind};
use domain::state::Recorded;
use imbl::{OrdMap, OrdSet};

use crate::TextRef;

/// What is told of a meeting, in place of what was told before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Told {
    /// What it is called.
    pub title: Option<TextRef>,
    /// Where it takes place.
    pub place: Option<TextRef>,
    /// Where it is on the web.
    pub link: Option<TextRef>,
    /// What it is about.
    pub agenda: Option<TextRef>,
    /// The audience it is for.
    pub audience: Option<AudienceId>,
    /// The working group it is of.
    pub group: Option<GroupId>,
    /// How many may register.
    pub capacity: Option<u32>,
}

impl Told {
    fn of(recorded: &Recorded, audience: Option<AudienceId>, group: Option<GroupId>, capacity: Option<u32>) -> Self {
        let text = |pointer| TextRef::of(recorded, pointer);
        Self {
            title: text(Pointer::Title),
            place: text(Pointer::Place),
            link: text(Pointer::Link),
            agenda: text(Pointer::Agenda),
            audience,
            group,
            capacity,
        }
    }
}

/// A draft of the minutes, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its number, from 1.
    pub number: u32,
    /// Who wrote it.
    pub author: By,
    /// The position of its event.
    pub position: Position,
    /// The id of its event.
    pub event: EventId,
    /// When it was recorded.
    pub recorded_at: Stamp,
    /// The event that it corrects.
    pub corrects: Option<EventId>,
    /// Its text, its author's.
    pub text: Option<TextRef>,
    /// Who was last named to approve it, and since when they have.
    pub approvers: Vec<(ActorId, Option<Stamp>)>,
    /// When all had approved it.
    pub approved_at: Option<Stamp>,
    /// Its text as the network's.
    pub published: Option<TextRef>,
}

/// What is shown of a meeting, but for who registers ([`MeetingsView::registered`]).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingRow {
    /// Its id.
    pub id: MeetingId,
    /// What it is for.
    pub kind: MeetingKind,
    /// When it begins.
    pub starts_at: Stamp,
    /// When it ends.
    pub ends_at: Stamp,
    /// What is told of it.
    pub told: Told,
    /// Who planned it.
    pub planned_by: By,
    /// When that was.
    pub planned_at: Stamp,
    /// The position of that event.
    pub position: Position,
    /// When its last own event was recorded.
    pub changed_at: Stamp,
    /// When it was cancelled, and why.
    pub cancelled: Option<(Stamp, Option<TextRef>)>,
    /// How many came.
    pub attendance: Option<u32>,
    /// Its minutes, in the order in which they were drafted.
    pub drafts: Vec<Draft>,
    /// The draft that is put to approval.
    pub in_approval: Option<u32>,
    /// Who offered to approve, in that order.
    pub offered: Vec<ActorId>,
    /// Number of events of its own.
    pub version: Version,
}

impl MeetingRow {
    /// The draft that was approved last.
    #[must_use]
    pub fn approved(&self) -> Option<&Draft> {
        self.drafts.iter().filter(|draft| draft.approved_at.is_some()).max_by_key(|draft| draft.approved_at)
    }

    /// One of its drafts.
    #[must_use]
    pub fn draft(&self, number: u32) -> Option<&Draft> {
        self.drafts.get(usize::try_from(number).ok()?.checked_sub(1)?)
    }

    fn draft_mut(&mut self, number: u32) -> Option<&mut Draft> {
        self.drafts.get_mut(usize::try_from(number).ok()?.checked_sub(1)?)
    }
}

/// Which meetings to list; every given condition must hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this kind.
    pub kind: Option<MeetingKind>,
    /// For this audience.
    pub audience: Option<AudienceId>,
    /// Of this working group.
    pub group: Option<GroupId>,
    /// That begin then or later.
    pub from: Option<Stamp>,
    /// That begin before.
    pub until: Option<Stamp>,
    /// That have not ended then, and were not cancelled.
    pub upcoming_at: Option<Stamp>,
}

impl Filter {
    fn holds(&self, row: &MeetingRow) -> bool {
        self.kind.is_none_or(|kind| row.kind == kind)
            && self.audience.is_none_or(|audience| row.told.audience == Some(audience))
            && self.group.is_none_or(|group| row.told.group == Some(group))
            && self.upcoming_at.is_none_or(|at| at < row.ends_at && row.cancelled.is_none())
    }
}

/// A place in a list: when a meeting begins, and which it is.
pub type Start = (Stamp, MeetingId);

/// In which order to list, and after which one to go on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Walk {
    /// What begins first first.
    Ascending(Option<Start>),
    /// What begins last first.
    Descending(Option<Start>),
}

/// All meetings ever planned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MeetingsView {
    rows: OrdMap<MeetingId, Arc<MeetingRow>>,
    registered: OrdMap<MeetingId, u32>,
    starts: OrdSet<Start>,
    born: OrdSet<(MeetingId, ContributionId)>,
    births: OrdSet<(ContributionId, MeetingId)>,
}

impl MeetingsView {
    /// One meeting.
    #[must_use]
    pub fn get(&self, id: MeetingId) -> Option<&MeetingRow> {
        self.rows.get(&id).map(AsRef::as_ref)
    }

    /// How many are registered for it.
    #[must_use]
    pub fn registered(&self, id: MeetingId) -> u32 {
        self.registered.get(&id).copied().unwrap_or_default()
    }

    /// The contributions that were born there.
    pub fn born(&self, id: MeetingId) -> impl Iterator<Item = ContributionId> {
        let (least, greatest) = (ContributionId(uuid::Uuid::nil()), ContributionId(uuid::Uuid::max()));
        self.born.range((id, least)..=(id, greatest)).map(|(_, contribution)| *contribution)
    }

    /// The meetings that a contribution was born in.
    pub fn births(&self, id: ContributionId) -> impl Iterator<Item = MeetingId> {
        let (least, greatest) = (MeetingId(uuid::Uuid::nil()), MeetingId(uuid::Uuid::max()));
        self.births.range((id, least)..=(id, greatest)).map(|(_, meeting)| *meeting)
    }

    /// The meetings that fit, in the order in which they begin or against it.
    #[must_use]
    pub fn list(&self, filter: Filter, walk: Walk) -> Box<dyn Iterator<Item = &MeetingRow> + '_> {
        let at = |at: Stamp| (at, MeetingId(uuid::Uuid::nil()));
        let (from, until) = (filter.from.map(at), filter.until.map(at));
        let starts: Box<dyn Iterator<Item = &Start>> = match walk {
            Walk::Ascending(after) => {
                let low = from.max(after).map_or(Bound::Unbounded, Bound::Included);
                let starts = self.starts.range((low, Bound::Unbounded)).skip_while(move |start| Some(**start) == after);
                Box::new(starts.take_while(move |start| until.is_none_or(|until| **start < until)))
            }
            Walk::Descending(before) => {
                let high = until.into_iter().chain(before).min().map_or(Bound::Unbounded, Bound::Excluded);
                let starts = self.starts.range((Bound::Unbounded, high)).rev();
                Box::new(starts.take_while(move |start| from.is_none_or(|from| **start >= from)))
            }
        };
        Box::new(starts.filter_map(|(_, id)| self.get(*id)).filter(move |row| filter.holds(row)))
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        let at = recorded.recorded_at;
        let subject = recorded.act.subject();
        match event {
            Event::Planned(e) => {
                let row = MeetingRow {
                    id: e.meeting,
                    kind: e.kind,
                    starts_at: e.starts_at,
                    ends_at: e.ends_at,
                    told: Told::of(recorded, e.audience, e.group, e.capacity),
                    planned_by: author(recorded),
                    planned_at: at,
                    position: recorded.position,
                    changed_at: at,
                    cancelled: None,
                    attendance: None,
                    drafts: Vec::new(),
                    in_approval: None,
                    offered: Vec::new(),
                    version: Version(1),
                };
                self.starts.insert((e.starts_at, e.meeting));
                self.rows.insert(e.meeting, Arc::new(row));
            }
            Event::Revised(e) => self.change(e.meeting, at, |row| {
                row.told = Told::of(recorded, e.audience, e.group, e.capacity);
            }),
            Event::Rescheduled(e) => {
                if let Some(before) = self.get(e.meeting).map(|row| row.starts_at) {
                    self.starts.remove(&(before, e.meeting));
                    self.starts.insert((e.starts_at, e.meeting));
                }
                self.change(e.meeting, at, |row| (row.starts_at, row.ends_at) = (e.starts_at, e.ends_at));
            }
            Event::Cancelled(e) => self.change(e.meeting, at, |row| {
                row.cancelled = Some((at, TextRef::of(recorded, Pointer::Reason)));
            }),
            Event::Registered(e) => *self.registered.entry(e.meeting).or_default() += 1,
            Event::Unregistered(e) => {
                let count = self.registered.entry(e.meeting).or_default();
                *count = count.saturating_sub(1);
            }
            Event::AttendanceRecorded(e) => self.change(e.meeting, at, |row| row.attendance = Some(e.count)),
            Event::Attended(_) | Event::AttendanceWithdrawn(_) => (),
            Event::MinutesDrafted(e) => self.change(e.meeting, at, |row| row.drafts.push(draft(recorded, e.draft))),
            Event::ApprovalOffered(e) => self.update(e.meeting, |row| row.offered.extend(subject)),
            Event::ApproversNamed(e) => self.change(e.meeting, at, |row| {
                row.in_approval = Some(e.draft);
                if let Some(draft) = row.draft_mut(e.draft) {
                    draft.approvers = e.approvers.as_slice().iter().map(|approver| (*approver, None)).collect();
                }
            }),
            Event::MinutesApproved(e) => self.update(e.meeting, |row| {
                let named = row.draft_mut(e.draft).into_iter().flat_map(|draft| &mut draft.approvers);
                named.filter(|(approver, _)| Some(*approver) == subject).for_each(|(_, since)| *since = Some(at));
            }),
            Event::MinutesPublished(e) => self.change(e.meeting, at, |row| {
                row.in_approval = None;
                if let Some(draft) = row.draft_mut(e.draft) {
                    draft.approved_at = Some(at);
                    draft.published = TextRef::of(recorded, Pointer::Minutes);
                }
            }),
            Event::Linked(e) => {
                self.born.insert((e.meeting, e.contribution));
                self.births.insert((e.contribution, e.meeting));
            }
            Event::Unlinked(e) => {
                self.born.remove(&(e.meeting, e.contribution));
                self.births.remove(&(e.contribution, e.meeting));
            }
        }
    }

    fn update(&mut self, id: MeetingId, change: impl FnOnce(&mut MeetingRow)) {
        if let Some(row) = self.rows.get_mut(&id) {
            change(Arc::make_mut(row));
        }
    }

    /// An event of the meeting's own.
    fn change(&mut self, id: MeetingId, at: Stamp, change: impl FnOnce(&mut MeetingRow)) {
        self.update(id, |row| {
            row.version.bump();
            row.changed_at = at;
            change(row);
        });
    }
}

fn author(recorded: &Recorded) -> By {
    recorded.act.subject().map_or(recorded.act.by.unwrap_or(By::System), By::Actor)
}

fn draft(recorded: &Recorded, number: u32) -> Draft {
    Draft {
        number,
        author: author(recorded),
        position: recorded.position,
        event: recorded.id,
        recorded_at: recorded.recorded_at,
        corrects: recorded.act.corrects,
        text: TextRef::of(recorded, Pointer::Minutes),
        approvers: Vec::new(),
        approved_at: None,
        published: None,
    }
}
