//! Specifications: what a network asks of the tools and ways of working that it wants, built by its members from two
//! questions ("what do we want to do together?" and "with what means?").
//!
//! A version is numbered and frozen: the requirements that stand, each with the number of its text and its median priority.
//! Anyone who has the history recomputes it. A version is adopted by a decision that was linked to it when it opened, and to no
//! other version; the latest adoption holds.
//!
//! Invariants: both questions stand when it is opened; a version is what stands at its position, and differs from the one
//! before; nothing is adopted without a decision that passed.

use std::sync::Arc;

use imbl::{OrdMap, Vector};
use serde::{Deserialize, Serialize};

use crate::aggregate::{Aggregate, Context, Happened};
use crate::authority::Action;
use crate::class::{CommonText, Draw, Few, LogSafe};
use crate::contribution::Kind;
use crate::decision::{self, Unruled};
use crate::event::{Object, events, refusals};
use crate::ids::{ContributionId, DecisionId, RequirementId, SpecificationId, SpecificationVersionId, Version};
use crate::names::CheckpointOrigin;
use crate::origin::Origin;
use crate::requirement::{MAX_STANDING, Priority, RequirementKind};
use crate::state::State;
use crate::tally::input::Sha;
use crate::tally::outcome::Outcome;

#[cfg(test)]
mod tests;

/// How many versions of a specification there may be.
pub const MAX_VERSIONS: usize = 256;

/// A requirement as it stood when a version was published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// Which.
    pub requirement: RequirementId,
    /// The number of its text, from 1.
    pub text: u16,
    /// What it was.
    pub kind: RequirementKind,
    /// Its median priority, if anybody gave it one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<Priority>,
}

impl LogSafe for Item {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self {
            requirement: RequirementId::example(draw),
            text: u16::example(draw),
            kind: RequirementKind::example(draw),
            priority: Option::example(draw),
        }
    }
}

/// The items of a version, in order of their requirements' ids.
pub type Items = Few<Item, 256>;

const _: () = assert!(MAX_STANDING == 256, "`Items` holds as many");

/// The published version of another network's that a specification was begun from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TemplateRef {
    /// The network, as its checkpoints name it.
    pub network: CheckpointOrigin,
    /// Its specification.
    pub specification: SpecificationId,
    /// The number of the version.
    pub version: u16,
    /// SHA-256 of the template's content.
    pub sha256: Sha,
}

impl LogSafe for TemplateRef {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self {
            network: CheckpointOrigin::example(draw),
            specification: SpecificationId::example(draw),
            version: u16::example(draw),
            sha256: Sha::example(draw),
        }
    }
}

/// What is known of one version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionRow {
    /// Of which specification.
    pub specification: SpecificationId,
    /// Its number, from 1.
    pub number: u16,
    /// What was required.
    pub items: Arc<[Item]>,
    /// The decision by which it was adopted last; whether that one was voided since, [`Specifications::adoption`] tells.
    pub adopted: Option<DecisionId>,
}

/// What is known of one specification.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// The question for goals.
    pub goals: ContributionId,
    /// The question for means.
    pub means: ContributionId,
    /// Its versions, in order of their numbers.
    pub versions: Vector<SpecificationVersionId>,
    /// The version that was adopted last.
    pub adopted: Option<SpecificationVersionId>,
    /// Number of events of its own.
    pub version: Version,
}

/// The specifications of one network, and their versions.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Specifications {
    rows: OrdMap<SpecificationId, Row>,
    versions: OrdMap<SpecificationVersionId, VersionRow>,
}

impl Specifications {
    /// What is known of a specification.
    #[must_use]
    pub fn get(&self, id: SpecificationId) -> Option<&Row> {
        self.rows.get(&id)
    }

    /// What is known of a version.
    #[must_use]
    pub fn version(&self, id: SpecificationVersionId) -> Option<&VersionRow> {
        self.versions.get(&id)
    }

    /// The decision by which a version is adopted: none where it was declared void since.
    #[must_use]
    pub fn adoption(&self, state: &State, id: SpecificationVersionId) -> Option<DecisionId> {
        let decision = self.version(id)?.adopted?;
        let is_void = state.decision.get(decision).is_none_or(|row| row.phase == decision::Phase::Voided);
        (!is_void).then_some(decision)
    }

    fn known(&self, id: SpecificationId) -> Result<&Row, Refusal> {
        self.get(id).ok_or(Refusal::UnknownSpecification)
    }

    fn last_items(&self, row: &Row) -> Option<&[Item]> {
        self.version(*row.versions.last()?).map(|version| &*version.items)
    }
}

/// What a version published now would hold.
#[must_use]
pub fn items(state: &State, specification: SpecificationId) -> Vec<Item> {
    let standing = state.requirement.standing_of(specification);
    let item = |(requirement, row): (RequirementId, &crate::requirement::Row)| {
        let priority = row.priorities.median();
        Item { requirement, text: row.texts, kind: row.kind, priority }
    };
    standing.map(item).collect()
}

/// What may be asked of specifications.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Open one.
    Open(Opened),
    /// Replace its title.
    Revise(Revised),
    /// Publish what stands as its next version.
    Publish {
        /// Of which specification.
        specification: SpecificationId,
        /// The version.
        version: SpecificationVersionId,
    },
    /// Adopt a version.
    Adopt(Adopted),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Open(_) | Self::Revise(_) | Self::Publish { .. } | Self::Adopt(_) => Action::ConductSpecification,
        }
    }
}

events! {
    /// What happens to a specification.
    pub enum Event in crate::state::Event {
        /// A specification was opened with its two questions.
        "specification.opened" v 1 signed = Opened {
            /// Which.
            specification: SpecificationId,
            /// What it is called.
            title: CommonText,
            /// The question "What do we want to do together?".
            goals: ContributionId,
            /// The question "With what means?".
            means: ContributionId,
            /// What it was begun from.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            template: Option<TemplateRef>,
        } of |e| {
            let questions = [e.goals, e.means].map(Object::Contribution);
            std::iter::once(Object::Specification(e.specification)).chain(questions).collect()
        },

        /// Its title was replaced.
        "specification.revised" v 1 signed = Revised {
            /// Which.
            specification: SpecificationId,
            /// What it is called.
            title: CommonText,
        } of |e| vec![Object::Specification(e.specification)],

        /// A version was published: numbered, and frozen.
        "specification.version_published" v 1 signed = VersionPublished {
            /// Of which specification.
            specification: SpecificationId,
            /// Which version.
            version: SpecificationVersionId,
            /// Its number, from 1.
            number: u16,
            /// What is required.
            items: Items,
        } of |e| vec![Object::Specification(e.specification), Object::SpecificationVersion(e.version)],

        /// A version was adopted by a decision.
        "specification.adopted" v 1 signed = Adopted {
            /// Of which specification.
            specification: SpecificationId,
            /// Which version.
            version: SpecificationVersionId,
            /// The decision.
            decision: DecisionId,
        } of |e| vec![
            Object::Specification(e.specification),
            Object::SpecificationVersion(e.version),
            Object::Decision(e.decision),
        ],
    }
}

refusals! {
    /// Why specifications say no.
    pub enum Refusal {
        /// There is no such specification.
        UnknownSpecification = "unknown_specification" Unknown,
        /// The id is in use.
        IdTaken = "specification_id_taken" Conflict,
        /// What is named for goals is no question.
        GoalsNotAQuestion = "goals_not_a_question" Invalid("/goals"),
        /// What is named for means is no question.
        MeansNotAQuestion = "means_not_a_question" Invalid("/means"),
        /// Both are the same question.
        OneQuestion = "goals_and_means_are_one" Invalid("/means"),
        /// A question was withdrawn, merged or hidden.
        QuestionGone = "specification_question_gone" Conflict,
        /// The version's id is in use.
        VersionIdTaken = "specification_version_id_taken" Conflict,
        /// Nothing stands that could be published.
        NothingStands = "version_empty" Conflict,
        /// Nothing has changed since the last version.
        Unchanged = "version_unchanged" Conflict,
        /// The event tells other items, or another number.
        VersionDiffers = "version_differs" Conflict,
        /// There are as many versions as there may be.
        TooManyVersions = "too_many_versions" Conflict,
        /// There is no such version of it.
        UnknownVersion = "unknown_specification_version" Unknown,
        /// There is no such decision.
        UnknownDecision = "adoption_decision_unknown" Invalid("/decision"),
        /// Nothing came of the decision, or not yet.
        Undecided = "adoption_not_decided" Conflict,
        /// The decision was not linked to this version when it opened.
        Unlinked = "adoption_not_linked" Conflict,
        /// The decision was linked to another version as well.
        LinkedToSeveral = "adoption_of_several" Conflict,
        /// The decision did not pass.
        NotPassed = "adoption_not_passed" Conflict,
        /// It is adopted already.
        AlreadyAdopted = "already_adopted" Conflict,
    }
}

impl Specifications {
    fn admits_opening(&self, cx: &Context<'_>, e: &Opened) -> Result<(), Refusal> {
        if self.get(e.specification).is_some() {
            return Err(Refusal::IdTaken);
        }
        for (question, refusal) in [(e.goals, Refusal::GoalsNotAQuestion), (e.means, Refusal::MeansNotAQuestion)] {
            let row = cx.state.contribution.get(question).filter(|row| row.kind == Kind::Question);
            row.ok_or(refusal)?;
            cx.state.contribution.taking_part(cx, question).map_err(|_| Refusal::QuestionGone)?;
        }
        if e.goals == e.means { Err(Refusal::OneQuestion) } else { Ok(()) }
    }

    fn admits_version(&self, cx: &Context<'_>, e: &VersionPublished) -> Result<(), Refusal> {
        let row = self.known(e.specification)?;
        if self.version(e.version).is_some() {
            return Err(Refusal::VersionIdTaken);
        }
        if row.versions.len() >= MAX_VERSIONS {
            return Err(Refusal::TooManyVersions);
        }
        let stand = items(cx.state, e.specification);
        if stand.is_empty() {
            return Err(Refusal::NothingStands);
        }
        if self.last_items(row) == Some(&*stand) {
            return Err(Refusal::Unchanged);
        }
        let is_next = usize::from(e.number) == row.versions.len() + 1;
        if is_next && e.items.as_slice() == stand { Ok(()) } else { Err(Refusal::VersionDiffers) }
    }

    fn admits_adoption(&self, cx: &Context<'_>, e: &Adopted) -> Result<(), Refusal> {
        let row = self.known(e.specification)?;
        let version = self.version(e.version).filter(|version| version.specification == e.specification);
        version.ok_or(Refusal::UnknownVersion)?;
        let outcome = cx.state.decision.ruling(e.decision, Origin::SpecificationVersion(e.version));
        let outcome = outcome.map_err(|unruled| match unruled {
            Unruled::Unknown => Refusal::UnknownDecision,
            Unruled::Undecided => Refusal::Undecided,
            Unruled::Unlinked => Refusal::Unlinked,
        })?;
        let is_of_another = |origin: &Origin| match origin {
            Origin::SpecificationVersion(version) => *version != e.version,
            Origin::Contribution(_)
            | Origin::Meeting(_)
            | Origin::Decision(_)
            | Origin::Requirement(_)
            | Origin::Finding(_)
            | Origin::Selection(_)
            | Origin::Candidate(_) => false,
        };
        if cx.state.decision.opened_on(e.decision).any(|origin| is_of_another(&origin)) {
            return Err(Refusal::LinkedToSeveral);
        }
        if *outcome != (Outcome::Passed {}) {
            return Err(Refusal::NotPassed);
        }
        let is_adopted = row.adopted == Some(e.version) && self.adoption(cx.state, e.version).is_some();
        if is_adopted { Err(Refusal::AlreadyAdopted) } else { Ok(()) }
    }
}

impl Aggregate for Specifications {
    const NAME: &'static str = "specification";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, cx: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Opened(e) => self.admits_opening(cx, e),
            Event::Revised(e) => self.known(e.specification).map(drop),
            Event::VersionPublished(e) => self.admits_version(cx, e),
            Event::Adopted(e) => self.admits_adoption(cx, e),
        }
    }

    fn decide(&self, cx: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(match command {
            Command::Open(e) => vec![e.into()],
            Command::Revise(e) => vec![e.into()],
            Command::Publish { specification, version } => {
                let number = self.known(specification)?.versions.len() + 1;
                let number = u16::try_from(number).map_err(|_| Refusal::TooManyVersions)?;
                let items = Items::new(items(cx.state, specification)).map_err(|_| Refusal::VersionDiffers)?;
                vec![VersionPublished { specification, version, number, items }.into()]
            }
            Command::Adopt(e) => {
                let row = self.known(e.specification)?;
                let holds = row.adopted == Some(e.version) && self.adoption(cx.state, e.version) == Some(e.decision);
                if holds { vec![] } else { vec![e.into()] }
            }
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        // What changes a version is an event of its specification's.
        let specification = if let Object::SpecificationVersion(version) = object {
            self.version(version)?.specification
        } else if let Object::Specification(specification) = object {
            specification
        } else {
            return None;
        };
        self.get(specification).map(|row| row.version)
    }

    fn evolve(&mut self, _: &Happened<'_>, event: &Event) {
        match event {
            Event::Opened(e) => {
                let (goals, means) = (e.goals, e.means);
                let row = Row { goals, means, versions: Vector::new(), adopted: None, version: Version(1) };
                self.rows.insert(e.specification, row);
            }
            Event::Revised(e) => self.change(e.specification, |_| ()),
            Event::VersionPublished(e) => {
                let (specification, number, items) = (e.specification, e.number, e.items.as_slice().into());
                self.versions.insert(e.version, VersionRow { specification, number, items, adopted: None });
                self.change(e.specification, |row| row.versions.push_back(e.version));
            }
            Event::Adopted(e) => {
                if let Some(version) = self.versions.get_mut(&e.version) {
                    version.adopted = Some(e.decision);
                }
                self.change(e.specification, |row| row.adopted = Some(e.version));
            }
        }
    }
}

impl Specifications {
    fn change(&mut self, id: SpecificationId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.get_mut(&id) {
            row.version.bump();
            change(row);
        }
    }
}
