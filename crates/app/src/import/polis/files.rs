//! The files of a Polis conversation, as published by <https://github.com/compdemocracy/openData>.
//!
//! - `votes.csv`: `timestamp` (milliseconds since 1970 UTC), `comment-id`, `voter-id`, `vote` (1 agree, -1 disagree, 0
//!   pass); a row a vote, changes and repeats included; in no order of time.
//! - `comments.csv`: `timestamp`, `comment-id`, `author-id`, `moderated` (1 accepted, 0 not looked at, -1 rejected),
//!   `comment-body`; in no order.
//! - `summary.csv`: rows `key,value` without a header; may be missing.
//!
//! Ids count from 0, authors and voters from the same numbers. Other columns are not read.

use std::path::{Path, PathBuf};

use csv::{ByteRecord, Position, ReaderBuilder};
use domain::ids::Stamp;
use domain::names::SourcePart;
use domain::statement_vote::Vote;

use crate::import::table::{Flaw, MAX_BODY, MAX_TITLE, Numbered, Table, checked, csv_io};
use crate::import::{FilesError, set_name};

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
    /// [`FilesError::NoSet`], [`FilesError::Name`], [`FilesError::Io`].
    pub fn find(folder: &Path) -> Result<Vec<Self>, FilesError> {
        let io = |source| FilesError::Io { path: folder.to_owned(), source };
        if is_conversation(folder) {
            // The name of `.` or `..` is only known from the whole path.
            let name = set_name(None, folder, folder.canonicalize().map_err(io)?.file_name())?;
            return Ok(vec![Self { name, dir: folder.to_owned() }]);
        }
        let mut found = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(io)? {
            let path = entry.map_err(io)?.path();
            if is_conversation(&path) {
                found.push(Self { name: set_name(None, &path, path.file_name())?, dir: path });
            }
        }
        found.sort_by(|a, b| a.name.cmp(&b.name));
        let wanted = "no conversation here: a folder with comments.csv and votes.csv is wanted, or a folder of them";
        if found.is_empty() { Err(FilesError::NoSet { path: folder.to_owned(), wanted }) } else { Ok(found) }
    }

    /// Its files of statements and of votes.
    pub(super) fn paths(&self) -> [PathBuf; 2] {
        ["comments.csv", "votes.csv"].map(|name| self.dir.join(name))
    }

    /// Its statements.
    pub(super) fn comments(&self) -> Result<Comments, FilesError> {
        let columns = ["timestamp", "comment-id", "author-id", "moderated", "comment-body"];
        let [path, _] = self.paths();
        Table::open(path, columns).map(Comments)
    }

    /// Its votes.
    pub(super) fn votes(&self) -> Result<Votes, FilesError> {
        let columns = ["timestamp", "comment-id", "voter-id", "vote"];
        let [_, path] = self.paths();
        Table::open(path, columns).map(Votes)
    }

    /// The file that tells its question.
    pub(super) fn summary_path(&self) -> PathBuf {
        self.dir.join("summary.csv")
    }

    /// Its question, of which what is missing or broken stands under the conversation's name or is left out.
    pub(super) fn summary(&self) -> Result<Summary, FilesError> {
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
            let (name, max, lines): (_, _, bool) = match key {
                b"topic" => ("topic", MAX_TITLE, false),
                b"conversation-description" => ("conversation-description", MAX_BODY, true),
                _ => continue,
            };
            let text = std::str::from_utf8(value).map_err(|_| Flaw::NotUtf8(name));
            match text.and_then(|text| checked(name, if lines { text } else { text.trim() }, max, lines)) {
                Ok(body) if lines => summary.body = Some(body.to_owned()),
                Ok(title) => title.clone_into(&mut summary.title),
                Err(Flaw::Empty(_)) if lines => (),
                Err(flaw) => summary.flaws.push((record.position().map_or(0, Position::line), flaw)),
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

/// A statement, but for its text.
#[derive(Debug, Clone)]
pub(super) struct Comment {
    pub(super) id: u32,
    pub(super) at: Stamp,
    pub(super) author: u32,
    pub(super) moderated: Moderation,
    /// Where its row begins, to read its text when it is imported.
    pub(super) place: Position,
}

/// What the source's moderators said of a statement. Told only: an import reviews nothing.
#[derive(Debug, Clone, Copy)]
pub(super) enum Moderation {
    Accepted,
    NotYet,
    Rejected,
}

/// `comments.csv`.
#[derive(Debug)]
pub(super) struct Comments(pub(super) Table<5>);

impl Comments {
    /// The next row with its line.
    pub(super) fn next(&mut self) -> Result<Option<Numbered<Comment>>, FilesError> {
        Ok(self.0.advance()?.then(|| (self.0.line(), self.read())))
    }

    fn read(&self) -> Result<Comment, Flaw> {
        let table = &self.0;
        table.check_width()?;
        let moderated = match table.filled(3)? {
            "1" => Moderation::Accepted,
            "0" => Moderation::NotYet,
            "-1" => Moderation::Rejected,
            _ => return Err(Flaw::IsNoneOf("moderated", WORDS)),
        };
        table.text(4, MAX_BODY)?;
        let (at, id, author) = (time(table)?, table.id(1)?, table.id(2)?);
        Ok(Comment { id, at, author, moderated, place: table.place() })
    }

    /// Reads the text of a statement again.
    pub(super) fn text_of(&mut self, comment: &Comment) -> Result<Result<&str, Flaw>, FilesError> {
        let there = self.0.go_to(comment.place.clone())?;
        // Only the same row will do, should the file have changed meanwhile.
        let same = there && self.read().is_ok_and(|again| again.id == comment.id && again.author == comment.author);
        Ok(if same { self.0.text(4, MAX_BODY) } else { Err(Flaw::Missing("comment-body")) })
    }
}

/// How votes and the moderators' words are written.
const WORDS: &str = "1, 0 and -1";

fn time<const K: usize>(table: &Table<K>) -> Result<Stamp, Flaw> {
    let millis = table.filled(0)?.parse().ok();
    millis.and_then(Stamp::from_millis).ok_or(Flaw::IsNot(table.name(0), "a time in milliseconds"))
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
    pub(super) fn next(&mut self) -> Result<Option<Numbered<Cast>>, FilesError> {
        Ok(self.0.advance()?.then(|| (self.0.line(), self.read())))
    }

    fn read(&self) -> Result<Cast, Flaw> {
        let table = &self.0;
        table.check_width()?;
        let vote = match table.filled(3)? {
            "1" => Vote::Agree,
            "0" => Vote::Pass,
            "-1" => Vote::Disagree,
            _ => return Err(Flaw::IsNoneOf("vote", WORDS)),
        };
        Ok(Cast { statement: table.id(1)?, voter: table.id(2)?, at: time(table)?, vote, line: table.line() })
    }
}
