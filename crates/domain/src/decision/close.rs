//! The rules of a decision's close, its lot and its outcome.

use super::{
    BallotsPublishedPart, Closed, Decisions, Event, FEW, LotDrawn, OutcomeRecorded, Phase, Refusal, Row, Vote, parts,
};
use crate::aggregate::{Context, Fact};
use crate::ids::DecisionId;
use crate::tally::outcome::Sums;
use crate::tally::rules::{BallotMode, Method};
use crate::tally::seed::promise;
use crate::tally::tally;

impl Decisions {
    pub(super) fn closing(&self, cx: &Context<'_>, id: DecisionId) -> Result<Vec<Event>, Refusal> {
        let row = self.standing(id)?;
        if matches!(row.phase, Phase::Closed | Phase::Decided) {
            return Ok(vec![]);
        }
        let (row, vote) = self.unclosed(id)?;
        let ballots = u32::try_from(vote.cast()).unwrap_or(u32::MAX);
        let closed = Closed { decision: id, ballots, parts: None, sha256: None };
        if row.rules.mode != BallotMode::Secret || vote.roll.is_empty() {
            return Ok(vec![closed.into()]);
        }
        let Fact::Known(urn) = cx.facts.urn else { return Err(Refusal::UrnUnreadable) };
        if urn.len() != vote.roll.len() {
            return Err(Refusal::UrnUnreadable);
        }
        let counted = parts::counted(urn);
        if urn.len() < FEW {
            let mut row = row.clone();
            row.vote = Some(Vote { is_closed: true, published: counted.into(), ..vote.clone() });
            // A lot among fewer than five secret ballots is drawn before the close.
            let input = row.input(id).ok_or(Refusal::LotMissing)?;
            let recorded =
                OutcomeRecorded { decision: id, outcome: tally(&input).outcome, sums: Sums::Untold {}, input: None };
            return Ok(vec![closed.into(), recorded.into()]);
        }
        let sha256 = parts::sha256(&counted);
        let parts = parts::cut(&counted);
        let of = u16::try_from(parts.len()).map_err(|_| Refusal::SecretTooLarge)?;
        let closed = Closed { parts: Some(of), sha256: Some(sha256), ..closed };
        let parts = (0..).zip(parts).map(|(i, items)| BallotsPublishedPart { decision: id, i, of, items }.into());
        Ok(std::iter::once(closed.into()).chain(parts).collect())
    }

    /// One that is open, whether or not its time is over, and its vote.
    fn unclosed(&self, id: DecisionId) -> Result<(&Row, &Vote), Refusal> {
        let row = self.standing(id)?;
        let vote = row.vote.as_ref().filter(|_| row.phase == Phase::Open).ok_or(Refusal::NotOpen)?;
        Ok((row, vote))
    }

    pub(super) fn drawing(&self, e: LotDrawn) -> Result<Vec<Event>, Refusal> {
        let row = self.standing(e.decision)?;
        let vote = row.vote.as_ref().ok_or(Refusal::NotOpen)?;
        let closes = matches!(row.rules.method, Method::Sortition { .. }) && row.phase == Phase::Open;
        if vote.seed.is_some() {
            return Ok(vec![]);
        }
        let close = Closed { decision: e.decision, ballots: 0, parts: None, sha256: None };
        Ok(std::iter::once(e.into()).chain(closes.then(|| close.into())).collect())
    }

    pub(super) fn admits_closing(&self, e: &Closed) -> Result<(), Refusal> {
        let (row, vote) = self.unclosed(e.decision)?;
        if matches!(row.rules.method, Method::Sortition { .. }) && vote.seed.is_none() {
            return Err(Refusal::LotMissing);
        }
        let is_published = row.rules.mode == BallotMode::Secret && vote.roll.len() >= FEW;
        let tells_all = e.parts.is_some_and(|parts| parts > 0) && e.sha256.is_some();
        let tells_none = e.parts.is_none() && e.sha256.is_none();
        let fits = if is_published { tells_all } else { tells_none };
        if fits && u64::from(e.ballots) == vote.cast() { Ok(()) } else { Err(Refusal::BallotsDiffer) }
    }

    /// Parts come in order, right after the close; the last one completes what the close tells the hash of.
    pub(super) fn admits_part(&self, e: &BallotsPublishedPart) -> Result<(), Refusal> {
        let row = self.standing(e.decision)?;
        let vote = row.vote.as_ref().filter(|_| row.phase == Phase::Closed).ok_or(Refusal::NotClosed)?;
        let is_next = vote.missing_parts > 0 && (e.i, e.of) == (vote.parts - vote.missing_parts, vote.parts);
        let follows = e
            .items
            .as_slice()
            .first()
            .is_some_and(|first| vote.published.last().is_none_or(|last| last.ballot < first.ballot));
        if !is_next || !follows {
            return Err(Refusal::BallotsDiffer);
        }
        for counted in e.items.as_slice() {
            counted.ballot.fits(&row.rules, &vote.options)?;
        }
        if vote.missing_parts > 1 {
            return Ok(());
        }
        let all: Vec<_> = vote.published.iter().chain(e.items.as_slice()).cloned().collect();
        let count: u64 = all.iter().map(|counted| u64::from(counted.count)).sum();
        let is_all = count == vote.roll.len() as u64 && vote.promised_ballots == Some(parts::sha256(&all));
        if is_all { Ok(()) } else { Err(Refusal::BallotsDiffer) }
    }

    pub(super) fn admits_lot(&self, cx: &Context<'_>, e: &LotDrawn) -> Result<(), Refusal> {
        let row = self.standing(e.decision)?;
        let vote = row.vote.as_ref().ok_or(Refusal::NotOpen)?;
        let promised = vote.promised.filter(|_| vote.seed.is_none()).ok_or(Refusal::NoLot)?;
        if row.times.draws_at.is_none_or(|draws_at| cx.stamp < draws_at) {
            return Err(Refusal::DrawTooEarly);
        }
        if promise(e.told) == promised { Ok(()) } else { Err(Refusal::NotAsPromised) }
    }

    pub(super) fn admits_outcome(&self, e: &OutcomeRecorded) -> Result<(), Refusal> {
        let row = self.standing(e.decision)?;
        match row.phase {
            Phase::Closed => (),
            Phase::Decided => return Err(Refusal::Decided),
            Phase::Proposed | Phase::Open | Phase::Voided => return Err(Refusal::NotClosed),
        }
        let vote = row.vote.as_ref().ok_or(Refusal::NotClosed)?;
        if row.rules.needs_seed() && vote.seed.is_none() {
            return Err(Refusal::LotMissing);
        }
        if vote.missing_parts > 0 {
            return Err(Refusal::NotClosed);
        }
        let counted = row.input(e.decision).map(|input| input.sha256());
        let is_told = counted.is_some() || e.sums == (Sums::Untold {});
        if counted == e.input && is_told { Ok(()) } else { Err(Refusal::InputDiffers) }
    }
}

/// Whether it cannot be closed yet: fewer than five secret ballots are counted in the frame that closes them, and a lot that
/// the count depends on is not drawn.
pub(super) fn waits_for_lot(row: &Row) -> bool {
    let waits = |vote: &Vote| vote.seed.is_none() && (1..FEW).contains(&vote.roll.len());
    row.rules.needs_seed() && row.vote.as_ref().is_some_and(waits)
}

/// One part more, after the others.
pub(super) fn take_part(vote: &mut Vote, e: &BallotsPublishedPart) {
    vote.published.extend(e.items.as_slice().iter().cloned());
    vote.missing_parts = vote.missing_parts.saturating_sub(1);
}
