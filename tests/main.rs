//! Integration tests over real HTTP on the real log.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::similar_names,
    reason = "a test's way to fail is to panic"
)]

mod authority;
mod cli;
mod contract;
mod crash;
mod history;
mod idempotency;
mod import;
mod keys;
mod reads;
mod story;
mod walk;
mod writes;
