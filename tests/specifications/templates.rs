//! Templates: a published version is carried to another network, whole or not at all.

use serde_json::{Value, json};

use super::{last, open, publish, require, want};
use crate::story::{Story, at, header, id, misfit};

/// A published version as a template.
fn template(story: &Story) -> (String, Value) {
    let path = open(story);
    let goal = require(&story.bilal, &path, "goal", "Voir qui fait quoi", &[]);
    let means = json!({"kind": "means", "title": "Un agenda", "description": "Ouvert à tous."});
    story.chloe.client.post(&format!("{path}/requirements"), &means).expect(201);
    want(&story.chloe, &goal, "must");
    publish(story, &path);
    let reply = story.stranger().get(&format!("{path}/versions/1/template"));
    assert_eq!(header(&reply, "content-type"), "application/vnd.tresse.template+json");
    (path, reply.expect(200))
}

#[test]
fn another_network_begins_from_a_template() {
    let story = Story::begin();
    let (path, template) = template(&story);
    assert_eq!(template["format"], "tresse-template/1");
    assert_eq!((&template["version"], &template["specification"]), (&json!(1), &json!(last(&path))));
    assert_eq!(template["origin"], story.stranger().get(&at("")).expect(200)["origin"]);
    assert_eq!(template["requirements"][0], json!({"kind": "goal", "title": "Voir qui fait quoi", "priority": "must"}));
    for person in [&story.anne, &story.bilal, &story.chloe] {
        assert!(!template.to_string().contains(&person.id), "it tells of nobody");
    }
    let maud = story.server.found("plaine", "public");
    let there = |below: &str| format!("/v1/networks/plaine{below}");
    let before = maud.client.get(&there("")).expect(200)["position"].as_u64().unwrap();
    let opened = maud.client.post(&there("/specifications"), &json!({"template": template})).expect(201);
    assert_eq!(opened["position"].as_u64().unwrap(), before + 5, "two questions, the opening, two requirements");
    let shown = &opened["resource"];
    assert_eq!((&shown["title"], &shown["template"]["sha256"]), (&template["title"], &template["sha256"]));
    assert_eq!(shown["template"]["network"], template["origin"]);
    let path = there(&format!("/specifications/{}", id(&opened)));
    let goals = there(&format!("/contributions/{}", shown["goals"].as_str().unwrap()));
    assert_eq!(maud.client.get(&goals).expect(200)["title"], "Que voulons-nous faire ensemble ?");
    let listed = maud.client.get(&format!("{path}/requirements?expand=texts")).expect(200);
    let required: Vec<_> =
        listed["items"].as_array().unwrap().iter().map(|item| (&item["kind"], &item["title"])).collect();
    assert_eq!(required, [(&json!("goal"), &json!("Voir qui fait quoi")), (&json!("means"), &json!("Un agenda"))]);
    assert_eq!(listed["items"][1]["description"], "Ouvert à tous.");
    assert!(listed["items"][0].get("priority").is_none(), "people say anew how much they want each");
    // In other words, and with a question of one's own.
    let new = json!({
        "title": "Pour la plaine", "means_question": {"title": "Avec qui ?"}, "template": template
    });
    let opened = maud.client.post(&there("/specifications"), &new).expect(201)["resource"].clone();
    assert_eq!(opened["title"], "Pour la plaine");
    let means = there(&format!("/contributions/{}", opened["means"].as_str().unwrap()));
    assert_eq!(maud.client.get(&means).expect(200)["title"], "Avec qui ?");
}

#[test]
fn a_template_is_taken_whole_or_not_at_all() {
    let story = Story::begin();
    let (_, template) = template(&story);
    let head = story.head();
    let send = |change: &dyn Fn(&mut Value)| {
        let mut template = template.clone();
        change(&mut template);
        story.anne.client.post(&at("/specifications"), &json!({"template": template}))
    };
    for change in [
        &(|template: &mut Value| template["requirements"][0]["title"] = json!("Voir qui paie")) as &dyn Fn(&mut Value),
        &|template| template["requirements"][0]["priority"] = json!("wont"),
        &|template| template["origin"] = json!("tresse.invalid/autre"),
        &|template| template["version"] = json!(2),
        &|template| template["sha256"] = json!("0".repeat(64)),
        &|template| template["requirements"].as_array_mut().unwrap().reverse(),
    ] {
        let refused = send(change);
        assert_eq!(refused.problem(422), "template_damaged");
        assert_eq!(misfit(&refused, 422).0, "/template/sha256");
    }
    let place = |change: &dyn Fn(&mut Value)| misfit(&send(change), 422).0;
    assert_eq!(place(&|template| template["format"] = json!("tresse-template/2")), "/template/format");
    assert_eq!(place(&|template| template["requirements"] = json!([])), "/template/requirements");
    let many: Vec<_> = (0..257).map(|n| json!({"kind": "goal", "title": format!("{n}")})).collect();
    assert_eq!(place(&|template| template["requirements"] = json!(many)), "/template/requirements");
    assert_eq!(place(&|template| _ = template.as_object_mut().unwrap().remove("sha256")), "/template/sha256");
    assert_eq!(place(&|template| template["requirements"][0]["title"] = json!("")), "/template/requirements/0/title");
    assert_eq!(place(&|template| template["people"] = json!([])), "/template/people");
    assert_eq!(story.head(), head, "nothing was recorded");
    // However it was written on the way: blanks and the order of fields tell nothing.
    let mut fields: Vec<_> = template.as_object().unwrap().iter().collect();
    fields.reverse();
    let fields: Vec<_> = fields.iter().map(|(name, value)| format!("  \"{name}\" : {value}")).collect();
    let body = format!("{{ \"template\": {{\n{}\n}} }}", fields.join(",\n"));
    story.anne.client.send("POST", &at("/specifications"), body.as_bytes()).expect(201);
}
