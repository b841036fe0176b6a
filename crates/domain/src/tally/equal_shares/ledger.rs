//! Exact amounts, in parts of a minor unit. The parts become finer with each purchase, so that every amount there is stays
//! a whole number of them: sums and comparisons need no common denominator to be sought.

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::{One as _, ToPrimitive as _};

use super::electorate::Wish;

/// An amount, and how it grows with the share: if everybody had a little more, and all who gave all that they had still did.
#[derive(Debug, Clone)]
pub(super) struct Amount {
    /// In parts.
    pub(super) now: BigInt,
    /// How many parts it is more for each minor unit that everybody has more.
    pub(super) growth: BigInt,
}

/// What everybody had at the beginning, and what each purchase cost.
pub(super) struct Ledger {
    /// How many parts a minor unit has.
    parts: BigInt,
    /// What everybody had.
    share: Amount,
    /// What a unit of weight cost, for each project that was bought.
    prices: Vec<Option<Amount>>,
}

/// Voters who give all that they have left, summed up.
pub(super) struct Poor {
    /// How many they are.
    count: u128,
    /// What they give to each project together.
    weights: Vec<u128>,
}

/// What a unit of weight costs: `rest / weight` parts.
#[derive(Debug, Clone)]
pub(super) struct Price {
    /// What those have to bear who can afford it.
    pub(super) rest: Amount,
    /// Their weights.
    pub(super) weight: u128,
    /// In minor units, within a few parts in 2⁵³.
    pub(super) about: f64,
}

impl Poor {
    pub(super) fn none(projects: usize) -> Self {
        Self { count: 0, weights: vec![0; projects] }
    }

    /// So many voters more who want this.
    pub(super) fn add(&mut self, count: u64, wishes: &[Wish]) {
        let count = u128::from(count);
        self.count += count;
        for wish in wishes {
            if let Some(weight) = self.weights.get_mut(usize::from(wish.project)) {
                *weight += count * u128::from(wish.weight);
            }
        }
    }
}

impl Amount {
    fn none() -> Self {
        Self { now: BigInt::ZERO, growth: BigInt::ZERO }
    }

    pub(super) fn times(&self, by: impl Into<BigInt>) -> Self {
        let by = by.into();
        Self { now: &self.now * &by, growth: &self.growth * by }
    }

    pub(super) fn minus(self, other: &Self) -> Self {
        Self { now: self.now - &other.now, growth: self.growth - &other.growth }
    }

    fn plus(self, other: &Self) -> Self {
        Self { now: self.now + &other.now, growth: self.growth + &other.growth }
    }
}

impl Ledger {
    /// With so many minor units for so many voters, before anything is bought.
    pub(super) fn new(money: BigInt, voters: u64, projects: usize) -> Self {
        let share = Amount { now: money, growth: voters.into() };
        Self { parts: voters.into(), share, prices: vec![None; projects] }
    }

    /// What everybody had at the beginning, about.
    pub(super) fn share_about(&self) -> f64 {
        about(&self.share.now, &self.parts)
    }

    /// What is left of a cost when these voters give all that they have.
    pub(super) fn rest(&self, cost: i64, poor: &Poor) -> Amount {
        let prices = self.prices.iter().zip(&poor.weights);
        let prices = prices.filter_map(|(price, weight)| Some((price.as_ref()?, *weight))).filter(|of| of.1 > 0);
        let spent = prices.fold(Amount::none(), |sum, (price, weight)| sum.plus(&price.times(weight)));
        let cost = Amount { now: &self.parts * cost, growth: BigInt::ZERO };
        cost.plus(&spent).minus(&self.share.times(poor.count))
    }

    /// What a unit of weight costs when these voters give all that they have left, and others of such a weight bear the
    /// rest.
    pub(super) fn price(&self, cost: i64, poor: &Poor, weight: u128) -> Price {
        let rest = self.rest(cost, poor);
        let about = about(&rest.now, &(&self.parts * weight));
        Price { rest, weight, about }
    }

    /// What a voter has left who wants this and was never out of money.
    pub(super) fn left(&self, wishes: &[Wish]) -> Amount {
        let price = |wish: &Wish| self.prices.get(usize::from(wish.project))?.as_ref();
        let paid = wishes.iter().filter_map(|wish| Some(price(wish)?.times(wish.weight)));
        paid.fold(self.share.clone(), |left, paid| left.minus(&paid))
    }

    /// Enters what a unit of a project's weight cost. Its satisfaction's price as a fraction of minor units.
    pub(super) fn buy(&mut self, project: usize, price: &Price, scale: u64) -> (BigInt, BigInt) {
        let paid = (price.rest.now.clone(), &self.parts * price.weight * scale);
        let weight = BigInt::from(price.weight);
        let common = price.rest.now.gcd(&weight).gcd(&price.rest.growth);
        let finer = weight / &common;
        if !finer.is_one() {
            self.parts *= &finer;
            self.share = self.share.times(finer.clone());
            for price in self.prices.iter_mut().flatten() {
                *price = price.times(finer.clone());
            }
        }
        if let Some(entry) = self.prices.get_mut(project) {
            *entry = Some(Amount { now: &price.rest.now / &common, growth: &price.rest.growth / common });
        }
        paid
    }
}

/// A fraction as it is written in a trace: in lowest terms, an integer without denominator.
pub(super) fn fraction(numerator: &BigInt, denominator: &BigInt) -> String {
    let common = numerator.gcd(denominator);
    let (numerator, denominator) = (numerator / &common, denominator / &common);
    if denominator.is_one() { numerator.to_string() } else { format!("{numerator}/{denominator}") }
}

/// A fraction within a few parts in 2⁵³; also of numbers that are far greater than an `f64` can be.
fn about(numerator: &BigInt, denominator: &BigInt) -> f64 {
    let bits = |number: &BigInt| i32::try_from(number.bits()).unwrap_or(i32::MAX);
    let shift = 64 + bits(denominator) - bits(numerator);
    let by = shift.unsigned_abs();
    let quotient = if shift < 0 { numerator / (denominator << by) } else { (numerator << by) / denominator };
    quotient.to_f64().unwrap_or(0.0) * 2f64.powi(-shift)
}
