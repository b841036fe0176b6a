use super::*;

fn directory() -> tempfile::TempDir {
    tempfile::tempdir().unwrap()
}

fn read(file: &dyn File) -> Vec<u8> {
    let mut bytes = vec![0; usize::try_from(file.len().unwrap()).unwrap()];
    assert_eq!(file.read_at(0, &mut bytes).unwrap(), bytes.len());
    bytes
}

#[test]
fn a_power_cut_forgets_what_was_not_synced() {
    let (dir, disk) = (directory(), FaultyDisk::new());
    let path = dir.path().join("a");
    let file = disk.create_zeroed(&path, 2_048).unwrap();
    file.write_all_at(10, b"kept").unwrap();
    file.sync_data().unwrap();
    file.write_all_at(600, b"lost").unwrap();
    file.write_all_at(1_600, b"half").unwrap();
    assert_eq!(&read(file.as_ref())[600..604], b"lost");
    disk.power_cut(|_, sector| sector == 3).unwrap();
    let after = read(disk.open(&path).unwrap().as_ref());
    assert_eq!(&after[10..14], b"kept");
    assert_eq!(&after[600..604], &[0; 4]);
    assert_eq!(&after[1_600..1_604], b"half");
}

#[test]
fn syncs_fail_or_do_nothing_as_told() {
    let (dir, disk) = (directory(), FaultyDisk::new());
    let path = dir.path().join("log.seg");
    let file = disk.create_zeroed(&path, 512).unwrap();
    disk.inject(Fault::FailSync { path: ".seg".into(), from: 1 });
    assert!(file.sync_data().is_ok() && file.sync_data().is_err());
    disk.heal();
    disk.inject(Fault::DropSync { path: ".seg".into(), from: 0 });
    file.write_all_at(0, b"x").unwrap();
    file.sync_data().unwrap();
    disk.power_cut(|_, _| false).unwrap();
    assert_eq!(read(disk.open(&path).unwrap().as_ref())[0], 0);
}

#[test]
fn a_full_disk_makes_no_file() {
    let (dir, disk) = (directory(), FaultyDisk::new());
    disk.inject(Fault::Full { path: "b".into() });
    let full = disk.create_zeroed(&dir.path().join("b"), 10).unwrap_err();
    assert_eq!(full.kind(), io::ErrorKind::StorageFull);
    disk.heal();
    assert!(disk.create_zeroed(&dir.path().join("b"), 10).is_ok());
}

#[test]
fn a_killed_process_leaves_half_of_its_last_change_and_none_after_it() {
    let (dir, disk) = (directory(), FaultyDisk::new());
    let path = |name: &str| dir.path().join(name);
    let file = disk.create_zeroed(&path("a"), 8).unwrap();
    disk.inject(Fault::Killed { nth: 1 });
    file.write_all_at(0, b"ab").unwrap();
    assert!(file.write_all_at(2, b"cdef").is_err());
    assert!(file.sync_data().is_err() && disk.remove_file(&path("a")).is_err());
    assert_eq!((read(file.as_ref()), disk.changes()), (b"abcd\0\0\0\0".to_vec(), 4));
    disk.heal();
    disk.inject(Fault::Killed { nth: 0 });
    assert!(disk.write_atomic(&path("b"), b"whole").is_err());
    assert!(!disk.exists(&path("b")) && std::fs::read(path("b.tmp")).unwrap() == b"wh");
}

#[test]
fn a_file_that_moved_loses_its_unsynced_sectors_all_the_same() {
    let (dir, disk) = (directory(), FaultyDisk::new());
    let (new, named) = (dir.path().join("a.new"), dir.path().join("a"));
    disk.create_dir_all(&new).unwrap();
    let file = disk.create_zeroed(&new.join("log"), 1_024).unwrap();
    disk.rename(&new, &named).unwrap();
    file.write_all_at(0, b"kept").unwrap();
    file.sync_data().unwrap();
    file.write_all_at(512, b"lost").unwrap();
    disk.power_cut(|_, _| false).unwrap();
    let after = read(disk.open(&named.join("log")).unwrap().as_ref());
    assert_eq!((&after[..4], &after[512..516]), (&b"kept"[..], &[0; 4][..]));
}

#[test]
fn a_failed_write_writes_nothing() {
    let (dir, disk) = (directory(), FaultyDisk::new());
    let file = disk.create_zeroed(&dir.path().join("a"), 512).unwrap();
    disk.inject(Fault::FailWrite { path: "a".into(), from: 1, kind: io::ErrorKind::StorageFull });
    file.write_all_at(0, b"1").unwrap();
    assert_eq!(file.write_all_at(1, b"2").unwrap_err().kind(), io::ErrorKind::StorageFull);
    assert_eq!(&read(file.as_ref())[..2], b"1\0");
}

#[test]
fn a_second_lock_would_block() {
    let dir = directory();
    let held = RealDisk.lock_exclusive(&dir.path().join("lock")).unwrap();
    let second = RealDisk.lock_exclusive(&dir.path().join("lock")).unwrap_err();
    assert_eq!(second.kind(), io::ErrorKind::WouldBlock);
    drop(held);
    assert!(RealDisk.lock_exclusive(&dir.path().join("lock")).is_ok());
}
