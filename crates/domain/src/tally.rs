//! Tallies: what comes of ballots under rules that were frozen before the first of them was cast. Pure functions of an
//! [`Input`] that anybody can be given, in integers and exact fractions only, so that whoever recomputes an outcome comes
//! to the same, bit for bit.
//!
//! | file | is |
//! | --- | --- |
//! | `rules` | what is frozen: method, quorum, how ties break |
//! | `ballot` | what a voter says, and whether it fits the rules |
//! | `input` | rules, options, electorate and ballots in one value, and its hash |
//! | `outcome` | what came of it: winners and sums |
//! | `trace` | how it came to that, step by step, recomputed on demand |
//! | `electorate`, `seed` | what an opening binds itself to, and the hashes that bind it |
//! | `document`, `check` | all that a recount needs in one file, and what is wrong with it |
//! | `consent`, `majority`, `approval`, `score`, `judgement`, `runoff`, `greedy`, `equal_shares`, `sortition` | one method each |
//! | `worth` | what a ballot of a budget is worth to the projects on it |
//! | `totals` | sums over the options, and who wins by them |
//! | `ties` | who comes first among equals |

mod approval;
pub mod ballot;
pub mod check;
mod consent;
pub mod document;
pub mod electorate;
mod equal_shares;
mod greedy;
pub mod input;
mod judgement;
mod majority;
pub mod outcome;
pub mod rules;
mod runoff;
mod score;
pub mod seed;
mod sortition;
#[cfg(test)]
mod tests;
mod ties;
mod totals;
pub mod trace;
mod worth;

use self::input::Input;
use self::outcome::{Outcome, Sums};
use self::rules::Method;
use self::trace::Step;

/// What a tally comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    /// What came of it.
    pub outcome: Outcome,
    /// The sums that are recorded with it.
    pub sums: Sums,
    /// How it came to that, step by step.
    pub trace: Vec<Step>,
}

/// Counts the ballots. Total: whatever the input, there is an outcome; ballots that do not fit the rules are left out (a
/// decision takes none in).
#[must_use]
pub fn tally(input: &Input) -> Tally {
    let mut trace = Vec::new();
    let quorum = input.quorum();
    trace.push(Step::Quorum(quorum));
    let counted = match &input.rules.method {
        Method::Consent {} => consent::count(input, &mut trace),
        Method::Majority { threshold, base } => majority::count(input, *threshold, *base, &mut trace),
        Method::Approval(rules) => approval::count(input, *rules, &mut trace),
        Method::Score(rules) => score::count(input, *rules, &mut trace),
        Method::Judgement { grades } => judgement::count(input, *grades, &mut trace),
        Method::Runoff {} => runoff::count(input, &mut trace),
        Method::Budget(rules) => match rules.rule {
            rules::BudgetRule::Greedy {} => greedy::count(input, rules, &mut trace),
            rules::BudgetRule::EqualShares { completion } => equal_shares::count(input, rules, completion, &mut trace),
        },
        Method::Sortition { seats } => sortition::count(input, *seats, &mut trace),
    };
    let outcome = if quorum.is_met { counted.0 } else { Outcome::NoQuorum {} };
    Tally { outcome, sums: counted.1, trace }
}
