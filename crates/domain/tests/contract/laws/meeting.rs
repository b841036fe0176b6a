//! Commands about meetings: few meetings, which begin soon, so that everything that happens later in their life is met.

use domain::class::{CommonText, Few, OwnText};
use domain::ids::{MeetingId, Pseudonym};
use domain::meeting::{
    ApprovalOffered, ApproversNamed, AttendanceRecorded, AttendanceWithdrawn, Attended, Cancelled, Command, Linked,
    MeetingKind, MinutesApproved, Planned, Registered, Rescheduled, Revised, Unlinked, Unregistered,
};
use domain::state;

use super::{Make, Numbers, actor, contribution, id, one_of, stamp, text};

fn meeting(n: u8) -> MeetingId {
    MeetingId(id(4, n % 2))
}

fn person(n: u8) -> Pseudonym {
    Pseudonym([n % 3; 16])
}

fn planned((a, b, c, d): Numbers) -> state::Command {
    let (title, place) = (CommonText(text(b)), (c != 0).then(|| CommonText(text(c))));
    let event = Planned {
        meeting: meeting(a),
        kind: one_of(MeetingKind::ALL, b),
        starts_at: stamp(u32::from(b)),
        ends_at: stamp(u32::from(b) + 80 * u32::from(d.min(2))),
        title,
        place,
        link: None,
        agenda: None,
        audience: None,
        group: None,
        capacity: (c > 3).then_some(u32::from(d)),
    };
    Command::Plan(event).into()
}

fn revised((a, b, c, d): Numbers) -> state::Command {
    let (title, link) = (CommonText(text(b)), (c != 0).then(|| CommonText(text(c))));
    let (place, agenda, audience, group) = (None, None, None, None);
    let capacity = (c > 3).then_some(u32::from(d));
    Command::Revise(Revised { meeting: meeting(a), title, place, link, agenda, audience, group, capacity }).into()
}

fn rescheduled((a, b, c, _): Numbers) -> state::Command {
    let (starts_at, ends_at) = (stamp(u32::from(b) * 8), stamp(u32::from(c) * 40));
    Command::Reschedule(Rescheduled { meeting: meeting(a), starts_at, ends_at }).into()
}

/// Mostly the first, which is there from the beginning.
fn draft(d: u8) -> u32 {
    u32::from(if d < 6 { 1 } else { d % 3 })
}

fn named((a, b, c, d): Numbers) -> state::Command {
    let approvers = if b < 8 { vec![actor(2)] } else { vec![actor(b), actor(c)] };
    let (draft, approvers) = (draft(d), Few::new(approvers).unwrap_or(Few::new(vec![]).unwrap()));
    Command::NameApprovers(ApproversNamed { meeting: meeting(a), draft, approvers }).into()
}

fn publish((a, _, c, d): Numbers) -> state::Command {
    let (draft, minutes) = (draft(d), (c != 0).then(|| CommonText(text(c))));
    Command::Publish { meeting: meeting(a), draft, minutes }.into()
}

/// A meeting that was held, the minutes of which the first actor drafted and the third could approve.
pub(super) fn held() -> Vec<(u8, state::Command)> {
    let meeting = meeting(0);
    let commands = [
        (0, Command::RecordAttendance(AttendanceRecorded { meeting, count: 4 })),
        (0, Command::Attend(Attended { meeting, person: person(0) })),
        (0, Command::Draft { meeting, minutes: OwnText(text(0)) }),
        (2, Command::OfferApproval(ApprovalOffered { meeting })),
    ];
    let commands = commands.into_iter().map(|(by, command)| (by, command.into()));
    std::iter::once((0, planned((0, 0, 1, 2)))).chain(commands).collect()
}

pub const COMMANDS: &[(u32, Make)] = &[
    (4, planned),
    (2, revised),
    (2, rescheduled),
    (1, |(a, b, c, _)| {
        let reason = CommonText(text(b));
        Command::Cancel(Cancelled { meeting: meeting(u8::from(c < 11) + a - a % 2), reason }).into()
    }),
    (3, |(a, b, ..)| Command::Register(Registered { meeting: meeting(a), person: person(b) }).into()),
    (3, |(a, b, ..)| Command::Unregister(Unregistered { meeting: meeting(a), person: person(b) }).into()),
    (4, |(a, b, ..)| Command::RecordAttendance(AttendanceRecorded { meeting: meeting(a), count: u32::from(b) }).into()),
    (5, |(a, b, ..)| Command::Attend(Attended { meeting: meeting(a), person: person(b) }).into()),
    (2, |(a, b, ..)| {
        Command::WithdrawAttendance(AttendanceWithdrawn { meeting: meeting(a), person: person(b) }).into()
    }),
    (4, |(a, b, ..)| Command::Draft { meeting: meeting(a), minutes: OwnText(text(b)) }.into()),
    (10, |(a, ..)| Command::OfferApproval(ApprovalOffered { meeting: meeting(a) }).into()),
    (8, named),
    (10, |(a, _, _, d)| Command::Approve(MinutesApproved { meeting: meeting(a), draft: draft(d) }).into()),
    (6, publish),
    (6, |(a, b, ..)| Command::Link(Linked { meeting: meeting(a), contribution: contribution(4 + b % 3) }).into()),
    (6, |(a, b, ..)| Command::Unlink(Unlinked { meeting: meeting(a), contribution: contribution(4 + b % 3) }).into()),
];
