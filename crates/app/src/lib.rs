//! Commands become durable events: the catalogue of networks, each network's writer and reads, keys, idempotency.
//!
//! The way of a command: a caller makes a [`draft::Draft`] (ids drawn, texts sealed), submits it to the network's
//! writer, and hears of it only after the frame that holds its events is on the disk.

pub mod backup;
pub mod catalogue;
pub mod compact;
pub mod draft;
pub mod edge;
pub mod entry;
mod erasure;
pub mod founding;
pub mod gate;
pub mod handing;
pub mod import;
pub mod invitations;
pub mod keys;
pub mod known;
mod last_use;
pub mod network;
mod opened;
pub mod opening;
pub mod pabulib;
mod publishing;
mod quiet;
pub mod secrets;
pub mod server_log;
pub mod sessions;
pub mod submission;
pub mod tallying;
pub mod timer;
pub mod urn;
mod writer;

pub use catalogue::{Catalogue, OpenError};
pub use network::Network;
