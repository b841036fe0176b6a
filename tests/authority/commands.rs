//! Many commands in one request: every line is authorised by itself.

use serde_json::json;

use super::{Net, Request};

pub const TABLE: &str = include_str!("commands.txt");

pub fn request(net: &Net<'_>, operation: &str, _: &str) -> Option<Request> {
    (operation == "sendCommands").then(|| Request {
        method: "POST",
        path: net.path("/commands"),
        body: json!([{"operation": "leaveNetwork", "path": {"actor": net.person().id}}]),
        ..Request::default()
    })
}
