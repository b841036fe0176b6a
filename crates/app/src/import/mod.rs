//! Imports: the rows of a foreign data set become the same commands that everybody else submits, in order of time.
//!
//! An import may be started again at any time, after it was done or after it was killed: each row is found again by the
//! MAC of its source id, and each person by a blind index, both from private sections. It holds a bounded number of rows:
//! what must be ordered is sorted on the disk ([`sort`]), and what waits for the writer is counted ([`window`]).

pub mod polis;
pub mod report;
mod sort;
mod window;

use std::path::PathBuf;

use domain::ids::Position;

use crate::founding::FoundError;
use crate::known::Known;
use crate::network::{HistoryError, ReadError};
use crate::submission::SubmitError;

/// Why an import could not go on. What is recorded stays; started again, it goes on from there.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// There is nothing to import.
    #[error("{}: no conversation here: a folder with comments.csv and votes.csv is wanted, or a folder of them", .0.display())]
    NoConversation(PathBuf),
    /// The name of a folder cannot stand in source ids.
    #[error("{}: the folder's name is the conversation's, and may have up to 48 letters, digits, `.`, `_` and `-`", .0.display())]
    Name(PathBuf),
    /// A file lacks a column.
    #[error("{}: there is no column {column}", file.display())]
    Column {
        /// The file.
        file: PathBuf,
        /// The column.
        column: &'static str,
    },
    /// A file could not be read, or a temporary one not be written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The time zone is none of the IANA database.
    #[error("{0} is not a time zone of the IANA database")]
    TimeZone(String),
    /// The network could not be founded.
    #[error(transparent)]
    Found(#[from] FoundError),
    /// The network could not be loaded.
    #[error(transparent)]
    Open(#[from] crate::OpenError),
    /// The history could not be read.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// The writer stopped, or refused what all other rows stand under.
    #[error("the network does not take it: {0}")]
    Submit(#[from] SubmitError),
    /// Keys of newcomers could not be made.
    #[error(transparent)]
    Vault(#[from] vault::VaultError),
    /// A text could not be sealed.
    #[error(transparent)]
    Seal(#[from] vault::SealError),
    /// A source id was recorded by another kind of event than the one it belongs to.
    #[error("event {0} is not what its source id says")]
    Foreign(Position),
}

impl From<ReadError> for ImportError {
    fn from(error: ReadError) -> Self {
        Self::History(error.into())
    }
}

/// What a process remembers of so many rows that it recorded itself: more than a load would, which sorts them. Made up,
/// so that an import's own memory can be told from the network's.
#[must_use]
pub fn remembered_rows(rows: u64) -> Known {
    let mut known = Known::default();
    for row in 0..rows {
        let [high, low] = [0x9e37_79b9_7f4a_7c15, 0xd1b5_4a32_d192_ed03].map(|odd: u64| row.wrapping_mul(odd));
        known.learn_source((u128::from(high) << 64 | u128::from(low)).to_be_bytes(), Position(row));
    }
    known
}
