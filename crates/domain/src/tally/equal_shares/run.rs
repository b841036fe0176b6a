//! One run with a given share. What is decided is decided in exact numbers; floating point only tells what needs no exact
//! comparison.
//!
//! Three facts make it fast. What a project costs for a unit of satisfaction never falls, since purses only shrink: what it
//! cost at least earlier is a bound, and most projects are not looked at in most rounds. What voters have left follows from
//! what was bought: sums of it need only be counted out, not added up in fractions. And a price is found from below:
//! whoever cannot afford a price that is too low cannot afford the right one.

use std::cmp::Ordering;

use num_bigint::BigInt;
use num_traits::ToPrimitive;

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
#[derive(Clone, Copy, Default)]
struct Purse {
    /// How many of them have anything left: all or none.
    count: u64,
    /// What each of those has left, about.
    left: f64,
}

/// A project that can still be bought.
pub(super) struct Offer<'a> {
    place: usize,
    pub(super) project: &'a Project,
    /// Its supporters, without some who have nothing left.
    supporters: Vec<Supporters>,
    /// What a unit of satisfaction costs at least.
    least: f64,
    /// Whether that was found since the last purchase.
    is_fresh: bool,
}

/// Voters of one kind who bear a part of a project's cost.
#[derive(Clone, Copy)]
pub(super) struct Payers {
    pub(super) supporters: Supporters,
    pub(super) count: u64,
    left: f64,
}

/// Those who bear a project's cost, while its price is sought from below.
#[derive(Default)]
struct Bearers {
    /// Those who can afford all prices tried so far.
    rich: Vec<Payers>,
    /// Their weights.
    weight: u128,
    /// The others, who give all that they have left.
    poor: Vec<Payers>,
}

/// What is not bought.
pub(super) struct Market<'a> {
    pub(super) offers: Vec<Offer<'a>>,
    /// What could not be afforded any more.
    pub(super) gone: Vec<Offer<'a>>,
}

/// Looks on at a run.
pub(super) trait Watch {
    /// A project is about to be bought at a price; others cost the same, and the rest is dearer.
    fn before(&mut self, run: &Run<'_>, sold: Sold<'_>, equals: &[(Offer<'_>, Price)], market: &Market<'_>);

    /// Nothing more can be afforded.
    fn at_the_end(&mut self, run: &Run<'_>, market: &Market<'_>);
}

/// A project that is about to be bought, and its price.
pub(super) type Sold<'a> = (&'a Offer<'a>, &'a Price);

/// Nobody looks on.
impl Watch for () {
    fn before(&mut self, _: &Run<'_>, _: Sold<'_>, _: &[(Offer<'_>, Price)], _: &Market<'_>) {}

    fn at_the_end(&mut self, _: &Run<'_>, _: &Market<'_>) {}
}

/// How far a run is.
pub(super) struct Run<'a> {
    pub(super) electorate: &'a Electorate,
    pub(super) ledger: Ledger,
    share: f64,
    purses: Vec<Purse>,
}

/// Buys what can be afforded of so much money, in the order of buying.
pub(super) fn run(electorate: &Electorate, money: BigInt, ties: &Ties<'_>, watch: &mut impl Watch) -> Vec<Purchase> {
    let ledger = Ledger::new(money, electorate.ballots, electorate.projects.len());
    let share = ledger.share_about();
    let purses = electorate.voters.iter().map(|voters| Purse { count: voters.count, left: share }).collect();
    let mut market =
        Market { offers: electorate.projects.iter().enumerate().map(Offer::new).collect(), gone: Vec::new() };
    let mut run = Run { electorate, ledger, share, purses };
    let mut purchases = Vec::new();
    loop {
        let mut best = run.cheapest(&mut market);
        let mut equals: Vec<_> = best.iter().map(|(offer, _)| offer.project.option).collect();
        ties.order(&mut equals);
        let first = best.iter().position(|(offer, _)| Some(&offer.project.option) == equals.first());
        let Some((offer, price)) = first.map(|at| best.swap_remove(at)) else { break };
        watch.before(&run, (&offer, &price), &best, &market);
        market.offers.extend(best.into_iter().map(|(offer, _)| offer));
        purchases.push(run.buy(&offer, &price, equals));
    }
    watch.at_the_end(&run, &market);
    purchases
}

impl<'a> Offer<'a> {
    fn new((place, project): (usize, &'a Project)) -> Self {
        // As if everybody could pay their part.
        let least = float(project.cost) / (float(project.weight) * float(project.scale)) * (1.0 - NEAR);
        Self { place, project, supporters: project.supporters.clone(), least, is_fresh: false }
    }
}

impl Bearers {
    /// Takes those for poor whose part is more than they have left.
    fn tell_poor(&mut self, mut is_poor: impl FnMut(Payers) -> bool) {
        self.rich.retain(|&payers| {
            let is_poor = is_poor(payers);
            if is_poor {
                self.weight -= payers.weight();
                self.poor.push(payers);
            }
            !is_poor
        });
    }
}

impl Payers {
    pub(super) fn weight(self) -> u128 {
        u128::from(self.count) * u128::from(self.supporters.weight)
    }
}

impl Run<'_> {
    /// Takes out those that cost least for a unit of satisfaction, and for good those that cannot be afforded.
    fn cheapest<'a>(&self, market: &mut Market<'a>) -> Vec<(Offer<'a>, Price)> {
        let Market { offers, gone } = market;
        let mut best: Vec<(Offer<'a>, Price)> = Vec::new();
        let mut dearer = Vec::new();
        for offer in offers.iter_mut() {
            offer.is_fresh = false;
        }
        while let Some(mut offer) = take_least(offers) {
            let bound = best.first().map_or(f64::INFINITY, |(offer, price)| price.about / float(offer.project.scale));
            if offer.least > bound * (1.0 + NEAR) {
                offers.push(offer);
                break;
            }
            let mut bearers = self.bearers(&mut offer);
            let is_affordable = self.approach(&mut offer, &mut bearers);
            if is_affordable && !offer.is_fresh {
                offer.is_fresh = true;
                offers.push(offer);
                continue;
            }
            // What cannot be afforded now never can.
            let Some(price) = self.price(offer.project, bearers) else {
                gone.push(offer);
                continue;
            };
            match best.first().map_or(Ordering::Equal, |(other, least)| compare(&offer, &price, other, least)) {
                Ordering::Less => {
                    dearer.extend(best.drain(..).map(|(offer, _)| offer));
                    best.push((offer, price));
                }
                Ordering::Equal => best.push((offer, price)),
                Ordering::Greater => dearer.push(offer),
            }
        }
        offers.append(&mut dearer);
        best
    }

    /// All supporters of a project who have anything left, as if they were rich.
    fn bearers(&self, offer: &mut Offer<'_>) -> Bearers {
        let mut bearers = Bearers::default();
        bearers.rich.reserve(offer.supporters.len());
        offer.supporters.retain(|&supporters| {
            let Purse { count, left } = self.purse(supporters);
            if count > 0 {
                let payers = Payers { supporters, count, left };
                bearers.weight += payers.weight();
                bearers.rich.push(payers);
            }
            count > 0
        });
        bearers
    }

    /// Raises what a project costs at least, in floating point, and tells the poor by it. Whoever is told is poor indeed;
    /// some who are may not be told. False where that leaves nobody: all together cannot afford it.
    ///
    /// Whatever part of the supporters is taken to give all that they have, a unit of weight costs at least what those
    /// leave, divided by the others' weight: nobody gives more than all, nor more than their weight's part.
    fn approach(&self, offer: &mut Offer<'_>, bearers: &mut Bearers) -> bool {
        let (cost, scale) = (float(offer.project.cost), float(offer.project.scale));
        let (mut given, mut givers) = (0.0, 0.0);
        loop {
            let least = offer.least * scale;
            let before = bearers.poor.len();
            bearers.tell_poor(|payers| self.nearly(payers, least) == Some(Ordering::Less));
            let told = bearers.poor.iter().skip(before);
            for payers in told {
                given += float(payers.count) * payers.left;
                givers += float(payers.count);
            }
            if bearers.rich.is_empty() {
                return false;
            }
            // By how much the sum may be wrong: the errors of its terms, and those of adding them.
            let adding = float(bearers.poor.len()) * f64::EPSILON * given;
            let wrong = NEAR * (givers * self.share + cost) + adding;
            let raised = (cost - given - wrong) / (float(bearers.weight) * scale) * (1.0 - NEAR);
            offer.least = offer.least.max(raised);
            if bearers.poor.len() == before {
                return true;
            }
        }
    }

    /// What a unit of weight costs those who can afford it; nothing if all together cannot.
    fn price(&self, project: &Project, mut bearers: Bearers) -> Option<Price> {
        let mut poor = Poor::none(self.electorate.projects.len());
        loop {
            for payers in bearers.poor.drain(..) {
                poor.add(payers.count, self.electorate.wishes(payers.supporters.voters));
            }
            if bearers.rich.is_empty() {
                return None;
            }
            let price = self.ledger.price(project.cost, &poor, bearers.weight);
            bearers.tell_poor(|payers| self.compare(payers, &price) == Ordering::Less);
            if bearers.poor.is_empty() {
                return Some(price);
            }
        }
    }

    fn buy(&mut self, offer: &Offer<'_>, price: &Price, equals: Vec<OptionNo>) -> Purchase {
        let (mut payers, mut emptied) = (0, 0);
        for &supporters in &offer.supporters {
            let Purse { count, left } = self.purse(supporters);
            let is_richer = self.compare(Payers { supporters, count, left }, price) == Ordering::Greater;
            payers += count;
            let after = if is_richer {
                Purse { count, left: left - price.about * f64::from(supporters.weight) }
            } else {
                emptied += count;
                Purse::default()
            };
            if let Some(purse) = place(supporters).and_then(|at| self.purses.get_mut(at)) {
                *purse = after;
            }
        }
        let project = offer.project;
        let price = self.ledger.buy(offer.place, price, project.scale);
        Purchase { option: project.option, cost: project.cost, equals, price, payers, emptied }
    }

    /// What each of them has left, beside their part of a project at such a price.
    pub(super) fn compare(&self, payers: Payers, price: &Price) -> Ordering {
        self.nearly(payers, price.about).unwrap_or_else(|| {
            let left = self.ledger.left(self.electorate.wishes(payers.supporters.voters));
            (left.now * price.weight).cmp(&(&price.rest.now * payers.supporters.weight))
        })
    }

    /// The same, where it is clear without exact numbers.
    pub(super) fn nearly(&self, payers: Payers, price: f64) -> Option<Ordering> {
        let part = price * f64::from(payers.supporters.weight);
        let is_near = (payers.left - part).abs() <= (self.share + part) * NEAR;
        if is_near { None } else { payers.left.partial_cmp(&part) }
    }

    /// A project's supporters who have anything left.
    pub(super) fn payers(&self, offer: &Offer<'_>) -> impl Iterator<Item = Payers> {
        offer.supporters.iter().filter_map(|&supporters| {
            let Purse { count, left } = self.purse(supporters);
            (count > 0).then_some(Payers { supporters, count, left })
        })
    }

    fn purse(&self, supporters: Supporters) -> Purse {
        place(supporters).and_then(|at| self.purses.get(at)).copied().unwrap_or_default()
    }
}

fn place(supporters: Supporters) -> Option<usize> {
    usize::try_from(supporters.voters).ok()
}

/// A number as the nearest one in floating point.
pub(super) fn float(number: impl ToPrimitive + Copy) -> f64 {
    number.to_f64().unwrap_or(f64::INFINITY)
}

/// Takes out the one that costs least, as far as is known.
fn take_least<'a>(offers: &mut Vec<Offer<'a>>) -> Option<Offer<'a>> {
    let least = offers.iter().enumerate().min_by(|(_, one), (_, other)| one.least.total_cmp(&other.least));
    least.map(|(at, _)| at).map(|at| offers.swap_remove(at))
}

/// Which of two projects costs less for a unit of satisfaction.
fn compare(offer: &Offer<'_>, price: &Price, other: &Offer<'_>, least: &Price) -> Ordering {
    let one = &price.rest.now * least.weight * other.project.scale;
    one.cmp(&(&least.rest.now * price.weight * offer.project.scale))
}
