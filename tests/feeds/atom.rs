//! The Atom feed: what RFC 4287 asks of one, read by an XML parser.

use roxmltree::{Document, Node};
use serde_json::json;
use testkit::{Reply, TestServer};

use super::{eventful, lines, themes};
use crate::story::{Story, at, header};

const ATOM: &str = "http://www.w3.org/2005/Atom";

/// The one child of this name, which every such element must have.
#[track_caller]
fn child<'d>(node: Node<'d, 'd>, name: &str) -> Node<'d, 'd> {
    let mut children = node.children().filter(|child| child.has_tag_name((ATOM, name)));
    let child = children.next().unwrap_or_else(|| panic!("no {name} in {node:?}"));
    assert!(children.next().is_none(), "{name} stands twice");
    child
}

fn said(node: Node<'_, '_>, name: &str) -> String {
    let child = node.children().find(|child| child.has_tag_name((ATOM, name))).unwrap();
    child.text().unwrap_or_default().to_owned()
}

fn link<'d>(node: Node<'d, 'd>, relation: &str) -> Option<&'d str> {
    let links = node.children().filter(|child| child.has_tag_name((ATOM, "link")));
    links.filter(|link| link.attribute("rel") == Some(relation)).find_map(|link| link.attribute("href"))
}

fn entries<'d>(feed: Node<'d, 'd>) -> impl Iterator<Item = Node<'d, 'd>> {
    feed.children().filter(|child| child.has_tag_name((ATOM, "entry")))
}

#[track_caller]
fn feed(reply: &Reply) -> &str {
    assert_eq!((reply.status, header(reply, "content-type")), (200, "application/atom+xml"));
    std::str::from_utf8(&reply.body).unwrap()
}

#[test]
fn the_feed_is_what_its_format_asks_for() {
    let story = Story::begin();
    eventful(&story);
    let reply = story.stranger().get(&at("/activity.atom"));
    let document = Document::parse(feed(&reply)).unwrap();
    let root = document.root_element();
    assert!(root.has_tag_name((ATOM, "feed")));
    assert_eq!(root.attribute(("http://www.w3.org/XML/1998/namespace", "lang")), Some("fr"), "the network's language");
    assert_eq!(child(root, "title").text(), Some("Réseau de la vallée"));
    assert_eq!(said(child(root, "author"), "name"), "Réseau de la vallée");
    assert_eq!(child(root, "updated").text(), Some(said(entries(root).next().unwrap(), "updated").as_str()));
    let this = link(root, "self").unwrap();
    assert_eq!(this, at("/activity.atom?lang=fr"));
    assert_eq!(story.stranger().get(this).body, reply.body);
    assert_eq!(story.stranger().get(link(root, "alternate").unwrap()).status, 200);
    let activity = story.stranger().get(&at("/activity?limit=50")).expect(200);
    let activity = activity["items"].as_array().unwrap();
    assert_eq!(entries(root).count(), activity.len());
    for (entry, item) in entries(root).zip(activity) {
        assert_eq!(child(entry, "id").text().unwrap(), format!("urn:uuid:{}", item["id"].as_str().unwrap()));
        assert_eq!(child(entry, "title").text().unwrap(), item["summary"]);
        assert_eq!(child(entry, "updated").text().unwrap(), item["recorded_at"]);
        assert_eq!(child(entry, "category").attribute("term").unwrap(), item["type"]);
        assert!(!said(child(entry, "author"), "name").is_empty());
        let about = story.stranger().get(link(entry, "alternate").unwrap()).expect(200);
        let own = item["objects"][0].as_str().unwrap().split_once(':').unwrap().1;
        assert!(own == about["id"], "{about}");
        let event = story.stranger().get(link(entry, "via").unwrap()).expect(200);
        assert_eq!(event["event"]["id"], item["id"]);
    }
    let text = feed(&reply);
    assert!(["Anne Berger", "Bilal Haddad", "Chloé Martin"].iter().all(|name| !text.contains(name)));
}

#[test]
fn a_reader_walks_the_feed_to_its_end_and_each_entry_has_its_id_for_ever() {
    let story = Story::begin();
    eventful(&story);
    let ids = |path: String, most: usize| {
        let (mut path, mut ids, mut names) = (Some(path), Vec::new(), Vec::new());
        while let Some(next) = path {
            let reply = story.stranger().get(&next);
            let document = Document::parse(feed(&reply)).unwrap();
            let root = document.root_element();
            let before = ids.len();
            ids.extend(entries(root).map(|entry| said(entry, "id")));
            assert!(ids.len() - before <= most, "a page has as many as were asked for");
            names.push(said(root, "id"));
            path = link(root, "next").map(str::to_owned);
        }
        names.dedup();
        (names, ids)
    };
    let (names, all) = ids(at("/activity.atom?limit=7"), 7);
    assert_eq!(names.len(), 1, "all pages are of one feed");
    assert_eq!((names, all), ids(at("/activity.atom?limit=100&lang=en"), 100));
    let (of_theme, themed) = ids(at(&format!("/activity.atom?limit=2&theme={}", themes(&story.stranger())[0])), 2);
    let (whole, all) = ids(at("/activity.atom"), 50);
    assert!(of_theme.len() == 1 && of_theme != whole && themed.len() >= 4 && themed.len() < all.len());
    assert!(themed.iter().all(|id| all.contains(id)));
}

#[test]
fn what_people_typed_is_text_whatever_it_looks_like() {
    let story = Story::begin();
    let title = "<b>Vélos</b> & \"trains\" ]]> \u{fffe}'";
    story.proposal(title, "Commun.");
    let reply = story.stranger().get(&at("/activity.atom?limit=1&lang=en"));
    let document = Document::parse(feed(&reply)).unwrap();
    let entry = entries(document.root_element()).next().unwrap();
    let shown = title.replace('\u{fffe}', "\u{fffd}");
    assert_eq!(said(entry, "title"), format!("A person of the network submitted a proposal: “{shown}”"));
}

#[test]
fn a_feed_that_has_not_changed_is_not_sent_again() {
    let story = Story::begin();
    let first = story.stranger().get(&at("/activity.atom"));
    let tag = header(&first, "etag").to_owned();
    let again = story.stranger().with("if-none-match", &tag).get(&at("/activity.atom"));
    assert_eq!((again.status, again.body.len()), (304, 0));
    assert_eq!(header(&again, "last-modified"), header(&first, "last-modified"));
    story.proposal("Un calendrier", "Commun.");
    let changed = story.stranger().with("if-none-match", &tag).get(&at("/activity.atom"));
    assert_eq!(changed.status, 200);
    assert_ne!(header(&changed, "etag"), tag);
    // `Thu, 05 Mar 2026 17:02:11 GMT` for `2026-03-05T17:02:11.123Z`.
    let newest =
        lines(&story.stranger(), "/events").pop().unwrap()["event"]["recorded_at"].as_str().unwrap().to_owned();
    let (modified, time) = (header(&changed, "last-modified"), newest.split_once('T').unwrap().1);
    assert!(modified.ends_with(&format!("{} GMT", time.split_once('.').unwrap().0)), "{modified} for {newest}");
    let english = story.stranger().with("accept-language", "en").get(&at("/activity.atom"));
    assert_eq!((header(&english, "content-language"), header(&changed, "content-language")), ("en", "fr"));
    assert!(
        header(&english, "vary").contains("Accept-Language") && header(&english, "etag") != header(&changed, "etag")
    );
}

#[test]
fn a_feed_of_members_names_them_to_members() {
    let story = Story::with(TestServer::start(), "members");
    story
        .bilal
        .client
        .post(&at("/contributions"), &json!({"kind": "idea", "title": "Un four", "body": "À pain."}))
        .expect(201);
    let reply = story.chloe.client.get(&at("/activity.atom?limit=1"));
    let document = Document::parse(feed(&reply)).unwrap();
    let entry = entries(document.root_element()).next().unwrap();
    assert_eq!(said(child(entry, "author"), "name"), "Bilal Haddad");
    assert_eq!(said(entry, "title"), "Bilal Haddad a déposé une idée : « Un four »");
}
