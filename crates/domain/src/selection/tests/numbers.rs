//! The laws of shares and of scores, against recounts that go other ways.

use num_bigint::BigInt;
use num_rational::BigRational;
use proptest::prelude::*;

use super::super::score::{Counts, Fraction, coverage, ranks, weighted};
use super::super::split::{shares, total};
use super::*;
use crate::amount::Minor;

fn ratio(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> BigRational {
    BigRational::new(numerator.into(), denominator.into())
}

fn of(fraction: &Fraction) -> BigRational {
    ratio(fraction.numerator.clone(), fraction.denominator.clone())
}

fn any_total() -> impl Strategy<Value = i64> {
    prop_oneof![0..1_000_i64, 0..=Minor::MAX]
}

fn any_bases() -> impl Strategy<Value = Vec<u32>> {
    let basis = prop_oneof![1..5_u32, 1..=u32::MAX];
    prop::collection::vec(basis, 1..=64)
}

fn any_counts() -> impl Strategy<Value = Vec<(u8, [u32; 5])>> {
    let count = prop_oneof![Just(0), 0..4_u32, any::<u32>()];
    prop::collection::vec((0..=100_u8, prop::array::uniform5(count)), 0..40)
}

/// The remainder of each quota, in the order of `bases`.
fn remainders(sum: i64, bases: &[u32]) -> Vec<u128> {
    let all: u128 = bases.iter().copied().map(u128::from).sum();
    bases.iter().map(|basis| u128::try_from(sum).unwrap() * u128::from(*basis) % all).collect()
}

proptest! {
    #[test]
    fn shares_sum_to_the_total_and_each_is_within_a_unit_of_its_quota(sum in any_total(), bases in any_bases()) {
        let shares = shares(minor(sum), &bases).unwrap();
        prop_assert_eq!(shares.iter().map(|share| i128::from(share.get())).sum::<i128>(), i128::from(sum));
        let all: BigInt = bases.iter().copied().map(BigInt::from).sum();
        for (share, basis) in shares.iter().zip(&bases) {
            let off = ratio(share.get(), 1) - ratio(BigInt::from(sum) * *basis, all.clone());
            prop_assert!(ratio(-1, 1) < off && off < ratio(1, 1));
        }
    }

    #[test]
    fn who_has_more_pays_no_less_and_of_equals_the_earlier_pays_at_most_a_unit_more(
        sum in any_total(), bases in any_bases(),
    ) {
        let shares = shares(minor(sum), &bases).unwrap();
        for (i, j) in (0..bases.len()).flat_map(|i| (0..bases.len()).map(move |j| (i, j))) {
            prop_assert!(bases[i] <= bases[j] || shares[i] >= shares[j], "{} and {}", i, j);
            if bases[i] == bases[j] && i < j {
                prop_assert!((0..=1).contains(&(shares[i].get() - shares[j].get())));
            }
        }
    }

    #[test]
    fn order_decides_only_where_remainders_are_equal(sum in any_total(), bases in any_bases(), turn in 0..64_usize) {
        let turn = turn % bases.len();
        let mut turned = bases.clone();
        turned.rotate_left(turn);
        let mut expected = shares(minor(sum), &bases).unwrap();
        expected.rotate_left(turn);
        let given = shares(minor(sum), &turned).unwrap();
        let rests = remainders(sum, &turned);
        for (i, (given, expected)) in given.iter().zip(&expected).enumerate() {
            let is_alone = rests.iter().filter(|rest| **rest == rests[i]).count() == 1;
            prop_assert!(!is_alone || given == expected, "payer {}", i);
        }
    }

    #[test]
    fn a_weighted_score_is_what_fractions_of_fractions_give(given in any_counts()) {
        let weighed = |(n, (w, counts)): (u16, &(u8, [u32; 5]))| {
            (Weighed { number: CriterionNo(n), weight: weight(*w) }, Counts(*counts))
        };
        let criteria: Vec<_> = (1..).zip(&given).map(weighed).collect();
        let (mut points, mut weights) = (ratio(0, 1), ratio(0, 1));
        for (w, counts) in &given {
            let people: u64 = counts.iter().copied().map(u64::from).sum();
            if people > 0 {
                let sum: u64 = (0..).zip(counts).map(|(score, count)| score * u64::from(*count)).sum();
                points += ratio(*w, 1) * ratio(sum, people);
                weights += ratio(*w, 1);
            }
        }
        let expected = (weights > ratio(0, 1)).then(|| points / (ratio(4, 1) * weights));
        let score = weighted(&criteria);
        prop_assert_eq!(score.as_ref().map(of), expected);
        prop_assert!(score.is_none_or(|score| score.rounded(1000) <= 1000));
    }

    #[test]
    fn a_spread_is_the_standard_deviation_to_two_decimals(counts in prop::array::uniform5(0..2_000_u32)) {
        let counts = Counts(counts);
        prop_assume!(counts.n() > 0);
        let mean = ratio(counts.sum(), counts.n());
        prop_assert_eq!(counts.mean().as_ref().map(of), Some(mean.clone()));
        let squares = (0..).zip(counts.0).map(|(score, count): (i64, u32)| {
            let off = ratio(score, 1) - &mean;
            &off * &off * ratio(count, 1)
        });
        let variance = squares.fold(ratio(0, 1), |sum, square| sum + square) / ratio(counts.n(), 1);
        let spread = ratio(counts.spread_hundredths().unwrap(), 100);
        // The nearest hundredth: x − ½ ≤ √variance < x + ½.
        let (below, above) = (&spread - ratio(1, 200), &spread + ratio(1, 200));
        prop_assert!(variance < &above * &above);
        prop_assert!(below < ratio(0, 1) || variance >= &below * &below);
    }

    #[test]
    fn counts_that_change_one_by_one_are_those_of_the_latest(
        scores in prop::collection::vec((0..6_usize, 0..=5_u8), 0..60),
    ) {
        let (mut counts, mut latest) = (Counts::default(), [None; 6]);
        for (person, score) in scores {
            let now = Score::try_from(score).ok();
            counts.change(latest[person], now);
            latest[person] = now;
        }
        for score in 0..=Score::MAX {
            let people = latest.iter().flatten().filter(|latest| latest.get() == score).count();
            prop_assert_eq!(counts.0[usize::from(score)] as usize, people);
        }
    }
}

#[test]
fn a_cost_over_years_is_told_unless_it_is_too_great() {
    let years = |n| Years::try_from(n).unwrap();
    assert_eq!(total(minor(100), Some(minor(20)), minor(7), years(5)), Some(minor(155)));
    assert_eq!(total(minor(100), None, minor(7), years(1)), Some(minor(107)));
    assert_eq!(total(minor(0), None, minor(Minor::MAX), years(2)), None);
    assert!(Years::try_from(0).is_err() && Years::try_from(21).is_err());
    assert_eq!(shares(minor(-1), &[1]), None);
    assert_eq!(shares(minor(1), &[0]), None);
}

#[test]
fn a_score_of_few_or_of_little_says_little() {
    let criterion = |n, w, count| (Weighed { number: CriterionNo(n), weight: weight(w) }, Counts([count, 0, 0, 0, 0]));
    let half = [criterion(1, 2, 1), criterion(2, 2, 0), criterion(3, 0, 1)];
    let of = coverage(&half, 3);
    assert_eq!((of.weight, of.of_weight, of.criteria, of.of_criteria, of.assessors), (2, 4, 1, 2, 3));
    assert!(!of.is_thin());
    assert!(coverage(&half, 2).is_thin(), "of two people");
    assert!(coverage(&[criterion(1, 1, 9), criterion(2, 2, 0)], 9).is_thin(), "of a third of the weight");
    assert!(coverage(&[], 9).share().is_none());
}

#[test]
fn equal_scores_share_a_place() {
    let score = |numerator: u8| Fraction::new(numerator.into(), 4_u8.into());
    let places = ranks(&[score(1), None, score(3), score(3), score(2)]);
    assert_eq!(places, [Some(4), None, Some(1), Some(1), Some(3)]);
}

#[test]
fn numbers_are_read_within_their_bounds() {
    assert!(serde_json::from_str::<Score>("4").is_ok() && serde_json::from_str::<Score>("5").is_err());
    assert!(serde_json::from_str::<Weight>("100").is_ok() && serde_json::from_str::<Weight>("101").is_err());
    let nobody = Counts::default();
    assert_eq!((nobody.mean(), nobody.spread_hundredths(), nobody.range()), (None, None, None));
    assert_eq!(Counts([0, 1, 0, 2, 0]).range(), Some((1, 3)));
}
