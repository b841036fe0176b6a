//! Integration tests over real HTTP on the real log.
