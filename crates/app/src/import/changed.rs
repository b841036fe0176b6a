//! Whether a row that was imported before says the same today.

use domain::class::Pointer;
use domain::ids::Position;
use projection::TextRef;

use crate::network::{EventLog as _, HistoryError, Network, ReadError, Text, TextError, read_event};

/// Why that could not be known.
#[derive(Debug, thiserror::Error)]
pub enum ChangedError {
    /// The history could not be read.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// A text could not be opened.
    #[error(transparent)]
    Text(#[from] TextError),
}

impl From<ReadError> for ChangedError {
    fn from(error: ReadError) -> Self {
        Self::History(error.into())
    }
}

impl Network {
    /// Whether commands, each of which became one event from `first` on, had other texts than these. A text that was
    /// erased is no other one.
    ///
    /// # Errors
    /// [`ChangedError`].
    pub fn had_other_texts<T: AsRef<str>>(
        &self,
        first: Position,
        texts: &[Vec<(Pointer, T)>],
    ) -> Result<bool, ChangedError> {
        for (position, texts) in (first.0..).zip(texts) {
            let position = Position(position);
            let recorded = read_event(position, &self.log().event(position.0)?.bytes)?;
            let had = TextRef::all(&recorded);
            if had.len() != texts.len() {
                return Ok(true);
            }
            for text in had {
                let now = texts.iter().find(|(pointer, _)| *pointer == text.pointer).map(|(_, now)| now.as_ref());
                match self.text(&text)? {
                    Text::Shown(then) if now != Some(&*then) => return Ok(true),
                    Text::Shown(_) | Text::Erased => (),
                }
            }
        }
        Ok(false)
    }
}
