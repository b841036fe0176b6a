//! A file as a form on the web or a spreadsheet writes it, of which any column may be read.

use std::fs::File;
use std::path::{Path, PathBuf};

use csv::{ByteRecord, Reader, ReaderBuilder};

use super::cells::folded;
use super::mapping::{Column, MappingError};
use crate::import::FilesError;
use crate::import::sheet::{Coding, ends_as_windows, mended, written};
use crate::import::table::{Flaw, csv_io};

#[derive(Debug)]
pub(super) struct Form {
    path: PathBuf,
    reader: Reader<File>,
    record: ByteRecord,
    coding: Coding,
    header: Vec<String>,
    ends_as_windows: bool,
}

impl Form {
    pub(super) fn open(path: &Path) -> Result<Self, FilesError> {
        let (coding, delimiter) = written(path)?;
        let io = |error| csv_io(path, error);
        let mut reader = ReaderBuilder::new().flexible(true).delimiter(delimiter).from_path(path).map_err(io)?;
        let header = reader.byte_headers().map_err(io)?.iter().map(|name| folded(&coding.decode(name))).collect();
        let (record, ends_as_windows) = (ByteRecord::new(), ends_as_windows(path)?);
        Ok(Self { path: path.to_owned(), reader, record, coding, header, ends_as_windows })
    }

    /// Where a column stands: by its name, which only one has, or by its number from 1.
    pub(super) fn find(&self, column: &Column) -> Result<usize, MappingError> {
        match column {
            Column::Number(number) => {
                let place = number.checked_sub(1).filter(|place| *place < self.header.len());
                place.ok_or_else(|| MappingError::UnknownColumn(number.to_string()))
            }
            Column::Name(name) => {
                let wanted = folded(name);
                let mut found = self.header.iter().enumerate().filter(|(_, header)| **header == wanted);
                match (found.next(), found.next()) {
                    (Some((place, _)), None) => Ok(place),
                    (None, _) => Err(MappingError::UnknownColumn(name.clone())),
                    (Some(_), Some(_)) => Err(MappingError::ManyColumns(name.clone())),
                }
            }
        }
    }

    pub(super) fn is_windows_1252(&self) -> bool {
        self.coding == Coding::Windows1252
    }

    /// Reads the next row; `false` at the end.
    pub(super) fn advance(&mut self) -> Result<bool, FilesError> {
        self.reader.read_byte_record(&mut self.record).map_err(|error| csv_io(&self.path, error))
    }

    pub(super) fn line(&self) -> u64 {
        self.record.position().map_or(0, csv::Position::line) + u64::from(self.ends_as_windows)
    }

    pub(super) fn is_blank(&self) -> bool {
        self.record.iter().all(|field| field.trim_ascii().is_empty())
    }

    pub(super) fn check_width(&self) -> Result<(), Flaw> {
        let (found, wanted) = (self.record.len(), self.header.len());
        if found == wanted { Ok(()) } else { Err(Flaw::Fields { found, wanted }) }
    }

    /// A cell without the blanks around it.
    pub(super) fn cell(&self, column: usize) -> String {
        let bytes = self.record.get(column).unwrap_or_default();
        mended(self.coding.decode(bytes).trim()).0
    }
}
