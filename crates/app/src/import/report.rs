//! What an import did, for people and for programs.

use std::fmt;
use std::path::PathBuf;

use domain::names::Slug;
use serde::Serialize;

/// How many broken rows a report holds; all are counted, and told to the [`Watcher`] as they are found.
pub const BROKEN_KEPT: usize = 1_000;

/// Numbers of things, by what they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Numbers {
    /// Conversations' questions.
    pub questions: u64,
    /// Authors and voters.
    pub people: u64,
    /// Statements.
    pub statements: u64,
    /// Votes.
    pub votes: u64,
}

impl Numbers {
    /// All of them.
    #[must_use]
    pub fn sum(self) -> u64 {
        self.questions + self.people + self.statements + self.votes
    }
}

/// Statements by what the source's moderators said of them. Reported only: an import reviews nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Moderated {
    /// Accepted: 1.
    pub accepted: u64,
    /// Not looked at: 0.
    pub not_moderated: u64,
    /// Rejected: -1.
    pub rejected: u64,
}

/// Rows of the files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Rows {
    /// Of comments.csv.
    pub statements: u64,
    /// Of votes.csv.
    pub votes: u64,
}

/// What was done with one conversation.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Conversation {
    /// Its name.
    pub conversation: String,
    /// The rows that were read, broken ones among them.
    pub rows_read: Rows,
    /// What was recorded now.
    pub recorded: Numbers,
    /// What was there before, or had no effect.
    pub already_there: Numbers,
    /// Votes equal to the same voter's vote before on the same statement.
    pub repeats_dropped: u64,
    /// Rows that could not be read.
    pub broken: u64,
    /// Rows that a rule refused.
    pub refused: u64,
    /// The statements that were read, by what the source's moderators said.
    pub moderated: Moderated,
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Broken {
    /// The file.
    pub file: PathBuf,
    /// The line on which the row begins, from 1.
    pub line: u64,
    /// What is wrong with it.
    pub reason: String,
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.reason)
    }
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Report {
    /// Into which network.
    pub network: Slug,
    /// Whether the network was founded for it.
    pub founded: bool,
    /// Whether nothing was recorded, since rows are broken and none was to be left out.
    pub refused: bool,
    /// Each conversation.
    pub conversations: Vec<Conversation>,
    /// The first rows that were left out.
    pub broken: Vec<Broken>,
}

impl Report {
    pub(super) fn new(network: Slug) -> Self {
        Self { network, founded: false, refused: false, conversations: Vec::new(), broken: Vec::new() }
    }

    /// How many rows were left out.
    #[must_use]
    pub fn left_out(&self) -> u64 {
        self.conversations.iter().map(|one| one.broken + one.refused).sum()
    }

    pub(super) fn keep(&mut self, broken: Broken) {
        if self.broken.len() < BROKEN_KEPT {
            self.broken.push(broken);
        }
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for one in &self.conversations {
            let Conversation { conversation, rows_read, recorded, already_there, moderated, .. } = one;
            writeln!(f, "{conversation}")?;
            writeln!(f, "  read           {} statements, {} votes", rows_read.statements, rows_read.votes)?;
            writeln!(f, "  recorded       {recorded}")?;
            writeln!(f, "  already there  {already_there}")?;
            writeln!(
                f,
                "  left out       {} repeats, {} broken, {} refused",
                one.repeats_dropped, one.broken, one.refused
            )?;
            let Moderated { accepted, not_moderated, rejected } = moderated;
            writeln!(f, "  moderated      {accepted} accepted, {rejected} rejected, {not_moderated} not looked at")?;
        }
        Ok(())
    }
}

impl fmt::Display for Numbers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { questions, people, statements, votes } = self;
        write!(f, "{questions} questions, {people} people, {statements} statements, {votes} votes")
    }
}

/// Who is told of an import as it goes.
pub trait Watcher {
    /// A network was founded for it; the steward's key is shown now or never.
    fn founded(&mut self, founded: &crate::catalogue::NewNetwork);
    /// So many rows are done, of so many that are known of.
    fn progress(&mut self, done: u64, total: u64);
    /// A row was left out.
    fn left_out(&mut self, broken: &Broken);
}
