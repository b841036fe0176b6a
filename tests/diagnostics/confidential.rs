//! Nothing that anybody reads, at any moment and after any time, shows what somebody answered; no file does either.

use std::fs;
use std::path::Path;

use serde_json::json;

use super::{answer, campaign, close, opened, people};
use crate::hunt::{exported, hunt_as_of};
use crate::story::{SLUG, Story, at};

/// Words that stand nowhere else; the last of them many answered, so that it is published.
const SECRETS: [&str; 3] = ["quincaillerie", "saperlipopette", "chouettement"];

#[test]
fn no_answer_shows_what_somebody_answered() {
    let dir = tempfile::tempdir().unwrap();
    let story = Story::begin_on(dir.path());
    story.anne.client.patch(&at(""), &json!({"k": 3})).expect(200);
    let others = people(&story, 5);
    let path = opened(&story, &campaign());
    let [first, changed, common] = SECRETS;
    let keyed = story.bilal.client.with("idempotency-key", "une fois");
    let said = json!({"answers": {"4": {"words": [first]}, "5": {"text": format!("C’est {first}.")}}});
    keyed.put(&format!("{path}/answers"), &said).expect(200);
    // In a batch, and another in its place.
    let line = json!([{"operation": "answerDiagnostic", "path": {"diagnostic": path.split('/').next_back()},
        "body": {"answers": {"5": {"text": changed}}}}]);
    story.chloe.client.post(&at("/commands"), &line).expect(200);
    for (n, member) in others.iter().enumerate() {
        let words = if n < 4 { json!([common]) } else { json!(["rien"]) };
        answer(&member.client, &path, &json!({"4": {"words": words}}));
    }
    for member in [&story.bilal, &story.chloe] {
        answer(&member.client, &path, &json!({"2": {"scale": 5}, "5": {"text": format!("{first} {changed}")}}));
    }
    answer(&story.anne.client, &path, &json!({"2": {"scale": 5}}));
    let callers = [
        ("stranger", story.stranger()),
        ("steward", story.anne.client.clone()),
        ("other", others[0].client.clone()),
        ("operator", story.server.operator()),
    ];
    let found = hunt_as_of(&story.server, SLUG, &callers, &SECRETS, 4);
    // Their own are shown to themselves, and to nobody else.
    let own: Vec<_> = found.sightings.iter().collect();
    let is_own = |caller: &str, word: &str, operation: &str| {
        (caller, word) == ("other", common) && ["getOwnAnswers", "readPersonalData"].contains(&operation)
    };
    assert!(own.iter().all(|seen| is_own(&seen.caller, &seen.word, &seen.operation)), "{own:?}");
    for operation in ["getDiagnostic", "getOwnAnswers", "readHistory", "getMetrics"] {
        assert!(found.answered.contains(operation), "{operation} did not answer");
    }

    close(&story, &path);
    let found = hunt_as_of(&story.server, SLUG, &callers, &SECRETS, 4);
    let others_see: std::collections::BTreeSet<_> = found
        .sightings
        .iter()
        .filter(|seen| !is_own(&seen.caller, &seen.word, &seen.operation))
        .map(|seen| (seen.operation.as_str(), seen.word.as_str()))
        .collect();
    let published = ["getDiagnosticReport", "getEvent", "readHistory"].map(|operation| (operation, common));
    assert_eq!(others_see, published.into(), "the words of many are published, and no text");
    drop((callers, keyed));
    story.server.stop();
    let log = exported(dir.path(), SLUG);
    for secret in SECRETS {
        assert!(!log.contains(secret), "{secret}");
        assert!(!any_file_holds(dir.path(), secret.as_bytes()), "{secret}");
    }
}

fn any_file_holds(dir: &Path, wanted: &[u8]) -> bool {
    fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            return any_file_holds(&path, wanted);
        }
        fs::read(&path).unwrap().windows(wanted.len()).any(|window| window == wanted)
    })
}
