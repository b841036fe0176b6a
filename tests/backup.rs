//! Backups: what is restored is what was backed up, byte for byte, or nothing.

mod compaction;
mod interrupted;
mod live;
mod proofs;
mod refused;
mod repair;

use std::path::{Path, PathBuf};
use std::process::Output;
use std::sync::Arc;

use app::backup::Watcher;
use disk::{Disk, RealDisk};
use serde_json::json;
use testkit::{Member, Setting, TestServer};
use vault::Kek;

/// A key-encryption key whose bytes are found if they stand anywhere.
const KEK: &str = "tresse-kek-v1 dHJlc3NlJ3MgYmFja3VwIHRlc3RzOiB0aGlzIGlzIDM=";

/// A data directory with what belongs to it, and places for backups.
struct World {
    _temporary: tempfile::TempDir,
    root: PathBuf,
    data: PathBuf,
    /// The secret of the key of vallee's steward.
    steward: String,
}

impl World {
    fn new() -> Self {
        let temporary = tempfile::tempdir().unwrap();
        let root = temporary.path().to_owned();
        Self { data: root.join("data"), root, steward: String::new(), _temporary: temporary }
    }

    /// Two networks with people, texts and votes, and nobody who uses them.
    fn filled() -> Self {
        let mut world = Self::new();
        let server = world.serve();
        let (anne, bilal) = fill(&server, "vallee");
        contribute(&server, "vallee", &bilal, "Un calendrier commun", 3);
        contribute(&server, "vallee", &anne, "Un jardin partagé", 2);
        fill(&server, "colline");
        world.steward = anne.client.header("authorization").unwrap().replace("Bearer ", "");
        server.stop();
        world
    }

    /// Somebody joins vallee and says something, in a server of their own.
    fn joined_by(&self, name: &str) -> String {
        let server = self.serve();
        let member = server.join("vallee", &server.caller(&self.steward), name);
        contribute(&server, "vallee", &member, &format!("Ce que dit {name}"), 1);
        server.stop();
        member.id
    }

    fn serve(&self) -> TestServer {
        TestServer::start_on(&self.data, &setting())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    /// Runs the command line on a data directory.
    fn tresse(&self, data: &Path, arguments: &[&str]) -> Output {
        let mut command = testkit::binary::tresse();
        command.current_dir(&self.root).args(arguments).arg("--data").arg(data).env("TRESSE_KEK", KEK);
        command.output().unwrap()
    }

    fn backed_up(&self, logs: &str, keys: &str) {
        let made = self.tresse(&self.data, &["backup", "--to", logs, "--keys", keys]);
        assert!(made.status.success(), "{}", stderr(&made));
    }

    fn restore(&self, logs: &str, keys: &str, data: &str, more: &[&str]) -> Output {
        let arguments = [&["restore", "--from", logs, "--keys", keys], more].concat();
        self.tresse(&self.path(data), &arguments)
    }

    /// The exported history of a network of some data directory.
    fn exported(&self, data: &Path, network: &str) -> String {
        let exported = self.tresse(data, &["export", "log", "--network", network]);
        assert!(exported.status.success(), "{}", stderr(&exported));
        stdout(&exported)
    }

    /// That a restored data directory holds what the first one holds.
    fn is_equal(&self, data: &str) {
        for network in ["vallee", "colline"] {
            let exported = self.exported(&self.data, network);
            assert!(exported.lines().count() > 5);
            assert_eq!(self.exported(&self.path(data), network), exported);
        }
    }
}

fn setting() -> Setting {
    Setting { kek: Arc::new(Kek::from_text(KEK).unwrap()), ..Setting::default() }
}

/// Founds a network and lets somebody join.
fn fill(server: &TestServer, slug: &str) -> (Member, Member) {
    let anne = server.found(slug, "public");
    let bilal = server.join(slug, &anne.client, "Bilal Haddad");
    (anne, bilal)
}

fn contribute(server: &TestServer, slug: &str, member: &Member, title: &str, times: usize) {
    for n in 0..times {
        let body = json!({"kind": "idea", "title": title, "body": format!("Voici l'idée n° {n}.")});
        member.client.post(&format!("/v1/networks/{slug}/contributions"), &body).expect(201);
    }
    server.caller("").get(&format!("/v1/networks/{slug}")).expect(200);
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// All files below a directory.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for path in RealDisk.list(dir).unwrap() {
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

/// Watches nothing.
struct Nobody;

impl Watcher for Nobody {
    fn progress(&mut self, done: u64, total: u64) {
        assert!(done <= total);
    }
}

#[test]
fn what_is_restored_is_what_was_backed_up() {
    let world = World::filled();
    let made = world.tresse(&world.data, &["backup", "--to", "logs", "--keys", "keys"]);
    assert!(made.status.success(), "{}", stderr(&made));
    assert!(stdout(&made).contains("networks 2, events 19") && stdout(&made).contains("in neither, and never is"));
    assert_eq!(stderr(&made), "", "no progress where nobody looks");
    let restored = world.restore("logs", "keys", "elsewhere/data", &[]);
    assert!(restored.status.success(), "{}", stderr(&restored));
    assert!(stdout(&restored).contains("vallee  12 events, proved byte for byte"), "{}", stdout(&restored));
    world.is_equal("elsewhere/data");
    let (before, after) = (world.serve(), TestServer::start_on(&world.path("elsewhere/data"), &setting()));
    let texts = "/v1/networks/vallee/contributions?expand=texts";
    let told = before.caller("").get(texts).expect(200);
    assert!(told.to_string().contains("Un calendrier commun"));
    assert_eq!(after.caller("").get(texts).expect(200), told);
    // The keys of people and of machines work, and the network goes on.
    after.join("vallee", &after.caller(&world.steward), "Chloé");
}

#[test]
fn a_manifest_says_what_can_be_checked_by_other_means() {
    let world = World::filled();
    world.backed_up("logs", "keys");
    let manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(world.path("logs/manifest.json")).unwrap()).unwrap();
    let slugs: Vec<_> = manifest["networks"].as_array().unwrap().iter().map(|one| one["slug"].clone()).collect();
    assert_eq!(slugs, ["colline", "vallee"]);
    let vallee = &manifest["networks"][1];
    let exported = world.exported(&world.data, "vallee");
    assert_eq!(vallee["head"], exported.lines().count());
    // The history as anyone has it who followed it: each event after its length.
    let events = exported.lines().map(|line| line.split_once("\"event\":").unwrap().1.strip_suffix('}').unwrap());
    let bytes: Vec<u8> = events
        .flat_map(|event| [&u16::try_from(event.len()).unwrap().to_be_bytes(), event.as_bytes()].concat())
        .collect();
    std::fs::write(world.path("public"), bytes).unwrap();
    let sha256sum = |path: &Path| {
        let told = std::process::Command::new("sha256sum").arg(path).output().unwrap();
        String::from_utf8(told.stdout).unwrap().split(' ').next().unwrap().to_owned()
    };
    assert_eq!(vallee["public_sha256"], sha256sum(&world.path("public")));
    let segment = &vallee["segments"][0];
    let id = vallee["id"].as_str().unwrap();
    let path = world.path("logs/networks").join(id).join(segment["file"].as_str().unwrap());
    assert_eq!(segment["sha256"], sha256sum(&path));
    assert_eq!(segment["bytes"], path.metadata().unwrap().len());
    assert!(path.metadata().unwrap().len() < 32 << 10, "the room that a segment has left is not backed up");
}

#[test]
fn no_place_holds_what_opens_the_other() {
    let world = World::filled();
    world.backed_up("logs", "keys");
    let secret = b"tresse's backup tests: this is 3";
    for place in ["logs", "keys"] {
        let found = files(&world.path(place));
        assert!(found.len() > 3);
        for path in found {
            let bytes = std::fs::read(&path).unwrap();
            let holds = |sought: &[u8]| bytes.windows(sought.len()).any(|window| window == sought);
            assert!(!holds(secret) && !holds(&KEK.as_bytes()[14..40]), "{}", path.display());
            assert!(!holds(b"Bilal") && !holds(b"calendrier"), "{}", path.display());
        }
    }
    let wrapped: Vec<u8> = files(&world.data.join("networks"))
        .iter()
        .filter(|path| path.ends_with("keys/network"))
        .flat_map(|path| std::fs::read(path).unwrap())
        .collect();
    assert!(!wrapped.is_empty());
    for path in files(&world.path("logs")) {
        let bytes = std::fs::read(&path).unwrap();
        assert!(!wrapped.chunks_exact(64).any(|piece| bytes.windows(piece.len()).any(|window| window == piece)));
    }
}

#[test]
fn an_empty_server_is_backed_up_and_restored_too() {
    let world = World::new();
    drop(setting().catalogue(&world.data).unwrap());
    world.backed_up("logs", "keys");
    let restored = world.restore("logs", "keys", "restored", &[]);
    assert!(restored.status.success(), "{}", stderr(&restored));
    let server = TestServer::start_on(&world.path("restored"), &setting());
    fill(&server, "vallee");
}
