//! How an aggregate declares its events and refusals, and how events are read back, of whatever version.

use std::borrow::Cow;
use std::fmt;

use serde_json::value::RawValue;
use uuid::Uuid;

use crate::class::{Draw, Pointer, TextClass};
use crate::envelope::EventType;
use crate::ids::{
    ActionId, ActorId, AudienceId, CandidateId, ContributionId, CooperationId, DecisionId, DiagnosticId, ExchangeId,
    FindingId, GroupId, InvitationId, KeyId, Malformed, MeetingId, NetworkId, Pseudonym, RequirementId, SelectionId,
    SpecificationId, SpecificationVersionId, StepId, TagId, TensionId, ThemeId,
};

macro_rules! objects {
    ($($(#[$doc:meta])* $variant:ident($id:ident) = $kind:literal,)*) => {
        /// An object that an event concerns.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Object {
            $($(#[$doc])* $variant($id),)*
        }

        impl Object {
            /// The words for all kinds of objects.
            pub const KINDS: &[&str] = &[$($kind),*];

            /// The word for what it is.
            #[must_use]
            pub fn kind(self) -> &'static str {
                match self { $(Self::$variant(_) => $kind,)* }
            }

            /// Its id.
            #[must_use]
            pub fn id(self) -> Uuid {
                match self { $(Self::$variant(id) => id.0,)* }
            }
        }

        impl std::str::FromStr for Object {
            type Err = Malformed;
            fn from_str(text: &str) -> Result<Self, Malformed> {
                let (kind, id) = text.split_once(':').ok_or(Malformed("object"))?;
                match kind { $($kind => Ok(Self::$variant(id.parse()?)),)* _ => Err(Malformed("object")) }
            }
        }

        $(
            impl From<$id> for Object {
                fn from(id: $id) -> Self {
                    Self::$variant(id)
                }
            }
        )*
    };
}

objects! {
    /// A network.
    Network(NetworkId) = "network",
    /// An actor.
    Actor(ActorId) = "actor",
    /// A contribution.
    Contribution(ContributionId) = "contribution",
    /// An API key (only in `_server`).
    Key(KeyId) = "key",
    /// A theme of the vocabulary.
    Theme(ThemeId) = "theme",
    /// A tag of the vocabulary.
    Tag(TagId) = "tag",
    /// An audience.
    Audience(AudienceId) = "audience",
    /// A working group.
    Group(GroupId) = "group",
    /// A meeting.
    Meeting(MeetingId) = "meeting",
    /// An invitation.
    Invitation(InvitationId) = "invitation",
    /// A need or an offer.
    Exchange(ExchangeId) = "exchange",
    /// An action that was agreed on.
    Action(ActionId) = "action",
    /// A cooperation.
    Cooperation(CooperationId) = "cooperation",
    /// A tension.
    Tension(TensionId) = "tension",
    /// A decision.
    Decision(DecisionId) = "decision",
    /// A diagnostic.
    Diagnostic(DiagnosticId) = "diagnostic",
    /// What was found in diagnostics.
    Finding(FindingId) = "finding",
    /// A specification.
    Specification(SpecificationId) = "specification",
    /// A numbered version of a specification.
    SpecificationVersion(SpecificationVersionId) = "specification_version",
    /// A requirement.
    Requirement(RequirementId) = "requirement",
    /// The selection of a tool.
    Selection(SelectionId) = "selection",
    /// A tool that may be selected.
    Candidate(CandidateId) = "candidate",
    /// A step of the method.
    Step(StepId) = "step",
}

impl fmt::Display for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind(), self.id())
    }
}

/// Who may read the texts of an event, beside moderators where they are hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Readers {
    /// Whoever may read the network.
    #[default]
    Everyone,
    /// Its members.
    Members,
    /// Nobody who reads the history: the aggregate's own reads say who else.
    Nobody,
}

/// What there is to say of an event's texts beyond their classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Texts {
    /// Whose its own texts are; if that is not said, the person's whose act it is.
    pub owner: Option<ActorId>,
    /// Who may read them.
    pub readers: Readers,
}

impl Texts {
    /// Own texts of this actor, whoever wrote them down.
    #[must_use]
    pub fn of(owner: ActorId) -> Self {
        Self { owner: Some(owner), ..Self::default() }
    }

    /// The same, for members to read.
    #[must_use]
    pub fn for_members(self) -> Self {
        Self { readers: Readers::Members, ..self }
    }

    /// The same, for nobody who reads the history.
    #[must_use]
    pub fn for_nobody(self) -> Self {
        Self { readers: Readers::Nobody, ..self }
    }
}

/// Whether an event names its author.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signing {
    /// `by` names who acted.
    Signed,
    /// A scoped or confidential act: only a pseudonym in `data` stands for the person.
    Scoped,
}

/// Why stored bytes are not an event that this program knows.
#[derive(Debug, thiserror::Error)]
pub enum CodecError {
    /// The bytes are no envelope, or `data` does not have the shape of its type.
    #[error("not a well-formed event: {0}")]
    Malformed(#[from] serde_json::Error),
    /// The type, or this version of it, was written by a later tresse.
    #[error("event type {name} version {v} is not known to this version of tresse")]
    Unknown {
        /// The type's name.
        name: String,
        /// Its version.
        v: u16,
    },
}

/// An event enum, as [`events!`] declares it.
pub trait EventEnum: Sized {
    /// Every type with its current version, in order of declaration.
    const TYPES: &'static [EventType];
    /// Type and current version of this event.
    fn event_type(&self) -> EventType;
    /// Whether it names its author.
    fn signing(&self) -> Signing;
    /// What it concerns, its own object first.
    fn objects(&self) -> Vec<Object>;
    /// The texts that it commits to, by class.
    fn texts(&self) -> Vec<(Pointer, TextClass)>;
    /// What there is to say of them.
    fn texts_are(&self) -> Texts;
    /// The pseudonym that stands for the person whose act it is.
    fn person(&self) -> Option<Pseudonym>;
    /// The audiences, themes and tags that it newly names, itself among them if it is one's own event. What a field
    /// `was…` names was so before, and may stay.
    fn references(&self) -> Vec<Object>;
    /// Reads `data` of the current version; `None` when the type is not one of this enum's.
    fn read(name: &str, data: &RawValue) -> Option<Result<Self, serde_json::Error>>;
    /// An example of the `index`th type.
    fn example(index: usize, draw: &mut Draw<'_>) -> Option<Self>;
}

/// A breaking change of an event type: how `data` of version `from` becomes that of version `from + 1`.
/// Used in folding only: what is served is always the stored bytes.
#[derive(Debug)]
pub struct Upcast {
    /// The type's name.
    pub name: &'static str,
    /// The version it starts from.
    pub from: u16,
    /// The change.
    pub change: fn(serde_json::Value) -> serde_json::Value,
}

/// Reads `data` of any version ever written: older ones are upcast step by step, later ones refused.
///
/// # Errors
/// [`CodecError::Unknown`] for a type or version that `E` does not have, [`CodecError::Malformed`] for its shape.
pub fn read_versioned<E: EventEnum>(name: &str, v: u16, data: &RawValue, upcasts: &[Upcast]) -> Result<E, CodecError> {
    let unknown = || CodecError::Unknown { name: name.to_owned(), v };
    let current = E::TYPES.iter().find(|known| known.name == name).ok_or_else(unknown)?.v;
    if v == 0 || v > current {
        return Err(unknown());
    }
    let mut data = Cow::Borrowed(data);
    for from in v..current {
        let upcast = upcasts.iter().find(|upcast| upcast.name == name && upcast.from == from).ok_or_else(unknown)?;
        let changed = (upcast.change)(serde_json::from_str(data.get())?);
        data = Cow::Owned(serde_json::value::to_raw_value(&changed)?);
    }
    Ok(E::read(name, &data).ok_or_else(unknown)??)
}

/// Declares an aggregate's events: one struct a type, one enum of them all, which goes into the log's enum of events.
///
/// `"type.name" v1 signed = Variant { field: Type, … } of |e| vec![own object, further objects …]`, and `texts |e| Texts::…`
/// where its own texts are not those of whoever acts, or not for everyone. Every field's type must be
/// [`crate::class::LogSafe`], which `String` is not: a constant check names each field's type, and the examples of the
/// enum are made by it, so that an event with a `String` does not compile. The text of a field lies at the pointer of the
/// field's name ([`Pointer`]).
macro_rules! events {
    (
        $(#[$doc:meta])*
        pub enum Event in $log:path {
            $(
                $(#[$vdoc:meta])*
                $name:literal v $v:literal $signing:ident =
                    $variant:ident { $($(#[$fdoc:meta])* $field:ident : $type:ty,)* }
                    of |$this:ident| $objects:expr
                    $(=> texts |$that:ident| $texts:expr)?,
            )*
        }
    ) => {
        $(
            $(#[$vdoc])*
            #[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
            #[serde(deny_unknown_fields)]
            pub struct $variant {
                $($(#[$fdoc])* pub $field: $type,)*
            }
        )*

        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum Event {
            $($(#[$vdoc])* $variant($variant),)*
        }

        const _: fn() = || {
            fn log_safe<T: $crate::class::LogSafe>() {}
            $($(log_safe::<$type>();)*)*
        };

        impl $crate::event::EventEnum for Event {
            const TYPES: &'static [$crate::envelope::EventType] =
                &[$($crate::envelope::EventType { name: $name, v: $v }),*];

            fn event_type(&self) -> $crate::envelope::EventType {
                match self {
                    $(Self::$variant(_) => $crate::envelope::EventType { name: $name, v: $v },)*
                }
            }

            fn signing(&self) -> $crate::event::Signing {
                match self {
                    $(Self::$variant(_) => $crate::event::events!(@$signing),)*
                }
            }

            fn objects(&self) -> Vec<$crate::event::Object> {
                match self {
                    $(Self::$variant($this) => $objects,)*
                }
            }

            fn texts(&self) -> Vec<($crate::class::Pointer, $crate::class::TextClass)> {
                match self {
                    $(Self::$variant(event) => [
                        $((stringify!($field), $crate::class::LogSafe::text(&event.$field)),)*
                    ].into_iter().filter_map($crate::class::Pointer::of_field).collect(),)*
                }
            }

            fn texts_are(&self) -> $crate::event::Texts {
                match self {
                    $(Self::$variant(_event) => {
                        let _texts = $crate::event::Texts::default();
                        $(let _texts = { let $that = _event; $texts };)?
                        _texts
                    })*
                }
            }

            fn person(&self) -> Option<$crate::ids::Pseudonym> {
                match self {
                    $(Self::$variant(event) => [
                        $($crate::class::LogSafe::pseudonym(&event.$field),)*
                    ].into_iter().flatten().next(),)*
                }
            }

            fn references(&self) -> Vec<$crate::event::Object> {
                let (mut named, mut before) = (Vec::new(), Vec::new());
                match self {
                    $(Self::$variant(event) => {
                        $({
                            let told = if stringify!($field).starts_with("was") { &mut before } else { &mut named };
                            $crate::class::LogSafe::refers(&event.$field, &mut |object| told.push(object));
                        })*
                    })*
                }
                named.retain(|object| !before.contains(object));
                named
            }

            fn read(name: &str, data: &serde_json::value::RawValue) -> Option<Result<Self, serde_json::Error>> {
                match name {
                    $($name => Some(serde_json::from_str(data.get()).map(Self::$variant)),)*
                    _ => None,
                }
            }

            fn example(index: usize, draw: &mut $crate::class::Draw<'_>) -> Option<Self> {
                let makers: &[fn(&mut $crate::class::Draw<'_>) -> Self] = &[$(
                    |_draw| Self::$variant($variant { $($field: $crate::class::LogSafe::example(_draw),)* }),
                )*];
                makers.get(index).map(|make| make(draw))
            }
        }

        impl serde::Serialize for Event {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                match self {
                    $(Self::$variant(data) => data.serialize(to),)*
                }
            }
        }

        $(
            impl From<$variant> for Event {
                fn from(data: $variant) -> Self {
                    Self::$variant(data)
                }
            }

            impl From<$variant> for $log {
                fn from(data: $variant) -> Self {
                    Event::$variant(data).into()
                }
            }
        )*
    };
    (@signed) => { $crate::event::Signing::Signed };
    (@scoped) => { $crate::event::Signing::Scoped };
}
pub(crate) use events;

/// What a refusal means to whoever asked, in terms of no transport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// The state of things does not allow it.
    Conflict,
    /// It is not theirs to do.
    Forbidden,
    /// The object that the command is about does not exist.
    Unknown,
    /// A value that the command gives does not fit; the JSON pointer says which.
    Invalid(&'static str),
    /// How the command is given does not fit; the name of the parameter says what of it.
    Parameter(&'static str),
}

/// Declares an aggregate's refusals: `Variant = "stable_code" Kind`.
macro_rules! refusals {
    ($(#[$doc:meta])* pub enum Refusal { $($(#[$vdoc:meta])* $variant:ident = $code:literal $kind:expr,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
        pub enum Refusal {
            $($(#[$vdoc])* #[error($code)] $variant,)*
        }

        impl Refusal {
            /// Every refusal with the name of its variant.
            pub const ALL: &[(&str, Self)] = &[$((stringify!($variant), Self::$variant)),*];

            /// The stable code, the same in the API and in the catalogues of texts.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// What it means to whoever asked.
            #[must_use]
            pub fn kind(self) -> $crate::event::RefusalKind {
                #[allow(unused_imports)]
                use $crate::event::RefusalKind::{Conflict, Forbidden, Invalid, Parameter, Unknown};
                match self { $(Self::$variant => $kind,)* }
            }
        }
    };
}
pub(crate) use refusals;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::ids::ContributionId;

    events! {
        /// An event that has changed once.
        pub enum Event in Log {
            /// A thing was named.
            "thing.named" v 2 signed = Named {
                /// Which.
                thing: ContributionId,
                /// New in version 2.
                loud: bool,
            } of |e| vec![Object::Contribution(e.thing)],
        }
    }

    struct Log(EventType);

    impl From<Event> for Log {
        fn from(event: Event) -> Self {
            Self(event.event_type())
        }
    }

    const UPCASTS: &[Upcast] = &[Upcast {
        name: "thing.named",
        from: 1,
        change: |mut data| {
            data["loud"] = false.into();
            data
        },
    }];

    fn read(v: u16, data: &str) -> Result<Event, CodecError> {
        read_versioned("thing.named", v, &RawValue::from_string(data.to_owned()).unwrap(), UPCASTS)
    }

    #[test]
    fn an_older_version_is_upcast_and_a_later_one_refused() {
        let id = "00000000-0000-0000-0000-000000000001";
        let thing = id.parse().unwrap();
        let old = read(1, &format!(r#"{{"thing":"{id}"}}"#)).unwrap();
        assert_eq!(old, Event::Named(Named { thing, loud: false }));
        let now = read(2, &format!(r#"{{"thing":"{id}","loud":true}}"#)).unwrap();
        assert_eq!(now, Event::Named(Named { thing, loud: true }));
        assert_eq!(Log::from(Named { thing, loud: true }).0.v, 2);
        assert!(matches!(read(3, "{}"), Err(CodecError::Unknown { v: 3, .. })));
        assert!(matches!(read(0, "{}"), Err(CodecError::Unknown { .. })));
        assert!(matches!(read(2, "{}"), Err(CodecError::Malformed(_))));
    }
}
