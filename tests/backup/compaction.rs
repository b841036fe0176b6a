//! `tresse compact`: of people without keys nothing is left but what is for ever.

use app::network::private_kind;
use domain::ids::ActorId;
use eventlog::{EventLog as _, PrivateEntry};
use serde_json::Value;

use super::*;

/// The private entries of vallee's log, with the positions of their events.
fn private(world: &World, data: &Path) -> Vec<(u64, PrivateEntry)> {
    let catalogue = setting().catalogue(data).unwrap();
    let network = catalogue.load(catalogue.server().network("vallee").unwrap()).unwrap();
    assert!(world.root.exists());
    let frames = network.log().frames(0).map(Result::unwrap);
    frames
        .flat_map(|frame| {
            let first = frame.first;
            frame.private.into_iter().map(move |entry| (first + u64::from(entry.event_index), entry))
        })
        .collect()
}

fn is_blank(entry: &PrivateEntry) -> bool {
    !entry.body.is_empty() && entry.body.iter().all(|byte| *byte == 0)
}

/// Destroys the keys of an actor of vallee, without an erasure.
fn lose_keys(world: &World, actor: &str) {
    let catalogue = setting().catalogue(&world.data).unwrap();
    let network = catalogue.load(catalogue.server().network("vallee").unwrap()).unwrap();
    network.vault().erase(actor.parse::<ActorId>().unwrap()).unwrap();
}

fn erase(world: &World, actor: &str) {
    let server = world.serve();
    let path = format!("/v1/networks/vallee/actors/{actor}/personal-data");
    server.caller(&world.steward).send("DELETE", &path, br#"{"reason": "request"}"#).expect(200);
    server.stop();
}

/// Dora joins with an address, speaks, and is followed by others.
fn joined_with_an_address(world: &World) -> String {
    let server = world.serve();
    let steward = server.caller(&world.steward);
    let profile = json!({"name": "Dora Klein", "contact": "dora@example.org", "about": "Apicultrice"});
    let joined = steward.post("/v1/networks/vallee/actors", &json!({"kind": "person", "profile": profile})).expect(201);
    let id = joined["id"].as_str().unwrap().to_owned();
    let keys = format!("/v1/networks/vallee/actors/{id}/keys");
    let key = steward.post(&keys, &json!({"scopes": ["read", "write"]})).expect(201);
    let dora = Member { id: id.clone(), client: server.caller(key["secret"].as_str().unwrap()) };
    contribute(&server, "vallee", &dora, "Des ruches", 2);
    server.stop();
    id
}

fn compact(world: &World) -> Value {
    let compacted = world.tresse(&world.data, &["compact", "--json"]);
    assert!(compacted.status.success(), "{}", stderr(&compacted));
    assert_eq!(stderr(&compacted), "");
    serde_json::from_str(&stdout(&compacted)).unwrap()
}

#[test]
fn the_texts_of_people_who_were_erased_are_blanked_and_nothing_else_changes() {
    let world = World::filled();
    let dora = joined_with_an_address(&world);
    world.joined_by("Chloé");
    let told = compact(&world);
    assert_eq!((told[1]["network"].as_str(), told[1]["bytes"].as_u64()), (Some("vallee"), Some(0)));
    erase(&world, &dora);
    let (exported, before) = (world.exported(&world.data, "vallee"), private(&world, &world.data));
    let told = compact(&world);
    // Two titles and two bodies; her profile went with the erasure.
    assert_eq!((told[1]["blanked"].as_u64(), told[1]["waiting"].as_u64()), (Some(4), Some(0)), "{told}");
    assert_eq!((told[0]["network"].as_str(), told[0]["bytes"].as_u64()), (Some("colline"), Some(0)));
    let after = private(&world, &world.data);
    let blanked: Vec<_> = before.iter().zip(&after).filter(|(before, after)| before != after).collect();
    assert!(blanked.iter().all(|(before, after)| before.0 == after.0 && is_blank(&after.1)));
    assert!(blanked.iter().all(|(before, _)| before.1.kind == private_kind::SEALED_TEXT));
    let bytes: usize = blanked.iter().map(|(before, _)| before.1.body.len()).sum();
    assert_eq!((blanked.len(), told[1]["bytes"].as_u64()), (4, Some(bytes as u64)));
    assert_eq!(world.exported(&world.data, "vallee"), exported);
    assert_eq!(compact(&world)[1]["bytes"].as_u64(), Some(0), "nothing is blanked twice");
    let said = world.tresse(&world.data, &["compact"]);
    assert!(stdout(&said).contains("vallee  0 bytes in 0 texts and indexes blanked"), "{}", stdout(&said));
    let server = world.serve();
    let texts = server.caller(&world.steward).get("/v1/networks/vallee/contributions?expand=texts").expect(200);
    assert!(texts.to_string().contains("Ce que dit Chloé") && !texts.to_string().contains("Des ruches"));
}

#[test]
fn people_who_lost_their_keys_and_were_not_erased_are_left_alone() {
    let world = World::filled();
    let dora = joined_with_an_address(&world);
    world.joined_by("Chloé");
    lose_keys(&world, &dora);
    let before = private(&world, &world.data);
    assert_eq!(compact(&world)[1]["bytes"].as_u64(), Some(0));
    assert_eq!(private(&world, &world.data), before);
}

#[test]
fn what_was_blanked_is_backed_up_and_restored_blanked() {
    let world = World::filled();
    let dora = joined_with_an_address(&world);
    world.backed_up("logs-1", "keys-1");
    erase(&world, &dora);
    compact(&world);
    world.backed_up("logs-2", "keys-2");
    // Also with keys from before, which are destroyed again.
    for keys in ["keys-2", "keys-1"] {
        let data = format!("restored-with-{keys}");
        let restored = world.restore("logs-2", keys, &data, &[]);
        assert!(restored.status.success(), "{}", stderr(&restored));
        assert!(stdout(&restored).contains("erased people: 1;"), "{}", stdout(&restored));
        assert!(!stdout(&restored).contains("without keys"), "{}", stdout(&restored));
        world.is_equal(&data);
        assert_eq!(private(&world, &world.path(&data)), private(&world, &world.data));
        let catalogue = setting().catalogue(&world.path(&data)).unwrap();
        let network = catalogue.load(catalogue.server().network("vallee").unwrap()).unwrap();
        assert!(!network.vault().has_keys(dora.parse().unwrap()));
    }
    // The log from before brings her back, unless it is refused.
    let known = format!("vallee={}", world.exported(&world.data, "vallee").lines().count());
    assert_eq!(world.restore("logs-1", "keys-1", "older", &["--at-least", &known]).status.code(), Some(1));
    let older = world.restore("logs-1", "keys-1", "older", &["--at-least", &known, "--accept-lost-erasures"]);
    assert!(
        stdout(&older).contains("misses events") && !stdout(&older).contains("erased people"),
        "{}",
        stdout(&older)
    );
}

#[test]
fn what_lies_in_the_last_commit_waits_for_another() {
    let world = World::filled();
    let dora = joined_with_an_address(&world);
    let server = world.serve();
    let steward = server.caller(&world.steward);
    let key = steward
        .post(&format!("/v1/networks/vallee/actors/{dora}/keys"), &json!({"scopes": ["read", "write", "admin"]}));
    let own = server.caller(key.expect(201)["secret"].as_str().unwrap());
    let together = json!([
        {"operation": "submitContribution", "body": {"kind": "idea", "title": "Adieu", "body": "Je m'en vais."}},
        {"operation": "erasePersonalData", "path": {"actor": dora}, "body": {"reason": "own_request"}},
    ]);
    own.post("/v1/networks/vallee/commands?atomic=true", &together).expect(200);
    server.stop();
    let told = compact(&world);
    assert_eq!((told[1]["blanked"].as_u64(), told[1]["waiting"].as_u64()), (Some(4), Some(2)), "{told}");
    let said = world.tresse(&world.data, &["compact"]);
    assert!(stdout(&said).contains("2 lie in the last commit"), "{}", stdout(&said));
    world.joined_by("Chloé");
    let told = compact(&world);
    assert_eq!((told[1]["blanked"].as_u64(), told[1]["waiting"].as_u64()), (Some(2), Some(0)), "{told}");
}
