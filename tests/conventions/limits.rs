//! Limits hold for each key and each address, and give way with time.

use api::front::limits::Limits;
use serde_json::json;
use tempfile::TempDir;
use testkit::Client;

use super::served;
use crate::story::{Story, at, header};

/// A story behind a proxy on this machine, with these limits.
fn limited(reads: u32, writes: u32, guesses: u32) -> (Story, TempDir) {
    served(|settings| {
        settings.limits = Limits { reads_per_minute: reads, writes_per_minute: writes, guesses_per_minute: guesses };
        settings.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    })
}

fn from(client: &Client, address: &str) -> Client {
    client.with("x-forwarded-for", address)
}

/// How many of `tries` requests are let in, the first ones.
fn let_in(client: &Client, path: &str, tries: usize) -> usize {
    let statuses: Vec<_> = (0..tries).map(|_| client.get(path).status).collect();
    let first = statuses.iter().take_while(|status| **status != 429).count();
    assert!(statuses[first..].iter().all(|status| *status == 429), "{statuses:?}");
    first
}

#[test]
fn each_key_and_each_address_has_its_own() {
    let (story, _dir) = limited(5, 100, 0);
    let path = at("/actors");
    assert_eq!(let_in(&story.stranger(), &path, 8), 5);
    let (bilal, chloe) = (&story.bilal.client, &story.chloe.client);
    assert_eq!(let_in(bilal, &path, 8), 5, "a key is not held for its address");
    assert_eq!(let_in(&from(bilal, "198.51.100.1"), &path, 8), 0, "and goes wherever it is used");
    assert_eq!(let_in(chloe, &path, 8), 5);
    for address in ["198.51.100.1", "198.51.100.2", "2001:db8:0:1::1"] {
        assert_eq!(let_in(&from(&story.stranger(), address), &path, 8), 5, "{address}");
    }
    assert_eq!(let_in(&from(&story.stranger(), "2001:db8:0:1::2"), &path, 8), 0, "it is the same subscriber's");
    assert_eq!(let_in(&from(&story.stranger(), "198.51.100.1, 198.51.100.3"), &path, 8), 5, "the nearest counts");
    story.proposal("Un calendrier", "Commun.");
    assert_eq!(let_in(&story.stranger(), "/health/live", 20), 20, "a probe is not a caller");
}

#[test]
fn what_is_done_has_a_limit_of_its_own() {
    let (story, _dir) = limited(100, 6, 0);
    let idea = json!({"kind": "idea", "title": "Un calendrier", "body": "Commun."});
    let tried = (0..10).map(|_| story.bilal.client.post(&at("/contributions"), &idea));
    assert_eq!(tried.filter(|reply| reply.status == 201).count(), 6);
    assert_eq!(story.bilal.client.post(&at("/contributions"), &idea).problem(429), "too_many_requests");
    story.bilal.client.get(&at("/contributions")).expect(200);
}

#[test]
fn who_asks_too_much_is_told_when_to_come_again() {
    let (story, _dir) = limited(6, 0, 0);
    let stranger = story.stranger();
    let first = stranger.get(&at(""));
    assert_eq!(header(&first, "ratelimit-policy"), "\"reads\";q=6;w=60");
    assert_eq!(header(&first, "ratelimit"), "\"reads\";r=5;t=60");
    assert_eq!(let_in(&stranger, &at(""), 8), 5);
    for (language, title) in
        [("en", "Too many requests came at once"), ("fr", "Trop de demandes sont venues à la fois")]
    {
        let refused = stranger.with("accept-language", language).get(&at(""));
        assert_eq!(refused.problem(429), "too_many_requests");
        assert_eq!(refused.json()["title"], title);
        let wait_s: u32 = header(&refused, "retry-after").parse().unwrap();
        assert!((1..=10).contains(&wait_s), "{wait_s}");
        assert!(refused.json()["detail"].as_str().unwrap().contains(&format!(" {wait_s} s")), "{}", refused.json());
        assert_eq!(header(&refused, "ratelimit"), format!("\"reads\";r=0;t={wait_s}"));
        assert_eq!(header(&refused, "cache-control"), "no-store");
    }
}

#[test]
fn after_wrong_secrets_no_more_are_tried_from_there() {
    let (story, _dir) = limited(0, 0, 3);
    let here = |secret: &str| from(&story.server.caller(secret), "198.51.100.1").get(&at(""));
    let right = story.bilal.client.header("authorization").unwrap().strip_prefix("Bearer ").unwrap().to_owned();
    here(&right).expect(200);
    for n in 0..3 {
        assert_eq!(here(&format!("tresse_{n}")).problem(401), "invalid_credentials");
    }
    let refused = here("tresse_3");
    assert_eq!(refused.problem(429), "too_many_requests");
    assert!((1..=20).contains(&header(&refused, "retry-after").parse::<u32>().unwrap()));
    assert_eq!(here(&right).problem(429), "too_many_requests", "a right one is not told from a wrong one");
    let elsewhere = from(&story.server.caller(&right), "198.51.100.1").get("/%761/networks/vallee");
    assert_eq!(elsewhere.problem(429), "too_many_requests", "however the path is written");
    let stranger = from(&story.stranger(), "198.51.100.1");
    stranger.get(&at("")).expect(200);
    assert_eq!(stranger.post(&at("/actors"), &json!({})).problem(429), "too_many_requests", "a code is a secret too");
    from(&story.bilal.client, "198.51.100.2").get(&at("")).expect(200);
    assert_eq!(stranger.with("x-forwarded-for", "198.51.100.3").post(&at("/actors"), &json!({})).status, 401);
}

#[test]
fn a_flood_of_callers_frees_nobody() {
    let (story, _dir) = limited(3, 0, 0);
    let path = at("");
    assert_eq!(let_in(&from(&story.stranger(), "198.51.100.1"), &path, 4), 3);
    for n in 0..1_500 {
        let address = format!("10.{}.{}.1", n / 256, n % 256);
        assert_eq!(from(&story.stranger(), &address).get(&path).status, 200);
    }
    assert_eq!(from(&story.stranger(), "198.51.100.1").get(&path).status, 429);
}

#[test]
fn only_trusted_proxies_say_whose_request_it_is() {
    let (story, _dir) = served(|settings| settings.limits = Limits { reads_per_minute: 3, ..Limits::NONE });
    let path = at("");
    assert_eq!(let_in(&from(&story.stranger(), "198.51.100.1"), &path, 5), 3);
    assert_eq!(let_in(&from(&story.stranger(), "198.51.100.2"), &path, 5), 0);
    assert_eq!(let_in(&story.stranger().with("forwarded", "for=198.51.100.3"), &path, 5), 0);
}
