//! What browsers are told: which sites' pages may ask, and what may be done with an answer.

use testkit::{Client, Reply};

use super::{names, served};
use crate::story::{Story, at, header};

fn preflight(client: &Client, origin: &str, method: &str, headers: &str) -> Reply {
    let client = client.with("origin", origin).with("access-control-request-method", method);
    client.with("access-control-request-headers", headers).send("OPTIONS", &at("/contributions"), b"")
}

const APP: &str = "https://app.example.org";

#[test]
fn pages_of_allowed_sites_may_ask() {
    let (story, _dir) = served(|settings| settings.allowed_origins = vec![APP.parse().unwrap()]);
    let stranger = story.stranger();
    let told = preflight(&stranger, APP, "POST", "authorization,content-type,idempotency-key,if-match");
    assert_eq!((told.status, header(&told, "access-control-allow-origin")), (200, APP));
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        assert!(names(&told, "access-control-allow-methods").contains(&method), "{method}");
    }
    assert_eq!(header(&told, "access-control-allow-credentials"), "", "keys are sent by scripts");
    let page = stranger.with("origin", APP);
    for reply in [page.get(&at("/actors")), page.get("/nowhere"), page.post(&at("/actors"), &serde_json::json!({}))] {
        assert_eq!(header(&reply, "access-control-allow-origin"), APP, "{}", reply.status);
        assert!(names(&reply, "vary").contains(&"Origin"));
        for shown in ["tresse-position", "tresse-at", "etag", "link", "location", "retry-after", "x-request-id"] {
            let exposed = names(&reply, "access-control-expose-headers");
            assert!(exposed.iter().any(|name| name.eq_ignore_ascii_case(shown)), "{shown} in {exposed:?}");
        }
    }
    assert_eq!(header(&stranger.get(&at("/actors")), "access-control-allow-origin"), "");
}

#[test]
fn pages_of_other_sites_may_not() {
    let (story, _dir) = served(|settings| settings.allowed_origins = vec![APP.parse().unwrap()]);
    let stranger = story.stranger();
    for (origin, method, headers) in [
        ("https://evil.example", "POST", "authorization"),
        ("https://app.example.org.evil.example", "GET", "authorization"),
        ("http://app.example.org", "GET", "authorization"),
        ("null", "GET", "authorization"),
        (APP, "TRACE", "authorization"),
        (APP, "GET", "x-anything"),
    ] {
        let refused = preflight(&stranger, origin, method, headers);
        assert_eq!(refused.problem(403), "preflight_refused", "{origin} {method} {headers}");
        assert_eq!(header(&refused, "access-control-allow-origin"), "");
    }
    let read = stranger.with("origin", "https://evil.example").get(&at("/actors"));
    assert_eq!((read.status, header(&read, "access-control-allow-origin")), (200, ""), "the browser keeps it back");
    let nobody = preflight(&Story::begin().stranger(), APP, "GET", "authorization");
    assert_eq!(header(&nobody, "access-control-allow-origin"), "", "unless configured, no page may");
}

#[test]
fn a_star_lets_every_page_ask() {
    let (story, _dir) = served(|settings| settings.allowed_origins = vec!["*".parse().unwrap()]);
    assert_eq!(header(&preflight(&story.stranger(), APP, "GET", "accept"), "access-control-allow-origin"), "*");
}

#[test]
fn options_tells_the_methods() {
    let story = Story::begin();
    for (path, allow) in [
        (at("/contributions"), "GET, HEAD, POST, OPTIONS"),
        (at(&format!("/actors/{}/profile", story.anne.id)), "PUT, OPTIONS"),
        ("/health/live".to_owned(), "GET, HEAD, OPTIONS"),
    ] {
        let told = story.stranger().send("OPTIONS", &path, b"");
        assert_eq!((told.status, header(&told, "allow"), told.body.len()), (204, allow, 0), "{path}");
    }
    assert_eq!(story.stranger().send("OPTIONS", "/nowhere", b"").problem(404), "not_found");
}

#[test]
fn no_answer_runs_or_loads_anything_but_the_documentation() {
    let story = Story::begin();
    let (stranger, member) = (story.stranger(), &story.bilal.client);
    let strict = "default-src 'none'; frame-ancestors 'none'";
    let kept = |reply: &Reply| header(reply, "cache-control").to_owned();
    for (reply, cache) in [
        (stranger.get(&at("")), "no-cache"),
        (stranger.get("/openapi.json"), "no-cache"),
        (stranger.get("/nowhere"), "no-store"),
        (stranger.send("OPTIONS", &at(""), b""), "no-store"),
        (member.get(&at("")), "no-store"),
        (member.post(&at("/contributions"), &serde_json::json!({})), "no-store"),
    ] {
        assert_eq!(header(&reply, "content-security-policy"), strict);
        assert_eq!(header(&reply, "x-content-type-options"), "nosniff");
        assert_eq!(header(&reply, "referrer-policy"), "no-referrer");
        assert_eq!(header(&reply, "cross-origin-resource-policy"), "same-origin");
        assert_eq!(kept(&reply), cache);
    }
    let page = stranger.get("/docs/");
    let policy = header(&page, "content-security-policy");
    assert!(
        policy.starts_with("default-src 'none'; script-src 'self';") && !policy.contains("unsafe-eval"),
        "{policy}"
    );
    assert!(header(&page, "permissions-policy").contains("camera=()"));
    let html = String::from_utf8(page.body).unwrap();
    let mut scripts = html.split("<script").skip(1);
    assert!(
        scripts.all(|script| script.trim_start().starts_with("src=\"./")),
        "a script of its own, in a file: {html}"
    );
}
