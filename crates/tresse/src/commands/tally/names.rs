//! Names and amounts as a person reads them.

use std::collections::BTreeMap;

use domain::names::CurrencyCode;
use domain::tally::ballot::OptionNo;
use domain::tally::rules::{Budget, Method, Satisfaction};

use super::read::Subject;

/// What options are called, and what amounts are of.
#[derive(Debug, Default)]
pub struct Names<'a> {
    titles: BTreeMap<OptionNo, &'a str>,
    budget: Option<&'a Budget>,
}

impl<'a> Names<'a> {
    /// The names in a file.
    pub fn of(subject: &'a Subject) -> Self {
        let (options, input) = match subject {
            Subject::Document(document) => (&document.options[..], document.input.as_ref()),
            Subject::Input(input) => (&[][..], Some(&**input)),
        };
        let titles = options.iter().filter_map(|titled| Some((titled.option, titled.title.as_deref()?))).collect();
        let budget = input.and_then(|input| match &input.rules.method {
            Method::Budget(budget) => Some(budget),
            Method::Consent {}
            | Method::Majority { .. }
            | Method::Approval(_)
            | Method::Score(_)
            | Method::Judgement { .. }
            | Method::Runoff {}
            | Method::Sortition { .. } => None,
        });
        Self { titles, budget }
    }

    /// An option by its number and title.
    pub fn option(&self, option: OptionNo) -> String {
        match self.titles.get(&option) {
            Some(title) => format!("[{}] {}", option.0, plain(title)),
            None => format!("[{}]", option.0),
        }
    }

    /// Options by their numbers and titles.
    pub fn options(&self, options: &[OptionNo]) -> String {
        listed(options.iter().map(|option| self.option(*option)))
    }

    /// An amount of minor units, in the currency.
    pub fn money(&self, minor: i64) -> String {
        match self.budget {
            Some(budget) => money(minor, &budget.budget.currency),
            None => format!("{minor} minor units"),
        }
    }

    /// What 100 minor units are.
    pub fn hundreds(&self, count: u64) -> String {
        i64::try_from(count)
            .ok()
            .and_then(|count| count.checked_mul(100))
            .map_or_else(|| format!("{count} times 100 minor units"), |minor| self.money(minor))
    }

    /// An exact fraction of minor units, as an amount that a person can picture.
    pub fn share(&self, exact: &str) -> String {
        let whole = exact.parse().ok().map(|minor| self.money(minor));
        let about = || Some((about(exact)?, &self.budget?.budget.currency));
        whole.unwrap_or_else(|| match about() {
            Some((minor, currency)) => {
                let decimals = currency.decimals();
                let amount = minor / f64::from(10_u32.pow(decimals));
                format!(
                    "about {amount:.places$} {currency}{}",
                    exactly(exact, " minor units"),
                    places = decimals as usize
                )
            }
            None => format!("{} minor units", plain(exact)),
        })
    }

    /// What each pays for a project, if they can: a price for a unit of satisfaction.
    pub fn price(&self, exact: &str) -> String {
        let for_each = match self.budget.map(|budget| budget.satisfaction) {
            Some(Satisfaction::Votes | Satisfaction::Cost) | None => "",
            Some(Satisfaction::Points | Satisfaction::PointsTimesCost) => " for each point",
            Some(Satisfaction::Borda0 | Satisfaction::Borda1 | Satisfaction::Borda1TimesCost) => " for each rank",
        };
        let is_part = match self.budget.map(|budget| budget.satisfaction) {
            Some(Satisfaction::Cost | Satisfaction::PointsTimesCost | Satisfaction::Borda1TimesCost) => true,
            Some(Satisfaction::Votes | Satisfaction::Points | Satisfaction::Borda0 | Satisfaction::Borda1) | None => {
                false
            }
        };
        if is_part {
            format!("{} of its cost{for_each}", part(exact))
        } else {
            format!("{}{for_each}", self.share(exact))
        }
    }
}

fn money(minor: i64, currency: &CurrencyCode) -> String {
    let (sign, minor) = (if minor < 0 { "-" } else { "" }, minor.unsigned_abs());
    let decimals = currency.decimals();
    let unit = 10_u64.pow(decimals);
    match decimals {
        0 => format!("{sign}{minor} {currency}"),
        _ => format!("{sign}{}.{:0width$} {currency}", minor / unit, minor % unit, width = decimals as usize),
    }
}

/// An exact fraction of a whole.
fn part(exact: &str) -> String {
    match about(exact) {
        None if exact == "1" => "all".into(),
        Some(_) if exact.len() <= SHORT => plain(exact),
        Some(about) => format!("about {about:.6}"),
        None => plain(exact),
    }
}

/// A fraction of so many digits can be read.
const SHORT: usize = 24;

fn exactly(exact: &str, of: &str) -> String {
    if exact.len() <= SHORT { format!(" (exactly {}{of})", plain(exact)) } else { String::new() }
}

fn about(exact: &str) -> Option<f64> {
    let number = |text: &str| text.parse::<f64>().ok().filter(|number| number.is_finite());
    let (numerator, denominator) = exact.split_once('/')?;
    Some(number(numerator)? / number(denominator)?).filter(|about| about.is_finite())
}

/// Words with commas between them.
pub fn listed(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join(", ")
}

/// A text that somebody typed, on one line and without what would make a terminal do or show something else.
pub fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        let turns = matches!(letter, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
        let breaks = matches!(letter, '\u{2028}' | '\u{2029}');
        if letter.is_control() || turns || breaks {
            plain.extend(letter.escape_unicode());
        } else {
            plain.push(letter);
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_stays_on_its_line_and_gives_no_orders() {
        assert_eq!(plain("un été — ça"), "un été — ça");
        let doctored = plain("a\u{1b}[2Jb\nc\u{202e}d");
        assert_eq!(doctored, r"a\u{1b}[2Jb\u{a}c\u{202e}d");
    }

    #[test]
    fn amounts_have_the_decimals_of_their_currency() {
        for (currency, minor, wanted) in [
            ("EUR", 123_450, "1234.50 EUR"),
            ("EUR", -5, "-0.05 EUR"),
            ("XPF", 1_000, "1000 XPF"),
            ("TND", 1_001, "1.001 TND"),
            ("EUR", i64::MIN, "-92233720368547758.08 EUR"),
        ] {
            assert_eq!(money(minor, &currency.parse().unwrap()), wanted);
        }
        assert!(Names::default().hundreds(u64::MAX).contains("times"));
    }

    #[test]
    fn a_price_is_an_amount_or_a_part_of_the_cost() {
        let mut budget: Budget = serde_json::from_value(serde_json::json!({
            "budget": { "minor": 1_000, "currency": "EUR" },
            "ballot": "approval",
            "satisfaction": "votes",
            "rule": { "kind": "greedy" },
        }))
        .unwrap();
        let long = format!("{}/{}", "7".repeat(60), "7".repeat(59));
        let price = |budget: &Budget, exact: &str| Names { budget: Some(budget), ..Names::default() }.price(exact);
        assert_eq!(price(&budget, "5000/3"), "about 16.67 EUR (exactly 5000/3 minor units)");
        assert_eq!(price(&budget, "5000"), "50.00 EUR");
        assert_eq!(price(&budget, &long), "about 0.10 EUR");
        assert_eq!(price(&budget, "1/0"), "1/0 minor units");
        budget.satisfaction = Satisfaction::PointsTimesCost;
        assert_eq!(price(&budget, "1/80"), "1/80 of its cost for each point");
        assert_eq!(price(&budget, &long), "about 10.000000 of its cost for each point");
    }
}
