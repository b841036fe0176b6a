//! When keys were last used, to the day: a file beside the log, written now and then, and lost without harm. It is never in
//! the log, which would grow with every request.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use disk::Disk;
use domain::ids::{KeyId, Stamp};

const DAY_MS: i64 = 24 * 3_600_000;

/// The day on which each key was last used.
#[derive(Debug)]
pub(crate) struct LastUse {
    disk: Arc<dyn Disk>,
    path: PathBuf,
    /// Days since the epoch.
    days: RwLock<BTreeMap<KeyId, i64>>,
    is_new: AtomicBool,
}

impl LastUse {
    /// What was written before; nothing, if that cannot be read.
    pub(crate) fn read(disk: Arc<dyn Disk>, path: PathBuf) -> Self {
        let days = crate::quiet::read_json(disk.as_ref(), &path).unwrap_or_default();
        Self { disk, path, days: RwLock::new(days), is_new: AtomicBool::new(false) }
    }

    /// A key is used. Mostly it was before, that day.
    pub(crate) fn touch(&self, key: KeyId, now: Stamp) {
        let day = now.millis().div_euclid(DAY_MS);
        let known = self.days.read().unwrap_or_else(PoisonError::into_inner).get(&key).copied();
        if known != Some(day) {
            self.days.write().unwrap_or_else(PoisonError::into_inner).insert(key, day);
            self.is_new.store(true, Ordering::Relaxed);
        }
    }

    /// The beginning of the day on which a key was last used.
    pub(crate) fn of(&self, key: KeyId) -> Option<Stamp> {
        let day = self.days.read().unwrap_or_else(PoisonError::into_inner).get(&key).copied()?;
        Stamp::from_millis(day.saturating_mul(DAY_MS))
    }

    /// Writes down what is new.
    pub(crate) fn write(&self) {
        if !self.is_new.swap(false, Ordering::Relaxed) {
            return;
        }
        let bytes = serde_json::to_vec(&*self.days.read().unwrap_or_else(PoisonError::into_inner));
        let written = bytes.map_err(std::io::Error::from).and_then(|bytes| self.disk.write_atomic(&self.path, &bytes));
        if let Err(error) = written {
            tracing::warn!(%error, "when keys were last used could not be written down");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(ms: i64) -> Stamp {
        Stamp::from_millis(ms).unwrap()
    }

    #[test]
    fn the_day_of_the_last_use_is_remembered_and_nothing_finer() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("last-used");
        let key = KeyId(uuid::Uuid::from_u128(7));
        let used = LastUse::read(Arc::new(disk::RealDisk), path.clone());
        used.touch(key, at(3 * DAY_MS + 5));
        used.touch(key, at(4 * DAY_MS + 7));
        assert_eq!(used.of(key), Some(at(4 * DAY_MS)));
        assert!(!path.exists());
        used.write();
        let again = LastUse::read(Arc::new(disk::RealDisk), path.clone());
        assert_eq!(again.of(key), Some(at(4 * DAY_MS)));
        again.touch(key, at(4 * DAY_MS + 9));
        std::fs::write(&path, b"no JSON").unwrap();
        again.write();
        assert_eq!(std::fs::read(&path).unwrap(), b"no JSON", "nothing was new");
        assert_eq!(LastUse::read(Arc::new(disk::RealDisk), path).of(key), None, "it is lost without harm");
    }
}
