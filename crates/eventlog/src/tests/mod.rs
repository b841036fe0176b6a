//! Tests of the log as a whole: what the parts do together, and what becomes of it after whatever happened.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod blanking;
mod copying;
mod damage;
mod following;
mod histories;
mod repairing;

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use disk::{Disk, File};

use crate::{EventLog, Frame, LogEntry, Position, PrivateEntry, SegmentLog};

/// An event of the tests: 16 bytes of id, then objects of one letter each.
#[derive(Debug, Clone)]
struct Entry(Bytes);

impl LogEntry for Entry {
    fn read(bytes: Bytes) -> Option<Self> {
        (bytes.len() >= 16).then_some(Self(bytes))
    }
    fn id(&self) -> [u8; 16] {
        self.0[..16].try_into().unwrap()
    }
    fn objects(&self) -> Vec<&str> {
        self.0[16..].chunks(1).filter_map(|letter| std::str::from_utf8(letter).ok()).collect()
    }
    fn bytes(&self) -> &Bytes {
        &self.0
    }
}

type Log = SegmentLog<Entry>;

fn id(n: u64) -> [u8; 16] {
    (u128::from(n) * 0x9e37_79b9_7f4a_7c15 + 1).to_be_bytes()
}

/// The `n`th event, about the objects of `letters`.
fn event(n: u64, letters: &str) -> Bytes {
    [&id(n)[..], letters.as_bytes()].concat().into()
}

fn private(kind: u8, event_index: u16, body: &[u8]) -> PrivateEntry {
    PrivateEntry { kind, event_index, pointer_id: 7, body: Bytes::copy_from_slice(body) }
}

fn append(log: &impl EventLog, events: &[Bytes]) -> Position {
    let head = log.head();
    log.append(head, Frame { recorded_at_ms: 1_000 + head, commands: 1, events, private: &[] }).unwrap()
}

fn events(log: &impl EventLog) -> Vec<Bytes> {
    log.read(0).map(|stored| stored.unwrap().bytes).collect()
}

fn create(disk: &Arc<dyn Disk>, dir: &Path) -> Log {
    Log::create(Arc::clone(disk), dir, [1; 16], None).unwrap()
}

fn open(disk: &Arc<dyn Disk>, dir: &Path) -> Log {
    Log::open(Arc::clone(disk), dir, [1; 16], None).unwrap()
}

/// A file in memory.
#[derive(Debug)]
struct Memory(Mutex<Vec<u8>>);

impl File for Memory {
    fn read_at(&self, offset: u64, buffer: &mut [u8]) -> io::Result<usize> {
        let bytes = self.0.lock().unwrap();
        let rest = bytes.get(usize::try_from(offset).unwrap()..).unwrap_or_default();
        let len = rest.len().min(buffer.len());
        buffer[..len].copy_from_slice(&rest[..len]);
        Ok(len)
    }
    fn write_all_at(&self, offset: u64, bytes: &[u8]) -> io::Result<()> {
        let offset = usize::try_from(offset).unwrap();
        self.0.lock().unwrap()[offset..offset + bytes.len()].copy_from_slice(bytes);
        Ok(())
    }
    fn sync_data(&self) -> io::Result<()> {
        Ok(())
    }
    fn len(&self) -> io::Result<u64> {
        Ok(self.0.lock().unwrap().len() as u64)
    }
}
