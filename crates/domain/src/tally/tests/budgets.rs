use super::*;
use crate::tally::rules::BudgetBallot::{Approval, Cumulative, Ordinal};

fn greedy(money: i64, costs: &[i64]) -> Input {
    budget(money, Approval, Satisfaction::Votes, BudgetRule::Greedy {}, costs)
}

fn shares(money: i64, satisfaction: Satisfaction, completion: Completion, costs: &[i64]) -> Input {
    budget(money, Approval, satisfaction, equal_shares(completion), costs)
}

fn funded(input: &Input) -> Vec<u16> {
    winners(&tally(input).outcome)
}

fn steps(input: &Input) -> Vec<Step> {
    tally(input).trace.into_iter().skip(2).collect()
}

fn option(no: u16) -> OptionNo {
    OptionNo(no)
}

#[test]
fn what_most_want_is_funded_and_what_does_not_fit_is_skipped() {
    let votes = greedy(100, &[60, 50, 40, 1])
        .cast_by(3, approve(&[0]))
        .cast_by(2, approve(&[1, 2]))
        .with(approve(&[1]))
        .with(approve(&[]));
    assert_eq!(funded(&votes), [0, 2]);
    assert_eq!(
        steps(&votes),
        [
            // Both fit at first: it matters which comes first.
            Step::Tied { between: vec![option(0), option(1)], first: option(0), by: TieBreak::ListedFirst },
            Step::Funded { option: option(0), votes: 3, cost: 60, left: 40 },
            Step::Skipped { option: option(1), cost: 50, left: 40 },
            Step::Funded { option: option(2), votes: 2, cost: 40, left: 0 },
        ]
    );
    assert_eq!(funded(&votes.ties(TieBreak::Cheaper)), [1, 2]);
}

#[test]
fn a_tie_that_changes_nothing_is_not_told() {
    let votes = greedy(100, &[60, 150, 140]).with(approve(&[0, 1, 2]));
    assert_eq!(
        steps(&votes),
        [
            Step::Funded { option: option(0), votes: 1, cost: 60, left: 40 },
            Step::Skipped { option: option(1), cost: 150, left: 40 },
            Step::Skipped { option: option(2), cost: 140, left: 40 },
        ]
    );
}

#[test]
fn what_is_free_is_funded_where_somebody_wants_it_and_what_has_no_cost_never() {
    let completions = [Completion::None, Completion::AddOne, Completion::AddOneThenUtilitarian];
    let rules = completions.map(equal_shares).into_iter().chain([BudgetRule::Greedy {}]);
    for rule in rules {
        let mut votes = budget(100, Approval, Satisfaction::Votes, rule, &[0, 0, 50, -50, 50]);
        votes.options[2].cost = None;
        let votes = votes.with(approve(&[0, 2, 3]));
        assert_eq!(funded(&votes), [0], "{rule:?}");
        assert_eq!(
            funded(&votes.cast_by(2, approve(&[4]))),
            if rule == (BudgetRule::Greedy {}) { [4, 0] } else { [0, 4] }
        );
    }
    // Where satisfaction is cost, what is free satisfies nobody.
    let votes = shares(100, Satisfaction::Cost, Completion::None, &[0, 50]).with(approve(&[0, 1]));
    assert_eq!(funded(&votes), [1]);
}

#[test]
fn ranks_and_points_are_summed_up_as_declared() {
    let sums = |ballot, satisfaction, votes: &[(u32, Ballot)]| {
        let mut input = budget(100, ballot, satisfaction, BudgetRule::Greedy {}, &[100, 100, 100]);
        for (count, ballot) in votes {
            input = input.cast_by(*count, ballot.clone());
        }
        let Sums::Options(sums) = tally(&input).sums else { panic!() };
        (sums.iter().map(|of| of.1).collect::<Vec<_>>(), funded(&input))
    };
    let ranked = [(2, rank(&[1])), (1, rank(&[0, 2, 1])), (1, rank(&[]))];
    assert_eq!(sums(Ordinal, Satisfaction::Borda0, &ranked), (vec![2, 0, 1], vec![0]));
    assert_eq!(sums(Ordinal, Satisfaction::Borda1, &ranked), (vec![3, 3, 2], vec![0]));
    let given = [(2, points(&[(1, 3), (2, 0)])), (1, points(&[(0, 5), (1, 2)]))];
    assert_eq!(sums(Cumulative, Satisfaction::Points, &given), (vec![5, 8, 0], vec![1]));
}

#[test]
fn nothing_is_funded_where_nobody_votes() {
    for rule in [BudgetRule::Greedy {}, equal_shares(Completion::None), equal_shares(Completion::AddOneThenUtilitarian)]
    {
        let none = budget(100, Approval, Satisfaction::Votes, rule, &[0, 10]);
        assert_eq!(tally(&none).outcome, Outcome::NothingElected {});
        assert_eq!(tally(&none.cast_by(3, approve(&[]))).outcome, Outcome::NothingElected {}, "{rule:?}");
    }
}

/// Of 10 voters six want the first two projects and four the third; a third of the money is not enough for the fourth.
fn town(completion: Completion) -> Input {
    shares(1_000, Satisfaction::Votes, completion, &[300, 400, 350, 900])
        .cast_by(5, approve(&[0, 1]))
        .with(approve(&[0, 1, 3]))
        .cast_by(4, approve(&[2]))
}

#[test]
fn everybody_has_an_equal_share_and_pays_for_what_they_want() {
    let votes = town(Completion::None);
    assert_eq!(funded(&votes), [0, 2]);
    let bought = |no, price: &str, payers, emptied, cost| Step::Bought {
        option: option(no),
        price: price.to_owned(),
        payers,
        emptied,
        cost,
    };
    assert_eq!(
        steps(&votes),
        [Step::Shared { share: "100".to_owned(), added: 0 }, bought(0, "50", 6, 0, 300), bought(2, "175/2", 4, 0, 350),]
    );
    // Blank ballots have a share too.
    let votes = votes.cast_by(5, approve(&[]));
    assert_eq!(steps(&votes)[..2], [Step::Shared { share: "200/3".to_owned(), added: 0 }, bought(0, "50", 6, 0, 300)]);
    assert_eq!(funded(&votes), [0]);
}

#[test]
fn who_cannot_pay_their_part_gives_all_that_they_have() {
    // The first costs the two 40 each; of the second's 130 they give 60 each, and the third voter 10.
    let votes =
        shares(300, Satisfaction::Votes, Completion::None, &[80, 130]).cast_by(2, approve(&[0, 1])).with(approve(&[1]));
    let bought = |no, price: &str, payers, emptied, cost| Step::Bought {
        option: option(no),
        price: price.to_owned(),
        payers,
        emptied,
        cost,
    };
    assert_eq!(steps(&votes)[1..], [bought(0, "40", 2, 0, 80), bought(1, "130/3", 3, 0, 130)]);
    let votes = shares(300, Satisfaction::Votes, Completion::None, &[160, 130])
        .cast_by(2, approve(&[0, 1]))
        .with(approve(&[1]));
    // At 130 / 3 the second is cheaper; then the others have 170/3 each, and not 160 together.
    assert_eq!(steps(&votes)[1..], [bought(1, "130/3", 3, 0, 130)]);
    let votes = shares(300, Satisfaction::Votes, Completion::None, &[120, 185])
        .cast_by(2, approve(&[0, 1]))
        .with(approve(&[1]));
    assert_eq!(steps(&votes)[1..], [bought(0, "60", 2, 0, 120)]);
    let votes = shares(300, Satisfaction::Votes, Completion::None, &[120, 180])
        .cast_by(2, approve(&[0, 1]))
        .with(approve(&[1]));
    // All together have just enough, and 60 and 60 are a tie.
    assert_eq!(
        steps(&votes)[1..],
        [
            Step::Tied { between: vec![option(0), option(1)], first: option(0), by: TieBreak::ListedFirst },
            bought(0, "60", 2, 0, 120),
            bought(1, "100", 3, 3, 180),
        ]
    );
}

#[test]
fn units_are_added_until_nothing_fits_or_the_budget_is_exceeded() {
    // 100 units for each of 10 voters. One wants what still fits and cannot pay for it; with 117 the second project could
    // be bought too, which is more than there is.
    let mut votes = town(Completion::AddOne);
    votes.options[3].cost = Some(minor(340));
    for standing in &mut votes.options {
        standing.cost = standing.cost.map(|cost| minor(cost.get() * 100));
    }
    let Method::Budget(rules) = &mut votes.rules.method else { panic!() };
    rules.budget.minor = minor(100_000);
    assert_eq!(funded(&votes), [0, 2]);
    assert_eq!(
        steps(&votes)[..2],
        [Step::Completed { added: 16, would_exceed: true }, Step::Shared { share: "11600".to_owned(), added: 16 },]
    );
    let Method::Budget(rules) = &mut votes.rules.method else { panic!() };
    rules.budget.minor = minor(111_000);
    assert_eq!(funded(&votes), [0, 1, 2]);
    assert_eq!(steps(&votes)[0], Step::Completed { added: 6, would_exceed: false });
}

#[test]
fn what_completion_leaves_goes_to_what_most_want() {
    let mut votes = town(Completion::AddOneThenUtilitarian);
    votes.options[3].cost = Some(minor(340));
    assert_eq!(funded(&votes), [0, 2, 3]);
    assert_eq!(
        steps(&votes)[4..],
        [
            Step::Skipped { option: option(1), cost: 400, left: 350 },
            Step::Funded { option: option(3), votes: 1, cost: 340, left: 10 },
        ]
    );
}

#[test]
fn floating_point_decides_nothing() {
    // Everybody has 1,200,000,000,000,000 + 4/7. At the price for all, the first voter's part is that + 3/5, which is the
    // same in floating point: they give all that they have, and the others a little more.
    let rule = equal_shares(Completion::None);
    let votes = budget(8_400_000_000_000_004, Cumulative, Satisfaction::Points, rule, &[2_000_000_000_000_001])
        .with(points(&[(0, 3)]))
        .cast_by(2, points(&[(0, 1)]))
        .cast_by(4, points(&[]));
    let (option, price) = (option(0), "5600000000000003/14".to_owned());
    assert_eq!(
        steps(&votes)[1..],
        [Step::Bought { option, price, payers: 3, emptied: 1, cost: 2_000_000_000_000_001 }]
    );
}

#[test]
fn a_completion_ends_soon_however_great_the_amounts() {
    // The first voter buys the first project, and has too little for the second in the first 6,000,000,000,000 turns. The
    // others want what would still fit, and have too little too.
    let unit = 100_000_000_000_000;
    let votes = |dear: i64| {
        shares(90 * unit, Satisfaction::Cost, Completion::AddOne, &[20 * unit, 16 * unit, dear, dear])
            .with(approve(&[0, 1]))
            .with(approve(&[2]))
            .with(approve(&[3]))
    };
    let first = |votes: &Input| (steps(votes)[0].clone(), steps(votes)[1].clone(), funded(votes));
    let is = |added: u64, would_exceed, share: i64| {
        (Step::Completed { added, would_exceed }, Step::Shared { share: share.to_string(), added }, vec![0, 1])
    };
    assert_eq!(first(&votes(54 * unit + 1)), is(6_000_000_000_000, false, 36 * unit));
    // Both can be bought in the same turn, which is more than there is.
    assert_eq!(first(&votes(50 * unit)), is(19_999_999_999_999, true, 50 * unit - 100));
}

#[test]
fn prices_are_those_of_the_last_turn() {
    let unit = 100_000_000_000_000;
    let votes =
        shares(90 * unit, Satisfaction::Votes, Completion::AddOne, &[12 * unit, 30 * unit, 26 * unit, 26 * unit])
            .with(approve(&[0, 1]))
            .with(approve(&[1]))
            .with(approve(&[2]))
            .with(approve(&[3]));
    let bought = |no, price: i64, payers, emptied, cost| {
        let (option, price) = (option(no), price.to_string());
        Step::Bought { option, price, payers, emptied, cost }
    };
    // With 26 units each the last two would be bought too. The first voter gives the 14 that the first project leaves.
    let added = 35 * 100_000_000_000 - 1;
    assert_eq!(
        steps(&votes),
        [
            Step::Completed { added, would_exceed: true },
            Step::Shared { share: (26 * unit - 100).to_string(), added },
            bought(0, 12 * unit, 1, 0, 12 * unit),
            bought(1, 16 * unit + 100, 2, 1, 30 * unit),
        ]
    );
}
