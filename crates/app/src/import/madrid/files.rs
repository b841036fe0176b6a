//! The files of Decide Madrid, as published by <https://github.com/argrecsys/decide-madrid-2019-annotations>.
//!
//! - `proposals.csv`: `id`, `userId`, `date` (`YYYY-MM-DD`), `title`, `summary`, `text` (may be empty), and what the site
//!   counted: `status` (`open`, `archived`), `isAssociation`, `numComments`, `numSupports`.
//! - `comments.csv`: `id`, `parentId` (-1 on the proposal itself), `proposalId`, `userId`, `userType`, `date`, `time`
//!   (`0 days HH:MM:SS`), `text`, and `numVotes`, `numPositiveVotes`, `numNegativeVotes`.
//!
//! Times have no zone: they are the city's. Other columns are not read.

use std::path::{Path, PathBuf};

use csv::Position;
use domain::ids::Stamp;
use domain::names::{SourcePart, TimeZoneName};
use jiff::civil;
use jiff::tz::TimeZone;

use crate::import::table::{Flaw, MAX_BODY, Numbered, Table, checked};
use crate::import::{FilesError, set_name};

/// A folder with `proposals.csv` and `comments.csv`.
#[derive(Debug, Clone)]
pub struct Folder {
    /// The set's name.
    pub name: SourcePart,
    dir: PathBuf,
    zone: TimeZone,
}

impl Folder {
    /// The set of a folder, under the name that is given or else the folder's; its times are of this zone.
    ///
    /// # Errors
    /// [`FilesError::NoSet`], [`FilesError::Name`], [`FilesError::TimeZone`], [`FilesError::Io`].
    pub fn find(dir: &Path, name: Option<&SourcePart>, zone: &TimeZoneName) -> Result<Self, FilesError> {
        let wanted = "no proposals here: a folder with proposals.csv and comments.csv is wanted";
        if !["proposals.csv", "comments.csv"].iter().all(|file| dir.join(file).is_file()) {
            return Err(FilesError::NoSet { path: dir.to_owned(), wanted });
        }
        // The name of `.` or `..` is only known from the whole path.
        let whole = dir.canonicalize().map_err(|source| FilesError::Io { path: dir.to_owned(), source })?;
        let name = set_name(name, dir, whole.file_name())?;
        let zone = TimeZone::get(zone.as_str()).map_err(|_| FilesError::TimeZone(zone.clone()))?;
        Ok(Self { name, dir: dir.to_owned(), zone })
    }

    /// Its files of proposals and of comments.
    pub(super) fn paths(&self) -> [PathBuf; 2] {
        ["proposals.csv", "comments.csv"].map(|file| self.dir.join(file))
    }

    pub(super) fn proposals(&self) -> Result<Proposals, FilesError> {
        let [path, _] = self.paths();
        let columns = [
            "id",
            "userId",
            "date",
            "title",
            "summary",
            "text",
            "status",
            "isAssociation",
            "numComments",
            "numSupports",
        ];
        Ok(Proposals { table: Table::open(path, columns)?, zone: self.zone.clone() })
    }

    pub(super) fn comments(&self) -> Result<Comments, FilesError> {
        let [_, path] = self.paths();
        let columns = [
            "id",
            "parentId",
            "proposalId",
            "userId",
            "userType",
            "date",
            "time",
            "text",
            "numVotes",
            "numPositiveVotes",
            "numNegativeVotes",
        ];
        Ok(Comments { table: Table::open(path, columns)?, zone: self.zone.clone() })
    }
}

/// A proposal, but for its texts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Proposal {
    pub(super) id: u32,
    pub(super) author: u32,
    pub(super) at: Stamp,
}

/// `proposals.csv`.
#[derive(Debug)]
pub(super) struct Proposals {
    pub(super) table: Table<10>,
    zone: TimeZone,
}

impl Proposals {
    /// The next row with its line.
    pub(super) fn next(&mut self) -> Result<Option<Numbered<Proposal>>, FilesError> {
        Ok(self.table.advance()?.then(|| (self.table.line(), self.read())))
    }

    fn read(&self) -> Result<Proposal, Flaw> {
        self.table.check_width()?;
        self.table.title(3)?;
        self.body()?;
        let at = moment(date(&self.table, 2)?, civil::Time::midnight(), &self.zone);
        let at = at.ok_or(Flaw::IsNot("date", "a date that there was"))?;
        Ok(Proposal { id: self.table.id(0)?, author: self.table.id(1)?, at })
    }

    /// The row at a place, with its title and body, if it is still the one that was read there.
    pub(super) fn at(
        &mut self,
        place: Position,
        id: u32,
    ) -> Result<Result<(Proposal, &str, String), Flaw>, FilesError> {
        let there = self.table.go_to(place)?;
        let again = self.read().and_then(|proposal| Ok((proposal, self.table.title(3)?, self.body()?)));
        Ok(again.and_then(|row| if there && row.0.id == id { Ok(row) } else { Err(Flaw::Missing("id")) }))
    }

    /// The summary and the text after it.
    fn body(&self) -> Result<String, Flaw> {
        let parts = [self.table.cell(4)?, self.table.cell(5)?];
        let parts: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
        let body = parts.join("\n\n");
        checked("summary and text", &body, MAX_BODY, true)?;
        Ok(body)
    }

    /// What the site counted of it, by the figure that it adds to.
    pub(super) fn counted(&self) -> [(&'static str, u64); 5] {
        let is = |column, word: &[u8]| u64::from(self.table.bytes(column) == word);
        [
            ("proposals_open", is(6, b"open")),
            ("proposals_archived", is(6, b"archived")),
            ("proposals_of_associations", is(7, b"1")),
            ("comments_announced", number(&self.table, 8)),
            ("supports", number(&self.table, 9)),
        ]
    }
}

/// A comment, but for its text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Comment {
    pub(super) id: u32,
    /// The comment that it replies to; none if it is on the proposal itself.
    pub(super) parent: Option<u32>,
    pub(super) proposal: u32,
    pub(super) author: u32,
    pub(super) at: Stamp,
}

/// Where a comment stands in its thread.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    pub(super) id: u32,
    pub(super) parent: Option<u32>,
    pub(super) proposal: u32,
}

/// `comments.csv`.
#[derive(Debug)]
pub(super) struct Comments {
    pub(super) table: Table<11>,
    zone: TimeZone,
}

impl Comments {
    /// The next row with its line.
    pub(super) fn next(&mut self) -> Result<Option<Numbered<Comment>>, FilesError> {
        Ok(self.table.advance()?.then(|| (self.table.line(), self.read())))
    }

    /// Where the comment stands, also if nothing else of it can be read.
    pub(super) fn standing(&self) -> Result<Standing, Flaw> {
        let (id, proposal) = (self.table.id(0)?, self.table.id(2)?);
        let parent = if self.table.cell(1)? == "-1" { None } else { Some(self.table.id(1)?) };
        Ok(Standing { id, parent, proposal })
    }

    /// Whose it is, also if nothing else of it can be read.
    pub(super) fn author(&self) -> Result<u32, Flaw> {
        self.table.id(3)
    }

    fn read(&self) -> Result<Comment, Flaw> {
        self.table.check_width()?;
        let Standing { id, parent, proposal } = self.standing()?;
        self.table.text(7, MAX_BODY)?;
        let at = moment(date(&self.table, 5)?, time(&self.table, 6)?, &self.zone);
        let at = at.ok_or(Flaw::IsNot("time", "a time that there was"))?;
        Ok(Comment { id, parent, proposal, author: self.author()?, at })
    }

    /// The row at a place, with its text, if it is still the one that was read there.
    pub(super) fn at(&mut self, place: Position, id: u32) -> Result<Result<(Comment, &str), Flaw>, FilesError> {
        let there = self.table.go_to(place)?;
        let again = self.read().and_then(|comment| Ok((comment, self.table.text(7, MAX_BODY)?)));
        Ok(again.and_then(|row| if there && row.0.id == id { Ok(row) } else { Err(Flaw::Missing("id")) }))
    }

    /// What the site counted of it, by the figure that it adds to.
    pub(super) fn counted(&self) -> [(&'static str, u64); 6] {
        let is = |word: &str| u64::from(self.table.bytes(4) == word.as_bytes());
        [
            ("comments_by_authors", is("Autor")),
            ("comments_by_collectives", is("Colectivo")),
            ("comments_by_public_employees", is("Empleados públicos")),
            ("votes", number(&self.table, 8)),
            ("votes_for", number(&self.table, 9)),
            ("votes_against", number(&self.table, 10)),
        ]
    }
}

fn date<const K: usize>(table: &Table<K>, column: usize) -> Result<civil::Date, Flaw> {
    let date = civil::Date::strptime("%Y-%m-%d", table.filled(column)?);
    date.map_err(|_| Flaw::IsNot(table.name(column), "a date YYYY-MM-DD"))
}

fn time<const K: usize>(table: &Table<K>, column: usize) -> Result<civil::Time, Flaw> {
    let text = table.filled(column)?;
    let time = civil::Time::strptime("%H:%M:%S", text.strip_prefix("0 days ").unwrap_or(text));
    time.map_err(|_| Flaw::IsNot(table.name(column), "a time HH:MM:SS"))
}

/// A local time; one that clocks skipped is that much later, of two the earlier one.
fn moment(date: civil::Date, time: civil::Time, zone: &TimeZone) -> Option<Stamp> {
    let timestamp = zone.to_timestamp(date.to_datetime(time)).ok()?;
    Stamp::from_millis(timestamp.as_millisecond())
}

/// A count, as far as it is one.
fn number<const K: usize>(table: &Table<K>, column: usize) -> u64 {
    table.cell(column).ok().and_then(|text| text.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_zone() {
        let zone = TimeZone::get("Europe/Madrid").unwrap();
        let at = |date, time| moment(date, time, &zone).unwrap().to_string();
        let time = civil::time(10, 50, 19, 0);
        assert_eq!(at(civil::date(2015, 9, 15), time), "2015-09-15T08:50:19.000Z");
        assert_eq!(at(civil::date(2016, 1, 15), time), "2016-01-15T09:50:19.000Z");
        let skipped = civil::time(2, 30, 0, 0);
        assert_eq!(at(civil::date(2016, 3, 27), skipped), "2016-03-27T01:30:00.000Z");
    }
}
