//! Counting a decision again from a file: what is printed, what is found, and how it ends, whatever the file holds.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use domain::ids::ActorId;
use domain::tally::check::Unchecked;
use domain::tally::document::Document;
use domain::tally::electorate::electorate_sha256;
use domain::tally::input::{Input, Sha};
use domain::tally::seed::{promise, seed};
use serde_json::{Value, json};

fn tally(dir: &Path, arguments: &[&str]) -> Output {
    testkit::binary::tresse().current_dir(dir).arg("tally").args(arguments).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn lines(output: &Output) -> Vec<Value> {
    stdout(output).lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn codes(line: &Value, of: &str) -> Vec<String> {
    let code = |found: &Value| found.get("code").unwrap_or(found).as_str().unwrap().to_owned();
    line[of].as_array().unwrap().iter().map(code).collect()
}

fn actor(n: u8) -> String {
    format!("00000000-0000-4000-8000-{n:012}")
}

/// Five of seven approve some of three options: three of them the second, two the first, one the last.
fn approval() -> Value {
    let ballot = |n: u8, options: &[u16]| json!({ "voter": actor(n), "ballot": { "approve": options }, "count": 1 });
    json!({
        "decision": "01900000-0000-7000-8000-000000000001",
        "rules": {
            "method": { "kind": "approval", "winners": 1 },
            "mode": "roll_call",
            "quorum": { "percent": 50 },
            "ties": "listed_first",
        },
        "options": [{ "option": 0 }, { "option": 1 }, { "option": 2 }],
        "electorate": 7,
        "ballots": [ballot(1, &[0, 1]), ballot(2, &[1]), ballot(3, &[1, 2]), ballot(4, &[0]), ballot(5, &[])],
    })
}

/// Three of seven are drawn.
fn sortition() -> Value {
    let mut input = approval();
    input["rules"] = json!({ "method": { "kind": "sortition", "seats": 3 }, "mode": "roll_call", "ties": "lot" });
    input["options"] = json!([]);
    input["ballots"] = json!([]);
    input["pool"] = (1..=7).map(actor).collect();
    input["seed"] = json!(seed(Sha([7; 32]), &[3, 17, 42]));
    input
}

/// The document of a decision in which nothing is wrong.
fn document(input: &Value) -> Value {
    let counted: Input = serde_json::from_value(input.clone()).unwrap();
    let tallied = domain::tally::tally(&counted);
    let ids: Vec<ActorId> = (1..=7).map(|n| actor(n).parse().unwrap()).collect();
    let title = |option: &Value| json!({ "option": option["option"], "title": format!("Place {}", option["option"]) });
    let mut document = json!({
        "format": "tresse/decision/v1",
        "origin": "tresse.invalid/01900000-0000-7000-8000-00000000000a",
        "decision": input["decision"],
        "position": 120,
        "question": "Where do we meet?",
        "options": input["options"].as_array().unwrap().iter().map(title).collect::<Vec<_>>(),
        "electorate": {
            "rule": { "kind": "members" },
            "at_position": 100,
            "count": 7,
            "sha256": electorate_sha256(&ids),
            "ids": ids,
        },
        "input": input,
        "recorded": { "outcome": tallied.outcome, "sums": tallied.sums, "input": counted.sha256() },
    });
    if input.get("seed").is_some() {
        let told = Sha([7; 32]);
        document["seed"] = json!({ "promised": promise(told), "told": told, "draw": [3, 17, 42] });
    }
    document
}

fn write(dir: &Path, name: &str, value: &Value) {
    std::fs::write(dir.join(name), serde_json::to_string_pretty(value).unwrap()).unwrap();
}

#[test]
fn a_sound_decision_is_told_step_by_step_and_ends_with_0() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "vote.json", &document(&approval()));
    let told = tally(dir.path(), &["vote.json"]);
    assert_eq!((told.status.code(), stderr(&told)), (Some(0), String::new()));
    let told = stdout(&told);
    for part in [
        "── vote.json\n",
        "Question: Where do we meet?\n",
        "Rules: The option wins that most approve.",
        "  [1] Place 1\n",
        "   1. 5 of 7 voted; 4 had to, and did.\n",
        "Outcome: ",
        "Recorded: ",
        "Findings: none\n",
        "  history: ",
    ] {
        assert!(told.contains(part), "{part}: {told}");
    }
}

#[test]
fn a_dossier_is_counted_like_the_export_in_it() {
    let dir = tempfile::tempdir().unwrap();
    let export = document(&approval());
    let dossier = json!({ "format": "tresse/dossier/v1", "position": 120, "history": [], "export": export });
    write(dir.path(), "dossier.json", &dossier);
    let told = tally(dir.path(), &["dossier.json"]);
    assert_eq!((told.status.code(), stderr(&told)), (Some(0), String::new()));
    assert!(stdout(&told).contains("Question: Where do we meet?\n"), "{}", stdout(&told));
    let unopened = json!({ "format": "tresse/dossier/v1", "position": 20, "history": [] });
    write(dir.path(), "unopened.json", &unopened);
    let told = tally(dir.path(), &["unopened.json"]);
    assert_eq!(told.status.code(), Some(2), "{}", stderr(&told));
    assert!(stderr(&told).contains("not open yet"), "{}", stderr(&told));
}

#[test]
fn json_is_one_object_for_each_file_with_what_it_comes_to() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "approval.json", &document(&approval()));
    write(dir.path(), "sortition.json", &document(&sortition()));
    write(dir.path(), "bare.json", &approval());
    let told = tally(dir.path(), &["--json", "approval.json", "sortition.json", "bare.json"]);
    assert_eq!(told.status.code(), Some(0), "{}", stderr(&told));
    let lines = lines(&told);
    for (line, (file, input)) in
        lines.iter().zip([("approval", approval()), ("sortition", sortition()), ("bare", approval())])
    {
        let input: Input = serde_json::from_value(input).unwrap();
        let tallied = domain::tally::tally(&input);
        assert_eq!(line["file"], json!(format!("{file}.json")));
        assert_eq!(line["outcome"], json!(tallied.outcome));
        assert_eq!(line["sums"], json!(tallied.sums));
        assert_eq!(line["trace"], json!(tallied.trace));
        assert_eq!(line["input"], json!(input.sha256()));
        assert_eq!(line["findings"], json!([]));
    }
    let unchecked: Vec<_> = lines.iter().map(|line| codes(line, "unchecked")).collect();
    assert_eq!(unchecked[0], ["electorate_by_its_rule", "history"]);
    assert_eq!(unchecked[1], ["public_draw", "electorate_by_its_rule", "history"]);
    assert_eq!(unchecked[2], ["bare_input"]);
}

#[test]
fn a_doctored_decision_ends_with_1_and_says_what_is_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let mut outcome = document(&approval());
    outcome["recorded"]["outcome"] = json!({ "result": "elected", "options": [2] });
    let mut ballot = document(&approval());
    ballot["input"]["ballots"][4]["voter"] = json!(actor(9));
    let mut secret = document(&sortition());
    secret["seed"]["told"] = json!(Sha([8; 32]));
    for (name, document, wanted) in [
        ("outcome.json", &outcome, &["outcome_differs"][..]),
        ("ballot.json", &ballot, &["voter_not_in_electorate", "input_hash"]),
        ("secret.json", &secret, &["seed_not_as_promised", "seed_differs"]),
    ] {
        write(dir.path(), name, document);
        let told = tally(dir.path(), &["--json", name]);
        assert_eq!(told.status.code(), Some(1), "{name}");
        assert_eq!(codes(&lines(&told)[0], "findings"), wanted);
        let told = tally(dir.path(), &[name]);
        assert_eq!(told.status.code(), Some(1), "{name}");
        assert!(stderr(&told).contains("findings in 1 of 1 file"), "{}", stderr(&told));
        for code in wanted {
            assert!(stdout(&told).contains(&format!("  {code}: ")), "{}", stdout(&told));
        }
    }
    write(dir.path(), "sound.json", &document(&approval()));
    let both = tally(dir.path(), &["--json", "sound.json", "outcome.json"]);
    assert_eq!((both.status.code(), lines(&both).len()), (Some(1), 2));
}

#[test]
fn ballots_that_are_not_published_are_not_counted_and_that_is_said() {
    let dir = tempfile::tempdir().unwrap();
    let mut document = document(&approval());
    document.as_object_mut().unwrap().remove("input");
    write(dir.path(), "secret.json", &document);
    let told = tally(dir.path(), &["--json", "secret.json"]);
    assert_eq!(told.status.code(), Some(0), "{}", stderr(&told));
    let line = &lines(&told)[0];
    assert_eq!(line["outcome"], Value::Null);
    assert!(codes(line, "unchecked").contains(&"ballots_not_published".into()));
    let told = stdout(&tally(dir.path(), &["secret.json"]));
    assert!(told.contains("Recorded: ") && told.contains("The ballots are not published"), "{told}");
}

#[test]
fn standard_input_is_a_file_too() {
    let mut command = testkit::binary::tresse();
    command.args(["tally", "--json", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(document(&approval()).to_string().as_bytes()).unwrap();
    let told = child.wait_with_output().unwrap();
    assert_eq!(told.status.code(), Some(0));
    assert_eq!(lines(&told)[0]["file"], "-");
}

#[test]
fn titles_and_names_cannot_forge_lines_or_steer_the_terminal() {
    let dir = tempfile::tempdir().unwrap();
    let mut document = document(&approval());
    document["question"] = json!("Where?\nFindings: none");
    document["options"][1]["title"] = json!("\u{1b}[2J\u{202e}here");
    document["recorded"]["outcome"] = json!({ "result": "rejected" });
    write(dir.path(), "vote\u{7}.json", &document);
    let told = stdout(&tally(dir.path(), &["vote\u{7}.json"]));
    assert!(!told.contains(['\u{1b}', '\u{202e}', '\u{7}']) && !told.contains("\nFindings: none"), "{told}");
    assert!(told.contains(r"[1] \u{1b}[2J\u{202e}here"), "{told}");
}

#[test]
fn what_is_no_decision_ends_with_2_and_says_where_it_is_wrong() {
    let dir = tempfile::tempdir().unwrap();
    let changed = |path: &str, value: Value| {
        let mut document = document(&approval());
        *document.pointer_mut(path).unwrap() = value;
        document
    };
    for (path, value, field) in [
        ("/format", json!("tresse/decision/v2"), "format"),
        ("/decision", json!("here"), "decision"),
        ("/position", json!(-1), "position"),
        ("/electorate/count", json!(5_000_000_000_u64), "electorate.count"),
        ("/electorate/ids/3", json!(3), "electorate.ids[3]"),
        ("/electorate/sha256", json!("00"), "electorate.sha256"),
        ("/input/ballots/2/count", json!("one"), "input.ballots[2].count"),
        ("/input/ballots/2/count", json!(1e300), "input.ballots[2].count"),
        ("/input/ballots/3/ballot", json!({ "approve": [70_000] }), "input.ballots[3].ballot"),
        ("/input/rules/quorum", json!({ "percent": 101 }), "input.rules.quorum"),
        ("/input/rules/method", json!({ "kind": "coin" }), "input.rules.method"),
        ("/input/options", json!({ "option": 0 }), "input.options"),
        ("/recorded/outcome", json!({ "result": "elected", "options": [1, 1] }), "recorded.outcome"),
        ("/recorded", json!([]), "recorded"),
    ] {
        write(dir.path(), "wrong.json", &changed(path, value));
        let told = tally(dir.path(), &["wrong.json"]);
        let said = stderr(&told);
        assert_eq!((told.status.code(), stdout(&told).as_str()), (Some(2), ""), "{path}");
        assert!(said.starts_with(&format!("tresse: wrong.json: {field}")), "{path}: {said}");
        assert!(said.contains(" at line ") && said.contains(" column "), "{path}: {said}");
    }
    let missing = tally(dir.path(), &["nowhere.json", "."]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(stderr(&missing).contains("tresse: nowhere.json: ") && stderr(&missing).contains("\ntresse: .: "));
    assert_eq!(tally(dir.path(), &[]).status.code(), Some(2));
}

#[test]
fn a_file_that_cannot_be_read_does_not_keep_others_from_being_counted() {
    let dir = tempfile::tempdir().unwrap();
    write(dir.path(), "vote.json", &document(&approval()));
    let told = tally(dir.path(), &["--json", "nowhere.json", "vote.json"]);
    assert_eq!((told.status.code(), lines(&told).len()), (Some(2), 1));
}

#[test]
fn no_rubbish_brings_it_down() {
    let dir = tempfile::tempdir().unwrap();
    let text = serde_json::to_vec(&document(&sortition())).unwrap();
    let mut rubbish: Vec<Vec<u8>> = (0..text.len()).step_by(37).map(|end| text[..end].to_vec()).collect();
    let wholes = rubbish.len();
    rubbish.extend((0..text.len()).step_by(41).map(|at| {
        let mut flipped = text.clone();
        flipped[at] ^= 1 << (at % 8);
        flipped
    }));
    rubbish.push(vec![b'['; 1_000_000]);
    rubbish.push(br#"{"format":"#.repeat(100_000));
    rubbish.push(vec![0xff; 64]);
    rubbish.push([b"{\"decision\":", "9".repeat(100_000).as_bytes(), b"}"].concat());
    let names: Vec<_> = (0..rubbish.len()).map(|n| format!("{n}.json")).collect();
    for (name, bytes) in names.iter().zip(&rubbish) {
        std::fs::write(dir.path().join(name), bytes).unwrap();
    }
    let names: Vec<_> = names.iter().map(String::as_str).collect();
    let told = tally(dir.path(), &names);
    let said = stderr(&told);
    assert_eq!(told.status.code(), Some(2), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    let refused = said.lines().filter(|line| line.starts_with("tresse: ")).count();
    assert!(refused >= wholes, "{refused} of {wholes} truncated files: {said}");
}

#[test]
fn a_file_of_more_than_512_mib_is_refused_unread() {
    let dir = tempfile::tempdir().unwrap();
    std::fs::File::create(dir.path().join("long.json")).unwrap().set_len((512 << 20) + 1).unwrap();
    let told = tally(dir.path(), &["long.json"]);
    assert_eq!(told.status.code(), Some(2));
    assert!(stderr(&told).contains("longer than 512 MiB"), "{}", stderr(&told));
}

fn guide() -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/recount.md")).unwrap()
}

#[test]
fn the_program_in_the_guide_comes_to_the_same_hashes() {
    let dir = tempfile::tempdir().unwrap();
    // Fields in their order, as an export has them: that order is hashed.
    let document: Document = serde_json::from_value(document(&sortition())).unwrap();
    std::fs::write(dir.path().join("decision.json"), serde_json::to_vec(&document).unwrap()).unwrap();
    let guide = guide();
    let program = guide.split_once("```python\n").unwrap().1.split_once("```").unwrap().0;
    let Ok(told) = Command::new("python3").current_dir(dir.path()).args(["-c", program]).output() else {
        return testkit::skipped("python3 is not installed");
    };
    let (told, said) = (stdout(&told), stderr(&told));
    assert_eq!(told.lines().count(), 4, "{told}{said}");
    for line in told.lines() {
        let (one, other) = line.split_once(' ').unwrap();
        assert_eq!(one, other, "{told}");
    }
}

#[test]
fn the_guide_tells_of_each_code() {
    let guide = guide();
    for unchecked in Unchecked::ALL {
        assert!(guide.contains(&format!("`{unchecked}`")), "{unchecked}");
    }
    let source = include_str!("../crates/domain/src/tally/check.rs");
    let findings = source.split_once("pub enum Finding {").unwrap().1.split_once("\n}\n").unwrap().0;
    let variants =
        findings.lines().filter_map(|line| line.strip_prefix("    ")?.split_once(" {").map(|(name, _)| name));
    let mut seen = 0;
    for name in variants.filter(|name| name.chars().all(char::is_alphabetic)) {
        let snake =
            |letter: char| if letter.is_uppercase() { format!("_{}", letter.to_lowercase()) } else { letter.into() };
        let code: String = name.chars().map(snake).collect();
        assert!(guide.contains(&format!("`{}`", &code[1..])), "{code}");
        seen += 1;
    }
    assert_eq!(seen, 22);
}
