//! Backups and restores that end in the middle: what is left passes for nothing whole, and the next try replaces it.

use app::backup::{make, restore};
use app::edge::{Clock as _, SystemClock};
use disk::FaultyDisk;
use disk::faulty::Fault;

use super::*;

fn make_on(disk: &Arc<dyn Disk>, world: &World) -> Result<make::Made, make::MakeError> {
    let (logs, keys) = (world.path("logs"), world.path("keys"));
    let order = make::Order { data: &world.data, logs: &logs, keys: Some(&keys) };
    make::make(disk, order, SystemClock.now(), &mut Nobody)
}

fn restore_on(disk: &Arc<dyn Disk>, world: &World, data: &str) -> Result<restore::Restored, restore::RestoreError> {
    let order = restore::Order {
        logs: &world.path("logs"),
        keys: &world.path("keys"),
        data: &world.path(data),
        kek: &setting().kek,
        known: &[],
        accept_lost_erasures: false,
        accept_lost_keys: false,
    };
    restore::restore(disk, order, &mut Nobody)
}

/// A disk on which the process is killed in some change, and how many there were.
fn killed<T>(nth: usize, run: impl FnOnce(&Arc<dyn Disk>) -> T) -> (T, usize) {
    let faulty = FaultyDisk::new();
    faulty.inject(Fault::Killed { nth });
    let ended = run(&(Arc::new(faulty.clone()) as Arc<dyn Disk>));
    let changes = faulty.changes();
    // What was written and not synced is lost besides.
    faulty.power_cut(|_, sector| sector % 2 == 0).unwrap();
    (ended, changes)
}

fn real() -> Arc<dyn Disk> {
    Arc::new(RealDisk)
}

fn forget(path: &Path) {
    if path.exists() {
        std::fs::remove_dir_all(path).unwrap();
    }
}

/// Whether there is nothing, or what does not open as a data directory.
fn does_not_open(data: &Path) -> bool {
    let is_nothing = !data.join("server").exists() && !data.join("networks").exists();
    is_nothing || setting().catalogue(data).is_err()
}

#[test]
fn a_backup_killed_in_any_step_is_none_and_is_replaced_by_the_next() {
    let world = World::filled();
    let (made, steps) = killed(usize::MAX, |disk| make_on(disk, &world));
    assert!(made.is_ok() && steps > 30, "{steps} steps");
    restore_on(&real(), &world, "whole").unwrap();
    world.is_equal("whole");
    for nth in 0..steps {
        forget(&world.path("logs"));
        forget(&world.path("keys"));
        let (made, _) = killed(nth, |disk| make_on(disk, &world));
        assert!(made.is_err());
        let is_whole = world.path("logs/manifest.json").exists();
        assert_eq!(
            is_whole,
            nth == steps - 1,
            "killed in {nth} of {steps}: the last step removes what says that it began"
        );
        match restore_on(&real(), &world, &format!("restored-{nth}")) {
            Ok(_) => assert!(is_whole),
            Err(error) => assert!(matches!(error, restore::RestoreError::Manifest(_)) && !is_whole, "{error}"),
        }
        // Killed again while it clears away what is there, then not any more.
        let (again, _) = killed(nth % 9, |disk| make_on(disk, &world));
        assert!(again.is_err());
        let again = make_on(&real(), &world);
        assert_eq!(again.is_ok(), !is_whole, "killed in {nth}: {again:?}");
    }
    restore_on(&real(), &world, "restored").unwrap();
    world.is_equal("restored");
}

#[test]
fn a_restore_killed_in_any_step_leaves_what_does_not_open_and_is_replaced_by_the_next() {
    let world = World::filled();
    world.backed_up("logs", "keys");
    let (restored, steps) = killed(usize::MAX, |disk| restore_on(disk, &world, "restored"));
    assert!(restored.is_ok() && steps > 30, "{steps} steps");
    world.is_equal("restored");
    let data = world.path("restored");
    for nth in 0..steps {
        forget(&data);
        let (restored, _) = killed(nth, |disk| restore_on(disk, &world, "restored"));
        assert!(restored.is_err());
        let is_named = data.join("server/log").exists();
        assert!(is_named == (nth >= steps - 3), "killed in {nth} of {steps}");
        assert!(is_named || does_not_open(&data), "killed in {nth}");
        if nth % 4 == 0 {
            let (again, _) = killed(nth % 13, |disk| restore_on(disk, &world, "restored"));
            assert!(again.is_err());
            assert!(is_named || does_not_open(&data), "killed in {nth} and again");
        }
        let again = restore_on(&real(), &world, "restored");
        let is_refused = matches!(again, Err(restore::RestoreError::NotEmpty(_)));
        assert!(if is_named { is_refused } else { again.is_ok() }, "killed in {nth}: {again:?}");
        if nth % 8 == 0 || is_named {
            world.is_equal("restored");
        }
    }
}

#[test]
fn kill_9_at_any_moment_leaves_what_the_next_try_replaces() {
    let world = World::filled();
    let run = |arguments: &[&str], data: &Path, after_ms: u64| {
        let mut command = testkit::binary::tresse();
        command.current_dir(&world.root).args(arguments).arg("--data").arg(data).env("TRESSE_KEK", KEK);
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        let mut running = command.spawn().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(after_ms));
        _ = running.kill();
        running.wait().unwrap();
    };
    let (mut interrupted, data) = (0, world.path("restored"));
    for round in 0..12 {
        if !world.path("logs/manifest.json").exists() {
            run(&["backup", "--to", "logs", "--keys", "keys"], &world.data, round * 3);
            interrupted += u64::from(!world.path("logs/manifest.json").exists());
        }
    }
    if !world.path("logs/manifest.json").exists() {
        world.backed_up("logs", "keys");
    }
    for round in 0..12 {
        if !data.join("server/log").exists() {
            run(&["restore", "--from", "logs", "--keys", "keys"], &data, round * 5);
            let is_named = data.join("server/log").exists();
            interrupted += u64::from(!is_named);
            assert!(is_named || does_not_open(&data), "round {round}");
        }
    }
    if !data.join("server/log").exists() {
        assert!(world.restore("logs", "keys", "restored", &[]).status.success());
    }
    world.is_equal("restored");
    assert!(interrupted > 1, "{interrupted}");
}
