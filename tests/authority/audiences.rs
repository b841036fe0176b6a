//! Audiences.

use serde_json::{Value, json};

use super::{Net, Request};

pub const TABLE: &str = include_str!("audiences.txt");

pub fn request(net: &Net<'_>, operation: &str, _: &str) -> Option<Request> {
    let definition = json!({"name": "Les jeunes", "description": "De 15 à 25 ans.", "estimated_size": 640});
    let one = || format!("/audiences/{}", net.make("/audiences", &definition));
    let (method, path, body) = match operation {
        "listAudiences" => ("GET", "/audiences".to_owned(), Value::Null),
        "getAudience" => ("GET", one(), Value::Null),
        "defineAudience" => ("POST", "/audiences".to_owned(), definition),
        "reviseAudience" => ("PUT", one() + "/definition", json!({"name": "Les jeunes de la vallée"})),
        "retireAudience" => ("POST", one() + "/retirement", json!({})),
        _ => return None,
    };
    let if_match = (operation == "reviseAudience").then_some(1);
    Some(Request { method, path: net.path(&path), body, owner: None, if_match })
}
