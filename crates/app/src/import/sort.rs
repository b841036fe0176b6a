//! Sorting more records than memory should hold: sorted runs in temporary files, merged.
//!
//! A record is an array of bytes that sorts as itself. A temporary file has no name, so that nothing is left of it
//! however the process ends.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read as _, Seek as _, Write as _};
use std::path::{Path, PathBuf};

use domain::ids::Stamp;

/// How many bytes of records are held in memory.
const CHUNK_BYTES: usize = 256 << 10;
/// How many runs of a size are merged into one of the next size, and thereby how many files are open.
const FAN_IN: usize = 32;
/// What a run is read with.
const READ_BYTES: usize = 8 << 10;

/// Takes records in any order.
#[derive(Debug)]
pub(super) struct Sorter<const N: usize> {
    dir: PathBuf,
    chunk: usize,
    held: Vec<[u8; N]>,
    /// Runs by size: those of a level were merged from `FAN_IN` of the level before.
    levels: Vec<Vec<Run>>,
}

/// Sorted records in a temporary file.
#[derive(Debug)]
struct Run {
    file: File,
    records: u64,
}

impl<const N: usize> Sorter<N> {
    /// A sorter whose temporary files lie in `dir`.
    pub(super) fn new(dir: &Path) -> Self {
        Self::with_chunk(dir, CHUNK_BYTES / N.max(1))
    }

    fn with_chunk(dir: &Path, chunk: usize) -> Self {
        Self { dir: dir.to_owned(), chunk, held: Vec::new(), levels: Vec::new() }
    }

    /// Takes a record.
    pub(super) fn push(&mut self, record: [u8; N]) -> io::Result<()> {
        self.held.push(record);
        if self.held.len() < self.chunk {
            return Ok(());
        }
        self.held.sort_unstable();
        let run = spill(&self.dir, self.held.drain(..).map(Ok))?;
        self.keep(run, 0)
    }

    fn keep(&mut self, run: Run, level: usize) -> io::Result<()> {
        if self.levels.len() == level {
            self.levels.push(Vec::new());
        }
        let Some(runs) = self.levels.get_mut(level) else { return Ok(()) };
        runs.push(run);
        if runs.len() < FAN_IN {
            return Ok(());
        }
        let merged = spill(&self.dir, Merge::<N>::new(Vec::new(), std::mem::take(runs))?)?;
        self.keep(merged, level + 1)
    }

    /// Gives all records back in order.
    pub(super) fn sorted(mut self) -> io::Result<Merge<N>> {
        self.held.sort_unstable();
        Merge::new(self.held, self.levels.into_iter().flatten().collect())
    }
}

/// Writes sorted records to a temporary file.
fn spill<const N: usize>(dir: &Path, records: impl Iterator<Item = io::Result<[u8; N]>>) -> io::Result<Run> {
    let mut file = BufWriter::new(tempfile::tempfile_in(dir)?);
    let mut count = 0;
    for record in records {
        file.write_all(&record?)?;
        count += 1;
    }
    let mut file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.rewind()?;
    Ok(Run { file, records: count })
}

/// The records of all runs in order.
#[derive(Debug)]
pub(super) struct Merge<const N: usize> {
    sources: Vec<Source<N>>,
    heads: BinaryHeap<Reverse<([u8; N], usize)>>,
}

#[derive(Debug)]
enum Source<const N: usize> {
    Held(std::vec::IntoIter<[u8; N]>),
    Run { file: BufReader<File>, left: u64 },
}

impl<const N: usize> Source<N> {
    fn next(&mut self) -> io::Result<Option<[u8; N]>> {
        match self {
            Self::Held(records) => Ok(records.next()),
            Self::Run { left: 0, .. } => Ok(None),
            Self::Run { file, left } => {
                let mut record = [0; N];
                file.read_exact(&mut record)?;
                *left -= 1;
                Ok(Some(record))
            }
        }
    }
}

impl<const N: usize> Merge<N> {
    fn new(held: Vec<[u8; N]>, runs: Vec<Run>) -> io::Result<Self> {
        let mut sources = vec![Source::Held(held.into_iter())];
        sources.extend(runs.into_iter().map(|Run { file, records }| Source::Run {
            file: BufReader::with_capacity(READ_BYTES, file),
            left: records,
        }));
        let mut heads = BinaryHeap::with_capacity(sources.len());
        for (n, source) in sources.iter_mut().enumerate() {
            heads.extend(source.next()?.map(|record| Reverse((record, n))));
        }
        Ok(Self { sources, heads })
    }

    fn refill(&mut self, n: usize) -> io::Result<()> {
        let Some(source) = self.sources.get_mut(n) else { return Ok(()) };
        self.heads.extend(source.next()?.map(|record| Reverse((record, n))));
        Ok(())
    }
}

impl<const N: usize> Iterator for Merge<N> {
    type Item = io::Result<[u8; N]>;

    fn next(&mut self) -> Option<Self::Item> {
        let Reverse((record, n)) = self.heads.pop()?;
        Some(self.refill(n).map(|()| record))
    }
}

/// A time as a number that sorts like it: the sign bit is turned.
pub(super) fn sortable(at: Stamp) -> u64 {
    at.millis().cast_unsigned() ^ (1 << 63)
}

/// Puts numbers one after another into a record.
pub(super) struct Packer<const N: usize>([u8; N], usize);

impl<const N: usize> Packer<N> {
    pub(super) fn new() -> Self {
        Self([0; N], 0)
    }

    pub(super) fn put(&mut self, bytes: &[u8]) -> &mut Self {
        for (to, from) in self.0.iter_mut().skip(self.1).zip(bytes) {
            *to = *from;
        }
        self.1 += bytes.len();
        self
    }

    /// The record.
    pub(super) fn done(&self) -> [u8; N] {
        self.0
    }
}

/// Takes them out again.
pub(super) struct Unpacker<'r>(&'r [u8]);

impl<'r> Unpacker<'r> {
    pub(super) fn of(record: &'r [u8]) -> Self {
        Self(record)
    }

    pub(super) fn take<const N: usize>(&mut self) -> [u8; N] {
        let (taken, rest) = self.0.split_first_chunk().unwrap_or((&[0; N], &[]));
        self.0 = rest;
        *taken
    }

    pub(super) fn u32(&mut self) -> u32 {
        u32::from_be_bytes(self.take())
    }

    pub(super) fn u64(&mut self) -> u64 {
        u64::from_be_bytes(self.take())
    }

    pub(super) fn time(&mut self) -> Stamp {
        Stamp::from_millis((self.u64() ^ (1 << 63)).cast_signed()).unwrap_or_default()
    }

    pub(super) fn byte(&mut self) -> u8 {
        let [byte] = self.take();
        byte
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers in no order, each but the first some times over.
    fn numbers(count: u32) -> impl Iterator<Item = u32> {
        (0..count).map(move |n| n.wrapping_mul(2_654_435_761) % (count / 2 + 1))
    }

    #[test]
    fn records_come_back_in_order_however_many_runs_they_fill() {
        let dir = tempfile::tempdir().unwrap();
        for (count, chunk) in [(0, 4), (3, 4), (4, 4), (5, 4), (200, 4), (40_000, 16), (100, 1)] {
            let mut sorter = Sorter::<4>::with_chunk(dir.path(), chunk);
            for number in numbers(count) {
                sorter.push(number.to_be_bytes()).unwrap();
            }
            let given_back: Vec<_> =
                sorter.sorted().unwrap().map(|record| u32::from_be_bytes(record.unwrap())).collect();
            let mut wanted: Vec<_> = numbers(count).collect();
            wanted.sort_unstable();
            assert_eq!(given_back, wanted);
        }
        assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
