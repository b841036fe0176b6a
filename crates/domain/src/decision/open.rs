//! The rules of a decision's preparation and its opening.

use std::sync::Arc;

use imbl::{OrdMap, OrdSet, Vector};

use super::electorate::{self, Electorate, ElectorateRule};
use super::{
    Decisions, Drawn, Event, MAX_SECRET_BYTES, Opened, OptionSet, Phase, Refusal, Row, Standings, Times, Vote,
};
use crate::aggregate::Context;
use crate::amount::Amount;
use crate::ids::{CandidateId, DecisionId, Stamp};
use crate::origin::Origin;
use crate::state::State;
use crate::tally::ballot::{MAX_OPTIONS, OptionNo, Standing};
use crate::tally::rules::{BallotMode, Method, Rules};

pub(super) fn admits_rules(rules: &Rules, times: Times, names_draw: bool) -> Result<(), Refusal> {
    rules.make_sense()?;
    let Times { opens_at, closes_at, draws_at } = times;
    if opens_at.zip(closes_at).is_some_and(|(opens_at, closes_at)| closes_at <= opens_at) {
        return Err(Refusal::ClosesTooSoon);
    }
    if matches!(rules.method, Method::Sortition { .. }) && closes_at.is_some() {
        return Err(Refusal::ClosesByLot);
    }
    match (rules.needs_seed(), draws_at, names_draw) {
        (false, None, false) => Ok(()),
        (false, ..) => Err(Refusal::DrawUnneeded),
        (true, Some(draws_at), true) => {
            let is_after = opens_at.is_none_or(|opens_at| opens_at < draws_at)
                && closes_at.is_none_or(|closes_at| closes_at <= draws_at);
            if is_after { Ok(()) } else { Err(Refusal::DrawMissing) }
        }
        (true, ..) => Err(Refusal::DrawMissing),
    }
}

/// Whoever is listed takes part. That audiences and groups are in force is asked of all events alike.
pub(super) fn admits_electorate(cx: &Context<'_>, rule: &ElectorateRule) -> Result<(), Refusal> {
    let ElectorateRule::Listed { actors } = rule else { return Ok(()) };
    let take_part = actors.as_slice().iter().all(|actor| cx.state.actor.active(*actor).is_ok());
    if take_part { Ok(()) } else { Err(Refusal::UnknownElector) }
}

/// Whether an option of these rules may have this cost: projects of a budget have one, in its currency and not below
/// nothing, and nothing else has.
#[must_use]
pub fn cost_fits(rules: &Rules, cost: Option<&Amount>) -> bool {
    match (&rules.method, cost) {
        (Method::Budget(budget), Some(cost)) => cost.currency == budget.budget.currency && cost.minor.get() >= 0,
        (Method::Budget(_), None) => false,
        (_, cost) => cost.is_none(),
    }
}

/// Keeps which tool an option stands for.
pub(super) fn stand_for(row: &mut Row, option: OptionNo, candidate: Option<CandidateId>) {
    match candidate {
        Some(candidate) => _ = row.stands_for.insert(option, candidate),
        None => _ = row.stands_for.remove(&option),
    }
}

/// An option stands for a tool that may be chosen, and no other one does.
fn admits_candidate(cx: &Context<'_>, row: &Row, e: &OptionSet) -> Result<(), Refusal> {
    let Some(candidate) = e.candidate else { return Ok(()) };
    Origin::Candidate(candidate).stands(cx).map_err(|_| Refusal::UnknownCandidate)?;
    let is_taken = row.stands_for.iter().any(|(option, other)| *option != e.option && *other == candidate);
    if is_taken { Err(Refusal::CandidateTwice) } else { Ok(()) }
}

pub(super) fn admits_option(cx: &Context<'_>, row: &Row, e: &OptionSet) -> Result<(), Refusal> {
    if !row.rules.has_options() {
        return Err(Refusal::TakesNoOptions);
    }
    if usize::from(e.option.0) > row.options.len() || row.options.get(&e.option).is_some_and(Option::is_none) {
        return Err(Refusal::UnknownOption);
    }
    if e.option.0 >= MAX_OPTIONS {
        return Err(Refusal::TooManyOptions);
    }
    if !cost_fits(&row.rules, e.cost.as_ref()) {
        return Err(Refusal::CostUnfit);
    }
    admits_candidate(cx, row, e)
}

/// Whether there is enough to choose between.
fn has_enough_options(row: &Row) -> bool {
    let standing = row.options.values().flatten().count();
    let least = if matches!(row.rules.method, Method::Budget(_)) { 1 } else { 2 };
    !row.rules.has_options() || standing >= least
}

fn standing(row: &Row) -> Result<Vec<Standing>, Refusal> {
    if !has_enough_options(row) {
        return Err(Refusal::TooFewOptions);
    }
    let options = row.options.iter().filter_map(|(option, cost)| Some((*option, cost.as_ref()?)));
    let options = options.filter(|_| row.rules.has_options()).map(|(option, cost)| {
        let fits = cost_fits(&row.rules, cost.as_ref());
        let standing = Standing { option, cost: cost.as_ref().map(|cost| cost.minor) };
        if fits { Ok(standing) } else { Err(Refusal::CostMissing) }
    });
    options.collect()
}

/// The length in bytes of the longest ballot as JSON.
#[must_use]
pub(super) fn longest_ballot(rules: &Rules, options: &[Standing]) -> usize {
    let digits = |number: u16| number.checked_ilog10().unwrap_or(0) as usize + 1;
    let of_options: usize = options.iter().map(|standing| digits(standing.option.0) + 1).sum();
    // Around: {"say":"abstain"}, or {"points":[…]} and for each option [n,65535],
    let has_points = matches!(rules.method, Method::Score(_) | Method::Judgement { .. } | Method::Budget(_));
    let each = if has_points { 8 } else { 0 };
    17 + of_options + each * options.len()
}

/// What stands around a ballot where it is published: {"ballot":…,"count":1},
const AROUND_BALLOT: u64 = 22;

/// What an opening freezes: the options that stand, and who may vote; if it may open at this moment.
pub(super) fn freeze(state: &State, row: &Row, at: Stamp) -> Result<(Vec<Standing>, Electorate), Refusal> {
    let Times { opens_at, closes_at, draws_at } = row.times;
    if opens_at.is_some_and(|opens_at| at < opens_at) {
        return Err(Refusal::OpensLater);
    }
    if closes_at.is_some_and(|closes_at| closes_at <= at) {
        return Err(Refusal::ClosesTooSoon);
    }
    if draws_at.is_some_and(|draws_at| draws_at <= at) {
        return Err(Refusal::DrawMissing);
    }
    let options = standing(row)?;
    let electorate = Electorate::new(row.electorate.clone(), &electorate::of(state, &row.electorate, at));
    let each = longest_ballot(&row.rules, &options) as u64 + AROUND_BALLOT;
    let is_too_large = each * u64::from(electorate.count) > MAX_SECRET_BYTES;
    if row.rules.mode == BallotMode::Secret && is_too_large {
        return Err(Refusal::SecretTooLarge);
    }
    Ok((options, electorate))
}

pub(super) fn begin(row: &mut Row, e: &Opened) {
    row.phase = Phase::Open;
    row.vote = Some(Vote {
        is_closed: false,
        options: e.options.as_slice().into(),
        links: row.links.clone(),
        // Told right after this, by whoever knows the actors.
        electorate: Arc::new([]),
        urn: e.urn,
        promised: e.promised,
        seed: None,
        ballots: OrdMap::new(),
        roll: OrdSet::new(),
        entered: OrdMap::new(),
        entries: 0,
        published: Vector::new(),
        parts: 0,
        missing_parts: 0,
        promised_ballots: None,
    });
}

impl Decisions {
    pub(super) fn opening(
        &self,
        cx: &Context<'_>,
        id: DecisionId,
        drawn: Option<Drawn>,
    ) -> Result<Vec<Event>, Refusal> {
        if matches!(self.known(id)?.phase, Phase::Open | Phase::Closed | Phase::Decided) {
            return Ok(vec![]);
        }
        let row = self.prepared(id)?;
        let (options, electorate) = freeze(cx.state, row, cx.stamp)?;
        let (urn, promise) = drawn.map_or((None, None), |drawn| (drawn.urn, drawn.promise));
        let opened = Opened {
            decision: id,
            rules: row.rules.clone(),
            options: Standings::new(options).map_err(|_| Refusal::TooManyOptions)?,
            electorate,
            closes_at: row.times.closes_at,
            draws_at: row.times.draws_at,
            urn,
            promised: promise.as_ref().map(|(promised, _)| *promised),
            secret: promise.map(|(_, secret)| secret),
        };
        Ok(vec![opened.into()])
    }

    pub(super) fn admits_opening(&self, cx: &Context<'_>, e: &Opened) -> Result<(), Refusal> {
        let row = self.prepared(e.decision)?;
        let (options, electorate) = freeze(cx.state, row, cx.stamp)?;
        let is_as_proposed = e.rules == row.rules
            && e.options.as_slice() == options
            && e.electorate == electorate
            && (e.closes_at, e.draws_at) == (row.times.closes_at, row.times.draws_at)
            && e.urn.is_some() == (row.rules.mode == BallotMode::Secret)
            && e.promised.is_some() == row.rules.needs_seed()
            && e.secret.is_some() == row.rules.needs_seed();
        if !is_as_proposed {
            return Err(Refusal::OpeningDiffers);
        }
        // An urn is one decision's: the key of it is destroyed with the close.
        if e.urn.is_some_and(|urn| self.urn(urn).is_some()) { Err(Refusal::IdTaken) } else { Ok(()) }
    }
}
