//! Every refusal is reached by a given/when/then test of its aggregate, and every code is one refusal's alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use domain::server;
use domain::state::Refusal;

/// Aggregate, variant and code of every refusal, those of the server's log last.
pub fn all() -> Vec<(&'static str, &'static str, &'static str)> {
    let networks = Refusal::all().map(|(aggregate, variant, refusal)| (aggregate, variant, refusal.code()));
    let servers = server::Refusal::ALL.iter().map(|(variant, refusal)| ("server", *variant, refusal.code()));
    networks.chain(servers).collect()
}

/// What stands in the test modules of an aggregate, `src/<name>.rs`, `src/<name>/*.rs` or `src/<name>/tests/*.rs`, without
/// its comments.
fn tests_of(aggregate: &str) -> String {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![src.join(format!("{aggregate}.rs"))];
    for folder in [src.join(aggregate), src.join(aggregate).join("tests")] {
        let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
        files.extend(entries.filter(|path| path.is_file()));
    }
    let mut tests = String::new();
    for file in files {
        let source = fs::read_to_string(&file).unwrap();
        let whole = file.file_stem().is_some_and(|stem| stem == "tests")
            || file.parent().is_some_and(|folder| folder.ends_with("tests"));
        let start = if whole { Some(0) } else { source.find("mod tests {") };
        for line in start.map(|start| &source[start..]).unwrap_or_default().lines() {
            tests.push_str(line.split("//").next().unwrap_or_default());
            tests.push('\n');
        }
    }
    tests
}

/// Whether `Refusal::<variant>` stands in the text, and not only as the beginning of a longer name.
fn names(text: &str, variant: &str) -> bool {
    let wanted = format!("Refusal::{variant}");
    text.match_indices(&wanted)
        .any(|(at, _)| !text[at + wanted.len()..].starts_with(|next: char| next.is_alphanumeric() || next == '_'))
}

#[test]
fn every_refusal_has_a_test_in_its_aggregate() {
    let untested: Vec<_> = all()
        .into_iter()
        .filter(|(aggregate, variant, _)| !names(&tests_of(aggregate), variant))
        .map(|(aggregate, variant, _)| format!("{aggregate}::Refusal::{variant}"))
        .collect();
    assert!(untested.is_empty(), "no given/when/then test in the aggregate's `mod tests` for {untested:?}");
}

#[test]
fn a_name_is_not_found_as_the_beginning_of_another() {
    assert!(names("x.refuses(Refusal::Archived);", "Archived"));
    assert!(!names("x.refuses(Refusal::ArchivedLongAgo);", "Archived"));
}

#[test]
fn every_code_is_one_refusals_alone_in_snake_case() {
    let mut seen = BTreeMap::new();
    for (aggregate, variant, code) in all() {
        assert!(code.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'), "{code}");
        if let Some(other) = seen.insert(code, (aggregate, variant)) {
            panic!("{code} is both {other:?} and {:?}", (aggregate, variant));
        }
    }
}
