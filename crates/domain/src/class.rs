//! Classes of event fields, carried by their types (privacy.md): an event holds no text that a person typed.
//!
//! | class | type |
//! | --- | --- |
//! | public | ids, closed enums, numbers, stamps, the names of [`crate::names`] |
//! | common text | [`CommonText`] |
//! | own text | [`OwnText`] |
//! | scoped act | the value beside a [`crate::ids::Pseudonym`], in an event declared `scoped` |
//! | confidential | `Commitment` in an event declared `scoped` |

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::ser::SerializeMap as _;
use serde::{Deserialize, Serialize};

use crate::event::Object;
use crate::ids::{ActorId, Malformed, Pseudonym};

/// Returns a number below its argument: what an example value is drawn from.
/// `|n| n - 1` draws every declared maximum.
pub type Draw<'a> = dyn FnMut(u64) -> u64 + 'a;

/// What an event may hold. Deliberately not implemented for `String`:
///
/// ```compile_fail
/// fn field<T: domain::class::LogSafe>() {}
/// field::<String>();
/// ```
pub trait LogSafe: Sized {
    /// A value made from `draw`; the largest that the type declares when every draw is its maximum.
    fn example(draw: &mut Draw<'_>) -> Self;

    /// Whose text it is, if it commits to one.
    fn text(&self) -> Option<TextClass> {
        None
    }

    /// The pseudonym that it is, if it is one.
    fn pseudonym(&self) -> Option<Pseudonym> {
        None
    }

    /// Tells what it refers to, of what must be in force for that: audiences, themes and tags.
    fn refers(&self, _tell: &mut dyn FnMut(Object)) {}
}

/// Whose a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextClass {
    /// The network's.
    Common,
    /// Its author's.
    Own,
}

/// Whose key seals a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TextOwner {
    /// The network's: a common text.
    Network,
    /// This actor's: an own text.
    Actor(ActorId),
    /// The key of whoever stands behind this pseudonym in this object: an own text of a scoped or confidential act.
    Behind(Object, Pseudonym),
}

impl LogSafe for bool {
    fn example(draw: &mut Draw<'_>) -> Self {
        draw(2) == 0
    }
}

macro_rules! log_safe_numbers {
    ($($number:ty),*) => {$(
        impl LogSafe for $number {
            fn example(draw: &mut Draw<'_>) -> Self {
                <$number>::try_from(draw(u64::from(<$number>::MAX))).unwrap_or(<$number>::MAX)
            }
        }
    )*};
}
log_safe_numbers!(u8, u16, u32);

impl<T: LogSafe> LogSafe for Option<T> {
    fn text(&self) -> Option<TextClass> {
        self.as_ref()?.text()
    }

    fn pseudonym(&self) -> Option<Pseudonym> {
        self.as_ref()?.pseudonym()
    }

    fn refers(&self, tell: &mut dyn FnMut(Object)) {
        if let Some(value) = self {
            value.refers(tell);
        }
    }

    fn example(draw: &mut Draw<'_>) -> Self {
        (draw(4) != 0).then(|| T::example(draw))
    }
}

/// At most `MAX` values, without repetition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Few<T, const MAX: usize>(Vec<T>);

impl<T, const MAX: usize> Default for Few<T, MAX> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: PartialEq, const MAX: usize> Few<T, MAX> {
    /// Refuses more than `MAX` values and repetitions.
    ///
    /// # Errors
    /// [`Malformed`] when there are too many, or one twice.
    pub fn new(values: Vec<T>) -> Result<Self, Malformed> {
        let repeats = |(i, value): (usize, &T)| values.iter().take(i).any(|other| other == value);
        // Their number first: every two of very many are not compared.
        if values.len() > MAX || values.iter().enumerate().any(repeats) {
            return Err(Malformed("short list without repetition"));
        }
        Ok(Self(values))
    }

    /// The values in the order given.
    #[must_use]
    pub fn as_slice(&self) -> &[T] {
        &self.0
    }
}

impl<'de, T: Deserialize<'de> + PartialEq, const MAX: usize> Deserialize<'de> for Few<T, MAX> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::new(Vec::deserialize(from)?).map_err(serde::de::Error::custom)
    }
}

impl<T: LogSafe + PartialEq, const MAX: usize> LogSafe for Few<T, MAX> {
    fn refers(&self, tell: &mut dyn FnMut(Object)) {
        for value in &self.0 {
            value.refers(tell);
        }
    }

    fn example(draw: &mut Draw<'_>) -> Self {
        let wanted = draw(MAX as u64 + 1);
        let mut values = Vec::new();
        for _ in 0..wanted {
            let value = T::example(draw);
            if !values.contains(&value) {
                values.push(value);
            }
        }
        Self(values)
    }
}

/// A commitment to a sealed text: HMAC-SHA-256 under a salt that lies with the sealed text (privacy.md).
///
/// In JSON 43 base64url characters, or `{"c": …, "len": …}` where the text is longer than 64 bytes: `len` is the
/// smallest power of two that is not below its length in bytes, and at most [`Commitment::MAX_LEN`].
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Commitment {
    mac: [u8; 32],
    len_class: Option<u32>,
}

impl Commitment {
    /// The largest length class: 64 KiB.
    pub const MAX_LEN: u32 = 65_536;

    /// A commitment `mac` to a text of `len` bytes.
    #[must_use]
    pub fn new(mac: [u8; 32], len: usize) -> Self {
        let len_class = u32::try_from(len).unwrap_or(Self::MAX_LEN).min(Self::MAX_LEN);
        Self { mac, len_class: (len_class > 64).then(|| len_class.next_power_of_two()) }
    }

    /// The MAC itself.
    #[must_use]
    pub fn mac(&self) -> &[u8; 32] {
        &self.mac
    }

    fn from_parts(text: &str, len_class: Option<u32>) -> Result<Self, Malformed> {
        let mut mac = [0; 32];
        let written = URL_SAFE_NO_PAD.decode_slice(text, &mut mac).map_err(|_| Malformed("commitment"))?;
        let class_is_canonical = len_class.is_none_or(|len| len > 64 && len <= Self::MAX_LEN && len.is_power_of_two());
        if written != 32 || text.len() != 43 || !class_is_canonical {
            return Err(Malformed("commitment"));
        }
        Ok(Self { mac, len_class })
    }
}

impl fmt::Debug for Commitment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Commitment({}, {:?})", URL_SAFE_NO_PAD.encode(self.mac), self.len_class)
    }
}

impl Serialize for Commitment {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut buffer = [0; 43];
        let written = URL_SAFE_NO_PAD.encode_slice(self.mac, &mut buffer).map_err(serde::ser::Error::custom)?;
        let text = std::str::from_utf8(buffer.get(..written).unwrap_or_default()).map_err(serde::ser::Error::custom)?;
        match self.len_class {
            None => to.serialize_str(text),
            Some(len) => {
                let mut map = to.serialize_map(Some(2))?;
                map.serialize_entry("c", text)?;
                map.serialize_entry("len", &len)?;
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Commitment {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Long<'a> {
            #[serde(borrow)]
            c: Cow<'a, str>,
            len: u32,
        }
        struct Either;
        impl<'de> serde::de::Visitor<'de> for Either {
            type Value = Commitment;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a commitment")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Commitment, E> {
                Commitment::from_parts(text, None).map_err(E::custom)
            }
            fn visit_map<A: serde::de::MapAccess<'de>>(self, map: A) -> Result<Commitment, A::Error> {
                let long = Long::deserialize(serde::de::value::MapAccessDeserializer::new(map))?;
                Commitment::from_parts(&long.c, Some(long.len)).map_err(serde::de::Error::custom)
            }
        }
        from.deserialize_any(Either)
    }
}

impl LogSafe for Commitment {
    fn example(draw: &mut Draw<'_>) -> Self {
        let mac = std::array::from_fn(|_| u8::try_from(draw(256)).unwrap_or(0));
        Self::new(mac, usize::try_from(draw(u64::from(Self::MAX_LEN) + 1)).unwrap_or(0))
    }
}

macro_rules! texts {
    ($($(#[$doc:meta])* $name:ident $class:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub Commitment);

        impl LogSafe for $name {
            fn text(&self) -> Option<TextClass> {
                Some(TextClass::$class)
            }

            fn example(draw: &mut Draw<'_>) -> Self {
                Self(Commitment::example(draw))
            }
        }
    )*};
}

texts! {
    /// A text of the network's: sealed under the network's key, it outlives its authors' erasure.
    CommonText Common
    /// A text of its author's: sealed under the author's key, it dies with it.
    OwnText Own
}

/// The texts that an event may commit to: where they stand in `data`, and the number they have in a frame's
/// private entries (`pointer_id`). Append only: the numbers are for ever.
macro_rules! pointers {
    ($($(#[$doc:meta])* $name:ident = $id:literal $pointer:literal)*) => {
        /// Which text of an event: a JSON pointer into `data`, and its number in private entries.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Pointer {
            $($(#[$doc])* $name,)*
        }

        impl Pointer {
            /// All pointers, in order of their numbers.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The number in private entries.
            #[must_use]
            pub fn id(self) -> u16 {
                match self { $(Self::$name => $id,)* }
            }

            /// The JSON pointer (RFC 6901) into `data`.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $pointer,)* }
            }

            /// Where the text of a field lies, if it commits to one.
            pub(crate) fn of_field((field, class): (&str, Option<TextClass>)) -> Option<(Self, TextClass)> {
                let class = class?;
                let known = Self::ALL.iter().find(|pointer| pointer.as_str().strip_prefix('/') == Some(field));
                known.map(|pointer| (*pointer, class))
            }
        }
    };
}

pointers! {
    /// The name of a network, a person or an organisation.
    Name = 1 "/name"
    /// A title, or a question.
    Title = 2 "/title"
    /// A body of text.
    Body = 3 "/body"
    /// Who a person or organisation is.
    About = 4 "/about"
    /// A person's e-mail address.
    Contact = 5 "/contact"
    /// A network's information notice.
    Notice = 6 "/notice"
    /// Why something was done.
    Reason = 7 "/reason"
    /// What something is.
    Description = 8 "/description"
    /// What a meeting is about.
    Agenda = 9 "/agenda"
    /// Where something takes place.
    Place = 10 "/place"
    /// An address on the web.
    Link = 11 "/link"
    /// What was said and agreed in a meeting.
    Minutes = 12 "/minutes"
    /// Why a moderator decided so.
    Rationale = 13 "/rationale"
    /// The rule that a moderator cites.
    Rule = 14 "/rule"
    /// What there is to say of how something goes.
    Note = 15 "/note"
    /// What something is for.
    Purpose = 16 "/purpose"
    /// What came of something.
    Results = 17 "/results"
    /// The word for a theme or a tag.
    Label = 18 "/label"
    /// What was agreed to do about a tension.
    Steps = 19 "/steps"
    /// How a tension was settled.
    Settlement = 20 "/settlement"
    /// By which rules a network is moderated.
    Policy = 21 "/policy"
    /// The code of an invitation, which stands in no event: only its blind index is kept.
    Code = 22 "/code"
    /// The public draw that lots depend on.
    Draw = 23 "/draw"
    /// What a lot was promised by, until it is told.
    Secret = 24 "/secret"
    /// A ballot in an urn, which stands in no event.
    Ballot = 25 "/ballot"
    /// What a foreign source says beyond what is told of it elsewhere.
    Source = 26 "/details"
    /// What one answers in a diagnostic.
    Answers = 27 "/answers"
    /// The words that enough people answered, and how many each.
    Words = 28 "/words"
    /// What one wants to reach.
    Goal = 29 "/goal"
    /// What there is to say beside a figure.
    Comment = 30 "/comment"
    /// Where and by whom a tool is run.
    Hosting = 31 "/hosting"
    /// Under which licence a tool may be used.
    Licence = 32 "/licence"
}

/// Deserialises whatever parses from a string, without allocating one.
pub(crate) struct FromStrVisitor<T>(&'static str, PhantomData<T>);

impl<T> FromStrVisitor<T> {
    pub(crate) fn new(expected: &'static str) -> Self {
        Self(expected, PhantomData)
    }
}

impl<T: FromStr<Err = Malformed>> serde::de::Visitor<'_> for FromStrVisitor<T> {
    type Value = T;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

/// A closed enum whose values are words.
pub trait Word: Copy + 'static {
    /// Every value, in order of declaration.
    const ALL: &'static [Self];
    /// The word that stands for it in JSON and in query parameters.
    fn as_str(self) -> &'static str;
}

/// A closed, public enum of an event: its words in JSON, and all its values.
macro_rules! words {
    ($($(#[$doc:meta])* pub enum $name:ident { $($(#[$vdoc:meta])* $variant:ident = $word:literal,)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$vdoc])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// Every value, in order of declaration.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            const FIRST: Self = match Self::ALL {
                [first, ..] => *first,
                [] => panic!("an enum has values"),
            };

            /// The word that stands for it in JSON and in query parameters.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }

        impl $crate::class::Word for $name {
            const ALL: &'static [Self] = Self::ALL;
            fn as_str(self) -> &'static str {
                self.as_str()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::ids::Malformed;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                match text { $($word => Ok(Self::$variant),)* _ => Err($crate::ids::Malformed(stringify!($name))) }
            }
        }

        impl $crate::class::LogSafe for $name {
            fn example(draw: &mut $crate::class::Draw<'_>) -> Self {
                let mut longest_last = Self::ALL.to_vec();
                longest_last.sort_by_key(|value| value.as_str().len());
                let drawn = usize::try_from(draw(longest_last.len() as u64)).unwrap_or(0);
                longest_last.get(drawn).copied().unwrap_or(Self::FIRST)
            }
        }
    )*};
}
pub(crate) use words;

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_commitment_tells_only_a_length_class_and_only_above_64_bytes() {
        let short = serde_json::to_string(&Commitment::new([7; 32], 64)).unwrap();
        assert_eq!(short.len(), 45);
        let long = serde_json::to_string(&Commitment::new([7; 32], 65)).unwrap();
        assert!(long.ends_with(r#","len":128}"#), "{long}");
        for text in [short, long] {
            let back: Commitment = serde_json::from_str(&text).unwrap();
            assert_eq!(serde_json::to_string(&back).unwrap(), text);
        }
    }

    #[test]
    fn a_commitment_of_another_size_or_class_is_refused() {
        for text in [r#""AAAA""#, r#"{"c":"AAAA","len":128}"#, &format!(r#"{{"c":"{}","len":100}}"#, "A".repeat(43))] {
            assert!(serde_json::from_str::<Commitment>(text).is_err(), "{text}");
        }
    }

    #[test]
    fn pointer_numbers_are_distinct() {
        let mut ids: Vec<_> = Pointer::ALL.iter().map(|pointer| pointer.id()).collect();
        ids.dedup();
        assert_eq!(ids.len(), Pointer::ALL.len());
    }
}
