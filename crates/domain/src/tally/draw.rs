//! The seed of a lot: nobody knows it before the public draw has taken place, and nobody can change it afterwards.

use sha2::{Digest as _, Sha256};

use super::input::Sha;

/// `SHA-256(s ‖ r)`: `s` is the secret, 32 bytes, whose hash was recorded at the opening; `r` are the numbers of the public
/// draw in the order of drawing, in decimal, with commas between.
#[must_use]
pub fn seed(secret: Sha, numbers: &[u32]) -> Sha {
    let numbers: Vec<_> = numbers.iter().map(u32::to_string).collect();
    Sha(Sha256::new().chain_update(secret.0).chain_update(numbers.join(",")).finalize().into())
}
