//! What actions, decisions and requirements come from.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::aggregate::Context;
use crate::class::{Draw, FromStrVisitor, LogSafe};
use crate::event::Object;
use crate::ids::{
    CandidateId, ContributionId, DecisionId, FindingId, Malformed, MeetingId, RequirementId, SelectionId,
    SpecificationVersionId,
};
use crate::{candidate, contribution, decision, meeting, requirement, selection};

/// A kind of origin is a kind of object: `<kind>:<id>` in events and in query parameters.
macro_rules! origins {
    ($($(#[$doc:meta])* pub enum $name:ident, $what:literal { $($(#[$vdoc:meta])* $variant:ident($id:ty),)* })*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $($(#[$vdoc])* $variant($id),)*
        }

        impl From<$name> for Object {
            fn from(origin: $name) -> Self {
                match origin { $($name::$variant(id) => Self::$variant(id),)* }
            }
        }

        impl TryFrom<Object> for $name {
            type Error = Malformed;
            fn try_from(object: Object) -> Result<Self, Malformed> {
                $(if let Object::$variant(id) = object {
                    return Ok(Self::$variant(id));
                })*
                Err(Malformed($what))
            }
        }

        impl LogSafe for $name {
            fn example(draw: &mut Draw<'_>) -> Self {
                let mut examples = vec![$(Self::$variant(<$id>::example(draw))),*];
                let drawn = usize::try_from(draw(examples.len() as u64)).unwrap_or(0);
                examples.swap_remove(drawn)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                Object::from(*self).fmt(f)
            }
        }

        impl FromStr for $name {
            type Err = Malformed;
            fn from_str(text: &str) -> Result<Self, Malformed> {
                text.parse::<Object>().map_err(|_| Malformed($what))?.try_into()
            }
        }

        impl Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                from.deserialize_str(FromStrVisitor::new(concat!($what, " <kind>:<id>")))
            }
        }
    )*};
}

origins! {
    /// What an action or a decision comes from. Another kind is another variant; what was written stays readable.
    pub enum Origin, "origin" {
        /// A contribution.
        Contribution(ContributionId),
        /// A meeting.
        Meeting(MeetingId),
        /// A decision.
        Decision(DecisionId),
        /// A requirement.
        Requirement(RequirementId),
        /// A version of a specification.
        SpecificationVersion(SpecificationVersionId),
        /// What was found in diagnostics.
        Finding(FindingId),
        /// The selection of a tool.
        Selection(SelectionId),
        /// A tool that may be selected.
        Candidate(CandidateId),
    }

    /// What a requirement comes from.
    pub enum Source, "origin of a requirement" {
        /// A contribution.
        Contribution(ContributionId),
        /// Another requirement.
        Requirement(RequirementId),
        /// What was found in diagnostics.
        Finding(FindingId),
    }
}

impl From<Source> for Origin {
    fn from(source: Source) -> Self {
        match source {
            Source::Contribution(id) => Self::Contribution(id),
            Source::Requirement(id) => Self::Requirement(id),
            Source::Finding(id) => Self::Finding(id),
        }
    }
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
            Self::Requirement(requirement) => match cx.state.requirement.get(requirement) {
                None => Err(Unfounded::Unknown),
                Some(row) if row.phase != requirement::Phase::Standing => Err(Unfounded::Gone),
                Some(_) => Ok(()),
            },
            Self::SpecificationVersion(version) => {
                cx.state.specification.version(version).map(drop).ok_or(Unfounded::Unknown)
            }
            Self::Finding(finding) => match cx.state.finding.get(finding) {
                None => Err(Unfounded::Unknown),
                Some(row) if row.is_withdrawn => Err(Unfounded::Gone),
                Some(_) => Ok(()),
            },
            Self::Selection(selection) => match cx.state.selection.get(selection) {
                None => Err(Unfounded::Unknown),
                Some(row) if row.phase == selection::Phase::Abandoned => Err(Unfounded::Gone),
                Some(_) => Ok(()),
            },
            Self::Candidate(candidate) => match cx.state.candidate.get(candidate) {
                None => Err(Unfounded::Unknown),
                Some(row) if row.phase == candidate::Phase::Withdrawn => Err(Unfounded::Gone),
                Some(row) => Self::Selection(row.selection).stands(cx),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn is_written_as_the_object_that_it_is<T>(kinds: &[&str])
    where
        T: FromStr<Err: fmt::Debug> + fmt::Display + Serialize,
    {
        for kind in kinds {
            let text = format!("{kind}:01890a5d-ac96-774b-bcce-b302099a8057");
            let origin: T = text.parse().unwrap();
            assert_eq!(origin.to_string(), text);
            assert_eq!(serde_json::to_string(&origin).unwrap(), format!("\"{text}\""));
        }
        for wrong in ["actor:01890a5d-ac96-774b-bcce-b302099a8057", "contribution:x", "01890a5d", ""] {
            assert!(wrong.parse::<T>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn an_origin_is_written_as_the_object_that_it_is() {
        let kinds = ["contribution", "meeting", "decision", "requirement", "specification_version", "finding"];
        is_written_as_the_object_that_it_is::<Origin>(&["selection", "candidate"]);
        is_written_as_the_object_that_it_is::<Origin>(&kinds);
        is_written_as_the_object_that_it_is::<Source>(&["contribution", "requirement", "finding"]);
        assert!("decision:01890a5d-ac96-774b-bcce-b302099a8057".parse::<Source>().is_err());
    }
}
