//! The seed that lots are drawn from. Nobody can choose it: half of it was promised before the other half was drawn in
//! public, and neither half alone tells it.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use super::input::Sha;

/// What a seed is made of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draw {
    /// What stood in the opening: [`promise`] of `told`.
    pub promised: Sha,
    /// The secret `s`, told after the draw.
    pub told: Sha,
    /// The numbers `r` of the public draw that the opening names, in the order in which it publishes them.
    pub draw: Vec<u32>,
}

impl Draw {
    /// What lots are drawn from.
    #[must_use]
    pub fn seed(&self) -> Sha {
        seed(self.told, &self.draw)
    }
}

/// What lots are drawn from: `SHA-256(s ‖ r)`, `s` as its 32 bytes, `r` the draw's numbers as decimal text joined by commas
/// (`3,17,42`).
#[must_use]
pub fn seed(s: Sha, draw: &[u32]) -> Sha {
    let numbers: Vec<_> = draw.iter().map(u32::to_string).collect();
    Sha(Sha256::new().chain_update(s.0).chain_update(numbers.join(",")).finalize().into())
}

/// What is said of the secret before the draw: `SHA-256(s)`, `s` as its 32 bytes.
#[must_use]
pub fn promise(s: Sha) -> Sha {
    Sha::of(&s.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_is_the_hash_of_the_secret_and_the_numbers_as_text() {
        let s = Sha([7; 32]);
        let mut bytes = vec![7; 32];
        assert_eq!(promise(s), Sha::of(&bytes));
        assert_eq!(seed(s, &[]), promise(s));
        bytes.extend_from_slice(b"3,17,42");
        assert_eq!(seed(s, &[3, 17, 42]), Sha::of(&bytes));
        assert_ne!(seed(s, &[3, 17, 42]), seed(s, &[3, 1, 742]));
        // printf '3,17,42' | (head -c 32 /dev/zero | tr '\0' '\7'; cat) | sha256sum
        assert_eq!(
            seed(s, &[3, 17, 42]).to_string(),
            "580986170f7557e374bdbe537c776b485db4ba42ff03eca5319b81595c382970"
        );
    }
}
