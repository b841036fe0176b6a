//! Votes in order: sorted on the disk by statement and voter to number them and to drop repeats, then by time.

use std::io;
use std::path::Path;

use domain::statement_vote::Vote;

use super::files::Cast;
use crate::import::sort::{Merge, Packer, Sorter, Unpacker, sortable};

/// `statement u32 ‖ voter u32 ‖ time u64 ‖ row u64 ‖ line u64 ‖ vote u8`, big-endian.
const BY_PAIR: usize = 4 + 4 + 8 + 8 + 8 + 1;
/// `time u64 ‖ row u64 ‖ statement u32 ‖ voter u32 ‖ ordinal u32 ‖ line u64 ‖ vote u8`, big-endian.
const BY_TIME: usize = 8 + 8 + 4 + 4 + 4 + 8 + 1;

/// A vote to record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbered {
    pub(super) cast: Cast,
    /// The how-manieth row it is of this voter on this statement, from 1, repeats counted.
    pub(super) ordinal: u32,
}

/// Takes votes as they come.
#[derive(Debug)]
pub(super) struct Unsorted {
    by_pair: Sorter<BY_PAIR>,
    rows: u64,
}

/// Votes in order of time, those at one time in order of the file.
#[derive(Debug)]
pub(super) struct Sorted {
    by_time: Merge<BY_TIME>,
    /// How many were equal to the same voter's vote before on the same statement.
    pub(super) repeats: u64,
}

impl Unsorted {
    pub(super) fn new(scratch: &Path) -> Self {
        Self { by_pair: Sorter::new(scratch), rows: 0 }
    }

    pub(super) fn push(&mut self, cast: &Cast) -> io::Result<()> {
        let mut record = Packer::<BY_PAIR>::new();
        record.put(&cast.statement.to_be_bytes()).put(&cast.voter.to_be_bytes()).put(&sortable(cast.at).to_be_bytes());
        record.put(&self.rows.to_be_bytes()).put(&cast.line.to_be_bytes()).put(&[vote_byte(cast.vote)]);
        self.rows += 1;
        self.by_pair.push(record.done())
    }

    /// Numbers the votes of each voter on each statement, drops repeats, and sorts what is left by time.
    pub(super) fn sorted(self, scratch: &Path) -> io::Result<Sorted> {
        let mut by_time = Sorter::<BY_TIME>::new(scratch);
        let (mut before, mut repeats) = (None::<Numbered>, 0);
        for record in self.by_pair.sorted()? {
            let record = record?;
            let mut from = Unpacker::of(&record);
            let (statement, voter, at, row) = (from.u32(), from.u32(), from.time(), from.u64());
            let cast = Cast { statement, voter, at, line: from.u64(), vote: vote_of(from.byte()) };
            let same_pair = before.filter(|before| (before.cast.statement, before.cast.voter) == (statement, voter));
            let ordinal = same_pair.map_or(1, |before| before.ordinal.saturating_add(1));
            before = Some(Numbered { cast, ordinal });
            if same_pair.is_some_and(|before| before.cast.vote == cast.vote) {
                repeats += 1;
                continue;
            }
            let mut record = Packer::<BY_TIME>::new();
            record.put(&sortable(at).to_be_bytes()).put(&row.to_be_bytes());
            record.put(&statement.to_be_bytes()).put(&voter.to_be_bytes()).put(&ordinal.to_be_bytes());
            record.put(&cast.line.to_be_bytes()).put(&[vote_byte(cast.vote)]);
            by_time.push(record.done())?;
        }
        Ok(Sorted { by_time: by_time.sorted()?, repeats })
    }
}

impl Iterator for Sorted {
    type Item = io::Result<Numbered>;

    fn next(&mut self) -> Option<Self::Item> {
        let record = match self.by_time.next()? {
            Ok(record) => record,
            Err(error) => return Some(Err(error)),
        };
        let mut from = Unpacker::of(&record);
        let (at, _row) = (from.time(), from.u64());
        let (statement, voter, ordinal) = (from.u32(), from.u32(), from.u32());
        Some(Ok(Numbered {
            cast: Cast { statement, voter, at, line: from.u64(), vote: vote_of(from.byte()) },
            ordinal,
        }))
    }
}

fn vote_byte(vote: Vote) -> u8 {
    Vote::ALL.iter().zip(0..).find(|(known, _)| **known == vote).map_or(0, |(_, n)| n)
}

/// The vote that a record ends with.
fn vote_of(byte: u8) -> Vote {
    Vote::ALL.get(usize::from(byte)).copied().unwrap_or(Vote::Pass)
}

#[cfg(test)]
mod tests {
    use domain::ids::Stamp;

    use super::*;

    fn cast(statement: u32, voter: u32, ms: i64, vote: Vote) -> Cast {
        Cast { statement, voter, at: Stamp::from_millis(ms).unwrap(), vote, line: 7 }
    }

    fn sorted(casts: &[Cast]) -> (Vec<Numbered>, u64) {
        let dir = tempfile::tempdir().unwrap();
        let mut unsorted = Unsorted::new(dir.path());
        for cast in casts {
            unsorted.push(cast).unwrap();
        }
        let sorted = unsorted.sorted(dir.path()).unwrap();
        let repeats = sorted.repeats;
        (sorted.map(Result::unwrap).collect(), repeats)
    }

    #[test]
    fn a_vote_equal_to_the_one_before_is_dropped_and_counted() {
        let votes = [
            cast(0, 0, 30, Vote::Pass),
            cast(0, 0, 20, Vote::Agree),
            cast(0, 0, 10, Vote::Agree),
            cast(0, 0, 40, Vote::Agree),
        ];
        let (left, repeats) = sorted(&votes);
        let (ordinals, cast): (Vec<_>, Vec<_>) = left.iter().map(|left| (left.ordinal, left.cast)).unzip();
        assert_eq!((ordinals, repeats), (vec![1, 3, 4], 1));
        assert_eq!(cast, [votes[2], votes[0], votes[3]]);
    }

    #[test]
    fn votes_at_one_time_stand_in_order_of_the_file() {
        let votes = [
            cast(9, 1, -5, Vote::Agree),
            cast(2, 1, 5, Vote::Agree),
            cast(1, 8, 5, Vote::Disagree),
            cast(1, 8, 5, Vote::Pass),
        ];
        let (left, _) = sorted(&votes);
        assert_eq!(left.iter().map(|left| left.cast).collect::<Vec<_>>(), votes);
    }
}
