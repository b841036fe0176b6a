//! Actions: what the network undertakes; who answers for one is its owner.

use serde_json::{Value, json};

use super::{Member, Net, Request};

pub const TABLE: &str = include_str!("actions.txt");

fn new(net: &Net<'_>, responsible: &Member) -> Value {
    json!({
        "origin": format!("contribution:{}", net.question()), "title": "Un verger", "purpose": "Des fruits pour tous.",
        "responsible": [responsible.id], "milestones": [{"title": "Plantés", "due": "2031-11-25T00:00:00Z"}]
    })
}

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    if !variant.is_empty() {
        return None;
    }
    let owner = net.person();
    let planned = |below: &str| {
        let action = net.act("POST", "/actions", &new(net, &owner));
        let milestone = action["resource"]["milestones"][0]["id"].as_str().unwrap();
        let below = below.replace("{milestone}", milestone);
        format!("/actions/{}{below}", action["id"].as_str().unwrap())
    };
    let obstacle = json!({"reason": "Il gèle."});
    let (method, path, body) = match operation {
        "listActions" => ("GET", "/actions".to_owned(), Value::Null),
        "getAction" => ("GET", planned(""), Value::Null),
        "planAction" => ("POST", "/actions".to_owned(), new(net, &owner)),
        "replanAction" => {
            let plan = json!({"title": "Deux vergers", "purpose": "Plus de fruits.", "responsible": [owner.id]});
            ("PUT", planned("/plan"), plan)
        }
        "setMilestone" => ("POST", planned("/milestones"), json!({"title": "Récoltés", "due": "2032-09-01T00:00:00Z"})),
        "reviseMilestone" => {
            ("PUT", planned("/milestones/{milestone}"), json!({"title": "Plantés", "due": "2031-12-01T00:00:00Z"}))
        }
        "reachMilestone" => ("POST", planned("/milestones/{milestone}/reach"), json!({})),
        "listProgress" => ("GET", planned("/progress"), Value::Null),
        "reportProgress" => ("POST", planned("/progress"), json!({"percent": 40, "note": "Cela avance."})),
        "blockAction" => ("POST", planned("/obstacle"), obstacle),
        "unblockAction" => {
            let path = planned("/obstacle");
            net.act("POST", &path, &obstacle);
            ("DELETE", path, Value::Null)
        }
        "completeAction" => ("POST", planned("/completion"), json!({"results": "Quarante arbres."})),
        "abandonAction" => ("POST", planned("/abandonment"), json!({"reason": "Le terrain est vendu."})),
        _ => return None,
    };
    let if_match = ["replanAction", "reviseMilestone"].contains(&operation).then_some(2);
    Some(Request { method, path: net.path(&path), body, owner: Some(owner), if_match })
}
