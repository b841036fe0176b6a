//! Actions: what they come from, who answers for them, their milestones and how far they have come, in order of planning.

use std::sync::Arc;

use domain::action::{Event, Origin, Phase};
use domain::amount::{Amount, Percent};
use domain::class::Pointer;
use domain::envelope::By;
use domain::ids::{ActionId, ActorId, MilestoneId, Position, Stamp, Version};
use domain::state::Recorded;
use imbl::{OrdMap, OrdSet};

use crate::TextRef;

/// A milestone of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Milestone {
    /// Which.
    pub id: MilestoneId,
    /// What is done by then.
    pub title: Option<TextRef>,
    /// When it is due.
    pub due: Stamp,
    /// When it was reached.
    pub reached_at: Option<Stamp>,
}

/// What was told of how an action goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// The position of its event.
    pub position: Position,
    /// Whose word it is.
    pub by: By,
    /// When it was recorded.
    pub recorded_at: Stamp,
    /// How much was done.
    pub percent: Percent,
    /// How it went.
    pub note: Option<TextRef>,
}

/// What is shown of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionRow {
    /// Its id.
    pub id: ActionId,
    /// What it comes from.
    pub origin: Origin,
    /// What is to be done.
    pub title: Option<TextRef>,
    /// What for.
    pub purpose: Option<TextRef>,
    /// What it may cost.
    pub budget: Option<Amount>,
    /// Who answers for it.
    pub responsible: Vec<ActorId>,
    /// How far it is.
    pub phase: Phase,
    /// All that was told of how it goes, oldest first.
    pub progress: Vec<Progress>,
    /// Its milestones, in the order in which they were set.
    pub milestones: Vec<Milestone>,
    /// What holds it up, or why it was given up.
    pub reason: Option<TextRef>,
    /// What came of it.
    pub results: Option<TextRef>,
    /// When it was planned.
    pub planned_at: Stamp,
    /// The position of that event.
    pub position: Position,
    /// When it was completed or abandoned.
    pub ended_at: Option<Stamp>,
    /// Number of events of its own.
    pub version: Version,
}

impl ActionRow {
    /// When the next of its milestones is due; never, once it is over.
    #[must_use]
    pub fn due(&self) -> Option<Stamp> {
        let ahead = self.milestones.iter().filter(|milestone| milestone.reached_at.is_none());
        ahead.map(|milestone| milestone.due).min().filter(|_| self.ended_at.is_none())
    }

    /// Whether it is late at a moment.
    #[must_use]
    pub fn is_overdue(&self, at: Stamp) -> bool {
        self.due().is_some_and(|due| due < at)
    }

    fn end(&mut self, phase: Phase, at: Stamp) {
        self.phase = phase;
        self.ended_at = Some(at);
    }
}

/// Which actions to list; every given condition must hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// As far as this.
    pub phase: Option<Phase>,
    /// That come from this.
    pub origin: Option<Origin>,
    /// That this actor answers for.
    pub responsible: Option<ActorId>,
    /// With a milestone ahead that is due before this.
    pub due_before: Option<Stamp>,
}

impl Filter {
    /// Whether an action fits.
    #[must_use]
    pub fn holds(&self, row: &ActionRow) -> bool {
        self.phase.is_none_or(|phase| row.phase == phase)
            && self.origin.is_none_or(|origin| row.origin == origin)
            && self.responsible.is_none_or(|actor| row.responsible.contains(&actor))
            && self.due_before.is_none_or(|before| row.is_overdue(before))
    }
}

/// All actions ever planned.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ActionsView {
    rows: OrdMap<ActionId, Arc<ActionRow>>,
    origins: OrdSet<(Origin, ActionId)>,
}

impl ActionsView {
    /// One action.
    #[must_use]
    pub fn get(&self, id: ActionId) -> Option<&ActionRow> {
        self.rows.get(&id).map(AsRef::as_ref)
    }

    /// Those planned after `after`, in order of planning.
    pub fn after(&self, after: Option<ActionId>) -> impl Iterator<Item = &ActionRow> {
        crate::after(&self.rows, after)
    }

    /// Those that come from something, in order of planning.
    pub fn from(&self, origin: Origin) -> impl Iterator<Item = ActionId> {
        let (least, greatest) = (ActionId(uuid::Uuid::nil()), ActionId(uuid::Uuid::max()));
        self.origins.range((origin, least)..=(origin, greatest)).map(|(_, id)| *id)
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        let at = recorded.recorded_at;
        let text = |pointer| TextRef::of(recorded, pointer);
        match event {
            Event::Planned(e) => {
                let row = ActionRow {
                    id: e.action,
                    origin: e.origin,
                    title: text(Pointer::Title),
                    purpose: text(Pointer::Purpose),
                    budget: e.budget.clone(),
                    responsible: e.responsible.as_slice().to_vec(),
                    phase: Phase::Planned,
                    progress: Vec::new(),
                    milestones: Vec::new(),
                    reason: None,
                    results: None,
                    planned_at: at,
                    position: recorded.position,
                    ended_at: None,
                    version: Version(1),
                };
                self.origins.insert((e.origin, e.action));
                self.rows.insert(e.action, Arc::new(row));
            }
            Event::Replanned(e) => self.change(e.action, |row| {
                row.title = text(Pointer::Title);
                row.purpose = text(Pointer::Purpose);
                row.budget.clone_from(&e.budget);
                row.responsible = e.responsible.as_slice().to_vec();
            }),
            Event::MilestoneSet(e) => self.change(e.action, |row| {
                let set = Milestone { id: e.milestone, title: text(Pointer::Title), due: e.due, reached_at: None };
                match row.milestones.iter_mut().find(|known| known.id == e.milestone) {
                    Some(known) => *known = set,
                    None => row.milestones.push(set),
                }
            }),
            Event::MilestoneReached(e) => self.change(e.action, |row| {
                for milestone in row.milestones.iter_mut().filter(|known| known.id == e.milestone) {
                    milestone.reached_at = Some(at);
                }
            }),
            Event::Progressed(e) => self.change(e.action, |row| {
                row.phase = Phase::UnderWay;
                let by = crate::author(recorded);
                let (position, note) = (recorded.position, text(Pointer::Note));
                row.progress.push(Progress { position, by, recorded_at: at, percent: e.percent, note });
            }),
            Event::Blocked(e) => self.change(e.action, |row| {
                row.phase = Phase::Blocked;
                row.reason = text(Pointer::Reason);
            }),
            Event::Unblocked(e) => self.change(e.action, |row| {
                row.phase = if row.progress.is_empty() { Phase::Planned } else { Phase::UnderWay };
                row.reason = None;
            }),
            Event::Completed(e) => self.change(e.action, |row| {
                row.end(Phase::Completed, at);
                row.results = text(Pointer::Results);
            }),
            Event::Abandoned(e) => self.change(e.action, |row| {
                row.end(Phase::Abandoned, at);
                row.reason = text(Pointer::Reason);
            }),
        }
    }

    fn change(&mut self, id: ActionId, change: impl FnOnce(&mut ActionRow)) {
        let Some(row) = self.rows.get_mut(&id) else { return };
        let row = Arc::make_mut(row);
        row.version.bump();
        change(row);
    }
}
