//! Who may do what with a network.

use domain::authority::Action as A;
use domain::authority::Role::Steward;

use super::For;

pub fn lines() -> Vec<(A, For)> {
    vec![
        (A::Read, For::Readers),
        (A::FoundNetwork, For::Operator),
        (A::ChangeSettings, For::Roles(&[Steward])),
        (A::ArchiveNetwork, For::Roles(&[Steward])),
        (A::Import, For::OperatorOr(&[Steward])),
    ]
}
