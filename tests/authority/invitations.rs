//! Invitations: who issues them, and that whoever has a code comes in.

use serde_json::{Value, json};

use super::{Net, Request};

pub const TABLE: &str = include_str!("invitations.txt");

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    let issued = || net.act("POST", "/invitations", &json!({}))["items"][0].clone();
    let (method, path, body) = match (operation, variant) {
        ("listInvitations", "") => ("GET", "/invitations".to_owned(), Value::Null),
        ("issueInvitations", "") => ("POST", "/invitations".to_owned(), json!({"count": 2, "roles": ["tutor"]})),
        ("revokeInvitation", "") => {
            ("DELETE", format!("/invitations/{}", issued()["id"].as_str().unwrap()), Value::Null)
        }
        ("acceptInvitation", "") => {
            let acceptance = json!({"code": issued()["code"], "profile": {"name": "Quelqu’un"}});
            ("POST", "/invitations/acceptance".to_owned(), acceptance)
        }
        _ => return None,
    };
    Some(Request { method, path: net.path(&path), body, ..Request::default() })
}
