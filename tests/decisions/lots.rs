//! Lots: promised at the opening, told after the public draw, and nowhere before.

use domain::ids::{ActorId, Stamp};
use domain::tally::input::Sha;
use domain::tally::seed::promise;
use serde_json::{Value, json};

use super::{decided, event, new, offered, open};
use crate::story::{Story, at};

/// So many seats, drawn by lot once so many milliseconds have passed.
pub(super) fn sortition(story: &Story, seats: u16, after_ms: i64) -> Value {
    let mut lots = new("Qui siège au comité ?", &json!({"kind": "sortition", "seats": seats}), "roll_call");
    lots["rules"]["ties"] = json!("lot");
    lots["draws_at"] = json!(Stamp::from_millis(story.server.catalogue.now().millis() + after_ms).unwrap());
    lots["draw"] = json!("Le tirage du samedi");
    lots
}

#[test]
fn a_lot_is_drawn_from_what_was_promised_and_a_public_draw() {
    let story = Story::begin();
    let path = open(&story, &sortition(&story, 2, 1_500));
    let opened = story.anne.client.get(&path).expect(200);
    let promised: Sha = opened["opened"]["promised"].as_str().unwrap().parse().unwrap();
    assert_eq!(opened["draw"], "Le tirage du samedi");
    let numbers = json!({"numbers": [7, 13, 21]});
    let draw = || story.anne.client.post(&format!("{path}/lot"), &numbers);
    assert_eq!(draw().problem(409), "draw_too_early");
    assert!(!offered(&story.anne.client, &path).contains(&"drawLot".to_owned()));
    assert_eq!(story.anne.client.post(&format!("{path}/closing"), &json!({})).problem(409), "lot_missing");
    let told_before = [
        story.anne.client.get(&format!("{path}?expand=texts")),
        story.anne.client.get(&at("/decisions?expand=texts")),
        story.anne.client.get(&at("/events?expand=texts&limit=100")),
        story.server.operator().get(&at("/events?expand=texts&limit=100")),
        story.anne.client.get(&at("/activity?limit=100")),
    ];
    while story.server.catalogue.now().millis()
        < opened["draws_at"].as_str().unwrap().parse::<Stamp>().unwrap().millis()
    {
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    assert!(offered(&story.anne.client, &path).contains(&"drawLot".to_owned()));
    assert_eq!(story.bilal.client.post(&format!("{path}/lot"), &numbers).problem(403), "forbidden");
    let tried = story.anne.client.post(&format!("{path}/lot?dry_run=true"), &numbers).expect(200);
    let head = story.head();
    let drawn = draw().expect(200)["resource"].clone();
    let told = drawn["lot"]["told"].as_str().unwrap().to_owned();
    assert_eq!(promise(told.parse().unwrap()), promised, "it is what was promised");
    assert_eq!(drawn["lot"]["numbers"], numbers["numbers"]);
    assert_eq!(
        (&event(&story, head)["type"], &event(&story, head + 1)["type"]),
        (&json!("decision.lot_drawn"), &json!("decision.closed"))
    );
    assert!(!tried.to_string().contains(&told), "to try it tells nothing");
    for reply in told_before {
        assert!(!String::from_utf8_lossy(&reply.body).contains(&told), "it was told before");
    }
    let shown = decided(&story, &path);
    assert_eq!(shown["outcome"]["result"], "drawn");
    let seats: Vec<ActorId> = serde_json::from_value(shown["outcome"]["actors"].clone()).unwrap();
    assert_eq!(seats.len(), 2);
    let members = [&story.anne, &story.bilal, &story.chloe].map(|member| member.id.parse::<ActorId>().unwrap());
    assert!(seats.iter().all(|seat| members.contains(seat)));
}
