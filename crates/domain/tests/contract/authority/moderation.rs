//! Who may do what in moderation.

use domain::authority::Action as A;
use domain::authority::Role::{Auditor, Moderator};

use super::{For, MINE, NOBODYS, NOT_THERE, OTHERS};

pub fn lines() -> Vec<(A, For)> {
    vec![
        (A::Report, For::Members),
        (A::ReadReports, For::Roles(&[Moderator])),
        (A::Moderate, For::Roles(&[Moderator])),
        (A::Appeal(MINE), For::Own),
        (A::Appeal(OTHERS), For::Nobody),
        (A::Appeal(NOBODYS), For::Nobody),
        (A::Appeal(NOT_THERE), For::Members),
        (A::ReadHidden(MINE), For::Own),
        (A::ReadHidden(OTHERS), For::Roles(&[Moderator, Auditor])),
        (A::ReadHidden(NOBODYS), For::Roles(&[Moderator, Auditor])),
        (A::ReadHidden(NOT_THERE), For::Roles(&[Moderator, Auditor])),
    ]
}
