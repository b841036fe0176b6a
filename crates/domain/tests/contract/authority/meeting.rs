//! Who may do what with meetings: `OTHER` wrote `OTHERS`.

use domain::authority::Action as A;
use domain::authority::Role::{Driver, Facilitator};
use domain::meeting::MeetingKind;

use super::{For, MINE, NO_MEETING, NOBODYS, NOT_THERE, OTHERS, OUTREACH, WORKSHOP};

pub fn lines() -> Vec<(A, For)> {
    let mut lines = vec![
        (A::PlanMeeting(MeetingKind::Outreach), For::Roles(&[Driver, Facilitator])),
        (A::ChangeMeeting(OUTREACH), For::Roles(&[Driver, Facilitator])),
        (A::ChangeMeeting(WORKSHOP), For::Roles(&[Facilitator])),
        (A::ChangeMeeting(NO_MEETING), For::Members),
        (A::RunMeeting, For::Roles(&[Facilitator])),
        (A::TakePart, For::Members),
        (A::LinkToMeeting(MINE), For::Own),
        (A::LinkToMeeting(OTHERS), For::Roles(&[Facilitator])),
        (A::LinkToMeeting(NOBODYS), For::Roles(&[Facilitator])),
        (A::LinkToMeeting(NOT_THERE), For::Members),
    ];
    for kind in MeetingKind::ALL.iter().filter(|kind| **kind != MeetingKind::Outreach) {
        lines.push((A::PlanMeeting(*kind), For::Roles(&[Facilitator])));
    }
    lines
}
