//! Many commands in one request.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use testkit::{Client, Reply};

use crate::story::{Story, at, header, id, misfit, of};

fn commands(together: &str) -> String {
    at(&format!("/commands{together}"))
}

fn idea(title: &str) -> Value {
    json!({"operation": "submitContribution", "body": {"kind": "idea", "title": title, "body": "…"}})
}

fn vote(on: &str) -> Value {
    json!({"operation": "voteOnStatement", "path": {"contribution": on}, "body": {"vote": "agree"}})
}

fn results(reply: &Reply) -> Vec<Value> {
    reply.expect(200)["results"].as_array().unwrap().clone()
}

fn statuses(reply: &Reply) -> Vec<u64> {
    results(reply).iter().map(|result| result["status"].as_u64().unwrap()).collect()
}

#[test]
fn every_line_is_done_or_refused_by_itself_in_its_order() {
    let story = Story::begin();
    let statement = story.statement(&story.question("Comment venir ?"), "Il faut un bus.");
    let head = story.head();
    let lines = json!([
        idea("Un repas"),
        vote(&statement),
        vote("01890a5d-ac96-774b-bcce-b302099a8057"),
        {"operation": "submitContribution", "body": {"kind": "idea", "title": "Sans texte"}},
        {"operation": "changeSettings", "body": {"k": 9}},
        {"operation": "fly"},
        {"operation": "withdrawContribution", "path": {"contribution": statement}, "if_match": 7},
        {"operation": "reviseProfile", "path": {"actor": story.bilal.id}, "body": {"name": "Bilal H."}},
        {"operation": "submitContribution", "body": {"kind": "idea", "title": "x", "body": "…", "colour": "red"}},
        idea("Une fête"),
    ]);
    let reply = story.bilal.client.with("accept-language", "fr").post(&commands(""), &lines);
    assert_eq!(statuses(&reply), [201, 200, 404, 422, 403, 422, 412, 428, 422, 201]);
    let told = results(&reply);
    assert_eq!(told[2]["problem"]["code"], "unknown_statement");
    assert_eq!(told[2]["problem"]["title"], "Cet énoncé est inconnu");
    assert_eq!(told[3]["problem"]["errors"][0]["pointer"], "/body");
    assert_eq!(told[8]["problem"]["errors"][0]["pointer"], "/colour");
    assert_eq!((&told[0]["position"], &told[9]["position"]), (&json!(head + 1), &json!(head + 3)));
    assert_eq!(story.head(), head + 3);
    let fete = story.stranger().get(&of(&id(&told[9]))).expect(200);
    assert_eq!((&fete["title"], &fete["author"]), (&json!("Une fête"), &json!(format!("actor:{}", story.bilal.id))));
}

#[test]
fn lines_are_recorded_in_their_order() {
    let story = Story::begin();
    let lines: Vec<_> = (0..600).map(|n| idea(&format!("Idée {n}"))).collect();
    let told = results(&story.bilal.client.post(&commands(""), &json!(lines)));
    let positions: Vec<_> = told.iter().map(|line| line["position"].as_u64().unwrap()).collect();
    assert!(positions.is_sorted_by(|before, after| before < after), "{positions:?}");
}

#[test]
fn lines_may_come_and_be_answered_as_ndjson() {
    let story = Story::begin();
    let body = format!("{}\n\nnot json\n{}\n", idea("Un repas"), idea("Une fête"));
    let client = story.bilal.client.with("content-type", "application/x-ndjson").with("accept", "application/x-ndjson");
    let reply = client.send("POST", &commands(""), body.as_bytes());
    assert_eq!((reply.status, header(&reply, "content-type")), (200, "application/x-ndjson"));
    let lines: Vec<Value> =
        String::from_utf8(reply.body).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.iter().map(|line| line["status"].as_u64().unwrap()).collect::<Vec<_>>(), [201, 400, 201]);
    assert_eq!(lines[1]["problem"]["code"], "malformed_json");
}

#[test]
fn an_atomic_batch_is_recorded_whole_or_not_at_all() {
    let story = Story::begin();
    let statement = story.statement(&story.question("Comment venir ?"), "Il faut un bus.");
    let head = story.head();
    let atomic = commands("?atomic=true");
    let bilal = story.bilal.client.with("accept-language", "en");
    let refused =
        bilal.post(&atomic, &json!([idea("Un repas"), vote("01890a5d-ac96-774b-bcce-b302099a8057"), idea("b")]));
    assert_eq!(refused.problem(404), "unknown_statement");
    assert_eq!((refused.json()["line"].as_u64(), story.head()), (Some(2), head));
    let malformed = bilal.post(&atomic, &json!([idea("Un repas"), {"operation": "fly"}]));
    assert_eq!((misfit(&malformed, 422).0.as_str(), malformed.json()["line"].as_u64()), ("/operation", Some(2)));
    let tried = bilal.post(&commands("?atomic=true&dry_run=true"), &json!([idea("Un repas"), vote(&statement)]));
    assert_eq!((statuses(&tried), story.head()), (vec![200, 200], head));
    let lines = json!([vote(&statement), idea("Un repas"), idea("Une fête")]);
    let keyed = bilal.with("idempotency-key", "whole");
    let done = keyed.post(&atomic, &lines);
    assert_eq!((statuses(&done), story.head()), (vec![200, 201, 201], head + 3));
    let all_at_once: BTreeSet<_> = results(&done).iter().map(|result| result["position"].as_u64()).collect();
    assert_eq!(all_at_once, [Some(head + 3)].into(), "they are there together");
    let again = keyed.post(&atomic, &lines);
    assert_eq!((results(&again), story.head()), (results(&done), head + 3), "the same answer, and nothing new");
    assert_eq!(keyed.post(&atomic, &json!([idea("c")])).problem(422), "idempotency_key_reused");
}

#[test]
fn a_retried_batch_does_each_line_once() {
    let story = Story::begin();
    let lines = json!([idea("Un repas"), idea("Une fête"), {"operation": "fly"}]);
    let keyed = story.bilal.client.with("idempotency-key", "lines");
    let first = results(&keyed.post(&commands(""), &lines));
    let head = story.head();
    assert_eq!(results(&keyed.post(&commands(""), &lines)), first);
    assert_eq!(story.head(), head);
}

#[test]
fn a_batch_has_bounds() {
    let story = Story::begin();
    let many = |n: usize| Value::Array(vec![json!({"operation": "fly"}); n]);
    let bilal = &story.bilal.client;
    assert_eq!(bilal.post(&commands(""), &many(10_001)).problem(413), "too_many_lines");
    assert_eq!(bilal.post(&commands("?atomic=true"), &many(513)).problem(413), "too_many_lines");
    let long = json!([idea(&"x".repeat(4 << 20))]);
    assert_eq!(bilal.post(&commands(""), &long).problem(413), "body_too_large");
    assert_eq!(misfit(&bilal.post(&commands(""), &json!({"operation": "fly"})), 422).0, "");
    assert_eq!(bilal.seeing(1).post(&commands(""), &json!([])).problem(400), "invalid_header");
    assert_eq!(
        bilal.with("content-type", "text/csv").send("POST", &commands(""), b"a").problem(415),
        "unsupported_media_type"
    );
    assert_eq!(results(&bilal.post(&commands(""), &json!([]))), Vec::<Value>::new());
    let deep = format!("[{}{}]", "[".repeat(20), "]".repeat(20));
    assert_eq!(statuses(&bilal.send("POST", &commands(""), deep.as_bytes())), [400]);
}

/// The operationIds of the document that change a network but are no lines: they show secrets, or are many themselves.
const NO_LINES: &[&str] = &[
    "sendCommands",
    "foundNetwork",
    "issueActorKey",
    "revokeActorKey",
    "rotateActorKey",
    "issueKey",
    "revokeKey",
    "rotateKey",
    "issueInvitations",
    "acceptInvitation",
    "renewSession",
    "endSession",
    "changeSlug",
];

#[test]
fn every_operation_that_changes_a_network_may_be_a_line() {
    let story = Story::begin();
    let document = story.stranger().get("/openapi.json").expect(200);
    let changes: BTreeSet<_> = document["paths"]
        .as_object()
        .unwrap()
        .values()
        .flat_map(|path| path.as_object().unwrap())
        .filter(|(method, _)| *method != "get")
        .map(|(_, operation)| operation["operationId"].as_str().unwrap().to_owned())
        .filter(|operation| !NO_LINES.contains(&operation.as_str()))
        .collect();
    assert_eq!(api::commands::operations().map(str::to_owned).collect::<BTreeSet<_>>(), changes);
}

fn importer(story: &Story) -> Client {
    let key = story.server.operator().post("/v1/keys", &json!({"scopes": ["read", "write", "import"]})).expect(201);
    story.server.caller(key["secret"].as_str().unwrap())
}

fn imported(line: &Value, source: &str, person: &str) -> Value {
    let mut line = line.clone();
    line["import"] = json!({"source": format!("polis:vallee:{source}"), "person": format!("polis:vallee:{person}")});
    line["occurred_at"] = json!("2015-06-30T08:49:52.085Z");
    line
}

#[test]
fn an_import_by_batch_may_be_sent_again_and_names_people_by_their_source_only() {
    let story = Story::begin();
    let question = story.question("Comment venir ?");
    let statement = |text: &str| json!({"operation": "submitContribution", "body": {"kind": "statement", "parent": question, "body": text}});
    let importer = importer(&story);
    let first = json!([imported(&statement("Un bus."), "s1", "1"), imported(&statement("Un vélo."), "s2", "2")]);
    let told = results(&importer.post(&commands(""), &first));
    assert_eq!(told.iter().map(|line| line["status"].as_u64().unwrap()).collect::<Vec<_>>(), [201, 201]);
    let votes = json!([imported(&vote(&id(&told[0])), "v1", "2"), imported(&vote(&id(&told[0])), "v2", "3")]);
    assert_eq!(statuses(&importer.post(&commands(""), &votes)), [200, 200]);
    let head = story.head();
    for lines in [&first, &votes] {
        let again = results(&importer.post(&commands(""), lines));
        assert_eq!(again.iter().map(|line| line["status"].as_u64().unwrap()).collect::<Vec<_>>(), [200, 200]);
    }
    let again = results(&importer.post(&commands(""), &first));
    assert_eq!((id(&again[1]), story.head()), (id(&told[1]), head), "found again, and nothing new");
    let shown = story.stranger().get(&of(&id(&told[0]))).expect(200);
    assert_eq!((&shown["source_id"], &shown["votes"]["agree"]), (&json!("polis:vallee:s1"), &json!(2)));
    assert_eq!(shown["occurred_at"], "2015-06-30T08:49:52.085Z");
    let history = story.stranger().get(&at("/events?type=statement_vote.cast")).expect(200);
    assert!(!history.to_string().contains("vallee:v"), "a vote tells of no row");
    let joined = story.stranger().get(&at("/actors?limit=100")).expect(200);
    let via_import = joined["items"].as_array().unwrap().iter().filter(|actor| actor["via"] == "import").count();
    assert_eq!(via_import, 3);
}

#[test]
fn only_who_may_import_does_and_never_atomically() {
    let story = Story::begin();
    let line = imported(&idea("Un repas"), "i1", "1");
    assert_eq!(statuses(&story.bilal.client.post(&commands(""), &json!([line]))), [403]);
    let scoped = json!({"scopes": ["read", "write", "import"]});
    let key = |of: &testkit::Member| {
        let key = of.client.post(&at(&format!("/actors/{}/keys", of.id)), &scoped).expect(201);
        story.server.caller(key["secret"].as_str().unwrap())
    };
    assert_eq!(statuses(&key(&story.bilal).post(&commands(""), &json!([line]))), [403]);
    assert_eq!(statuses(&key(&story.anne).post(&commands(""), &json!([line]))), [201], "a steward may");
    let atomic = importer(&story).post(&commands("?atomic=true"), &json!([line]));
    assert_eq!(atomic.problem(422), "import_is_not_atomic");
    let malformed = imported(&idea("Un repas"), "i1 2", "1");
    assert_eq!(statuses(&importer(&story).post(&commands(""), &json!([malformed]))), [422]);
}

fn row(line: &Value, source: &str, under: &str) -> Value {
    let mut line = imported(line, source, "7");
    line["import"]["under"] = json!(format!("polis:vallee:{under}"));
    line
}

#[test]
fn lines_of_an_import_name_rows_of_lines_before_them() {
    let story = Story::begin();
    let question = json!({"operation": "submitContribution", "body": {"kind": "question", "title": "Comment venir ?"},
        "import": {"source": "polis:vallee:question"}});
    let new = |kind: &str, body: &str| json!({"operation": "submitContribution", "body": {"kind": kind, "body": body}});
    let ballot = json!({"operation": "voteOnStatement", "body": {"vote": "agree"}});
    let lines = json!([
        question,
        row(&new("statement", "Un bus."), "s1", "question"),
        row(&ballot, "v1", "s1"),
        row(&new("comment", "Le soir ?"), "c1", "s1"),
        row(&new("comment", "Oui."), "c2", "c1"),
        row(&new("comment", "Perdu."), "c3", "c9"),
        row(&ballot, "v2", "c9"),
        row(&new("comment", "Après la perte."), "c4", "c3"),
    ]);
    let importer = importer(&story);
    let told = results(&importer.post(&commands(""), &lines));
    let statuses: Vec<_> = told.iter().map(|line| line["status"].as_u64().unwrap()).collect();
    assert_eq!(statuses, [201, 201, 200, 201, 201, 422, 422, 422]);
    assert_eq!(told[5]["problem"]["errors"][0]["pointer"], "/import/under");
    let parent = |line: &Value| story.stranger().get(&of(&id(line))).expect(200)["parent"].clone();
    assert_eq!([parent(&told[1]), parent(&told[4])], [json!(id(&told[0])), json!(id(&told[3]))]);
    assert_eq!(story.stranger().get(&of(&id(&told[1]))).expect(200)["votes"]["agree"], 1);
    let later = json!([row(&new("comment", "Plus tard."), "c5", "c2")]);
    assert_eq!(parent(&results(&importer.post(&commands(""), &later))[0]), json!(id(&told[4])));
}

#[test]
fn a_line_lets_a_person_of_the_set_join_and_another_an_organisation() {
    let story = Story::begin();
    let importer = importer(&story);
    let person = |n: u32| json!({"operation": "addActor", "body": {"kind": "person"}, "import": {"person": format!("polis:vallee:{n}")}});
    let list = |name: &str| {
        json!({"operation": "addActor", "body": {"kind": "service", "profile": {"name": name}},
        "import": {"source": "actors:liste:12"}})
    };
    let lines = json!([person(3), person(1), imported(&idea("Un repas"), "i1", "3"), list("Mairie")]);
    let told = results(&importer.post(&commands(""), &lines));
    assert!(told.iter().all(|line| line["status"] == 201 && line.get("known").is_none()), "{told:?}");
    let author = story.stranger().get(&of(&id(&told[2]))).expect(200)["author"].clone();
    assert_eq!(author, format!("actor:{}", id(&told[0])));
    let actor = |line: &Value| story.stranger().get(&at(&format!("/actors/{}", id(line)))).expect(200);
    assert_eq!([&actor(&told[0])["via"], &actor(&told[3])["via"]], ["import", "import"]);
    let head = story.head();
    let again = json!([person(1), list("Mairie"), list("La mairie")]);
    let again = results(&importer.post(&commands(""), &again));
    let known: Vec<_> = again.iter().map(|line| (line["known"].as_str().unwrap(), id(line))).collect();
    assert_eq!(known, [("same", id(&told[1])), ("same", id(&told[3])), ("changed", id(&told[3]))]);
    assert_eq!((story.head(), &actor(&told[3])["name"]), (head, &json!("Mairie")), "an import overwrites nothing");
    let joined = story.stranger().get(&at("/events?type=actor.joined")).expect(200).to_string();
    assert!(joined.contains("actors:liste:12") && !joined.contains("polis:vallee"), "persons only by a blind index");
    let mut nothing = person(1);
    nothing["import"] = json!({});
    let told = results(&importer.post(&commands(""), &json!([nothing, list("Sans clé")])));
    assert_eq!(told[0]["problem"]["errors"][0]["pointer"], "/import/source");
}
