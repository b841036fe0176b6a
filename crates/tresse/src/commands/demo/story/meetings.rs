//! The meetings of the network: who comes, what is written down, and who vouches for it.

use app::edge;
use app::submission::Step;
use domain::class::{Few, Pointer};
use domain::ids::{ActorId, Stamp};
use domain::meeting::{ApprovalOffered, ApproversNamed, AttendanceRecorded, Attended, Command, Linked, MeetingKind};
use domain::meeting::{MinutesApproved, Planned, Registered};
use serde::Deserialize;

use super::{Entry, Moment, StoryError, Telling, spread};

/// A meeting: who plans it when, who registers one after another, and what was of it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Meeting {
    key: String,
    at: Stamp,
    by: String,
    kind: MeetingKind,
    starts_at: Stamp,
    ends_at: Stamp,
    title: String,
    place: String,
    agenda: String,
    group: Option<String>,
    audience: Option<String>,
    registered: Vec<String>,
    held: Held,
}

/// How many came and some of them, which contributions were born there, and the minutes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Held {
    at: Stamp,
    count: u32,
    persons: Vec<String>,
    born: Vec<String>,
    minutes: Minutes,
}

/// Minutes: who drafts them when, and those who approve them one after another.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Minutes {
    at: Stamp,
    by: String,
    text: String,
    approvers: Vec<String>,
}

/// There is one draft of each meeting.
const DRAFT: u32 = 1;

impl Entry for Meeting {
    fn moments(&self) -> Vec<Moment<'_>> {
        let plan = Moment::new(self.at, &self.by, |telling, _| self.plan(telling));
        let register = |(at, by)| {
            Moment::new(at, by, |telling, by| {
                let meeting = telling.meetings.get(&self.key)?;
                let person = telling.network.pseudonym(by, meeting)?;
                Ok(telling.simple(Command::Register(Registered { meeting, person })))
            })
        };
        let registered = spread(self.at).skip(1).zip(self.registered.iter().map(String::as_str)).map(register);
        let held = Moment::new(self.held.at, &self.by, |telling, _| self.attend(telling));
        std::iter::once(plan).chain(registered).chain([held]).chain(self.minutes()).collect()
    }
}

impl Meeting {
    fn plan(&self, telling: &mut Telling<'_>) -> Result<Vec<Step>, StoryError> {
        let meeting = telling.meetings.give(&self.key, edge::meeting_id());
        let group = telling.groups.find(self.group.as_ref())?;
        let mut draft = telling.draft();
        let title = draft.common(Pointer::Title, &self.title)?;
        let place = Some(draft.common(Pointer::Place, &self.place)?);
        let agenda = Some(draft.common(Pointer::Agenda, &self.agenda)?);
        let (kind, starts_at, ends_at) = (self.kind, self.starts_at, self.ends_at);
        let (link, capacity) = (None, None);
        let audience = telling.audiences.find(self.audience.as_ref())?;
        let planned =
            Planned { meeting, kind, starts_at, ends_at, title, place, link, agenda, audience, group, capacity };
        Ok(vec![draft.ready(Command::Plan(planned))])
    }

    fn attend(&self, telling: &Telling<'_>) -> Result<Vec<Step>, StoryError> {
        let (meeting, count) = (telling.meetings.get(&self.key)?, self.held.count);
        let mut steps = telling.simple(Command::RecordAttendance(AttendanceRecorded { meeting, count }));
        for person in &self.held.persons {
            let person = telling.network.pseudonym(telling.actors.get(person)?, meeting)?;
            steps.extend(telling.simple(Command::Attend(Attended { meeting, person })));
        }
        for contribution in &self.held.born {
            let contribution = telling.contributions.get(contribution)?;
            steps.extend(telling.simple(Command::Link(Linked { meeting, contribution })));
        }
        Ok(steps)
    }

    /// The draft, the offers to approve it, who is named to, and the approvals.
    fn minutes(&self) -> Vec<Moment<'_>> {
        let minutes = &self.held.minutes;
        let draft = |at| {
            Moment::new(at, &minutes.by, |telling, author| {
                let (meeting, mut draft) = (telling.meetings.get(&self.key)?, telling.draft());
                let minutes = draft.own(author, Pointer::Minutes, &minutes.text)?;
                Ok(vec![draft.ready(Command::Draft { meeting, minutes })])
            })
        };
        let offer = |at, by| Moment::new(at, by, |telling, by| self.offer(telling, by));
        let name = |at| {
            Moment::new(at, &self.by, |telling, _| {
                let approvers = minutes.approvers.iter().map(|approver| telling.actors.get(approver));
                let approvers = Few::new(approvers.collect::<Result<_, _>>()?);
                let approvers = approvers.map_err(|_| StoryError::Unknown(self.key.clone()))?;
                let meeting = telling.meetings.get(&self.key)?;
                Ok(telling.simple(Command::NameApprovers(ApproversNamed { meeting, draft: DRAFT, approvers })))
            })
        };
        let approve = |at, by| Moment::new(at, by, |telling, by| self.approve(telling, by));
        let (mut when, mut moments) = (spread(minutes.at), Vec::new());
        moments.extend(when.by_ref().take(1).map(draft));
        moments.extend(minutes.approvers.iter().zip(when.by_ref()).map(|(by, at)| offer(at, by)));
        moments.extend(when.by_ref().take(1).map(name));
        moments.extend(minutes.approvers.iter().zip(when).map(|(by, at)| approve(at, by)));
        moments
    }

    fn offer(&self, telling: &Telling<'_>, by: ActorId) -> Result<Vec<Step>, StoryError> {
        let (meeting, mut draft) = (telling.meetings.get(&self.key)?, telling.draft());
        draft.knowing(telling.network.pseudonym(by, meeting)?);
        Ok(vec![draft.ready(Command::OfferApproval(ApprovalOffered { meeting }))])
    }

    /// An approval comes with the text, which the last one makes the network's.
    fn approve(&self, telling: &Telling<'_>, by: ActorId) -> Result<Vec<Step>, StoryError> {
        let (meeting, draft) = (telling.meetings.get(&self.key)?, DRAFT);
        let (mut approval, mut publication) = (telling.draft(), telling.draft());
        approval.knowing(telling.network.pseudonym(by, meeting)?);
        let minutes = Some(publication.common(Pointer::Minutes, &self.held.minutes.text)?);
        Ok(vec![
            approval.ready(Command::Approve(MinutesApproved { meeting, draft })),
            publication.ready(Command::Publish { meeting, draft, minutes }),
        ])
    }
}
