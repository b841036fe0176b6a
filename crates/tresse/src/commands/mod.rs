//! The commands, one file each.

pub mod backup;
pub mod compact;
pub mod config;
pub mod demo;
pub mod export;
pub mod import;
pub mod keys;
pub mod repair;
pub mod restore;
pub mod serve;
pub mod tally;

use crate::Failure;

/// Prints the description of the API.
pub fn openapi() -> Result<(), Failure> {
    let document = serde_json::to_string_pretty(&api::openapi::document()).map_err(Failure::failed)?;
    println!("{document}");
    Ok(())
}
