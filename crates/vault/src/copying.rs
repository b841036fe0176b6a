//! Reading the files of a vault to copy them: checked, but wrapped as they are, so that no key is needed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use disk::Disk;
use domain::ids::NetworkId;

use crate::bucket;
use crate::error::VaultError;
use crate::files::{bucket_named, bucket_of, read_whole};
use crate::kek::KekId;
use crate::network_file;

/// A file that another process is appending to may look damaged for a moment: so often, and so far apart, is it read again.
const TRIES: usize = 50;
const PAUSE: Duration = Duration::from_millis(20);

/// The files of a vault, one after another, also while another process uses it. What was synced before this began is in
/// them, unless it was erased since; what an append has not finished is left out.
#[derive(Debug)]
pub struct KeyFiles {
    disk: Arc<dyn Disk>,
    network: NetworkId,
    wrapped_under: KekId,
    paths: std::vec::IntoIter<PathBuf>,
}

/// A file of a vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFile {
    /// Its name.
    pub name: String,
    /// Its bytes: wrapped keys.
    pub bytes: Vec<u8>,
}

impl KeyFiles {
    /// Begins to read the vault of a directory.
    ///
    /// # Errors
    /// [`VaultError::Missing`], [`VaultError::Damaged`], [`VaultError::Io`].
    pub fn begin(disk: Arc<dyn Disk>, dir: &Path) -> Result<Self, VaultError> {
        let path = dir.join(network_file::NAME);
        if !disk.exists(&path) {
            return Err(VaultError::Missing(path));
        }
        let (network, wrapped_under) = network_file::named(&read_whole(&*disk, &path)?, &path)?;
        let mut paths = disk.list(dir).map_err(|source| VaultError::Io { path: dir.to_owned(), source })?;
        paths.retain(|path| path.file_name().and_then(|name| name.to_str()).is_some_and(is_key_file));
        Ok(Self { disk, network, wrapped_under, paths: paths.into_iter() })
    }

    /// Whose keys these are.
    #[must_use]
    pub fn network(&self) -> NetworkId {
        self.network
    }

    /// The key-encryption key that they are wrapped under.
    #[must_use]
    pub fn wrapped_under(&self) -> KekId {
        self.wrapped_under
    }

    fn read(&self, path: &Path) -> Result<Vec<u8>, VaultError> {
        let damaged = |what| VaultError::Damaged { path: path.to_owned(), what };
        let mut bytes = read_whole(&*self.disk, path)?;
        let Some(number) = bucket_of(path) else {
            let is_same = network_file::named(&bytes, path)? == (self.network, self.wrapped_under);
            return if is_same { Ok(bytes) } else { Err(damaged("it became another network's")) };
        };
        let parsed = bucket::parse(&bytes, number, self.network).map_err(damaged)?;
        bytes.truncate(parsed.end);
        Ok(bytes)
    }

    fn read_patiently(&self, path: &Path) -> Result<Vec<u8>, VaultError> {
        for _ in 1..TRIES {
            match self.read(path) {
                Err(VaultError::Damaged { .. }) => std::thread::sleep(PAUSE),
                read => return read,
            }
        }
        self.read(path)
    }
}

impl Iterator for KeyFiles {
    type Item = Result<KeyFile, VaultError>;

    fn next(&mut self) -> Option<Self::Item> {
        let path = self.paths.next()?;
        let name = path.file_name()?.to_str()?.to_owned();
        Some(self.read_patiently(&path).map(|bytes| KeyFile { name, bytes }))
    }
}

/// Whether a vault has files of this name.
#[must_use]
pub fn is_key_file(name: &str) -> bool {
    name == network_file::NAME || bucket_named(name).is_some()
}
