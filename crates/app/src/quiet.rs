//! Until when nothing is due in a network that is not loaded: a small file in its directory, `quiet`.
//!
//! It is written when the network's writer has ended, and removed before the next one begins. So it is there only while
//! nothing can be recorded, and then it is true; where it is missing, after a kill or a restore, the timer loads the
//! network to look. A server of many idle networks starts without reading their histories.

use std::io;
use std::path::{Path, PathBuf};

use disk::Disk;
use domain::due::due;
use domain::ids::Stamp;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::network::Network;
use crate::tallying;

/// What the file tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Quiet {
    /// When something will be due; never, as far as is known, when absent.
    pub(crate) until: Option<Stamp>,
}

impl Quiet {
    fn path(dir: &Path) -> PathBuf {
        dir.join("quiet")
    }

    /// What is told of a network that is not loaded; `None` if that is not known.
    pub(crate) fn read(disk: &dyn Disk, dir: &Path) -> Option<Self> {
        read_json(disk, &Self::path(dir))
    }

    /// The network is about to be loaded: nothing is known of it until it is closed again.
    pub(crate) fn end(disk: &dyn Disk, dir: &Path) -> io::Result<()> {
        if !disk.exists(&Self::path(dir)) {
            return Ok(());
        }
        disk.remove_file(&Self::path(dir))?;
        disk.sync_dir(dir)
    }

    /// The network's writer has ended. Where its last write failed, nothing is known.
    pub(crate) fn begin(disk: &dyn Disk, dir: &Path, network: &Network, now: Stamp) {
        let due = due(&network.live().state, now);
        let counts = tallying::waiting(&network.live().state).next().is_some();
        if network.writes_failed() || counts || !due.commands.is_empty() {
            return;
        }
        let bytes = serde_json::to_vec(&Self { until: due.next }).map_err(io::Error::from);
        if let Err(error) = bytes.and_then(|bytes| disk.write_atomic(&Self::path(dir), &bytes)) {
            tracing::warn!(network = %network.id(), %error, "when something is due next could not be written down");
        }
    }
}

/// What stands in a file that may be lost; nothing, if it cannot be read.
pub(crate) fn read_json<T: DeserializeOwned>(disk: &dyn Disk, path: &Path) -> Option<T> {
    let file = disk.open(path).ok()?;
    let mut bytes = vec![0; usize::try_from(file.len().ok()?).ok()?];
    let read = file.read_at(0, &mut bytes).ok()?;
    serde_json::from_slice(bytes.get(..read)?).ok()
}
