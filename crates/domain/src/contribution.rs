//! Contributions: what actors ask, propose and answer; the material from which everything later is made.
//!
//! Invariants: a question's text is the network's, all other texts are their author's; statements belong to a question;
//! what was withdrawn takes no further part but keeps its place in the thread; every version is kept; support is a
//! scoped act, once a person.

mod kind;
#[cfg(test)]
mod tests;

use imbl::{OrdMap, OrdSet};

use crate::aggregate::{Aggregate, Context, Happened};
use crate::authority::Action;
use crate::class::{CommonText, OwnText};
use crate::event::{Object, events, refusals};
use crate::ids::{ActorId, AudienceId, ContributionId, Pseudonym, ThemeId, Version};

pub use kind::{Kind, LinkKind, SubmittedKind};

/// How deep a thread may grow: the deepest reply has this many ancestors.
pub const MAX_DEPTH: u8 = 32;

/// Whether a contribution takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Takes part.
    Standing,
    /// Withdrawn by its author.
    Withdrawn,
}

/// What is known of one contribution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// What it is.
    pub kind: Kind,
    /// Whose it is; `None` for what the operator or the system asked.
    pub author: Option<ActorId>,
    /// Whether it takes part.
    pub phase: Phase,
    /// Whether it has a title.
    pub titled: bool,
    /// Number of ancestors.
    pub depth: u8,
    /// Number of events of its own.
    pub version: Version,
}

impl Row {
    /// Whether its author withdrew it.
    #[must_use]
    pub fn is_withdrawn(&self) -> bool {
        self.phase == Phase::Withdrawn
    }
}

/// The contributions of one network, who supports them, and how they belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contributions {
    rows: OrdMap<ContributionId, Row>,
    supporters: OrdSet<(ContributionId, Pseudonym)>,
    links: OrdSet<(ContributionId, ContributionId, LinkKind)>,
}

impl Contributions {
    /// What is known of a contribution.
    #[must_use]
    pub fn get(&self, id: ContributionId) -> Option<&Row> {
        self.rows.get(&id)
    }

    /// Whether the person supports it.
    #[must_use]
    pub fn supports(&self, id: ContributionId, supporter: Pseudonym) -> bool {
        self.supporters.contains(&(id, supporter))
    }

    fn standing(&self, id: ContributionId) -> Result<&Row, Refusal> {
        let row = self.get(id).ok_or(Refusal::UnknownContribution)?;
        if row.is_withdrawn() { Err(Refusal::Withdrawn) } else { Ok(row) }
    }

    fn question(&self, id: ContributionId) -> Result<&Row, Refusal> {
        let row = self.standing(id)?;
        if row.kind == Kind::Question { Ok(row) } else { Err(Refusal::NotAQuestion) }
    }

    fn admits_submission(&self, e: &Submitted) -> Result<(), Refusal> {
        if self.get(e.contribution).is_some() {
            return Err(Refusal::IdTaken);
        }
        let shape = e.kind.shape();
        match (shape.titled, e.title) {
            (true, None) => return Err(Refusal::TitleMissing),
            (false, Some(_)) => return Err(Refusal::TitleNotExpected),
            (true, Some(_)) | (false, None) => (),
        }
        let Some(parent) = e.parent else {
            return if shape.alone { Ok(()) } else { Err(Refusal::ParentMissing) };
        };
        let parent = self.get(parent).ok_or(Refusal::UnknownParent)?;
        if parent.is_withdrawn() {
            return Err(Refusal::ParentWithdrawn);
        }
        if !(shape.under)(parent.kind) {
            return Err(Refusal::ParentOfWrongKind);
        }
        if parent.depth >= MAX_DEPTH { Err(Refusal::ThreadTooDeep) } else { Ok(()) }
    }
}

/// What may be asked of contributions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// Put a question to the network.
    Ask(QuestionAsked),
    /// Submit anything else.
    Submit(Submitted),
    /// Replace a question's text.
    ReviseQuestion(QuestionRevised),
    /// Replace one's text.
    Revise(Revised),
    /// Take it out of the discussion.
    Withdraw(ContributionId),
    /// Support it.
    Support(Supported),
    /// Support it no more.
    Unsupport(Unsupported),
    /// Say how two belong together.
    Link(Linked),
}

impl Command {
    /// What one must be allowed to do.
    #[must_use]
    pub fn action(&self) -> Action {
        match self {
            Self::Ask(_) => Action::AskQuestion,
            Self::Submit(_) => Action::Submit,
            Self::ReviseQuestion(e) => Action::Revise(e.contribution),
            Self::Revise(e) => Action::Revise(e.contribution),
            Self::Withdraw(contribution) => Action::Withdraw(*contribution),
            Self::Support(_) | Self::Unsupport(_) => Action::Support,
            Self::Link(_) => Action::Link,
        }
    }
}

events! {
    /// What happens to a contribution.
    pub enum Event in crate::state::Event {
        /// A question was put to the network.
        "contribution.question_asked" v 1 signed = QuestionAsked {
            /// Which.
            contribution: ContributionId,
            /// The question.
            title: CommonText,
            /// What there is to say about it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            body: Option<CommonText>,
            /// Its theme.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            theme: Option<ThemeId>,
        } of |e| vec![Object::Contribution(e.contribution)],

        /// An idea, proposal, argument, comment, answer, resource or statement was submitted.
        "contribution.submitted" v 1 signed = Submitted {
            /// Which.
            contribution: ContributionId,
            /// What it is.
            kind: SubmittedKind,
            /// What it stands under.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            parent: Option<ContributionId>,
            /// Its title.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            title: Option<OwnText>,
            /// Its text.
            body: OwnText,
            /// Its theme.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            theme: Option<ThemeId>,
            /// The audience it speaks of.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            audience: Option<AudienceId>,
        } of |e| std::iter::once(e.contribution).chain(e.parent).map(Object::Contribution).collect(),

        /// A question's text was replaced.
        "contribution.question_revised" v 1 signed = QuestionRevised {
            /// Which.
            contribution: ContributionId,
            /// The question.
            title: CommonText,
            /// What there is to say about it.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            body: Option<CommonText>,
        } of |e| vec![Object::Contribution(e.contribution)],

        /// A text was replaced by its author.
        "contribution.revised" v 1 signed = Revised {
            /// Which.
            contribution: ContributionId,
            /// Its title.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            title: Option<OwnText>,
            /// Its text.
            body: OwnText,
        } of |e| vec![Object::Contribution(e.contribution)],

        /// It was taken out of the discussion.
        "contribution.withdrawn" v 1 signed = Withdrawn {
            /// Which.
            contribution: ContributionId,
        } of |e| vec![Object::Contribution(e.contribution)],

        /// One person more supports it.
        "contribution.supported" v 1 scoped = Supported {
            /// Which.
            contribution: ContributionId,
            /// The person, inside this contribution.
            supporter: Pseudonym,
        } of |e| vec![Object::Contribution(e.contribution)],

        /// One person less supports it.
        "contribution.unsupported" v 1 scoped = Unsupported {
            /// Which.
            contribution: ContributionId,
            /// The person, inside this contribution.
            supporter: Pseudonym,
        } of |e| vec![Object::Contribution(e.contribution)],

        /// Two contributions were said to belong together.
        "contribution.linked" v 1 signed = Linked {
            /// The first.
            contribution: ContributionId,
            /// The second.
            to: ContributionId,
            /// How.
            kind: LinkKind,
        } of |e| vec![Object::Contribution(e.contribution), Object::Contribution(e.to)],
    }
}

refusals! {
    /// Why contributions say no.
    pub enum Refusal {
        /// There is no such contribution.
        UnknownContribution = "unknown_contribution" Unknown,
        /// It was withdrawn.
        Withdrawn = "contribution_withdrawn" Conflict,
        /// The id is in use.
        IdTaken = "contribution_id_taken" Conflict,
        /// This kind needs a title.
        TitleMissing = "title_missing" Invalid("/title"),
        /// This kind has none.
        TitleNotExpected = "title_not_expected" Invalid("/title"),
        /// This kind stands under another contribution.
        ParentMissing = "parent_missing" Invalid("/parent"),
        /// There is no such parent.
        UnknownParent = "unknown_parent" Invalid("/parent"),
        /// The parent was withdrawn.
        ParentWithdrawn = "parent_withdrawn" Conflict,
        /// This kind does not stand under that kind.
        ParentOfWrongKind = "parent_of_wrong_kind" Invalid("/parent"),
        /// Reply further up.
        ThreadTooDeep = "thread_too_deep" Invalid("/parent"),
        /// Only a question is revised as one.
        NotAQuestion = "not_a_question" Conflict,
        /// A question's text is the network's.
        IsAQuestion = "is_a_question" Conflict,
        /// The person supports it already.
        AlreadySupported = "already_supported" Conflict,
        /// The person does not support it.
        NotSupported = "not_supported" Conflict,
        /// There is no such second contribution.
        UnknownTarget = "unknown_target" Invalid("/to"),
        /// Nothing is linked with itself.
        LinkedToItself = "linked_to_itself" Invalid("/to"),
        /// They are linked so already.
        AlreadyLinked = "already_linked" Conflict,
    }
}

impl Aggregate for Contributions {
    const NAME: &'static str = "contribution";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, _: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::QuestionAsked(e) if self.get(e.contribution).is_some() => Err(Refusal::IdTaken),
            Event::QuestionAsked(_) => Ok(()),
            Event::Submitted(e) => self.admits_submission(e),
            Event::QuestionRevised(e) => self.question(e.contribution).map(drop),
            Event::Revised(e) => {
                let row = self.standing(e.contribution)?;
                match (row.kind, row.titled, e.title) {
                    (Kind::Question, _, _) => Err(Refusal::IsAQuestion),
                    (_, true, None) => Err(Refusal::TitleMissing),
                    (_, false, Some(_)) => Err(Refusal::TitleNotExpected),
                    (_, true, Some(_)) | (_, false, None) => Ok(()),
                }
            }
            Event::Withdrawn(e) => self.standing(e.contribution).map(drop),
            Event::Supported(e) => {
                self.standing(e.contribution)?;
                if self.supports(e.contribution, e.supporter) { Err(Refusal::AlreadySupported) } else { Ok(()) }
            }
            Event::Unsupported(e) => {
                self.standing(e.contribution)?;
                if self.supports(e.contribution, e.supporter) { Ok(()) } else { Err(Refusal::NotSupported) }
            }
            Event::Linked(e) => {
                self.standing(e.contribution)?;
                if e.contribution == e.to {
                    return Err(Refusal::LinkedToItself);
                }
                self.get(e.to).ok_or(Refusal::UnknownTarget)?;
                if self.links.contains(&(e.contribution, e.to, e.kind)) { Err(Refusal::AlreadyLinked) } else { Ok(()) }
            }
        }
    }

    fn decide(&self, _: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(match command {
            Command::Ask(e) => vec![e.into()],
            Command::Submit(e) => vec![e.into()],
            Command::ReviseQuestion(e) => vec![e.into()],
            Command::Revise(e) => vec![e.into()],
            Command::Withdraw(contribution) => vec![Withdrawn { contribution }.into()],
            Command::Support(e) if self.supports(e.contribution, e.supporter) => vec![],
            Command::Support(e) => vec![e.into()],
            Command::Unsupport(e) => {
                self.standing(e.contribution)?;
                if self.supports(e.contribution, e.supporter) { vec![e.into()] } else { vec![] }
            }
            Command::Link(e) if self.links.contains(&(e.contribution, e.to, e.kind)) => vec![],
            Command::Link(e) => vec![e.into()],
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        let Object::Contribution(contribution) = object else { return None };
        self.get(contribution).map(|row| row.version)
    }

    fn evolve(&mut self, happened: &Happened<'_>, event: &Event) {
        let new = |kind, titled, depth| {
            let author = happened.act.subject();
            Row { kind, author, phase: Phase::Standing, titled, depth, version: Version(1) }
        };
        match event {
            Event::QuestionAsked(e) => {
                self.rows.insert(e.contribution, new(Kind::Question, true, 0));
            }
            Event::Submitted(e) => {
                let parent = e.parent.and_then(|parent| self.get(parent));
                let depth = parent.map_or(0, |parent| parent.depth.saturating_add(1));
                self.rows.insert(e.contribution, new(e.kind.into(), e.title.is_some(), depth));
            }
            Event::QuestionRevised(QuestionRevised { contribution, .. })
            | Event::Revised(Revised { contribution, .. }) => {
                self.change(*contribution, |_| ());
            }
            Event::Withdrawn(e) => self.change(e.contribution, |row| row.phase = Phase::Withdrawn),
            Event::Supported(e) => _ = self.supporters.insert((e.contribution, e.supporter)),
            Event::Unsupported(e) => _ = self.supporters.remove(&(e.contribution, e.supporter)),
            Event::Linked(e) => _ = self.links.insert((e.contribution, e.to, e.kind)),
        }
    }
}

impl Contributions {
    fn change(&mut self, id: ContributionId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.get_mut(&id) {
            row.version.bump();
            change(row);
        }
    }
}
