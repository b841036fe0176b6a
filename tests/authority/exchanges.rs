//! Needs and offers.

use serde_json::{Value, json};

use super::{Net, Request};

pub const TABLE: &str = include_str!("exchanges.txt");

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    let owner = net.person();
    let offer = json!({"side": "offer", "what": "equipment", "title": "Deux vélos", "body": "À prêter."});
    let one = || {
        let organisation = (variant == "represented").then(|| {
            let organisation = net.organisation().id;
            net.act("PUT", &format!("/actors/{}/representations/{organisation}", owner.id), &json!({}));
            format!("?on_behalf_of={organisation}")
        });
        let path = net.path("/exchanges") + &organisation.unwrap_or_default();
        let made = owner.client.post(&path, &offer).expect(201);
        format!("/exchanges/{}", made["id"].as_str().unwrap())
    };
    let (method, path, body) = match operation {
        "listExchanges" => ("GET", "/exchanges".to_owned(), Value::Null),
        "getExchange" => ("GET", one(), Value::Null),
        "declareExchange" => ("POST", "/exchanges".to_owned(), offer),
        "reviseExchange" => ("PUT", one() + "/declaration", json!({"what": "time", "title": "Une heure"})),
        "withdrawExchange" => ("POST", one() + "/withdrawal", json!({})),
        _ => return None,
    };
    Some(Request { method, path: net.path(&path), body, owner: Some(owner), ..Request::default() })
}
