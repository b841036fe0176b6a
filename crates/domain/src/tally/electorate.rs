//! The electorate: who might vote, frozen when a decision opens.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::input::Sha;
use crate::ids::{ActorId, Position};

/// Who might vote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Electorate {
    /// Whom the opening names, as it says so.
    pub rule: serde_json::Value,
    /// As of which position that was looked up.
    pub at_position: Position,
    /// How many they are.
    pub count: u32,
    /// [`electorate_sha256`] of their ids.
    pub sha256: Sha,
    /// Their ids, in ascending order.
    pub ids: Vec<ActorId>,
}

/// What an opening binds its electorate to: SHA-256 over the ids in ascending order, each as its 16 bytes, nothing between
/// them.
#[must_use]
pub fn electorate_sha256(sorted: &[ActorId]) -> Sha {
    let mut hasher = Sha256::new();
    for id in sorted {
        hasher.update(id.0.as_bytes());
    }
    Sha(hasher.finalize().into())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    #[test]
    fn an_electorate_is_hashed_as_the_bytes_of_its_ids() {
        let ids = [1, 2].map(|n| ActorId(Uuid::from_u128(n)));
        let mut bytes = [0; 32];
        bytes[15] = 1;
        bytes[31] = 2;
        assert_eq!(electorate_sha256(&ids), Sha::of(&bytes));
        assert_eq!(electorate_sha256(&[]), Sha::of(&[]));
    }
}
