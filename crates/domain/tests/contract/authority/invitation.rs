//! Who may do what with invitations.

use domain::authority::Action as A;
use domain::authority::Role::Steward;

use super::For;

pub fn lines() -> Vec<(A, For)> {
    vec![(A::Invite, For::Roles(&[Steward])), (A::AcceptInvitation, For::Everyone)]
}
