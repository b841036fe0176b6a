//! Backups of a directory that a server uses.

use std::sync::atomic::{AtomicBool, Ordering};

use super::*;

#[test]
fn a_backup_made_under_load_is_what_the_networks_once_were() {
    let world = World::filled();
    let server = world.serve();
    let steward = server.caller(&world.steward);
    let (is_done, mut backups) = (AtomicBool::new(false), Vec::new());
    std::thread::scope(|scope| {
        let acting = scope.spawn(|| {
            for n in 0.. {
                let member = server.join("vallee", &steward, &format!("Personne {n}"));
                contribute(&server, "vallee", &member, "Pendant la sauvegarde", 2);
                if is_done.load(Ordering::Relaxed) {
                    break;
                }
            }
        });
        for n in 0..4 {
            let before: u64 = steward.get("/v1/networks/vallee").headers["tresse-position"].parse().unwrap();
            let (logs, keys) = (format!("logs-{n}"), format!("keys-{n}"));
            let made = world.tresse(&world.data, &["backup", "--to", &logs, "--keys", &keys]);
            assert!(made.status.success(), "{}", stderr(&made));
            assert!(stdout(&made).contains("while another process used them"), "{}", stdout(&made));
            backups.push((logs, keys, before));
        }
        is_done.store(true, Ordering::Relaxed);
        acting.join().unwrap();
    });
    server.stop();
    let history = world.exported(&world.data, "vallee");
    for (logs, keys, before) in backups {
        let data = format!("restored-{logs}");
        let known = format!("vallee={before}");
        let restored = world.restore(&logs, &keys, &data, &["--at-least", &known]);
        assert!(restored.status.success(), "{}", stderr(&restored));
        assert!(!stdout(&restored).contains("without keys"), "{}", stdout(&restored));
        let exported = world.exported(&world.path(&data), "vallee");
        assert!(history.starts_with(&exported) && exported.lines().count() as u64 >= before);
        let server = TestServer::start_on(&world.path(&data), &setting());
        let texts = server.caller(&world.steward).get("/v1/networks/vallee/contributions?expand=texts&limit=100");
        assert!(!texts.expect(200).to_string().contains("erased"), "every text opens");
        server.stop();
    }
}
