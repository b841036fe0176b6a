//! The secrets of API keys: 256 random bits, shown once; the log keeps their SHA-256.

use std::fmt;

use domain::ids::Stamp;
use domain::server::{KeyHash, Server};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::edge;

const PREFIX: &str = "tresse_";

/// A secret that was just drawn. Shown once, to whom it belongs; never in a log line.
pub struct Secret(String);

impl Secret {
    /// Draws a new one.
    ///
    /// # Errors
    /// When the system has no randomness to give.
    pub fn draw() -> Result<Self, getrandom::Error> {
        Ok(Self(format!("{PREFIX}{}", hex::encode(edge::random_256()?))))
    }

    /// A secret that was made otherwise.
    pub(crate) fn made(text: String) -> Self {
        Self(text)
    }

    /// The text to show, once.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// What the log keeps of it.
    #[must_use]
    pub fn hash(&self) -> KeyHash {
        hash(&self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The key whose secret this is at a moment, in force or before its last rotation. Looked up by hash, then compared in
/// constant time.
#[must_use]
pub fn find<'s>(server: &'s Server, secret: &str, at: Stamp) -> Option<&'s domain::server::Key> {
    let given = hash(secret);
    let is = |known: KeyHash| bool::from(known.0.ct_eq(&given.0));
    let still = |(previous, until)| is(previous) && at < until;
    server.key_by_hash(given).filter(|key| is(key.hash) || key.previous.is_some_and(still))
}

pub(crate) fn hash(secret: &str) -> KeyHash {
    KeyHash(Sha256::digest(secret.as_bytes()).into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_never_printed_by_accident() {
        let secret = Secret::draw().unwrap();
        assert_eq!(format!("{secret:?}"), "Secret(…)");
        assert_eq!(secret.expose().len(), PREFIX.len() + 64);
        assert_ne!(secret.hash(), Secret::draw().unwrap().hash());
    }
}
