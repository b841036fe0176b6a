//! Writing a file, its sections one after another. Lines end with LF; there is no byte order mark.

use std::io::{self, Write};

use csv::{Terminator, WriterBuilder};

use super::meta::Meta;

/// A file in the making.
pub struct Writer<W: Write>(csv::Writer<W>);

impl<W: Write> std::fmt::Debug for Writer<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer").finish_non_exhaustive()
    }
}

impl<W: Write> Writer<W> {
    /// Begins a file.
    pub fn new(to: W) -> Self {
        let mut builder = WriterBuilder::new();
        Self(builder.delimiter(b';').terminator(Terminator::Any(b'\n')).flexible(true).from_writer(to))
    }

    /// Begins a section.
    ///
    /// # Errors
    /// Those of what is written to.
    pub fn section<'c>(&mut self, title: &str, header: impl IntoIterator<Item = &'c str>) -> io::Result<()> {
        self.0.write_record([title])?;
        self.row(header)
    }

    /// Writes `META`.
    ///
    /// # Errors
    /// Those of what is written to.
    pub fn meta(&mut self, meta: &Meta) -> io::Result<()> {
        self.section("META", Meta::HEADER)?;
        meta.entries().try_for_each(|entry| self.row([entry.key.as_str(), entry.value.as_str()]))
    }

    /// Writes a row.
    ///
    /// # Errors
    /// Those of what is written to.
    pub fn row<'f>(&mut self, fields: impl IntoIterator<Item = &'f str>) -> io::Result<()> {
        Ok(self.0.write_record(fields)?)
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// Those of what is written to.
    pub fn finish(mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// A table as a text: the header, and the rows under it.
///
/// # Errors
/// None: it is written to memory.
pub fn table<'f>(header: &[&'f str], rows: impl IntoIterator<Item = Vec<&'f str>>) -> io::Result<String> {
    let mut text = Vec::new();
    let mut writer = Writer::new(&mut text);
    writer.row(header.iter().copied())?;
    for row in rows {
        writer.row(row)?;
    }
    writer.finish()?;
    String::from_utf8(text).map_err(|_| io::ErrorKind::InvalidData.into())
}

/// `META` as a text: its header and rows, without its title.
///
/// # Errors
/// None: it is written to memory.
pub fn meta(meta: &Meta) -> io::Result<String> {
    table(&Meta::HEADER, meta.entries().map(|entry| vec![entry.key.as_str(), entry.value.as_str()]))
}
