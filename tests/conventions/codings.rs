//! Answers are compressed where it gains and gives nothing away, and a validator tells one coding from another.

use std::io::Read as _;

use testkit::{Client, Reply};

use crate::story::{Story, at, header};

fn unpacked(reply: &Reply) -> Vec<u8> {
    let mut bytes = Vec::new();
    match header(reply, "content-encoding") {
        "gzip" => _ = flate2::read::GzDecoder::new(&reply.body[..]).read_to_end(&mut bytes).unwrap(),
        "zstd" => bytes = zstd::decode_all(&reply.body[..]).unwrap(),
        other => panic!("{other:?}"),
    }
    bytes
}

fn accepting(client: &Client, coding: &str) -> Client {
    client.with("accept-encoding", coding)
}

/// A story with a list of more than a few bytes.
fn long() -> Story {
    let story = Story::begin();
    for n in 0..10 {
        story.proposal(&format!("Proposition {n}"), &"Un calendrier commun. ".repeat(20));
    }
    story
}

#[test]
fn an_answer_is_the_same_in_every_coding() {
    let story = long();
    for path in [at("/contributions?expand=texts"), at("/events"), "/openapi.json".to_owned()] {
        let plain = story.stranger().get(&path);
        assert_eq!(header(&plain, "content-encoding"), "", "{path}");
        for (accepted, wanted) in [("gzip", "gzip"), ("zstd", "zstd"), ("gzip, deflate, br, zstd", "zstd")] {
            let packed = accepting(&story.stranger(), accepted).get(&path);
            assert_eq!(header(&packed, "content-encoding"), wanted, "{path}");
            assert!(packed.body.len() < plain.body.len(), "{path} {accepted}");
            assert_eq!(unpacked(&packed), plain.body, "{path} {accepted}");
            for name in ["vary", "content-type", "link"] {
                assert_eq!(header(&packed, name), header(&plain, name), "{name} of {path}");
            }
        }
    }
    let lines = accepting(&story.stranger(), "zstd").with("accept", "application/x-ndjson").get(&at("/events"));
    assert_eq!(String::from_utf8(unpacked(&lines)).unwrap().lines().count() as u64, story.head(), "a stream as well");
}

#[test]
fn a_validator_of_a_coded_answer_is_weak() {
    let story = long();
    let path = at("/contributions?expand=texts");
    let plain = story.stranger().get(&path);
    let strong = header(&plain, "etag");
    assert!(strong.starts_with('"') && super::names(&plain, "vary").contains(&"Accept-Encoding"));
    let gzip = accepting(&story.stranger(), "gzip");
    let weak = format!("W/{strong}");
    assert_eq!(header(&gzip.get(&path), "etag"), weak);
    for given in [&weak[..], strong, "*"] {
        let unchanged = gzip.with("if-none-match", given).get(&path);
        assert_eq!((unchanged.status, unchanged.body.len()), (304, 0), "{given}");
        assert_eq!((header(&unchanged, "etag"), header(&unchanged, "content-encoding")), (&weak[..], ""));
    }
    let unchanged = story.stranger().with("if-none-match", &weak).get(&path);
    assert_eq!((unchanged.status, header(&unchanged, "etag")), (304, strong));
    assert_eq!(gzip.with("if-none-match", "\"other\"").get(&path).status, 200);
    let head = gzip.send("HEAD", &path, b"");
    assert_eq!((header(&head, "etag"), header(&head, "content-encoding")), (&weak[..], "gzip"));
}

#[test]
fn what_is_small_or_secret_is_sent_as_it_is() {
    let story = long();
    let all = "gzip, zstd";
    let small = accepting(&story.stranger(), all).get(&at(""));
    assert!(small.body.len() < 1_024);
    assert_eq!((header(&small, "content-encoding"), header(&small, "etag").starts_with('"')), ("", true));
    let keys = at(&format!("/actors/{}/keys", story.bilal.id));
    let issued = accepting(&story.bilal.client, all).post(&keys, &serde_json::json!({"scopes": ["read"]}));
    assert!(issued.expect(201)["secret"].as_str().unwrap().starts_with("tresse_"));
    let long = serde_json::json!({"kind": "idea", "title": "Un bus", "body": "Le soir. ".repeat(500)});
    let submitted = accepting(&story.bilal.client, all).post(&at("/contributions"), &long);
    assert!(submitted.body.len() > 4_000, "answers to commands are not coded, large ones neither");
    for reply in [&issued, &submitted] {
        assert_eq!((header(reply, "content-encoding"), header(reply, "cache-control")), ("", "no-store"));
    }
    let none = accepting(&story.stranger(), "gzip;q=0, identity;q=0, br").get(&at("/actors"));
    assert_eq!((none.status, header(&none, "content-encoding")), (200, ""), "what cannot be had is not insisted on");
}
