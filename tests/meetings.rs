//! Meetings: their life from the plan to the approved minutes, and who reads what of them.

mod calendar;
mod lists;

use std::sync::Arc;

use app::edge::ToldClock;
use domain::ids::Stamp;
use serde_json::{Value, json};
use testkit::{Client, Member, Reply, Setting, TestServer};

use self::calendar::{events, says};
use crate::story::{Story, at, id, misfit};

fn stamp(text: &str) -> Stamp {
    text.parse().unwrap()
}

/// A network, and a clock that is told the time.
fn begin_at(dir: &std::path::Path, now: &str) -> (Story, Arc<ToldClock>) {
    let clock = Arc::new(ToldClock::new(stamp(now)));
    let setting = Setting { clock: Arc::clone(&clock) as _, ..Setting::default() };
    (Story::with(TestServer::start_on(dir, &setting), "public"), clock)
}

/// A workshop in the evening of a day.
fn workshop(day: &str) -> Value {
    json!({
        "kind": "workshop", "starts_at": format!("{day}T17:30:00Z"), "ends_at": format!("{day}T19:30:00Z"),
        "title": "Nos besoins", "place": "La Maison des associations, salle 2",
        "agenda": "Un tour de table,\npuis trois groupes.", "capacity": 2
    })
}

/// The path of a new meeting.
fn plan(by: &Client, planned: &Value) -> String {
    at(&format!("/meetings/{}", id(&by.post(&at("/meetings"), planned).expect(201))))
}

fn shown(by: &Client, meeting: &str) -> Value {
    by.get(meeting).expect(200)
}

fn version(by: &Client, meeting: &str) -> u32 {
    u32::try_from(shown(by, meeting)["version"].as_u64().unwrap()).unwrap()
}

/// Somebody changes what they have just read.
fn change(by: &Client, method: &str, meeting: &str, below: &str, body: &Value) -> Reply {
    let seeing = by.seeing(version(by, meeting));
    seeing.send(method, &format!("{meeting}{below}"), body.to_string().as_bytes())
}

fn offered(by: &Client, meeting: &str) -> Vec<String> {
    let actions = shown(by, meeting).get("allowed_actions").and_then(Value::as_array).cloned().unwrap_or_default();
    actions.iter().map(|action| action.as_str().unwrap().to_owned()).collect()
}

fn persons(by: &Client, meeting: &str, which: &str) -> Vec<String> {
    let page = by.get(&format!("{meeting}/{which}")).expect(200);
    page["items"].as_array().unwrap().iter().map(id).collect()
}

#[test]
fn a_meeting_is_planned_held_and_remembered() {
    let dir = tempfile::tempdir().unwrap();
    let (story, clock) = begin_at(dir.path(), "2026-03-01T09:00:00Z");
    let (anne, bilal, chloe) = (&story.anne, &story.bilal, &story.chloe);

    // Anne plans a workshop. Two places; Bilal and Chloé take them.
    let meeting = plan(&anne.client, &workshop("2026-03-12"));
    let planned = story.head();
    for person in [bilal, chloe] {
        assert!(offered(&person.client, &meeting).contains(&"registerForMeeting".to_owned()));
        person.client.put(&format!("{meeting}/registration"), &json!({})).expect(200);
        assert!(offered(&person.client, &meeting).contains(&"unregisterFromMeeting".to_owned()));
    }
    let late = story.server.join("vallee", &anne.client, "Denis");
    assert_eq!(late.client.put(&format!("{meeting}/registration"), &json!({})).problem(409), "meeting_full");
    assert_eq!(shown(&story.stranger(), &meeting)["registered"], 2);

    // The hall is taken: a week later. Whoever had not seen that plans with the old time in vain.
    let later = json!({"starts_at": "2026-03-19T17:30:00Z", "ends_at": "2026-03-19T19:30:00Z"});
    let stale = anne.client.seeing(1);
    change(&anne.client, "PUT", &meeting, "/schedule", &later).expect(200);
    assert_eq!(stale.put(&format!("{meeting}/schedule"), &later).problem(412), "stale_version");
    let early = change(&anne.client, "PUT", &meeting, "/attendance", &json!({"count": 3}));
    assert_eq!(early.problem(409), "meeting_not_begun");

    // The evening comes: five persons, of whom three are on the sheet; by mistake the late one is, and not Anne.
    clock.tell(stamp("2026-03-19T19:00:00Z"));
    let sheet = json!({"count": 5, "persons": [chloe.id, late.id, bilal.id]});
    change(&anne.client, "PUT", &meeting, "/attendance", &sheet).expect(200);
    let counted = story.head();
    anne.client.delete(&format!("{meeting}/attendances/{}", late.id)).expect(200);
    let more = json!({"count": 5, "persons": [anne.id]});
    change(&anne.client, "PUT", &meeting, "/attendance", &more).expect(200);
    let came = persons(&anne.client, &meeting, "attendances");
    assert_eq!(came, [anne.id.clone(), bilal.id.clone(), chloe.id.clone()], "in order of joining");

    // Chloé writes the minutes; Anne and Bilal offer to approve them, and are named.
    clock.tell(stamp("2026-03-20T09:00:00Z"));
    let draft = |by: &Client, query: &str, text: &str| {
        change(by, "POST", &meeting, &format!("/minutes{query}"), &json!({"minutes": text}))
    };
    draft(&chloe.client, "", "Quatre besoins ont été retenus.").expect(200);
    for person in [anne, bilal] {
        person.client.put(&format!("{meeting}/approval-offer"), &json!({})).expect(200);
    }
    let both = json!({"approvers": [anne.id, bilal.id]});
    change(&anne.client, "PUT", &meeting, "/minutes/1/approvers", &both).expect(200);
    let approve = |by: &Client, draft: u32| by.put(&format!("{meeting}/minutes/{draft}/approval"), &json!({}));
    approve(&anne.client, 1).expect(200);
    assert!(shown(&bilal.client, &meeting).get("approved").is_none(), "one approval is missing");
    let before = story.head();

    // Bilal finds an error before it is too late: three needs. Chloé corrects her draft, and it is put to approval.
    draft(&chloe.client, "", "Trois besoins ont été retenus.").expect(200);
    change(&anne.client, "PUT", &meeting, "/minutes/2/approvers", &both).expect(200);
    assert_eq!(approve(&bilal.client, 1).problem(409), "draft_not_in_approval");
    approve(&bilal.client, 2).expect(200);
    let done = approve(&anne.client, 2).expect(200);
    assert_eq!((&done["resource"]["approved"], &done["resource"]["drafts"]), (&json!(2), &json!(2)));
    assert!(done["resource"].get("in_approval").is_none());

    // A date in the approved minutes is wrong all the same: the correction says what it corrects, and is approved again.
    let approved = story.head();
    assert_eq!(misfit(&draft(&chloe.client, "", "…"), 422).0, "corrects");
    let minutes = |query: &str| story.stranger().get(&format!("{meeting}/minutes{query}")).expect(200)["items"].clone();
    let wrong = minutes("")[1]["position"].clone();
    draft(&chloe.client, &format!("?corrects={wrong}"), "Trois besoins ont été retenus le 19 mars.").expect(200);
    assert_eq!(shown(&anne.client, &meeting)["approved"], 2, "until then the one before holds");
    change(&anne.client, "PUT", &meeting, "/minutes/3/approvers", &json!({"approvers": [bilal.id]})).expect(200);
    approve(&bilal.client, 3).expect(200);
    let all = minutes("");
    let texts: Vec<_> = (0..3).map(|n| all[n].get("minutes").and_then(Value::as_str)).collect();
    assert_eq!(
        texts,
        [None, Some("Trois besoins ont été retenus."), Some("Trois besoins ont été retenus le 19 mars.")],
        "every approved version is everyone's, and stays"
    );
    assert_eq!((&all[2]["corrects"], &all[1].get("corrects")), (&json!(2), &None));
    assert_eq!(shown(&story.stranger(), &meeting)["approved"], 3);
    let drafts = bilal.client.get(&format!("{meeting}/minutes")).expect(200);
    assert_eq!(drafts["items"][0]["minutes"], "Quatre besoins ont été retenus.", "members read drafts too");

    // A proposal was born there.
    let proposal = story.proposal("Un calendrier", "Commun.");
    bilal.client.put(&format!("{meeting}/contributions/{proposal}"), &json!({})).expect(200);
    assert_eq!(shown(&story.stranger(), &meeting)["contributions"], json!([proposal]));

    // Whoever subscribed to the calendar has the meeting where it was moved.
    let [event] = &events(&story.stranger().get(&format!("{meeting}.ics")))[..] else { panic!("one meeting") };
    assert_eq!(says(event, "DTSTART"), "20260319T173000Z");
    assert_eq!(says(event, "SUMMARY"), "Nos besoins");

    // Whoever was away reads in sentences what happened; who registered and who came is in none of them.
    let told = |query: &str| -> Vec<String> {
        let page = bilal.client.get(&at(&format!("/activity?lang=fr&limit=100&{query}"))).expect(200);
        page["items"].as_array().unwrap().iter().map(|item| item["summary"].as_str().unwrap().to_owned()).collect()
    };
    let all = told(&format!("object=meeting:{}", &meeting[meeting.len() - 36..]));
    assert_eq!(all.last().unwrap(), "Anne Berger a prévu une rencontre : « Nos besoins »");
    assert!(all.contains(&"Bilal Haddad a approuvé le compte rendu d'une rencontre : « Nos besoins »".to_owned()));
    // Planned, moved, counted, three drafts, two offers, three rounds, four approvals, two publications, a link.
    assert_eq!(all.len(), 18, "{all:#?}");
    assert_eq!(told(&format!("actor={}", late.id)).len(), 2, "that he joined, and his profile");

    // Every moment of it can be read again.
    let then = |position: u64| shown(&story.stranger(), &format!("{meeting}?as_of={position}"));
    assert_eq!(
        (&then(planned)["starts_at"], &then(planned)["registered"]),
        (&json!("2026-03-12T17:30:00.000Z"), &json!(0))
    );
    assert_eq!((&then(counted)["attendance"], &then(counted)["drafts"]), (&json!(5), &json!(0)));
    assert_eq!((&then(before)["in_approval"], &then(approved)["approved"]), (&json!(1), &json!(2)));
    assert_eq!(minutes(&format!("?as_of={approved}")).as_array().unwrap().len(), 2);
    let calendar = story.stranger().get(&format!("{meeting}.ics?as_of={planned}"));
    assert_eq!(says(&events(&calendar)[0], "DTSTART"), "20260312T173000Z");
}

#[test]
fn who_registers_and_who_comes_is_for_facilitators_and_themselves() {
    let story = Story::begin();
    let (anne, bilal, chloe) = (&story.anne, &story.bilal, &story.chloe);
    let open = |year: &str| {
        Value::from_iter([
            ("kind", "convivial"),
            ("title", "Un repas"),
            ("place", "Au jardin"),
            ("starts_at", year),
            ("ends_at", "2999-01-01T00:00:00Z"),
        ])
    };
    let (meeting, other) =
        (plan(&anne.client, &open("2020-01-01T00:00:00Z")), plan(&anne.client, &open("2020-01-02T00:00:00Z")));
    for path in [&meeting, &other] {
        chloe.client.put(&format!("{path}/registration"), &json!({})).expect(200);
    }
    let on_behalf = format!("{meeting}/registration?on_behalf_of={}&evidence=telephone", bilal.id);
    anne.client.put(&on_behalf, &json!({})).expect(200);
    let sheet = json!({"count": 4, "persons": [chloe.id]});
    change(&anne.client, "PUT", &meeting, "/attendance", &sheet).expect(200);

    for which in ["registrations", "attendances"] {
        let path = format!("{meeting}/{which}");
        assert_eq!(story.stranger().get(&path).problem(401), "authentication_required");
        assert_eq!(chloe.client.get(&path).problem(403), "forbidden", "not even those who are among them");
    }
    assert_eq!(persons(&anne.client, &meeting, "registrations"), [bilal.id.clone(), chloe.id.clone()]);
    assert_eq!(persons(&anne.client, &meeting, "attendances"), std::slice::from_ref(&chloe.id));
    assert_eq!(persons(&anne.client, &other, "attendances"), Vec::<String>::new());
    let page = anne.client.get(&format!("{meeting}/registrations?limit=1")).expect(200);
    assert_eq!((&page["items"][0]["name"], page["items"].as_array().unwrap().len()), (&json!("Bilal Haddad"), 1));
    let rest = anne.client.get(&format!("{meeting}/registrations?after={}", page["next"].as_str().unwrap()));
    assert_eq!(id(&rest.expect(200)["items"][0]), chloe.id);
    let own = |of: &Member, path: &str| {
        let own = of.client.get(&format!("{path}/registration")).expect(200);
        (own["registered"] == true, own["attended"] == true)
    };
    assert_eq!(
        (own(chloe, &meeting), own(bilal, &meeting), own(anne, &meeting)),
        ((true, true), (true, false), (false, false))
    );
    let shown = shown(&story.stranger(), &meeting);
    assert_eq!((&shown["registered"], &shown["attendance"]), (&json!(2), &json!(4)));
    for read in [shown.to_string(), chloe.client.get(&meeting).expect(200).to_string()] {
        assert!(!read.contains(&chloe.id) && !read.contains(&bilal.id), "{read}");
    }

    // In the history there are pseudonyms, which two meetings do not share, and who entered for whom is not told.
    let lines = story.stranger().with("accept", "application/x-ndjson").get(&at("/events"));
    let events: Vec<Value> =
        String::from_utf8(lines.body).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of =
        |name: &str| events.iter().map(|line| &line["event"]).filter(|event| event["type"] == name).collect::<Vec<_>>();
    let (registered, attended) = (of("meeting.registered"), of("meeting.attended"));
    assert_eq!((registered.len(), attended.len()), (3, 1));
    for event in registered.iter().chain(&attended) {
        let text = event.to_string();
        assert!(!text.contains(&chloe.id) && !text.contains(&bilal.id), "{text}");
        assert_eq!(event.get("by").is_some(), event.get("evidence").is_some(), "{text}");
    }
    let person = |event: &Value| event["data"]["person"].clone();
    assert_eq!(person(registered[0]), person(attended[0]), "one person in one meeting");
    assert_ne!(person(registered[0]), person(registered[1]), "not to be found in another");
    assert_eq!(
        (&registered[2]["by"], &registered[2]["evidence"]),
        (&json!(format!("actor:{}", anne.id)), &json!("telephone"))
    );
    // Those whose acts they are have them among all that is held of them.
    let held = chloe.client.get(&at(&format!("/actors/{}/personal-data", chloe.id))).expect(200).to_string();
    assert!(held.contains("meeting.registered") && held.contains("meeting.attended"));

    // Whose data is erased is counted still, and found by nobody.
    anne.client
        .send("DELETE", &at(&format!("/actors/{}/personal-data", chloe.id)), br#"{"reason": "request"}"#)
        .expect(200);
    assert_eq!(persons(&anne.client, &meeting, "registrations"), std::slice::from_ref(&bilal.id));
    assert_eq!(persons(&anne.client, &meeting, "attendances"), Vec::<String>::new());
    assert_eq!(story.stranger().get(&meeting).expect(200)["registered"], 2);
    let again = json!({"count": 4, "persons": [chloe.id]});
    assert_eq!(change(&anne.client, "PUT", &meeting, "/attendance", &again).problem(404), "unknown_actor");
}

#[test]
fn the_sheet_is_recorded_whole_or_not_at_all() {
    let story = Story::begin();
    let (anne, nobody) = (&story.anne, "6f9619ff-8b86-4d01-b42d-00cf4fc964ff");
    let meeting = plan(&anne.client, &workshop("2020-03-12"));
    let head = story.head();
    let record =
        |query: &str, body: &Value| change(&anne.client, "PUT", &meeting, &format!("/attendance{query}"), body);
    let both = json!([story.bilal.id, story.chloe.id]);
    assert_eq!(record("", &json!({"count": 1, "persons": both})).problem(422), "count_below_named");
    assert_eq!(record("", &json!({"count": 3, "persons": [story.bilal.id, nobody]})).problem(404), "unknown_actor");
    let twice = json!({"count": 3, "persons": [story.bilal.id, story.bilal.id]});
    assert_eq!(misfit(&record("", &twice), 422).0, "/persons");
    record("?dry_run=true", &json!({"count": 3, "persons": both})).expect(200);
    assert_eq!(story.head(), head, "nothing of it is recorded");
    record("", &json!({"count": 3, "persons": both})).expect(200);
    assert_eq!(story.head(), head + 3);
    record("", &json!({"count": 3, "persons": both})).expect(200);
    assert_eq!(story.head(), head + 3, "what has no effect writes nothing");
    // A wrong count is corrected by an event that says so.
    record(&format!("?corrects={head}"), &json!({"count": 4})).expect(200);
    let event = |position: u64| story.stranger().get(&at(&format!("/events/{position}"))).expect(200)["event"].clone();
    assert_eq!((&event(head + 3)["corrects"], &event(head + 3)["data"]["count"]), (&event(head)["id"], &json!(4)));
    let unseen = anne.client.put(&format!("{meeting}/attendance"), &json!({"count": 5}));
    assert_eq!(unseen.problem(428), "precondition_required");
}

#[test]
fn of_two_who_approve_at_once_one_publishes() {
    let story = Story::begin();
    let (anne, bilal, chloe) = (&story.anne, &story.bilal, &story.chloe);
    for round in 0..8 {
        let meeting = plan(&anne.client, &workshop("2020-03-12"));
        let sheet = json!({"count": 3, "persons": [anne.id, bilal.id]});
        change(&anne.client, "PUT", &meeting, "/attendance", &sheet).expect(200);
        change(&chloe.client, "POST", &meeting, "/minutes", &json!({"minutes": format!("Tour {round}")})).expect(200);
        for person in [anne, bilal] {
            person.client.put(&format!("{meeting}/approval-offer"), &json!({})).expect(200);
        }
        let both = json!({"approvers": [anne.id, bilal.id]});
        change(&anne.client, "PUT", &meeting, "/minutes/1/approvers", &both).expect(200);
        let head = story.head();
        let path = format!("{meeting}/minutes/1/approval");
        std::thread::scope(|scope| {
            for person in [anne, bilal] {
                scope.spawn(|| person.client.put(&path, &json!({})).expect(200));
            }
        });
        assert_eq!(story.head(), head + 3, "two approvals and one publication");
        let minutes = story.stranger().get(&format!("{meeting}/minutes")).expect(200);
        assert_eq!(minutes["items"][0]["minutes"], format!("Tour {round}"));
    }
}

#[test]
fn who_offers_to_approve_was_there_and_says_so_themselves() {
    let story = Story::begin();
    let (anne, bilal) = (&story.anne, &story.bilal);
    let meeting = plan(&anne.client, &workshop("2020-03-12"));
    let offer = |query: &str| anne.client.put(&format!("{meeting}/approval-offer{query}"), &json!({}));
    change(&anne.client, "PUT", &meeting, "/attendance", &json!({"count": 3, "persons": [bilal.id]})).expect(200);
    assert_eq!(offer("").problem(403), "not_an_attendee", "a facilitator who was not there is none either");
    assert!(!offered(&anne.client, &meeting).contains(&"offerApproval".to_owned()));
    assert!(offered(&bilal.client, &meeting).contains(&"offerApproval".to_owned()));
    let for_chloe = format!("?on_behalf_of={}&evidence=telephone", story.chloe.id);
    assert_eq!(offer(&for_chloe).problem(403), "not_an_attendee");
    let for_bilal = format!("?on_behalf_of={}&evidence=telephone", bilal.id);
    let shown = offer(&for_bilal).expect(200)["resource"].clone();
    assert_eq!(shown["approval_offered_by"], json!([bilal.id]));
    // Nobody is named before they have offered, so that naming tells of nobody what they did not tell.
    change(&anne.client, "POST", &meeting, "/minutes", &json!({"minutes": "On a bien parlé."})).expect(200);
    assert!(offered(&anne.client, &meeting).contains(&"nameApprovers".to_owned()));
    change(&anne.client, "PUT", &meeting, "/minutes/1/approvers", &json!({"approvers": [bilal.id]})).expect(200);
    assert!(offered(&bilal.client, &meeting).contains(&"approveMinutes".to_owned()));
    // Who is no longer named among those who came approves nothing.
    anne.client.delete(&format!("{meeting}/attendances/{}", bilal.id)).expect(200);
    let approval = bilal.client.put(&format!("{meeting}/minutes/1/approval"), &json!({}));
    assert_eq!(approval.problem(403), "not_an_attendee");
}

#[test]
fn what_is_offered_of_a_meeting_depends_on_who_asks_and_on_the_phase() {
    let story = Story::begin();
    let meeting = plan(&story.anne.client, &workshop("2998-03-12"));
    let facilitators = ["reviseMeeting", "rescheduleMeeting", "cancelMeeting", "registerForMeeting"];
    assert_eq!(offered(&story.anne.client, &meeting), facilitators);
    assert_eq!(offered(&story.chloe.client, &meeting), ["registerForMeeting"]);
    assert_eq!(offered(&story.stranger(), &meeting), Vec::<String>::new());
    let past = json!({"starts_at": "2020-03-12T17:30:00Z", "ends_at": "2020-03-12T19:30:00Z"});
    change(&story.anne.client, "PUT", &meeting, "/schedule", &past).expect(200);
    assert_eq!(offered(&story.chloe.client, &meeting), ["draftMinutes"]);
    change(&story.anne.client, "POST", &meeting, "/cancellation", &json!({"reason": "Personne."})).expect(200);
    assert_eq!(offered(&story.anne.client, &meeting), Vec::<String>::new());
    let shown = shown(&story.stranger(), &meeting);
    assert_eq!((&shown["reason"], shown.get("cancelled_at").is_some()), (&json!("Personne."), true));
}
