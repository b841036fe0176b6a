//! One network's keys: made, opened, and what is done with those of the network itself.

use std::fmt;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use disk::Disk;
use domain::ids::NetworkId;
use domain::names::{CheckpointOrigin, VerifierKey};
use hmac::Mac as _;

use crate::bucket::Record;
use crate::crypto::{self, Secret};
use crate::error::VaultError;
use crate::files::{self, Files};
use crate::kek::Kek;
use crate::network_file::{self, NetworkSecrets};
use crate::note::{NoteError, Signer};
use crate::ring::{Keys, Ring};
use crate::subjects::Spares;

/// The keys of one network and of its subjects, unwrapped in memory and wrapped under a [`Kek`] in a directory.
///
/// The directory holds `network` (the network's own secrets) and up to 256 bucket files `00` … `ff` with the keys of
/// subjects. All methods take `&self`; those that write block on the disk and exclude one another.
pub struct Vault {
    pub(crate) disk: Arc<dyn Disk>,
    pub(crate) kek: Arc<Kek>,
    pub(crate) network: NetworkId,
    origin: CheckpointOrigin,
    secrets: NetworkSecrets,
    bucket_key: Box<Secret>,
    signer: Signer,
    ring: Ring,
    files: Mutex<Files>,
    pub(crate) spares: Mutex<Spares>,
}

impl Vault {
    /// Makes a network's secrets and keeps them in `dir`, synced; the directory's own name is its owner's to sync.
    /// The server's own log has the nil id.
    ///
    /// # Errors
    /// [`VaultError::Exists`] when a vault stands there, [`VaultError::Io`], [`VaultError::Random`].
    pub fn create(
        disk: Arc<dyn Disk>,
        dir: &Path,
        kek: Arc<Kek>,
        network: NetworkId,
        origin: CheckpointOrigin,
    ) -> Result<Self, VaultError> {
        let path = dir.join(network_file::NAME);
        if disk.exists(&path) {
            return Err(VaultError::Exists(path));
        }
        let secrets = NetworkSecrets::draw().map_err(VaultError::Random)?;
        let bytes = network_file::wrap(&kek, network, &origin, &secrets)?;
        let write = || {
            disk.create_dir_all(dir)?;
            disk.write_atomic(&path, &bytes)
        };
        write().map_err(|source| VaultError::Io { path: path.clone(), source })?;
        let files = Files::empty(dir, network);
        Self::assemble(disk, kek, network, origin, secrets, |_| Ok(files), &path)
    }

    /// Opens the vault of `dir`: reads and unwraps all keys. Writes nothing; what a power cut left of an append is ignored
    /// and goes away when its bucket is next written.
    ///
    /// # Errors
    /// [`VaultError::Missing`], [`VaultError::WrongKek`], [`VaultError::Damaged`], [`VaultError::Io`].
    pub fn open(disk: Arc<dyn Disk>, dir: &Path, kek: Arc<Kek>) -> Result<Self, VaultError> {
        let path = dir.join(network_file::NAME);
        if !disk.exists(&path) {
            return Err(VaultError::Missing(path));
        }
        let bytes = files::read_whole(&*disk, &path)?;
        let (network, origin, secrets) = network_file::unwrap(&kek, &bytes, &path)?;
        let load = |vault: &Self| Files::load(&*vault.disk, dir, network, |bucket, record| vault.take(bucket, record));
        Self::assemble(disk, kek, network, origin, secrets, load, &path)
    }

    fn assemble(
        disk: Arc<dyn Disk>,
        kek: Arc<Kek>,
        network: NetworkId,
        origin: CheckpointOrigin,
        secrets: NetworkSecrets,
        load: impl FnOnce(&Self) -> Result<Files, VaultError>,
        path: &Path,
    ) -> Result<Self, VaultError> {
        let signer = Signer::new(origin.as_str(), &secrets.seed)
            .map_err(|_| VaultError::Damaged { path: path.to_owned(), what: "its origin can't name a verifier key" })?;
        let bucket_key = Box::new(crypto::derive(&secrets.mac, "tresse/vault/bucket/v1"));
        let vault = Self {
            files: Mutex::new(Files::empty(Path::new(""), network)),
            ring: Ring::default(),
            spares: Mutex::new(Spares::default()),
            disk,
            kek,
            network,
            origin,
            secrets,
            bucket_key,
            signer,
        };
        let files = load(&vault)?;
        *vault.files() = files;
        Ok(vault)
    }

    /// Takes a record of a bucket file into memory.
    fn take(&self, bucket: u8, record: &Record) -> Result<(), &'static str> {
        let subject = record.subject();
        if self.bucket_of(subject) != bucket {
            return Err("a subject's keys lie in another bucket than theirs");
        }
        let secrets = record.unwrap(&self.kek, self.network)?;
        self.ring.insert(subject, Keys::new(&secrets, true));
        Ok(())
    }

    /// The directory was renamed, as that of a new network is when its first frame is durable.
    pub fn moved_to(&self, dir: &Path) {
        self.files().moved_to(dir);
    }

    /// The network whose keys these are.
    #[must_use]
    pub fn network(&self) -> NetworkId {
        self.network
    }

    /// The name in which checkpoints are signed; bound into all that is sealed.
    #[must_use]
    pub fn origin(&self) -> &CheckpointOrigin {
        &self.origin
    }

    /// What verifies [`Vault::sign_note`].
    #[must_use]
    pub fn verifier_key(&self) -> VerifierKey {
        self.signer.verifier_key().clone()
    }

    /// The signature line of a note's text, `— <origin> <base64>\n` (C2SP signed-note); the note is
    /// `text ‖ "\n" ‖ line`.
    ///
    /// # Errors
    /// [`NoteError::MalformedText`] when the text doesn't end with a newline, or has another control character.
    pub fn sign_note(&self, text: &str) -> Result<String, NoteError> {
        self.signer.line(text)
    }

    /// What finds a value again without telling it: the first 16 bytes of
    /// `HMAC-SHA-256(index key, u64be length of kind ‖ kind ‖ normalised)`.
    #[must_use]
    pub fn blind_index(&self, kind: &str, normalised: &str) -> [u8; 16] {
        let mac = crypto::hmac(&self.secrets.index).chain_update((kind.len() as u64).to_be_bytes());
        crypto::first_16(mac.chain_update(kind).chain_update(normalised))
    }

    /// A keyed MAC of idempotency keys, request bodies and source ids: the first 16 bytes of HMAC-SHA-256 over the
    /// purpose and the parts, each after its length as u64be.
    #[must_use]
    pub fn mac(&self, purpose: &str, parts: &[&[u8]]) -> [u8; 16] {
        let mut mac = crypto::hmac(&self.secrets.mac);
        for part in std::iter::once(purpose.as_bytes()).chain(parts.iter().copied()) {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        crypto::first_16(mac)
    }

    /// The bucket of a subject. Under a key, so that its id tells outsiders nothing of whose keys were made together.
    pub(crate) fn bucket_of(&self, subject: domain::ids::ActorId) -> u8 {
        use sha2::Digest as _;
        let hash = sha2::Sha256::new().chain_update(self.bucket_key.as_slice()).chain_update(subject.0.as_bytes());
        let [bucket, ..]: [u8; 32] = hash.finalize().into();
        bucket
    }

    pub(crate) fn data_key(&self) -> &[u8; 32] {
        &self.secrets.data
    }

    pub(crate) fn ring(&self) -> &Ring {
        &self.ring
    }

    /// Whoever writes holds this; taken before `spares`.
    pub(crate) fn files(&self) -> MutexGuard<'_, Files> {
        self.files.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Vault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Vault").field("network", &self.network).field("origin", &self.origin).finish_non_exhaustive()
    }
}
