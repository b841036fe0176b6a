//! Identifiers, positions and stamps: newtypes parsed at the edge and trusted inside.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::civil;
use crate::class::{Draw, LogSafe};
use crate::event::Object;

/// A string that is not the identifier, stamp or name it was given for.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("not a valid {0}")]
pub struct Malformed(pub &'static str);

/// An id with `= Object` names something that must be in force to be referred to.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident $(= $object:ident)?)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = Malformed;
            fn from_str(text: &str) -> Result<Self, Malformed> {
                Uuid::try_parse(text).map(Self).map_err(|_| Malformed(stringify!($name)))
            }
        }

        impl LogSafe for $name {
            fn example(draw: &mut Draw<'_>) -> Self {
                Self(Uuid::from_u64_pair(draw(u64::MAX), draw(u64::MAX)))
            }

            $(fn refers(&self, tell: &mut dyn FnMut(Object)) {
                tell(Object::$object(*self));
            })?
        }
    )*};
}

ids! {
    /// A network; UUIDv7.
    NetworkId
    /// An actor and a subject of keys; UUIDv4, so that it tells nothing of the time of joining.
    ActorId
    /// An event; UUIDv7 drawn at the edge, or derived from a command's first event by [`EventId::nth`].
    EventId
    /// A contribution; UUIDv7, the id of which orders contributions by creation.
    ContributionId
    /// A theme of the network's vocabulary; UUIDv7.
    ThemeId = Theme
    /// A tag of the network's vocabulary; UUIDv7.
    TagId = Tag
    /// An audience; UUIDv7.
    AudienceId = Audience
    /// A working group; UUIDv7.
    GroupId = Group
    /// A meeting; UUIDv7.
    MeetingId
    /// An invitation; UUIDv7.
    InvitationId
    /// A need or an offer; UUIDv7.
    ExchangeId
    /// An action that was agreed on; UUIDv7.
    ActionId
    /// A milestone of an action; UUIDv7.
    MilestoneId
    /// A cooperation; UUIDv7.
    CooperationId
    /// A tension; UUIDv7.
    TensionId
    /// A decision; UUIDv7.
    DecisionId
    /// What a secret ballot is sealed under: a subject of keys that is nobody; UUIDv4.
    UrnId
    /// A diagnostic: one campaign of questions; UUIDv7.
    DiagnosticId
    /// What was found in diagnostics; UUIDv7.
    FindingId
    /// A specification; UUIDv7.
    SpecificationId
    /// A numbered, frozen version of a specification; UUIDv7.
    SpecificationVersionId
    /// A requirement of a specification; UUIDv7.
    RequirementId
    /// The selection of a tool; UUIDv7.
    SelectionId
    /// A tool that may be selected; UUIDv7.
    CandidateId
    /// An API key; UUIDv7.
    KeyId
    /// A step of the method; UUIDv8, the same in every network.
    StepId
}

impl EventId {
    /// The id of the `n`th further event of a command whose first event is `self`:
    /// UUIDv8 from `SHA-256(first id ‖ n)`, n as four big-endian bytes; the first (n = 0) is `self`.
    #[must_use]
    pub fn nth(self, n: u32) -> Self {
        if n == 0 {
            return self;
        }
        let digest = Sha256::new().chain_update(self.0.as_bytes()).chain_update(n.to_be_bytes()).finalize();
        let mut bytes = [0; 16];
        for (to, from) in bytes.iter_mut().zip(digest) {
            *to = from;
        }
        Self(Uuid::new_v8(bytes))
    }
}

/// Actors are numbered in order of joining; views and state key their tables by it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActorNo(pub u32);

/// A place in a network's history: the number of events before it. The head is the next event's position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Position(pub u64);

impl Position {
    /// The position after this one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// How many events an object's own row has seen; what `If-Match` is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Version(pub u32);

impl Version {
    /// One event more.
    pub fn bump(&mut self) {
        self.0 = self.0.saturating_add(1);
    }
}

/// An instant in whole milliseconds since 1970-01-01 UTC, written in RFC 3339 with 3 decimals and `Z`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Stamp(i64);

impl Stamp {
    /// The last instant that can be written whatever the time zone: the end of the year 9999 less a day.
    pub const MAX: Self = Self(253_402_207_199_999);

    /// From milliseconds since the epoch; `None` outside the years 1 to 9999.
    #[must_use]
    pub fn from_millis(ms: i64) -> Option<Self> {
        (-62_135_596_800_000..=Self::MAX.0).contains(&ms).then_some(Self(ms))
    }

    /// Milliseconds since the epoch.
    #[must_use]
    pub fn millis(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&civil::write(self.0)).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Stamp {
    type Err = Malformed;
    fn from_str(text: &str) -> Result<Self, Malformed> {
        // The form in which they are written, before all others of RFC 3339.
        let ms = civil::read(text).or_else(|| Some(text.parse::<jiff::Timestamp>().ok()?.as_millisecond()));
        ms.and_then(Self::from_millis).ok_or(Malformed("RFC 3339 time"))
    }
}

impl Serialize for Stamp {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(std::str::from_utf8(&civil::write(self.0)).map_err(serde::ser::Error::custom)?)
    }
}

impl<'de> Deserialize<'de> for Stamp {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(crate::class::FromStrVisitor::new("an RFC 3339 time"))
    }
}

impl LogSafe for Stamp {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self(i64::try_from(draw(253_402_207_200_000)).unwrap_or(0))
    }
}

/// A person inside one object: 128 bits, 32 hex digits. Two objects' pseudonyms cannot be linked.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Pseudonym(pub [u8; 16]);

impl fmt::Display for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut digits = [0; 32];
        hex::encode_to_slice(self.0, &mut digits).map_err(|_| fmt::Error)?;
        f.write_str(std::str::from_utf8(&digits).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Pseudonym {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Pseudonym({self})")
    }
}

impl FromStr for Pseudonym {
    type Err = Malformed;
    fn from_str(text: &str) -> Result<Self, Malformed> {
        let mut bytes = [0; 16];
        hex::decode_to_slice(text, &mut bytes).map_err(|_| Malformed("pseudonym"))?;
        Ok(Self(bytes))
    }
}

impl Serialize for Pseudonym {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Pseudonym {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(crate::class::FromStrVisitor::new("32 hex digits"))
    }
}

impl LogSafe for Pseudonym {
    fn pseudonym(&self) -> Option<Pseudonym> {
        Some(*self)
    }

    fn example(draw: &mut Draw<'_>) -> Self {
        Self(std::array::from_fn(|_| u8::try_from(draw(256)).unwrap_or(0)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_stamp_always_has_three_decimals_and_z() {
        for (ms, text) in [
            (0, "1970-01-01T00:00:00.000Z"),
            (1_435_654_192_085, "2015-06-30T08:49:52.085Z"),
            (Stamp::MAX.millis(), "9999-12-30T21:59:59.999Z"),
        ] {
            let stamp = Stamp::from_millis(ms).unwrap();
            assert_eq!(stamp.to_string(), text);
            assert_eq!(text.parse::<Stamp>().unwrap(), stamp);
        }
        assert!(Stamp::from_millis(Stamp::MAX.millis() + 1).is_none());
    }

    #[test]
    fn further_event_ids_are_version_8_and_distinct() {
        let first = EventId(Uuid::from_u128(7));
        assert_eq!(first.nth(0), first);
        assert_eq!(first.nth(1).0.get_version_num(), 8);
        assert_ne!(first.nth(1), first.nth(2));
    }
}
