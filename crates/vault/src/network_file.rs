//! The bytes of a vault's file `network`: the network's own secrets, wrapped.
//!
//! ```text
//! "TRKN" ‖ format u8 = 1 ‖ origin's length u8 ‖ 0 u16 ‖ id of the key-encryption key 4 ‖ network 16 ‖ origin
//! nonce 24 ‖ wrapped (data key 32 ‖ index key 32 ‖ MAC key 32 ‖ Ed25519 seed 32) ‖ tag 16 ‖ crc32c of all before u32
//! ```
//! The wrapped secrets are bound to all that stands before the nonce.

use std::path::Path;

use domain::ids::NetworkId;
use domain::names::CheckpointOrigin;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::crypto::{self, NONCE, Secret, TAG};
use crate::error::VaultError;
use crate::kek::{Kek, KekId};

/// The file's name.
pub(crate) const NAME: &str = "network";

const MAGIC: &[u8; 8] = b"TRKN\x01\0\0\0";
const SECRETS: usize = 4 * 32;
const BOUND_AS: &[u8] = b"tresse/vault/network/v1";

/// A network's own secrets.
pub(crate) struct NetworkSecrets(Box<Four>);

/// See [`NetworkSecrets`].
#[derive(Default)]
pub(crate) struct Four {
    /// Seals common texts.
    pub(crate) data: Secret,
    /// Makes blind indexes.
    pub(crate) index: Secret,
    /// Makes MACs.
    pub(crate) mac: Secret,
    /// Signs checkpoints.
    pub(crate) seed: Secret,
}

impl std::ops::Deref for NetworkSecrets {
    type Target = Four;
    fn deref(&self) -> &Four {
        &self.0
    }
}

impl NetworkSecrets {
    pub(crate) fn draw() -> Result<Self, getrandom::Error> {
        let mut drawn = Zeroizing::new([0; SECRETS]);
        crypto::random(drawn.as_mut_slice())?;
        Ok(Self::from_bytes(&drawn))
    }

    fn from_bytes(bytes: &[u8; SECRETS]) -> Self {
        let mut four = Box::<Four>::default();
        let Four { data, index, mac, seed } = &mut *four;
        for (to, from) in [data, index, mac, seed].into_iter().flat_map(|secret| secret.iter_mut()).zip(bytes) {
            *to = *from;
        }
        Self(four)
    }

    fn to_bytes(&self) -> Zeroizing<[u8; SECRETS]> {
        let mut bytes = Zeroizing::new([0; SECRETS]);
        let four = [&self.data, &self.index, &self.mac, &self.seed];
        for (to, from) in bytes.iter_mut().zip(four.into_iter().flat_map(|secret| secret.iter())) {
            *to = *from;
        }
        bytes
    }
}

/// The bytes of the file.
pub(crate) fn wrap(
    kek: &Kek,
    network: NetworkId,
    origin: &CheckpointOrigin,
    secrets: &NetworkSecrets,
) -> Result<Vec<u8>, VaultError> {
    let mut nonce = [0; NONCE];
    crypto::random(&mut nonce).map_err(VaultError::Random)?;
    let mut bytes = MAGIC.to_vec();
    if let Some(len) = bytes.get_mut(5) {
        *len = u8::try_from(origin.as_str().len()).unwrap_or(u8::MAX);
    }
    bytes.extend(kek.id().0);
    bytes.extend(network.0.as_bytes());
    bytes.extend(origin.as_str().as_bytes());
    let mut wrapped = secrets.to_bytes();
    let tag = kek
        .wrap(&nonce, &[BOUND_AS, &bytes].concat(), wrapped.as_mut_slice())
        .map_err(|_| VaultError::Random(getrandom::Error::UNEXPECTED))?;
    bytes.extend(nonce);
    bytes.extend(*wrapped);
    bytes.extend(tag);
    bytes.extend(crc32c::crc32c(&bytes).to_le_bytes());
    Ok(bytes)
}

/// What the bytes of the file hold.
pub(crate) fn unwrap(
    kek: &Kek,
    bytes: &[u8],
    path: &Path,
) -> Result<(NetworkId, CheckpointOrigin, NetworkSecrets), VaultError> {
    let damaged = |what| VaultError::Damaged { path: path.to_owned(), what };
    let Parts { bound, wrapped_under, network, origin, nonce, wrapped, tag } = checked(bytes, path)?;
    if wrapped_under != kek.id() {
        return Err(VaultError::WrongKek { path: path.to_owned(), wrapped_under, given: kek.id() });
    }
    let mut secrets = Zeroizing::new(*wrapped);
    kek.unwrap(nonce, &[BOUND_AS, bound].concat(), secrets.as_mut_slice(), tag)
        .map_err(|_| damaged("the secrets don't unwrap"))?;
    Ok((network, origin, NetworkSecrets::from_bytes(&secrets)))
}

/// Whose secrets the bytes of the file hold, and the key-encryption key that they are wrapped under.
pub(crate) fn named(bytes: &[u8], path: &Path) -> Result<(NetworkId, KekId), VaultError> {
    checked(bytes, path).map(|parts| (parts.network, parts.wrapped_under))
}

fn checked<'b>(bytes: &'b [u8], path: &Path) -> Result<Parts<'b>, VaultError> {
    let damaged = |what| VaultError::Damaged { path: path.to_owned(), what };
    let (whole, crc) = bytes.split_last_chunk::<4>().ok_or_else(|| damaged("too short"))?;
    if crc32c::crc32c(whole) != u32::from_le_bytes(*crc) {
        return Err(damaged("doesn't fit its checksum"));
    }
    parts(whole).ok_or_else(|| damaged("not the secrets of a network, or of a later format"))
}

struct Parts<'b> {
    bound: &'b [u8],
    wrapped_under: KekId,
    network: NetworkId,
    origin: CheckpointOrigin,
    nonce: &'b [u8; NONCE],
    wrapped: &'b [u8; SECRETS],
    tag: &'b [u8; TAG],
}

fn parts(whole: &[u8]) -> Option<Parts<'_>> {
    let (rest, tag) = whole.split_last_chunk::<TAG>()?;
    let (rest, wrapped) = rest.split_last_chunk::<SECRETS>()?;
    let (bound, nonce) = rest.split_last_chunk::<NONCE>()?;
    let ([m0, m1, m2, m3, format, len, z0, z1], rest) = bound.split_first_chunk::<8>()?;
    let (id, rest) = rest.split_first_chunk::<4>()?;
    let (network, origin) = rest.split_first_chunk::<16>()?;
    let is_format = [*m0, *m1, *m2, *m3, *format, 0, *z0, *z1] == *MAGIC && usize::from(*len) == origin.len();
    let origin = std::str::from_utf8(origin).ok()?.parse().ok().filter(|_| is_format)?;
    let network = NetworkId(Uuid::from_bytes(*network));
    Some(Parts { bound, wrapped_under: KekId(*id), network, origin, nonce, wrapped, tag })
}
