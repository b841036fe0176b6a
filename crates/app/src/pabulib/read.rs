//! Reading a file: `META` and `PROJECTS` at once, `VOTES` one by one.

use std::collections::HashMap;
use std::io::{self, Read};

use domain::amount::Minor;

use super::flaw::{Broken, Flaw};
use super::meta::Meta;
use super::rows::{RowError, Rows};
use super::{MAX_FIELD, MAX_HEAD_BYTES, MAX_ID, MAX_PROJECTS, MAX_VOTES, amount};

/// How many flaws of one file are told before it is given up.
const MAX_FLAWS: usize = 100;

/// Why the votes of a file are not read.
#[derive(Debug, thiserror::Error)]
pub enum NotRead {
    /// What stands before them is broken: at least one flaw.
    #[error("{} flaws before the votes", .0.len())]
    Broken(Vec<Broken>),
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// A project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Project {
    /// Its id.
    pub id: String,
    /// What it costs.
    pub cost: Minor,
    /// The line on which it stands.
    pub line: u64,
    /// All fields of its row, in the order of the header.
    pub fields: Vec<String>,
}

/// What stands before the votes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Head {
    /// `META`.
    pub meta: Meta,
    /// The columns of `PROJECTS`.
    pub columns: Vec<String>,
    /// The projects, in ascending order of their ids as strings.
    pub projects: Vec<Project>,
}

impl Head {
    /// The number of a project, from 0 in ascending order of ids.
    #[must_use]
    pub fn number(&self, id: &str) -> Option<u16> {
        let found = self.projects.binary_search_by(|project| project.id.as_str().cmp(id)).ok()?;
        u16::try_from(found).ok()
    }

    /// The fields of a project's row, each with the name of its column.
    pub fn fields<'h>(&'h self, project: &'h Project) -> impl Iterator<Item = (&'h str, &'h str)> {
        self.columns.iter().map(String::as_str).zip(project.fields.iter().map(String::as_str))
    }
}

/// A row of `VOTES`, not looked at any closer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vote<'r> {
    /// Who cast it.
    pub voter: &'r str,
    /// The projects, separated by commas.
    pub vote: &'r str,
    /// Their points, separated by commas; nothing where the file has none.
    pub points: Option<&'r str>,
}

/// A file that is open at its votes.
#[derive(Debug)]
pub struct File<R> {
    rows: Rows<R>,
    head: Head,
    columns: Vec<String>,
    voter: usize,
    vote: usize,
    points: Option<usize>,
    votes: u64,
}

impl<R: Read> File<R> {
    /// Reads what stands before the votes, and their header.
    ///
    /// # Errors
    /// [`NotRead`] with every flaw that was found.
    pub fn open(from: R) -> Result<Self, NotRead> {
        let mut opening = Opening { rows: Rows::new(from)?, flaws: Vec::new() };
        match opening.head() {
            Ok(head) if opening.flaws.is_empty() => opening.votes(head),
            Ok(_) | Err(Stop::Flaws) => Err(NotRead::Broken(opening.flaws)),
            Err(Stop::Io(error)) => Err(error.into()),
        }
    }

    /// What stands before the votes.
    #[must_use]
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The columns of `VOTES`.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(String::as_str)
    }

    /// Whether votes have points.
    #[must_use]
    pub fn has_points(&self) -> bool {
        self.points.is_some()
    }

    /// Reads the next vote; `false` at the end.
    ///
    /// # Errors
    /// [`RowError`]; of a broken row there may be others after it.
    pub fn advance(&mut self) -> Result<bool, RowError> {
        if self.votes > MAX_VOTES || !self.rows.advance()? {
            return Ok(false);
        }
        self.votes += 1;
        let line = self.rows.line();
        if self.votes > MAX_VOTES {
            return Err(Broken { line, flaw: Flaw::TooManyVotes }.into());
        }
        let (found, wanted) = (self.rows.len(), self.columns.len());
        if found == wanted { Ok(true) } else { Err(Broken { line, flaw: Flaw::Fields { found, wanted } }.into()) }
    }

    /// The line on which the vote begins that was just read.
    #[must_use]
    pub fn line(&self) -> u64 {
        self.rows.line()
    }

    /// The vote that was just read.
    #[must_use]
    pub fn vote(&self) -> Vote<'_> {
        let points = self.points.map(|points| self.rows.get(points));
        Vote { voter: self.rows.get(self.voter), vote: self.rows.get(self.vote), points }
    }

    /// What else its row says, each with the name of its column.
    pub fn other(&self) -> impl Iterator<Item = (&str, &str)> {
        let is_vote = |column: usize| column == self.voter || column == self.vote || Some(column) == self.points;
        let fields = self.columns().zip(self.rows.fields()).enumerate();
        fields.filter(move |(column, _)| !is_vote(*column)).map(|(_, field)| field)
    }
}

/// Why a file is read no further.
enum Stop {
    /// For what is among the flaws.
    Flaws,
    Io(io::Error),
}

/// A file that is not open yet.
struct Opening<R> {
    rows: Rows<R>,
    flaws: Vec<Broken>,
}

impl<R: Read> Opening<R> {
    /// Notes what is wrong; too much of it stops the reading.
    fn flaw(&mut self, flaw: Flaw) -> Result<(), Stop> {
        self.flaws.push(Broken { line: self.rows.line(), flaw });
        if self.flaws.len() < MAX_FLAWS { Ok(()) } else { Err(Stop::Flaws) }
    }

    fn stop<T>(&mut self, flaw: Flaw) -> Result<T, Stop> {
        self.flaw(flaw).and(Err(Stop::Flaws))
    }

    /// Reads the next row that is one.
    fn advance(&mut self) -> Result<bool, Stop> {
        loop {
            match self.rows.advance() {
                Ok(there) => return Ok(there),
                Err(RowError::Io(error)) => return Err(Stop::Io(error)),
                Err(RowError::Broken(broken)) => {
                    self.flaws.push(broken);
                    if self.flaws.len() >= MAX_FLAWS {
                        return Err(Stop::Flaws);
                    }
                }
            }
        }
    }

    fn head(&mut self) -> Result<Head, Stop> {
        if !self.advance()? || !self.rows.is("META") {
            return self.stop(Flaw::Expected("the line META"));
        }
        if !self.advance()? || !self.rows.fields().eq(Meta::HEADER) {
            return self.stop(Flaw::Expected("the header key;value"));
        }
        let (meta, meta_bytes) = self.meta()?;
        let (columns, id, cost) = self.header()?;
        let mut head = Head { meta, columns, projects: Vec::new() };
        let bytes = self.projects(&mut head, id, cost)?;
        if meta_bytes + bytes > MAX_HEAD_BYTES {
            return self.stop(Flaw::HeadTooLong(MAX_HEAD_BYTES));
        }
        Ok(head)
    }

    /// The rows of `META` up to the title after them.
    fn meta(&mut self) -> Result<(Meta, usize), Stop> {
        let (mut meta, mut bytes) = (Meta::default(), 0);
        while self.advance()? {
            if self.rows.is("PROJECTS") {
                return Ok((meta, bytes));
            }
            let (key, value, line) = (self.rows.get(0).to_owned(), self.rows.get(1).to_owned(), self.rows.line());
            let before = meta.entries().find(|entry| entry.key == key).map(|entry| entry.line);
            if self.rows.len() != 2 {
                self.flaw(Flaw::Fields { found: self.rows.len(), wanted: 2 })?;
            } else if key.is_empty() {
                self.flaw(Flaw::Empty("key".to_owned()))?;
            } else if let Some(before) = before {
                self.flaw(Flaw::repeated("key", &key, before))?;
            } else if let Some(flaw) = misfit("key", &key, MAX_ID).or_else(|| misfit(&key, &value, MAX_FIELD)) {
                self.flaw(flaw)?;
            }
            bytes += key.len() + value.len();
            if bytes > MAX_HEAD_BYTES {
                return self.stop(Flaw::HeadTooLong(MAX_HEAD_BYTES));
            }
            meta.push(&key, &value, line);
        }
        self.stop(Flaw::Expected("the line PROJECTS"))
    }

    /// The header of `PROJECTS`, and where it has ids and costs.
    fn header(&mut self) -> Result<(Vec<String>, usize, usize), Stop> {
        if !self.advance()? {
            return self.stop(Flaw::Expected("the header of PROJECTS"));
        }
        let columns = self.columns()?;
        let column = |name: &str| columns.iter().position(|column| column == name);
        match (column("project_id"), column("cost")) {
            (Some(id), Some(cost)) => Ok((columns, id, cost)),
            (None, _) => self.stop(Flaw::Column("project_id")),
            (Some(_), None) => self.stop(Flaw::Column("cost")),
        }
    }

    /// A header, of which no column is there twice.
    fn columns(&mut self) -> Result<Vec<String>, Stop> {
        let columns: Vec<_> = self.rows.fields().map(str::to_owned).collect();
        for (n, column) in columns.iter().enumerate() {
            if columns.iter().take(n).any(|before| before == column) {
                return self.stop(Flaw::repeated("column", column, self.rows.line()));
            }
            if let Some(flaw) = misfit("the name of a column", column, MAX_ID) {
                return self.stop(flaw);
            }
        }
        Ok(columns)
    }

    /// The rows of `PROJECTS` up to the title after them; how many bytes they have.
    fn projects(&mut self, head: &mut Head, id: usize, cost: usize) -> Result<usize, Stop> {
        let (mut lines, mut bytes) = (HashMap::<String, u64>::new(), 0);
        while self.advance()? {
            if self.rows.is("VOTES") {
                if head.projects.is_empty() && self.flaws.is_empty() {
                    self.flaw(Flaw::NoProjects)?;
                }
                head.projects.sort_unstable_by(|one, other| one.id.cmp(&other.id));
                return Ok(bytes);
            }
            let line = self.rows.line();
            match self.project(head, id, cost) {
                Ok(project) => match *lines.entry(project.id.clone()).or_insert(line) {
                    first if first == line => head.projects.push(project),
                    first => self.flaw(Flaw::repeated("project", &project.id, first))?,
                },
                Err(flaw) => self.flaw(flaw)?,
            }
            bytes += self.rows.fields().map(str::len).sum::<usize>();
            if head.projects.len() > MAX_PROJECTS {
                return self.stop(Flaw::TooManyProjects);
            }
            if bytes > MAX_HEAD_BYTES {
                return self.stop(Flaw::HeadTooLong(MAX_HEAD_BYTES));
            }
        }
        self.stop(Flaw::Expected("the line VOTES"))
    }

    fn project(&self, head: &Head, id: usize, cost: usize) -> Result<Project, Flaw> {
        let (found, wanted) = (self.rows.len(), head.columns.len());
        if found != wanted {
            return Err(Flaw::Fields { found, wanted });
        }
        let fields: Vec<_> = self.rows.fields().map(str::to_owned).collect();
        for (name, field) in head.columns.iter().zip(&fields) {
            if let Some(flaw) = misfit(name, field, MAX_FIELD) {
                return Err(flaw);
            }
        }
        let (id, cost) = (self.rows.get(id).to_owned(), self.rows.get(cost));
        if id.is_empty() {
            return Err(Flaw::Empty("project_id".to_owned()));
        }
        if id.contains(',') {
            return Err(Flaw::IsNot("project_id", "without commas, which stand between projects of a vote"));
        }
        if let Some(flaw) = misfit("project_id", &id, MAX_ID) {
            return Err(flaw);
        }
        let cost = amount::read(cost);
        let cost = cost.ok_or(Flaw::IsNot("cost", "an amount, with a point and at most two decimals"))?;
        Ok(Project { id, cost, line: self.rows.line(), fields })
    }

    /// The header of `VOTES`.
    fn votes(mut self, head: Head) -> Result<File<R>, NotRead> {
        let header = self
            .advance()
            .and_then(|there| if there { self.columns() } else { self.stop(Flaw::Expected("the header of VOTES")) });
        let columns = match header {
            Ok(columns) if self.flaws.is_empty() => columns,
            Ok(_) | Err(Stop::Flaws) => return Err(NotRead::Broken(self.flaws)),
            Err(Stop::Io(error)) => return Err(error.into()),
        };
        let column = |name: &str| columns.iter().position(|column| column == name);
        let missing = |name| NotRead::Broken(vec![Broken { line: self.rows.line(), flaw: Flaw::Column(name) }]);
        let voter = column("voter_id").ok_or_else(|| missing("voter_id"))?;
        let vote = column("vote").ok_or_else(|| missing("vote"))?;
        let points = column("points");
        Ok(File { rows: self.rows, head, columns, voter, vote, points, votes: 0 })
    }
}

/// What is wrong with a text, if anything is: it is too long, or has control characters other than line breaks and tabs.
fn misfit(name: &str, text: &str, most: usize) -> Option<Flaw> {
    let name = || super::flaw::shortened(name);
    if text.len() > most && text.chars().count() > most {
        return Some(Flaw::TooLong(name(), most));
    }
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    text.chars().any(is_control).then(|| Flaw::Control(name()))
}
