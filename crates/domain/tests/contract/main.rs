//! What the domain promises for ever: the bytes of its events, the laws of deciding and folding, a test and a text for
//! every refusal, and who may do what.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::panic, clippy::print_stderr)]

mod authority;
mod bytes;
mod catalogues;
mod golden;
mod laws;
mod logged;
mod refusals;
