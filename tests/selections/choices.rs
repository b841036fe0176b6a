//! The choice by decisions of either kind, the presentation, and the dossier.

use super::*;

fn chosen(story: &Story, path: &str, candidate: &str, decision: &str) -> Value {
    let choice = json!({"candidate": candidate, "decision": decision});
    story.anne.client.post(&format!("{path}/choice"), &choice).expect(200)["resource"].clone()
}

#[test]
fn one_is_chosen_between_all_by_the_option_that_stands_for_it() {
    let story = Story::begin();
    let (path, [agenda, other]) = opened(&story);
    assess(&story.bilal, &path, &[(&agenda, 1, 2), (&other, 1, 4)]);
    story.anne.client.post(&format!("{path}/closing"), &json!({})).expect(200);
    let options = [
        json!({"title": "Agenda libre", "candidate": agenda}),
        json!({"title": "Calendrier+", "candidate": other}),
        json!({"title": "Aucun des deux"}),
    ];
    let about = format!("selection:{}", last(&path));
    let decision = decide(&story, "approval", &options, &about, &json!({"approve": [1]}));
    let read = story.stranger().get(&at(&format!("/decisions/{decision}"))).expect(200);
    assert_eq!(read["options"][1]["candidate"], json!(other));
    assert!(offered(&story.anne.client, &path).contains(&"chooseCandidate".to_owned()));
    let wrong = json!({"candidate": agenda, "decision": decision});
    let wrong = story.anne.client.post(&format!("{path}/choice"), &wrong);
    assert_eq!(wrong.problem(409), "selection_decided_otherwise");
    let shown = chosen(&story, &path, &other, &decision);
    assert_eq!((&shown["phase"], &shown["chosen"]["candidate"]), (&json!("chosen"), &json!(other)));
    // The dossier tells what those who voted could read, also once a candidate was corrected.
    let mut dearer = tool("Calendrier+", 0, 9_000);
    dearer["reason"] = json!("Le tarif a changé.");
    let corrected = story.anne.client.seeing(1).put(&format!("{path}/candidates/{other}"), &dearer);
    assert_eq!(corrected.problem(409), "candidate_selection_over");
    let dossier = story.stranger().get(&at(&format!("/decisions/{decision}/dossier"))).expect(200);
    let linked = &dossier["origins"]["selections"][0];
    assert_eq!((&linked["selection"]["id"], &linked["selection"]["phase"]), (&json!(last(&path)), &json!("closed")));
    assert_eq!(linked["results"]["candidates"][0]["name"], "Calendrier+");
    assert_eq!(linked["costs"]["costs"][1]["total"], 20_000);
    assert_eq!(linked["candidates"].as_array().unwrap().len(), 2);
    let page = story.stranger().with("accept", "text/html").get(&at(&format!("/decisions/{decision}/dossier")));
    let page = String::from_utf8_lossy(&page.body).into_owned();
    assert!(page.contains("Calendrier+") && page.contains("Un agenda commun"), "{page}");
}

#[test]
fn one_is_chosen_by_consent_on_it_alone() {
    let story = Story::begin();
    let (path, [agenda, _]) = closed(&story);
    let about = format!("candidate:{agenda}");
    let decision = decide(&story, "consent", &[], &about, &json!({"say": "yes"}));
    let before = story.head();
    let shown = chosen(&story, &path, &agenda, &decision);
    assert_eq!(shown["chosen"]["decision"], json!(decision));
    let then = story.stranger().get(&format!("{path}?as_of={before}")).expect(200);
    assert_eq!((&then["phase"], then.get("chosen")), (&json!("closed"), None));
    // Its cost is shared after the choice, too.
    let plan = json!({"candidate": agenda, "years": 1, "rule": "equal", "payers": [{"actor": story.anne.id}]});
    story.anne.client.post(&format!("{path}/split"), &plan).expect(200);
}

#[test]
fn candidates_are_presented_in_a_meeting() {
    let story = Story::begin();
    let path = prepare(&story);
    let planned = |kind: &str| {
        let new = json!({
            "kind": kind, "title": "Deux agendas", "place": "La mairie", "starts_at": "2999-03-05T18:00:00Z",
            "ends_at": "2999-03-05T20:00:00Z"
        });
        id(&story.anne.client.post(&at("/meetings"), &new).expect(201))
    };
    let (presentation, workshop) = (planned("presentation"), planned("workshop"));
    let link = |meeting: &str| story.anne.client.put(&format!("{path}/presentation"), &json!({"meeting": meeting}));
    assert!(offered(&story.anne.client, &path).contains(&"linkPresentation".to_owned()));
    assert_eq!(link(&presentation).expect(200)["resource"]["presentation"], json!(presentation));
    assert_eq!(misfit(&link(&workshop), 422).0, "/meeting");
    let unlinked = story.anne.client.delete(&format!("{path}/presentation")).expect(200);
    assert!(unlinked["resource"].get("presentation").is_none());
}
