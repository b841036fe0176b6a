//! The keys of an actor.

use serde_json::{Value, json};

use super::{Net, Request};

pub const TABLE: &str = include_str!("keys.txt");

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    let owner = net.person();
    let keys = format!("/actors/{}/keys", owner.id);
    let (method, path, body) = match (operation, variant) {
        ("listActorKeys", "") => ("GET", keys, Value::Null),
        ("issueActorKey", "") => ("POST", keys, json!({"scopes": ["read"]})),
        ("revokeActorKey", "") => {
            let key = net.act("POST", &keys, &json!({"scopes": ["read"]}));
            ("DELETE", format!("{keys}/{}", key["id"].as_str().unwrap()), Value::Null)
        }
        ("rotateActorKey", "") => {
            let key = net.act("POST", &keys, &json!({"scopes": ["read"]}));
            ("POST", format!("{keys}/{}/rotation", key["id"].as_str().unwrap()), json!({"grace_minutes": 5}))
        }
        _ => return None,
    };
    Some(Request { method, path: net.path(&path), body, owner: Some(owner), ..Request::default() })
}
