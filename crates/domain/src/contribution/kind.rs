//! The kinds of contributions and of links between them, and where each kind may stand.

use crate::class::words;

words! {
    /// What a contribution is.
    pub enum Kind {
        /// A question put to the network by a facilitator.
        Question = "question",
        /// An idea.
        Idea = "idea",
        /// A proposal.
        Proposal = "proposal",
        /// An argument for an idea or a proposal.
        ArgumentFor = "argument_for",
        /// An argument against it.
        ArgumentAgainst = "argument_against",
        /// A comment on anything.
        Comment = "comment",
        /// An answer to a question.
        Answer = "answer",
        /// Something to read or use.
        Resource = "resource",
        /// A statement under a question, to be voted on.
        Statement = "statement",
    }

    /// What an actor submits: all kinds but the question, which is asked.
    pub enum SubmittedKind {
        /// An idea.
        Idea = "idea",
        /// A proposal.
        Proposal = "proposal",
        /// An argument for an idea or a proposal.
        ArgumentFor = "argument_for",
        /// An argument against it.
        ArgumentAgainst = "argument_against",
        /// A comment on anything.
        Comment = "comment",
        /// An answer to a question.
        Answer = "answer",
        /// Something to read or use.
        Resource = "resource",
        /// A statement under a question, to be voted on.
        Statement = "statement",
    }

    /// How two contributions belong together.
    pub enum LinkKind {
        /// The first says the same as the second.
        Duplicates = "duplicates",
        /// The first speaks for the second.
        Supports = "supports",
        /// The first answers the second.
        Answers = "answers",
    }
}

/// What a contribution of a kind looks like, and where it may stand.
pub(super) struct Shape {
    /// Whether it has a title.
    pub(super) titled: bool,
    /// Whether it may stand on its own.
    pub(super) alone: bool,
    /// Under which parents it may stand.
    pub(super) under: fn(Kind) -> bool,
}

impl Kind {
    pub(super) fn shape(self) -> Shape {
        let question = |kind| kind == Self::Question;
        let arguable = |kind| matches!(kind, Self::Idea | Self::Proposal);
        match self {
            Self::Question => Shape { titled: true, alone: true, under: |_| false },
            Self::Idea | Self::Proposal | Self::Resource => Shape { titled: true, alone: true, under: question },
            Self::ArgumentFor | Self::ArgumentAgainst => Shape { titled: false, alone: false, under: arguable },
            Self::Comment => Shape { titled: false, alone: false, under: |_| true },
            Self::Answer | Self::Statement => Shape { titled: false, alone: false, under: question },
        }
    }
}

impl From<SubmittedKind> for Kind {
    fn from(kind: SubmittedKind) -> Self {
        match kind {
            SubmittedKind::Idea => Self::Idea,
            SubmittedKind::Proposal => Self::Proposal,
            SubmittedKind::ArgumentFor => Self::ArgumentFor,
            SubmittedKind::ArgumentAgainst => Self::ArgumentAgainst,
            SubmittedKind::Comment => Self::Comment,
            SubmittedKind::Answer => Self::Answer,
            SubmittedKind::Resource => Self::Resource,
            SubmittedKind::Statement => Self::Statement,
        }
    }
}
