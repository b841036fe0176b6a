//! Cooperations: between whom, who accepted, and what came of them, in order of proposing.

use std::sync::Arc;

use domain::class::Pointer;
use domain::cooperation::{Event, Phase};
use domain::ids::{ActorId, CooperationId, Stamp, Version};
use domain::state::Recorded;
use imbl::OrdMap;

use crate::TextRef;

/// One of those who are to cooperate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Party {
    /// Who.
    pub actor: ActorId,
    /// When they accepted.
    pub accepted_at: Option<Stamp>,
    /// When they declined.
    pub declined_at: Option<Stamp>,
}

/// What was found when a cooperation was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// When it was recorded.
    pub recorded_at: Stamp,
    /// What comes of it.
    pub results: Option<TextRef>,
}

/// What is shown of a cooperation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CooperationRow {
    /// Its id.
    pub id: CooperationId,
    /// Who proposed it.
    pub proposer: Option<ActorId>,
    /// Between whom, in the order given.
    pub parties: Vec<Party>,
    /// What is to be done together.
    pub title: Option<TextRef>,
    /// What for.
    pub purpose: Option<TextRef>,
    /// Whether it comes from a synergy that was suggested.
    pub suggested: bool,
    /// How far it is.
    pub phase: Phase,
    /// What was found when it was looked at, oldest first.
    pub reviews: Vec<Review>,
    /// Why it was declined, or ended.
    pub reason: Option<TextRef>,
    /// When it was proposed.
    pub proposed_at: Stamp,
    /// When it started.
    pub started_at: Option<Stamp>,
    /// When it ended.
    pub ended_at: Option<Stamp>,
    /// Number of events of its own.
    pub version: Version,
}

impl CooperationRow {
    fn answer(&mut self, actor: Option<ActorId>, answer: impl Fn(&mut Party)) {
        self.parties.iter_mut().filter(|party| Some(party.actor) == actor).for_each(answer);
    }
}

/// Which cooperations to list; every given condition must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// As far as this.
    pub phase: Option<Phase>,
    /// With this actor.
    pub actor: Option<ActorId>,
}

impl Filter {
    /// Whether a cooperation fits.
    #[must_use]
    pub fn holds(&self, row: &CooperationRow) -> bool {
        self.phase.is_none_or(|phase| row.phase == phase)
            && self.actor.is_none_or(|actor| row.parties.iter().any(|party| party.actor == actor))
    }
}

/// All cooperations ever proposed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CooperationsView {
    rows: OrdMap<CooperationId, Arc<CooperationRow>>,
}

impl CooperationsView {
    /// One cooperation.
    #[must_use]
    pub fn get(&self, id: CooperationId) -> Option<&CooperationRow> {
        self.rows.get(&id).map(AsRef::as_ref)
    }

    /// Those proposed after `after`, in order of proposing.
    pub fn after(&self, after: Option<CooperationId>) -> impl Iterator<Item = &CooperationRow> {
        crate::after(&self.rows, after)
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        let (at, actor) = (recorded.recorded_at, recorded.act.subject());
        let text = |pointer| TextRef::of(recorded, pointer);
        match event {
            Event::Proposed(e) => {
                let parties = e.parties.as_slice().iter();
                let mut row = CooperationRow {
                    id: e.cooperation,
                    proposer: actor,
                    parties: parties
                        .map(|actor| Party { actor: *actor, accepted_at: None, declined_at: None })
                        .collect(),
                    title: text(Pointer::Title),
                    purpose: text(Pointer::Purpose),
                    suggested: e.suggested,
                    phase: Phase::Proposed,
                    reviews: Vec::new(),
                    reason: None,
                    proposed_at: at,
                    started_at: None,
                    ended_at: None,
                    version: Version(1),
                };
                row.answer(actor, |party| party.accepted_at = Some(at));
                self.rows.insert(e.cooperation, Arc::new(row));
            }
            Event::Accepted(e) => self.change(e.cooperation, |row| {
                row.answer(actor, |party| party.accepted_at = Some(at));
            }),
            Event::Declined(e) => self.change(e.cooperation, |row| {
                row.answer(actor, |party| party.declined_at = Some(at));
                row.phase = Phase::Declined;
                row.reason = text(Pointer::Reason);
            }),
            Event::Started(e) => self.change(e.cooperation, |row| {
                row.phase = Phase::Running;
                row.started_at = Some(at);
            }),
            Event::Reviewed(e) => self.change(e.cooperation, |row| {
                row.reviews.push(Review { recorded_at: at, results: text(Pointer::Results) });
            }),
            Event::Ended(e) => self.change(e.cooperation, |row| {
                row.phase = Phase::Ended;
                row.ended_at = Some(at);
                row.reason = text(Pointer::Reason);
            }),
        }
    }

    fn change(&mut self, id: CooperationId, change: impl FnOnce(&mut CooperationRow)) {
        let Some(row) = self.rows.get_mut(&id) else { return };
        let row = Arc::make_mut(row);
        row.version.bump();
        change(row);
    }
}
