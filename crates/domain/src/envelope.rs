//! The envelope: what every event says of itself, in the exact bytes that are stored, hashed and served (events.md).

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::class::{FromStrVisitor, words};
use crate::ids::{ActorId, EventId, Malformed, Stamp};
use crate::names::SourceId;

/// The revision of the rules in force, which every event carries.
pub const RULES_REVISION: u16 = 1;

/// The greatest size of an event in bytes: its length has two bytes in a frame and in an entry bundle.
pub const MAX_EVENT_BYTES: usize = 65_535;

/// Who an event names as its author.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum By {
    /// An actor of the network.
    Actor(ActorId),
    /// Whoever runs the server.
    Operator,
    /// The server itself, at a moment that was due.
    System,
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Actor(actor) => write!(f, "actor:{actor}"),
            Self::Operator => f.write_str("operator"),
            Self::System => f.write_str("system"),
        }
    }
}

impl FromStr for By {
    type Err = Malformed;
    fn from_str(text: &str) -> Result<Self, Malformed> {
        match text {
            "operator" => Ok(Self::Operator),
            "system" => Ok(Self::System),
            _ => text.strip_prefix("actor:").ok_or(Malformed("by"))?.parse().map(Self::Actor),
        }
    }
}

impl Serialize for By {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Actor(actor) => {
                let mut text = *b"actor:00000000-0000-0000-0000-000000000000";
                if let Some(id) = text.get_mut("actor:".len()..) {
                    actor.0.as_hyphenated().encode_lower(id);
                }
                to.serialize_str(std::str::from_utf8(&text).map_err(serde::ser::Error::custom)?)
            }
            Self::Operator => to.serialize_str("operator"),
            Self::System => to.serialize_str("system"),
        }
    }
}

impl<'de> Deserialize<'de> for By {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(FromStrVisitor::new("`actor:<id>`, `operator` or `system`"))
    }
}

words! {
    /// What stands behind an entry made on someone's behalf.
    pub enum Evidence {
        /// A form or letter on paper.
        Paper = "paper",
        /// A show of hands in a meeting.
        ShowOfHands = "show_of_hands",
        /// A telephone call.
        Telephone = "telephone",
    }
}

/// The circumstances of an act: everything of the envelope that is not the event itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Act {
    /// Who acted; `None` for scoped and confidential acts, where the pseudonym in `data` stands for the person.
    pub by: Option<By>,
    /// For whom it was entered.
    pub on_behalf_of: Option<ActorId>,
    /// What stands behind an entry on someone's behalf.
    pub evidence: Option<Evidence>,
    /// When it happened, where that was not when it was recorded (imports, paper).
    pub occurred_at: Option<Stamp>,
    /// Where it was imported from.
    pub source: Option<SourceId>,
    /// The event that this one corrects.
    pub corrects: Option<EventId>,
}

impl Act {
    /// An act of `by`, with nothing more to say.
    #[must_use]
    pub fn by(by: By) -> Self {
        Self { by: Some(by), ..Self::default() }
    }

    /// The actor whose act it is: the one it was entered for, else the one who entered it.
    #[must_use]
    pub fn subject(&self) -> Option<ActorId> {
        self.on_behalf_of.or(match self.by {
            Some(By::Actor(actor)) => Some(actor),
            Some(By::Operator | By::System) | None => None,
        })
    }

    /// What a scoped or confidential act may show of its circumstances: when it happened and how it was entered.
    #[must_use]
    pub fn scoped(self) -> Self {
        let by = self.evidence.and(self.by);
        Self { by, on_behalf_of: None, source: None, ..self }
    }
}

/// An event's name and version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EventType {
    /// Such as `contribution.submitted`.
    pub name: &'static str,
    /// Version of the type, from 1.
    pub v: u16,
}

/// An envelope as it stands in the log: borrowed fields, and `data` as raw JSON.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Envelope<'a> {
    /// The event's id.
    pub id: EventId,
    /// The event's type.
    #[serde(rename = "type", borrow)]
    pub name: Cow<'a, str>,
    /// The version of the type.
    pub v: u16,
    /// The revision of the rules in force.
    pub rules: u16,
    /// When it was recorded.
    pub recorded_at: Stamp,
    /// Who acted.
    #[serde(default)]
    pub by: Option<By>,
    /// For whom it was entered.
    #[serde(default, rename = "for")]
    pub on_behalf_of: Option<By>,
    /// What stands behind an entry on someone's behalf.
    #[serde(default)]
    pub evidence: Option<Evidence>,
    /// When it happened.
    #[serde(default)]
    pub occurred_at: Option<Stamp>,
    /// Where it was imported from.
    #[serde(default)]
    pub source: Option<SourceId>,
    /// The event that it corrects.
    #[serde(default)]
    pub corrects: Option<EventId>,
    /// The objects it concerns, its own first: a JSON array of strings, see [`Envelope::objects`].
    #[serde(borrow, rename = "objects")]
    raw_objects: &'a RawValue,
    /// The event itself.
    #[serde(borrow)]
    pub data: &'a RawValue,
}

impl<'a> Envelope<'a> {
    /// Reads the bytes of a stored event.
    ///
    /// # Errors
    /// When the bytes are not an envelope of the grammar above.
    pub fn read(bytes: &'a [u8]) -> Result<Self, serde_json::Error> {
        // Checked once: a parser of bytes checks every string of its own.
        match std::str::from_utf8(bytes) {
            Ok(text) => serde_json::from_str(text),
            Err(_) => serde_json::from_slice(bytes),
        }
    }

    /// The objects it concerns, `<kind>:<id>`, its own first.
    #[must_use]
    pub fn objects(&self) -> Vec<&'a str> {
        serde_json::from_str(self.raw_objects.get()).unwrap_or_default()
    }

    /// The circumstances of the act.
    #[must_use]
    pub fn act(&self) -> Act {
        let on_behalf_of = match self.on_behalf_of {
            Some(By::Actor(actor)) => Some(actor),
            Some(By::Operator | By::System) | None => None,
        };
        Act {
            by: self.by,
            on_behalf_of,
            evidence: self.evidence,
            occurred_at: self.occurred_at,
            source: self.source.clone(),
            corrects: self.corrects,
        }
    }
}

/// What [`write()`] needs beside the act and the event.
#[derive(Debug, Clone, Copy)]
pub struct Heading {
    /// The event's id.
    pub id: EventId,
    /// When it is recorded.
    pub recorded_at: Stamp,
}

#[derive(Serialize)]
struct Written<'a, D> {
    id: EventId,
    #[serde(rename = "type")]
    name: &'static str,
    v: u16,
    rules: u16,
    recorded_at: Stamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<By>,
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    on_behalf_of: Option<By>,
    #[serde(skip_serializing_if = "Option::is_none")]
    evidence: Option<Evidence>,
    #[serde(skip_serializing_if = "Option::is_none")]
    occurred_at: Option<Stamp>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a SourceId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    corrects: Option<EventId>,
    objects: &'a [String],
    data: &'a D,
}

/// The bytes of an event: compact JSON, keys in the order of events.md, absent when empty.
///
/// # Errors
/// Only when `data` cannot be written as JSON.
pub fn write<D: Serialize>(
    heading: Heading,
    event_type: EventType,
    act: &Act,
    objects: &[String],
    data: &D,
) -> Result<Vec<u8>, serde_json::Error> {
    serde_json::to_vec(&Written {
        id: heading.id,
        name: event_type.name,
        v: event_type.v,
        rules: RULES_REVISION,
        recorded_at: heading.recorded_at,
        by: act.by,
        on_behalf_of: act.on_behalf_of.map(By::Actor),
        evidence: act.evidence,
        occurred_at: act.occurred_at,
        source: act.source.as_ref(),
        corrects: act.corrects,
        objects,
        data,
    })
}
