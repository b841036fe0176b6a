//! Who may vote on statements.

use domain::authority::Action as A;

use super::For;

pub fn lines() -> Vec<(A, For)> {
    vec![(A::Vote, For::Members)]
}
