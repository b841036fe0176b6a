//! Keys, sealed texts, commitments, pseudonyms and blind indexes; erasure is the death of a key.
//!
//! A [`Kek`], kept outside the data directory, wraps everything. A [`Vault`] holds one network's keys: its own (which
//! seal common texts, make blind indexes and MACs, and sign checkpoints) and a pair for each subject, a person or
//! organisation (a data key for own texts, a link key for pseudonyms). The formulas and the reasons are told in
//! docs/privacy.md.
//!
//! | module | is |
//! | --- | --- |
//! | `vault` | one network's keys in memory, and what is done with the network's own |
//! | `subjects` | subjects' keys: spares, sweep, erasure |
//! | `seal` | sealing, opening, commitments, pseudonyms |
//! | `note` | signed notes and verifier keys |
//! | `kek` | the key-encryption key and its file |
//! | `network_file`, `bucket`, `files` | bytes on the disk |
//! | `copying` | the files of a vault, read to be copied |
//! | `ring` | subjects' unwrapped keys in memory |
//! | `crypto` | the primitives |

mod bucket;
mod copying;
mod crypto;
mod error;
mod files;
mod kek;
mod network_file;
mod note;
mod ring;
mod seal;
mod subjects;
mod vault;

#[cfg(test)]
mod tests;

pub use copying::{KeyFile, KeyFiles, is_key_file};
pub use error::{KekError, MalformedKek, OpenError, SealError, VaultError};
pub use kek::{Kek, KekId};
pub use note::{NoteError, verify_note};
pub use seal::{Opened, Owner, Sealed, commit, verify_commitment};
pub use vault::Vault;
