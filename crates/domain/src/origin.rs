//! What actions and decisions come from.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::aggregate::Context;
use crate::class::{Draw, FromStrVisitor, LogSafe};
use crate::event::Object;
use crate::ids::{ContributionId, DecisionId, Malformed, MeetingId};
use crate::{contribution, decision, meeting};

/// A kind of origin is a kind of object: `<kind>:<id>` in events and in query parameters.
macro_rules! origins {
    ($($(#[$doc:meta])* $variant:ident($id:ty),)*) => {
        /// What an action or a decision comes from. Another kind is another variant; what was written stays readable.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Origin {
            $($(#[$doc])* $variant($id),)*
        }

        impl From<Origin> for Object {
            fn from(origin: Origin) -> Self {
                match origin { $(Origin::$variant(id) => Self::$variant(id),)* }
            }
        }

        impl TryFrom<Object> for Origin {
            type Error = Malformed;
            fn try_from(object: Object) -> Result<Self, Malformed> {
                $(if let Object::$variant(id) = object {
                    return Ok(Self::$variant(id));
                })*
                Err(Malformed("origin"))
            }
        }

        impl LogSafe for Origin {
            fn example(draw: &mut Draw<'_>) -> Self {
                let mut examples = vec![$(Self::$variant(<$id>::example(draw))),*];
                let drawn = usize::try_from(draw(examples.len() as u64)).unwrap_or(0);
                examples.swap_remove(drawn)
            }
        }
    };
}

origins! {
    /// A contribution.
    Contribution(ContributionId),
    /// A meeting.
    Meeting(MeetingId),
    /// A decision.
    Decision(DecisionId),
}

/// Why nothing can come from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unfounded {
    /// There is no such thing.
    Unknown,
    /// It takes no part, was cancelled, or was voided.
    Gone,
}

impl Origin {
    /// Whether it is there and counts.
    pub(crate) fn stands(self, cx: &Context<'_>) -> Result<(), Unfounded> {
        match self {
            Self::Contribution(contribution) => match cx.state.contribution.taking_part(cx, contribution) {
                Err(contribution::Refusal::UnknownContribution) => Err(Unfounded::Unknown),
                Err(_) => Err(Unfounded::Gone),
                Ok(_) => Ok(()),
            },
            Self::Meeting(meeting) => match cx.state.meeting.get(meeting) {
                None => Err(Unfounded::Unknown),
                Some(row) if row.phase == meeting::Phase::Cancelled => Err(Unfounded::Gone),
                Some(_) => Ok(()),
            },
            Self::Decision(decision) => match cx.state.decision.get(decision) {
                None => Err(Unfounded::Unknown),
                Some(row) if row.phase == decision::Phase::Voided => Err(Unfounded::Gone),
                Some(_) => Ok(()),
            },
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Object::from(*self).fmt(f)
    }
}

impl FromStr for Origin {
    type Err = Malformed;
    fn from_str(text: &str) -> Result<Self, Malformed> {
        text.parse::<Object>().map_err(|_| Malformed("origin"))?.try_into()
    }
}

impl Serialize for Origin {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Origin {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_str(FromStrVisitor::new("an origin <kind>:<id>"))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn an_origin_is_written_as_the_object_that_it_is() {
        for kind in ["contribution", "meeting", "decision"] {
            let text = format!("{kind}:01890a5d-ac96-774b-bcce-b302099a8057");
            let origin: Origin = text.parse().unwrap();
            assert_eq!(origin.to_string(), text);
            assert_eq!(serde_json::to_string(&origin).unwrap(), format!("\"{text}\""));
        }
        for wrong in ["actor:01890a5d-ac96-774b-bcce-b302099a8057", "contribution:x", "01890a5d", ""] {
            assert!(wrong.parse::<Origin>().is_err(), "{wrong}");
        }
    }
}
