//! What happens to a meeting.

use super::{MAX_APPROVERS, MeetingKind};
use crate::class::{CommonText, Few, OwnText};
use crate::event::{Object, Texts, events};
use crate::ids::{ActorId, AudienceId, ContributionId, GroupId, MeetingId, Pseudonym, Stamp};

events! {
    /// What happens to a meeting.
    pub enum Event in crate::state::Event {
        /// A meeting was planned.
        "meeting.planned" v 1 signed = Planned {
            /// Which.
            meeting: MeetingId,
            /// What it is for.
            kind: MeetingKind,
            /// When it begins.
            starts_at: Stamp,
            /// When it ends.
            ends_at: Stamp,
            /// What it is called.
            title: CommonText,
            /// Where it takes place.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            place: Option<CommonText>,
            /// Where it is on the web.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            link: Option<CommonText>,
            /// What it is about.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            agenda: Option<CommonText>,
            /// The audience it is for.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            audience: Option<AudienceId>,
            /// The working group it is of.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            group: Option<GroupId>,
            /// How many may register.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            capacity: Option<u32>,
        } of |e| vec![Object::Meeting(e.meeting)],

        /// What is told of it was replaced, but for its kind and time.
        "meeting.revised" v 1 signed = Revised {
            /// Which.
            meeting: MeetingId,
            /// What it is called.
            title: CommonText,
            /// Where it takes place.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            place: Option<CommonText>,
            /// Where it is on the web.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            link: Option<CommonText>,
            /// What it is about.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            agenda: Option<CommonText>,
            /// The audience it is for.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            audience: Option<AudienceId>,
            /// The working group it is of.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            group: Option<GroupId>,
            /// How many may register.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            capacity: Option<u32>,
        } of |e| vec![Object::Meeting(e.meeting)],

        /// It was moved to another time.
        "meeting.rescheduled" v 1 signed = Rescheduled {
            /// Which.
            meeting: MeetingId,
            /// When it begins.
            starts_at: Stamp,
            /// When it ends.
            ends_at: Stamp,
        } of |e| vec![Object::Meeting(e.meeting)],

        /// It was cancelled.
        "meeting.cancelled" v 1 signed = Cancelled {
            /// Which.
            meeting: MeetingId,
            /// Why.
            reason: CommonText,
        } of |e| vec![Object::Meeting(e.meeting)],

        /// One person more is registered.
        "meeting.registered" v 1 scoped = Registered {
            /// For which.
            meeting: MeetingId,
            /// The person, inside this meeting.
            person: Pseudonym,
        } of |e| vec![Object::Meeting(e.meeting)],

        /// One person less is registered.
        "meeting.unregistered" v 1 scoped = Unregistered {
            /// For which.
            meeting: MeetingId,
            /// The person, inside this meeting.
            person: Pseudonym,
        } of |e| vec![Object::Meeting(e.meeting)],

        /// It was counted how many came; the latest count holds.
        "meeting.attendance_recorded" v 1 signed = AttendanceRecorded {
            /// To which.
            meeting: MeetingId,
            /// How many.
            count: u32,
        } of |e| vec![Object::Meeting(e.meeting)],

        /// One of those who came was named.
        "meeting.attended" v 1 scoped = Attended {
            /// Which.
            meeting: MeetingId,
            /// The person, inside this meeting.
            person: Pseudonym,
        } of |e| vec![Object::Meeting(e.meeting)],

        /// One who was named did not come.
        "meeting.attendance_withdrawn" v 1 scoped = AttendanceWithdrawn {
            /// Which.
            meeting: MeetingId,
            /// The person, inside this meeting.
            person: Pseudonym,
        } of |e| vec![Object::Meeting(e.meeting)],

        /// Its minutes were drafted; a correction says which event it corrects.
        "meeting.minutes_drafted" v 1 signed = MinutesDrafted {
            /// Of which.
            meeting: MeetingId,
            /// The draft's number, from 1.
            draft: u32,
            /// What was said and agreed.
            minutes: OwnText,
        } of |e| vec![Object::Meeting(e.meeting)] => texts |_e| Texts::default().for_members(),

        /// A person who was there offered to approve its minutes.
        "meeting.approval_offered" v 1 signed = ApprovalOffered {
            /// Of which.
            meeting: MeetingId,
        } of |e| vec![Object::Meeting(e.meeting)],

        /// A draft was put to approval, in place of any other.
        "meeting.approvers_named" v 1 signed = ApproversNamed {
            /// Of which.
            meeting: MeetingId,
            /// Which draft.
            draft: u32,
            /// By all of whom; each has offered it.
            approvers: Few<ActorId, MAX_APPROVERS>,
        } of |e| std::iter::once(Object::Meeting(e.meeting))
            .chain(e.approvers.as_slice().iter().copied().map(Object::Actor))
            .collect(),

        /// One of them approved it.
        "meeting.minutes_approved" v 1 signed = MinutesApproved {
            /// Of which.
            meeting: MeetingId,
            /// Which draft.
            draft: u32,
        } of |e| vec![Object::Meeting(e.meeting)],

        /// All of them have, and its text is the network's from now on.
        "meeting.minutes_published" v 1 signed = MinutesPublished {
            /// Of which.
            meeting: MeetingId,
            /// Which draft.
            draft: u32,
            /// Its text, sealed anew.
            minutes: CommonText,
        } of |e| vec![Object::Meeting(e.meeting)],

        /// A contribution was born there.
        "meeting.linked" v 1 signed = Linked {
            /// Where.
            meeting: MeetingId,
            /// Which.
            contribution: ContributionId,
        } of |e| vec![Object::Meeting(e.meeting), Object::Contribution(e.contribution)],

        /// It was not.
        "meeting.unlinked" v 1 signed = Unlinked {
            /// Where.
            meeting: MeetingId,
            /// Which.
            contribution: ContributionId,
        } of |e| vec![Object::Meeting(e.meeting), Object::Contribution(e.contribution)],
    }
}
