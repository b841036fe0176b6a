//! The unwrapped keys of subjects, in memory.

use std::collections::HashMap;
use std::sync::{PoisonError, RwLock};

use domain::ids::ActorId;

use crate::crypto::Secret;

const SHARDS: usize = 16;

/// A subject's two keys. Boxed, so that a map that grows leaves no copy of them behind; wiped when dropped.
pub(crate) struct Keys {
    pair: Box<Pair>,
    /// Whether they were read from the disk rather than made by this process.
    pub(crate) loaded: bool,
}

#[derive(Default)]
struct Pair {
    data: Secret,
    link: Secret,
}

impl Keys {
    /// From data key ‖ link key.
    pub(crate) fn new(secrets: &[u8; 64], loaded: bool) -> Self {
        let mut pair = Box::<Pair>::default();
        for (to, from) in pair.data.iter_mut().chain(pair.link.iter_mut()).zip(secrets) {
            *to = *from;
        }
        Self { pair, loaded }
    }

    /// What texts are sealed under.
    pub(crate) fn data(&self) -> &[u8; 32] {
        &self.pair.data
    }

    /// What pseudonyms are made with.
    pub(crate) fn link(&self) -> &[u8; 32] {
        &self.pair.link
    }
}

/// Keys by subject. They are used under a lock, so that after [`Ring::remove`] nobody uses them any more.
#[derive(Default)]
pub(crate) struct Ring {
    shards: [RwLock<HashMap<ActorId, Keys>>; SHARDS],
}

impl Ring {
    /// Uses a subject's keys.
    pub(crate) fn with<T>(&self, subject: ActorId, with: impl FnOnce(&Keys) -> T) -> Option<T> {
        let shard = self.shard(subject)?.read().unwrap_or_else(PoisonError::into_inner);
        shard.get(&subject).map(with)
    }

    pub(crate) fn insert(&self, subject: ActorId, keys: Keys) {
        if let Some(shard) = self.shard(subject) {
            shard.write().unwrap_or_else(PoisonError::into_inner).insert(subject, keys);
        }
    }

    pub(crate) fn remove(&self, subject: ActorId) {
        if let Some(shard) = self.shard(subject) {
            shard.write().unwrap_or_else(PoisonError::into_inner).remove(&subject);
        }
    }

    /// The subjects whose keys were read from the disk.
    pub(crate) fn loaded(&self) -> Vec<ActorId> {
        let mut loaded = Vec::new();
        for shard in &self.shards {
            let shard = shard.read().unwrap_or_else(PoisonError::into_inner);
            loaded.extend(shard.iter().filter(|(_, keys)| keys.loaded).map(|(subject, _)| *subject));
        }
        loaded
    }

    /// Always some; by the last byte of the id, which is random.
    fn shard(&self, subject: ActorId) -> Option<&RwLock<HashMap<ActorId, Keys>>> {
        let last = subject.0.as_bytes().last().copied().unwrap_or_default();
        self.shards.get(usize::from(last) % SHARDS)
    }
}
