//! Views as of any past position: from the nearest of some well-spaced clones, by folding the rest.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::ids::{Position, Stamp};
use domain::state::Recorded;

use crate::Views;

/// How many clones are kept at the most; when there are more, every second goes and the spacing doubles.
const MAX_CLONES: usize = 64;
/// The spacing of clones at first, in events.
const FIRST_SPACING: u64 = 4_096;
/// How many past views are remembered: dashboards and auditors ask for the same moments again.
const RECENT: usize = 16;

/// Up to where to fold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AsOf {
    /// This many events.
    Position(Position),
    /// All events recorded at this moment or before.
    Time(Stamp),
}

impl AsOf {
    fn covers(self, event: &Recorded) -> bool {
        match self {
            Self::Position(head) => event.position < head,
            Self::Time(time) => event.recorded_at <= time,
        }
    }

    fn reaches(self, views: &Views) -> bool {
        match self {
            Self::Position(head) => views.head <= head,
            Self::Time(time) => views.head == Position(0) || views.stamp <= time,
        }
    }
}

/// What [`History`] keeps in memory of the past.
#[derive(Debug)]
pub struct History {
    kept: Mutex<Kept>,
}

#[derive(Debug)]
struct Kept {
    /// Clones in order of their heads; the first is the empty one.
    clones: Vec<Arc<Views>>,
    spacing: u64,
    recent: VecDeque<(AsOf, Arc<Views>)>,
}

impl Default for History {
    fn default() -> Self {
        let clones = vec![Arc::new(Views::default())];
        Self { kept: Mutex::new(Kept { clones, spacing: FIRST_SPACING, recent: VecDeque::new() }) }
    }
}

impl History {
    /// Offers the views after a commit; a clone is kept when they are far enough from the last one.
    pub fn offer(&self, views: &Views) {
        let mut kept = self.lock();
        let last = kept.clones.last().map_or(0, |last| last.head.0);
        if views.head.0 < last + kept.spacing {
            return;
        }
        kept.clones.push(Arc::new(views.clone()));
        if kept.clones.len() > MAX_CLONES {
            let mut n = 0;
            kept.clones.retain(|_| {
                n += 1;
                n % 2 == 1
            });
            kept.spacing *= 2;
        }
    }

    /// The views as of `as_of`, if nothing has to be folded for them.
    #[must_use]
    pub fn remembered(&self, as_of: AsOf, live: &Arc<Views>) -> Option<Arc<Views>> {
        if as_of.reaches(live) {
            return Some(Arc::clone(live));
        }
        self.lock().recent.iter().find(|(asked, _)| *asked == as_of).map(|(_, views)| Arc::clone(views))
    }

    /// The views as of `as_of`, which must not lie past `live`; `events` reads the history from a position.
    ///
    /// # Errors
    /// Whatever `events` meets.
    pub fn at<E, I>(&self, as_of: AsOf, live: &Arc<Views>, events: impl FnOnce(Position) -> I) -> Result<Arc<Views>, E>
    where
        I: Iterator<Item = Result<Recorded, E>>,
    {
        if let Some(views) = self.remembered(as_of, live) {
            return Ok(views);
        }
        let base = {
            let kept = self.lock();
            let within = kept.clones.partition_point(|clone| as_of.reaches(clone));
            within.checked_sub(1).and_then(|nearest| kept.clones.get(nearest)).map(Arc::clone).unwrap_or_default()
        };
        let mut views = Views::clone(&base);
        for event in events(base.head) {
            let event = event?;
            if !as_of.covers(&event) {
                break;
            }
            views.apply(&event);
        }
        let views = Arc::new(views);
        let mut kept = self.lock();
        kept.recent.push_front((as_of, Arc::clone(&views)));
        kept.recent.truncate(RECENT);
        Ok(views)
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
