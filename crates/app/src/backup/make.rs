//! Making a backup.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::Bytes;
use disk::{Disk, File};
use domain::event::CodecError;
use domain::ids::{NetworkId, Stamp};
use domain::names::Slug;
use domain::server::Server;
use eventlog::{Scan, SegmentLog, segment_name, segment_of};
use sha2::{Digest as _, Sha256};
use vault::{KeyFile, KeyFiles};

use super::manifest::{FileCopy, Heading, Keys, KeysCopy, Kind, LogCopy, Logs, NetworkKeys, NetworkLog, PublicHash};
use super::place::{NotApart, Place, PlaceError, are_apart};
use super::{FileError, Watcher, io, learn};
use crate::edge;
use crate::entry::Entry;

/// How much is written at once, in bytes.
const BUFFER: usize = 1 << 20;

/// What to back up, and where to.
#[derive(Debug, Clone, Copy)]
pub struct Order<'p> {
    /// The data directory.
    pub data: &'p Path,
    /// Where the logs go.
    pub logs: &'p Path,
    /// Where the keys go, if they are backed up too.
    pub keys: Option<&'p Path>,
}

/// A backup that was made.
#[derive(Debug)]
pub struct Made {
    /// The logs.
    pub logs: Logs,
    /// The keys.
    pub keys: Option<Keys>,
    /// Whether another process used the data directory meanwhile.
    pub is_live: bool,
}

/// Why no backup was made.
#[derive(Debug, thiserror::Error)]
pub enum MakeError {
    /// There is nothing to back up.
    #[error("{} holds no data of tresse; name the data directory with --data", .0.display())]
    NoData(PathBuf),
    /// Logs, keys and data would lie together.
    #[error(transparent)]
    NotApart(#[from] NotApart),
    /// A place cannot be written to.
    #[error(transparent)]
    Place(#[from] PlaceError),
    /// The files.
    #[error(transparent)]
    Files(#[from] FileError),
    /// The system has no randomness to give.
    #[error(transparent)]
    Random(#[from] getrandom::Error),
}

/// Makes a backup, also while another process uses the data directory. A backup that was interrupted before in the same
/// places is replaced.
///
/// # Errors
/// [`MakeError`]; then what stands in the places is no backup.
pub fn make(disk: &Arc<dyn Disk>, order: Order<'_>, now: Stamp, watcher: &mut dyn Watcher) -> Result<Made, MakeError> {
    let Order { data, logs, keys } = order;
    if !disk.exists(&data.join("server").join("log")) {
        return Err(MakeError::NoData(data.to_owned()));
    }
    are_apart(&[Some(data), Some(logs), keys].into_iter().flatten().collect::<Vec<_>>())?;
    let lock = match disk.lock_exclusive(&data.join("lock")) {
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => None,
        locked => Some(locked.map_err(io(&data.join("lock")))?),
    };
    let logs = Place::take(disk, logs)?;
    let keys = keys.map(|keys| Place::take(disk, keys)).transpose()?;
    logs.is_free(None)?;
    keys.as_ref().map_or(Ok(()), |keys| keys.is_free(Some(&logs)))?;
    let backup = hex::encode(edge::random_256()?.first_chunk::<16>().unwrap_or(&[0; 16]));
    let heading = |kind| Heading::new(kind, &backup, now);
    // Keys first: should this end in between, both places are seen to be unfinished.
    keys.as_ref().map_or(Ok(()), |keys| keys.begin(&heading(Kind::Keys)))?;
    logs.begin(&heading(Kind::Logs))?;
    let mut copying = Copying { disk, data, is_live: lock.is_none(), done: 0, total: 0, watcher };
    let copied_logs = copying.logs(&logs.dir, heading(Kind::Logs))?;
    let copied_keys =
        keys.as_ref().map(|keys| copying.keys(&keys.dir, heading(Kind::Keys), &copied_logs)).transpose()?;
    for (keys, manifest) in keys.iter().zip(&copied_keys) {
        keys.commit(manifest)?;
    }
    logs.commit(&copied_logs)?;
    Ok(Made { logs: copied_logs, keys: copied_keys, is_live: lock.is_none() })
}

/// The copying of one data directory.
struct Copying<'c> {
    disk: &'c Arc<dyn Disk>,
    data: &'c Path,
    is_live: bool,
    done: u64,
    total: u64,
    watcher: &'c mut dyn Watcher,
}

impl Copying<'_> {
    /// The server's own log first: each network that it names is there.
    fn logs(&mut self, to: &Path, heading: Heading) -> Result<Logs, FileError> {
        let (mut known, from) = (Server::default(), self.data.join("server").join("log"));
        self.total = self.size_of(&from)?;
        let nil = NetworkId(uuid::Uuid::nil());
        let server = self.log(&from, &to.join("server"), nil, &mut |events| learn(&mut known, events))?;
        let networks: Vec<_> = known.networks().map(|(slug, id)| (slug.clone(), id, self.log_dir(id))).collect();
        for (_, _, from) in &networks {
            self.total += self.size_of(from)?;
        }
        let copy = |(slug, id, from): (Slug, NetworkId, PathBuf)| {
            let to = to.join("networks").join(id.to_string());
            self.disk.create_dir_all(&to).map_err(io(&to))?;
            let log = self.log(&from, &to, id, &mut |_| Ok(()))?;
            Ok(NetworkLog { id, slug, log })
        };
        let networks = networks.into_iter().map(copy).collect::<Result<_, FileError>>()?;
        Ok(Logs { heading, server, networks })
    }

    fn log_dir(&self, network: NetworkId) -> PathBuf {
        self.data.join("networks").join(network.to_string()).join("log")
    }

    /// How large the files of a log are.
    fn size_of(&self, dir: &Path) -> Result<u64, FileError> {
        let paths = self.disk.list(dir).map_err(io(dir))?;
        let segments =
            paths.iter().filter(|path| path.file_name().and_then(|name| name.to_str()).and_then(segment_of).is_some());
        segments.map(|path| self.disk.open_to_read(path).and_then(|file| file.len()).map_err(io(path))).sum()
    }

    /// Copies a log up to its last frame.
    fn log(
        &mut self,
        from: &Path,
        to: &Path,
        network: NetworkId,
        each: &mut dyn FnMut(&[Bytes]) -> Result<(), CodecError>,
    ) -> Result<LogCopy, FileError> {
        let open = |source| FileError::Open { path: from.to_owned(), source };
        let size = self.size_of(from)?;
        if !self.is_live {
            // Ends what a crash has left: a frame whose sync did not finish is cut, a blanking is finished.
            SegmentLog::<Entry>::open(Arc::clone(self.disk), from, *network.0.as_bytes(), None).map_err(open)?;
        }
        let (mut public, mut segments, done) = (PublicHash::default(), Vec::new(), self.done);
        let mut writing: Option<(u64, Writing)> = None;
        let mut scan = Scan::begin(Arc::clone(self.disk), from).map_err(open)?;
        for scanned in scan.by_ref() {
            let scanned = scanned.map_err(|source| FileError::Read { path: from.to_owned(), source })?;
            let mut current = match writing.take() {
                Some((segment, current)) if segment == scanned.segment => current,
                before => {
                    segments.extend(before.map(|(_, before)| before.finish()).transpose()?);
                    Writing::create(self.disk.as_ref(), to, segment_name(scanned.segment))?
                }
            };
            current.write(&scanned.bytes)?;
            writing = Some((scanned.segment, current));
            scanned.frame.events.iter().for_each(|event| public.push(event));
            each(&scanned.frame.events).map_err(|source| FileError::Event { path: from.to_owned(), source })?;
            self.done += scanned.bytes.len() as u64;
            self.watcher.progress(self.done, self.total.max(self.done));
        }
        segments.extend(writing.map(|(_, last)| last.finish()).transpose()?);
        // What is behind the last frame is done as well.
        self.done = self.done.max(done + size);
        Ok(LogCopy { head: scan.head(), public_sha256: public.finish(), segments })
    }

    /// The keys after the logs: whoever is named there has theirs.
    fn keys(&mut self, to: &Path, heading: Heading, logs: &Logs) -> Result<Keys, FileError> {
        let server = self.key_files(&self.data.join("server").join("keys"), &to.join("server"), logs.server.head)?;
        let copy = |network: &NetworkLog| {
            let id = network.id;
            let dir = id.to_string();
            let (from, to) = (self.data.join("networks").join(&dir).join("keys"), to.join("networks").join(dir));
            self.disk.create_dir_all(&to).map_err(io(&to))?;
            Ok(NetworkKeys { id, keys: self.key_files(&from, &to, network.log.head)? })
        };
        let networks = logs.networks.iter().map(copy).collect::<Result<_, FileError>>()?;
        Ok(Keys { heading, server, networks })
    }

    fn key_files(&self, from: &Path, to: &Path, head: u64) -> Result<KeysCopy, FileError> {
        let (key_files, mut files) = (KeyFiles::begin(Arc::clone(self.disk), from)?, Vec::new());
        let wrapped_under = key_files.wrapped_under().to_string();
        for file in key_files {
            let KeyFile { name, bytes } = file?;
            let mut writing = Writing::create(self.disk.as_ref(), to, name)?;
            writing.write(&bytes)?;
            files.push(writing.finish()?);
        }
        Ok(KeysCopy { head, wrapped_under, files })
    }
}

/// A file of a backup that is being written.
struct Writing {
    path: PathBuf,
    name: String,
    file: Arc<dyn File>,
    buffer: Vec<u8>,
    bytes: u64,
    hash: Sha256,
}

impl Writing {
    fn create(disk: &dyn Disk, dir: &Path, name: String) -> Result<Self, FileError> {
        let path = dir.join(&name);
        let file = disk.create_new(&path).map_err(io(&path))?;
        Ok(Self { path, name, file, buffer: Vec::new(), bytes: 0, hash: Sha256::new() })
    }

    fn write(&mut self, bytes: &[u8]) -> Result<(), FileError> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= BUFFER { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<(), FileError> {
        self.file.write_all_at(self.bytes, &self.buffer).map_err(io(&self.path))?;
        self.hash.update(&self.buffer);
        self.bytes += self.buffer.len() as u64;
        self.buffer.clear();
        Ok(())
    }

    fn finish(mut self) -> Result<FileCopy, FileError> {
        self.flush()?;
        self.file.sync_data().map_err(io(&self.path))?;
        Ok(FileCopy { file: self.name, bytes: self.bytes, sha256: hex::encode(self.hash.finalize()) })
    }
}
