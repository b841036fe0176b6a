//! What a recount needs, in one file: the document that a decision is exported as.

use serde::{Deserialize, Serialize};

use super::ballot::OptionNo;
use super::electorate::Electorate;
use super::input::{Input, Sha};
use super::outcome::{Outcome, Sums};
use super::seed::Draw;
use crate::class::words;
use crate::ids::{DecisionId, Position};
use crate::names::CheckpointOrigin;

words! {
    /// The format of a [`Document`]. Another word is refused: what a document says is known by its format alone.
    pub enum Format {
        /// The first.
        V1 = "tresse/decision/v1",
    }
}

/// A decision, as it is handed to whoever counts again. [`Document::check`] does that.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Document {
    /// How it is written.
    pub format: Format,
    /// Whose decision it is: the network's name in signed checkpoints.
    pub origin: CheckpointOrigin,
    /// Which decision.
    pub decision: DecisionId,
    /// The head of the history that it was read at.
    pub position: Position,
    /// What is decided on, unless that text is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// What the options are called, in ascending order of their numbers.
    pub options: Vec<Titled>,
    /// Who might vote.
    pub electorate: Electorate,
    /// What lots are drawn from, once it is told.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seed: Option<Draw>,
    /// What is counted; absent where ballots are not published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<Input>,
    /// What was recorded to have come of it, once it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recorded: Option<RecordedOutcome>,
}

/// What an option is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Titled {
    /// Its number.
    pub option: OptionNo,
    /// Its title, unless that text is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// An outcome as the history has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RecordedOutcome {
    /// What came of it.
    pub outcome: Outcome,
    /// The sums told with it.
    pub sums: Sums,
    /// [`Input::sha256`] of what was counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub input: Option<Sha>,
}
