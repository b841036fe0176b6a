//! What came of a file, for people.

use std::io::{self, Write};
use std::path::Path;

use domain::tally::Tally;
use domain::tally::check::{Report, Unchecked};
use domain::tally::document::Document;
use domain::tally::input::Input;

use super::names::{Names, plain};
use super::read::Subject;
use super::{finding, sentence, shown, step};

/// Writes what came of a file.
pub fn write(out: &mut impl Write, file: &Path, subject: &Subject, report: &Report) -> io::Result<()> {
    let names = Names::of(subject);
    writeln!(out, "── {}", shown(file))?;
    let (document, input) = match subject {
        Subject::Document(document) => (Some(&**document), document.input.as_ref()),
        Subject::Input(input) => (None, Some(&**input)),
    };
    match document {
        Some(document) => head(out, document)?,
        None => writeln!(out, "The input of a tally, alone.")?,
    }
    if let Some(input) = input {
        frame(out, input, &names)?;
    }
    if let Some(tally) = &report.tally {
        count(out, tally, &names)?;
    }
    if let Some(recorded) = document.and_then(|document| document.recorded.as_ref()) {
        writeln!(out, "Recorded: {}", step::outcome(&recorded.outcome, &names))?;
    }
    findings(out, report, &names)
}

fn head(out: &mut impl Write, document: &Document) -> io::Result<()> {
    let Document { origin, decision, position, question, electorate, .. } = document;
    writeln!(out, "Decision {decision} of {origin}, read at position {position}")?;
    let question = question.as_deref().map_or_else(|| "its text is gone".into(), plain);
    writeln!(out, "Question: {question}")?;
    let (count, at, rule) = (electorate.count, electorate.at_position, plain(&electorate.rule.to_string()));
    writeln!(out, "Electorate: {count} at position {at}, {rule}")
}

fn frame(out: &mut impl Write, input: &Input, names: &Names<'_>) -> io::Result<()> {
    writeln!(out, "Rules: {}", sentence::rules(&input.rules, names))?;
    for standing in &input.options {
        let cost = standing.cost.map(|cost| format!(", {}", names.money(cost.get()))).unwrap_or_default();
        writeln!(out, "  {}{cost}", names.option(standing.option))?;
    }
    Ok(())
}

fn count(out: &mut impl Write, tally: &Tally, names: &Names<'_>) -> io::Result<()> {
    writeln!(out, "Count:")?;
    for (number, step) in (1..).zip(&tally.trace) {
        writeln!(out, "{number:>4}. {}", step::line(step, names))?;
    }
    writeln!(out, "Outcome: {}", step::outcome(&tally.outcome, names))?;
    writeln!(out, "Sums: {}", step::sums(&tally.sums, names))
}

fn findings(out: &mut impl Write, report: &Report, names: &Names<'_>) -> io::Result<()> {
    let Report { input, findings, unchecked, .. } = report;
    if let Some(input) = input {
        writeln!(out, "SHA-256 of the input: {input}")?;
    }
    match findings.len() {
        0 => writeln!(out, "Findings: none")?,
        many => writeln!(out, "Findings: {many}")?,
    }
    for found in findings {
        let code = serde_json::to_value(found)?;
        let code = code.get("code").and_then(serde_json::Value::as_str).unwrap_or_default();
        writeln!(out, "  {code}: {}", finding::finding(found, names))?;
    }
    writeln!(out, "Not checked:")?;
    for unchecked in unchecked {
        writeln!(out, "  {}: {}", Unchecked::as_str(*unchecked), finding::unchecked(*unchecked))?;
    }
    Ok(())
}
