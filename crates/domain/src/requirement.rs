//! Requirements: what a specification asks for, one by one: what the network wants to do, with what means, and within what
//! limits.
//!
//! A requirement's text is the network's. Any member proposes another (an amendment, the author's); a facilitator, or a
//! decision that was linked to the requirement when it opened, accepts or refuses it. What is accepted becomes the next text,
//! numbered from 1; every text stays readable.
//!
//! Invariants: a requirement comes from what stood when it was proposed; only what stands is amended, prioritised, split or
//! merged; what was split is stood for by its parts, and what was merged by what it was merged into; a person has one priority
//! in it, the latest. It is a scoped act: each tells what the person's priority was before, so that counts fold without a
//! table of persons.

mod event;
pub mod priority;
mod refusal;
#[cfg(test)]
mod tests;

use imbl::{OrdMap, OrdSet, Vector};

pub use self::event::{
    Amended, AmendmentProposed, AmendmentRefused, AmendmentWithdrawn, Event, Merged, Prioritised, Proposed, Reinstated,
    Rejected, Split,
};
pub use self::priority::{Counts, Priority};
pub use self::refusal::Refusal;
use crate::aggregate::{Aggregate, Context, Happened};
use crate::authority::Action;
use crate::class::{Few, words};
use crate::decision::Unruled;
use crate::event::Object;
use crate::ids::{ActorId, DecisionId, Pseudonym, RequirementId, SpecificationId, Version};
use crate::origin::{Origin, Source, Unfounded};
use crate::tally::outcome::Outcome;

/// How many requirements of one specification may stand.
pub const MAX_STANDING: usize = 256;
/// How many amendments of a requirement there may be.
pub const MAX_AMENDMENTS: usize = 256;

/// What a requirement comes from.
pub type Sources = Few<Source, 16>;
/// What a requirement is split into, or what is merged into it.
pub type Others = Few<RequirementId, 8>;

words! {
    /// What a requirement is.
    pub enum RequirementKind {
        /// What the network wants to do.
        Goal = "goal",
        /// What it wants to do it with.
        Means = "means",
        /// What limits both.
        Constraint = "constraint",
    }

    /// Whether a requirement takes part, in a word.
    pub enum PhaseKind {
        /// Takes part.
        Standing = "standing",
        /// Others stand for it.
        Split = "split",
        /// Another stands for it.
        Merged = "merged",
        /// It was rejected.
        Rejected = "rejected",
    }

    /// How far an amendment is.
    pub enum AmendmentPhase {
        /// Waits for an answer.
        Open = "open",
        /// Its author withdrew it.
        Withdrawn = "withdrawn",
        /// It is the requirement's text.
        Accepted = "accepted",
        /// It was refused.
        Refused = "refused",
    }
}

/// Whether a requirement takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Takes part.
    Standing,
    /// Others stand for it.
    Split,
    /// Another stands for it.
    Merged {
        /// Which.
        into: RequirementId,
    },
    /// It was rejected.
    Rejected,
}

impl Phase {
    /// The word for it.
    #[must_use]
    pub fn kind(self) -> PhaseKind {
        match self {
            Self::Standing => PhaseKind::Standing,
            Self::Split => PhaseKind::Split,
            Self::Merged { .. } => PhaseKind::Merged,
            Self::Rejected => PhaseKind::Rejected,
        }
    }
}

/// What is known of one amendment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amendment {
    /// Whose it is.
    pub author: Option<ActorId>,
    /// What the requirement would be.
    pub kind: RequirementKind,
    /// How far it is.
    pub phase: AmendmentPhase,
}

/// What is known of one requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Of which specification.
    pub specification: SpecificationId,
    /// What it is.
    pub kind: RequirementKind,
    /// What it comes from.
    pub from: Sources,
    /// Whether it takes part.
    pub phase: Phase,
    /// How many texts it has had: the number of the one it has.
    pub texts: u16,
    /// Its amendments, the first with number 1.
    pub amendments: Vector<Amendment>,
    /// How many persons gave it which priority.
    pub priorities: Counts,
    /// Number of events of its own.
    pub version: Version,
}

impl Row {
    /// One of its amendments, numbered from 1.
    #[must_use]
    pub fn amendment(&self, number: u16) -> Option<&Amendment> {
        self.amendments.get(usize::from(number).checked_sub(1)?)
    }

    fn next_amendment(&self) -> u16 {
        u16::try_from(self.amendments.len() + 1).unwrap_or(u16::MAX)
    }
}

/// The requirements of one network, and what persons gave them for priorities.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Requirements {
    rows: OrdMap<RequirementId, Row>,
    /// Those that stand, by their specification.
    standing: OrdMap<SpecificationId, OrdSet<RequirementId>>,
    priorities: OrdMap<RequirementId, OrdMap<Pseudonym, Priority>>,
}

impl Requirements {
    /// What is known of a requirement.
    #[must_use]
    pub fn get(&self, id: RequirementId) -> Option<&Row> {
        self.rows.get(&id)
    }

    /// The requirements of a specification that stand, in order of their ids.
    pub fn standing_of(&self, specification: SpecificationId) -> impl Iterator<Item = (RequirementId, &Row)> {
        let ids = self.standing.get(&specification).into_iter().flatten();
        ids.filter_map(|id| Some((*id, self.get(*id)?)))
    }

    /// What the person gave it for a priority, last.
    #[must_use]
    pub fn priority(&self, id: RequirementId, person: Pseudonym) -> Option<Priority> {
        self.priorities.get(&id)?.get(&person).copied()
    }

    fn known(&self, id: RequirementId) -> Result<&Row, Refusal> {
        self.get(id).ok_or(Refusal::UnknownRequirement)
    }

    fn standing(&self, id: RequirementId) -> Result<&Row, Refusal> {
        let row = self.known(id)?;
        match row.phase {
            Phase::Standing => Ok(row),
            Phase::Split => Err(Refusal::IsSplit),
            Phase::Merged { .. } => Err(Refusal::IsMerged),
            Phase::Rejected => Err(Refusal::IsRejected),
        }
    }

    /// An amendment that waits for an answer.
    fn open(&self, id: RequirementId, number: u16) -> Result<&Amendment, Refusal> {
        let amendment = self.known(id)?.amendment(number).ok_or(Refusal::UnknownAmendment)?;
        if amendment.phase == AmendmentPhase::Open { Ok(amendment) } else { Err(Refusal::AmendmentOver) }
    }

    /// Whether there is room for one more that stands.
    fn has_room(&self, specification: SpecificationId) -> Result<(), Refusal> {
        let stand = self.standing.get(&specification).map_or(0, OrdSet::len);
        if stand < MAX_STANDING { Ok(()) } else { Err(Refusal::TooMany) }
    }
}

/// What may be asked of requirements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Propose one.
    Propose(Proposed),
    /// Propose another text for one; its number is given to it.
    ProposeAmendment(AmendmentProposed),
    /// Withdraw an amendment.
    WithdrawAmendment(AmendmentWithdrawn),
    /// Accept an amendment.
    Amend(Amended),
    /// Refuse an amendment.
    RefuseAmendment(AmendmentRefused),
    /// Say how much it is wanted.
    Prioritise {
        /// Which.
        requirement: RequirementId,
        /// The person, inside this requirement.
        person: Pseudonym,
        /// How much.
        priority: Priority,
    },
    /// Split it into others.
    Split(Split),
    /// Merge others into it.
    Merge(Merged),
    /// Reject it.
    Reject(Rejected),
    /// Let it stand again.
    Reinstate(RequirementId),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Propose(_) => Action::ProposeRequirement,
            Self::ProposeAmendment(_) => Action::AmendRequirement,
            Self::WithdrawAmendment(e) => Action::WithdrawAmendment(e.requirement, e.amendment),
            Self::Prioritise { .. } => Action::Prioritise,
            Self::Amend(_)
            | Self::RefuseAmendment(_)
            | Self::Split(_)
            | Self::Merge(_)
            | Self::Reject(_)
            | Self::Reinstate(_) => Action::ConductSpecification,
        }
    }
}

impl Requirements {
    fn admits_proposal(&self, cx: &Context<'_>, e: &Proposed) -> Result<(), Refusal> {
        if self.get(e.requirement).is_some() {
            return Err(Refusal::IdTaken);
        }
        cx.state.specification.get(e.specification).ok_or(Refusal::NoSpecification)?;
        for source in e.from.as_slice() {
            Origin::from(*source).stands(cx).map_err(|unfounded| match unfounded {
                Unfounded::Unknown => Refusal::UnknownSource,
                Unfounded::Gone => Refusal::SourceGone,
            })?;
        }
        self.has_room(e.specification)
    }

    fn admits_amendment(&self, cx: &Context<'_>, e: &Amended) -> Result<(), Refusal> {
        self.standing(e.requirement)?;
        let amendment = self.open(e.requirement, e.amendment)?;
        // The text was its author's until now: what was erased does not become the network's.
        if amendment.author.is_some_and(|author| cx.state.actor.is_erased(author)) {
            return Err(Refusal::AmendmentErased);
        }
        if amendment.kind != e.kind {
            return Err(Refusal::AmendmentKind);
        }
        admits_decision(cx, e.requirement, e.decision, &Outcome::Passed {})
    }

    fn admits_split(&self, e: &Split) -> Result<(), Refusal> {
        let whole = self.standing(e.requirement)?;
        if e.into.as_slice().len() < 2 {
            return Err(Refusal::TooFewParts);
        }
        for part in e.into.as_slice() {
            let part = self.get(*part).ok_or(Refusal::UnknownPart)?;
            let comes_from_it = part.from.as_slice().contains(&Source::Requirement(e.requirement));
            if part.phase != Phase::Standing || part.specification != whole.specification || !comes_from_it {
                return Err(Refusal::UnfitPart);
            }
        }
        Ok(())
    }

    fn admits_merge(&self, e: &Merged) -> Result<(), Refusal> {
        let target = self.standing(e.requirement)?;
        if e.sources.as_slice().is_empty() {
            return Err(Refusal::NothingToMerge);
        }
        for source in e.sources.as_slice() {
            if *source == e.requirement {
                return Err(Refusal::MergedIntoItself);
            }
            let source = self.get(*source).ok_or(Refusal::UnknownMerged)?;
            if source.phase != Phase::Standing || source.specification != target.specification {
                return Err(Refusal::UnfitMerged);
            }
        }
        Ok(())
    }
}

/// Whether a decision, if one is named, says so of the requirement.
fn admits_decision(
    cx: &Context<'_>,
    requirement: RequirementId,
    decision: Option<DecisionId>,
    says: &Outcome,
) -> Result<(), Refusal> {
    let Some(decision) = decision else { return Ok(()) };
    match cx.state.decision.ruling(decision, Origin::Requirement(requirement)) {
        Err(Unruled::Unknown) => Err(Refusal::UnknownDecision),
        Err(Unruled::Undecided) => Err(Refusal::Undecided),
        Err(Unruled::Unlinked) => Err(Refusal::DecisionUnlinked),
        Ok(outcome) if outcome == says => Ok(()),
        Ok(_) => Err(Refusal::DecidedOtherwise),
    }
}

impl Aggregate for Requirements {
    const NAME: &'static str = "requirement";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, cx: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::Proposed(e) => self.admits_proposal(cx, e),
            Event::AmendmentProposed(e) => {
                let row = self.standing(e.requirement)?;
                if row.amendments.len() >= MAX_AMENDMENTS {
                    return Err(Refusal::TooManyAmendments);
                }
                if row.next_amendment() == e.amendment { Ok(()) } else { Err(Refusal::AmendmentNumber) }
            }
            Event::AmendmentWithdrawn(e) => self.open(e.requirement, e.amendment).map(drop),
            Event::Amended(e) => self.admits_amendment(cx, e),
            Event::AmendmentRefused(e) => {
                self.open(e.requirement, e.amendment)?;
                admits_decision(cx, e.requirement, e.decision, &Outcome::Rejected {})
            }
            Event::Prioritised(e) => {
                self.standing(e.requirement)?;
                if self.priority(e.requirement, e.person) == e.was { Ok(()) } else { Err(Refusal::PriorityWas) }
            }
            Event::Split(e) => self.admits_split(e),
            Event::Merged(e) => self.admits_merge(e),
            Event::Rejected(e) => self.standing(e.requirement).map(drop),
            Event::Reinstated(e) => {
                let row = self.known(e.requirement)?;
                if row.phase == Phase::Rejected { self.has_room(row.specification) } else { Err(Refusal::NotRejected) }
            }
        }
    }

    fn decide(&self, _: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(match command {
            Command::Propose(e) => vec![e.into()],
            Command::ProposeAmendment(e) => {
                let amendment = self.known(e.requirement)?.next_amendment();
                vec![AmendmentProposed { amendment, ..e }.into()]
            }
            Command::WithdrawAmendment(e) => vec![e.into()],
            Command::Amend(e) => vec![e.into()],
            Command::RefuseAmendment(e) => vec![e.into()],
            Command::Prioritise { requirement, person, priority } => {
                self.standing(requirement)?;
                let was = self.priority(requirement, person);
                let event = Prioritised { requirement, person, priority, was };
                if was == Some(priority) { vec![] } else { vec![event.into()] }
            }
            Command::Split(e) => vec![e.into()],
            Command::Merge(e) => vec![e.into()],
            Command::Reject(e) => vec![e.into()],
            Command::Reinstate(requirement) => vec![Reinstated { requirement }.into()],
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        let Object::Requirement(requirement) = object else { return None };
        self.get(requirement).map(|row| row.version)
    }

    fn evolve(&mut self, happened: &Happened<'_>, event: &Event) {
        match event {
            Event::Proposed(e) => {
                let row = Row {
                    specification: e.specification,
                    kind: e.kind,
                    from: e.from.clone(),
                    phase: Phase::Standing,
                    texts: 1,
                    amendments: Vector::new(),
                    priorities: Counts::default(),
                    version: Version(1),
                };
                self.rows.insert(e.requirement, row);
                self.standing.entry(e.specification).or_default().insert(e.requirement);
            }
            Event::AmendmentProposed(e) => self.change(e.requirement, |row| {
                let (author, phase) = (happened.act.subject(), AmendmentPhase::Open);
                row.amendments.push_back(Amendment { author, kind: e.kind, phase });
            }),
            Event::AmendmentWithdrawn(e) => self.answer(e.requirement, e.amendment, AmendmentPhase::Withdrawn),
            Event::Amended(e) => {
                self.answer(e.requirement, e.amendment, AmendmentPhase::Accepted);
                if let Some(row) = self.rows.get_mut(&e.requirement) {
                    (row.kind, row.texts) = (e.kind, row.texts.saturating_add(1));
                }
            }
            Event::AmendmentRefused(e) => self.answer(e.requirement, e.amendment, AmendmentPhase::Refused),
            Event::Prioritised(e) => {
                self.priorities.entry(e.requirement).or_default().insert(e.person, e.priority);
                if let Some(row) = self.rows.get_mut(&e.requirement) {
                    row.priorities.change(e.was, e.priority);
                }
            }
            Event::Split(e) => self.enter(e.requirement, Phase::Split),
            Event::Merged(e) => {
                self.change(e.requirement, |_| ());
                for source in e.sources.as_slice() {
                    self.enter(*source, Phase::Merged { into: e.requirement });
                }
            }
            Event::Rejected(e) => self.enter(e.requirement, Phase::Rejected),
            Event::Reinstated(e) => self.enter(e.requirement, Phase::Standing),
        }
    }
}

impl Requirements {
    fn change(&mut self, id: RequirementId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.get_mut(&id) {
            row.version.bump();
            change(row);
        }
    }

    fn answer(&mut self, id: RequirementId, number: u16, phase: AmendmentPhase) {
        self.change(id, |row| {
            let amendment = usize::from(number).checked_sub(1).and_then(|index| row.amendments.get_mut(index));
            if let Some(amendment) = amendment {
                amendment.phase = phase;
            }
        });
    }

    fn enter(&mut self, id: RequirementId, phase: Phase) {
        self.change(id, |row| row.phase = phase);
        let Some(specification) = self.get(id).map(|row| row.specification) else { return };
        let standing = self.standing.entry(specification).or_default();
        if phase == Phase::Standing { _ = standing.insert(id) } else { _ = standing.remove(&id) }
    }
}
