//! The steps of the method: when each is opened, what for, and when it is closed.

use domain::class::Pointer;
use domain::ids::Stamp;
use domain::step::{Closed, Command, Opened, Step as MethodStep};
use serde::Deserialize;

use super::{Entry, Moment};

/// A step of the method.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Step {
    step: MethodStep,
    at: Stamp,
    by: String,
    goal: String,
    closed: Option<Stamp>,
}

impl Entry for Step {
    fn moments(&self) -> Vec<Moment<'_>> {
        let open = Moment::new(self.at, &self.by, |telling, _| {
            let mut draft = telling.draft();
            let goal = Some(draft.common(Pointer::Goal, &self.goal)?);
            Ok(vec![draft.ready(Command::Open(Opened { step: self.step, goal }))])
        });
        let close = self.closed.map(|at| {
            Moment::new(at, &self.by, |telling, _| {
                Ok(telling.simple(Command::Close(Closed { step: self.step, results: None })))
            })
        });
        std::iter::once(open).chain(close).collect()
    }
}
