//! The board of the method: each of its steps, when it was open, and with what goals and results.

use std::sync::Arc;

use domain::class::Pointer;
use domain::envelope::By;
use domain::ids::{Stamp, Version};
use domain::state::Recorded;
use domain::step::{Event, Phase, Step};
use imbl::OrdMap;

use crate::{TextRef, author};

/// What a step was to reach, since some moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Goal {
    /// Since when.
    pub since: Stamp,
    /// The goal.
    pub text: Option<TextRef>,
}

/// A time in which a step was open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    /// From when.
    pub opened_at: Stamp,
    /// Who opened it.
    pub opened_by: By,
    /// What it was to reach, as it was said one time after another.
    pub goals: Vec<Goal>,
    /// Until when; absent while it is open.
    pub closed_at: Option<Stamp>,
    /// What came of it.
    pub results: Option<TextRef>,
}

/// What is shown of a step.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepRow {
    /// The times in which it was open, oldest first.
    pub periods: Vec<Period>,
    /// Number of events of its own.
    pub version: Version,
}

impl StepRow {
    /// How far it is.
    #[must_use]
    pub fn phase(&self) -> Phase {
        match self.periods.last() {
            None => Phase::NotOpened,
            Some(Period { closed_at: None, .. }) => Phase::Open,
            Some(_) => Phase::Closed,
        }
    }
}

/// The steps of the method.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StepsView {
    rows: OrdMap<Step, Arc<StepRow>>,
}

impl StepsView {
    /// What is shown of a step; nothing of one that was never opened.
    #[must_use]
    pub fn get(&self, step: Step) -> Option<&StepRow> {
        self.rows.get(&step).map(AsRef::as_ref)
    }

    pub(crate) fn apply(&mut self, recorded: &Recorded, event: &Event) {
        let at = recorded.recorded_at;
        let goal = |text| Goal { since: at, text };
        match event {
            Event::Opened(e) => self.change(e.step, |row| {
                let goals = TextRef::of(recorded, Pointer::Goal).map(|text| goal(Some(text)));
                row.periods.push(Period {
                    opened_at: at,
                    opened_by: author(recorded),
                    goals: goals.into_iter().collect(),
                    closed_at: None,
                    results: None,
                });
            }),
            Event::GoalSet(e) => self.change_period(e.step, |period| {
                period.goals.push(goal(TextRef::of(recorded, Pointer::Goal)));
            }),
            Event::Closed(e) => self.change_period(e.step, |period| {
                period.closed_at = Some(at);
                period.results = TextRef::of(recorded, Pointer::Results);
            }),
        }
    }

    fn change_period(&mut self, step: Step, change: impl FnOnce(&mut Period)) {
        self.change(step, |row| {
            if let Some(period) = row.periods.last_mut() {
                change(period);
            }
        });
    }

    fn change(&mut self, step: Step, change: impl FnOnce(&mut StepRow)) {
        let row = Arc::make_mut(self.rows.entry(step).or_default());
        row.version.bump();
        change(row);
    }
}
