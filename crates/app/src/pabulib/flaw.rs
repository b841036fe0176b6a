//! What is wrong with a file.

use super::{MAX_PROJECTS, MAX_ROW_BYTES, MAX_VOTES};

/// What is wrong with a row, or with what should be there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Flaw {
    /// Something else stands where a title or header has to.
    #[error("{0} is expected here")]
    Expected(&'static str),
    /// A row has more fields than the header, or fewer.
    #[error("{found} fields where the header has {wanted}")]
    Fields {
        /// How many there are.
        found: usize,
        /// How many there should be.
        wanted: usize,
    },
    /// The bytes are no text.
    #[error("this is not UTF-8")]
    NotUtf8,
    /// A row does not end.
    #[error("the row is longer than {MAX_ROW_BYTES} bytes: a quote that begins here does not end")]
    RowTooLong,
    /// A header lacks a column.
    #[error("there is no column {0}")]
    Column(&'static str),
    /// Something that may be there once is there again.
    #[error("{what} {which} came before, on line {line}")]
    Repeated {
        /// What it is.
        what: &'static str,
        /// Which.
        which: String,
        /// Where it was first.
        line: u64,
    },
    /// A field is empty.
    #[error("{0} is empty")]
    Empty(String),
    /// A field is too long.
    #[error("{0} is longer than {1} characters")]
    TooLong(String, usize),
    /// A field holds what no text has.
    #[error("{0} holds control characters")]
    Control(String),
    /// A field holds something else.
    #[error("{0} is not {1}")]
    IsNot(&'static str, &'static str),
    /// `META` lacks a key.
    #[error("META has no {0}")]
    Missing(&'static str),
    /// Something is asked for that is not done here.
    #[error("{key} {value} is not counted here{hint}")]
    NotCounted {
        /// Which key.
        key: &'static str,
        /// What it says.
        value: String,
        /// What one can do.
        hint: &'static str,
    },
    /// Numbers contradict each other, or the rule cannot count such votes so.
    #[error("{0}")]
    Senseless(&'static str),
    /// There are no projects.
    #[error("there are no projects")]
    NoProjects,
    /// There are too many projects.
    #[error("there are more than {MAX_PROJECTS} projects")]
    TooManyProjects,
    /// There are too many votes.
    #[error("there are more than {MAX_VOTES} votes: this one and those after it are not read")]
    TooManyVotes,
    /// What is recorded together is too much.
    #[error("META and PROJECTS are longer than {0} bytes")]
    HeadTooLong(usize),
    /// A vote names a project that is not there.
    #[error("there is no project {0}")]
    UnknownProject(String),
    /// A vote names a project twice.
    #[error("the vote names project {0} twice")]
    NamedTwice(String),
    /// Each project of a vote has its points.
    #[error("{points} points for {projects} projects")]
    Points {
        /// How many points there are.
        points: usize,
        /// How many projects there are.
        projects: usize,
    },
    /// The vote is not what the limits allow.
    #[error("the vote {0}")]
    Unfit(&'static str),
}

impl Flaw {
    /// Something that came before on a line.
    pub(super) fn repeated(what: &'static str, which: &str, line: u64) -> Self {
        Self::Repeated { what, which: shortened(which), line }
    }
}

/// What is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {flaw}")]
pub struct Broken {
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// What is wrong.
    pub flaw: Flaw,
}

/// A text as it is repeated to whoever wrote it.
pub(super) fn shortened(text: &str) -> String {
    const MOST: usize = 40;
    let mut short: String = text.chars().take(MOST).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(MOST).is_some() {
        short.push('…');
    }
    short
}
