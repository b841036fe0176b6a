//! The board of the method: its eight steps, opened with goals, closed with results, and opened again.

use serde_json::{Value, json};
use testkit::{Client, Reply};

use crate::story::{Story, at};

fn step(name: &str) -> String {
    at(&format!("/steps/{name}"))
}

fn open(by: &Client, name: &str, body: &Value) -> Reply {
    by.post(&(step(name) + "/opening"), body)
}

fn close(by: &Client, name: &str, body: &Value) -> Reply {
    by.post(&(step(name) + "/closing"), body)
}

/// The phase of each step, in their order.
fn phases(story: &Story, query: &str) -> Vec<String> {
    let board = story.stranger().get(&at(&format!("/steps{query}"))).expect(200);
    board["items"].as_array().unwrap().iter().map(|step| step["phase"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn steps_are_opened_with_goals_closed_with_results_and_opened_again() {
    let story = Story::begin();
    let anne = &story.anne.client;
    let board = story.stranger().get(&at("/steps")).expect(200);
    let names: Vec<_> = board["items"].as_array().unwrap().iter().map(|step| step["step"].as_str().unwrap()).collect();
    let all = "diagnostic mobilisation specification selection tutoring experiment evaluation follow_up";
    assert_eq!(names, all.split(' ').collect::<Vec<_>>());
    assert!(board.get("next").is_none() && board["items"][7]["number"] == 7);
    assert_eq!(phases(&story, ""), ["not_opened"; 8]);

    let opened = open(anne, "diagnostic", &json!({"goal": "Cent réponses."})).expect(200);
    assert_eq!((&opened["version"], &opened["resource"]["goal"]), (&json!(1), &json!("Cent réponses.")));
    assert_eq!(opened["resource"]["allowed_actions"], json!(["setStepGoal", "closeStep"]));
    open(anne, "mobilisation", &json!({})).expect(200);
    let both = story.head();
    assert_eq!(phases(&story, "")[..3], ["open", "open", "not_opened"], "steps overlap");
    let goal = json!({"goal": "Deux cents réponses."});
    let goal_of = |client: &Client| client.put(&(step("diagnostic") + "/goal"), &goal);
    assert_eq!(goal_of(anne).problem(428), "precondition_required", "others may set it too");
    assert_eq!(goal_of(&anne.seeing(1)).expect(200)["version"], 2);
    assert_eq!(goal_of(&anne.seeing(1)).problem(412), "stale_version");
    let results = json!({"results": "Cent quarante réponses."});
    close(anne, "diagnostic", &results).expect(200);
    let closed = story.head();
    assert_eq!(close(anne, "diagnostic", &results).problem(409), "step_not_open");
    let again = open(anne, "diagnostic", &json!({})).expect(200);
    assert_eq!(again["resource"].get("goal"), None, "it is opened without a goal");

    let shown = story.stranger().get(&step("diagnostic")).expect(200);
    let periods = shown["periods"].as_array().unwrap();
    assert_eq!((periods.len(), &periods[0]["results"]), (2, &json!("Cent quarante réponses.")));
    let goals: Vec<_> = periods[0]["goals"].as_array().unwrap().iter().map(|goal| &goal["goal"]).collect();
    assert_eq!(goals, ["Cent réponses.", "Deux cents réponses."]);
    assert!(periods[0]["closed_at"].is_string() && periods[1].get("closed_at").is_none());
    assert_eq!(periods[1]["opened_by"], format!("actor:{}", story.anne.id));
    assert_eq!(phases(&story, &format!("?as_of={both}"))[..2], ["open", "open"]);
    assert_eq!(phases(&story, &format!("?as_of={closed}"))[..2], ["closed", "open"]);
    assert_eq!(phases(&story, "")[..2], ["open", "open"]);
    let listed = |query: &str| story.stranger().get(&at(&format!("/steps?{query}"))).expect(200);
    assert_eq!(listed("")["items"][0]["periods"][0].get("results"), None, "texts are opened on demand");
    assert_eq!(listed("expand=texts")["items"][0]["periods"][0]["results"], "Cent quarante réponses.");
    let told = story.stranger().get(&at(&format!("/events?object=step:{}", shown["id"].as_str().unwrap()))).expect(200);
    assert_eq!(told["items"].as_array().unwrap().len(), 4);
    let french = story.stranger().with("accept-language", "fr").get(&at("/activity?limit=1")).expect(200);
    assert_eq!(french["items"][0]["summary"], "Une personne du réseau a ouvert l’étape « Diagnostic »");
}

#[test]
fn facilitators_and_stewards_keep_the_board_and_nobody_else() {
    let story = Story::begin();
    let offered = |by: &Client| by.get(&step("selection")).expect(200).get("allowed_actions").cloned();
    assert_eq!(offered(&story.anne.client), Some(json!(["openStep"])));
    assert_eq!(offered(&story.bilal.client), None);
    assert_eq!(open(&story.bilal.client, "selection", &json!({})).problem(403), "forbidden");
    assert_eq!(story.stranger().get(&step("gardening")).problem(404), "not_found");
}

/// Everything that can happen to steps; and every text that was typed for it.
pub fn happen(story: &Story) -> Vec<&'static str> {
    let anne = &story.anne.client;
    open(anne, "tutoring", &json!({"goal": "Personne ne reste seul."})).expect(200);
    let goal = json!({"goal": "Personne ne reste seul devant un écran."});
    anne.seeing(1).put(&(step("tutoring") + "/goal"), &goal).expect(200);
    close(anne, "tutoring", &json!({"results": "Douze binômes."})).expect(200);
    vec!["Personne ne reste seul.", "Personne ne reste seul devant un écran.", "Douze binômes."]
}

/// Every refusal of steps that a request reaches.
pub fn refusals(story: &Story) -> Vec<(&'static str, Reply)> {
    let anne = &story.anne.client;
    let not_open = close(anne, "evaluation", &json!({}));
    open(anne, "evaluation", &json!({})).expect(200);
    vec![("step_not_open", not_open), ("step_already_open", open(anne, "evaluation", &json!({})))]
}
