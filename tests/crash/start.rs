//! A data directory that is in use, lacks its key, or is given another one: a clear error, and nothing changed.

use std::path::Path;
use std::process::Stdio;

use super::key_file;
use super::served::{Served, output, serve};

/// Every file below a directory with its length.
fn files(dir: &Path) -> Vec<(String, u64)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push((path.display().to_string(), path.metadata().unwrap().len()));
        }
    }
    found.sort();
    found
}

fn fails_to_serve(data: &Path) -> String {
    let mut command = testkit::binary::tresse();
    serve(&mut command, data);
    let ended = command.stdin(Stdio::null()).output().unwrap();
    let told = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(1), "{told}");
    told
}

#[test]
fn a_directory_in_use_is_refused_to_a_second_process() {
    let temporary = tempfile::tempdir().unwrap();
    let data = temporary.path().join("data");
    let served = Served::on(&data);
    let told = fails_to_serve(&data);
    assert!(told.contains(&data.display().to_string()) && told.contains("in use by another tresse"), "{told}");
    let ended = output(&["export", "log", "--network", "vallee"], &data);
    let told = String::from_utf8(ended.stderr).unwrap();
    assert!(ended.status.code() == Some(1) && told.contains("in use by another tresse"), "{told}");
    let operator = served.operator.clone().unwrap();
    served.caller(&operator).get("/v1/networks").expect(200);
}

#[test]
fn a_directory_without_its_key_is_not_opened_and_no_key_is_made() {
    let temporary = tempfile::tempdir().unwrap();
    let data = temporary.path().join("data");
    let mut served = Served::on(&data);
    served.kill();
    served.ended();
    let (key, elsewhere) = (key_file(&data), temporary.path().join("elsewhere"));
    std::fs::rename(&key, &elsewhere).unwrap();
    let before = files(&data);
    let told = fails_to_serve(&data);
    assert!(told.contains("key-encryption key") && told.contains(&key.display().to_string()), "{told}");
    assert_eq!(files(&data), before, "nothing was created");
    assert!(!key.exists());

    let other = temporary.path().join("other.key");
    vault::Kek::init(&other).unwrap();
    std::fs::copy(&other, &key).unwrap();
    let told = fails_to_serve(&data);
    assert!(told.contains("wrapped under the key-encryption key"), "{told}");

    std::fs::copy(&elsewhere, &key).unwrap();
    Served::on(&data);
}
