//! Tensions: how far each is and who mediates it, where its texts lie, and how many there are; in order of raising.

use std::sync::Arc;

use domain::class::Pointer;
use domain::envelope::{By, Evidence};
use domain::ids::{ActorId, Stamp, TensionId, Version};
use domain::state::Recorded;
use domain::tension::{
    Event, LeftOpen, LeftOpenConfidentially, MediatorChosen, MediatorNamed, Phase, Settled, SettledConfidentially,
    StepsAgreed, StepsAgreedConfidentially, TakenBack,
};
use imbl::OrdMap;

use crate::TextRef;

/// What is shown of a tension. Who raised a confidential one is not here.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TensionRow {
    /// Its id.
    pub id: TensionId,
    /// Who raised it, if openly.
    pub raiser: Option<By>,
    /// Who entered it, where that was somebody else, and what stands behind the entry.
    pub entered: Option<(By, Evidence)>,
    /// Whether it was raised confidentially.
    pub confidential: bool,
    /// Who mediates it, or is asked to.
    pub mediator: Option<ActorId>,
    /// How far it is.
    pub phase: Phase,
    /// What it is about.
    pub body: Option<TextRef>,
    /// What was agreed to do.
    pub steps: Option<TextRef>,
    /// How it was settled.
    pub settlement: Option<TextRef>,
    /// Why it was left open.
    pub reason: Option<TextRef>,
    /// When it was raised.
    pub raised_at: Stamp,
    /// When it was settled or left open.
    pub ended_at: Option<Stamp>,
    /// Number of events of its own.
    pub version: Version,
}

impl TensionRow {
    fn new(recorded: &Recorded, id: TensionId, raiser: Option<By>) -> Self {
        Self {
            id,
            raiser,
            entered: recorded.act.by.zip(recorded.act.evidence),
            confidential: raiser.is_none(),
            mediator: None,
            phase: Phase::Raised,
            body: TextRef::of(recorded, Pointer::Body),
            steps: None,
            settlement: None,
            reason: None,
            raised_at: recorded.recorded_at,
            ended_at: None,
            version: Version(1),
        }
    }
}

/// Which tensions to list; every given condition must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// As far as this.
    pub phase: Option<Phase>,
    /// Raised confidentially, or openly.
    pub confidential: Option<bool>,
    /// That this actor mediates, or is asked to.
    pub mediator: Option<ActorId>,
}

impl Filter {
    /// Whether a tension fits.
    #[must_use]
    pub fn holds(&self, row: &TensionRow) -> bool {
        self.phase.is_none_or(|phase| row.phase == phase)
            && self.confidential.is_none_or(|confidential| row.confidential == confidential)
            && self.mediator.is_none_or(|mediator| row.mediator == Some(mediator))
    }
}

/// All tensions ever raised.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TensionsView {
    rows: OrdMap<TensionId, Arc<TensionRow>>,
    counts: OrdMap<(bool, Phase), u32>,
}

impl TensionsView {
    /// One tension.
    #[must_use]
    pub fn get(&self, id: TensionId) -> Option<&TensionRow> {
        self.rows.get(&id).map(AsRef::as_ref)
    }

    /// Those raised after `after`, in order of raising.
    pub fn after(&self, after: Option<TensionId>) -> impl Iterator<Item = &TensionRow> {
        crate::after(&self.rows, after)
    }

    /// How many are as far as this, of the open or of the confidential ones.
    #[must_use]
    pub fn count(&self, confidential: bool, phase: Phase) -> u32 {
        self.counts.get(&(confidential, phase)).copied().unwrap_or(0)
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        let text = |pointer| TextRef::of(recorded, pointer);
        match event {
            Event::Raised(e) => self.raise(TensionRow::new(recorded, e.tension, Some(crate::author(recorded)))),
            Event::RaisedConfidentially(e) => self.raise(TensionRow::new(recorded, e.tension, None)),
            Event::MediatorNamed(MediatorNamed { tension, mediator })
            | Event::MediatorChosen(MediatorChosen { tension, mediator, .. }) => {
                self.change(*tension, Phase::MediatorNamed, |row| row.mediator = Some(*mediator));
            }
            Event::MediationAccepted(e) => self.change(e.tension, Phase::InMediation, |_| ()),
            Event::MediationDeclined(e) => self.change(e.tension, Phase::Raised, |row| row.mediator = None),
            Event::StepsAgreed(StepsAgreed { tension, .. })
            | Event::StepsAgreedConfidentially(StepsAgreedConfidentially { tension, .. }) => {
                self.change(*tension, Phase::StepsAgreed, |row| row.steps = text(Pointer::Steps));
            }
            Event::Settled(Settled { tension, .. })
            | Event::SettledConfidentially(SettledConfidentially { tension, .. }) => {
                self.change(*tension, Phase::Settled, |row| {
                    row.settlement = text(Pointer::Settlement);
                    row.ended_at = Some(recorded.recorded_at);
                });
            }
            Event::LeftOpen(LeftOpen { tension, .. })
            | Event::LeftOpenConfidentially(LeftOpenConfidentially { tension, .. })
            | Event::TakenBack(TakenBack { tension, .. }) => self.change(*tension, Phase::LeftOpen, |row| {
                row.reason = text(Pointer::Reason);
                row.ended_at = Some(recorded.recorded_at);
            }),
        }
    }

    fn raise(&mut self, row: TensionRow) {
        *self.counts.entry((row.confidential, row.phase)).or_default() += 1;
        self.rows.insert(row.id, Arc::new(row));
    }

    fn change(&mut self, id: TensionId, phase: Phase, change: impl FnOnce(&mut TensionRow)) {
        let Some(row) = self.rows.get_mut(&id) else { return };
        let row = Arc::make_mut(row);
        if let Some(before) = self.counts.get_mut(&(row.confidential, row.phase)) {
            *before = before.saturating_sub(1);
        }
        *self.counts.entry((row.confidential, phase)).or_default() += 1;
        row.phase = phase;
        row.version.bump();
        change(row);
    }
}
