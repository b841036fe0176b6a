//! Reading a decision from a file that anybody may have written.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use domain::tally::document::Document;
use domain::tally::input::Input;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

/// The name that means standard input.
pub const STANDARD_INPUT: &str = "-";

/// The longest file that is read: a ballot of a million voters takes a fifth of it.
const MAX_BYTES: u64 = 512 << 20;

/// What a file holds.
#[derive(Debug)]
pub enum Subject {
    /// A decision as it was exported.
    Document(Box<Document>),
    /// What is counted, alone.
    Input(Box<Input>),
}

/// Why a file cannot be counted.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It cannot be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// It is too long.
    #[error("longer than {} MiB", MAX_BYTES >> 20)]
    TooLong,
    /// It is no JSON, or not of a decision.
    #[error("{field}: {source}")]
    Malformed {
        /// Where it is wrong: the way from the outermost object to a field.
        field: String,
        /// What is wrong there, with its line and column.
        source: serde_json::Error,
    },
}

/// Reads a file; `-` is standard input.
pub fn read(file: &Path) -> Result<Subject, ReadError> {
    if file == Path::new(STANDARD_INPUT) {
        return parse(&bytes(io::stdin().lock(), MAX_BYTES)?);
    }
    let file = File::open(file)?;
    if file.metadata()?.len() > MAX_BYTES {
        return Err(ReadError::TooLong);
    }
    parse(&bytes(file, MAX_BYTES)?)
}

fn bytes(from: impl io::Read, most: u64) -> Result<Vec<u8>, ReadError> {
    let mut bytes = Vec::new();
    from.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(ReadError::TooLong) } else { Ok(bytes) }
}

fn parse(bytes: &[u8]) -> Result<Subject, ReadError> {
    if is_document(bytes) { exactly(bytes).map(Subject::Document) } else { exactly(bytes).map(Subject::Input) }
}

/// Whether it says its format: a document does, and an input does not.
fn is_document(bytes: &[u8]) -> bool {
    #[derive(Deserialize)]
    struct Peek {
        format: Option<IgnoredAny>,
    }
    const KEY: &[u8] = br#""format""#;
    match serde_json::from_slice::<Peek>(bytes) {
        Ok(peek) => peek.format.is_some(),
        // It will be refused; as what, is a guess.
        Err(_) => bytes.windows(KEY.len()).any(|window| window == KEY),
    }
}

fn exactly<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, ReadError> {
    let mut from = serde_json::Deserializer::from_slice(bytes);
    let malformed = |field: String, source| {
        let field = if field == "." { "the whole".into() } else { super::names::plain(&field) };
        ReadError::Malformed { field, source }
    };
    let value = serde_path_to_error::deserialize(&mut from)
        .map_err(|error| malformed(error.path().to_string(), error.into_inner()))?;
    from.end().map_err(|error| malformed(".".into(), error))?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_refused_before_it_is_read_to_its_end() {
        assert!(matches!(bytes(io::repeat(b' '), 100), Err(ReadError::TooLong)));
        assert_eq!(bytes(&b"{}"[..], 2).unwrap(), b"{}");
    }

    #[test]
    fn a_file_is_a_document_if_it_says_its_format() {
        for (text, is) in [
            (r#"{"format":"tresse/decision/v1"}"#, true),
            (r#"{"format":3,"#, true),
            (r#"{"decision":"","rules":{"format":1}}"#, false),
            ("[]", false),
            ("", false),
        ] {
            assert_eq!(is_document(text.as_bytes()), is, "{text}");
        }
    }
}
