//! Selections and their candidates: the owner proposed the candidate, is to pay, or assessed.

use std::collections::BTreeMap;
use std::sync::Mutex;

use serde_json::{Value, json};

use super::{Net, Request};

pub const TABLE: &str = include_str!("selections.txt");

/// The id of a version that was adopted, once in each network: any number of selections are prepared from it.
fn adopted(net: &Net<'_>) -> String {
    static VERSIONS: Mutex<BTreeMap<String, String>> = Mutex::new(BTreeMap::new());
    let mut versions = VERSIONS.lock().unwrap();
    versions.entry(net.slug.clone()).or_insert_with(|| adopt(net)).clone()
}

fn adopt(net: &Net<'_>) -> String {
    let specification = net.make("/specifications", &json!({"title": "Un outil"}));
    let below = format!("/specifications/{specification}");
    net.make(&format!("{below}/requirements"), &json!({"kind": "goal", "title": "Libre"}));
    let version = net.make(&format!("{below}/versions"), &json!({}));
    let new = json!({
        "title": "Adoptons-nous ce texte ?", "electorate": {"who": "listed", "actors": [net.anne.id]},
        "rules": {"method": {"kind": "consent"}, "mode": "pseudonymous", "ties": "listed_first"}
    });
    let decision = decided(net, &new, &format!("specification_version:{version}"), &json!({"say": "yes"}));
    net.act("POST", &format!("{below}/versions/1/adoption"), &json!({"decision": decision}));
    version
}

/// The id of a decision of Anne's alone, about something, once its outcome is recorded.
fn decided(net: &Net<'_>, new: &Value, about: &str, ballot: &Value) -> String {
    let decision = net.make("/decisions", new);
    let below = format!("/decisions/{decision}");
    net.act("POST", &format!("{below}/links"), &json!({"to": about}));
    net.act("POST", &format!("{below}/opening"), &json!({}));
    net.act("POST", &format!("{below}/ballots"), &json!({"ballot": ballot}));
    net.act("POST", &format!("{below}/closing"), &json!({}));
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while net.act("GET", &below, &Value::Null)["phase"] != "decided" {
        assert!(std::time::Instant::now() < until, "nothing comes of it");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    decision
}

fn euros(minor: i64) -> Value {
    json!({"minor": minor, "currency": "EUR"})
}

fn tool() -> Value {
    json!({"name": "Un agenda", "licence_kind": "free", "one_off": euros(100), "yearly": euros(1)})
}

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    let is_open = match variant {
        "" => false,
        "open" => true,
        _ => return None,
    };
    let owner = net.person();
    let new = |net: &Net<'_>| json!({"version": adopted(net), "title": "Un agenda commun", "currency": "EUR"});
    let prepared = || format!("/selections/{}", net.make("/selections", &new(net)));
    let proposed = |below: &str| {
        let proposed = owner.client.post(&net.path(&format!("{below}/candidates")), &tool()).expect(201);
        proposed["id"].as_str().unwrap().to_owned()
    };
    let opened = || {
        let below = prepared();
        let candidate = proposed(&below);
        proposed(&below);
        net.act("POST", &format!("{below}/opening"), &json!({}));
        (below, candidate)
    };
    let candidate = || {
        if is_open {
            let (below, candidate) = opened();
            format!("{below}/candidates/{candidate}")
        } else {
            let below = prepared();
            let candidate = proposed(&below);
            format!("{below}/candidates/{candidate}")
        }
    };
    let reason = json!({"reason": "Parce que."});
    let method = json!({"title": "Par nous", "cost": euros(1), "delay_days": 1, "reason": "Parce que."});
    let with_method = || {
        let below = candidate();
        net.act_seeing(Some(1), "PUT", &format!("{below}/setup-methods/1"), &method);
        below + "/setup-methods/1"
    };
    let plan = |candidate: &str| {
        let payers = json!([{"actor": owner.id}]);
        json!({"candidate": candidate, "years": 1, "rule": "equal", "payers": payers})
    };
    let shared = || {
        let (below, candidate) = opened();
        net.act("POST", &format!("{below}/split"), &plan(&candidate));
        below + "/split"
    };
    let assessed = |candidate: &str| json!({"assessments": [{"candidate": candidate, "criterion": 1, "score": 3}]});
    let presentation = || {
        let planned = json!({
            "kind": "presentation", "title": "x", "place": "y", "starts_at": "2999-03-05T18:00:00Z",
            "ends_at": "2999-03-05T20:00:00Z"
        });
        json!({"meeting": net.make("/meetings", &planned)})
    };
    let mut seen = None;
    let (method_name, path, body) = match operation {
        "listSelections" => ("GET", "/selections".to_owned(), Value::Null),
        "prepareSelection" => ("POST", "/selections".to_owned(), new(net)),
        "getSelection" => ("GET", prepared(), Value::Null),
        "setSelectionCriterion" => {
            seen = Some(1);
            ("PUT", prepared() + "/criteria/1", json!({"weight": 9}))
        }
        "withdrawSelectionCriterion" => ("DELETE", prepared() + "/criteria/1", Value::Null),
        "listCandidates" => ("GET", prepared() + "/candidates", Value::Null),
        "proposeCandidate" => ("POST", prepared() + "/candidates", tool()),
        "getCandidate" => ("GET", candidate(), Value::Null),
        "reviseCandidate" => {
            seen = Some(1);
            let mut revised = tool();
            revised["reason"] = json!("Parce que.");
            ("PUT", candidate(), revised)
        }
        "withdrawCandidate" => ("POST", candidate() + "/withdrawal", reason.clone()),
        "setSetupMethod" => {
            seen = Some(1);
            ("PUT", candidate() + "/setup-methods/1", method.clone())
        }
        "withdrawSetupMethod" => ("DELETE", with_method(), reason.clone()),
        "openSelection" => {
            let below = prepared();
            proposed(&below);
            proposed(&below);
            ("POST", below + "/opening", json!({}))
        }
        "assessCandidates" => {
            let (below, candidate) = opened();
            ("PUT", below + "/assessments", assessed(&candidate))
        }
        "getOwnAssessments" => ("GET", opened().0 + "/assessments", Value::Null),
        "withdrawAssessment" => {
            let (below, candidate) = opened();
            owner.client.put(&net.path(&format!("{below}/assessments")), &assessed(&candidate)).expect(200);
            ("DELETE", format!("{below}/assessments/{candidate}/1"), Value::Null)
        }
        "listAssessmentComments" => ("GET", opened().0 + "/comments", Value::Null),
        "getSelectionResults" => ("GET", opened().0 + "/results", Value::Null),
        "getSelectionCosts" => ("GET", opened().0 + "/costs", Value::Null),
        "closeSelection" => ("POST", opened().0 + "/closing", json!({})),
        "planCostSplit" => {
            let (below, candidate) = opened();
            ("POST", below + "/split", plan(&candidate))
        }
        "getCostSplit" => ("GET", shared(), Value::Null),
        "acceptShare" => ("POST", shared() + "/acceptance", json!({"split": 1})),
        "declineShare" => ("POST", shared() + "/refusal", json!({"split": 1})),
        "chooseCandidate" => {
            let (below, candidate) = opened();
            net.act("POST", &format!("{below}/closing"), &json!({}));
            let new = json!({
                "title": "Celui-là ?", "electorate": {"who": "listed", "actors": [net.anne.id]},
                "rules": {"method": {"kind": "consent"}, "mode": "pseudonymous", "ties": "listed_first"}
            });
            let decision = decided(net, &new, &format!("candidate:{candidate}"), &json!({"say": "yes"}));
            ("POST", below + "/choice", json!({"candidate": candidate, "decision": decision}))
        }
        "abandonSelection" => ("POST", prepared() + "/abandonment", reason.clone()),
        "linkPresentation" => ("PUT", prepared() + "/presentation", presentation()),
        "unlinkPresentation" => {
            let below = prepared();
            net.act("PUT", &format!("{below}/presentation"), &presentation());
            ("DELETE", below + "/presentation", Value::Null)
        }
        _ => return None,
    };
    Some(Request { method: method_name, path: net.path(&path), body, owner: Some(owner), if_match: seen })
}
