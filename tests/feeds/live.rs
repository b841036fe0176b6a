//! The history live: each event once, within bounds, and only while its reader may read.

use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use api::events::streams::Limits;
use app::edge::ToldClock;
use domain::ids::Stamp;
use serde_json::{Value, json};
use testkit::{Client, Member, Setting, TestServer};

use super::lines;
use super::sse::Live;
use crate::story::{SLUG, Story, at, header, of};

/// A server with these bounds, behind a proxy on this machine.
fn setting(limits: Limits) -> Setting {
    let mut setting = Setting::default();
    setting.served.streams = limits;
    setting.served.trusted_proxies = vec!["127.0.0.1".parse().unwrap()];
    setting
}

fn story(limits: Limits) -> Story {
    Story::with(TestServer::start_with(&setting(limits)), "public")
}

/// Heartbeats that a test need not wait for.
fn lively() -> Limits {
    Limits { heartbeat: Duration::from_millis(100), ..Limits::default() }
}

fn propose(by: &Member, body: &str) {
    let proposal = json!({"kind": "proposal", "title": "Un calendrier", "body": body});
    by.client.post(&at("/contributions"), &proposal).expect(201);
}

#[test]
fn each_event_comes_once_however_often_a_reader_comes_back() {
    let story = Story::begin();
    let (before, written) = (story.head(), 4 * 60);
    thread::scope(|scope| {
        for (n, by) in [&story.anne, &story.bilal, &story.chloe, &story.bilal].into_iter().enumerate() {
            scope.spawn(move || (0..60).for_each(|m| propose(by, &format!("Voici la {m} de {n}."))));
        }
        for (query, first) in [("/events", 0), ("/events?type=contribution.*&expand=texts", before)] {
            let story = &story;
            scope.spawn(move || {
                let (mut seen, mut last, mut stay) = (Vec::new(), None, 0);
                while seen.len() < usize::try_from(before - first).unwrap() + written {
                    let mut live = Live::open(&story.stranger(), &at(query), last);
                    assert_eq!((live.status, live.headers["content-type"].as_str()), (200, "text/event-stream"));
                    stay = stay % 17 + 3;
                    let left = usize::try_from(before - first).unwrap() + written - seen.len();
                    seen.extend(live.events(left.min(stay)));
                    last = live.last;
                    if stay % 2 == 0 {
                        live.hang_up();
                    }
                }
                assert_eq!(seen, lines(&story.stranger(), query), "{query}");
            });
        }
    });
    assert_eq!(story.head(), before + written as u64);
}

#[test]
fn a_stream_begins_where_it_is_told_to_and_says_when_to_come_back() {
    let story = Story::begin();
    let head = story.head();
    let compressing = story.stranger().with("accept-encoding", "zstd, gzip");
    let mut live = Live::open(&compressing, &at(&format!("/events?from={head}")), None);
    assert_eq!(live.headers["tresse-position"], head.to_string());
    assert_eq!((&live.headers["cache-control"], live.headers.get("content-encoding")), (&"no-store".to_owned(), None));
    assert_eq!(live.said().unwrap().retry.as_deref(), Some("3000"));
    propose(&story.bilal, "Commun.");
    assert_eq!(live.event().unwrap()["position"], head);
    let first = |query: &str, last| {
        let mut live = Live::open(&story.stranger(), &at(query), last);
        live.event().unwrap()["position"].as_u64().unwrap()
    };
    assert_eq!(first("/events", None), 0);
    assert_eq!(first("/events?from=3", None), 3);
    assert_eq!(first("/events?from=3", Some(4)), 5, "a browser that comes back asks for the same address");
    assert_eq!(first("/events?from=5", Some(3)), 5);
    let refused = |query: &str, last: &str| {
        let client = story.stranger().with("accept", "text/event-stream").with("last-event-id", last);
        let reply = client.get(&at(query));
        (reply.status, reply.problem(reply.status))
    };
    assert_eq!(refused("/events", "soon"), (400, "invalid_header".to_owned()));
    assert_eq!(refused("/events", &(head + 1).to_string()), (400, "invalid_header".to_owned()), "no such event yet");
    assert_eq!(refused(&format!("/events?from={}", head + 2), ""), (422, "invalid_parameter".to_owned()));
    assert_eq!(refused("/events?as_of=3", ""), (422, "invalid_parameter".to_owned()));
    assert_eq!(refused("/events?type=nothing.at_all", ""), (422, "invalid_parameter".to_owned()));
    let headed = story.stranger().with("accept", "text/event-stream").send("HEAD", &at("/events"), b"");
    assert_eq!((headed.status, header(&headed, "content-type")), (200, "text/event-stream"));
    assert!(headed.body.is_empty());
}

#[test]
fn a_silent_stream_says_that_it_lives_and_how_far_it_has_looked() {
    let story = story(lively());
    let head = story.head();
    let mut live = Live::open(&story.stranger(), &at("/events?type=actor.left"), None);
    live.said().unwrap();
    let beat = live.said().unwrap();
    assert!(beat.has_comment && beat.data.is_none() && beat.name.is_none());
    assert_eq!(beat.id, Some(head - 1), "all that passed the filter by");
    let beat = live.said().unwrap();
    assert!(beat.has_comment && beat.id.is_none(), "nothing new to tell");
    propose(&story.bilal, "Commun.");
    let beat = (0..50).map(|_| live.said().unwrap()).find(|said| said.id.is_some()).unwrap();
    assert_eq!((beat.id, beat.data), (Some(head), None));
    let last = live.last;
    live.hang_up();
    let gone = story.server.join(SLUG, &story.anne.client, "Denis Passager");
    gone.client.post(&at(&format!("/actors/{}/departure", gone.id)), &json!({})).expect(200);
    let mut live = Live::open(&story.stranger(), &at("/events?type=actor.left"), last);
    assert_eq!(live.event().unwrap()["event"]["objects"], json!([format!("actor:{}", gone.id)]));
}

#[test]
fn who_takes_nothing_is_cut_off_and_holds_nobody_up() {
    let patience = Duration::from_secs(3);
    let story = story(Limits { each: 1, patience, heartbeat: Duration::from_millis(200), ..Limits::default() });
    // It opens a stream with texts, and reads no further than the head of the answer.
    let stuck = Live::open(&story.chloe.client, &at("/events?expand=texts"), None);
    assert_eq!(stuck.status, 200);
    let again = || Live::open(&story.chloe.client, &at("/events"), None).status;
    assert_eq!(again(), 429, "its place is taken");
    let long = "Chacun y inscrit ses rencontres. ".repeat(400);
    let took: Vec<_> = (0..1_000)
        .map(|_| {
            let began = Instant::now();
            propose(&story.bilal, &long);
            began.elapsed()
        })
        .collect();
    let freed = (0..100).any(|_| {
        thread::sleep(Duration::from_millis(100));
        again() == 200
    });
    assert!(freed, "it was not cut off");
    // Whom the reader holds up waits until it is cut off, or longer and longer. The quickest tell more than the usual
    // ones, which other programs on the machine delay.
    assert!(took.iter().all(|time| *time < patience), "a command took {:?}", took.iter().max());
    let quickest = |part: &[Duration]| *part.iter().min().unwrap();
    let (first, last) = (quickest(&took[..250]), quickest(&took[750..]));
    assert!(last < first * 5, "a command took {first:?} at first and {last:?} at last");
    drop(stuck);
}

/// Which events a filter lets pass.
type Wanted<'w> = Box<dyn Fn(&Value) -> bool + 'w>;

/// Whether a stream ends well, past what it still says, and sooner than a heartbeat comes.
fn ends(live: &mut Live) -> bool {
    let began = Instant::now();
    while live.said().is_some() && began.elapsed() < Duration::from_secs(10) {}
    began.elapsed() < Duration::from_secs(10)
}

/// A stream of Bilal's, by a new key; with the path of that key.
fn by_new_key(story: &Story, terms: &Value) -> (String, Live) {
    let keys = at(&format!("/actors/{}/keys", story.bilal.id));
    let key = story.bilal.client.post(&keys, terms).expect(201);
    let client = story.server.caller(key["secret"].as_str().unwrap());
    let mut live = Live::open(&client, &at("/events"), None);
    assert_eq!(live.events(5).len(), 5);
    (format!("{keys}/{}", key["id"].as_str().unwrap()), live)
}

#[test]
fn a_stream_ends_when_its_key_is_revoked_or_rotated() {
    // Heartbeats come too late to notice.
    let story = Story::begin();
    let [(revoked, mut live), (rotated, mut old), (_, mut other)] =
        [(); 3].map(|()| by_new_key(&story, &json!({"scopes": ["read"]})));
    story.bilal.client.delete(&revoked).expect(204);
    assert!(ends(&mut live));
    story.bilal.client.post(&format!("{rotated}/rotation"), &json!({})).expect(200);
    assert!(ends(&mut old), "the secret of before opens nothing any more");
    let head = story.head();
    propose(&story.chloe, "Commun.");
    let seen = std::iter::from_fn(|| other.event()).find(|event| event["position"] == head);
    assert!(seen.is_some(), "another key's stream goes on");
}

#[test]
fn a_stream_ends_when_its_key_expires() {
    let clock = Arc::new(ToldClock::new(Stamp::from_millis(1_750_000_000_000).unwrap()));
    let of_server: Arc<ToldClock> = Arc::clone(&clock);
    let setting = Setting { clock: of_server, ..setting(lively()) };
    let story = Story::with(TestServer::start_with(&setting), "public");
    let until = "2025-06-16T00:00:00Z";
    let (_, mut live) = by_new_key(&story, &json!({"scopes": ["read"], "expires_at": until}));
    while !live.said().unwrap().has_comment {}
    clock.tell(until.parse().unwrap());
    assert!(ends(&mut live));
}

#[test]
fn a_stream_ends_when_the_network_is_closed_to_its_reader() {
    let story = Story::with(TestServer::start_with(&setting(lively())), "members");
    assert_eq!(Live::open(&story.stranger(), &at("/events"), None).status, 404);
    let head = story.head();
    let from = at(&format!("/events?from={head}"));
    let (mut bilal, mut chloe) =
        (Live::open(&story.bilal.client, &from, None), Live::open(&story.chloe.client, &from, None));
    propose(&story.anne, "Commun.");
    assert_eq!(
        (bilal.events(1), chloe.events(1).len()),
        (lines(&story.anne.client, &format!("/events?from={head}")), 1)
    );
    story.bilal.client.post(&at(&format!("/actors/{}/departure", story.bilal.id)), &json!({})).expect(200);
    assert!(ends(&mut bilal), "who has left reads on");
    assert_eq!(chloe.event().unwrap()["event"]["type"], "actor.left");

    let visibility = |to: &str| story.anne.client.patch(&at(""), &json!({"visibility": to})).expect(200);
    visibility("public");
    assert_eq!(chloe.event().unwrap()["event"]["type"], "network.settings_changed");
    let mut stranger = Live::open(&story.stranger(), &from, None);
    assert_eq!(stranger.events(3).len(), 3);
    visibility("members");
    assert!(ends(&mut stranger), "a stranger reads on");
    assert_eq!(chloe.event().unwrap()["event"]["type"], "network.settings_changed");
}

#[test]
fn nobody_has_more_streams_than_they_may() {
    let story = story(Limits { each: 2, total: 5, ..lively() });
    let open = |client: &Client| Live::open(client, &at("/events"), None);
    let of_bilal = [open(&story.bilal.client), open(&story.bilal.client)];
    let refused = open(&story.bilal.client);
    assert_eq!((refused.status, refused.headers["retry-after"].as_str()), (429, "5"));
    let from = |address: &str| story.stranger().with("x-forwarded-for", address);
    let of_others = [open(&from("192.0.2.1")), open(&from("192.0.2.1")), open(&from("192.0.2.2"))];
    assert!(of_bilal.iter().chain(&of_others).all(|live| live.status == 200));
    assert_eq!(open(&from("192.0.2.1")).status, 503, "all places are taken");
    for live in of_bilal {
        live.hang_up();
    }
    let freed = (0..100).any(|_| {
        thread::sleep(Duration::from_millis(100));
        open(&from("192.0.2.1")).status == 429
    });
    assert!(freed, "places are not free again");
    let reply = from("192.0.2.1").with("accept", "text/event-stream").get(&at("/events"));
    assert_eq!(reply.problem(429), "too_many_streams");
    assert_eq!(story.stranger().get(&at("/events")).status, 200, "pages are no streams");
}

#[test]
fn a_server_stops_at_once_though_streams_are_open() {
    let story = Story::begin();
    let mut open: Vec<_> = (0..10).map(|_| Live::open(&story.chloe.client, &at("/events"), None)).collect();
    for live in &mut open {
        assert_eq!(live.events(3).len(), 3);
    }
    let began = Instant::now();
    story.server.stop();
    assert!(began.elapsed() < Duration::from_secs(5), "stopping took {:?}", began.elapsed());
    for live in &mut open {
        while live.said().is_some() {}
    }
}

#[test]
fn every_form_of_the_history_has_the_same_filters() {
    let story = Story::begin();
    let proposal = story.proposal("Un calendrier", "Commun.");
    let comment = story.comment(&proposal, "Avec le bus ?");
    story.chloe.client.put(&(of(&proposal) + "/support"), &json!({})).expect(200);
    story.chloe.client.post(&(of(&comment) + "/links"), &json!({"kind": "supports", "to": proposal})).expect(200);
    let role = at(&format!("/actors/{}/roles/tutor", story.chloe.id));
    story.anne.client.put(&role, &json!({})).expect(200);
    let all = lines(&story.stranger(), "/events");
    let (chloe, bilal) = (format!("actor:{}", story.chloe.id), format!("actor:{}", story.bilal.id));
    let objects = |event: &Value| event["event"]["objects"].as_array().unwrap().clone();
    let concerns = |event: &Value, object: &str| objects(event).iter().any(|known| known == object);
    let is_of = |event: &Value, name: &str| event["event"]["type"] == name;
    let is_own = |event: &Value, kind: &str| objects(event)[0].as_str().unwrap().starts_with(kind);
    let by = |event: &Value, actor: &str| event["event"]["by"] == actor || concerns(event, actor);
    let of_proposal = format!("contribution:{proposal}");
    let cases: Vec<(String, usize, Wanted<'_>)> = vec![
        ("type=contribution.*".into(), 4, Box::new(|e| is_own(e, "contribution:"))),
        (
            "type=actor.joined&type=contribution.linked".into(),
            4,
            Box::new(|e| is_of(e, "actor.joined") || is_of(e, "contribution.linked")),
        ),
        (
            "type=actor.joined,contribution.linked".into(),
            4,
            Box::new(|e| is_of(e, "actor.joined") || is_of(e, "contribution.linked")),
        ),
        ("object_kind=network".into(), 1, Box::new(|e| is_own(e, "network:"))),
        (format!("actor={}", story.chloe.id), 5, Box::new(|e| by(e, &chloe))),
        (
            format!("actor={}&type=contribution.*", story.chloe.id),
            2,
            Box::new(|e| by(e, &chloe) && is_own(e, "contribution:")),
        ),
        (format!("object={of_proposal}"), 4, Box::new(|e| concerns(e, &of_proposal))),
        (
            format!("object={of_proposal}&actor={}", story.bilal.id),
            1,
            Box::new(|e| concerns(e, &of_proposal) && by(e, &bilal)),
        ),
        (format!("object={of_proposal}&type=actor.*"), 0, Box::new(|_| false)),
    ];
    for (query, count, wanted) in cases {
        let wanted: Vec<_> = all.iter().filter(|event| wanted(event)).cloned().collect();
        assert_eq!(wanted.len(), count, "{query}");
        assert_eq!(lines(&story.stranger(), &format!("/events?{query}")), wanted, "{query} as lines");
        let page = story.stranger().get(&at(&format!("/events?limit=100&{query}"))).expect(200);
        assert_eq!(page["items"].as_array().unwrap(), &wanted, "{query} as a page");
        let mut live = Live::open(&story.stranger(), &at(&format!("/events?{query}")), None);
        assert_eq!(live.events(count), wanted, "{query} live");
        let cloud = story.stranger().with("accept", "application/cloudevents-batch+json");
        let cloud = cloud.get(&at(&format!("/events?limit=100&{query}"))).expect(200);
        let positions: Vec<_> = cloud.as_array().unwrap().iter().map(|event| &event["tresseposition"]).collect();
        assert_eq!(positions, wanted.iter().map(|event| &event["position"]).collect::<Vec<_>>(), "{query}");
    }
    for malformed in ["actor=anne", "type=", "type=actor", "object_kind=bird", "type=actor.joined&type=nothing"] {
        let problem = story.stranger().get(&at(&format!("/events?{malformed}"))).problem(422);
        assert_eq!(problem, "invalid_parameter", "{malformed}");
    }
}
