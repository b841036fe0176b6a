//! What happens to a requirement.

use super::{Priority, RequirementKind};
use crate::class::{CommonText, Few, OwnText};
use crate::event::{Object, events};
use crate::ids::{DecisionId, Pseudonym, RequirementId, SpecificationId};
use crate::origin::Source;

fn with_decision(requirement: RequirementId, decision: Option<DecisionId>) -> Vec<Object> {
    std::iter::once(Object::Requirement(requirement)).chain(decision.map(Object::Decision)).collect()
}

fn with_others(requirement: RequirementId, others: &Few<RequirementId, 8>) -> Vec<Object> {
    std::iter::once(&requirement).chain(others.as_slice()).copied().map(Object::Requirement).collect()
}

events! {
    /// What happens to a requirement.
    pub enum Event in crate::state::Event {
        /// A requirement was proposed.
        "requirement.proposed" v 1 signed = Proposed {
            /// Which.
            requirement: RequirementId,
            /// Of which specification.
            specification: SpecificationId,
            /// What it is.
            kind: RequirementKind,
            /// What is required.
            title: CommonText,
            /// What there is to say about it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            description: Option<CommonText>,
            /// What it comes from.
            from: Few<Source, 16>,
        } of |e| {
            let own = [Object::Requirement(e.requirement), Object::Specification(e.specification)];
            own.into_iter().chain(e.from.as_slice().iter().copied().map(Object::from)).collect()
        },

        /// Somebody proposed another text for it.
        "requirement.amendment_proposed" v 1 signed = AmendmentProposed {
            /// Which.
            requirement: RequirementId,
            /// Which amendment, from 1.
            amendment: u16,
            /// What it would be.
            kind: RequirementKind,
            /// What would be required.
            title: OwnText,
            /// What there would be to say about it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            description: Option<OwnText>,
            /// Why.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            reason: Option<OwnText>,
        } of |e| vec![Object::Requirement(e.requirement)],

        /// An amendment was withdrawn by its author.
        "requirement.amendment_withdrawn" v 1 signed = AmendmentWithdrawn {
            /// Which.
            requirement: RequirementId,
            /// Which amendment.
            amendment: u16,
        } of |e| vec![Object::Requirement(e.requirement)],

        /// An amendment was accepted: its text is the requirement's now, and the network's.
        "requirement.amended" v 1 signed = Amended {
            /// Which.
            requirement: RequirementId,
            /// Which amendment.
            amendment: u16,
            /// What it is now.
            kind: RequirementKind,
            /// What is required now.
            title: CommonText,
            /// What there is to say about it now.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            description: Option<CommonText>,
            /// Why.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            reason: Option<CommonText>,
            /// The decision by which.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            decision: Option<DecisionId>,
        } of |e| with_decision(e.requirement, e.decision),

        /// An amendment was refused.
        "requirement.amendment_refused" v 1 signed = AmendmentRefused {
            /// Which.
            requirement: RequirementId,
            /// Which amendment.
            amendment: u16,
            /// Why.
            reason: CommonText,
            /// The decision by which.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            decision: Option<DecisionId>,
        } of |e| with_decision(e.requirement, e.decision),

        /// A person said how much it is wanted.
        "requirement.prioritised" v 1 scoped = Prioritised {
            /// Which.
            requirement: RequirementId,
            /// The person, inside this requirement.
            person: Pseudonym,
            /// How much.
            priority: Priority,
            /// What the person said before; absent for the first time.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            was: Option<Priority>,
        } of |e| vec![Object::Requirement(e.requirement)],

        /// It was split into others, which stand for it.
        "requirement.split" v 1 signed = Split {
            /// Which.
            requirement: RequirementId,
            /// Into which.
            into: Few<RequirementId, 8>,
        } of |e| with_others(e.requirement, &e.into),

        /// Others were merged into it, and end.
        "requirement.merged" v 1 signed = Merged {
            /// The one that stands for all.
            requirement: RequirementId,
            /// Those that end.
            sources: Few<RequirementId, 8>,
        } of |e| with_others(e.requirement, &e.sources),

        /// It was rejected.
        "requirement.rejected" v 1 signed = Rejected {
            /// Which.
            requirement: RequirementId,
            /// Why.
            reason: CommonText,
        } of |e| vec![Object::Requirement(e.requirement)],

        /// It stands again, though it was rejected.
        "requirement.reinstated" v 1 signed = Reinstated {
            /// Which.
            requirement: RequirementId,
        } of |e| vec![Object::Requirement(e.requirement)],
    }
}
