//! The index gone, cut, scrambled, stale, or swept away under a running server: every answer stays what it was.

use std::path::{Path, PathBuf};

use app::draft::Draft;
use app::edge;
use app::submission::{Imported, Outcome, Submission};
use domain::authority::{Action, Principal};
use domain::class::Pointer;
use domain::contribution::{Command, QuestionAsked};
use domain::envelope::{Act, By};
use serde_json::json;
use testkit::{Client, Setting, TestServer};

use super::{BASE, found, network, place, shown_head, submit};

/// What many different reads answer, some of which the index helps with.
fn answers(client: &Client, objects: &[String]) -> Vec<(String, String)> {
    let head = shown_head(client);
    let mut paths = vec![
        BASE.to_owned(),
        format!("{BASE}/actors?limit=100"),
        format!("{BASE}/contributions?limit=100&expand=texts"),
        format!("{BASE}/events?type=contribution.revised&limit=100"),
        format!("{BASE}/events?object=contribution:00000000-0000-7000-8000-000000000000"),
    ];
    for object in objects {
        paths.push(format!("{BASE}/events?object={object}&limit=3&expand=texts"));
        paths.push(format!("{BASE}/events?object={object}&limit=100&from={}", head / 2));
    }
    for as_of in [1, head / 3, head / 2, head - 1] {
        paths.push(format!("{BASE}/contributions?limit=100&expand=texts&as_of={as_of}"));
        paths.push(format!("{BASE}/events/{as_of}?expand=texts"));
    }
    let answer = |path: String| {
        let reply = client.get(&path);
        assert_eq!(reply.status, 200, "{path}: {}", String::from_utf8_lossy(&reply.body));
        (path, String::from_utf8(reply.body).unwrap())
    };
    paths.into_iter().map(answer).collect()
}

/// Records a row of an imported set, unless it is in already.
fn import_row(server: &TestServer) -> Outcome {
    let network = network(server);
    let mut draft = Draft::new(network.vault());
    let title = draft.common(Pointer::Title, "Que faire ensemble ?").unwrap();
    let asked = QuestionAsked { contribution: edge::contribution_id(), title, body: None, theme: None };
    let steps = vec![draft.ready(Command::Ask(asked)).as_part_of(Action::Import)];
    let submission = Submission {
        imported: Some(Imported::Row(network.vault().mac("source", &[b"polis:vallee:1"]))),
        ..Submission::new(Principal::Operator, Act::by(By::Operator), steps)
    };
    network.submit_blocking(submission).unwrap().blocking_recv().unwrap().unwrap()
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn change(files_of: &Path, change: impl Fn(&mut Vec<u8>)) {
    for path in files(files_of) {
        let mut bytes = std::fs::read(&path).unwrap();
        change(&mut bytes);
        std::fs::write(&path, bytes).unwrap();
    }
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for path in files(from) {
        let within = to.join(path.strip_prefix(from).unwrap());
        std::fs::create_dir_all(within.parent().unwrap()).unwrap();
        std::fs::copy(&path, within).unwrap();
    }
}

#[test]
fn nothing_depends_on_the_index() {
    let temporary = tempfile::tempdir().unwrap();
    let (data, stale) = (temporary.path().join("data"), temporary.path().join("stale"));
    let index = data.join("index");
    let server = TestServer::start_on(&data, &Setting::default());
    let (anne, secret) = found(&server);
    let mut objects = Vec::new();
    for n in 0..12 {
        let idea = submit(&anne, &format!("idea-{n}")).expect(201)["id"].as_str().unwrap().to_owned();
        for m in 0..n % 5 {
            let text = json!({"title": "Une idée", "body": format!("Dite {m} fois.")});
            anne.put(&format!("{BASE}/contributions/{idea}/text"), &text).expect(200);
        }
        objects.push(format!("contribution:{idea}"));
        if n == 5 {
            // A copy of a running index is as good as any other damage.
            copy(&index, &stale);
        }
    }
    assert!(matches!(import_row(&server), Outcome::Recorded { .. }));
    let told = submit(&anne, "told").expect(201);
    let before = answers(&anne, &objects);
    let unchanged = |server: &TestServer, how: &str| {
        let anne = server.caller(&secret);
        for (now, before) in answers(&anne, &objects).into_iter().zip(&before) {
            assert_eq!(now, *before, "the index {how}");
        }
        assert_eq!(place(&submit(&anne, "told").expect(201)), place(&told), "the index {how}");
        assert!(matches!(import_row(server), Outcome::Unchanged(_)), "the index {how}");
        assert_eq!(shown_head(&anne), told["position"].as_u64().unwrap(), "the index {how}");
    };
    unchanged(&server, "as it was");
    std::fs::remove_dir_all(&index).unwrap();
    unchanged(&server, "swept away under the server");
    server.stop();

    let damages: [(&str, &dyn Fn()); 7] = [
        ("reopened", &|| ()),
        ("deleted", &|| _ = std::fs::remove_dir_all(&index)),
        ("cut in half", &|| change(&index, |bytes| bytes.truncate(bytes.len() / 2))),
        ("empty", &|| change(&index, Vec::clear)),
        ("scrambled", &|| {
            change(&index, |bytes| bytes.iter_mut().step_by(97).for_each(|byte| *byte = byte.wrapping_mul(31) ^ 0x5a));
        }),
        ("stale", &|| {
            _ = std::fs::remove_dir_all(&index);
            copy(&stale, &index);
        }),
        ("a file", &|| {
            std::fs::remove_dir_all(&index).unwrap();
            std::fs::write(&index, b"no directory").unwrap();
        }),
    ];
    for (how, damage) in damages {
        damage();
        let server = TestServer::start_on(&data, &Setting::default());
        unchanged(&server, how);
        // Asked again, when what was not found has been indexed anew.
        unchanged(&server, how);
        server.stop();
    }
}
