//! Sessions: renewed by their secret, ended by their token.

use serde_json::{Value, json};
use testkit::Member;

use super::{Net, Request};

pub const TABLE: &str = include_str!("sessions.txt");

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    let (entered, owner) = entered(net);
    let (method, path, body) = match (operation, variant) {
        ("renewSession", "") => ("POST", "/sessions/renewal", json!({"renewal": entered["session"]["renewal"]})),
        ("endSession", "") => ("DELETE", "/sessions/current", Value::Null),
        _ => return None,
    };
    Some(Request { method, path: net.path(path), body, owner: Some(owner), ..Request::default() })
}

/// Somebody who came in with a code.
fn entered(net: &Net<'_>) -> (Value, Member) {
    let code = net.act("POST", "/invitations", &json!({}))["items"][0]["code"].clone();
    let entered = net.server.caller("").post(&net.path("/invitations/acceptance"), &json!({"code": code})).expect(201);
    let client = net.server.caller(entered["session"]["token"].as_str().unwrap());
    let owner = Member { id: entered["id"].as_str().unwrap().to_owned(), client };
    (entered, owner)
}
