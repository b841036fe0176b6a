//! A list as a spreadsheet writes it: `;`, `,` or tabs between its columns, in UTF-8 (a byte order mark or not) or in
//! Windows-1252.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use encoding_rs::WINDOWS_1252;

use super::FilesError;
use super::table::{Flaw, Table};

/// How far a header is looked for, in bytes.
const HEADER_BYTES: u64 = 64 << 10;

/// How the letters of a file are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Coding {
    Utf8,
    Windows1252,
}

/// A list with the columns that are read of it.
#[derive(Debug)]
pub(super) struct Sheet<const K: usize> {
    pub(super) table: Table<K>,
    pub(super) coding: Coding,
}

/// A column: its name in errors, and those that it may have in a header, in small letters.
pub(super) type Heading = (&'static str, &'static [&'static str]);

impl<const K: usize> Sheet<K> {
    /// Opens a list.
    pub(super) fn open(path: PathBuf, headings: [Heading; K]) -> Result<Self, FilesError> {
        let (coding, delimiter) = written(&path)?;
        let table = Table::open_as(path, delimiter, headings.map(|(name, _)| name), |header| {
            let header: Vec<_> = header.iter().map(|name| coding.decode(name).trim().to_lowercase()).collect();
            headings.map(|(_, names)| header.iter().position(|found| names.contains(&found.as_str())))
        })?;
        Ok(Self { table, coding })
    }

    /// A cell without the blanks around it, and whether letters of it were mended.
    pub(super) fn cell(&self, column: usize) -> (String, bool) {
        mended(self.coding.decode(self.table.bytes(column)).trim())
    }

    /// A text within bounds; `None` where there is none.
    pub(super) fn text(&self, column: usize, max: usize, lines: bool) -> Result<Option<String>, Flaw> {
        let (text, _) = self.cell(column);
        if text.is_empty() {
            return Ok(None);
        }
        crate::import::table::checked(self.table.name(column), &text, max, lines)?;
        Ok(Some(text))
    }
}

impl Coding {
    pub(super) fn decode(self, bytes: &[u8]) -> Cow<'_, str> {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes),
            Self::Windows1252 => WINDOWS_1252.decode_without_bom_handling(bytes).0,
        }
    }
}

/// How the letters of a file are written, and what stands between its columns.
pub(super) fn written(path: &Path) -> Result<(Coding, u8), FilesError> {
    let io = |source| FilesError::Io { path: path.to_owned(), source };
    let start = start_of(path).map_err(io)?;
    if start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff") {
        return Err(FilesError::Utf16(path.to_owned()));
    }
    Ok((coding_of(path).map_err(io)?, delimiter_of(&start)))
}

/// Whether the lines of a file end as Windows has them. A reader of CSV takes the end of such a line for the beginning of the next,
/// and counts one line less.
pub(super) fn ends_as_windows(path: &Path) -> Result<bool, FilesError> {
    let start = start_of(path).map_err(|source| FilesError::Io { path: path.to_owned(), source })?;
    let end = start.iter().position(|byte| *byte == b'\n');
    Ok(end.and_then(|end| start.get(end.checked_sub(1)?)) == Some(&b'\r'))
}

/// Control characters U+0080 to U+009F are letters of Windows-1252 that somebody took for Latin-1: U+0092 is `’`.
pub(super) fn mended(text: &str) -> (String, bool) {
    let is_one = |c: char| ('\u{80}'..='\u{9f}').contains(&c);
    let letter = |c: char| match u8::try_from(c) {
        Ok(byte) if is_one(c) => WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or(c),
        Ok(_) | Err(_) => c,
    };
    (text.chars().map(letter).collect(), text.chars().any(is_one))
}

fn start_of(path: &Path) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    File::open(path)?.take(HEADER_BYTES).read_to_end(&mut start)?;
    Ok(start)
}

/// What stands most often between the names of the header.
fn delimiter_of(start: &[u8]) -> u8 {
    let mut in_quotes = false;
    let header = start.iter().take_while(|byte| {
        in_quotes ^= **byte == b'"';
        in_quotes || !matches!(**byte, b'\n' | b'\r')
    });
    let header: Vec<u8> = header.copied().collect();
    let unquoted = header.split(|byte| *byte == b'"').step_by(2);
    let count = |wanted: u8| unquoted.clone().flatten().filter(|byte| **byte == wanted).count();
    // Of equals the last one is taken: the comma, which everybody else writes.
    [b'\t', b';', b','].into_iter().max_by_key(|delimiter| count(*delimiter)).unwrap_or(b',')
}

/// UTF-8, unless some byte of the file says otherwise.
fn coding_of(path: &Path) -> io::Result<Coding> {
    let mut file = BufReader::with_capacity(64 << 10, File::open(path)?);
    // A character that the end of what was read cut in two.
    let mut cut: Vec<u8> = Vec::new();
    loop {
        let read = file.fill_buf()?;
        let (taken, at_end) = (read.len(), read.is_empty());
        cut.extend_from_slice(read);
        file.consume(taken);
        let rest = match std::str::from_utf8(&cut) {
            Ok(_) => 0,
            Err(error) if error.error_len().is_some() || at_end => return Ok(Coding::Windows1252),
            Err(error) => cut.len() - error.valid_up_to(),
        };
        if at_end {
            return Ok(Coding::Utf8);
        }
        cut.drain(..cut.len() - rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_tells_what_stands_between_columns() {
        for (header, delimiter) in [
            ("id;name;about\n1,2,3,4;b;c", b';'),
            ("id,name\n", b','),
            ("id\tname", b'\t'),
            ("\"a;b;c;d\",name\r\n", b','),
            ("id", b','),
            ("", b','),
        ] {
            assert_eq!(delimiter_of(header.as_bytes()), delimiter, "{header}");
        }
    }

    #[test]
    fn letters_are_read_as_they_were_written() {
        let dir = tempfile::tempdir().unwrap();
        let coding = |bytes: &[u8]| {
            let path = dir.path().join("list.csv");
            std::fs::write(&path, bytes).unwrap();
            coding_of(&path).unwrap()
        };
        assert_eq!((coding("é".as_bytes()), coding(b"")), (Coding::Utf8, Coding::Utf8));
        assert_eq!((coding(b"\xe9"), coding(b"\xe9t\xe9")), (Coding::Windows1252, Coding::Windows1252));
        assert_eq!(coding("aé".repeat(100_000).as_bytes()), Coding::Utf8, "wherever a buffer ends");
        assert_eq!(Coding::Windows1252.decode(b"l\x92\xe9t\xe9 \x80"), "l’été €");
        assert_eq!(mended("l\u{92}été \u{96} \u{81}"), ("l’été – \u{81}".to_owned(), true));
        assert_eq!(mended("l’été"), ("l’été".to_owned(), false));
    }
}
