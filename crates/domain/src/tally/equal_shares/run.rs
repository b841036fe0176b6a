//! One run with a given share. What is decided is decided in exact numbers; floating point only tells what needs no exact
//! comparison.
//!
//! Three facts make it fast. What a project costs for a unit of satisfaction never falls, since purses only shrink: a price
//! found earlier is a bound, and most projects are not looked at in most rounds. What voters have left follows from what
//! was bought: sums of it need only be counted out, not added up in fractions. And a price is found from below: whoever
//! cannot afford a price that is too low cannot afford the right one.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::ToPrimitive as _;

use super::electorate::{Electorate, Project, Supporters};
use super::ledger::{Ledger, Poor, Price, fraction};
use crate::tally::ballot::OptionNo;
use crate::tally::ties::Ties;
use crate::tally::trace::Step;

/// Numbers in floating point that differ by less than this part of what went into them are compared exactly: 2⁻³⁶. Each
/// of at most 512 purchases adds an error of at most a few parts in 2⁵³.
const NEAR: f64 = 1.0 / 68_719_476_736.0;

/// A project was bought.
pub(super) struct Purchase {
    pub(super) option: OptionNo,
    pub(super) cost: i64,
    /// All that cost as little for a unit of satisfaction, itself the first, in the order of the declared rule.
    pub(super) equals: Vec<OptionNo>,
    price: (BigInt, BigInt),
    payers: u64,
    emptied: u64,
}

impl Purchase {
    pub(super) fn step(&self) -> Step {
        Step::Bought {
            option: self.option,
            price: fraction(&self.price.0, &self.price.1),
            payers: self.payers,
            emptied: self.emptied,
            cost: self.cost,
        }
    }
}

/// What voters of one kind have.
struct Purse {
    /// How many of them have anything left: all or none.
    count: u64,
    /// What each of those has left, about.
    left: f64,
}

/// A project that can still be bought.
struct Offer<'a> {
    place: usize,
    project: &'a Project,
    /// Those of its supporters who have anything left.
    supporters: Vec<Supporters>,
    /// Less than what a unit of satisfaction costs, and not by much.
    least: f64,
}

struct Run<'a> {
    electorate: &'a Electorate,
    ledger: Ledger,
    share: f64,
    purses: Vec<Purse>,
}

/// Buys what can be afforded of so much money, in the order of buying.
pub(super) fn run(electorate: &Electorate, money: BigInt, ties: &Ties<'_>) -> Vec<Purchase> {
    let ledger = Ledger::new(money, electorate.ballots, electorate.projects.len());
    let share = ledger.share_about();
    let purses = electorate.voters.iter().map(|voters| Purse { count: voters.count, left: share }).collect();
    let mut offers: Vec<_> = electorate.projects.iter().enumerate().map(Offer::new).collect();
    let mut run = Run { electorate, ledger, share, purses };
    let mut purchases = Vec::new();
    loop {
        let (best, dearer) = run.cheapest(offers);
        offers = dearer;
        let mut equals: Vec<_> = best.iter().map(|(offer, _)| offer.project.option).collect();
        ties.order(&mut equals);
        let Some(first) = equals.first().copied() else { break };
        for (offer, price) in best {
            if offer.project.option == first {
                purchases.push(run.buy(&offer, &price, equals.clone()));
            } else {
                offers.push(offer);
            }
        }
    }
    purchases
}

impl<'a> Offer<'a> {
    fn new((place, project): (usize, &'a Project)) -> Self {
        Self { place, project, supporters: project.supporters.clone(), least: 0.0 }
    }
}

impl Run<'_> {
    /// Those that cost least for a unit of satisfaction, and all others that can be afforded.
    fn cheapest<'a>(&self, mut offers: Vec<Offer<'a>>) -> (Vec<(Offer<'a>, Price)>, Vec<Offer<'a>>) {
        offers.sort_by(|one, other| one.least.total_cmp(&other.least));
        let mut best: Vec<(Offer<'a>, Price)> = Vec::new();
        let mut dearer = Vec::new();
        let mut offers = offers.into_iter();
        for mut offer in offers.by_ref() {
            let bound = best.first().map_or(f64::INFINITY, |(offer, price)| price.about / scale(offer.project));
            if offer.least > bound * (1.0 + NEAR) {
                dearer.push(offer);
                break;
            }
            // What cannot be afforded now never can.
            let Some(price) = self.price(&mut offer) else { continue };
            offer.least = price.about / scale(offer.project) * (1.0 - NEAR);
            match best.first().map_or(Ordering::Equal, |(other, least)| compare(&offer, &price, other, least)) {
                Ordering::Less => {
                    dearer.extend(best.drain(..).map(|(offer, _)| offer));
                    best.push((offer, price));
                }
                Ordering::Equal => best.push((offer, price)),
                Ordering::Greater => dearer.push(offer),
            }
        }
        dearer.extend(offers);
        (best, dearer)
    }

    /// What a unit of weight costs those who can afford it; nothing if all together cannot.
    fn price(&self, offer: &mut Offer<'_>) -> Option<Price> {
        offer.supporters.retain(|&supporters| self.count(supporters) > 0);
        let mut rich = offer.supporters.clone();
        let mut weight: u128 = rich.iter().map(|&supporters| self.weight(supporters)).sum();
        let mut poor = Poor::none(self.electorate.projects.len());
        let least = offer.least * scale(offer.project);
        let mut price = None;
        loop {
            let before = rich.len();
            rich.retain(|&supporters| {
                let left = match &price {
                    None => self.nearly(supporters, least),
                    Some(price) => Some(self.compare(supporters, price)),
                };
                let is_rich = left != Some(Ordering::Less);
                if !is_rich {
                    weight -= self.weight(supporters);
                    poor.add(self.count(supporters), self.electorate.wishes(supporters.voters));
                }
                is_rich
            });
            if rich.is_empty() {
                return None;
            }
            if price.is_some() && rich.len() == before {
                return price;
            }
            price = Some(self.ledger.price(offer.project.cost, &poor, weight));
        }
    }

    fn buy(&mut self, offer: &Offer<'_>, price: &Price, equals: Vec<OptionNo>) -> Purchase {
        let (mut payers, mut emptied) = (0, 0);
        for &supporters in &offer.supporters {
            let is_richer = self.compare(supporters, price) == Ordering::Greater;
            let Some(purse) = purse_mut(&mut self.purses, supporters) else { continue };
            payers += purse.count;
            if is_richer {
                purse.left -= price.about * f64::from(supporters.weight);
            } else {
                emptied += purse.count;
                *purse = Purse { count: 0, left: 0.0 };
            }
        }
        let project = offer.project;
        let price = self.ledger.buy(offer.place, price, project.scale);
        Purchase { option: project.option, cost: project.cost, equals, price, payers, emptied }
    }

    /// What each of them has left, beside their part of a project at such a price.
    fn compare(&self, supporters: Supporters, price: &Price) -> Ordering {
        self.nearly(supporters, price.about).unwrap_or_else(|| {
            let left = self.ledger.left(self.electorate.wishes(supporters.voters));
            (left * price.weight).cmp(&(&price.numerator * supporters.weight))
        })
    }

    /// The same, where it is clear without exact numbers.
    fn nearly(&self, supporters: Supporters, price: f64) -> Option<Ordering> {
        let left = self.purse(supporters).map_or(0.0, |purse| purse.left);
        let part = price * f64::from(supporters.weight);
        let is_near = (left - part).abs() <= (self.share + part) * NEAR;
        if is_near { None } else { left.partial_cmp(&part) }
    }

    /// How many of them have anything left.
    fn count(&self, supporters: Supporters) -> u64 {
        self.purse(supporters).map_or(0, |purse| purse.count)
    }

    fn weight(&self, supporters: Supporters) -> u128 {
        u128::from(self.count(supporters)) * u128::from(supporters.weight)
    }

    fn purse(&self, supporters: Supporters) -> Option<&Purse> {
        usize::try_from(supporters.voters).ok().and_then(|at| self.purses.get(at))
    }
}

fn purse_mut(purses: &mut [Purse], supporters: Supporters) -> Option<&mut Purse> {
    usize::try_from(supporters.voters).ok().and_then(|at| purses.get_mut(at))
}

/// Which of two projects costs less for a unit of satisfaction.
fn compare(offer: &Offer<'_>, price: &Price, other: &Offer<'_>, least: &Price) -> Ordering {
    let one = &price.numerator * least.weight * other.project.scale;
    one.cmp(&(&least.numerator * price.weight * offer.project.scale))
}

fn scale(project: &Project) -> f64 {
    project.scale.to_f64().unwrap_or(f64::INFINITY)
}
