//! Tensions: the owner is who raised it, or who mediates it where the request is the mediator's.

use serde_json::{Value, json};

use super::{Member, Net, Request};

pub const TABLE: &str = include_str!("tensions.txt");

fn new(confidential: bool) -> Value {
    json!({"confidential": confidential, "body": "La salle est réservée deux fois."})
}

fn raised(net: &Net<'_>, by: &Member, confidential: bool) -> String {
    let tension = by.client.post(&net.path("/tensions"), &new(confidential)).expect(201);
    format!("/tensions/{}", tension["id"].as_str().unwrap())
}

/// Raised by somebody else, who named this mediator.
fn named(net: &Net<'_>, mediator: &Member, confidential: bool) -> String {
    let raiser = net.person();
    let tension = raised(net, &raiser, confidential);
    let path = net.path(&format!("{tension}/mediator"));
    raiser.client.put(&path, &json!({"mediator": mediator.id})).expect(200);
    tension
}

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    let owner = net.person();
    let confidential = match variant {
        "" | "open" | "mediator" => false,
        "confidential" | "confidential-mediator" => true,
        _ => return None,
    };
    let mediated = |below: &str| {
        let tension = named(net, &owner, confidential);
        owner.client.post(&net.path(&format!("{tension}/mediation")), &json!({})).expect(200);
        tension + below
    };
    let reason = json!({"reason": "La salle ferme."});
    let (method, path, body) = match operation {
        "listTensions" => ("GET", "/tensions".to_owned(), Value::Null),
        "getTension" => ("GET", raised(net, &owner, confidential), Value::Null),
        "raiseTension" => ("POST", "/tensions".to_owned(), new(confidential)),
        "nameMediator" => {
            ("PUT", raised(net, &owner, confidential) + "/mediator", json!({"mediator": net.person().id}))
        }
        "acceptMediation" => ("POST", named(net, &owner, confidential) + "/mediation", json!({})),
        "declineMediation" => ("DELETE", mediated("/mediation"), Value::Null),
        "agreeSteps" => ("PUT", mediated("/steps"), json!({"steps": "Un agenda."})),
        "settleTension" => ("POST", mediated("/settlement"), json!({"settlement": "Chacun son jour."})),
        "leaveTensionOpen" if variant.ends_with("mediator") => ("POST", mediated("/left-open"), reason),
        "leaveTensionOpen" => ("POST", raised(net, &owner, confidential) + "/left-open", reason),
        _ => return None,
    };
    Some(Request { method, path: net.path(&path), body, owner: Some(owner), ..Request::default() })
}
