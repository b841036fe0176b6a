//! `docs/adding-an-event.md` is true: its patch applies to HEAD, builds, and its tests pass.

use std::path::Path;

use crate::command::{self, Failure};
use crate::metadata::Metadata;

const PATCH: &str = "docs/adding-an-event.patch";

/// `cargo xtask patch`.
pub fn check() -> Result<(), Failure> {
    let scratch = std::env::temp_dir().join(format!("tresse-patch-{}", std::process::id()));
    let outcome = check_in(&scratch);
    let swept = std::fs::remove_dir_all(&scratch);
    outcome?;
    swept.map_err(|source| Failure::Io { what: scratch.display().to_string(), source })
}

fn check_in(clone: &Path) -> Result<(), Failure> {
    let patch = crate::root().join(PATCH);
    command::run(command::git().args(["clone", "--quiet", "--shared", "."]).arg(clone))?;
    command::run(command::git().args(["apply", "--index", "--whitespace=error"]).arg(&patch).current_dir(clone))?;
    let touched = command::text(command::git().args(["diff", "--cached", "--name-only"]).current_dir(clone))?;
    let crates = crates(&touched);
    if crates.is_empty() {
        return Err(Failure::Unexpected(format!("{PATCH} touches no crate")));
    }
    // Not the folder of builds itself: cargo tells two clones of a workspace apart by nothing but the times of files.
    let target = Metadata::ask()?.target_directory.join("patch");
    let cargo = |command: &str| {
        let mut cargo = command::cargo();
        cargo.args([command, "--quiet", "--target-dir"]).arg(&target).current_dir(clone);
        cargo
    };
    // No other crate may need a change.
    command::run(cargo("check").arg("--workspace"))?;
    command::run(cargo("test").args(crates.iter().flat_map(|name| ["-p", name])))
}

/// Those of the crates with touched Rust files; a catalogue of texts is tested by the domain.
fn crates(touched: &str) -> Vec<&str> {
    let paths = touched.lines().filter(|path| Path::new(path).extension().is_some_and(|extension| extension == "rs"));
    let mut crates: Vec<_> = paths.filter_map(|path| path.strip_prefix("crates/")?.split('/').next()).collect();
    crates.sort_unstable();
    crates.dedup();
    crates
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_crates_of_touched_rust_files_are_tested() {
        let touched =
            "crates/domain/src/a.rs\ncrates/api/i18n/fr/a.ftl\ncrates/projection/src/b.rs\ncrates/domain/src/c.rs\n";
        assert_eq!(crates(touched), ["domain", "projection"]);
    }
}
