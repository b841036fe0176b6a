//! What is not restored, and why: damage, what is older than it must be, places that are taken.

use super::*;

/// A restore that is refused: what it says.
#[track_caller]
fn refused(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1), "{}{}", stdout(output), stderr(output));
    stderr(output)
}

#[test]
fn damage_anywhere_is_told_with_the_name_of_the_file_and_nothing_is_written() {
    let world = World::filled();
    world.backed_up("logs", "keys");
    let mut damaged = 0;
    for place in ["logs", "keys"] {
        for path in files(&world.path(place)) {
            if path.ends_with("lock") {
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            let mut flipped = bytes.clone();
            let middle = flipped.len() / 2;
            flipped[middle] ^= 1;
            let longer = [bytes.as_slice(), b"x"].concat();
            for changed in [Some(flipped), Some(bytes[..middle].to_vec()), Some(longer), None] {
                match changed {
                    Some(changed) => std::fs::write(&path, changed).unwrap(),
                    None => std::fs::remove_file(&path).unwrap(),
                }
                let said = refused(&world.restore("logs", "keys", "restored", &[]));
                let path_in_root = path.strip_prefix(&world.root).unwrap().to_str().unwrap();
                let named = if path.ends_with("manifest.json") { place } else { path_in_root };
                assert!(said.contains(named), "{said}");
                assert!(said.contains("nother backup") || said.contains("backup of the keys"), "{said}");
                damaged += 1;
            }
            std::fs::write(&path, bytes).unwrap();
        }
    }
    assert!(damaged >= 40, "{damaged}");
    assert!(world.restore("logs", "keys", "restored", &[]).status.success());
}

#[test]
fn a_history_that_is_older_than_known_is_refused_unless_what_is_lost_is_accepted() {
    let world = World::filled();
    world.backed_up("logs", "keys");
    let said = refused(&world.restore("logs", "keys", "restored", &["--at-least", "vallee=17"]));
    assert!(said.contains("vallee misses events from position 12 on (5), and every erasure among them"), "{said}");
    assert!(said.contains("--accept-lost-erasures") && !world.path("restored").exists());
    let known = ["--at-least", "vallee=17", "--at-least", "colline=7", "--accept-lost-erasures"];
    let restored = world.restore("logs", "keys", "restored", &known);
    assert!(restored.status.success(), "{}", stderr(&restored));
    assert!(stdout(&restored).contains("vallee misses events from position 12 on (5)"), "{}", stdout(&restored));
    assert!(stdout(&restored).contains("at least 7 were known of"), "{}", stdout(&restored));
    world.is_equal("restored");
    let said = refused(&world.restore("logs", "keys", "other", &["--at-least", "plaine=1"]));
    assert!(said.contains("no network plaine"), "{said}");
    let usage = world.restore("logs", "keys", "other", &["--at-least", "vallee"]);
    assert_eq!(usage.status.code(), Some(2));
    assert!(!world.path("other").exists());
}

#[test]
fn keys_that_are_older_than_the_log_are_refused_unless_that_is_accepted() {
    let world = World::filled();
    world.backed_up("logs-1", "keys-1");
    world.joined_by("Chloé");
    world.backed_up("logs-2", "keys-2");
    let said = refused(&world.restore("logs-2", "keys-1", "restored", &[]));
    assert!(
        said.contains("joined after these keys were backed up (1)") && said.contains("--accept-lost-keys"),
        "{said}"
    );
    let restored = world.restore("logs-2", "keys-1", "restored", &["--accept-lost-keys"]);
    assert!(restored.status.success(), "{}", stderr(&restored));
    assert!(stdout(&restored).contains("actors without keys: 1;"), "{}", stdout(&restored));
    world.is_equal("restored");
    // A network that was founded since has no keys at all.
    let plaine = json!({"slug": "plaine", "name": "Plaine", "languages": ["fr"], "time_zone": "Europe/Paris",
        "visibility": "public", "steward": {"kind": "person", "name": "Anne Berger"}});
    let operator = world.tresse(&world.data, &["keys", "issue"]);
    let server = world.serve();
    server.caller(stdout(&operator).trim()).post("/v1/networks", &plaine).expect(201);
    server.stop();
    world.backed_up("logs-3", "keys-3");
    let said = refused(&world.restore("logs-3", "keys-2", "without", &[]));
    assert!(said.contains("plaine has actors who joined after"), "{said}");
    let restored = world.restore("logs-3", "keys-2", "without", &["--accept-lost-keys"]);
    assert!(restored.status.success(), "{}", stderr(&restored));
    assert!(stdout(&restored).contains("it does not open: it was founded after"), "{}", stdout(&restored));
    world.is_equal("without");
    // The other way round: keys of people whom the log does not know yet do no harm.
    let restored = world.restore("logs-1", "keys-2", "older", &[]);
    assert!(restored.status.success() && !stdout(&restored).contains("without keys"), "{}", stderr(&restored));
}

#[test]
fn nothing_is_restored_over_anything_and_no_backup_over_another() {
    let world = World::filled();
    world.backed_up("logs", "keys");
    let again = world.tresse(&world.data, &["backup", "--to", "logs", "--keys", "keys-2"]);
    assert!(refused(&again).contains("logs holds a backup already"), "{}", stderr(&again));
    let again = world.tresse(&world.data, &["backup", "--to", "logs-2", "--keys", "keys"]);
    assert!(refused(&again).contains("keys holds a backup already"), "{}", stderr(&again));
    let said = refused(&world.restore("logs", "keys", "data", &[]));
    assert!(said.contains("data is not empty"), "{said}");
    std::fs::create_dir(world.path("photos")).unwrap();
    std::fs::write(world.path("photos/one"), "1").unwrap();
    assert!(refused(&world.restore("logs", "keys", "photos", &[])).contains("photos is not empty"));
    let into = world.tresse(&world.data, &["backup", "--to", "photos"]);
    assert!(refused(&into).contains("photos is not empty"));
    assert_eq!(std::fs::read(world.path("photos/one")).unwrap(), b"1");
    let nothing = world.tresse(&world.path("photos"), &["backup", "--to", "logs-3"]);
    assert!(refused(&nothing).contains("holds no data of tresse"));
    assert!(refused(&world.restore("photos", "keys", "restored", &[])).contains("no whole backup"));
    let said = refused(&world.restore("keys", "keys", "restored", &[]));
    assert!(said.contains("here lie keys, not logs"), "{said}");
    assert!(!world.path("restored").exists());
}

#[test]
fn logs_keys_and_data_are_kept_apart() {
    let world = World::filled();
    std::os::unix::fs::symlink(&world.data, world.path("link")).unwrap();
    for (logs, keys) in [
        ("both", "both"),
        ("logs", "logs/keys"),
        ("keys/logs", "keys"),
        ("data/logs", "keys"),
        ("logs", "link/x/../keys"),
    ] {
        let made = world.tresse(&world.data, &["backup", "--to", logs, "--keys", keys]);
        assert!(refused(&made).contains("are not apart"), "{logs} {keys}: {}", stderr(&made));
    }
    world.backed_up("logs", "keys");
    let said = refused(&world.restore("logs", "keys", "keys/data", &[]));
    assert!(said.contains("are not apart"), "{said}");
    // Logs alone are a backup of the logs.
    let made = world.tresse(&world.data, &["backup", "--to", "logs-2"]);
    assert!(made.status.success() && stdout(&made).contains("no keys:"), "{}", stderr(&made));
    assert!(world.restore("logs-2", "keys", "restored", &[]).status.success());
}

#[test]
fn another_or_no_key_encryption_key_is_told_before_anything_is_written() {
    let world = World::filled();
    world.backed_up("logs", "keys");
    let mut command = testkit::binary::tresse();
    command.current_dir(&world.root).args(["backup", "--to", "logs-2", "--keys", "keys-2", "--data", "data"]);
    assert!(command.output().unwrap().status.success(), "whoever makes a backup need not be able to read it");
    let restore = |kek: Option<&str>| {
        let mut command = testkit::binary::tresse();
        command.current_dir(&world.root).args(["restore", "--from", "logs", "--keys", "keys", "--data", "restored"]);
        refused(&command.envs(kek.map(|kek| ("TRESSE_KEK", kek))).output().unwrap())
    };
    let said = restore(None);
    assert!(said.contains("restored.key does not exist") && said.contains("--kek-file"), "{said}");
    let said = restore(Some(&format!("tresse-kek-v1 {}=", "A".repeat(43))));
    assert!(said.contains("wrapped under the key-encryption key"), "{said}");
    assert!(!world.path("restored").exists() && !world.path("restored.key").exists());
}
