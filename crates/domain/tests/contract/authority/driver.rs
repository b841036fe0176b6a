//! Who may do what with the mobilisation and the board of steps.

use domain::authority::Action as A;
use domain::authority::Role::{Facilitator, Steward};

use super::{ASKER, CLUB, For, LONELY_CLUB, OTHER, UNKNOWN};

pub fn lines() -> Vec<(A, For)> {
    vec![
        (A::InviteDriver, For::Roles(&[Facilitator])),
        (A::Drive(ASKER), For::Own),
        (A::Drive(CLUB), For::Own),
        (A::Drive(LONELY_CLUB), For::Nobody),
        (A::Drive(OTHER), For::Nobody),
        (A::Drive(UNKNOWN), For::Members),
        (A::ConductSteps, For::Roles(&[Facilitator, Steward])),
    ]
}
