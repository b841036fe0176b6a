//! Meetings: where the people of a network see each other, from the plan to the approved minutes.
//!
//! Invariants: nobody's presence is told but by themselves: who registered and who attended are pseudonyms that are valid
//! in this meeting alone, of which everyone reads the number; never more persons are named than were counted; what was
//! held is not cancelled, and what was cancelled takes nothing more. The minutes are those of [`minutes`].

mod event;
mod minutes;
#[cfg(test)]
mod tests;

use imbl::{OrdMap, OrdSet};

use crate::aggregate::{Aggregate, Context, Fact, Happened};
use crate::authority::Action;
use crate::class::{CommonText, OwnText, words};
use crate::event::{Object, refusals};
use crate::ids::{ContributionId, MeetingId, Pseudonym, Stamp, Version};

pub use event::*;
pub use minutes::{MAX_APPROVERS, Minutes, Round};

words! {
    /// What a meeting is for.
    pub enum MeetingKind {
        /// Going to those who are not there yet.
        Outreach = "outreach",
        /// Beginning together.
        Launch = "launch",
        /// Showing something.
        Presentation = "presentation",
        /// Working on something.
        Workshop = "workshop",
        /// Learning something.
        Training = "training",
        /// Being together.
        Convivial = "convivial",
        /// Steering the network.
        Steering = "steering",
    }
}

/// Whether a meeting is to come, was held, or is not to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// It is planned, or was, and nobody has said yet how many came.
    Planned,
    /// It was held, and so many came.
    Held(u32),
    /// It was cancelled.
    Cancelled,
}

/// What is known of one meeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is for.
    pub kind: MeetingKind,
    /// When it begins.
    pub starts_at: Stamp,
    /// When it ends.
    pub ends_at: Stamp,
    /// How many may register.
    pub capacity: Option<u32>,
    /// Whether it is to come, was held, or is not to be.
    pub phase: Phase,
    /// Who registered.
    pub registered: OrdSet<Pseudonym>,
    /// Who attended, as far as they are named.
    pub attended: OrdSet<Pseudonym>,
    /// The contributions that were born there.
    pub born: OrdSet<ContributionId>,
    /// Its minutes.
    pub minutes: Minutes,
    /// Number of events of its own; not those of who registers, attends, offers or approves, nor links.
    pub version: Version,
}

impl Row {
    fn may_register(&self, person: Pseudonym, now: Stamp) -> Result<(), Refusal> {
        self.must_be_open(now)?;
        if self.registered.contains(&person) {
            return Err(Refusal::AlreadyRegistered);
        }
        let has_room = self.capacity.is_none_or(|capacity| has_room(self.registered.len(), capacity));
        if has_room { Ok(()) } else { Err(Refusal::MeetingFull) }
    }

    fn may_be_named(&self, person: Pseudonym) -> Result<(), Refusal> {
        if self.attended.contains(&person) {
            return Err(Refusal::AlreadyNamed);
        }
        let counted = match self.phase {
            Phase::Held(count) => count,
            Phase::Planned | Phase::Cancelled => 0,
        };
        if has_room(self.attended.len(), counted) { Ok(()) } else { Err(Refusal::CountBelowNamed) }
    }

    fn must_be_open(&self, now: Stamp) -> Result<(), Refusal> {
        if now < self.ends_at { Ok(()) } else { Err(Refusal::RegistrationOver) }
    }

    /// What is said of a person inside the meeting can only be asked by who knows the pseudonym; an auditor does not.
    fn must_have_seen(&self, person: Fact<Pseudonym>) -> Result<(), Refusal> {
        match person {
            Fact::Known(person) if !self.attended.contains(&person) => Err(Refusal::NotAnAttendee),
            Fact::Known(_) | Fact::Unknowable => Ok(()),
        }
    }
}

/// Whether there is room for one person more.
fn has_room(persons: usize, at_most: u32) -> bool {
    u32::try_from(persons).is_ok_and(|persons| persons < at_most)
}

/// The meetings of one network.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Meetings {
    rows: OrdMap<MeetingId, Row>,
}

impl Meetings {
    /// What is known of a meeting.
    #[must_use]
    pub fn get(&self, meeting: MeetingId) -> Option<&Row> {
        self.rows.get(&meeting)
    }

    /// A meeting that was not cancelled.
    fn standing(&self, meeting: MeetingId) -> Result<&Row, Refusal> {
        let row = self.get(meeting).ok_or(Refusal::UnknownMeeting)?;
        if row.phase == Phase::Cancelled { Err(Refusal::MeetingCancelled) } else { Ok(row) }
    }

    /// A meeting that was not cancelled and has begun.
    fn begun(&self, meeting: MeetingId, now: Stamp) -> Result<&Row, Refusal> {
        let row = self.standing(meeting)?;
        if now < row.starts_at { Err(Refusal::NotBegun) } else { Ok(row) }
    }

    fn change(&mut self, meeting: MeetingId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.get_mut(&meeting) {
            change(row);
        }
    }

    /// An event of the meeting's own.
    fn change_own(&mut self, meeting: MeetingId, change: impl FnOnce(&mut Row)) {
        self.change(meeting, |row| {
            row.version.bump();
            change(row);
        });
    }
}

/// What may be asked of meetings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Plan one.
    Plan(Planned),
    /// Replace what is told of it.
    Revise(Revised),
    /// Move it to another time.
    Reschedule(Rescheduled),
    /// Cancel it.
    Cancel(Cancelled),
    /// Register for it.
    Register(Registered),
    /// Register for it no more.
    Unregister(Unregistered),
    /// Say how many came.
    RecordAttendance(AttendanceRecorded),
    /// Say that a person came.
    Attend(Attended),
    /// Say that a person did not.
    WithdrawAttendance(AttendanceWithdrawn),
    /// Draft its minutes.
    Draft {
        /// Of which meeting.
        meeting: MeetingId,
        /// The draft.
        minutes: OwnText,
    },
    /// Offer to approve its minutes, as one who was there.
    OfferApproval(ApprovalOffered),
    /// Put a draft to approval by some of those who offered.
    NameApprovers(ApproversNamed),
    /// Approve the draft.
    Approve(MinutesApproved),
    /// Make an approved draft the network's text; without effect while an approval is missing.
    Publish {
        /// Of which meeting.
        meeting: MeetingId,
        /// Which draft.
        draft: u32,
        /// The draft's text, sealed anew; nothing where it was erased.
        minutes: Option<CommonText>,
    },
    /// Say that a contribution was born there.
    Link(Linked),
    /// Say that it was not.
    Unlink(Unlinked),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Plan(e) => Action::PlanMeeting(e.kind),
            Self::Revise(Revised { meeting, .. })
            | Self::Reschedule(Rescheduled { meeting, .. })
            | Self::Cancel(Cancelled { meeting, .. }) => Action::ChangeMeeting(*meeting),
            Self::RecordAttendance(_) | Self::Attend(_) | Self::WithdrawAttendance(_) | Self::NameApprovers(_) => {
                Action::RunMeeting
            }
            Self::Register(_)
            | Self::Unregister(_)
            | Self::Draft { .. }
            | Self::OfferApproval(_)
            | Self::Approve(_)
            | Self::Publish { .. } => Action::TakePart,
            Self::Link(Linked { contribution, .. }) | Self::Unlink(Unlinked { contribution, .. }) => {
                Action::LinkToMeeting(*contribution)
            }
        }
    }
}

refusals! {
    /// Why meetings say no.
    pub enum Refusal {
        /// There is no such meeting.
        UnknownMeeting = "unknown_meeting" Unknown,
        /// The id is in use.
        IdTaken = "meeting_id_taken" Conflict,
        /// It was cancelled.
        MeetingCancelled = "meeting_cancelled" Conflict,
        /// It was held: there is nothing to cancel.
        MeetingWasHeld = "meeting_was_held" Conflict,
        /// It has a place, a link, or both.
        WhereMissing = "meeting_where_missing" Invalid("/place"),
        /// It ends after it begins.
        EndsTooSoon = "meeting_ends_too_soon" Invalid("/ends_at"),
        /// There is room for somebody, and for those who registered.
        CapacityTooSmall = "capacity_too_small" Invalid("/capacity"),
        /// It is over: nobody registers any more, or takes that back.
        RegistrationOver = "registration_over" Conflict,
        /// As many registered as may.
        MeetingFull = "meeting_full" Conflict,
        /// The person is registered already.
        AlreadyRegistered = "already_registered" Conflict,
        /// The person is not registered.
        NotRegistered = "not_registered" Conflict,
        /// It has not begun yet.
        NotBegun = "meeting_not_begun" Conflict,
        /// More persons are named than were counted.
        CountBelowNamed = "count_below_named" Invalid("/count"),
        /// The person is named already.
        AlreadyNamed = "attendee_already_named" Conflict,
        /// The person is not named.
        NotNamed = "attendee_not_named" Conflict,
        /// Only those who attended approve minutes.
        NotAnAttendee = "not_an_attendee" Forbidden,
        /// Drafts are numbered one after another.
        DraftNumberDiffers = "draft_number_differs" Conflict,
        /// There are approved minutes: another draft says what it corrects.
        CorrectionExpected = "minutes_correction_expected" Parameter("corrects"),
        /// There is no such draft.
        UnknownDraft = "unknown_draft" Unknown,
        /// The person offered already.
        AlreadyOffered = "approval_already_offered" Conflict,
        /// Somebody must approve.
        ApproversMissing = "approvers_missing" Invalid("/approvers"),
        /// Only those approve who offered to, and who are still there.
        ApprovalNotOffered = "approval_not_offered" Invalid("/approvers"),
        /// Nobody approves what they drafted.
        DrafterApproves = "drafter_among_approvers" Invalid("/approvers"),
        /// This draft is approved already.
        DraftAlreadyApproved = "draft_already_approved" Conflict,
        /// This draft is not put to approval.
        DraftNotInApproval = "draft_not_in_approval" Conflict,
        /// It was not them who were asked to approve it.
        NotAnApprover = "not_an_approver" Forbidden,
        /// The person approved it already.
        AlreadyApproved = "minutes_already_approved" Conflict,
        /// Somebody has not approved it yet.
        ApprovalsMissing = "approvals_missing" Conflict,
        /// Its author's texts were erased: there is nothing left to approve.
        DraftErased = "draft_erased" Conflict,
        /// There is no such contribution.
        UnknownChild = "unknown_born_contribution" Unknown,
        /// It is said already that it was born there.
        AlreadyBornThere = "already_born_there" Conflict,
        /// It is not said that it was born there.
        NotBornThere = "not_born_there" Conflict,
    }
}

impl Aggregate for Meetings {
    const NAME: &'static str = "meeting";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, cx: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        let must = |fits: bool, refusal| if fits { Ok(()) } else { Err(refusal) };
        let fits = |capacity: Option<u32>, registered| {
            let least = u32::try_from(registered).unwrap_or(u32::MAX).max(1);
            must(capacity.is_none_or(|capacity| capacity >= least), Refusal::CapacityTooSmall)
        };
        match event {
            Event::Planned(e) => {
                must(self.get(e.meeting).is_none(), Refusal::IdTaken)?;
                must(e.place.is_some() || e.link.is_some(), Refusal::WhereMissing)?;
                must(e.starts_at < e.ends_at, Refusal::EndsTooSoon)?;
                fits(e.capacity, 0)
            }
            Event::Revised(e) => {
                let row = self.standing(e.meeting)?;
                must(e.place.is_some() || e.link.is_some(), Refusal::WhereMissing)?;
                fits(e.capacity, row.registered.len())
            }
            Event::Rescheduled(e) => {
                self.standing(e.meeting)?;
                must(e.starts_at < e.ends_at, Refusal::EndsTooSoon)
            }
            Event::Cancelled(e) => must(self.standing(e.meeting)?.phase == Phase::Planned, Refusal::MeetingWasHeld),
            Event::Registered(e) => self.standing(e.meeting)?.may_register(e.person, cx.stamp),
            Event::Unregistered(e) => {
                let row = self.standing(e.meeting)?;
                row.must_be_open(cx.stamp)?;
                must(row.registered.contains(&e.person), Refusal::NotRegistered)
            }
            Event::AttendanceRecorded(e) => {
                let named = u32::try_from(self.begun(e.meeting, cx.stamp)?.attended.len());
                must(named.is_ok_and(|named| named <= e.count), Refusal::CountBelowNamed)
            }
            Event::Attended(e) => self.begun(e.meeting, cx.stamp)?.may_be_named(e.person),
            Event::AttendanceWithdrawn(e) => {
                must(self.standing(e.meeting)?.attended.contains(&e.person), Refusal::NotNamed)
            }
            Event::MinutesDrafted(e) => self.begun(e.meeting, cx.stamp)?.minutes.admits_draft(e, cx.act),
            Event::ApprovalOffered(e) => {
                let row = self.standing(e.meeting)?;
                row.must_have_seen(cx.facts.person)?;
                row.minutes.admits_offer(cx.act.subject())
            }
            Event::ApproversNamed(e) => self.standing(e.meeting)?.minutes.admits_naming(e, &cx.state.actor),
            Event::MinutesApproved(e) => {
                let row = self.standing(e.meeting)?;
                row.minutes.admits_approval(e.draft, cx.act.subject())?;
                row.must_have_seen(cx.facts.person)
            }
            Event::MinutesPublished(e) => self.standing(e.meeting)?.minutes.admits_publication(e.draft),
            Event::Linked(e) => {
                let row = self.standing(e.meeting)?;
                must(cx.state.contribution.get(e.contribution).is_some(), Refusal::UnknownChild)?;
                must(!row.born.contains(&e.contribution), Refusal::AlreadyBornThere)
            }
            Event::Unlinked(e) => must(self.standing(e.meeting)?.born.contains(&e.contribution), Refusal::NotBornThere),
        }
    }

    fn decide(&self, cx: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        let unless = |has_no_effect: bool, event: Event| if has_no_effect { vec![] } else { vec![event] };
        Ok(match command {
            Command::Plan(e) => vec![e.into()],
            Command::Revise(e) => vec![e.into()],
            Command::Reschedule(e) => {
                let row = self.standing(e.meeting)?;
                unless((row.starts_at, row.ends_at) == (e.starts_at, e.ends_at), e.into())
            }
            Command::Cancel(e) => vec![e.into()],
            Command::Register(e) => unless(self.standing(e.meeting)?.registered.contains(&e.person), e.into()),
            Command::Unregister(e) => unless(!self.standing(e.meeting)?.registered.contains(&e.person), e.into()),
            Command::RecordAttendance(e) => unless(self.standing(e.meeting)?.phase == Phase::Held(e.count), e.into()),
            Command::Attend(e) => unless(self.standing(e.meeting)?.attended.contains(&e.person), e.into()),
            Command::WithdrawAttendance(e) => unless(!self.standing(e.meeting)?.attended.contains(&e.person), e.into()),
            Command::Draft { meeting, minutes } => {
                let draft = self.standing(meeting)?.minutes.next_draft();
                vec![MinutesDrafted { meeting, draft, minutes }.into()]
            }
            Command::OfferApproval(e) => {
                let offered = |person| self.standing(e.meeting).map(|row| row.minutes.has_offer_of(person));
                unless(cx.act.subject().map_or(Ok(false), offered)?, e.into())
            }
            Command::NameApprovers(e) => unless(self.standing(e.meeting)?.minutes.names_already(&e), e.into()),
            Command::Approve(e) => {
                let minutes = &self.standing(e.meeting)?.minutes;
                unless(minutes.has_approval_of(e.draft, cx.act.subject()), e.into())
            }
            Command::Publish { meeting, draft, minutes } => {
                if self.standing(meeting)?.minutes.admits_publication(draft).is_err() {
                    return Ok(vec![]);
                }
                let minutes = minutes.ok_or(Refusal::DraftErased)?;
                vec![MinutesPublished { meeting, draft, minutes }.into()]
            }
            Command::Link(e) => unless(self.standing(e.meeting)?.born.contains(&e.contribution), e.into()),
            Command::Unlink(e) => unless(!self.standing(e.meeting)?.born.contains(&e.contribution), e.into()),
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        let Object::Meeting(meeting) = object else { return None };
        self.get(meeting).map(|row| row.version)
    }

    fn evolve(&mut self, happened: &Happened<'_>, event: &Event) {
        let subject = happened.act.subject();
        match event {
            Event::Planned(e) => {
                let row = Row {
                    kind: e.kind,
                    starts_at: e.starts_at,
                    ends_at: e.ends_at,
                    capacity: e.capacity,
                    phase: Phase::Planned,
                    registered: OrdSet::new(),
                    attended: OrdSet::new(),
                    born: OrdSet::new(),
                    minutes: Minutes::default(),
                    version: Version(1),
                };
                self.rows.insert(e.meeting, row);
            }
            Event::Revised(e) => self.change_own(e.meeting, |row| row.capacity = e.capacity),
            Event::Rescheduled(e) => self.change_own(e.meeting, |row| {
                (row.starts_at, row.ends_at) = (e.starts_at, e.ends_at);
            }),
            Event::Cancelled(e) => self.change_own(e.meeting, |row| row.phase = Phase::Cancelled),
            Event::Registered(e) => self.change(e.meeting, |row| _ = row.registered.insert(e.person)),
            Event::Unregistered(e) => self.change(e.meeting, |row| _ = row.registered.remove(&e.person)),
            Event::AttendanceRecorded(e) => self.change_own(e.meeting, |row| row.phase = Phase::Held(e.count)),
            Event::Attended(e) => self.change(e.meeting, |row| _ = row.attended.insert(e.person)),
            Event::AttendanceWithdrawn(e) => self.change(e.meeting, |row| _ = row.attended.remove(&e.person)),
            Event::MinutesDrafted(e) => self.change_own(e.meeting, |row| row.minutes.draft(subject)),
            Event::ApprovalOffered(e) => self.change(e.meeting, |row| row.minutes.offer(subject)),
            Event::ApproversNamed(e) => self.change_own(e.meeting, |row| row.minutes.name(e)),
            Event::MinutesApproved(e) => self.change(e.meeting, |row| row.minutes.approve(subject)),
            Event::MinutesPublished(e) => self.change_own(e.meeting, |row| row.minutes.publish(e.draft)),
            Event::Linked(e) => self.change(e.meeting, |row| _ = row.born.insert(e.contribution)),
            Event::Unlinked(e) => self.change(e.meeting, |row| _ = row.born.remove(&e.contribution)),
        }
    }
}
