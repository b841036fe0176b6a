//! A network's bucket files on the disk: adding appends, removing rewrites one file atomically.

use std::path::{Path, PathBuf};

use disk::Disk;
use domain::ids::{ActorId, NetworkId};

use crate::bucket::{self, Parsed, Record};
use crate::error::VaultError;

/// How many buckets a network has at most.
pub(crate) const BUCKETS: usize = 256;

/// Where the bucket files lie and how far each goes. Held by whoever writes, one at a time.
pub(crate) struct Files {
    dir: PathBuf,
    network: NetworkId,
    buckets: Box<[Bucket; BUCKETS]>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// No file yet.
    Absent,
    /// The next block goes to the end of what was read and written.
    Appending { end: u64 },
    /// What a cut or a failed write left stands after the last good block: nothing is appended before a rewrite.
    Torn,
}

#[derive(Clone, Copy)]
struct Bucket {
    state: State,
    records: usize,
}

impl Files {
    /// No bucket yet.
    pub(crate) fn empty(dir: &Path, network: NetworkId) -> Self {
        let none = Bucket { state: State::Absent, records: 0 };
        Self { dir: dir.to_owned(), network, buckets: Box::new([none; BUCKETS]) }
    }

    /// Reads all bucket files of `dir`, and hands each of their records to `take`.
    pub(crate) fn load(
        disk: &dyn Disk,
        dir: &Path,
        network: NetworkId,
        mut take: impl FnMut(u8, &Record) -> Result<(), &'static str>,
    ) -> Result<Self, VaultError> {
        let mut files = Self::empty(dir, network);
        for path in disk.list(dir).map_err(|source| VaultError::Io { path: dir.to_owned(), source })? {
            let Some(bucket) = bucket_of(&path) else { continue };
            let parsed = files.read(disk, bucket)?;
            let state = if parsed.torn { State::Torn } else { State::Appending { end: parsed.end as u64 } };
            if parsed.torn {
                tracing::warn!(path = %path.display(), "ignoring what a crash left of keys that were never used");
            }
            for record in &parsed.records {
                take(bucket, record).map_err(|what| VaultError::Damaged { path: path.clone(), what })?;
            }
            files.set(bucket, state, parsed.records.len());
        }
        Ok(files)
    }

    /// The directory was renamed.
    pub(crate) fn moved_to(&mut self, dir: &Path) {
        dir.clone_into(&mut self.dir);
    }

    /// The buckets that have a file, and how many records they hold together.
    pub(crate) fn present(&self) -> (Vec<u8>, usize) {
        let present = (0..=u8::MAX).filter(|bucket| self.get(*bucket).state != State::Absent).collect();
        (present, self.buckets.iter().map(|bucket| bucket.records).sum())
    }

    /// Adds records and syncs them. After a failure the bucket is rewritten before anything else is added to it.
    pub(crate) fn add(&mut self, disk: &dyn Disk, bucket: u8, records: &[Record]) -> Result<(), VaultError> {
        let Bucket { state: State::Appending { end }, records: before } = self.get(bucket) else {
            return self.rewrite(disk, bucket, |_| true, records).map(|_| ());
        };
        let path = self.path(bucket);
        self.set(bucket, State::Torn, before);
        let block = bucket::block(usize::try_from(end).unwrap_or(usize::MAX), records);
        let append = || {
            let file = disk.open(&path)?;
            file.write_all_at(end, &block)?;
            file.sync_data()
        };
        append().map_err(|source| VaultError::Io { path: path.clone(), source })?;
        self.set(bucket, State::Appending { end: end + block.len() as u64 }, before + records.len());
        Ok(())
    }

    /// Replaces the bucket's file by one with the records that `keep` wants and those `added`, synced. Writes nothing
    /// when that changes nothing. Returns how many records are gone.
    pub(crate) fn rewrite(
        &mut self,
        disk: &dyn Disk,
        bucket: u8,
        keep: impl Fn(ActorId) -> bool,
        added: &[Record],
    ) -> Result<usize, VaultError> {
        let (state, before) = match self.get(bucket).state {
            State::Absent => (State::Absent, Vec::new()),
            state @ (State::Appending { .. } | State::Torn) => (state, self.read(disk, bucket)?.records),
        };
        let mut records: Vec<_> = before.iter().filter(|record| keep(record.subject())).copied().collect();
        let gone = before.len() - records.len();
        if gone == 0 && added.is_empty() && state != State::Torn {
            return Ok(0);
        }
        records.extend_from_slice(added);
        let path = self.path(bucket);
        let bytes = bucket::file(bucket, self.network, &records);
        if let Err(source) = disk.write_atomic(&path, &bytes) {
            let state = if disk.exists(&path) { State::Torn } else { State::Absent };
            self.set(bucket, state, before.len());
            return Err(VaultError::Io { path, source });
        }
        self.set(bucket, State::Appending { end: bytes.len() as u64 }, records.len());
        Ok(gone)
    }

    fn read(&self, disk: &dyn Disk, bucket: u8) -> Result<Parsed, VaultError> {
        let path = self.path(bucket);
        let bytes = read_whole(disk, &path)?;
        bucket::parse(&bytes, bucket, self.network).map_err(|what| VaultError::Damaged { path, what })
    }

    fn path(&self, bucket: u8) -> PathBuf {
        self.dir.join(format!("{bucket:02x}"))
    }

    fn get(&self, bucket: u8) -> Bucket {
        let none = Bucket { state: State::Absent, records: 0 };
        self.buckets.get(usize::from(bucket)).copied().unwrap_or(none)
    }

    fn set(&mut self, bucket: u8, state: State, records: usize) {
        if let Some(kept) = self.buckets.get_mut(usize::from(bucket)) {
            *kept = Bucket { state, records };
        }
    }
}

/// All bytes of a file.
pub(crate) fn read_whole(disk: &dyn Disk, path: &Path) -> Result<Vec<u8>, VaultError> {
    let read = || {
        let file = disk.open_to_read(path)?;
        let mut bytes = vec![0; usize::try_from(file.len()?).map_err(|_| std::io::ErrorKind::FileTooLarge)?];
        let read = file.read_at(0, &mut bytes)?;
        bytes.truncate(read);
        Ok(bytes)
    };
    read().map_err(|source| VaultError::Io { path: path.to_owned(), source })
}

/// The bucket that a path is the file of; `None` for all other names.
pub(crate) fn bucket_of(path: &Path) -> Option<u8> {
    bucket_named(path.file_name()?.to_str()?)
}

/// The bucket whose file has this name.
pub(crate) fn bucket_named(name: &str) -> Option<u8> {
    let bucket = u8::from_str_radix(name, 16).ok()?;
    (name == format!("{bucket:02x}")).then_some(bucket)
}
