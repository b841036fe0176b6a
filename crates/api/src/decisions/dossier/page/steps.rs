//! The steps of a tally and what came of it, in sentences.

use domain::tally::ballot::OptionNo;
use domain::tally::outcome::Sums;
use domain::tally::rules::{Method, Satisfaction};
use domain::tally::trace::{QuorumCount, Step};

use super::words::Words;
use crate::i18n::Arg;

/// A step; `drawn` is what the actor of a step is called, if it names one.
pub fn sentence(step: &Step, drawn: &str, words: &Words<'_>) -> String {
    let option = |option: &OptionNo| ("option", Arg::from(words.option(*option)));
    match step {
        Step::Quorum(quorum) => turnout(quorum, words),
        Step::Summed { sums } => words.say("step-summed", &[("told", told(sums, words).into())]),
        Step::Held { yes, needed, of } => {
            words.say("step-held", &[("yes", (*yes).into()), ("needed", (*needed).into()), ("of", (*of).into())])
        }
        Step::Short { option: short, has, needed } => {
            words.say("step-short", &[option(short), ("has", words.counted(*has).into()), ("needed", (*needed).into())])
        }
        Step::Tied { between, first, by } => words.say(
            "step-tied",
            &[
                ("options", words.options(between).into()),
                ("first", words.option(*first).into()),
                ("word", by.as_str().into()),
            ],
        ),
        Step::Won { option: winner, with } => {
            words.say("step-won", &[option(winner), ("with", words.counted(*with).into())])
        }
        Step::Graded { option: graded, median, counts } => {
            let counts = (0_u64..).zip(counts).filter(|(_, count)| **count > 0);
            let counts = counts.map(|(grade, count)| {
                words.say("grade-count", &[("grade", grade.to_string().into()), ("count", (*count).into())])
            });
            let counts = words.listed(counts);
            let median = median.to_string();
            words.say("step-graded", &[option(graded), ("median", median.into()), ("counts", counts.into())])
        }
        Step::Regraded { removed, medians } => {
            let medians = medians.iter().map(|(option, median)| with(words, *option, &median.to_string()));
            words.say("step-regraded", &[("removed", (*removed).into()), ("medians", words.listed(medians).into())])
        }
        Step::Round { round, counts, exhausted } => {
            let counts = counts.iter().map(|(option, count)| with(words, *option, &count.to_string()));
            let (round, counts) = (round.to_string(), words.listed(counts));
            let args = [("round", round.into()), ("counts", counts.into()), ("exhausted", (*exhausted).into())];
            words.say("step-round", &args)
        }
        Step::TakenOut { option: out } => words.say("step-taken-out", &[option(out)]),
        Step::Drawn { key, .. } => {
            let key: String = key.chars().take(12).collect();
            words.say("step-drawn", &[("actor", drawn.into()), ("key", key.into())])
        }
        Step::Funded { .. }
        | Step::Skipped { .. }
        | Step::Shared { .. }
        | Step::Bought { .. }
        | Step::Completed { .. } => money(step, words),
    }
}

/// A step of a budget.
fn money(step: &Step, words: &Words<'_>) -> String {
    let amount = |minor: &i64| Arg::from(words.money(*minor));
    let option = |option: &OptionNo| ("option", Arg::from(words.option(*option)));
    match step {
        Step::Funded { option: funded, votes, cost, left } => {
            let votes = words.counted(*votes);
            let args = [option(funded), ("votes", votes.into()), ("cost", amount(cost)), ("left", amount(left))];
            words.say("step-funded", &args)
        }
        Step::Skipped { option: skipped, cost, left } => {
            words.say("step-skipped", &[option(skipped), ("cost", amount(cost)), ("left", amount(left))])
        }
        Step::Shared { share, added } => {
            let args = [("share", words.part(share).into()), ("added", hundreds(*added, words).into())];
            words.say(if *added > 0 { "step-shared-more" } else { "step-shared" }, &args)
        }
        Step::Bought { option: bought, price, payers, emptied, cost } => {
            let (word, price) = price_of(price, words);
            let args = [
                option(bought),
                ("cost", amount(cost)),
                ("payers", (*payers).into()),
                ("word", word.into()),
                ("price", price.into()),
                ("emptied", (*emptied).into()),
            ];
            words.say("step-bought", &args)
        }
        Step::Completed { added, would_exceed } => {
            let why = if *would_exceed { "exceeds" } else { "nothing" };
            let which = if *added > 0 { "step-completed-more" } else { "step-completed" };
            words.say(which, &[("added", hundreds(*added, words).into()), ("word", why.into())])
        }
        Step::Quorum(_)
        | Step::Summed { .. }
        | Step::Held { .. }
        | Step::Short { .. }
        | Step::Tied { .. }
        | Step::Won { .. }
        | Step::Graded { .. }
        | Step::Regraded { .. }
        | Step::Round { .. }
        | Step::TakenOut { .. }
        | Step::Drawn { .. } => String::new(),
    }
}

/// What a unit of satisfaction costs: of what it is a unit, and how much.
fn price_of(price: &str, words: &Words<'_>) -> (&'static str, String) {
    match words.budget().map(|budget| budget.satisfaction) {
        Some(Satisfaction::Cost) => ("cost", words.percent(price)),
        Some(Satisfaction::Votes) => ("each", words.part(price)),
        Some(
            Satisfaction::Points
            | Satisfaction::PointsTimesCost
            | Satisfaction::Borda0
            | Satisfaction::Borda1
            | Satisfaction::Borda1TimesCost,
        )
        | None => ("unit", words.part(price)),
    }
}

/// So many units of the currency.
fn hundreds(count: u64, words: &Words<'_>) -> String {
    words.money(i64::try_from(count.saturating_mul(100)).unwrap_or(i64::MAX))
}

fn turnout(quorum: &QuorumCount, words: &Words<'_>) -> String {
    let QuorumCount { needed, cast, electorate, is_met } = quorum;
    let quorum = match (needed, is_met) {
        (0, _) => "none",
        (_, true) => "met",
        (_, false) => "missed",
    };
    if words.measure() == "lot" {
        return words.say("turnout-lot", &[("electorate", (*electorate).into())]);
    }
    let args = [
        ("cast", (*cast).into()),
        ("electorate", (*electorate).into()),
        ("needed", (*needed).into()),
        ("word", quorum.into()),
    ];
    words.say("step-quorum", &args)
}

/// An option and what it has.
fn with(words: &Words<'_>, option: OptionNo, has: &str) -> String {
    words.say("with", &[("option", words.option(option).into()), ("has", has.into())])
}

/// What sums say.
pub fn told(sums: &Sums, words: &Words<'_>) -> String {
    match sums {
        Sums::Says { yes, no, abstain } => {
            let id = if matches!(words.rules.method, Method::Consent {}) { "says-consent" } else { "says" };
            words.say(id, &[("yes", (*yes).into()), ("no", (*no).into()), ("abstain", (*abstain).into())])
        }
        Sums::Options(sums) => words.listed(sums.iter().map(|(option, sum)| with(words, *option, &sum.to_string()))),
        Sums::Untold {} => words.word("untold"),
    }
}

#[cfg(test)]
mod tests {
    use domain::ids::ActorId;
    use domain::tally::rules::{Rules, TieBreak};

    use super::*;
    use crate::i18n::Language;

    /// A step of each kind; another one is added to `kinds` below.
    fn examples() -> Vec<Step> {
        let option = OptionNo(1);
        vec![
            Step::Quorum(QuorumCount { needed: 3, cast: 5, electorate: 9, is_met: true }),
            Step::Summed { sums: Sums::Says { yes: 3, no: 1, abstain: 1 } },
            Step::Summed { sums: Sums::Options(vec![(option, 4)]) },
            Step::Summed { sums: Sums::Untold {} },
            Step::Held { yes: 3, needed: 3, of: 4 },
            Step::Short { option, has: 1, needed: 2 },
            Step::Tied { between: vec![option, OptionNo(0)], first: option, by: TieBreak::Lot },
            Step::Won { option, with: 4 },
            Step::Graded { option, median: 2, counts: vec![0, 1, 2] },
            Step::Regraded { removed: 2, medians: vec![(option, 1)] },
            Step::Round { round: 1, counts: vec![(option, 2)], exhausted: 1 },
            Step::TakenOut { option },
            Step::Funded { option, votes: 3, cost: 1_250, left: 50 },
            Step::Skipped { option, cost: 1_250, left: 50 },
            Step::Shared { share: "50000/3".into(), added: 2 },
            Step::Shared { share: "200".into(), added: 0 },
            Step::Bought { option, price: "2/7".into(), payers: 3, emptied: 1, cost: 1_250 },
            Step::Completed { added: 3, would_exceed: true },
            Step::Completed { added: 0, would_exceed: false },
            Step::Drawn { actor: ActorId(uuid::Uuid::nil()), key: "0123456789abcdef".into() },
        ]
    }

    /// Which kind a step is: whoever adds one sees here that it needs an example and a sentence.
    fn kind(step: &Step) -> usize {
        match step {
            Step::Quorum(_) => 0,
            Step::Summed { .. } => 1,
            Step::Held { .. } => 2,
            Step::Short { .. } => 3,
            Step::Tied { .. } => 4,
            Step::Won { .. } => 5,
            Step::Graded { .. } => 6,
            Step::Regraded { .. } => 7,
            Step::Round { .. } => 8,
            Step::TakenOut { .. } => 9,
            Step::Funded { .. } => 10,
            Step::Skipped { .. } => 11,
            Step::Shared { .. } => 12,
            Step::Bought { .. } => 13,
            Step::Completed { .. } => 14,
            Step::Drawn { .. } => 15,
        }
    }

    /// Rules of every method, and budgets of every ballot and satisfaction.
    fn rules() -> Vec<Rules> {
        let budget = |ballot: &str, satisfaction: &str| {
            format!(
                r#"{{"kind": "budget", "budget": {{"minor": 300000, "currency": "EUR"}}, "ballot": "{ballot}",
                "satisfaction": "{satisfaction}", "rule": {{"kind": "equal_shares", "completion": "add_one"}}}}"#
            )
        };
        let methods = [
            r#"{"kind": "consent"}"#.to_owned(),
            r#"{"kind": "majority", "threshold": "simple", "base": "expressed"}"#.to_owned(),
            r#"{"kind": "approval", "winners": 1}"#.to_owned(),
            r#"{"kind": "score", "winners": 2, "highest": 3}"#.to_owned(),
            r#"{"kind": "judgement", "grades": 6}"#.to_owned(),
            r#"{"kind": "runoff"}"#.to_owned(),
            r#"{"kind": "sortition", "seats": 3}"#.to_owned(),
            budget("approval", "cost"),
            budget("choose_1", "votes"),
            budget("ordinal", "borda_1"),
            budget("cumulative", "points"),
        ];
        let rules = |method| format!(r#"{{"method": {method}, "mode": "roll_call", "ties": "lot"}}"#);
        methods.into_iter().map(|method| serde_json::from_str(&rules(method)).unwrap()).collect()
    }

    #[test]
    fn every_step_has_its_sentence_in_every_language_and_method() {
        let kinds: std::collections::BTreeSet<_> = examples().iter().map(kind).collect();
        assert_eq!(kinds.into_iter().collect::<Vec<_>>(), (0..16).collect::<Vec<_>>(), "an example of each");
        for language in [Language::English, Language::French] {
            for rules in rules() {
                let words = Words::bare(&rules, language);
                for step in examples() {
                    let told = sentence(&step, "Anne", &words);
                    let is_told = told.ends_with('.') && !told.contains(['{', '}']) && !told.contains("step-");
                    assert!(is_told && !told.contains("  "), "{language:?} {step:?}: {told}");
                }
            }
        }
    }

    #[test]
    fn a_step_is_told_with_names_and_amounts() {
        let rules = &rules()[7];
        let bought = Step::Bought { option: OptionNo(1), price: "2/7".into(), payers: 3, emptied: 1, cost: 125_050 };
        assert_eq!(
            sentence(&bought, "", &Words::bare(rules, Language::English)),
            "option 1 is bought for €1,250.50 by 3 voters, who each give at most 28.6% of its cost; 1 of them gives all \
             that is left to them."
        );
        assert_eq!(
            sentence(&bought, "", &Words::bare(rules, Language::French)),
            "Le projet n° 1 est acheté 1\u{202f}250,50\u{a0}€ par 3 votants, qui donnent chacun au plus 28,6\u{a0}% de son \
             coût\u{a0}; 1 d’entre eux donne tout ce qui lui reste."
        );
    }
}
