//! `tresse serve --demo`: a told example network.

use crate::Failure;
use crate::config::Config;

/// Makes the example network unless the directory holds it, and returns what to tell of it; `{address}` stands for the
/// server's address.
pub fn told(config: &Config) -> Result<Vec<String>, Failure> {
    Err(Failure::Failed(format!("{} cannot be made into an example yet", config.data.display())))
}
