//! Merging contributions, and putting them elsewhere.

use serde_json::{Value, json};
use testkit::Client;

use crate::story::{Story, at, id, misfit, of};
use crate::vocabulary;

fn merge(by: &Client, into: &str, sources: &[&str]) -> Value {
    by.post(&(of(into) + "/merges"), &json!({"sources": sources})).expect(200)["resource"].clone()
}

fn put(by: &Client, what: &str, place: &Value) -> Value {
    by.put(&(of(what) + "/place"), place).expect(200)["resource"].clone()
}

fn list(by: &Client, filter: &str) -> Vec<String> {
    let page = by.get(&at(&format!("/contributions?limit=100&{filter}"))).expect(200);
    page["items"].as_array().unwrap().iter().map(id).collect()
}

fn replies(by: &Client, contribution: &str, as_of: &str) -> (Vec<String>, Value) {
    let counted = by.get(&format!("{}?{as_of}", of(contribution))).expect(200)["replies"].clone();
    (list(by, &format!("parent={contribution}&{as_of}")), counted)
}

#[test]
fn what_is_merged_keeps_its_authors_its_supports_and_its_place() {
    let story = Story::begin();
    let (anne, chloe, stranger) = (&story.anne.client, &story.chloe.client, story.stranger());
    let first = story.proposal("Un calendrier", "Commun.");
    let second = story.contribute(&story.chloe, &json!({"kind": "proposal", "title": "Un agenda", "body": "Partagé."}));
    let third = story.contribute(&story.anne, &json!({"kind": "proposal", "title": "Un almanach", "body": "À nous."}));
    let reply = story.comment(&second, "Et les horaires ?");
    chloe.put(&(of(&first) + "/support"), &json!({})).expect(200);
    chloe.put(&(of(&second) + "/support"), &json!({})).expect(200);
    story.bilal.client.put(&(of(&second) + "/support"), &json!({})).expect(200);
    let before = story.head();
    let merged = merge(anne, &first, &[&second]);
    let [bilal, author] = [&story.bilal, &story.chloe].map(|member| format!("actor:{}", member.id));
    assert_eq!(merged["merged_from"], json!([{"id": second, "author": author, "supports": 2}]));
    assert_eq!((&merged["authors"], &merged["supports"]), (&json!([bilal, author]), &json!(1)), "not added up");
    assert_eq!(merged["version"], 2);
    let source = stranger.get(&of(&second)).expect(200);
    assert_eq!(
        (&source["merged_into"], &source["body"], &source["supports"]),
        (&json!(first), &json!("Partagé."), &json!(2))
    );
    assert_eq!(source["version"], 2, "whoever saw it before has not seen this");
    assert!(list(&stranger, "").contains(&second), "it keeps its place");
    assert_eq!(anne.put(&(of(&second) + "/support"), &json!({})).problem(409), "contribution_merged");
    // Replies are read under both, and go on.
    assert_eq!(replies(&stranger, &first, ""), (vec![reply.clone()], json!(1)));
    assert_eq!(replies(&stranger, &second, ""), (vec![reply.clone()], json!(1)));
    let answer = story.comment(&reply, "Chaque dimanche.");
    assert_eq!(list(&stranger, &format!("parent={reply}")), [&*answer]);
    // What was merged comes along when that is merged.
    let all = merge(anne, &third, &[&first]);
    let sources: Vec<_> = all["merged_from"].as_array().unwrap().iter().map(id).collect();
    assert_eq!(sources, [&*first, &*second]);
    assert_eq!(all["authors"].as_array().unwrap().len(), 3);
    assert_eq!(stranger.get(&of(&second)).expect(200)["merged_into"], third);
    assert_eq!(replies(&stranger, &third, ""), (vec![reply], json!(1)));
    // Then it was not so.
    let then = format!("as_of={before}");
    assert_eq!(replies(&stranger, &first, &then), (vec![], json!(0)));
    let source = stranger.get(&format!("{}?{then}", of(&second))).expect(200);
    assert!(source.get("merged_into").is_none() && source.get("authors").is_none());
}

#[test]
fn votes_on_merged_statements_are_told_apart() {
    let story = Story::begin();
    let question = story.question("Comment venir ?");
    let (bus, coach) = (story.statement(&question, "Il faut un bus."), story.statement(&question, "Il faut un car."));
    story.vote(&story.chloe, &bus, "agree").expect(200);
    story.vote(&story.chloe, &coach, "disagree").expect(200);
    let merged = merge(&story.anne.client, &bus, &[&coach]);
    assert_eq!(merged["votes"], json!({"agree": 1, "disagree": 0, "pass": 0}));
    assert_eq!(merged["merged_from"][0]["votes"], json!({"agree": 0, "disagree": 1, "pass": 0}));
    assert_eq!(story.vote(&story.chloe, &coach, "agree").problem(409), "statement_merged");
    let twice = story.anne.client.post(&(of(&bus) + "/merges"), &json!({"sources": [coach, coach]}));
    assert_eq!(misfit(&twice, 422).0, "/sources");
}

#[test]
fn a_contribution_is_listed_where_it_stands_and_stood() {
    let story = Story::begin();
    let (anne, stranger) = (&story.anne.client, story.stranger());
    let [first, second] = ["Comment venir ?", "Comment manger ?"].map(|title| story.question(title));
    let [travel, food] = ["Se déplacer", "Se nourrir"].map(|label| vocabulary::define(&story, "/themes", label));
    let counted = |theme: &str| stranger.get(&at(&format!("/themes/{theme}"))).expect(200)["contributions"].clone();
    let idea = json!({"kind": "idea", "title": "Un repas", "body": "Partagé.", "parent": first, "theme": travel});
    let idea = story.contribute(&story.bilal, &idea);
    let comment = story.comment(&idea, "Dimanche ?");
    assert_eq!(list(&stranger, &format!("theme={travel}")), [&*idea]);
    let before = story.head();
    let moved = put(anne, &idea, &json!({"parent": second, "theme": food}));
    assert_eq!((&moved["parent"], &moved["theme"], &moved["version"]), (&json!(second), &json!(food), &json!(2)));
    assert_eq!(replies(&stranger, &first, ""), (vec![], json!(0)));
    assert_eq!(replies(&stranger, &second, ""), (vec![idea.clone()], json!(1)));
    assert_eq!(replies(&stranger, &idea, ""), (vec![comment], json!(1)), "replies come along");
    assert_eq!(
        (list(&stranger, &format!("theme={travel}")).len(), list(&stranger, &format!("theme={food}")).len()),
        (0, 1)
    );
    assert_eq!((counted(&travel), counted(&food)), (json!(0), json!(1)));
    let then = format!("as_of={before}");
    assert_eq!(replies(&stranger, &first, &then), (vec![idea.clone()], json!(1)));
    assert_eq!(list(&stranger, &format!("theme={travel}&{then}")), [&*idea]);
    assert_eq!(list(&stranger, &format!("theme={food}&{then}")), Vec::<String>::new());
    let event = stranger.get(&at(&format!("/events/{before}"))).expect(200)["event"]["data"].clone();
    assert_eq!((&event["was_parent"], &event["was_theme"]), (&json!(first), &json!(travel)));
    put(anne, &idea, &json!({"parent": second, "theme": food}));
    assert_eq!(story.head(), before + 1, "it stands there already");
    let alone = put(anne, &idea, &json!({}));
    assert!(alone.get("parent").is_none() && alone.get("theme").is_none());
    assert_eq!(list(&stranger, &format!("kind=idea&author={}", story.bilal.id)), [&*idea]);
    let put_by = |by: &Client| by.put(&(of(&idea) + "/place"), &json!({"parent": first}));
    assert_eq!(put_by(&story.bilal.client).problem(403), "forbidden");
    assert_eq!(put_by(&anne.seeing(2)).problem(412), "stale_version");
}

/// A reply to a source leaves every list in which it stood.
#[test]
fn a_reply_to_a_source_is_moved_out_of_what_that_became() {
    let story = Story::begin();
    let (anne, stranger) = (&story.anne.client, story.stranger());
    let [a, b, c] = ["a", "b", "c"].map(|title| story.proposal(title, "…"));
    let reply = story.comment(&a, "Oui.");
    merge(anne, &b, &[&a]);
    merge(anne, &c, &[&b]);
    let other = story.proposal("d", "…");
    put(anne, &reply, &json!({"parent": other}));
    for empty in [&a, &b, &c] {
        assert_eq!(replies(&stranger, empty, ""), (vec![], json!(0)));
    }
    assert_eq!(replies(&stranger, &other, ""), (vec![reply], json!(1)));
}
