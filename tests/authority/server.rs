//! The server itself and its operator's keys.

use serde_json::{Value, json};

use super::{Net, Request};

pub const TABLE: &str = include_str!("server.txt");

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    let new_key = || net.server.operator().post("/v1/keys", &json!({"scopes": ["read"]})).expect(201);
    let (method, path, body) = match (operation, variant) {
        ("isLive", "") => ("GET", "/health/live".to_owned(), Value::Null),
        ("isReady", "") => ("GET", "/health/ready".to_owned(), Value::Null),
        ("getMetrics", "") => ("GET", "/metrics".to_owned(), Value::Null),
        ("listKeys", "") => ("GET", "/v1/keys".to_owned(), Value::Null),
        ("issueKey", "") => ("POST", "/v1/keys".to_owned(), json!({"scopes": ["read"]})),
        ("revokeKey", "") => ("DELETE", format!("/v1/keys/{}", new_key()["id"].as_str().unwrap()), Value::Null),
        ("rotateKey", "") => ("POST", format!("/v1/keys/{}/rotation", new_key()["id"].as_str().unwrap()), json!({})),
        _ => return None,
    };
    Some(Request { method, path, body, owner: None, ..Request::default() })
}
