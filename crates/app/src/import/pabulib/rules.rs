//! How a file's votes are counted: what `META` says, and what whoever imports it wants instead.

use std::fs::File as OpenFile;

use domain::amount::{Amount, Minor};
use domain::names::CurrencyCode;
use domain::tally::rules::{
    BallotMode, Budget, BudgetBallot, BudgetRule, Limits, Method, Rules, Satisfaction, TieBreak,
};

use crate::pabulib::{Broken, File, Flaw, Head, Meta, amount, words};

/// The currency of a budget that names none (ISO 4217).
const NO_CURRENCY: &str = "XXX";
/// What limits votes or choice in ways that are not known here.
const UNHEEDED: [&str; 7] = [
    "min_sum_cost",
    "min_project_score_threshold",
    "budget_per_category",
    "budget_per_neighborhood",
    "min_length_per_category",
    "max_length_per_category",
    "max_sum_cost_per_category",
];

/// How to count, whatever the file says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counting {
    /// How projects are chosen.
    pub rule: Option<BudgetRule>,
    /// What a vote is worth to its voter.
    pub satisfaction: Option<Satisfaction>,
}

/// The rules of a file's decision, and its currency.
pub(super) fn read(
    meta: &Meta,
    counting: Counting,
    file: &File<OpenFile>,
) -> Result<(Rules, CurrencyCode), Vec<Broken>> {
    let mut reading = Reading { meta, flaws: Vec::new() };
    let rules = reading.rules(counting);
    let has_points = rules.as_ref().is_none_or(|(_, ballot, _)| file.has_points() || !words::has_points(*ballot));
    if !has_points {
        reading.flaws.push(Broken { line: file.line(), flaw: Flaw::Column("points") });
    }
    match rules {
        Some((rules, _, currency)) if reading.flaws.is_empty() => Ok((rules, currency)),
        Some(_) | None => Err(reading.flaws),
    }
}

struct Reading<'m> {
    meta: &'m Meta,
    flaws: Vec<Broken>,
}

impl Reading<'_> {
    /// Notes that what a key says will not do.
    fn flaw<T>(&mut self, key: &str, flaw: Flaw) -> Option<T> {
        let line = self.meta.entry(key).map_or(1, |entry| entry.line);
        self.flaws.push(Broken { line, flaw });
        None
    }

    fn rules(&mut self, counting: Counting) -> Option<(Rules, BudgetBallot, CurrencyCode)> {
        let (budget, ballot, rule) = (self.budget(), self.ballot(), self.rule(counting));
        let limits = self.limits(ballot);
        let (budget, ballot, rule) = (budget?, ballot?, rule?);
        self.scores(ballot, counting);
        let currency = currency(self.meta);
        let satisfaction = counting.satisfaction.unwrap_or_else(|| words::satisfaction(ballot, rule));
        let budget = Amount { minor: budget, currency: currency.clone() };
        let method = Method::Budget(Budget { budget, ballot, satisfaction, rule, limits });
        let rules = Rules { method, mode: BallotMode::Pseudonymous, quorum: None, ties: TieBreak::ListedFirst };
        if self.flaws.is_empty() && rules.make_sense().is_err() {
            let why = "the greatest of two limits is below the least, or votes of this vote_type are not worth that \
                       (--satisfaction) by this rule";
            return self.flaw("vote_type", Flaw::Senseless(why));
        }
        Some((rules, ballot, currency))
    }

    fn budget(&mut self) -> Option<Minor> {
        match self.meta.get("budget").map(amount::read) {
            None => self.flaw("budget", Flaw::Missing("budget")),
            Some(Some(budget)) if budget.get() > 0 => Some(budget),
            Some(_) => {
                self.flaw("budget", Flaw::IsNot("budget", "an amount above 0, with a point and at most two decimals"))
            }
        }
    }

    fn ballot(&mut self) -> Option<BudgetBallot> {
        match self.meta.get("vote_type") {
            None => self.flaw("vote_type", Flaw::Missing("vote_type")),
            Some(word) => match words::read_vote_type(word) {
                Some(ballot) => Some(ballot),
                None => self.not_counted("vote_type", ""),
            },
        }
    }

    fn rule(&mut self, counting: Counting) -> Option<BudgetRule> {
        const HINT: &str = ": say with --rule how to count";
        if counting.rule.is_some() {
            return counting.rule;
        }
        match self.meta.get("rule") {
            None => self.flaw("rule", Flaw::Missing("rule")),
            Some(word) => match words::read_rule(word) {
                Some(rule) => Some(rule),
                None => self.not_counted("rule", HINT),
            },
        }
    }

    fn not_counted<T>(&mut self, key: &'static str, hint: &'static str) -> Option<T> {
        let value = self.meta.get(key).unwrap_or_default().chars().take(40).collect();
        self.flaw(key, Flaw::NotCounted { key, value, hint })
    }

    /// What a project gets that is not on a ballot, or by its place on it.
    fn scores(&mut self, ballot: BudgetBallot, counting: Counting) {
        let is_nothing = |text: &str| text.trim_start_matches('-').bytes().all(|byte| matches!(byte, b'0' | b'.'));
        if ballot == BudgetBallot::Scoring && self.meta.get("default_score").is_some_and(|score| !is_nothing(score)) {
            _ = self.not_counted::<()>("default_score", "");
        }
        let other = self.meta.get("scoring_fn").is_some_and(|function| !function.eq_ignore_ascii_case("borda"));
        if ballot == BudgetBallot::Ordinal && other && counting.satisfaction.is_none() {
            _ = self.not_counted::<()>("scoring_fn", ": say with --satisfaction how to count");
        }
    }

    fn limits(&mut self, ballot: Option<BudgetBallot>) -> Limits {
        let mut limits = Limits {
            min_length: self.number("min_length", "a whole number from 0 to 65535"),
            max_length: self.number("max_length", "a whole number from 0 to 65535"),
            ..Limits::default()
        };
        if let Some(cost) = self.meta.get("max_sum_cost") {
            limits.max_sum_cost = amount::read(cost);
            if limits.max_sum_cost.is_none() {
                let wanted = "an amount, with a point and at most two decimals";
                _ = self.flaw::<()>("max_sum_cost", Flaw::IsNot("max_sum_cost", wanted));
            }
        }
        if ballot.is_some_and(words::has_points) {
            limits.min_points = self.number("min_points", "a whole number from 0 to 65535");
            limits.max_points = self.number("max_points", "a whole number from 0 to 65535");
            limits.min_sum_points = self.number("min_sum_points", "a whole number from 0 to 4294967295");
            limits.max_sum_points = self.number("max_sum_points", "a whole number from 0 to 4294967295");
        }
        limits
    }

    fn number<N: std::str::FromStr>(&mut self, key: &'static str, wanted: &'static str) -> Option<N> {
        let text = self.meta.get(key)?;
        match text.parse() {
            Ok(number) if text.bytes().all(|byte| byte.is_ascii_digit()) => Some(number),
            Ok(_) | Err(_) => self.flaw(key, Flaw::IsNot(key, wanted)),
        }
    }
}

/// The currency that is named, if that is the code of one.
fn currency(meta: &Meta) -> CurrencyCode {
    let named = meta.get("currency").and_then(|code| code.parse().ok());
    named.unwrap_or_else(|| NO_CURRENCY.parse().unwrap_or_else(|_| unreachable!("three capitals")))
}

/// What of `META` is kept and does not count, each with its line.
pub(super) fn unheeded(head: &Head) -> Vec<(u64, String)> {
    let mut unheeded: Vec<_> = UNHEEDED
        .iter()
        .filter_map(|key| head.meta.entry(key))
        .map(|entry| (entry.line, format!("{} is kept, and has no effect here", entry.key)))
        .collect();
    let no_code = head.meta.entry("currency").filter(|entry| entry.value.parse::<CurrencyCode>().is_err());
    unheeded
        .extend(no_code.map(|entry| (entry.line, format!("currency is no code (ISO 4217): {NO_CURRENCY} is taken"))));
    unheeded
}

/// Where `META` counts otherwise than what is there.
pub(super) fn miscounted(head: &Head, votes: u64) -> Vec<(u64, String)> {
    let numbers = [("num_projects", head.projects.len() as u64), ("num_votes", votes)];
    let said = numbers.into_iter().filter_map(|(key, there)| Some((head.meta.entry(key)?, there)));
    said.filter(|(entry, there)| entry.value.parse() != Ok(*there))
        .map(|(entry, there)| (entry.line, format!("{} is {}, and there are {there}", entry.key, entry.value)))
        .collect()
}
