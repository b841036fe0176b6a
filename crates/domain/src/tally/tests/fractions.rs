//! The Method of Equal Shares a second time, as it is defined: one voter at a time, in plain fractions.

use num_rational::BigRational;
use proptest::prelude::*;

use super::laws::{budgets, completed};
use super::*;

type Fraction = BigRational;

fn whole(number: impl Into<num_bigint::BigInt>) -> Fraction {
    Fraction::from_integer(number.into())
}

struct Voter {
    money: Fraction,
    /// What they gain from each option.
    gains: Vec<Fraction>,
}

/// What somebody with this ballot gains from an option.
fn gain(ballot: &Ballot, standing: &Standing, satisfaction: Satisfaction) -> Fraction {
    let option = standing.option;
    let cost = whole(standing.cost.map_or(0, Minor::get));
    let rank = match ballot {
        Ballot::Rank(ranked) => {
            ranked.iter().position(|one| *one == option).map(|at| i64::try_from(ranked.len() - at).unwrap())
        }
        _ => None,
    };
    let points = match ballot {
        Ballot::Points(points) => points.iter().find(|of| of.0 == option).map_or(0, |of| of.1),
        _ => 0,
    };
    let is_named = ballot.options().any(|one| one == option);
    match satisfaction {
        Satisfaction::Votes => whole(u8::from(is_named)),
        Satisfaction::Cost => whole(u8::from(is_named)) * cost,
        Satisfaction::Points => whole(points),
        Satisfaction::PointsTimesCost => whole(points) * cost,
        Satisfaction::Borda0 => whole(rank.map_or(0, |rank| rank - 1)),
        Satisfaction::Borda1 => whole(rank.unwrap_or(0)),
        Satisfaction::Borda1TimesCost => whole(rank.unwrap_or(0)) * cost,
    }
}

/// What a unit of gain costs: those who have least for it give all that they have, for as long as they have less than
/// their part.
fn price(voters: &[Voter], option: usize, cost: &Fraction) -> Option<Fraction> {
    let none = whole(0);
    let mut payers: Vec<_> = voters.iter().filter(|voter| voter.gains[option] > none && voter.money > none).collect();
    payers.sort_by_key(|voter| &voter.money / &voter.gains[option]);
    let mut rest = cost.clone();
    let mut gains: Fraction = payers.iter().map(|voter| &voter.gains[option]).sum();
    for payer in payers {
        let price = &rest / &gains;
        if &price * &payer.gains[option] <= payer.money {
            return Some(price);
        }
        rest -= &payer.money;
        gains -= &payer.gains[option];
    }
    None
}

/// What is bought with such a share, in order, each with the price of a unit of gain.
fn run(input: &Input, satisfaction: Satisfaction, share: &Fraction) -> Vec<(usize, Fraction)> {
    let gains = |ballot: &Ballot| input.options.iter().map(|standing| gain(ballot, standing, satisfaction)).collect();
    let mut voters = Vec::new();
    for counted in input.fitting() {
        for _ in 0..counted.count {
            voters.push(Voter { money: share.clone(), gains: gains(&counted.ballot) });
        }
    }
    let none = whole(0);
    let cost = |option: usize| input.options[option].cost.map(Minor::get).filter(|cost| *cost >= 0);
    let is_free = |option: &usize| cost(*option) == Some(0) && voters.iter().any(|voter| voter.gains[*option] > none);
    let mut bought: Vec<_> = (0..input.options.len()).filter(is_free).map(|option| (option, none.clone())).collect();
    let mut for_sale: Vec<_> = (0..input.options.len()).filter(|option| cost(*option) > Some(0)).collect();
    loop {
        let price = |option: usize| price(&voters, option, &whole(cost(option).unwrap()));
        let offers: Vec<_> = for_sale.iter().filter_map(|option| Some((price(*option)?, *option))).collect();
        // The first of equals: `offers` is in the order of listing.
        let Some((price, option)) = offers.into_iter().min_by(|one, other| one.0.cmp(&other.0)) else { return bought };
        for voter in &mut voters {
            let part = (&price * &voter.gains[option]).min(voter.money.clone());
            voter.money -= part;
        }
        for_sale.retain(|other| *other != option);
        bought.push((option, price));
    }
}

/// The run that stands, and how many units were added in it.
fn complete(input: &Input, rules: &Budget, completion: Completion) -> (u64, Vec<(usize, Fraction)>) {
    let budget = rules.budget.minor.get();
    let voters: u32 = input.fitting().map(|counted| counted.count).sum();
    let share = |added: u64| whole(budget) / whole(voters) + whole(added * 100);
    let with = |added: u64| run(input, rules.satisfaction, &share(added));
    let cost = |option: usize| input.options[option].cost.map_or(0, Minor::get);
    let total = |bought: &[(usize, Fraction)]| bought.iter().map(|(option, _)| cost(*option)).sum::<i64>();
    let gains = |option: usize| {
        let gain = |ballot| gain(ballot, &input.options[option], rules.satisfaction) > whole(0);
        input.fitting().any(|counted| gain(&counted.ballot))
    };
    let mut standing = (0, with(0));
    if completion == Completion::None {
        return standing;
    }
    loop {
        let is_bought = |option: usize| standing.1.iter().any(|(bought, _)| *bought == option);
        let fits = |option: usize| cost(option) > 0 && total(&standing.1) + cost(option) <= budget;
        if !(0..input.options.len()).any(|option| fits(option) && gains(option) && !is_bought(option)) {
            return standing;
        }
        let added = standing.0 + 1;
        let next = with(added);
        if total(&next) > budget {
            return standing;
        }
        standing = (added, next);
    }
}

fn check(input: &Input) -> Result<(), TestCaseError> {
    let Method::Budget(rules) = &input.rules.method else { panic!() };
    let BudgetRule::EqualShares { completion } = rules.rule else { panic!() };
    let tally = tally(input);
    if input.fitting().next().is_none() {
        prop_assert_eq!(tally.outcome, Outcome::NothingElected {});
        return Ok(());
    }
    let (added, expected) = complete(input, rules, completion);
    let bought = tally.trace.iter().filter_map(|step| match step {
        Step::Bought { option, price, .. } => Some((usize::from(option.0), price.parse::<Fraction>().unwrap())),
        _ => None,
    });
    let bought: Vec<_> = bought.collect();
    prop_assert_eq!(&bought, &expected);
    prop_assert_eq!(completed(&tally.trace), added);
    let funded = winners(&tally.outcome).into_iter().map(usize::from);
    let expected: Vec<_> = expected.into_iter().map(|(option, _)| option).collect();
    prop_assert_eq!(funded.take(expected.len()).collect::<Vec<_>>(), expected);
    Ok(())
}

/// Follows the trace: everybody begins with their share and pays their part of each project, or all that they have.
fn follow(input: &Input) -> Result<(), TestCaseError> {
    let Method::Budget(rules) = &input.rules.method else { panic!() };
    let tally = tally(input);
    let mut voters = Vec::new();
    let mut paid = whole(0);
    for step in &tally.trace {
        match step {
            Step::Shared { share, added } => {
                let share: Fraction = share.parse().unwrap();
                for counted in input.fitting() {
                    voters.extend((0..counted.count).map(|_| (share.clone(), &counted.ballot)));
                }
                let money = whole(voters.len()) * share;
                prop_assert_eq!(money, whole(rules.budget.minor.get()) + whole(voters.len()) * whole(added * 100));
            }
            Step::Bought { option, price, payers, emptied, cost } if *cost > 0 => {
                let price: Fraction = price.parse().unwrap();
                let standing = &input.options[usize::from(option.0)];
                let (mut parts, mut pay, mut are_empty) = (whole(0), 0, 0);
                for (money, ballot) in &mut voters {
                    let part = (&price * gain(ballot, standing, rules.satisfaction)).min(money.clone());
                    *money -= &part;
                    pay += u64::from(part > whole(0));
                    are_empty += u64::from(part > whole(0) && *money == whole(0));
                    prop_assert!(*money >= whole(0));
                    parts += part;
                }
                prop_assert_eq!(&parts, &whole(*cost));
                prop_assert_eq!((pay, are_empty), (*payers, *emptied));
                paid += parts;
            }
            _ => (),
        }
    }
    // What is not paid is left to them.
    let left: Fraction = voters.iter().map(|(money, _)| money).sum();
    let added = whole(voters.len()) * whole(completed(&tally.trace) * 100);
    let all = if voters.is_empty() { whole(0) } else { whole(rules.budget.minor.get()) + added };
    prop_assert_eq!(left + paid, all);
    Ok(())
}

proptest! {
    #[test]
    fn nobody_pays_more_than_their_share_and_the_parts_are_the_cost(input in budgets(1..=2_000, 0..=600)) {
        follow(&input)?;
    }

    #[test]
    fn nor_with_many_ties(input in budgets(1..=12, 0..=3)) {
        follow(&input)?;
    }

    #[test]
    fn equal_shares_are_what_their_definition_says(input in budgets(1..=2_000, 0..=600)) {
        check(&input)?;
    }

    #[test]
    fn equal_shares_are_so_with_many_ties(input in budgets(1..=12, 0..=3)) {
        check(&input)?;
    }

    /// Amounts that differ from simple fractions of each other by less than floating point can tell.
    #[test]
    fn equal_shares_are_exact(input in budgets(1..=60, 1..=20), off in prop::array::uniform6(-2..=2i64)) {
        const WHOLE: i64 = 100_000_000_000_000;
        let mut input = input;
        let Method::Budget(rules) = &mut input.rules.method else { panic!() };
        rules.rule = equal_shares(Completion::None);
        rules.budget.minor = minor(rules.budget.minor.get() * WHOLE + off[5]);
        for (standing, off) in input.options.iter_mut().zip(off) {
            standing.cost = standing.cost.map(|cost| minor(cost.get() * WHOLE + off));
        }
        check(&input)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Where there are many turns, some are skipped.
    #[test]
    fn a_completion_of_many_turns_is_as_its_definition_says(input in budgets(1_000..=60_000, 100..=40_000)) {
        check(&input)?;
    }
}
