//! Moderation.

use serde_json::{Value, json};

use super::{Net, Request};

pub const TABLE: &str = include_str!("moderation.txt");

pub fn request(net: &Net<'_>, operation: &str, _: &str) -> Option<Request> {
    let owner = net.person();
    let one = || format!("/contributions/{}", net.proposal(&owner.client));
    let decision =
        |outcome: &str| json!({"outcome": outcome, "rationale": "Le message vise une personne.", "rule": "3"});
    // What somebody hid who is neither in the table nor the author.
    let hidden = || {
        let (path, moderator) = (one(), net.person());
        net.act("PUT", &format!("/actors/{}/roles/moderator", moderator.id), &json!({}));
        moderator.client.post(&net.path(&(path.clone() + "/reviews")), &decision("hidden")).expect(200);
        path
    };
    let appeal = json!({"reason": "Je ne nommais personne."});
    let (method, path, body) = match operation {
        "listModerationDecisions" => ("GET", "/moderation".to_owned(), Value::Null),
        "listModerationQueue" => ("GET", "/moderation/queue".to_owned(), Value::Null),
        "getModeration" => ("GET", one() + "/moderation", Value::Null),
        "getHiddenText" => ("GET", hidden() + "/hidden-text", Value::Null),
        "reportContribution" => ("POST", one() + "/reports", json!({"reason": "insult"})),
        "reviewContribution" => ("POST", one() + "/reviews", decision("returned")),
        "appealReview" => ("POST", hidden() + "/appeal", appeal),
        "decideAppeal" => {
            let path = hidden();
            owner.client.post(&net.path(&(path.clone() + "/appeal")), &appeal).expect(200);
            ("POST", path + "/appeal/decision", json!({"outcome": "upheld", "rationale": "La règle tient."}))
        }
        _ => return None,
    };
    Some(Request { method, path: net.path(&path), body, owner: Some(owner), ..Request::default() })
}
