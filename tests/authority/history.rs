//! The history of a network, and what happened in it.

use serde_json::Value;

use super::{Net, Request};

pub const TABLE: &str = include_str!("history.txt");

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    let below = match (operation, variant) {
        ("readHistory", "") => "/events",
        ("getEvent", "") => "/events/0",
        ("listActivity", "") => "/activity",
        ("getActivityFeed", "") => "/activity.atom",
        _ => return None,
    };
    Some(Request { method: "GET", path: net.path(below), body: Value::Null, owner: None, ..Request::default() })
}
