//! The French and the English catalogue of texts hold a title and what to do next for every refusal, and the same ids.
//! Fluent's grammar is read as far as the catalogues use it: one message a line, attributes indented below.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use crate::refusals;

/// Message id → its title and its attributes.
type Catalogue = BTreeMap<String, BTreeMap<String, String>>;

fn parse(files: &[&str]) -> Catalogue {
    let mut catalogue = Catalogue::new();
    for file in files {
        read_into(&mut catalogue, file);
    }
    catalogue
}

fn read_into(catalogue: &mut Catalogue, text: &str) {
    let mut open: Option<(String, String)> = None;
    for line in text.lines() {
        let trimmed = line.trim();
        if trimmed.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, value) = trimmed.split_once('=').map_or((trimmed, ""), |(key, value)| (key.trim(), value.trim()));
        let is_name = |key: &str| key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !line.starts_with(' ') {
            assert!(trimmed.contains('=') && is_name(key.trim_start_matches('-')), "{line:?}");
            let fields = BTreeMap::from([("title".to_owned(), value.to_owned())]);
            assert!(catalogue.insert(key.to_owned(), fields).is_none(), "{key} stands twice");
            open = Some((key.to_owned(), "title".to_owned()));
        } else if let Some(attribute) = key.strip_prefix('.').filter(|key| is_name(key)) {
            let (message, field) = open.as_mut().expect("an attribute belongs to a message");
            attribute.clone_into(field);
            catalogue.entry(message.clone()).or_default().insert(field.clone(), value.to_owned());
        } else {
            let (message, field) = open.as_ref().expect("a continued line belongs to a message");
            let text = catalogue.entry(message.clone()).or_default().entry(field.clone()).or_default();
            text.push_str(if text.is_empty() { "" } else { " " });
            text.push_str(trimmed);
        }
    }
}

fn catalogue(language: &str) -> Catalogue {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../api/i18n").join(language);
    let files = folder.read_dir().unwrap().map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    parse(&files.collect::<Vec<_>>().iter().map(String::as_str).collect::<Vec<_>>())
}

#[test]
fn every_refusal_has_a_title_and_a_next_step_in_both_languages() {
    for language in ["fr", "en"] {
        let catalogue = catalogue(language);
        let lacking: BTreeSet<_> = refusals::all()
            .into_iter()
            .map(|(_, _, code)| code.replace('_', "-"))
            .filter(|id| {
                let says =
                    |field| catalogue.get(id).and_then(|message| message.get(field)).is_some_and(|t| !t.is_empty());
                !says("title") || !says("detail")
            })
            .collect();
        assert!(lacking.is_empty(), "{language} has no title or no .detail for {lacking:?}");
    }
}

#[test]
fn both_catalogues_have_the_same_messages_and_attributes() {
    let fields = |language| -> BTreeSet<(String, String)> {
        let messages = catalogue(language).into_iter();
        messages.flat_map(|(id, fields)| fields.into_keys().map(move |field| (id.clone(), field))).collect()
    };
    let (french, english) = (fields("fr"), fields("en"));
    let only: Vec<_> = french.symmetric_difference(&english).collect();
    assert!(only.is_empty(), "in one catalogue only: {only:?}");
}

#[test]
fn a_missing_detail_and_a_message_that_stands_twice_are_seen() {
    let read = parse(&["# comment\na-b = Title\n    .detail = Do this\n        and that\n", "c = \n"]);
    assert_eq!(read["a-b"]["detail"], "Do this and that");
    assert!(read["c"]["title"].is_empty() && !read["c"].contains_key("detail"));
    assert!(std::panic::catch_unwind(|| parse(&["a = b\na = c\n"])).is_err());
    assert!(std::panic::catch_unwind(|| parse(&["a = b\n", "a = c\n"])).is_err(), "in another file");
}
