//! What may be asked of campaigns.

use super::answers::Answers;
use super::{
    Abandoned, AnswerWithdrawn, Audiences, BasePublished, ChoiceSet, ChoiceWithdrawn, Drafted, QuestionSet,
    QuestionWithdrawn, Revised, TablePublished,
};
use crate::authority::Action;
use crate::class::OwnText;
use crate::ids::{DiagnosticId, Pseudonym, Stamp};

/// What may be asked of campaigns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Draft one.
    Draft(Drafted),
    /// Replace what it is called and what it is for.
    Revise(Revised),
    /// Add a question after those there are, whichever number it says.
    AddQuestion(QuestionSet),
    /// Add or replace a question.
    SetQuestion(QuestionSet),
    /// Withdraw a question.
    WithdrawQuestion(QuestionWithdrawn),
    /// Add a choice after those there are, whichever number it says.
    AddChoice(ChoiceSet),
    /// Add or replace a choice.
    SetChoice(ChoiceSet),
    /// Withdraw a choice.
    WithdrawChoice(ChoiceWithdrawn),
    /// Open it.
    Open {
        /// Which.
        diagnostic: DiagnosticId,
        /// Whom it asks: the persons of these audiences; without one, all.
        audiences: Audiences,
        /// When it closes by itself.
        closes_at: Option<Stamp>,
    },
    /// Answer, or answer anew.
    Answer {
        /// Which campaign.
        diagnostic: DiagnosticId,
        /// Who, inside this campaign.
        respondent: Pseudonym,
        /// What is answered, sealed.
        sealed: OwnText,
        /// The same, as the rules look at it.
        answers: Answers,
    },
    /// Take one's answers back.
    WithdrawAnswer(AnswerWithdrawn),
    /// Close it.
    Close(DiagnosticId),
    /// Tell how many people all tables count.
    PublishBase(BasePublished),
    /// Publish the table of one question.
    PublishTable(TablePublished),
    /// Give it up.
    Abandon(Abandoned),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Draft(_)
            | Self::Revise(_)
            | Self::AddQuestion(_)
            | Self::SetQuestion(_)
            | Self::WithdrawQuestion(_)
            | Self::AddChoice(_)
            | Self::SetChoice(_)
            | Self::WithdrawChoice(_)
            | Self::Open { .. }
            | Self::Close(_)
            | Self::Abandon(_) => Action::ConductDiagnostics,
            Self::Answer { .. } | Self::WithdrawAnswer(_) => Action::AnswerDiagnostic,
            Self::PublishBase(_) | Self::PublishTable(_) => Action::PublishTables,
        }
    }
}
