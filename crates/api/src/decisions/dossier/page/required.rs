//! What led to a decision of a specification: requirements, versions, findings.

use maud::{Markup, html};
use projection::findings::FindingRow;
use projection::requirements::RequirementRow;
use projection::specifications::VersionRow;

use super::super::origins::decided_on;
use super::Page;
use crate::problem::Problem;
use crate::texts::shown;

impl Page<'_> {
    /// A requirement, with the text that voters knew.
    pub(super) fn requirement(&self, row: &RequirementRow) -> Result<Markup, Problem> {
        let (read, words) = (self.read, &self.words);
        let text = decided_on(self.row, row);
        let title = shown(read, text.and_then(|text| text.title))?;
        let description = shown(read, text.and_then(|text| text.description))?;
        Ok(html! {
            article {
                p.kind { (words.choice("requirement-kind", row.kind.as_str())) " " (self.position(Some(row.position))) }
                h3 { (title.unwrap_or_default()) }
                @if let Some(text) = text.filter(|_| row.texts.len() > 1) {
                    p.small { (words.say("requirement-text", &[("number", text.number.to_string().into())])) }
                }
                @if let Some(description) = description { p.text { (description) } }
            }
        })
    }

    /// A version of a specification, with what it requires.
    pub(super) fn version(&self, row: &VersionRow) -> Result<Markup, Problem> {
        let (read, words) = (self.read, &self.words);
        let of = read.views.specifications.get(row.specification);
        let title = shown(read, of.and_then(|of| of.title))?.unwrap_or_default();
        let number = [("number", row.number.to_string().into())];
        Ok(html! {
            article {
                p.kind { (words.say("specification-version", &number)) " " (self.position(Some(row.position))) }
                h3 { (title) }
                ul {
                    @for item in row.items.iter() {
                        li {
                            (words.choice("requirement-kind", item.kind.as_str()))
                            @if let Some(priority) = item.priority {
                                ", " (words.choice("requirement-priority", priority.as_str()))
                            }
                            ": " (self.required(item)?)
                        }
                    }
                }
            }
        })
    }

    fn required(&self, item: &domain::specification::Item) -> Result<Markup, Problem> {
        let row = self.read.views.requirements.get(item.requirement).and_then(|row| row.text(item.text));
        let title = shown(self.read, row.and_then(|text| text.title))?.unwrap_or_default();
        Ok(html! { (title) })
    }

    /// A finding of a diagnostic.
    pub(super) fn finding(&self, row: &FindingRow) -> Result<Markup, Problem> {
        let (read, words) = (self.read, &self.words);
        let position = row.title.map(|title| title.position);
        Ok(html! {
            article {
                p.kind { (words.word("finding-kind")) " " (self.position(position)) }
                h3 { (shown(read, row.title)?.unwrap_or_default()) }
                @if row.withdrawn.is_some() { p.note { (words.word("withdrawn")) } }
                @if let Some(description) = shown(read, row.description)? { p.text { (description) } }
            }
        })
    }
}
