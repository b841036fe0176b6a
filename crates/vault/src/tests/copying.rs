//! The files of a vault, read to be copied.

use domain::class::Pointer;

use super::*;
use crate::{KeyFile, KeyFiles, Owner, is_key_file};

fn key_files(home: &Home) -> Vec<KeyFile> {
    KeyFiles::begin(Arc::clone(&home.disk), &home.dir).unwrap().map(Result::unwrap).collect()
}

#[test]
fn a_copy_opens_and_unseals_what_the_vault_sealed() {
    let (home, vault) = Home::new();
    vault.prepare_spares(300).unwrap();
    let subject = vault.spare_subject().unwrap();
    let sealed = vault.seal(Owner::Subject(subject), EVENT, Pointer::Body, "a text").unwrap();
    // What is no file of a vault's stays behind.
    std::fs::write(home.dir.join("7f.tmp"), "left by a crash").unwrap();
    let copy = tempfile::tempdir().unwrap();
    for KeyFile { name, bytes } in key_files(&home) {
        assert!(is_key_file(&name), "{name}");
        std::fs::write(copy.path().join(name), bytes).unwrap();
    }
    let copied = Vault::open(Arc::new(RealDisk), copy.path(), Arc::clone(&home.kek)).unwrap();
    let opened = copied.unseal(Owner::Subject(subject), EVENT, Pointer::Body, &sealed.body).unwrap();
    assert_eq!(opened.text, "a text");
    let named = KeyFiles::begin(Arc::clone(&home.disk), &home.dir).unwrap();
    assert_eq!((named.network(), named.wrapped_under()), (NETWORK, home.kek.id()));
}

#[test]
fn what_an_append_has_not_finished_is_left_out() {
    let (home, vault) = Home::new();
    vault.spare_subject().unwrap();
    let whole = key_files(&home);
    let bucket = home.buckets().pop().unwrap();
    let len = std::fs::metadata(&bucket).unwrap().len();
    // A vault that was opened again appends its first batch to the same file.
    home.reopen().unwrap().spare_subject().unwrap();
    let appended = std::fs::metadata(&bucket).unwrap().len();
    assert!(appended > len && key_files(&home) != whole);
    for cut in [appended - 1, len + 100, len + 8, len + 1] {
        std::fs::File::options().write(true).open(&bucket).unwrap().set_len(cut).unwrap();
        assert_eq!(key_files(&home), whole, "cut at {cut}");
    }
}

#[test]
fn a_damaged_file_is_told_by_its_name() {
    let (home, vault) = Home::new();
    vault.spare_subject().unwrap();
    for path in [home.buckets().pop().unwrap(), home.dir.join("network")] {
        flip(&path, 400);
        let read: Result<Vec<_>, _> = KeyFiles::begin(Arc::clone(&home.disk), &home.dir).and_then(Iterator::collect);
        let Err(VaultError::Damaged { path: told, .. }) = read else { panic!("{read:?}") };
        assert_eq!(told, path);
        flip(&path, 400);
    }
    std::fs::remove_file(home.dir.join("network")).unwrap();
    assert!(matches!(KeyFiles::begin(Arc::clone(&home.disk), &home.dir), Err(VaultError::Missing(_))));
}

#[test]
fn only_names_that_a_vault_gives_are_those_of_its_files() {
    assert!(["network", "00", "ff", "7a"].into_iter().all(is_key_file));
    assert!(!["", "7", "7A", "100", "../00", "00/..", "network.tmp", "manifest.json"].into_iter().any(is_key_file));
}
