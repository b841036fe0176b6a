//! Themes and tags.

use serde_json::{Value, json};

use super::{Net, Request};

pub const TABLE: &str = include_str!("vocabulary.txt");

pub fn request(net: &Net<'_>, operation: &str, _: &str) -> Option<Request> {
    let terms = if operation.ends_with("Tag") || operation.ends_with("Tags") { "/tags" } else { "/themes" };
    let label = json!({"label": "Se déplacer"});
    let one = || format!("{terms}/{}", net.make(terms, &label));
    let (method, path, body) = match operation {
        "listThemes" | "listTags" => ("GET", terms.to_owned(), Value::Null),
        "getTheme" | "getTag" => ("GET", one(), Value::Null),
        "defineTheme" | "defineTag" => ("POST", terms.to_owned(), label),
        "relabelTheme" | "relabelTag" => ("PUT", one() + "/label", json!({"label": "Déplacements"})),
        "retireTheme" | "retireTag" => ("POST", one() + "/retirement", json!({})),
        _ => return None,
    };
    let if_match = operation.starts_with("relabel").then_some(1);
    Some(Request { method, path: net.path(&path), body, owner: None, if_match })
}
