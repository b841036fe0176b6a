//! kill -9 while people come in and roles end: nobody is let in twice, nobody who was answered is left outside, what is
//! due is recorded once; and no file that is left holds a secret.

use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use testkit::{Client, Reply};

use super::served::{Served, serve};

const ROUNDS: usize = 4;
const CODES: usize = 24;
const NETWORK: &str = "/v1/networks/vallee";

fn started(data: &Path) -> Served {
    let mut command = testkit::binary::tresse();
    command.env("TRESSE_LOG", "trace").env("TRESSE_WRITES_PER_MINUTE", "0");
    serve(&mut command, data);
    Served::start(command, data)
}

fn found(served: &Served) -> (String, String) {
    let body = json!({
        "slug": "vallee", "name": "Réseau de la vallée", "languages": ["fr"], "time_zone": "Europe/Paris",
        "visibility": "members", "steward": {"kind": "person", "name": "Anne Berger"}
    });
    let founded = served.caller(served.operator.as_ref().unwrap()).post("/v1/networks", &body).expect(201);
    (founded["secret"].as_str().unwrap().to_owned(), founded["steward"].as_str().unwrap().to_owned())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

fn codes(anne: &Client) -> Vec<String> {
    let issued = anne.post(&format!("{NETWORK}/invitations"), &json!({"count": CODES})).expect(201);
    issued["items"].as_array().unwrap().iter().map(|item| text(&item["code"])).collect()
}

/// Somebody comes with a code, and sends the same again if there was no answer.
fn come(stranger: &Client, code: &str) -> Option<Reply> {
    let body = json!({"code": code, "profile": {"name": "Quelqu’un"}}).to_string();
    let keyed = stranger.with("idempotency-key", code);
    keyed.try_send("POST", &format!("{NETWORK}/invitations/acceptance"), body.as_bytes())
}

fn events(anne: &Client, event: &str) -> Vec<Value> {
    let lines = anne.with("accept", "application/x-ndjson").get(&format!("{NETWORK}/events?type={event}"));
    let text = String::from_utf8(lines.body).unwrap();
    text.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()["event"].clone()).collect()
}

/// What of some needles, all of eight bytes or more, occurs in any file below a directory.
fn occurring<'n>(dir: &Path, needles: &'n [Vec<u8>]) -> Vec<&'n [u8]> {
    let mut by_beginning = HashMap::<&[u8], Vec<&'n [u8]>>::new();
    for needle in needles {
        by_beginning.entry(&needle[..8]).or_default().push(needle);
    }
    let (mut folders, mut occurring) = (vec![dir.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(path).unwrap();
            for (at, window) in bytes.windows(8).enumerate() {
                let candidates = by_beginning.get(window).into_iter().flatten();
                occurring.extend(candidates.filter(|needle| bytes[at..].starts_with(needle)));
            }
        }
    }
    occurring
}

#[test]
fn who_was_let_in_is_in_and_nobody_is_let_in_twice() {
    let temporary = tempfile::tempdir().unwrap();
    let data = temporary.path().join("data");
    let mut served = started(&data);
    let operator = served.operator.clone().unwrap();
    let (key, _) = found(&served);
    let mut secrets = vec![operator, key.clone()];
    let (mut came, mut unanswered) = (BTreeMap::new(), 0);
    for round in 0..ROUNDS {
        let codes = codes(&served.caller(&key));
        let stranger = served.caller("");
        let replies: Vec<_> = std::thread::scope(|scope| {
            let threads: Vec<_> = codes.iter().map(|code| scope.spawn(|| come(&stranger, code))).collect();
            std::thread::sleep(Duration::from_millis(3 + 9 * round as u64));
            served.kill();
            threads.into_iter().map(|thread| thread.join().unwrap()).collect()
        });
        served.ended();
        served = started(&data);
        for (code, reply) in codes.iter().zip(replies) {
            let again = come(&served.caller(""), code).unwrap().expect(201);
            if let Some(reply) = reply {
                let first = reply.expect(201);
                assert_eq!(
                    (&first["id"], &first["position"]),
                    (&again["id"], &again["position"]),
                    "it is the same entry"
                );
                served.caller(&text(&first["session"]["token"])).get(NETWORK).expect(200);
                secrets.extend([text(&first["session"]["token"]), text(&first["session"]["renewal"])]);
            } else {
                unanswered += 1;
            }
            let renewed = json!({"renewal": again["session"]["renewal"]});
            let renewed = served.caller("").post(&format!("{NETWORK}/sessions/renewal"), &renewed).expect(200);
            let actor =
                served.caller(&text(&renewed["token"])).get(&format!("{NETWORK}/actors/{}", text(&again["id"])));
            assert_eq!(actor.expect(200)["via"], "invitation");
            secrets.extend([code.clone(), code.replace('-', ""), text(&renewed["token"]), text(&renewed["renewal"])]);
            came.insert(text(&again["id"]), code.clone());
        }
    }
    println!("{} came in, {unanswered} after a kill before they were answered", came.len());
    assert_eq!(came.len(), ROUNDS * CODES, "each code let in one person");
    let anne = served.caller(&key);
    assert_eq!(events(&anne, "invitation.accepted").len(), came.len());
    assert_eq!(events(&anne, "actor.joined").len(), came.len() + 1);
    served.terminate();
    served.ended();
    // Neither their text, nor the bytes it stands for.
    let bare = |secret: &str| {
        ["tresse_t_", "tresse_r_", "tresse_"].iter().find_map(|begin| secret.strip_prefix(begin).map(str::to_owned))
    };
    let bytes: Vec<_> = secrets.iter().filter_map(|secret| from_hex(&bare(secret)?)).collect();
    assert!(bytes.len() > ROUNDS * CODES);
    let needles: Vec<_> = secrets.iter().map(|secret| secret.clone().into_bytes()).chain(bytes).collect();
    assert_eq!(occurring(temporary.path(), &needles), Vec::<&[u8]>::new());
    // What is looked for would be found.
    std::fs::write(data.join("planted"), &needles[needles.len() - 1]).unwrap();
    assert_eq!(occurring(temporary.path(), &needles).len(), 1);
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digits: Option<Vec<_>> = text.chars().map(|c| c.to_digit(16)).collect();
    Some(digits?.chunks_exact(2).map(|pair| u8::try_from(pair[0] * 16 + pair[1]).unwrap()).collect())
}

#[test]
fn what_is_due_is_recorded_once_whenever_the_process_is_killed() {
    let temporary = tempfile::tempdir().unwrap();
    let data = temporary.path().join("data");
    let mut served = started(&data);
    let (key, steward) = found(&served);
    let mut granted = 0;
    for round in 0..3_u64 {
        let anne = served.caller(&key);
        let until = app::edge::Clock::now(&app::edge::SystemClock).millis() + 1_000;
        let until = domain::ids::Stamp::from_millis(until).unwrap();
        for role in ["driver", "tutor", "moderator", "auditor"] {
            anne.put(&format!("{NETWORK}/actors/{steward}/roles/{role}"), &json!({"until": until})).expect(200);
            granted += 1;
        }
        // Around the moment at which the timer looks.
        std::thread::sleep(Duration::from_millis(700 + 450 * round));
        served.kill();
        served.ended();
        served = started(&data);
        let (anne, began) = (served.caller(&key), Instant::now());
        while events(&anne, "actor.role_expired").len() < granted {
            assert!(began.elapsed() < Duration::from_secs(10), "what is due is not recorded");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    std::thread::sleep(Duration::from_millis(2_200));
    let expired = events(&served.caller(&key), "actor.role_expired");
    assert_eq!(expired.len(), granted, "each once");
    assert!(expired.iter().all(|event| event["by"] == "system"));
}
