//! Every refusal of diagnostics and findings that a request reaches.

use serde_json::{Value, json};
use testkit::Reply;

use super::{campaign, close, draft, open, opened};
use crate::story::{Story, at};

type Told = Vec<(&'static str, Reply)>;

const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// Every refusal of diagnostics and findings that a request reaches.
pub fn refusals(story: &Story) -> Told {
    let mut told = of_preparation(story);
    told.extend(of_openings(story));
    told.extend(of_answers(story));
    told.extend(of_findings(story));
    told
}

fn ask(kind: &str) -> Value {
    json!({"theme": "ict_usage", "kind": kind, "title": "Et ici ?"})
}

fn of_preparation(story: &Story) -> Told {
    let anne = &story.anne.client;
    let path = draft(story, &campaign());
    let add = |path: &str, question: Value| anne.post(&format!("{path}/questions"), &question);
    let choose = |question: usize, n: usize| {
        anne.post(&format!("{path}/questions/{question}/choices"), &json!({"title": format!("Choix {n}")}))
    };
    let many = json!({"title": "Long", "questions": (0..64).map(|_| ask("text")).collect::<Vec<_>>()});
    let full = draft(story, &many);
    for n in 2..32 {
        choose(0, n).expect(200);
    }
    let mut repeating = ask("text");
    repeating["repeats"] = json!(0);
    let follows = |id: &str| anne.post(&at("/diagnostics"), &json!({"title": "Suite", "follows": id}));
    let running = opened(story, &campaign());
    vec![
        ("unknown_diagnostic", anne.get(&at(&format!("/diagnostics/{NOBODY}")))),
        ("unknown_followed_diagnostic", follows(NOBODY)),
        ("followed_diagnostic_unpublished", follows(running.split('/').next_back().unwrap())),
        ("unknown_diagnostic_question", anne.delete(&format!("{path}/questions/40"))),
        ("too_many_questions", add(&full, ask("text"))),
        ("repeats_unknown_question", add(&path, repeating)),
        ("question_takes_no_choices", choose(2, 0)),
        ("unknown_choice", anne.delete(&format!("{path}/questions/1/choices/9"))),
        ("too_many_choices", choose(0, 33)),
        ("diagnostic_opened", add(&running, ask("text"))),
    ]
}

fn of_openings(story: &Story) -> Told {
    let anne = &story.anne.client;
    let opening = |path: &str, body: Value| anne.post(&format!("{path}/opening"), &body);
    let nothing = draft(story, &json!({"title": "Rien"}));
    let none = draft(story, &json!({"title": "Sans choix", "questions": [ask("single")]}));
    let path = draft(story, &campaign());
    let abandoned = draft(story, &campaign());
    anne.post(&format!("{abandoned}/abandonment"), &json!({"reason": "…"})).expect(200);
    // One that follows another, and asks the same with one choice more.
    let before = opened(story, &campaign());
    close(story, &before);
    let next = json!({"title": "Suite", "follows": before.split('/').next_back(), "copy": true});
    let next = draft(story, &next);
    anne.post(&format!("{next}/questions/0/choices"), &json!({"title": "un troisième"})).expect(200);
    let mut otherwise = ask("scale");
    otherwise["repeats"] = json!(3);
    vec![
        ("diagnostic_without_questions", opening(&nothing, json!({}))),
        ("too_few_choices", opening(&none, json!({}))),
        ("diagnostic_closes_too_soon", opening(&path, json!({"closes_at": "2020-03-05T18:00:00Z"}))),
        ("diagnostic_abandoned", opening(&abandoned, json!({}))),
        ("repeats_differ", opening(&next, json!({}))),
        ("repeats_another_kind", anne.post(&format!("{next}/questions"), &otherwise)),
        ("diagnostic_closed", anne.post(&format!("{before}/abandonment"), &json!({"reason": "…"}))),
    ]
}

fn of_answers(story: &Story) -> Told {
    let anne = &story.anne.client;
    let texts: Vec<_> = (0..17).map(|_| ask("text")).collect();
    let mut all = campaign();
    all["questions"].as_array_mut().unwrap().extend(texts);
    let path = opened(story, &all);
    let prepared = draft(story, &campaign());
    let give =
        |path: &str, answers: Value| story.bilal.client.put(&format!("{path}/answers"), &json!({"answers": answers}));
    let say = |answers: Value| give(&path, answers);
    let long: serde_json::Map<_, _> = (7..24).map(|n| (n.to_string(), json!({"text": "x".repeat(4_000)}))).collect();
    let tie = json!({"actor": NOBODY, "frequency": "daily", "channel": "post"});
    let club = json!({"kind": "organisation", "profile": {"name": "Le Club"}});
    let club = anne.post(&at("/actors"), &club).expect(201)["id"].as_str().unwrap().to_owned();
    let for_club = format!("{path}/answers?on_behalf_of={club}&evidence=paper");
    vec![
        ("diagnostic_not_open", give(&prepared, json!({"2": {"scale": 1}}))),
        ("not_addressed", anne.put(&for_club, &json!({"answers": {"2": {"scale": 1}}}))),
        ("answers_missing", say(json!({}))),
        ("answer_to_no_question", say(json!({"60": {"scale": 1}}))),
        ("answer_of_another_kind", say(json!({"2": {"text": "x"}}))),
        ("answer_unknown_choice", say(json!({"0": {"choice": 9}}))),
        ("answer_not_in_order", say(json!({"1": {"choices": [1, 1]}}))),
        ("answer_out_of_scale", say(json!({"2": {"scale": 0}}))),
        ("answer_empty", say(json!({"5": {"text": " "}}))),
        ("answer_too_long", say(json!({"4": {"words": ["a", "b", "c", "d", "e", "f"]}}))),
        ("answers_too_long", say(Value::Object(long))),
        ("tie_unfit", say(json!({"6": {"ties": [tie]}}))),
        ("not_answered", story.bilal.client.delete(&format!("{path}/answers"))),
    ]
}

fn of_findings(story: &Story) -> Told {
    let anne = &story.anne.client;
    let path = draft(story, &campaign());
    let publish = |path: &str, questions: Value| {
        anne.post(&format!("{path}/findings"), &json!({"title": "On voit", "questions": questions}))
    };
    let before = publish(&path, json!([]));
    open(story, &path);
    close(story, &path);
    let one = publish(&path, json!([])).expect(201)["id"].as_str().unwrap().to_owned();
    let one = format!("{path}/findings/{one}");
    anne.post(&format!("{one}/withdrawal"), &json!({"reason": "…"})).expect(200);
    vec![
        ("finding_before_publication", before),
        ("unknown_diagnostic_of_finding", publish(&at(&format!("/diagnostics/{NOBODY}")), json!([]))),
        ("unknown_finding", anne.get(&format!("{path}/findings/{NOBODY}"))),
        ("unknown_question_of_finding", publish(&path, json!([50]))),
        ("finding_withdrawn", anne.post(&format!("{one}/withdrawal"), &json!({"reason": "…"}))),
    ]
}
