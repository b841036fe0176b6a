//! Names, amounts, dates and sentences as a person reads them, in the reader's language and the network's time zone.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::actor::ActorKind;
use domain::envelope::By;
use domain::ids::{ActorId, Stamp};
use domain::names::CurrencyCode;
use domain::tally::ballot::OptionNo;
use domain::tally::rules::{Budget, BudgetBallot, Method, Rules};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use projection::decisions::DecisionRow;

use crate::call::Read;
use crate::feeds::sentence;
use crate::i18n::{Arg, Language};
use crate::problem::Problem;
use crate::texts::quoted;

/// How many things a sentence lists.
const LISTED: usize = 12;

/// How things are called in one decision.
#[derive(Debug)]
pub struct Words<'r> {
    /// In which language.
    pub language: Language,
    /// The rules that are told.
    pub rules: &'r Rules,
    zone: TimeZone,
    titles: BTreeMap<OptionNo, Arc<str>>,
}

impl<'r> Words<'r> {
    /// The words of a decision.
    pub fn of(read: &Read, row: &'r DecisionRow, language: Language) -> Result<Self, Problem> {
        let charter = read.gate.live().views.network.charter().ok_or_else(Problem::not_found)?;
        let mut titles = BTreeMap::new();
        for option in &row.options {
            titles.extend(quoted(read, option.title)?.map(|title| (option.number, title)));
        }
        let zone = TimeZone::get(charter.time_zone.as_str()).unwrap_or(TimeZone::UTC);
        Ok(Self { language, rules: &row.rules, zone, titles })
    }

    /// The words of rules whose options have no titles.
    #[cfg(test)]
    pub fn bare(rules: &'r Rules, language: Language) -> Self {
        Self { language, rules, zone: TimeZone::UTC, titles: BTreeMap::new() }
    }

    /// A message of the catalogue.
    pub fn say(&self, id: &str, args: &[(&'static str, Arg)]) -> String {
        self.language.phrase(&format!("dossier-{id}"), args).unwrap_or_else(|| id.to_owned())
    }

    /// A message that is always the same.
    pub fn word(&self, id: &str) -> String {
        self.say(id, &[])
    }

    /// The message for one of several words.
    pub fn choice(&self, id: &str, word: &str) -> String {
        self.say(id, &[("word", word.into())])
    }

    /// What an option is called.
    pub fn option(&self, option: OptionNo) -> String {
        match self.titles.get(&option) {
            Some(title) => self.say("quoted", &[("title", title.as_ref().into())]),
            None => self.say("untitled", &[("number", option.0.to_string().into())]),
        }
    }

    /// What options are called.
    pub fn options(&self, options: &[OptionNo]) -> String {
        self.listed(options.iter().map(|option| self.option(*option)))
    }

    /// The first of some things, and how many there are beyond.
    pub fn listed(&self, words: impl Iterator<Item = String>) -> String {
        let mut words: Vec<_> = words.collect();
        let beyond = words.len().saturating_sub(LISTED);
        if beyond > 1 {
            words.truncate(LISTED);
            words.push(self.say("others", &[("count", Arg::Count(beyond as u64))]));
        }
        match words.split_last() {
            None => String::new(),
            Some((last, [])) => last.clone(),
            Some((last, first)) => {
                self.say("list", &[("first", first.join(", ").into()), ("last", last.as_str().into())])
            }
        }
    }

    /// What the budget is in.
    pub fn currency(&self) -> Option<&'r CurrencyCode> {
        self.budget().map(|rules| &rules.budget.currency)
    }

    /// The rules of a budget.
    pub fn budget(&self) -> Option<&'r Budget> {
        match &self.rules.method {
            Method::Budget(budget) => Some(budget),
            Method::Consent {}
            | Method::Majority { .. }
            | Method::Approval(_)
            | Method::Score(_)
            | Method::Judgement { .. }
            | Method::Runoff {}
            | Method::Sortition { .. } => None,
        }
    }

    /// An amount of minor units of the budget's currency.
    pub fn money(&self, minor: i64) -> String {
        match self.currency() {
            Some(currency) => self.amount(minor, currency),
            None => self.whole(minor),
        }
    }

    /// An amount of minor units of a currency; decimals only where there are any.
    pub fn amount(&self, minor: i64, currency: &CurrencyCode) -> String {
        let unit = 10_i64.pow(currency.decimals());
        let width = currency.decimals() as usize;
        let mut amount = self.whole(minor / unit);
        if minor < 0 && minor / unit == 0 {
            amount.insert(0, '-');
        }
        if minor % unit != 0 {
            amount.push(self.language.decimal_mark());
            let decimals = format!("{:0width$}", (minor % unit).unsigned_abs());
            amount.push_str(&decimals);
        }
        self.say("money", &[("amount", amount.into()), ("symbol", currency.as_str().into())])
    }

    /// A whole number.
    pub fn whole(&self, number: i64) -> String {
        let sign = if number < 0 { "-" } else { "" };
        format!("{sign}{}", self.language.grouped(&number.unsigned_abs().to_string()))
    }

    /// An exact fraction of minor units, as an amount that a person can picture.
    pub fn part(&self, exact: &str) -> String {
        match exact.parse::<i64>() {
            Ok(minor) => self.money(minor),
            Err(_) => match ratio(exact) {
                Some(about) => self.about(about),
                None => exact.to_owned(),
            },
        }
    }

    /// About so many minor units.
    #[allow(clippy::cast_possible_truncation, reason = "amounts are far smaller than what an i64 holds")]
    fn about(&self, minor: f64) -> String {
        self.say("about", &[("amount", self.money(minor.round() as i64).into())])
    }

    /// A part of a whole that is told as an exact fraction, in hundredths.
    pub fn percent(&self, exact: &str) -> String {
        let Some(ratio) = ratio(exact) else { return exact.to_owned() };
        format!("{:.1}", ratio * 100.0).replace('.', &self.language.decimal_mark().to_string())
    }

    /// What ballots are counted in.
    pub fn measure(&self) -> &'static str {
        match &self.rules.method {
            Method::Consent {} => "consent",
            Method::Majority { .. } => "says",
            Method::Sortition { .. } => "lot",
            Method::Approval(_) => "approvals",
            Method::Score(_) => "points",
            Method::Judgement { .. } => "grade",
            Method::Runoff {} => "ranks",
            Method::Budget(budget) => match budget.ballot {
                BudgetBallot::Approval | BudgetBallot::Choose1 => "votes",
                BudgetBallot::Ordinal => "borda",
                BudgetBallot::Cumulative | BudgetBallot::Scoring => "points",
            },
        }
    }

    /// Whether it is decided by consent.
    pub fn is_consent(&self) -> bool {
        matches!(self.rules.method, Method::Consent {})
    }

    /// So many of what ballots are counted in, in singular or plural.
    pub fn counted(&self, count: u64) -> String {
        self.say("counted", &[("word", self.measure().into()), ("count", count.into())])
    }

    /// A moment.
    pub fn moment(&self, at: Stamp) -> String {
        let at = self.local(at);
        let time = format!("{:02}:{:02}", at.hour(), at.minute());
        self.say("moment", &[("date", self.day(at).into()), ("time", time.into())])
    }

    /// A day.
    pub fn date(&self, at: Stamp) -> String {
        self.day(self.local(at))
    }

    fn local(&self, at: Stamp) -> DateTime {
        self.zone.to_datetime(Timestamp::from_millisecond(at.millis()).unwrap_or(Timestamp::MAX))
    }

    fn day(&self, at: DateTime) -> String {
        let args = [
            ("day", u64::from(at.day().unsigned_abs()).into()),
            ("month", format!("m{}", at.month()).into()),
            ("year", at.year().to_string().into()),
        ];
        self.say("date", &args)
    }

    /// What an actor is called, as far as the one who asks may know.
    pub fn actor(&self, read: &Read, actor: ActorId) -> Result<String, Problem> {
        sentence::name(read, actor, self.language)
    }

    /// Who acted.
    pub fn by(&self, read: &Read, by: By) -> Result<String, Problem> {
        match by {
            By::Actor(actor) => self.actor(read, actor),
            By::Operator => Ok(self.language.say("activity-operator", &[]).unwrap_or_default()),
            By::System => Ok(self.language.say("activity-system", &[]).unwrap_or_default()),
        }
    }

    /// What some actors are called; those who may not be named, in numbers.
    pub fn actors(&self, read: &Read, actors: &[ActorId]) -> Result<String, Problem> {
        let person = self.language.say("activity-somebody", &[("kind", ActorKind::Person.as_str().to_owned())]);
        let mut names: Vec<(String, u64)> = Vec::new();
        for actor in actors {
            let name = self.actor(read, *actor)?;
            match names.iter_mut().find(|(known, _)| *known == name) {
                Some((_, count)) => *count += 1,
                None => names.push((name, 1)),
            }
        }
        Ok(self.listed(names.into_iter().map(|(name, count)| match count {
            1 => name,
            count if person.as_ref() == Some(&name) => self.say("persons", &[("count", count.into())]),
            count => self.say("times", &[("name", name.into()), ("count", count.into())]),
        })))
    }
}

/// An exact fraction as a number.
fn ratio(exact: &str) -> Option<f64> {
    let (numerator, denominator) = exact.split_once('/').unwrap_or((exact, "1"));
    let ratio = numerator.parse::<f64>().ok()? / denominator.parse::<f64>().ok()?;
    ratio.is_finite().then_some(ratio)
}

/// The same, with a capital at the beginning.
pub fn capital(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().into_iter().flat_map(char::to_uppercase).chain(chars).collect()
}

#[cfg(test)]
mod tests {
    use domain::tally::rules::{BallotMode, TieBreak};

    use super::*;

    fn rules(currency: &str) -> Rules {
        let method = serde_json::from_value(serde_json::json!({
            "kind": "budget", "budget": {"minor": 300_000, "currency": currency}, "ballot": "approval",
            "satisfaction": "cost", "rule": {"kind": "greedy"}
        }));
        Rules { method: method.unwrap(), mode: BallotMode::RollCall, quorum: None, ties: TieBreak::Cheaper }
    }

    #[test]
    fn amounts_are_written_as_the_language_does() {
        let euros = rules("EUR");
        let (fr, en) = (Words::bare(&euros, Language::French), Words::bare(&euros, Language::English));
        for (minor, french, english) in [
            (300_000, "3\u{202f}000\u{a0}€", "€3,000"),
            (123_450, "1\u{202f}234,50\u{a0}€", "€1,234.50"),
            (-5, "-0,05\u{a0}€", "€-0.05"),
        ] {
            assert_eq!((fr.money(minor).as_str(), en.money(minor).as_str()), (french, english));
        }
        assert_eq!(Words::bare(&rules("XPF"), Language::French).money(1_500), "1\u{202f}500\u{a0}XPF");
        assert_eq!((fr.part("50000/3"), en.part("200")), ("environ 166,67\u{a0}€".into(), "€2".into()));
        assert_eq!((en.percent("2/7"), fr.percent("2/7")), ("28.6".into(), "28,6".into()));
        assert_eq!((en.part("x/0"), en.percent("1/0")), ("x/0".into(), "1/0".into()));
    }

    #[test]
    fn a_list_tells_how_many_are_beyond_it() {
        let euros = rules("EUR");
        let en = Words::bare(&euros, Language::English);
        let listed = |count: u16| en.options(&(0..count).map(OptionNo).collect::<Vec<_>>());
        assert_eq!(listed(0), "");
        assert_eq!(listed(2), "option 0 and option 1");
        assert!(listed(13).ends_with("option 11 and option 12"), "{}", listed(13));
        assert!(listed(300).ends_with("option 11 and 288 others"), "{}", listed(300));
    }

    #[test]
    fn days_are_those_of_the_reader_s_language() {
        let euros = rules("EUR");
        let (fr, en) = (Words::bare(&euros, Language::French), Words::bare(&euros, Language::English));
        let at = "2026-08-01T15:02:11Z".parse().unwrap();
        assert_eq!((fr.date(at), en.date(at)), ("1er août 2026".into(), "1 August 2026".into()));
        assert_eq!((fr.moment(at), en.moment(at)), ("1er août 2026 à 15:02".into(), "1 August 2026 at 15:02".into()));
    }
}
