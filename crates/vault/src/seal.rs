//! Sealing and opening texts, commitments to them, and pseudonyms.

use domain::class::{Commitment, Pointer};
use domain::ids::{ActorId, EventId, Pseudonym};
use domain::names::CheckpointOrigin;
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use zeroize::Zeroize as _;

use crate::bucket::KEY_VERSION;
use crate::crypto::{self, NONCE, TAG};
use crate::error::{OpenError, SealError};
use crate::vault::Vault;

const SALT: usize = 32;
/// Key version and nonce stand before the ciphertext.
const HEAD: usize = 1 + NONCE;

/// Whose key seals a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Owner {
    /// The network: the text outlives its authors' erasure.
    Network,
    /// A person or organisation: the text dies with its key.
    Subject(ActorId),
}

/// A sealed text: what the event says of it, and what lies beside the event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sealed {
    /// Stands in the event.
    pub commitment: Commitment,
    /// Lies in the frame's private section:
    /// `key version u8 = 1 ‖ nonce 24 ‖ XChaCha20-Poly1305(salt 32 ‖ text) ‖ tag 16`, 73 bytes more than the text.
    pub body: Vec<u8>,
}

/// An opened text with the salt of its commitment. `Debug` shows neither.
#[derive(Clone, PartialEq, Eq)]
pub struct Opened {
    /// The text.
    pub text: String,
    /// The key of the commitment; whoever has it can check the text against the event.
    pub salt: [u8; SALT],
}

impl std::fmt::Debug for Opened {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Opened").field("len", &self.text.len()).finish_non_exhaustive()
    }
}

/// The commitment to a text (privacy.md):
/// `HMAC-SHA-256(salt, "tresse/seal/v1" ‖ origin ‖ event id ‖ pointer ‖ text)`, the event id as its 16 bytes, the pointer
/// as the JSON pointer into `data`; with a length class above 64 bytes.
#[must_use]
pub fn commit(
    origin: &CheckpointOrigin,
    event: EventId,
    pointer: Pointer,
    salt: &[u8; SALT],
    text: &str,
) -> Commitment {
    Commitment::new(commitment_mac(origin, event, pointer, salt, text).finalize().into_bytes().into(), text.len())
}

/// Whether an event's commitment is to this text; for whoever was given a text with its salt, and no vault.
#[must_use]
pub fn verify_commitment(
    commitment: &Commitment,
    origin: &CheckpointOrigin,
    event: EventId,
    pointer: Pointer,
    opened: &Opened,
) -> bool {
    let mac = commitment_mac(origin, event, pointer, &opened.salt, &opened.text);
    mac.verify_slice(commitment.mac()).is_ok() && Commitment::new(*commitment.mac(), opened.text.len()) == *commitment
}

fn commitment_mac(
    origin: &CheckpointOrigin,
    event: EventId,
    pointer: Pointer,
    salt: &[u8; SALT],
    text: &str,
) -> Hmac<Sha256> {
    crypto::hmac(salt)
        .chain_update("tresse/seal/v1")
        .chain_update(origin.as_str())
        .chain_update(event.0.as_bytes())
        .chain_update(pointer.as_str())
        .chain_update(text)
}

impl Vault {
    /// Seals a text of an event. Every call draws another salt and nonce.
    ///
    /// # Errors
    /// [`SealError::NoKey`] when the owner was erased or never had a key.
    pub fn seal(&self, owner: Owner, event: EventId, pointer: Pointer, text: &str) -> Result<Sealed, SealError> {
        let mut drawn = [0; SALT + NONCE];
        crypto::random(&mut drawn).map_err(SealError::Random)?;
        let (salt, nonce) = drawn.split_first_chunk::<SALT>().ok_or(SealError::TooLong)?;
        let nonce: &[u8; NONCE] = nonce.try_into().map_err(|_| SealError::TooLong)?;
        let commitment = commit(self.origin(), event, pointer, salt, text);

        let mut body = Vec::with_capacity(HEAD + SALT + text.len() + TAG);
        body.push(KEY_VERSION);
        body.extend_from_slice(nonce);
        body.extend_from_slice(salt);
        body.extend_from_slice(text.as_bytes());
        let plain = body.get_mut(HEAD..).unwrap_or_default();
        let bound = self.bound(owner, event, pointer);
        let tag = match owner {
            Owner::Network => crypto::encrypt(self.data_key(), nonce, &bound, plain),
            Owner::Subject(subject) => self
                .ring()
                .with(subject, |keys| crypto::encrypt(keys.data(), nonce, &bound, plain))
                .ok_or(SealError::NoKey(subject))?,
        };
        body.extend_from_slice(&tag.map_err(|_| SealError::TooLong)?);
        drawn.zeroize();
        Ok(Sealed { commitment, body })
    }

    /// Opens what [`Vault::seal`] sealed for the same owner, event and pointer.
    ///
    /// # Errors
    /// [`OpenError::Blanked`] for a body of zeros, [`OpenError::NoKey`] when the owner was erased, and
    /// [`OpenError::Tampered`] for all that was not sealed so.
    #[doc(alias = "open")]
    pub fn unseal(&self, owner: Owner, event: EventId, pointer: Pointer, body: &[u8]) -> Result<Opened, OpenError> {
        if !body.is_empty() && body.iter().all(|byte| *byte == 0) {
            return Err(OpenError::Blanked);
        }
        let refused = OpenError::Tampered;
        let Some((&[KEY_VERSION], rest)) = body.split_first_chunk::<1>() else { return Err(refused) };
        let (nonce, rest) = rest.split_first_chunk::<NONCE>().ok_or(refused)?;
        let (sealed, tag) = rest.split_last_chunk::<TAG>().ok_or(refused)?;
        let mut plain = sealed.to_vec();
        let bound = self.bound(owner, event, pointer);
        let opened = match owner {
            Owner::Network => crypto::decrypt(self.data_key(), nonce, &bound, &mut plain, tag),
            Owner::Subject(subject) => self
                .ring()
                .with(subject, |keys| crypto::decrypt(keys.data(), nonce, &bound, &mut plain, tag))
                .ok_or(OpenError::NoKey)?,
        };
        opened.map_err(|_| refused)?;
        let salt = *plain.first_chunk::<SALT>().ok_or(refused)?;
        plain.drain(..SALT);
        Ok(Opened { text: String::from_utf8(plain).map_err(|_| refused)?, salt })
    }

    /// Whether an event's commitment is to this opened text.
    #[must_use]
    pub fn verify(&self, commitment: &Commitment, event: EventId, pointer: Pointer, opened: &Opened) -> bool {
        verify_commitment(commitment, self.origin(), event, pointer, opened)
    }

    /// What stands for a person inside one object (privacy.md): the first 16 bytes of
    /// `HMAC-SHA-256(link key of the subject, origin ‖ object)`.
    ///
    /// # Errors
    /// [`SealError::NoKey`] when the subject was erased or never had a key.
    pub fn pseudonym(&self, subject: ActorId, object: &str) -> Result<Pseudonym, SealError> {
        self.ring()
            .with(subject, |keys| {
                let mac = crypto::hmac(keys.link()).chain_update(self.origin().as_str()).chain_update(object);
                Pseudonym(crypto::first_16(mac))
            })
            .ok_or(SealError::NoKey(subject))
    }

    /// What a sealed body is bound to: all of fixed length, then the origin.
    fn bound(&self, owner: Owner, event: EventId, pointer: Pointer) -> Vec<u8> {
        let (kind, subject) = match &owner {
            Owner::Network => (0, &[0; 16]),
            Owner::Subject(subject) => (1, subject.0.as_bytes()),
        };
        let pointer = pointer.id().to_be_bytes();
        let parts: [&[u8]; 5] =
            [&[KEY_VERSION, kind], subject, event.0.as_bytes(), &pointer, self.origin().as_str().as_bytes()];
        parts.concat()
    }
}
