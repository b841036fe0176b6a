//! Answering: who may, what fits, and who reads it.

use serde_json::{Value, json};

use super::{answer, campaign, close, draft, last_event, offered, opened};
use crate::story::{Story, at, id, misfit};

/// An answer of every kind.
fn every_kind(colleague: &str) -> Value {
    json!({
        "0": {"choice": 1}, "1": {"choices": [2, 0]}, "2": {"scale": 4}, "3": {"frequency": "weekly"},
        "4": {"words": ["entraide", "lien social"]}, "5": {"text": "Un lieu."},
        "6": {"ties": [{"actor": colleague, "frequency": "daily", "channel": "meeting"}]}
    })
}

#[test]
fn one_answers_and_answers_anew_until_the_close_and_reads_it_alone() {
    let story = Story::begin();
    let (anne, bilal, chloe) = (&story.anne.client, &story.bilal.client, &story.chloe.client);
    let path = opened(&story, &campaign());
    let own = format!("{path}/answers");
    assert_eq!(bilal.get(&own).problem(404), "not_answered");
    let given = every_kind(&story.chloe.id);
    assert_eq!(answer(bilal, &path, &given)["answered"], 1);
    let first = last_event(&story);
    assert_eq!((&first["type"], &first["data"]["revises"]), (&json!("diagnostic.answered"), &json!(false)));
    assert!(first.get("by").is_none() && !first.to_string().contains(&story.bilal.id), "it names nobody");
    assert_eq!(first["data"]["answers"]["len"], 1024, "whatever was answered");
    let read = bilal.get(&own).expect(200);
    let mut in_order = given.clone();
    in_order["1"] = json!({"choices": [0, 2]});
    assert_eq!((&read["answers"], &read["respondent"]), (&in_order, &first["data"]["respondent"]));
    assert_eq!(offered(bilal, &path), ["answerDiagnostic", "withdrawAnswers"]);
    // Anew: one respondent, and the latest.
    assert_eq!(answer(bilal, &path, &json!({"2": {"scale": 2}}))["answered"], 1);
    assert_eq!(last_event(&story)["data"]["revises"], true);
    assert_eq!(bilal.get(&own).expect(200)["answers"], json!({"2": {"scale": 2}}));
    // Nobody reads another's, and the events show none.
    for other in [anne, chloe] {
        assert_eq!(other.get(&own).problem(404), "not_answered");
    }
    assert_eq!(story.stranger().get(&own).problem(401), "authentication_required");
    assert_eq!(story.server.operator().get(&own).problem(403), "forbidden");
    let shown = bilal.get(&at(&format!("/events/{}?expand=texts", story.head() - 1))).expect(200);
    assert!(!shown.to_string().contains("scale"), "{shown}");
    // It is in what one may take along.
    let held = bilal.get(&at(&format!("/actors/{}/personal-data?limit=100", story.bilal.id))).expect(200);
    let is_mine = |item: &&Value| item["event"]["type"] == "diagnostic.answered";
    let mine: Vec<_> = held["items"].as_array().unwrap().iter().filter(is_mine).collect();
    assert_eq!(mine.len(), 2);
    assert!(mine[0]["texts"][0]["text"].as_str().unwrap().contains("lien social"), "{}", mine[0]);
    // Taken back, it is not there any more.
    assert_eq!(bilal.delete(&own).expect(200)["resource"]["answered"], 0);
    assert_eq!(bilal.get(&own).problem(404), "not_answered");
    assert_eq!(bilal.delete(&own).problem(404), "not_answered");
    answer(bilal, &path, &json!({"2": {"scale": 5}}));
    close(&story, &path);
    let late = bilal.put(&own, &json!({"answers": {"2": {"scale": 1}}}));
    assert_eq!(late.problem(409), "diagnostic_not_open");
    assert_eq!(bilal.get(&own).expect(200)["answers"], json!({"2": {"scale": 5}}), "one's own stay one's own");
}

#[test]
fn an_answer_that_does_not_fit_is_pointed_at() {
    let story = Story::begin();
    let path = opened(&story, &campaign());
    let head = story.head();
    let tie = |actor: &str| json!({"actor": actor, "frequency": "daily", "channel": "post"});
    let nobody = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
    let cases = [
        (json!({"9": {"scale": 1}}), "answer_to_no_question", "/answers/9"),
        (json!({"2": {"choice": 1}}), "answer_of_another_kind", "/answers/2"),
        (json!({"0": {"choice": 7}}), "answer_unknown_choice", "/answers/0/choice"),
        (json!({"1": {"choices": [0, 0]}}), "answer_not_in_order", "/answers/1/choices"),
        (json!({"0": {"choice": 0}, "2": {"scale": 6}}), "answer_out_of_scale", "/answers/2/scale"),
        (json!({"4": {"words": [" "]}}), "answer_empty", "/answers/4/words"),
        (json!({"5": {"text": "x".repeat(4_001)}}), "answer_too_long", "/answers/5/text"),
        (json!({"6": {"ties": [tie(nobody)]}}), "tie_unfit", "/answers/6/ties"),
        (json!({"6": {"ties": [tie(&story.bilal.id)]}}), "tie_unfit", "/answers/6/ties"),
        (json!({}), "answers_missing", "/answers"),
    ];
    for (answers, code, pointer) in cases {
        let refused = story.bilal.client.put(&format!("{path}/answers"), &json!({"answers": answers}));
        assert_eq!((refused.problem(422).as_str(), misfit(&refused, 422).0.as_str()), (code, pointer), "{answers}");
    }
    let malformed = story.bilal.client.put(&format!("{path}/answers"), &json!({"answers": {"2": {"colour": 1}}}));
    assert!(misfit(&malformed, 422).0.starts_with("/answers/2"), "{:?}", misfit(&malformed, 422));
    assert_eq!(story.head(), head, "nothing was recorded");
}

#[test]
fn only_the_audiences_are_asked_and_paper_is_entered_for_them() {
    let story = Story::begin();
    let anne = &story.anne.client;
    let elected = id(&anne.post(&at("/audiences"), &json!({"name": "Les élus"})).expect(201));
    let person = json!({"kind": "person", "profile": {"name": "Émile Roux"}, "audience": elected});
    let emile = id(&anne.post(&at("/actors"), &person).expect(201));
    let path = draft(&story, &campaign());
    anne.post(&format!("{path}/opening"), &json!({"audiences": [elected]})).expect(200);
    let answers = json!({"answers": {"2": {"scale": 1}}});
    assert_eq!(story.bilal.client.put(&format!("{path}/answers"), &answers).problem(403), "not_addressed");
    let paper = format!("{path}/answers?on_behalf_of={emile}&evidence=paper");
    assert_eq!(story.bilal.client.put(&paper, &answers).problem(403), "forbidden");
    assert_eq!(anne.put(&paper, &answers).expect(200)["resource"]["answered"], 1);
    let entered = last_event(&story);
    assert_eq!((&entered["by"], &entered["evidence"]), (&json!(format!("actor:{}", story.anne.id)), &json!("paper")));
    assert!(entered.get("for").is_none() && !entered.to_string().contains(&emile), "{entered}");
    let tried = anne.put(&format!("{paper}&dry_run=true"), &answers);
    assert_eq!(misfit(&tried, 422).0, "dry_run", "whether somebody has answered is not found out by trying");
    let other = format!("{path}/answers?on_behalf_of={}&evidence=paper", story.chloe.id);
    assert_eq!(anne.put(&other, &answers).problem(403), "not_addressed");
    // Who entered it does not read it.
    assert_eq!(anne.get(&format!("{path}/answers")).problem(404), "not_answered");
}
