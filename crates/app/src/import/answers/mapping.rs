//! Which column of a file is what: a file of its own, in TOML (docs/imports.md has a whole one).

use std::collections::BTreeMap;

use domain::diagnostic::questionnaire::Channel;
use domain::envelope::Evidence;
use domain::ids::{ActorId, AudienceId};
use serde::Deserialize;

/// Why it does not fit.
#[derive(Debug, Clone, thiserror::Error)]
pub enum MappingError {
    /// It is no such TOML.
    #[error(transparent)]
    Toml(#[from] toml::de::Error),
    /// It does not say who a row is.
    #[error("[person] names neither a column `email` nor `id`: say who a row is")]
    NoPerson,
    /// The file has no such column.
    #[error("the file has no column \"{0}\"")]
    UnknownColumn(String),
    /// The file has more than one column of this name.
    #[error("the file has more than one column \"{0}\": give its number, from 1")]
    ManyColumns(String),
    /// The diagnostic has no such question.
    #[error("the diagnostic has no question {0}")]
    UnknownQuestion(String),
    /// What is said of a question does not fit how it is answered.
    #[error("question {0}: {1}")]
    Unfit(u8, &'static str),
    /// A value stands for what its question does not have.
    #[error("question {0}: \"{1}\" stands for none of its answers")]
    UnknownValue(u8, String),
}

/// A column, by its name or its number from 1.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum Column {
    Name(String),
    Number(usize),
}

/// What a value stands for: the number of a choice, a number of a scale, a frequency, or the words of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum Value {
    Number(u8),
    Word(String),
}

/// Several columns: each of a choice, or of a word.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub(super) enum Columns {
    Named(BTreeMap<String, Value>),
    Listed(Vec<Column>),
}

/// Which columns tell who a row is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    pub(super) email: Option<Column>,
    pub(super) id: Option<Column>,
}

/// Which column tells an audience.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Audience {
    pub(super) column: Column,
    pub(super) values: BTreeMap<String, AudienceId>,
}

/// Where somebody says how they work with an actor.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Tie {
    pub(super) actor: ActorId,
    /// How often.
    pub(super) column: Column,
    /// By what, in a column or always the same.
    pub(super) channel_column: Option<Column>,
    pub(super) channel: Option<Channel>,
}

/// Where and how a question is answered.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    pub(super) column: Option<Column>,
    pub(super) columns: Option<Columns>,
    /// What stands between several answers in one cell.
    pub(super) separator: Option<String>,
    /// What cells say that is not the choice's own text.
    #[serde(default)]
    pub(super) values: BTreeMap<String, Value>,
    /// What cells say where nothing was answered.
    #[serde(default)]
    pub(super) ignore: Vec<String>,
    #[serde(default)]
    pub(super) ties: Vec<Tie>,
}

/// Which column of a file is what.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    pub(super) evidence: Option<Evidence>,
    pub(super) person: Person,
    pub(super) audience: Option<Audience>,
    #[serde(default)]
    pub(super) questions: BTreeMap<String, Question>,
}

impl Mapping {
    /// Reads one.
    ///
    /// # Errors
    /// [`MappingError::Toml`].
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        Ok(toml::from_str(text)?)
    }
}
