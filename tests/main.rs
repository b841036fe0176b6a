//! Integration tests over real HTTP on the real log.

mod authority;
mod cli;
mod crash;
mod walk;
