//! Where comments stand: under the one they reply to, or, where that is not there, under what it stood under itself.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::files::Standing;
use crate::import::table::Flaw;

/// Where a row comes in order of time: its time as a number that sorts like it, and which row it is.
pub(super) type Order = (u64, u64);

/// The comments of all proposals.
#[derive(Debug, Default)]
pub(super) struct Threads(HashMap<u32, Place>);

#[derive(Debug)]
struct Place {
    parent: Option<u32>,
    proposal: u32,
    line: u64,
    /// When it comes; never, if it was left out.
    order: Option<Order>,
}

/// What a comment is to stand under, and why that is not what it replies to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Under {
    /// A comment; else the proposal itself.
    pub(super) comment: Option<u32>,
    pub(super) why: Option<Why>,
}

/// Why a reply stands elsewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// The comment that it replies to is not in the file.
    Missing,
    /// That comment was left out.
    LeftOut,
    /// That comment comes later.
    Later,
    /// That comment is on another proposal.
    OnAnother,
}

impl Threads {
    /// Takes in a comment that comes at `order`, or that was left out.
    pub(super) fn add(&mut self, standing: Standing, line: u64, order: Option<Order>) -> Result<(), Flaw> {
        let Standing { id, parent, proposal } = standing;
        match self.0.entry(id) {
            Entry::Occupied(first) => Err(Flaw::Repeated("comment", id.to_string(), first.get().line)),
            Entry::Vacant(free) => {
                free.insert(Place { parent, proposal, line, order });
                Ok(())
            }
        }
    }

    /// What a comment is to stand under that comes at `order`.
    pub(super) fn under(&self, comment: Standing, order: Order) -> Under {
        let (mut next, mut why) = (comment.parent, None);
        // Each step is one up; more of them than there are comments would be a circle.
        for _ in 0..=self.0.len() {
            let Some(parent) = next else { break };
            let Some(not) = self.why_not(parent, comment.proposal, order) else { return Under { comment: next, why } };
            why = why.or(Some(not));
            next = self.0.get(&parent).and_then(|place| place.parent);
        }
        Under { comment: None, why }
    }

    fn why_not(&self, parent: u32, proposal: u32, order: Order) -> Option<Why> {
        let Some(place) = self.0.get(&parent) else { return Some(Why::Missing) };
        match place.order {
            _ if place.proposal != proposal => Some(Why::OnAnother),
            None => Some(Why::LeftOut),
            Some(before) if before >= order => Some(Why::Later),
            Some(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each comment with its parent and when it comes.
    fn threads(comments: &[(u32, Option<u32>, Option<u64>)]) -> Threads {
        let mut threads = Threads::default();
        for (id, parent, at) in comments {
            let standing = Standing { id: *id, parent: *parent, proposal: 1 };
            threads.add(standing, 1, at.map(|at| (at, 0))).unwrap();
        }
        threads
    }

    fn under(threads: &Threads, parent: Option<u32>, at: u64) -> (Option<u32>, Option<Why>) {
        let Under { comment, why } = threads.under(Standing { id: 99, parent, proposal: 1 }, (at, 0));
        (comment, why)
    }

    #[test]
    fn a_reply_stands_under_the_nearest_that_is_there() {
        let threads =
            threads(&[(1, None, Some(1)), (2, Some(1), None), (3, Some(2), None), (4, None, None), (5, Some(7), None)]);
        assert_eq!(under(&threads, None, 9), (None, None));
        assert_eq!(under(&threads, Some(1), 9), (Some(1), None));
        assert_eq!(under(&threads, Some(3), 9), (Some(1), Some(Why::LeftOut)));
        assert_eq!(under(&threads, Some(4), 9), (None, Some(Why::LeftOut)));
        assert_eq!(under(&threads, Some(5), 9), (None, Some(Why::LeftOut)));
        assert_eq!(under(&threads, Some(7), 9), (None, Some(Why::Missing)));
    }

    #[test]
    fn nothing_stands_under_what_comes_later_or_belongs_elsewhere() {
        let mut threads = threads(&[(1, None, Some(5)), (2, Some(3), None), (3, Some(2), None)]);
        threads.add(Standing { id: 4, parent: None, proposal: 2 }, 1, Some((1, 0))).unwrap();
        assert_eq!(under(&threads, Some(1), 5), (None, Some(Why::Later)));
        assert_eq!(under(&threads, Some(4), 9), (None, Some(Why::OnAnother)));
        assert_eq!(under(&threads, Some(2), 9), (None, Some(Why::LeftOut)), "a circle ends");
    }

    #[test]
    fn a_number_is_used_once() {
        let mut threads = threads(&[(1, None, Some(5))]);
        let again = threads.add(Standing { id: 1, parent: None, proposal: 1 }, 7, None);
        assert_eq!(again, Err(Flaw::Repeated("comment", "1".to_owned(), 1)));
    }
}
