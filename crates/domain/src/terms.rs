//! What is defined, may change, and is retired for good: the table that audiences, themes and tags share.

use imbl::OrdMap;

use crate::ids::Version;

/// What is known of one term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// Whether it was retired: what refers to it stays, and nothing new does.
    pub retired: bool,
    /// Number of events of its own.
    pub version: Version,
}

/// The terms of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms<Id: Ord> {
    rows: OrdMap<Id, Term>,
}

impl<Id: Ord> Default for Terms<Id> {
    fn default() -> Self {
        Self { rows: OrdMap::new() }
    }
}

impl<Id: Ord + Copy> Terms<Id> {
    /// What is known of a term.
    #[must_use]
    pub fn get(&self, id: Id) -> Option<&Term> {
        self.rows.get(&id)
    }

    /// Whether it may be referred to.
    #[must_use]
    pub fn in_force(&self, id: Id) -> bool {
        self.get(id).is_some_and(|term| !term.retired)
    }

    /// Refuses an id that is in use.
    pub(crate) fn free<R>(&self, id: Id, taken: R) -> Result<(), R> {
        if self.rows.contains_key(&id) { Err(taken) } else { Ok(()) }
    }

    /// Refuses what there is not, and what was retired.
    pub(crate) fn standing<R>(&self, id: Id, unknown: R, retired: R) -> Result<(), R> {
        match self.get(id) {
            None => Err(unknown),
            Some(term) if term.retired => Err(retired),
            Some(_) => Ok(()),
        }
    }

    pub(crate) fn define(&mut self, id: Id) {
        self.rows.insert(id, Term { retired: false, version: Version(1) });
    }

    pub(crate) fn change(&mut self, id: Id) {
        if let Some(term) = self.rows.get_mut(&id) {
            term.version.bump();
        }
    }

    pub(crate) fn retire(&mut self, id: Id) {
        self.change(id);
        if let Some(term) = self.rows.get_mut(&id) {
            term.retired = true;
        }
    }
}
