//! What can go wrong, named by cause.

use std::path::PathBuf;

use domain::ids::ActorId;

use crate::kek::KekId;

/// Why keys could not be made, loaded, kept or destroyed.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// The disk refused. What was asked is not done; spares of the same batch are not handed out.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or directory.
        path: PathBuf,
        /// What the disk said.
        source: std::io::Error,
    },
    /// A vault stands there already, and is never overwritten.
    #[error("{}: a vault stands here already", .0.display())]
    Exists(PathBuf),
    /// No vault stands there.
    #[error("{}: no vault here", .0.display())]
    Missing(PathBuf),
    /// The vault is whole, but its keys were wrapped under another key-encryption key.
    #[error("{}: wrapped under the key-encryption key {wrapped_under}, but given {given}", path.display())]
    WrongKek {
        /// The network's file.
        path: PathBuf,
        /// The key it was wrapped under.
        wrapped_under: KekId,
        /// The key that was given.
        given: KekId,
    },
    /// A file holds what the vault never writes, and no power cut leaves. Nothing is healed, no key is dropped.
    #[error("{}: damaged: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The operating system gave no randomness.
    #[error("no randomness: {0}")]
    Random(getrandom::Error),
}

/// Why a text was not sealed, or a pseudonym not made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SealError {
    /// The subject has no key: it never had one, or was erased.
    #[error("{0} has no key")]
    NoKey(ActorId),
    /// The operating system gave no randomness.
    #[error("no randomness: {0}")]
    Random(getrandom::Error),
    /// More than the cipher takes (256 GiB).
    #[error("the text is too long to be sealed")]
    TooLong,
}

/// Why a sealed text was not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    /// The body was overwritten with zeros.
    #[error("the sealed text was blanked")]
    Blanked,
    /// The subject has no key: it was erased.
    #[error("the key of the sealed text is gone")]
    NoKey,
    /// The body is not what was sealed for this owner, event and pointer in this network.
    #[error("not what was sealed here")]
    Tampered,
}

/// Why a key-encryption key could not be made or read.
#[derive(Debug, thiserror::Error)]
pub enum KekError {
    /// A file stands there already, and is never overwritten: whatever is wrapped under it would be lost.
    #[error("{}: a file stands here already, and a key-encryption key is never overwritten", .0.display())]
    Exists(PathBuf),
    /// There is no such file.
    #[error("{}: no such file, and without the key-encryption key nothing can be opened", .0.display())]
    Missing(PathBuf),
    /// The file is there but can't be read, or could not be written.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file doesn't hold one line `tresse-kek-v1 <base64 of 32 bytes>`.
    #[error("{}: {malformed}", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
        /// What is expected.
        malformed: MalformedKek,
    },
    /// The operating system gave no randomness.
    #[error("no randomness: {0}")]
    Random(getrandom::Error),
}

/// A text that is not a key-encryption key. Tells nothing of the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a key-encryption key: expected `tresse-kek-v1 <base64 of 32 bytes>`")]
pub struct MalformedKek;
