//! Diagnostics and findings; the owner is who has answered.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::{Net, Request};

pub const TABLE: &str = include_str!("diagnostics.txt");

fn new() -> Value {
    json!({"title": "Qui sommes-nous ?", "questions": [
        {"theme": "ict_usage", "kind": "single", "title": "Un outil ?", "choices": [{"title": "oui"}, {"title": "non"}]},
        {"theme": "ict_usage", "kind": "scale", "title": "Combien ?"}
    ]})
}

fn drafted(net: &Net<'_>) -> String {
    format!("/diagnostics/{}", net.make("/diagnostics", &new()))
}

fn opened(net: &Net<'_>) -> String {
    let path = drafted(net);
    net.act("POST", &format!("{path}/opening"), &json!({}));
    path
}

/// One whose tables are published: a moment after its close.
fn published(net: &Net<'_>) -> String {
    let path = opened(net);
    net.act("POST", &format!("{path}/closing"), &json!({}));
    let until = Instant::now() + Duration::from_secs(10);
    while net.anne.client.get(&net.path(&path)).expect(200)["phase"] != "published" {
        assert!(Instant::now() < until, "nothing is published");
        std::thread::sleep(Duration::from_millis(5));
    }
    path
}

fn found(net: &Net<'_>) -> String {
    let path = published(net);
    let finding = net.make(&format!("{path}/findings"), &json!({"title": "On voit peu"}));
    format!("{path}/findings/{finding}")
}

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    if !variant.is_empty() {
        return None;
    }
    let question = json!({"theme": "ict_usage", "kind": "single", "title": "Un autre outil ?"});
    let (choice, reason) = (json!({"title": "peut-être"}), json!({"reason": "C’était une erreur."}));
    let answers = json!({"answers": {"1": {"scale": 3}}});
    let below = |path: String, below: &str| path + below;
    let (method, path, body) = match operation {
        "listDiagnostics" => ("GET", "/diagnostics".to_owned(), Value::Null),
        "getDiagnostic" => ("GET", drafted(net), Value::Null),
        "getDiagnosticReport" => ("GET", below(published(net), "/report"), Value::Null),
        "listFindings" => ("GET", below(drafted(net), "/findings"), Value::Null),
        "getFinding" => ("GET", found(net), Value::Null),
        "draftDiagnostic" => ("POST", "/diagnostics".to_owned(), new()),
        "reviseDiagnostic" => ("PUT", drafted(net), json!({"title": "Qui serons-nous ?"})),
        "addDiagnosticQuestion" => ("POST", below(drafted(net), "/questions"), question),
        "reviseDiagnosticQuestion" => ("PUT", below(drafted(net), "/questions/0"), question),
        "withdrawDiagnosticQuestion" => ("DELETE", below(drafted(net), "/questions/0"), Value::Null),
        "addDiagnosticChoice" => ("POST", below(drafted(net), "/questions/0/choices"), choice),
        "reviseDiagnosticChoice" => ("PUT", below(drafted(net), "/questions/0/choices/0"), choice),
        "withdrawDiagnosticChoice" => ("DELETE", below(drafted(net), "/questions/0/choices/0"), Value::Null),
        "openDiagnostic" => ("POST", below(drafted(net), "/opening"), json!({})),
        "closeDiagnostic" => ("POST", below(opened(net), "/closing"), json!({})),
        "abandonDiagnostic" => ("POST", below(opened(net), "/abandonment"), reason),
        "publishFinding" => ("POST", below(published(net), "/findings"), json!({"title": "On voit peu"})),
        "reviseFinding" => ("PUT", found(net), json!({"title": "On voit mieux"})),
        "withdrawFinding" => ("POST", below(found(net), "/withdrawal"), reason),
        "answerDiagnostic" => ("PUT", below(opened(net), "/answers"), answers.clone()),
        "withdrawAnswers" => ("DELETE", below(opened(net), "/answers"), Value::Null),
        "getOwnAnswers" => ("GET", below(opened(net), "/answers"), Value::Null),
        _ => return None,
    };
    let owner = ["withdrawAnswers", "getOwnAnswers"].contains(&operation).then(|| {
        let owner = net.person();
        owner.client.put(&net.path(&path), &answers).expect(200);
        owner
    });
    let if_match = match operation {
        "reviseDiagnostic" | "reviseDiagnosticQuestion" | "reviseDiagnosticChoice" => Some(5),
        "reviseFinding" => Some(1),
        _ => None,
    };
    Some(Request { method, path: net.path(&path), body, owner, if_match })
}
