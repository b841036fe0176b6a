//! Every list comes as JSON, as lines of JSON and as CSV.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use testkit::{Client, Reply};

use crate::contract::operations;
use crate::description::Description;
use crate::story::{Story, at, header, id, of};

fn as_csv(client: &Client) -> Client {
    client.with("accept", "text/csv")
}

fn as_lines(client: &Client) -> Client {
    client.with("accept", "application/x-ndjson")
}

/// The rows of a table, by the names of its columns.
fn rows(reply: &Reply) -> Vec<BTreeMap<String, String>> {
    assert_eq!((reply.status, header(reply, "content-type")), (200, "text/csv; charset=utf-8; header=present"));
    csv::Reader::from_reader(&reply.body[..]).into_deserialize().map(Result::unwrap).collect()
}

/// The names of the columns, in their order.
fn columns(reply: &Reply) -> Vec<String> {
    let mut reader = csv::Reader::from_reader(&reply.body[..]);
    reader.headers().unwrap().iter().map(ToOwned::to_owned).collect()
}

fn items(reply: &Reply) -> Vec<Value> {
    reply.expect(200)["items"].as_array().unwrap().clone()
}

#[test]
fn contributions_come_as_a_table() {
    let story = Story::begin();
    let proposal = story.proposal("Un \"calendrier\", commun", "Ligne 1\nLigne 2 ; fin");
    story.question("Comment venir ?");
    let statement = story.statement(&story.question("Et le soir ?"), "Il faut un bus.");
    story.vote(&story.chloe, &statement, "agree").expect(200);
    let link = json!({"kind": "supports", "to": statement});
    story.bilal.client.post(&(of(&proposal) + "/links"), &link).expect(200);
    for client in [story.stranger(), story.bilal.client.clone()] {
        let path = at("/contributions?expand=texts");
        let (table, listed) = (rows(&as_csv(&client).get(&path)), items(&client.get(&path)));
        assert_eq!(table.len(), 4);
        for (row, item) in table.iter().zip(&listed) {
            for field in ["id", "kind", "author", "title", "body", "parent", "recorded_at"] {
                assert_eq!(row[field], item[field].as_str().unwrap_or_default(), "{field}");
            }
            for (column, pointer) in [("votes.agree", "/votes/agree"), ("replies", "/replies"), ("version", "/version")]
            {
                assert_eq!(row[column], item.pointer(pointer).map(ToString::to_string).unwrap_or_default(), "{column}");
            }
            assert_eq!(row["withdrawn"], "false");
            let links = item.get("links").map(ToString::to_string).unwrap_or_default();
            let parsed = |text: &str| serde_json::from_str::<Value>(text).unwrap_or_default();
            assert_eq!(parsed(&row["links"]), parsed(&links));
            let actions: Vec<_> = item["allowed_actions"].as_array().into_iter().flatten().collect();
            let actions: Vec<_> = actions.iter().map(|action| action.as_str().unwrap()).collect();
            assert_eq!(row["allowed_actions"], actions.join("|"));
        }
    }
}

#[test]
fn actors_come_as_a_table() {
    let story = Story::begin();
    let house = json!({"kind": "organisation", "profile": {"name": "La Maison"}});
    let house = id(&story.anne.client.post(&at("/actors"), &house).expect(201));
    story.anne.client.put(&at(&format!("/actors/{}/representations/{house}", story.bilal.id)), &json!({})).expect(200);
    let table = rows(&as_csv(&story.bilal.client).get(&at("/actors")));
    let names: Vec<_> = table.iter().map(|row| row["name"].as_str()).collect();
    assert_eq!(names, ["Anne Berger", "Bilal Haddad", "Chloé Martin", "La Maison"]);
    assert_eq!(table[1]["represents"], house);
    let roles: Vec<Value> = serde_json::from_str(&table[0]["roles"]).unwrap();
    assert_eq!(roles.len(), 2);
    assert!(
        rows(&as_csv(&story.stranger()).get(&at("/actors")))
            .iter()
            .all(|row| row["name"].is_empty() || row["kind"] != "person")
    );
}

#[test]
fn every_page_has_the_same_columns_an_empty_one_too() {
    let story = Story::begin();
    let (empty, full) = (at("/contributions"), at("/contributions?expand=texts"));
    let before = columns(&as_csv(&story.stranger()).get(&empty));
    assert_eq!(before[..3], ["id", "kind", "author"]);
    story.statement(&story.question("Et le soir ?"), "Il faut un bus.");
    assert_eq!(columns(&as_csv(&story.bilal.client).get(&full)), before);
    let events = as_csv(&story.stranger()).get(&at("/events?limit=100"));
    assert_eq!(columns(&events), ["position", "event", "texts"]);
    for (n, row) in rows(&events).iter().enumerate() {
        let stored = story.stranger().get(&at(&format!("/events/{n}")));
        let stored = String::from_utf8(stored.body).unwrap();
        assert!(stored.contains(&row["event"]), "the stored bytes, as they are hashed: {stored}");
    }
}

#[test]
fn no_cell_is_a_formula() {
    let story = Story::begin();
    for title in ["=HYPERLINK(\"https://evil.example\")", "+33 6 12", "-1", "@SUM(A1:A2)", "Un titre"] {
        story.proposal(title, "\u{9}tabulé ?");
    }
    let told = rows(&as_csv(&story.stranger()).get(&at("/contributions?expand=texts")));
    let titles: Vec<_> = told.iter().map(|row| row["title"].as_str()).collect();
    assert_eq!(titles, ["'=HYPERLINK(\"https://evil.example\")", "'+33 6 12", "'-1", "'@SUM(A1:A2)", "Un titre"]);
    assert!(told.iter().all(|row| row["version"] == "1" && row["body"] == "'\ttabulé ?"), "{told:?}");
}

#[test]
fn lines_are_the_items() {
    let story = Story::begin();
    for n in 0..5 {
        story.proposal(&format!("Idée {n}"), "…");
    }
    for path in [at("/contributions?limit=3&expand=texts"), at("/actors"), "/v1/networks".to_owned()] {
        let lines = as_lines(&story.stranger()).get(&path);
        assert_eq!(header(&lines, "content-type"), "application/x-ndjson");
        let told = String::from_utf8(lines.body.clone()).unwrap();
        assert!(told.ends_with('\n'));
        let told: Vec<Value> = told.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(told, items(&story.stranger().get(&path)), "{path}");
    }
}

#[test]
fn a_walk_is_the_same_in_every_format() {
    let story = Story::begin();
    let made: Vec<_> = (0..5).map(|n| story.proposal(&format!("Idée {n}"), "…")).collect();
    for client in [as_csv(&story.stranger()), as_lines(&story.stranger())] {
        let (mut path, mut walked) = (at("/contributions?limit=2"), String::new());
        loop {
            let page = client.get(&path);
            walked += &String::from_utf8(page.body.clone()).unwrap();
            let links = header(&page, "link");
            assert!(links.contains(&format!("<{}>; rel=\"first\"", at("/contributions?limit=2"))), "{links}");
            let next = links.split(", ").find_map(|link| link.strip_suffix(">; rel=\"next\""));
            let Some(next) = next else { break };
            path = next.trim_start_matches('<').to_owned();
        }
        let places: Vec<_> = made.iter().map(|id| walked.find(id.as_str()).unwrap()).collect();
        assert!(places.is_sorted() && walked.matches("proposal").count() == 5, "{walked}");
    }
}

#[test]
fn a_kept_list_is_kept_for_its_format() {
    let story = Story::begin();
    story.proposal("Un calendrier", "Commun.");
    let (path, stranger) = (at("/contributions"), story.stranger());
    let mut tags = std::collections::BTreeSet::new();
    for _ in 0..3 {
        for (client, content_type) in [
            (stranger.clone(), "application/json"),
            (as_csv(&stranger), "text/csv; charset=utf-8; header=present"),
            (as_lines(&stranger), "application/x-ndjson"),
        ] {
            let reply = client.get(&path);
            assert_eq!(header(&reply, "content-type"), content_type);
            assert!(super::names(&reply, "vary").contains(&"Accept"));
            let unchanged = client.with("if-none-match", header(&reply, "etag")).get(&path);
            assert_eq!((unchanged.status, header(&unchanged, "etag")), (304, header(&reply, "etag")));
            tags.insert(header(&reply, "etag").to_owned());
        }
    }
    assert_eq!(tags.len(), 3, "the tag is of the bytes that are sent");
}

#[test]
fn what_cannot_be_had_is_not_acceptable() {
    let story = Story::begin();
    let asking = |accept: &str| story.stranger().with("accept", accept);
    for (path, accept) in [
        (at("/contributions"), "text/html"),
        (at("/contributions"), "application/xml, text/plain;q=0.5"),
        (at("/actors"), "application/json;q=0, text/csv;q=0, application/x-ndjson;q=0"),
        (at(""), "text/csv"),
    ] {
        let refused = asking(accept).get(&path);
        assert_eq!(refused.problem(406), "not_acceptable", "{path} {accept}");
        assert!(refused.json()["detail"].as_str().unwrap().contains("application/json"));
    }
    for accept in ["*/*", "text/html, */*;q=0.1", "application/*", "text/csv;q=0.1, application/json", ""] {
        assert_eq!(header(&asking(accept).get(&at("/contributions")), "content-type"), "application/json", "{accept}");
    }
}

/// A meeting for which Bilal registered, to which he came, and of which he drafted the minutes.
fn meeting(story: &Story) -> String {
    let planned = json!({
        "kind": "workshop", "starts_at": "2020-03-05T18:00:00Z", "ends_at": "2999-03-05T20:00:00Z",
        "title": "Nos besoins", "place": "Ici"
    });
    let meeting = id(&story.anne.client.post(&at("/meetings"), &planned).expect(201));
    let below = |path: &str| at(&format!("/meetings/{meeting}{path}"));
    story.bilal.client.put(&below("/registration"), &json!({})).expect(200);
    let attendance = json!({"count": 3, "persons": [story.bilal.id]});
    story.anne.client.seeing(1).put(&below("/attendance"), &attendance).expect(200);
    story.bilal.client.seeing(2).post(&below("/minutes"), &json!({"minutes": "On a bien parlé."})).expect(200);
    meeting
}

/// Bilal becomes a moderator who has decided on one contribution, while another waits.
fn moderate(story: &Story) {
    let moderator = at(&format!("/actors/{}/roles/moderator", story.bilal.id));
    story.anne.client.put(&moderator, &json!({})).expect(200);
    let [decided, waits] =
        ["a", "b"].map(|title| story.contribute(&story.chloe, &json!({"kind": "idea", "title": title, "body": "…"})));
    let review = json!({"outcome": "kept", "rationale": "Rien à redire."});
    story.bilal.client.post(&(of(&decided) + "/reviews"), &review).expect(200);
    story.anne.client.post(&(of(&waits) + "/reports"), &json!({"reason": "spam"})).expect(200);
}

/// Something to list of what is not there from the beginning; and the id of a group that has a member.
fn one_of_each(story: &Story) -> String {
    let anne = &story.anne.client;
    anne.post(&at("/audiences"), &json!({"name": "Les jeunes", "estimated_size": 640})).expect(201);
    let tag = id(&anne.post(&at("/tags"), &json!({"label": "vélo"})).expect(201));
    anne.post(&at("/themes"), &json!({"label": "Se déplacer"})).expect(201);
    let offer = json!({"side": "offer", "what": "equipment", "title": "Deux vélos", "tags": [tag]});
    story.bilal.client.post(&at("/exchanges"), &offer).expect(201);
    let group = id(&anne.post(&at("/groups"), &json!({"name": "Navette", "purpose": "Rouler."})).expect(201));
    anne.put(&at(&format!("/groups/{group}/members/{}", story.bilal.id)), &json!({})).expect(200);
    group
}

#[test]
fn the_description_tells_the_formats_of_every_list() {
    let story = Story::begin();
    moderate(&story);
    crate::actions::happen(&story);
    crate::cooperations::happen(&story);
    crate::decisions::happen(&story);
    crate::mobilisation::happen(&story);
    crate::specifications::happen(&story);
    let specification = id(&items(&story.bilal.client.get(&at("/specifications")))[0]);
    crate::diagnostics::happen(&story);
    crate::selections::happen(&story);
    let action = id(&items(&story.bilal.client.get(&at("/actions")))[0]);
    let decision = id(&items(&story.bilal.client.get(&at("/decisions?method=consent")))[0]);
    let diagnostic = id(&items(&story.bilal.client.get(&at("/diagnostics?phase=published")))[0]);
    let has_comments = |selection: &String| {
        let comments = at(&format!("/selections/{selection}/comments"));
        !items(&story.bilal.client.get(&comments)).is_empty()
    };
    let selections = items(&story.bilal.client.get(&at("/selections")));
    let selection = selections.iter().map(id).find(has_comments).unwrap();
    let description = Description::of(&story.server);
    let meeting = meeting(&story);
    let group = one_of_each(&story);
    let mut lists = 0;
    for (path, methods) in operations(&story.server) {
        let Some(content) = methods.get("get").and_then(|told| told.pointer("/responses/200/content")) else {
            continue;
        };
        let page = content.pointer("/application~1json/schema/$ref").and_then(Value::as_str);
        if !page.is_some_and(|page| page.contains("/Page_")) {
            continue;
        }
        lists += 1;
        let line = &content["application/x-ndjson"]["schema"];
        assert!(!line.is_null(), "{path}");
        let path = path.replace("{network}", "vallee").replace("{actor}", &story.bilal.id);
        let path = path.replace("{contribution}", &story.proposal("Un calendrier", "Commun."));
        let path = path.replace("{meeting}", &meeting);
        let path = path.replace("{group}", &group).replace("{action}", &action).replace("{decision}", &decision);
        let path = path.replace("{specification}", &specification);
        let path = path.replace("{diagnostic}", &diagnostic).replace("{selection}", &selection);
        let client = match path.rsplit('/').next() {
            _ if path == "/v1/keys" => story.server.operator(),
            Some("invitations") => {
                story.anne.client.post(&path, &json!({"roles": ["tutor"]})).expect(201);
                story.anne.client.clone()
            }
            _ if path.contains("/meetings/") => story.anne.client.clone(),
            _ => story.bilal.client.clone(),
        };
        let told = columns(&as_csv(&client).get(&path)).join(",") + "\r\n";
        assert_eq!(content["text/csv"]["example"], told, "{path}");
        let items = items(&client.get(&path));
        assert!(!items.is_empty() && items.iter().all(|item| description.misfit(line, item).is_none()), "{path}");
    }
    assert!(lists >= 7, "{lists}");
}
