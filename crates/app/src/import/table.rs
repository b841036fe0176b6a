//! Rows of a CSV file, of which some columns are read; texts within the bounds that the API sets too.

use std::fs::File;
use std::path::{Path, PathBuf};

use csv::{ByteRecord, Position, Reader, ReaderBuilder};

use super::FilesError;

/// The greatest length of a name or title, in characters: what the API takes too.
pub(super) const MAX_TITLE: usize = 200;
/// The greatest length of a body, in characters: what the API takes too.
pub(super) const MAX_BODY: usize = 16_000;
/// The greatest length of a description of an organisation, in characters: what the API takes too.
pub(super) const MAX_ABOUT: usize = 2_000;

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(super) enum Flaw {
    #[error("{found} fields where the header has {wanted}")]
    Fields { found: usize, wanted: usize },
    #[error("{0} is not UTF-8")]
    NotUtf8(&'static str),
    #[error("{0} is missing")]
    Missing(&'static str),
    #[error("{0} is not {1}")]
    IsNot(&'static str, &'static str),
    #[error("{0} is none of {1}")]
    IsNoneOf(&'static str, &'static str),
    #[error("there is no {0} {1}")]
    Unknown(&'static str, u32),
    #[error("{0} {1} came before, on line {2}")]
    Repeated(&'static str, String, u64),
    #[error("{0} is empty")]
    Empty(&'static str),
    #[error("{0} is longer than {1} characters")]
    TooLong(&'static str, usize),
    #[error("{0} holds control characters")]
    Control(&'static str),
    #[error("question {0}: {1}")]
    Answer(u8, &'static str),
    #[error("the same person came before, on line {0}")]
    PersonRepeated(u64),
    #[error("persons are invited, and not imported by their names")]
    APerson,
}

/// A row with the line on which it begins.
pub(super) type Numbered<T> = (u64, Result<T, Flaw>);

/// A CSV file with the columns that are read of it.
#[derive(Debug)]
pub(super) struct Table<const K: usize> {
    path: PathBuf,
    reader: Reader<File>,
    record: ByteRecord,
    names: [&'static str; K],
    columns: [Option<usize>; K],
    width: usize,
}

impl<const K: usize> Table<K> {
    /// A file that has all these columns, in whatever order.
    pub(super) fn open(path: PathBuf, names: [&'static str; K]) -> Result<Self, FilesError> {
        let table = Self::open_as(path, b',', names, |header| {
            names.map(|name| header.iter().position(|found| found == name.as_bytes()))
        })?;
        match names.iter().zip(table.columns).find(|(_, column)| column.is_none()) {
            Some((column, _)) => Err(FilesError::Column { file: table.path, column }),
            None => Ok(table),
        }
    }

    /// A file whose columns, if it has them, are found by its header.
    pub(super) fn open_as(
        path: PathBuf,
        delimiter: u8,
        names: [&'static str; K],
        find: impl FnOnce(&ByteRecord) -> [Option<usize>; K],
    ) -> Result<Self, FilesError> {
        let io = |error| csv_io(&path, error);
        let mut reader = ReaderBuilder::new().flexible(true).delimiter(delimiter).from_path(&path).map_err(io)?;
        let header = reader.byte_headers().map_err(io)?;
        let (columns, width) = (find(header), header.len());
        Ok(Self { path, reader, record: ByteRecord::new(), names, columns, width })
    }

    /// Reads the next row; `false` at the end.
    pub(super) fn advance(&mut self) -> Result<bool, FilesError> {
        self.reader.read_byte_record(&mut self.record).map_err(|error| csv_io(&self.path, error))
    }

    /// Reads the row that begins at a place.
    pub(super) fn go_to(&mut self, place: Position) -> Result<bool, FilesError> {
        self.reader.seek(place).map_err(|error| csv_io(&self.path, error))?;
        self.advance()
    }

    /// Where the row begins.
    pub(super) fn place(&self) -> Position {
        self.record.position().cloned().unwrap_or_else(Position::new)
    }

    /// The line on which the row begins.
    pub(super) fn line(&self) -> u64 {
        self.place().line()
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether the row has nothing in any column.
    pub(super) fn is_blank(&self) -> bool {
        self.record.iter().all(|field| field.trim_ascii().is_empty())
    }

    pub(super) fn check_width(&self) -> Result<(), Flaw> {
        let (found, wanted) = (self.record.len(), self.width);
        if found == wanted { Ok(()) } else { Err(Flaw::Fields { found, wanted }) }
    }

    pub(super) fn name(&self, column: usize) -> &'static str {
        self.names.get(column).copied().unwrap_or_default()
    }

    pub(super) fn has(&self, column: usize) -> bool {
        self.columns.get(column).is_some_and(Option::is_some)
    }

    pub(super) fn bytes(&self, column: usize) -> &[u8] {
        let column = self.columns.get(column).copied().flatten();
        column.and_then(|column| self.record.get(column)).unwrap_or_default()
    }

    /// A cell without the blanks around it.
    pub(super) fn cell(&self, column: usize) -> Result<&str, Flaw> {
        Ok(std::str::from_utf8(self.bytes(column)).map_err(|_| Flaw::NotUtf8(self.name(column)))?.trim())
    }

    /// The same where there must be something.
    pub(super) fn filled(&self, column: usize) -> Result<&str, Flaw> {
        let text = self.cell(column)?;
        if text.is_empty() { Err(Flaw::Missing(self.name(column))) } else { Ok(text) }
    }

    pub(super) fn id(&self, column: usize) -> Result<u32, Flaw> {
        let text = self.filled(column)?;
        let digits = text.bytes().all(|byte| byte.is_ascii_digit());
        let id = text.parse().ok().filter(|_| digits);
        id.ok_or(Flaw::IsNot(self.name(column), "a whole number from 0 to 4294967295"))
    }

    /// A text on many lines.
    pub(super) fn text(&self, column: usize, max: usize) -> Result<&str, Flaw> {
        let name = self.name(column);
        let text = std::str::from_utf8(self.bytes(column)).map_err(|_| Flaw::NotUtf8(name))?;
        checked(name, text, max, true)
    }

    /// A text on one line, without the blanks around it.
    pub(super) fn title(&self, column: usize) -> Result<&str, Flaw> {
        checked(self.name(column), self.cell(column)?, MAX_TITLE, false)
    }
}

/// A text within the bounds that the API sets too: not only blanks, not too long, and no control characters but line
/// breaks and tabs where `lines`.
pub(super) fn checked<'t>(name: &'static str, text: &'t str, max: usize, lines: bool) -> Result<&'t str, Flaw> {
    if text.trim().is_empty() {
        return Err(Flaw::Empty(name));
    }
    if text.chars().count() > max {
        return Err(Flaw::TooLong(name, max));
    }
    let breaks = |c: char| lines && matches!(c, '\n' | '\r' | '\t');
    if text.chars().any(|c| c.is_control() && !breaks(c)) { Err(Flaw::Control(name)) } else { Ok(text) }
}

pub(super) fn csv_io(path: &Path, error: csv::Error) -> FilesError {
    FilesError::Io { path: path.to_owned(), source: error.into() }
}
