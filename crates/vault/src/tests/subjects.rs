//! Subjects' keys on the disk: spares, power cuts, sweep, erasure, damage.

use std::collections::HashSet;

use disk::faulty::Fault;
use domain::class::Pointer;

use super::*;
use crate::bucket::RECORD;
use crate::{OpenError, Owner, SealError};

fn seal(vault: &Vault, subject: ActorId) -> Vec<u8> {
    vault.seal(Owner::Subject(subject), EVENT, Pointer::Body, "a text").unwrap().body
}

fn opens(vault: &Vault, subject: ActorId, body: &[u8]) -> Result<String, OpenError> {
    vault.unseal(Owner::Subject(subject), EVENT, Pointer::Body, body).map(|opened| opened.text)
}

/// Hands out all spares that are ready, so that the next one needs a batch.
fn exhaust(vault: &Vault) -> Vec<ActorId> {
    (0..vault.spares_left()).map(|_| vault.spare_subject().unwrap()).collect()
}

#[test]
fn subjects_are_random_uuids_and_never_the_same() {
    let (home, vault) = Home::new();
    let subjects: HashSet<_> = (0..1500).map(|_| vault.spare_subject().unwrap()).collect();
    assert_eq!(subjects.len(), 1500);
    assert!(subjects.iter().all(|subject| subject.0.get_version_num() == 4));
    let reopened = home.reopen().unwrap();
    assert!(subjects.iter().all(|subject| reopened.has_keys(*subject)));
    assert_eq!(reopened.spares_left(), 0);
}

#[test]
fn batches_grow_and_touch_few_files() {
    let (home, vault) = Home::new();
    vault.spare_subject().unwrap();
    assert_eq!((vault.spares_left(), home.buckets().len()), (63, 1));
    exhaust(&vault);
    vault.spare_subject().unwrap();
    assert_eq!(vault.spares_left(), 127);
    vault.prepare_spares(1000).unwrap();
    assert!((1000..1600).contains(&vault.spares_left()) && home.buckets().len() <= 24);
}

#[test]
fn a_small_network_that_starts_often_keeps_few_files() {
    let (home, vault) = Home::new();
    let mut known = vec![vault.spare_subject().unwrap()];
    for _ in 0..20 {
        let vault = home.reopen().unwrap();
        vault.sweep(|subject| known.contains(&subject)).unwrap();
        known.push(vault.spare_subject().unwrap());
    }
    assert!(home.buckets().len() <= 4, "{}", home.buckets().len());
    let vault = home.reopen().unwrap();
    assert!(known.iter().all(|subject| vault.has_keys(*subject)));
}

#[test]
fn a_key_survives_the_power_cut_right_after_it_was_handed_out() {
    let (home, _, disk) = Home::faulty();
    let mut handed = Vec::new();
    // The first batch makes files, the second is appended to them.
    for _ in 0..2 {
        let vault = home.reopen().unwrap();
        let subject = vault.spare_subject().unwrap();
        handed.push(subject);
        handed.extend(exhaust(&vault));
        assert_eq!(home.buckets().len(), 1);
        let body = seal(&vault, subject);
        home.power_cut(&disk, |_| false);
        let reopened = home.reopen().unwrap();
        assert_eq!(opens(&reopened, subject, &body).unwrap(), "a text");
        assert!(handed.iter().all(|subject| reopened.has_keys(*subject)));
    }
}

#[test]
fn a_failing_sync_hands_out_nothing() {
    for appending in [false, true] {
        let (home, mut vault, disk) = Home::faulty();
        let mut before = Vec::new();
        if appending {
            (before, vault) = about_to_append(&home, &vault);
        }
        let files = home.buckets().len();
        disk.inject(Fault::FailSync { path: home.dir.to_str().unwrap().to_owned(), from: 0 });
        for _ in 0..3 {
            assert!(matches!(vault.spare_subject(), Err(VaultError::Io { .. })));
            assert_eq!(vault.spares_left(), 0);
        }
        assert_eq!(home.buckets().len(), files);
        home.power_cut(&disk, |sector| sector % 2 == 0);
        disk.heal();
        let after = vault.spare_subject().unwrap();
        let reopened = home.reopen().unwrap();
        assert!(reopened.has_keys(after));
        assert!(before.iter().all(|subject| reopened.has_keys(*subject)));
    }
}

#[test]
fn a_full_disk_refuses_and_recovers() {
    let (home, vault, disk) = Home::faulty();
    let before = vault.spare_subject().unwrap();
    exhaust(&vault);
    disk.inject(Fault::Full { path: home.dir.to_str().unwrap().to_owned() });
    assert!(matches!(vault.spare_subject(), Err(VaultError::Io { .. })));
    assert!(vault.has_keys(before));
    disk.heal();
    let after = vault.spare_subject().unwrap();
    let reopened = home.reopen().unwrap();
    assert!(reopened.has_keys(before) && reopened.has_keys(after));
}

#[test]
fn what_a_lying_disk_left_of_an_append_is_ignored_and_healed() {
    for choice in 0..16u64 {
        let (home, vault, disk) = Home::faulty();
        let (mut kept, vault) = about_to_append(&home, &vault);
        disk.inject(Fault::DropSync { path: home.dir.to_str().unwrap().to_owned(), from: 0 });
        let lost = vault.spare_subject().unwrap();
        home.power_cut(&disk, |sector| choice & (1 << (sector % 4)) != 0);
        disk.heal();
        let vault = home.reopen().unwrap();
        assert!(kept.iter().all(|subject| vault.has_keys(*subject)), "choice {choice}");
        vault.sweep(|subject| kept.contains(&subject) || subject == lost).unwrap();
        for _ in 0..70 {
            kept.push(vault.spare_subject().unwrap());
        }
        home.power_cut(&disk, |_| false);
        let vault = home.reopen().unwrap();
        assert!(kept.iter().all(|subject| vault.has_keys(*subject)), "choice {choice}");
    }
}

/// Some subjects in one bucket.
fn exhaust_after_first(vault: &Vault) -> Vec<ActorId> {
    let mut handed = vec![vault.spare_subject().unwrap()];
    handed.extend(exhaust(vault));
    handed
}

/// Some subjects in one bucket, to which the next batch is appended.
fn about_to_append(home: &Home, vault: &Vault) -> (Vec<ActorId>, Vault) {
    (exhaust_after_first(vault), home.reopen().unwrap())
}

#[test]
fn the_last_append_cut_at_any_byte_takes_no_other_with_it() {
    let (home, vault) = Home::new();
    let (first, vault) = about_to_append(&home, &vault);
    let path = home.buckets().pop().unwrap();
    let before = std::fs::read(&path).unwrap().len();
    vault.spare_subject().unwrap();
    let whole = std::fs::read(&path).unwrap();
    assert!(whole.len() > before + RECORD);
    for len in (before..whole.len()).step_by(37) {
        std::fs::write(&path, &whole[..len]).unwrap();
        let vault = home.reopen().unwrap();
        assert!(first.iter().all(|subject| vault.has_keys(*subject)), "cut at {len}");
    }
    // Opening writes nothing; the next write of the bucket heals it.
    std::fs::write(&path, &whole[..before + 100]).unwrap();
    let vault = home.reopen().unwrap();
    assert_eq!(std::fs::read(&path).unwrap(), &whole[..before + 100]);
    let erased = *first.iter().find(|subject| home.record_of(**subject).unwrap().0 == path).unwrap();
    vault.erase(erased).unwrap();
    assert!(std::fs::read(&path).unwrap().len() < before);
    let vault = home.reopen().unwrap();
    assert!(first.iter().all(|subject| vault.has_keys(*subject) != (*subject == erased)));
}

#[test]
fn a_flipped_bit_is_an_error_that_names_the_file() {
    let (home, vault) = Home::new();
    exhaust_after_first(&vault);
    vault.spare_subject().unwrap();
    for path in home.buckets() {
        let bits = std::fs::read(&path).unwrap().len() * 8;
        for bit in (0..bits).step_by(1009) {
            flip(&path, bit);
            let refused = home.reopen().unwrap_err();
            assert!(matches!(&refused, VaultError::Damaged { path: named, .. } if *named == path), "bit {bit}");
            assert!(refused.to_string().contains(path.to_str().unwrap()));
            flip(&path, bit);
        }
    }
    home.reopen().unwrap();
}

#[test]
fn a_bucket_under_another_name_is_damage() {
    let (home, vault) = Home::new();
    vault.spare_subject().unwrap();
    let path = &home.buckets()[0];
    let other = (0..=u8::MAX).map(|n| home.dir.join(format!("{n:02x}"))).find(|path| !path.exists()).unwrap();
    std::fs::copy(path, &other).unwrap();
    assert!(matches!(home.reopen(), Err(VaultError::Damaged { path, .. }) if path == other));
}

#[test]
fn erasing_leaves_no_byte_of_the_keys_and_takes_no_other_with_it() {
    let (home, vault) = Home::new();
    let subjects = exhaust_after_first(&vault);
    let bodies: Vec<_> = subjects.iter().map(|subject| seal(&vault, *subject)).collect();
    let (erased, body) = (subjects[7], &bodies[7]);
    let (path, at) = home.record_of(erased).unwrap();
    let record = std::fs::read(&path).unwrap()[at..at + RECORD].to_vec();

    vault.erase(erased).unwrap();
    for path in RealDisk.list(&home.dir).unwrap() {
        let bytes = std::fs::read(&path).unwrap();
        assert!(record.windows(8).all(|part| find(&bytes, part).is_none()), "{}", path.display());
    }
    for vault in [&vault, &home.reopen().unwrap()] {
        assert_eq!(opens(vault, erased, body), Err(OpenError::NoKey));
        assert_eq!(vault.pseudonym(erased, "statement:1"), Err(SealError::NoKey(erased)));
        for (subject, body) in subjects.iter().zip(&bodies).filter(|(subject, _)| **subject != erased) {
            assert_eq!(opens(vault, *subject, body).unwrap(), "a text");
        }
        vault.erase(erased).unwrap();
        vault.erase(ActorId(Uuid::from_u128(5))).unwrap();
    }
}

#[test]
fn an_erasure_that_could_not_be_synced_is_told_and_can_be_repeated() {
    let (home, vault, disk) = Home::faulty();
    let subjects = exhaust_after_first(&vault);
    let body = seal(&vault, subjects[0]);
    disk.inject(Fault::FailSync { path: home.dir.to_str().unwrap().to_owned(), from: 0 });
    assert!(matches!(vault.erase(subjects[0]), Err(VaultError::Io { .. })));
    assert_eq!(opens(&vault, subjects[0], &body), Err(OpenError::NoKey));
    assert!(home.record_of(subjects[0]).is_some());
    disk.heal();
    vault.erase(subjects[0]).unwrap();
    assert!(home.record_of(subjects[0]).is_none());
    assert_eq!(home.reopen().unwrap().sweep(|_| true).unwrap(), 0);
    assert!(subjects[1..].iter().all(|subject| vault.has_keys(*subject)));
}

#[test]
fn sweeping_takes_what_nobody_knows_but_nothing_made_since() {
    let (home, vault) = Home::new();
    let subjects = exhaust_after_first(&vault);
    assert_eq!(vault.sweep(|_| false).unwrap(), 0);
    let (known, unknown) = subjects.split_at(10);
    let vault = home.reopen().unwrap();
    let since = vault.spare_subject().unwrap();
    assert_eq!(vault.sweep(|subject| known.contains(&subject)).unwrap(), unknown.len());
    for vault in [&vault, &home.reopen().unwrap()] {
        assert!(known.iter().all(|subject| vault.has_keys(*subject)));
        assert!(unknown.iter().all(|subject| !vault.has_keys(*subject)));
        assert!(vault.has_keys(since));
    }
    assert!(unknown.iter().all(|subject| home.record_of(*subject).is_none()));
}

#[test]
fn many_threads_never_get_the_same_subject() {
    let (home, vault) = Home::new();
    let draw = || (0..200).map(|_| vault.spare_subject().unwrap()).collect::<Vec<_>>();
    let mut drawn: Vec<_> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(draw)).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap()).collect()
    });
    let reopened = home.reopen().unwrap();
    assert!(drawn.iter().all(|subject| vault.has_keys(*subject) && reopened.has_keys(*subject)));
    drawn.sort_unstable();
    drawn.dedup();
    assert_eq!(drawn.len(), 1600);
}

#[test]
fn a_vault_follows_its_directory() {
    let (home, vault) = Home::new();
    let before = exhaust_after_first(&vault);
    let moved = home.dir.with_extension("moved");
    std::fs::rename(&home.dir, &moved).unwrap();
    vault.moved_to(&moved);
    let after = vault.spare_subject().unwrap();
    vault.erase(before[0]).unwrap();
    let reopened = Vault::open(Arc::clone(&home.disk), &moved, Arc::clone(&home.kek)).unwrap();
    assert!(reopened.has_keys(after) && reopened.has_keys(before[1]) && !reopened.has_keys(before[0]));
}
