//! Every refusal of specifications and requirements that a request reaches.

use serde_json::{Value, json};
use testkit::Reply;

use super::{about, decide, last, open, publish, require, specification, version_of, voting};
use crate::story::{Story, at, of};

const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// Every refusal of specifications that a request reaches.
pub fn refusals(story: &Story) -> Vec<(&'static str, Reply)> {
    let anne = &story.anne.client;
    let idea = story.proposal("Un agenda", "Commun.");
    let gone = story.question("Une question de trop ?");
    anne.post(&(of(&gone) + "/withdrawal"), &json!({})).expect(200);
    let question = story.question("Que faire ?");
    let opening = |fields: &Value| {
        let mut new = json!({"title": "Un outil"});
        new.as_object_mut().unwrap().extend(fields.as_object().unwrap().clone());
        anne.post(&at("/specifications"), &new)
    };
    let path = open(story);
    let empty = anne.post(&format!("{path}/versions"), &json!({}));
    require(&story.bilal, &path, "goal", "Voir qui fait quoi", &[]);
    let version = publish(story, &path);
    let adopt = |number: &str, decision: &str| {
        anne.post(&format!("{path}/versions/{number}/adoption"), &json!({"decision": decision}))
    };
    let passed = decide(story, &about(&version), "yes");
    let mut refused = vec![
        ("unknown_specification", anne.seeing(1).put(&specification(NOBODY), &json!({"title": "x"}))),
        ("goals_not_a_question", opening(&json!({"goals": idea}))),
        ("means_not_a_question", opening(&json!({"means": idea}))),
        ("goals_and_means_are_one", opening(&json!({"goals": question, "means": question}))),
        ("specification_question_gone", opening(&json!({"goals": gone}))),
        ("version_empty", empty),
        ("version_unchanged", anne.post(&format!("{path}/versions"), &json!({}))),
        ("unknown_specification_version", adopt("9", &passed)),
        ("adoption_decision_unknown", adopt("1", NOBODY)),
        ("adoption_not_decided", adopt("1", &last(&voting(story, &about(&version))))),
        ("adoption_not_linked", adopt("1", &decide(story, &[], "yes"))),
        ("adoption_not_passed", adopt("1", &decide(story, &about(&version), "no"))),
    ];
    adopt("1", &passed).expect(200);
    refused.push(("already_adopted", adopt("1", &decide(story, &about(&version), "yes"))));
    require(&story.bilal, &path, "means", "Un agenda", &[]);
    let second = publish(story, &path);
    let both = decide(story, &[about(&version), about(&second)].concat(), "yes");
    refused.push(("adoption_of_several", adopt("2", &both)));
    refused.extend(of_requirements(story, &path));
    refused.extend(of_amendments(story, &path));
    refused
}

fn of_requirements(story: &Story, path: &str) -> Vec<(&'static str, Reply)> {
    let anne = &story.anne.client;
    let gone = story.proposal("Un agenda", "Commun.");
    story.bilal.client.post(&(of(&gone) + "/withdrawal"), &json!({})).expect(200);
    let propose = |from: &str| {
        let new = json!({"kind": "goal", "title": "x", "from": [from]});
        story.bilal.client.post(&format!("{path}/requirements"), &new)
    };
    let made = ["Un", "Deux", "Trois", "Quatre"].map(|title| require(&story.bilal, path, "goal", title, &[]));
    let split = |into: &Value| anne.post(&format!("{}/split", made[0]), &json!({"into": into}));
    let merge = |sources: &Value| anne.post(&format!("{}/merges", made[1]), &json!({"sources": sources}));
    let reject = |requirement: &str| anne.post(&format!("{requirement}/rejection"), &json!({"reason": "Non."}));
    let mut refused = vec![
        ("unknown_requirement", reject(&format!("{path}/requirements/{NOBODY}"))),
        ("requirement_source_unknown", propose(&format!("finding:{NOBODY}"))),
        ("requirement_source_gone", propose(&format!("contribution:{gone}"))),
        ("split_into_too_few", split(&json!([{"title": "Un seul"}]))),
        ("requirement_merge_empty", merge(&json!([]))),
        ("requirement_merged_into_itself", merge(&json!([last(&made[1])]))),
        ("requirement_to_merge_unknown", merge(&json!([NOBODY]))),
        ("requirement_not_rejected", anne.post(&format!("{}/reinstatement", made[0]), &json!({}))),
    ];
    split(&json!([{"title": "Un"}, {"title": "Et un"}])).expect(200);
    merge(&json!([last(&made[2])])).expect(200);
    reject(&made[3]).expect(200);
    refused.push(("requirement_to_merge_unfit", merge(&json!([last(&made[3])]))));
    refused.push(("requirement_split", reject(&made[0])));
    refused.push(("requirement_merged", reject(&made[2])));
    refused.push(("requirement_rejected", reject(&made[3])));
    refused.push(("too_many_requirements", one_too_many(story)));
    refused
}

/// A specification of 256 requirements takes no more.
fn one_too_many(story: &Story) -> Reply {
    let path = open(story);
    let body = json!({"kind": "constraint", "title": "Une de plus"});
    let line = json!({"operation": "proposeRequirement", "path": {"specification": last(&path)}, "body": body});
    let lines = vec![line; 256];
    story.anne.client.post(&at("/commands?atomic=true"), &json!(lines)).expect(200);
    story.anne.client.post(&format!("{path}/requirements"), &body)
}

fn of_amendments(story: &Story, path: &str) -> Vec<(&'static str, Reply)> {
    let anne = &story.anne.client;
    let requirement = require(&story.bilal, path, "goal", "Voir qui fait quoi", &[]);
    let author = story.server.join("vallee", anne, "Farid");
    for by in [&author.client, &author.client, &story.chloe.client] {
        by.post(&format!("{requirement}/amendments"), &json!({"title": "Autrement"})).expect(200);
    }
    author.client.delete(&format!("{requirement}/amendments/1")).expect(200);
    let data = at(&format!("/actors/{}/personal-data", author.id));
    author.client.send("DELETE", &data, br#"{"reason": "own_request"}"#).expect(200);
    let links = vec![format!("requirement:{}", last(&requirement))];
    let accept = |number: u16, body: &Value| {
        let seen = version_of(story, &requirement);
        anne.seeing(seen).post(&format!("{requirement}/amendments/{number}/acceptance"), body)
    };
    let by = |decision: String| accept(3, &json!({"decision": decision}));
    let again = format!("{requirement}/amendments/1/refusal");
    let mut refused = vec![
        ("unknown_amendment", accept(9, &json!({}))),
        ("amendment_over", anne.post(&again, &json!({"reason": "Trop tard."}))),
        ("amendment_erased", accept(2, &json!({}))),
        ("amendment_decision_unknown", by(NOBODY.to_owned())),
        ("amendment_not_decided", by(last(&voting(story, &links)))),
        ("amendment_decision_not_linked", by(decide(story, &[], "yes"))),
        ("amendment_decided_otherwise", by(decide(story, &links, "no"))),
    ];
    let full = require(&story.bilal, path, "goal", "Tout", &[]);
    let path = json!({"specification": path.rsplit('/').next(), "requirement": last(&full)});
    let line = json!({"operation": "proposeAmendment", "path": path, "body": {"title": "Autrement"}});
    anne.post(&at("/commands?atomic=true"), &json!(vec![line; 256])).expect(200);
    refused.push(("too_many_amendments", anne.post(&format!("{full}/amendments"), &json!({"title": "Encore"}))));
    refused
}
