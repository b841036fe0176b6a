//! Buckets of keys that cannot be synced: nobody joins without durable keys.

use std::sync::Arc;

use disk::FaultyDisk;
use disk::faulty::Fault;
use serde_json::json;
use testkit::{Client, Reply, Setting, TestServer};

use super::{BASE, found, network, place, shown_head, submit};

#[test]
fn nobody_joins_without_durable_keys() {
    let (dir, disk) = (tempfile::tempdir().unwrap(), FaultyDisk::new());
    let setting = Setting { disk: Arc::new(disk.clone()), ..Setting::default() };
    let server = TestServer::start_on(dir.path(), &setting);
    let (anne, secret) = found(&server);
    let network = network(&server);
    let keys = format!("{}/keys", network.id());
    let spend_spares = || (0..network.vault().spares_left()).for_each(|_| _ = network.vault().spare_subject().unwrap());
    let join = |anne: &Client, key: &str| -> Reply {
        let body = json!({"kind": "person", "profile": {"name": "Chloé"}});
        anne.with("idempotency-key", key).post(&format!("{BASE}/actors"), &body)
    };
    let head = shown_head(&anne);
    spend_spares();
    disk.inject(Fault::FailSync { path: keys.clone(), from: 0 });
    assert_eq!(join(&anne, "chloe").status, 500);
    assert_eq!(shown_head(&anne), head, "nobody joined");
    submit(&anne, "others act on").expect(201);
    disk.heal();
    spend_spares();
    disk.inject(Fault::FailWrite { path: keys.clone(), from: 0, kind: std::io::ErrorKind::StorageFull });
    disk.inject(Fault::Full { path: keys.clone() });
    assert_eq!(join(&anne, "chloe").problem(507), "disk_full");
    assert_eq!(shown_head(&anne), head + 1, "nobody joined");
    disk.heal();
    let joined = join(&anne, "chloe").expect(201);

    // A disk that says it synced and did not.
    spend_spares();
    disk.inject(Fault::DropSync { path: keys, from: 0 });
    let forgotten = join(&anne, "forgotten").expect(201);
    drop(network);
    server.stop();
    disk.heal();
    disk.power_cut(|_, _| false).unwrap();
    let server = TestServer::start_on(dir.path(), &setting);
    let network = super::network(&server);
    assert_eq!(network.live().views.head.0, head + 5, "the history is whole");
    let has_keys = |told: &serde_json::Value| network.vault().has_keys(told["id"].as_str().unwrap().parse().unwrap());
    assert!(has_keys(&joined));
    println!("keys that were never synced are {}", if has_keys(&forgotten) { "there" } else { "gone" });
    let anne = server.caller(&secret);
    for told in [&joined, &forgotten] {
        let name = anne.get(&format!("{BASE}/actors/{}", told["id"].as_str().unwrap())).expect(200)["name"].clone();
        assert_eq!(name, if has_keys(told) { "Chloé" } else { "[erased]" });
    }
    assert_eq!(place(&join(&anne, "forgotten").expect(201)), place(&forgotten));
}
