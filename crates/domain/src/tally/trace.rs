//! How a tally came to its outcome: steps that a person can follow with pencil and paper. Recomputed on demand, never
//! stored. Fractions are exact and written `numerator/denominator`, or as an integer.

use serde::{Deserialize, Serialize};

use super::ballot::OptionNo;
use super::outcome::Sums;
use super::rules::TieBreak;
use crate::ids::ActorId;

/// How many took part, and how many had to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct QuorumCount {
    /// How many ballots were needed.
    pub needed: u64,
    /// How many were cast.
    pub cast: u64,
    /// How many might have voted.
    pub electorate: u64,
    /// Whether they are enough.
    pub is_met: bool,
}

/// One step of a tally.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// Whether enough took part.
    Quorum(QuorumCount),
    /// What the ballots sum up to.
    Summed {
        /// The sums.
        sums: Sums,
    },
    /// A proposal was held against what it needed.
    Held {
        /// How many said yes.
        yes: u64,
        /// How many had to, at least.
        needed: u64,
        /// Of how many.
        of: u64,
    },
    /// An option was held against what it needed, and did not reach it.
    Short {
        /// Which.
        option: OptionNo,
        /// What it has.
        has: u64,
        /// What it needed.
        needed: u64,
    },
    /// Some were equal, and the declared rule chose.
    Tied {
        /// Between which, in the order in which the rule puts them: seats and money go to the first of them first, and a
        /// run-off takes out the last.
        between: Vec<OptionNo>,
        /// Which came first.
        first: OptionNo,
        /// By which rule: without a seed there is no lot, and the option that was listed first comes first.
        by: TieBreak,
    },
    /// An option won.
    Won {
        /// Which.
        option: OptionNo,
        /// With how much.
        with: u64,
    },
    /// Majority judgement: an option's median grade.
    Graded {
        /// Which.
        option: OptionNo,
        /// Its median grade; of an even number of grades the lower of the two in the middle.
        median: u16,
        /// How many gave each grade, from the worst.
        counts: Vec<u64>,
    },
    /// Majority judgement: among options of the same median, one median grade of each is taken away, until they differ.
    Regraded {
        /// How many grades were taken away of each.
        removed: u64,
        /// The medians then.
        medians: Vec<(OptionNo, u16)>,
    },
    /// Instant run-off: a round's first preferences.
    Round {
        /// Which, from 1.
        round: u32,
        /// For each option that is still in.
        counts: Vec<(OptionNo, u64)>,
        /// How many ballots rank none that is still in.
        exhausted: u64,
    },
    /// Instant run-off: an option was taken out.
    TakenOut {
        /// Which.
        option: OptionNo,
    },
    /// Budget: a project was funded.
    Funded {
        /// Which.
        option: OptionNo,
        /// Its votes, points or rank sum.
        votes: u64,
        /// Its cost, in minor units.
        cost: i64,
        /// What is left, in minor units.
        left: i64,
    },
    /// Budget: a project does not fit any more, and is skipped.
    Skipped {
        /// Which.
        option: OptionNo,
        /// Its cost, in minor units.
        cost: i64,
        /// What is left, in minor units.
        left: i64,
    },
    /// Equal Shares: what everybody has at the beginning.
    Shared {
        /// Each one's share, in minor units: a fraction.
        share: String,
        /// How many units of the currency were added to each.
        added: u64,
    },
    /// Equal Shares: a project was bought by those whom it serves.
    Bought {
        /// Which.
        option: OptionNo,
        /// What one unit of satisfaction costs each of them who can afford it, in minor units: a fraction.
        price: String,
        /// How many bear a part of the cost.
        payers: u64,
        /// How many of them give all that they have left.
        emptied: u64,
        /// What it costs, in minor units.
        cost: i64,
    },
    /// Equal Shares with completion: so many units were added to each in turn; the steps that follow are those of the last
    /// run that stands.
    Completed {
        /// How many were added in the run that stands.
        added: u64,
        /// Whether it ended because a further one would cost more than the budget, rather than because nothing more fits.
        would_exceed: bool,
    },
    /// Sortition: an actor was drawn.
    Drawn {
        /// Who.
        actor: ActorId,
        /// `SHA-256(seed ‖ id)` of the actor, in hex: the smallest come first.
        key: String,
    },
}
