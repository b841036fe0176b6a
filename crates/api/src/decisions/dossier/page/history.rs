//! The history of a decision, and how to check it.

use domain::envelope::By;
use maud::{Markup, html};

use super::super::COMMAND;
use super::super::history::Happened;
use super::Page;
use crate::problem::Problem;

/// How many digits of a hash are shown.
const SHORT: usize = 12;

impl Page<'_> {
    /// Its own events.
    pub(super) fn history(&self) -> Result<Markup, Problem> {
        let words = &self.words;
        let left_out = self.dossier.history_left_out as u64;
        Ok(html! {
            p { (words.word("history-intro")) }
            @if left_out > 0 { p.note { (words.say("history-left-out", &[("count", left_out.into())])) } }
            table.history {
                thead { tr {
                    th.number scope="col" { (words.word("column-position")) }
                    th scope="col" { (words.word("column-event")) }
                    th scope="col" { (words.word("column-leaf")) }
                } }
                tbody { @for event in &self.dossier.history { (self.event(event)?) } }
            }
        })
    }

    fn event(&self, event: &Happened) -> Result<Markup, Problem> {
        let (words, leaf) = (&self.words, event.leaf.to_string());
        let short: String = leaf.chars().take(SHORT).collect();
        let what = event.name.split_once('.').map_or("", |(_, what)| what);
        let who = event.by.map(|by: By| words.by(self.read, by)).transpose()?;
        let whom = event.on_behalf_of.map(|actor| words.actor(self.read, actor)).transpose()?;
        let by = who.map(|who| match whom {
            Some(whom) => words.say("event-for", &[("who", who.into()), ("whom", whom.into())]),
            None => words.say("event-by", &[("who", who.into())]),
        });
        Ok(html! {
            tr {
                td.number { (event.position.0) }
                td {
                    (words.choice("event", what))
                    @if let Some(option) = event.option { " " (words.option(option)) }
                    span.small {
                        @if let Some(by) = by { (by) ", " }
                        time datetime=(event.recorded_at) { (words.moment(event.recorded_at)) }
                    }
                }
                td { code title=(leaf) { (short) "…" } }
            }
        })
    }

    /// How to check it without a server.
    pub(super) fn verify(&self) -> Markup {
        let words = &self.words;
        let path = self.read.caller.request_path();
        let as_of = format!("as_of={}", self.dossier.position.0);
        let url = self.read.caller.url(path);
        let curl = format!("curl -H 'Accept: application/json' -o dossier.json '{url}?{as_of}'");
        let electorate = self.row.opened.as_ref().map(|opened| opened.electorate.sha256.to_string());
        let input = self.row.decided.as_ref().and_then(|decided| decided.input).map(|input| input.to_string());
        html! {
            p { (words.word("verify-how")) }
            pre tabindex="0" { code { (curl) "\n" (COMMAND) } }
            p { (words.say("verify-compare", &[("command", "tresse tally".into())])) }
            @if self.dossier.export.is_some() {
                p { a href=(format!("export?{as_of}")) { (words.word("verify-export")) } }
            }
            dl {
                dt { (words.word("verify-id")) } dd { code { (self.row.id) } }
                dt { (words.word("verify-origin")) } dd { code { (self.dossier.origin) } }
                @if let Some(electorate) = electorate {
                    dt { (words.word("verify-electorate")) } dd { code { (electorate) } }
                }
                @if let Some(input) = input { dt { (words.word("verify-input")) } dd { code { (input) } } }
            }
        }
    }
}
