//! Drivers and the coverage; whoever is to drive is the owner.

use serde_json::{Value, json};

use super::{Net, Request};

pub const TABLE: &str = include_str!("drivers.txt");

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    if !variant.is_empty() {
        return None;
    }
    let owner = net.person();
    let one = format!("/drivers/{}", owner.id);
    let new = json!({"actor": owner.id});
    let invited = |below: &str| {
        net.act("POST", "/drivers", &new);
        one.clone() + below
    };
    let driving = |below: &str| {
        let accepted = invited("/acceptance");
        owner.client.post(&net.path(&accepted), &json!({})).expect(200);
        one.clone() + below
    };
    let audience = || net.make("/audiences", &json!({"name": "Les jeunes"}));
    let (method, path, body) = match operation {
        "listDrivers" => ("GET", "/drivers".to_owned(), Value::Null),
        "getDriver" => ("GET", invited(""), Value::Null),
        "getMobilisation" => ("GET", "/mobilisation".to_owned(), Value::Null),
        "inviteDriver" => ("POST", "/drivers".to_owned(), new.clone()),
        "acceptDriving" => ("POST", invited("/acceptance"), json!({})),
        "declineDriving" => ("POST", invited("/refusal"), json!({"reason": "Pas cette année."})),
        "stepBackAsDriver" => ("POST", driving("/stepping-back"), json!({})),
        "commitToAudience" => {
            ("PUT", driving(&format!("/commitments/{}", audience())), json!({"goal": "Un délégué par lycée."}))
        }
        "releaseAudience" => {
            let commitment = driving(&format!("/commitments/{}", audience()));
            owner.client.put(&net.path(&commitment), &json!({})).expect(200);
            ("DELETE", commitment, Value::Null)
        }
        _ => return None,
    };
    Some(Request { method, path: net.path(&path), body, owner: Some(owner), ..Request::default() })
}
