//! Processes of their own: killed in the middle of their work, watched in what they ask of the kernel, run out of disk,
//! started twice, stopped.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::print_stdout)]

mod entering;
mod erasure;
mod full;
mod history;
mod kill;
mod load;
pub mod served;
mod start;
mod stop;
mod strace;
mod urns;

use std::path::Path;
use std::sync::Arc;

use testkit::Setting;
use vault::Kek;

/// The key file that `tresse serve` makes beside a data directory.
fn key_file(data: &Path) -> std::path::PathBuf {
    data.with_extension("key")
}

/// What opens the data directory of a process in this one.
fn setting_of(data: &Path) -> Setting {
    Setting { kek: Arc::new(Kek::read(&key_file(data)).unwrap()), ..Setting::default() }
}
