//! What holds of all ballots.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use proptest::prelude::*;

use super::*;
use crate::tally::ballot::Say;
use crate::tally::rules::{Approval, Base, Score, Threshold};

const OPTIONS: u16 = 5;
const HIGHEST: u16 = 4;
const GRADES: u8 = 5;

/// Numbers from which a ballot is made.
type Numbers = (u8, [u8; OPTIONS as usize]);

fn named((mask, _): Numbers, options: u16) -> impl Iterator<Item = u16> {
    (0..options).filter(move |option| mask >> option & 1 == 1)
}

/// Some options, in the order of their numbers.
fn ranked(numbers: Numbers, options: u16) -> Vec<u16> {
    let mut ranked: Vec<_> = named(numbers, options).collect();
    ranked.sort_by_key(|option| numbers.1[usize::from(*option)]);
    ranked
}

fn pointed(numbers: Numbers, options: u16) -> Ballot {
    let given =
        named(numbers, options).map(|option| (option, u16::from(numbers.1[usize::from(option)]) % (HIGHEST + 1)));
    points(&given.collect::<Vec<_>>())
}

fn make(method: &Method, numbers: Numbers, options: u16) -> Ballot {
    match method {
        Method::Consent {} | Method::Majority { .. } => {
            Ballot::Say([Say::Yes, Say::No, Say::Abstain][usize::from(numbers.0 % 3)])
        }
        Method::Approval(_) => approve(&named(numbers, options).collect::<Vec<_>>()),
        Method::Score(_) | Method::Judgement { .. } => pointed(numbers, options),
        Method::Runoff {} => rank(&ranked(numbers, options)),
        Method::Sortition { .. } => approve(&[]),
        Method::Budget(rules) => match rules.ballot {
            BudgetBallot::Approval => approve(&named(numbers, options).collect::<Vec<_>>()),
            BudgetBallot::Choose1 => approve(&named(numbers, options).take(1).collect::<Vec<_>>()),
            BudgetBallot::Ordinal => rank(&ranked(numbers, options)),
            BudgetBallot::Cumulative | BudgetBallot::Scoring => pointed(numbers, options),
        },
    }
}

fn filled(mut input: Input, ballots: &[(u32, Numbers)]) -> Input {
    let options = u16::try_from(input.options.len()).unwrap();
    for (count, numbers) in ballots {
        let ballot = make(&input.rules.method, *numbers, options);
        input = input.cast_by(*count, ballot);
    }
    input
}

fn ballots() -> impl Strategy<Value = Vec<(u32, Numbers)>> {
    prop::collection::vec((1..4u32, any::<Numbers>()), 0..8)
}

fn methods() -> impl Strategy<Value = Method> {
    let percent = |percent: u8| percent.try_into().unwrap();
    let threshold = prop::sample::select(vec![Threshold::Simple, Threshold::Absolute, Threshold::TwoThirds]);
    let base = prop::sample::select(vec![Base::Expressed, Base::Cast, Base::Electorate]);
    prop_oneof![
        Just(Method::Consent {}),
        (threshold, base).prop_map(|(threshold, base)| Method::Majority { threshold, base }),
        (1..=3u16, prop::option::of(0..=100u8)).prop_map(move |(winners, least)| {
            Method::Approval(Approval { winners, most: None, least: least.map(percent) })
        }),
        (1..=3u16).prop_map(|winners| Method::Score(Score { winners, highest: HIGHEST })),
        Just(Method::Judgement { grades: GRADES }),
    ]
}

fn elections(methods: impl Strategy<Value = Method>) -> impl Strategy<Value = Input> {
    (methods, 1..=OPTIONS, ballots()).prop_map(|(method, options, ballots)| {
        let options = if matches!(method, Method::Consent {} | Method::Majority { .. }) { 0 } else { options };
        let electorate = u32::try_from(ballots.len()).unwrap() * 3;
        filled(Input { electorate, ..input(method, options) }, &ballots)
    })
}

/// Every ballot with every satisfaction that makes sense with it.
fn worths() -> impl Strategy<Value = (BudgetBallot, Satisfaction)> {
    let marked = [BudgetBallot::Approval, BudgetBallot::Choose1]
        .into_iter()
        .flat_map(|ballot| [Satisfaction::Votes, Satisfaction::Cost].map(|worth| (ballot, worth)));
    let pointed = [BudgetBallot::Cumulative, BudgetBallot::Scoring]
        .into_iter()
        .flat_map(|ballot| [Satisfaction::Points, Satisfaction::PointsTimesCost].map(|worth| (ballot, worth)));
    let ranked = [Satisfaction::Borda0, Satisfaction::Borda1, Satisfaction::Borda1TimesCost]
        .map(|worth| (BudgetBallot::Ordinal, worth));
    prop::sample::select(marked.chain(pointed).chain(ranked).collect::<Vec<_>>())
}

/// Budgets for Equal Shares; a cost above the range stands for none.
pub(in crate::tally) fn budgets(
    money: RangeInclusive<i64>,
    costs: RangeInclusive<i64>,
) -> impl Strategy<Value = Input> {
    let completions = vec![Completion::None, Completion::AddOne, Completion::AddOneThenUtilitarian];
    let costs = prop::collection::vec(prop::option::weighted(0.95, costs), 1..=usize::from(OPTIONS));
    (money, worths(), prop::sample::select(completions), costs, ballots()).prop_map(
        |(money, (ballot, worth), completion, costs, ballots)| {
            let known: Vec<_> = costs.iter().map(|cost| cost.unwrap_or(0)).collect();
            let mut input = budget(money, ballot, worth, equal_shares(completion), &known);
            for (standing, cost) in input.options.iter_mut().zip(costs) {
                standing.cost = cost.map(minor);
            }
            filled(input, &ballots)
        },
    )
}

/// Budgets of either rule.
fn all_budgets() -> impl Strategy<Value = Input> {
    (budgets(1..=2_000, 0..=900), any::<bool>()).prop_map(|(mut input, is_greedy)| {
        if let (Method::Budget(rules), true) = (&mut input.rules.method, is_greedy) {
            rules.rule = BudgetRule::Greedy {};
        }
        input
    })
}

fn inputs() -> impl Strategy<Value = Input> {
    prop_oneof![elections(methods()), elections(Just(Method::Runoff {})), all_budgets()]
}

/// How many units were added.
pub(super) fn completed(trace: &[Step]) -> u64 {
    let completed = |step: &Step| match step {
        Step::Completed { added, .. } => Some(*added),
        _ => None,
    };
    trace.iter().find_map(completed).unwrap_or(0)
}

fn is_tied(tally: &Tally) -> bool {
    tally.trace.iter().any(|step| matches!(step, Step::Tied { .. }))
}

/// The option under another name: the names go round, and turn round.
fn renamed(option: OptionNo, options: usize, by: u16) -> OptionNo {
    let options = u16::try_from(options).unwrap();
    OptionNo((2 * options - 1 - option.0 + by) % options)
}

fn rename(ballot: &Ballot, name: impl Fn(OptionNo) -> OptionNo) -> Ballot {
    match ballot {
        Ballot::Say(said) => Ballot::Say(*said),
        Ballot::Rank(options) => Ballot::Rank(options.iter().copied().map(name).collect()),
        Ballot::Approve(options) => {
            Ballot::Approve(options.iter().copied().map(name).collect::<BTreeSet<_>>().into_iter().collect())
        }
        Ballot::Points(points) => {
            let points = points.iter().map(|(option, points)| (name(*option), *points)).collect::<BTreeSet<_>>();
            Ballot::Points(points.into_iter().collect())
        }
    }
}

fn rename_all(input: &Input, by: u16) -> Input {
    let name = |option| renamed(option, input.options.len(), by);
    let mut other = input.clone();
    for counted in &mut other.ballots {
        counted.ballot = rename(&counted.ballot, name);
    }
    for standing in &mut other.options {
        standing.option = name(standing.option);
    }
    other.options.sort_unstable_by_key(|standing| standing.option);
    other
}

/// Gives an option more on a ballot, and no other less; none if it has all that it can get.
fn raise(input: &Input, at: usize, option: OptionNo) -> Option<Ballot> {
    match &input.ballots[at].ballot {
        Ballot::Say(Say::No) => Some(Ballot::Say(Say::Abstain)),
        Ballot::Say(Say::Abstain) => Some(Ballot::Say(Say::Yes)),
        Ballot::Say(Say::Yes) | Ballot::Rank(_) => None,
        Ballot::Approve(options) => {
            let more: BTreeSet<_> = options.iter().copied().chain([option]).collect();
            (more.len() > options.len()).then(|| Ballot::Approve(more.into_iter().collect()))
        }
        Ballot::Points(points) => {
            let mut more: BTreeMap<_, _> = points.iter().copied().collect();
            let points = more.entry(option).or_insert(0);
            *points += 1;
            let can_get_more = *points <= HIGHEST;
            can_get_more.then(|| Ballot::Points(more.into_iter().collect()))
        }
    }
}

proptest! {
    #[test]
    fn nobody_is_told_from_anybody(input in inputs(), turn in 0..8usize) {
        let tally_of = tally(&input);
        let mut turned = input.clone();
        let places = turned.ballots.len().max(1);
        turned.ballots.rotate_left(turn % places);
        turned.ballots.reverse();
        prop_assert_eq!(&tally(&turned), &tally_of);
        // One by one, or all equal ones together.
        let one_by_one = input.ballots.iter().flat_map(|counted| {
            (0..counted.count).map(|_| Counted { count: 1, ..counted.clone() })
        });
        let apart = Input { ballots: one_by_one.collect(), ..input.clone() };
        prop_assert_eq!(&tally(&apart), &tally_of);
        let mut together = BTreeMap::new();
        for counted in &input.ballots {
            *together.entry(counted.ballot.clone()).or_insert(0) += counted.count;
        }
        let merged = together.into_iter().map(|(ballot, count)| Counted { voter: None, ballot, count });
        prop_assert_eq!(&tally(&Input { ballots: merged.collect(), ..input }), &tally_of);
    }

    #[test]
    fn no_option_is_told_from_another(input in inputs(), by in 0..OPTIONS) {
        let before = tally(&input);
        if input.options.is_empty() || is_tied(&before) {
            return Ok(());
        }
        let after = tally(&rename_all(&input, by));
        let name = |no: u16| renamed(OptionNo(no), input.options.len(), by).0;
        let expected: Vec<_> = winners(&before.outcome).into_iter().map(name).collect();
        let renamed = winners(&after.outcome);
        // What costs nothing is bought in the order of listing, without any tie.
        let sorted = |options: &[u16]| options.iter().copied().collect::<BTreeSet<_>>();
        prop_assert_eq!(sorted(&renamed), sorted(&expected));
    }

    #[test]
    fn more_support_does_no_harm(input in elections(methods()), at in any::<prop::sample::Index>(), which in 0..OPTIONS) {
        prop_assume!(!input.ballots.is_empty());
        let at = at.index(input.ballots.len());
        let before = tally(&input).outcome;
        let option = OptionNo(which % u16::try_from(input.options.len().max(1)).unwrap());
        let Some(raised) = raise(&input, at, option) else { return Ok(()) };
        let mut after = input.clone();
        after.ballots[at].ballot = raised;
        let after = tally(&after).outcome;
        match before {
            Outcome::Passed {} => prop_assert_eq!(after, Outcome::Passed {}),
            Outcome::Rejected {} => (),
            elected => {
                let had_won = winners(&elected).contains(&option.0);
                prop_assert!(!had_won || winners(&after).contains(&option.0));
            }
        }
    }

    #[test]
    fn the_budget_is_kept_and_the_trace_tells_what_is_spent(input in all_budgets()) {
        let tally = tally(&input);
        let Method::Budget(rules) = &input.rules.method else { panic!() };
        let cost = |option: u16| input.options[usize::from(option)].cost.unwrap().get();
        let funded = winners(&tally.outcome);
        let spent: i64 = funded.iter().copied().map(cost).sum();
        prop_assert!(spent <= rules.budget.minor.get());
        prop_assert_eq!(costs_of(&tally.trace), spent);
        let told = tally.trace.iter().filter_map(|step| match step {
            Step::Bought { option, .. } | Step::Funded { option, .. } => Some(option.0),
            _ => None,
        });
        prop_assert_eq!(told.collect::<Vec<_>>(), funded);
    }

    #[test]
    fn nothing_that_somebody_wants_fits_after_the_greedy_rule(input in all_budgets()) {
        let Method::Budget(rules) = &input.rules.method else { panic!() };
        let is_greedy = match rules.rule {
            BudgetRule::Greedy {} => true,
            BudgetRule::EqualShares { completion } => completion == Completion::AddOneThenUtilitarian,
        };
        if !is_greedy {
            return Ok(());
        }
        let tally = tally(&input);
        let left = rules.budget.minor.get() - costs_of(&tally.trace);
        let Sums::Options(sums) = &tally.sums else { panic!() };
        for (standing, (_, sum)) in input.options.iter().zip(sums) {
            let fits = standing.cost.is_some_and(|cost| cost.get() <= left);
            prop_assert!(*sum == 0 || !fits || winners(&tally.outcome).contains(&standing.option.0));
        }
    }

    #[test]
    fn medians_are_taken_away_one_by_one(input in elections(Just(Method::Judgement { grades: GRADES }))) {
        let sequence = |option: OptionNo| {
            let mut given = Vec::new();
            for counted in input.fitting() {
                let Ballot::Points(points) = &counted.ballot else { panic!() };
                let grade = points.iter().find(|of| of.0 == option).map_or(0, |of| of.1);
                given.extend((0..counted.count).map(|_| grade));
            }
            given.sort_unstable();
            let mut medians = Vec::new();
            while !given.is_empty() {
                medians.push(given.remove((given.len() - 1) / 2));
            }
            medians
        };
        let sequences: Vec<_> = input.options.iter().map(|standing| sequence(standing.option)).collect();
        let best = sequences.iter().max().unwrap();
        let first = sequences.iter().position(|sequence| sequence == best).unwrap();
        let is_wanted = best.iter().any(|grade| *grade > 0);
        prop_assert!(best.iter().all(|grade| *grade < u16::from(GRADES)));
        let expected: Vec<_> = is_wanted.then(|| u16::try_from(first).unwrap()).into_iter().collect();
        prop_assert_eq!(winners(&tally(&input).outcome), expected);
    }

    #[test]
    fn more_than_half_of_the_first_preferences_win_a_runoff(input in elections(Just(Method::Runoff {})), which in 0..OPTIONS) {
        let option = which % u16::try_from(input.options.len()).unwrap();
        let others = u32::try_from(input.cast()).unwrap();
        let all = input.cast_by(others + 1, rank(&[option]));
        prop_assert_eq!(winners(&tally(&all).outcome), [option]);
    }
}
