//! Themes and tags: their life, and what may no longer refer to them.

use serde_json::{Value, json};
use testkit::Reply;

use crate::story::{Story, at, id, misfit};

const NOBODY: &str = "01890a5d-ac96-774b-bcce-b302099a8057";

/// Everything that can happen to themes and tags, and every text that was typed for it.
pub fn happen(story: &Story) -> Vec<&'static str> {
    let anne = &story.anne.client;
    for (terms, label, relabelled) in
        [("/themes", "Se déplacer", "Déplacements"), ("/tags", "bicyclette", "vélo électrique")]
    {
        let term = at(&format!("{terms}/{}", define(story, terms, label)));
        anne.seeing(1).put(&(term.clone() + "/label"), &json!({"label": relabelled})).expect(200);
        anne.post(&(term + "/retirement"), &json!({})).expect(200);
    }
    vec!["Se déplacer", "Déplacements", "bicyclette", "vélo électrique"]
}

/// A request for every refusal about themes and tags that one reaches.
pub fn refusals(story: &Story) -> Vec<(&'static str, Reply)> {
    let (anne, bilal) = (&story.anne.client, &story.bilal.client);
    let retired = |terms: &str| {
        let term = define(story, terms, "Vieux mot");
        anne.post(&at(&format!("{terms}/{term}/retirement")), &json!({})).expect(200);
        term
    };
    let (theme, tag) = (retired("/themes"), retired("/tags"));
    let retire = |terms: &str, term: &str| anne.post(&at(&format!("{terms}/{term}/retirement")), &json!({}));
    let idea = json!({"kind": "idea", "title": "x", "body": "…", "theme": theme});
    let question = json!({"kind": "question", "title": "x", "theme": NOBODY});
    let offer = |tags: Value| json!({"side": "offer", "what": "time", "title": "Une heure", "tags": tags});
    let unknown = bilal.post(&at("/exchanges"), &offer(json!([NOBODY])));
    assert_eq!(misfit(&unknown, 422).0, "/tags");
    vec![
        ("no_such_theme", retire("/themes", NOBODY)),
        ("no_such_theme", anne.get(&at(&format!("/themes/{NOBODY}")))),
        ("theme_retired", retire("/themes", &theme)),
        ("unknown_theme", bilal.post(&at("/contributions"), &idea)),
        ("unknown_theme", anne.post(&at("/contributions"), &question)),
        ("no_such_tag", retire("/tags", NOBODY)),
        ("no_such_tag", anne.get(&at(&format!("/tags/{NOBODY}")))),
        ("tag_retired", retire("/tags", &tag)),
        ("unknown_tag", unknown),
        ("unknown_tag", bilal.post(&at("/exchanges"), &offer(json!([tag])))),
    ]
}

pub fn define(story: &Story, terms: &str, label: &str) -> String {
    id(&story.anne.client.post(&at(terms), &json!({"label": label})).expect(201))
}

#[test]
fn a_term_is_defined_relabelled_and_retired() {
    let story = Story::begin();
    let anne = &story.anne.client;
    for terms in ["/themes", "/tags"] {
        let labels = |query: &str| -> Vec<Value> {
            let listed = story.stranger().get(&at(&format!("{terms}{query}"))).expect(200);
            listed["items"].as_array().unwrap().iter().map(|term| term["label"].clone()).collect()
        };
        let (first, second) = (define(&story, terms, "Se déplacer"), define(&story, terms, "Se nourrir"));
        let defined = story.head();
        let path = at(&format!("{terms}/{first}/label"));
        let label = json!({"label": "Se déplacer sans voiture"});
        assert_eq!(anne.put(&path, &label).problem(428), "precondition_required");
        assert_eq!(anne.seeing(1).put(&path, &label).expect(200)["resource"]["label"], label["label"]);
        assert_eq!(anne.seeing(1).put(&path, &label).problem(412), "stale_version");
        assert_eq!(labels(""), ["Se déplacer sans voiture", "Se nourrir"]);
        assert_eq!(labels(&format!("?as_of={defined}")), ["Se déplacer", "Se nourrir"]);
        let retirement = at(&format!("{terms}/{first}/retirement"));
        assert!(anne.post(&retirement, &json!({})).expect(200)["resource"]["retired_at"].is_string());
        assert_eq!(labels(""), ["Se nourrir"]);
        assert_eq!(labels("?retired=true&limit=1"), ["Se déplacer sans voiture"]);
        assert_eq!(labels(&format!("?retired=true&after={first}")), ["Se nourrir"]);
        let shown = story.stranger().get(&at(&format!("{terms}/{second}"))).expect(200);
        assert_eq!((&shown["label"], shown.get("allowed_actions")), (&json!("Se nourrir"), None));
        let offered = anne.get(&at(&format!("{terms}/{second}"))).expect(200)["allowed_actions"].clone();
        assert_eq!(offered.as_array().unwrap().len(), 2);
        let long = anne.post(&at(terms), &json!({"label": "x".repeat(81)}));
        assert_eq!(misfit(&long, 422).0, "/label");
    }
}

#[test]
fn a_theme_counts_its_contributions() {
    let story = Story::begin();
    let (roads, food) = (define(&story, "/themes", "Se déplacer"), define(&story, "/themes", "Se nourrir"));
    let count = |theme: &str, query: &str| {
        story.stranger().get(&at(&format!("/themes/{theme}{query}"))).expect(200)["contributions"].clone()
    };
    story.contribute(&story.anne, &json!({"kind": "question", "title": "Comment venir ?", "theme": roads}));
    let before = story.head();
    let idea = json!({"kind": "idea", "title": "Une navette", "body": "Le samedi.", "theme": roads});
    let idea = story.contribute(&story.bilal, &idea);
    assert_eq!((count(&roads, ""), count(&food, "")), (json!(2), json!(0)));
    assert_eq!(count(&roads, &format!("?as_of={before}")), 1);
    story.bilal.client.post(&at(&format!("/contributions/{idea}/withdrawal")), &json!({})).expect(200);
    let listed = story.stranger().get(&at(&format!("/contributions?theme={roads}"))).expect(200);
    assert_eq!(count(&roads, ""), listed["items"].as_array().unwrap().len(), "as many as the list shows");
}
