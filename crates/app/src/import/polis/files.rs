//! The files of a Polis conversation, as published by <https://github.com/compdemocracy/openData>.
//!
//! - `votes.csv`: `timestamp` (milliseconds since 1970 UTC), `comment-id`, `voter-id`, `vote` (1 agree, -1 disagree, 0
//!   pass); a row a vote, changes and repeats included; in no order of time.
//! - `comments.csv`: `timestamp`, `comment-id`, `author-id`, `moderated` (1 accepted, 0 not looked at, -1 rejected),
//!   `comment-body`; in no order.
//! - `summary.csv`: rows `key,value` without a header; may be missing.
//!
//! Ids count from 0, authors and voters from the same numbers. Other columns are not read.

use std::fs::File;
use std::path::{Path, PathBuf};

use csv::{ByteRecord, Position, Reader, ReaderBuilder};
use domain::ids::Stamp;
use domain::names::SourcePart;
use domain::statement_vote::Vote;

use crate::import::ImportError;

/// The greatest length of a title, in characters: what the API takes too.
const MAX_TITLE: usize = 200;
/// The greatest length of a statement or a description, in characters: what the API takes too.
const MAX_BODY: usize = 16_000;

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Flaw {
    #[error("{found} fields where the header has {wanted}")]
    Fields { found: usize, wanted: usize },
    #[error("{0} is not UTF-8")]
    NotUtf8(&'static str),
    #[error("{0} is missing")]
    Missing(&'static str),
    #[error("{0} is not a whole number from 0 to 4294967295")]
    NotAnId(&'static str),
    #[error("{0} is not a time in milliseconds")]
    NotATime(&'static str),
    #[error("vote is none of 1, 0 and -1")]
    UnknownVote,
    #[error("moderated is none of 1, 0 and -1")]
    UnknownModeration,
    #[error("there is no statement {0}")]
    UnknownStatement(u32),
    #[error("statement {0} came before, on line {1}")]
    RepeatedStatement(u32, u64),
    #[error("{0} is empty")]
    Empty(&'static str),
    #[error("{0} is longer than {1} characters")]
    TooLong(&'static str, usize),
    #[error("{0} holds control characters")]
    Control(&'static str),
}

/// A row with the line on which it begins.
pub(super) type Row<T> = (u64, Result<T, Flaw>);

/// A conversation's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conversation {
    /// Its name, which is the folder's.
    pub name: SourcePart,
    dir: PathBuf,
}

impl Conversation {
    /// The conversations of a folder, which is one or has some, in order of their names.
    ///
    /// # Errors
    /// [`ImportError::NoConversation`], [`ImportError::Name`], [`ImportError::Io`].
    pub fn find(folder: &Path) -> Result<Vec<Self>, ImportError> {
        let io = |source| ImportError::Io { path: folder.to_owned(), source };
        if is_conversation(folder) {
            // The name of `.` or `..` is only known from the whole path.
            return Ok(vec![Self::of(&folder.canonicalize().map_err(io)?, folder.to_owned())?]);
        }
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(io)? {
            let path = entry.map_err(io)?.path();
            if is_conversation(&path) {
                found.push(Self::of(&path.clone(), path)?);
            }
        }
        found.sort_by(|a, b| a.name.cmp(&b.name));
        if found.is_empty() { Err(ImportError::NoConversation(folder.to_owned())) } else { Ok(found) }
    }

    fn of(named: &Path, dir: PathBuf) -> Result<Self, ImportError> {
        let name = named.file_name().and_then(|name| name.to_str()).and_then(|name| name.parse().ok());
        name.map(|name| Self { name, dir }).ok_or_else(|| ImportError::Name(named.to_owned()))
    }

    /// Its statements.
    pub(super) fn comments(&self) -> Result<Comments, ImportError> {
        let columns = ["timestamp", "comment-id", "author-id", "moderated", "comment-body"];
        Table::open(self.dir.join("comments.csv"), columns).map(Comments)
    }

    /// Its votes.
    pub(super) fn votes(&self) -> Result<Votes, ImportError> {
        let columns = ["timestamp", "comment-id", "voter-id", "vote"];
        Table::open(self.dir.join("votes.csv"), columns).map(Votes)
    }

    /// The file that tells its question.
    pub(super) fn summary_path(&self) -> PathBuf {
        self.dir.join("summary.csv")
    }

    /// Its question, of which what is missing or broken stands under the conversation's name or is left out.
    pub(super) fn summary(&self) -> Result<Summary, ImportError> {
        let mut summary = Summary { title: self.name.as_str().to_owned(), body: None, flaws: Vec::new() };
        let path = self.summary_path();
        if !path.exists() {
            return Ok(summary);
        }
        let io = |error| csv_io(&path, error);
        let mut reader = ReaderBuilder::new().has_headers(false).flexible(true).from_path(&path).map_err(io)?;
        let mut record = ByteRecord::new();
        while reader.read_byte_record(&mut record).map_err(io)? {
            let (key, value) = (record.get(0).unwrap_or_default(), record.get(1).unwrap_or_default());
            let line = line_of(&record);
            match key {
                b"topic" => match title(value) {
                    Ok(title) => title.clone_into(&mut summary.title),
                    Err(flaw) => summary.flaws.push((line, flaw)),
                },
                b"conversation-description" => match text("conversation-description", value, MAX_BODY, true) {
                    Ok(body) => summary.body = Some(body.to_owned()),
                    Err(Flaw::Empty(_)) => (),
                    Err(flaw) => summary.flaws.push((line, flaw)),
                },
                _ => (),
            }
        }
        Ok(summary)
    }
}

fn is_conversation(dir: &Path) -> bool {
    dir.join("comments.csv").is_file() && dir.join("votes.csv").is_file()
}

/// What a conversation is about.
#[derive(Debug)]
pub(super) struct Summary {
    pub(super) title: String,
    pub(super) body: Option<String>,
    /// The lines that are broken.
    pub(super) flaws: Vec<(u64, Flaw)>,
}

/// A CSV file with the columns that are read of it.
#[derive(Debug)]
pub(super) struct Table<const K: usize> {
    pub(super) path: PathBuf,
    reader: Reader<File>,
    record: ByteRecord,
    names: [&'static str; K],
    columns: [usize; K],
    width: usize,
}

impl<const K: usize> Table<K> {
    fn open(path: PathBuf, names: [&'static str; K]) -> Result<Self, ImportError> {
        let io = |error| csv_io(&path, error);
        let mut reader = ReaderBuilder::new().flexible(true).from_path(&path).map_err(io)?;
        let header = reader.byte_headers().map_err(io)?;
        let mut columns = [0; K];
        for (to, column) in columns.iter_mut().zip(names) {
            let found = header.iter().position(|name| name == column.as_bytes());
            *to = found.ok_or_else(|| ImportError::Column { file: path.clone(), column })?;
        }
        let width = header.len();
        Ok(Self { path, reader, record: ByteRecord::new(), names, columns, width })
    }

    /// Reads the next row; `false` at the end.
    fn advance(&mut self) -> Result<bool, ImportError> {
        self.reader.read_byte_record(&mut self.record).map_err(|error| csv_io(&self.path, error))
    }

    /// The line on which the row begins.
    fn line(&self) -> u64 {
        line_of(&self.record)
    }

    fn check_width(&self) -> Result<(), Flaw> {
        let (found, wanted) = (self.record.len(), self.width);
        if found == wanted { Ok(()) } else { Err(Flaw::Fields { found, wanted }) }
    }

    fn name(&self, column: usize) -> &'static str {
        self.names.get(column).copied().unwrap_or_default()
    }

    fn bytes(&self, column: usize) -> &[u8] {
        self.columns.get(column).and_then(|column| self.record.get(*column)).unwrap_or_default()
    }

    fn trimmed(&self, column: usize) -> Result<&str, Flaw> {
        let text = std::str::from_utf8(self.bytes(column)).map_err(|_| Flaw::NotUtf8(self.name(column)))?.trim();
        if text.is_empty() { Err(Flaw::Missing(self.name(column))) } else { Ok(text) }
    }

    fn id(&self, column: usize) -> Result<u32, Flaw> {
        let text = self.trimmed(column)?;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse().ok().filter(|_| digits).ok_or(Flaw::NotAnId(self.name(column)))
    }

    fn time(&self, column: usize) -> Result<Stamp, Flaw> {
        let millis = self.trimmed(column)?.parse().ok();
        millis.and_then(Stamp::from_millis).ok_or(Flaw::NotATime(self.name(column)))
    }
}

/// A statement, but for its text.
#[derive(Debug, Clone)]
pub(super) struct Comment {
    pub(super) id: u32,
    pub(super) at: Stamp,
    pub(super) author: u32,
    /// Accepted 1, not looked at 0, rejected -1.
    pub(super) moderated: i8,
    pub(super) line: u64,
    /// Where its row begins, to read its text when it is recorded.
    pub(super) row: Position,
}

/// `comments.csv`.
#[derive(Debug)]
pub(super) struct Comments(pub(super) Table<5>);

impl Comments {
    /// The next row with its line.
    pub(super) fn next(&mut self) -> Result<Option<Row<Comment>>, ImportError> {
        Ok(self.0.advance()?.then(|| (self.0.line(), self.read())))
    }

    fn read(&self) -> Result<Comment, Flaw> {
        let table = &self.0;
        table.check_width()?;
        let moderated = match table.trimmed(3)? {
            "1" => 1,
            "0" => 0,
            "-1" => -1,
            _ => return Err(Flaw::UnknownModeration),
        };
        self.text()?;
        let row = table.record.position().cloned().unwrap_or_else(Position::new);
        let (at, id, author) = (table.time(0)?, table.id(1)?, table.id(2)?);
        Ok(Comment { id, at, author, moderated, line: table.line(), row })
    }

    fn text(&self) -> Result<&str, Flaw> {
        text("comment-body", self.0.bytes(4), MAX_BODY, true)
    }

    /// Reads the text of a statement again.
    pub(super) fn text_of(&mut self, comment: &Comment) -> Result<Result<&str, Flaw>, ImportError> {
        self.0.reader.seek(comment.row.clone()).map_err(|error| csv_io(&self.0.path, error))?;
        let there = self.0.advance()?;
        // Only the same row will do, should the file have changed meanwhile.
        let same = there && self.read().is_ok_and(|again| again.id == comment.id && again.author == comment.author);
        Ok(if same { self.text() } else { Err(Flaw::Missing("comment-body")) })
    }
}

/// A vote as cast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Cast {
    pub(super) statement: u32,
    pub(super) voter: u32,
    pub(super) at: Stamp,
    pub(super) vote: Vote,
    pub(super) line: u64,
}

/// `votes.csv`.
#[derive(Debug)]
pub(super) struct Votes(pub(super) Table<4>);

impl Votes {
    /// The next row with its line.
    pub(super) fn next(&mut self) -> Result<Option<Row<Cast>>, ImportError> {
        Ok(self.0.advance()?.then(|| (self.0.line(), self.read())))
    }

    fn read(&self) -> Result<Cast, Flaw> {
        let table = &self.0;
        table.check_width()?;
        let vote = match table.trimmed(3)? {
            "1" => Vote::Agree,
            "0" => Vote::Pass,
            "-1" => Vote::Disagree,
            _ => return Err(Flaw::UnknownVote),
        };
        Ok(Cast { statement: table.id(1)?, voter: table.id(2)?, at: table.time(0)?, vote, line: table.line() })
    }
}

fn title(bytes: &[u8]) -> Result<&str, Flaw> {
    text("topic", bytes, MAX_TITLE, false).map(str::trim)
}

/// A text within the bounds that the API sets too: not only blanks, not too long, and no control characters but line
/// breaks and tabs where `lines`.
fn text<'b>(name: &'static str, bytes: &'b [u8], max: usize, lines: bool) -> Result<&'b str, Flaw> {
    let text = std::str::from_utf8(bytes).map_err(|_| Flaw::NotUtf8(name))?;
    if text.trim().is_empty() {
        return Err(Flaw::Empty(name));
    }
    if text.chars().count() > max {
        return Err(Flaw::TooLong(name, max));
    }
    let breaks = |c: char| lines && matches!(c, '\n' | '\r' | '\t');
    if text.chars().any(|c| c.is_control() && !breaks(c)) { Err(Flaw::Control(name)) } else { Ok(text) }
}

fn line_of(record: &ByteRecord) -> u64 {
    record.position().map_or(0, Position::line)
}

fn csv_io(path: &Path, error: csv::Error) -> ImportError {
    ImportError::Io { path: path.to_owned(), source: error.into() }
}
