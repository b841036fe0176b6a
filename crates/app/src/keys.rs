//! API keys: issued, rotated, revoked, and found by their secrets.

use domain::envelope::By;
use domain::ids::{KeyId, Stamp};
use domain::server::{Holder, Key, KeyHash, KeyIssued, KeyRevoked, KeyRotated, Scope, Scopes};

use crate::Catalogue;
use crate::edge;
use crate::founding::FoundError;
use crate::secrets::{self, Secret};
use crate::server_log::{Change, ServerError};
use crate::submission::Idempotency;

impl Catalogue {
    /// Issues a key; its secret is told to the caller once. Blocks on the disk.
    ///
    /// # Errors
    /// [`FoundError`].
    pub fn issue_key(
        &self,
        by: By,
        holder: Holder,
        scopes: Scopes,
        expires_at: Option<Stamp>,
        idempotency: Option<Idempotency>,
    ) -> Result<(Change, KeyId, Secret), FoundError> {
        let secret = Secret::draw()?;
        let issued = key_issued(secret.hash(), holder, scopes, expires_at);
        let key = issued.key;
        let change = self.server_log().record(by, &[issued.into()], idempotency)?;
        Ok((change, key, secret))
    }

    /// Gives a key another secret, told to the caller once; the one before works until `previous_until`, if that is given.
    /// Blocks on the disk.
    ///
    /// # Errors
    /// [`FoundError`].
    pub fn rotate_key(
        &self,
        by: By,
        key: KeyId,
        previous_until: Option<Stamp>,
        idempotency: Option<Idempotency>,
    ) -> Result<(Change, Secret), FoundError> {
        let secret = Secret::draw()?;
        let rotated = KeyRotated { key, hash: secret.hash(), previous_until, expires_at: None };
        let change = self.server_log().record(by, &[rotated.into()], idempotency)?;
        Ok((change, secret))
    }

    /// Revokes a key. Blocks on the disk.
    ///
    /// # Errors
    /// [`ServerError`].
    pub fn revoke_key(&self, by: By, key: KeyId, idempotency: Option<Idempotency>) -> Result<Change, ServerError> {
        self.server_log().record(by, &[KeyRevoked { key }.into()], idempotency)
    }

    /// Revokes all keys of a holder that still work, in one frame. Blocks on the disk.
    ///
    /// # Errors
    /// [`ServerError`].
    pub fn revoke_all_keys(&self, by: By, holder: Holder) -> Result<(), ServerError> {
        let server = self.server();
        let works = |key: &&Key| key.revoked_at.is_none();
        let revoked: Vec<_> =
            server.keys_of(holder).filter(works).map(|key| KeyRevoked { key: key.id }.into()).collect();
        if revoked.is_empty() {
            return Ok(());
        }
        self.server_log().record(by, &revoked, None).map(drop)
    }

    /// The first operator key, made when there is none yet.
    ///
    /// # Errors
    /// [`FoundError`].
    pub fn first_operator_key(&self) -> Result<Option<Secret>, FoundError> {
        if self.server().keys_of(Holder::Operator).next().is_some() {
            return Ok(None);
        }
        let (_, _, secret) = self.issue_key(By::System, Holder::Operator, all_scopes(), None, None)?;
        Ok(Some(secret))
    }

    /// The key whose secret this is, or the session whose token it is, if it works now. That it was used is remembered.
    #[must_use]
    pub fn authenticate(&self, secret: &str) -> Option<Key> {
        let now = self.now();
        let key = if secret.starts_with(crate::sessions::TOKEN) {
            self.session_of(secret, now)?
        } else {
            // The secret of a session is good for its renewal only.
            let server = self.server();
            secrets::find(&server, secret, now).filter(|key| key.works(now) && !key.session)?.clone()
        };
        self.last_use.touch(key.id, now);
        Some(key)
    }

    /// The beginning of the day on which a key was last used, as far as that is remembered.
    #[must_use]
    pub fn last_used(&self, key: KeyId) -> Option<Stamp> {
        self.last_use.of(key)
    }
}

/// Everything one may do with a key.
#[must_use]
pub fn all_scopes() -> Scopes {
    Scopes::new(Scope::ALL.to_vec()).unwrap_or_else(|_| unreachable!("four scopes fit"))
}

pub(crate) fn all_but_import() -> Scopes {
    Scopes::new(vec![Scope::Read, Scope::Write, Scope::Admin]).unwrap_or_else(|_| unreachable!("three scopes fit"))
}

pub(crate) fn key_issued(hash: KeyHash, holder: Holder, scopes: Scopes, expires_at: Option<Stamp>) -> KeyIssued {
    KeyIssued { key: edge::key_id(), hash, holder, scopes, expires_at, session: false }
}
