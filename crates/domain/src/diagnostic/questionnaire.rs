//! The questions of a campaign.

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use crate::class::{Draw, LogSafe, words};

/// The greatest number of questions of a campaign.
pub const MAX_QUESTIONS: u8 = 64;
/// The greatest number of choices of a question.
pub const MAX_CHOICES: u8 = 32;

macro_rules! numbers {
    ($($(#[$doc:meta])* $name:ident below $max:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u8);

        impl LogSafe for $name {
            fn example(draw: &mut Draw<'_>) -> Self {
                Self(u8::try_from(draw(u64::from($max))).unwrap_or(0))
            }
        }
    )*};
}

numbers! {
    /// The number of a question in its campaign, in the order of asking, from 0.
    QuestionNo below MAX_QUESTIONS;
    /// The number of a choice in its question, in the order of listing, from 0.
    ChoiceNo below MAX_CHOICES;
}

words! {
    /// What a question is about: the four themes of the method.
    pub enum Theme {
        /// How one sees networks.
        NetworkRepresentation = "network_representation",
        /// How one works in networks.
        NetworkPractice = "network_practice",
        /// How one sees information and communication technology.
        IctRepresentation = "ict_representation",
        /// How one uses it.
        IctUsage = "ict_usage",
    }

    /// How a question is answered.
    pub enum QuestionKind {
        /// One of its choices.
        Single = "single",
        /// Any of its choices.
        Multiple = "multiple",
        /// A number from 1 to 5.
        Scale = "scale",
        /// How often.
        Frequency = "frequency",
        /// Up to five words that come to mind.
        Words = "words",
        /// A text.
        Text = "text",
        /// With which actors one works, how often and by what channel.
        Ties = "ties",
    }

    /// How often.
    pub enum Frequency {
        /// Never.
        Never = "never",
        /// A few times a year.
        Yearly = "yearly",
        /// A few times a month.
        Monthly = "monthly",
        /// A few times a week.
        Weekly = "weekly",
        /// Every day.
        Daily = "daily",
    }

    /// By what people who work together are in touch.
    pub enum Channel {
        /// They meet.
        Meeting = "meeting",
        /// By telephone.
        Telephone = "telephone",
        /// By post.
        Post = "post",
        /// By e-mail.
        Email = "email",
        /// By messages.
        Messages = "messages",
        /// In an online tool.
        Online = "online",
    }

    /// What a choice says of what its question is about.
    pub enum Leaning {
        /// Something good.
        Advantage = "advantage",
        /// Something bad.
        Disadvantage = "disadvantage",
    }
}

impl QuestionKind {
    /// Whether its questions have choices.
    #[must_use]
    pub fn has_choices(self) -> bool {
        matches!(self, Self::Single | Self::Multiple)
    }
}

/// What is known of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What it is about.
    pub theme: Theme,
    /// How it is answered.
    pub kind: QuestionKind,
    /// Its choices, and what each says; nothing for one that was withdrawn.
    pub choices: OrdMap<ChoiceNo, Option<ChoiceRow>>,
    /// Which question of the campaign before it repeats.
    pub repeats: Option<QuestionNo>,
}

/// What is known of a choice that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChoiceRow {
    /// What it says.
    pub leaning: Option<Leaning>,
}

impl Question {
    /// The choices that stand, in order.
    pub fn standing(&self) -> impl Iterator<Item = ChoiceNo> {
        self.choices.iter().filter_map(|(choice, row)| row.map(|_| *choice))
    }
}

/// The questions of a campaign that stand, by number.
pub type Questionnaire = OrdMap<QuestionNo, Question>;
