//! What came out: in a sentence, as a chart with the table behind it, and who took part.

use domain::decision::Phase;
use domain::decision::electorate::ElectorateRule;
use domain::tally::ballot::OptionNo;
use domain::tally::outcome::{Outcome, Sums};
use domain::tally::rules::Method;
use maud::{Markup, html};
use projection::decisions::{Decided, Entry};

use super::words::capital;
use super::{Page, steps};
use crate::problem::Problem;
use crate::texts::{quoted, shown};

/// How many bars a chart has.
const BARS: usize = 20;
/// How high a bar stands with its label, in pixels.
const BAR: usize = 46;
/// How many letters of a label fit on a telephone.
const LABEL: usize = 44;

/// A bar: what it is of, how much it has, and whether that won.
struct Bar {
    label: String,
    sum: u64,
    won: bool,
}

impl Page<'_> {
    /// What came of it, in a sentence.
    pub(super) fn summary(&self) -> Result<String, Problem> {
        let (words, row) = (&self.words, self.row);
        if let Some((at, reason)) = row.voided {
            let told = words.say("outcome-voided", &[("at", words.date(at).into())]);
            let why = shown(self.read, reason)?;
            let why = why.map(|reason| words.say("outcome-voided-why", &[("reason", reason.as_ref().into())]));
            return Ok(why.map_or_else(|| told.clone(), |why| format!("{told} {why}")));
        }
        let Some(decided) = &row.decided else {
            return Ok(match (row.phase, row.times.closes_at) {
                (Phase::Open, Some(at)) => words.say("outcome-open-until", &[("at", words.moment(at).into())]),
                (Phase::Open, None) => words.word("outcome-open"),
                (Phase::Closed, _) if row.rules.needs_seed() && row.lot.is_none() => words.word("outcome-closed-lot"),
                (Phase::Closed, _) => words.word("outcome-closed"),
                (Phase::Proposed | Phase::Decided | Phase::Voided, _) => words.word("outcome-proposed"),
            });
        };
        self.decided(decided)
    }

    fn decided(&self, decided: &Decided) -> Result<String, Problem> {
        let words = &self.words;
        let voted = |id: &str| match &decided.sums {
            Sums::Untold {} => words.word(&format!("outcome-{id}-untold")),
            sums @ (Sums::Says { .. } | Sums::Options(_)) => {
                words.say(&format!("outcome-{id}"), &[("told", steps::told(sums, words).into())])
            }
        };
        Ok(match &decided.outcome {
            Outcome::Passed {} => voted("passed"),
            Outcome::Rejected {} => voted("rejected"),
            Outcome::Elected { options } => self.elected(options.as_slice(), &decided.sums),
            Outcome::Drawn { actors } => {
                let actors = words.actors(self.read, actors.as_slice())?;
                words.say("outcome-drawn", &[("actors", actors.into())])
            }
            Outcome::NothingElected {} => words.word("outcome-nothing"),
            Outcome::NoQuorum {} => {
                let (cast, electorate) = self.turnout();
                words.say("outcome-no-quorum", &[("cast", cast.into()), ("electorate", electorate.into())])
            }
        })
    }

    fn elected(&self, options: &[OptionNo], sums: &Sums) -> String {
        let words = &self.words;
        let count = options.len() as u64;
        if let Some(budget) = words.budget() {
            let costs = options.iter().filter_map(|option| self.row.option(*option)?.cost.as_ref());
            let cost = costs.map(|cost| cost.minor.get()).fold(0, i64::saturating_add);
            let args = [
                ("count", count.into()),
                ("cost", words.money(cost).into()),
                ("budget", words.money(budget.budget.minor.get()).into()),
                ("options", words.options(options).into()),
            ];
            return words.say("outcome-funded", &args);
        }
        // How many ranked it first is not what a run-off is won with.
        let with = match (options, sums) {
            ([only], Sums::Options(sums)) if words.measure() != "ranks" => {
                sums.iter().find(|(option, _)| option == only).map(|(_, sum)| words.counted(*sum))
            }
            _ => None,
        };
        let args = [
            ("count", count.into()),
            ("options", words.options(options).into()),
            ("word", if with.is_some() { "told" } else { "untold" }.into()),
            ("with", with.unwrap_or_default().into()),
        ];
        words.say("outcome-elected", &args)
    }

    /// How many ballots there are, and how many might be.
    fn turnout(&self) -> (u64, u32) {
        let electorate = self.row.opened.as_ref().map_or(0, |opened| opened.electorate.count);
        (self.read.views.decisions.ballots(self.row.id), electorate)
    }

    /// The section.
    pub(super) fn outcome(&self) -> Result<Markup, Problem> {
        let sums = self.row.decided.as_ref().map(|decided| &decided.sums);
        let is_attested = self.row.decided.as_ref().is_some_and(|decided| decided.input.is_none());
        let passed = matches!(self.row.decided.as_ref().map(|decided| &decided.outcome), Some(Outcome::Passed {}));
        let says = if let Some(Sums::Says { yes, no, abstain }) = sums {
            let [yes_word, no_word] =
                if self.words.is_consent() { ["nothing_against", "objections"] } else { ["yes", "no"] };
            let say =
                |word: &str, count: u32, won| Bar { label: self.words.choice("say", word), sum: count.into(), won };
            vec![say(yes_word, *yes, passed), say(no_word, *no, false), say("abstain", *abstain, false)]
        } else {
            Vec::new()
        };
        Ok(html! {
            @if is_attested { p.note { (self.words.word("outcome-attested")) } }
            @if !says.is_empty() {
                (self.chart(&says))
                (self.answers(&says))
            } @else if !self.row.options.is_empty() {
                (self.chart(&self.bars()))
                (self.options()?)
            }
            (self.drawn()?)
            h3 { (self.words.word("turnout-heading")) }
            (self.took_part()?)
        })
    }

    fn winners(&self) -> &[OptionNo] {
        match self.row.decided.as_ref().map(|decided| &decided.outcome) {
            Some(Outcome::Elected { options }) => options.as_slice(),
            Some(
                Outcome::Passed {}
                | Outcome::Rejected {}
                | Outcome::Drawn { .. }
                | Outcome::NothingElected {}
                | Outcome::NoQuorum {},
            )
            | None => &[],
        }
    }

    fn sum(&self, option: OptionNo) -> Option<u64> {
        let Sums::Options(sums) = &self.row.decided.as_ref()?.sums else { return None };
        sums.iter().find(|(summed, _)| *summed == option).map(|(_, sum)| *sum)
    }

    /// A bar for each option that stood, the greatest sum first.
    fn bars(&self) -> Vec<Bar> {
        let bar = |option: OptionNo| {
            let sum = self.sum(option)?;
            Some(Bar { label: self.words.option(option), sum, won: self.winners().contains(&option) })
        };
        let mut bars: Vec<_> = self.row.options.iter().filter_map(|option| bar(option.number)).collect();
        bars.sort_by_key(|bar| std::cmp::Reverse(bar.sum));
        bars
    }

    /// The best grade that an option may get, where they get grades.
    fn best_grade(&self) -> Option<u64> {
        if let Method::Judgement { grades } = self.row.rules.method {
            Some(u64::from(grades).saturating_sub(1))
        } else {
            None
        }
    }

    fn chart(&self, bars: &[Bar]) -> Markup {
        let greatest = bars.iter().map(|bar| bar.sum).max().unwrap_or_default();
        let most = self.best_grade().unwrap_or(greatest);
        let told = self.words.choice("chart", self.words.measure());
        // Number and label have the rest.
        let width = |sum: u64| (u128::from(sum) * 850).checked_div(most.into()).unwrap_or_default();
        let percent = |tenths: u128| format!("{}.{}%", tenths / 10, tenths % 10);
        html! {
            @if !bars.is_empty() {
                figure {
                    figcaption id="chart-caption" {
                        (told)
                        @if bars.len() > BARS {
                            " " (self.words.say("chart-part", &[("shown", (BARS as u64).into())]))
                        }
                    }
                    svg role="img" aria-labelledby="chart-caption" width="100%"
                        height=(BAR * bars.len().min(BARS)) {
                        @for (n, bar) in bars.iter().take(BARS).enumerate() {
                            text x="0" y=(n * BAR + 16) { (label(bar)) }
                            rect.track x="0" y=(n * BAR + 22) width="85%" height="14" {}
                            rect class=(if bar.won { "bar won" } else { "bar" })
                                x="0" y=(n * BAR + 22) width=(percent(width(bar.sum))) height="14" {}
                            text.sum x="85%" dx="8" y=(n * BAR + 34) {
                                (self.words.whole(i64::try_from(bar.sum).unwrap_or(i64::MAX)))
                            }
                        }
                    }
                }
            }
        }
    }

    fn answers(&self, says: &[Bar]) -> Markup {
        html! {
            table {
                thead { tr {
                    th scope="col" { (self.words.word("column-answer")) }
                    th.number scope="col" { (self.words.choice("column-sum", "says")) }
                } }
                tbody {
                    @for said in says { tr { th scope="row" { (said.label) } td.number { (said.sum) } } }
                }
            }
        }
    }

    fn options(&self) -> Result<Markup, Problem> {
        let (words, has_costs) = (&self.words, self.words.budget().is_some());
        let (is_decided, winners) = (self.row.decided.is_some(), self.winners());
        let won = words.choice("won", if has_costs { "funded" } else { "elected" });
        Ok(html! {
            table {
                thead { tr {
                    th scope="col" { (words.word("column-option")) }
                    @if has_costs { th.number scope="col" { (words.word("column-cost")) } }
                    @if is_decided {
                        th.number scope="col" { (words.choice("column-sum", words.measure())) }
                        th scope="col" { (words.word("column-outcome")) }
                    }
                } }
                tbody {
                    @for option in &self.row.options {
                        tr class=[winners.contains(&option.number).then_some("won")] {
                            th scope="row" {
                                (shown(self.read, option.title)?.unwrap_or_default())
                                @if option.withdrawn { " (" (words.word("option-withdrawn")) ")" }
                                @if let Some(body) = shown(self.read, option.body)? { span.small.text { (body) } }
                            }
                            @if has_costs {
                                td.number {
                                    @if let Some(cost) = &option.cost { (words.amount(cost.minor.get(), &cost.currency)) }
                                }
                            }
                            @if is_decided {
                                td.number { @if let Some(sum) = self.sum(option.number) { (sum) } }
                                td.outcome { @if winners.contains(&option.number) { "✓ " (won) } @else { (words.word("lost")) } }
                            }
                        }
                    }
                }
            }
        })
    }

    fn drawn(&self) -> Result<Markup, Problem> {
        let actors = match self.row.decided.as_ref().map(|decided| &decided.outcome) {
            Some(Outcome::Drawn { actors }) => actors.as_slice(),
            _ => &[],
        };
        let lot = self.row.lot.as_ref().map(|lot| {
            let numbers: Vec<_> = lot.numbers.as_slice().iter().map(ToString::to_string).collect();
            let at = self.words.moment(lot.recorded_at);
            self.words.say("lot", &[("numbers", numbers.join(", ").into()), ("at", at.into())])
        });
        Ok(html! {
            @if !actors.is_empty() {
                h3 { (self.words.word("drawn-heading")) }
                ol { @for actor in actors { li { (capital(&self.words.actor(self.read, *actor)?)) " " code { (actor) } } } }
            }
            @if let Some(draw) = shown(self.read, self.row.draw)? {
                p { (self.words.say("draw", &[("draw", draw.as_ref().into())])) }
            }
            @if let Some(lot) = lot { p { (lot) } }
        })
    }

    fn took_part(&self) -> Result<Markup, Problem> {
        let (words, (cast, electorate)) = (&self.words, self.turnout());
        let percent = (cast * 100).checked_div(electorate.into()).unwrap_or_default().to_string();
        let has_ballots = words.measure() != "lot";
        let turnout = if has_ballots {
            let args = [("cast", cast.into()), ("electorate", electorate.into()), ("percent", percent.into())];
            words.say("turnout", &args)
        } else {
            words.say("turnout-lot", &[("electorate", electorate.into())])
        };
        let opened = self.row.opened.as_ref().map(|opened| {
            let position = opened.position.0.to_string();
            let at = words.moment(opened.recorded_at);
            words.say("opened", &[("at", at.into()), ("position", position.into())])
        });
        let closed =
            self.row.closed.map(|closed| words.say("closed", &[("at", words.moment(closed.recorded_at).into())]));
        let who = words.say("electorate", &[("who", self.electorate()?.into())]);
        Ok(html! {
            ul.sentences {
                li { (who) }
                @if let Some(opened) = opened { li { (turnout) } li { (opened) } }
                @if let Some(closed) = closed { li { (closed) } }
                @for entry in &self.row.entries { li { (self.entry(entry)?) } }
            }
        })
    }

    fn electorate(&self) -> Result<String, Problem> {
        let (views, words) = (&self.read.views, &self.words);
        let named = |kind: &str, name| {
            let named =
                |name: std::sync::Arc<str>| words.say(&format!("electorate-{kind}"), &[("name", name.as_ref().into())]);
            Ok::<_, Problem>(
                quoted(self.read, name)?.map_or_else(|| words.word(&format!("electorate-some-{kind}")), named),
            )
        };
        let rule = self.row.opened.as_ref().map_or(&self.row.electorate, |opened| &opened.electorate.rule);
        Ok(match rule {
            ElectorateRule::Persons {} => words.choice("electorate-is", "persons"),
            ElectorateRule::Imported {} => words.choice("electorate-is", "imported"),
            ElectorateRule::Organisations {} => words.choice("electorate-is", "organisations"),
            ElectorateRule::Role { role } => words.choice("electorate-is", &format!("role_{}", role.as_str())),
            ElectorateRule::Audience { audience } => {
                named("audience", views.audiences.get(*audience).and_then(|row| row.name))?
            }
            ElectorateRule::Group { group } => named("group", views.groups.get(*group).and_then(|row| row.name))?,
            ElectorateRule::Listed { .. } => words.choice("electorate-is", "listed"),
        })
    }

    fn entry(&self, entry: &Entry) -> Result<String, Problem> {
        let (read, words) = (self.read, &self.words);
        let meeting = read.views.meetings.get(entry.meeting).and_then(|row| row.told.title);
        let witnesses = words.actors(read, entry.witnesses.as_slice())?;
        let args = [
            ("how", entry.how.as_str().into()),
            ("meeting", quoted(read, meeting)?.unwrap_or_default().as_ref().into()),
            ("count", entry.count().into()),
            ("who", words.by(read, entry.entered_by)?.into()),
            ("witnesses", if witnesses.is_empty() { "none".into() } else { witnesses.into() }),
        ];
        let told = words.say("hands", &args);
        let withdrawn = entry.withdrawn_at.map(|_| words.word("hands-withdrawn"));
        Ok(withdrawn.map_or_else(|| told.clone(), |withdrawn| format!("{told} {withdrawn}")))
    }
}

/// A label as far as it fits.
fn label(bar: &Bar) -> String {
    let mut label: String = bar.label.chars().take(LABEL).collect();
    if label.len() < bar.label.len() {
        label.push('…');
    }
    label
}
