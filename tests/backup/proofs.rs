//! Checkpoints that a network signed: a backup comes up to them, with the same events, or is refused.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use eventlog::{EventLog as _, MerkleRoot};

use super::*;

/// A checkpoint of the first events of vallee, as the network signs it.
fn checkpoint(world: &World, size: usize, change: impl Fn(&mut Vec<Vec<u8>>)) -> String {
    let catalogue = setting().catalogue(&world.data).unwrap();
    let network = catalogue.load(catalogue.server().network("vallee").unwrap()).unwrap();
    let mut events: Vec<_> = network.log().read(0).map(|stored| stored.unwrap().bytes.to_vec()).take(size).collect();
    change(&mut events);
    let mut root = MerkleRoot::default();
    for event in &events {
        root.push(event);
    }
    let vault = network.vault();
    let text = format!("{}\n{size}\n{}\n", vault.origin().as_str(), STANDARD.encode(root.root()));
    format!("{text}\n{}", vault.sign_note(&text).unwrap())
}

fn with_checkpoint(world: &World, note: &str, data: &str, more: &[&str]) -> Output {
    std::fs::write(world.path("checkpoint"), note).unwrap();
    world.restore("logs", "keys", data, &[&["--checkpoint", "checkpoint"], more].concat())
}

#[test]
fn a_backup_with_the_events_of_a_checkpoint_is_restored() {
    let world = World::filled();
    world.backed_up("logs", "keys");
    for size in [0, 1, 7, 12] {
        let data = format!("restored-{size}");
        let restored = with_checkpoint(&world, &checkpoint(&world, size, |_| ()), &data, &[]);
        assert!(restored.status.success(), "{size}: {}", stderr(&restored));
        assert!(stdout(&restored).contains(&format!("at least {size} were known of")), "{}", stdout(&restored));
    }
    world.is_equal("restored-12");
}

#[test]
fn a_backup_that_ends_before_a_checkpoint_is_older() {
    let world = World::filled();
    world.backed_up("logs", "keys");
    world.joined_by("Chloé");
    let note = checkpoint(&world, 15, |_| ());
    let refused = with_checkpoint(&world, &note, "restored", &[]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(stderr(&refused).contains("vallee misses events from position 12 on (3)"), "{}", stderr(&refused));
    let restored = with_checkpoint(&world, &note, "restored", &["--accept-lost-erasures"]);
    assert!(restored.status.success(), "{}", stderr(&restored));
}

#[test]
fn a_checkpoint_of_other_events_is_refused_whatever_is_accepted() {
    let world = World::filled();
    world.backed_up("logs", "keys");
    let swapped = |events: &mut Vec<Vec<u8>>| events.swap(6, 7);
    let note = checkpoint(&world, 12, swapped);
    let refused = with_checkpoint(&world, &note, "restored", &["--accept-lost-erasures"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(
        stderr(&refused).contains("the first 12 events of vallee in this backup are not those"),
        "{}",
        stderr(&refused)
    );
    assert!(stderr(&refused).contains("restored opens nowhere"), "{}", stderr(&refused));
    assert!(setting().catalogue(&world.path("restored")).is_err(), "what was begun does not open");
    assert!(with_checkpoint(&world, &checkpoint(&world, 12, |_| ()), "restored", &[]).status.success());
    world.is_equal("restored");
}

#[test]
fn what_the_network_did_not_sign_is_no_proof() {
    let world = World::filled();
    world.backed_up("logs", "keys");
    let note = checkpoint(&world, 12, |_| ());
    let (text, _) = note.rsplit_once("\n\n").unwrap();
    let origin = note.lines().next().unwrap();
    for (changed, said) in [
        (note.replacen("\n12\n", "\n11\n", 1), "the signature doesn't fit"),
        (format!("{text}\n\n— {origin} AAAA{}\n", "A".repeat(88)), "not signed by this key"),
        (note.replacen(origin, "tresse.invalid/other", 1), "no network with the origin tresse.invalid/other"),
        (format!("{text}\n"), "not a checkpoint"),
        (String::new(), "not a checkpoint"),
    ] {
        let refused = with_checkpoint(&world, &changed, "restored", &["--accept-lost-erasures"]);
        assert_eq!(refused.status.code(), Some(1));
        assert!(stderr(&refused).contains(said), "{said}: {}", stderr(&refused));
    }
    let missing = world.restore("logs", "keys", "restored", &["--checkpoint", "nowhere"]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(!world.path("restored").exists());
}
