//! `tresse tally`

mod finding;
mod names;
mod read;
mod report;
mod sentence;
mod step;

use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use domain::tally::Tally;
use domain::tally::check::{Finding, Report, Unchecked};
use domain::tally::input::Sha;
use domain::tally::outcome::{Outcome, Sums};
use domain::tally::trace::Step;
use serde::Serialize;

use self::read::Subject;
use crate::Failure;

/// Count a decision again, from its export alone.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// Decisions as they were exported, their dossiers, or bare inputs of a tally; `-` is standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print a JSON object for each file, one a line: file, outcome, sums, trace, input, findings, unchecked
    #[arg(long)]
    json: bool,
}

/// Counts what each file holds, and tells what is wrong with it.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let Arguments { files, json } = arguments;
    let mut out = BufWriter::new(io::stdout().lock());
    let (mut with_findings, mut unreadable) = (0, vec![]);
    for file in files {
        let subject = match read::read(file) {
            Ok(subject) => subject,
            Err(error) => {
                unreadable.push(format!("{}: {error}", shown(file)));
                continue;
            }
        };
        let report = subject.check();
        with_findings += usize::from(!report.findings.is_empty());
        let told = if *json { line(&mut out, file, &report) } else { report::write(&mut out, file, &subject, &report) };
        told.map_err(unwritable)?;
    }
    out.flush().map_err(unwritable)?;
    match (&unreadable[..], with_findings) {
        ([], 0) => Ok(()),
        ([], _) => Err(Failure::Failed(format!("findings in {with_findings} of {} file(s)", files.len()))),
        _ => Err(Failure::Usage(unreadable.join("\ntresse: "))),
    }
}

#[allow(clippy::needless_pass_by_value, reason = "it is passed to map_err")]
fn unwritable(error: io::Error) -> Failure {
    Failure::Usage(format!("standard output: {error}"))
}

impl Subject {
    fn check(&self) -> Report {
        match self {
            Self::Document(document) => document.check(),
            Self::Input(input) => input.check(),
        }
    }
}

/// A file's name, as far as it can be shown.
fn shown(file: &Path) -> String {
    if file == Path::new(read::STANDARD_INPUT) {
        "standard input".into()
    } else {
        names::plain(&file.to_string_lossy())
    }
}

/// What came of a file, for machines.
#[derive(Debug, Serialize)]
struct Line<'a> {
    file: &'a str,
    outcome: Option<&'a Outcome>,
    sums: Option<&'a Sums>,
    trace: Option<&'a [Step]>,
    input: Option<Sha>,
    findings: &'a [Finding],
    unchecked: &'a [Unchecked],
}

fn line(out: &mut impl Write, file: &Path, report: &Report) -> io::Result<()> {
    let Report { input, tally, findings, unchecked } = report;
    let line = Line {
        file: &file.to_string_lossy(),
        outcome: tally.as_ref().map(|Tally { outcome, .. }| outcome),
        sums: tally.as_ref().map(|Tally { sums, .. }| sums),
        trace: tally.as_ref().map(|Tally { trace, .. }| &trace[..]),
        input: *input,
        findings,
        unchecked,
    };
    serde_json::to_writer(&mut *out, &line)?;
    writeln!(out)
}
