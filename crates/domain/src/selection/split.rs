//! How the cost of a tool is shared: integers, and the method of largest remainders.

use serde::{Deserialize, Serialize};

use crate::amount::Minor;
use crate::class::{Draw, Few, LogSafe, words};
use crate::ids::{ActorId, Malformed};

/// The greatest number of payers.
pub const MAX_PAYERS: usize = 64;

words! {
    /// By what a cost is shared.
    pub enum SplitRule {
        /// Everybody pays the same.
        Equal = "equal",
        /// By how many people each payer stands for.
        BySize = "by_size",
        /// By what each payer has.
        ByMeans = "by_means",
    }
}

/// Over how many years a cost is told: 1 to 20.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "u8", into = "u8")]
pub struct Years(u8);

impl Years {
    /// The greatest number.
    pub const MAX: u8 = 20;

    /// The number.
    #[must_use]
    pub fn get(self) -> u8 {
        self.0
    }
}

impl Default for Years {
    fn default() -> Self {
        Self(1)
    }
}

impl TryFrom<u8> for Years {
    type Error = Malformed;
    fn try_from(number: u8) -> Result<Self, Malformed> {
        if (1..=Self::MAX).contains(&number) { Ok(Self(number)) } else { Err(Malformed("integer from 1 to 20")) }
    }
}

impl From<Years> for u8 {
    fn from(years: Years) -> Self {
        years.0
    }
}

impl LogSafe for Years {
    fn example(draw: &mut Draw<'_>) -> Self {
        Self(u8::try_from(draw(u64::from(Self::MAX)) + 1).unwrap_or(1))
    }
}

/// Who pays, and how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Payer {
    /// Who.
    pub actor: ActorId,
    /// What its share is in proportion to: 1 where everybody pays the same, else people, or what it has in whatever unit.
    pub basis: u32,
    /// Its share, in minor units.
    pub share: Minor,
}

impl LogSafe for Payer {
    fn example(draw: &mut Draw<'_>) -> Self {
        let (actor, basis) = (ActorId::example(draw), u32::example(draw));
        Self { actor, basis, share: Minor::example(draw) }
    }
}

/// Those who pay, in an order that tells who gets a unit where remainders are equal.
pub type Payers = Few<Payer, MAX_PAYERS>;

/// What a tool costs over some years: one-off + set-up + yearly · years; `None` above the greatest amount.
#[must_use]
pub fn total(one_off: Minor, set_up: Option<Minor>, yearly: Minor, years: Years) -> Option<Minor> {
    let yearly = i128::from(yearly.get()) * i128::from(years.get());
    let total = i128::from(one_off.get()) + set_up.map_or(0, |cost| i128::from(cost.get())) + yearly;
    Minor::try_from(i64::try_from(total).ok()?).ok()
}

/// The shares of a total, in proportion to `bases`, that sum to it exactly: each gets the whole part of its quota
/// total · basis / Σ bases, and the units that are left go one by one to the largest remainders; of equal ones to the
/// earlier in order (Hamilton's method, or that of largest remainders). `None` of a total below nothing, or of no bases.
#[must_use]
pub fn shares(total: Minor, bases: &[u32]) -> Option<Vec<Minor>> {
    let total = u128::try_from(total.get()).ok()?;
    let sum: u128 = bases.iter().copied().map(u128::from).sum();
    if sum == 0 {
        return None;
    }
    // Below 2⁵³ · 2³².
    let quotas = bases.iter().map(|basis| total * u128::from(*basis));
    let mut parts: Vec<_> = quotas.map(|quota| (quota / sum, quota % sum)).collect();
    let whole: u128 = parts.iter().map(|(share, _)| share).sum();
    let left = usize::try_from(total - whole).ok()?;
    // The sort is stable: equal remainders stay in the order given.
    let mut by_remainder: Vec<_> = parts.iter_mut().collect();
    by_remainder.sort_by_key(|(_, remainder)| std::cmp::Reverse(*remainder));
    by_remainder.into_iter().take(left).for_each(|(share, _)| *share += 1);
    parts.into_iter().map(|(share, _)| Minor::try_from(i64::try_from(share).ok()?).ok()).collect()
}
