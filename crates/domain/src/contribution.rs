//! Contributions: what actors ask, propose and answer; the material from which everything later is made.
//!
//! Invariants: a question's text is the network's, all other texts are their author's; statements belong to a question;
//! what was withdrawn or merged takes no further part but keeps its place in the thread, its texts and its supports; what
//! moderators hide takes no part as long as they do; nothing stands under itself; every version is kept; support is a
//! scoped act, once a person.

mod kind;
#[cfg(test)]
mod tests;
mod threads;

use imbl::{OrdMap, OrdSet};

use crate::aggregate::{Aggregate, Context, Happened};
use crate::authority::Action;
use crate::class::{CommonText, Few, OwnText};
use crate::event::{Object, events, refusals};
use crate::ids::{ActorId, AudienceId, ContributionId, Pseudonym, ThemeId, Version};

pub use kind::{Kind, LinkKind, SubmittedKind};
pub use threads::MAX_DEPTH;

/// Up to sixteen contributions that are merged into another.
pub type Sources = Few<ContributionId, 16>;

/// Whether a contribution takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Takes part.
    Standing,
    /// Withdrawn by its author.
    Withdrawn,
    /// Merged.
    Merged {
        /// Into which one.
        into: ContributionId,
    },
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
    /// What it stands under.
    pub parent: Option<ContributionId>,
    /// Its theme.
    pub theme: Option<ThemeId>,
    /// Number of versions of its text.
    pub texts: u32,
    /// Number of events of its own.
    pub version: Version,
}

/// The contributions of one network, who supports them, and how they belong together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Contributions {
    rows: OrdMap<ContributionId, Row>,
    replies: OrdSet<(ContributionId, ContributionId)>,
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
        match row.phase {
            Phase::Standing => Ok(row),
            Phase::Withdrawn => Err(Refusal::Withdrawn),
            Phase::Merged { .. } => Err(Refusal::MergedAway),
        }
    }

    /// One that stands and that moderators do not hide.
    ///
    /// # Errors
    /// [`Refusal::UnknownContribution`], [`Refusal::Withdrawn`], [`Refusal::MergedAway`], [`Refusal::Hidden`].
    pub fn taking_part(&self, cx: &Context<'_>, id: ContributionId) -> Result<&Row, Refusal> {
        let row = self.standing(id)?;
        if cx.state.moderation.hides(id, row.texts) { Err(Refusal::Hidden) } else { Ok(row) }
    }

    /// One whose text may be replaced: what moderators returned to its author may.
    fn revisable(&self, cx: &Context<'_>, id: ContributionId) -> Result<&Row, Refusal> {
        if cx.state.moderation.awaits_revision(id) { self.standing(id) } else { self.taking_part(cx, id) }
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
    /// Merge some into one.
    Merge(Merged),
    /// Put it elsewhere.
    Move {
        /// Which.
        contribution: ContributionId,
        /// What it is to stand under.
        parent: Option<ContributionId>,
        /// The theme it is to have.
        theme: Option<ThemeId>,
    },
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
            Self::Merge(_) | Self::Move { .. } => Action::Arrange,
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

        /// Some were merged into one, with which their authors stay credited.
        "contribution.merged" v 1 signed = Merged {
            /// The one that stays.
            contribution: ContributionId,
            /// Those that take no further part.
            sources: Sources,
        } of |e| {
            let sources = e.sources.as_slice().iter().copied();
            std::iter::once(e.contribution).chain(sources).map(Object::Contribution).collect()
        },

        /// It was put elsewhere.
        "contribution.moved" v 1 signed = Moved {
            /// Which.
            contribution: ContributionId,
            /// What it stands under now; absent where it stands on its own.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            parent: Option<ContributionId>,
            /// Its theme now.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            theme: Option<ThemeId>,
            /// What it stood under before.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            was_parent: Option<ContributionId>,
            /// Its theme before.
            #[serde(default, skip_serializing_if = "Option::is_none")]
            was_theme: Option<ThemeId>,
        } of |e| {
            let parents = e.parent.into_iter().chain(e.was_parent.filter(|was| e.parent != Some(*was)));
            std::iter::once(e.contribution).chain(parents).map(Object::Contribution).collect()
        },
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
        /// It was merged into another.
        MergedAway = "contribution_merged" Conflict,
        /// Moderators hide it.
        Hidden = "contribution_hidden" Conflict,
        /// The parent was merged into another.
        ParentMerged = "parent_merged" Conflict,
        /// Moderators hide the parent.
        ParentHidden = "parent_hidden" Conflict,
        /// A merge needs something to merge.
        NothingToMerge = "nothing_to_merge" Invalid("/sources"),
        /// There is no such contribution to merge.
        UnknownSource = "unknown_source" Invalid("/sources"),
        /// Nothing is merged into itself.
        MergedIntoItself = "merged_into_itself" Invalid("/sources"),
        /// It was withdrawn, merged or hidden.
        SourceTakesNoPart = "source_takes_no_part" Conflict,
        /// Only what is of one kind is merged.
        SourceOfOtherKind = "source_of_other_kind" Invalid("/sources"),
        /// Nothing is merged into what stands under it.
        MergedIntoItsReply = "merged_into_its_reply" Invalid("/sources"),
        /// Nothing stands under itself.
        UnderItself = "under_itself" Invalid("/parent"),
        /// The event does not tell where it stood before.
        PlaceDiffers = "place_differs" Conflict,
        /// It stands there already.
        AlreadyThere = "already_there" Conflict,
    }
}

impl Aggregate for Contributions {
    const NAME: &'static str = "contribution";
    type Command = Command;
    type Event = Event;
    type Refusal = Refusal;

    fn admits(&self, cx: &Context<'_>, event: &Event) -> Result<(), Refusal> {
        match event {
            Event::QuestionAsked(e) if self.get(e.contribution).is_some() => Err(Refusal::IdTaken),
            Event::QuestionAsked(_) => Ok(()),
            Event::Submitted(e) => self.admits_submission(cx, e),
            Event::QuestionRevised(e) => {
                let row = self.revisable(cx, e.contribution)?;
                if row.kind == Kind::Question { Ok(()) } else { Err(Refusal::NotAQuestion) }
            }
            Event::Revised(e) => {
                let row = self.revisable(cx, e.contribution)?;
                match (row.kind, row.titled, e.title) {
                    (Kind::Question, _, _) => Err(Refusal::IsAQuestion),
                    (_, true, None) => Err(Refusal::TitleMissing),
                    (_, false, Some(_)) => Err(Refusal::TitleNotExpected),
                    (_, true, Some(_)) | (_, false, None) => Ok(()),
                }
            }
            Event::Withdrawn(e) => self.standing(e.contribution).map(drop),
            Event::Supported(e) => {
                self.taking_part(cx, e.contribution)?;
                if self.supports(e.contribution, e.supporter) { Err(Refusal::AlreadySupported) } else { Ok(()) }
            }
            Event::Unsupported(e) => {
                self.taking_part(cx, e.contribution)?;
                if self.supports(e.contribution, e.supporter) { Ok(()) } else { Err(Refusal::NotSupported) }
            }
            Event::Linked(e) => {
                self.taking_part(cx, e.contribution)?;
                if e.contribution == e.to {
                    return Err(Refusal::LinkedToItself);
                }
                self.get(e.to).ok_or(Refusal::UnknownTarget)?;
                if self.links.contains(&(e.contribution, e.to, e.kind)) { Err(Refusal::AlreadyLinked) } else { Ok(()) }
            }
            Event::Merged(e) => self.admits_merge(cx, e),
            Event::Moved(e) => self.admits_move(cx, e),
        }
    }

    fn decide(&self, cx: &Context<'_>, command: Command) -> Result<Vec<Event>, Refusal> {
        Ok(match command {
            Command::Ask(e) => vec![e.into()],
            Command::Submit(e) => vec![e.into()],
            Command::ReviseQuestion(e) => vec![e.into()],
            Command::Revise(e) => vec![e.into()],
            Command::Withdraw(contribution) => vec![Withdrawn { contribution }.into()],
            Command::Support(e) if self.supports(e.contribution, e.supporter) => vec![],
            Command::Support(e) => vec![e.into()],
            Command::Unsupport(e) => {
                self.taking_part(cx, e.contribution)?;
                if self.supports(e.contribution, e.supporter) { vec![e.into()] } else { vec![] }
            }
            Command::Link(e) if self.links.contains(&(e.contribution, e.to, e.kind)) => vec![],
            Command::Link(e) => vec![e.into()],
            Command::Merge(e) => vec![e.into()],
            Command::Move { contribution, parent, theme } => {
                let row = self.taking_part(cx, contribution)?;
                let (was_parent, was_theme) = (row.parent, row.theme);
                let stays = (parent, theme) == (was_parent, was_theme);
                let moved = Moved { contribution, parent, theme, was_parent, was_theme };
                if stays { vec![] } else { vec![moved.into()] }
            }
        })
    }

    fn version(&self, object: Object) -> Option<Version> {
        let Object::Contribution(contribution) = object else { return None };
        self.get(contribution).map(|row| row.version)
    }

    fn evolve(&mut self, happened: &Happened<'_>, event: &Event) {
        match event {
            Event::QuestionAsked(e) => {
                self.insert(e.contribution, Row { theme: e.theme, ..Row::new(happened, Kind::Question, true) });
            }
            Event::Submitted(e) => {
                let row = Row::new(happened, e.kind.into(), e.title.is_some());
                self.insert(e.contribution, Row { parent: e.parent, theme: e.theme, ..row });
            }
            Event::QuestionRevised(QuestionRevised { contribution, .. })
            | Event::Revised(Revised { contribution, .. }) => {
                self.change(*contribution, |row| row.texts = row.texts.saturating_add(1));
            }
            Event::Withdrawn(e) => self.change(e.contribution, |row| row.phase = Phase::Withdrawn),
            Event::Supported(e) => _ = self.supporters.insert((e.contribution, e.supporter)),
            Event::Unsupported(e) => _ = self.supporters.remove(&(e.contribution, e.supporter)),
            Event::Linked(e) => _ = self.links.insert((e.contribution, e.to, e.kind)),
            Event::Merged(e) => {
                self.change(e.contribution, |_| ());
                for source in e.sources.as_slice() {
                    self.change(*source, |row| row.phase = Phase::Merged { into: e.contribution });
                }
            }
            Event::Moved(e) => {
                if let Some(was) = e.was_parent {
                    self.replies.remove(&(was, e.contribution));
                }
                self.replies.extend(e.parent.map(|parent| (parent, e.contribution)));
                self.change(e.contribution, |row| (row.parent, row.theme) = (e.parent, e.theme));
            }
        }
    }
}

impl Row {
    fn new(happened: &Happened<'_>, kind: Kind, titled: bool) -> Self {
        let author = happened.act.subject();
        let (parent, theme, phase) = (None, None, Phase::Standing);
        Self { kind, author, phase, titled, parent, theme, texts: 1, version: Version(1) }
    }
}

impl Contributions {
    fn insert(&mut self, id: ContributionId, row: Row) {
        self.replies.extend(row.parent.map(|parent| (parent, id)));
        self.rows.insert(id, row);
    }

    fn change(&mut self, id: ContributionId, change: impl FnOnce(&mut Row)) {
        if let Some(row) = self.rows.get_mut(&id) {
            row.version.bump();
            change(row);
        }
    }
}
