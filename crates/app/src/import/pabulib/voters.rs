//! The voters of a file: each once, on the disk.

use std::collections::HashSet;
use std::io;
use std::path::Path;

use domain::names::SourcePart;
use sha2::{Digest as _, Sha256};

use crate::edge;
use crate::import::report::{About, Telling, What};
use crate::import::rows::{Becomes, Row, SetName, Target};
use crate::import::sort::{Packer, Sorter, Unpacker};
use crate::import::{FilesError, ImportError};
use crate::pabulib::Flaw;

const ID: usize = SourcePart::MAX;
/// `id 48, zeros after it ‖ line u64`, big-endian.
const BY_ID: usize = ID + 8;
/// `drawn u64 ‖ id 48, zeros after it`, big-endian.
const DRAWN: usize = 8 + ID;

/// Takes voters as they come, and as often.
#[derive(Debug)]
pub(super) struct Register<'s> {
    scratch: &'s Path,
    by_id: Sorter<BY_ID>,
}

/// All of them.
#[derive(Debug)]
pub(super) struct Registered {
    /// Each voter.
    pub(super) people: People,
    /// The lines on which voters vote once more.
    pub(super) left_out: HashSet<u64>,
}

impl<'s> Register<'s> {
    pub(super) fn new(scratch: &'s Path) -> Self {
        Self { scratch, by_id: Sorter::new(scratch) }
    }

    pub(super) fn push(&mut self, voter: &SourcePart, line: u64) -> io::Result<()> {
        let mut record = Packer::<BY_ID>::new();
        self.by_id.push(record.put(&padded(voter.as_str())).put(&line.to_be_bytes()).done())
    }

    /// The first vote of each counts; the others are told.
    pub(super) fn done(self, telling: &mut Telling<'_>) -> io::Result<Registered> {
        let (mut people, mut left_out) = (People::new(self.scratch)?, HashSet::new());
        let mut before: Option<([u8; ID], u64)> = None;
        for record in self.by_id.sorted()? {
            let record = record?;
            let mut from = Unpacker::of(&record);
            let (id, line) = (from.take::<ID>(), from.u64());
            if let Some((_, first)) = before.filter(|(other, _)| *other == id) {
                left_out.insert(line);
                let flaw = Flaw::Repeated { what: "voter_id", which: unpadded(&id), line: first };
                telling.broken(About { what: What::Ballots, line: Some(line) }, &flaw);
            } else {
                people.push(&id)?;
                before = Some((id, line));
            }
        }
        Ok(Registered { people, left_out })
    }
}

/// Voters in an order that is drawn for this import: it is not that of their ids, in which files list votes.
#[derive(Debug)]
pub(super) struct People {
    drawn: [u8; 32],
    sorter: Sorter<DRAWN>,
}

impl People {
    fn new(scratch: &Path) -> io::Result<Self> {
        Ok(Self { drawn: edge::random_256().map_err(io::Error::other)?, sorter: Sorter::new(scratch) })
    }

    fn push(&mut self, id: &[u8; ID]) -> io::Result<()> {
        let key = Sha256::new().chain_update(self.drawn).chain_update(id).finalize();
        let mut record = Packer::<DRAWN>::new();
        self.sorter.push(record.put(key.get(..8).unwrap_or_default()).put(id).done())
    }

    pub(super) fn hand_over<T: Target>(
        self,
        set: &SetName,
        scratch: &Path,
        target: &mut T,
        telling: &mut Telling<'_>,
    ) -> Result<(), ImportError<T::Error>> {
        let io = |source| FilesError::Io { path: scratch.to_owned(), source };
        for record in self.sorter.sorted().map_err(io)? {
            let record = record.map_err(io)?;
            let mut from = Unpacker::of(&record);
            let (_, id) = (from.u64(), from.take::<ID>());
            let source = set.row(&unpadded(&id))?;
            let row = Row { source: &source, person: None, occurred_at: None, becomes: Becomes::Person };
            target.take(About { what: What::People, line: None }, &row, telling).map_err(ImportError::Target)?;
        }
        Ok(())
    }
}

/// An id with zeros after it: there are none in it.
fn padded(id: &str) -> [u8; ID] {
    let mut padded = Packer::<ID>::new();
    padded.put(id.as_bytes()).done()
}

fn unpadded(id: &[u8; ID]) -> String {
    String::from_utf8_lossy(id).trim_end_matches('\0').to_owned()
}
