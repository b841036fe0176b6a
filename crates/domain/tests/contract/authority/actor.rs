//! Who may do what with actors, their roles and their keys.

use domain::authority::Action as A;
use domain::authority::Role::{Auditor, Driver, Facilitator, Moderator, Steward, Tutor};

use super::{ASKER, CLUB, For, LONELY_CLUB, OTHER, UNKNOWN};

pub fn lines() -> Vec<(A, For)> {
    let mut lines = vec![
        (A::ReadProfiles, For::Members),
        (A::ReadContact(ASKER), For::Own),
        (A::ReadContact(OTHER), For::Roles(&[Steward])),
        (A::ReadOwnActs, For::Members),
        (A::AddActor, For::Roles(&[Facilitator])),
        (A::ReviseProfile(ASKER), For::Own),
        (A::ReviseProfile(OTHER), For::Nobody),
        (A::ReviseProfile(CLUB), For::Own),
        (A::ReviseProfile(LONELY_CLUB), For::Roles(&[Facilitator])),
        (A::ReviseProfile(UNKNOWN), For::Members),
        (A::StartRepresentation(CLUB), For::Roles(&[Facilitator, Steward])),
        (A::EndRepresentation(ASKER), For::Own),
        (A::EndRepresentation(OTHER), For::Roles(&[Facilitator, Steward])),
        (A::ErasePersonalData(ASKER), For::Own),
        (A::ErasePersonalData(OTHER), For::Roles(&[Steward])),
        (A::ReadPersonalData(ASKER), For::Own),
        (A::ReadPersonalData(OTHER), For::Nobody),
        (A::EnterFor(ASKER), For::Own),
        (A::EnterFor(OTHER), For::Roles(&[Facilitator])),
        (A::Leave(ASKER), For::Own),
        (A::Leave(OTHER), For::Nobody),
        (A::Reactivate, For::Roles(&[Facilitator])),
        (A::AcknowledgeNotice(ASKER), For::Own),
        (A::AcknowledgeNotice(OTHER), For::Nobody),
        (A::Expire, For::Nobody),
        (A::ManageKeys(ASKER), For::Own),
        (A::ManageKeys(OTHER), For::Roles(&[Steward])),
    ];
    for role in [Driver, Tutor] {
        lines.push((A::ChangeRole(role), For::Roles(&[Facilitator, Steward])));
    }
    for role in [Facilitator, Moderator, Steward, Auditor] {
        lines.push((A::ChangeRole(role), For::Roles(&[Steward])));
    }
    lines
}
