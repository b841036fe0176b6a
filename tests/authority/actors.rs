//! Actors: who they are, their roles, and whom they represent.

use serde_json::{Value, json};

use super::{Net, Request};

pub const TABLE: &str = include_str!("actors.txt");

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    let owner = if variant == "organisation" { net.organisation() } else { net.person() };
    let one = format!("/actors/{}", owner.id);
    let role = format!("{one}/roles/{variant}");
    let representation = |person: &str| format!("/actors/{person}/representations/{}", net.organisation().id);
    let profile = json!({"name": "Un autre nom"});
    let (method, path, body) = match operation {
        "listActors" => ("GET", "/actors".to_owned(), Value::Null),
        "getActor" => ("GET", one, Value::Null),
        "addActor" => ("POST", "/actors".to_owned(), json!({"kind": "person", "profile": {"name": "Chloé Martin"}})),
        "reviseProfile" if variant == "represented" => {
            let organisation = net.organisation().id;
            net.act("PUT", &format!("{one}/representations/{organisation}"), &json!({}));
            ("PUT", format!("/actors/{organisation}/profile"), profile)
        }
        "reviseProfile" => ("PUT", format!("{one}/profile"), profile),
        "leaveNetwork" => ("POST", format!("{one}/departure"), json!({})),
        "readPersonalData" => ("GET", format!("{one}/personal-data"), Value::Null),
        "erasePersonalData" => ("DELETE", format!("{one}/personal-data"), json!({"reason": "request"})),
        "grantRole" => ("PUT", role, json!({})),
        "revokeRole" => {
            net.act("PUT", &role, &json!({}));
            ("DELETE", role, Value::Null)
        }
        "startRepresentation" => ("PUT", representation(&owner.id), json!({})),
        "endRepresentation" => {
            let started = representation(&owner.id);
            net.act("PUT", &started, &json!({}));
            ("DELETE", started, Value::Null)
        }
        "reactivateActor" => {
            owner.client.post(&net.path(&format!("{one}/departure")), &json!({})).expect(200);
            ("POST", format!("{one}/reactivation"), json!({}))
        }
        "acknowledgeNotice" => {
            net.act("PATCH", "", &json!({"notice": "Ce que deviennent vos données"}));
            let notice = net.act("GET", "", &Value::Null)["notice_number"].clone();
            ("POST", format!("{one}/notice-acknowledgements"), json!({"notice": notice}))
        }
        _ => return None,
    };
    // Who revokes a role may not be the one who holds it: the role would be that of another column.
    let owner = if operation == "revokeRole" { net.person() } else { owner };
    Some(Request {
        method,
        path: net.path(&path),
        body,
        owner: Some(owner),
        if_match: (operation == "reviseProfile").then_some(2),
    })
}
