//! Decisions: what was proposed, by which rules it is decided, how many take part, and what came of it, in order of
//! proposing. Who voted how is not here: turnout is counted from what each event tells was before it.

mod row;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use domain::class::Pointer;
use domain::decision::{Event, Phase};
use domain::ids::{DecisionId, Position, Pseudonym, Stamp};
use domain::origin::Origin;
use domain::state::Recorded;
use domain::tally::rules::MethodKind;
use imbl::{OrdMap, OrdSet};

pub use self::row::{Closing, Decided, DecisionRow, Entry, Lot, Opening, OptionRow};
use crate::TextRef;

/// An objection, as it was last raised.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Objection {
    /// Who objects, inside the decision.
    pub voter: Pseudonym,
    /// The position of its event.
    pub position: Position,
    /// Why.
    pub reason: Option<TextRef>,
    /// When it was raised.
    pub raised_at: Stamp,
    /// When it was lifted, or its voter cast another ballot.
    pub lifted_at: Option<Stamp>,
}

/// Which decisions to list; every given condition must hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Filter {
    /// As far as this.
    pub phase: Option<Phase>,
    /// Counted by this method.
    pub method: Option<MethodKind>,
    /// That come from this, or were taken there.
    pub origin: Option<Origin>,
}

/// All decisions ever proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DecisionsView {
    rows: OrdMap<DecisionId, Arc<DecisionRow>>,
    ballots: OrdMap<DecisionId, u64>,
    objections: OrdMap<(DecisionId, Pseudonym), Objection>,
    linked: OrdSet<(Origin, DecisionId)>,
}

impl DecisionsView {
    /// One decision.
    #[must_use]
    pub fn get(&self, id: DecisionId) -> Option<&DecisionRow> {
        self.rows.get(&id).map(AsRef::as_ref)
    }

    /// Those that fit and were proposed after `after`, in order of proposing.
    #[must_use]
    pub fn list(&self, filter: Filter, after: Option<DecisionId>) -> Box<dyn Iterator<Item = &DecisionRow> + '_> {
        let rows: Box<dyn Iterator<Item = &DecisionRow>> = match filter.origin {
            None => Box::new(crate::after(&self.rows, after)),
            Some(origin) => {
                let linked = self.linked_to(origin).filter(move |id| Some(*id) > after);
                Box::new(linked.filter_map(|id| self.get(id)))
            }
        };
        Box::new(rows.filter(move |row| {
            filter.phase.is_none_or(|phase| row.phase == phase)
                && filter.method.is_none_or(|method| row.rules.method.kind() == method)
        }))
    }

    /// How many ballots there are of a decision, those of meetings with them.
    #[must_use]
    pub fn ballots(&self, id: DecisionId) -> u64 {
        self.ballots.get(&id).copied().unwrap_or_default()
    }

    /// The objections to a decision that were raised by others than `after` and come after it, each as it was last raised.
    pub fn objections(&self, id: DecisionId, after: Option<Pseudonym>) -> impl Iterator<Item = &Objection> {
        let low = after.unwrap_or(Pseudonym([0; 16]));
        let rows = self.objections.range((id, low)..=(id, Pseudonym([u8::MAX; 16])));
        rows.map(|(_, objection)| objection).filter(move |objection| Some(objection.voter) != after)
    }

    /// The decisions that come from something, or were taken there, in order of proposing.
    pub fn linked_to(&self, origin: Origin) -> impl Iterator<Item = DecisionId> {
        let (least, greatest) = (DecisionId(uuid::Uuid::nil()), DecisionId(uuid::Uuid::max()));
        self.linked.range((origin, least)..=(origin, greatest)).map(|(_, id)| *id)
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        let at = recorded.recorded_at;
        let text = |pointer| TextRef::of(recorded, pointer);
        match event {
            Event::Proposed(e) => _ = self.rows.insert(e.decision, Arc::new(DecisionRow::new(recorded, e))),
            Event::Amended(e) => self.change(recorded, e.decision, |row| {
                (row.title, row.body, row.draw) = (text(Pointer::Title), text(Pointer::Body), text(Pointer::Draw));
                (row.rules, row.electorate) = (e.rules.clone(), e.electorate.clone());
                row.times = e.times();
            }),
            Event::OptionSet(e) => self.change(recorded, e.decision, |row| row.set_option(OptionRow::new(recorded, e))),
            Event::OptionWithdrawn(e) => self.change(recorded, e.decision, |row| {
                let options = row.options.iter_mut().filter(|option| option.number == e.option);
                options.for_each(|option| option.withdrawn = true);
            }),
            Event::Linked(e) => {
                self.touch(recorded, e.decision, |row| _ = row.links.insert(e.to));
                self.linked.insert((e.to, e.decision));
            }
            Event::Unlinked(e) => {
                self.touch(recorded, e.decision, |row| _ = row.links.remove(&e.to));
                self.linked.remove(&(e.to, e.decision));
            }
            Event::Opened(e) => self.change(recorded, e.decision, |row| {
                row.phase = Phase::Open;
                row.opened = Some(Opening::new(recorded, e));
            }),
            Event::Voided(e) => self.change(recorded, e.decision, |row| {
                row.phase = Phase::Voided;
                row.voided = Some((at, text(Pointer::Reason)));
            }),
            Event::BallotCast(e) => self.count(e.decision, u64::from(e.was.is_none())),
            Event::BallotCastPseudonymously(e) => {
                self.count(e.decision, u64::from(e.was.is_none()));
                self.lift(e.decision, e.voter, at);
            }
            Event::BallotCastSecretly(e) => self.count(e.decision, 1),
            Event::UrnStirred(_) => (),
            Event::ObjectionRaised(e) => {
                self.count(e.decision, u64::from(e.was.is_none()));
                let (position, reason) = (recorded.position, text(Pointer::Reason));
                let objection = Objection { voter: e.voter, position, reason, raised_at: at, lifted_at: None };
                self.objections.insert((e.decision, e.voter), objection);
            }
            Event::ObjectionLifted(e) => self.lift(e.decision, e.voter, at),
            Event::MeetingBallotsEntered(e) => {
                self.count(e.decision, e.ballots.count());
                self.touch(recorded, e.decision, |row| row.entries.push(Arc::new(Entry::new(recorded, e))));
            }
            Event::MeetingBallotsWithdrawn(e) => self.withdraw(recorded, e.decision, e.entry),
            Event::Closed(e) => self.change(recorded, e.decision, |row| {
                row.phase = Phase::Closed;
                row.closed = Some(Closing { recorded_at: at, ballots: e.ballots, missing_parts: e.parts });
            }),
            Event::BallotsPublishedPart(e) => self.touch(recorded, e.decision, |row| {
                if let Some(missing) = row.closed.as_mut().and_then(|closed| closed.missing_parts.as_mut()) {
                    *missing = missing.saturating_sub(1);
                }
            }),
            Event::LotDrawn(e) => self.change(recorded, e.decision, |row| {
                row.lot = Some(Lot { told: e.told, numbers: e.numbers.clone(), recorded_at: at });
            }),
            Event::OutcomeRecorded(e) => self.change(recorded, e.decision, |row| {
                row.phase = Phase::Decided;
                row.decided = Some(Decided {
                    outcome: e.outcome.clone(),
                    sums: e.sums.clone(),
                    input: e.input,
                    recorded_at: at,
                    position: recorded.position,
                });
            }),
        }
    }

    fn touch(&mut self, recorded: &Recorded, id: DecisionId, change: impl FnOnce(&mut DecisionRow)) {
        if let Some(row) = self.rows.get_mut(&id) {
            let row = Arc::make_mut(row);
            row.events.push_back(recorded.position);
            change(row);
        }
    }

    /// An event that makes another version of the decision.
    fn change(&mut self, recorded: &Recorded, id: DecisionId, change: impl FnOnce(&mut DecisionRow)) {
        self.touch(recorded, id, |row| {
            row.version.bump();
            change(row);
        });
    }

    fn count(&mut self, id: DecisionId, more: u64) {
        *self.ballots.entry(id).or_default() += more;
    }

    /// Whoever objected has nothing against it any more.
    fn lift(&mut self, id: DecisionId, voter: Pseudonym, at: Stamp) {
        if let Some(objection) = self.objections.get_mut(&(id, voter)) {
            objection.lifted_at = objection.lifted_at.or(Some(at));
        }
    }

    fn withdraw(&mut self, recorded: &Recorded, id: DecisionId, number: u16) {
        let (at, mut ballots) = (recorded.recorded_at, 0);
        self.touch(recorded, id, |row| {
            for entry in row.entries.iter_mut().filter(|entry| entry.number == number && entry.withdrawn_at.is_none()) {
                Arc::make_mut(entry).withdrawn_at = Some(at);
                ballots += entry.count();
            }
        });
        let count = self.ballots.entry(id).or_default();
        *count = count.saturating_sub(ballots);
    }
}
