//! The rows of a file, whatever section they stand in: a byte order mark is passed over, and a row that does not end is
//! given up before it fills the memory.

use std::io::{self, Cursor, Read};

use csv::{ByteRecord, ReaderBuilder, StringRecord, Terminator};

use super::MAX_ROW_BYTES;
use super::flaw::{Broken, Flaw};

const MARK: &[u8] = b"\xef\xbb\xbf";

/// Why there is no row.
#[derive(Debug, thiserror::Error)]
pub enum RowError {
    /// It is broken; there may be others after it.
    #[error(transparent)]
    Broken(#[from] Broken),
    /// The file cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

/// The rows of a file, one after another.
pub(super) struct Rows<R> {
    reader: csv::Reader<Source<R>>,
    row: StringRecord,
    line: u64,
    is_over: bool,
}

impl<R> std::fmt::Debug for Rows<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Rows").field("line", &self.line).finish_non_exhaustive()
    }
}

impl<R: Read> Rows<R> {
    pub(super) fn new(from: R) -> io::Result<Self> {
        // Lines end with LF alone: a CR before it goes with the blanks around a field.
        let mut builder = ReaderBuilder::new();
        builder.has_headers(false).flexible(true).delimiter(b';').terminator(Terminator::Any(b'\n'));
        let reader = builder.from_reader(Source::new(from)?);
        Ok(Self { reader, row: StringRecord::new(), line: 1, is_over: false })
    }

    /// Reads the next row that holds anything; `false` at the end.
    pub(super) fn advance(&mut self) -> Result<bool, RowError> {
        while !self.is_over {
            let mut bytes = std::mem::take(&mut self.row).into_byte_record();
            self.reader.get_mut().left = MAX_ROW_BYTES;
            let line = self.reader.position().line();
            match self.reader.read_byte_record(&mut bytes) {
                Ok(true) => self.line = self.line_of(&bytes),
                Ok(false) => self.is_over = true,
                Err(error) => {
                    self.is_over = true;
                    let is_endless = self.reader.get_ref().left == 0;
                    let error = || io::Error::from(error).into();
                    return Err(if is_endless { Broken { line, flaw: Flaw::RowTooLong }.into() } else { error() });
                }
            }
            self.row =
                StringRecord::from_byte_record(bytes).map_err(|_| Broken { line: self.line, flaw: Flaw::NotUtf8 })?;
            if self.row.iter().any(|field| !field.trim().is_empty()) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The line on which the row begins that was just read. The reader tells where it ends, blank lines before it counted.
    fn line_of(&self, row: &ByteRecord) -> u64 {
        let (source, position) = (self.reader.get_ref(), self.reader.position());
        let is_cut = source.is_over && source.given == position.byte() && source.last != b'\n';
        let lines = row.as_slice().split(|byte| *byte == b'\n').count() as u64;
        position.line().saturating_sub(lines) + u64::from(is_cut)
    }

    /// The line on which the row begins; at the end, that of the last one.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// How many fields it has.
    pub(super) fn len(&self) -> usize {
        self.row.len()
    }

    /// A field without the blanks around it.
    pub(super) fn get(&self, column: usize) -> &str {
        self.row.get(column).unwrap_or_default().trim()
    }

    /// All of them.
    pub(super) fn fields(&self) -> impl Iterator<Item = &str> {
        self.row.iter().map(str::trim)
    }

    /// Whether it is the title of a section.
    pub(super) fn is(&self, title: &str) -> bool {
        self.get(0) == title && self.fields().skip(1).all(str::is_empty)
    }
}

/// The bytes of a file after its mark, a bounded number for each row.
struct Source<R> {
    from: io::Chain<Cursor<Vec<u8>>, R>,
    /// How many more may be read for this row.
    left: usize,
    given: u64,
    last: u8,
    is_over: bool,
}

impl<R: Read> Source<R> {
    fn new(mut from: R) -> io::Result<Self> {
        let mut start = Vec::new();
        from.by_ref().take(MARK.len() as u64).read_to_end(&mut start)?;
        if start == MARK {
            start.clear();
        }
        Ok(Self { from: Cursor::new(start).chain(from), left: MAX_ROW_BYTES, given: 0, last: b'\n', is_over: false })
    }
}

impl<R: Read> Read for Source<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the row does not end"));
        }
        let most = buffer.len().min(self.left);
        let read = self.from.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.left -= read;
        self.given += read as u64;
        match buffer.get(..read).and_then(<[u8]>::last) {
            Some(last) => self.last = *last,
            None => self.is_over = true,
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(bytes: &[u8]) -> Vec<(u64, Vec<String>)> {
        let mut rows = Rows::new(bytes).unwrap();
        let mut read = Vec::new();
        loop {
            match rows.advance() {
                Ok(true) => read.push((rows.line(), rows.fields().map(str::to_owned).collect())),
                Ok(false) => return read,
                Err(RowError::Broken(Broken { line, flaw })) => read.push((line, vec![flaw.to_string()])),
                Err(RowError::Io(error)) => panic!("{error}"),
            }
        }
    }

    #[test]
    fn a_row_is_told_with_the_line_on_which_it_begins() {
        let lines = |text: &str| all(text.as_bytes()).into_iter().map(|(line, _)| line).collect::<Vec<_>>();
        assert_eq!(lines("a\nb\nc"), [1, 2, 3]);
        assert_eq!(lines("a\r\nb\r\nc\r\n"), [1, 2, 3]);
        assert_eq!(lines("\n\na\n\n;\n\r\n\"b\nb\nb\";c\nd"), [3, 7, 10]);
        assert_eq!(lines("\u{feff}a\nb\n"), [1, 2]);
        assert_eq!(lines("a\n\"b\nb"), [1, 2], "also where a quote does not end");
        assert!(lines("").is_empty() && lines("\n\n\n").is_empty());
    }

    #[test]
    fn quotes_marks_and_line_ends_are_no_part_of_a_field() {
        let read = all("\u{feff}key; value \r\n\"a;b\";\"say \"\"so\"\"\"\r\nl'été;c".as_bytes());
        let fields: Vec<_> = read.into_iter().map(|(_, fields)| fields).collect();
        assert_eq!(fields, [vec!["key", "value"], vec!["a;b", "say \"so\""], vec!["l'été", "c"]]);
    }

    #[test]
    fn what_is_no_text_is_told_and_the_rest_goes_on() {
        let read = all(b"a\n\xff\xfe\nb\n");
        assert_eq!(read.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [1, 2, 3]);
        assert!(read[1].1[0].contains("UTF-8"));
    }

    #[test]
    fn a_row_that_does_not_end_is_given_up() {
        let mut bytes = b"a\nb;\"".to_vec();
        bytes.extend(std::iter::repeat_n(b'x', 3 * MAX_ROW_BYTES));
        let read = all(&bytes);
        assert_eq!((read.len(), read[1].0), (2, 2));
        assert!(read[1].1[0].contains("does not end"), "{:?}", read[1]);
    }
}
