//! The rules of sharing a cost.

use imbl::OrdSet;

use super::split::{Payer, Payers, SplitRule, shares, total};
use super::{Phase, Refusal, Row, Selections, Split, SplitPlanned};
use crate::aggregate::{Context, Happened};
use crate::amount::Minor;
use crate::candidate::{self, MethodNo};
use crate::ids::{ActorId, CandidateId, SelectionId};
use crate::state::State;

/// What a candidate costs now, set up in some way, over the years of a plan.
fn cost(
    state: &State,
    (selection, candidate): (SelectionId, CandidateId),
    method: Option<MethodNo>,
    years: super::split::Years,
) -> Result<Minor, Refusal> {
    let row = state.candidate.get(candidate).filter(|row| row.selection == selection);
    let row = row.filter(|row| row.phase == candidate::Phase::Standing).ok_or(Refusal::CandidateUnfit)?;
    let set_up = method.map(|method| row.methods.get(&method).copied().flatten().ok_or(Refusal::MethodUnfit));
    let set_up = set_up.transpose()?.map(|method| method.cost);
    total(row.costs.one_off, set_up, row.costs.yearly, years).ok_or(Refusal::SplitTooLarge)
}

/// The payers with the shares that the rule gives, whichever shares they come with.
fn shared(cost: Minor, rule: SplitRule, payers: &[Payer]) -> Result<Payers, Refusal> {
    let fits = |payer: &Payer| payer.basis > 0 && (rule != SplitRule::Equal || payer.basis == 1);
    if !payers.iter().all(fits) {
        return Err(Refusal::BasisUnfit);
    }
    let bases: Vec<_> = payers.iter().map(|payer| payer.basis).collect();
    let shares = shares(cost, &bases).ok_or(Refusal::PayersMissing)?;
    let payers = payers.iter().zip(shares).map(|(payer, share)| Payer { share, ..*payer });
    Payers::new(payers.collect()).map_err(|_| Refusal::PayerTwice)
}

fn admits_payers(cx: &Context<'_>, payers: &[Payer]) -> Result<(), Refusal> {
    for (before, payer) in payers.iter().enumerate() {
        if payers.iter().take(before).any(|other| other.actor == payer.actor) {
            return Err(Refusal::PayerTwice);
        }
        cx.state.actor.get(payer.actor).ok_or(Refusal::UnknownPayer)?;
        cx.state.actor.active(payer.actor).map_err(|_| Refusal::PayerLeft)?;
    }
    if payers.is_empty() { Err(Refusal::PayersMissing) } else { Ok(()) }
}

pub(super) fn begin(e: &SplitPlanned) -> Split {
    let sum = e.payers.as_slice().iter().map(|payer| payer.share.get()).sum::<i64>();
    Split {
        number: e.split,
        candidate: e.candidate,
        method: e.method,
        years: e.years,
        // What they sum to was held against the cost, which is an amount.
        total: Minor::try_from(sum).unwrap_or_default(),
        payers: e.payers.clone(),
        accepted: OrdSet::new(),
        declined: OrdSet::new(),
    }
}

impl Split {
    /// Whether an actor is one of the payers.
    #[must_use]
    pub fn asks(&self, actor: ActorId) -> bool {
        self.payers.as_slice().iter().any(|payer| payer.actor == actor)
    }

    /// Whether the candidate costs now what it shares.
    #[must_use]
    pub fn is_current(&self, state: &State, selection: SelectionId) -> bool {
        cost(state, (selection, self.candidate), self.method, self.years) == Ok(self.total)
    }
}

impl Selections {
    pub(super) fn next_split(&self, id: SelectionId) -> Result<u16, Refusal> {
        let before = self.known(id)?.split.as_ref().map_or(0, |split| split.number);
        before.checked_add(1).ok_or(Refusal::TooManySplits)
    }

    /// One whose cost may be shared: once it has opened, of the candidate that was chosen if one was.
    fn shares_cost(&self, id: SelectionId, candidate: CandidateId) -> Result<&Row, Refusal> {
        let row = self.known(id)?;
        match (row.phase, row.chosen) {
            (Phase::Prepared, _) => Err(Refusal::NotOpened),
            (Phase::Abandoned, _) => Err(Refusal::Over),
            (Phase::Chosen, Some(chosen)) if chosen != candidate => Err(Refusal::CandidateUnfit),
            (Phase::Open | Phase::Closed | Phase::Chosen, _) => Ok(row),
        }
    }

    pub(super) fn planning(&self, cx: &Context<'_>, e: &SplitPlanned) -> Result<SplitPlanned, Refusal> {
        self.shares_cost(e.selection, e.candidate)?;
        let cost = cost(cx.state, (e.selection, e.candidate), e.method, e.years)?;
        let payers = shared(cost, e.rule, e.payers.as_slice())?;
        Ok(SplitPlanned { split: self.next_split(e.selection)?, payers, ..e.clone() })
    }

    pub(super) fn admits_split(&self, cx: &Context<'_>, e: &SplitPlanned) -> Result<(), Refusal> {
        self.shares_cost(e.selection, e.candidate)?;
        admits_payers(cx, e.payers.as_slice())?;
        let cost = cost(cx.state, (e.selection, e.candidate), e.method, e.years)?;
        if e.split != self.next_split(e.selection)? {
            return Err(Refusal::SplitReplaced);
        }
        if shared(cost, e.rule, e.payers.as_slice())? == e.payers { Ok(()) } else { Err(Refusal::SharesDiffer) }
    }

    /// The plan that the one who acts is asked about, and whether they answered so before.
    fn asked(
        &self,
        cx: &Context<'_>,
        id: SelectionId,
        number: u16,
        accepts: bool,
    ) -> Result<(&Split, ActorId, bool), Refusal> {
        let row = self.known(id)?;
        if row.phase == Phase::Abandoned {
            return Err(Refusal::Over);
        }
        let split = row.split.as_ref().ok_or(Refusal::NoSplit)?;
        if split.number != number {
            return Err(Refusal::SplitReplaced);
        }
        let payer = cx.act.subject().filter(|payer| split.asks(*payer)).ok_or(Refusal::NotAPayer)?;
        let answered = if accepts { &split.accepted } else { &split.declined };
        Ok((split, payer, answered.contains(&payer)))
    }

    pub(super) fn has_answered(
        &self,
        cx: &Context<'_>,
        id: SelectionId,
        number: u16,
        accepts: bool,
    ) -> Result<bool, Refusal> {
        self.asked(cx, id, number, accepts).map(|(.., answered)| answered)
    }

    pub(super) fn admits_answer(
        &self,
        cx: &Context<'_>,
        id: SelectionId,
        number: u16,
        accepts: bool,
    ) -> Result<(), Refusal> {
        let (split, _, answered) = self.asked(cx, id, number, accepts)?;
        if !split.is_current(cx.state, id) {
            return Err(Refusal::SplitOutdated);
        }
        if answered { Err(Refusal::AnsweredSo) } else { Ok(()) }
    }

    pub(super) fn answer(&mut self, happened: &Happened<'_>, id: SelectionId, accepts: bool) {
        let Some(payer) = happened.act.subject() else { return };
        self.change(id, |row| {
            if let Some(split) = row.split.as_mut() {
                let (accepted, declined) = (&mut split.accepted, &mut split.declined);
                let (gains, loses) = if accepts { (accepted, declined) } else { (declined, accepted) };
                gains.insert(payer);
                loses.remove(&payer);
            }
        });
    }
}
