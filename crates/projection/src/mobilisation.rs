//! Whom the network reaches of those whom it wants to reach, and what remains to be done for that: figures of other views,
//! put together when they are asked for, since meetings are held and roles end without an event.

use std::collections::BTreeMap;

use domain::driver::{Remaining, Standing};
use domain::event::Object;
use domain::ids::{ActorId, AudienceId, MeetingId, Stamp};
use domain::meeting::MeetingKind;

use crate::Views;
use crate::audiences::AudienceRow;
use crate::drivers::driving;
use crate::meetings::{Filter, MeetingRow, Walk};

/// The outreach meetings for an audience.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Outreach {
    /// How many have ended, and were not cancelled.
    pub held: u32,
    /// How many have not ended, and were not cancelled.
    pub planned: u32,
    /// Of how many of those held it is known how many came.
    pub counted: u32,
    /// How many came to these, together: whoever came twice is counted twice.
    pub attendance: u64,
    /// Whether one was held to which somebody came, as far as is known.
    pub met: bool,
}

/// How far an audience is reached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AudienceCoverage<'v> {
    /// The audience.
    pub audience: &'v AudienceRow,
    /// The drivers who are committed to it, in the order in which they joined the network.
    pub drivers: Vec<ActorId>,
    /// The outreach meetings for it.
    pub outreach: Outreach,
    /// How many of its actors take part.
    pub actors: u32,
}

impl AudienceCoverage<'_> {
    /// The actors who take part in thousandths of the estimated size, rounded down; nothing without an estimate. More
    /// than 1,000 where more came than were estimated.
    #[must_use]
    pub fn per_mille(&self) -> Option<u64> {
        let size = self.audience.estimated_size.map(u64::from)?;
        (u64::from(self.actors) * 1_000).checked_div(size)
    }
}

/// How many were invited to drive, and what became of that; and how many drive, invited or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DriverCounts {
    /// Who were ever invited; of each the last invitation counts below.
    pub invited: u32,
    /// Who have not answered.
    pub pending: u32,
    /// Who accepted, whatever came later.
    pub accepted: u32,
    /// Who declined.
    pub declined: u32,
    /// Who left the network before they answered.
    pub lapsed: u32,
    /// Who hold the role.
    pub driving: u32,
}

/// The event with which the network begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Launch<'v> {
    /// The meeting.
    pub meeting: &'v MeetingRow,
    /// Whether it has ended.
    pub held: bool,
}

/// Something that remains to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Todo {
    /// What.
    pub code: Remaining,
    /// With what; nothing where it is the network's.
    pub about: Option<Object>,
    /// Since when.
    pub since: Option<Stamp>,
}

/// How far a network reaches those whom it wants to reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage<'v> {
    /// Each audience that was not retired, in order of definition.
    pub audiences: Vec<AudienceCoverage<'v>>,
    /// Its drivers.
    pub drivers: DriverCounts,
    /// The launch: the first one that was held, else the next one to come.
    pub launch: Option<Launch<'v>>,
    /// What remains to be done.
    pub remaining: Vec<Todo>,
}

/// Whether a meeting that was not cancelled has ended.
fn is_held(meeting: &MeetingRow, at: Stamp) -> bool {
    meeting.ends_at <= at
}

fn meetings(views: &Views, kind: MeetingKind) -> impl Iterator<Item = &MeetingRow> {
    let filter = Filter { kind: Some(kind), ..Filter::default() };
    views.meetings.list(filter, Walk::Ascending(None)).filter(|meeting| meeting.cancelled.is_none())
}

impl<'v> Coverage<'v> {
    /// The coverage that the views tell of, as things stand at a moment.
    #[must_use]
    pub fn of(views: &'v Views, at: Stamp) -> Self {
        let mut counts = DriverCounts::default();
        let mut todo = Vec::new();
        let committed = look_at_drivers(views, at, &mut counts, &mut todo);
        let outreach = look_at_outreach(views, at);
        let standing = views.audiences.after(None).filter(|audience| audience.retired_at.is_none());
        let audiences: Vec<_> = standing
            .map(|audience| AudienceCoverage {
                audience,
                drivers: committed.get(&audience.id).cloned().unwrap_or_default(),
                outreach: outreach.get(&audience.id).copied().unwrap_or_default(),
                actors: views.audiences.actors(audience.id),
            })
            .collect();
        let launch = launch(views, at);
        let mut remaining: Vec<_> = of_network(&audiences, counts, launch).chain(todo).collect();
        for code in [
            Remaining::NoEstimate,
            Remaining::AudienceWithoutDriver,
            Remaining::AudienceNotMet,
            Remaining::AudienceWithoutActors,
        ] {
            let lacking = audiences.iter().filter(|one| lacks(one, code)).map(|one| one.audience);
            let todo = |row: &AudienceRow| Todo { code, about: Some(row.id.into()), since: Some(row.defined_at) };
            remaining.extend(lacking.map(todo));
        }
        remaining.extend(uncounted(views, at));
        Self { audiences, drivers: counts, launch, remaining }
    }
}

/// The drivers of each audience; on the way they are counted, and what remains to be done by them is told.
fn look_at_drivers(
    views: &Views,
    at: Stamp,
    counts: &mut DriverCounts,
    todo: &mut Vec<Todo>,
) -> BTreeMap<AudienceId, Vec<ActorId>> {
    let (mut committed, mut idle) = (BTreeMap::<_, Vec<_>>::new(), Vec::new());
    for row in views.drivers.after(None) {
        let Some(actor) = views.actors.get(row.actor) else { continue };
        let pending = row.pending_since();
        counts.invited += u32::from(row.invited.is_some());
        counts.pending += u32::from(pending.is_some());
        counts.accepted += u32::from(row.accepted_at.is_some());
        counts.declined += u32::from(row.declined_at.is_some());
        counts.lapsed += u32::from(row.lapsed_at.is_some());
        let about = Some(Object::Actor(row.actor));
        if row.standing(actor, at) == Standing::Invited {
            todo.push(Todo { code: Remaining::InvitationPending, about, since: pending });
        }
        let Some(role) = driving(actor, at) else { continue };
        counts.driving += 1;
        let mut audiences = row.committed(actor, at).map(|commitment| commitment.audience).peekable();
        if audiences.peek().is_none() {
            idle.push(Todo { code: Remaining::DriverWithoutAudience, about, since: Some(role.from) });
        }
        audiences.for_each(|audience| committed.entry(audience).or_default().push(row.actor));
    }
    todo.extend(idle);
    committed
}

fn look_at_outreach(views: &Views, at: Stamp) -> BTreeMap<AudienceId, Outreach> {
    let mut outreach = BTreeMap::<_, Outreach>::new();
    for meeting in meetings(views, MeetingKind::Outreach) {
        let Some(audience) = meeting.told.audience else { continue };
        let told = outreach.entry(audience).or_default();
        if !is_held(meeting, at) {
            told.planned += 1;
            continue;
        }
        told.held += 1;
        told.counted += u32::from(meeting.attendance.is_some());
        told.attendance += meeting.attendance.map_or(0, u64::from);
        told.met |= meeting.attendance != Some(0);
    }
    outreach
}

fn launch(views: &Views, at: Stamp) -> Option<Launch<'_>> {
    let mut launches =
        meetings(views, MeetingKind::Launch).map(|meeting| Launch { meeting, held: is_held(meeting, at) });
    let first = launches.next()?;
    if first.held { Some(first) } else { launches.find(|launch| launch.held).or(Some(first)) }
}

fn of_network(
    audiences: &[AudienceCoverage<'_>],
    drivers: DriverCounts,
    launch: Option<Launch<'_>>,
) -> impl Iterator<Item = Todo> {
    let of_network = |code| Todo { code, about: None, since: None };
    let no_audience = audiences.is_empty().then(|| of_network(Remaining::NoAudience));
    let no_driver = (drivers.driving == 0 && drivers.pending == 0).then(|| of_network(Remaining::NoDriver));
    let launch = match launch {
        None => Some(of_network(Remaining::LaunchNotPlanned)),
        Some(Launch { held: true, .. }) => None,
        Some(Launch { meeting, .. }) => {
            let about = Some(Object::Meeting(meeting.id));
            Some(Todo { code: Remaining::LaunchNotHeld, about, since: Some(meeting.planned_at) })
        }
    };
    no_audience.into_iter().chain(no_driver).chain(launch)
}

/// Whether this remains to be done for an audience.
fn lacks(of: &AudienceCoverage<'_>, code: Remaining) -> bool {
    match code {
        Remaining::NoEstimate => of.audience.estimated_size.is_none(),
        Remaining::AudienceWithoutDriver => of.drivers.is_empty(),
        Remaining::AudienceNotMet => !of.outreach.met,
        Remaining::AudienceWithoutActors => of.actors == 0,
        Remaining::NoAudience
        | Remaining::NoDriver
        | Remaining::LaunchNotPlanned
        | Remaining::LaunchNotHeld
        | Remaining::InvitationPending
        | Remaining::DriverWithoutAudience
        | Remaining::MeetingNotCounted => false,
    }
}

/// The launches and outreach meetings of which nobody has said how many came.
fn uncounted(views: &Views, at: Stamp) -> impl Iterator<Item = Todo> {
    let both = meetings(views, MeetingKind::Launch).chain(meetings(views, MeetingKind::Outreach));
    let silent = both.filter(move |meeting| is_held(meeting, at) && meeting.attendance.is_none());
    let about = |id: MeetingId| Some(Object::Meeting(id));
    let code = Remaining::MeetingNotCounted;
    silent.map(move |meeting| Todo { code, about: about(meeting.id), since: Some(meeting.ends_at) })
}
