//! Exact amounts, in parts of a minor unit. The parts become finer with each purchase, so that every amount there is stays
//! a whole number of them: sums and comparisons need no common denominator to be sought.

use num_bigint::BigInt;
use num_integer::Integer as _;
use num_traits::{One as _, ToPrimitive as _};

use super::electorate::Wish;

/// What everybody had at the beginning, and what each purchase cost.
pub(super) struct Ledger {
    /// How many parts a minor unit has.
    parts: BigInt,
    /// What everybody had, in parts.
    share: BigInt,
    /// What a unit of weight cost, in parts, for each project that was bought.
    prices: Vec<Option<BigInt>>,
}

/// Voters who give all that they have left, summed up.
pub(super) struct Poor {
    /// How many they are.
    count: u128,
    /// What they give to each project together.
    weights: Vec<u128>,
}

/// What a unit of weight costs: `numerator / weight` parts.
#[derive(Debug, Clone)]
pub(super) struct Price {
    pub(super) numerator: BigInt,
    /// The weights of all those who can afford it.
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

impl Ledger {
    /// With so many minor units for so many voters, before anything is bought.
    pub(super) fn new(money: BigInt, voters: u64, projects: usize) -> Self {
        Self { parts: voters.into(), share: money, prices: vec![None; projects] }
    }

    /// What everybody had at the beginning, about.
    pub(super) fn share_about(&self) -> f64 {
        about(&self.share, &self.parts)
    }

    /// What a unit of weight costs when these voters give all that they have left, and others of such a weight bear the
    /// rest.
    pub(super) fn price(&self, cost: i64, poor: &Poor, weight: u128) -> Price {
        let spent = self.prices.iter().zip(&poor.weights).filter(|(_, weight)| **weight > 0);
        let spent: BigInt = spent.filter_map(|(price, weight)| price.as_ref().map(|price| price * *weight)).sum();
        let numerator = &self.parts * cost - (&self.share * poor.count - spent);
        let about = about(&numerator, &(&self.parts * weight));
        Price { numerator, weight, about }
    }

    /// What a voter has left, in parts, who wants this and was never out of money.
    pub(super) fn left(&self, wishes: &[Wish]) -> BigInt {
        let price = |wish: &Wish| self.prices.get(usize::from(wish.project)).and_then(Option::as_ref);
        let spent: BigInt = wishes.iter().filter_map(|wish| price(wish).map(|price| price * wish.weight)).sum();
        &self.share - spent
    }

    /// Enters what a unit of a project's weight cost. Its satisfaction's price as a fraction of minor units.
    pub(super) fn buy(&mut self, project: usize, price: &Price, scale: u64) -> (BigInt, BigInt) {
        let paid = (price.numerator.clone(), &self.parts * price.weight * scale);
        let weight = BigInt::from(price.weight);
        let common = price.numerator.gcd(&weight);
        let finer = weight / &common;
        if !finer.is_one() {
            self.parts *= &finer;
            self.share *= &finer;
            for price in self.prices.iter_mut().flatten() {
                *price *= &finer;
            }
        }
        if let Some(entry) = self.prices.get_mut(project) {
            *entry = Some(&price.numerator / common);
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
