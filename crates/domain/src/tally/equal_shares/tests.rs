#![allow(clippy::unwrap_used, clippy::panic)]
use proptest::prelude::*;

use super::*;
use crate::amount::Minor;
use crate::tally::rules::{BudgetBallot, BudgetRule, Method, Satisfaction};
use crate::tally::tests::laws::budgets;
use crate::tally::tests::{approve, budget};

fn bought(purchases: &[Purchase]) -> Vec<OptionNo> {
    purchases.iter().map(|purchase| purchase.option).collect()
}

fn hundredfold(minor: Minor) -> Minor {
    (minor.get() * 100).try_into().unwrap()
}

fn with_runs<T>(input: &Input, look: impl FnOnce(&Runs<'_>) -> T) -> T {
    let Method::Budget(rules) = &input.rules.method else { panic!() };
    let (electorate, ties) = (Electorate::of(input, rules), Ties::of(input));
    look(&Runs { electorate: &electorate, budget: rules.budget.minor.get(), ties: &ties })
}

proptest! {
    #[test]
    fn what_is_skipped_changes_nothing(
        input in budgets(1..=1_000_000, 0..=1_000_000),
        added in 0..4_000u64,
        part in 1..100u64,
    ) {
        with_runs(&input, |runs| {
            if runs.electorate.ballots == 0 {
                return Ok(());
            }
            let now = bought(&runs.with(added));
            let steady = runs.steady(added);
            for more in [1, steady / 100 * part, steady.saturating_sub(1), steady] {
                if more <= steady {
                    prop_assert_eq!(bought(&runs.with(added + more)), &now[..], "{} and {}", added, more);
                }
            }
            Ok(())
        })?;
    }

    #[test]
    fn nor_where_much_is_alike(input in budgets(1..=12, 0..=6), added in 0..4u64) {
        let mut input = input;
        let Method::Budget(rules) = &mut input.rules.method else { panic!() };
        rules.budget.minor = hundredfold(rules.budget.minor);
        for standing in &mut input.options {
            standing.cost = standing.cost.map(hundredfold);
        }
        with_runs(&input, |runs| {
            if runs.electorate.ballots == 0 {
                return Ok(());
            }
            let now = bought(&runs.with(added));
            for more in 1..=runs.steady(added).min(20) {
                prop_assert_eq!(bought(&runs.with(added + more)), &now[..], "{} and {}", added, more);
            }
            Ok(())
        })?;
    }
}

#[test]
fn who_gave_all_that_they_have_may_have_something_left_in_the_next_turn() {
    // The first voter has just enough for the first project; with two units more they buy the second one too.
    let rule = BudgetRule::EqualShares { completion: Completion::AddOne };
    let votes = budget(20_000, BudgetBallot::Approval, Satisfaction::Cost, rule, &[10_000, 200, 11_000])
        .with(approve(&[0, 1]))
        .with(approve(&[2]));
    with_runs(&votes, |runs| {
        assert_eq!(runs.steady(0), 0);
        assert_eq!(bought(&runs.with(1)), [OptionNo(0)]);
        assert_eq!(bought(&runs.with(2)), [OptionNo(0), OptionNo(1)]);
        assert_eq!((runs.steady(2), runs.steady(3), bought(&runs.with(10)).len()), (0, 6, 3));
    });
}
