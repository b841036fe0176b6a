//! Working groups; whoever convenes one is its owner, but for coming and going: that is each one's own.

use serde_json::{Value, json};

use super::{Net, Request};

pub const TABLE: &str = include_str!("groups.txt");

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    let owner = net.person();
    let text = json!({"name": "Se déplacer", "purpose": "Mettre la navette en route."});
    let group = || format!("/groups/{}", net.make("/groups", &text));
    let member = |group: &str, of: &str| format!("{group}/members/{of}");
    let convened = || {
        let group = group();
        net.act("PUT", &member(&group, &owner.id), &json!({}));
        net.act("PUT", &format!("{group}/convener"), &json!({"convener": owner.id}));
        group
    };
    let (method, path, body) = match (operation, variant) {
        ("listGroups", "") => ("GET", "/groups".to_owned(), Value::Null),
        ("getGroup", "") => ("GET", group(), Value::Null),
        ("listGroupMembers", "") => ("GET", group() + "/members", Value::Null),
        ("formGroup", "") => ("POST", "/groups".to_owned(), text),
        ("reviseGroup", "") => ("PUT", convened() + "/text", text),
        ("addGroupMember", "oneself") => ("PUT", member(&group(), &owner.id), json!({})),
        ("addGroupMember", "another") => ("PUT", member(&convened(), &net.person().id), json!({})),
        ("leaveGroup", "") => ("DELETE", member(&convened(), &owner.id), Value::Null),
        ("nameConvener", "") => {
            let (group, next) = (convened(), net.person().id);
            net.act("PUT", &member(&group, &next), &json!({}));
            ("PUT", group + "/convener", json!({"convener": next}))
        }
        ("dissolveGroup", "") => ("POST", convened() + "/dissolution", json!({})),
        _ => return None,
    };
    let if_match = (operation == "reviseGroup").then_some(2);
    Some(Request { method, path: net.path(&path), body, owner: Some(owner), if_match })
}
