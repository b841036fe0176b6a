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

/// Destroys the keys of an actor of vallee, as an erasure does.
fn destroy_keys(world: &World, actor: &str) {
    let catalogue = setting().catalogue(&world.data).unwrap();
    let network = catalogue.load(catalogue.server().network("vallee").unwrap()).unwrap();
    network.vault().erase(actor.parse::<ActorId>().unwrap()).unwrap();
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
fn the_texts_and_indexes_of_people_without_keys_are_blanked_and_nothing_else_changes() {
    let world = World::filled();
    let dora = joined_with_an_address(&world);
    world.joined_by("Chloé");
    let (exported, before) = (world.exported(&world.data, "vallee"), private(&world, &world.data));
    let told = compact(&world);
    assert_eq!((told[1]["network"].as_str(), told[1]["bytes"].as_u64()), (Some("vallee"), Some(0)));
    destroy_keys(&world, &dora);
    let told = compact(&world);
    // Name, address and what she says of herself; two titles and two bodies; the index of her address.
    assert_eq!((told[1]["blanked"].as_u64(), told[1]["waiting"].as_u64()), (Some(8), Some(0)), "{told}");
    assert_eq!((told[0]["network"].as_str(), told[0]["bytes"].as_u64()), (Some("colline"), Some(0)));
    let after = private(&world, &world.data);
    let blanked: Vec<_> = before.iter().zip(&after).filter(|(before, after)| before != after).collect();
    assert!(blanked.iter().all(|(before, after)| before.0 == after.0 && is_blank(&after.1)));
    let bytes: usize = blanked.iter().map(|(before, _)| before.1.body.len()).sum();
    assert_eq!((blanked.len(), told[1]["bytes"].as_u64()), (8, Some(bytes as u64)));
    let kinds = |kind| blanked.iter().filter(|(before, _)| before.1.kind == kind).count();
    assert_eq!((kinds(private_kind::SEALED_TEXT), kinds(private_kind::BLIND_INDEX)), (7, 1));
    assert_eq!(world.exported(&world.data, "vallee"), exported);
    assert_eq!(compact(&world)[1]["bytes"].as_u64(), Some(0), "nothing is blanked twice");
    let said = world.tresse(&world.data, &["compact"]);
    assert!(stdout(&said).contains("vallee  0 bytes in 0 texts and indexes blanked"), "{}", stdout(&said));
    let server = world.serve();
    let texts = server.caller(&world.steward).get("/v1/networks/vallee/contributions?expand=texts").expect(200);
    assert!(texts.to_string().contains("Ce que dit Chloé") && !texts.to_string().contains("Des ruches"));
}

#[test]
fn what_was_blanked_is_backed_up_and_restored_blanked() {
    let world = World::filled();
    let dora = joined_with_an_address(&world);
    world.joined_by("Chloé");
    destroy_keys(&world, &dora);
    compact(&world);
    world.backed_up("logs", "keys");
    let restored = world.restore("logs", "keys", "restored", &[]);
    assert!(restored.status.success(), "{}", stderr(&restored));
    assert!(stdout(&restored).contains("actors without keys: 1;"), "{}", stdout(&restored));
    world.is_equal("restored");
    assert_eq!(private(&world, &world.path("restored")), private(&world, &world.data));
}

#[test]
fn what_lies_in_the_last_commit_waits_for_another() {
    let world = World::filled();
    let server = world.serve();
    let steward = server.caller(&world.steward);
    let body = json!({"kind": "person", "profile": {"name": "Dora Klein"}});
    let dora = steward.post("/v1/networks/vallee/actors", &body).expect(201)["id"].as_str().unwrap().to_owned();
    server.stop();
    destroy_keys(&world, &dora);
    let told = compact(&world);
    assert_eq!((told[1]["blanked"].as_u64(), told[1]["waiting"].as_u64()), (Some(0), Some(1)), "{told}");
    world.joined_by("Chloé");
    let told = compact(&world);
    assert_eq!((told[1]["blanked"].as_u64(), told[1]["waiting"].as_u64()), (Some(1), Some(0)), "{told}");
}
