//! A campaign that follows another: its questions are copied, and before and after stand side by side.

use serde_json::{Value, json};

use super::report::{answer_all, eighteen};
use super::{SINGLE, answer, campaign, close, draft, open, opened, report};
use crate::story::{Story, at};

#[test]
fn a_campaign_that_follows_another_tells_what_changed() {
    let story = Story::begin();
    let anne = &story.anne.client;
    anne.patch(&at(""), &json!({"k": 3})).expect(200);
    let all = eighteen(&story);
    let before = opened(&story, &campaign());
    answer_all(&all, &before);
    let followed = before.split('/').next_back().unwrap().to_owned();
    let next = json!({"title": "Un an après", "follows": followed, "copy": true, "questions": [
        {"theme": "ict_usage", "kind": "text", "title": "Qu’est-ce qui a changé ?"}
    ]});
    assert_eq!(anne.post(&at("/diagnostics"), &next).problem(409), "followed_diagnostic_unpublished");
    close(&story, &before);
    let path = draft(&story, &next);
    let shown = anne.get(&path).expect(200);
    let (was, is) = (anne.get(&before).expect(200)["questions"].clone(), shown["questions"].clone());
    assert_eq!(is.as_array().unwrap().len(), 8);
    for number in 0..7 {
        assert_eq!(is[number]["repeats"], number);
        for field in ["title", "theme", "kind", "choices"] {
            assert_eq!(was[number].get(field), is[number].get(field), "{field} of {number}");
        }
    }
    open(&story, &path);
    // Twelve of eighteen now say what six said.
    for (n, member) in all.iter().enumerate() {
        let choice = if n < 12 { json!({"0": {"choice": 0}}) } else { json!({"0": {"choice": 1}}) };
        let mut answers = choice;
        if n % 6 == 0 {
            answers = json!({"2": {"scale": 3}});
        }
        answer(&member.client, &path, &answers);
    }
    close(&story, &path);
    let told = report(&story.stranger(), &path);
    let compared = &told["comparison"];
    assert_eq!((&compared["follows"], &compared["people"]), (&json!(followed), &json!(18)));
    let questions = compared["questions"].as_array().unwrap();
    assert_eq!(questions.len(), 7);
    let single = &questions[SINGLE];
    assert_eq!((&single["question"], &single["repeats"]), (&json!(0), &json!(0)));
    let row = &single["rows"][0];
    assert_eq!((&row["row"], &row["title"]), (&json!("choice:0"), &json!("du temps gagné")));
    assert_eq!(row["before"], json!({"n": 6, "of": 18, "per_mille": 333}));
    assert_eq!(row["after"], json!({"n": 10, "of": 18, "per_mille": 556}));
    assert_eq!(row["change_per_mille"], 223);
    // Where one of both does not show, no difference does.
    let scale = &questions[2]["rows"][0];
    assert_eq!((&scale["after"]["n"], scale.get("change_per_mille")), (&Value::Null, None));
    let first = report(&story.stranger(), &before);
    assert_eq!(first.get("comparison"), None);
}
