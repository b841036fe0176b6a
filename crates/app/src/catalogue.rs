//! The catalogue of a data directory: the server's own log, and its networks, loaded when first asked for.
//!
//! ```text
//! DIR/lock                    held while a process uses the directory
//! DIR/server/                 the server's own log and keys
//! DIR/networks/<id>/          a network's log and keys
//! DIR/networks/<id>.new/      a founding that is under way
//! DIR/last-used               when keys were last used; may be deleted at any moment
//! DIR/index/                  sled; may be deleted at any moment
//! ```

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use disk::Disk;
use domain::envelope::By;
use domain::ids::{ActorId, KeyId, NetworkId, Stamp};
use domain::names::{CheckpointOrigin, Slug};
use domain::server::{Holder, KeyIssued, Registered, Server, SlugChanged};
use eventlog::{AppendError, Index, SegmentLog};
use serde::{Deserialize, Serialize};
use vault::{Kek, Vault};

use crate::edge::{self, Clock};
use crate::entry::Entry;
use crate::founding::{self, FoundError, Founding};
use crate::keys::{all_but_import, key_issued};
use crate::last_use::LastUse;
use crate::network::{HistoryError, Network};
use crate::quiet::Quiet;
use crate::secrets::Secret;
use crate::server_log::{Change, ServerError, ServerLog, ServerReadError};
use crate::sessions::Lifetimes;
use crate::submission::{Idempotency, Receipt};

/// Where the origins of networks begin, unless configured otherwise.
pub const DEFAULT_ORIGIN: &str = "tresse.invalid";

/// Why a data directory could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another process uses it.
    #[error("{0} is in use by another tresse; stop it first, or choose another directory")]
    InUse(PathBuf),
    /// The file system.
    #[error("{path}: {source}")]
    Io {
        /// Where.
        path: PathBuf,
        /// What.
        source: std::io::Error,
    },
    /// A log.
    #[error("{path}: {source}")]
    Log {
        /// Where.
        path: PathBuf,
        /// What.
        source: eventlog::OpenError,
    },
    /// The keys.
    #[error("{path}: {source}")]
    Vault {
        /// Where.
        path: PathBuf,
        /// What.
        source: vault::VaultError,
    },
    /// The server's log.
    #[error(transparent)]
    Server(#[from] ServerReadError),
    /// What a start has to register could not be.
    #[error(transparent)]
    Register(#[from] ServerError),
    /// A network's history.
    #[error(transparent)]
    History(#[from] HistoryError),
    /// The configured origin does not fit.
    #[error("{0:?} cannot begin a checkpoint origin: a schema-less URL is wanted, without spaces and `+`")]
    Origin(String),
    /// The founding note of a network cannot be read.
    #[error("{0} does not tell the slug of its network")]
    Note(PathBuf),
}

/// What a catalogue is opened with.
#[derive(Debug)]
pub struct Settings {
    /// The file system.
    pub disk: Arc<dyn Disk>,
    /// The data directory.
    pub dir: PathBuf,
    /// The key-encryption key.
    pub kek: Arc<Kek>,
    /// The clock.
    pub clock: Arc<dyn Clock>,
    /// Where the origins of new networks begin.
    pub origin: String,
    /// How long sessions work.
    pub sessions: Lifetimes,
}

/// The networks and keys of a data directory.
pub struct Catalogue {
    settings: Settings,
    server: ServerLog,
    pub(crate) last_use: LastUse,
    index: Option<Arc<Index>>,
    loaded: Mutex<HashMap<NetworkId, Arc<Network>>>,
    founding: Mutex<()>,
    _lock: disk::LockGuard,
}

impl std::fmt::Debug for Catalogue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Catalogue").field("dir", &self.settings.dir).finish_non_exhaustive()
    }
}

/// A founded network, its first steward, and the key that opens it to the steward, shown once.
#[derive(Debug)]
pub struct NewNetwork {
    /// The network.
    pub network: NetworkId,
    /// Its first steward.
    pub steward: ActorId,
    /// The steward's key.
    pub key: KeyId,
    /// The key's secret.
    pub secret: Secret,
}

/// What became of a founding.
#[derive(Debug)]
pub enum FoundOutcome {
    /// It was founded.
    Founded(NewNetwork),
    /// It was founded before, under the same idempotency key.
    Replayed(Receipt),
}

/// What lies beside a network's log, for a start that finds the network unregistered.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    slug: Slug,
    /// The MACs of the idempotency key that it was founded with and of the body, in hex: a retry is told what it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    idempotency: Option<(String, String)>,
}

impl Note {
    fn new(slug: &Slug, idempotency: Option<Idempotency>) -> Self {
        let idempotency = idempotency.map(|Idempotency { key, body }| (hex::encode(key), hex::encode(body)));
        Self { slug: slug.clone(), idempotency }
    }

    fn idempotency(&self) -> Option<Idempotency> {
        let mac = |text: &str| hex::decode(text).ok()?.try_into().ok();
        let (key, body) = self.idempotency.as_ref()?;
        Some(Idempotency { key: mac(key)?, body: mac(body)? })
    }
}

impl Catalogue {
    /// Opens a data directory, or begins one in an empty or missing directory.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open(settings: Settings) -> Result<Self, OpenError> {
        Self::open_with(settings, true)
    }

    /// The same for a process that records much and looks little up: reads walk the log, and a later start indexes what
    /// was recorded meanwhile.
    ///
    /// # Errors
    /// [`OpenError`].
    pub fn open_unindexed(settings: Settings) -> Result<Self, OpenError> {
        Self::open_with(settings, false)
    }

    fn open_with(settings: Settings, indexed: bool) -> Result<Self, OpenError> {
        let (disk, dir) = (Arc::clone(&settings.disk), settings.dir.clone());
        let io = |path: &Path| {
            let path = path.to_owned();
            move |source| OpenError::Io { path, source }
        };
        origin_of(&settings.origin, NetworkId(uuid::Uuid::nil()))?;
        disk.create_dir_all(&dir.join("networks")).map_err(io(&dir))?;
        let lock = disk.lock_exclusive(&dir.join("lock")).map_err(|source| {
            let is_held = source.kind() == std::io::ErrorKind::WouldBlock;
            if is_held { OpenError::InUse(dir.clone()) } else { OpenError::Io { path: dir.join("lock"), source } }
        })?;
        let index = indexed.then(|| Index::open(&dir.join("index")));
        let server_dir = dir.join("server");
        let nil = NetworkId(uuid::Uuid::nil());
        let (log, vault) = if disk.exists(&server_dir) {
            (open_log(&settings, index.as_ref(), &server_dir, nil)?, open_vault(&settings, &server_dir)?)
        } else {
            begin_server(&settings, index.as_ref(), &server_dir)?
        };
        let server = ServerLog::load(log, vault, Arc::clone(&settings.clock))?;
        let last_use = LastUse::read(Arc::clone(&disk), dir.join("last-used"));
        let (loaded, founding) = (Mutex::default(), Mutex::default());
        let catalogue = Self { settings, server, last_use, index, loaded, founding, _lock: lock };
        catalogue.finish_foundings()?;
        Ok(catalogue)
    }

    /// Removes foundings that did not come to their rename, and registers those that did.
    fn finish_foundings(&self) -> Result<(), OpenError> {
        let (disk, networks) = (&self.settings.disk, self.settings.dir.join("networks"));
        let io = |source| OpenError::Io { path: networks.clone(), source };
        for path in disk.list(&networks).map_err(io)? {
            let Some(name) = path.file_name().and_then(|name| name.to_str()) else { continue };
            if path.extension().is_some_and(|extension| extension == "new") {
                tracing::warn!(path = %path.display(), "removing a founding that was not completed");
                disk.remove_dir_all(&path).map_err(io)?;
            } else if let Ok(network) = name.parse::<NetworkId>()
                && self.server().slug(network).is_none()
            {
                let note = read_note(disk.as_ref(), &path.join("founding.json"))?;
                self.finish_founding(network, &note)?;
            }
        }
        Ok(())
    }

    /// Registers a network whose founding came to its rename. One that cannot be, because another one took its slug in the
    /// meantime, stays where it is: nobody was told of it, and it is in nobody's way.
    fn finish_founding(&self, network: NetworkId, note: &Note) -> Result<(), OpenError> {
        let registered = Registered { network, slug: note.slug.clone() };
        match self.server.record(By::System, &[registered.into()], note.idempotency()) {
            Ok(Change::Recorded(_)) => tracing::warn!(%network, "registered a network whose founding was interrupted"),
            Ok(Change::Replayed(_)) | Err(ServerError::Refused(_) | ServerError::KeyReused) => {
                tracing::error!(%network, slug = %note.slug, "left a network unregistered: another one took its place");
            }
            Err(error @ (ServerError::Append(_) | ServerError::Codec(_))) => return Err(error.into()),
        }
        Ok(())
    }

    /// What the server's own log tells.
    #[must_use]
    pub fn server(&self) -> Arc<Server> {
        self.server.server()
    }

    /// The server's own log.
    #[must_use]
    pub fn server_log(&self) -> &ServerLog {
        &self.server
    }

    /// The clock.
    #[must_use]
    pub fn now(&self) -> Stamp {
        self.settings.clock.now()
    }

    /// How long sessions work.
    #[must_use]
    pub fn lifetimes(&self) -> Lifetimes {
        self.settings.sessions
    }

    /// Gives a network another name in addresses; the one before leads to it. Blocks on the disk.
    ///
    /// # Errors
    /// [`ServerError`].
    pub fn change_slug(
        &self,
        by: By,
        network: NetworkId,
        slug: Slug,
        idempotency: Option<Idempotency>,
    ) -> Result<Option<Change>, ServerError> {
        if self.server().slug(network) == Some(&slug) {
            return Ok(None);
        }
        self.server.record(by, &[SlugChanged { network, slug }.into()], idempotency).map(Some)
    }

    /// All networks that are loaded.
    #[must_use]
    pub fn all_loaded(&self) -> Vec<Arc<Network>> {
        self.lock().values().map(Arc::clone).collect()
    }

    /// What is known of when something is due in a network that is not loaded.
    pub(crate) fn quiet(&self, network: NetworkId) -> Option<Quiet> {
        Quiet::read(self.settings.disk.as_ref(), &self.network_dir(network))
    }

    /// A network that is loaded already.
    #[must_use]
    pub fn loaded(&self, network: NetworkId) -> Option<Arc<Network>> {
        self.lock().get(&network).map(Arc::clone)
    }

    /// A network, folded from its log if it is not loaded. May block for seconds on a large one.
    ///
    /// # Errors
    /// [`OpenError`] when its log or keys are damaged.
    pub fn load(&self, network: NetworkId) -> Result<Arc<Network>, OpenError> {
        let _one_at_a_time = self.founding.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(loaded) = self.loaded(network) {
            return Ok(loaded);
        }
        let dir = self.network_dir(network);
        Quiet::end(self.settings.disk.as_ref(), &dir).map_err(|source| OpenError::Io { path: dir.clone(), source })?;
        let log = open_log(&self.settings, self.index.as_ref(), &dir, network)?;
        let vault = open_vault(&self.settings, &dir)?;
        Ok(self.keep(Network::load(network, log, vault, Arc::clone(&self.settings.clock))?))
    }

    /// Founds a network. Blocks on the disk.
    ///
    /// # Errors
    /// [`FoundError`]; then there is no such network.
    pub fn found(&self, founding: &Founding, idempotency: Option<Idempotency>) -> Result<FoundOutcome, FoundError> {
        let _one_at_a_time = self.founding.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(receipt) = self.server.remembered(idempotency)? {
            return Ok(FoundOutcome::Replayed(receipt));
        }
        if self.server().network(founding.slug.as_str()).is_some() {
            return Err(ServerError::from(domain::server::Refusal::SlugTaken).into());
        }
        let (disk, network, secret) = (&self.settings.disk, edge::network_id(), Secret::draw()?);
        let (dir, new) = (self.network_dir(network), self.network_dir(network).with_extension("new"));
        let made = self.write_founding(founding, network, idempotency, &new);
        let made = made.and_then(|made| disk.rename(&new, &dir).map(|()| made).map_err(FoundError::from));
        let (log, vault, steward) = made.inspect_err(|_| _ = disk.remove_dir_all(&new))?;
        let issued = key_issued(secret.hash(), Holder::Actor { network, actor: steward }, all_but_import(), None);
        let key = issued.key;
        if let Err(error) = self.register(network, &founding.slug, issued, idempotency) {
            drop((log, vault));
            return Err(self.unfound(error, &dir, &new));
        }
        log.moved_to(&dir.join("log"));
        vault.moved_to(&dir.join("keys"));
        self.keep(Network::load(network, log, vault, Arc::clone(&self.settings.clock))?);
        Ok(FoundOutcome::Founded(NewNetwork { network, steward, key, secret }))
    }

    /// Makes the name of a network's directory durable, and registers the network with its steward's key.
    fn register(
        &self,
        network: NetworkId,
        slug: &Slug,
        issued: KeyIssued,
        idempotency: Option<Idempotency>,
    ) -> Result<(), FoundError> {
        self.settings.disk.sync_dir(&self.settings.dir.join("networks"))?;
        let registered = Registered { network, slug: slug.clone() };
        self.server.record(By::Operator, &[registered.into(), issued.into()], idempotency)?;
        Ok(())
    }

    /// Takes a founding back that was not registered. Where it may have been, or cannot be taken back, the next start
    /// registers it: what to tell is that the outcome is unknown.
    fn unfound(&self, error: FoundError, dir: &Path, new: &Path) -> FoundError {
        let unknown = |source| FoundError::from(ServerError::from(AppendError::OutcomeUnknown(source)));
        if matches!(error, FoundError::Server(ServerError::Append(AppendError::OutcomeUnknown(_)))) {
            return error;
        }
        let disk = &self.settings.disk;
        let taken_back = disk.rename(dir, new).and_then(|()| disk.sync_dir(&self.settings.dir.join("networks")));
        if let Err(source) = taken_back {
            return unknown(source);
        }
        _ = disk.remove_dir_all(new);
        error
    }

    fn write_founding(
        &self,
        founding: &Founding,
        network: NetworkId,
        idempotency: Option<Idempotency>,
        dir: &Path,
    ) -> Result<(SegmentLog<Entry>, Vault, ActorId), FoundError> {
        let settings = &self.settings;
        let origin =
            origin_of(&settings.origin, network).map_err(|_| std::io::Error::from(std::io::ErrorKind::InvalidInput))?;
        let (disk, kek) = (&settings.disk, &settings.kek);
        disk.create_dir_all(&dir.join("log"))?;
        disk.create_dir_all(&dir.join("keys"))?;
        let vault = Vault::create(Arc::clone(disk), &dir.join("keys"), Arc::clone(kek), network, origin.clone())?;
        let log = SegmentLog::create(Arc::clone(disk), &dir.join("log"), *network.0.as_bytes(), self.index.clone())?;
        let steward = founding::first_frame(founding, network, origin, &vault, &log, settings.clock.now())?;
        let note = serde_json::to_vec(&Note::new(&founding.slug, idempotency)).map_err(std::io::Error::from)?;
        disk.write_atomic(&dir.join("founding.json"), &note)?;
        disk.sync_dir(dir)?;
        Ok((log, vault, steward))
    }

    /// Stops every writer after what waits for it is done, and writes down what lets the next start be a quick one.
    pub fn stop(&self) {
        let loaded: Vec<_> = self.lock().drain().map(|(_, network)| network).collect();
        for network in loaded {
            network.stop();
            Quiet::begin(self.settings.disk.as_ref(), &self.network_dir(network.id()), &network, self.now());
        }
        self.last_use.write();
    }

    /// The loaded networks that record nothing any more.
    #[must_use]
    pub fn stopped(&self) -> Vec<NetworkId> {
        self.lock().values().filter(|network| network.is_stopped()).map(|network| network.id()).collect()
    }

    fn keep(&self, network: Network) -> Arc<Network> {
        let network = Arc::new(network);
        self.lock().insert(network.id(), Arc::clone(&network));
        network
    }

    fn network_dir(&self, network: NetworkId) -> PathBuf {
        self.settings.dir.join("networks").join(network.to_string())
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<NetworkId, Arc<Network>>> {
        self.loaded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn origin_of(configured: &str, network: NetworkId) -> Result<CheckpointOrigin, OpenError> {
    format!("{configured}/{network}").parse().map_err(|_| OpenError::Origin(configured.to_owned()))
}

fn read_note(disk: &dyn Disk, path: &Path) -> Result<Note, OpenError> {
    let read = || -> std::io::Result<Note> {
        let file = disk.open(path)?;
        let mut bytes = vec![0; usize::try_from(file.len()?).unwrap_or(0)];
        file.read_at(0, &mut bytes)?;
        Ok(serde_json::from_slice(&bytes)?)
    };
    read().map_err(|_| OpenError::Note(path.to_owned()))
}

fn open_log(
    settings: &Settings,
    index: Option<&Arc<Index>>,
    dir: &Path,
    network: NetworkId,
) -> Result<SegmentLog<Entry>, OpenError> {
    let path = dir.join("log");
    SegmentLog::open(Arc::clone(&settings.disk), &path, *network.0.as_bytes(), index.cloned())
        .map_err(|source| OpenError::Log { path, source })
}

fn open_vault(settings: &Settings, dir: &Path) -> Result<Vault, OpenError> {
    let path = dir.join("keys");
    Vault::open(Arc::clone(&settings.disk), &path, Arc::clone(&settings.kek))
        .map_err(|source| OpenError::Vault { path, source })
}

/// Makes the server's own log beside its place, then renames it there.
fn begin_server(
    settings: &Settings,
    index: Option<&Arc<Index>>,
    dir: &Path,
) -> Result<(SegmentLog<Entry>, Vault), OpenError> {
    let (disk, new, nil) = (&settings.disk, dir.with_extension("new"), NetworkId(uuid::Uuid::nil()));
    let io = |source| OpenError::Io { path: new.clone(), source };
    if disk.exists(&new) {
        disk.remove_dir_all(&new).map_err(io)?;
    }
    disk.create_dir_all(&new.join("log")).map_err(io)?;
    disk.create_dir_all(&new.join("keys")).map_err(io)?;
    let origin = origin_of(&settings.origin, nil)?;
    let (keys, log) = (new.join("keys"), new.join("log"));
    let vault = Vault::create(Arc::clone(disk), &keys, Arc::clone(&settings.kek), nil, origin)
        .map_err(|source| OpenError::Vault { path: keys, source })?;
    let segments = SegmentLog::create(Arc::clone(disk), &log, *nil.0.as_bytes(), index.cloned())
        .map_err(|source| OpenError::Log { path: log, source })?;
    disk.rename(&new, dir).map_err(io)?;
    disk.sync_dir(&settings.dir).map_err(io)?;
    segments.moved_to(&dir.join("log"));
    vault.moved_to(&dir.join("keys"));
    Ok((segments, vault))
}
