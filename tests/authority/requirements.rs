//! Requirements; the owner is a member who proposed it, and an amendment to it.

use serde_json::{Value, json};

use super::specifications::opened;
use super::{Net, Request};

pub const TABLE: &str = include_str!("requirements.txt");

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    if !variant.is_empty() {
        return None;
    }
    let owner = net.person();
    let new = json!({"kind": "goal", "title": "Voir qui fait quoi"});
    let propose = |path: &str| {
        let proposed = owner.client.post(&net.path(&format!("{path}/requirements")), &new).expect(201);
        proposed["id"].as_str().unwrap().to_owned()
    };
    let proposed = |below: &str| {
        let path = opened(net);
        format!("{path}/requirements/{}{below}", propose(&path))
    };
    let amended = |below: &str| {
        let one = proposed("");
        let amendments = net.path(&format!("{one}/amendments"));
        owner.client.post(&amendments, &json!({"title": "Voir qui fait quoi, et où"})).expect(200);
        format!("{one}/amendments/1{below}")
    };
    let reason = json!({"reason": "Hors de portée."});
    let (method, path, body) = match operation {
        "listRequirements" => ("GET", opened(net) + "/requirements", Value::Null),
        "proposeRequirement" => ("POST", opened(net) + "/requirements", new.clone()),
        "getRequirement" => ("GET", proposed(""), Value::Null),
        "prioritiseRequirement" => ("PUT", proposed("/priority"), json!({"priority": "must"})),
        "getOwnPriority" => ("GET", proposed("/priority"), Value::Null),
        "proposeAmendment" => ("POST", proposed("/amendments"), json!({"title": "Voir où"})),
        "withdrawAmendment" => ("DELETE", amended(""), Value::Null),
        "acceptAmendment" => ("POST", amended("/acceptance"), json!({})),
        "refuseAmendment" => ("POST", amended("/refusal"), reason.clone()),
        "splitRequirement" => ("POST", proposed("/split"), json!({"into": [{"title": "Qui"}, {"title": "Quoi"}]})),
        "mergeRequirements" => {
            let path = opened(net);
            let (one, other) = (propose(&path), propose(&path));
            ("POST", format!("{path}/requirements/{one}/merges"), json!({"sources": [other]}))
        }
        "rejectRequirement" => ("POST", proposed("/rejection"), reason.clone()),
        "reinstateRequirement" => {
            let one = proposed("");
            net.act("POST", &format!("{one}/rejection"), &reason);
            ("POST", one + "/reinstatement", json!({}))
        }
        "getRequirementProvenance" => ("GET", proposed("/provenance"), Value::Null),
        _ => return None,
    };
    let if_match = (operation == "acceptAmendment").then_some(2);
    Some(Request { method, path: net.path(&path), body, owner: Some(owner), if_match })
}
