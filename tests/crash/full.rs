//! A disk that is really full: a small tmpfs in a mount namespace of its own.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};

use serde_json::json;

use super::history::History;
use super::load::SLUG;
use super::served::{Served, serve};

/// The size of the disk: room for the segments of `_server` and a network, their keys and the index.
const DISK_MIB: u64 = 16;

/// Holds a mount namespace with a tmpfs in it; gone when its standard input closes.
struct SmallDisk {
    holder: Child,
    _hold: ChildStdin,
    mount: PathBuf,
}

impl SmallDisk {
    /// `None` where one may not make namespaces.
    fn mounted(at: &Path) -> Option<Self> {
        let script = format!("mount -t tmpfs -o size={DISK_MIB}m tmpfs '{}' && echo ready && read end", at.display());
        let mut command = Command::new("unshare");
        command.args(["-Urm", "sh", "-c", &script]).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut holder = command.spawn().ok()?;
        let (hold, mut line) = (holder.stdin.take().unwrap(), String::new());
        BufReader::new(holder.stdout.take().unwrap()).read_line(&mut line).unwrap();
        if line.trim() == "ready" {
            return Some(Self { holder, _hold: hold, mount: at.to_owned() });
        }
        holder.wait().unwrap();
        None
    }

    /// A command inside.
    fn command(&self) -> Command {
        let mut command = Command::new("nsenter");
        let holder = self.holder.id().to_string();
        command.args(["-t", &holder, "-U", "-m", "--preserve-credentials", "--"]).arg(testkit::binary::tresse_binary());
        command.current_dir(std::env::temp_dir());
        command
    }

    /// The same directory, seen from outside.
    fn seen_outside(&self) -> PathBuf {
        Path::new("/proc").join(self.holder.id().to_string()).join("root").join(self.mount.strip_prefix("/").unwrap())
    }

    /// Takes all room there is.
    fn fill(&self) {
        let mut ballast = std::fs::File::create(self.seen_outside().join("ballast")).unwrap();
        let piece = [1; 4_096];
        while std::io::Write::write_all(&mut ballast, &piece).is_ok() {}
    }

    fn free(&self) {
        std::fs::remove_file(self.seen_outside().join("ballast")).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        _ = self.holder.kill();
        _ = self.holder.wait();
    }
}

#[test]
fn a_full_disk_refuses_writes_serves_reads_and_loses_nothing() {
    let temporary = tempfile::tempdir().unwrap();
    let mount = temporary.path().join("mount");
    std::fs::create_dir(&mount).unwrap();
    let Some(disk) = SmallDisk::mounted(&mount) else {
        return testkit::skipped("user and mount namespaces are not permitted here");
    };
    let data = mount.join("data");
    let served = |is_first: bool| {
        let mut command = disk.command();
        serve(&mut command, &data);
        Served::start_as(command, &temporary.path().join("disk"), is_first)
    };
    let first = served(true);
    let operator = first.caller(first.operator.as_ref().unwrap());
    let founding = json!({
        "slug": SLUG, "name": "Réseau de la vallée", "languages": ["fr"], "time_zone": "Europe/Paris",
        "visibility": "public", "steward": {"kind": "person", "name": "Anne Berger"}
    });
    let founded = operator.post("/v1/networks", &founding).expect(201);
    let secret = founded["secret"].as_str().unwrap().to_owned();
    let anne = first.caller(&secret);
    let contributions = format!("/v1/networks/{SLUG}/contributions");
    let text = "Un mot après l'autre. ".repeat(600);
    let submit = |client: &testkit::Client, n: usize| {
        let client = client.with("idempotency-key", &format!("idea-{n}"));
        client.post(&contributions, &json!({"kind": "idea", "title": "Une idée", "body": text}))
    };
    let mut recorded = vec![submit(&anne, 0).expect(201)];
    disk.fill();
    // What room the first segment has is taken already: it is filled, until the next one would have to be made.
    let refused = loop {
        let reply = submit(&anne, recorded.len());
        if reply.status != 201 {
            break reply;
        }
        recorded.push(reply.json());
        assert!(recorded.len() < 200, "the disk does not fill");
    };
    assert_eq!(refused.problem(507), "disk_full");
    println!("the disk was full after {} ideas", recorded.len());
    for _ in 0..3 {
        assert_eq!(submit(&anne, recorded.len()).problem(507), "disk_full");
    }
    let another = json!({
        "slug": "autre", "name": "Autre", "languages": ["fr"], "time_zone": "Europe/Paris", "visibility": "public",
        "steward": {"kind": "person", "name": "Bilal"}
    });
    assert_eq!(operator.post("/v1/networks", &another).problem(507), "disk_full");
    let last = recorded.last().unwrap()["id"].as_str().unwrap().to_owned();
    let read = |client: &testkit::Client| client.get(&format!("{contributions}/{last}")).expect(200);
    assert_eq!(read(&anne)["body"], text);
    let position = recorded.last().unwrap()["position"].as_u64().unwrap();
    anne.get(&format!("/v1/networks/{SLUG}/events?from={}", position - 1)).expect(200);

    disk.free();
    recorded.push(submit(&anne, recorded.len()).expect(201));
    operator.post("/v1/networks", &another).expect(201);

    // Full again, and opened while it is.
    disk.fill();
    let mut first = first;
    first.kill();
    first.ended();
    drop(first);
    let second = served(false);
    let anne = second.caller(&secret);
    assert_eq!(read(&anne)["body"], text);
    disk.free();
    for (n, before) in recorded.iter().enumerate() {
        let again = submit(&anne, n).expect(201);
        assert_eq!((&again["id"], &again["position"]), (&before["id"], &before["position"]));
    }
    recorded.push(submit(&anne, recorded.len()).expect(201));
    drop(second);
    let ended = disk.command().args(["export", "log", "--network", SLUG, "--data"]).arg(&data).output().unwrap();
    let history = History::of(&ended);
    assert_eq!(history.head(), 5 + recorded.len() as u64, "every idea once");
}
