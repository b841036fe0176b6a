use super::*;
use crate::ids::ActorId;
use crate::tally::rules::{Approval, Score};

fn approval(winners: u16, least: Option<u8>, options: u16) -> Input {
    let least = least.map(|least| least.try_into().unwrap());
    input(Method::Approval(Approval { winners, most: None, least }), options)
}

fn option(no: u16) -> OptionNo {
    OptionNo(no)
}

fn elected(input: &Input) -> Vec<u16> {
    winners(&tally(input).outcome)
}

fn tied(input: &Input) -> Vec<(Vec<u16>, TieBreak)> {
    let tied = |step: &Step| match step {
        Step::Tied { between, first, by } => {
            assert_eq!(between.first(), Some(first));
            Some((between.iter().map(|option| option.0).collect(), *by))
        }
        _ => None,
    };
    tally(input).trace.iter().filter_map(tied).collect()
}

#[test]
fn those_whom_most_approve_win_and_a_tie_is_broken_as_declared() {
    let votes = approval(2, None, 4).cast_by(3, approve(&[0, 2])).cast_by(3, approve(&[1, 2])).with(approve(&[]));
    assert_eq!(tally(&votes).sums, Sums::Options(vec![(option(0), 3), (option(1), 3), (option(2), 6), (option(3), 0)]));
    assert_eq!(elected(&votes), [2, 0]);
    assert_eq!(tied(&votes), [(vec![0, 1], TieBreak::ListedFirst)]);
    let votes = votes.ties(TieBreak::ListedLast);
    assert_eq!(elected(&votes), [2, 1]);
    assert_eq!(tied(&votes), [(vec![1, 0], TieBreak::ListedLast)]);
    let won = |step: &&Step| matches!(step, Step::Won { .. });
    let trace = tally(&votes).trace;
    let won: Vec<_> = trace.iter().filter(won).collect();
    assert_eq!(won, [&Step::Won { option: option(2), with: 6 }, &Step::Won { option: option(1), with: 3 }]);
}

#[test]
fn a_tie_that_gives_nobody_a_seat_is_not_told() {
    let votes = approval(1, None, 3).with(approve(&[0, 1])).with(approve(&[0, 2]));
    assert_eq!((elected(&votes), tied(&votes)), (vec![0], vec![]));
}

#[test]
fn a_winner_is_approved_by_somebody_and_by_as_many_as_are_asked() {
    assert_eq!(elected(&approval(2, None, 3)), [0; 0]);
    assert_eq!(elected(&approval(2, None, 3).cast_by(4, approve(&[]))), [0; 0]);
    assert_eq!(elected(&approval(2, Some(0), 3).with(approve(&[1]))), [1]);
    // 30 % of 7 are 2.1: three.
    let votes = |three| approval(2, Some(30), 3).cast_by(three, approve(&[0])).cast_by(7 - three, approve(&[1]));
    assert_eq!(elected(&votes(3)), [1, 0]);
    assert_eq!(elected(&votes(2)), [1]);
    assert!(tally(&votes(2)).trace.contains(&Step::Short { option: option(0), has: 2, needed: 3 }));
}

#[test]
fn the_greatest_sum_of_scores_wins_and_who_is_not_scored_gets_nothing() {
    let rules = Score { winners: 2, highest: 5 };
    let none = input(Method::Score(rules), 4);
    assert_eq!(elected(&none), [0; 0]);
    let votes = none.cast_by(2, points(&[(0, 5), (3, 1)])).with(points(&[(1, 4), (3, 5)])).with(points(&[]));
    assert_eq!(
        tally(&votes).sums,
        Sums::Options(vec![(option(0), 10), (option(1), 4), (option(2), 0), (option(3), 7)])
    );
    assert_eq!(elected(&votes), [0, 3]);
    let nothing = input(Method::Score(rules), 2).with(points(&[(0, 0), (1, 0)]));
    assert_eq!(elected(&nothing), [0; 0]);
    // Out of range: not counted.
    assert_eq!(elected(&input(Method::Score(rules), 2).with(points(&[(0, 6)]))), [0; 0]);
}

fn judgement(grades: u8, options: u16) -> Input {
    input(Method::Judgement { grades }, options)
}

#[test]
fn the_best_median_grade_wins() {
    let votes = judgement(5, 3)
        .with(points(&[(0, 4), (1, 3), (2, 1)]))
        .with(points(&[(0, 4), (1, 3), (2, 2)]))
        .with(points(&[(0, 0), (1, 2), (2, 2)]))
        .with(points(&[(0, 1), (1, 3), (2, 4)]));
    // Of four grades the lower of the two in the middle.
    let tally = tally(&votes);
    assert_eq!(tally.sums, Sums::Options(vec![(option(0), 1), (option(1), 3), (option(2), 2)]));
    assert_eq!(winners(&tally.outcome), [1]);
    assert!(tally.trace.contains(&Step::Graded { option: option(0), median: 1, counts: vec![1, 1, 0, 0, 2] }));
    assert_eq!(tally.trace.last(), Some(&Step::Won { option: option(1), with: 3 }));
}

#[test]
fn blank_ballots_and_options_without_grade_count_as_the_worst() {
    let votes = judgement(3, 2).cast_by(3, points(&[(0, 2)])).cast_by(2, points(&[(1, 1)]));
    assert_eq!(tally(&votes).sums, Sums::Options(vec![(option(0), 2), (option(1), 0)]));
    let votes = votes.cast_by(2, points(&[]));
    assert_eq!(tally(&votes).sums, Sums::Options(vec![(option(0), 0), (option(1), 0)]));
    // Median grades are equal then, but one of them has better ones.
    assert_eq!(elected(&votes), [0]);
}

#[test]
fn nobody_is_elected_by_nobody_or_by_the_worst_grades_alone() {
    assert_eq!((elected(&judgement(3, 2)), tally(&judgement(3, 2)).sums), (vec![], Sums::Untold {}));
    let worst = judgement(3, 2).with(points(&[(0, 0)])).with(points(&[]));
    assert_eq!((elected(&worst), tally(&worst).sums), (vec![], Sums::Options(vec![(option(0), 0), (option(1), 0)])));
}

#[test]
fn equal_medians_are_taken_away_until_they_differ() {
    // In ascending order 0: 1 1 2 3 3, 1: 0 1 2 2 3, 2: 1 1 2 2 3.
    let votes = judgement(4, 3)
        .with(points(&[(0, 1), (2, 1)]))
        .with(points(&[(0, 1), (1, 1), (2, 1)]))
        .with(points(&[(0, 2), (1, 2), (2, 2)]))
        .with(points(&[(0, 3), (1, 2), (2, 2)]))
        .with(points(&[(0, 3), (1, 3), (2, 3)]));
    // Without one 2 of each: 1 1 3 3, 0 1 2 3, 1 1 2 3: still 1. Without the 1: 3 for the first, 2 for the others.
    let tally = tally(&votes);
    assert_eq!(winners(&tally.outcome), [0]);
    let medians = vec![(option(0), 3), (option(1), 2), (option(2), 2)];
    assert!(tally.trace.contains(&Step::Regraded { removed: 2, medians }));
}

#[test]
fn equal_grades_are_a_tie() {
    let votes = judgement(3, 3).with(points(&[(1, 2), (2, 1)])).with(points(&[(1, 1), (2, 2)]));
    assert_eq!(elected(&votes), [1]);
    assert_eq!(tied(&votes), [(vec![1, 2], TieBreak::ListedFirst)]);
    assert_eq!(elected(&votes.ties(TieBreak::ListedLast)), [2]);
}

fn runoff(options: u16) -> Input {
    input(Method::Runoff {}, options)
}

#[test]
fn the_last_is_taken_out_until_one_has_more_than_half() {
    let votes = runoff(4)
        .cast_by(4, rank(&[0, 1]))
        .cast_by(3, rank(&[1, 0]))
        .cast_by(2, rank(&[2, 3, 1]))
        .with(rank(&[3]))
        .with(rank(&[]));
    let tally = tally(&votes);
    assert_eq!(tally.sums, Sums::Options(vec![(option(0), 4), (option(1), 3), (option(2), 2), (option(3), 1)]));
    assert_eq!(winners(&tally.outcome), [1]);
    let counts = |counts: &[(u16, u64)]| counts.iter().map(|(no, count)| (option(*no), *count)).collect();
    assert_eq!(
        tally.trace[2..],
        [
            Step::Round { round: 1, counts: counts(&[(0, 4), (1, 3), (2, 2), (3, 1)]), exhausted: 1 },
            Step::TakenOut { option: option(3) },
            Step::Round { round: 2, counts: counts(&[(0, 4), (1, 3), (2, 2)]), exhausted: 2 },
            Step::TakenOut { option: option(2) },
            Step::Round { round: 3, counts: counts(&[(0, 4), (1, 5)]), exhausted: 2 },
            Step::Won { option: option(1), with: 5 },
        ]
    );
}

#[test]
fn among_the_last_the_one_goes_that_the_rule_puts_last() {
    let votes = runoff(3).cast_by(3, rank(&[0])).cast_by(2, rank(&[1, 2])).cast_by(2, rank(&[2, 1]));
    assert_eq!((elected(&votes), tied(&votes)), (vec![1], vec![(vec![1, 2], TieBreak::ListedFirst)]));
    let votes = votes.ties(TieBreak::ListedLast);
    assert_eq!((elected(&votes), tied(&votes)), (vec![2], vec![(vec![2, 1], TieBreak::ListedLast)]));
    // Half is not more than half.
    let half = runoff(2).with(rank(&[0, 1])).with(rank(&[1, 0]));
    assert_eq!((elected(&half), tied(&half)), (vec![0], vec![(vec![0, 1], TieBreak::ListedFirst)]));
}

#[test]
fn nobody_is_elected_by_blank_ballots() {
    assert_eq!(elected(&runoff(3)), [0; 0]);
    assert_eq!(elected(&runoff(3).cast_by(2, rank(&[]))), [0; 0]);
    assert_eq!(elected(&runoff(0)), [0; 0]);
}

#[test]
fn a_lot_follows_from_the_seed_and_needs_one() {
    let votes = approval(5, None, 5).with(approve(&[0, 1, 2, 3, 4])).ties(TieBreak::Lot);
    assert_eq!(tied(&votes), [(vec![0, 1, 2, 3, 4], TieBreak::ListedFirst)]);
    let votes = votes.seeded(7);
    let drawn = elected(&votes);
    let mut lots: Vec<_> = (0..5u16).map(|no| (Sha::of(&[&[7; 32][..], &no.to_be_bytes()].concat()), no)).collect();
    lots.sort_unstable();
    assert_eq!(drawn, lots.iter().map(|(_, no)| *no).collect::<Vec<_>>());
    assert_eq!(tied(&votes), [(drawn.clone(), TieBreak::Lot)]);
    assert_ne!(elected(&votes.seeded(8)), drawn);
}

#[test]
fn the_cheaper_of_equals_comes_first() {
    let mut votes = approval(4, None, 4).with(approve(&[0, 1, 2, 3])).ties(TieBreak::Cheaper);
    for (no, cost) in [(1, 5), (2, 4), (3, 5)] {
        votes.options[no].cost = Some(minor(cost));
    }
    // What has no cost comes last.
    assert_eq!(elected(&votes), [2, 1, 3, 0]);
}

fn sortition(seats: u16, pool: u8) -> Input {
    let pool = (0..pool).map(|no| ActorId(Uuid::from_bytes([no; 16]))).collect();
    Input { pool, ..input(Method::Sortition { seats }, 0) }
}

#[test]
fn those_of_the_smallest_keys_are_drawn() {
    let draw = sortition(3, 20).seeded(9);
    let mut keys: Vec<_> =
        draw.pool.iter().map(|actor| (Sha::of(&[&[9; 32][..], actor.0.as_bytes()].concat()), *actor)).collect();
    keys.sort_unstable();
    let tally = tally(&draw);
    let Outcome::Drawn { actors } = &tally.outcome else { panic!("{:?}", tally.outcome) };
    let first: Vec<_> = keys[..3].iter().map(|(_, actor)| *actor).collect();
    assert_eq!(actors.as_slice(), first);
    assert_eq!(tally.sums, Sums::Untold {});
    let steps: Vec<_> =
        keys[..3].iter().map(|(key, actor)| Step::Drawn { actor: *actor, key: key.to_string() }).collect();
    assert_eq!(tally.trace[1..], steps);
}

#[test]
fn nobody_is_drawn_without_seed_or_pool_and_everybody_where_there_are_seats() {
    assert_eq!(tally(&sortition(3, 20)).outcome, Outcome::NothingElected {});
    assert_eq!(tally(&sortition(3, 0).seeded(1)).outcome, Outcome::NothingElected {});
    let Outcome::Drawn { actors } = tally(&sortition(30, 20).seeded(1)).outcome else { panic!() };
    assert_eq!(actors.as_slice().len(), 20);
}
