//! Specifications and their versions; the owner is a member who proposed what they require.

use serde_json::{Value, json};

use super::{Net, Request};

pub const TABLE: &str = include_str!("specifications.txt");

/// The path of a specification that Anne opened.
pub fn opened(net: &Net<'_>) -> String {
    format!("/specifications/{}", net.make("/specifications", &json!({"title": "Un outil"})))
}

/// A decision of Anne's that passed on some things.
fn passed(net: &Net<'_>, on: &str) -> String {
    let proposed = json!({
        "title": "Adopter ?", "electorate": {"who": "listed", "actors": [net.anne.id]}, "rules": {
            "method": {"kind": "majority", "threshold": "simple", "base": "expressed"}, "mode": "roll_call",
            "ties": "listed_first"
        }
    });
    let decision = net.make("/decisions", &proposed);
    let act = |below: &str, body: &Value| net.act("POST", &format!("/decisions/{decision}{below}"), body);
    act("/links", &json!({"to": on}));
    act("/opening", &json!({}));
    act("/ballots", &json!({"ballot": {"say": "yes"}}));
    act("/closing", &json!({}));
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    while net.anne.client.get(&net.path(&format!("/decisions/{decision}"))).expect(200)["phase"] != "decided" {
        assert!(std::time::Instant::now() < until, "nothing comes of it");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    decision
}

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    let owner = net.person();
    let required = || {
        let path = opened(net);
        let new = json!({"kind": "goal", "title": "Voir qui fait quoi"});
        owner.client.post(&net.path(&format!("{path}/requirements")), &new).expect(201);
        path
    };
    let published = |below: &str| {
        let path = required();
        net.act("POST", &format!("{path}/versions"), &json!({}));
        path + "/versions/1" + below
    };
    let mut if_match = None;
    let (method, path, body) = match (operation, variant) {
        ("listSpecifications", "") => ("GET", "/specifications".to_owned(), Value::Null),
        ("openSpecification", "") => ("POST", "/specifications".to_owned(), json!({"title": "Un outil"})),
        ("openSpecification", "template") => {
            let template = net.anne.client.get(&net.path(&published("/template"))).expect(200);
            ("POST", "/specifications".to_owned(), json!({"template": template}))
        }
        ("getSpecification", "") => ("GET", opened(net), Value::Null),
        ("reviseSpecification", "") => {
            if_match = Some(1);
            ("PUT", opened(net), json!({"title": "Un outil commun"}))
        }
        ("listSpecificationVersions", "") => ("GET", opened(net) + "/versions", Value::Null),
        ("publishSpecificationVersion", "") => ("POST", required() + "/versions", json!({})),
        ("getSpecificationVersion", "") => ("GET", published(""), Value::Null),
        ("exportSpecificationVersion", "") => ("GET", published(".md"), Value::Null),
        ("compareSpecificationVersions", "") => ("GET", published("/difference"), Value::Null),
        ("getSpecificationTemplate", "") => ("GET", published("/template"), Value::Null),
        ("adoptSpecificationVersion", "") => {
            let version = published("");
            let id = net.anne.client.get(&net.path(&version)).expect(200)["id"].clone();
            let decision = passed(net, &format!("specification_version:{}", id.as_str().unwrap()));
            ("POST", version + "/adoption", json!({"decision": decision}))
        }
        _ => return None,
    };
    Some(Request { method, path: net.path(&path), body, owner: Some(owner), if_match })
}
