//! What a diagnostic asks, so far as a file of answers is read by it.

use std::collections::BTreeMap;

use domain::diagnostic::questionnaire::{ChoiceNo, QuestionKind, QuestionNo};
use domain::ids::DiagnosticId;

use crate::network::{Network, Text, TextError};

/// Why it cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum AskedError {
    /// There is no such diagnostic.
    #[error("there is no diagnostic {0}")]
    Unknown(DiagnosticId),
    /// A text could not be opened.
    #[error(transparent)]
    Text(#[from] TextError),
}

/// A question: how it is answered, and its choices with their texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// How it is answered.
    pub kind: QuestionKind,
    /// Its choices that stand.
    pub choices: Vec<(ChoiceNo, String)>,
}

/// What a diagnostic asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Which.
    pub diagnostic: DiagnosticId,
    /// Its questions that stand.
    pub questions: BTreeMap<QuestionNo, Question>,
}

impl Asked {
    /// What a diagnostic of a network asks.
    ///
    /// # Errors
    /// [`AskedError`].
    pub fn of(network: &Network, diagnostic: DiagnosticId) -> Result<Self, AskedError> {
        let live = network.live();
        let row = live.views.diagnostics.get(diagnostic).ok_or(AskedError::Unknown(diagnostic))?;
        let mut questions = BTreeMap::new();
        for asked in row.standing() {
            let mut choices = Vec::new();
            for choice in asked.standing() {
                let text = match choice.title.as_ref().map(|text| network.text(text)).transpose()? {
                    Some(Text::Shown(text)) => text.to_string(),
                    Some(Text::Erased) | None => String::new(),
                };
                choices.push((choice.number, text));
            }
            questions.insert(asked.number, Question { kind: asked.kind, choices });
        }
        Ok(Self { diagnostic, questions })
    }

    pub(super) fn question(&self, number: u8) -> Option<&Question> {
        self.questions.get(&QuestionNo(number))
    }
}
