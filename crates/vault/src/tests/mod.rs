//! A vault as others use it, over real directories and failing disks.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod copying;
mod subjects;
mod texts;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use disk::{Disk, FaultyDisk, RealDisk};
use domain::ids::{ActorId, EventId, NetworkId};
use tempfile::TempDir;
use uuid::Uuid;

use crate::{Kek, Vault, VaultError};

const NETWORK: NetworkId = NetworkId(Uuid::from_u128(0x1234));
const EVENT: EventId = EventId(Uuid::from_u128(0x0189_0a5d_ac96_774b_bcce_b302_099a_8057));
const ORIGIN: &str = "civic.example/log";

/// A directory with a vault under a key-encryption key.
struct Home {
    _temporary: TempDir,
    dir: PathBuf,
    kek: Arc<Kek>,
    disk: Arc<dyn Disk>,
}

impl Home {
    fn new() -> (Self, Vault) {
        Self::on(Arc::new(RealDisk))
    }

    fn faulty() -> (Self, Vault, FaultyDisk) {
        let disk = FaultyDisk::new();
        let (home, vault) = Self::on(Arc::new(disk.clone()));
        (home, vault, disk)
    }

    fn on(disk: Arc<dyn Disk>) -> (Self, Vault) {
        let temporary = tempfile::tempdir().unwrap();
        let dir = temporary.path().join("keys");
        let kek = Arc::new(Kek::init(&temporary.path().join("kek")).unwrap());
        let vault = Vault::create(Arc::clone(&disk), &dir, Arc::clone(&kek), NETWORK, ORIGIN.parse().unwrap()).unwrap();
        (Self { _temporary: temporary, dir, kek, disk }, vault)
    }

    fn reopen(&self) -> Result<Vault, VaultError> {
        Vault::open(Arc::clone(&self.disk), &self.dir, Arc::clone(&self.kek))
    }

    /// The bucket files.
    fn buckets(&self) -> Vec<PathBuf> {
        let files = RealDisk.list(&self.dir).unwrap();
        files.into_iter().filter(|path| path.file_name().unwrap() != "network").collect()
    }

    /// Cuts the power; the sectors that `survives` chooses were written although they were not synced.
    fn power_cut(&self, disk: &FaultyDisk, survives: impl Fn(u64) -> bool) {
        let sizes: Vec<_> =
            self.buckets().into_iter().map(|path| (std::fs::metadata(&path).unwrap().len(), path)).collect();
        disk.power_cut(|_, sector| survives(sector)).unwrap();
        // The faulty disk writes whole sectors; a file keeps its length.
        for (size, path) in sizes {
            std::fs::File::options().write(true).open(path).unwrap().set_len(size).unwrap();
        }
    }

    /// The bucket file that holds a subject's record, and where.
    fn record_of(&self, subject: ActorId) -> Option<(PathBuf, usize)> {
        self.buckets().into_iter().find_map(|path| {
            let at = find(&std::fs::read(&path).unwrap(), subject.0.as_bytes())?;
            Some((path, at))
        })
    }
}

fn find(bytes: &[u8], sought: &[u8]) -> Option<usize> {
    bytes.windows(sought.len()).position(|window| window == sought)
}

fn flip(path: &Path, bit: usize) {
    let mut bytes = std::fs::read(path).unwrap();
    bytes[bit / 8] ^= 1 << (bit % 8);
    std::fs::write(path, bytes).unwrap();
}
