//! How much more everybody could have for a run to buy the same in the same order.
//!
//! If everybody has a little more, and those who give all that they have are the same, then all prices and all that voters
//! have left grow or fall in proportion to it: how far that goes can be told from where one of them would meet another.
//! Completions add one unit after another, and may have to do so very often; this tells how many of them change nothing.

use std::cmp::Ordering;

use num_bigint::{BigInt, Sign};
use num_integer::Integer as _;

use super::ledger::{Amount, Poor, Price};
use super::run::{Market, Offer, Run, Sold, Watch, float};

/// How much more everybody could have.
pub(super) struct Steady {
    /// What would be added to each in a turn, in minor units.
    unit: u64,
    /// In whole minor units, if there is a bound.
    most: Option<BigInt>,
}

impl Steady {
    pub(super) fn new(unit: u64) -> Self {
        Self { unit, most: None }
    }

    /// How many turns change nothing.
    pub(super) fn turns(self) -> u64 {
        // Without a bound there would be nothing left to buy.
        self.most.map_or(0, |most| u64::try_from(most / self.unit).unwrap_or(0))
    }

    /// Whether the next turn may change something: there is no more to look for.
    fn is_over(&self) -> bool {
        self.most.as_ref().is_some_and(|most| *most < self.unit.into())
    }

    /// Something must not fall below nothing, or not even to it.
    fn keep(&mut self, room: &Amount, may_be_nothing: bool) {
        let now = if may_be_nothing { room.now.clone() } else { &room.now - 1 };
        let most = match (now.sign(), room.growth.sign()) {
            (Sign::Minus, _) => BigInt::ZERO,
            (_, Sign::NoSign | Sign::Plus) => return,
            (_, Sign::Minus) => now.div_floor(&-&room.growth),
        };
        self.most = Some(self.most.take().map_or(most.clone(), |least| least.min(most)));
    }

    /// Those who can afford their part must be able to afford it still, and those who cannot must not.
    fn keep_payers(&mut self, run: &Run<'_>, (offer, price): Sold<'_>) {
        for payers in run.payers(offer) {
            if self.is_over() {
                return;
            }
            let left = run.ledger.left(run.electorate.wishes(payers.supporters.voters)).times(price.weight);
            let part = price.rest.times(payers.supporters.weight);
            match run.compare(payers, price) {
                Ordering::Greater => self.keep(&left.minus(&part), true),
                Ordering::Less => self.keep(&part.minus(&left), true),
                // Nothing is left to them, and nothing must be.
                Ordering::Equal => {
                    self.keep(&left.clone().minus(&part), true);
                    self.keep(&part.minus(&left), true);
                }
            }
        }
    }

    /// A project must stay dearer than the one that is bought, or out of reach if none is. Whoever of its supporters is
    /// taken to give all that they have, and who their part at that price: they do not give more than that.
    fn keep_dearer(&mut self, run: &Run<'_>, sold: Option<Sold<'_>>, offer: &Offer<'_>) {
        if self.is_over() {
            return;
        }
        let scale = float(offer.project.scale);
        let price = sold.map(|(sold, price)| price.about / float(sold.project.scale) * scale);
        let mut poor = Poor::none(run.electorate.projects.len());
        let mut weight: u128 = 0;
        for payers in run.payers(offer) {
            if price.is_some_and(|price| run.nearly(payers, price) != Some(Ordering::Less)) {
                weight += payers.weight();
            } else {
                poor.add(payers.count, run.electorate.wishes(payers.supporters.voters));
            }
        }
        let rest = run.ledger.rest(offer.project.cost, &poor);
        let room = match sold {
            Some(sold) => room(sold, offer, &rest, weight),
            None => rest,
        };
        self.keep(&room, false);
    }
}

/// By how much what is left of a project's cost is more than others of such a weight would give at the price of the one
/// that is sold, times a positive number.
fn room((sold, price): Sold<'_>, offer: &Offer<'_>, rest: &Amount, weight: u128) -> Amount {
    let rest = rest.times(price.weight).times(sold.project.scale);
    rest.minus(&price.rest.times(weight).times(offer.project.scale))
}

impl Watch for Steady {
    fn before(&mut self, run: &Run<'_>, sold: Sold<'_>, equals: &[(Offer<'_>, Price)], market: &Market<'_>) {
        self.keep_payers(run, sold);
        for (offer, price) in equals {
            // The declared rule puts it behind: it may cost the same still.
            self.keep(&room(sold, offer, &price.rest, price.weight), true);
        }
        for offer in market.offers.iter().chain(&market.gone) {
            self.keep_dearer(run, Some(sold), offer);
        }
    }

    fn at_the_end(&mut self, run: &Run<'_>, market: &Market<'_>) {
        for offer in &market.gone {
            self.keep_dearer(run, None, offer);
        }
    }
}
