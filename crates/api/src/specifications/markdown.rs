//! A version as Markdown (`CommonMark` 0.31): for people to read, print and reuse.

use std::borrow::Cow;
use std::fmt::Write as _;

use domain::ids::{Position, Stamp};
use domain::origin::Source;
use domain::requirement::{Priority, RequirementKind};
use domain::specification::Item;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use projection::specifications::{SpecificationRow, VersionRow};

use super::Adopted;
use super::version::text_of;
use crate::call::Read;
use crate::feeds::sentence::name;
use crate::i18n::Language;
use crate::problem::Problem;
use crate::texts::{quoted, shown};

/// The file.
struct File<'r> {
    read: &'r Read,
    language: Language,
    zone: TimeZone,
    /// What came after the version is not told.
    until: Position,
    text: String,
}

/// Writes a version.
///
/// # Errors
/// `internal` when a text cannot be opened.
pub(super) fn write(
    read: &Read,
    row: &SpecificationRow,
    version: &VersionRow,
    language: Language,
) -> Result<String, Problem> {
    let charter = read.views.network.charter().ok_or_else(Problem::not_found)?;
    let zone = TimeZone::get(charter.time_zone.as_str()).unwrap_or(TimeZone::UTC);
    let mut file = File { read, language, zone, until: version.position, text: String::new() };
    file.head(row, version)?;
    for kind in RequirementKind::ALL {
        file.section(*kind, &version.items)?;
    }
    Ok(file.text)
}

impl File<'_> {
    fn say(&self, id: &str, args: &[(&'static str, String)]) -> String {
        let id = format!("specification-file-{id}");
        self.language.say(&id, args).unwrap_or(id)
    }

    fn line(&mut self, line: &str) {
        // Writing to a string does not fail.
        _ = writeln!(self.text, "{line}");
    }

    fn day(&self, at: Stamp) -> String {
        let at = Timestamp::from_millisecond(at.millis()).unwrap_or_default();
        self.zone.to_datetime(at).strftime("%Y-%m-%d").to_string()
    }

    fn head(&mut self, row: &SpecificationRow, version: &VersionRow) -> Result<(), Problem> {
        let read = self.read;
        let charter = read.views.network.charter().ok_or_else(Problem::not_found)?;
        let title = shown(read, row.title)?.unwrap_or_default();
        let network = shown(read, charter.name)?.unwrap_or_default();
        self.line(&format!("# {}", escaped(title.trim())));
        self.line("");
        let args = [
            ("number", version.number.to_string()),
            ("network", escaped(&network).into_owned()),
            ("date", self.day(version.published_at)),
            ("position", version.position.0.to_string()),
        ];
        let published = self.say("published", &args);
        self.line(&published);
        self.line("");
        let adopted = match Adopted::of(read, version) {
            None => self.say("not-adopted", &[]),
            Some(adopted) => {
                let decision = read.views.decisions.get(adopted.decision);
                let question = quoted(read, decision.and_then(|decision| decision.title))?.unwrap_or_default();
                let args = [
                    ("question", escaped(&question).into_owned()),
                    ("date", self.day(adopted.recorded_at)),
                    ("decision", adopted.decision.to_string()),
                ];
                self.say("adopted", &args)
            }
        };
        self.line(&adopted);
        let origin = escaped(charter.origin.as_str()).into_owned();
        let told = self.say("origin", &[("origin", origin), ("specification", row.id.to_string())]);
        self.line("");
        self.line(&told);
        Ok(())
    }

    fn section(&mut self, kind: RequirementKind, items: &[Item]) -> Result<(), Problem> {
        let mut of_kind: Vec<_> = items.iter().filter(|item| item.kind == kind).collect();
        if of_kind.is_empty() {
            return Ok(());
        }
        // The most wanted first, and what nobody gave a priority last; then in order of proposing.
        of_kind.sort_by_key(|item| item.priority.map_or(Priority::ALL.len(), |priority| priority as usize));
        let heading = self.say("heading", &[("kind", kind.as_str().to_owned())]);
        self.line("");
        self.line(&format!("## {heading}"));
        for (number, item) in (1..).zip(of_kind) {
            self.item(number, item)?;
        }
        Ok(())
    }

    fn item(&mut self, number: usize, item: &Item) -> Result<(), Problem> {
        let text = text_of(self.read, item);
        let title = shown(self.read, text.and_then(|text| text.title))?.unwrap_or_default();
        let priority = item.priority.map_or("none", Priority::as_str);
        let priority = self.say("priority", &[("priority", priority.to_owned())]);
        self.line("");
        self.line(&format!("{number}. **{}** ({priority})", escaped(title.trim())));
        // What belongs to an item of a list stands under its first letter.
        let margin = " ".repeat(number.to_string().len() + 2);
        if let Some(description) = shown(self.read, text.and_then(|text| text.description))? {
            self.line("");
            for line in description.lines() {
                let line = format!("{margin}{}", escaped_line(line.trim()));
                self.line(line.trim_end());
            }
        }
        let sources = self.sources(item)?;
        if !sources.is_empty() {
            self.line("");
            for source in sources {
                self.line(&format!("{margin}- {source}"));
            }
        }
        Ok(())
    }

    /// What it comes from, each in a line.
    fn sources(&self, item: &Item) -> Result<Vec<String>, Problem> {
        let (read, mut told) = (self.read, Vec::new());
        let Some(row) = read.views.requirements.get(item.requirement) else { return Ok(told) };
        for source in row.from.as_slice() {
            let (kind, title, who) = match *source {
                Source::Contribution(id) => {
                    let Some(row) = read.views.contributions.get(id) else { continue };
                    let last = row.versions.last();
                    let title = quoted(read, last.and_then(|last| last.title().or(last.body())))?;
                    let who = if let domain::envelope::By::Actor(actor) = row.author {
                        Some(name(read, actor, self.language)?)
                    } else {
                        None
                    };
                    ("contribution", title, who)
                }
                Source::Finding(id) => {
                    let Some(row) = read.views.findings.get(id) else { continue };
                    ("finding", quoted(read, row.title)?, None)
                }
                Source::Requirement(id) => {
                    let row = read.views.requirements.get(id).and_then(|row| row.texts.last());
                    ("requirement", quoted(read, row.and_then(|text| text.title))?, None)
                }
            };
            told.push(self.source(kind, title.as_deref(), who.as_deref()));
        }
        for (merged, _) in row.merged_from.iter().filter(|(_, position)| *position < self.until) {
            let row = read.views.requirements.get(*merged).and_then(|row| row.texts.last());
            told.push(self.source("merged", quoted(read, row.and_then(|text| text.title))?.as_deref(), None));
        }
        Ok(told)
    }

    fn source(&self, kind: &'static str, title: Option<&str>, who: Option<&str>) -> String {
        let title = title.unwrap_or("…");
        let first = title.lines().next().unwrap_or_default();
        let args = [
            ("kind", kind.to_owned()),
            ("title", escaped(first).into_owned()),
            ("who", who.map(|who| escaped(who).into_owned()).unwrap_or_default()),
        ];
        self.say(if who.is_some() { "source-by" } else { "source" }, &args)
    }
}

/// A text within a line, so that it is nothing but text: every character that Markdown or HTML could read as more is escaped.
fn escaped(text: &str) -> Cow<'_, str> {
    let means_more =
        |c: char| matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '|' | '~' | '#' | '!' | '$');
    let breaks = |c: char| matches!(c, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}');
    if !text.contains(|c| means_more(c) || breaks(c) || c == ':' || c == '@') {
        return Cow::Borrowed(text);
    }
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if breaks(c) {
            escaped.push(' ');
            continue;
        }
        // Addresses are not made into links: of a colon before slashes, and of an at sign.
        if means_more(c) || c == ':' || c == '@' {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    Cow::Owned(escaped)
}

/// The same at the beginning of a line, where signs and numbers begin lists, headings and rules.
fn escaped_line(line: &str) -> String {
    let text = escaped(line);
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = text.split_at(digits);
    if digits > 0 && rest.starts_with(['.', ')']) {
        return format!("{number}\\{rest}");
    }
    if text.starts_with(['-', '+', '=']) { format!("\\{text}") } else { text.into_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_typed_is_nothing_but_text() {
        for (typed, written) in [
            ("Un outil simple", "Un outil simple"),
            ("<script>alert(1)</script>", "\\<script\\>alert(1)\\</script\\>"),
            ("[ici](javascript:alert(1))", "\\[ici\\](javascript\\:alert(1))"),
            ("# Titre *gras* _x_ `code`", "\\# Titre \\*gras\\* \\_x\\_ \\`code\\`"),
            ("a\\b & c\n# d", "a\\\\b \\& c \\# d"),
            ("![x](https://x.example)", "\\!\\[x\\](https\\://x.example)"),
        ] {
            assert_eq!(escaped(typed), written);
        }
    }

    #[test]
    fn a_line_begins_no_list_and_no_heading() {
        for (typed, written) in [
            ("- un", "\\- un"),
            ("1. un", "1\\. un"),
            ("12) un", "12\\) un"),
            ("===", "\\==="),
            ("2026 sera", "2026 sera"),
        ] {
            assert_eq!(escaped_line(typed), written);
        }
    }
}
