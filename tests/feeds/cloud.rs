//! The history as CloudEvents 1.0.

use serde_json::{Value, json};
use testkit::Client;

use super::{eventful, lines};
use crate::story::{Story, at, header};

const BATCH: &str = "application/cloudevents-batch+json";

/// Every page, by the links between them.
fn walk(client: &Client, path: String) -> Vec<Value> {
    let (mut path, mut events) = (Some(path), Vec::new());
    while let Some(next) = path {
        let reply = client.with("accept", BATCH).get(&next);
        assert_eq!(header(&reply, "content-type"), BATCH);
        events.extend(reply.expect(200).as_array().unwrap().iter().cloned());
        let links = header(&reply, "link").split(", ");
        path = links.filter_map(|link| link.strip_suffix(">; rel=\"next\"")).map(|link| link[1..].to_owned()).next();
    }
    events
}

#[test]
fn every_event_is_a_cloud_event_with_all_that_it_says() {
    let story = Story::begin();
    eventful(&story);
    let lines = lines(&story.stranger(), "/events");
    let events = walk(&story.stranger(), at("/events?limit=7"));
    assert_eq!(events.len(), lines.len());
    assert_eq!(events, walk(&story.stranger(), at("/events?limit=100")));
    let network = lines[0]["event"]["data"]["network"].as_str().unwrap();
    for (cloud, line) in events.iter().zip(&lines) {
        let event = &line["event"];
        let objects: Vec<_> = event["objects"].as_array().unwrap().iter().map(|o| o.as_str().unwrap()).collect();
        let mut wanted = json!({
            "specversion": "1.0", "id": event["id"], "source": format!("//tresse.invalid/{network}"), "type": event["type"],
            "subject": objects[0], "time": event["recorded_at"], "datacontenttype": "application/json",
            "tresseposition": line["position"], "tresseversion": event["v"], "tresserules": event["rules"],
            "tresseobjects": objects.join(" "), "data": event["data"]
        });
        wanted.as_object_mut().unwrap().extend(event.get("by").map(|by| ("tresseby".to_owned(), by.clone())));
        assert_eq!(*cloud, wanted);
        // CloudEvents §3: names of attributes are lower-case letters and digits, at most 20.
        let is_name = |name: &String| {
            name.len() <= 20 && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        assert!(cloud.as_object().unwrap().keys().all(is_name), "{cloud}");
    }
    let body = |accept: &str| {
        let reply = story.stranger().with("accept", accept).get(&at("/events?limit=1&type=network.founded"));
        String::from_utf8(reply.body).unwrap()
    };
    let line = body("application/x-ndjson");
    let (_, stored) = line.trim_end().strip_suffix("}}").unwrap().split_once("\"data\":").unwrap();
    assert!(body(BATCH).contains(stored), "the data are in their stored bytes");
}

#[test]
fn one_event_is_a_cloud_event_too() {
    let story = Story::begin();
    let one = story.stranger().with("accept", "application/cloudevents+json");
    let reply = one.get(&at("/events/1"));
    assert_eq!(header(&reply, "content-type"), "application/cloudevents+json");
    assert_eq!(reply.expect(200), walk(&story.stranger(), at("/events?from=1&limit=1"))[0]);
    let tag = header(&reply, "etag");
    assert_eq!(one.with("if-none-match", tag).get(&at("/events/1")).status, 304);
    assert_eq!(header(&story.stranger().get(&at("/events/1")), "content-type"), "application/json");
    assert_eq!(one.get(&at("/events/9999")).problem(404), "not_found");
    for (client, path) in
        [(&one, "/events/1?expand=texts"), (&story.stranger().with("accept", BATCH), "/events?expand=texts")]
    {
        assert_eq!(client.get(&at(path)).problem(422), "invalid_parameter", "a text is no part of an event");
    }
}
