//! Making a data directory out of a backup, and proving that it is the one that was backed up.
//!
//! Nothing of it opens before all is proved: `server/` is there from the beginning, without its log, and the log gets its
//! name last. Until then a file `restoring` tells that what stands there was begun here, so that the next try may clear it
//! away.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use disk::{Disk, LockGuard};
use domain::ids::{NetworkId, Position, Stamp};
use domain::names::Slug;
use domain::network::{self, Founded};
use domain::server::Server;
use domain::state::{Event, Recorded};
use eventlog::{EventLog as _, Scan, SegmentLog, SegmentWriter, segment_of};
use sha2::{Digest as _, Sha256};
use vault::{Kek, Vault, is_key_file};

use super::manifest::{self, FileCopy, Keys, KeysCopy, Kind, LogCopy, Logs, ManifestError, NetworkLog, PublicHash};
use super::people::People;
use super::place::{NotApart, are_apart};
use super::proof::{self, Expected, Known, ProofError};
use super::{FileError, Watcher, io, learn};
use crate::entry::Entry;

/// How much is read at once, in bytes.
const PIECE: usize = 1 << 20;

/// What to restore, and where to.
#[derive(Debug, Clone, Copy)]
pub struct Order<'p> {
    /// Where the logs lie.
    pub logs: &'p Path,
    /// Where the keys lie.
    pub keys: &'p Path,
    /// The data directory to make.
    pub data: &'p Path,
    /// The key-encryption key.
    pub kek: &'p Arc<Kek>,
    /// How far histories are known to have gone.
    pub known: &'p [Known],
    /// Whether a history may end before that.
    pub accept_lost_erasures: bool,
    /// Whether people may be without keys who joined after the keys were backed up.
    pub accept_lost_keys: bool,
}

/// A data directory that was restored.
#[derive(Debug)]
pub struct Restored {
    /// When the logs were backed up.
    pub logs_made_at: Stamp,
    /// When the keys were.
    pub keys_made_at: Stamp,
    /// Its networks, in order of their slugs.
    pub networks: Vec<RestoredNetwork>,
}

/// A network that was restored.
#[derive(Debug)]
pub struct RestoredNetwork {
    /// Its name in addresses.
    pub slug: Slug,
    /// How many events its log has.
    pub head: u64,
    /// How many it is known to have had, if anything is known.
    pub known: Option<u64>,
    /// How many people its log says were erased: their keys are destroyed again when it is first loaded.
    pub erased: u64,
    /// How many people have no keys though its log does not say that they were erased.
    pub without_keys: u64,
    /// Whether its own keys were there. Without them it does not open.
    pub opens: bool,
}

/// A history that ends before it is known to have ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Older {
    /// The network.
    pub slug: Slug,
    /// Where the backup ends.
    pub head: u64,
    /// How many events there were.
    pub known: u64,
}

impl fmt::Display for Older {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { slug, head, known } = self;
        let missing = known.saturating_sub(*head);
        write!(f, "{slug} misses events from position {head} on ({missing}), and every erasure among them")
    }
}

/// Why nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum RestoreError {
    /// One of the places holds no backup.
    #[error(transparent)]
    Manifest(#[from] ManifestError),
    /// The data directory would lie in the backup, or the other way round.
    #[error(transparent)]
    NotApart(#[from] NotApart),
    /// There is something already.
    #[error("{} is not empty; restore into an empty or missing directory", .0.display())]
    NotEmpty(PathBuf),
    /// Another process uses the directory.
    #[error("{} is in use by another tresse; restore into an empty or missing directory", .0.display())]
    InUse(PathBuf),
    /// The keys are wrapped under another key-encryption key.
    #[error(
        "these keys are wrapped under the key-encryption key {wrapped_under}, but given {given}; name the file of \
         {wrapped_under} with --kek-file"
    )]
    OtherKek {
        /// The key that they are wrapped under.
        wrapped_under: String,
        /// The key that was given.
        given: String,
    },
    /// A file of the backup is not what was written.
    #[error("{}: damaged: {what}. Take another copy of this backup, or another backup", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What does not fit.
        what: &'static str,
    },
    /// What is known of the history cannot be used.
    #[error(transparent)]
    Proof(#[from] ProofError),
    /// Histories went further than this backup.
    #[error(
        "this backup is older than what is known: {}. Take a newer one; if there is none, restore with \
         --accept-lost-erasures, and erase again whoever asked for it since", list(.0)
    )]
    Older(Vec<Older>),
    /// A checkpoint tells of another history.
    #[error("{}: the first {size} events of {slug} in this backup are not those that the network signed", file.display())]
    OtherHistory {
        /// The network.
        slug: Slug,
        /// How many events the checkpoint is of.
        size: u64,
        /// The checkpoint.
        file: PathBuf,
    },
    /// The keys are older than the log.
    #[error(
        "{slug} has actors who joined after these keys were backed up ({without_keys}): their texts could never be opened \
         again. Take a backup of the keys that is at least as new as the logs; if there is none, restore with --accept-lost-keys"
    )]
    OlderKeys {
        /// The network.
        slug: Slug,
        /// How many actors.
        without_keys: u64,
    },
    /// The files.
    #[error(transparent)]
    Files(#[from] FileError),
}

fn list(older: &[Older]) -> String {
    older.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
}

/// Restores a backup into an empty or missing directory, or into one where this was interrupted before.
///
/// # Errors
/// [`RestoreError`]; then no tresse opens what stands in the directory.
pub fn restore(disk: &Arc<dyn Disk>, order: Order<'_>, watcher: &mut dyn Watcher) -> Result<Restored, RestoreError> {
    let logs: Logs = manifest::read(disk.as_ref(), order.logs, Kind::Logs)?;
    let keys: Keys = manifest::read(disk.as_ref(), order.keys, Kind::Keys)?;
    are_apart(&[order.data, order.logs])?;
    are_apart(&[order.data, order.keys])?;
    let given = order.kek.id().to_string();
    let all_keys = std::iter::once(&keys.server).chain(keys.networks.iter().map(|network| &network.keys));
    if let Some(other) = all_keys.map(|keys| &keys.wrapped_under).find(|wrapped_under| **wrapped_under != given) {
        return Err(RestoreError::OtherKek { wrapped_under: other.clone(), given });
    }
    let mut restoring = Restoring { disk, order, done: 0, total: 0, watcher };
    restoring.check_files(&logs, &keys)?;
    let founded = logs.networks.iter().map(|network| restoring.founded(network).map(|founded| (network, founded)));
    let founded = founded.collect::<Result<Vec<_>, RestoreError>>()?;
    let expected = restoring.expected(&founded)?;
    let _lock = restoring.begin()?;
    let mut networks = Vec::with_capacity(founded.len());
    for ((network, founded), expected) in founded.iter().zip(&expected) {
        let of_network = keys.networks.iter().find(|keys| keys.id == network.id).map(|keys| &keys.keys);
        networks.push(restoring.network(network, of_network, founded, expected)?);
    }
    restoring.server(&logs, &keys.server)?;
    Ok(Restored { logs_made_at: logs.heading.made_at, keys_made_at: keys.heading.made_at, networks })
}

struct Restoring<'r> {
    disk: &'r Arc<dyn Disk>,
    order: Order<'r>,
    done: u64,
    total: u64,
    watcher: &'r mut dyn Watcher,
}

impl Restoring<'_> {
    /// Reads every file of the backup before anything is written.
    fn check_files(&mut self, logs: &Logs, keys: &Keys) -> Result<(), RestoreError> {
        let of_networks = |dir: &Path, id: NetworkId| dir.join("networks").join(id.to_string());
        let mut files = vec![(self.order.logs.join("server"), &logs.server.segments)];
        files.extend(logs.networks.iter().map(|one| (of_networks(self.order.logs, one.id), &one.log.segments)));
        let of_logs = files.len();
        files.push((self.order.keys.join("server"), &keys.server.files));
        files.extend(keys.networks.iter().map(|one| (of_networks(self.order.keys, one.id), &one.keys.files)));
        let bytes = |files: &[(PathBuf, &Vec<FileCopy>)]| {
            files.iter().flat_map(|(_, files)| files.iter()).map(|file| file.bytes).sum::<u64>()
        };
        // All is read once, and copied; logs are then read again.
        self.total = bytes(&files) * 2 + bytes(files.get(..of_logs).unwrap_or_default());
        for (nth, (dir, files)) in files.iter().enumerate() {
            for file in *files {
                let is_named = if nth < of_logs { segment_of(&file.file).is_some() } else { is_key_file(&file.file) };
                let path = dir.join(&file.file);
                if !is_named {
                    return Err(RestoreError::Damaged {
                        path,
                        what: "the manifest gives it a name that it cannot have",
                    });
                }
                self.check_file(&path, file)?;
            }
        }
        Ok(())
    }

    fn check_file(&mut self, path: &Path, copy: &FileCopy) -> Result<(), RestoreError> {
        let damaged = |what| RestoreError::Damaged { path: path.to_owned(), what };
        if !self.disk.exists(path) {
            return Err(damaged("it is missing"));
        }
        let mut hash = Sha256::new();
        let bytes = self.read(path, &mut |piece| {
            hash.update(piece);
            Ok(())
        })?;
        if bytes != copy.bytes {
            return Err(damaged("it has another size than its manifest says"));
        }
        if hex::encode(hash.finalize()) != copy.sha256 {
            return Err(damaged("its bytes are not those that its manifest names"));
        }
        Ok(())
    }

    /// Reads a file piece by piece; how many bytes it has.
    fn read(&mut self, path: &Path, take: &mut dyn FnMut(&[u8]) -> Result<(), FileError>) -> Result<u64, FileError> {
        let file = self.disk.open_to_read(path).map_err(io(path))?;
        let (mut piece, mut at) = (vec![0; PIECE], 0);
        loop {
            let read = file.read_at(at, &mut piece).map_err(io(path))?;
            take(piece.get(..read).unwrap_or_default())?;
            at += read as u64;
            self.advance(read as u64);
            if read < PIECE {
                return Ok(at);
            }
        }
    }

    fn advance(&mut self, bytes: u64) {
        self.done += bytes;
        self.watcher.progress(self.done, self.total.max(self.done));
    }

    /// The first event of a network's log, which names its origin and its verifier key.
    fn founded(&self, network: &NetworkLog) -> Result<Founded, RestoreError> {
        let dir = self.order.logs.join("networks").join(network.id.to_string());
        let damaged = |what| RestoreError::Damaged { path: dir.join(eventlog::segment_name(0)), what };
        let mut scan =
            Scan::begin(Arc::clone(self.disk), &dir).map_err(|source| FileError::Open { path: dir.clone(), source })?;
        let first = scan.next().transpose().map_err(|source| FileError::Read { path: dir.clone(), source })?;
        let first = first.and_then(|first| first.frame.events.into_iter().next()).ok_or_else(|| damaged("no event"))?;
        let event =
            Recorded::read(Position(0), &first).map_err(|source| FileError::Event { path: dir.clone(), source })?.event;
        let Event::Network(network::Event::Founded(founded)) = event else {
            return Err(damaged("it does not begin with the founding of a network"));
        };
        if founded.network != network.id {
            return Err(damaged("it begins with the founding of another network"));
        }
        Ok(founded)
    }

    /// What each history must come up to. Refuses those that do not, unless that is accepted.
    fn expected(&self, networks: &[(&NetworkLog, Founded)]) -> Result<Vec<Expected>, RestoreError> {
        proof::all_have_a_network(self.order.known, networks)?;
        let expected = networks.iter().map(|(network, founded)| proof::expected(self.order.known, network, founded));
        let expected = expected.collect::<Result<Vec<_>, _>>()?;
        let older = networks.iter().zip(&expected).filter(|((network, _), one)| network.log.head < one.at_least);
        let older = older.map(|((network, _), expected)| Older {
            slug: network.slug.clone(),
            head: network.log.head,
            known: expected.at_least,
        });
        let older: Vec<_> = older.collect();
        if older.is_empty() || self.order.accept_lost_erasures { Ok(expected) } else { Err(RestoreError::Older(older)) }
    }

    /// Takes hold of the data directory, and clears away what was begun there before.
    fn begin(&self) -> Result<LockGuard, RestoreError> {
        let (disk, data) = (self.disk.as_ref(), self.order.data);
        let in_data = |name: &str| data.join(name);
        let begun = in_data("restoring");
        disk.create_dir_all(data).map_err(io(data))?;
        let lock = disk.lock_exclusive(&in_data("lock")).map_err(|source| {
            let is_held = source.kind() == std::io::ErrorKind::WouldBlock;
            if is_held { RestoreError::InUse(data.to_owned()) } else { io(&in_data("lock"))(source).into() }
        })?;
        if disk.exists(&in_data("server").join("log")) {
            return Err(RestoreError::NotEmpty(data.to_owned()));
        }
        if !disk.exists(&begun) {
            let is_ours = |path: &PathBuf| ["lock", "restoring.tmp"].into_iter().any(|name| *path == in_data(name));
            if !disk.list(data).map_err(io(data))?.iter().all(is_ours) {
                return Err(RestoreError::NotEmpty(data.to_owned()));
            }
            disk.write_atomic(&begun, b"a restore began here; the next one may clear it away\n").map_err(io(&begun))?;
        }
        let server = in_data("server");
        disk.create_dir_all(&server).map_err(io(&server))?;
        for path in [in_data("networks"), in_data("index"), server.join("keys"), server.join("log.partial")] {
            if disk.exists(&path) {
                disk.remove_dir_all(&path).map_err(io(&path))?;
            }
        }
        let networks = in_data("networks");
        disk.create_dir_all(&networks).map_err(io(&networks))?;
        if let Some(parent) = data.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            disk.sync_dir(parent).map_err(io(parent))?;
        }
        Ok(lock)
    }

    fn network(
        &mut self,
        network: &NetworkLog,
        keys: Option<&KeysCopy>,
        founded: &Founded,
        expected: &Expected,
    ) -> Result<RestoredNetwork, RestoreError> {
        let NetworkLog { id, slug, log } = network;
        let (dir, mut people) = (Path::new("networks").join(id.to_string()), People::default());
        let (to, mut comparing) = (self.order.data.join(&dir), expected.comparing());
        self.log(&self.order.logs.join(&dir), &to.join("log"), *id, log, &mut |event| {
            comparing.push(event);
            people.learn(event)
        })?;
        if let Some((size, file)) = comparing.difference() {
            return Err(RestoreError::OtherHistory { slug: slug.clone(), size, file: file.to_owned() });
        }
        let from = self.order.keys.join(&dir);
        let vault = keys.map(|keys| self.keys(&from, &to.join("keys"), keys)).transpose()?;
        self.disk.sync_dir(&to).map_err(io(&to))?;
        let is_theirs = |vault: &Vault| {
            vault.network() == *id && *vault.origin() == founded.origin && vault.verifier_key() == founded.verifier_key
        };
        if !vault.as_ref().is_none_or(is_theirs) {
            return Err(RestoreError::Damaged { path: from, what: "these are the keys of another network" });
        }
        let without_keys = people.without_keys(|actor| vault.as_ref().is_some_and(|vault| vault.has_keys(actor)));
        // Keys that are newer than the log lack those who were erased since.
        let is_older = keys.is_none_or(|keys| keys.head < log.head);
        if without_keys > 0 && is_older && !self.order.accept_lost_keys {
            return Err(RestoreError::OlderKeys { slug: slug.clone(), without_keys });
        }
        let known = expected.is_known.then_some(expected.at_least);
        let (erased, opens) = (people.erased(), vault.is_some());
        Ok(RestoredNetwork { slug: slug.clone(), head: log.head, known, erased, without_keys, opens })
    }

    /// The server's own log, whose name makes the directory one that opens.
    fn server(&mut self, logs: &Logs, keys: &KeysCopy) -> Result<(), RestoreError> {
        let server = self.order.data.join("server");
        let (disk, from, partial) = (self.disk.as_ref(), self.order.logs.join("server"), server.join("log.partial"));
        let nil = NetworkId(uuid::Uuid::nil());
        let keys_from = self.order.keys.join("server");
        if self.keys(&keys_from, &server.join("keys"), keys)?.network() != nil {
            return Err(RestoreError::Damaged { path: keys_from, what: "these are the keys of a network" });
        }
        let mut known = Server::default();
        self.log(&from, &partial, nil, &logs.server, &mut |event| {
            learn(&mut known, &[bytes::Bytes::copy_from_slice(event)])
        })?;
        let named = logs.networks.iter().map(|network| (&network.slug, network.id));
        if !known.networks().eq(named) {
            let path = self.order.logs.join(manifest::NAME);
            return Err(RestoreError::Damaged { path, what: "it names other networks than the server's own log" });
        }
        let commit = || {
            disk.sync_dir(&self.order.data.join("networks"))?;
            disk.sync_dir(self.order.data)?;
            disk.sync_dir(&server)?;
            disk.rename(&partial, &server.join("log"))?;
            disk.sync_dir(&server)?;
            disk.remove_file(&self.order.data.join("restoring"))?;
            disk.sync_dir(self.order.data)
        };
        commit().map_err(io(&server))?;
        Ok(())
    }

    /// Copies a log, opens the copy, and proves by its head and its events that it is the log that was backed up.
    fn log(
        &mut self,
        from: &Path,
        to: &Path,
        network: NetworkId,
        copy: &LogCopy,
        each: &mut dyn FnMut(&[u8]) -> Result<(), domain::event::CodecError>,
    ) -> Result<(), RestoreError> {
        let disk = Arc::clone(self.disk);
        disk.create_dir_all(to).map_err(io(to))?;
        if copy.segments.is_empty() {
            SegmentWriter::create(disk.as_ref(), to, 0, 0, 0).map_err(io(to))?;
        }
        for (nth, segment) in copy.segments.iter().enumerate() {
            let path = from.join(&segment.file);
            let first = segment_of(&segment.file).unwrap_or_default();
            let mut writer = SegmentWriter::create(disk.as_ref(), to, nth, first, segment.bytes).map_err(io(to))?;
            self.read(&path, &mut |piece| writer.write(piece).map_err(io(to)))?;
            writer.finish().map_err(io(to))?;
        }
        let open = |source| FileError::Open { path: from.to_owned(), source };
        let log = SegmentLog::<Entry>::open(disk, to, *network.0.as_bytes(), None).map_err(open)?;
        let mut public = PublicHash::default();
        for stored in log.read(0) {
            let stored = stored.map_err(|source| FileError::Read { path: to.to_owned(), source })?;
            public.push(&stored.bytes);
            each(&stored.bytes).map_err(|source| FileError::Event { path: to.to_owned(), source })?;
            self.advance(stored.bytes.len() as u64);
        }
        if log.head() != copy.head || public.finish() != copy.public_sha256 {
            let what = "its segments hold another history than its manifest says";
            return Err(RestoreError::Damaged { path: from.to_owned(), what });
        }
        Ok(())
    }

    fn keys(&mut self, from: &Path, to: &Path, copy: &KeysCopy) -> Result<Vault, RestoreError> {
        let disk = Arc::clone(self.disk);
        disk.create_dir_all(to).map_err(io(to))?;
        for file in &copy.files {
            let (path, mut at) = (to.join(&file.file), 0);
            let written = disk.create_new(&path).map_err(io(&path))?;
            self.read(&from.join(&file.file), &mut |piece| {
                written.write_all_at(at, piece).map_err(io(&path))?;
                at += piece.len() as u64;
                Ok(())
            })?;
            written.sync_data().map_err(io(&path))?;
        }
        Ok(Vault::open(disk, to, Arc::clone(self.order.kek)).map_err(FileError::from)?)
    }
}
