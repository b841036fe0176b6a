//! Versions: numbered, frozen, compared, adopted by a decision, and written as Markdown.

use serde_json::{Value, json};

use super::{about, decide, last, offered, open, publish, require, voting, want};
use crate::description::Description;
use crate::story::{Story, at, header};

/// A specification with a goal, two means and a constraint, of which the first version is published.
struct Published {
    story: Story,
    path: String,
    /// Its requirements: a goal, two means, a constraint.
    made: [String; 4],
    /// The id of its first version.
    first: String,
}

fn published() -> Published {
    let story = Story::begin();
    let path = open(&story);
    let idea = story.proposal("Un agenda *partagé*", "Pour tous.");
    let made = [
        require(&story.bilal, &path, "goal", "Voir qui fait quoi", &[format!("contribution:{idea}")]),
        require(&story.chloe, &path, "means", "Un agenda", &[]),
        require(&story.chloe, &path, "means", "<b>Une carte</b> [ici](javascript:alert(1))", &[]),
        require(&story.anne, &path, "constraint", "Rien à payer", &[]),
    ];
    want(&story.anne, &made[0], "must");
    want(&story.anne, &made[1], "could");
    want(&story.anne, &made[2], "should");
    let first = publish(&story, &path);
    Published { story, path, made, first }
}

fn titles(version: &Value) -> Vec<&Value> {
    version["items"].as_array().unwrap().iter().map(|item| &item["title"]).collect()
}

#[test]
fn a_version_is_frozen_with_texts_and_priorities() {
    let Published { story, path, made, first } = published();
    let anne = &story.anne.client;
    let shown = story.stranger().get(&format!("{path}/versions/1")).expect(200);
    assert_eq!((&shown["id"], &shown["number"], &shown["requirements"]), (&json!(first), &json!(1), &json!(4)));
    assert_eq!(titles(&shown)[..2], ["Voir qui fait quoi", "Un agenda"]);
    assert_eq!(shown["items"][0]["priority"], "must");
    assert!(shown["items"][3].get("priority").is_none(), "nobody gave it one");
    assert_eq!(anne.post(&format!("{path}/versions"), &json!({})).problem(409), "version_unchanged");
    let at_first = story.head();
    want(&story.anne, &made[0], "should");
    anne.post(&format!("{}/rejection", made[3]), &json!({"reason": "On verra."})).expect(200);
    assert_eq!(offered(anne, &path), ["reviseSpecification", "proposeRequirement", "publishSpecificationVersion"]);
    let second = publish(&story, &path);
    let again = story.stranger().get(&format!("{path}/versions/1")).expect(200);
    assert_eq!(again["items"], shown["items"], "what is published stays as it was");
    let by_id = story.stranger().get(&format!("{path}/versions/{second}")).expect(200);
    assert_eq!((&by_id["number"], by_id["items"].as_array().unwrap().len()), (&json!(2), 3));
    let numbers = |query: &str| -> Vec<Value> {
        let page = story.stranger().get(&format!("{path}/versions{query}")).expect(200);
        page["items"].as_array().unwrap().iter().map(|version| version["number"].clone()).collect()
    };
    assert_eq!(numbers(""), [1, 2]);
    assert_eq!(numbers("?limit=1&after=1"), [2]);
    assert_eq!(numbers(&format!("?as_of={at_first}")), [1]);
    let past = story.stranger().get(&format!("{path}/versions/2?as_of={at_first}"));
    assert_eq!(past.problem(404), "unknown_specification_version");
    let event = anne.get(&at(&format!("/events/{}", story.head() - 1))).expect(200)["event"].clone();
    assert_eq!(event["objects"][1], format!("specification_version:{second}"));
    let description = Description::of(&story.server);
    for (operation, below) in [
        ("getSpecification", ""),
        ("getSpecificationVersion", "/versions/1"),
        ("listSpecificationVersions", "/versions"),
        ("compareSpecificationVersions", "/versions/2/difference"),
        ("exportSpecificationVersion", "/versions/1.md"),
        ("getSpecificationTemplate", "/versions/1/template"),
    ] {
        let reply = story.stranger().get(&format!("{path}{below}"));
        assert_eq!(description.check(operation, &reply), Ok(()), "{operation}");
    }
}

#[test]
fn two_versions_are_compared_requirement_by_requirement() {
    let Published { story, path, made, .. } = published();
    let anne = &story.anne.client;
    // The goal gets another text, the first means another priority; the second is split, and the constraint merged into the goal.
    let amendment = json!({"title": "Voir qui fait quoi, et où"});
    story.chloe.client.post(&format!("{}/amendments", made[0]), &amendment).expect(200);
    anne.seeing(2).post(&format!("{}/amendments/1/acceptance", made[0]), &json!({})).expect(200);
    want(&story.anne, &made[1], "must");
    let parts = json!({"into": [{"title": "Une carte sur papier"}, {"title": "Une carte en ligne"}]});
    let split = anne.post(&format!("{}/split", made[2]), &parts).expect(200)["resource"]["split_into"].clone();
    anne.post(&format!("{}/merges", made[0]), &json!({"sources": [last(&made[3])]})).expect(200);
    publish(&story, &path);
    let difference = story.stranger().get(&format!("{path}/versions/2/difference")).expect(200);
    assert_eq!((&difference["from"], &difference["to"], &difference["unchanged"]), (&json!(1), &json!(2), &json!(0)));
    let changed = difference["changed"].as_array().unwrap();
    assert_eq!(changed.len(), 2);
    assert_eq!((&changed[0]["text_changed"], &changed[0]["priority_changed"]), (&json!(true), &json!(false)));
    assert_eq!(changed[0]["before"]["title"], "Voir qui fait quoi");
    assert_eq!(changed[0]["after"]["title"], "Voir qui fait quoi, et où");
    assert_eq!((&changed[1]["text_changed"], &changed[1]["priority_changed"]), (&json!(false), &json!(true)));
    let added = difference["added"].as_array().unwrap();
    let of: Vec<_> = added.iter().map(|item| (&item["title"], &item["comes_from"])).collect();
    let whole = json!([last(&made[2])]);
    assert_eq!(of, [(&json!("Une carte sur papier"), &whole), (&json!("Une carte en ligne"), &whole)]);
    let removed = difference["removed"].as_array().unwrap();
    assert_eq!((&removed[0]["became"], &removed[0]["into"]), (&json!("split"), &split));
    assert_eq!((&removed[1]["became"], &removed[1]["into"]), (&json!("merged"), &json!([last(&made[0])])));
    let whole = story.stranger().get(&format!("{path}/versions/1/difference")).expect(200);
    assert!(whole.get("from").is_none() && whole["added"].as_array().unwrap().len() == 4, "the first is all new");
    let back = story.stranger().get(&format!("{path}/versions/1/difference?from=1")).expect(200);
    assert_eq!(back["unchanged"], 4);
    let later = story.stranger().get(&format!("{path}/versions/1/difference?from=2"));
    assert_eq!(crate::story::misfit(&later, 422).0, "from", "what became of it is told forwards");
    let unknown = story.stranger().get(&format!("{path}/versions/2/difference?from=0"));
    assert_eq!(unknown.problem(404), "unknown_specification_version");
}

#[test]
fn a_version_is_adopted_by_a_decision_that_was_opened_on_it() {
    let Published { story, path, made, first } = published();
    let anne = &story.anne.client;
    let adopt = |version: u16, decision: &str| {
        anne.post(&format!("{path}/versions/{version}/adoption"), &json!({"decision": decision}))
    };
    assert_eq!(adopt(1, &decide(&story, &[], "yes")).problem(409), "adoption_not_linked");
    assert_eq!(adopt(1, &decide(&story, &about(&first), "no")).problem(409), "adoption_not_passed");
    assert_eq!(adopt(1, &last(&voting(&story, &about(&first)))).problem(409), "adoption_not_decided");
    // Linked only after people voted: they did not know.
    let late = decide(&story, &[], "yes");
    let to = json!({"to": about(&first)[0]});
    anne.post(&at(&format!("/decisions/{late}/links")), &to).expect(200);
    assert_eq!(adopt(1, &late).problem(409), "adoption_not_linked");
    let passed = decide(&story, &about(&first), "yes");
    assert_eq!(offered(anne, &format!("{path}/versions/1")), ["adoptSpecificationVersion"]);
    let before = story.head();
    let adopted = adopt(1, &passed).expect(200)["resource"].clone();
    assert_eq!(adopted["adopted"]["decision"], json!(passed));
    adopt(1, &passed).expect(200);
    assert_eq!(story.head(), before + 1, "to adopt twice has no effect");
    assert_eq!(adopt(1, &decide(&story, &about(&first), "yes")).problem(409), "already_adopted");
    let shown = story.stranger().get(&path).expect(200);
    assert_eq!((&shown["adopted"]["number"], &shown["adopted"]["decision"]), (&json!(1), &json!(passed)));
    assert!(story.stranger().get(&format!("{path}?as_of={before}")).expect(200).get("adopted").is_none());
    // Another version has its own decision.
    anne.post(&format!("{}/rejection", made[3]), &json!({"reason": "On verra."})).expect(200);
    let second = publish(&story, &path);
    assert_eq!(adopt(2, &passed).problem(409), "adoption_not_linked");
    let both = decide(&story, &[about(&first), about(&second)].concat(), "yes");
    assert_eq!(adopt(2, &both).problem(409), "adoption_of_several");
    adopt(2, &decide(&story, &about(&second), "yes")).expect(200);
    assert_eq!(story.stranger().get(&path).expect(200)["adopted"]["number"], 2, "the latest holds");
    // The dossier tells what was voted on, and what came of the version.
    let dossier = story.stranger().get(&at(&format!("/decisions/{passed}/dossier"))).expect(200);
    let version = &dossier["origins"]["specification_versions"][0];
    assert_eq!((&version["id"], version["items"].as_array().unwrap().len()), (&json!(first), 4));
    let origin = format!("specification_version:{first}");
    let linked = story.stranger().get(&at(&format!("/decisions?origin={origin}"))).expect(200);
    assert!(linked["items"].as_array().unwrap().iter().any(|item| item["id"] == json!(passed)));
    let action = json!({
        "title": "Chercher un outil", "purpose": "Pour cette version.", "origin": origin,
        "responsible": [story.bilal.id]
    });
    anne.post(&at("/actions"), &action).expect(201);
    // A decision that is declared void adopts nothing any more.
    let holds = shown_adoption(&story, &path);
    let voiding = at(&format!("/decisions/{}/voiding", holds["decision"].as_str().unwrap()));
    anne.post(&voiding, &json!({"reason": "Le quorum manquait."})).expect(200);
    assert_eq!(shown_adoption(&story, &path), Value::Null);
}

fn shown_adoption(story: &Story, path: &str) -> Value {
    story.stranger().get(path).expect(200).get("adopted").cloned().unwrap_or_default()
}

#[test]
fn a_version_is_written_as_markdown_in_which_what_people_typed_is_text() {
    let Published { story, path, first, .. } = published();
    let passed = decide(&story, &about(&first), "yes");
    story.anne.client.post(&format!("{path}/versions/1/adoption"), &json!({"decision": passed})).expect(200);
    let stranger = story.stranger();
    let reply = stranger.with("accept-language", "fr").get(&format!("{path}/versions/1.md"));
    assert_eq!((reply.status, header(&reply, "content-type")), (200, "text/markdown; charset=utf-8"));
    assert_eq!(header(&reply, "content-language"), "fr");
    let text = String::from_utf8(reply.body).unwrap();
    let read = stranger.get(&format!("{path}/versions/1")).expect(200);
    let (published, adopted) = (&read["published_at"], &read["adopted"]["recorded_at"]);
    // The network counts its days in Paris.
    let day =
        |at: &Value| at.as_str().unwrap().parse::<jiff::Timestamp>().unwrap().in_tz("Europe/Paris").unwrap().date();
    let charter = stranger.get(&at("")).expect(200);
    let expected = format!(
        "# Un outil pour la vallée\n\n\
        Version 1, publiée par {network} le {published} (position {position} de l’historique).\n\n\
        Adoptée le {adopted} par la décision « Adoptons-nous ce texte ? » (`{passed}`).\n\n\
        Origine : {origin}, cahier des charges `{specification}`.\n\n\
        ## Objectifs\n\n\
        1. **Voir qui fait quoi** (indispensable)\n\n   \
        - Contribution : « Un agenda \\*partagé\\* », par une personne du réseau\n\n\
        ## Moyens\n\n\
        1. **\\<b\\>Une carte\\</b\\> \\[ici\\](javascript\\:alert(1))** (important)\n\n\
        2. **Un agenda** (souhaité)\n\n\
        ## Contraintes\n\n\
        1. **Rien à payer** (sans priorité)\n",
        network = charter["name"].as_str().unwrap(),
        published = day(published),
        position = read["position"],
        adopted = day(adopted),
        origin = charter["origin"].as_str().unwrap().replace('_', "\\_"),
        specification = last(&path),
    );
    assert_eq!(text, expected);
    let english = stranger.with("accept", "text/markdown").with("accept-language", "en");
    let english = String::from_utf8(english.get(&format!("{path}/versions/1")).body).unwrap();
    assert!(english.contains("## Goals\n") && english.contains("Adopted on"), "{english}");
    let refused = stranger.with("accept", "image/png").get(&format!("{path}/versions/1"));
    assert_eq!(refused.problem(406), "not_acceptable");
}
