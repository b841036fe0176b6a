//! Everything that can happen to decisions.

use serde_json::{Value, json};

use super::consent::consent;
use super::lots::sortition;
use super::meetings::entry;
use super::{cast, choice, decided, majority, new, open, propose};
use crate::story::Story;

/// Everything that can happen to decisions; and every text that was typed for it.
pub fn happen(story: &Story) -> Vec<&'static str> {
    let anne = &story.anne.client;
    let meeting = entry(story, &json!([{"ballot": {"say": "yes"}, "count": 1}]));
    let prepared = propose(story, &choice("pseudonymous"));
    let mut amended = json!({
        "title": "Où planter les vergers ?", "body": "Deux suffisent.", "electorate": {"who": "persons"}
    });
    amended["rules"] = choice("pseudonymous")["rules"].clone();
    anne.seeing(3).put(&prepared, &amended).expect(200);
    let option = json!({"title": "Sur la place", "body": "Il y a du passage.", "details": "Parcelle AB-12"});
    anne.post(&format!("{prepared}/options"), &option).expect(200);
    anne.delete(&format!("{prepared}/options/0")).expect(200);
    let to = format!("meeting:{}", meeting["meeting"].as_str().unwrap());
    anne.post(&format!("{prepared}/links"), &json!({"to": to})).expect(200);
    anne.delete(&format!("{prepared}/links/{to}")).expect(200);
    anne.post(&format!("{prepared}/voiding"), &json!({"reason": "Le terrain est vendu."})).expect(200);
    let path = open(story, &majority("roll_call"));
    cast(&story.bilal, &path, &json!({"say": "yes"}));
    anne.post(&format!("{path}/meeting-ballots"), &meeting).expect(200);
    anne.delete(&format!("{path}/meeting-ballots/0")).expect(200);
    close(story, &path);
    let path = open(story, &consent());
    cast(&story.bilal, &path, &json!({"say": "yes"}));
    let objections = format!("{path}/objections");
    story.chloe.client.post(&objections, &json!({"reason": "Ma rue est inondée l’hiver."})).expect(200);
    story.chloe.client.post(&format!("{objections}/lifting"), &json!({})).expect(200);
    close(story, &path);
    vote_in_secret(story);
    draw_lots(story);
    spend(story);
    vec![
        "Où planter le verger ?",
        "Trois terrains sont possibles.",
        "Près de l’école",
        "Au bord de l’eau",
        "La terre y est bonne.",
        "Où planter les vergers ?",
        "Deux suffisent.",
        "Sur la place",
        "Il y a du passage.",
        "Parcelle AB-12",
        "Le terrain est vendu.",
        "Un verger sur la place ?",
        "Ma rue est inondée l’hiver.",
        "Qui siège au comité ?",
        "Le tirage du samedi",
        "Atelier du verger",
        "À quoi servent les 800 euros ?",
        "Dix pommiers",
    ]
}

fn close(story: &Story, path: &str) -> Value {
    story.anne.client.post(&format!("{path}/closing"), &json!({})).expect(200);
    decided(story, path)
}

/// Five vote, and one of them twice.
fn vote_in_secret(story: &Story) {
    let voters: [_; 5] = std::array::from_fn(|_| story.server.join("vallee", &story.anne.client, "Dora"));
    let path = open(story, &choice("secret"));
    for voter in voters.iter().chain([&voters[0]]) {
        cast(voter, &path, &json!({"approve": [1]}));
    }
    close(story, &path);
}

/// A budget of one project.
fn spend(story: &Story) {
    let euros = |minor| json!({"minor": minor, "currency": "EUR"});
    let method = json!({
        "kind": "budget", "budget": euros(80_000), "ballot": "approval", "satisfaction": "votes",
        "rule": {"kind": "greedy"}
    });
    let mut budget = new("À quoi servent les 800 euros ?", &method, "pseudonymous");
    budget["options"] = json!([{"title": "Dix pommiers", "cost": euros(60_000)}]);
    let path = open(story, &budget);
    cast(&story.bilal, &path, &json!({"approve": [0]}));
    close(story, &path);
}

fn draw_lots(story: &Story) {
    let path = open(story, &sortition(story, 1, 300));
    std::thread::sleep(std::time::Duration::from_millis(300));
    story.anne.client.post(&format!("{path}/lot"), &json!({"numbers": [7, 13, 21]})).expect(200);
    decided(story, &path);
}
