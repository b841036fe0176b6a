//! The history and who sees what of it: no text and no name in it, the gate of today before the views of yesterday.

use std::collections::BTreeSet;

use domain::ids::Stamp;
use serde_json::{Value, json};
use testkit::{Client, TestServer};

use crate::story::{Story, at, header, id, of};
use crate::{audiences, exchanges, groups, vocabulary};

fn lines(client: &Client, query: &str) -> Vec<Value> {
    let reply = client.with("accept", "application/x-ndjson").get(&at(query));
    assert_eq!((reply.status, header(&reply, "content-type")), (200, "application/x-ndjson"));
    String::from_utf8(reply.body).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn pages(client: &Client, query: &str) -> Vec<Value> {
    let (mut events, mut after) = (Vec::new(), String::new());
    loop {
        let page = client.get(&at(&format!("{query}{after}"))).expect(200);
        events.extend(page["items"].as_array().unwrap().iter().cloned());
        let Some(next) = page.get("next") else { return events };
        after = format!("&after={}", next.as_str().unwrap());
    }
}

/// A network where everything happens that can happen.
fn eventful(visibility: &str) -> (Story, Vec<&'static str>) {
    happen(Story::with(TestServer::start(), visibility))
}

/// Everything that can happen, but the closing of the network; and every text that was typed for it.
pub fn happen(story: Story) -> (Story, Vec<&'static str>) {
    let anne = &story.anne.client;
    let profile = json!({"name": "Bilal Haddad-Nguyen", "about": "Apiculteur", "contact": "bilal@example.org"});
    story.bilal.client.seeing(2).put(&at(&format!("/actors/{}/profile", story.bilal.id)), &profile).expect(200);
    let maison = json!({"kind": "organisation", "profile": {"name": "La Maison commune", "about": "Tiers-lieu"}});
    let maison = id(&anne.post(&at("/actors"), &maison).expect(201));
    let representation = at(&format!("/actors/{}/representations/{maison}", story.bilal.id));
    anne.put(&representation, &json!({})).expect(200);
    anne.delete(&representation).expect(200);
    let role = at(&format!("/actors/{}/roles/tutor", story.chloe.id));
    anne.put(&role, &json!({"until": "2999-01-01T00:00:00Z"})).expect(200);
    anne.delete(&role).expect(200);
    anne.patch(&at(""), &json!({"name": "Réseau du val", "notice": "Mention d’information"})).expect(200);
    let question = json!({"kind": "question", "title": "Comment se déplacer ?", "body": "Le soir surtout."});
    let question = story.contribute(&story.anne, &question);
    let revised = json!({"title": "Comment se déplacer le soir ?", "body": "En hiver aussi."});
    anne.put(&(of(&question) + "/text"), &revised).expect(200);
    let proposal = story.proposal("Un calendrier partagé", "Chacun y inscrit ses rencontres.");
    let text = json!({"title": "Un agenda partagé", "body": "Par quartier."});
    story.bilal.client.put(&(of(&proposal) + "/text"), &text).expect(200);
    let comment = story.comment(&proposal, "Et les horaires de bus ?");
    let link = json!({"kind": "supports", "to": proposal});
    story.chloe.client.post(&(of(&comment) + "/links"), &link).expect(200);
    story.chloe.client.put(&(of(&proposal) + "/support"), &json!({})).expect(200);
    story.chloe.client.delete(&(of(&proposal) + "/support")).expect(200);
    let statement = story.statement(&question, "Il faut une navette.");
    story.vote(&story.chloe, &statement, "agree").expect(200);
    story.vote(&story.chloe, &statement, "pass").expect(200);
    story.chloe.client.post(&(of(&comment) + "/withdrawal"), &json!({})).expect(200);
    meet(&story, &proposal);
    arrange_and_moderate(&story, &proposal);
    let gone = story.server.join("vallee", anne, "Denis Passager");
    gone.client.post(&at(&format!("/actors/{}/departure", gone.id)), &json!({})).expect(200);
    anne.post(&at(&format!("/actors/{}/reactivation", gone.id)), &json!({})).expect(200);
    let read = at(&format!("/actors/{}/notice-acknowledgements", story.bilal.id));
    story.bilal.client.post(&read, &json!({"notice": 1})).expect(200);
    let invitations = anne.post(&at("/invitations"), &json!({"count": 2, "roles": ["tutor"]})).expect(201);
    let profile = json!({"name": "Farida Aubry", "contact": "farida@example.org"});
    let acceptance = json!({"code": invitations["items"][0]["code"], "profile": profile});
    story.stranger().post(&at("/invitations/acceptance"), &acceptance).expect(201);
    anne.delete(&at(&format!("/invitations/{}", id(&invitations["items"][1])))).expect(200);
    let soon = Stamp::from_millis(story.server.catalogue.now().millis() + 100).unwrap();
    anne.put(&role, &json!({"until": soon})).expect(200);
    story.wait_for("actor.role_expired");
    let data = at(&format!("/actors/{}/personal-data", gone.id));
    gone.client.send("DELETE", &data, br#"{"reason": "own_request"}"#).expect(200);
    let mut typed = vec![
        "Anne Berger",
        "Bilal Haddad",
        "Bilal Haddad-Nguyen",
        "Apiculteur",
        "bilal@example.org",
        "Chloé Martin",
        "La Maison commune",
        "Tiers-lieu",
        "Réseau de la vallée",
        "Réseau du val",
        "Mention d’information",
        "Comment se déplacer ?",
        "Le soir surtout.",
        "Comment se déplacer le soir ?",
        "En hiver aussi.",
        "Un calendrier partagé",
        "Chacun y inscrit ses rencontres.",
        "Un agenda partagé",
        "Par quartier.",
        "Et les horaires de bus ?",
        "Il faut une navette.",
        "Denis Passager",
        "Farida Aubry",
        "farida@example.org",
        "Règlement de la vallée",
        "Une fête des voisins",
        "Sur la place.",
        "Il vise une personne.",
        "Règle des égards.",
        "Je ne visais personne.",
        "Il parle du projet.",
        "vallee",
        "Atelier des besoins",
        "Salle du marché",
        "https://visio.example.org/besoins",
        "Tour de table",
        "Fête des voisins",
        "Orage annoncé",
        "Trois besoins retenus",
    ];
    typed.extend(audiences::happen(&story));
    typed.extend(vocabulary::happen(&story));
    typed.extend(groups::happen(&story));
    typed.extend(exchanges::happen(&story));
    typed.extend(crate::actions::happen(&story));
    typed.extend(crate::cooperations::happen(&story));
    typed.extend(crate::tensions::happen(&story));
    typed.extend(crate::decisions::happen(&story));
    typed.extend(crate::mobilisation::happen(&story));
    typed.extend(crate::steps::happen(&story));
    typed.extend(crate::specifications::happen(&story));
    typed.extend(crate::diagnostics::happen(&story));
    typed.extend(crate::selections::happen(&story));
    (story, typed)
}

/// Everything that can happen to a meeting: Chloé registers and comes, Anne approves what Bilal drafted.
fn meet(story: &Story, proposal: &str) {
    let (anne, bilal, chloe) = (&story.anne, &story.bilal.client, &story.chloe);
    let planned = json!({
        "kind": "workshop", "starts_at": "2998-03-05T18:00:00Z", "ends_at": "2999-03-05T20:00:00Z",
        "title": "Atelier des besoins", "place": "Salle du marché", "link": "https://visio.example.org/besoins",
        "agenda": "Tour de table"
    });
    let meeting = at(&format!("/meetings/{}", id(&anne.client.post(&at("/meetings"), &planned).expect(201))));
    let below = |path: &str| format!("{meeting}{path}");
    let told = json!({"title": "Fête des voisins", "place": "Salle du marché"});
    anne.client.seeing(1).put(&below("/text"), &told).expect(200);
    for _ in 0..2 {
        chloe.client.put(&below("/registration"), &json!({})).expect(200);
        chloe.client.delete(&below("/registration")).expect(200);
    }
    let schedule = json!({"starts_at": "2020-03-05T18:00:00Z", "ends_at": "2020-03-05T20:00:00Z"});
    anne.client.seeing(2).put(&below("/schedule"), &schedule).expect(200);
    let attendance = json!({"count": 3, "persons": [anne.id, chloe.id]});
    anne.client.seeing(3).put(&below("/attendance"), &attendance).expect(200);
    anne.client.delete(&below(&format!("/attendances/{}", chloe.id))).expect(200);
    bilal.seeing(4).post(&below("/minutes"), &json!({"minutes": "Trois besoins retenus"})).expect(200);
    anne.client.put(&below("/approval-offer"), &json!({})).expect(200);
    anne.client.seeing(5).put(&below("/minutes/1/approvers"), &json!({"approvers": [anne.id]})).expect(200);
    anne.client.put(&below("/minutes/1/approval"), &json!({})).expect(200);
    bilal.put(&below(&format!("/contributions/{proposal}")), &json!({})).expect(200);
    bilal.delete(&below(&format!("/contributions/{proposal}"))).expect(200);
    let planned = json!({
        "kind": "convivial", "starts_at": "2998-03-05T18:00:00Z", "ends_at": "2998-03-05T20:00:00Z",
        "title": "Fête des voisins", "place": "Salle du marché"
    });
    let cancelled = id(&anne.client.post(&at("/meetings"), &planned).expect(201));
    let reason = json!({"reason": "Orage annoncé"});
    anne.client.seeing(1).post(&at(&format!("/meetings/{cancelled}/cancellation")), &reason).expect(200);
}

/// A merge, a move, and a case of moderation with all its steps.
fn arrange_and_moderate(story: &Story, proposal: &str) {
    let anne = &story.anne.client;
    anne.patch(&at(""), &json!({"policy": "Règlement de la vallée"})).expect(200);
    let source = story.proposal("Une fête des voisins", "Sur la place.");
    let place = json!({"theme": vocabulary::define(story, "/themes", "Se retrouver")});
    anne.put(&(of(&source) + "/place"), &place).expect(200);
    let [modou, maud] = ["Modou", "Maud"].map(|name| {
        let moderator = story.server.join("vallee", anne, name);
        anne.put(&at(&format!("/actors/{}/roles/moderator", moderator.id)), &json!({})).expect(200);
        moderator.client
    });
    story.chloe.client.post(&(of(&source) + "/reports"), &json!({"reason": "insult"})).expect(200);
    let review = json!({"outcome": "hidden", "rationale": "Il vise une personne.", "rule": "Règle des égards."});
    modou.post(&(of(&source) + "/reviews"), &review).expect(200);
    story.bilal.client.post(&(of(&source) + "/appeal"), &json!({"reason": "Je ne visais personne."})).expect(200);
    let decision = json!({"outcome": "overturned", "rationale": "Il parle du projet."});
    maud.post(&(of(&source) + "/appeal/decision"), &decision).expect(200);
    anne.post(&(of(proposal) + "/merges"), &json!({"sources": [source]})).expect(200);
}

#[test]
fn no_text_that_anybody_typed_stands_in_the_history() {
    let (story, typed) = eventful("public");
    story.anne.client.post(&at("/archival"), &json!({})).expect(200);
    let reply = story.stranger().with("accept", "application/x-ndjson").get(&at("/events"));
    let log = String::from_utf8(reply.body).unwrap();
    for text in typed {
        assert!(!log.contains(text), "{text:?} stands in the history");
        let escaped = serde_json::to_string(text).unwrap();
        assert!(!log.contains(escaped.trim_matches('"')), "{text:?} stands in the history, escaped");
    }
    for event in domain::state::Event::types() {
        assert!(log.contains(&format!("\"type\":\"{}\"", event.name)), "{} never happened", event.name);
    }
}

#[test]
fn no_file_holds_a_text_that_can_be_read() {
    let dir = tempfile::tempdir().unwrap();
    let (story, typed) = happen(Story::begin_on(dir.path()));
    story.server.stop();
    let (mut folders, mut files) = (vec![dir.path().to_owned()], 0);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
                continue;
            }
            files += 1;
            let bytes = std::fs::read(&entry).unwrap();
            let readable = String::from_utf8_lossy(&bytes);
            for text in typed.iter().filter(|text| **text != "vallee") {
                assert!(!readable.contains(text), "{text:?} stands in {}", entry.display());
            }
        }
    }
    assert!(files > 5);
}

#[test]
fn a_scoped_act_names_nobody() {
    let (story, _) = eventful("public");
    let scoped = [
        "contribution.supported",
        "contribution.unsupported",
        "statement_vote.cast",
        "meeting.registered",
        "meeting.unregistered",
        "meeting.attended",
        "meeting.attendance_withdrawn",
        "moderation.reported",
    ];
    for name in scoped {
        let events = lines(&story.stranger(), &format!("/events?type={name}"));
        assert!(!events.is_empty());
        for event in events {
            let text = event.to_string();
            assert!(event["event"].get("by").is_none(), "{text}");
            for member in [&story.anne, &story.bilal, &story.chloe] {
                assert!(!text.contains(&member.id) && !text.contains(&member.id.replace('-', "")), "{text}");
            }
        }
    }
    let votes = lines(&story.stranger(), "/events?type=statement_vote.cast");
    assert_eq!(votes[0]["event"]["data"]["voter"], votes[1]["event"]["data"]["voter"], "one person in one statement");
    assert_eq!(votes[1]["event"]["data"]["was"], "agree");
    let supports = lines(&story.stranger(), "/events?type=contribution.supported");
    assert_ne!(supports[0]["event"]["data"]["supporter"], votes[0]["event"]["data"]["voter"], "not linked elsewhere");
}

/// Every word and every number that an event holds but its times, which anybody's votes may share.
fn identifiers(event: &Value) -> BTreeSet<String> {
    match event {
        Value::Object(fields) => fields.values().flat_map(identifiers).collect(),
        Value::Array(items) => items.iter().flat_map(identifiers).collect(),
        Value::String(text) if text.parse::<Stamp>().is_ok() => BTreeSet::new(),
        Value::String(_) | Value::Number(_) | Value::Bool(_) | Value::Null => BTreeSet::from([event.to_string()]),
    }
}

/// What two votes of one person have in common, two votes of different persons have too: on every way out of the
/// history, whether they came one by one, in one batch, or entered by a facilitator.
#[test]
fn votes_of_one_person_on_two_statements_share_no_identifier() {
    let story = Story::begin();
    let question = story.question("Comment venir ?");
    let statements = ["Un bus.", "Un train.", "Un vélo."].map(|text| story.statement(&question, text));
    let persons = [&story.bilal, &story.chloe];
    let vote =
        |on: &String| json!({"operation": "voteOnStatement", "path": {"contribution": on}, "body": {"vote": "agree"}});
    for one_by_one in [true, false] {
        let question = story.question("Et pour repartir ?");
        let on = ["Un bus.", "Un train."].map(|text| story.statement(&question, text));
        for person in persons {
            if one_by_one {
                for statement in &on {
                    story.vote(person, statement, "agree").expect(200);
                }
            } else {
                let batch = person.client.post(&at("/commands?atomic=true"), &json!(on.each_ref().map(vote)));
                assert_eq!(batch.expect(200)["results"].as_array().unwrap().len(), 2);
            }
        }
    }
    for person in persons {
        for statement in &statements[..2] {
            let entered = of(statement) + &format!("/vote?on_behalf_of={}&evidence=paper", person.id);
            story.anne.client.put(&entered, &json!({"vote": "agree"})).expect(200);
        }
    }
    // The control: a person's votes on one and the same statement do share one.
    story.vote(&story.bilal, &statements[2], "agree").expect(200);
    story.vote(&story.bilal, &statements[2], "pass").expect(200);

    let cast = "/events?type=statement_vote.cast";
    let all = [&story.stranger(), &story.chloe.client, &story.anne.client].map(|reader| lines(reader, cast));
    let cloud = story.stranger().with("accept", "application/cloudevents-batch+json");
    let cloud = cloud.get(&at(&(cast.to_owned() + "&limit=100"))).expect(200).as_array().unwrap().clone();
    for events in all.iter().chain([&cloud]) {
        assert_eq!(events.len(), 14);
        let common = |a: usize, b: usize| &identifiers(&events[a]) & &identifiers(&events[b]);
        for first in [0, 4, 8] {
            let (bilals, chloes) = ([first, first + 1], [first + 2, first + 3]);
            let theirs = common(bilals[0], bilals[1]);
            assert_eq!(theirs, common(bilals[0], chloes[1]), "{:#}", events[first]);
            assert_eq!(theirs, common(chloes[0], bilals[1]), "{:#}", events[first]);
            assert_eq!(theirs, common(chloes[0], chloes[1]), "{:#}", events[first]);
        }
        let voter = |event: &Value| {
            let data = event.get("data").unwrap_or(&event["event"]["data"]);
            data["voter"].to_string()
        };
        assert!(common(12, 13).contains(&voter(&events[12])), "{:#}", events[12]);
        let voters: BTreeSet<String> = events.iter().map(voter).collect();
        assert_eq!(voters.len(), 13, "every person has another pseudonym in every statement");
    }
}

#[test]
fn the_stream_is_the_pages() {
    let (story, _) = eventful("public");
    let stranger = story.stranger();
    for query in
        ["/events?limit=7", "/events?limit=3&from=10", "/events?limit=2&type=actor.joined", "/events?limit=100"]
    {
        assert_eq!(lines(&stranger, query), pages(&stranger, query), "{query}");
    }
    let all = lines(&stranger, "/events");
    assert_eq!(all.len() as u64, story.head());
    assert!(all.iter().zip(0..).all(|(event, position): (_, u64)| event["position"] == position));
    assert_eq!(lines(&stranger, "/events?as_of=5"), all[..5]);
    assert_eq!(pages(&stranger, "/events?as_of=5&limit=2"), all[..5]);
    assert_eq!(stranger.get(&at("/events/7")).expect(200), all[7]);
    assert_eq!(stranger.get(&at("/events/7?as_of=7")).problem(404), "not_found");
    assert_eq!(lines(&stranger, "/events?from=18446744073709551615"), Vec::<Value>::new());
    assert_eq!(pages(&stranger, "/events?after=18446744073709551615"), Vec::<Value>::new());
}

#[test]
fn the_history_is_served_in_its_stored_bytes() {
    use app::network::EventLog as _;
    let (story, _) = eventful("public");
    let network = story.server.catalogue.server().network("vallee").unwrap();
    let network = story.server.catalogue.loaded(network).unwrap();
    let reply = story.stranger().with("accept", "application/x-ndjson").get(&at("/events"));
    let served = String::from_utf8(reply.body).unwrap();
    for (line, stored) in served.lines().zip(network.log().read(0)) {
        let stored = stored.unwrap();
        let bytes = std::str::from_utf8(&stored.bytes).unwrap();
        assert_eq!(line, format!("{{\"position\":{},\"event\":{bytes}}}", stored.position));
    }
}

#[test]
fn the_history_is_filtered_by_type_and_by_object() {
    let (story, _) = eventful("public");
    let stranger = story.stranger();
    let all = lines(&stranger, "/events");
    let concerning = |object: &str| -> Vec<_> {
        let concerns =
            |event: &&Value| event["event"]["objects"].as_array().unwrap().iter().any(|known| known == object);
        all.iter().filter(concerns).cloned().collect()
    };
    let object = format!("actor:{}", story.bilal.id);
    assert!(concerning(&object).len() >= 4);
    for query in ["limit=100", "limit=2", "limit=1"] {
        assert_eq!(pages(&stranger, &format!("/events?object={object}&{query}")), concerning(&object), "{query}");
    }
    assert_eq!(lines(&stranger, &format!("/events?object={object}")), concerning(&object));
    let both = pages(&stranger, &format!("/events?object={object}&type=actor.profile_revised"));
    let revised: Vec<_> =
        concerning(&object).into_iter().filter(|e| e["event"]["type"] == "actor.profile_revised").collect();
    assert_eq!(both, revised);
    let last = concerning(&object).last().unwrap()["position"].as_u64().unwrap();
    let before = pages(&stranger, &format!("/events?object={object}&as_of={last}&limit=2"));
    assert_eq!(before.len(), concerning(&object).len() - 1);
    assert_eq!(pages(&stranger, "/events?object=nothing:at-all"), Vec::<Value>::new());
}

fn texts(client: &Client, query: &str) -> Vec<String> {
    let events = lines(client, &format!("/events?expand=texts{query}"));
    let texts = events.iter().filter_map(|event| event["texts"].as_object());
    texts.flat_map(|texts| texts.values()).map(|text| text.as_str().unwrap().to_owned()).collect()
}

#[test]
fn texts_of_the_history_are_opened_for_those_who_may_see_them() {
    let (story, _) = eventful("public");
    let personal = ["Anne Berger", "Bilal Haddad", "Apiculteur", "Chloé Martin"];
    let common = ["La Maison commune", "Tiers-lieu", "Réseau de la vallée", "Un calendrier partagé", "Par quartier."];
    let (strangers, members) = (texts(&story.stranger(), ""), texts(&story.chloe.client, ""));
    for text in common {
        assert!(strangers.iter().any(|shown| shown == text) && members.iter().any(|shown| shown == text), "{text}");
    }
    for text in personal {
        assert!(!strangers.iter().any(|shown| shown == text), "{text} is not for strangers");
        assert!(members.iter().any(|shown| shown == text), "{text} is for members");
    }
    assert!(!members.iter().any(|shown| shown == "Denis Passager"), "who was erased is named to nobody");
    let contact = |client: &Client| texts(client, "").iter().any(|shown| shown == "bilal@example.org");
    assert_eq!(
        [&story.bilal.client, &story.anne.client, &story.chloe.client, &story.stranger(), &story.server.operator()]
            .map(contact),
        [true, true, false, false, false],
        "a contact is for oneself and for stewards"
    );
}

#[test]
fn names_of_persons_are_for_members_at_every_moment() {
    let (story, _) = eventful("public");
    let bilal = at(&format!("/actors/{}", story.bilal.id));
    let head = story.head();
    let positions: Vec<_> = (7..=head).collect();
    for position in positions {
        let then = format!("{bilal}?as_of={position}");
        for stranger in [story.stranger(), story.server.operator()] {
            let read = stranger.get(&then).expect(200);
            for field in ["name", "about", "contact"] {
                assert!(read.get(field).is_none(), "{field} as of {position}");
            }
        }
        let member = story.chloe.client.get(&then).expect(200);
        assert_eq!(member["name"].as_str().map(|name| name.starts_with("Bilal")), Some(true), "as of {position}");
        assert!(member.get("contact").is_none());
    }
    let listed = story.stranger().get(&at("/actors?limit=100")).expect(200);
    let named: Vec<_> = listed["items"].as_array().unwrap().iter().filter_map(|actor| actor.get("name")).collect();
    assert_eq!(named, ["La Maison commune"]);
    let contact = |client: &Client| client.get(&bilal).expect(200).get("contact").cloned();
    assert_eq!(contact(&story.bilal.client), Some(json!("bilal@example.org")));
    assert_eq!(contact(&story.anne.client), Some(json!("bilal@example.org")));
    let auditor = story.server.join("vallee", &story.anne.client, "Aude");
    story.anne.client.put(&at(&format!("/actors/{}/roles/auditor", auditor.id)), &json!({})).expect(200);
    assert_eq!(contact(&auditor.client), None);
}

#[test]
fn the_gate_of_today_stands_before_the_views_of_yesterday() {
    let (story, typed) = eventful("members");
    let stranger = story.stranger();
    let head = story.head();
    let below = [
        "/actors",
        "/contributions?expand=texts",
        "/events",
        "/events/0",
        "/audiences?retired=true",
        "/themes?retired=true",
        "/tags?retired=true",
        "/groups?dissolved=true",
        "/exchanges?withdrawn=true",
    ];
    let closed = |client: &Client| {
        for path in below {
            for moment in [String::new(), "as_of=5".to_owned(), format!("as_of={head}")] {
                let separator = if path.contains('?') { '&' } else { '?' };
                assert_eq!(client.get(&at(&format!("{path}{separator}{moment}"))).problem(404), "not_found", "{path}");
            }
        }
        for moment in ["", "?as_of=5"] {
            let shown = client.get(&at(moment));
            assert_eq!(shown.expect(200), json!({"slug": "vallee", "visibility": "members"}));
            let text = String::from_utf8_lossy(&shown.body).into_owned();
            assert!(typed.iter().all(|typed| *typed == "vallee" || !text.contains(typed)));
        }
    };
    closed(&stranger);
    closed(&story.server.operator());
    assert_eq!(story.chloe.client.get(&at("/events?as_of=5")).status, 200);
    let visibility =
        |visibility: &str| story.anne.client.patch(&at(""), &json!({"visibility": visibility})).expect(200);
    visibility("public");
    for path in below {
        let separator = if path.contains('?') { '&' } else { '?' };
        assert_eq!(
            stranger.get(&at(&format!("{path}{separator}as_of=5"))).status,
            200,
            "open for yesterday too: {path}"
        );
    }
    visibility("members");
    closed(&stranger);
    let auditor = story.server.join("vallee", &story.anne.client, "Aude");
    story.anne.client.put(&at(&format!("/actors/{}/roles/auditor", auditor.id)), &json!({})).expect(200);
    assert_eq!(lines(&auditor.client, "/events").len() as u64, story.head(), "an auditor reads the whole history");
    auditor.client.post(&at(&format!("/actors/{}/departure", auditor.id)), &json!({})).expect(200);
    closed(&auditor.client);
}
