//! Greedy: projects by decreasing votes, points or rank sums, as far as the budget goes.

use std::collections::BTreeMap;

use super::ballot::OptionNo;
use super::input::Input;
use super::outcome::{Outcome, Sums};
use super::rules::Budget;
use super::ties::Ties;
use super::totals::{Totals, elected};
use super::trace::Step;
use super::worth;

pub(super) fn count(input: &Input, rules: &Budget, trace: &mut Vec<Step>) -> (Outcome, Sums) {
    let totals = worth::totals(input, rules);
    trace.push(Step::Summed { sums: totals.sums() });
    let mut funded = Vec::new();
    fund(input, &totals, rules.budget.minor.get(), &mut funded, trace);
    (elected(funded), totals.sums())
}

/// Funds with what is left what is not funded yet and wanted by anybody, skipping what does not fit.
pub(super) fn fund(input: &Input, totals: &Totals, mut left: i64, funded: &mut Vec<OptionNo>, trace: &mut Vec<Step>) {
    let mut costs: BTreeMap<OptionNo, i64> = worth::costs(input).collect();
    for option in &*funded {
        costs.remove(option);
    }
    let ties = Ties::of(input);
    for (votes, equals) in totals.equals().into_iter().filter(|(votes, _)| *votes > 0) {
        let mut equals: Vec<_> = equals.into_iter().filter(|option| costs.contains_key(option)).collect();
        ties.order(&mut equals);
        let cost = |option: &OptionNo| costs.get(option).copied().unwrap_or(0);
        // Who comes first matters where more than one could be taken.
        if equals.iter().filter(|option| cost(option) <= left).count() > 1 {
            trace.extend(ties.step(&equals));
        }
        for option in equals {
            let cost = cost(&option);
            if cost <= left {
                left -= cost;
                funded.push(option);
                trace.push(Step::Funded { option, votes, cost, left });
            } else {
                trace.push(Step::Skipped { option, cost, left });
            }
        }
    }
}
