//! What may be asked of selections.

use super::{
    Abandoned, Assessed, AssessmentWithdrawn, Chosen, CriterionSet, CriterionWithdrawn, Prepared, PresentationLinked,
    ShareAccepted, ShareDeclined, SplitPlanned,
};
use crate::authority::Action;
use crate::ids::{SelectionId, Stamp};

/// What may be asked of selections.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Prepare one; whichever criteria it says, they are made anew.
    Prepare(Prepared),
    /// Add or change a criterion.
    SetCriterion(CriterionSet),
    /// Withdraw one.
    WithdrawCriterion(CriterionWithdrawn),
    /// Open it to assessment, until a moment if one is given.
    Open(SelectionId, Option<Stamp>),
    /// Assess a candidate, whatever it says of what was before.
    Assess(Assessed),
    /// Take one's own assessment back, whatever it says of what was before.
    WithdrawAssessment(AssessmentWithdrawn),
    /// Close it.
    Close(SelectionId),
    /// Plan how the cost is shared; whichever number and shares it says, they are computed.
    PlanSplit(SplitPlanned),
    /// Accept one's share.
    AcceptShare(ShareAccepted),
    /// Decline it.
    DeclineShare(ShareDeclined),
    /// Say what was chosen.
    Choose(Chosen),
    /// Give it up.
    Abandon(Abandoned),
    /// Say where the candidates are presented.
    LinkPresentation(PresentationLinked),
    /// Take that back.
    UnlinkPresentation(SelectionId),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Prepare(_)
            | Self::SetCriterion(_)
            | Self::WithdrawCriterion(_)
            | Self::Open(..)
            | Self::Close(_)
            | Self::PlanSplit(_)
            | Self::Choose(_)
            | Self::Abandon(_)
            | Self::LinkPresentation(_)
            | Self::UnlinkPresentation(_) => Action::ConductSelection,
            Self::Assess(_) | Self::WithdrawAssessment(_) => Action::Assess,
            Self::AcceptShare(e) => Action::AnswerShare(e.selection),
            Self::DeclineShare(e) => Action::AnswerShare(e.selection),
        }
    }
}
