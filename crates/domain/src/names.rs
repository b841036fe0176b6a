//! The closed list of text newtypes that may stand in an event: each has a grammar and a maximum, and none can
//! carry what a person typed.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::class::{Draw, FromStrVisitor, LogSafe, words};
use crate::ids::Malformed;

macro_rules! names {
    ($($(#[$doc:meta])* $name:ident, $what:literal, $max:literal, $example:expr, $grammar:expr;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// The greatest length in bytes.
            pub const MAX: usize = $max;

            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = Malformed;
            fn from_str(text: &str) -> Result<Self, Malformed> {
                let grammar: fn(&str) -> bool = $grammar;
                if text.len() > $max || !grammar(text) {
                    return Err(Malformed($what));
                }
                Ok(Self(text.into()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", self.as_str())
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                from.deserialize_str(FromStrVisitor::new(concat!("a ", $what)))
            }
        }

        impl LogSafe for $name {
            fn example(draw: &mut Draw<'_>) -> Self {
                let example: fn(&mut Draw<'_>) -> String = $example;
                Self(example(draw).into())
            }
        }
    )*};
}

fn of(text: &str, min: usize, allowed: fn(u8) -> bool) -> bool {
    text.len() >= min && text.bytes().all(allowed)
}

fn filled(draw: &mut Draw<'_>, letter: &str, min: u64, max: u64) -> String {
    letter.repeat(usize::try_from(min + draw(max - min + 1)).unwrap_or(0))
}

names! {
    /// The name of a network in signed checkpoints: a schema-less URL, no spaces, no `+` (audit.md).
    CheckpointOrigin, "checkpoint origin", 200,
        |draw| format!("tresse.invalid/{}", filled(draw, "o", 1, 185)),
        |text| of(text, 1, |b| b.is_ascii_graphic() && b != b'+') && !text.contains("://");
    /// A verifier key of signed notes, `name+hex(key id)+base64(algorithm ‖ key)` (C2SP signed-note).
    VerifierKey, "verifier key", 256,
        |draw| format!("{}+00000000+{}", filled(draw, "o", 1, 200), "A".repeat(44)),
        |text| of(text, 1, |b| b.is_ascii_graphic()) && text.matches('+').count() >= 2;
    /// A language tag (BCP 47), such as `fr` or `pt-BR`.
    LanguageTag, "language tag", 12,
        |draw| format!("fra-{}{:02}", filled(draw, "A", 1, 6), draw(100)),
        |text| of(text, 2, |b| b.is_ascii_alphanumeric() || b == b'-')
            && text.split('-').all(|part| (1..=8).contains(&part.len()))
            && text.bytes().take(2).all(|b| b.is_ascii_lowercase());
    /// A time zone of the IANA database, such as `Europe/Paris`.
    TimeZoneName, "IANA time zone", 48,
        |draw| filled(draw, "Z", 3, 48),
        |text| of(text, 3, |b| b.is_ascii_alphanumeric() || b"/_+-".contains(&b));
    /// The official code of a territory: capitals, digits and hyphens (INSEE, NUTS, ISO 3166-2 …).
    TerritoryCode, "territory code", 12,
        |draw| filled(draw, "T", 1, 12),
        |text| of(text, 1, |b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'-');
    /// The short name of a network in addresses; only in the server's own log, never published.
    Slug, "slug", 40,
        |draw| filled(draw, "s", 1, 40),
        |text| of(text, 1, |b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-') && !text.ends_with('-');
    /// A part of a [`SourceId`]: the imported set, or the row in it.
    SourcePart, "part of a source", 48,
        |draw| filled(draw, "s", 1, 48),
        |text| of(text, 1, |b| b.is_ascii_alphanumeric() || b"._-".contains(&b));
    /// The code of a currency: three capitals (ISO 4217).
    CurrencyCode, "currency code", 3,
        |draw| filled(draw, "E", 3, 3),
        |text| of(text, 3, |b| b.is_ascii_uppercase());
}

words! {
    /// Which importer brought something in.
    pub enum Importer {
        /// A Polis conversation as CSV.
        Polis = "polis",
        /// Proposals and their comments as CSV, from Decide Madrid.
        Madrid = "madrid",
        /// A list of organisations and services as CSV.
        Actors = "actors",
        /// A participatory budget as a `.pb` file.
        Pabulib = "pabulib",
        /// Answers to a diagnostic as CSV.
        Answers = "answers",
    }
}

/// Where an imported thing came from, `<importer>:<set>:<row>`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId {
    /// Who read it.
    pub importer: Importer,
    /// The data set, such as a conversation's name.
    pub set: SourcePart,
    /// The row within the set.
    pub row: SourcePart,
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}:{}", self.importer, self.set, self.row)
    }
}

impl FromStr for SourceId {
    type Err = Malformed;
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let mut parts = text.splitn(3, ':');
        let mut next = || parts.next().ok_or(Malformed("source"));
        Ok(Self { importer: next()?.parse()?, set: next()?.parse()?, row: next()?.parse()? })
    }
}

impl Serialize for SourceId {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for SourceId {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(FromStrVisitor::new("a source <importer>:<set>:<row>"))
    }
}

impl LogSafe for SourceId {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self { importer: Importer::example(draw), set: SourcePart::example(draw), row: SourcePart::example(draw) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_refuses_what_its_grammar_does_not_hold() {
        assert!("tresse.invalid/x y".parse::<CheckpointOrigin>().is_err());
        assert!("a+b".parse::<CheckpointOrigin>().is_err());
        assert!("https://a/b".parse::<CheckpointOrigin>().is_err());
        assert!("Jean Dupont".parse::<TerritoryCode>().is_err());
        assert!("FR".parse::<LanguageTag>().is_err());
        assert!("fr".parse::<LanguageTag>().is_ok());
        assert!("Europe/Paris".parse::<TimeZoneName>().is_ok());
        assert!("polis:vtaiwan.uberx:12".parse::<SourceId>().is_ok());
        assert!("polis:vtaiwan uberx:12".parse::<SourceId>().is_err());
        assert!("polis:a:b:c".parse::<SourceId>().is_err());
        assert!("excel:a:b".parse::<SourceId>().is_err());
        assert!("EUR".parse::<CurrencyCode>().is_ok());
        for wrong in ["", "EU", "EURO", "eur", "E1R"] {
            assert!(wrong.parse::<CurrencyCode>().is_err(), "{wrong}");
        }
    }
}
