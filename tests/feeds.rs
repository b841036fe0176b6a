//! Feeds: the history live and as CloudEvents, what happened for people, and as an Atom feed.

mod activity;
mod atom;
mod cloud;
mod live;
pub mod sse;

use serde_json::{Value, json};
use testkit::Client;

use crate::story::{Story, at, id, of};
use crate::vocabulary;

/// The history as lines.
fn lines(client: &Client, query: &str) -> Vec<Value> {
    let reply = client.with("accept", "application/x-ndjson").get(&at(query));
    String::from_utf8(reply.body).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// The themes of a network, in order of definition.
fn themes(client: &Client) -> Vec<String> {
    client.get(&at("/themes")).expect(200)["items"].as_array().unwrap().iter().map(id).collect()
}

/// What a network does of which there is something to tell: contributions of two themes and of none, replies to them, an
/// organisation, votes.
fn eventful(story: &Story) {
    let anne = &story.anne.client;
    let [first, second] = ["Se retrouver", "Se nourrir"].map(|label| vocabulary::define(story, "/themes", label));
    for (title, theme) in [("Un calendrier", Some(first)), ("Un verger", Some(second)), ("Un café", None)] {
        let mut proposal = json!({"kind": "proposal", "title": title, "body": "Commun."});
        proposal.as_object_mut().unwrap().extend(theme.map(|theme| ("theme".to_owned(), json!(theme))));
        let proposal = story.contribute(&story.bilal, &proposal);
        let comment = story.comment(&proposal, "Avec le bus ?");
        story.comment(&comment, "Ou à pied ?");
        story.chloe.client.put(&(of(&proposal) + "/support"), &json!({})).expect(200);
        let text = json!({"title": format!("{title} partagé"), "body": "Pour tous."});
        story.bilal.client.seeing(1).put(&(of(&proposal) + "/text"), &text).expect(200);
        story.chloe.client.post(&(of(&comment) + "/links"), &json!({"kind": "supports", "to": proposal})).expect(200);
    }
    let maison = json!({"kind": "organisation", "profile": {"name": "La Maison commune"}});
    let maison = id(&anne.post(&at("/actors"), &maison).expect(201));
    anne.put(&at(&format!("/actors/{}/representations/{maison}", story.chloe.id)), &json!({})).expect(200);
    anne.put(&at(&format!("/actors/{}/roles/tutor", story.chloe.id)), &json!({})).expect(200);
    let meeting = json!({
        "kind": "workshop", "title": "Nos besoins", "place": "La Maison commune", "starts_at": "2999-03-12T17:00:00Z", "ends_at": "2999-03-12T19:00:00Z"
    });
    anne.post(&at("/meetings"), &meeting).expect(201);
    let statement = story.statement(&story.question("Comment venir ?"), "Il faut un bus.");
    story.vote(&story.chloe, &statement, "agree").expect(200);
}
