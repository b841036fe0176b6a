//! Decisions: the owner is who proposed it, or who objects where the request is about an objection.

use serde_json::{Value, json};

use super::{Net, Request};

pub const TABLE: &str = include_str!("decisions.txt");

fn new(method: &Value, mode: &str) -> Value {
    json!({
        "title": "Un verger ?", "rules": {"method": method, "mode": mode, "ties": "listed_first"},
        "electorate": {"who": "persons"}
    })
}

fn choice() -> Value {
    let mut choice = new(&json!({"kind": "approval", "winners": 1}), "pseudonymous");
    choice["options"] = json!([{"title": "Près de l’école"}, {"title": "Au bord de l’eau"}]);
    choice
}

fn budget() -> Value {
    let method = json!({
        "kind": "budget", "budget": {"minor": 100, "currency": "EUR"}, "ballot": "approval", "satisfaction": "votes",
        "rule": {"kind": "greedy"}
    });
    let mut budget = new(&method, "pseudonymous");
    budget["options"] = json!([{"title": "Un puits", "cost": {"minor": 100, "currency": "EUR"}}]);
    budget
}

fn proposal(mode: &str) -> Value {
    new(&json!({"kind": "majority", "threshold": "simple", "base": "expressed"}), mode)
}

fn meeting(net: &Net<'_>) -> String {
    let planned = json!({
        "kind": "workshop", "starts_at": "2020-03-05T18:00:00Z", "ends_at": "2999-03-05T20:00:00Z",
        "title": "Nos besoins", "place": "Ici"
    });
    net.make("/meetings", &planned)
}

fn show_of_hands(net: &Net<'_>) -> Value {
    json!({
        "meeting": meeting(net), "how": "show_of_hands", "ballots": [{"ballot": {"say": "yes"}, "count": 1}],
        "witnesses": [net.anne.id]
    })
}

/// A draw of lots whose public draw has taken place.
fn sortition(net: &Net<'_>) -> Value {
    let soon = net.server.catalogue.now().millis() + 300;
    let mut lots = new(&json!({"kind": "sortition", "seats": 1}), "roll_call");
    lots["rules"]["ties"] = json!("lot");
    lots["draws_at"] = json!(domain::ids::Stamp::from_millis(soon).unwrap());
    lots["draw"] = json!("Le tirage de samedi");
    lots
}

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    let mode = match variant {
        "" | "roll-call" => "roll_call",
        "pseudonymous" => "pseudonymous",
        "secret" => "secret",
        _ => return None,
    };
    let owner = net.person();
    let proposed = |new: &Value| {
        let proposed = owner.client.post(&net.path("/decisions"), new).expect(201);
        format!("/decisions/{}", proposed["id"].as_str().unwrap())
    };
    let opened = |new: &Value| {
        let decision = proposed(new);
        net.act("POST", &format!("{decision}/opening"), &json!({}));
        decision
    };
    let consent = || opened(&new(&json!({"kind": "consent"}), "pseudonymous"));
    let reason = json!({"reason": "Le terrain est inondé."});
    let objected = || {
        let decision = consent();
        owner.client.post(&net.path(&format!("{decision}/objections")), &reason).expect(200);
        decision
    };
    let (method, path, body) = match operation {
        "listDecisions" => ("GET", "/decisions".to_owned(), Value::Null),
        "getDecision" => ("GET", proposed(&choice()), Value::Null),
        "proposeDecision" => ("POST", "/decisions".to_owned(), choice()),
        "amendDecision" => ("PUT", proposed(&choice()), proposal("roll_call")),
        "addDecisionOption" => ("POST", proposed(&choice()) + "/options", json!({"title": "Sur la place"})),
        "reviseDecisionOption" => ("PUT", proposed(&choice()) + "/options/1", json!({"title": "Sur la place"})),
        "withdrawDecisionOption" => ("DELETE", proposed(&choice()) + "/options/1", Value::Null),
        "linkDecision" => ("POST", proposed(&choice()) + "/links", json!({"to": format!("meeting:{}", meeting(net))})),
        "unlinkDecision" => {
            let (decision, to) = (proposed(&choice()), format!("meeting:{}", meeting(net)));
            net.act("POST", &format!("{decision}/links"), &json!({"to": to}));
            ("DELETE", format!("{decision}/links/{to}"), Value::Null)
        }
        "openDecision" => ("POST", proposed(&proposal(mode)) + "/opening", json!({})),
        "castBallot" => ("POST", opened(&proposal(mode)) + "/ballots", json!({"ballot": {"say": "yes"}})),
        "listObjections" => ("GET", objected() + "/objections", Value::Null),
        "raiseObjection" => ("POST", consent() + "/objections", reason.clone()),
        "liftObjection" => ("POST", objected() + "/objections/lifting", json!({})),
        "enterMeetingBallots" => ("POST", opened(&proposal(mode)) + "/meeting-ballots", show_of_hands(net)),
        "withdrawMeetingBallots" => {
            let decision = opened(&proposal(mode));
            net.act("POST", &format!("{decision}/meeting-ballots"), &show_of_hands(net));
            ("DELETE", decision + "/meeting-ballots/0", Value::Null)
        }
        "closeDecision" => ("POST", opened(&proposal(mode)) + "/closing", json!({})),
        "drawLot" => {
            let decision = opened(&sortition(net));
            std::thread::sleep(std::time::Duration::from_millis(300));
            ("POST", decision + "/lot", json!({"numbers": [7, 13, 21]}))
        }
        "getBallotReceipt" => {
            let decision = opened(&proposal(mode));
            let ballot = json!({"ballot": {"say": "yes"}});
            owner.client.post(&net.path(&format!("{decision}/ballots")), &ballot).expect(200);
            ("GET", decision + "/receipt", Value::Null)
        }
        "getDossier" => ("GET", proposed(&choice()) + "/dossier", Value::Null),
        "exportDecision" => ("GET", opened(&proposal(mode)) + "/export", Value::Null),
        "exportDecisionPb" => {
            let decision = opened(&budget());
            net.act("POST", &format!("{decision}/closing"), &json!({}));
            let is_decided = || net.anne.client.get(&net.path(&decision)).expect(200)["phase"] == "decided";
            while !is_decided() {
                std::thread::sleep(std::time::Duration::from_millis(5));
            }
            ("GET", decision + ".pb", Value::Null)
        }
        "traceDecision" => {
            let decision = opened(&proposal(mode));
            net.act("POST", &format!("{decision}/closing"), &json!({}));
            ("GET", decision + "/trace", Value::Null)
        }
        "voidDecision" => ("POST", opened(&proposal(mode)) + "/voiding", reason.clone()),
        _ => return None,
    };
    let if_match = ["amendDecision", "reviseDecisionOption"].contains(&operation).then_some(3);
    Some(Request { method, path: net.path(&path), body, owner: Some(owner), if_match })
}
