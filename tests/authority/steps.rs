//! The steps of the method.

use serde_json::{Value, json};

use super::{Net, Request};

pub const TABLE: &str = include_str!("steps.txt");

pub fn request(net: &Net<'_>, operation: &str, _: &str) -> Option<Request> {
    // The step is the network's: it is brought into the phase that a request needs.
    let step = |open: bool, below: &str| {
        let is_open = net.act("GET", "/steps/diagnostic", &Value::Null)["phase"] == "open";
        if is_open != open {
            net.act("POST", &format!("/steps/diagnostic/{}", if open { "opening" } else { "closing" }), &json!({}));
        }
        format!("/steps/diagnostic{below}")
    };
    let (method, path, body) = match operation {
        "listSteps" => ("GET", "/steps".to_owned(), Value::Null),
        "getStep" => ("GET", "/steps/diagnostic".to_owned(), Value::Null),
        "openStep" => ("POST", step(false, "/opening"), json!({"goal": "Cent réponses."})),
        "setStepGoal" => ("PUT", step(true, "/goal"), json!({"goal": "Cent réponses."})),
        "closeStep" => ("POST", step(true, "/closing"), json!({})),
        _ => return None,
    };
    let version = || net.act("GET", "/steps/diagnostic", &Value::Null)["version"].as_u64();
    let if_match = (operation == "setStepGoal").then(version).flatten().and_then(|version| u32::try_from(version).ok());
    Some(Request { method, path: net.path(&path), body, owner: None, if_match })
}
