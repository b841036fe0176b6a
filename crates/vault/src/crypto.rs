//! The primitives, narrowed to the shapes that the vault uses: XChaCha20-Poly1305 in place, HMAC-SHA-256 and randomness.

use chacha20poly1305::XChaCha20Poly1305;
use chacha20poly1305::aead::{AeadInOut as _, KeyInit as _};
use hmac::{Hmac, Mac as _};
use sha2::Sha256;
use zeroize::{Zeroize as _, Zeroizing};

/// A secret of 32 bytes; wiped when dropped. Keep it in a `Box` so that moving the owner leaves no copy behind.
pub(crate) type Secret = Zeroizing<[u8; 32]>;

/// Bytes of an XChaCha20 nonce; random, since 192 bits don't collide.
pub(crate) const NONCE: usize = 24;
/// Bytes of a Poly1305 tag.
pub(crate) const TAG: usize = 16;

/// The cipher did not accept: a wrong key, nonce, associated data or tag, or a text beyond 256 GiB.
#[derive(Debug)]
pub(crate) struct Refused;

/// Encrypts `text` where it stands and returns its tag.
pub(crate) fn encrypt(
    key: &[u8; 32],
    nonce: &[u8; NONCE],
    bound: &[u8],
    text: &mut [u8],
) -> Result<[u8; TAG], Refused> {
    let cipher = XChaCha20Poly1305::new(key.into());
    cipher.encrypt_inout_detached(nonce.into(), bound, text.into()).map(Into::into).map_err(|_| Refused)
}

/// Decrypts `text` where it stands; leaves it encrypted when refused.
pub(crate) fn decrypt(
    key: &[u8; 32],
    nonce: &[u8; NONCE],
    bound: &[u8],
    text: &mut [u8],
    tag: &[u8; TAG],
) -> Result<(), Refused> {
    let cipher = XChaCha20Poly1305::new(key.into());
    cipher.decrypt_inout_detached(nonce.into(), bound, text.into(), tag.into()).map_err(|_| Refused)
}

/// HMAC-SHA-256 under a key of 32 bytes. (RFC 2104 pads a key to the block of 64 bytes; done here it cannot fail.)
pub(crate) fn hmac(key: &[u8; 32]) -> Hmac<Sha256> {
    let mut block = [0; 64];
    for (to, from) in block.iter_mut().zip(key) {
        *to = *from;
    }
    let mac = Hmac::new((&block).into());
    block.zeroize();
    mac
}

/// The first 16 bytes of a finished HMAC.
pub(crate) fn first_16(mac: Hmac<Sha256>) -> [u8; 16] {
    let mut first = [0; 16];
    for (to, from) in first.iter_mut().zip(mac.finalize().into_bytes()) {
        *to = from;
    }
    first
}

/// 32 bytes derived from a key for one purpose.
pub(crate) fn derive(key: &[u8; 32], purpose: &str) -> Secret {
    let mut mac = hmac(key);
    mac.update(purpose.as_bytes());
    Zeroizing::new(mac.finalize().into_bytes().into())
}

/// Random bytes of the operating system.
pub(crate) fn random(bytes: &mut [u8]) -> Result<(), getrandom::Error> {
    getrandom::fill(bytes)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_padded_key_gives_the_hmac_of_rfc_4231_style_keys() {
        let key = [0x0b; 32];
        let mut expected = Hmac::<Sha256>::new_from_slice(&key).unwrap();
        expected.update(b"Hi There");
        let mut got = hmac(&key);
        got.update(b"Hi There");
        got.verify_slice(&expected.finalize().into_bytes()).unwrap();
    }

    #[test]
    fn what_was_not_decrypted_stays_encrypted() {
        let (key, nonce) = ([1; 32], [2; 24]);
        let mut text = *b"a text";
        let tag = encrypt(&key, &nonce, b"bound", &mut text).unwrap();
        let sealed = text;
        assert!(decrypt(&key, &nonce, b"other", &mut text, &tag).is_err());
        assert_eq!(text, sealed);
        decrypt(&key, &nonce, b"bound", &mut text, &tag).unwrap();
        assert_eq!(&text, b"a text");
    }
}
