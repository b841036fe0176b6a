//! What may be asked of decisions.

use super::{
    Amended, Linked, LotDrawn, MeetingBallotsEntered, MeetingBallotsWithdrawn, ObjectionLifted, ObjectionRaised,
    OptionSet, OptionWithdrawn, OutcomeRecorded, Proposed, Unlinked, Voided,
};
use crate::authority::Action;
use crate::class::CommonText;
use crate::ids::{DecisionId, Pseudonym, UrnId};
use crate::tally::ballot::Ballot;
use crate::tally::input::Sha;

/// What may be asked of decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Propose one.
    Propose(Proposed),
    /// Replace what was proposed.
    Amend(Amended),
    /// Add an option after those there are, whichever number it says.
    AddOption(OptionSet),
    /// Add or replace an option.
    SetOption(OptionSet),
    /// Withdraw an option.
    WithdrawOption(OptionWithdrawn),
    /// Say what it comes from, or where it was taken.
    Link(Linked),
    /// Take that back.
    Unlink(Unlinked),
    /// Open it: with what is drawn at the edge, where its rules need that.
    Open(DecisionId, Option<Drawn>),
    /// Cast a ballot.
    Cast {
        /// In which decision.
        decision: DecisionId,
        /// The voter inside it; nobody in a roll call.
        voter: Option<Pseudonym>,
        /// The ballot.
        ballot: Ballot,
    },
    /// Object to a proposal.
    Object(ObjectionRaised),
    /// Object no more.
    LiftObjection(ObjectionLifted),
    /// Enter ballots of a meeting.
    EnterMeetingBallots(MeetingBallotsEntered),
    /// Take them out again.
    WithdrawMeetingBallots(MeetingBallotsWithdrawn),
    /// Close it.
    Close(DecisionId),
    /// Draw the lot.
    DrawLot(LotDrawn),
    /// Write down what came of it.
    RecordOutcome(OutcomeRecorded),
    /// Declare it void.
    Void(Voided),
}

/// What is drawn at the edge for an opening.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// What secret ballots are sealed under.
    pub urn: Option<UrnId>,
    /// What lots are promised by: SHA-256 of a secret, and the secret sealed.
    pub promise: Option<(Sha, CommonText)>,
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Propose(_) => Action::ProposeDecision,
            Self::Amend(e) => Action::PrepareDecision(e.decision),
            Self::AddOption(e) | Self::SetOption(e) => Action::PrepareDecision(e.decision),
            Self::WithdrawOption(e) => Action::PrepareDecision(e.decision),
            Self::Link(e) => Action::PrepareDecision(e.decision),
            Self::Unlink(e) => Action::PrepareDecision(e.decision),
            Self::Cast { .. } | Self::Object(_) | Self::LiftObjection(_) => Action::CastBallot,
            Self::Open(..)
            | Self::EnterMeetingBallots(_)
            | Self::WithdrawMeetingBallots(_)
            | Self::Close(_)
            | Self::DrawLot(_)
            | Self::Void(_) => Action::ConductDecisions,
            Self::RecordOutcome(_) => Action::RecordOutcome,
        }
    }
}
