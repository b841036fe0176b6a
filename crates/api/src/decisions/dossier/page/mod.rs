//! The dossier as a page to read and print: it works without JavaScript, and asks nobody for anything.

mod history;
mod outcome;
mod related;
mod required;
mod rules;
mod selections;
mod steps;
mod words;

use domain::decision::Phase;
use domain::tally::trace::Step;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use projection::decisions::DecisionRow;

use self::words::{Words, capital};
use super::Dossier;
use crate::call::Read;
use crate::i18n::Language;
use crate::problem::Problem;
use crate::texts::{quoted, shown};

const STYLE: &str = include_str!("page.css");
/// How many steps of a count the page tells.
const STEPS: usize = 400;
/// The sections of the page, in order: their ids, and their headings in the catalogue.
const SECTIONS: [&str; 8] = ["outcome", "rules", "trace", "origins", "objections", "follow-up", "history", "verify"];

/// What a page is made of.
struct Page<'r> {
    read: &'r Read,
    row: &'r DecisionRow,
    dossier: &'r Dossier,
    words: Words<'r>,
}

/// The page.
///
/// # Errors
/// `internal` when a text cannot be opened.
pub(super) fn write(read: &Read, row: &DecisionRow, dossier: &Dossier, language: Language) -> Result<String, Problem> {
    let words = Words::of(read, row, language)?;
    Ok(Page { read, row, dossier, words }.whole()?.into_string())
}

impl Page<'_> {
    fn whole(&self) -> Result<Markup, Problem> {
        let question = shown(self.read, self.row.title)?;
        let question = question.map_or_else(|| self.words.word("no-question"), |title| title.to_string());
        let title = self.words.say("title", &[("question", question.as_str().into())]);
        Ok(html! {
            (DOCTYPE)
            html lang=(self.words.language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="robots" content="noindex";
                    title { (title) }
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    a.skip href="#content" { (self.words.word("skip")) }
                    (self.head(&question)?)
                    main id="content" {
                        (self.section("outcome", &self.outcome()?))
                        (self.section("rules", &self.rules()))
                        (self.section("trace", &self.trace()?))
                        (self.section("origins", &self.origins()?))
                        @if self.has("objections") { (self.section("objections", &self.objections()?)) }
                        (self.section("follow-up", &self.follow_up()?))
                        (self.section("history", &self.history()?))
                        (self.section("verify", &self.verify()))
                    }
                }
            }
        })
    }

    fn head(&self, question: &str) -> Result<Markup, Problem> {
        let charter = self.read.gate.live().views.network.charter();
        let network = quoted(self.read, charter.and_then(|charter| charter.name))?;
        let proposer = self.row.proposer.map(|proposer| self.words.actor(self.read, proposer)).transpose()?;
        let told = proposer.map(|who| {
            let at = self.words.date(self.row.proposed_at);
            self.words.say("proposed-by", &[("who", who.into()), ("at", at.into())])
        });
        let read_at = [
            ("position", self.dossier.position.0.to_string().into()),
            ("at", self.words.moment(self.read.views.stamp).into()),
        ];
        let phase = self.row.phase;
        Ok(html! {
            header {
                p.kind {
                    (self.words.word("kind"))
                    @if let Some(network) = network { " · " (network) }
                }
                h1 { (question) }
                p.answer {
                    span class=(if phase == Phase::Decided { "phase decided" } else { "phase" }) {
                        (self.words.choice("phase", phase.as_str()))
                    }
                    " " (self.summary()?)
                }
                @if let Some(body) = shown(self.read, self.row.body)? { p.text { (body) } }
                @if let Some(details) = shown(self.read, self.row.details)? { p.text { (details) } }
                p.small {
                    @if let Some(told) = told { (told) " " }
                    (self.words.say("read-at", &read_at))
                }
                nav aria-label=(self.words.word("contents")) {
                    ul {
                        @for id in SECTIONS.iter().filter(|id| self.has(id)) {
                            li { a href=(format!("#{id}")) { (self.words.word(&format!("section-{id}"))) } }
                        }
                    }
                }
            }
        })
    }

    fn has(&self, section: &str) -> bool {
        section != "objections" || !self.dossier.objections.is_empty() || self.words.is_consent()
    }

    fn section(&self, id: &str, content: &Markup) -> Markup {
        let heading = format!("{id}-heading");
        html! {
            section id=(id) aria-labelledby=(heading) {
                h2 id=(heading) { (self.words.word(&format!("section-{id}"))) }
                (content)
            }
        }
    }

    fn rules(&self) -> Markup {
        html! { ul.sentences { @for told in rules::sentences(&self.words) { li { (told) } } } }
    }

    fn trace(&self) -> Result<Markup, Problem> {
        let Some(trace) = &self.dossier.trace else {
            let why = match self.row.phase {
                Phase::Proposed => "proposed",
                Phase::Open => "open",
                Phase::Closed => "waiting",
                Phase::Voided if self.row.closed.is_none() => "voided",
                Phase::Decided | Phase::Voided => "untold",
            };
            return Ok(html! { p { (self.words.choice("trace-none", why)) } });
        };
        let beyond = trace.steps.len().saturating_sub(STEPS) as u64;
        Ok(html! {
            ol.sentences { @for step in trace.steps.iter().take(STEPS) { li { (self.step(step)?) } } }
            @if beyond > 0 { p.small { (self.words.say("trace-beyond", &[("count", beyond.into())])) } }
        })
    }

    fn step(&self, step: &Step) -> Result<String, Problem> {
        let drawn = if let Step::Drawn { actor, .. } = step {
            let (name, id) = (self.words.actor(self.read, *actor)?, actor.to_string());
            format!("{name} ({}…)", id.split('-').next().unwrap_or_default())
        } else {
            String::new()
        };
        Ok(capital(&steps::sentence(step, &drawn, &self.words)))
    }
}
