//! Cooperations: what actors agree to do together; the one whom Anne asks is the owner.

use serde_json::{Value, json};

use super::{Net, Request};

pub const TABLE: &str = include_str!("cooperations.txt");

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    if !variant.is_empty() {
        return None;
    }
    let owner = net.person();
    let new = json!({"parties": [net.anne.id, owner.id], "title": "Un atelier", "purpose": "Réparer ensemble."});
    let proposed = |below: &str| {
        let cooperation = net.act("POST", "/cooperations", &new);
        format!("/cooperations/{}{below}", cooperation["id"].as_str().unwrap())
    };
    let accepted = |below: &str| {
        let one = proposed("");
        owner.client.post(&net.path(&format!("{one}/acceptance")), &json!({})).expect(200);
        one + below
    };
    let running = |below: &str| {
        let one = accepted("");
        net.act("POST", &format!("{one}/start"), &json!({}));
        one + below
    };
    let (method, path, body) = match operation {
        "listCooperations" => ("GET", "/cooperations".to_owned(), Value::Null),
        "getCooperation" => ("GET", proposed(""), Value::Null),
        "proposeCooperation" => ("POST", "/cooperations".to_owned(), new.clone()),
        "acceptCooperation" => ("POST", proposed("/acceptance"), json!({})),
        "declineCooperation" => ("POST", proposed("/refusal"), json!({})),
        "startCooperation" => ("POST", accepted("/start"), json!({})),
        "reviewCooperation" => ("POST", running("/reviews"), json!({"results": "Vingt objets."})),
        "endCooperation" => ("POST", running("/end"), json!({"reason": "C’est fait."})),
        _ => return None,
    };
    Some(Request { method, path: net.path(&path), body, owner: Some(owner), ..Request::default() })
}
