//! The authors and voters of a set, each once, by their number: no order in which they could be known again.

use std::io;
use std::path::Path;

use super::report::{About, Telling, What};
use super::rows::{Becomes, Row, SetName, Target};
use super::sort::Sorter;
use super::{FilesError, ImportError};

/// Takes people as they come, and as often.
#[derive(Debug)]
pub(super) struct People(Sorter<4>);

impl People {
    pub(super) fn new(scratch: &Path) -> Self {
        Self(Sorter::new(scratch))
    }

    pub(super) fn push(&mut self, person: u32) -> io::Result<()> {
        self.0.push(person.to_be_bytes())
    }

    pub(super) fn hand_over<T: Target>(
        self,
        set: &SetName,
        scratch: &Path,
        target: &mut T,
        telling: &mut Telling<'_>,
    ) -> Result<(), ImportError<T::Error>> {
        let io = |source| FilesError::Io { path: scratch.to_owned(), source };
        let mut before = None;
        for person in self.0.sorted().map_err(io)? {
            let person = u32::from_be_bytes(person.map_err(io)?);
            if before.replace(person) == Some(person) {
                continue;
            }
            let source = set.row(&person.to_string())?;
            let row = Row { source: &source, person: None, occurred_at: None, becomes: Becomes::Person };
            target.take(About { what: What::People, line: None }, &row, telling).map_err(ImportError::Target)?;
        }
        Ok(())
    }
}
