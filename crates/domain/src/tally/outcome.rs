//! What came of a decision.

use serde::{Deserialize, Serialize};

use super::ballot::OptionNo;
use crate::class::{Draw, Few, LogSafe};
use crate::ids::ActorId;

/// What came of a decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "result", rename_all = "snake_case", deny_unknown_fields)]
pub enum Outcome {
    /// The proposal passed.
    Passed {},
    /// It did not.
    Rejected {},
    /// These options won, or are funded; in the order in which they came in.
    Elected {
        /// Which.
        options: Few<OptionNo, 512>,
    },
    /// These actors were drawn by lot, in the order of drawing.
    Drawn {
        /// Who.
        actors: Few<ActorId, 256>,
    },
    /// Nothing won: nobody voted, nothing reached what it had to, or nothing could be afforded.
    NothingElected {},
    /// Too few took part.
    NoQuorum {},
}

impl LogSafe for Outcome {
    fn example(draw: &mut Draw<'_>) -> Self {
        match draw(6) {
            0 => Self::Passed {},
            1 => Self::Rejected {},
            2 => Self::NothingElected {},
            3 => Self::NoQuorum {},
            4 => Self::Elected { options: Few::example(draw) },
            _ => Self::Drawn { actors: Few::example(draw) },
        }
    }
}

/// The sums that an outcome is recorded with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Sums {
    /// What was said to one proposal.
    Says {
        /// How many said yes.
        yes: u32,
        /// How many said no; of a decision by consent, how many objections stand.
        no: u32,
        /// How many abstained.
        abstain: u32,
    },
    /// For each option that stood, in ascending order: how many approve it, its points or rank sum, how many rank it first,
    /// or its median grade.
    Options(Vec<(OptionNo, u64)>),
    /// There is nothing to sum up, or too few voted for it to be told.
    Untold {},
}

impl LogSafe for Sums {
    fn example(draw: &mut Draw<'_>) -> Self {
        match draw(3) {
            0 => Self::Untold {},
            1 => Self::Says { yes: u32::example(draw), no: u32::example(draw), abstain: u32::example(draw) },
            _ => {
                let few = Few::<OptionNo, 512>::example(draw);
                let mut options: Vec<_> = few.as_slice().iter().map(|option| (*option, draw((1 << 53) - 1))).collect();
                options.sort_unstable();
                Self::Options(options)
            }
        }
    }
}
