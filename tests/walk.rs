//! Pages of `docs/`, run as they stand there: every `sh` block in one shell, against the program as it is built.

use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

const DOCS: &str = "../docs";
/// What the shell prints after each block.
const MARK: &str = "--- the block ends ---";

/// A fenced block: its language and its lines.
struct Block {
    language: String,
    text: String,
}

fn blocks(page: &str) -> Vec<Block> {
    let (mut blocks, mut open) = (Vec::new(), None::<Block>);
    for line in page.lines() {
        match (&mut open, line.strip_prefix("```")) {
            (None, Some(language)) => open = Some(Block { language: language.to_owned(), text: String::new() }),
            (Some(_), Some(_)) => blocks.extend(open.take()),
            (Some(block), None) => writeln!(block.text, "{line}").unwrap(),
            (None, None) => (),
        }
    }
    blocks
}

/// Whether what is told stands in the output, in this order; `…` is anything.
#[track_caller]
fn check(told: &str, output: &str) {
    let mut rest = output;
    for line in told.lines() {
        for fragment in line.split('…').filter(|fragment| !fragment.is_empty()) {
            let at = rest.find(fragment).unwrap_or_else(|| panic!("no {fragment:?} in {rest:?} of {output:?}"));
            rest = &rest[at + fragment.len()..];
        }
    }
}

/// The served program; it ends with the test.
struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[test]
fn the_page_for_newcomers_tells_the_truth() {
    walk("getting-started.md", 8);
}

#[test]
fn the_page_for_facilitators_tells_the_truth() {
    walk("method.md", 18);
}

/// Runs a page, which begins with a start and what it prints. At least so many of its blocks have answers beside them.
fn walk(page: &str, least_told: usize) {
    let page = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(DOCS).join(page)).unwrap();
    let mut blocks = blocks(&page).into_iter();
    let (start, printed) = (blocks.next().unwrap(), blocks.next().unwrap());
    let arguments = start.text.trim().strip_prefix("cargo run --release -- ").expect("the page begins with a start");

    let empty = tempfile::tempdir().unwrap();
    let mut serve = testkit::binary::tresse();
    serve.args(arguments.split(' ')).args(["--listen", "127.0.0.1:0"]).current_dir(empty.path());
    let mut served = Served(serve.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
    let lines = BufReader::new(served.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let lines: Vec<_> = lines.take(printed.text.lines().count()).collect();
    check(&printed.text, &lines.join("\n"));
    let address = lines[0].rsplit_once(' ').unwrap().1;
    let operator = lines.last().unwrap().split_whitespace().find(|word| word.starts_with("tresse_")).unwrap();

    let mut script = "set -eu\ncurl() { command curl \"$@\"; echo; }\n".to_owned();
    let mut told: Vec<String> = Vec::new();
    for block in blocks {
        if block.language == "sh" {
            let binary = testkit::binary::tresse_binary().to_string_lossy();
            let commands = block.text.replace("cargo run --release --", &binary);
            let commands = commands.replace("http://127.0.0.1:8080", address).replace("tresse_…", operator);
            writeln!(script, "{commands}echo '{MARK}'").unwrap();
            told.push(String::new());
        } else {
            told.last_mut().unwrap().push_str(&block.text);
        }
    }
    let mut shell = Command::new("sh");
    shell.arg("-c").arg(&script).current_dir(empty.path());
    let ran = shell.stderr(Stdio::inherit()).output().expect("sh and curl run");
    let output = String::from_utf8(ran.stdout).unwrap();
    assert!(ran.status.success(), "{} after {output}", ran.status);
    let outputs: Vec<_> = output.split(MARK).collect();
    assert_eq!(outputs.len(), told.len() + 1);
    let answered = told.iter().filter(|told| !told.is_empty()).count();
    assert!(answered >= least_told, "most blocks have their answers beside them: {answered}");
    for (told, output) in told.iter().zip(outputs) {
        check(told, output);
    }
}
