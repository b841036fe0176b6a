//! Integration tests over real HTTP on the real log.

mod cli;
mod walk;
