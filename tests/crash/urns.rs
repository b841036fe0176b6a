//! kill -9 around the close of secret votes: a vote is open with all its ballots, or closed, and then nobody can open one of
//! them; neither a file nor a line of the server's own log tells a ballot.

use std::path::Path;
use std::time::Duration;

use app::network::{EventLog as _, private_kind, read_event};
use domain::class::Pointer;
use domain::decision::Phase;
use domain::ids::{ActorId, DecisionId, Position};
use serde_json::json;
use testkit::Client;
use vault::Owner;

use super::served::{Served, serve};
use super::setting_of;
use crate::secret::{RANKINGS, rank, vote, word};

const ROUNDS: u32 = 8;
const NETWORK: &str = "/v1/networks/vallee";

fn started(data: &Path) -> Served {
    let mut command = testkit::binary::tresse();
    command.env("TRESSE_LOG", "trace");
    serve(&mut command, data);
    Served::start(command, data)
}

/// Founds the network; the steward's key and those of five more.
fn people(served: &Served) -> Vec<String> {
    let body = json!({
        "slug": "vallee", "name": "Réseau de la vallée", "languages": ["fr"], "time_zone": "Europe/Paris",
        "visibility": "public", "steward": {"kind": "person", "name": "Anne Berger"}
    });
    let founded = served.caller(served.operator.as_ref().unwrap()).post("/v1/networks", &body).expect(201);
    let steward = founded["secret"].as_str().unwrap().to_owned();
    let anne = served.caller(&steward);
    let more = (0..5).map(|n| {
        let person = json!({"kind": "person", "profile": {"name": format!("Votante {n}")}});
        let id = anne.post(&format!("{NETWORK}/actors"), &person).expect(201)["id"].as_str().unwrap().to_owned();
        let scopes = json!({"scopes": ["read", "write"]});
        let key = anne.post(&format!("{NETWORK}/actors/{id}/keys"), &scopes).expect(201);
        key["secret"].as_str().unwrap().to_owned()
    });
    std::iter::once(steward.clone()).chain(more).collect()
}

/// Opens a secret vote in which everybody votes.
fn opened(served: &Served, keys: &[String]) -> String {
    let anne = served.caller(&keys[0]);
    let id = anne.post(&format!("{NETWORK}/decisions"), &vote()).expect(201)["id"].as_str().unwrap().to_owned();
    let path = format!("{NETWORK}/decisions/{id}");
    anne.post(&format!("{path}/opening"), &json!({})).expect(200);
    for (key, ranking) in keys.iter().zip(RANKINGS) {
        served.caller(key).post(&format!("{path}/ballots"), &rank(ranking)).expect(200);
    }
    id
}

/// Asks for the close, and kills the process a moment later; whether the answer came.
fn killed_while_closing(served: &mut Served, anne: &Client, id: &str, delay: Duration) -> bool {
    let path = format!("{NETWORK}/decisions/{id}/closing");
    std::thread::scope(|scope| {
        let asked = scope.spawn(|| anne.try_send("POST", &path, b"{}").is_some_and(|reply| reply.status == 200));
        std::thread::sleep(delay);
        served.kill();
        asked.join().unwrap()
    })
}

/// How far a vote is on the disk, whether its urn's key is there, and how many of its sealed ballots open with any key.
fn on_the_disk(data: &Path, id: &str) -> (Phase, bool, usize) {
    let catalogue = setting_of(data).catalogue(data).unwrap();
    let network = catalogue.load(catalogue.server().network("vallee").unwrap()).unwrap();
    let (live, decision): (_, DecisionId) = (network.live(), id.parse().unwrap());
    let row = live.state.decision.get(decision).unwrap();
    let urn = ActorId(row.vote.as_ref().unwrap().urn.unwrap().0);
    let owners: Vec<_> = live.views.actors.after(None).map(|row| row.id).chain([urn]).map(Owner::Subject).collect();
    let mut open = 0;
    for frame in network.log().frames(0) {
        let frame = frame.unwrap();
        for entry in frame.private.iter().filter(|entry| entry.kind == private_kind::BALLOT) {
            let index = usize::from(entry.event_index);
            let event = read_event(Position(frame.first + index as u64), &frame.events[index]).unwrap();
            if event.object().map(domain::event::Object::id) != Some(decision.0) {
                continue;
            }
            let unseals = |owner| network.vault().unseal(owner, event.id, Pointer::Ballot, &entry.body).is_ok();
            open += usize::from(owners.iter().copied().chain([Owner::Network]).any(unseals));
        }
    }
    let told = (row.phase, network.vault().has_keys(urn), open);
    drop((network, live));
    catalogue.stop();
    told
}

#[test]
fn a_vote_that_is_killed_while_it_closes_is_open_whole_or_closed_for_ever() {
    let temporary = tempfile::tempdir().unwrap();
    let data = temporary.path().join("data");
    let mut served = started(&data);
    let keys = people(&served);
    let (mut open, mut closed, mut unanswered) = (0, 0, 0);
    for round in 0..ROUNDS {
        let id = opened(&served, &keys);
        let anne = served.caller(&keys[0]);
        let answered = killed_while_closing(&mut served, &anne, &id, Duration::from_micros(400) * round);
        served.ended();
        match on_the_disk(&data, &id) {
            (Phase::Open, has_key, ballots) => {
                assert!(!answered, "it was told that it is closed");
                assert!(has_key && ballots == keys.len(), "{ballots} of {} ballots open", keys.len());
                open += 1;
            }
            (Phase::Closed | Phase::Decided, has_key, ballots) => {
                assert!(!has_key && ballots == 0, "an urn is open after its close: {ballots} ballots");
                closed += 1;
            }
            (phase, ..) => panic!("it is {phase}"),
        }
        unanswered += u32::from(!answered);
        served = started(&data);
        let anne = served.caller(&keys[0]);
        anne.post(&format!("{NETWORK}/decisions/{id}/closing"), &json!({})).expect(200);
        let until = std::time::Instant::now() + Duration::from_secs(20);
        while anne.get(&format!("{NETWORK}/decisions/{id}")).expect(200)["phase"] != "decided" {
            assert!(std::time::Instant::now() < until, "nothing comes of it");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
    println!("{ROUNDS} closes killed: {open} open, {closed} closed, {unanswered} unanswered");
    // A ballot that was never published: of a vote that stays open.
    let id = opened(&served, &keys);
    let path = format!("{NETWORK}/decisions/{id}/ballots");
    served.caller(&keys[0]).post(&path, &rank(RANKINGS[7])).expect(200);
    served.kill();
    served.ended();
    let secret = word(RANKINGS[7]);
    let mut folders = vec![temporary.path().to_owned()];
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = std::fs::read(&path).unwrap();
            assert!(!bytes.windows(secret.len()).any(|found| found == secret.as_bytes()), "{}", path.display());
        }
    }
    let log = std::fs::read_to_string(data.with_extension("stderr")).unwrap();
    assert!(log.len() > 1_000, "the server's own log is looked through, at its most talkative");
}
