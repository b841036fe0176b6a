//! What assessments sum up to: exact fractions of integers, and nothing else.

use num_bigint::BigUint;
use num_integer::{Integer as _, Roots as _};
use num_traits::{ToPrimitive as _, Zero as _};
use serde::{Deserialize, Serialize};

use super::criteria::Weighed;
use crate::class::{Draw, LogSafe};
use crate::ids::Malformed;

/// How well a candidate meets a criterion: 0 (not at all) to 4 (wholly).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Score(u8);

impl Score {
    /// The greatest number.
    pub const MAX: u8 = 4;
    /// That score.
    pub const GREATEST: Self = Self(Self::MAX);

    /// The number.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}

impl TryFrom<u8> for Score {
    type Error = Malformed;
    fn try_from(number: u8) -> Result<Self, Malformed> {
        if number > Self::MAX { Err(Malformed("integer from 0 to 4")) } else { Ok(Self(number)) }
    }
}

impl From<Score> for u8 {
    fn from(score: Score) -> Self {
        score.0
    }
}

impl LogSafe for Score {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self(u8::try_from(draw(u64::from(Self::MAX) + 1)).unwrap_or(0))
    }
}

/// A part of a whole, reduced: `numerator` of `denominator`, which is not 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fraction {
    /// How many parts.
    pub numerator: BigUint,
    /// Of how many.
    pub denominator: BigUint,
}

impl Fraction {
    /// `None` of nothing.
    #[must_use]
    pub fn new(numerator: BigUint, denominator: BigUint) -> Option<Self> {
        if denominator.is_zero() {
            return None;
        }
        let common = numerator.gcd(&denominator);
        Some(Self { numerator: numerator / &common, denominator: denominator / common })
    }

    /// The nearest whole number of `1 / units`, halves up: `rounded(100)` are hundredths.
    #[must_use]
    pub fn rounded(&self, units: u32) -> u64 {
        let two = BigUint::from(2_u8);
        let rounded = (&self.numerator * units * &two + &self.denominator) / (&self.denominator * two);
        rounded.to_u64().unwrap_or(u64::MAX)
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        (&self.numerator * &other.denominator).cmp(&(&other.numerator * &self.denominator))
    }
}

/// How many people gave each score, from 0 to 4, to one candidate by one criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts(pub [u32; 5]);

impl Counts {
    /// One person's score instead of what it was.
    pub fn change(&mut self, was: Option<Score>, now: Option<Score>) {
        let mut add = |score: Option<Score>, change: fn(u32, u32) -> u32| {
            if let Some(count) = score.and_then(|score| self.0.get_mut(usize::from(score.0))) {
                *count = change(*count, 1);
            }
        };
        add(was, u32::saturating_sub);
        add(now, u32::saturating_add);
    }

    fn scores(&self) -> impl Iterator<Item = (u64, u64)> {
        (0..).zip(self.0.iter().map(|count| u64::from(*count)))
    }

    /// How many people assessed.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.scores().map(|(_, count)| count).sum()
    }

    /// The sum of their scores.
    #[must_use]
    pub fn sum(&self) -> u64 {
        self.scores().map(|(score, count)| score * count).sum()
    }

    /// Their mean; `None` where nobody assessed.
    #[must_use]
    pub fn mean(&self) -> Option<Fraction> {
        Fraction::new(self.sum().into(), self.n().into())
    }

    /// The standard deviation of the whole population in hundredths, halves up: √(n·Σs² − (Σs)²) / n. `None` where nobody
    /// assessed.
    #[must_use]
    pub fn spread_hundredths(&self) -> Option<u64> {
        let (n, sum) = (u128::from(self.n()), u128::from(self.sum()));
        if n == 0 {
            return None;
        }
        let squares: u128 = self.scores().map(|(score, count)| u128::from(score * score * count)).sum();
        let variance = n * squares - sum * sum;
        // ⌊x + ½⌋ of x = 100·√variance / n, without leaving the integers: ⌊(⌊√(4·100²·variance)⌋ + n) / 2n⌋.
        let doubled = (40_000 * variance).sqrt();
        u64::try_from((doubled + n) / (2 * n)).ok()
    }

    /// The least and the greatest score that anybody gave.
    #[must_use]
    pub fn range(&self) -> Option<(u64, u64)> {
        let mut given = self.scores().filter(|(_, count)| *count > 0).map(|(score, _)| score);
        let least = given.next()?;
        Some((least, given.last().unwrap_or(least)))
    }
}

/// Of how much weight and of how many people a score tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coverage {
    /// What the criteria weigh by which anybody assessed.
    pub weight: u32,
    /// What all criteria weigh.
    pub of_weight: u32,
    /// How many criteria that count were assessed by anybody.
    pub criteria: u32,
    /// How many criteria count.
    pub of_criteria: u32,
    /// How many people assessed anything of the candidate.
    pub assessors: u32,
}

impl Coverage {
    /// Fewer assessors than these are few.
    pub const FEW_ASSESSORS: u32 = 3;

    /// Whether the score tells little: less than half of the weight was assessed, or by fewer than three people.
    #[must_use]
    pub fn is_thin(&self) -> bool {
        u64::from(self.weight) * 2 < u64::from(self.of_weight) || self.assessors < Self::FEW_ASSESSORS
    }

    /// Which part of the weight was assessed; `None` where nothing weighs.
    #[must_use]
    pub fn share(&self) -> Option<Fraction> {
        Fraction::new(self.weight.into(), self.of_weight.into())
    }
}

/// How much of the criteria was assessed.
#[must_use]
pub fn coverage(criteria: &[(Weighed, Counts)], assessors: u32) -> Coverage {
    let mut coverage = Coverage { weight: 0, of_weight: 0, criteria: 0, of_criteria: 0, assessors };
    for (criterion, counts) in criteria.iter().filter(|(criterion, _)| criterion.weight.get() > 0) {
        let weight = u32::from(criterion.weight.get());
        coverage.of_weight += weight;
        coverage.of_criteria += 1;
        if counts.n() > 0 {
            coverage.weight += weight;
            coverage.criteria += 1;
        }
    }
    coverage
}

/// The weighted score: Σ weight · mean / (4 · Σ weight), over the criteria by which anybody assessed; `None` where nobody
/// did by any that counts.
#[must_use]
pub fn weighted(criteria: &[(Weighed, Counts)]) -> Option<Fraction> {
    let assessed = || criteria.iter().filter(|(criterion, counts)| criterion.weight.get() > 0 && counts.n() > 0);
    let common = assessed().fold(BigUint::from(1_u8), |common, (_, counts)| common.lcm(&counts.n().into()));
    let (mut points, mut weights) = (BigUint::ZERO, 0_u32);
    for (criterion, counts) in assessed() {
        let weight = criterion.weight.get();
        points += (&common / counts.n()) * counts.sum() * weight;
        weights += u32::from(weight);
    }
    Fraction::new(points, common * weights * Score::MAX)
}

/// Places by score, the greatest first, as in sport: equal scores share a place, and as many places after it stay empty.
/// Who has no score has no place.
#[must_use]
pub fn ranks(scores: &[Option<Fraction>]) -> Vec<Option<u32>> {
    let better = |than: &Fraction| scores.iter().flatten().filter(|score| *score > than).count();
    let place = |score: &Option<Fraction>| u32::try_from(better(score.as_ref()?) + 1).ok();
    scores.iter().map(place).collect()
}
