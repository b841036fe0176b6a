//! The life of diagnostics: drafted, opened, answered, closed, published, followed.

mod answers;
mod confidential;
mod follow;
mod happen;
mod refusals;
mod report;
mod time;

use serde_json::{Value, json};
use testkit::{Client, Member};

use crate::story::{SLUG, Story, at, header, id};

pub use happen::happen;
pub use refusals::refusals;

/// The numbers of the questions of [`campaign`].
const SINGLE: usize = 0;
const MULTIPLE: usize = 1;

/// A campaign with a question of every kind.
fn campaign() -> Value {
    let ask = |theme: &str, kind: &str, title: &str| json!({"theme": theme, "kind": kind, "title": title});
    let mut single = ask("ict_representation", "single", "Un outil commun, c’est surtout…");
    single["choices"] = json!([
        {"title": "du temps gagné", "leaning": "advantage"},
        {"title": "une charge de plus", "leaning": "disadvantage"}
    ]);
    let mut multiple = ask("ict_representation", "multiple", "Qu’en attendez-vous ?");
    multiple["choices"] = json!([
        {"title": "des rendez-vous", "leaning": "advantage"},
        {"title": "des rencontres", "leaning": "advantage"},
        {"title": "des courriels", "leaning": "disadvantage"}
    ]);
    json!({
        "title": "Comment travaillons-nous ?", "description": "Avant de choisir quoi que ce soit.",
        "questions": [
            single, multiple,
            ask("network_practice", "scale", "Se connaît-on bien ?"),
            ask("ict_usage", "frequency", "Utilisez-vous une messagerie ?"),
            ask("network_representation", "words", "Un réseau, en quelques mots ?"),
            ask("network_representation", "text", "Qu’est-ce qui manque ?"),
            ask("network_practice", "ties", "Avec qui travaillez-vous ?")
        ]
    })
}

/// Anne drafts it.
fn draft(story: &Story, campaign: &Value) -> String {
    let drafted = story.anne.client.post(&at("/diagnostics"), campaign);
    let path = header(&drafted, "location").to_owned();
    drafted.expect(201);
    path
}

fn open(story: &Story, path: &str) {
    story.anne.client.post(&format!("{path}/opening"), &json!({})).expect(200);
}

fn opened(story: &Story, campaign: &Value) -> String {
    let path = draft(story, campaign);
    open(story, &path);
    path
}

fn answer(by: &Client, path: &str, answers: &Value) -> Value {
    by.put(&format!("{path}/answers"), &json!({"answers": answers})).expect(200)["resource"].clone()
}

/// The diagnostic once its tables are published.
fn published(story: &Story, path: &str) -> Value {
    let until = std::time::Instant::now() + std::time::Duration::from_secs(10);
    loop {
        let read = story.anne.client.get(path).expect(200);
        if read["phase"] == "published" {
            return read;
        }
        assert!(std::time::Instant::now() < until, "no table is published: {read}");
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
}

fn close(story: &Story, path: &str) -> Value {
    story.anne.client.post(&format!("{path}/closing"), &json!({})).expect(200);
    published(story, path)
}

fn report(by: &Client, path: &str) -> Value {
    by.get(&format!("{path}/report?expand=texts")).expect(200)
}

/// So many people more.
fn people(story: &Story, more: usize) -> Vec<Member> {
    (0..more).map(|n| story.server.join(SLUG, &story.anne.client, &format!("Répondante {n}"))).collect()
}

fn offered(by: &Client, path: &str) -> Vec<String> {
    let read = by.get(path).expect(200);
    let actions = read.get("allowed_actions").and_then(Value::as_array).cloned().unwrap_or_default();
    actions.iter().map(|action| action.as_str().unwrap().to_owned()).collect()
}

fn last_event(story: &Story) -> Value {
    story.anne.client.get(&at(&format!("/events/{}", story.head() - 1))).expect(200)["event"].clone()
}

fn version(read: &Value) -> u32 {
    u32::try_from(read["version"].as_u64().unwrap()).unwrap()
}

#[test]
fn a_diagnostic_is_drafted_with_its_questions_and_changed_until_it_opens() {
    let story = Story::begin();
    let (anne, bilal) = (&story.anne.client, &story.bilal.client);
    assert_eq!(bilal.post(&at("/diagnostics"), &campaign()).problem(403), "forbidden");
    let head = story.head();
    let path = draft(&story, &campaign());
    assert_eq!(story.head(), head + 13, "an event for it, for each question, and for each choice");
    let shown = story.stranger().get(&path).expect(200);
    assert_eq!(
        (&shown["phase"], &shown["title"], &shown["author"]),
        (&json!("draft"), &json!("Comment travaillons-nous ?"), &json!(story.anne.id))
    );
    let multiple = &shown["questions"][MULTIPLE];
    assert_eq!((&multiple["kind"], &multiple["theme"]), (&json!("multiple"), &json!("ict_representation")));
    assert_eq!(
        multiple["choices"][2],
        json!({"choice": 2, "title": "des courriels", "leaning": "disadvantage", "withdrawn": false})
    );
    let preparing = [
        "reviseDiagnostic",
        "addDiagnosticQuestion",
        "reviseDiagnosticQuestion",
        "withdrawDiagnosticQuestion",
        "addDiagnosticChoice",
        "reviseDiagnosticChoice",
        "withdrawDiagnosticChoice",
        "openDiagnostic",
        "abandonDiagnostic",
    ];
    assert_eq!(offered(anne, &path), preparing);
    assert_eq!(offered(bilal, &path), Vec::<String>::new());
    // Texts are changed by who says which version they have seen.
    let title = json!({"title": "Comment allons-nous ensemble ?"});
    assert_eq!(anne.put(&path, &title).problem(428), "precondition_required");
    assert_eq!(anne.seeing(1).put(&path, &title).problem(412), "stale_version");
    let seen = version(&shown);
    anne.seeing(seen).put(&path, &title).expect(200);
    let question = json!({"theme": "ict_usage", "kind": "frequency", "title": "Et le téléphone ?"});
    let added = anne.post(&format!("{path}/questions"), &question).expect(200);
    assert_eq!(added["resource"]["questions"][7]["title"], "Et le téléphone ?");
    let path_of = |number: usize| format!("{path}/questions/{number}");
    anne.delete(&path_of(7)).expect(200);
    let choices = format!("{}/choices", path_of(SINGLE));
    anne.post(&choices, &json!({"title": "un lien de plus"})).expect(200);
    let read = anne.get(&path).expect(200);
    let other = json!({"title": "un lieu de plus", "leaning": "advantage"});
    anne.seeing(version(&read)).put(&format!("{choices}/2"), &other).expect(200);
    anne.delete(&format!("{choices}/1")).expect(200);
    // A question that is answered in another way begins without choices.
    let read = anne.get(&path).expect(200);
    let kept: Vec<_> = read["questions"][SINGLE]["choices"].as_array().unwrap().iter().collect();
    assert_eq!((&kept[1]["withdrawn"], &kept[2]["title"]), (&json!(true), &json!("un lieu de plus")));
    let scale = json!({"theme": "ict_representation", "kind": "scale", "title": "Un outil vous aide-t-il ?"});
    let revised = anne.seeing(version(&read)).put(&path_of(SINGLE), &scale).expect(200);
    assert_eq!(revised["resource"]["questions"][SINGLE].get("choices"), None);
    let opening = json!({"closes_at": "2999-03-05T18:00:00Z"});
    let opened = anne.post(&format!("{path}/opening"), &opening).expect(200);
    assert_eq!((&opened["resource"]["phase"], &opened["resource"]["k"]), (&json!("open"), &json!(5)));
    assert_eq!(anne.post(&format!("{path}/questions"), &question).problem(409), "diagnostic_opened");
    assert_eq!(offered(anne, &path), ["closeDiagnostic", "abandonDiagnostic", "answerDiagnostic"]);
    let before = story.stranger().get(&format!("{path}?as_of={head}")).problem(404);
    assert_eq!(before, "unknown_diagnostic");
}

#[test]
fn diagnostics_are_filtered_and_walked() {
    let story = Story::begin();
    let made = [(); 3].map(|()| draft(&story, &json!({"title": "Qui sommes-nous ?"}))[SLUG.len() + 26..].to_owned());
    let given_up =
        story.anne.client.post(&at(&format!("/diagnostics/{}/abandonment", made[1])), &json!({"reason": "…"}));
    assert_eq!(given_up.expect(200)["resource"]["phase"], "abandoned");
    let listed = |query: &str| -> Vec<String> {
        let page = story.stranger().get(&at(&format!("/diagnostics?{query}"))).expect(200);
        page["items"].as_array().unwrap().iter().map(id).collect()
    };
    assert_eq!(listed("phase=abandoned"), made[1..2]);
    assert_eq!(listed("limit=2"), made[..2]);
    assert_eq!(listed(&format!("after={}", made[1])), made[2..]);
    assert_eq!(listed(&format!("follows={}", made[0])), Vec::<String>::new());
    let title = |query: &str| {
        story.stranger().get(&at(&format!("/diagnostics?{query}"))).expect(200)["items"][0].get("title").cloned()
    };
    assert_eq!((title(""), title("expand=texts")), (None, Some(json!("Qui sommes-nous ?"))));
}
