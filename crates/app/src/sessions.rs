//! Sessions of people without an identity provider: a short-lived token, and a secret that renews it.
//!
//! A session is an API key of the server's log whose secret renews, and does nothing else. Its tokens stand nowhere: each is
//! the session's id, a moment and the scopes under a MAC of the server's vault, so that it is checked without looking for
//! it; it works no longer than its session does.
//!
//! A renewal secret is good for one renewal, which gives the next one. It is `key id ‖ nonce ‖ MAC`, and the next nonce
//! follows from it under the vault's key. So an answer that was lost is no harm: within a minute the secret before gives
//! the same next one again. Later it is known for one of this session's that was used up: then two hold it, and one of
//! them is a thief. The session is revoked.

use domain::envelope::By;
use domain::ids::{ActorId, KeyId, NetworkId, Stamp};
use domain::server::{Holder, Key, KeyIssued, KeyRotated, Scope, Scopes};
use subtle::ConstantTimeEq as _;
use uuid::Uuid;

use crate::Catalogue;
use crate::edge;
use crate::founding::FoundError;
use crate::secrets::{self, Secret};
use crate::server_log::ServerError;
use crate::submission::Mac;

/// What a token begins with.
pub(crate) const TOKEN: &str = "tresse_t_";
/// What a renewal secret begins with.
const RENEWAL: &str = "tresse_r_";
/// For how long the renewal secret before gives the next one again, in milliseconds.
const AGAIN_MS: i64 = 60_000;

/// How long sessions and their tokens work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lifetimes {
    /// A token, in milliseconds.
    pub token_ms: i64,
    /// A session that is not renewed, in milliseconds.
    pub session_ms: i64,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self { token_ms: 15 * 60_000, session_ms: 90 * 24 * 3_600_000 }
    }
}

/// A session, as it is shown to whose it is.
#[derive(Debug)]
pub struct Session {
    /// Its id, which is that of a key.
    pub key: KeyId,
    /// What to send with requests.
    pub token: Secret,
    /// Until when the token works.
    pub token_expires_at: Stamp,
    /// What renews it.
    pub renewal: Secret,
    /// Until when it goes on without a renewal.
    pub expires_at: Stamp,
}

impl Catalogue {
    /// Opens a session for an actor. Blocks on the disk.
    ///
    /// # Errors
    /// [`FoundError`].
    pub fn open_session(&self, network: NetworkId, actor: ActorId) -> Result<Session, FoundError> {
        let (key, now) = (edge::key_id(), self.now());
        let renewal = self.renewal(key, &first_half(edge::random_256()?));
        let expires_at = after(now, self.lifetimes().session_ms);
        let issued = KeyIssued {
            key,
            hash: renewal.hash(),
            holder: Holder::Actor { network, actor },
            scopes: scopes_of(GRANTED),
            expires_at: Some(expires_at),
            session: true,
        };
        self.server_log().record(By::Actor(actor), &[issued.into()], None)?;
        Ok(self.session(key, renewal, expires_at, now))
    }

    /// Renews a session of a network; `None` if the secret is not good for that, whatever the reason. Blocks on the disk.
    ///
    /// # Errors
    /// [`ServerError`].
    pub fn renew_session(&self, network: NetworkId, secret: &str) -> Result<Option<Session>, ServerError> {
        // The second time if somebody else renewed it in between.
        for _ in 0..2 {
            let (server, now, given) = (self.server(), self.now(), secrets::hash(secret));
            let Some(key) = self.genuine(secret).and_then(|id| server.key(id)).filter(|key| key.works(now)) else {
                return Ok(None);
            };
            let Holder::Actor { network: of, actor } = key.holder else { return Ok(None) };
            if of != network || !key.session {
                return Ok(None);
            }
            let next = self.next(key.id, secret);
            if key.hash == given {
                let expires_at = after(now, self.lifetimes().session_ms);
                let rotated = KeyRotated {
                    key: key.id,
                    hash: next.hash(),
                    previous_until: Some(after(now, AGAIN_MS)),
                    expires_at: Some(expires_at),
                };
                match self.server_log().record(By::Actor(actor), &[rotated.into()], None) {
                    Ok(_) => return Ok(Some(self.session(key.id, next, expires_at, now))),
                    Err(ServerError::Refused(_)) => (),
                    Err(error) => return Err(error),
                }
            } else if key.has_secret(given, now) {
                let expires_at = key.expires_at.unwrap_or(Stamp::MAX);
                return Ok(Some(self.session(key.id, next, expires_at, now)));
            } else {
                tracing::warn!(key = %key.id, "a renewal secret was used again; the session is revoked");
                self.revoke_key(By::System, key.id, None)?;
                return Ok(None);
            }
        }
        Ok(None)
    }

    /// The session whose token this is, with what the token is good for.
    pub(crate) fn session_of(&self, token: &str, now: Stamp) -> Option<Key> {
        let bytes: [u8; 41] = hex::decode(token.strip_prefix(TOKEN)?).ok()?.try_into().ok()?;
        let (claims, mac) = bytes.split_first_chunk::<25>()?;
        if !bool::from(self.token_mac(claims).ct_eq(mac)) {
            return None;
        }
        let (id, rest) = claims.split_first_chunk::<16>()?;
        let (until, granted) = rest.split_first_chunk::<8>()?;
        let granted = *granted.first()?;
        let server = self.server();
        let key = server.key(KeyId(Uuid::from_bytes(*id))).filter(|key| key.session && key.works(now))?;
        let in_time = now.millis() < i64::from_be_bytes(*until);
        in_time.then(|| Key { scopes: scopes_of(granted), ..key.clone() })
    }

    /// A session with a new token.
    fn session(&self, key: KeyId, renewal: Secret, expires_at: Stamp, now: Stamp) -> Session {
        let token_expires_at = after(now, self.lifetimes().token_ms).min(expires_at);
        let until = token_expires_at.millis().to_be_bytes();
        let claims = [&key.0.as_bytes()[..], &until[..], &[GRANTED]].concat();
        let token = format!("{TOKEN}{}{}", hex::encode(&claims), hex::encode(self.token_mac(&claims)));
        Session { key, token: Secret::made(token), token_expires_at, renewal, expires_at }
    }

    fn token_mac(&self, claims: &[u8]) -> Mac {
        self.server_log().vault().mac("session-token", &[claims])
    }

    /// The renewal secret of a session that has this nonce.
    fn renewal(&self, key: KeyId, nonce: &Mac) -> Secret {
        let mac = self.renewal_mac(key, nonce);
        Secret::made(format!("{RENEWAL}{}{}{}", hex::encode(key.0.as_bytes()), hex::encode(nonce), hex::encode(mac)))
    }

    fn renewal_mac(&self, key: KeyId, nonce: &Mac) -> Mac {
        self.server_log().vault().mac("session-renewal", &[key.0.as_bytes(), nonce])
    }

    /// The renewal secret that follows a session's.
    fn next(&self, key: KeyId, secret: &str) -> Secret {
        let nonce = self.server_log().vault().mac("session-next", &[key.0.as_bytes(), secret.as_bytes()]);
        self.renewal(key, &nonce)
    }

    /// The session that a renewal secret is or once was of; `None` for one that was never given out.
    fn genuine(&self, secret: &str) -> Option<KeyId> {
        let bytes: [u8; 48] = hex::decode(secret.strip_prefix(RENEWAL)?).ok()?.try_into().ok()?;
        let (id, rest) = bytes.split_first_chunk::<16>()?;
        let (nonce, mac) = rest.split_first_chunk::<16>()?;
        let key = KeyId(Uuid::from_bytes(*id));
        bool::from(self.renewal_mac(key, nonce).ct_eq(mac)).then_some(key)
    }
}

/// What a session is good for, as a token tells it: a bit for each scope in their order.
const GRANTED: u8 = 0b11;

fn scopes_of(granted: u8) -> Scopes {
    let scopes = (0..).zip(Scope::ALL).filter(|(bit, _)| granted >> bit & 1 == 1).map(|(_, scope)| *scope);
    Scopes::new(scopes.collect()).unwrap_or_else(|_| unreachable!("four scopes fit"))
}

fn after(now: Stamp, ms: i64) -> Stamp {
    Stamp::from_millis(now.millis().saturating_add(ms)).unwrap_or(Stamp::MAX)
}

fn first_half(drawn: [u8; 32]) -> Mac {
    let mut half = [0; 16];
    half.iter_mut().zip(drawn).for_each(|(to, from)| *to = from);
    half
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_for_reading_and_writing() {
        assert_eq!(scopes_of(GRANTED).as_slice(), [Scope::Read, Scope::Write]);
    }
}
