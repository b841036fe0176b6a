//! Contributions, and votes on statements.

use serde_json::{Value, json};

use super::{Net, Request};

pub const TABLE: &str = include_str!("contributions.txt");

pub fn request(net: &Net<'_>, operation: &str, variant: &str) -> Option<Request> {
    let owner = net.person();
    let one = || match variant {
        "question" => format!("/contributions/{}", net.question()),
        _ => format!("/contributions/{}", net.proposal(&owner.client)),
    };
    let text = json!({"title": "Un autre titre", "body": "Un autre texte."});
    let (method, path, body) = match operation {
        "listContributions" => ("GET", "/contributions".to_owned(), Value::Null),
        "getContribution" => ("GET", one(), Value::Null),
        "listVersions" => ("GET", one() + "/versions", Value::Null),
        "submitContribution" => {
            ("POST", "/contributions".to_owned(), json!({"kind": variant, "title": "Un titre", "body": "Un texte."}))
        }
        "reviseContribution" => ("PUT", one() + "/text", text),
        "withdrawContribution" => ("POST", one() + "/withdrawal", json!({})),
        "supportContribution" => ("PUT", one() + "/support", json!({})),
        "unsupportContribution" => ("DELETE", one() + "/support", Value::Null),
        "linkContribution" => {
            ("POST", one() + "/links", json!({"kind": "duplicates", "to": net.proposal(&owner.client)}))
        }
        "mergeContributions" => ("POST", one() + "/merges", json!({"sources": [net.proposal(&owner.client)]})),
        "moveContribution" => ("PUT", one() + "/place", json!({"parent": net.question()})),
        "voteOnStatement" | "getOwnVote" => {
            let new = json!({"kind": "statement", "parent": net.question(), "body": "Il faut un bus."});
            let vote = format!("/contributions/{}/vote", net.contribution(&owner.client, &new));
            if operation == "getOwnVote" { ("GET", vote, Value::Null) } else { ("PUT", vote, json!({"vote": "agree"})) }
        }
        _ => return None,
    };
    Some(Request { method, path: net.path(&path), body, owner: Some(owner), ..Request::default() })
}
