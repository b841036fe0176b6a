//! The texts of a file's decision and options.

use domain::amount::Amount;
use domain::names::CurrencyCode;

use crate::import::rows::Choice;
use crate::import::table::MAX_TITLE;
use crate::pabulib::election::COUNTED;
use crate::pabulib::{Broken, Flaw, Head, MAX_DETAILS, Meta, Project, write};

/// The question: what `META` calls the vote.
pub(super) fn title(head: &Head, set: &str) -> String {
    one_line(head.meta.get("description").unwrap_or_default()).unwrap_or_else(|| set.to_owned())
}

/// `META` as it was.
pub(super) fn meta(meta: &Meta) -> Result<String, Vec<Broken>> {
    let text = write::meta(meta).unwrap_or_default();
    bounded(text, 1, "META").map_err(|broken| vec![broken])
}

/// The options, in the order of their numbers.
pub(super) fn options(head: &Head, currency: &CurrencyCode) -> Result<Vec<Choice>, Vec<Broken>> {
    let (mut options, mut flaws) = (Vec::with_capacity(head.projects.len()), Vec::new());
    for project in &head.projects {
        match bounded(row(head, project), project.line, "the row, with the names of its columns,") {
            Ok(details) => {
                let name = head.fields(project).find(|(column, _)| *column == "name").map(|(_, name)| name);
                let title = one_line(name.unwrap_or_default()).unwrap_or_else(|| project.id.clone());
                let cost = Amount { minor: project.cost, currency: currency.clone() };
                options.push(Choice { title, cost, details });
            }
            Err(broken) => flaws.push(broken),
        }
    }
    if flaws.is_empty() { Ok(options) } else { Err(flaws) }
}

/// A project's row with the names of its columns, but for what is counted.
fn row(head: &Head, project: &Project) -> String {
    let (columns, fields): (Vec<_>, Vec<_>) = head.fields(project).filter(|(name, _)| !COUNTED.contains(name)).unzip();
    write::table(&columns, [fields]).unwrap_or_default()
}

fn bounded(text: String, line: u64, name: &str) -> Result<String, Broken> {
    if text.chars().count() <= MAX_DETAILS {
        return Ok(text);
    }
    Err(Broken { line, flaw: Flaw::TooLong(name.to_owned(), MAX_DETAILS) })
}

/// A text on one line, cut where it is longer than a title may be: the whole of it is kept beside it. Nothing if it is empty.
fn one_line(text: &str) -> Option<String> {
    let words: Vec<_> = text.split_whitespace().collect();
    let line = words.join(" ");
    let cut: String = match line.char_indices().nth(MAX_TITLE) {
        None => line,
        Some(_) => line.chars().take(MAX_TITLE - 1).chain(['…']).collect(),
    };
    (!cut.is_empty()).then_some(cut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_is_one_line_and_not_too_long() {
        assert_eq!(one_line("  Un\n  jardin\t partagé "), Some("Un jardin partagé".to_owned()));
        assert_eq!(one_line(" \n "), None);
        let whole = "é".repeat(MAX_TITLE);
        assert_eq!(one_line(&whole), Some(whole.clone()));
        let cut = one_line(&format!("{whole}é")).unwrap();
        assert_eq!((cut.chars().count(), cut.ends_with("é…")), (MAX_TITLE, true));
    }
}
