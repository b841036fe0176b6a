//! Who may do what with diagnostics and findings. Whom a campaign asks is for the rules: they know its audiences.

use domain::authority::Action as A;
use domain::authority::Role::Facilitator;

use super::For;

pub fn lines() -> Vec<(A, For)> {
    vec![
        (A::ConductDiagnostics, For::Roles(&[Facilitator])),
        (A::AnswerDiagnostic, For::Members),
        (A::PublishTables, For::Nobody),
    ]
}
