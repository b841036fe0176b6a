//! The server itself: whether it lives and is ready, its figures, and its documentation.

pub mod health;
pub mod metrics;
