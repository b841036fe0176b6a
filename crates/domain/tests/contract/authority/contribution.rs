//! Who may do what with contributions.

use domain::authority::Action as A;
use domain::authority::Role::Facilitator;

use super::{For, MINE, NOBODYS, NOT_THERE, OTHERS, QUESTION};

pub fn lines() -> Vec<(A, For)> {
    let mut lines = vec![
        (A::AskQuestion, For::Roles(&[Facilitator])),
        (A::Submit, For::Members),
        (A::Support, For::Members),
        (A::Link, For::Members),
        (A::Arrange, For::Roles(&[Facilitator])),
    ];
    for act in [A::Revise, A::Withdraw] {
        lines.push((act(QUESTION), For::Roles(&[Facilitator])));
        lines.push((act(MINE), For::Own));
        lines.push((act(OTHERS), For::Nobody));
        lines.push((act(NOBODYS), For::Nobody));
        lines.push((act(NOT_THERE), For::Members));
    }
    lines
}
