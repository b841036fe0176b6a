//! The Method of Equal Shares (Peters, Pierczyński, Skowron, *Proportional Participatory Budgeting with Additive
//! Utilities*, 2021): everybody has an equal share of the budget. Of the projects that those whom it serves can still
//! afford, the one is bought that costs them least for a unit of satisfaction; each pays in proportion to what they gain
//! from it, or all that they have left. The outcomes are those of `method_of_equal_shares` of pabutools 1.2.3.
//!
//! | file | is |
//! | --- | --- |
//! | `electorate` | who wants what, equal ballots taken together |
//! | `ledger` | exact amounts, in parts of a minor unit |
//! | `run` | one run with a given share |
//! | `steady` | how far a share can grow for a run to buy the same |

mod electorate;
mod ledger;
mod run;
mod steady;
#[cfg(test)]
mod tests;

use num_bigint::BigInt;

use self::electorate::Electorate;
use self::run::{Purchase, run};
use self::steady::Steady;
use super::ballot::OptionNo;
use super::greedy;
use super::input::Input;
use super::outcome::{Outcome, Sums};
use super::rules::{Budget, Completion};
use super::ties::Ties;
use super::totals::elected;
use super::trace::Step;

/// One unit of a currency, in minor units: what everybody is given in each turn of a completion.
const UNIT: u64 = 100;

pub(super) fn count(input: &Input, rules: &Budget, completion: Completion, trace: &mut Vec<Step>) -> (Outcome, Sums) {
    let electorate = Electorate::of(input, rules);
    let totals = &electorate.totals;
    trace.push(Step::Summed { sums: totals.sums() });
    let budget = rules.budget.minor.get();
    if electorate.ballots == 0 {
        return (Outcome::NothingElected {}, totals.sums());
    }
    let ties = Ties::of(input);
    let runs = Runs { electorate: &electorate, budget, ties: &ties };
    let (added, purchases) = match completion {
        Completion::None => (0, runs.with(0)),
        Completion::AddOne | Completion::AddOneThenUtilitarian => runs.complete(trace),
    };
    trace.push(Step::Shared { share: ledger::fraction(&runs.money(added), &electorate.ballots.into()), added });
    let mut bought = electorate.free.clone();
    trace.extend(bought.iter().map(|option| free(*option)));
    for purchase in &purchases {
        trace.extend(ties.step(&purchase.equals));
        bought.push(purchase.option);
        trace.push(purchase.step());
    }
    if completion == Completion::AddOneThenUtilitarian {
        greedy::fund(input, totals, budget.saturating_sub(cost(&purchases)), &mut bought, trace);
    }
    (elected(bought), totals.sums())
}

/// What costs nothing is bought before everything else.
fn free(option: OptionNo) -> Step {
    Step::Bought { option, price: "0".to_owned(), payers: 0, emptied: 0, cost: 0 }
}

fn cost(purchases: &[Purchase]) -> i64 {
    purchases.iter().fold(0, |sum, purchase| sum.saturating_add(purchase.cost))
}

/// How many turns are made one by one before it is looked whether some can be skipped: that takes longer than a turn.
struct Patience {
    turns: u64,
    waited: u64,
}

impl Default for Patience {
    fn default() -> Self {
        Self { turns: 16, waited: 0 }
    }
}

impl Patience {
    /// How many turns to skip before this one.
    fn turn(&mut self, skippable: impl FnOnce() -> u64) -> u64 {
        self.waited += 1;
        if self.waited < self.turns {
            return 0;
        }
        let skipped = skippable();
        self.waited = 0;
        self.turns = if skipped < self.turns { (2 * self.turns).min(1 << 12) } else { (self.turns / 2).max(1) };
        skipped
    }
}

/// Runs of the method on the same ballots.
struct Runs<'a> {
    electorate: &'a Electorate,
    budget: i64,
    ties: &'a Ties<'a>,
}

impl Runs<'_> {
    /// What all have together when so many units were added for each, in minor units.
    fn money(&self, added: u64) -> BigInt {
        BigInt::from(self.budget) + BigInt::from(self.electorate.ballots) * UNIT * added
    }

    fn with(&self, added: u64) -> Vec<Purchase> {
        run(self.electorate, self.money(added), self.ties, &mut ())
    }

    /// How many units more than that change nothing of what is bought.
    fn steady(&self, added: u64) -> u64 {
        let mut steady = Steady::new(UNIT);
        run(self.electorate, self.money(added), self.ties, &mut steady);
        steady.turns()
    }

    /// Adds one unit for each, again and again, until nothing more fits or the outcome costs more than the budget. What was
    /// bought in the last run that stands, and how many units were added in it.
    fn complete(&self, trace: &mut Vec<Step>) -> (u64, Vec<Purchase>) {
        let mut patience = Patience::default();
        let (mut added, mut purchases) = (0, self.with(0));
        let mut would_exceed = false;
        while !self.is_exhaustive(&purchases) {
            // Nothing that could be bought with these would be anything else.
            let skipped = patience.turn(|| self.steady(added));
            added += skipped;
            let more = self.with(added + 1);
            would_exceed = cost(&more) > self.budget;
            if would_exceed {
                // The same again, at the prices of the last turn.
                if skipped > 0 {
                    purchases = self.with(added);
                }
                break;
            }
            (added, purchases) = (added + 1, more);
        }
        trace.push(Step::Completed { added, would_exceed });
        (added, purchases)
    }

    /// Whether none of the projects that somebody wants fits any more.
    fn is_exhaustive(&self, purchases: &[Purchase]) -> bool {
        let left = self.budget.saturating_sub(cost(purchases));
        let is_bought = |option: OptionNo| purchases.iter().any(|purchase| purchase.option == option);
        self.electorate.projects.iter().all(|project| project.cost > left || is_bought(project.option))
    }
}
