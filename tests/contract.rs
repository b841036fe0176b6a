//! What holds for every request: problems in two languages, bodies within bounds, methods, documentation, health.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::{Value, json};
use testkit::{Reply, TestServer};

use crate::story::{Story, at, header, misfit, of};

#[test]
fn a_problem_is_told_in_the_language_asked_for_with_a_stable_code() {
    let story = Story::begin();
    let proposal = story.proposal("Un calendrier", "Commun.");
    let path = of(&proposal) + "/vote";
    let ask = |language| {
        let client = story.bilal.client.with("accept-language", language);
        client.put(&path, &json!({"vote": "agree"}))
    };
    for (language, tag, title) in [
        ("fr-FR,fr;q=0.9,en;q=0.8", "fr", "On ne vote que sur des énoncés"),
        ("en", "en", "Only statements are voted on"),
        ("de", "en", "Only statements are voted on"),
    ] {
        let reply = ask(language);
        assert_eq!(reply.problem(409), "not_a_statement");
        assert_eq!(
            (header(&reply, "content-language"), header(&reply, "vary").contains("Accept-Language")),
            (tag, true)
        );
        let problem = reply.json();
        assert_eq!(problem["title"], title);
        assert_eq!(problem["type"], "urn:tresse:problem:not_a_statement");
        assert_eq!((problem["status"].as_u64(), problem["instance"].as_str()), (Some(409), Some(path.as_str())));
        assert!(!problem["detail"].as_str().unwrap().is_empty());
    }
    let missing = json!({"kind": "proposal", "body": "Sans titre."});
    let refused = story.bilal.client.with("accept-language", "fr").post(&at("/contributions"), &missing);
    assert_eq!(refused.problem(422), "title_missing");
    assert_eq!(misfit(&refused, 422), ("/title".to_owned(), "Il manque un titre".to_owned()));
}

#[test]
fn every_value_that_does_not_fit_is_pointed_at() {
    let story = Story::begin();
    let contribution = |body: Value| story.bilal.client.post(&at("/contributions"), &body);
    let actor = |body: Value| story.anne.client.post(&at("/actors"), &body);
    let person = |profile: Value| actor(json!({"kind": "person", "profile": profile}));
    let long = "é".repeat(201);
    let cases: Vec<(Reply, &str, &str)> = vec![
        (contribution(json!({"kind": "idea", "titre": "x"})), "/titre", "There is no field of this name."),
        (contribution(json!({"title": "x", "body": "y"})), "/kind", "It is missing."),
        (contribution(json!({"kind": "idea", "title": "x"})), "/body", "It is missing."),
        (contribution(json!({"kind": "idea", "title": 7, "body": "y"})), "/title", "A text is wanted."),
        (contribution(json!({"kind": "idea", "title": long, "body": "y"})), "/title", "200 characters"),
        (contribution(json!({"kind": "idea", "title": "a\nb", "body": "y"})), "/title", "characters that are no text"),
        (contribution(json!({"kind": "idea", "title": " ", "body": "y"})), "/title", "must not be empty"),
        (contribution(json!({"kind": "idea", "title": "x", "body": "y".repeat(16_001)})), "/body", "16000 characters"),
        (contribution(json!({"kind": "idea", "title": "x", "body": "a\u{7}"})), "/body", "characters that are no text"),
        (contribution(json!({"kind": "rumour", "body": "y"})), "/kind", "question, idea, proposal"),
        (contribution(json!({"kind": 7, "body": "y"})), "/kind", "not of the kind"),
        (contribution(json!({"kind": ["idea"], "body": "y"})), "/kind", "not of the kind"),
        (contribution(json!({"kind": "comment", "parent": "12", "body": "y"})), "/parent", "identifier (UUID)"),
        (contribution(json!(["idea", "x", "y", null, null, null])), "", "An object with fields"),
        (contribution(json!(7)), "", "An object with fields"),
        (actor(json!({"kind": "person", "profile": {}})), "/profile/name", "It is missing."),
        (person(json!({"name": "Zoé", "age": 3})), "/profile/age", "no field of this name"),
        (person(json!({"name": "Zoé", "contact": "zoe"})), "/profile/contact", "e-mail address"),
        (person(json!({"name": "Zoé", "about": "x".repeat(2_001)})), "/profile/about", "2000 characters"),
        (
            actor(json!({"kind": "service", "profile": {"name": "La CAF", "contact": "a@b.fr"}})),
            "/contact",
            "Only persons",
        ),
        (story.anne.client.patch(&at(""), &json!({"k": 300})), "/k", "A whole number"),
        (story.anne.client.patch(&at(""), &json!({"time_zone": "Europe/Atlantis"})), "/time_zone", "time zone"),
        (story.anne.client.patch(&at(""), &json!({"languages": ["fr", "fr"]})), "/languages", "twice"),
        (story.anne.client.patch(&at(""), &json!({"languages": ["french!"]})), "/languages/0", "language tag"),
        (story.anne.client.patch(&at(""), &json!({"territory": "haute garonne"})), "/territory", "code of a territory"),
        (
            story.anne.client.put(&at(&format!("/actors/{}/roles/tutor", story.bilal.id)), &json!({"until": "soon"})),
            "/until",
            "2026-03-05T17:02:11Z",
        ),
        (story.anne.client.get(&at("/contributions?limit=0")), "limit", "from 1 to 100"),
        (story.anne.client.get(&at("/contributions?limit=x")), "limit", "A whole number"),
        (story.anne.client.get(&at("/contributions?limit=1&limit=2")), "limit", "twice"),
        (story.anne.client.get(&at("/contributions?colour=red")), "colour", "no parameter of this name"),
        (story.anne.client.get(&at("/contributions?sort=votes")), "sort", "created, -created"),
        (story.anne.client.get(&at("/contributions?kind=rumour")), "kind", "question, idea"),
        (story.anne.client.get(&at("/contributions?source=polis")), "source", "polis:conversation"),
        (story.anne.client.get(&at("?expand=all")), "expand", "texts"),
        (story.anne.client.get(&at("?as_of=yesterday")), "as_of", "A position or a time"),
        (story.anne.client.get(&at("/events?type=thing.happened")), "type", "not of the kind"),
        (story.anne.client.get("/v1/networks?dry_run=true"), "dry_run", "no parameter of this name"),
        (story.bilal.client.post(&at("/contributions?dry_run=perhaps"), &json!({})), "dry_run", "true or false"),
        (story.bilal.client.post(&at("/contributions?as_of=1"), &json!({})), "as_of", "no parameter of this name"),
    ];
    for (reply, place, detail) in cases {
        let told = misfit(&reply, 422);
        assert_eq!(told.0, place, "{}", String::from_utf8_lossy(&reply.body));
        assert!(told.1.contains(detail), "{told:?} does not tell {detail:?}");
        assert!(["invalid_value", "invalid_parameter"].contains(&reply.problem(422).as_str()));
    }
    assert_eq!(story.head(), Story::begin().head(), "nothing was recorded");
}

#[test]
fn the_longest_texts_fit() {
    let story = Story::begin();
    let body = json!({"kind": "idea", "title": "é".repeat(200), "body": "œ\n".repeat(8_000)});
    let read = story.stranger().get(&of(&story.contribute(&story.bilal, &body))).expect(200);
    assert_eq!((&read["title"], &read["body"]), (&body["title"], &body["body"]));
    let profile = json!({"name": "n".repeat(200), "about": "a".repeat(2_000), "contact": "c".repeat(248) + "@x.org"});
    story.bilal.client.seeing(2).put(&at(&format!("/actors/{}/profile", story.bilal.id)), &profile).expect(200);
}

#[test]
fn a_body_is_json_within_bounds() {
    let story = Story::begin();
    let path = at("/contributions");
    let post = |body: &[u8]| story.bilal.client.send("POST", &path, body);
    for malformed in [
        &b"{"[..],
        b"{\"kind\":}",
        b"nonsense",
        b"{\"kind\":\"idea\",\"title\":\"x\",\"body\":\"y\"} {}",
        b"{\"kind\":\"\xff\"}",
        b"\xef\xbb\xbf{}",
    ] {
        assert_eq!(post(malformed).problem(400), "malformed_json", "{}", String::from_utf8_lossy(malformed));
    }
    let deep = |depth: usize| format!("{{\"kind\":{}{}}}", "[".repeat(depth), "]".repeat(depth));
    assert_eq!(post(deep(16).as_bytes()).problem(400), "too_deep");
    assert_eq!(post(deep(15).as_bytes()).problem(422), "invalid_value");
    assert_eq!(post(deep(100_000).as_bytes()).problem(400), "too_deep");
    let sized = |size: usize| format!("{{\"kind\":\"{}\"}}", "x".repeat(size - 11));
    assert_eq!(post(sized(1 << 20).as_bytes()).problem(422), "invalid_value");
    let too_large = post(sized((1 << 20) + 1).as_bytes());
    assert_eq!(too_large.problem(413), "body_too_large");
    assert!(too_large.json()["detail"].as_str().unwrap().contains("1048576"));
    let valid = json!({"kind": "idea", "title": "Un titre", "body": "Un texte."}).to_string();
    for (content_type, status) in [
        ("application/json", 201),
        ("application/json; charset=utf-8", 201),
        ("Application/JSON", 201),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("", 415),
    ] {
        let reply = story.bilal.client.with("content-type", content_type).send("POST", &path, valid.as_bytes());
        assert_eq!(reply.status, status, "{content_type}");
    }
    let packed = story.bilal.client.with("content-encoding", "gzip").send("POST", &path, valid.as_bytes());
    assert_eq!(packed.problem(415), "unsupported_media_type");
}

#[test]
fn headers_that_do_not_fit_are_named() {
    let story = Story::begin();
    let with = |name, value: &str| story.bilal.client.with(name, value).post(&at("/contributions"), &json!({}));
    for reply in [with("idempotency-key", ""), with("idempotency-key", &"k".repeat(256)), with("if-match", "new")] {
        assert_eq!(reply.problem(400), "invalid_header");
    }
    for authorization in ["Basic YTpi", "Bearer", "Bearer tresse_0", "tresse_0"] {
        let reply = story.stranger().with("authorization", authorization).get(&at(""));
        assert_eq!(reply.problem(401), "invalid_credentials", "{authorization}");
        assert!(header(&reply, "www-authenticate").starts_with("Bearer"));
    }
}

#[test]
fn what_is_not_here_and_what_does_not_go_is_told_as_a_problem() {
    let story = Story::begin();
    for path in ["/nowhere", "/v1", "/v2/networks", "/v1/networks/plaine", "/v1/networks/Not%20a%20slug/actors"] {
        let reply = story.anne.client.get(path);
        assert_eq!(reply.problem(404), "not_found", "{path}");
        assert_eq!(reply.json()["instance"], path);
    }
    for path in [at("/nothing"), at("/actors/12"), at("/contributions/12"), at("/events/x"), at("/events/99999")] {
        assert_eq!(story.anne.client.get(&path).problem(404), "not_found", "{path}");
    }
    let nobody = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff";
    assert_eq!(story.anne.client.get(&of(nobody)).problem(404), "unknown_contribution");
    assert_eq!(story.anne.client.get(&at(&format!("/actors/{nobody}"))).problem(404), "unknown_actor");
}

/// The operations of the document by path, with their methods.
pub fn operations(server: &TestServer) -> BTreeMap<String, BTreeMap<String, Value>> {
    let document = server.caller("").get("/openapi.json").expect(200);
    serde_json::from_value(document["paths"].clone()).unwrap()
}

#[test]
fn other_methods_than_the_documented_ones_are_refused_with_those_that_go() {
    let story = Story::begin();
    for (path, documented) in operations(&story.server) {
        let mut allowed: BTreeSet<_> = documented.keys().map(|method| method.to_uppercase()).collect();
        if allowed.contains("GET") {
            allowed.insert("HEAD".to_owned());
        }
        let path = path.replace("{network}", "vallee").replace(['{', '}'], "");
        for method in ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"] {
            let reply = story.anne.client.send(method, &path, b"");
            if allowed.contains(method) {
                assert_ne!(reply.status, 405, "{method} {path}");
                continue;
            }
            assert_eq!(reply.status, 405, "{method} {path}");
            let told: BTreeSet<_> = header(&reply, "allow").split(", ").map(ToOwned::to_owned).collect();
            assert_eq!(told, allowed, "{method} {path}");
            if method != "HEAD" {
                assert_eq!(reply.problem(405), "method_not_allowed");
            }
        }
    }
}

#[test]
fn head_answers_as_get_without_a_body() {
    let story = Story::begin();
    for path in [at(""), at("/actors"), at("/events"), "/v1/networks".to_owned(), "/health/live".to_owned()] {
        let (get, head) = (story.stranger().get(&path), story.stranger().send("HEAD", &path, b""));
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        for name in ["etag", "content-type", "tresse-position", "vary"] {
            assert_eq!(header(&head, name), header(&get, name), "{name} of {path}");
        }
    }
}

#[test]
fn the_documentation_serves_itself() {
    let server = TestServer::start();
    let stranger = server.caller("");
    let page = stranger.get("/docs/");
    assert_eq!(page.status, 200);
    let html = String::from_utf8(page.body).unwrap();
    let links = || html.split(['"', '\'', '(', ')', ' ']).filter(|part| part.contains("//"));
    assert_eq!(links().collect::<Vec<_>>(), Vec::<&str>::new(), "the page asks nobody else");
    let assets = html.split('"').filter(|part| part.rsplit('.').next().is_some_and(|end| ["js", "css"].contains(&end)));
    let assets: Vec<_> = assets.map(|asset| format!("/docs/{}", asset.trim_start_matches("./"))).collect();
    assert!(assets.len() >= 3, "{html}");
    for asset in assets {
        assert_eq!(stranger.get(&asset).status, 200, "{asset}");
    }
    assert_eq!(stranger.get("/docs").status, 200, "redirects to /docs/");
}

#[test]
fn the_committed_description_is_the_served_one() {
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../openapi/tresse.json");
    let committed: Value = serde_json::from_slice(&std::fs::read(committed).unwrap()).unwrap();
    let served = TestServer::start().caller("").get("/openapi.json").expect(200);
    assert!(committed == served, "openapi/tresse.json is stale: run `cargo xtask openapi`");
}

#[test]
fn the_server_tells_its_health_and_its_figures() {
    let story = Story::begin();
    story.proposal("Un calendrier", "Commun.");
    for path in ["/health/live", "/health/ready"] {
        assert_eq!(story.stranger().get(path).expect(200), json!({"status": "ok"}));
    }
    let figures = story.stranger().get("/metrics");
    assert!(header(&figures, "content-type").starts_with("text/plain"));
    let figures = String::from_utf8(figures.body).unwrap();
    for metric in ["tresse_events_recorded_total", "tresse_group_commands"] {
        assert!(figures.contains(metric), "{metric} in {figures}");
    }
    for secret in ["vallee", "Bilal", &story.bilal.id] {
        assert!(!figures.contains(secret), "{secret} in {figures}");
    }
}
