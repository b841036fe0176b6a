//! Networks: what is listed, read, founded, changed and closed.

use serde_json::{Value, json};

use super::{Net, Request, name};

pub const TABLE: &str = include_str!("networks.txt");

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    let (method, path, body) = match (operation, variant) {
        ("listNetworks", "") => ("GET", "/v1/networks".to_owned(), Value::Null),
        ("getNetwork", "") => ("GET", net.path(""), Value::Null),
        ("foundNetwork", "") => {
            let new = json!({
                "slug": name("new"), "name": "Un réseau", "languages": ["fr"], "time_zone": "Europe/Paris",
                "visibility": "public", "steward": {"kind": "organisation", "name": "Le pays"}
            });
            ("POST", "/v1/networks".to_owned(), new)
        }
        ("changeSettings", "") => ("PATCH", net.path(""), json!({"notice": name("Ce que deviennent vos données")})),
        ("archiveNetwork", "") => ("POST", net.path("/archival"), json!({})),
        ("changeSlug", "") => {
            let before = name("before");
            net.server.found(&before, "public");
            ("POST", format!("/v1/networks/{before}/slug"), json!({"slug": name("after")}))
        }
        _ => return None,
    };
    Some(Request { method, path, body, owner: None, ..Request::default() })
}
