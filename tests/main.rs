//! Integration tests over real HTTP on the real log.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::similar_names,
    clippy::unused_self,
    reason = "a test's way to fail is to panic"
)]

mod actions;
mod attacker;
mod audiences;
mod authority;
mod backup;
mod batch;
mod cli;
mod contract;
mod conventions;
mod cooperations;
mod crash;
mod decisions;
mod demo;
mod description;
mod diagnostics;
mod dossier;
mod erasure;
mod exchanges;
mod faults;
mod feeds;
mod groups;
mod history;
mod hunt;
mod idempotency;
mod import;
mod invitations;
mod keys;
mod laws;
mod meetings;
mod merging;
mod method;
mod mobilisation;
mod moderation;
mod reads;
mod renaming;
mod rubbish;
mod secret;
mod selections;
mod sessions;
mod specifications;
mod steps;
mod story;
mod tally;
mod tensions;
mod thursday;
mod timer;
mod trouble;
mod vocabulary;
mod walk;
mod writes;
