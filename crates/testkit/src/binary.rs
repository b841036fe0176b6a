//! The built command line, for tests that need a process of its own: to kill it, to measure it, to read what it prints.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The path of the binary `tresse` in the profile of the running test, built on the first call.
pub fn tresse_binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(build)
}

/// The binary, without what the environment and the working directory would tell it: `tresse.toml`, `TRESSE_*`; and
/// without limits, unless flags set them.
pub fn tresse() -> Command {
    let mut command = Command::new(tresse_binary());
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("TRESSE_") {
            command.env_remove(name);
        }
    }
    for limit in ["READS", "WRITES", "GUESSES"] {
        command.env(format!("TRESSE_{limit}_PER_MINUTE"), "0");
    }
    command.current_dir(std::env::temp_dir());
    command
}

/// A test runs as `TARGET/PROFILE/deps/NAME`; the binary belongs to `TARGET/PROFILE`.
fn build() -> PathBuf {
    let test = std::env::current_exe().expect("a test knows where it is");
    let profile_dir = test.parent().and_then(Path::parent).expect("TARGET/PROFILE/deps");
    let target_dir = profile_dir.parent().expect("TARGET/PROFILE");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--quiet", "--locked", "--package", "tresse", "--bin", "tresse"]);
    build.arg("--target-dir").arg(target_dir).current_dir(env!("CARGO_MANIFEST_DIR"));
    match profile_dir.file_name().and_then(|name| name.to_str()).expect("a profile has a name") {
        "debug" => (),
        profile => _ = build.args(["--profile", profile]),
    }
    let status = build.status().expect("cargo runs");
    assert!(status.success(), "cargo build of the binary: {status}");
    profile_dir.join(format!("tresse{}", std::env::consts::EXE_SUFFIX))
}
