//! Reading a decision from a file that anybody may have written.

use std::borrow::Cow;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;

use domain::tally::document::Document;
use domain::tally::input::Input;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::value::RawValue;

/// The name that means standard input.
pub const STANDARD_INPUT: &str = "-";

/// The longest file that is read: a ballot of a million voters takes a fifth of it.
const MAX_BYTES: u64 = 512 << 20;

/// The format of a dossier.
const DOSSIER: &str = "tresse/dossier/v1";

/// What a file holds.
#[derive(Debug)]
pub enum Subject {
    /// A decision as it was exported, by itself or in its dossier.
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
    /// It is a dossier of a decision that nobody could vote on yet.
    #[error("the dossier has nothing to count: its decision was not open yet")]
    NothingToCount,
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
    if let Some(dossier) = Dossier::peek(bytes) {
        let export = dossier.export.ok_or(ReadError::NothingToCount)?;
        return exactly(export.get().as_bytes()).map(Subject::Document);
    }
    if is_document(bytes) { exactly(bytes).map(Subject::Document) } else { exactly(bytes).map(Subject::Input) }
}

/// What is looked at of a dossier: it holds a document.
#[derive(Deserialize)]
struct Dossier<'f> {
    format: Option<Cow<'f, str>>,
    #[serde(borrow)]
    export: Option<&'f RawValue>,
}

impl<'f> Dossier<'f> {
    /// The dossier, if it is one: neither a document nor an input has an `export`.
    fn peek(bytes: &'f [u8]) -> Option<Self> {
        let peeked: Self = serde_json::from_slice(bytes).ok()?;
        (peeked.export.is_some() || peeked.format.as_deref() == Some(DOSSIER)).then_some(peeked)
    }
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
    fn a_dossier_is_counted_by_what_it_exports() {
        for (text, wanted) in [
            (r#"{"format":"tresse/dossier/v1","history":[]}"#, "nothing to count"),
            (r#"{"format":"tresse/dossier/v1","export":{"format":"tresse/decision/v1"}}"#, "missing field `origin`"),
            (r#"{"export":3}"#, "invalid type"),
        ] {
            let error = parse(text.as_bytes()).unwrap_err().to_string();
            assert!(error.contains(wanted), "{error}");
        }
        assert!(Dossier::peek(br#"{"format":"tresse/decision/v1"}"#).is_none());
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
