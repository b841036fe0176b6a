//! Blanking in an open log, while others append to it and read it.

use super::{Inner, lock};
use crate::blanking::{self, Body, Strange};
use crate::walk::{Found, Walk};
use crate::{BlankError, Blanked, LogEntry, Position, PrivateEntry, ReadError, Stored};

impl<E: LogEntry + 'static> Inner<E> {
    /// See [`crate::EventLog::blank`].
    pub(super) fn blank(
        &self,
        at: impl IntoIterator<Item = Position>,
        mut select: impl FnMut(&Stored, &PrivateEntry) -> bool,
    ) -> Result<Blanked, BlankError> {
        let _one_at_a_time = lock(&self.blanking);
        let (disk, dir) = (self.disk.as_ref(), lock(&self.dir).clone());
        blanking::finish(disk, &dir, &self.segments(), Strange::Refuse)?;
        let (mut blanked, mut chosen) = (Blanked::default(), Vec::new());
        let zero = |chosen: &mut Vec<Body>, blanked: &mut Blanked| {
            blanking::blank(disk, &dir, &self.segments(), chosen)?;
            blanked.bodies += chosen.len() as u64;
            blanked.bytes += chosen.drain(..).map(|body| body.len()).sum::<u64>();
            Ok::<_, BlankError>(())
        };
        let mut walk = self.walk(Position::MAX, false);
        let mut at = at.into_iter().peekable();
        while let Some(position) = at.next() {
            let found = self.step_to(position, &mut walk)?;
            let mut wanted = vec![position];
            while let Some(next) = at.next_if(|next| (found.frame.first..walk.from).contains(next)) {
                wanted.push(next);
            }
            wanted.sort_unstable();
            let is_wanted = |stored: &Stored| wanted.binary_search(&stored.position).is_ok();
            let bodies = blanking::choose(&found, |stored, entry| is_wanted(stored) && select(stored, entry));
            // Only what is followed by a frame that is durable.
            if walk.from < *self.head.borrow() {
                chosen.extend(bodies);
            } else {
                blanked.waiting += bodies.len() as u64;
            }
            if chosen.len() >= blanking::MANY {
                zero(&mut chosen, &mut blanked)?;
            }
        }
        zero(&mut chosen, &mut blanked)?;
        Ok(blanked)
    }

    /// The frame that holds a position; `walk` stands behind it then. Goes on with the walk where that is the shortest way.
    fn step_to(&self, position: Position, walk: &mut Walk) -> Result<Found, ReadError> {
        if walk.from > position || walk.from < position && self.index.is_some() {
            *walk = self.walk(position, false);
        }
        walk.from = position;
        let found = walk.step()?.ok_or(ReadError::PastHead(position))?;
        walk.from = found.frame.first + found.frame.events.len() as u64;
        Ok(found)
    }
}
