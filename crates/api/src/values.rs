//! Values of requests: texts with their bounds, parsed at the edge and trusted inside; and their schemas.

use std::borrow::Cow;

use domain::class::Word;
use domain::names::TimeZoneName;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{KnownFormat, Object, ObjectBuilder, Schema, SchemaFormat, SchemaType, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::problem::Problem;
use crate::reason::Reason;

/// The schema of a closed set of words.
#[must_use]
pub fn word<W: Word>() -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .enum_values(Some(W::ALL.iter().map(|word| word.as_str())))
        .build()
}

/// The schema of an id.
#[must_use]
pub fn id() -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::Uuid)))
        .build()
}

/// The schema of an RFC 3339 time.
#[must_use]
pub fn time() -> Object {
    ObjectBuilder::new()
        .schema_type(SchemaType::Type(Type::String))
        .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
        .build()
}

/// A time zone that the IANA database has.
///
/// # Errors
/// `invalid_value` at `pointer`.
pub fn known_time_zone(zone: TimeZoneName, pointer: &str) -> Result<TimeZoneName, Problem> {
    match jiff::tz::TimeZone::get(zone.as_str()) {
        Ok(_) => Ok(zone),
        Err(_) => Err(Problem::invalid_value(pointer, Reason::wrong_type("time-zone"))),
    }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident($max:literal, $lines:literal) like $example:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// A text that has its bounds.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                check(text, $max, $lines).is_ok().then(|| Self(text.to_owned()))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(&self.0)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <Cow<'de, str>>::deserialize(from)?;
                check(&text, $max, $lines).map_err(serde::de::Error::custom)?;
                Ok(Self(text.into_owned()))
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(SchemaType::Type(Type::String))
                    .min_length(Some(1))
                    .max_length(Some($max))
                    .examples([$example])
                    .into()
            }
        }

        impl ToSchema for $name {}
    )*};
}

texts! {
    /// A name: up to 200 characters on one line.
    Name(200, false) like "La Maison des associations";
    /// A title: up to 200 characters on one line.
    Title(200, false) like "Un calendrier commun";
    /// A body of text: up to 16,000 characters.
    Body(16_000, true) like "Chacun y inscrit ses rencontres.";
    /// What there is to say about somebody or something: up to 2,000 characters.
    About(2_000, true) like "Bénévole au jardin partagé.";
    /// Why something is decided or contested: up to 2,000 characters.
    Grounds(2_000, true) like "Le message vise une personne et non ce qu'elle propose.";
    /// A rule that is cited: up to 500 characters.
    Rule(500, true) like "Règle 3 : pas d'attaque contre les personnes.";
    /// A word or a few: up to 80 characters on one line.
    Label(80, false) like "Se déplacer";
}

/// Between 1 and `max` characters, not only blanks, no control characters but line breaks and tabs where `lines`.
fn check(text: &str, max: usize, lines: bool) -> Result<(), Reason> {
    if text.trim().is_empty() {
        return Err(Reason::empty());
    }
    if text.chars().count() > max {
        return Err(Reason::too_long(max));
    }
    let breaks = |c: char| lines && matches!(c, '\n' | '\r' | '\t');
    if text.chars().any(|c| c.is_control() && !breaks(c)) {
        return Err(Reason::control_characters());
    }
    Ok(())
}

/// An e-mail address: something, an at sign, a host; up to 254 characters (RFC 5321 §4.5.3.1.3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'de> Deserialize<'de> for Email {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = <Cow<'de, str>>::deserialize(from)?;
        let fits = |(local, host): (&str, &str)| {
            !local.is_empty()
                && host.split('.').all(|label| !label.is_empty())
                && !text.chars().any(|c| c.is_whitespace() || c.is_control())
        };
        if text.len() > 254 || !text.rsplit_once('@').is_some_and(fits) {
            return Err(serde::de::Error::custom(Reason::wrong_type("e-mail")));
        }
        Ok(Self(text.into_owned()))
    }
}

impl PartialSchema for Email {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(SchemaType::Type(Type::String))
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Email)))
            .max_length(Some(254))
            .into()
    }
}

impl ToSchema for Email {}

macro_rules! addresses {
    ($($(#[$doc:meta])* $name:ident($max:literal) like $example:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name(String);

        impl $name {
            /// The address.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                let text = <Cow<'de, str>>::deserialize(from)?;
                if text.chars().count() > $max || !is_web_address(&text) {
                    return Err(serde::de::Error::custom(Reason::wrong_type("web-address")));
                }
                Ok(Self(text.into_owned()))
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(SchemaType::Type(Type::String))
                    .format(Some(SchemaFormat::Custom("uri".to_owned())))
                    .max_length(Some($max))
                    .examples([$example])
                    .into()
            }
        }

        impl ToSchema for $name {}
    )*};
}

addresses! {
    /// An address on the web, such as `https://vallee.example/entrer`: up to 200 characters, to be printed as a picture.
    WebAddress(200) like "https://vallee.example/entrer";
    /// An address on the web as machines make them, for a room of a meeting: up to 2,000 characters.
    RoomAddress(2_000) like "https://visio.example.org/nos-besoins";
}

/// `http` or `https`, a host, no blanks.
fn is_web_address(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let has_host = rest.is_some_and(|rest| !rest.is_empty() && !rest.starts_with(['/', '?', '#', ':']));
    has_host && !text.chars().any(|c| c.is_whitespace() || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_bounds_and_no_control_characters() {
        assert!(check("é", 1, false).is_ok());
        assert!(check("éé", 1, false).is_err());
        assert!(check(" \n", 10, true).is_err());
        assert!(check("a\nb", 10, true).is_ok() && check("a\nb", 10, false).is_err());
        assert!(check("a\u{0}b", 10, true).is_err());
    }

    #[test]
    fn a_web_address_has_a_scheme_and_a_host() {
        let parse = |text: &str| serde_json::from_value::<RoomAddress>(text.into()).is_ok();
        assert!(parse("https://visio.example.org/salle?x=1#y") && parse("http://localhost:8080"));
        for text in ["visio.example.org", "ftp://x.org", "javascript:alert(1)", "https://", "https:///x", "https://a b"]
        {
            assert!(!parse(text), "{text}");
        }
        assert!(!parse("https://x.org/\r\nEND:VCALENDAR") && !parse(&format!("https://{}", "x".repeat(2_000))));
        assert!(serde_json::from_value::<WebAddress>(format!("https://{}", "x".repeat(200)).into()).is_err());
    }

    #[test]
    fn an_email_has_a_local_part_and_a_host() {
        let parse = |text: &str| serde_json::from_value::<Email>(text.into()).is_ok();
        assert!(parse("anne@example.org") && parse("a@localhost"));
        assert!(!parse("anne") && !parse("@x") && !parse("a@") && !parse("a b@x.y") && !parse("a@x..y"));
    }
}
