//! A facilitator's Thursday evening, over HTTP alone, with a front end that follows it live.

use std::collections::BTreeMap;
use std::sync::mpsc;
use std::time::Duration;

use domain::ids::Stamp;
use serde_json::{Value, json};
use testkit::{Client, Member, Reply};

use crate::feeds::sse::Live;
use crate::story::{Story, at, id, of};

/// How long the front end may take to see what was answered.
const PATIENCE: Duration = Duration::from_secs(20);

/// A front end: it follows the history, and now and then its connection breaks.
struct FrontEnd {
    seen: mpsc::Receiver<Value>,
    thread: std::thread::JoinHandle<usize>,
}

impl FrontEnd {
    /// Follows until the network is closed. After each eighth event its connection breaks, and it comes back with the id of
    /// the last event that it has seen.
    fn follow(client: Client) -> Self {
        let (tell, seen) = mpsc::channel();
        let thread = std::thread::spawn(move || {
            let (mut live, mut reconnects) = (Live::open(&client, &at("/events"), None), 0);
            for n in 1_usize.. {
                let event = live.event().expect("the stream goes on");
                let is_last = event["event"]["type"] == "network.archived";
                tell.send(event).unwrap();
                if is_last {
                    break;
                }
                if n.is_multiple_of(8) {
                    let last = live.last;
                    live.hang_up();
                    live = Live::open(&client, &at("/events"), last);
                    assert_eq!(live.status, 200);
                    reconnects += 1;
                }
            }
            reconnects
        });
        Self { seen, thread }
    }
}

/// The codes that a sheet shows, which is printed and cut into cards.
fn codes(sheet: &str) -> Vec<String> {
    let is_group =
        |group: &str| group.len() == 4 && group.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let sheet = sheet.replace("<span class=\"hyphen\">-</span>", "-");
    let words = sheet.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-'));
    words.filter(|word| word.len() == 19 && word.split('-').all(is_group)).map(str::to_owned).collect()
}

/// A facilitator changes what they have just read.
fn change(by: &Client, method: &str, object: &str, below: &str, body: &Value) -> Reply {
    let version = by.get(object).expect(200)["version"].as_u64().unwrap();
    let seeing = by.seeing(u32::try_from(version).unwrap());
    seeing.send(method, &format!("{object}{below}"), body.to_string().as_bytes())
}

/// Invites twelve people by printed code; eleven come in.
fn invite(story: &Story) -> Vec<Member> {
    let new = json!({"count": 12, "address": "https://vallee.example/entrer"});
    let printed = story.anne.client.with("accept", "text/html").with("accept-language", "fr");
    let sheet = printed.post(&at("/invitations"), &new);
    assert_eq!(sheet.status, 201);
    let codes = codes(&String::from_utf8(sheet.body).unwrap());
    assert_eq!(codes.len(), 12, "a card each");
    let come_in = |(n, code): (usize, &String)| {
        let profile = json!({"name": format!("Invitée {n}")});
        let body = json!({"code": code.to_lowercase(), "profile": profile, "notice_acknowledged": true});
        let session = story.stranger().post(&at("/invitations/acceptance"), &body).expect(201);
        let token = session["session"]["token"].as_str().unwrap().to_owned();
        Member { id: id(&session), client: story.server.caller(&token) }
    };
    let people = codes.iter().take(11).enumerate().map(come_in).collect();
    let again = json!({"code": codes[0], "notice_acknowledged": true});
    let reply = story.stranger().post(&at("/invitations/acceptance"), &again);
    assert!((400..500).contains(&reply.status), "a code lets one in once");
    people
}

/// A paper proposal of somebody without e-mail, who is added by name.
fn from_paper(story: &Story) -> String {
    let marcel = json!({"kind": "person", "profile": {"name": "Marcel Aubry"}});
    let marcel = id(&story.anne.client.post(&at("/actors"), &marcel).expect(201));
    let paper = at(&format!("/contributions?on_behalf_of={marcel}&evidence=paper&occurred_at=2025-11-20T17:00:00Z"));
    let proposal = json!({"kind": "proposal", "title": "Un banc devant la mairie", "body": "Pour attendre le car."});
    let entered = story.anne.client.post(&paper, &proposal).expect(201);
    assert_eq!(entered["resource"]["author"], format!("actor:{marcel}"));
    assert_eq!(entered["resource"]["entered_by"], format!("actor:{}", story.anne.id));
    id(&entered)
}

/// Holds a meeting, whose minutes are wrong, corrected and approved.
fn hold_a_meeting(story: &Story, people: &[Member], proposal: &str) {
    let (anne, [writer, one, two, ..]) = (&story.anne.client, people) else { panic!("enough people") };
    let now = story.server.catalogue.now().millis();
    let stamp = |ms: i64| Stamp::from_millis(now + ms).unwrap().to_string();
    let new = json!({
        "kind": "workshop", "starts_at": stamp(-3_600_000), "ends_at": stamp(3_600_000), "title": "Jeudi des voisins",
        "place": "Salle des fêtes", "agenda": "Les bancs."
    });
    let meeting = at(&format!("/meetings/{}", id(&anne.post(&at("/meetings"), &new).expect(201))));
    let here: Vec<_> = people.iter().map(|person| &person.id).collect();
    change(anne, "PUT", &meeting, "/attendance", &json!({"count": 14, "persons": here})).expect(200);
    let draft = |text: &str| change(&writer.client, "POST", &meeting, "/minutes", &json!({"minutes": text}));
    draft("Nous voulons trois bancs.").expect(200);
    for person in [one, two] {
        person.client.put(&format!("{meeting}/approval-offer"), &json!({})).expect(200);
    }
    let approvers = json!({"approvers": [one.id, two.id]});
    change(anne, "PUT", &meeting, "/minutes/1/approvers", &approvers).expect(200);
    one.client.put(&format!("{meeting}/minutes/1/approval"), &json!({})).expect(200);
    // The other one reads more closely: it was one bench.
    draft("Nous voulons un banc.").expect(200);
    change(anne, "PUT", &meeting, "/minutes/2/approvers", &approvers).expect(200);
    for person in [one, two] {
        person.client.put(&format!("{meeting}/minutes/2/approval"), &json!({})).expect(200);
    }
    anne.put(&format!("{meeting}/contributions/{proposal}"), &json!({})).expect(200);
    let shown = story.stranger().get(&meeting).expect(200);
    assert_eq!((&shown["approved"], &shown["attendance"]), (&json!(2), &json!(14)), "{shown}");
    let minutes = story.stranger().get(&format!("{meeting}/minutes")).expect(200);
    assert_eq!(minutes["items"][1]["minutes"], "Nous voulons un banc.");
    let names = anne.get(&format!("{meeting}/attendances?limit=100")).expect(200);
    assert_eq!(names["items"].as_array().unwrap().len(), people.len());
    assert_eq!(writer.client.get(&format!("{meeting}/attendances")).problem(403), "forbidden");
}

/// Hides a comment, and hears its appeal by somebody else; who appealed is told why it stays hidden.
fn moderate(story: &Story, people: &[Member], proposal: &str) -> String {
    let (author, [.., maud, modou]) = (&people[3], people) else { panic!("enough people") };
    for moderator in [maud, modou] {
        story.anne.client.put(&at(&format!("/actors/{}/roles/moderator", moderator.id)), &json!({})).expect(200);
    }
    let comment = json!({"kind": "comment", "parent": proposal, "body": "Marcel est un paresseux."});
    let comment = story.contribute(author, &comment);
    people[4].client.post(&(of(&comment) + "/reports"), &json!({"reason": "insult"})).expect(200);
    let hide = json!({"outcome": "hidden", "rationale": "Le message vise une personne.", "rule": "Règle 3."});
    maud.client.post(&(of(&comment) + "/reviews"), &hide).expect(200);
    assert_eq!(story.stranger().get(&of(&comment)).expect(200)["body"], "[hidden]");
    author.client.post(&(of(&comment) + "/appeal"), &json!({"reason": "C’était pour rire."})).expect(200);
    let decision = json!({"outcome": "upheld", "rationale": "Le mot reste blessant."});
    let own = maud.client.post(&(of(&comment) + "/appeal/decision"), &decision);
    assert!((400..500).contains(&own.status), "not by who reviewed it");
    modou.client.post(&(of(&comment) + "/appeal/decision"), &decision).expect(200);
    let told = story.stranger().get(&(of(&comment) + "/moderation")).expect(200).to_string();
    assert!(told.contains("Le message vise une personne.") && told.contains("Le mot reste blessant."), "{told}");
    assert!(!told.contains("paresseux"));
    comment
}

#[test]
fn a_facilitators_thursday_evening() {
    let story = Story::begin();
    let front_end = FrontEnd::follow(story.stranger());
    let notice = json!({"notice": "Vos textes sont à vous."});
    story.anne.client.patch(&at(""), &notice).expect(200);

    let people = invite(&story);
    let proposal = from_paper(&story);
    hold_a_meeting(&story, &people, &proposal);
    let hidden = moderate(&story, &people, &proposal);

    // Somebody asks to be forgotten.
    let leaver = &people[7];
    let words = json!({"kind": "comment", "parent": proposal, "body": "Un banc à l’ombre du tilleul."});
    let comment = story.contribute(leaver, &words);
    let personal_data = at(&format!("/actors/{}/personal-data", leaver.id));
    assert!(leaver.client.get(&personal_data).expect(200).to_string().contains("tilleul"));
    story.anne.client.send("DELETE", &personal_data, br#"{"reason": "request"}"#).expect(200);
    assert_eq!(leaver.client.get(&personal_data).problem(401), "invalid_credentials");
    assert_eq!(story.chloe.client.get(&of(&comment)).expect(200)["body"], "[erased]");
    story.anne.client.post(&at("/archival"), &json!({})).expect(200);

    // The front end saw each step once, in order, whatever became of its connections.
    let head = story.head();
    let seen: Vec<Value> = (0..head).map(|_| front_end.seen.recv_timeout(PATIENCE).unwrap()).collect();
    let reconnects = front_end.thread.join().unwrap();
    // As many connections as one address may leave behind at once: that they are gone is noticed at the next event.
    assert!((10..20).contains(&reconnects), "{reconnects} reconnects over {head} events");
    let positions: Vec<_> = seen.iter().map(|event| event["position"].as_u64().unwrap()).collect();
    assert_eq!(positions, (0..head).collect::<Vec<_>>());
    let mut steps = BTreeMap::<&str, usize>::new();
    for event in &seen {
        *steps.entry(event["event"]["type"].as_str().unwrap()).or_default() += 1;
    }
    for (step, times) in [
        ("invitation.issued", 12),
        ("invitation.accepted", 11),
        ("actor.notice_acknowledged", 11),
        ("meeting.planned", 1),
        ("meeting.attended", 11),
        ("meeting.minutes_drafted", 2),
        ("meeting.minutes_published", 1),
        ("moderation.reported", 1),
        ("moderation.reviewed", 1),
        ("moderation.appealed", 1),
        ("moderation.appeal_decided", 1),
        ("actor.personal_data_erased", 1),
    ] {
        assert_eq!(steps.get(step), Some(&times), "{step}");
    }
    let all = Value::from(seen).to_string();
    for word in ["paresseux", "tilleul", "Marcel", "Nous voulons"] {
        assert!(!all.contains(word), "{word} is in no event");
    }
    let reported = story.stranger().get(&at("/events?type=moderation.reported")).expect(200).to_string();
    assert!(!reported.contains(&people[4].id), "who reported is told to nobody");
    assert_eq!(story.stranger().get(&of(&hidden)).expect(200)["body"], "[hidden]");
}
