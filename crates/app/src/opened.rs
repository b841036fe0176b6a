//! What becomes of a sealed text that is opened.

use std::sync::Arc;

use domain::ids::Position;
use eventlog::ReadError;

/// A text as it may be shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// Opened.
    Shown(Arc<str>),
    /// Its key, or the sealed text, was destroyed on its subject's request.
    Erased,
}

/// Why a text could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum TextError {
    /// The log could not be read.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// The event commits to a text that its frame does not hold.
    #[error("event {0} has no such text")]
    Missing(Position),
    /// The sealed text does not open.
    #[error("the text of event {0} does not open: {1}")]
    Vault(Position, vault::OpenError),
}
