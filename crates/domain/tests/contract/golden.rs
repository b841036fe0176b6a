//! The bytes of every event type and version ever written, in `golden/<type>.v<N>.json`: one stored event a line.
//! Lines are never changed or removed (`cargo xtask golden`); what was once stored must be read for ever.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::LazyLock;

use domain::envelope::{Act, By, Envelope, EventType, Evidence, Heading, RULES_REVISION};
use domain::event::{Object, Signing};
use domain::ids::{EventId, Stamp};
use serde_json::Value;
use uuid::Uuid;

use crate::logged::{Logged, acts, largest_act};

const HOW: &str = "To write what is missing, and only that: TRESSE_BLESS=1 cargo test -p domain --test contract golden";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden")
}

/// `<type>.v<N>` → the lines of its file.
fn files() -> BTreeMap<String, Vec<String>> {
    LazyLock::force(&BLESSED);
    read_files()
}

fn read_files() -> BTreeMap<String, Vec<String>> {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder()).into_iter().flatten() {
        let path = entry.unwrap().path();
        assert_eq!(path.extension().and_then(|ext| ext.to_str()), Some("json"), "{}", path.display());
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.ends_with('\n'), "{} does not end its last line", path.display());
        let stem = path.file_stem().unwrap().to_str().unwrap().to_owned();
        files.insert(stem, text.lines().map(str::to_owned).collect());
    }
    files
}

/// Lines for every type: every draw zero (all that may be absent is), every draw the same small number where that
/// shows a field or a word not seen yet, and every draw its maximum.
fn lines() -> Vec<(EventType, Vec<String>)> {
    let acts = acts();
    let mut written: Vec<(EventType, Vec<String>)> = Logged::types().into_iter().map(|known| (known, vec![])).collect();
    for k in 0..64 {
        for (index, event) in Logged::examples(&mut |n| k % n).iter().enumerate() {
            let lines = &mut written[index].1;
            let line = write(event, lines.len(), &acts[(index + lines.len()) % acts.len()]);
            if k == 0 || !shape(&line).is_subset(&shapes(lines)) {
                lines.push(line);
            }
        }
    }
    for (index, event) in Logged::examples(&mut |n| n - 1).iter().enumerate() {
        let lines = &mut written[index].1;
        lines.push(write(event, lines.len(), &largest_act()));
    }
    written
}

fn write(event: &Logged, line: usize, act: &Act) -> String {
    let line = u32::try_from(line).unwrap();
    let id = EventId(Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(line)));
    let recorded_at = Stamp::from_millis(1_767_225_600_000 + i64::from(line) * 86_461_007).unwrap();
    String::from_utf8(event.write(Heading { id, recorded_at }, &event.shown(act))).unwrap()
}

/// What a line shows of its type's shape: the path of every value in `data`, with the word where it is one, or the kind of
/// object that it names.
fn shape(line: &str) -> BTreeSet<String> {
    fn walk(value: &Value, path: &str, shape: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                fields.iter().for_each(|(key, value)| walk(value, &format!("{path}/{key}"), shape));
            }
            Value::Array(values) => values.iter().for_each(|value| walk(value, &format!("{path}/-"), shape)),
            Value::String(text) if is_word(text) => {
                shape.insert(format!("{path} = {text}"));
            }
            Value::String(text) if text.parse::<Object>().is_ok() => {
                shape.insert(format!("{path} = {}", text.split(':').next().unwrap_or_default()));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => _ = shape.insert(path.to_owned()),
        }
    }
    let mut shapes = BTreeSet::new();
    walk(&serde_json::from_str::<Value>(line).unwrap()["data"], "", &mut shapes);
    shapes
}

/// Letters and underscores, and not the one repeated letter of an example name.
fn is_word(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') && !text.bytes().all(|b| text.as_bytes()[0] == b)
}

fn shapes(lines: &[String]) -> BTreeSet<String> {
    lines.iter().flat_map(|line| shape(line)).collect()
}

/// For every type whose golden lines do not show all that its current version can show: its file's name, what is not
/// shown, and the file's lines with those that show it appended.
fn lacking(files: &BTreeMap<String, Vec<String>>) -> Vec<(String, BTreeSet<String>, Vec<String>)> {
    let mut lacking = vec![];
    for (event_type, want) in lines() {
        let name = format!("{}.v{}", event_type.name, event_type.v);
        let mut have = files.get(&name).cloned().unwrap_or_default();
        let unseen: BTreeSet<_> = shapes(&want).difference(&shapes(&have)).cloned().collect();
        if !unseen.is_empty() {
            let more: Vec<_> = want.into_iter().filter(|line| !have.contains(line)).collect();
            have.extend(more);
            lacking.push((name, unseen, have));
        }
    }
    lacking
}

/// Once a run, before any test reads the files: writes what is missing if asked to. Never changes a line that is there.
static BLESSED: LazyLock<()> = LazyLock::new(|| {
    if std::env::var_os("TRESSE_BLESS").is_some() {
        std::fs::create_dir_all(folder()).unwrap();
        for (name, _, lines) in lacking(&read_files()) {
            std::fs::write(folder().join(format!("{name}.json")), lines.join("\n") + "\n").unwrap();
        }
    }
});

#[test]
fn every_type_has_golden_lines_that_show_all_of_its_shape() {
    let mut missing = String::new();
    for (name, unseen, _) in lacking(&files()) {
        writeln!(missing, "golden/{name}.json shows no {}", Vec::from_iter(unseen).join(", ")).unwrap();
    }
    assert!(missing.is_empty(), "{missing}{HOW}");
}

#[test]
fn every_golden_line_reads_and_the_current_version_writes_it_again_byte_for_byte() {
    let current: BTreeMap<_, _> = Logged::types().iter().map(|known| (known.name, known.v)).collect();
    for (name, lines) in files() {
        let (event_type, v) = name.rsplit_once(".v").expect("a golden file is named <type>.v<N>.json");
        let v: u16 = v.parse().unwrap();
        let newest = *current.get(event_type).unwrap_or_else(|| panic!("{name}: no such type is registered"));
        assert!((1..=newest).contains(&v), "{name}: the newest version is {newest}");
        for line in lines {
            let envelope = Envelope::read(line.as_bytes()).unwrap();
            assert_eq!((&*envelope.name, envelope.v), (event_type, v), "{name}: {line}");
            let (heading, act, event) = Logged::read(line.as_bytes());
            if v == newest {
                assert_eq!(event.data(), envelope.data.get(), "{name}");
            }
            if v == newest && envelope.rules == RULES_REVISION {
                assert_eq!(String::from_utf8(event.write(heading, &act)).unwrap(), line, "{name}");
            }
        }
    }
}

#[test]
fn every_version_ever_written_has_a_golden_file() {
    let files = files();
    for event_type in Logged::types() {
        for v in 1..event_type.v {
            assert!(files.contains_key(&format!("{}.v{v}", event_type.name)), "{} version {v}", event_type.name);
        }
    }
}

#[test]
fn golden_lines_show_acts_of_every_shape_both_signed_and_scoped() {
    let scoped: BTreeSet<_> = Logged::examples(&mut |n| n - 1)
        .iter()
        .filter(|event| event.signing() == Signing::Scoped)
        .map(|event| event.event_type().name)
        .collect();
    let acts = |wanted: bool| -> Vec<Act> {
        let lines = files().into_values().flatten();
        let read = lines.map(|line| Logged::read(line.as_bytes()));
        read.filter(|(_, _, event)| scoped.contains(event.event_type().name) == wanted).map(|(_, act, _)| act).collect()
    };
    let signed = acts(false);
    assert!(signed.iter().any(|act| matches!(act.by, Some(By::Actor(_))) && act.evidence.is_none()));
    for by in [By::Operator, By::System] {
        assert!(signed.iter().any(|act| act.by == Some(by)), "{by}");
    }
    assert!(signed.iter().any(|act| act.on_behalf_of.is_some()), "for");
    assert!(signed.iter().any(|act| act.source.is_some()), "source");
    let scoped = acts(true);
    assert!(scoped.iter().any(|act| act.by.is_none()) && scoped.iter().any(|act| act.by.is_some()));
    for acts in [signed, scoped] {
        for evidence in Evidence::ALL {
            assert!(acts.iter().any(|act| act.evidence == Some(*evidence)), "{evidence}");
        }
        assert!(acts.iter().any(|act| act.occurred_at.is_some()), "occurred_at");
        assert!(acts.iter().any(|act| act.corrects.is_some()), "corrects");
    }
}
